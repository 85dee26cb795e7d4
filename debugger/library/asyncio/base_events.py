"""The event loop, on the machine's clock: sleeping moves the clock on and costs no time."""

import contextvars
import heapq
import sys
import time
from _collections import deque

import _asyncio
from _engine import asyncio_setup as _asyncio_setup
from _engine import async_generators_of as _async_generators_of
from _engine import look_for_lost as _look_for_lost
from _engine import make_handle as _make_handle
from _engine import run_ready as _run_ready
from _engine import tell_timer as _tell_timer

from asyncio import constants, coroutines, events, exceptions, futures, tasks
from asyncio.log import logger

__all__ = ("BaseEventLoop", "Server")

_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5
MAXIMUM_SELECT_TIMEOUT = 24 * 3600


class Server(events.AbstractServer):
    """What a server offers; nothing here makes one."""


def _refuse(name, instead):
    def method(self, *args, **kwargs):
        raise NotImplementedError(f"{name}() is not in Coro: {instead}")

    method.__name__ = name
    return method


def _format_handle(handle):
    task = getattr(handle._callback, "__self__", None)
    return repr(task) if isinstance(task, tasks.Task) else str(handle)


def _run_until_complete_cb(fut):
    if not fut.cancelled():
        exc = fut.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return
    futures._get_loop(fut).stop()


class BaseEventLoop(events.AbstractEventLoop):
    def __init__(self):
        self._timer_cancelled_count = 0
        self._closed = False
        self._stopping = False
        self._ready = deque()
        self._scheduled = []
        self._default_executor = None
        self._clock_resolution = 1e-09
        self._thread_id = None
        self._debug = coroutines._is_debug_mode()
        self._exception_handler = None
        self._task_factory = None
        self._coroutine_origin_tracking_enabled = False
        self._coroutine_origin_tracking_saved_depth = None
        self._asyncgens_shutdown_called = False
        self._executor_shutdown_called = False
        self._current_handle = None
        self.slow_callback_duration = 0.1

    def __repr__(self):
        return f"<{self.__class__.__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>"

    # ---- making things ----

    def create_future(self):
        """A pending future of this loop."""
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """A task that runs the coroutine, made by the task factory if there is one."""
        self._check_closed()
        if self._task_factory is None:
            task = tasks.Task(coro, loop=self, name=name, context=context)
            if task._source_traceback:
                del task._source_traceback[-1]
            return task
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """Let factory(loop, coro, ...) make all tasks from now on; None for ordinary ones."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        """What set_task_factory() was given."""
        return self._task_factory

    # ---- running ----

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")

    def _process_events(self, event_list):
        raise NotImplementedError

    def _write_to_self(self):
        raise NotImplementedError

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            import warnings

            warnings.warn(
                f"asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call",
                ResourceWarning, source=self,
            )

    def _asyncgen_finalizer_hook(self, agen):
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close the asynchronous generators that were begun and not finished."""
        self._asyncgens_shutdown_called = True
        closing_agens = _async_generators_of(self)
        if not closing_agens:
            return
        results = await tasks.gather(*[ag.aclose() for ag in closing_agens], return_exceptions=True)
        for result, agen in zip(results, closing_agens):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": f"an error occurred during closing of asynchronous generator {agen!r}",
                    "exception": result,
                    "asyncgen": agen,
                })

    async def shutdown_default_executor(self, timeout=None):
        """Nothing to do: there are no threads."""
        self._executor_shutdown_called = True

    def _run_forever_setup(self):
        self._check_closed()
        self._check_running()
        self._set_coroutine_origin_tracking(self._debug)
        self._old_agen_hooks = sys.get_asyncgen_hooks()
        self._thread_id = 1
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        events._set_running_loop(self)

    def _run_forever_cleanup(self):
        self._stopping = False
        self._thread_id = None
        events._set_running_loop(None)
        if _asyncio._current_tasks.get(self) is None:
            _asyncio._current_tasks.pop(self, None)
        self._set_coroutine_origin_tracking(False)
        if self._old_agen_hooks is not None:
            sys.set_asyncgen_hooks(*self._old_agen_hooks)
            self._old_agen_hooks = None

    _old_agen_hooks = None

    def run_forever(self):
        """Run callbacks until one of them calls stop()."""
        self._run_forever_setup()
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._run_forever_cleanup()

    def run_until_complete(self, future):
        """Run callbacks until this future or coroutine has ended. Returns its result."""
        self._check_closed()
        self._check_running()
        new_task = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if new_task:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if new_task and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self):
        """End run_forever() after the callbacks that are ready now."""
        self._stopping = True

    def close(self):
        """Drop all callbacks; the loop cannot run again."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        if self._debug:
            logger.debug("Close %r", self)
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is not None:
            self._default_executor = None
            executor.shutdown(wait=False)

    def is_closed(self):
        """Whether close() was called."""
        return self._closed

    def is_running(self):
        """Whether it is inside run_forever() or run_until_complete()."""
        return self._thread_id is not None

    def time(self):
        """The clock of call_at(), in seconds."""
        return time.monotonic()

    # ---- callbacks ----

    def call_later(self, delay, callback, *args, context=None):
        """Call `callback` that many seconds from now. Returns a handle to cancel it."""
        if delay is None:
            raise TypeError("delay must not be None")
        timer = self.call_at(self.time() + delay, callback, *args, context=context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        return timer

    def call_at(self, when, callback, *args, context=None):
        """Call `callback` at this time of the loop's clock. Returns a handle to cancel it."""
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_at")
        timer = events.TimerHandle(when, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        _tell_timer("timer set", timer)
        return timer

    def call_soon(self, callback, *args, context=None):
        """Call `callback` after those already ready. Returns a handle to cancel it."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon")
        handle = self._call_soon(callback, args, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        return handle

    def _call_soon(self, callback, args, context):
        if self._debug:
            handle = events.Handle(callback, args, self, context)
            if handle._source_traceback:
                del handle._source_traceback[-1]
        else:
            handle = _make_handle(callback, args, self, contextvars.copy_context() if context is None else context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """call_soon() that also wakes a sleeping loop; there are no other threads to call it from."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = self._call_soon(callback, args, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._write_to_self()
        return handle

    def _add_callback(self, handle):
        if not handle._cancelled:
            self._ready.append(handle)

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1
            _tell_timer("timer cancelled", handle)

    def _run_once(self):
        scheduled = self._scheduled
        ready = self._ready
        if scheduled:
            count = len(scheduled)
            if (
                count > _MIN_SCHEDULED_TIMER_HANDLES
                and self._timer_cancelled_count / count > _MIN_CANCELLED_TIMER_HANDLES_FRACTION
            ):
                self._drop_cancelled_timers()
                scheduled = self._scheduled
            else:
                while scheduled and scheduled[0]._cancelled:
                    self._timer_cancelled_count -= 1
                    handle = heapq.heappop(scheduled)
                    handle._scheduled = False
        if ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = min(max(0, scheduled[0]._when - self.time()), MAXIMUM_SELECT_TIMEOUT)
        else:
            timeout = None
        self._process_events(self._selector.select(timeout))
        if scheduled:
            end_time = self.time() + self._clock_resolution
            while scheduled:
                handle = scheduled[0]
                if handle._when >= end_time:
                    break
                handle = heapq.heappop(scheduled)
                handle._scheduled = False
                ready.append(handle)
                _tell_timer("timer fired", handle)
            handle = None
        if self._debug:
            self._run_ready_slowly()
        else:
            _run_ready(ready)
        _look_for_lost()

    def _drop_cancelled_timers(self):
        kept = []
        for handle in self._scheduled:
            if handle._cancelled:
                handle._scheduled = False
            else:
                kept.append(handle)
        heapq.heapify(kept)
        self._scheduled = kept
        self._timer_cancelled_count = 0

    def _run_ready_slowly(self):
        # In debug mode: who takes long is told.
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if handle._cancelled:
                continue
            try:
                self._current_handle = handle
                start = self.time()
                handle._run()
                lasted = self.time() - start
                if lasted >= self.slow_callback_duration:
                    logger.warning("Executing %s took %.3f seconds", _format_handle(handle), lasted)
            finally:
                self._current_handle = None

    # ---- errors ----

    def get_exception_handler(self):
        """What set_exception_handler() was given."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """Let handler(loop, context) report errors that nobody awaits; None for the default."""
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Report an error to the log: its message, what it concerns, its traceback."""
        message = context.get("message") or "Unhandled exception in event loop"
        exception = context.get("exception")
        current = self._current_handle
        if "source_traceback" not in context and current is not None and current._source_traceback:
            context["handle_traceback"] = current._source_traceback
        lines = [message]
        for key in sorted(context):
            if key in ("message", "exception"):
                continue
            value = context[key]
            if key in ("source_traceback", "handle_traceback"):
                import traceback

                what = "Object" if key == "source_traceback" else "Handle"
                stack = "".join(traceback.format_list(value))
                text = f"{what} created at (most recent call last):\n{stack.rstrip()}"
            else:
                text = repr(value)
            lines.append(f"{key}: {text}")
        exc_info = False if exception is None else (type(exception), exception, exception.__traceback__)
        logger.error("\n".join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Report an error through the handler that is set."""
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error("Exception in default exception handler", exc_info=True)
            return
        try:
            own = None
            thing = context.get("task")
            if thing is None:
                thing = context.get("future")
            if thing is None:
                thing = context.get("handle")
            if thing is not None and hasattr(thing, "get_context"):
                own = thing.get_context()
            if own is not None and hasattr(own, "run"):
                own.run(self._exception_handler, self, context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            try:
                self.default_exception_handler({
                    "message": "Unhandled error in exception handler", "exception": exc, "context": context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error(
                    "Exception in default exception handler while handling an unexpected error in custom exception "
                    "handler",
                    exc_info=True,
                )

    # ---- debug mode ----

    def get_debug(self):
        """Whether it is in debug mode."""
        return self._debug

    def set_debug(self, enabled):
        """Debug mode: where coroutines, tasks and handles were made is kept, and slow callbacks are told of."""
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)

    def _set_coroutine_origin_tracking(self, enabled):
        if bool(enabled) == bool(self._coroutine_origin_tracking_enabled):
            return
        if enabled:
            self._coroutine_origin_tracking_saved_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        else:
            sys.set_coroutine_origin_tracking_depth(self._coroutine_origin_tracking_saved_depth)
        self._coroutine_origin_tracking_enabled = enabled

    # ---- what a sandbox refuses ----

    def set_default_executor(self, executor):
        """Refused: there are no threads."""
        raise NotImplementedError("set_default_executor() is not in Coro: there are no threads")

    def run_in_executor(self, executor, func, *args):
        """Refused: there are no threads."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        raise NotImplementedError(
            "run_in_executor() is not in Coro: there are no threads; call the function, or await it"
        )

    subprocess_exec = _refuse("subprocess_exec", "there are no processes; write the other side as a coroutine")
    subprocess_shell = _refuse("subprocess_shell", "there are no processes; write the other side as a coroutine")
    for _name in (
        "getaddrinfo", "getnameinfo", "create_connection", "create_server", "create_datagram_endpoint", "add_reader",
        "create_unix_connection", "create_unix_server", "connect_accepted_socket", "connect_read_pipe", "add_writer",
        "connect_write_pipe", "remove_reader", "remove_writer", "sendfile", "start_tls", "sock_accept", "sock_connect",
        "sock_recv", "sock_recv_into", "sock_recvfrom", "sock_recvfrom_into", "sock_sendall", "sock_sendfile",
        "sock_sendto",
    ):
        locals()[_name] = _refuse(_name, "a program reaches nothing outside itself; use asyncio.Queue, or a StreamReader that you feed")
    del _name

    def add_signal_handler(self, sig, callback, *args):
        """There are no signals here."""
        raise NotImplementedError("add_signal_handler() is not in Coro: there are no signals")

    def remove_signal_handler(self, sig):
        """There are no signals here."""
        return False


_asyncio_setup(
    events.Handle, events.TimerHandle, BaseEventLoop.call_soon, _asyncio._current_tasks, exceptions.CancelledError,
    exceptions.InvalidStateError,
)
