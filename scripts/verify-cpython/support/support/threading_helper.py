# There are no threads: what starts one is skipped.

import contextlib
import unittest

can_start_thread = False


def threading_setup():
    return ()


def threading_cleanup(*original):
    pass


def reap_threads(test):
    return test


def requires_working_threading(*, module=False):
    if module:
        raise unittest.SkipTest("needs threads")
    return unittest.skip("needs threads")


@contextlib.contextmanager
def start_threads(threads, unlock=None):
    raise unittest.SkipTest("needs threads")
    yield


@contextlib.contextmanager
def wait_threads_exit(timeout=None):
    yield


def join_thread(thread, timeout=None):
    raise unittest.SkipTest("needs threads")


def run_concurrently(*args, **kwargs):
    raise unittest.SkipTest("needs threads")
