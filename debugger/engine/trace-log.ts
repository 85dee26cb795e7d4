// The trace of a run, as it happens: rows in typed arrays, made into events (debugger/trace) when somebody reads them. Values
// that can change are rendered at once, others when read. An entry costs no object. After going back, the rows that lie ahead are
// known still, until others are written over them.
//
// Knows nothing of who reads it.

import { TASK_CHANGES, type TaskChange, type TraceEvent } from '../trace/event.ts'
import type { Code } from './code.ts'
import { type Activation, type Coroutine, KIND_WORDS, labelOf } from './coroutine.ts'
import type { PyException } from './exception.ts'
import { shortMessage } from './exception-message.ts'
import type { Frame } from './frame.ts'
import { isInternal } from './library.ts'
import type { Machine } from './machine.ts'
import { shortRepr } from './short-repr.ts'
import type { Obj, PyType, Value } from './value.ts'

/** Rows of a chunk, and how many chunks are kept: the oldest goes. */
const ROWS = 4096
const CHUNKS = 256

/** What a row tells; the names of events are in debugger/trace. */
export enum TraceKind {
  Create,
  Send,
  Throw,
  Close,
  Await,
  Yield,
  Return,
  Raise,
  Closed,
  Output,
  NeverAwaited,
  /** A task or timer: which of TASK_CHANGES is added, in units of CHANGE. */
  Task,
}

/** Added to a coroutine's kind in a create event: a part of the library that the program has no name for. */
const INTERNAL = 4
/** Added to a kind: the value column holds rendered text. */
const RENDERED = 16
/** The unit of what is added for a task or timer. */
const CHANGE = 32
const CHANGES = Object.fromEntries(TASK_CHANGES.map((change, i) => [change, i * CHANGE])) as Record<TaskChange, number>

class Chunk {
  readonly times = new Float64Array(ROWS)
  /** Four numbers a row: kind, id, the other id, line. */
  readonly numbers = new Int32Array(4 * ROWS)
  readonly values: (Value | Details)[] = new Array(ROWS).fill(null)
}

/** Rows that are kept, from the n-th on. */
interface Kept {
  readonly from: number
  readonly chunks: Chunk[]
  readonly end: number
}

/** What `protect` has put away. */
export interface Protected extends Kept {
  readonly later: Kept | null
}

/** What a create, task or output event, or a raise with a message, needs besides. A task without a name has a number. */
class Details {
  readonly text: string
  readonly extra: string | number
  constructor(text: string, extra: string | number) {
    this.text = text
    this.extra = extra
  }
}

/** Who is told at once of what moves coroutines. It may ask the machine to halt, and must change nothing. */
export interface TraceListener {
  /** `inner` is suspended; control goes back to whoever resumed `outer`, by way of the coroutines between them. */
  suspended(inner: Coroutine, outer: Coroutine): void
  /** `outer` is resumed; control goes on in `inner`. */
  resumed(inner: Coroutine, outer: Coroutine, how: 'send' | 'throw' | 'close', exception: PyException | null): void
  /** `exception` leaves the coroutine, which is finished. */
  left(coroutine: Coroutine, exception: PyException): void
  /** It ends without having run, or without anything to clean up. */
  closed(coroutine: Coroutine): void
  neverAwaited(coroutine: Coroutine): void
}

interface Creation {
  readonly qualname: string
  readonly file: string
  readonly details: Details
}

export class TraceLog {
  isOn = true
  listener: TraceListener | null = null
  private chunks: Chunk[] = []
  private last: Chunk | null = null
  /** Index of `last` in `chunks`. */
  private at = -1
  /** Numbers of timers. */
  private readonly timers = new WeakMap<Obj, number>()
  /** Rows in `last`. */
  private used = ROWS
  /** Rows that are not kept any more. */
  private dropped = 0
  /** Rows that have been written and lie ahead end here; before `length`: there are none. */
  private furthest = 0
  /** Rows that lie so far ahead that some in between are not kept. */
  private later: Kept | null = null
  /** The oldest rows are somebody else's too. */
  private isProtected = false
  /** The latest creation of a coroutine of this code. */
  private readonly creations = new Map<Code, Creation>()
  private readonly m: Machine
  constructor(m: Machine) {
    this.m = m
  }

  /** Number of events so far. */
  get length(): number {
    return this.dropped + (this.at + 1) * ROWS - (ROWS - this.used)
  }

  /** Index of the first event that is kept. */
  get first(): number {
    return this.dropped
  }

  /** Number of events up to the end of those that lie ahead. */
  get end(): number {
    return Math.max(this.length, this.later?.end ?? this.furthest)
  }

