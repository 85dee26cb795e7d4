// The fixed parts of an exported test, in Python: finding and loading the program, and driving what an expression makes. Knows nothing of
// what was recorded.

import { nameOf } from '../source.ts'
import type { KeptSource } from './session-file.ts'

const text = (value: string): string => JSON.stringify(value)

/** What of a kept session the parts are made from. */
export interface Subject {
  readonly program: KeptSource
  readonly source: string | undefined
  readonly modules: readonly KeptSource[]
  readonly launch: { readonly args: readonly string[] }
}

/** Imports, and the constants that say where the program is. */
function finding(kept: Subject, places: readonly string[], imported: readonly string[]): string[] {
  const hasCoroModules = kept.modules.some(module => module.path.endsWith('.coro'))
  const more = hasCoroModules ? ['importlib.machinery', 'importlib.util'] : []
  const found =
    kept.source === undefined
      ? [
          '# Where the program is looked for: from here, and where it lay when this was recorded.',
          `PLACES = [${places.map(text).join(', ')}]`,
        ]
      : ['# The program, which was no file when this was recorded.', `SOURCE = ${text(kept.source)}`]
  return [...[...imported, ...more].sort().map(name => `import ${name}`), '', ...found]
}

/** Lines of a function that leave the program in `source` and `path`, and prepare what it expects of the world. */
function reading(kept: Subject, imports: readonly string[]): string[] {
  const hasCoroModules = kept.modules.some(module => module.path.endsWith('.coro'))
  const read =
    kept.source === undefined
      ? [
          'here = pathlib.Path(__file__).resolve().parent',
          'path = next((here / place for place in PLACES if (here / place).is_file()), None)',
          'if path is None:',
          '    raise FileNotFoundError(f"the program is at none of {PLACES}, seen from {here}")',
          'source, path = path.read_bytes(), str(path.resolve())',
          'if (folder := str(pathlib.Path(path).parent)) not in sys.path:',
          '    sys.path.insert(0, folder)',
        ]
      : [`source, path = SOURCE, ${text(kept.program.path)}`]
  const finder = [
    'if not any(isinstance(finder, CoroFinder) for finder in sys.meta_path):',
    '    sys.meta_path.append(CoroFinder())',
  ]
  return [
    ...read,
    ...(hasCoroModules ? finder : []),
    ...(imports.includes('random') ? ['random.seed(0)'] : []),
    `sys.argv = [path${kept.launch.args.map(arg => `, ${text(arg)}`).join('')}]`,
  ]
}

const coroModules = (kept: Subject): string[] =>
  kept.modules.some(module => module.path.endsWith('.coro')) ? coroFinder : []

const indented = (lines: readonly string[], by: number): string[] => lines.map(line => ' '.repeat(by) + line)

/** Loads the program as an import would. `places`: where it is looked for; `input`: what it reads. */
export function loader(kept: Subject, places: readonly string[], imports: readonly string[], input: string): string[] {
  const random = imports.includes('random') ? ['random'] : []
  return [
    ...finding(kept, places, ['contextlib', 'io', 'pathlib', 're', 'sys', 'types', ...random]),
    `NAME = ${text(nameOf(kept.program.path).replace(/\.\w+$/, ''))}`,
    `INPUT = ${text(input)}`,
    '',
    '',
    ...coroModules(kept),
    'def load():',
    '    """The program as an import would load it."""',
    ...indented(reading(kept, imports), 4),
    '    module = sys.modules[NAME] = types.ModuleType(NAME)',
    '    module.__file__ = path',
    '    exec(compile(source, path, "exec"), vars(module))',
    '    return vars(module)',
  ]
}

