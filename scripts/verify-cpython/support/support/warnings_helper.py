# Warnings for tests.

import contextlib
import re
import sys
import warnings


class WarningsRecorder:
    def __init__(self, seen):
        self._seen = seen
        self._from = 0

    def __getattr__(self, name):
        if len(self._seen) > self._from:
            return getattr(self._seen[-1], name)
        if name in ("message", "category", "filename", "lineno", "file", "line", "source"):
            return None
        raise AttributeError(name)

    @property
    def warnings(self):
        return self._seen[self._from :]

    def reset(self):
        self._from = len(self._seen)


@contextlib.contextmanager
def check_warnings(*filters, quiet=None):
    if not filters:
        filters = (("", Warning),)
        if quiet is None:
            quiet = True
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        yield WarningsRecorder(seen)
    left = [one.message for one in seen]
    missing = []
    for text, category in filters:
        found = [one for one in left if re.match(text, str(one), re.I) and isinstance(one, category)]
        if not found and not quiet:
            missing.append((text, category.__name__))
        left = [one for one in left if one not in found]
    if left:
        raise AssertionError(f"unhandled warning {left[0]!r}")
    if missing:
        raise AssertionError(f"filter {missing[0]} did not catch any warning")


@contextlib.contextmanager
def check_no_warnings(case, message="", category=Warning, force_gc=False):
    with warnings.catch_warnings(record=True) as seen:
        warnings.filterwarnings("always", message=message, category=category)
        yield
    case.assertEqual(seen, [])


check_no_resource_warning = check_no_warnings


@contextlib.contextmanager
def save_restore_warnings_filters():
    was = warnings.filters[:]
    try:
        yield
    finally:
        warnings.filters[:] = was


def ignore_warnings(*, category):
    def decorate(test):
        def wrapped(*args, **kwargs):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", category)
                return test(*args, **kwargs)

        return wrapped

    return decorate


def check_syntax_warning(case, statement, errtext="", *, lineno=1, offset=None):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", SyntaxWarning)
        compile(statement, "<testcase>", "exec")
    case.assertEqual(len(seen), 1)
    case.assertRegex(str(seen[0].message), errtext)
