# Not in the engine yet: what tests ask of the system.


def system():
    return "Coro"


def python_implementation():
    return "CPython"