/** Runs the program as `python FILE` would, and watches its coroutines. `input`: what it reads. */
export function runner(kept: Subject, places: readonly string[], imports: readonly string[], input: string): string[] {
  const isTimed = imports.some(name => name === 'time' || name === 'asyncio' || name.startsWith('asyncio.'))
  const imported = ['contextlib', 'io', 'pathlib', 're', 'sys', 'traceback', 'types']
  if (isTimed) imported.push('selectors', 'time', 'unittest.mock')
  if (imports.includes('random')) imported.push('random')
  const files = kept.modules.map(module => text(nameOf(module.path)))
  return [
    ...finding(kept, places, imported),
    ...(files.length === 0 ? [] : [`MODULES = [${files.join(', ')}]`]),
    `INPUT = ${text(input)}`,
    '',
    '',
    ...coroModules(kept),
    ...shownPart,
    '',
    '',
    ...(isTimed ? virtualTime : []),
    'class Run:',
    '    """The program, run as `python FILE` would, and what its coroutines did."""',
    '',
    '    def __init__(self, expected):',
    ...indented(reading(kept, imports), 8),
    '        self.expected, self.steps = expected, []',
    files.length === 0
      ? '        self.is_ours = lambda file: file == path'
      : '        self.is_ours = lambda file: file == path or (pathlib.Path(file).name in MODULES and file.startswith(folder))',
    '        module = types.ModuleType("__main__")',
    '        module.__file__ = path',
    '        main, sys.modules["__main__"] = sys.modules["__main__"], module',
    '        stdin, sys.stdin = sys.stdin, io.StringIO(INPUT)',
    '        out = io.StringIO()',
    '        try:',
    `            with contextlib.redirect_stdout(out), self.watching()${isTimed ? ', virtual_time()' : ''}:`,
    '                exec(compile(source, path, "exec"), vars(module))',
    '            self.ended = "exit", 0',
    '        except SystemExit as error:',
    '            code = error.code',
    '            self.ended = "exit", 0 if code is None else code if isinstance(code, int) else 1',
    '        except BaseException as error:',
    '            told = traceback.TracebackException.from_exception(error)',
    '            self.ended = "raised", shown([*told.format_exception_only()][-1].rstrip("\\n").split("\\n")[-1])',
    '        finally:',
    '            sys.modules["__main__"], sys.stdin = main, stdin',
    '        self.printed = shown(out.getvalue())',
    ...watching,
  ]
}

/** What coroutines do, as CPython's monitoring tells it. */
const watching = `
    @contextlib.contextmanager
    def watching(self):
        tool, events = 4, sys.monitoring.events
        sys.monitoring.use_tool_id(tool, "recorded")
        sys.monitoring.register_callback(tool, events.PY_YIELD, self.yields)
        sys.monitoring.register_callback(tool, events.PY_RETURN, self.returns)
        sys.monitoring.register_callback(tool, events.PY_UNWIND, self.raises)
        sys.monitoring.set_events(tool, events.PY_YIELD | events.PY_RETURN | events.PY_UNWIND)
        try:
            yield
        finally:
            sys.monitoring.set_events(tool, 0)
            sys.monitoring.free_tool_id(tool)

    def yields(self, code, offset, value):
        if not code.co_code[offset + 1]:  # else it hands on what another one yields
            self.note(code, "yields", value)

    def returns(self, code, offset, value):
        self.note(code, "returns", value)

    def raises(self, code, offset, error):
        if not isinstance(error, GeneratorExit):
            self.note(code, "raises", error)

    def note(self, code, what, value):
        """Only what was recorded of a value is asked of it: its type, and its repr."""
        at = len(self.steps)
        if code.co_flags & 0x3A0 == 0 or code.co_name == "<genexpr>" or not self.is_ours(code.co_filename) or (IS_CUT and at >= len(self.expected)):
            return
        kind, text = self.expected[at][2:] if at < len(self.expected) else ("?", None)
        kind = kind and type(value).__name__
        self.steps.append((code.co_qualname, what, kind, text and shown(repr(value))))`.split('\n')

/** Time that passes only while everybody sleeps, as it does in a run that was recorded. */
const virtualTime = `class virtual_time(contextlib.ExitStack):
    """Time that passes while everybody sleeps, and a moment with each look at the clock."""

    def __enter__(self):
        super().__enter__()
        now, selector = 0.0, selectors.DefaultSelector
        select = selector.select

        def sleep(seconds):
            nonlocal now
            now += seconds

        def virtual_select(self, timeout=None):
            ready = select(self, 0)
            if not ready and timeout is None:
                raise RuntimeError("everybody waits, and nobody for time")
            if not ready:
                sleep(max(0, timeout))
            return ready

        def clock():
            sleep(1e-7)
            return 1000 + now

        for owner, name, new in [
            (time, "time", lambda: 1735688600 + clock()),
            (time, "monotonic", clock),
            (time, "perf_counter", clock),
            (time, "sleep", sleep),
            (selector, "select", virtual_select),
        ]:
            self.enter_context(unittest.mock.patch.object(owner, name, new))
        return self


`
  .split('\n')
  .slice(0, -1)

