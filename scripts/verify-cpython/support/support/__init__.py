# What CPython's tests expect of their helpers, as far as the tests run here need it, written for this engine.

import contextlib
import functools
import gc
import io
import os
import sys
import unittest

SHORT_TIMEOUT = 30.0
LONG_TIMEOUT = 300.0
LOOPBACK_TIMEOUT = 10.0
HAVE_DOCSTRINGS = True
MISSING_C_DOCSTRINGS = False
Py_DEBUG = False
Py_TRACE_REFS = False
Py_GIL_DISABLED = False
REPO_ROOT = "/nowhere"
is_wasi = is_emscripten = is_android = is_apple = is_jython = False
has_socket_support = False
has_subprocess_support = False
has_fork_support = False
verbose = 0


def gc_collect():
    gc.collect()


@contextlib.contextmanager
def disable_gc():
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _always(reason):
    def decorate(thing=None):
        return unittest.skip(reason)(thing) if thing is not None else decorate

    return decorate


def cpython_only(test):
    # What CPython alone promises is what this engine promises, too.
    return test


def check_impl_detail(**guards):
    return guards.get("cpython", not any(guards.values()))


def impl_detail(msg=None, **guards):
    return lambda test: test


def requires_docstrings(test):
    return test


def no_tracing(test):
    return test


def refcount_test(test):
    return test


def force_not_colorized(test):
    return test


def force_not_colorized_test_class(cls):
    return cls


def suppress_immortalization(suppress=True):
    return lambda test: test


def requires_resource(resource):
    return lambda test: test


def bigmemtest(size, memuse, dry_run=True):
    return unittest.skip("needs much memory")


def bigaddrspacetest(test):
    return unittest.skip("needs much memory")(test)


def requires_working_socket(*, module=False):
    # Whole modules say so because of asyncio, which needs none here.
    return None if module else unittest.skip("needs a socket")


def requires_subprocess():
    return unittest.skip("needs a process")


def requires_fork():
    return unittest.skip("needs a process")


def requires_gil_enabled(msg="needs the GIL"):
    return lambda test: test


def requires_specialization(test):
    return test


def skip_on_s390x(test):
    return test


skip_if_sanitizer = lambda *args, **kwargs: lambda test: test
skip_emscripten_stack_overflow = skip_wasi_stack_overflow = lambda: lambda test: test


@contextlib.contextmanager
def _captured(name):
    was = getattr(sys, name)
    stream = io.StringIO()
    setattr(sys, name, stream)
    try:
        yield stream
    finally:
        setattr(sys, name, was)


def captured_output(name):
    return _captured(name)


def captured_stdout():
    return _captured("stdout")


def captured_stderr():
    return _captured("stderr")


@contextlib.contextmanager
def swap_attr(thing, name, value):
    missing = object()
    was = getattr(thing, name, missing)
    setattr(thing, name, value)
    try:
        yield None if was is missing else was
    finally:
        if was is missing:
            delattr(thing, name)
        else:
            setattr(thing, name, was)


@contextlib.contextmanager
def swap_item(thing, key, value):
    missing = object()
    was = thing.get(key, missing)
    thing[key] = value
    try:
        yield None if was is missing else was
    finally:
        if was is missing:
            thing.pop(key, None)
        else:
            thing[key] = was


def get_attribute(thing, name):
    try:
        return getattr(thing, name)
    except AttributeError:
        raise unittest.SkipTest(f"{thing!r} has no {name}")


class catch_unraisable_exception:
    def __enter__(self):
        self.unraisable = None
        self._was = sys.unraisablehook
        sys.unraisablehook = self._seen
        return self

    def _seen(self, unraisable):
        self.unraisable = unraisable

    def __exit__(self, *exc):
        sys.unraisablehook = self._was
        del self.unraisable


class SuppressCrashReport:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


def get_c_recursion_limit():
    return 2000


def exceeds_recursion_limit():
    return 10_000


def get_recursion_depth():
    depth = 0
    frame = sys._getframe(1)
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def get_recursion_available():
    return sys.getrecursionlimit() - get_recursion_depth()


@contextlib.contextmanager
def set_recursion_limit(limit):
    was = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(was)


def infinite_recursion(max_depth=None):
    return set_recursion_limit(get_recursion_depth() + (max_depth or 200))


@contextlib.contextmanager
def setswitchinterval(interval):
    yield


def check__all__(case, module, name_of_module=None, extra=(), not_exported=()):
    expected = set(extra)
    owners = (module.__name__,) if name_of_module is None else (name_of_module,)
    for name in dir(module):
        if name.startswith("_") or name in not_exported:
            continue
        thing = getattr(module, name)
        if getattr(thing, "__module__", None) in owners or (
            not hasattr(thing, "__module__") and type(thing) is not type(sys)
        ):
            expected.add(name)
    case.assertCountEqual(module.__all__, expected)


def check_disallow_instantiation(case, cls, *args, **kwargs):
    name = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
    case.assertRaisesRegex(TypeError, f"cannot create '.*{cls.__name__}' instances", cls, *args, **kwargs)


def check_syntax_error(case, statement, errtext="", *, lineno=None, offset=None):
    with case.assertRaisesRegex(SyntaxError, errtext):
        compile(statement, "<test string>", "exec")


def busy_retry(timeout, err_msg=None, /, *, error=True):
    for _ in range(1000):
        yield
    if error:
        raise AssertionError(err_msg or "timed out")


sleeping_retry = busy_retry


def maybe_get_event_loop_policy():
    import asyncio

    return asyncio.events._event_loop_policy


def reap_children():
    pass


def load_package_tests(*args):
    raise unittest.SkipTest("found otherwise")


def run_with_locale(*args):
    return lambda test: test


class _Equal:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class _Never:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    __hash__ = object.__hash__


ALWAYS_EQ = _Equal()
NEVER_EQ = _Never()
from test.support import import_helper, os_helper, script_helper, socket_helper, testcase, threading_helper, warnings_helper
