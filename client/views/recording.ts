// A trace from a file, to be looked at like a run that stands still: it can be travelled in, nothing can be driven. Reads JSON lines
// as `coroscope trace --format jsonl` writes them; says in words what is wrong with a file that is cut, edited or of another version.

import { isTraceEvent, type TraceEvent } from '../../debugger/trace/index.ts'
import type { CoroutineInfo, Debuggee, TraceAnswer } from './debuggee.ts'

export interface ReadTrace {
  readonly events: readonly TraceEvent[]
  /** What the person should know: the file is shown all the same. */
  readonly warning: string | undefined
}

/** Events of a file; throws an Error for the person when there are none to show, or when a line is not one. */
export function readTrace(text: string): ReadTrace {
  const reader = new TraceReader(text)
  reader.readFor(Number.POSITIVE_INFINITY)
  return reader
}

/** Characters that are parsed at once. */
const pieceSize = 65_536

/** Reads a file piece by piece, so that a long one shows its beginning while the rest is read. */
export class TraceReader implements ReadTrace {
  readonly events: TraceEvent[] = []
  warning: string | undefined
  isDone = false
  private readonly text: string
  private start: number
  /** Lines that have been read. */
  private lines = 0

  constructor(text: string) {
    this.text = text
    this.start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  /** How much has been read, 0 to 1. */
  get progress(): number {
    return this.text.length === 0 ? 1 : this.start / this.text.length
  }

  /** Reads on for so many ms; throws an Error for the person when a line is no event, or the file has none. */
  readFor(duration: number): void {
    const end = performance.now() + duration
    while (this.start < this.text.length && performance.now() < end) {
      const stop = this.text.indexOf('\n', this.start + pieceSize) + 1 || this.text.length
      const piece = this.text.slice(this.start, stop)
      this.start = stop
      if (!this.takePiece(piece)) this.takeLines(piece)
    }
    if (this.start < this.text.length) return
    this.isDone = true
    if (this.events.length === 0)
      throw new Error('There are no events in this file. Make one with: coroscope trace FILE --format jsonl')
  }

  /** Many lines as one list of JSON, which is read faster; false: a line has something of its own. */
  private takePiece(piece: string): boolean {
    const body = piece.endsWith('\n') ? piece.slice(0, -1) : piece
    let values: unknown[]
    try {
      values = JSON.parse(`[${body.replaceAll('\n', ',')}]`)
    } catch {
      return false
    }
    let count = 1
    for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) count++
    if (values.length !== count) return false
    for (const value of values) this.take(value, ++this.lines)
    return true
  }

  private takeLines(piece: string): void {
    for (let start = 0; start < piece.length; ) {
      const newline = piece.indexOf('\n', start)
      const line = piece.slice(start, newline < 0 ? piece.length : newline).trim()
      start = newline < 0 ? piece.length : newline + 1
      this.lines++
      if (line === '') continue
      // A file that was cut ends within a line.
      if (newline < 0 && this.events.length > 0) this.takeLast(line)
      else this.take(parsed(line, this.lines, this.events.length === 0), this.lines)
    }
  }

  private takeLast(line: string): void {
    try {
      this.take(parsed(line, this.lines, false), this.lines)
    } catch {
      this.warning = `The file ends in the middle of line ${this.lines}: what comes before it is shown.`
    }
  }

  /** Adds an event; throws what is wrong with it. */
  private take(value: unknown, line: number): void {
    if (!isTraceEvent(value)) {
      const kind = (value as { kind?: unknown } | null)?.kind
      if (typeof kind === 'string')
        throw new Error(`Line ${line}: an event '${kind.slice(0, 40)}' is not known to this version of Coroscope.`)
      throw new Error(`Line ${line} is not an event of a trace.`)
    }
    const wrong = wrongField(value)
    if (wrong !== undefined)
      throw new Error(`Line ${line}: '${wrong}' of the event '${value.kind}' is missing or not as it should be.`)
    const { events } = this
    const before = events.length === 0 ? value.t : events[events.length - 1]!.t
    if (value.t < before) throw new Error(`Line ${line}: time goes backwards, from ${before} to ${value.t}.`)
    events.push(value)
  }
}