const coroFinder = [
  'class CoroFinder:',
  '    """Finds modules that are .coro files."""',
  '',
  '    def find_spec(self, name, path=None, target=None):',
  '        for folder in path or sys.path:',
  '            for file in (f"{folder}/{name.rpartition(".")[2]}.coro", f"{folder}/{name.rpartition(".")[2]}/__init__.coro"):',
  '                if pathlib.Path(file).is_file():',
  '                    loader = importlib.machinery.SourceFileLoader(name, file)',
  '                    places = [str(pathlib.Path(file).parent)] if file.endswith("/__init__.coro") else None',
  '                    return importlib.util.spec_from_file_location(name, file, loader=loader, submodule_search_locations=places)',
  '        return None',
  '',
  '',
]

/** A repr as it can be compared. */
const shownPart = `def shown(text):
    """A repr without what differs from run to run: addresses, and the order of sets."""
    text = re.sub(r"\\bat 0x[0-9a-fA-F]+", "at 0x...", text)
    return re.sub(r"\\{([^{}:]*)\\}", lambda found: "{" + ", ".join(sorted(found[1].split(", "))) + "}", text)`.split(
  '\n',
)

/** What a step led to, and the one that is driven. */
export const driver = [
  ...shownPart,
  ...`

def yielded(kind, value, prints=""):
    return "yielded", kind, shown(value), shown(prints)


def returned(kind, value, prints=""):
    return "returned", kind, shown(value), shown(prints)


def raised(kind, value, prints=""):
    return "raised", kind, shown(value), shown(prints)


def closed(kind, value, prints=""):
    return "closed", kind, shown(value), shown(prints)


class Drive:
    """What an expression makes, driven from outside: a coroutine, a generator or an async generator."""

    def __init__(self, expression):
        self.stdin = io.StringIO(INPUT)
        with self.listening():
            self.names = load()
            self.driven = eval(expression, self.names)
        self.last = self.awaiting = None

    def again(self, expression):
        with self.listening():
            self.driven = eval(expression, self.names)
        self.awaiting = None

    def at(self, name):
        """Another one, by an expression that leads to it."""
        other = object.__new__(Drive)
        other.names, other.stdin, other.awaiting = self.names, self.stdin, None
        other.driven = eval(name, self.names, {"driven": self.driven})
        return other

    @contextlib.contextmanager
    def listening(self):
        out, stdin = io.StringIO(), sys.stdin
        sys.stdin = self.stdin
        try:
            with contextlib.redirect_stdout(out):
                yield
        finally:
            sys.stdin = stdin
        self.printed = shown(out.getvalue())

    def frame(self):
        for name in ("cr_frame", "gi_frame", "ag_frame"):
            if hasattr(self.driven, name):
                return getattr(self.driven, name)

    def value(self, expression):
        frame = self.frame()
        return eval(expression, frame.f_globals, frame.f_locals)

    def execute(self, code):
        frame = self.frame()
        exec(code, frame.f_globals, frame.f_locals)

    def send(self, expression="None"):
        return self.step("yielded", lambda: self.resume("send", self.value(expression)))

    def throw(self, expression):
        error = self.value(expression)
        return self.step("yielded", lambda: self.resume("throw", error), error)

    def close(self):
        return self.step("closed", self.resume_close)

    def resume(self, how, value):
        if not hasattr(self.driven, "asend"):
            return getattr(self.driven, how)(value)
        # An async generator is driven through the awaitable that asend() or athrow() gives, until that has its item.
        if self.awaiting is not None:
            go_on = getattr(self.awaiting, how)
        else:
            self.awaiting = getattr(self.driven, "a" + how)(value)
            go_on = lambda value: self.awaiting.send(None)
        try:
            return go_on(value)
        except StopIteration as item:
            self.awaiting = None
            if item is value:
                raise
            return item.value
        except BaseException:
            self.awaiting = None
            raise

    def resume_close(self):
        if not hasattr(self.driven, "aclose"):
            return self.driven.close()
        if self.awaiting is not None:
            self.awaiting.close()
            self.awaiting = None
        try:
            self.driven.aclose().send(None)
        except StopIteration:
            return None

    def leave(self):
        """The drive ended here: what is left is closed without a word."""
        with self.listening(), contextlib.suppress(Exception):
            self.resume_close()

    def step(self, outcome, go, thrown=None):
        with self.listening():
            try:
                value = go()
                told = outcome, type(value).__name__, repr(value)
            except BaseException as error:
                told = "raised", type(error).__name__, repr(error)
                if isinstance(error, StopIteration) and error is not thrown:
                    told = "returned", type(error.value).__name__, repr(error.value)
                if isinstance(error, StopAsyncIteration) and hasattr(self.driven, "asend"):
                    told = "returned", "NoneType", "None"
        self.last = told[0], told[1], shown(told[2]), self.printed
        return self.last`.split('\n'),
]
