"""Finding tests: in classes, modules, and by dotted names.

Folders cannot be searched here, since a program reaches no files: discover() says so.
"""

import sys
import types

from unittest import case, suite, util

__unittest = True


class _FailedTest(case.TestCase):
    # Stands for tests that could not be loaded; running it raises why.
    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception

        return testFailure


class TestLoader:
    """Makes suites of what it finds."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        self._loading_packages = set()

    def loadTestsFromTestCase(self, testCaseClass):
        """A suite of all tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError(
                "Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?"
            )
        names = []
        # These two are no tests themselves, though they may have runTest.
        if testCaseClass not in (case.TestCase, case.FunctionTestCase):
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, "runTest"):
                names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """A suite of all test classes of a module, or what its load_tests gives."""
        found = []
        for name in dir(module):
            each = getattr(module, name)
            if isinstance(each, type) and issubclass(each, case.TestCase) and each not in (
                case.TestCase, case.FunctionTestCase
            ):
                found.append(self.loadTestsFromTestCase(each))
        tests = self.suiteClass(found)
        load_tests = getattr(module, "load_tests", None)
        if load_tests is None:
            return tests
        try:
            return load_tests(self, tests, pattern)
        except Exception as error:
            return self._failed(module.__name__, error, "Failed to call load_tests:\n" + _last_traceback())

    def loadTestsFromName(self, name, module=None):
        """A suite for a dotted name: a module, a class, a method, or something callable that gives tests."""
        parts = name.split(".")
        failed = None
        if module is None:
            module, used, failed = self._import_start_of(parts)
            if module is None:
                return failed
            parts = parts[used:]
        parent = None
        found = module
        for part in parts:
            try:
                parent, found = found, getattr(found, part)
            except AttributeError as error:
                # A module that could not be imported is the reason why its name is missing in the package.
                if getattr(found, "__path__", None) is not None and failed is not None:
                    return failed
                text = "Failed to access attribute:\n" + _last_traceback()
                return self._failed(part, error, text)
        return self._tests_of(found, parent, parts[-1] if parts else None)

    def _import_start_of(self, parts):
        failed = None
        for used in range(len(parts), 0, -1):
            name = ".".join(parts[:used])
            try:
                module = __import__(name)
            except ImportError as error:
                text = f"Failed to import test module: {parts[used - 1]}\n" + _last_traceback()
                failed = self._failed(parts[used - 1], ImportError(text), text)
                if used == 1:
                    self.errors.append(self.errors.pop())
                    return None, 0, failed
                self.errors.pop()
            else:
                return module, 1, failed
        raise ValueError("Empty module name")

    def _tests_of(self, found, parent, name):
        if isinstance(found, types.ModuleType):
            return self.loadTestsFromModule(found)
        if isinstance(found, type) and issubclass(found, case.TestCase) and found not in (
            case.TestCase, case.FunctionTestCase
        ):
            return self.loadTestsFromTestCase(found)
        if isinstance(parent, type) and issubclass(parent, case.TestCase) and isinstance(found, types.FunctionType):
            test = parent(name)
            # A static method is found as a plain function, too: it is no test.
            if not isinstance(getattr(test, name), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(found, suite.TestSuite):
            return found
        if not callable(found):
            raise TypeError(f"don't know how to make test from: {found}")
        test = found()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError(f"calling {found} returned {test}, not a test")

    def _failed(self, name, error, message):
        self.errors.append(message)
        return self.suiteClass([_FailedTest(name, error)])

    def loadTestsFromNames(self, names, module=None):
        """A suite of the suites of several names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The sorted names of the methods of a class that are tests."""
        names = [name for name in dir(testCaseClass) if self._is_test(testCaseClass, name)]
        if self.sortTestMethodsUsing:
            from functools import cmp_to_key

            names.sort(key=cmp_to_key(self.sortTestMethodsUsing))
        return names

    def _is_test(self, cls, name):
        if not name.startswith(self.testMethodPrefix) or not callable(getattr(cls, name)):
            return False
        if self.testNamePatterns is None:
            return True
        full = f"{cls.__module__}.{cls.__qualname__}.{name}"
        return any(_matches(full, pattern) for pattern in self.testNamePatterns)

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """Refused: a program reaches no folders."""
        raise NotImplementedError(
            "test discovery is not in Coro: a program reaches no folders; name the test modules instead"
        )


def _matches(text, pattern):
    import re

    regex = []
    i = 0
    while i < len(pattern):
        char = pattern[i]
        i += 1
        if char == "*":
            regex.append(".*")
        elif char == "?":
            regex.append(".")
        elif char == "[" and "]" in pattern[i + 1:]:
            end = pattern.index("]", i + 1)
            inside = pattern[i:end].replace("\\", "\\\\")
            if inside[0] == "!":
                inside = "^" + inside[1:]
            regex.append(f"[{inside}]")
            i = end + 1
        else:
            regex.append(re.escape(char))
    return re.fullmatch("".join(regex), text, re.DOTALL) is not None


def _last_traceback():
    import traceback

    return traceback.format_exc()


defaultTestLoader = TestLoader()
