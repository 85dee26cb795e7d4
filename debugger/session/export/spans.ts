// Who had control when, from the events of a run: the one reading of a trace that its pictures share. Knows no format.

import type { TraceEvent } from '../../trace/index.ts'

/** A stretch of time in which a lane was in one state. `waiting`: it resumed or awaits another, which has control. */
export interface Segment {
  readonly id: number
  readonly state: 'created' | 'running' | 'suspended' | 'waiting'
  readonly from: number
  readonly to: number
}

/** One passing of control, as an arrow from lane to lane. */
export interface Arrow {
  readonly t: number
  readonly from: number
  readonly to: number
  readonly kind: 'send' | 'throw' | 'close' | 'await' | 'yield' | 'return' | 'raise'
  /** The value or exception passed; empty where it says nothing. */
  readonly label: string
}

export interface Lane {
  readonly id: number
  readonly name: string
  readonly from: number
  /** When it finished, and how; undefined: it was alive at the end. */
  readonly to: number | undefined
  readonly ending: 'return' | 'raise' | 'close' | undefined
}

export interface Reading {
  readonly lanes: readonly Lane[]
  readonly segments: readonly Segment[]
  readonly arrows: readonly Arrow[]
  readonly end: number
}

/** `talk#1` for each id that the events create; `main` for 0. */
export function namesOf(events: readonly TraceEvent[]): (id: number) => string {
  const names = new Map<number, string>([[0, 'main']])
  for (const event of events) if (event.kind === 'create') names.set(event.id, `${event.name}#${event.id}`)
  return id => names.get(id) ?? `#${id}`
}

export function readTrace(events: readonly TraceEvent[]): Reading {
  const reader = new Reader(namesOf(events))
  for (const event of events) reader.take(event)
  return reader.done(events[events.length - 1]?.t ?? 0)
}

class Reader {
  private readonly name: (id: number) => string
  private readonly lanes = new Map<number, Lane>()
  private readonly segments: Segment[] = []
  private readonly arrows: Arrow[] = []
  /** The state of each lane that is alive, and since when. */
  private readonly now = new Map<number, Pick<Segment, 'state' | 'from'>>()

  constructor(name: (id: number) => string) {
    this.name = name
    this.begin(0, 0, 'running')
  }

  take(event: TraceEvent): void {
    const { t } = event
    switch (event.kind) {
      case 'create':
        this.begin(event.id, t, 'created')
        return
      case 'resume': {
        const value = event.value === 'None' ? '' : (event.value ?? '')
        const kind = event.how === 'next' ? 'send' : event.how
        this.pass(t, event.by, event.inner ?? event.id, kind, event.exception ?? value, 'waiting')
        return
      }
      case 'await':
        if (event.target !== 0) this.pass(t, event.id, event.target, 'await', '', 'waiting')
        return
      case 'yield':
        this.pass(t, event.id, event.to, 'yield', event.value === 'None' ? '' : event.value, 'suspended')
        return
      case 'return':
        this.pass(t, event.id, event.to, 'return', event.value === 'None' ? '' : event.value, undefined)
        return
      case 'raise': {
        const what = event.message === '' ? event.exception : `${event.exception}: ${event.message}`
        this.pass(t, event.id, event.to, 'raise', what, undefined)
        return
      }
      case 'close':
        this.finish(event.id, t, 'close')
        return
      case 'never awaited':
      case 'task':
      case 'output':
        return
    }
  }

  done(end: number): Reading {
    for (const id of this.now.keys()) this.change(id, end, undefined)
    return { lanes: [...this.lanes.values()], segments: this.segments, arrows: this.arrows, end }
  }

  private begin(id: number, t: number, state: Segment['state']): void {
    this.lanes.set(id, { id, name: this.name(id), from: t, to: undefined, ending: undefined })
    this.now.set(id, { state, from: t })
  }

  private pass(
    t: number,
    from: number,
    to: number,
    kind: Arrow['kind'],
    label: string,
    left: Segment['state'] | undefined,
  ): void {
    // A lane that no event made: the oldest events of a long run are not kept.
    for (const id of [from, to]) if (!this.lanes.has(id)) this.begin(id, t, 'suspended')
    this.arrows.push({ t, from, to, kind, label })
    if (left === undefined) this.finish(from, t, kind === 'raise' ? 'raise' : 'return')
    else this.change(from, t, left)
    this.change(to, t, 'running')
  }

  private finish(id: number, t: number, ending: Lane['ending']): void {
    const lane = this.lanes.get(id)
    if (lane !== undefined) this.lanes.set(id, { ...lane, to: t, ending })
    this.change(id, t, undefined)
  }

  private change(id: number, t: number, state: Segment['state'] | undefined): void {
    const before = this.now.get(id)
    if (before === undefined) return
    if (t > before.from) this.segments.push({ id, state: before.state, from: before.from, to: t })
    if (state === undefined) this.now.delete(id)
    else this.now.set(id, { state, from: t })
  }
}
