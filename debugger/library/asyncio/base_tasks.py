"""How a task describes itself: its repr and its stack."""

from asyncio import base_futures, coroutines


def _task_repr_info(task):
    info = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = "cancelling"
    info.insert(1, f"name={task.get_name()!r}")
    if task._fut_waiter is not None:
        info.insert(2, f"wait_for={task._fut_waiter!r}")
    if task._coro:
        info.insert(2, f"coro=<{coroutines._format_coroutine(task._coro)}>")
    return info


def _task_repr(task):
    own = getattr(task, "_repr_info", None)
    info = _task_repr_info(task) if own is None else own()
    return f"<{task.__class__.__name__} {' '.join(info)}>"


def _task_get_stack(task, limit):
    coro = task._coro
    frame = None
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        if hasattr(coro, name):
            frame = getattr(coro, name)
            break
    if frame is not None:
        frames = []
        while frame is not None and (limit is None or len(frames) < limit):
            frames.insert(0, frame)
            frame = frame.f_back
        return frames
    frames = []
    if task._exception is not None:
        trace = task._exception.__traceback__
        while trace is not None and (limit is None or len(frames) < limit):
            frames.append(trace.tb_frame)
            trace = trace.tb_next
    return frames


def _task_print_stack(task, limit, file):
    import traceback

    entries = []
    for frame in task.get_stack(limit=limit):
        code = frame.f_code
        entries.append(traceback.FrameSummary(code.co_filename, frame.f_lineno, code.co_name))
    error = task._exception
    if not entries:
        print(f"No stack for {task!r}", file=file)
    elif error is not None:
        print(f"Traceback for {task!r} (most recent call last):", file=file)
    else:
        print(f"Stack for {task!r} (most recent call last):", file=file)
    traceback.print_list(entries, file=file)
    if error is not None:
        for line in traceback.format_exception_only(error.__class__, error):
            print(line, file=file, end="")
