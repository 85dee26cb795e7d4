"""Futures without an event loop. There are no threads: an executor can be named, not run."""

from concurrent.futures._base import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, BrokenExecutor, CancelledError, Executor, Future,
    InvalidStateError, TimeoutError, as_completed, wait,
)

__all__ = (
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "InvalidStateError",
    "BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ProcessPoolExecutor", "ThreadPoolExecutor",
)


class ThreadPoolExecutor(Executor):
    """Refused: there are no threads."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("ThreadPoolExecutor is not in Coro: there are no threads; use asyncio tasks")


class ProcessPoolExecutor(Executor):
    """Refused: there are no processes."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("ProcessPoolExecutor is not in Coro: there are no processes; use asyncio tasks")
