// A trace from a file, to be looked at like a run that stands still: it can be travelled in, nothing can be driven. Reads JSON lines
// as `coroscope trace --format jsonl` writes them; says in words what is wrong with a file that is cut, edited or of another version.

import { isTraceEvent, type TraceEvent } from '../../debugger/trace/index.ts'
import type { CoroutineInfo, CoroutinesAnswer, Debuggee, TraceAnswer } from './debuggee.ts'

export interface ReadTrace {
  readonly events: readonly TraceEvent[]
  /** What the person should know: the file is shown all the same. */
  readonly warning: string | undefined
}

/** Events of a file; throws an Error for the person when there are none to show. */
export function readTrace(text: string): ReadTrace {
  const events: TraceEvent[] = []
  let warning: string | undefined
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  let number = 0
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf('\n', start)
    const end = newline < 0 ? body.length : newline
    const line = body.slice(start, end).trim()
    start = end + 1
    number++
    if (line === '') continue
    const problem = takeLine(line, events, number)
    if (problem === undefined) continue
    const isCut = newline < 0 && events.length > 0
    if (!isCut) throw new Error(problem)
    warning = `The file ends in the middle of line ${number}: what comes before it is shown.`
  }
  if (events.length === 0)
    throw new Error('There are no events in this file. Make one with: coroscope trace FILE --format jsonl')
  return { events, warning }
}

/** Adds the event of a line; what is wrong with it otherwise. */
function takeLine(line: string, events: TraceEvent[], number: number): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return events.length === 0 && number === 1
      ? 'This is not a trace: its first line is not JSON. Make one with: coroscope trace FILE --format jsonl'
      : `Line ${number} of the trace is not JSON.`
  }
  if (!isTraceEvent(value)) {
    const kind = (value as { kind?: unknown } | null)?.kind
    if (typeof kind === 'string')
      return `Line ${number}: an event '${kind.slice(0, 40)}' is not known to this version of Coroscope.`
    return `Line ${number} is not an event of a trace.`
  }
  const wrong = wrongField(value)
  if (wrong !== undefined)
    return `Line ${number}: '${wrong}' of the event '${value.kind}' is missing or not as it should be.`
  const before = events.at(-1)?.t ?? Number.NEGATIVE_INFINITY
  if (value.t < before) return `Line ${number}: time goes backwards, from ${before} to ${value.t}.`
  events.push(value)
  return undefined
}

/** Fields each kind must have: n a number from 0, s a text. */
const fields: Record<TraceEvent['kind'], Record<string, 'n' | 's'>> = {
  create: { id: 'n', by: 'n', name: 's', type: 's', file: 's', line: 'n' },
  resume: { id: 'n', by: 'n', how: 's' },
  await: { id: 'n', target: 'n', what: 's', line: 'n' },
  yield: { id: 'n', to: 'n', value: 's', line: 'n' },
  return: { id: 'n', to: 'n', value: 's' },
  raise: { id: 'n', to: 'n', exception: 's', message: 's', line: 'n' },
  close: { id: 'n' },
  'never awaited': { id: 'n', line: 'n' },
  task: { what: 's', id: 'n', by: 'n', name: 's', text: 's', line: 'n' },
  output: { stream: 's', text: 's', by: 'n' },
}
const optional: Record<string, 'n' | 's'> = { value: 's', exception: 's', inner: 'n', timer: 'n' }

function wrongField(event: TraceEvent): string | undefined {
  const record = event as unknown as Record<string, unknown>
  const isGood = (value: unknown, type: 'n' | 's') =>
    type === 's' ? typeof value === 'string' : typeof value === 'number' && value >= 0 && Number.isFinite(value)
  for (const [name, type] of Object.entries(fields[event.kind])) if (!isGood(record[name], type)) return name
  for (const [name, type] of Object.entries(optional))
    if (record[name] !== undefined && !isGood(record[name], type)) return name
  if (!Number.isFinite(event.t)) return 't'
  return undefined
}

/** A recorded run behind the requests that the views make. */
export class Recording implements Debuggee {
  readonly events: readonly TraceEvent[]
  private time: number

  constructor(events: readonly TraceEvent[]) {
    this.events = events
    this.time = events.at(-1)?.t ?? 0
  }

  /** Called after the place in the recording has changed. */
  onMove: () => void = () => undefined

