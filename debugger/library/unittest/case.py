"""A single test: TestCase with its assertions, skipping and expected failures, subtests and cleanups."""

import sys
import time
import types
import warnings

from unittest import result
from unittest.util import (
    strclass, safe_repr, _count_diff_all_purpose, _count_diff_hashable, _common_shorten_repr,
)

__unittest = True

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."

_subtest_msg_sentinel = object()
_module_cleanups = []


class SkipTest(Exception):
    """Raised in a test, or in the set-up of a class or module, to skip it."""


class _ShouldStop(Exception):
    # Raised by a subtest that ends its test.
    pass


class _UnexpectedSuccess(Exception):
    # Kept for code that names it: a test that should have failed and did not.
    pass


# ---- cleanups and contexts ----


def _enter_context(cm, addcleanup):
    cls = type(cm)
    try:
        enter, leave = cls.__enter__, cls.__exit__
    except AttributeError:
        kind = f"{cls.__module__}.{cls.__qualname__}"
        raise TypeError(f"'{kind}' object does not support the context manager protocol") from None
    value = enter(cm)
    addcleanup(leave, cm, None, None, None)
    return value


def addModuleCleanup(function, /, *args, **kwargs):
    """As addCleanup, for after tearDownModule."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """As enterContext, until after tearDownModule."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Run the cleanups of the module, the last one first; the first exception is raised in the end."""
    raised = []
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as error:
            raised.append(error)
    if raised:
        raise raised[0]


# ---- skipping ----


def skip(reason):
    """Skip the decorated test or class."""

    def decorator(test_item):
        if not isinstance(test_item, type):
            from functools import wraps

            @wraps(test_item)
            def skip_wrapper(*args, **kwargs):
                raise SkipTest(reason)

            test_item = skip_wrapper
        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item

    if isinstance(reason, types.FunctionType):
        # Used without parentheses: there is no reason.
        test_item, reason = reason, ""
        return decorator(test_item)
    return decorator


def _id(obj):
    return obj


def skipIf(condition, reason):
    """Skip if the condition is true."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Skip unless the condition is true."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    """The decorated test, or every test of the class, is to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


# ---- running the parts of a test ----


class _Outcome:
    # What is known of a running test: whether all went well so far, and the failure that was expected.

    def __init__(self, result=None):
        self.expecting_failure = False
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.expectedFailure = None

    def testPartExecutor(self, test_case, subTest=False):
        return _Part(self, test_case, subTest)


class _Part:
    # Around set-up, the test itself, a subtest, tear-down and each cleanup: an exception is recorded and goes no further.

    def __init__(self, outcome, test_case, is_subtest):
        self.outcome = outcome
        self.test_case = test_case
        self.is_subtest = is_subtest

    def __enter__(self):
        self.before = self.outcome.success
        self.outcome.success = True

    def __exit__(self, cls, error, tb):
        outcome = self.outcome
        if cls is None:
            if self.is_subtest and outcome.success:
                outcome.result.addSubTest(self.test_case.test_case, self.test_case, None)
        elif issubclass(cls, KeyboardInterrupt):
            outcome.success = outcome.success and self.before
            return False
        elif issubclass(cls, SkipTest):
            outcome.success = False
            _addSkip(outcome.result, self.test_case, str(error))
        elif not issubclass(cls, _ShouldStop):
            self._failed((cls, error, tb))
        outcome.success = outcome.success and self.before
        return True

    def _failed(self, exc_info):
        outcome = self.outcome
        if outcome.expecting_failure:
            outcome.expectedFailure = exc_info
            return
        outcome.success = False
        if self.is_subtest:
            outcome.result.addSubTest(self.test_case.test_case, self.test_case, exc_info)
        else:
            _addError(outcome.result, self.test_case, exc_info)


def _addSkip(result, test_case, reason):
    add = getattr(result, "addSkip", None)
    if add is None:
        warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
        result.addSuccess(test_case)
    else:
        add(test_case, reason)


def _addError(result, test, exc_info):
    if result is None or exc_info is None:
        return
    if issubclass(exc_info[0], test.failureException):
        result.addFailure(test, exc_info)
    else:
        result.addError(test, exc_info)


# ---- contexts of assertions ----


def _is_subtype(expected, basetype):
    if isinstance(expected, tuple):
        return all(_is_subtype(each, basetype) for each in expected)
    return isinstance(expected, type) and issubclass(expected, basetype)