  /** Events from the n-th on (those that are kept). */
  events(from = 0, to = this.length): TraceEvent[] {
    const events: TraceEvent[] = []
    this.read(from, Math.min(to, this.length), (chunk, row) => events.push(eventAt(chunk, row)))
    return events
  }

  /** Events that were gone back over and lie ahead, from a time on and up to another; `most` of them. */
  ahead(from = 0, to = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY): TraceEvent[] {
    const events: TraceEvent[] = []
    this.read(this.length, this.end, (chunk, row) => {
      const time = chunk.times[row]!
      if (time >= from && time <= to && events.length < most) events.push(eventAt(chunk, row))
    })
    return events
  }

  /** Is there an event of this kind among those that lie ahead, up to the n-th? */
  hasAhead(kind: TraceKind, to: number): boolean {
    let has = false
    this.read(this.length, Math.min(to, this.end), ({ numbers }, row) => {
      has ||= (numbers[4 * row]! & (RENDERED - 1)) === kind
    })
    return has
  }

  /** Every row that is kept, from one to another. */
  private read(from: number, to: number, take: (chunk: Chunk, row: number) => void): void {
    const near: Kept = { from: this.dropped, chunks: this.chunks, end: Math.max(this.length, this.furthest) }
    for (const kept of this.later === null ? [near] : [near, this.later]) {
      const end = Math.min(to, kept.end) - kept.from
      for (let i = Math.max(0, from - kept.from); i < end; i++) take(kept.chunks[Math.floor(i / ROWS)]!, i % ROWS)
    }
  }

