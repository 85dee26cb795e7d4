# Not in the engine: what uses it is skipped.

import unittest


class CancelledError(Exception):
    pass


TimeoutError = TimeoutError


class InvalidStateError(Exception):
    pass


class Future:
    def __init__(self):
        raise unittest.SkipTest("needs threads")


class ThreadPoolExecutor:
    def __init__(self, *args, **kwargs):
        raise unittest.SkipTest("needs threads")


ProcessPoolExecutor = Executor = ThreadPoolExecutor