def _as_pattern(regex):
    if isinstance(regex, (str, bytes)):
        import re

        return re.compile(regex)
    return regex


class _BaseTestCaseContext:
    def __init__(self, test_case):
        self.test_case = test_case

    def _raiseFailure(self, standardMsg):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, standardMsg))


class _AssertRaisesBaseContext(_BaseTestCaseContext):
    # What assertRaises and assertWarns share: called with a function they run it, else they are a context manager.

    def __init__(self, expected, test_case, expected_regex=None):
        super().__init__(test_case)
        self.expected = expected
        self.expected_regex = None if expected_regex is None else _as_pattern(expected_regex)
        self.obj_name = None
        self.msg = None

    def handle(self, name, args, kwargs):
        try:
            if not _is_subtype(self.expected, self._base_type):
                raise TypeError(f"{name}() arg 1 must be {self._base_type_str}")
            if args:
                function, *args = args
                self.obj_name = getattr(function, "__name__", None) or str(function)
                with self:
                    function(*args, **kwargs)
                return None
            self.msg = kwargs.pop("msg", None)
            if kwargs:
                raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for this function")
            return self
        finally:
            # The frame of the caller may hold this context, and this context what was raised.
            self = None

    def _missing(self, what):
        by = f" by {self.obj_name}" if self.obj_name else ""
        self._raiseFailure(f"{self._expected_name()} not {what}{by}")

    def _expected_name(self):
        try:
            return self.expected.__name__
        except AttributeError:
            return str(self.expected)

    def _check_text(self, text):
        if self.expected_regex is not None and not self.expected_regex.search(text):
            self._raiseFailure(f'"{self.expected_regex.pattern}" does not match "{text}"')


class _AssertRaisesContext(_AssertRaisesBaseContext):
    """Of assertRaises and assertRaisesRegex; `exception` is what was raised."""

    _base_type = BaseException
    _base_type_str = "an exception type or tuple of exception types"

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._missing("raised")
        if tb is not None:
            import traceback

            traceback.clear_frames(tb)
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        self._check_text(str(exc_value))
        return True

    __class_getitem__ = classmethod(types.GenericAlias)


class _AssertWarnsContext(_AssertRaisesBaseContext):
    """Of assertWarns and assertWarnsRegex; `warning`, `filename`, `lineno` of the first that matches, `warnings` all."""

    _base_type = Warning
    _base_type_str = "a warning type or tuple of warning types"

    def __enter__(self):
        # A place that warned before would not warn again.
        for module in list(sys.modules.values()):
            if getattr(module, "__warningregistry__", None):
                module.__warningregistry__ = {}
        self.warnings_manager = warnings.catch_warnings(record=True)
        self.warnings = self.warnings_manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        first = None
        for each in self.warnings:
            warning = each.message
            if not isinstance(warning, self.expected):
                continue
            if first is None:
                first = warning
            if self.expected_regex is None or self.expected_regex.search(str(warning)):
                self.warning = warning
                self.filename = each.filename
                self.lineno = each.lineno
                return
        if first is not None:
            self._check_text(str(first))
        self._missing("triggered")


class _AssertNotWarnsContext(_AssertWarnsContext):
    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        if any(isinstance(each.message, self.expected) for each in self.warnings):
            self._raiseFailure(f"{self._expected_name()} triggered")


# ---- the test case ----


