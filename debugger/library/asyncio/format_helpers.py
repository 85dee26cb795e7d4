"""Texts of functions and callbacks."""


def _get_function_source(func):
    import functools
    import inspect

    func = inspect.unwrap(func)
    if inspect.isfunction(func):
        code = func.__code__
        return (code.co_filename, code.co_firstlineno)
    if inspect.ismethod(func):
        return _get_function_source(func.__func__)
    if isinstance(func, functools.partial):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    func_repr = _format_callback(func, args, None)
    if not _is_wakeup(func):
        source = _get_function_source(func)
        if source:
            func_repr += f" at {source[0]}:{source[1]}"
    return func_repr


def _is_wakeup(func):
    return getattr(func, "__name__", "") == "__wakeup"


def _format_args_and_kwargs(args, kwargs):
    items = [repr(arg) for arg in args or ()]
    items.extend([f"{k}={v!r}" for k, v in (kwargs or {}).items()])
    return f"({', '.join(items)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    import functools

    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs) + suffix
        return _format_callback(func.func, func.args, func.keywords, suffix=suffix)
    if _is_wakeup(func):
        return "Task.task_wakeup()"
    if getattr(func, "__qualname__", None):
        func_repr = func.__qualname__
    elif getattr(func, "__name__", None):
        func_repr = func.__name__
    else:
        func_repr = repr(func)
    if args is not None:
        func_repr += _format_args_and_kwargs(args, kwargs)
    return func_repr + suffix
