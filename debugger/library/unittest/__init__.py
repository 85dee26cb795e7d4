"""Unit tests: cases, suites, a loader and a runner that prints results as text.

Mocks are in unittest.mock; asynchronous cases (IsolatedAsyncioTestCase) are loaded when first asked for.
"""

__all__ = [
    "TestResult", "TestCase", "IsolatedAsyncioTestCase", "TestSuite", "TextTestRunner", "TestLoader", "FunctionTestCase",
    "main", "defaultTestLoader", "SkipTest", "skip", "skipIf", "skipUnless", "expectedFailure", "TextTestResult",
    "installHandler", "registerResult", "removeResult", "removeHandler", "addModuleCleanup", "doModuleCleanups",
    "enterModuleContext",
]

__unittest = True

from unittest.result import TestResult
from unittest.case import (
    addModuleCleanup, TestCase, FunctionTestCase, SkipTest, skip, skipIf, skipUnless, expectedFailure, doModuleCleanups,
    enterModuleContext,
)
from unittest.suite import BaseTestSuite, TestSuite
from unittest.loader import TestLoader, defaultTestLoader
from unittest.signals import installHandler, registerResult, removeResult, removeHandler
from unittest.runner import TextTestRunner, TextTestResult
from unittest.main import TestProgram, main


def __dir__():
    return sorted(set(globals()) | {"IsolatedAsyncioTestCase"})


def __getattr__(name):
    # asyncio is not loaded for tests that do not await.
    if name == "IsolatedAsyncioTestCase":
        global IsolatedAsyncioTestCase
        from unittest.async_case import IsolatedAsyncioTestCase

        return IsolatedAsyncioTestCase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
