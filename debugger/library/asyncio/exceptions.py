"""The exceptions of asyncio, without what raises them."""

__all__ = (
    "BrokenBarrierError", "CancelledError", "InvalidStateError", "TimeoutError", "IncompleteReadError",
    "LimitOverrunError", "SendfileNotAvailableError",
)


class CancelledError(BaseException):
    """Thrown into a task to end it, and the outcome of one that ended so."""


TimeoutError = TimeoutError


class InvalidStateError(Exception):
    """A result asked of a future too early, or set a second time."""


class SendfileNotAvailableError(RuntimeError):
    """Files cannot be sent by the system itself here."""


class IncompleteReadError(EOFError):
    """The stream ended before all the bytes asked for had come: `partial` came, `expected` were asked for."""

    def __init__(self, partial, expected):
        total = "undefined" if expected is None else repr(expected)
        super().__init__(f"{len(partial)} bytes read on a total of {total} expected bytes")
        self.partial = partial
        self.expected = expected

    def __reduce__(self):
        return type(self), (self.partial, self.expected)


class LimitOverrunError(Exception):
    """The buffer was full, after `consumed` bytes without the separator."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed

    def __reduce__(self):
        return type(self), (self.args[0], self.consumed)


class BrokenBarrierError(RuntimeError):
    """Waiting at a barrier that was aborted or reset."""