  async request<Answer>(command: string, args?: object): Promise<Answer> {
    const { from, time } = (args ?? {}) as { from?: number; time?: number }
    switch (command) {
      case 'coroscope/coroutines':
        return coroutinesAt(this.events, this.time) as Answer
      case 'coroscope/trace':
        return this.trace(from ?? 0) as Answer
      case 'coroscope/travel':
        this.time = time ?? this.time
        this.onMove()
        return { time: this.time } as Answer
      case 'stepBack':
        this.time = this.events.findLast(event => event.t < this.time)?.t ?? 0
        this.onMove()
        return {} as Answer
      default:
        throw new Error(recorded)
    }
  }

  private trace(from: number): TraceAnswer {
    const known = from === Number.POSITIVE_INFINITY ? [] : this.events.filter(event => event.t >= from)
    const cut = known.findIndex(event => event.t > this.time)
    const here = cut < 0 ? known.length : cut
    return { time: this.time, events: known.slice(0, here), future: known.slice(here) }
  }
}

/** Why nothing can be driven in a recording. */
export const recorded = 'This is a recorded run: it can be looked at, not driven.'

/** The coroutines that are alive at a time, told from the events alone. */
function coroutinesAt(events: readonly TraceEvent[], time: number): CoroutinesAnswer {
  type Writable = { -readonly [Key in keyof CoroutineInfo]: CoroutineInfo[Key] }
  const alive = new Map<number, Writable>()
  const chain = (id: number, act: (info: Writable) => void) => {
    for (let at: number | undefined = id, steps = 0; at !== undefined && steps < 100_000; steps++) {
      const info = alive.get(at)
      if (!info) return
      act(info)
      at = info.awaitedBy
    }
  }
  const finish = (id: number) => {
    const outer = alive.get(id)?.awaitedBy
    alive.delete(id)
    const info = outer === undefined ? undefined : alive.get(outer)
    if (info?.awaitingId === id) {
      delete info.awaiting
      delete info.awaitingId
    }
  }
  for (const event of events) {
    if (event.t > time) break
    switch (event.kind) {
      case 'create':
        alive.set(event.id, {
          threadId: event.id + 1,
          id: event.id,
          name: `${event.name}#${event.id}`,
          kind: event.type,
          state: 'CORO_CREATED',
          file: event.file,
          createdAt: { file: event.file, line: event.line },
          ...(event.internal ? { isInternal: true as const } : {}),
        })
        break
      case 'resume': {
        const info = alive.get(event.id)
        if (info && event.value !== undefined) info.lastSent = event.value
        chain(event.inner ?? event.id, each => {
          each.state = 'CORO_RUNNING'
        })
        break
      }
      case 'await': {
        const info = alive.get(event.id)
        if (!info) break
        info.awaiting = event.what
        info.line = event.line
        const target = alive.get(event.target)
        if (!target || event.target === event.id) break
        info.awaitingId = event.target
        target.awaitedBy = event.id
        target.state = 'CORO_RUNNING'
        break
      }
      case 'yield': {
        const inner = alive.get(event.id)
        if (inner) {
          inner.line = event.line
          inner.lastYielded = event.value
        }
        chain(event.id, each => {
          if (each.id !== event.to) each.state = 'CORO_SUSPENDED'
        })
        break
      }
      case 'return':
      case 'raise':
      case 'close':
        finish(event.id)
        break
      default:
        break
    }
  }
  const main: CoroutineInfo = { threadId: 1, id: 0, name: 'main', kind: 'main', state: 'CORO_RUNNING', isMain: true }
  return { time, coroutines: [main, ...alive.values()] }
}

/** Where two runs part: index of the first event that differs, times left out; undefined when they do not. */
export function firstDifference(a: readonly TraceEvent[], b: readonly TraceEvent[]): number | undefined {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (!isSame(a[i]!, b[i]!)) return i
  return a.length === b.length ? undefined : length
}

function isSame(a: TraceEvent, b: TraceEvent): boolean {
  const [x, y] = [a as unknown as Record<string, unknown>, b as unknown as Record<string, unknown>]
  const names = new Set([...Object.keys(x), ...Object.keys(y)])
  for (const name of names) {
    // A program that was edited has other lines and times; what happens is what counts.
    if (name !== 't' && name !== 'line' && name !== 'file' && x[name] !== y[name]) return false
  }
  return true
}
