"""Locks and what is made of them, for programs whose parts might run in threads. There is one thread; starting another is
refused, and waiting for one is a deadlock that is told at once."""

import sys as _sys
import time as _time

import _thread

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock",
    "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError",
    "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "gettrace", "getprofile",
    "setprofile_all_threads", "settrace_all_threads", "get_native_id",
]

get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
stack_size = _thread.stack_size
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX
Lock = _thread.lock
local = _thread._local
_CRLock = _thread.RLock

_profile_hook = None
_trace_hook = None


def _deprecated(text):
    import warnings

    warnings.warn(text, DeprecationWarning, stacklevel=3)


def RLock(*args, **kwargs):
    """A lock that its owner can take again."""
    if args or kwargs:
        import warnings

        warnings.warn(
            "Passing arguments to RLock is deprecated and will be removed in 3.15", DeprecationWarning, stacklevel=2
        )
    return _thread.RLock()


def _place(self):
    return f"{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}"


class Condition:
    """Waiting, with a lock released meanwhile, until another thread notifies."""

    def __init__(self, lock=None):
        self._lock = lock = _thread.RLock() if lock is None else lock
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _is_owned(self):
        owned = getattr(self._lock, "_is_owned", None)
        return self._lock.locked() if owned is None else owned()

    def _need(self, what):
        if not self._is_owned():
            raise RuntimeError(f"cannot {what} on un-acquired lock")

    def wait(self, timeout=None):
        """Wait to be notified; False when the time is over."""
        self._need("wait")
        _thread.wait_in_vain("a notification of a Condition", timeout)
        return False

    def wait_for(self, predicate, timeout=None):
        """Wait until the predicate is true; its last value."""
        end = None if timeout is None else _time.monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - _time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    def notify(self, n=1):
        """Wake n of those that wait: nobody does."""
        self._need("notify")

    def notify_all(self):
        """Wake all that wait: nobody does."""
        self._need("notify")

    def notifyAll(self):
        """As notify_all."""
        _deprecated("notifyAll() is deprecated, use notify_all() instead")
        self.notify_all()


class Semaphore:
    """A counter that acquire() lowers and release() raises; it does not go below 0."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value

    def __repr__(self):
        return f"<{_place(self)}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Lower the counter; False when it was 0 and stayed so."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if not self._value:
            if blocking:
                _thread.wait_in_vain(repr(self), timeout)
            return False
        self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        """Raise the counter by n."""
        if n < 1:
            raise ValueError("n must be one or more")
        self._value += n

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        return f"<{_place(self)}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        """Raise the counter by n; ValueError above where it began."""
        if n < 1:
            raise ValueError("n must be one or more")
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        self._value += n


class Event:
    """A flag to wait for."""

    def __init__(self):
        self._flag = False

    def __repr__(self):
        return f"<{_place(self)}: {'set' if self._flag else 'unset'}>"

    def is_set(self):
        """Whether it is set."""
        return self._flag

    def isSet(self):
        """As is_set."""
        _deprecated("isSet() is deprecated, use is_set() instead")
        return self.is_set()

    def set(self):
        """Set it."""
        self._flag = True

    def clear(self):
        """Unset it."""
        self._flag = False

    def wait(self, timeout=None):
        """Wait until it is set; whether it is."""
        if not self._flag:
            _thread.wait_in_vain(repr(self), timeout)
        return self._flag


class BrokenBarrierError(RuntimeError):
    """A barrier was reset or has broken while somebody waited."""


class Barrier:
    """A point where `parties` threads wait for one another."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._broken = False

    def __repr__(self):
        state = "broken" if self._broken else f"waiters=0/{self._parties}"
        return f"<{_place(self)}: {state}>"

    def wait(self, timeout=None):
        """Wait for the others; the number of this thread among them."""
        if self._broken:
            raise BrokenBarrierError
        if self._parties > 1:
            _thread.wait_in_vain(repr(self), self._timeout if timeout is None else timeout)
            self._broken = True
            raise BrokenBarrierError
        if self._action is not None:
            try:
                self._action()
            except:
                self._broken = True
                raise
        return 0

    def reset(self):
        """Make it as new."""
        self._broken = False

    def abort(self):
        """Break it: nobody can wait for it any more."""
        self._broken = True

    @property
    def parties(self):
        """How many are to come."""
        return self._parties

    @property
    def n_waiting(self):
        """How many wait."""
        return 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._broken


