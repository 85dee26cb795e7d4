// A program that ran by itself, as a test that CPython runs: what it printed, how it ended, and what each of its coroutines yielded, returned and
// raised, in order. Knows how a run is watched and how the test is written; the fixed parts are in pytest-parts.ts.

import { nativeRepr } from '../../engine/container-repr.ts'
import type { Coroutine, PyException, Value } from '../../engine/index.ts'
import { Kind, Machine } from '../../engine/index.ts'
import type { SessionHost } from '../contract.ts'
import { SessionError } from '../contract.ts'
import { folderOf, moduleFinder, type Program } from '../program.ts'
import { nameOf } from '../source.ts'
import { docstring, literal, programPlaces, testName } from './pytest.ts'
import { runner } from './pytest-parts.ts'
import { type KeptSource, keptSource } from './session-file.ts'

/** Steps that are written down, at most. */
const mostSteps = 300
/** Instructions after which a program that does not end is given up. */
const longest = 200_000_000

/** What a coroutine did. */
interface Step {
  readonly name: string
  readonly what: 'yields' | 'returns' | 'raises'
  /** Undefined: CPython does not show it (an item of an async generator). */
  readonly type: string | undefined
  /** Undefined where it takes the program's own code to say. */
  readonly repr: string | undefined
}

interface Ran {
  readonly modules: readonly KeptSource[]
  readonly imports: readonly string[]
  readonly printed: string
  /** The lines that it read. */
  readonly input: string
  readonly status: number
  /** The last line of the traceback, where an exception ended it. */
  readonly error: string | undefined
  readonly steps: readonly Step[]
  readonly hasMoreSteps: boolean
}

export interface PlainRun {
  readonly program: Extract<Program, { readonly kind: 'ready' }>
  /** As the user named it: `sys.argv[0]`. */
  readonly name: string
  readonly args: readonly string[]
  /** The text, where it was no file. */
  readonly source: string | undefined
  /** A line of standard input; undefined at its end. */
  input(): string | undefined
}

/** `path`: where the test is going to lie, if that is known. */
export function runPytest(host: SessionHost, run: PlainRun, path: string | undefined): string {
  const ran = runWatched(host, run)
  const kept = {
    program: keptSource(run.program.path, run.program.source),
    source: run.source,
    modules: ran.modules,
    launch: { args: run.args },
  }
  const file = nameOf(run.program.path)
  const name = testName(kept)
  const subject = file.replace(/\.\w+$/, '').replace(/\W/g, '_')
  const lines = [
    `"""${docstring(file)}, as it ran in Coroscope: what it printed, how it ended, and what its coroutines did.`,
    '',
    `Run it with  python -m pytest ${name}  or  python ${name}  (Python 3.13).`,
    '"""',
    '',
    ...runner(kept, programPlaces(kept, path), ran.imports, ran.input),
    '',
    '',
    `# What each coroutine yielded, returned and raised${ran.hasMoreSteps ? `: the first ${mostSteps} of all` : ''}. None: not to be asked.`,
    'STEPS = [',
    ...ran.steps.map(step => `    ${stepText(step)},`),
    ']',
    `IS_CUT = ${ran.hasMoreSteps ? 'True' : 'False'}`,
    '',
    `PRINTED = ${printedText(ran.printed)}`,
    '',
    '',
    `def test_${subject}():`,
    '    run = Run(STEPS)',
    '    assert run.printed == shown(PRINTED)',
    `    assert run.ended == ${ran.error === undefined ? `("exit", ${ran.status})` : `("raised", shown(${literal(ran.error)}))`}`,
    '    assert run.steps == STEPS',
    '',
    '',
    'if __name__ == "__main__":',
    `    test_${subject}()`,
    '    print("passed")',
  ]
  return `${lines.join('\n')}\n`
}

function stepText({ name, what, type, repr }: Step): string {
  const parts = [literal(name), literal(what), type === undefined ? 'None' : literal(type)]
  return `(${[...parts, repr === undefined ? 'None' : `shown(${literal(repr)})`].join(', ')})`
}

/** A line to a line. */
function printedText(text: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  if (lines.length < 2) return literal(text)
  return `(\n${lines.map(line => `    ${literal(line)}\n`).join('')})`
}

function runWatched(host: SessionHost, run: PlainRun): Ran {
  const { program } = run
  const sources = new Map([[program.path, program.source]])
  const imports: string[] = []
  let printed = ''
  let errors = ''
  let input = ''
  const machine = new Machine({
    argv: [run.name, ...run.args],
    write: (stream, text) => {
      if (stream === 'stdout') printed += text
      else errors += text
    },
    modules: moduleFinder(host, folderOf(program.path), found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    library: name => {
      const module = host.library(name)
      if (module !== undefined) imports.push(name)
      return module
    },
  })
  // What CPython does when it ends lies beyond a test.
  machine.finalizesAtExit = false
  machine.startModule(program.code, '__main__')
  const seen = watch(machine, sources)
  for (;;) {
    const stop = machine.run(longest)
    if (stop.kind === 'waiting for input') {
      const line = run.input()
      if (line !== undefined) input += `${line}\n`
      machine.feedInput(line)
    } else if (stop.kind === 'finished') {
      const modules = [...sources].filter(([path]) => path !== program.path)
      const error = stop.status === 1 ? uncaught(errors) : undefined
      return {
        modules: modules.map(([path, source]) => keptSource(path, source)),
        imports,
        printed,
        input,
        status: stop.status,
        error,
        ...seen(),
      }
    } else if (machine.time >= longest)
      throw new SessionError(`The program does not end within ${longest} instructions: there is no test of it.`)
  }
}

/** Does its yield hand on what something else yields that it awaits? (See Op.YieldValue.) */
function handsOn({ code, frame }: Coroutine): boolean {
  return frame !== null && code.ops[2 * (frame.pc - 1) + 1] === 1
}

/** The line of the last traceback that says what was raised; of a group, the group's. */
function uncaught(errors: string): string | undefined {
  const group = errors.lastIndexOf('Exception Group Traceback (most recent')
  if (group >= 0) return /^ {2}\| (?! )(.*)$/m.exec(errors.slice(group))?.[1]
  return /^Traceback \(most recent/m.test(errors) ? errors.trimEnd().split('\n').at(-1) : undefined
}

/** Lets the trace of a machine tell also what was handed over, for the coroutines of these sources. */
function watch(
  machine: Machine,
  sources: ReadonlyMap<string, string>,
): () => { readonly steps: readonly Step[]; readonly hasMoreSteps: boolean } {
  const steps: Step[] = []
  let count = 0
  const note = (c: Coroutine, what: Step['what'], value: Value, isHidden = false): void => {
    // Generator expressions often go through a set, whose order differs from run to run.
    if (!sources.has(c.code.filename) || c.code.name === '<genexpr>') return
    if (++count > mostSteps) return
    const type = isHidden ? undefined : machine.typeName(value)
    const repr = isHidden ? undefined : (nativeRepr(machine, value) ?? undefined)
    steps.push({ name: c.code.qualname, what, type, repr: repr?.replace(/\bat 0x[0-9a-f]+/g, 'at 0x...') })
  }
  const { trace } = machine
  const [yields, yieldsTo, returns, raises] = [
    trace.yield.bind(trace),
    trace.yieldTo.bind(trace),
    trace.return.bind(trace),
    trace.raise.bind(trace),
  ]
  trace.yield = (c, outer, value) => {
    // CPython shows an item of an async generator only in a wrapping.
    if (!handsOn(c)) note(c, 'yields', value, c.kind === Kind.AsyncGenerator)
    yields(c, outer, value)
  }
  trace.yieldTo = (c, outer, value) => {
    note(c, 'yields', value, true)
    yieldsTo(c, outer, value)
  }
  trace.return = (c, value) => {
    note(c, 'returns', value)
    returns(c, value)
  }
  trace.raise = (c, exception: PyException, frame) => {
    // A close that has nothing to clean up does not run the generator in CPython: it is not told of there.
    if (machine.typeName(exception) !== 'GeneratorExit') note(c, 'raises', exception)
    raises(c, exception, frame)
  }
  return () => ({ steps, hasMoreSteps: count > mostSteps })
}
