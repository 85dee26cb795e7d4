"""What became of the tests of a run."""

import sys

from unittest import util

__unittest = True

STDOUT_LINE = "\nStdout:\n%s"
STDERR_LINE = "\nStderr:\n%s"


def failfast(method):
    """Makes a method that records a failure stop the run when `failfast` is set."""
    from functools import wraps

    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kw)

    return inner


class TestResult:
    """The results of a run: a runner and its tests fill it, and it is asked in the end whether all went well."""

    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.collectedDurations = []
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False
        self._stdout_buffer = None
        self._stderr_buffer = None
        self._original_stdout = sys.stdout
        self._original_stderr = sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """Called at the end of a run by the runner."""

    def startTest(self, test):
        """Called when a test is about to run."""
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stderr_buffer is None:
            from io import StringIO

            self._stdout_buffer, self._stderr_buffer = StringIO(), StringIO()
        sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def startTestRun(self):
        """Called once before the first test."""

    def stopTest(self, test):
        """Called when a test has run."""
        self._restoreStdout()
        self._mirrorOutput = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            for held, original, heading in (
                (sys.stdout, self._original_stdout, STDOUT_LINE), (sys.stderr, self._original_stderr, STDERR_LINE)
            ):
                text = held.getvalue()
                if text:
                    original.write(heading % (text if text.endswith("\n") else text + "\n"))
        sys.stdout, sys.stderr = self._original_stdout, self._original_stderr
        for held in (self._stdout_buffer, self._stderr_buffer):
            held.seek(0)
            held.truncate()

    def stopTestRun(self):
        """Called once after the last test."""

    def _keep(self, found, test, err):
        found.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addError(self, test, err):
        """An exception that is no failed assertion; `err` as sys.exc_info() gives it."""
        self._keep(self.errors, test, err)

    @failfast
    def addFailure(self, test, err):
        """A failed assertion."""
        self._keep(self.failures, test, err)

    def addSubTest(self, test, subtest, err):
        """The end of a subtest; `err` is None when it went well."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        is_failure = issubclass(err[0], test.failureException)
        self._keep(self.failures if is_failure else self.errors, subtest, err)

    def addSuccess(self, test):
        """A test that went well."""

    def addSkip(self, test, reason):
        """A test that was skipped."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """A test that failed as expected."""
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        """A test that was expected to fail and did not."""
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        """How many seconds a test took, skipped or not."""
        self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        """Whether nothing failed so far."""
        return not (self.failures or self.errors or getattr(self, "unexpectedSuccesses", None))

    def stop(self):
        """Ask the run to end before the next test."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        from traceback import TracebackException

        cls, value, tb = err
        tb = self._clean_tracebacks(cls, value, tb, test)
        text = TracebackException(cls, value, tb, capture_locals=self.tb_locals, compact=True)
        parts = list(text.format())
        if self.buffer:
            for held, heading in ((sys.stdout, STDOUT_LINE), (sys.stderr, STDERR_LINE)):
                printed = held.getvalue()
                if printed:
                    parts.append(heading % (printed if printed.endswith("\n") else printed + "\n"))
        return "".join(parts)

    def _clean_tracebacks(self, exctype, value, tb, test):
        # The frames of this package say nothing about the test: those before it go, and those of the assertion after it.
        first = None
        waiting = [(exctype, value, tb)]
        seen = {id(value)}
        while waiting:
            cls, each, tb = waiting.pop()
            while tb is not None and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if cls is test.failureException:
                self._remove_unittest_tb_frames(tb)
            if first is None:
                first = (tb,)
            elif each is not None:
                each.__traceback__ = tb
            if each is not None:
                for other in (each.__cause__, each.__context__):
                    if other is not None and id(other) not in seen:
                        seen.add(id(other))
                        waiting.append((type(other), other, other.__traceback__))
        value.__traceback__ = first[0]
        return first[0]

    def _is_relevant_tb_level(self, tb):
        return "__unittest" in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        last = None
        while tb is not None and not self._is_relevant_tb_level(tb):
            last = tb
            tb = tb.tb_next
        if last is not None:
            last.tb_next = None

    def __repr__(self):
        counts = f"run={self.testsRun} errors={len(self.errors)} failures={len(self.failures)}"
        return f"<{util.strclass(self.__class__)} {counts}>"
