# Not in the engine: what starts a thread is skipped.

import unittest


class Thread:
    def __init__(self, *args, **kwargs):
        raise unittest.SkipTest("needs threads")


class Lock:
    def acquire(self, blocking=True, timeout=-1):
        return True

    def release(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


RLock = Condition = Event = Barrier = Semaphore = Lock


class _Main:
    name = "MainThread"
    daemon = False


def main_thread():
    return _Main


current_thread = main_thread


def get_ident():
    return 1


get_native_id = get_ident


def excepthook(args):
    pass


class local:
    pass


TIMEOUT_MAX = 1e9


def interrupt_main(signum=2):
    raise unittest.SkipTest("needs a signal")
