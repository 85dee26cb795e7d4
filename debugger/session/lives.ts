// What the events of a run say about each coroutine beyond its present state: what was last sent and yielded, what it awaits, how it
// ended. Follows the trace as it grows and as going back cuts it off. Knows only events.

import type { TraceEvent } from '../trace/index.ts'
import type { Place } from './contract.ts'

/** A trace that grows at its end and is cut off at its end; its oldest events may be gone. */
export interface Events {
  readonly length: number
  events(from: number, to: number): readonly TraceEvent[]
}

/** Indexes into the trace, ascending. */
interface Life {
  readonly name: string
  readonly sent: number[]
  readonly yielded: number[]
  readonly awaited: number[]
  end: number | undefined
  /** Machine time of its creation, and where that was. */
  readonly since: number
  readonly file: string
  readonly line: number
  /** When it was destroyed without anybody having awaited it. */
  lost: number | undefined
}

/** Resumptions that are going on, the latest first. */
interface Resumed {
  readonly id: number
  readonly below: Resumed | undefined
}

export class Lives {
  private readonly events: Events
  private readonly lives = new Map<number, Life>()
  /** Those that have been found out to be awaited by nobody; some may have been taken back. */
  private readonly lost = new Set<number>()
  private read = 0
  /** Who was resumed and has not given control back, as of each event. */
  private readonly resumed: (Resumed | undefined)[] = []

  constructor(events: Events) {
    this.events = events
  }

  /** `talk#1`, also of one that has finished. */
  name(id: number): string | undefined {
    return this.life(id)?.name
  }

  get ids(): Iterable<number> {
    this.follow()
    return this.lives.keys()
  }

  lastSent(id: number): string | undefined {
    const event = this.last(this.life(id)?.sent)
    return event?.kind === 'resume' ? event.value : undefined
  }

  lastYielded(id: number): string | undefined {
    const event = this.last(this.life(id)?.yielded)
    return event?.kind === 'yield' ? event.value : undefined
  }

  /** Type or name of what it awaits, as of its latest `await`. */
  awaiting(id: number): { readonly what: string; readonly line: number } | undefined {
    const event = this.last(this.life(id)?.awaited)
    return event?.kind === 'await' ? event : undefined
  }

  /** Values that were sent into it, without repetition, latest first. */
  sentBefore(id: number, most: number): string[] {
    const values = new Set<string>()
    const sent = this.life(id)?.sent ?? []
    for (let i = sent.length - 1; i >= 0 && values.size < most && sent.length - i < 1000; i--) {
      const event = this.at(sent[i])
      if (event?.kind === 'resume' && event.value !== undefined && event.value !== 'None') values.add(event.value)
    }
    return [...values]
  }

  result(id: number): string | undefined {
    const event = this.end(id)
    return event?.kind === 'return' ? event.value : undefined
  }

  exception(id: number): string | undefined {
    const event = this.end(id)
    return event?.kind === 'raise' ? exceptionText(event) : undefined
  }

  /** `returned 3`, `raised ValueError: x`, `closed`; undefined while it lives. */
  howItEnded(id: number): string | undefined {
    const event = this.end(id)
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
    return this.life(id)?.since
  }

  /** Coroutines that were destroyed without ever having been awaited, the latest last. */
  neverAwaited(most: number): { readonly id: number; readonly name: string; readonly createdAt: Place }[] {
    this.follow()
    const found = []
    for (const id of this.lost) {
      const life = this.lives.get(id)
      if (life?.lost !== undefined) found.push({ id, name: life.name, createdAt: { file: life.file, line: life.line } })
    }
    return found.slice(-most)
  }

  private end(id: number): TraceEvent | undefined {
    const index = this.life(id)?.end
    return index === undefined ? undefined : this.at(index)
  }

  private last(indexes: readonly number[] | undefined): TraceEvent | undefined {
    const index = indexes?.[indexes.length - 1]
    return index === undefined ? undefined : this.at(index)
  }

  private life(id: number): Life | undefined {
    this.follow()
    return this.lives.get(id)
  }

  /** The trace was cut off: what came later is forgotten. */
  cutTo(length: number): void {
    if (length >= this.read) return
    this.read = length
    this.resumed.length = length
    const cut = (indexes: number[]): void => {
      while (indexes.length > 0 && indexes[indexes.length - 1] >= length) indexes.pop()
    }
    for (const life of this.lives.values()) {
      cut(life.sent)
      cut(life.yielded)
      cut(life.awaited)
      if (life.end !== undefined && life.end >= length) life.end = undefined
      if (life.lost !== undefined && life.lost >= length) life.lost = undefined
    }
  }

  private at(index: number): TraceEvent | undefined {
    return this.events.events(index, index + 1)[0]
  }

  private follow(): void {
    const { length } = this.events
    if (this.read === length) return
    const fresh = this.events.events(this.read, length)
    // When the oldest are gone, what is left is the end.
    for (const [i, event] of fresh.entries()) this.take(event, length - fresh.length + i)
    this.read = length
  }

  private take(event: TraceEvent, index: number): void {
    const going = this.resumed[index - 1]
    this.resumed[index] = going
    switch (event.kind) {
      case 'create':
        this.lives.set(event.id, {
          name: `${event.name}#${event.id}`,
          sent: [],
          yielded: [],
          awaited: [],
          end: undefined,
          since: event.t,
          file: event.file,
          line: event.line,
          lost: undefined,
        })
        break
      case 'resume':
        this.resumed[index] = { id: event.id, below: going }
        if (event.value !== undefined)
          for (const id of new Set([event.id, event.inner ?? event.id])) this.lives.get(id)?.sent.push(index)
        break
      case 'yield':
        // What the innermost yields goes to whoever resumed the outermost: it is what both have yielded.
        for (const id of new Set([event.id, going?.id ?? event.id])) this.lives.get(id)?.yielded.push(index)
        this.resumed[index] = going?.below
        break
      case 'await':
        this.lives.get(event.id)?.awaited.push(index)
        break
      case 'return':
      case 'raise':
      case 'close': {
        const life = this.lives.get(event.id)
        if (life !== undefined) life.end = index
        if (going?.id === event.id) this.resumed[index] = going.below
        break
      }
      case 'never awaited': {
        const life = this.lives.get(event.id)
        if (life !== undefined) life.lost = index
        this.lost.add(event.id)
        break
      }
      case 'output':
        break
    }
  }
}

const exceptionText = (event: { readonly exception: string; readonly message: string }): string =>
  event.message === '' ? event.exception : `${event.exception}: ${event.message}`
