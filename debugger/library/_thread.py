"""Locks, and who the one thread is that there is. Starting another is refused."""

import time as _time

from _engine import name_in_messages as _name_in_messages

error = RuntimeError
TIMEOUT_MAX = 9223372036.0
_IDENT = 140000000000000


def get_ident():
    """The identity of the thread, a number that is not 0."""
    return _IDENT


def get_native_id():
    """The identity that an operating system would give the thread."""
    return 1


_get_main_thread_ident = get_ident


def stack_size(size=0, /):
    """0: the size of stacks is not to be chosen."""
    return 0


def refuse(name):
    """Say that there are no threads."""
    raise NotImplementedError(
        f"{name}() is not in Coro: there are no threads, since a run must be a function of the program alone; "
        "use asyncio tasks"
    )


def start_new_thread(function, args, kwargs=None, /):
    """Refused."""
    refuse("_thread.start_new_thread")


start_new = start_new_thread


def exit():
    """Leave the thread: raise SystemExit."""
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2, /):
    """Raise KeyboardInterrupt, as Ctrl-C does in the main thread."""
    raise KeyboardInterrupt


def wait_in_vain(what, timeout=None):
    """Wait for another thread, of which there are none: the time passes, and without a limit it is a deadlock."""
    if timeout is None:
        import sys

        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") in _WAITING_MODULES:
            frame = frame.f_back
        place = f'File "{frame.f_code.co_filename}", line {frame.f_lineno}, in {frame.f_code.co_name}'
        sys.stderr.write(
            f"threading: deadlock: waiting for {what}, which no other thread can give, would last for ever\n  {place}\n"
        )
        raise SystemExit(3)
    if timeout > 0:
        _time.sleep(timeout)


_WAITING_MODULES = frozenset({"_thread", "threading", "queue"})


def _limit(blocking, timeout):
    # The arguments of acquire(): None to wait without limit, else how long.
    if not isinstance(timeout, (int, float)):
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer")
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timestamp out of range for platform time_t" if timeout > 1e11 else "timeout value is too large")
    return timeout


class lock:
    """A lock: taken or not, whoever took it."""

    __slots__ = ("_taken", "__weakref__")

    def __init__(self):
        self._taken = False

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; False when it could not be taken."""
        limit = _limit(blocking, timeout)
        if self._taken:
            wait_in_vain(repr(self), limit)
            return False
        self._taken = True
        return True

    def release(self):
        """Give the lock back."""
        if not self._taken:
            raise RuntimeError("release unlocked lock")
        self._taken = False

    def locked(self):
        """Whether it is taken."""
        return self._taken

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()

    def _at_fork_reinit(self):
        self._taken = False

    def __repr__(self):
        return f"<{'locked' if self._taken else 'unlocked'} _thread.lock object at {id(self):#x}>"


LockType = lock


def allocate_lock():
    """A new lock."""
    return lock()


allocate = allocate_lock


class RLock:
    """A lock that its owner can take again: it is given back when it was released as often."""

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock once more."""
        _limit(blocking, timeout)
        self._count += 1
        return True

    def release(self):
        """Release it once."""
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()

    def _is_owned(self):
        return self._count > 0

    def _recursion_count(self):
        return self._count

    def _release_save(self):
        count, self._count = self._count, 0
        return count

    def _acquire_restore(self, state):
        self._count = state

    def _at_fork_reinit(self):
        self._count = 0

    def __repr__(self):
        state = "locked" if self._count else "unlocked"
        owner = _IDENT if self._count else 0
        return f"<{state} _thread.RLock object owner={owner} count={self._count} at {id(self):#x}>"


class _local:
    """Attributes of their own for each thread."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        return object.__new__(cls)

    def __getattr__(self, name):
        title = "_thread._local" if type(self) is _local else type(self).__name__
        raise AttributeError(f"'{title}' object has no attribute {name!r}")


def daemon_threads_allowed():
    """Whether threads may be daemons."""
    return True


def _count():
    return 0


_name_in_messages(lock, "_thread.lock")
_name_in_messages(RLock, "_thread.RLock")
_name_in_messages(_local, "_thread._local")
