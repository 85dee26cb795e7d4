"""Futures as asyncio offers them; what a future is, is in _asyncio."""

from _asyncio import Future

from asyncio import base_futures

__all__ = ("Future", "wrap_future", "isfuture")


isfuture = base_futures.isfuture
_CFuture = _PyFuture = Future


def _get_loop(fut):
    return fut.get_loop() if hasattr(fut, "get_loop") else fut._loop


def wrap_future(future, *, loop=None):
    """A future of asyncio as it is; those of threads are refused."""
    if isfuture(future):
        return future
    raise NotImplementedError("wrap_future() is not in Coro: there are no threads")


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _copy_future_state(source, dest):
    """Let `dest` end as `source` has ended, unless it was cancelled."""
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
    elif (error := source.exception()) is not None:
        dest.set_exception(error)
    else:
        dest.set_result(source.result())
