// The fixed parts of an exported test, in Python: finding and loading the program, and driving what an expression makes. Knows nothing of
// what was recorded.

import { nameOf } from '../source.ts'
import type { Kept } from './session-file.ts'

const text = (value: string): string => JSON.stringify(value)

/** Loads the program as an import would. `places`: where it is looked for. */
export function loader(kept: Kept, places: readonly string[], imports: readonly string[]): string[] {
  const { path } = kept.program
  const hasCoroModules = kept.modules.some(module => module.path.endsWith('.coro'))
  const imported = [
    'contextlib',
    ...(hasCoroModules ? ['importlib.machinery', 'importlib.util'] : []),
    'io',
    'pathlib',
    ...(imports.includes('random') ? ['random'] : []),
    're',
    'sys',
    'types',
  ]
  const found =
    kept.source === undefined
      ? [
          '# Where the program is looked for: from here, and where it lay when this was recorded.',
          `PLACES = [${places.map(text).join(', ')}]`,
        ]
      : ['# The program, which was no file when this was recorded.', `SOURCE = ${text(kept.source)}`]
  const read =
    kept.source === undefined
      ? [
          '    here = pathlib.Path(__file__).resolve().parent',
          '    path = next((here / place for place in PLACES if (here / place).is_file()), None)',
          '    if path is None:',
          '        raise FileNotFoundError(f"the program is at none of {PLACES}, seen from {here}")',
          '    source, path = path.read_bytes(), str(path.resolve())',
          '    if (folder := str(pathlib.Path(path).parent)) not in sys.path:',
          '        sys.path.insert(0, folder)',
        ]
      : [`    source, path = SOURCE, ${text(path)}`]
  return [
    ...imported.map(name => `import ${name}`),
    '',
    ...found,
    `NAME = ${text(nameOf(path).replace(/\.\w+$/, ''))}`,
    '',
    '',
    ...(hasCoroModules ? coroFinder : []),
    'def load():',
    '    """The program as an import would load it."""',
    ...read,
    ...(hasCoroModules
      ? [
          '    if not any(isinstance(finder, CoroFinder) for finder in sys.meta_path):',
          '        sys.meta_path.append(CoroFinder())',
        ]
      : []),
    ...(imports.includes('random') ? ['    random.seed(0)'] : []),
    `    sys.argv = [path${kept.launch.args.map(arg => `, ${text(arg)}`).join('')}]`,
    '    module = sys.modules[NAME] = types.ModuleType(NAME)',
    '    module.__file__ = path',
    '    exec(compile(source, path, "exec"), vars(module))',
    '    return vars(module)',
  ]
}

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

/** What a step led to, and the one that is driven. */
export const driver = `def shown(text):
    """A repr without what differs from run to run: addresses, and the order of sets."""
    text = re.sub(r"\\bat 0x[0-9a-fA-F]+", "at 0x...", text)
    return re.sub(r"\\{([^{}:]*)\\}", lambda found: "{" + ", ".join(sorted(found[1].split(", "))) + "}", text)


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
        other.names, other.awaiting = self.names, None
        other.driven = eval(name, self.names, {"driven": self.driven})
        return other

    @contextlib.contextmanager
    def listening(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            yield
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
        return self.step("yielded", lambda: self.resume("throw", self.value(expression)))

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
            go_on, value = self.awaiting.send, None
        try:
            return go_on(value)
        except StopIteration as item:
            self.awaiting = None
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

    def step(self, outcome, go):
        with self.listening():
            try:
                value = go()
                told = outcome, type(value).__name__, repr(value)
            except StopIteration as stop:
                told = "returned", type(stop.value).__name__, repr(stop.value)
            except StopAsyncIteration:
                told = "returned", "NoneType", "None"
            except BaseException as error:
                told = "raised", type(error).__name__, repr(error)
        self.last = told[0], told[1], shown(told[2]), self.printed
        return self.last`.split('\n')
