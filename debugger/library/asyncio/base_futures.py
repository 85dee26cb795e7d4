"""What futures of every kind share."""

__all__ = ()

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def isfuture(obj):
    """Whether it behaves as a future of asyncio: it has the mark by which tasks know one."""
    return hasattr(obj.__class__, "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _format_callbacks(callbacks):
    from asyncio import format_helpers

    def text(item):
        return format_helpers._format_callback_source(item[0], ())

    if len(callbacks) == 1:
        return f"cb=[{text(callbacks[0])}]"
    if len(callbacks) == 2:
        return f"cb=[{text(callbacks[0])}, {text(callbacks[1])}]"
    return f"cb=[{text(callbacks[0])}, <{len(callbacks) - 2} more>, {text(callbacks[-1])}]"


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append(f"exception={future._exception!r}")
        else:
            import reprlib

            info.append(f"result={reprlib.repr(future._result)}")
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        last = future._source_traceback[-1]
        info.append(f"created at {last[0]}:{last[1]}")
    return info


def _future_repr(future):
    own = getattr(future, "_repr_info", None)
    info = _future_repr_info(future) if own is None else own()
    return f"<{future.__class__.__name__} {' '.join(info)}>"
