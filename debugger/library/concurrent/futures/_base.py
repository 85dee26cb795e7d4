"""Future and Executor, for who sets results by hand."""

from collections import namedtuple

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"
_ENDED = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)


class Error(Exception):
    """What all errors of futures are."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The future cannot do that in its state."""


class BrokenExecutor(RuntimeError):
    """The executor cannot run anything any more."""


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


class Future:
    """A result that somebody sets later."""

    def __init__(self):
        self._state = PENDING
        self._result = None
        self._exception = None
        self._done_callbacks = []

    def __repr__(self):
        head = f"<{self.__class__.__name__} at {id(self):#x} state={self._state.lower().replace('cancelled_and_notified', 'cancelled')}"
        if self._state != FINISHED:
            return f"{head}>"
        if self._exception is not None:
            return f"{head} raised {self._exception.__class__.__name__}>"
        return f"{head} returned {self._result.__class__.__name__}>"

    __class_getitem__ = classmethod(type(list[int]))

    def _call_back(self):
        callbacks, self._done_callbacks = self._done_callbacks, []
        for callback in callbacks:
            self._call_one(callback)

    def _call_one(self, callback):
        try:
            callback(self)
        except Exception:
            import logging

            logging.getLogger("concurrent.futures").exception("exception calling callback for %r", self)

    def cancel(self):
        """Cancel it unless it runs or has ended. Whether it is cancelled."""
        if self._state in (RUNNING, FINISHED):
            return False
        if self._state == PENDING:
            self._state = CANCELLED
            self._call_back()
        return True

    def cancelled(self):
        """Whether it was cancelled."""
        return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """Whether somebody works on it."""
        return self._state == RUNNING

    def done(self):
        """Whether it has ended."""
        return self._state in _ENDED

    def add_done_callback(self, fn):
        """Call `fn` with the future when it has ended."""
        if self.done():
            self._call_one(fn)
        else:
            self._done_callbacks.append(fn)

    def _wait(self, timeout):
        if self.done():
            return
        if timeout is None:
            raise RuntimeError("a future that nobody sets would be waited for for ever: there are no other threads")
        import time

        time.sleep(max(0, timeout))
        raise TimeoutError

    def result(self, timeout=None):
        """The result, or the exception raised."""
        self._wait(timeout)
        if self.cancelled():
            raise CancelledError
        if self._exception is not None:
            try:
                raise self._exception
            finally:
                self = None
        return self._result

    def exception(self, timeout=None):
        """The exception, or None."""
        self._wait(timeout)
        if self.cancelled():
            raise CancelledError
        return self._exception

    def set_running_or_notify_cancel(self):
        """Begin to work on it: False when it was cancelled."""
        if self._state == CANCELLED:
            self._state = CANCELLED_AND_NOTIFIED
            return False
        if self._state == PENDING:
            self._state = RUNNING
            return True
        raise RuntimeError("Future in unexpected state")

    def _end(self, result, exception):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result, self._exception, self._state = result, exception, FINISHED
        self._call_back()

    def set_result(self, result):
        """End it with a result."""
        self._end(result, None)

    def set_exception(self, exception):
        """End it with an exception."""
        self._end(None, exception)


class Executor:
    """What runs functions elsewhere; a program may write its own, which runs them here."""

    def submit(self, fn, /, *args, **kwargs):
        """Run a function. Returns its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Results of many calls, in order."""
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            for future in futures:
                yield future.result(timeout)

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Nothing to do."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """The futures that have ended, and the others."""
    fs = set(fs)
    return DoneAndNotDoneFutures({f for f in fs if f.done()}, {f for f in fs if not f.done()})


def as_completed(fs, timeout=None):
    """The futures that have ended; TimeoutError when there are others."""
    fs = set(fs)
    ended = [f for f in fs if f.done()]
    yield from ended
    if len(ended) < len(fs):
        raise TimeoutError(f"{len(fs) - len(ended)} (of {len(fs)}) futures unfinished")