function parsed(line: string, number: number, isFirst: boolean): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error(
      isFirst && number === 1
        ? 'This is not a trace: its first line is not JSON. Make one with: coroscope trace FILE --format jsonl'
        : `Line ${number} of the trace is not JSON.`,
    )
  }
}

/** Fields each kind must have, by type: n an integer from 0, s a text. */
const fields: Record<TraceEvent['kind'], { readonly n: readonly string[]; readonly s: readonly string[] }> = {
  create: { n: ['id', 'by', 'line'], s: ['name', 'type', 'file'] },
  resume: { n: ['id', 'by'], s: ['how'] },
  await: { n: ['id', 'target', 'line'], s: ['what'] },
  yield: { n: ['id', 'to', 'line'], s: ['value'] },
  return: { n: ['id', 'to'], s: ['value'] },
  raise: { n: ['id', 'to', 'line'], s: ['exception', 'message'] },
  close: { n: ['id'], s: [] },
  'never awaited': { n: ['id', 'line'], s: [] },
  task: { n: ['id', 'by', 'line'], s: ['what', 'name', 'text'] },
  output: { n: ['by'], s: ['stream', 'text'] },
}
const optional = { n: ['inner', 'timer'], s: ['value', 'exception'] } as const

const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31

function wrongField(event: TraceEvent): string | undefined {
  const record = event as unknown as Record<string, unknown>
  const { n, s } = fields[event.kind]
  for (const name of n) if (!isCount(record[name])) return name
  for (const name of s) if (typeof record[name] !== 'string') return name
  for (const name of optional.n) if (record[name] !== undefined && !isCount(record[name])) return name
  for (const name of optional.s) if (record[name] !== undefined && typeof record[name] !== 'string') return name
  return Number.isFinite(event.t) ? undefined : 't'
}

/** A recorded run behind the requests that the views make. */
export class Recording implements Debuggee {
  /** May grow at its end while a file is read. */
  private readonly events: readonly TraceEvent[]
  private readonly alive: AliveAt
  private time: number

  constructor(events: readonly TraceEvent[]) {
    this.events = events
    this.alive = new AliveAt(events)
    this.time = events.at(-1)?.t ?? 0
  }

  /** Called after the place in the recording has changed; `from`: the earliest time that looks otherwise now. */
  onMove: (from: number) => void = () => undefined

  /** More events have come, of which `known` were there before: who stood at the end goes on to the new one. */
  grew(known: number): void {
    const end = this.events[known - 1]?.t ?? 0
    if (this.time >= end) this.goTo(this.events.at(-1)?.t ?? 0)
    else this.onMove(end)
  }

  async request<Answer>(command: string, args?: object): Promise<Answer> {
    const { from, time } = (args ?? {}) as { from?: number; time?: number }
    switch (command) {
      case 'coroscope/coroutines':
        return { time: this.time, coroutines: this.alive.at(this.time) } as Answer
      case 'coroscope/trace':
        return this.trace(from ?? 0) as Answer
      case 'coroscope/travel':
        this.goTo(time ?? this.time)
        return { time: this.time } as Answer
      case 'stepBack':
        this.goTo(this.events[firstSince(this.events, this.time) - 1]?.t ?? 0)
        return {} as Answer
      default:
        throw new Error(recorded)
    }
  }

  private goTo(time: number): void {
    const from = Math.min(time, this.time)
    this.time = time
    this.onMove(from)
  }

  private trace(from: number): TraceAnswer {
    const first = firstSince(this.events, from)
    const here = Math.max(first, firstSince(this.events, this.time + 1))
    return { time: this.time, events: this.events.slice(first, here), future: this.events.slice(here) }
  }
}

/** Why nothing can be driven in a recording. */
export const recorded = 'This is a recorded run: it can be looked at, not driven.'

type Writable = { -readonly [Key in keyof CoroutineInfo]: CoroutineInfo[Key] }

const main: CoroutineInfo = { threadId: 1, id: 0, name: 'main', kind: 'main', state: 'CORO_RUNNING', isMain: true }

/** States that are kept on the way through a recording, so that going back in a long one is quick. */
const mostKept = 16
const leastApart = 4096

