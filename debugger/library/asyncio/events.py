"""Handles, the policy, and the running loop."""

import contextvars
import sys

from _asyncio import _current_tasks, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop
from _engine import anchor as _anchor

from asyncio import format_helpers

__all__ = (
    "AbstractEventLoopPolicy", "AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle", "get_event_loop_policy",
    "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop", "get_child_watcher",
    "set_child_watcher", "_set_running_loop", "get_running_loop", "_get_running_loop",
)


class Handle:
    """A callback the loop is going to run, until it is cancelled."""

    # The engine makes handles, too, and knows the order of these.
    __slots__ = ("_callback", "_args", "_cancelled", "_loop", "_source_traceback", "_repr", "__weakref__", "_context")

    def __init__(self, callback, args, loop, context=None):
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = format_helpers.extract_stack(sys._getframe(1)) if loop.get_debug() else None

    def _repr_info(self):
        info = [self.__class__.__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            source = format_helpers._format_callback_source(self._callback, self._args, debug=self._loop.get_debug())
            info.append(source)
        if self._source_traceback:
            last = self._source_traceback[-1]
            info.append(f"created at {last[0]}:{last[1]}")
        return info

    def __repr__(self):
        if self._repr is not None:
            return self._repr
        return f"<{' '.join(self._repr_info())}>"

    def get_context(self):
        return self._context

    def cancel(self):
        if self._cancelled:
            return
        self._cancelled = True
        if self._loop.get_debug():
            # What it was for, before that is forgotten.
            self._repr = repr(self)
        self._callback = None
        self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except BaseException as exc:
            error = exc
        else:
            self = None
            return
        self._failed(error)
        self = error = None

    def _failed(self, exc):
        # The callback was called by the engine: what it raised passes through here, as through _run().
        try:
            raise exc
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            source = format_helpers._format_callback_source(self._callback, self._args, debug=self._loop.get_debug())
            context = {"message": f"Exception in callback {source}", "exception": exc, "handle": self}
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)


class TimerHandle(Handle):
    """A callback for a time; handles are ordered by it."""

    __slots__ = ("_scheduled", "_when")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        if self._source_traceback:
            del self._source_traceback[-1]
        self._when = when
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, f"when={self._when}")
        return info

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        if isinstance(other, TimerHandle):
            return self._when < other._when
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, TimerHandle):
            return self._when < other._when or self.__eq__(other)
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, TimerHandle):
            return self._when > other._when
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, TimerHandle):
            return self._when > other._when or self.__eq__(other)
        return NotImplemented

    def __eq__(self, other):
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return (
            self._when == other._when
            and self._callback == other._callback
            and self._args == other._args
            and self._cancelled == other._cancelled
        )

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def when(self):
        """The time, on the loop's clock."""
        return self._when


class AbstractServer:
    """What a server offers; nothing here makes one."""


def _to_be_given(names, is_async):
    # Methods that a loop of the program's own is to define.
    def plain(self, *args, **kwargs):
        raise NotImplementedError

    async def awaited(self, *args, **kwargs):
        raise NotImplementedError

    return {name: awaited if is_async else plain for name in names.split()}


class AbstractEventLoop:
    """What a loop has to offer."""

    locals().update(_to_be_given(
        "run_forever run_until_complete stop is_running is_closed close _timer_handle_cancelled call_soon call_later "
        "call_at time create_future create_task call_soon_threadsafe run_in_executor set_default_executor add_reader "
        "remove_reader add_writer remove_writer add_signal_handler remove_signal_handler set_task_factory "
        "get_task_factory get_exception_handler set_exception_handler default_exception_handler "
        "call_exception_handler get_debug set_debug", False))
    locals().update(_to_be_given(
        "shutdown_asyncgens shutdown_default_executor getaddrinfo getnameinfo create_connection create_server start_tls "
        "sendfile create_unix_connection create_unix_server connect_accepted_socket create_datagram_endpoint "
        "connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec sock_recv sock_recv_into sock_recvfrom "
        "sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile", True))


class AbstractEventLoopPolicy:
    """How programs come to a loop when none is running."""

    locals().update(_to_be_given(
        "get_event_loop set_event_loop new_event_loop get_child_watcher set_child_watcher", False))


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    _loop = None
    _set_called = False
    _loop_factory = None

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
        return self._loop_factory()


_event_loop_policy = None


def get_event_loop_policy():
    """The policy in force."""
    global _event_loop_policy
    if _event_loop_policy is None:
        from asyncio import unix_events

        _event_loop_policy = unix_events.DefaultEventLoopPolicy()
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


def get_child_watcher():
    """Refused: there are no processes."""
    raise NotImplementedError("get_child_watcher() is not in Coro: there are no processes")


def set_child_watcher(watcher):
    """Refused: there are no processes."""
    raise NotImplementedError("set_child_watcher() is not in Coro: there are no processes")


for _cls in (Handle, TimerHandle):
    _anchor(_cls)
del _cls
