"""Texts of functions and callbacks."""

import functools
import inspect


def _get_function_source(func):
    func = inspect.unwrap(func)
    if inspect.isfunction(func):
        code = func.__code__
        return (code.co_filename, code.co_firstlineno)
    if isinstance(func, functools.partial):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    func_repr = _format_callback(func, args, None)
    return func_repr


def _format_args_and_kwargs(args, kwargs):
    items = [repr(arg) for arg in args or ()]
    items.extend([f"{k}={v!r}" for k, v in (kwargs or {}).items()])
    return f"({', '.join(items)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs) + suffix
        return _format_callback(func.func, func.args, func.keywords, suffix=suffix)
    if getattr(func, "__name__", "") == "__wakeup":
        return "Task.task_wakeup()"
    if hasattr(func, "__qualname__") and func.__qualname__:
        func_repr = func.__qualname__
    elif hasattr(func, "__name__") and func.__name__:
        func_repr = func.__name__
    else:
        func_repr = repr(func)
    if args is not None:
        func_repr += _format_args_and_kwargs(args, kwargs)
    if suffix:
        func_repr += suffix
    return func_repr
