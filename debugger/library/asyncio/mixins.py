"""What locks and queues are built on: the loop they belong to, and the line their waiters stand in.

A line wakes; it does not know what its owner hands out. A place in a line is held with a `with` block around the
`await`, so leaving the line needs no code of its own, whatever ends the wait.
"""

from _collections import deque

from asyncio import events


class _LoopBound:
    """Something that belongs to the loop in which it first had to wait."""

    _loop = None

    def _get_loop(self):
        running = events._get_running_loop()
        if self._loop is None:
            self._loop = running
        elif self._loop is not running:
            raise RuntimeError(f"{self!r} is bound to a different event loop")
        return running

    def _described(self, state, waiting=0):
        # The default repr, then the state in brackets.
        counted = f", waiters:{waiting}" if waiting else ""
        return f"<{object.__repr__(self)[1:-1]} [{state}{counted}]>"


def _futures_of(name):
    # The futures of a line, for who looks inside.
    return property(lambda self: getattr(self, name)._futures)


class _WaitingLine:
    """Futures of the coroutines that wait, longest wait first; `result` is what a woken future gets."""

    def __init__(self, result):
        self._futures = deque()
        self._result = result

    def __len__(self):
        return len(self._futures)

    def place(self, loop):
        """A new place at the end: entering takes it and gives the future to await, leaving gives it up."""
        return _Place(self._futures, loop.create_future())

    def deserted(self):
        """Whether all who still stand here were cancelled."""
        for future in self._futures:
            if not future.cancelled():
                return False
        return True

    def wake_head(self):
        """Wake whoever is first; nothing happens when that one was woken or cancelled and did not run yet."""
        if self._futures and not self._futures[0].done():
            self._futures[0].set_result(self._result)

    def wake(self, limit=1):
        """Wake up to `limit` of those asleep, who keep their place until they run; returns how many."""
        woken = 0
        for future in self._futures:
            if woken >= limit:
                break
            if not future.done():
                future.set_result(self._result)
                woken += 1
        return woken

    def dismiss(self, limit=1):
        """As wake(), but the woken, and the dead ones before them, lose their places at once."""
        while limit > 0 and self._futures:
            future = self._futures.popleft()
            if not future.done():
                future.set_result(self._result)
                limit -= 1


class _Place:
    def __init__(self, futures, future):
        self._futures = futures
        self._future = future

    def __enter__(self):
        self._futures.append(self._future)
        return self._future

    def __exit__(self, kind, error, trace):
        if self._future in self._futures:
            self._futures.remove(self._future)
