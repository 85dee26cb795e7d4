"""Suites: tests in an order, with the set-up and tear-down of their classes and modules around them."""

import sys

from unittest import case, util

__unittest = True


def _call_if_exists(parent, attr):
    getattr(parent, attr, lambda: None)()


class BaseTestSuite:
    """A list of tests and suites that runs them one after another."""

    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return f"<{util.strclass(self.__class__)} tests={list(self)}>"

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        """How many tests are in it, those that ran and were let go included."""
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        """Put a test or a suite at the end."""
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        """Put several at the end."""
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        """Run all of it, noting what happens in `result`."""
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def _removeTestAtIndex(self, index):
        # A test that has run is let go, with all it holds.
        try:
            test = self._tests[index]
        except TypeError:
            return
        if hasattr(test, "countTestCases"):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run all of it without collecting errors: the first one is raised."""
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """A suite that calls setUpClass, tearDownClass, setUpModule and tearDownModule where classes and modules change."""

    def run(self, result, debug=False):
        is_outermost = not getattr(result, "_testRunEntered", False)
        if is_outermost:
            result._testRunEntered = True
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _isnotsuite(test) and not self._arrive(test.__class__, result):
                continue
            if debug:
                test.debug()
            else:
                test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        if is_outermost:
            self._leave_class(None, result)
            self._leave_module(result)
            result._testRunEntered = False
        return result

    def debug(self):
        """Run all of it without collecting errors: the first one is raised."""
        self.run(_DebugResult(), True)

    def _arrive(self, cls, result):
        # Before a test of this class: what was before is torn down, what begins is set up. Whether the test can run.
        before = getattr(result, "_previousTestClass", None)
        if cls != before:
            self._leave_class(cls, result)
        if before is None or cls.__module__ != before.__module__:
            self._leave_module(result)
            self._enter_module(cls.__module__, result)
        if cls != before:
            self._enter_class(cls, result)
            result._previousTestClass = cls
        return not (_has_failed(cls) or getattr(result, "_moduleSetUpFailed", False))

    def _enter_module(self, name, result):
        result._moduleSetUpFailed = False
        prepare = getattr(sys.modules.get(name), "setUpModule", None)
        if prepare is None:
            return
        with _Capture(result):
            if not _fixture(result, prepare, "setUpModule", name):
                result._moduleSetUpFailed = True
                _fixture(result, case.doModuleCleanups, "setUpModule", name)

    def _leave_module(self, result):
        cls = getattr(result, "_previousTestClass", None)
        if cls is None or getattr(result, "_moduleSetUpFailed", False) or cls.__module__ not in sys.modules:
            return
        name = cls.__module__
        with _Capture(result):
            end = getattr(sys.modules[name], "tearDownModule", None)
            if end is not None:
                _fixture(result, end, "tearDownModule", name)
            _fixture(result, case.doModuleCleanups, "tearDownModule", name)

    def _enter_class(self, cls, result):
        if getattr(result, "_moduleSetUpFailed", False) or getattr(cls, "__unittest_skip__", False):
            return
        _mark(cls, False)
        prepare = getattr(cls, "setUpClass", None)
        if prepare is None:
            return
        with _Capture(result):
            if not _fixture(result, prepare, "setUpClass", util.strclass(cls)):
                _mark(cls, True)
                _clean_class(cls, result, "setUpClass")

    def _leave_class(self, following, result):
        cls = getattr(result, "_previousTestClass", None)
        if cls is None or cls == following or _has_failed(cls) or getattr(cls, "__unittest_skip__", False):
            return
        if getattr(result, "_moduleSetUpFailed", False):
            return
        with _Capture(result):
            end = getattr(cls, "tearDownClass", None)
            if end is not None:
                _fixture(result, end, "tearDownClass", util.strclass(cls))
            _clean_class(cls, result, "tearDownClass")


class _Capture:
    # What fixtures print is held back as that of tests is.
    def __init__(self, result):
        self._result = result

    def __enter__(self):
        _call_if_exists(self._result, "_setupStdout")

    def __exit__(self, *exc_info):
        _call_if_exists(self._result, "_restoreStdout")


def _fixture(result, function, step, where):
    # Runs one set-up or tear-down. Whether it went well; what it raised is recorded under its name.
    try:
        function()
    except Exception as error:
        _record(result, (type(error), error, error.__traceback__), f"{step} ({where})")
        return False
    return True


def _clean_class(cls, result, step):
    clean = getattr(cls, "doClassCleanups", None)
    if clean is not None:
        clean()
        for exc_info in cls.tearDown_exceptions:
            _record(result, exc_info, f"{step} ({util.strclass(cls)})")


def _record(result, exc_info, name):
    error = exc_info[1]
    if isinstance(result, _DebugResult):
        raise error
    skip = getattr(result, "addSkip", None)
    if skip is not None and isinstance(error, case.SkipTest):
        skip(_ErrorHolder(name), str(error))
    else:
        result.addError(_ErrorHolder(name), exc_info)


def _mark(cls, failed):
    try:
        cls._classSetupFailed = failed
    except TypeError:
        pass  # a plain function was put into the suite


def _has_failed(cls):
    return getattr(cls, "_classSetupFailed", False)


class _ErrorHolder:
    # Stands for a test in a result when set-up or tear-down of a class or module failed.

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f"<ErrorHolder description={self.description!r}>"

    def __str__(self):
        return self.description

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _isnotsuite(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult:
    # The result of a suite run by debug(): remembers only where it is.
    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
