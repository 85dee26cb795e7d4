"""A program of tests: unittest.main() at the end of a file, and python -m unittest."""

import sys

from unittest import loader, runner

__unittest = True

_EXAMPLES_OF_MODULE = """\
Examples:
  %(prog)s test_module               - run tests from test_module
  %(prog)s module.TestClass          - run tests from module.TestClass
  %(prog)s module.Class.test_method  - run specified test method
  %(prog)s path/to/test_file.py      - run tests from test_file.py
"""

_EXAMPLES_OF_FILE = """\
Examples:
  %(prog)s                           - run default set of tests
  %(prog)s MyTestSuite               - run suite 'MyTestSuite'
  %(prog)s MyTestCase.testSomething  - run MyTestCase.testSomething
  %(prog)s MyTestCase                - run all 'test*' test methods
                                       in MyTestCase
"""

_NO_TESTS_STATUS = 5


class TestProgram:
    """Reads the command line, loads the tests it names, runs them and leaves with 0, 1 or, when there were none, 5."""

    module = None
    verbosity = 1
    _made_parser = None
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None,
                 buffer=None, warnings=None, *, tb_locals=False, durations=None):
        self.module = _imported(module) if isinstance(module, str) else module
        argv = sys.argv if argv is None else argv
        self.exit = exit
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.verbosity = verbosity
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        # Unless somebody chose otherwise every warning is shown once for each place.
        self.warnings = "default" if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = argv[0].replace("\\", "/").rpartition("/")[2]
        self.parseArgs(argv)
        self.runTests()

    def _print_help(self, *args, **kwargs):
        print(self._parser().format_help())
        print((_EXAMPLES_OF_MODULE if self.module is None else _EXAMPLES_OF_FILE) % {"prog": self.progName})

    def parseArgs(self, argv):
        """Take options and names from the command line, and load the tests."""
        arguments = list(argv[1:])
        if self.module is None and arguments and arguments[0].lower() == "discover":
            self._do_discovery(arguments[1:])
            return
        if any(each.startswith("-") for each in arguments):
            self._parser().parse_args(arguments, self)
        else:
            # Reading options takes time to load; names alone need none.
            self.tests = arguments
        if self.tests:
            self.testNames = [_as_module_name(name) for name in self.tests]
            if __name__ == "__main__":
                self.module = None
        elif self.defaultTest is None:
            if self.module is None:
                self._do_discovery([])
                return
            self.testNames = None
        elif isinstance(self.defaultTest, str):
            self.testNames = (self.defaultTest,)
        else:
            self.testNames = list(self.defaultTest)
        self.createTests()

    def createTests(self, from_discovery=False, Loader=None):
        """Load the tests that were asked for."""
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if from_discovery:
            self._do_discovery([])
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _do_discovery(self, argv, Loader=None):
        try:
            self.testLoader.discover(".")
        except NotImplementedError as error:
            sys.stderr.write(f"{self.progName}: error: {error}\n")
            sys.exit(2)

    def _parser(self):
        if self._made_parser is None:
            self._made_parser = self._make_parser()
        return self._made_parser

    def _make_parser(self):
        import argparse

        parser = argparse.ArgumentParser(prog=self.progName, add_help=False)
        parser.add_argument("-h", "--help", action=_make_help(argparse, self), nargs=0, help="show this help message and exit")
        parser.add_argument(
            "-v", "--verbose", dest="verbosity", action="store_const", const=2, help="Verbose output",
            default=argparse.SUPPRESS,
        )
        parser.add_argument(
            "-q", "--quiet", dest="verbosity", action="store_const", const=0, help="Quiet output",
            default=argparse.SUPPRESS,
        )
        parser.add_argument(
            "--locals", dest="tb_locals", action="store_true", help="Show local variables in tracebacks",
            default=argparse.SUPPRESS,
        )
        parser.add_argument(
            "--durations", dest="durations", type=int, default=None, metavar="N",
            help="Show the N slowest test cases (N=0 for all)",
        )
        for given, flags, name, text in (
            (self.failfast, ("-f", "--failfast"), "failfast", "Stop on first fail or error"),
            (self.catchbreak, ("-c", "--catch"), "catchbreak", "Catch Ctrl-C and display results so far"),
            (self.buffer, ("-b", "--buffer"), "buffer", "Buffer stdout and stderr during tests"),
        ):
            # What the program itself decided is no option.
            if given is None:
                parser.add_argument(*flags, dest=name, action="store_true", help=text, default=None)
                setattr(self, name, False)
        if self.testNamePatterns is None:
            parser.add_argument(
                "-k", dest="testNamePatterns", action="append", type=_as_pattern,
                help="Only run tests which match the given substring",
            )
        parser.add_argument(
            "tests", nargs="*", help="a list of any number of test modules, classes and test methods.",
        )
        return parser

    def runTests(self):
        """Run what was loaded, and leave the program unless exit=False."""
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        result = self._make_runner().run(self.test)
        self.result = result
        if self.exit:
            if result.testsRun == 0 and not result.skipped:
                sys.exit(_NO_TESTS_STATUS)
            sys.exit(not result.wasSuccessful())

    def _make_runner(self):
        if not isinstance(self.testRunner, type):
            return self.testRunner
        options = {
            "verbosity": self.verbosity, "failfast": self.failfast, "buffer": self.buffer, "warnings": self.warnings,
        }
        # A runner of a program may know fewer of them.
        for more in (
            {"tb_locals": self.tb_locals, "durations": self.durations}, {"tb_locals": self.tb_locals}, {},
        ):
            try:
                return self.testRunner(**options, **more)
            except TypeError:
                pass
        return self.testRunner()


def _imported(name):
    module = __import__(name)
    for part in name.split(".")[1:]:
        module = getattr(module, part)
    return module


def _as_module_name(name):
    # A file may be given instead of a module.
    if name.lower().endswith(".py") and "/" not in name[:1]:
        return name[:-3].replace("\\", ".").replace("/", ".")
    return name


def _as_pattern(text):
    return text if "*" in text else f"*{text}*"


def _make_help(argparse, program):
    class Help(argparse.Action):
        def __call__(self, parser, namespace, values, option_string=None):
            program._print_help()
            sys.exit(0)

    return Help


main = TestProgram
