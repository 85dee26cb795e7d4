"""Queues for threads. There is one thread, so a wait without a limit is reported as the deadlock it is."""

import _thread
import threading
from _engine import name_in_messages as _name_in_messages
from collections import deque
from heapq import heappop, heappush
from types import GenericAlias

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    "Exception raised by Queue.get(block=0)/get_nowait()."

    __module__ = "_queue"


class Full(Exception):
    "Exception raised by Queue.put(block=0)/put_nowait()."


class ShutDown(Exception):
    """Raised when put/get with shut-down queue."""


class Queue:
    """First in, first out. With `maxsize` above 0 put() waits while so many are in it."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        # Others of the same lock; programs that derive a class from this one use them.
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that an item taken out has been dealt with."""
        with self.mutex:
            left = self.unfinished_tasks - 1
            if left < 0:
                raise ValueError("task_done() called too many times")
            self.unfinished_tasks = left

    def join(self):
        """Wait until all items have been dealt with."""
        if self.unfinished_tasks:
            _thread.wait_in_vain(f"{self.unfinished_tasks} unfinished tasks of a {type(self).__name__}")

    def qsize(self):
        """How many items are in it."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether it is empty."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether it is full."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Put an item in, waiting for room; Full when there is none in time."""
        with self.mutex:
            self._check_open()
            if self.maxsize > 0:
                if self._qsize() >= self.maxsize:
                    self._wait(block, timeout, Full, "room in")
                elif block and timeout is not None:
                    _check_timeout(timeout)
            self._put(item)
            self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one; Empty when there is none in time."""
        with self.mutex:
            if not self._qsize():
                self._check_open()
                self._wait(block, timeout, Empty, "an item in")
            elif block and timeout is not None:
                _check_timeout(timeout)
            return self._get()

    def _check_open(self):
        if self.is_shutdown:
            raise ShutDown

    def _wait(self, block, timeout, error, what):
        if block:
            if timeout is not None:
                _check_timeout(timeout)
            _thread.wait_in_vain(f"{what} a {type(self).__name__}", timeout)
        raise error

    def put_nowait(self, item):
        """Put an item in; Full when there is no room."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Take an item out; Empty when there is none."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Let nothing in any more, and nothing out when it is empty. immediate: empty it."""
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1

    # Derived classes keep their items elsewhere.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(GenericAlias)


def _check_timeout(timeout):
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class PriorityQueue(Queue):
    """The lowest item comes out first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """The last in comes out first."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    """First in, first out, and never full."""

    def __init__(self):
        self._items = deque()

    def put(self, item, block=True, timeout=None):
        """Put an item in."""
        self._items.append(item)

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one; Empty when there is none in time."""
        if block and timeout is not None:
            _check_timeout(timeout)
        if not self._items:
            if block:
                _thread.wait_in_vain("an item in a SimpleQueue", timeout)
            raise Empty
        return self._items.popleft()

    def put_nowait(self, item):
        """Put an item in."""
        self._items.append(item)

    def get_nowait(self):
        """Take an item out; Empty when there is none."""
        return self.get(block=False)

    def empty(self):
        """Whether it is empty."""
        return not self._items

    def qsize(self):
        """How many items are in it."""
        return len(self._items)

    __class_getitem__ = classmethod(GenericAlias)


# The name it has where it is written in C.
SimpleQueue.__module__ = "_queue"
_name_in_messages(SimpleQueue, "_queue.SimpleQueue")
