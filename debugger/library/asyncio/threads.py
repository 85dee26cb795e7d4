"""Threads: there are none."""

__all__ = ("to_thread",)


async def to_thread(func, /, *args, **kwargs):
    """Refused: a thread cannot be had here."""
    raise NotImplementedError("asyncio.to_thread() is not in Coro: there are no threads; call the function, or await it")
