"""Futures."""

from _asyncio import Future, isfuture

__all__ = ("Future", "wrap_future", "isfuture")


def _get_loop(fut):
    return fut.get_loop()


def wrap_future(future, *, loop=None):
    """Wrap concurrent.futures.Future object."""
    if isfuture(future):
        return future
    raise NotImplementedError("wrap_future() is not in Coro: there are no threads")


def _set_result_unless_cancelled(fut, result):
    if fut.cancelled():
        return
    fut.set_result(result)
