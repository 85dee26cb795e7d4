// The trace of a run, as it happens: compact entries, made into events (debugger/trace) when somebody reads them. Values that
// can change are rendered at once, others when read. Going back cuts the log.
//
// Knows nothing of who reads it.

import type { TraceEvent } from '../trace/event.ts'
import { CO } from './code.ts'
import { type Coroutine, KIND_WORDS } from './coroutine.ts'
import type { PyException } from './exception.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { shortRepr } from './short-repr.ts'
import { Obj, type Value } from './value.ts'

/** More entries than this are not kept: the oldest half goes. */
const CAPACITY = 1 << 20

enum EntryKind {
  Create,
  Resume,
  Await,
  Yield,
  Return,
  Raise,
  Close,
  Output,
}

/** What happened. `text` is rendered; `value` is to be rendered when read (it cannot change). */
class Entry {
  readonly kind: EntryKind
  readonly t: number
  readonly id: number
  readonly other: number
  readonly line: number
  readonly text: string | null
  readonly value: Value | undefined
  readonly extra: string | number
  constructor(
    kind: EntryKind,
    t: number,
    id: number,
    other: number,
    line: number,
    text: string | null,
    value: Value | undefined,
    extra: string | number,
  ) {
    this.kind = kind
    this.t = t
    this.id = id
    this.other = other
    this.line = line
    this.text = text
    this.value = value
    this.extra = extra
  }
}

export class TraceLog {
  isOn = true
  private entries: Entry[] = []
  /** Entries that are not kept any more. */
  private dropped = 0
  private readonly m: Machine
  constructor(m: Machine) {
    this.m = m
  }

  /** Number of events so far. */
  get length(): number {
    return this.dropped + this.entries.length
  }

  /** Events from the n-th on (those that are kept). */
  events(from = 0, to = this.length): TraceEvent[] {
    return this.entries.slice(Math.max(0, from - this.dropped), Math.max(0, to - this.dropped)).map(toEvent)
  }

  /** Index of the first kept event at or after a time. */
  indexAt(time: number): number {
    let low = 0
    let high = this.entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.entries[middle]!.t < time) low = middle + 1
      else high = middle
    }
    return this.dropped + low
  }

  truncate(length: number): void {
    this.entries.length = Math.max(0, Math.min(this.entries.length, length - this.dropped))
  }

  /** The coroutine whose code this frame runs: its own or that of the nearest frame below; 0: the main program. */
  currentId(frame: Frame | null): number {
    for (let f = frame; f !== null; f = f.back) {
      if (f.coroutine !== null && !(f.code.flags & CO.HIDDEN)) return f.coroutine.id
    }
    return 0
  }

  create(c: Coroutine): void {
    this.add(EntryKind.Create, c.id, c.createdBy, c.createdLine, c.name, undefined, `${c.kind}${c.createdFile}`)
  }

  resume(c: Coroutine, inner: Coroutine, how: 'send' | 'next', value: Value): void {
    const by = this.currentId(this.m.frame)
    this.addValue(EntryKind.Resume, c.id, by, inner === c ? 0 : inner.id, value, how)
  }

  resumeThrow(c: Coroutine, inner: Coroutine, how: 'throw' | 'close', exception: PyException): void {
    const by = this.currentId(this.m.frame)
    this.add(EntryKind.Resume, c.id, by, inner === c ? 0 : inner.id, shortRepr(exception), undefined, how)
  }

  await(outer: Coroutine, inner: Coroutine): void {
    this.add(EntryKind.Await, outer.id, inner.id, outer.frame!.line, inner.name, undefined, 0)
  }

  /** `outer` is the one that was resumed: the value goes to its caller. */
  yield(c: Coroutine, outer: Coroutine, value: Value): void {
    this.addValue(EntryKind.Yield, c.id, this.currentId(outer.caller), c.frame!.line, value, 0)
  }

  /** An async generator's item goes to the coroutine that awaits it. */
  yieldTo(c: Coroutine, outer: Coroutine, value: Value): void {
    this.addValue(EntryKind.Yield, c.id, outer.id, c.frame!.line, value, 0)
  }

  return(c: Coroutine, value: Value): void {
    this.addValue(EntryKind.Return, c.id, this.receiver(c), 0, value, 0)
  }

  raise(c: Coroutine, exception: PyException, frame: Frame): void {
    const [first] = exception.args.items
    const message = first === undefined ? '' : typeof first === 'string' ? first.slice(0, 60) : shortRepr(first)
    this.add(EntryKind.Raise, c.id, this.receiver(c), frame.line, exception.cls.name, undefined, message)
  }

  close(c: Coroutine): void {
    this.add(EntryKind.Close, c.id, 0, 0, null, undefined, 0)
  }

  output(stream: 'stdout' | 'stderr', text: string): void {
    if (!this.isOn) return
    this.add(EntryKind.Output, this.currentId(this.m.frame), 0, 0, text, undefined, stream)
  }

  private receiver(c: Coroutine): number {
    return c.isActive ? this.currentId(c.caller) : (c.awaiter?.id ?? 0)
  }

  private addValue(kind: EntryKind, id: number, other: number, line: number, value: Value, extra: string | number): void {
    if (value instanceof Obj) this.add(kind, id, other, line, shortRepr(value), undefined, extra)
    else this.add(kind, id, other, line, null, value, extra)
  }

  private add(
    kind: EntryKind,
    id: number,
    other: number,
    line: number,
    text: string | null,
    value: Value | undefined,
    extra: string | number,
  ): void {
    if (this.entries.length >= CAPACITY) {
      const gone = CAPACITY / 2
      this.entries = this.entries.slice(gone)
      this.dropped += gone
    }
    this.entries.push(new Entry(kind, this.m.time, id, other, line, text, value, extra))
  }
}

function toEvent(e: Entry): TraceEvent {
  const { t, id } = e
  const text = e.text ?? (e.value === undefined ? '' : shortRepr(e.value))
  switch (e.kind) {
    case EntryKind.Create: {
      const extra = String(e.extra)
      const type = KIND_WORDS[Number(extra[0])]!
      return { t, kind: 'create', id, by: e.other, name: text, type, file: extra.slice(1), line: e.line }
    }
    case EntryKind.Resume: {
      const how = e.extra as 'send' | 'throw' | 'close' | 'next'
      const inner = e.line === 0 ? {} : { inner: e.line }
      const what = how === 'throw' || how === 'close' ? { exception: text } : { value: text }
      return { t, kind: 'resume', id, by: e.other, how, ...what, ...inner }
    }
    case EntryKind.Await:
      return { t, kind: 'await', id, target: e.other, what: text, line: e.line }
    case EntryKind.Yield:
      return { t, kind: 'yield', id, to: e.other, value: text, line: e.line }
    case EntryKind.Return:
      return { t, kind: 'return', id, to: e.other, value: text }
    case EntryKind.Raise:
      return { t, kind: 'raise', id, to: e.other, exception: text, message: String(e.extra), line: e.line }
    case EntryKind.Close:
      return { t, kind: 'close', id }
    case EntryKind.Output:
      return { t, kind: 'output', stream: e.extra as 'stdout' | 'stderr', text, by: id }
  }
}
