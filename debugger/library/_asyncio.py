# The rare cases of futures and tasks, whose usual ones are native (engine/modules/asyncio-*.ts). As in CPython these frames show
# in no traceback and in no step.

import sys as _sys

from _engine import Future, Task
from _engine import add_callback as _add_callback
from _engine import anchor as _anchor
from _engine import asyncio_rare as _asyncio_rare
from _engine import begin_future as _begin_future
from _engine import begin_task as _begin_task
from _engine import builtin_type as _builtin_type
from _engine import clear_must_cancel as _clear_must_cancel
from _engine import copy_context as _copy_context
from _engine import current_context as _current_context
from _engine import forget_coro as _forget_coro
from _engine import keep_callbacks as _keep_callbacks
from _engine import pending_tasks as _pending_tasks
from _engine import run_step as _run_step
from _engine import set_source_traceback as _set_source_traceback
from _engine import set_waiter as _set_waiter
from _engine import step_of as _step_of
from _engine import step_soon as _step_soon
from _engine import wake_up_of as _wake_up_of
_GeneratorType = _builtin_type("generator")
_CoroutineType = _builtin_type("coroutine")

_running_loop = None
_current_tasks = {}
# Tasks that are no coroutine's of the program: registered by name, or around an object with a coroutine's methods.
_scheduled_tasks = set()
_eager_tasks = set()


# ---- the running loop and its current task ----


def _get_running_loop():
    return _running_loop


def _set_running_loop(loop):
    global _running_loop
    _running_loop = loop


def get_running_loop():
    """Return the running event loop.  Raise a RuntimeError if there is none."""
    if _running_loop is None:
        raise RuntimeError("no running event loop")
    return _running_loop


def get_event_loop():
    """Return an asyncio event loop."""
    if _running_loop is not None:
        return _running_loop
    from asyncio import events

    return events.get_event_loop_policy().get_event_loop()


def current_task(loop=None):
    """Return a currently executed task."""
    if loop is None:
        loop = get_running_loop()
    return _current_tasks.get(loop)


def _register_task(task):
    _scheduled_tasks.add(task)


def _unregister_task(task):
    _scheduled_tasks.discard(task)


def _register_eager_task(task):
    _eager_tasks.add(task)


def _unregister_eager_task(task):
    _eager_tasks.discard(task)


def _enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {current!r}.")
    del _current_tasks[loop]


def _swap_current_task(loop, task):
    previous = _current_tasks.get(loop)
    if task is None:
        _current_tasks.pop(loop, None)
    else:
        _current_tasks[loop] = task
    return previous


def _known_tasks():
    return [*_eager_tasks, *_pending_tasks(), *_scheduled_tasks]


# ---- futures: called from the engine by name ----


def _call_soon(loop, callback, args, context):
    return loop.call_soon(callback, *args, context=context)


def _call_all_soon(loop, callbacks, future):
    for callback, context in callbacks:
        loop.call_soon(callback, future, context=context)


def _future_init(self, loop):
    if loop is None:
        loop = get_event_loop()
    _begin_future(self, loop)
    if loop.get_debug():
        _set_source_traceback(self, _stack())


def _stack():
    from asyncio import format_helpers

    return format_helpers.extract_stack(_sys._getframe(0))


def _repr(self):
    from asyncio import base_futures, base_tasks

    return base_tasks._task_repr(self) if isinstance(self, Task) else base_futures._future_repr(self)


def _remove_done_callback(self, fn):
    return _keep_callbacks(self, [(f, ctx) for f, ctx in self._callbacks if f != fn])


def _never_retrieved(self):
    context = {
        "message": f"{self.__class__.__name__} exception was never retrieved",
        "exception": self._exception,
        "future": self,
    }
    if self._source_traceback:
        context["source_traceback"] = self._source_traceback
    self._loop.call_exception_handler(context)