_counter = 0


def _newname(template):
    global _counter
    _counter += 1
    return template % _counter


class Thread:
    """What would run in a thread. It cannot be started; run() runs it here."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if name:
            name = str(name)
        else:
            name = _newname("Thread-%d")
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = False if daemon is None else daemon
        self._ident = None
        self._started = False

    def __repr__(self):
        state = "started" if self._started else "initial"
        if self._daemonic:
            state += " daemon"
        if self._ident is not None:
            state += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {state})>"

    def start(self):
        """Refused: there are no threads."""
        if self._started:
            raise RuntimeError("threads can only be started once")
        _thread.refuse("threading.Thread.start")

    def run(self):
        """What the thread would do: call the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The arguments may hold the thread.
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        """Wait until it has ended."""
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        raise RuntimeError("cannot join current thread")

    @property
    def name(self):
        """A text that says what it is."""
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        """Its identity, None before it is started."""
        return self._ident

    @property
    def native_id(self):
        """The identity that an operating system would give it, None before it is started."""
        return get_native_id() if self._started else None

    def is_alive(self):
        """Whether it runs."""
        return self._started

    @property
    def daemon(self):
        """Whether the program may end before it."""
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        """As the attribute daemon."""
        _deprecated("isDaemon() is deprecated, get the daemon attribute instead")
        return self.daemon

    def setDaemon(self, daemonic):
        """As setting the attribute daemon."""
        _deprecated("setDaemon() is deprecated, set the daemon attribute instead")
        self.daemon = daemonic

    def getName(self):
        """As the attribute name."""
        _deprecated("getName() is deprecated, get the name attribute instead")
        return self.name

    def setName(self, name):
        """As setting the attribute name."""
        _deprecated("setName() is deprecated, set the name attribute instead")
        self.name = name


class Timer(Thread):
    """A thread that would call a function after a number of seconds."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Do not call it."""
        self.finished.set()

    def run(self):
        """Wait, and call it unless it was cancelled."""
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._started = True
        self._ident = get_ident()


_main_thread = _MainThread()


def main_thread():
    """The thread that the program began in."""
    return _main_thread


def current_thread():
    """The thread that asks."""
    return _main_thread


def currentThread():
    """As current_thread."""
    _deprecated("currentThread() is deprecated, use current_thread() instead")
    return current_thread()


def active_count():
    """How many threads run."""
    return 1


def activeCount():
    """As active_count."""
    _deprecated("activeCount() is deprecated, use active_count() instead")
    return active_count()


def enumerate():
    """All threads that run."""
    return [_main_thread]


def settrace(func):
    """A trace function for threads that are started later."""
    global _trace_hook
    _trace_hook = func


def gettrace():
    """The function given to settrace."""
    return _trace_hook


def setprofile(func):
    """A profile function for threads that are started later."""
    global _profile_hook
    _profile_hook = func


def getprofile():
    """The function given to setprofile."""
    return _profile_hook


def settrace_all_threads(func):
    """As settrace: there are no other threads."""
    settrace(func)


def setprofile_all_threads(func):
    """As setprofile: there are no other threads."""
    setprofile(func)


class ExceptHookArgs(tuple):
    """What excepthook() is given: (exc_type, exc_value, exc_traceback, thread)."""

    def __new__(cls, values):
        return tuple.__new__(cls, values)

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args, /):
    """Report an exception that a thread ended with."""
    if args.exc_type is SystemExit:
        return
    import traceback

    name = get_ident() if args.thread is None else args.thread.name
    _sys.stderr.write(f"Exception in thread {name}:\n")
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback)


__excepthook__ = excepthook
