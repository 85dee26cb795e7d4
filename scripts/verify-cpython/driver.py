# Runs the methods of the TestCases of one module and reports each on a line of its own, as JSON behind a control character.

import sys
import unittest
import _thread

import test.support

name, done, only = sys.argv[1], set(eval(sys.argv[2])), eval(sys.argv[3])
out = sys.stdout


def quoted(text):
    marks = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    parts = []
    for c in text:
        if c in marks:
            parts.append(marks[c])
        elif " " <= c <= "~":
            parts.append(c)
        elif ord(c) < 0x10000:
            parts.append(f"\\u{ord(c):04x}")
        else:
            parts.append("?")
    return '"' + "".join(parts) + '"'


def report(id, outcome, reason=""):
    out.write("\x01" + '{"id": %s, "outcome": %s, "reason": %s}' % (quoted(id), quoted(outcome), quoted(reason[-3000:])) + "\n")
    out.flush()


def flat(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from flat(one)
        else:
            yield one


class NeedsSignal(KeyboardInterrupt):
    pass


def interrupt_main(signum=2):
    # CPython sends itself a signal, which arrives a little later, in whatever runs then.
    raise NeedsSignal


sys.modules["_thread"].interrupt_main = interrupt_main


__import__(name)
module = sys.modules[name]
loader = unittest.TestLoader()
classes = [cls for cls in vars(module).values() if isinstance(cls, type) and issubclass(cls, unittest.TestCase)]
classes = [cls for cls in classes if cls.__module__ == name or cls.__module__.startswith(name + ".")]
seen = []
for cls in classes:
    if cls not in seen:
        seen.append(cls)
if hasattr(module, "setUpModule"):
    module.setUpModule()
for cls in seen:
    tests = list(flat(loader.loadTestsFromTestCase(cls)))
    tests = [test for test in tests if test.id() not in done and (not only or any(o in test.id() for o in only))]
    if not tests:
        continue
    failed_setup = None
    try:
        if not getattr(cls, "__unittest_skip__", False):
            cls.setUpClass()
    except BaseException as error:
        failed_setup = error
    for test in tests:
        id = test.id()
        if failed_setup is not None:
            skipped = isinstance(failed_setup, unittest.SkipTest)
            report(id, "skipped" if skipped else "error", f"setUpClass: {failed_setup!r}")
            continue
        report(id, "start")
        result = unittest.TestResult()
        filters = sys.modules["warnings"].filters[:]
        try:
            test(result)
        except NeedsSignal:
            report(id, "skipped", "needs a signal")
            continue
        except BaseException as error:
            report(id, "error", f"{type(error).__name__}: {error}")
            continue
        finally:
            sys.modules["warnings"].filters[:] = filters
            sys.stdout = out
        if result.errors:
            report(id, "error", result.errors[0][1])
        elif result.failures:
            report(id, "failure", result.failures[0][1])
        elif result.unexpectedSuccesses:
            report(id, "failure", "unexpected success")
        elif result.skipped:
            report(id, "skipped", result.skipped[0][1])
        else:
            report(id, "passed")
    if failed_setup is None and not getattr(cls, "__unittest_skip__", False):
        cls.tearDownClass()
        cls.doClassCleanups()
