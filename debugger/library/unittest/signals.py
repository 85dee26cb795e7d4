"""Ctrl-C during a run of tests. The engine has no signals: an interrupt ends the program, so a handler has nothing to do."""

from functools import wraps

__unittest = True

_results = {}


def registerResult(result):
    """Note a result that Ctrl-C is to stop."""
    import weakref

    global _results
    if isinstance(_results, dict):
        _results = weakref.WeakKeyDictionary()
    _results[result] = 1


def removeResult(result):
    """Forget such a result; True when it was known."""
    return bool(_results.pop(result, None))


def installHandler():
    """Accepted, without effect: the host decides what Ctrl-C does."""


def removeHandler(method=None):
    """Accepted, without effect; as a decorator gives a function that does what the method does."""
    if method is None:
        return None

    @wraps(method)
    def inner(*args, **kwargs):
        return method(*args, **kwargs)

    return inner