/** The coroutines that are alive at a time, told from the events alone. */
class AliveAt {
  private readonly events: readonly TraceEvent[]
  private alive = new Map<number, Writable>()
  /** So many events are in `alive`. */
  private index = 0
  private kept: { readonly index: number; readonly alive: ReadonlyMap<number, CoroutineInfo> }[] = []
  private apart = leastApart

  constructor(events: readonly TraceEvent[]) {
    this.events = events
  }

  at(time: number): CoroutineInfo[] {
    const target = firstSince(this.events, time + 1)
    if (target < this.index) {
      const last = this.kept.findLast(each => each.index <= target)
      this.alive = copied(last?.alive)
      this.index = last?.index ?? 0
    }
    for (; this.index < target; this.index++) {
      if (this.index >= (this.kept.at(-1)?.index ?? 0) + this.apart) this.keep()
      fold(this.alive, this.events[this.index]!)
    }
    return [main, ...copied(this.alive).values()]
  }

  private keep(): void {
    if (this.kept.length >= mostKept) {
      this.kept = this.kept.filter((_, at) => at % 2 === 1)
      this.apart *= 2
    }
    this.kept.push({ index: this.index, alive: copied(this.alive) })
  }
}

const copied = (alive: ReadonlyMap<number, CoroutineInfo> = new Map()): Map<number, Writable> =>
  new Map(Array.from(alive, ([id, info]) => [id, { ...info }]))

/** What an event changes among those that are alive. */
function fold(alive: Map<number, Writable>, event: TraceEvent): void {
  const chain = (id: number, state: Writable['state'], except = -1) => {
    for (let at: number | undefined = id, steps = 0; at !== undefined && steps < 100_000; steps++) {
      const info = alive.get(at)
      if (!info) return
      if (at !== except) info.state = state
      at = info.awaitedBy
    }
  }
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
      return
    case 'resume': {
      const info = alive.get(event.id)
      if (info && event.value !== undefined) info.lastSent = event.value
      chain(event.inner ?? event.id, 'CORO_RUNNING')
      return
    }
    case 'await': {
      const info = alive.get(event.id)
      if (!info) return
      info.awaiting = event.what
      info.line = event.line
      const target = alive.get(event.target)
      if (!target || event.target === event.id) return
      info.awaitingId = event.target
      target.awaitedBy = event.id
      target.state = 'CORO_RUNNING'
      return
    }
    case 'yield': {
      const inner = alive.get(event.id)
      if (inner) {
        inner.line = event.line
        inner.lastYielded = event.value
      }
      chain(event.id, 'CORO_SUSPENDED', event.to)
      return
    }
    case 'return':
    case 'raise':
    case 'close': {
      const outer = alive.get(event.id)?.awaitedBy
      alive.delete(event.id)
      const info = outer === undefined ? undefined : alive.get(outer)
      if (info?.awaitingId === event.id) {
        delete info.awaiting
        delete info.awaitingId
      }
      return
    }
    default:
      return
  }
}

/** Index of the first event at or after a time. */
export function firstSince(events: readonly TraceEvent[], time: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (events[middle]!.t < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Where two runs part: index of the first event that differs from `from` on, times left out; undefined when they do not. */
export function firstDifference(a: readonly TraceEvent[], b: readonly TraceEvent[], from = 0): number | undefined {
  const length = Math.min(a.length, b.length)
  for (let i = from; i < length; i++) if (!isSame(a[i]!, b[i]!)) return i
  return a.length === b.length ? undefined : length
}

function isSame(a: TraceEvent, b: TraceEvent): boolean {
  if (a === b) return true
  const [x, y] = [a as unknown as Record<string, unknown>, b as unknown as Record<string, unknown>]
  return hasAll(x, y) && hasAll(y, x)
}

/** Whether all that `x` says is in `y`. A program that was edited has other lines and times; what happens is what counts. */
function hasAll(x: Record<string, unknown>, y: Record<string, unknown>): boolean {
  for (const name in x) if (name !== 't' && name !== 'line' && name !== 'file' && x[name] !== y[name]) return false
  return true
}