  /** Index of the first kept event at or after a time. */
  indexAt(time: number): number {
    let low = 0
    let high = Math.max(0, this.length - this.dropped)
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.chunks[Math.floor(middle / ROWS)]!.times[middle % ROWS]! < time) low = middle + 1
      else high = middle
    }
    return this.dropped + low
  }

  /** The rows from `from` to `to`, as numbers, for who reads very many: `inner` stands in `line` where something is resumed. */
  scan(
    from: number,
    to: number,
    take: (index: number, kind: TraceKind, id: number, other: number, line: number) => void,
  ): void {
    const end = Math.min(to, this.length)
    for (let index = Math.max(from, this.dropped); index < end; index++) {
      const { numbers } = this.chunks[Math.floor((index - this.dropped) / ROWS)]!
      const at = 4 * ((index - this.dropped) % ROWS)
      take(index, numbers[at]! & (RENDERED - 1), numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!)
    }
  }

  /** Goes to where so many events had been told, earlier or later. What lies ahead then is known still. */
  seek(length: number): void {
    this.furthest = Math.max(this.furthest, this.length)
    const { later } = this
    if (later !== null && (length >= later.from || this.furthest >= later.end)) {
      this.later = null
      if (this.furthest < later.end) {
        this.chunks = later.chunks
        this.dropped = later.from
        this.furthest = later.end
      }
    }
    if (length < this.dropped || length > this.furthest) {
      // Nothing is kept of what comes before, or of what comes next.
      if (length < this.dropped && this.later === null)
        this.later = { from: this.dropped, chunks: this.chunks, end: this.furthest }
      this.chunks = []
      this.dropped = length
      this.furthest = length
    }
    this.stand(length)
  }

  /** Nothing lies ahead any more. */
  cut(): void {
    this.chunks.length = this.at + 1
    this.furthest = this.length
    this.later = null
  }

  /** Puts away what lies ahead, so that it is not written over. */
  protect(): Protected {
    const { chunks, dropped, later } = this
    const end = Math.max(this.length, this.furthest)
    if (end > this.length || later !== null) {
      this.chunks = chunks.slice(0, this.at + 1)
      if (this.last !== null) {
        this.last = copyOf(this.last)
        this.chunks[this.at] = this.last
      }
    } else this.chunks = chunks.slice()
    this.furthest = 0
    this.later = null
    this.isProtected = true
    return { from: dropped, chunks, end, later }
  }

  /** All that lay ahead lies ahead again. The log stands where it stood then. */
  unprotect({ from, chunks, end, later }: Protected): void {
    const { length } = this
    this.chunks = chunks
    this.dropped = from
    this.furthest = end
    this.later = later
    this.isProtected = false
    this.stand(length)
  }

  private stand(length: number): void {
    const rows = length - this.dropped
    this.at = Math.ceil(rows / ROWS) - 1
    this.last = this.chunks[this.at] ?? null
    this.used = rows - this.at * ROWS
  }

  /** The coroutine whose code this frame runs: its own or that of the nearest frame below; 0: the main program. */
  currentId(frame: Frame | null): number {
    return frame === null ? 0 : frame.owner
  }

  create(c: Coroutine): void {
    // A loop makes the same again and again: one text serves them all.
    const { code, qualname, createdFile } = c
    let creation = this.creations.get(code)
    if (creation === undefined || creation.qualname !== qualname || creation.file !== createdFile) {
      const what = c.kind + (isInternal(code, createdFile) ? INTERNAL : 0)
      creation = { qualname, file: createdFile, details: new Details(labelOf(qualname), `${what}${createdFile}`) }
      this.creations.set(code, creation)
    }
    const { details } = creation
    this.add(TraceKind.Create, c.id, c.createdBy, c.createdLine, details)
  }

  resume(c: Coroutine, inner: Coroutine, value: Value): void {
    this.addValue(TraceKind.Send, c.id, this.currentId(this.m.frame), inner === c ? 0 : inner.id, value)
    this.listener?.resumed(inner, c, 'send', null)
  }

  resumeThrow(c: Coroutine, inner: Coroutine, how: 'throw' | 'close', exception: PyException): void {
    const kind = how === 'throw' ? TraceKind.Throw : TraceKind.Close
    // An exception without arguments is told by its class, so that nothing is made for it.
    if (exception.args.items.length === 0) {
      this.add(kind, c.id, this.currentId(this.m.frame), inner === c ? 0 : inner.id, exception.cls)
    } else this.addValue(kind, c.id, this.currentId(this.m.frame), inner === c ? 0 : inner.id, exception)
    this.listener?.resumed(inner, c, how, exception)
  }

  await(outer: Coroutine, inner: Coroutine): void {
    this.add(TraceKind.Await, outer.id, inner.id, outer.frame!.line, inner.qualname)
  }

  /** The value goes to the caller of the activation. */
  yield(c: Coroutine, going: Activation, value: Value): void {
    this.addValue(TraceKind.Yield, c.id, this.currentId(going.caller), c.frame!.line, value)
    this.listener?.suspended(c, this.m.activation ?? c)
  }

  /** An async generator's item goes to the coroutine that awaits it. */
  yieldTo(c: Coroutine, outer: Coroutine, value: Value): void {
    this.addValue(TraceKind.Yield, c.id, outer.id, c.frame!.line, value)
    this.listener?.suspended(c, c)
  }

  return(c: Coroutine, value: Value): void {
    this.addValue(TraceKind.Return, c.id, this.receiver(c), 0, value)
  }

  raise(c: Coroutine, exception: PyException, frame: Frame): void {
    this.listener?.left(c, exception)
    const { cls } = exception
    if (exception.args.items.length === 0) this.add(TraceKind.Raise, c.id, this.receiver(c), frame.line, cls)
    else this.add(TraceKind.Raise, c.id, this.receiver(c), frame.line, new Details(cls.name, shortMessage(exception)))
  }

  close(c: Coroutine): void {
    this.add(TraceKind.Closed, c.id, 0, 0, null)
    this.listener?.closed(c)
  }

  /** It is destroyed without having run. */
  neverAwaited(c: Coroutine): void {
    if (!this.isOn) return
    this.add(TraceKind.NeverAwaited, c.id, 0, this.m.frame?.line ?? c.createdLine, null)
    this.listener?.neverAwaited(c)
  }

  /** Something was done to a task: which of TASK_CHANGES, and words that go with it. `by`: by whom, when it is not who runs. */
  task(
    change: TaskChange,
    coroutine: Coroutine | null,
    name: string | number,
    text: string,
    by: Coroutine | null,
  ): void {
    const who = by?.id ?? this.currentId(this.m.frame)
    const kind = TraceKind.Task + CHANGES[change]
    this.add(kind, coroutine?.id ?? 0, who, lineOf(this.m.frame), text === '' ? name : new Details(text, name))
  }

  /** Something was done to a timer, which is known by the number of the event that told of its setting. */
  timer(change: TaskChange, handle: Obj, name: string, at: string): void {
    let number = this.timers.get(handle)
    if (change === 'timer set') {
      number = this.length + 1
      this.timers.set(handle, number)
    } else if (number === undefined) return
    const kind = TraceKind.Task + CHANGES[change]
    this.add(kind, -number, this.currentId(this.m.frame), lineOf(this.m.frame), new Details(at, name))
  }

  output(stream: 'stdout' | 'stderr', text: string): void {
    if (this.isOn) this.add(TraceKind.Output, this.currentId(this.m.frame), 0, 0, new Details(text, stream))
  }

  private receiver(c: Coroutine): number {
    return c.isActive ? this.currentId(c.activation?.caller ?? null) : (c.awaiter?.id ?? 0)
  }

  private addValue(kind: TraceKind, id: number, other: number, line: number, value: Value): void {
    if (typeof value === 'object' && value !== null) this.add(kind | RENDERED, id, other, line, shortRepr(value))
    else this.add(kind, id, other, line, value)
  }

  private add(kind: number, id: number, other: number, line: number, value: Value | Details): void {
    if (this.used === ROWS) this.grow()
    const row = this.used++
    const chunk = this.last!
    const { numbers } = chunk
    const at = 4 * row
    numbers[at] = kind
    numbers[at + 1] = id
    numbers[at + 2] = other
    numbers[at + 3] = line
    chunk.times[row] = this.m.time
    chunk.values[row] = value
  }

  private grow(): void {
    let chunk = this.chunks[this.at + 1]
    if (chunk === undefined) {
      if (this.chunks.length >= CHUNKS) {
        const oldest = this.chunks.shift()!
        this.at--
        this.dropped += ROWS
        if (!this.isProtected) {
          chunk = oldest
          chunk.values.fill(null)
        }
      }
      chunk ??= new Chunk()
      this.chunks.push(chunk)
    }
    this.at++
    this.last = chunk
    this.used = 0
  }
}

