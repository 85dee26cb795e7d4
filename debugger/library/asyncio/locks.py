"""Lock, Event, Condition, Semaphore and Barrier for coroutines: each is a small state and a waiting line."""

from asyncio import exceptions
from asyncio.mixins import _LoopBound, _WaitingLine, _futures_of

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")


class _Held(_LoopBound):
    # `async with` for what is acquired and released.
    _waiters = _futures_of("_line")

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


class Lock(_Held):
    """Mutual exclusion between tasks; those who wait get it in the order they came."""

    def __init__(self):
        self._line = _WaitingLine(True)
        self._locked = False

    def __repr__(self):
        return self._described("locked" if self._locked else "unlocked", len(self._line))

    def locked(self):
        """Whether somebody holds the lock."""
        return self._locked

    async def acquire(self):
        """Take the lock, waiting behind everybody who already waits. Returns True."""
        if self._locked or not self._line.deserted():
            try:
                with self._line.place(self._get_loop()) as turn:
                    await turn
            except exceptions.CancelledError:
                # The turn may have been given to this waiter already: it goes to the next one.
                if not self._locked:
                    self._line.wake_head()
                raise
        self._locked = True
        return True

    def release(self):
        """Give the lock back and wake the first who waits; RuntimeError when nobody holds it."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._line.wake_head()


class Event(_LoopBound):
    """A flag that tasks can wait for; setting it wakes all of them."""

    _waiters = _futures_of("_line")

    def __init__(self):
        self._line = _WaitingLine(True)
        self._value = False

    def __repr__(self):
        return self._described("set" if self._value else "unset", len(self._line))

    def is_set(self):
        """The flag."""
        return self._value

    def set(self):
        """Raise the flag."""
        if not self._value:
            self._value = True
            self._line.wake(len(self._line))

    def clear(self):
        """Lower the flag; who was woken stays woken."""
        self._value = False

    async def wait(self):
        """Wait for the flag unless it is up. Returns True."""
        if not self._value:
            with self._line.place(self._get_loop()) as turn:
                await turn
        return True


class Condition(_Held):
    """A lock, and a line of tasks that gave it up until they are notified."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.locked, self.acquire, self.release = lock.locked, lock.acquire, lock.release
        self._line = _WaitingLine(False)

    def __repr__(self):
        return self._described("locked" if self.locked() else "unlocked", len(self._line))

    async def wait(self):
        """Give up the lock, wait for a notification, take the lock again. Returns True."""
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        place = self._line.place(self._get_loop())
        self.release()
        try:
            try:
                with place as turn:
                    await turn
            finally:
                # The caller always gets the lock back: a cancellation meanwhile is kept for afterwards.
                owned, postponed = False, None
                while not owned:
                    try:
                        await self.acquire()
                        owned = True
                    except exceptions.CancelledError as error:
                        postponed = error
                if postponed is not None:
                    try:
                        raise postponed
                    finally:
                        del postponed
        except BaseException:
            # A notification that may have been meant for this task is not lost.
            self._line.wake()
            raise
        return True

    async def wait_for(self, predicate):
        """Wait until predicate() is true, looking again after each notification. Returns its value."""
        while not (value := predicate()):
            await self.wait()
        return value

    def notify(self, n=1):
        """Wake n of those who wait; they go on when they get the lock."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._line.wake(n)

    def notify_all(self):
        """Wake everybody who waits."""
        self.notify(len(self._line))


class Semaphore(_Held):
    """A number of permits; acquire() takes one, release() adds one."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._line = _WaitingLine(True)
        self._value = value

    def __repr__(self):
        state = "locked" if self.locked() else f"unlocked, value:{self._value}"
        return self._described(state, len(self._line))

    def locked(self):
        """Whether acquire() would have to wait: no permit, or others are before."""
        return self._value == 0 or not self._line.deserted()

    async def acquire(self):
        """Take a permit, waiting behind everybody who already waits. Returns True."""
        if not self.locked():
            self._value -= 1
            return True
        place = self._line.place(self._get_loop())
        try:
            with place as turn:
                await turn
        except exceptions.CancelledError:
            if turn.done() and not turn.cancelled():
                # A permit was handed over, but too late.
                self._value += 1
            raise
        finally:
            while self._value > 0 and self._hand_over():
                pass
        return True

    def release(self):
        """Add a permit, which goes to the first who waits."""
        self._value += 1
        self._hand_over()

    def _hand_over(self):
        # The permit is gone when the waiter is woken, not when it runs: nobody can come in between.
        woken = self._line.wake()
        self._value -= woken
        return woken > 0


class BoundedSemaphore(Semaphore):
    """A semaphore that never has more permits than at the start."""

    def __init__(self, value=1):
        self._limit = value
        super().__init__(value)

    def release(self):
        """Add a permit; ValueError when all are there."""
        if self._value >= self._limit:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


# The states of a barrier, as its repr shows them.
_FILLING = "filling"
_DRAINING = "draining"
_RESETTING = "resetting"
_BROKEN = "broken"


class Barrier(_LoopBound):
    """A meeting point: nobody goes on before `parties` tasks have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._changed = Condition()
        self._parties = parties
        self._state = _FILLING
        self._count = 0

    def __repr__(self):
        counted = "" if self.broken else f", waiters:{self.n_waiting}/{self.parties}"
        return self._described(self._state + counted)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Wait for the others. Returns how many had come before."""
        async with self._changed:
            # The round before this one has to empty first.
            await self._changed.wait_for(lambda: self._state in (_FILLING, _BROKEN))
            if self.broken:
                raise exceptions.BrokenBarrierError("Barrier aborted")
            before = self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    self._become(_DRAINING)
                else:
                    await self._changed.wait_for(lambda: self._state is not _FILLING)
                    if self._state is not _DRAINING:
                        raise exceptions.BrokenBarrierError("Abort or reset of barrier")
                return before
            finally:
                self._count -= 1
                if self._count == 0:
                    self._become(_BROKEN if self.broken else _FILLING)

    async def reset(self):
        """Empty the barrier: those who wait get BrokenBarrierError."""
        async with self._changed:
            self._become(_RESETTING if self._count else _FILLING)

    async def abort(self):
        """Break the barrier for those who wait and those to come, until reset()."""
        async with self._changed:
            self._become(_BROKEN)

    def _become(self, state):
        self._state = state
        self._changed.notify_all()

    @property
    def parties(self):
        """How many tasks have to come."""
        return self._parties

    @property
    def n_waiting(self):
        """How many tasks wait for the others."""
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        """Whether the barrier was aborted."""
        return self._state is _BROKEN
