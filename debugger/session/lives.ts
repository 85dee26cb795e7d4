// What the events of a run say about each coroutine beyond its present state: what was last sent and yielded, what it awaits, how it
// ended. Follows the trace as it grows; when going back has cut it off, reads it again when next asked. Knows only events.

import { TraceKind } from '../engine/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { Place } from './contract.ts'

/** A trace that grows at its end and is cut off at its end; its oldest events may be gone. */
export interface Events {
  readonly length: number
  events(from: number, to: number): readonly TraceEvent[]
  scan(
    from: number,
    to: number,
    take: (index: number, kind: TraceKind, id: number, other: number, line: number) => void,
  ): void
}

/** Numbers by coroutine id: index into the trace plus one of the latest event of a kind; 0: there was none. */
class Latest {
  private indexes = new Int32Array(64)

  set(id: number, index: number): void {
    if (id >= this.indexes.length) {
      const longer = new Int32Array(Math.max(id + 1, 2 * this.indexes.length))
      longer.set(this.indexes)
      this.indexes = longer
    }
    this.indexes[id] = index + 1
  }

  get(id: number): number | undefined {
    const index = this.indexes[id] ?? 0
    return index === 0 ? undefined : index - 1
  }

  clear(): void {
    this.indexes.fill(0)
  }
}

/** How many earlier events are looked through for values that were sent before. */
const mostLookedThrough = 20_000

export class Lives {
  private readonly events: Events
  private readonly created = new Latest()
  private readonly sent = new Latest()
  private readonly yielded = new Latest()
  private readonly awaited = new Latest()
  private readonly ended = new Latest()
  /** Those that were destroyed and had never been awaited, the latest last. */
  private lost: number[] = []
  private read = 0
  /** Who was resumed and has not given control back, the latest last. */
  private resumed: number[] = []

  constructor(events: Events) {
    this.events = events
  }

  /** `talk#1`, also of one that has finished. */
  name(id: number): string | undefined {
    const event = this.event(this.created, id)
    return event?.kind === 'create' ? `${event.name}#${id}` : undefined
  }

  lastSent(id: number): string | undefined {
    const event = this.event(this.sent, id)
    return event?.kind === 'resume' ? event.value : undefined
  }

  lastYielded(id: number): string | undefined {
    const event = this.event(this.yielded, id)
    return event?.kind === 'yield' ? event.value : undefined
  }

  /** Machine time at which it, or what it awaits, was suspended last; undefined: never. */
  suspendedAt(id: number): number | undefined {
    return this.event(this.yielded, id)?.t
  }

  /** Machine times at which it, or what it awaits, was suspended, as far as the trace is kept. */
  suspensions(id: number): number[] {
    const resumed: number[] = []
    const indexes: number[] = []
    this.events.scan(0, this.events.length, (index, kind, one) => {
      if (kind === TraceKind.Send || kind === TraceKind.Throw || kind === TraceKind.Close) resumed.push(one)
      else if (kind === TraceKind.Yield) {
        if (resumed.pop() === id || one === id) indexes.push(index)
      } else if (kind === TraceKind.Return || kind === TraceKind.Raise || kind === TraceKind.Closed) {
        if (resumed[resumed.length - 1] === one) resumed.pop()
      }
    })
    return indexes.map(index => this.at(index)?.t ?? 0)
  }

  /** Type or name of what it awaits, as of its latest `await`. */
  awaiting(id: number): { readonly what: string; readonly line: number } | undefined {
    const event = this.event(this.awaited, id)
    return event?.kind === 'await' ? event : undefined
  }

  /** Values that were sent into it, without repetition, latest first. */
  sentBefore(id: number, most: number): string[] {
    this.follow()
    const last = this.sent.get(id)
    if (last === undefined) return []
    const indexes: number[] = []
    this.events.scan(Math.max(0, last - mostLookedThrough), last + 1, (index, kind, resumed, _, inner) => {
      if (kind === TraceKind.Send && (resumed === id || inner === id)) indexes.push(index)
    })
    const values = new Set<string>()
    for (const index of indexes.reverse()) {
      const event = this.at(index)
      if (event?.kind === 'resume' && event.value !== undefined && event.value !== 'None') values.add(event.value)
      if (values.size >= most) break
    }
    return [...values]
  }

  result(id: number): string | undefined {
    const event = this.event(this.ended, id)
    return event?.kind === 'return' ? event.value : undefined
  }

  exception(id: number): string | undefined {
    const event = this.event(this.ended, id)
    return event?.kind === 'raise' ? exceptionText(event) : undefined
  }

  /** `returned 3`, `raised ValueError: x`, `closed`; undefined while it lives. */
  howItEnded(id: number): string | undefined {
    const event = this.event(this.ended, id)
    switch (event?.kind) {
      case 'return':
        return `returned ${event.value}`
      case 'raise':
        return event.exception === 'GeneratorExit' ? 'closed' : `raised ${exceptionText(event)}`
      case 'close':
        return 'closed'
      default:
        return undefined
    }
  }

  /** Machine time of its creation. */
  since(id: number): number | undefined {
    return this.event(this.created, id)?.t
  }

  /** Coroutines that were destroyed without ever having been awaited, the latest last. */
  neverAwaited(most: number): { readonly id: number; readonly name: string; readonly createdAt: Place }[] {
    this.follow()
    return this.lost.slice(-most).flatMap(id => {
      const event = this.event(this.created, id)
      if (event?.kind !== 'create') return []
      return [{ id, name: `${event.name}#${id}`, createdAt: { file: event.file, line: event.line } }]
    })
  }

  private event(latest: Latest, id: number): TraceEvent | undefined {
    this.follow()
    const index = latest.get(id)
    return index === undefined ? undefined : this.at(index)
  }

  private at(index: number): TraceEvent | undefined {
    return this.events.events(index, index + 1)[0]
  }

  /** The trace was cut off: what came later is forgotten. */
  cutTo(length: number): void {
    if (length >= this.read) return
    for (const latest of [this.created, this.sent, this.yielded, this.awaited, this.ended]) latest.clear()
    this.resumed = []
    this.lost = []
    this.read = 0
  }

  private follow(): void {
    const { length } = this.events
    if (this.read === length) return
    const { resumed } = this
    this.events.scan(this.read, length, (index, kind, id, _, line) => {
      switch (kind) {
        case TraceKind.Create:
          this.created.set(id, index)
          break
        case TraceKind.Send:
        case TraceKind.Throw:
        case TraceKind.Close:
          resumed.push(id)
          if (kind !== TraceKind.Send) break
          this.sent.set(id, index)
          if (line !== 0) this.sent.set(line, index)
          break
        case TraceKind.Yield: {
          // What the innermost yields goes to whoever resumed the outermost: it is what both have yielded.
          const outer = resumed.pop()
          this.yielded.set(id, index)
          if (outer !== undefined) this.yielded.set(outer, index)
          break
        }
        case TraceKind.Await:
          this.awaited.set(id, index)
          break
        case TraceKind.Return:
        case TraceKind.Raise:
        case TraceKind.Closed:
          this.ended.set(id, index)
          if (resumed[resumed.length - 1] === id) resumed.pop()
          break
        case TraceKind.NeverAwaited:
          this.lost.push(id)
          break
        case TraceKind.Output:
          break
      }
    })
    this.read = length
  }
}

const exceptionText = (event: { readonly exception: string; readonly message: string }): string =>
  event.message === '' ? event.exception : `${event.exception}: ${event.message}`
