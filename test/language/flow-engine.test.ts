/**
 * State machines against the engine: every transition that a coroutine of any program of the corpus makes is one that its state machine
 * has, the programs run to their ends and each coroutine followed through the trace.
 */

import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { type Code, Machine } from '../../debugger/engine/index.ts'
import { library, libraryNames } from '../../debugger/main/library.ts'
import { type Files, folderOf, loadProgram, moduleFinder } from '../../debugger/session/program.ts'
import type { TraceEvent } from '../../debugger/trace/event.ts'
import { analyze, type SourceText, type StateMachine } from '../../language/index.ts'
import { Program, typedStateMachine } from '../../language/inference/index.ts'
import { examples, fixtures } from '../engine/corpus.ts'

const files: Files = {
  read(path) {
    try {
      return statSync(path).isDirectory() ? { kind: 'folder' } : { kind: 'file', bytes: readFileSync(path) }
    } catch {
      return { kind: 'missing' }
    }
  },
  resolve: path => resolve(path),
  libraryNames,
}

/** A run is followed so far; programs that count to a million say no more after that. */
const mostInstructions = 3_000_000

interface Followed {
  readonly events: readonly TraceEvent[]
  /** The code of each coroutine that was ever resumed or ended, by id. */
  readonly codes: ReadonlyMap<number, Code>
  readonly sources: ReadonlyMap<string, string>
}

