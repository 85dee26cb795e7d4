"""timeout(): a deadline cancels the task inside the block, and the end of the block turns that into TimeoutError."""

from asyncio import events, exceptions, tasks

__all__ = ("Timeout", "timeout", "timeout_at")

# The phases of a deadline, as its repr shows them.
_UNUSED = "created"
_RUNNING = "active"
_FIRED = "expiring"
_MISSED = "expired"
_KEPT = "finished"


class Timeout:
    """A deadline for the body of `async with`, in the loop's time; None is no deadline."""

    def __init__(self, when):
        self._phase = _UNUSED
        self._when = when
        self._task = self._timeout_handler = None
        self._cancelled_before = 0

    def __repr__(self):
        text = f"<Timeout [{self._phase}]"
        if self._phase is _RUNNING:
            text += f" when={None if self._when is None else round(self._when, 3)}"
        return text + ">"

    def when(self):
        """The deadline."""
        return self._when

    def expired(self):
        """Whether the deadline passed inside the block."""
        return self._phase is _FIRED or self._phase is _MISSED

    def reschedule(self, when):
        """Move the deadline; RuntimeError unless the block is running."""
        if self._phase is _UNUSED:
            raise RuntimeError("Timeout has not been entered")
        if self._phase is not _RUNNING:
            raise RuntimeError(f"Cannot change state of {self._phase} Timeout")
        self._when = when
        self._silence()
        if when is not None:
            loop = events.get_running_loop()
            overdue = when <= loop.time()
            self._timeout_handler = loop.call_soon(self._on_timeout) if overdue else loop.call_at(when, self._on_timeout)

    async def __aenter__(self):
        if self._phase is not _UNUSED:
            raise RuntimeError("Timeout has already been entered")
        task = tasks.current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._phase = _RUNNING
        self._task = task
        self._cancelled_before = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        self._silence()
        if self._phase is _RUNNING:
            self._phase = _KEPT
        elif self._phase is _FIRED:
            self._phase = _MISSED
            # More requests than before the block: somebody else wants the task cancelled too, and that goes first.
            if self._task.uncancel() <= self._cancelled_before and exc_val is not None:
                if isinstance(exc_val, exceptions.CancelledError):
                    raise TimeoutError from exc_val
                _explain(exc_val)
                if isinstance(exc_val, ExceptionGroup):
                    for part in exc_val.exceptions:
                        _explain(part)

    def _silence(self):
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None

    # The reprs of handles show this name.
    def _on_timeout(self):
        self._task.cancel()
        self._phase = _FIRED
        self._timeout_handler = None


def _explain(error):
    # Another error came while the cancellation was handled: the timeout takes its place in the chain between them.
    while (cause := error.__context__) is not None:
        if isinstance(cause, exceptions.CancelledError):
            late = TimeoutError()
            late.__context__ = late.__cause__ = cause
            error.__context__ = late
            return
        error = cause


def timeout(delay):
    """A Timeout that many seconds from now; None never comes."""
    now = events.get_running_loop().time()
    return Timeout(None if delay is None else now + delay)


def timeout_at(when):
    """A Timeout at this time of the loop's clock."""
    return Timeout(when)
