"""Texts of functions and callbacks."""


def _get_function_source(func):
    import functools
    import inspect

    func = inspect.unwrap(func)
    if inspect.isfunction(func):
        code = func.__code__
        return (code.co_filename, code.co_firstlineno)
    if isinstance(func, functools.partial):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None, debug=debug)
    place = None if _is_wakeup(func) else _get_function_source(func)
    return text if place is None else f"{text} at {place[0]}:{place[1]}"


def _is_wakeup(func):
    return getattr(func, "__name__", "") == "__wakeup"


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    # Arguments may be long, and secret: only debug mode shows them.
    if not debug:
        return "()"
    from reprlib import repr as short

    positional = [short(arg) for arg in args or ()]
    named = [f"{name}={short(value)}" for name, value in (kwargs or {}).items()]
    return f"({', '.join(positional + named)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    import functools

    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    if _is_wakeup(func):
        return "Task.task_wakeup()"
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def extract_stack(f=None, limit=None):
    """The stack of a frame (the caller's), outermost first, as debug mode keeps it."""
    import sys
    import traceback

    from asyncio import constants

    if f is None:
        f = sys._getframe(1)
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack
