"""The event loop, on the machine's clock: sleeping moves the clock on and costs no time."""

import contextvars
import heapq
import sys
import time
from _collections import deque

from _asyncio import Task as _Task
from _asyncio import _scheduled_tasks
from _engine import anchor as _anchor
from _engine import async_generators_of as _async_generators_of
from _engine import look_for_lost as _look_for_lost
from _engine import make_handle as _make_handle
from _engine import run_handle as _run_handle
from _engine import task_setup as _task_setup
from _asyncio import _current_tasks, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop

from asyncio import coroutines, exceptions, format_helpers, futures, tasks

__all__ = (
    "AbstractEventLoopPolicy", "AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle", "get_event_loop_policy",
    "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop", "_set_running_loop",
    "get_running_loop", "_get_running_loop", "BaseEventLoop", "SelectorEventLoop", "EventLoop", "DefaultEventLoopPolicy",
)


class Handle:
    """A callback the loop is going to run, until it is cancelled."""

    __slots__ = ("_callback", "_args", "_cancelled", "_loop", "_source_traceback", "_repr", "__weakref__", "_context")

    def __init__(self, callback, args, loop, context=None):
        if context is None:
            context = contextvars.copy_context()
        self._context = context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None

    def _repr_info(self):
        info = [self.__class__.__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            info.append(format_helpers._format_callback_source(self._callback, self._args))
        return info

    def __repr__(self):
        if self._repr is not None:
            return self._repr
        return f"<{' '.join(self._repr_info())}>"

    def get_context(self):
        return self._context

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except BaseException as exc:
            self._failed(exc)
        self = None

    def _failed(self, exc):
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            raise exc
        cb = format_helpers._format_callback_source(self._callback, self._args)
        self._loop.call_exception_handler({"message": f"Exception in callback {cb}", "exception": exc, "handle": self})


class TimerHandle(Handle):
    """A callback for a time; handles are ordered by it."""

    __slots__ = ("_scheduled", "_when")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, f"when={self._when}")
        return info

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        return self._when < other._when

    def __le__(self, other):
        return self._when <= other._when

    def __gt__(self, other):
        return self._when > other._when

    def __ge__(self, other):
        return self._when >= other._when

    def __eq__(self, other):
        return self is other

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def when(self):
        """The time, on the loop's clock."""
        return self._when


class AbstractServer:
    """What a server offers; nothing here makes one."""


class AbstractEventLoop:
    """The class to ask for with isinstance(); what a loop can do is in BaseEventLoop."""


def _refuse(name, instead):
    def method(self, *args, **kwargs):
        raise NotImplementedError(f"{name}() is not in Coro: {instead}")

    method.__name__ = name
    return method


class BaseEventLoop(AbstractEventLoop):
    def __init__(self):
        self._timer_cancelled_count = 0
        self._closed = False
        self._stopping = False
        self._ready = deque()
        self._scheduled = []
        self._clock_resolution = 1e-09
        self._running = False
        self._debug = False
        self._exception_handler = None
        self._task_factory = None
        self._asyncgens_shutdown_called = False
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
            return tasks.Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        if name is not None:
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
        if _get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

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

    def run_forever(self):
        """Run callbacks until one of them calls stop()."""
        self._check_closed()
        self._check_running()
        old_hooks = sys.get_asyncgen_hooks()
        self._running = True
        try:
            sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
            _set_running_loop(self)
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._running = False
            _set_running_loop(None)
            sys.set_asyncgen_hooks(*old_hooks)

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
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()

    def is_closed(self):
        """Whether close() was called."""
        return self._closed

    def is_running(self):
        """Whether it is inside run_forever() or run_until_complete()."""
        return self._running

    def time(self):
        """The clock of call_at(), in seconds."""
        return time.monotonic()

    # ---- callbacks ----

    def call_later(self, delay, callback, *args, context=None):
        """Call `callback` that many seconds from now. Returns a handle to cancel it."""
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        """Call `callback` at this time of the loop's clock. Returns a handle to cancel it."""
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        timer = TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def call_soon(self, callback, *args, context=None):
        """Call `callback` after those already ready. Returns a handle to cancel it."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if context is None:
            context = contextvars.copy_context()
        handle = _make_handle(Handle, callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """call_soon(): there are no other threads to call it from."""
        return self.call_soon(callback, *args, context=context)

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1

    def _run_once(self):
        scheduled = self._scheduled
        count = len(scheduled)
        if count > 100 and self._timer_cancelled_count / count > 0.5:
            new = []
            for handle in scheduled:
                if handle._cancelled:
                    handle._scheduled = False
                else:
                    new.append(handle)
            heapq.heapify(new)
            self._scheduled = scheduled = new
            self._timer_cancelled_count = 0
        else:
            while scheduled and scheduled[0]._cancelled:
                self._timer_cancelled_count -= 1
                handle = heapq.heappop(scheduled)
                handle._scheduled = False
        ready = self._ready
        if not ready and not self._stopping:
            if not scheduled:
                self._report_deadlock()
            timeout = scheduled[0]._when - self.time()
            if timeout > 0:
                time.sleep(timeout)
        if scheduled:
            end_time = self.time() + self._clock_resolution
            while scheduled:
                handle = scheduled[0]
                if handle._when >= end_time:
                    break
                handle = heapq.heappop(scheduled)
                handle._scheduled = False
                ready.append(handle)
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                _run_handle(handle)
        handle = None
        _look_for_lost()

    def _report_deadlock(self):
        # CPython would wait for ever.
        lines = ["asyncio: deadlock: nothing is ready to run and no timer is set, so this would wait for ever"]
        for task in sorted(tasks.all_tasks(self), key=_creation_order):
            lines.append(f"  {task.get_name()!r} waits for {_what_it_waits_for(task)}")
        sys.stderr.write("\n".join(lines) + "\n")
        raise SystemExit(3)

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
        """Report an error to stderr: its message, what it concerns, its traceback."""
        message = context.get("message")
        if not message:
            message = "Unhandled exception in event loop"
        exception = context.get("exception")
        lines = [message]
        for key in sorted(context):
            if key not in ("message", "exception"):
                lines.append(f"{key}: {context[key]!r}")
        text = "\n".join(lines) + "\n"
        if exception is not None:
            import traceback

            text += "".join(traceback.format_exception(exception))
        sys.stderr.write(text)

    def call_exception_handler(self, context):
        """Report an error through the handler that is set."""
        if self._exception_handler is None:
            self.default_exception_handler(context)
            return
        try:
            ctx = None
            thing = context.get("task") or context.get("future") or context.get("handle")
            if thing is not None and hasattr(thing, "get_context"):
                ctx = thing.get_context()
            if ctx is not None and hasattr(ctx, "run"):
                ctx.run(self._exception_handler, self, context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({
                "message": "Unhandled error in exception handler", "exception": exc, "context": context,
            })

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    # ---- what a sandbox refuses ----

    run_in_executor = _refuse("run_in_executor", "there are no threads; call the function, or await it")
    subprocess_exec = _refuse("subprocess_exec", "there are no processes; write the other side as a coroutine")
    subprocess_shell = _refuse("subprocess_shell", "there are no processes; write the other side as a coroutine")
    for _name in (
        "getaddrinfo", "getnameinfo", "create_connection", "create_server", "create_datagram_endpoint", "add_reader",
        "create_unix_connection", "create_unix_server", "connect_accepted_socket", "connect_read_pipe", "add_writer",
        "connect_write_pipe", "remove_reader", "remove_writer", "sendfile", "start_tls", "sock_accept", "sock_connect",
        "sock_recv", "sock_recv_into", "sock_recvfrom", "sock_recvfrom_into", "sock_sendall", "sock_sendfile",
        "sock_sendto", "set_default_executor",
    ):
        locals()[_name] = _refuse(_name, "a program reaches nothing outside itself; use asyncio.Queue, or a StreamReader that you feed")
    del _name

    def add_signal_handler(self, sig, callback, *args):
        """There are no signals here."""
        raise NotImplementedError("add_signal_handler() is not in Coro: there are no signals")

    def remove_signal_handler(self, sig):
        """There are no signals here."""
        return False


def _creation_order(task):
    return list(_scheduled_tasks).index(task)


def _what_it_waits_for(task):
    # The innermost await of the program itself, and what of the library it awaits.
    place = what = None
    coro = task.get_coro()
    while coro is not None:
        frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None)
        if frame is not None:
            code = frame.f_code
            if not code.co_filename.startswith("<library>"):
                place, what = f"{code.co_filename}:{frame.f_lineno}, in {code.co_name}", None
            elif what is None and code.co_filename != "<library>/_asyncio.py":
                what = f"{code.co_qualname}()"
        coro = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)
    waiter = task._fut_waiter
    if what is None:
        if isinstance(waiter, tasks.Task):
            what = f"the task {waiter.get_name()!r}"
        elif isinstance(waiter, tasks._GatheringFuture):
            what = f"gather() of {len(waiter._children)}"
        else:
            what = repr(waiter)
    return what if place is None else f"{what} at {place}"


def _run_until_complete_cb(fut):
    if not fut.cancelled():
        exc = fut.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return
    futures._get_loop(fut).stop()


class _UnixSelectorEventLoop(BaseEventLoop):
    pass


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
for _cls in (Handle, TimerHandle, _UnixSelectorEventLoop):
    _anchor(_cls)
del _cls
_task_setup(_Task._Task__step, _current_tasks, Handle)


class AbstractEventLoopPolicy:
    """How programs come to a loop when none is running."""


class _UnixDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    _loop = None
    _set_called = False

    def get_event_loop(self):
        """The loop that was set; in a program that never set one, a new loop and a warning."""
        if self._loop is None and not self._set_called:
            import warnings

            warnings.warn("There is no current event loop", DeprecationWarning, stacklevel=2)
            self.set_event_loop(self.new_event_loop())
        if self._loop is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return self._loop

    def set_event_loop(self, loop):
        """Make this the loop that get_event_loop() gives."""
        self._set_called = True
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._loop = loop

    def new_event_loop(self):
        """A loop of the usual kind."""
        return EventLoop()


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
_event_loop_policy = None


def get_event_loop_policy():
    """The policy in force."""
    global _event_loop_policy
    if _event_loop_policy is None:
        _event_loop_policy = DefaultEventLoopPolicy()
    return _event_loop_policy


def set_event_loop_policy(policy):
    """Put another policy in force; None for the default."""
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'")
    _event_loop_policy = policy


def set_event_loop(loop):
    """Set the loop in the policy."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop of the policy's kind."""
    return get_event_loop_policy().new_event_loop()