def _throw(kind, value, trace):
    if value is not None or trace is not None:
        import warnings

        warnings.warn(
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
            DeprecationWarning, stacklevel=2,
        )
        if trace is not None and type(trace).__name__ != "traceback":
            raise TypeError("throw() third argument must be a traceback")
    if isinstance(kind, type) and issubclass(kind, BaseException):
        if value is None:
            error = kind()
        elif isinstance(value, kind):
            error = value
        elif isinstance(value, tuple):
            error = kind(*value)
        else:
            error = kind(value)
        if not isinstance(error, BaseException):
            raise TypeError("exceptions must be classes deriving BaseException or instances of such a class")
    elif isinstance(kind, BaseException):
        if value is not None:
            raise TypeError("instance exception may not have a separate value")
        error = kind
    else:
        raise TypeError("exceptions must be classes deriving BaseException or instances of such a class")
    raise error if trace is None else error.with_traceback(trace)


# ---- tasks: called from the engine by name ----


def _is_coroutine(obj):
    if type(obj) is _CoroutineType or type(obj) is _GeneratorType:
        return True
    from asyncio import coroutines

    return coroutines.iscoroutine(obj)


def _task_init(self, coro, loop, name, context, eager_start):
    Future.__init__(self, loop=loop)
    loop = self._loop
    if not _is_coroutine(coro):
        self._log_destroy_pending = False
        raise TypeError(f"a coroutine was expected, got {coro!r}")
    _begin_task(self, coro, None if name is None else str(name), _copy_context() if context is None else context)
    if eager_start and loop.is_running():
        _start_now(self, loop)
        return
    _step_soon(self, None)
    if type(coro) is not _CoroutineType and type(coro) is not _GeneratorType:
        _scheduled_tasks.add(self)


def _start_now(self, loop):
    previous = _swap_current_task(loop, self)
    try:
        _eager_tasks.add(self)
        try:
            context = self.get_context()
            if context is _current_context():
                _run_step(self, None)
            else:
                context.run(_run_step, self, None)
        finally:
            _eager_tasks.discard(self)
    finally:
        try:
            _swap_current_task(loop, previous)
        finally:
            if self.done():
                _forget_coro(self)
                self = None
            elif type(self._coro) is not _CoroutineType and type(self._coro) is not _GeneratorType:
                _scheduled_tasks.add(self)


def _step_inside(self, exc):
    # While another task of the loop runs; or the error that says so.
    loop = self._loop
    _enter_task(loop, self)
    try:
        _run_step(self, exc)
    finally:
        _leave_task(loop, self)


def _already_done(self, exc):
    from asyncio import exceptions

    raise exceptions.InvalidStateError(f"__step(): already done: {self!r} {exc!r}")


def _yielded(self, result):
    # Anything but None, or a future that can be waited for.
    if result is self:
        problem = f"Task cannot await on itself: {self!r}"
    elif (blocking := getattr(result, "_asyncio_future_blocking", None)) is not None:
        loop = result.get_loop() if hasattr(result, "get_loop") else result._loop
        if loop is not self._loop:
            problem = f"Task {self!r} got Future {result!r} attached to a different loop"
        elif blocking:
            result._asyncio_future_blocking = False
            result.add_done_callback(_wake_up_of(self), context=self.get_context())
            _set_waiter(self, result)
            if self._must_cancel and result.cancel(msg=self._cancel_message):
                _clear_must_cancel(self)
            return
        else:
            problem = f"yield was used instead of yield from in task {self!r} with {result!r}"
    elif type(result) is _GeneratorType:
        problem = f"yield was used instead of yield from for generator in task {self!r} with {result!r}"
    else:
        problem = f"Task got bad yield: {result!r}"
    _step_soon(self, RuntimeError(problem))


def _wake_up(self, future):
    try:
        future.result()
    except BaseException as exc:
        error = exc
    else:
        error = None
    _step_of(self, error)()


def _cancel(waiter, message):
    return bool(waiter.cancel(msg=message))


def _destroyed(self):
    context = {"task": self, "message": "Task was destroyed but it is pending!"}
    if self._source_traceback:
        context["source_traceback"] = self._source_traceback
    self._loop.call_exception_handler(context)


def _get_stack(self, limit):
    from asyncio import base_tasks

    return base_tasks._task_get_stack(self, limit)


def _print_stack(self, limit, file):
    from asyncio import base_tasks

    base_tasks._task_print_stack(self, limit, file)


_asyncio_rare(_sys.modules["_asyncio"].__dict__)
_anchor(Future)
_anchor(Task)
