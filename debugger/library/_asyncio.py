# What asyncio has written in C: Future and Task. These frames show in no traceback and in no step.

import contextvars as _contextvars
from _engine import anchor as _anchor
from _engine import builtin_type as _builtin_type
from _engine import task_step as _task_step
from _engine import unwatch as _unwatch
from _engine import watch as _watch
from asyncio import exceptions as _exceptions
_GenericAlias = type(list[int])
_GeneratorType = _builtin_type("generator")
_CoroutineType = _builtin_type("coroutine")

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"

_running_loop = None
_current_tasks = {}
_scheduled_tasks = {}
_eager_tasks = []
_task_counter = 0


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
    _scheduled_tasks[task] = None


def _unregister_task(task):
    _scheduled_tasks.pop(task, None)


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


def isfuture(obj):
    """Return True if obj is a Future."""
    return hasattr(obj.__class__, "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


class Future:
    """This class is *almost* compatible with concurrent.futures.Future."""

    _state = _PENDING
    _result = None
    _exception = None
    _loop = None
    _source_traceback = None
    _cancel_message = None
    _cancelled_exc = None
    _asyncio_future_blocking = False
    _log_traceback_value = False

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop
        self._callbacks = []

    def __repr__(self):
        return f"<{self.__class__.__name__} {' '.join(self._repr_info())}>"

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                info.append(f"result={_short(self._result)}")
        if self._callbacks:
            info.append(_format_callbacks(self._callbacks))
        return info

    __class_getitem__ = classmethod(_GenericAlias)

    @property
    def _log_traceback(self):
        return self._log_traceback_value

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError("_log_traceback can only be set to False")
        self._seen()

    def get_loop(self):
        """Return the event loop the Future is bound to."""
        return self._loop

    def _seen(self):
        if self._log_traceback_value:
            self._log_traceback_value = False
            _unwatch(self)

    def _asyncio_abandoned(self):
        # Called when a future whose exception nobody has looked at is destroyed.
        if self._log_traceback_value:
            self._log_traceback_value = False
            message = f"{self.__class__.__name__} exception was never retrieved"
            self._loop.call_exception_handler({"message": message, "exception": self._exception, "future": self})

    def _make_cancelled_error(self):
        exc = self._cancelled_exc
        if exc is not None:
            self._cancelled_exc = None
            return exc
        if self._cancel_message is None:
            exc = _exceptions.CancelledError()
        else:
            exc = _exceptions.CancelledError(self._cancel_message)
        return exc

    def cancel(self, msg=None):
        """Cancel the future and schedule callbacks."""
        if self._state != _PENDING:
            self._seen()
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        if not callbacks:
            return
        self._callbacks = []
        for callback, ctx in callbacks:
            self._loop.call_soon(callback, self, context=ctx)

    def cancelled(self):
        """Return True if the future was cancelled."""
        return self._state == _CANCELLED

    def done(self):
        """Return True if the future is done."""
        return self._state != _PENDING

    def result(self):
        """Return the result this future represents."""
        if self._state == _FINISHED:
            if self._log_traceback_value:
                self._seen()
            if self._exception is not None:
                raise self._exception.with_traceback(self._exception_tb)
            return self._result
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        raise _exceptions.InvalidStateError("Result is not set.")

    def exception(self):
        """Return the exception that was set on this future."""
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise _exceptions.InvalidStateError("Exception is not set.")
        self._seen()
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        """Add a callback to be run when the future becomes done."""
        if context is None:
            context = _contextvars.copy_context()
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        """Remove all instances of a callback from the "call when done" list."""
        kept = [(f, ctx) for f, ctx in self._callbacks if f != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        """Mark the future done and set its result."""
        if self._state != _PENDING:
            raise _exceptions.InvalidStateError("invalid state")
        self._result = result
        self._state = _FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        """Mark the future done and set an exception."""
        if self._state != _PENDING:
            raise _exceptions.InvalidStateError("invalid state")
        if isinstance(exception, type):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError("invalid exception object")
        if isinstance(exception, StopIteration):
            new = RuntimeError("StopIteration interacts badly with generators and cannot be raised into a Future")
            new.__cause__ = exception
            new.__context__ = exception
            exception = new
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._schedule_callbacks()
        self._log_traceback_value = True
        _watch(self)

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self
        if self._state == _PENDING:
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def _short(value):
    import reprlib

    return reprlib.repr(value)


def _format_callbacks(callbacks):
    from asyncio import format_helpers

    def text(item):
        return format_helpers._format_callback_source(item[0], ())

    if len(callbacks) == 1:
        return f"cb=[{text(callbacks[0])}]"
    if len(callbacks) == 2:
        return f"cb=[{text(callbacks[0])}, {text(callbacks[1])}]"
    return f"cb=[{text(callbacks[0])}, <{len(callbacks) - 2} more>, {text(callbacks[-1])}]"


def _is_coroutine(obj):
    if type(obj) is _CoroutineType or type(obj) is _GeneratorType:
        return True
    from asyncio import coroutines

    return coroutines.iscoroutine(obj)


class Task(Future):
    """A coroutine wrapped in a Future."""

    _log_destroy_pending = True

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        global _task_counter
        if not _is_coroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._loop = get_event_loop() if loop is None else loop
        self._callbacks = []
        if name is None:
            _task_counter += 1
            self._name = f"Task-{_task_counter}"
        else:
            self._name = str(name)
        self._num_cancels_requested = 0
        self._must_cancel = False
        self._fut_waiter = None
        self._coro = coro
        self._context = _contextvars.copy_context() if context is None else context
        if eager_start and self._loop.is_running():
            self.__eager_start()
        else:
            self._loop.call_soon(self.__step, context=self._context)
            _scheduled_tasks[self] = None

    def _repr_info(self):
        info = Future._repr_info(self)
        if self._must_cancel and self._state == _PENDING:
            info[0] = "cancelling"
        elif self.cancelling() and self._state == _PENDING:
            info[0] = "cancelling"
        info.insert(1, f"name={self._name!r}")
        from asyncio import coroutines

        info.insert(2, f"coro=<{coroutines._format_coroutine(self._coro)}>")
        if self._fut_waiter is not None:
            info.insert(3, f"wait_for={self._fut_waiter!r}")
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        """Return the list of stack frames for this task's coroutine."""
        coro = self._coro
        frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
        frames = []
        while frame is not None and (limit is None or len(frames) < limit):
            frames.insert(0, frame)
            frame = frame.f_back
        return frames

    def print_stack(self, *, limit=None, file=None):
        """Print the stack or traceback for this task's coroutine."""
        import sys

        import traceback

        frames = self.get_stack(limit=limit)
        if not frames:
            print(f"No stack for {self!r}", file=file or sys.stderr)
            return
        print(f"Stack for {self!r} (most recent call last):", file=file or sys.stderr)
        for f in frames:
            traceback.print_stack(f, 1, file=file)

    def cancel(self, msg=None):
        """Request that this task cancel itself."""
        if self._state != _PENDING:
            self._seen()
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None:
            if self._fut_waiter.cancel(msg=msg):
                return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """Return the count of the task's cancellation requests."""
        return self._num_cancels_requested

    def uncancel(self):
        """Decrement the task's count of cancellation requests."""
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def __eager_start(self):
        previous = _swap_current_task(self._loop, self)
        try:
            _eager_tasks.append(self)
            try:
                self._context.run(self.__step_run_and_handle_result, None)
            finally:
                _eager_tasks.remove(self)
        finally:
            try:
                _swap_current_task(self._loop, previous)
            finally:
                if self._state == _PENDING:
                    _scheduled_tasks[self] = None

    def __step(self, exc=None):
        return _task_step(self, exc)

    def _slow_step(self, exc):
        if self._state != _PENDING:
            raise _exceptions.InvalidStateError(f"__step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            if not isinstance(exc, _exceptions.CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        loop = self._loop
        if _current_tasks.get(loop) is not None:
            _enter_task(loop, self)
        _current_tasks[loop] = self
        try:
            self.__step_run_and_handle_result(exc)
        finally:
            _leave_task(loop, self)

    def __step_run_and_handle_result(self, exc):
        try:
            if exc is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(exc)
        except StopIteration as exc:
            self._returned(exc.value)
        except BaseException as exc:
            self._raised(exc)
        else:
            self._yielded(result)

    # What happens after a step: the native step calls these, too.

    def _returned(self, value):
        if self._must_cancel:
            self._must_cancel = False
            Future.cancel(self, msg=self._cancel_message)
        else:
            Future.set_result(self, value)
        self._done()

    def _raised(self, exc):
        if isinstance(exc, StopIteration):
            self._returned(exc.value)
        elif isinstance(exc, _exceptions.CancelledError):
            self._cancelled_exc = exc
            Future.cancel(self)
            self._done()
        else:
            Future.set_exception(self, exc)
            self._done()
            if isinstance(exc, (KeyboardInterrupt, SystemExit)):
                raise exc

    def _yielded(self, result):
        if result is None:
            self._loop.call_soon(self.__step, context=self._context)
            return
        blocking = getattr(result, "_asyncio_future_blocking", None)
        if blocking is not None:
            if result._loop is not self._loop:
                new_exc = RuntimeError(f"Task {self!r} got Future {result!r} attached to a different loop")
            elif blocking:
                if result is not self:
                    result._asyncio_future_blocking = False
                    result.add_done_callback(self.__wakeup, context=self._context)
                    self._fut_waiter = result
                    if self._must_cancel:
                        if self._fut_waiter.cancel(msg=self._cancel_message):
                            self._must_cancel = False
                    return
                new_exc = RuntimeError(f"Task cannot await on itself: {self!r}")
            else:
                new_exc = RuntimeError(f"yield was used instead of yield from in task {self!r} with {result!r}")
        elif type(result) is _GeneratorType:
            new_exc = RuntimeError(
                f"yield was used instead of yield from for generator in task {self!r} with {result!r}"
            )
        else:
            new_exc = RuntimeError(f"Task got bad yield: {result!r}")
        self._loop.call_soon(self.__step, new_exc, context=self._context)

    def _done(self):
        _scheduled_tasks.pop(self, None)

    def __wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            _task_step(self, exc)
        else:
            _task_step(self, None)



_anchor(Future)
_anchor(Task)
