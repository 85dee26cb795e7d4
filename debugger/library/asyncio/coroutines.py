"""What is a coroutine."""

from _asyncio import _CoroutineType

__all__ = ("iscoroutinefunction", "iscoroutine")


def iscoroutinefunction(func):
    """Return True if func is a decorated coroutine function."""
    import inspect

    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


_is_coroutine = object()


def iscoroutine(obj):
    """Return True if obj is a coroutine object."""
    if isinstance(obj, _CoroutineType):
        return True
    import collections.abc

    return isinstance(obj, collections.abc.Coroutine)


def _format_coroutine(coro):
    def get_name(coro):
        name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None) or f"<{type(coro).__name__} without __name__>"
        return f"{name}()"

    def is_running(coro):
        try:
            return coro.cr_running
        except AttributeError:
            return getattr(coro, "gi_running", False)

    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    name = get_name(coro)
    if not code:
        return f"{name} running" if is_running(coro) else name
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    filename = code.co_filename or "<empty co_filename>"
    if frame is not None:
        return f"{name} running at {filename}:{frame.f_lineno}"
    return f"{name} done, defined at {filename}:{code.co_firstlineno}"
