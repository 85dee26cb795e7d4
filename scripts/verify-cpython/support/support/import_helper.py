# Imports for tests: a module that is not there skips the test.

import sys
import unittest


def import_module(name, deprecated=False, *, required_on=()):
    try:
        __import__(name)
    except ImportError as error:
        raise unittest.SkipTest(str(error))
    return sys.modules[name]


def import_fresh_module(name, fresh=(), blocked=(), *, deprecated=False):
    # One implementation is all there is: it stands for the one written in C, and for the one that is used without it.
    try:
        __import__(name)
    except ImportError:
        return None
    return sys.modules[name]


class CleanImport:
    def __init__(self, *names):
        self._names = names

    def __enter__(self):
        self._was = sys.modules.copy()
        for name in self._names:
            sys.modules.pop(name, None)
        return self

    def __exit__(self, *exc):
        sys.modules.update(self._was)


def forget(name):
    sys.modules.pop(name, None)


def ensure_lazy_imports(*args, **kwargs):
    raise unittest.SkipTest("asks for another process")
