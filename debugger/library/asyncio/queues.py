"""Queues between tasks. A subclass decides on order and storage with _init(), _put() and _get()."""

import heapq
from _collections import deque

from asyncio import locks
from asyncio.mixins import _LoopBound, _WaitingLine, _futures_of

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")


class QueueEmpty(Exception):
    """get_nowait() found nothing."""


class QueueFull(Exception):
    """put_nowait() found no room."""


class QueueShutDown(Exception):
    """The queue was shut down: nothing can be put, and nothing (more) can be got."""


class Queue(_LoopBound):
    """First in, first out. With a positive maxsize, put() waits while that many items are inside."""

    _getters = _futures_of("_consumers")
    _putters = _futures_of("_producers")

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._consumers = _WaitingLine(None)
        self._producers = _WaitingLine(None)
        self._unfinished_tasks = 0
        self._all_done = locks.Event()
        self._all_done.set()
        self._closed = False
        self._init(maxsize)

    __class_getitem__ = classmethod(type(list[int]))

    # What subclasses replace.

    def _init(self, maxsize):
        self._queue = deque()

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.popleft()

    # What can be seen.

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    def _format(self):
        items = getattr(self, "_queue", None)
        parts = (
            (True, f"maxsize={self._maxsize!r}"),
            (items, f"_queue={list(items or ())!r}"),
            (self._consumers, f"_getters[{len(self._consumers)}]"),
            (self._producers, f"_putters[{len(self._producers)}]"),
            (self._unfinished_tasks, f"tasks={self._unfinished_tasks}"),
            (self._closed, "shutdown"),
        )
        return " ".join([text for shown, text in parts if shown])

    @property
    def maxsize(self):
        """How many items fit; no limit when not positive."""
        return self._maxsize

    def qsize(self):
        """How many items are inside."""
        return len(self._queue)

    def empty(self):
        """Whether nothing is inside."""
        return not self._queue

    def full(self):
        """Whether maxsize items are inside."""
        return 0 < self._maxsize <= self.qsize()

    # Items in and out.

    async def put(self, item):
        """Add an item, waiting for room."""
        while self.full():
            if self._closed:
                raise QueueShutDown
            place = self._producers.place(self._get_loop())
            try:
                with place as turn:
                    await turn
            except BaseException:
                # Room this task was woken for goes to the next one. cancel() fails on a future that was woken.
                if not turn.cancel() and not turn.cancelled() and not self.full():
                    self._producers.dismiss()
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        """Add an item, or raise QueueFull."""
        if self._closed:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._all_done.clear()
        self._consumers.dismiss()

    async def get(self):
        """Take an item out, waiting for one."""
        while self.empty():
            if self._closed:
                raise QueueShutDown
            place = self._consumers.place(self._get_loop())
            try:
                with place as turn:
                    await turn
            except BaseException:
                if not turn.cancel() and not turn.cancelled() and not self.empty():
                    self._consumers.dismiss()
                raise
        return self.get_nowait()

    def get_nowait(self):
        """Take an item out, or raise QueueEmpty."""
        if self.empty():
            raise QueueShutDown if self._closed else QueueEmpty
        item = self._get()
        self._producers.dismiss()
        return item

    # Work on items, and the end.

    def task_done(self):
        """Say that the work on an item taken out is over; ValueError when said more often than items were put."""
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._count_done()

    async def join(self):
        """Wait until task_done() was called for every item put."""
        if self._unfinished_tasks > 0:
            await self._all_done.wait()

    def shutdown(self, immediate=False):
        """Refuse further items and wake everybody who waits; with `immediate`, drop what is inside."""
        self._closed = True
        while immediate and not self.empty():
            self._get()
            if self._unfinished_tasks > 0:
                self._count_done()
        for line in (self._consumers, self._producers):
            line.dismiss(len(line))

    def _count_done(self):
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._all_done.set()


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