class TestCase:
    """One test of a class of tests: the method `methodName`, with setUp before and tearDown after it."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    _diffThreshold = 2**16
    _classSetupFailed = False
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = "No test"
        method = getattr(self, methodName, None)
        if method is not None:
            self._testMethodDoc = method.__doc__
        elif methodName != "runTest":
            # A case can be made without a test, for its assertions.
            raise ValueError(f"no such test method in {self.__class__}: {methodName}")
        self._cleanups = []
        self._subtest = None
        self._type_equality_funcs = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual", set: "assertSetEqual",
            frozenset: "assertSetEqual", str: "assertMultiLineEqual",
        }

    # -- fixtures --

    def setUp(self):
        """Before each test."""

    def tearDown(self):
        """After each test whose setUp went well."""

    @classmethod
    def setUpClass(cls):
        """Before the first test of the class."""

    @classmethod
    def tearDownClass(cls):
        """After the last test of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call this after tearDown, the last added first, also when setUp failed."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter a context manager that is left after tearDown. Returns what its __enter__ gave."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """As addCleanup, after tearDownClass."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """As enterContext, until after tearDownClass."""
        return _enter_context(cm, cls.addClassCleanup)

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual compare two values of exactly this type by a function that raises with a message."""
        self._type_equality_funcs[typeobj] = function

    # -- what a suite, a result and a person ask --

    def countTestCases(self):
        """One."""
        return 1

    def defaultTestResult(self):
        """The result that run() makes when it is given none."""
        return result.TestResult()

    def shortDescription(self):
        """The first line of the method's docstring."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        """The dotted name of the test."""
        return f"{strclass(self.__class__)}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f"{self._testMethodName} ({strclass(self.__class__)}.{self._testMethodName})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} testMethod={self._testMethodName}>"

    # -- running --

    def run(self, result=None):
        """Run the test and note in `result` what became of it."""
        own = result is None
        if own:
            result = self.defaultTestResult()
            _call_if_there(result, "startTestRun")
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = _reason_to_skip(self.__class__, method)
            if reason is None:
                self._run_parts(method, result)
            else:
                _addSkip(result, self, reason)
            return result
        finally:
            result.stopTest(self)
            if own:
                _call_if_there(result, "stopTestRun")

    def _run_parts(self, method, result):
        is_to_fail = getattr(self, "__unittest_expecting_failure__", False) or getattr(
            method, "__unittest_expecting_failure__", False
        )
        outcome = _Outcome(result)
        started = time.perf_counter()
        self._outcome = outcome
        try:
            with outcome.testPartExecutor(self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = is_to_fail
                with outcome.testPartExecutor(self):
                    self._callTestMethod(method)
                outcome.expecting_failure = False
                with outcome.testPartExecutor(self):
                    self._callTearDown()
            self.doCleanups()
            self._addDuration(result, time.perf_counter() - started)
            if outcome.success:
                if not is_to_fail:
                    result.addSuccess(self)
                elif outcome.expectedFailure:
                    self._addExpectedFailure(result, outcome.expectedFailure)
                else:
                    self._addUnexpectedSuccess(result)
        finally:
            # What was raised holds frames, and they hold this case.
            outcome.expectedFailure = None
            self._outcome = outcome = None

    def _addExpectedFailure(self, result, exc_info):
        add = getattr(result, "addExpectedFailure", None)
        if add is None:
            warnings.warn("TestResult has no addExpectedFailure method, reporting as passes", RuntimeWarning)
            result.addSuccess(self)
        else:
            add(self, exc_info)

    def _addUnexpectedSuccess(self, result):
        add = getattr(result, "addUnexpectedSuccess", None)
        if add is not None:
            add(self)
            return
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure", RuntimeWarning)
        try:
            raise _UnexpectedSuccess
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        add = getattr(result, "addDuration", None)
        if add is None:
            warnings.warn("TestResult has no addDuration method", RuntimeWarning, stacklevel=2)
        else:
            add(self, elapsed)

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn(
                f"It is deprecated to return a value that is not None from a test case ({method})",
                DeprecationWarning, stacklevel=4,
            )

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def doCleanups(self):
        """Run the cleanups now, the last added first. Whether all went well."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Run the cleanups of the class; what they raise is kept in tearDown_exceptions."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without collecting errors: they are raised."""
        method = getattr(self, self._testMethodName)
        reason = _reason_to_skip(self.__class__, method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """A part of the test that may fail by itself: the parameters are shown, and the test goes on after it."""
        return _SubTestContext(self, msg, params)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)

    # -- messages --

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return f"{standardMsg} : {msg}"
        except UnicodeDecodeError:
            return f"{safe_repr(standardMsg)} : {safe_repr(msg)}"

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def fail(self, msg=None):
        """Fail now."""
        raise self.failureException(msg)

    # -- assertions on one value --

    def assertFalse(self, expr, msg=None):
        """The expression is false."""
        if expr:
            raise self.failureException(self._formatMessage(msg, f"{safe_repr(expr)} is not false"))

    def assertTrue(self, expr, msg=None):
        """The expression is true."""
        if not expr:
            raise self.failureException(self._formatMessage(msg, f"{safe_repr(expr)} is not true"))

    def assertIsNone(self, obj, msg=None):
        """The value is None."""
        if obj is not None:
            self.fail(self._formatMessage(msg, f"{safe_repr(obj)} is not None"))

    def assertIsNotNone(self, obj, msg=None):
        """The value is not None."""
        if obj is None:
            self.fail(self._formatMessage(msg, "unexpectedly None"))

    def assertIsInstance(self, obj, cls, msg=None):
        """isinstance(obj, cls)."""
        if not isinstance(obj, cls):
            self.fail(self._formatMessage(msg, f"{safe_repr(obj)} is not an instance of {cls!r}"))

    def assertNotIsInstance(self, obj, cls, msg=None):
        """not isinstance(obj, cls)."""
        if isinstance(obj, cls):
            self.fail(self._formatMessage(msg, f"{safe_repr(obj)} is an instance of {cls!r}"))

    # -- assertions on two values --

    def assertIs(self, expr1, expr2, msg=None):
        """Both are the same object."""
        if expr1 is not expr2:
            self.fail(self._formatMessage(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}"))

    def assertIsNot(self, expr1, expr2, msg=None):
        """They are two objects."""
        if expr1 is expr2:
            self.fail(self._formatMessage(msg, f"unexpectedly identical: {safe_repr(expr1)}"))

    def assertIn(self, member, container, msg=None):
        """member in container."""
        if member not in container:
            self.fail(self._formatMessage(msg, f"{safe_repr(member)} not found in {safe_repr(container)}"))

    def assertNotIn(self, member, container, msg=None):
        """member not in container."""
        if member in container:
            self.fail(self._formatMessage(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}"))

    def assertLess(self, a, b, msg=None):
        """a < b."""
        if not a < b:
            self.fail(self._formatMessage(msg, f"{safe_repr(a)} not less than {safe_repr(b)}"))

    def assertLessEqual(self, a, b, msg=None):
        """a <= b."""
        if not a <= b:
            self.fail(self._formatMessage(msg, f"{safe_repr(a)} not less than or equal to {safe_repr(b)}"))

    def assertGreater(self, a, b, msg=None):
        """a > b."""
        if not a > b:
            self.fail(self._formatMessage(msg, f"{safe_repr(a)} not greater than {safe_repr(b)}"))

    def assertGreaterEqual(self, a, b, msg=None):
        """a >= b."""
        if not a >= b:
            self.fail(self._formatMessage(msg, f"{safe_repr(a)} not greater than or equal to {safe_repr(b)}"))

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal, or no further apart than delta, or equal when rounded to so many places (7)."""
        if first == second:
            return
        distance, limit, is_near = _nearness(first, second, places, delta)
        if not is_near:
            shown = f"{safe_repr(first)} != {safe_repr(second)} within {limit} ({safe_repr(distance)} difference)"
            raise self.failureException(self._formatMessage(msg, shown))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Further apart than delta, or not equal when rounded to so many places (7)."""
        distance, limit, is_near = _nearness(first, second, places, delta)
        if first == second or is_near:
            shown = f"{safe_repr(first)} == {safe_repr(second)} within {limit}"
            if delta is not None:
                shown += f" ({safe_repr(distance)} difference)"
            raise self.failureException(self._formatMessage(msg, shown))

    # -- equality --

    def _getAssertEqualityFunc(self, first, second):
        # Only two values of one and the same type are compared by what is registered for it.
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if isinstance(function, str):
                return getattr(self, function)
            if function is not None:
                return function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            shown = "%s != %s" % _common_shorten_repr(first, second)
            raise self.failureException(self._formatMessage(msg, shown))

    def assertEqual(self, first, second, msg=None):
        """first == second; containers and texts that differ are shown as a comparison."""
        assertion_func = self._getAssertEqualityFunc(first, second)
        assertion_func(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """first != second."""
        if not first != second:
            raise self.failureException(self._formatMessage(msg, f"{safe_repr(first)} == {safe_repr(second)}"))

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Two sequences have equal items in the same order; seq_type: both are of this type."""
        kind = "sequence" if seq_type is None else seq_type.__name__
        if seq_type is not None:
            for which, seq in (("First", seq1), ("Second", seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f"{which} sequence is not a {kind}: {safe_repr(seq)}")
        shown = _compare_sequences(seq1, seq2, kind)
        if shown is None:
            return
        difference = "\n" + _difference_of(_pretty_lines(seq1), _pretty_lines(seq2), "\n")
        self.fail(self._formatMessage(msg, self._truncateMessage(shown, difference)))

    def assertListEqual(self, list1, list2, msg=None):
        """Two lists are equal."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """Two tuples are equal."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Two sets are equal; anything with a difference() will do."""
        try:
            only_first = set1.difference(set2)
        except TypeError as e:
            self.fail(f"invalid type when attempting set difference: {e}")
        except AttributeError as e:
            self.fail(f"first argument does not support set difference: {e}")
        try:
            only_second = set2.difference(set1)
        except TypeError as e:
            self.fail(f"invalid type when attempting set difference: {e}")
        except AttributeError as e:
            self.fail(f"second argument does not support set difference: {e}")
        lines = []
        for heading, items in (
            ("Items in the first set but not the second:", only_first),
            ("Items in the second set but not the first:", only_second),
        ):
            if items:
                lines.append(heading)
                lines.extend(repr(item) for item in items)
        if lines:
            self.fail(self._formatMessage(msg, "\n".join(lines)))

    def assertDictEqual(self, d1, d2, msg=None):
        """Two dicts are equal."""
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            shown = "%s != %s" % _common_shorten_repr(d1, d2)
            difference = "\n" + _difference_of(_pretty_lines(d1), _pretty_lines(d2), "\n")
            self.fail(self._formatMessage(msg, self._truncateMessage(shown, difference)))

    def assertCountEqual(self, first, second, msg=None):
        """Two iterables have the same items the same number of times, in any order."""
        actual, expected = list(first), list(second)
        try:
            differences = _count_diff_hashable(actual, expected)
        except TypeError:
            differences = _count_diff_all_purpose(actual, expected)
        if differences:
            lines = [f"First has {a}, Second has {e}:  {value!r}" for a, e, value in differences]
            shown = self._truncateMessage("Element counts were not equal:\n", "\n".join(lines))
            self.fail(self._formatMessage(msg, shown))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Two texts are equal; shown as lines that differ."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        # A missing newline at the very end of both would make the comparison hard to read.
        a, b = first, second
        if first and second:
            if first[-1] != "\n" and second[-1] != "\n":
                a, b = first + "\n", second + "\n"
            elif second[-1] != "\n":
                b = second + "\n"
            elif first[-1] != "\n":
                a = first + "\n"
        shown = "%s != %s" % _common_shorten_repr(first, second)
        difference = "\n" + _difference_of(a.splitlines(keepends=True), b.splitlines(keepends=True), "")
        self.fail(self._formatMessage(msg, self._truncateMessage(shown, difference)))

    # -- assertions on what code does --

    def assertRaises(self, expected_exception, *args, **kwargs):
        """The function called with these arguments, or the body of `with`, raises such an exception."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle("assertRaises", args, kwargs)
        finally:
            context = None

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises, and the text of the exception is found by a regular expression."""
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """The function called with these arguments, or the body of `with`, gives such a warning."""
        context = _AssertWarnsContext(expected_warning, self)
        return context.handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns, and the text of the warning is found by a regular expression."""
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def _assertNotWarns(self, expected_warning, *args, **kwargs):
        context = _AssertNotWarnsContext(expected_warning, self)
        return context.handle("_assertNotWarns", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """The body of `with` logs at least one message, to this logger or its children, at this level (INFO) or above."""
        from unittest._log import _AssertLogsContext

        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """The body of `with` logs nothing, to this logger or its children, at this level (INFO) or above."""
        from unittest._log import _AssertLogsContext

        return _AssertLogsContext(self, logger, level, no_logs=True)

    def assertRegex(self, text, expected_regex, msg=None):
        """A regular expression is found in the text."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, "expected_regex must not be empty."
        pattern = _as_pattern(expected_regex)
        if not pattern.search(text):
            shown = f"Regex didn't match: {pattern.pattern!r} not found in {text!r}"
            raise self.failureException(self._formatMessage(msg, shown))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """A regular expression is not found in the text."""
        pattern = _as_pattern(unexpected_regex)
        match = pattern.search(text)
        if match:
            shown = f"Regex matched: {match.group()!r} matches {pattern.pattern!r} in {text!r}"
            raise self.failureException(self._formatMessage(msg, shown))


def _call_if_there(target, name):
    function = getattr(target, name, None)
    if function is not None:
        function()


def _reason_to_skip(cls, method):
    if not (getattr(cls, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False)):
        return None
    return getattr(cls, "__unittest_skip_why__", "") or getattr(method, "__unittest_skip_why__", "")


def _nearness(first, second, places, delta):
    # The distance, how a message names the limit, and whether the distance is within it.
    if delta is not None and places is not None:
        raise TypeError("specify delta or places not both")
    distance = abs(first - second)
    if delta is not None:
        return distance, f"{safe_repr(delta)} delta", distance <= delta
    if places is None:
        places = 7
    return distance, f"{places} places", round(distance, places) == 0


def _pretty_lines(value):
    import pprint

    return pprint.pformat(value).splitlines()


def _difference_of(before, after, separator):
    import difflib

    return separator.join(difflib.ndiff(before, after))


def _compare_sequences(seq1, seq2, kind):
    # None when they are equal, else how they differ.
    lengths = []
    for which, seq in (("First", seq1), ("Second", seq2)):
        try:
            lengths.append(len(seq))
        except (TypeError, NotImplementedError):
            return f"{which} {kind} has no length.    Non-sequence?"
    if seq1 == seq2:
        return None
    shown = "%ss differ: %s != %s\n" % (kind.capitalize(), *_common_shorten_repr(seq1, seq2))
    for i in range(min(lengths)):
        items = []
        for which, seq in (("first", seq1), ("second", seq2)):
            try:
                items.append(seq[i])
            except (TypeError, IndexError, NotImplementedError):
                return f"{shown}\nUnable to index element {i} of {which} {kind}\n"
        if items[0] != items[1]:
            shown += "\nFirst differing element %d:\n%s\n%s\n" % (i, *_common_shorten_repr(*items))
            break
    else:
        if lengths[0] == lengths[1] and type(seq1) != type(seq2):
            # Equal item by item, only of two types that are never equal.
            return None
    if lengths[0] == lengths[1]:
        return shown
    which, longer = ("First", seq1) if lengths[0] > lengths[1] else ("Second", seq2)
    short = min(lengths)
    shown += f"\n{which} {kind} contains {abs(lengths[0] - lengths[1])} additional elements.\n"
    try:
        return shown + "First extra element %d:\n%s\n" % (short, safe_repr(longer[short]))
    except (TypeError, IndexError, NotImplementedError):
        return shown + f"Unable to index element {short} of {which.lower()} {kind}\n"


# ---- subtests ----


class _SubTestContext:
    def __init__(self, test_case, message, params):
        self._test_case = test_case
        self._message = message
        self._params = params

    def __enter__(self):
        test = self._test_case
        outcome = test._outcome
        self._part = None
        if outcome is None or not outcome.result_supports_subtests:
            return
        self._parent = parent = test._subtest
        params = self._params if parent is None else {**self._params, **_without(parent.params, self._params)}
        test._subtest = _SubTest(test, self._message, params)
        self._part = outcome.testPartExecutor(test._subtest, subTest=True)
        self._part.__enter__()

    def __exit__(self, *exc_info):
        if self._part is None:
            return False
        test = self._test_case
        outcome = test._outcome
        test._subtest = self._parent
        if not self._part.__exit__(*exc_info):
            return False
        if not outcome.success:
            result = outcome.result
            if result is not None and result.failfast:
                raise _ShouldStop
        elif outcome.expectedFailure:
            # The test is to fail, and it has: what follows does not matter.
            raise _ShouldStop
        return True


def _without(params, names):
    return {name: value for name, value in params.items() if name not in names}


class _SubTest(TestCase):
    def __init__(self, test_case, message, params):
        super().__init__()
        self._message = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = [] if self._message is _subtest_msg_sentinel else [f"[{self._message}]"]
        if self.params:
            parts.append("(%s)" % ", ".join(f"{name}={value!r}" for name, value in self.params.items()))
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._subDescription()}"

    def shortDescription(self):
        """The first line of the docstring of the test it is part of."""
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._subDescription()}"


class FunctionTestCase(TestCase):
    """A test made of a function, with functions for set-up and tear-down if need be."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc = setUp
        self._tearDownFunc = tearDown
        self._testFunc = testFunc
        self._description = description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash((type(self), *self._parts()))

    def __str__(self):
        return f"{strclass(self.__class__)} ({self._testFunc.__name__})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} tec={self._testFunc}>"

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split("\n")[0].strip() or None