function copyOf(chunk: Chunk): Chunk {
  const copy = new Chunk()
  copy.times.set(chunk.times)
  copy.numbers.set(chunk.numbers)
  for (let i = 0; i < ROWS; i++) copy.values[i] = chunk.values[i]!
  return copy
}

/** The line of the program that is executed; 0 when only the library runs, as the loop does between two steps. */
function lineOf(frame: Frame | null): number {
  let f = frame
  while (f?.code.isLibrary) f = f.back
  return f === null ? 0 : f.line
}

function textOf(kind: TraceKind, flags: number, stored: Value | Details): string {
  if (stored instanceof Details) return stored.text
  // A task's name alone.
  if (kind === TraceKind.Task) return ''
  if (flags & RENDERED) return stored as string
  if (kind === TraceKind.Raise) return (stored as PyType).name
  if (kind === TraceKind.Throw || kind === TraceKind.Close) return `${(stored as PyType).name}()`
  return shortRepr(stored as Value)
}

const nameOfTask = (stored: Value): string => (typeof stored === 'number' ? `Task-${stored}` : String(stored))

function eventAt(chunk: Chunk, row: number): TraceEvent {
  const t = chunk.times[row]!
  const { numbers } = chunk
  const at = 4 * row
  const flags = numbers[at]!
  const id = numbers[at + 1]!
  const other = numbers[at + 2]!
  const line = numbers[at + 3]!
  const stored = chunk.values[row]!
  const extra = stored instanceof Details ? String(stored.extra) : ''
  const kind = (flags & (RENDERED - 1)) as TraceKind
  const text = textOf(kind, flags, stored)
  const inner = line === 0 ? {} : { inner: line }
  switch (kind) {
    case TraceKind.Create: {
      const what = Number(extra[0])
      const type = KIND_WORDS[what % INTERNAL]!
      const event = { t, kind: 'create' as const, id, by: other, name: text, type, file: extra.slice(1), line }
      return what < INTERNAL ? event : { ...event, internal: true }
    }
    case TraceKind.Send:
      return { t, kind: 'resume', id, by: other, how: 'send', value: text, ...inner }
    case TraceKind.Throw:
      return { t, kind: 'resume', id, by: other, how: 'throw', exception: text, ...inner }
    case TraceKind.Close:
      return { t, kind: 'resume', id, by: other, how: 'close', exception: text, ...inner }
    case TraceKind.Await:
      return { t, kind: 'await', id, target: other, what: labelOf(stored as string), line }
    case TraceKind.Yield:
      return { t, kind: 'yield', id, to: other, value: text, line }
    case TraceKind.Return:
      return { t, kind: 'return', id, to: other, value: text }
    case TraceKind.Raise:
      return { t, kind: 'raise', id, to: other, exception: text, message: extra, line }
    case TraceKind.Closed:
      return { t, kind: 'close', id }
    case TraceKind.NeverAwaited:
      return { t, kind: 'never awaited', id, line }
    case TraceKind.Task: {
      const what = TASK_CHANGES[Math.floor(flags / CHANGE)]!
      const event = {
        t,
        kind: 'task' as const,
        what,
        id: Math.max(id, 0),
        by: other,
        name: nameOfTask(stored instanceof Details ? stored.extra : stored),
        text,
        line,
      }
      return id < 0 ? { ...event, timer: -id } : event
    }
    case TraceKind.Output:
      return { t, kind: 'output', stream: extra as 'stdout' | 'stderr', text, by: id }
  }
}