function follow(path: string): Followed | undefined {
  const program = loadProgram(files, path, undefined, 'coroscope')
  if (program.kind === 'failed') return undefined
  const sources = new Map([[program.path, program.source]])
  const codes = new Map<number, Code>()
  const machine = new Machine({
    argv: [basename(path)],
    write: () => {},
    modules: moduleFinder(files, folderOf(program.path), found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    library,
  })
  machine.trace.listener = {
    suspended: (inner, outer) => void codes.set(inner.id, inner.code).set(outer.id, outer.code),
    resumed: (inner, outer) => void codes.set(inner.id, inner.code).set(outer.id, outer.code),
    left: coroutine => void codes.set(coroutine.id, coroutine.code),
    closed: coroutine => void codes.set(coroutine.id, coroutine.code),
    neverAwaited: () => {},
  }
  machine.startModule(program.code, '__main__')
  let stop = machine.run(mostInstructions)
  while (stop.kind === 'waiting for input') {
    machine.feedInput(undefined)
    stop = machine.run(mostInstructions)
  }
  // The oldest events are let go of in long runs.
  return machine.trace.first > 0 ? undefined : { events: machine.trace.events(), codes, sources }
}

/** Where a coroutine is: waiting to start, at a line, or over. */
type Place = 'created' | 'returned' | 'raised' | 'closed' | number

/** What got a coroutine going; `any` where what it awaited is no coroutine and the trace does not tell. */
interface Cause {
  readonly by: 'send' | 'throw' | 'close' | 'any'
  readonly exception: string | undefined
}

interface Step {
  readonly id: number
  readonly from: Place
  readonly cause: Cause
  readonly to: Place
}

/** The steps of every coroutine, read off the events. */
function stepsOf(events: readonly TraceEvent[]): Step[] {
  const steps: Step[] = []
  const places = new Map<number, Place>()
  const causes = new Map<number, Cause>()
  const running = new Set<number>()
  const go = (id: number, by: Cause['by'], exception?: string): void => {
    causes.set(id, { by, exception })
    running.add(id)
  }
  const arrive = (id: number, to: Place): Cause => {
    const from = places.get(id) ?? 'created'
    const cause: Cause = causes.get(id) ?? { by: from === 'created' ? 'send' : 'any', exception: undefined }
    steps.push({ id, from, cause, to })
    places.set(id, to)
    causes.delete(id)
    running.delete(id)
    return cause
  }
  for (const event of events) {
    switch (event.kind) {
      case 'resume': {
        const by = event.how === 'next' ? 'send' : event.how
        go(event.inner ?? event.id, by, event.exception?.split(/[(:]/)[0])
        break
      }
      case 'await':
        arrive(event.id, event.line)
        break
      case 'yield':
        arrive(event.id, event.line)
        break
      case 'return': {
        const { by } = arrive(event.id, 'returned')
        if (event.to !== 0 && !running.has(event.to)) go(event.to, by === 'close' ? 'any' : 'send')
        break
      }
      case 'raise': {
        const { by: asked = 'any', exception: thrown } = causes.get(event.id) ?? {}
        const isExit =
          event.exception === 'GeneratorExit' && (asked === 'close' || asked === 'any' || thrown === 'GeneratorExit')
        // An async generator that never started is closed without being resumed.
        if (isExit && !causes.has(event.id)) go(event.id, 'close')
        const { by } = arrive(event.id, isExit ? 'closed' : 'raised')
        if (event.to !== 0 && !running.has(event.to))
          go(event.to, by === 'close' || isExit ? 'any' : 'throw', event.exception)
        break
      }
      case 'close':
        causes.set(event.id, { by: 'close', exception: undefined })
        arrive(event.id, 'closed')
        break
      default:
    }
  }
  return steps
}

/** Whether the machine can make a step, through what it delegates to and ends at once. */
function isPossible(machine: StateMachine, text: SourceText, { from, cause, to }: Step): boolean {
  const byId = new Map(machine.states.map(state => [state.id, state]))
  const isAt = (id: string, place: Place): boolean => {
    const state = byId.get(id)
    if (state === undefined) return false
    if (place === 'created') return state.kind === 'start'
    // What ends after GeneratorExit ends as asked, with a value or without.
    if (place === 'returned' && cause.by !== 'send' && state.what === 'closed') return true
    if (typeof place === 'string') return state.what === place
    if (state.kind === 'start' || state.span === undefined) return false
    return text.lineAt(state.span.start) + 1 <= place && place <= text.lineAt(state.span.end) + 1
  }
  const waiting: string[] = []
  for (const item of machine.transitions) {
    if (!isAt(item.from, from)) continue
    if (cause.by !== 'any' && item.by !== cause.by) continue
    const isNamed = machine.transitions.some(other => other.from === item.from && other.exception === cause.exception)
    if (item.by === 'throw' && item.exception !== undefined && item.exception !== cause.exception && isNamed) continue
    waiting.push(item.to)
  }
  for (const state of machine.states) if (state.delegates && isAt(state.id, from)) waiting.push(state.id)
  const seen = new Set<string>()
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    if (isAt(id, to)) return true
    if (!byId.get(id)?.delegates) continue
    for (const item of machine.transitions) if (item.from === id) waiting.push(item.to)
  }
  // That ordinary code raises, and that what is closed may raise on the way, goes without saying.
  return (
    to === 'raised' ||
    (to === 'closed' && (cause.by === 'close' || cause.by === 'any' || cause.exception === 'GeneratorExit'))
  )
}

interface Known {
  readonly machine: StateMachine
  readonly text: SourceText
}

/** The machines of a file, by the line of the `def` (or first decorator) and the name. */
function machinesOf(source: string): Map<string, Known> {
  const analysis = analyze(source)
  const types = new Program().typesOf(analysis, '')
  const { scopes, text } = analysis
  const found = new Map<string, Known>()
  for (const { node } of scopes.all) {
    if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') continue
    const line = text.lineAt(node.decorator_list[0]?.start ?? node.start) + 1
    found.set(`${line} ${node.name}`, { machine: typedStateMachine(types, node), text })
  }
  return found
}

describe('language: state machines of the corpus', function () {
  this.timeout(600_000)

  it('have every transition that the engine makes', () => {
    const wrong: string[] = []
    let count = 0
    for (const { program, name } of [...fixtures(), ...examples()]) {
      // Only what makes a coroutine or generator is of interest.
      if (!/\byield\b|\basync\b/.test(readFileSync(program, 'utf8'))) continue
      const followed = follow(program)
      if (followed === undefined) continue
      const { events, codes, sources } = followed
      const machines = new Map([...sources].map(([path, source]) => [path, machinesOf(source)]))
      for (const step of stepsOf(events)) {
        const code = codes.get(step.id)
        const known = code && machines.get(code.filename)?.get(`${code.firstLine} ${code.name}`)
        if (code === undefined || known === undefined) continue
        count++
        if (isPossible(known.machine, known.text, step)) continue
        const { from, cause, to } = step
        wrong.push(
          `${name}: ${code.name} of line ${code.firstLine}: ${from} ${cause.by} ${cause.exception ?? ''} ${to}`,
        )
      }
    }
    assert.deepEqual([...new Set(wrong)], [])
    assert.ok(count > 3000, `only ${count} transitions were made`)
  })
})
