"""What counts as a coroutine, and how the repr of a task describes its own."""

from _asyncio import _CoroutineType

__all__ = ("iscoroutinefunction", "iscoroutine")

# Functions carry this as an attribute of the same name to be taken for coroutine functions.
_is_coroutine = object()


def _is_debug_mode():
    # The environment and the options of the interpreter would say so elsewhere.
    return False


def iscoroutinefunction(func):
    """Whether calling `func` gives a coroutine: an `async def`, or a function marked as one."""
    import inspect

    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


def iscoroutine(obj):
    """Whether `obj` can run as a task: the coroutine of an `async def`, or an object with the same methods."""
    if isinstance(obj, _CoroutineType):
        return True
    import collections.abc

    return isinstance(obj, collections.abc.Coroutine)


def _of_either(coro, what):
    # Generators have what coroutines have, under other names.
    return getattr(coro, f"cr_{what}", None) or getattr(coro, f"gi_{what}", None)


def _format_coroutine(coro):
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    text = f"{name or f'<{type(coro).__name__} without __name__>'}()"
    code = _of_either(coro, "code")
    if not code:
        return f"{text} running" if _of_either(coro, "running") else text
    frame = _of_either(coro, "frame")
    file = code.co_filename or "<empty co_filename>"
    if frame is None:
        return f"{text} done, defined at {file}:{code.co_firstlineno}"
    return f"{text} running at {file}:{frame.f_lineno}"
