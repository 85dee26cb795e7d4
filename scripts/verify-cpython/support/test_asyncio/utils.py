# The loop with a clock that the test moves, and what else the asyncio tests share. The selector and the readers and writers
# of files are not here: there are none to wait for.

import asyncio
import contextlib
import logging
import re
import sys
import unittest
from asyncio import base_events, events, format_helpers
from unittest import mock

from test import support

CLOCK_RES = 0.050


def run_briefly(loop):
    async def nothing():
        pass

    coro = nothing()
    task = loop.create_task(coro)
    task._log_destroy_pending = False
    try:
        loop.run_until_complete(task)
    finally:
        coro.close()


def run_until(loop, pred, timeout=support.SHORT_TIMEOUT):
    for _ in range(1000):
        if pred():
            return
        loop.run_until_complete(asyncio.sleep(0.01))
    raise TimeoutError


def run_once(loop):
    loop.call_soon(loop.stop)
    loop.run_forever()


class TestSelector:
    def select(self, timeout):
        return []

    def register(self, fileobj, events, data=None):
        raise unittest.SkipTest("needs a file")

    unregister = register

    def get_map(self):
        return {}

    def close(self):
        pass


class TestLoop(base_events.BaseEventLoop):
    # `gen` is sent the times of new timers and yields by how much the clock is to go on.

    def __init__(self, gen=None):
        super().__init__()
        self._must_be_finished = gen is not None
        self._gen = iter((None, None)) if gen is None else gen()
        self._sends = gen is not None
        next(self._gen)
        self._time = 0
        self._clock_resolution = 1e-9
        self._timers = []
        self._selector = TestSelector()

    def time(self):
        return self._time

    def advance_time(self, advance):
        if advance:
            self._time += advance

    def close(self):
        super().close()
        if self._must_be_finished:
            try:
                self._gen.send(0)
            except StopIteration:
                return
            raise AssertionError("Time generator is not finished")

    def _run_once(self):
        super()._run_once()
        for when in self._timers:
            self.advance_time(self._gen.send(when) if self._sends else next(self._gen))
        self._timers = []

    def call_at(self, when, callback, *args, context=None):
        self._timers.append(when)
        return super().call_at(when, callback, *args, context=context)

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def _file(self, *args):
        raise unittest.SkipTest("needs a file")

    add_reader = remove_reader = add_writer = remove_writer = _add_reader = _remove_reader = _file
    _add_writer = _remove_writer = assert_reader = assert_writer = assert_no_reader = _file


def MockCallback(**kwargs):
    return mock.Mock(spec=["__call__"], **kwargs)


class MockPattern(str):
    def __eq__(self, other):
        return re.search(str(self), other, re.S) is not None


class MockInstanceOf:
    def __init__(self, cls):
        self._cls = cls

    def __eq__(self, other):
        return isinstance(other, self._cls)


def get_function_source(func):
    place = format_helpers._get_function_source(func)
    if place is None:
        raise ValueError(f"no source of {func!r}")
    return place


class TestCase(unittest.TestCase):
    @staticmethod
    def close_loop(loop):
        loop.close()

    def set_event_loop(self, loop, *, cleanup=True):
        if loop is None:
            raise AssertionError("loop is None")
        events.set_event_loop(None)
        if cleanup:
            self.addCleanup(self.close_loop, loop)

    def new_test_loop(self, gen=None):
        loop = TestLoop(gen)
        self.set_event_loop(loop)
        return loop

    def tearDown(self):
        events.set_event_loop(None)
        self.assertIsNone(sys.exception())
        self.doCleanups()


@contextlib.contextmanager
def disable_logger():
    logger = logging.getLogger("asyncio")
    was = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(was)


def mock_nonblocking_socket(*args, **kwargs):
    raise unittest.SkipTest("needs a socket")


async def await_without_task(coro):
    error = None

    def drive():
        nonlocal error
        try:
            for _ in coro.__await__():
                pass
        except BaseException as raised:
            error = raised

    asyncio.get_running_loop().call_soon(drive)
    await asyncio.sleep(0)
    if error is not None:
        raise error
