// From trace events to lanes: one lane for each coroutine, cut into segments by state, with crossings where control passes
// from lane to lane. Time here is a place on a line: each event that changes something has a slot, as far from the one before
// as its words need, however many instructions lie between them, so that a small program reads well; each slot remembers its
// machine time. Grows event by event. Knows nothing of pixels.

import type { CoroutineKind, TraceEvent } from '../../debugger/trace/index.ts'
import { Ascending, Integers } from './columns.ts'

/** What a lane does in a segment. `Lent`: it resumed another one and has control no longer, but awaits nothing. */
export enum LaneState {
  Created,
  Running,
  Lent,
  Suspended,
  Delegating,
}

/** How a lane ended. */
export interface LaneEnd {
  readonly slot: number
  readonly how: 'return' | 'raise' | 'close'
  /** The value returned or the exception's type. */
  readonly text: string
}

/** How control passes, in the order of the numbers that stand for it. */
const ways = ['send', 'throw', 'close', 'await', 'yield', 'return', 'raise', 'wake', 'cancel'] as const

/** Control that passes from one lane to another. */
export interface Crossing {
  readonly slot: number
  readonly from: number
  readonly to: number
  readonly how: (typeof ways)[number]
  /** The value or the exception's type; empty when there is nothing to say. */
  readonly text: string
}

/** Crossings by their order in time: columns of numbers, for there are as many as events; each is made when it is looked at. */
export class Crossings {
  private readonly lanes: Lanes
  private readonly events = new Integers()
  private readonly froms = new Integers()
  private readonly tos = new Integers()
  private readonly hows = new Integers()

  constructor(lanes: Lanes) {
    this.lanes = lanes
  }

  get length(): number {
    return this.events.length
  }

  /** One that the latest event brings. */
  add(from: number, to: number, how: Crossing['how']): void {
    this.events.push(this.lanes.events.length - 1)
    this.froms.push(from)
    this.tos.push(to)
    this.hows.push(ways.indexOf(how))
  }

  slotAt(index: number): number {
    return this.lanes.slotOf.at(this.events.at(index))
  }

  from(index: number): number {
    return this.froms.at(index)
  }

  to(index: number): number {
    return this.tos.at(index)
  }

  at(index: number): Crossing {
    const [from, to] = [this.froms.at(index), this.tos.at(index)]
    const how = ways[this.hows.at(index)]!
    const event = this.lanes.events[this.events.at(index)]!
    return { slot: this.slotAt(index), from, to, how, text: this.textOf(event) }
  }

  /** Index of the first that stands after a slot, or at it. */
  firstSince(slot: number, low = 0): number {
    let first = low
    let high = this.length
    while (first < high) {
      const middle = (first + high) >> 1
      if (this.slotAt(middle) < slot) first = middle + 1
      else high = middle
    }
    return first
  }

  private textOf(event: TraceEvent): string {
    if (event.kind === 'resume') return resumeText(event)
    if (event.kind === 'yield' || event.kind === 'return') return withoutNone(event.value)
    if (event.kind !== 'raise') return ''
    return this.lanes.byId.get(event.id)?.end?.how === 'close' ? '' : event.exception
  }
}

export interface Lane {
  readonly id: number
  /** As in `talk#1`. */
  readonly name: string
  readonly kind: CoroutineKind | 'main'
  /** Line of its creation; 0 for the main program. */
  readonly createdLine: number
  readonly createdBy: number
  /** The first one that awaited it: the lane stands under that one's. */
  awaiter: number | undefined
  /** Segment i goes from `starts[i]` to `starts[i + 1]`, the last to the lane's end or to now. */
  readonly starts: readonly number[]
  /** State of a segment. */
  stateAt(segment: number): LaneState
  /** Words for a segment: where it is suspended, and what for; undefined: nothing to say. */
  noteOf(segment: number): string | undefined
  end: LaneEnd | undefined
  /** Slot at which it was found out that nobody awaits it. */
  neverAwaited: number | undefined
}

/** Printed text, on the lane that printed it. */
export interface Output {
  /** Index of its event. */
  readonly event: number
  readonly slot: number
  readonly lane: number
  readonly text: string
  readonly stream: 'stdout' | 'stderr'
}

/** A lane with its place in the picture. */
export interface Row {
  readonly lane: Lane
  /** How many others it stands under. */
  readonly depth: number
  /** Whether others stand under it, and whether they are folded away: those then. */
  readonly hasInner?: boolean
  readonly isFolded?: boolean
  readonly folded?: readonly Lane[]
  readonly isPinned?: boolean
}

export class Lanes {
  readonly byId = new Map<number, GrowingLane>()
  readonly crossings = new Crossings(this)
  readonly outputs: Output[] = []
  /** Every event, in order. */
  readonly events: TraceEvent[] = []
  /** Slot of each event; output shares the slot of the event before it. */
  readonly slotOf = new Ascending()
  /** The slots, ascending; the first is the start of the program. */
  readonly slots = new Ascending()
  /** Index of the event that made each of the slots. */
  readonly eventOf = new Integers()
  /** The lane that has control after the last event. */
  running = 0

  /** Lanes by id, as far as ids come in their order. */
  private readonly inOrder: GrowingLane[] = []
  private readonly awaiting = new Map<number, number>()
  private readonly closing = new Set<number>()
  /** Lanes that have another one under them. */
  private readonly awaiters = new Set<number>()
  private rows: Row[] | undefined
  /** Whether coroutines of the library, made by the library, have lanes of their own. */
  readonly showsInternal: boolean
  /** Without a lane: who it works for, by id. */
  private readonly hidden = new Map<number, number>()
  /** Line at which a visible one awaits a hidden one. */
  private readonly waitLine = new Map<number, number>()

  /** `mainName`: who drives, in the picture. */
  constructor(mainName = 'main', showsInternal = false) {
    this.showsInternal = showsInternal
    this.slots.push(0)
    this.eventOf.push(-1)
    this.addLane({ id: 0, name: mainName, kind: 'main', createdLine: 0, createdBy: 0 }, 0, LaneState.Running)
  }

  /** The slot of the last event. */
  get lastSlot(): number {
    return this.slots.last
  }

  /** Takes one event more. */
  push(original: TraceEvent): void {
    this.events.push(original)
    const event = this.seen(original)
    // That the loop wakes somebody is seen when it goes on; only who else did is news.
    if (event === undefined || (event.kind === 'task' && event.by === 0)) {
      this.slotOf.push(this.lastSlot)
      return
    }
    if (event.kind === 'output') {
      this.slotOf.push(this.lastSlot)
      this.outputs.push({
        event: this.events.length - 1,
        slot: this.lastSlot,
        lane: event.by,
        text: event.text,
        stream: event.stream,
      })
      return
    }
    const slot = this.lastSlot + roomFor(event)
    this.slots.push(slot)
    this.eventOf.push(this.events.length - 1)
    this.slotOf.push(slot)
    switch (event.kind) {
      case 'create': {
        const { id, name, type, line, by } = event
        const lane = { id, name: `${name}#${id}`, kind: type, createdLine: line, createdBy: by }
        this.addLane(lane, slot, LaneState.Created)
        return
      }
      case 'resume':
        this.resume(event, slot)
        return
      case 'await':
        this.awaits(event, slot)
        return
      case 'yield':
        this.laneAt(event.id)?.suspend(slot, event.line)
        this.cross(event.id, event.to, 'yield')
        this.give(event.to, slot)
        return
      case 'return':
        this.finish(event.id, { slot, how: 'return', text: withoutNone(event.value) })
        this.cross(event.id, event.to, 'return')
        this.give(event.to, slot)
        return
      case 'raise': {
        // A close() ends with the GeneratorExit it threw in: that is how closing looks from inside.
        const isClose = this.closing.has(event.id) && event.exception === 'GeneratorExit'
        this.finish(event.id, { slot, how: isClose ? 'close' : 'raise', text: isClose ? '' : event.exception })
        this.cross(event.id, event.to, 'raise')
        this.give(event.to, slot)
        return
      }
      case 'close':
        this.finish(event.id, { slot, how: 'close', text: '' })
        return
      case 'task':
        this.cross(event.by, event.id, event.what === 'woken' ? 'wake' : 'cancel')
        return
      case 'never awaited': {
        const lane = this.laneAt(event.id)
        if (lane) lane.neverAwaited = slot
        return
      }
    }
  }

  /** The lane that stands for a coroutine: its own, or that of whom it works for. */
  laneOf(id: number): number {
    let lane = id
    for (let steps = 0, next = this.hidden.get(lane); next !== undefined && steps < 1000; steps++) {
      lane = next
      next = this.hidden.get(lane)
    }
    return lane
  }

  private laneAt(id: number): GrowingLane | undefined {
    return id < this.inOrder.length ? this.inOrder[id] : this.byId.get(id)
  }

  /** An event as it looks in this picture; undefined: nothing to see. */
  private seen(event: TraceEvent): TraceEvent | undefined {
    // Who woke or cancelled whose task; that a step was scheduled is seen when it comes.
    if (event.kind === 'task' && ((event.what !== 'woken' && event.what !== 'cancelled') || event.id === 0))
      return undefined
    if (this.showsInternal) return event
    if (event.kind === 'create' && event.internal) {
      this.hidden.set(event.id, event.by)
      return undefined
    }
    return this.hidden.size === 0 ? event : this.withoutHidden(event)
  }

  /** An event as it looks without the hidden ones: what they do is done by whom they work for; undefined: nothing to see. */
  private withoutHidden(event: TraceEvent): TraceEvent | undefined {
    switch (event.kind) {
      case 'output':
      case 'create':
        return { ...event, by: this.laneOf(event.by) }
      case 'resume': {
        const [id, by] = [this.laneOf(event.id), this.laneOf(event.by)]
        const inner = this.laneOf(event.inner ?? event.id)
        if (id === by && inner === by) return undefined
        return { ...event, id, by, inner }
      }
      case 'await': {
        const id = this.laneOf(event.id)
        if (!this.hidden.has(event.id)) this.waitLine.set(event.id, event.line)
        if (!this.hidden.has(event.target))
          return this.hidden.has(event.id) && event.target === 0 ? undefined : { ...event, id }
        if (event.target !== id) this.hidden.set(event.target, event.id)
        return undefined
      }
      case 'yield': {
        const [id, to] = [this.laneOf(event.id), this.laneOf(event.to)]
        if (id === to) return undefined
        return id === event.id ? { ...event, to } : { ...event, id, to, line: this.waitLine.get(id) ?? event.line }
      }
      case 'return':
      case 'raise': {
        const to = this.laneOf(event.to)
        if (!this.hidden.has(event.id)) return { ...event, to }
        if (to !== this.running && this.byId.has(to)) this.give(to, this.lastSlot)
        return undefined
      }
      case 'task': {
        const [id, by] = [this.laneOf(event.id), this.laneOf(event.by)]
        return id === by ? undefined : { ...event, id, by }
      }
      case 'close':
      case 'never awaited':
        return this.hidden.has(event.id) ? undefined : event
    }
  }

  /** Lanes from top to bottom: each under the one that awaited it first, else in order of creation. */
  order(): readonly Row[] {
    if (this.rows) return this.rows
    const children = new Map<number, Lane[]>()
    const roots: Lane[] = []
    for (const lane of this.byId.values()) {
      if (lane.awaiter === undefined) roots.push(lane)
      else {
        const list = children.get(lane.awaiter)
        if (list) list.push(lane)
        else children.set(lane.awaiter, [lane])
      }
    }
    const rows: Row[] = []
    // A stack instead of recursion: an await chain may be thousands deep.
    const stack = roots.reverse().map(lane => ({ lane, depth: 0 }))
    for (let row = stack.pop(); row; row = stack.pop()) {
      rows.push(row)
      const inner = children.get(row.lane.id) ?? []
      for (let i = inner.length - 1; i >= 0; i--) stack.push({ lane: inner[i]!, depth: row.depth + 1 })
    }
    this.rows = rows
    return rows
  }

  private addLane(
    lane: Pick<Lane, 'id' | 'name' | 'kind' | 'createdLine' | 'createdBy'>,
    slot: number,
    state: LaneState,
  ): void {
    if (this.laneAt(lane.id)) return
    const made = new GrowingLane(lane, slot, state)
    this.byId.set(lane.id, made)
    if (lane.id === this.inOrder.length) this.inOrder.push(made)
    this.rows = undefined
  }

  private resume(event: TraceEvent & { kind: 'resume' }, slot: number): void {
    const runner = event.inner ?? event.id
    this.lend(event.by, slot)
    for (let id = event.id, steps = 0; id !== runner && steps < 100_000; steps++) {
      this.set(id, slot, LaneState.Delegating)
      const next = this.awaiting.get(id)
      if (next === undefined) break
      id = next
    }
    if (event.how === 'close') this.closing.add(event.id).add(runner)
    else if (this.closing.size > 0) {
      this.closing.delete(event.id)
      this.closing.delete(runner)
    }
    this.cross(event.by, runner, event.how === 'next' ? 'send' : event.how)
    this.give(runner, slot)
  }

  private awaits(event: TraceEvent & { kind: 'await' }, slot: number): void {
    const lane = this.laneAt(event.id)
    if (event.target === 0) {
      if (lane) lane.awaitedWhat = event.what
      return
    }
    this.set(event.id, slot, LaneState.Delegating)
    this.awaiting.set(event.id, event.target)
    const target = this.laneAt(event.target)
    if (target && target.awaiter === undefined && !this.isAbove(event.target, event.id)) {
      target.awaiter = event.id
      this.awaiters.add(event.id)
      this.rows = undefined
    }
    this.cross(event.id, event.target, 'await')
    this.give(event.target, slot)
  }

  /** Whether `id` stands above `other` already; a hand-edited trace could ask for a circle. */
  private isAbove(id: number, other: number): boolean {
    if (id === other) return true
    if (!this.awaiters.has(id)) return false
    for (let at: number | undefined = other; at !== undefined; at = this.byId.get(at)?.awaiter)
      if (at === id) return true
    return false
  }

  private lend(id: number, slot: number): void {
    const lane = this.laneAt(id)
    if (lane?.lastState === LaneState.Running) lane.set(slot, LaneState.Lent)
  }

  private give(id: number, slot: number): void {
    if (this.running !== id) this.lend(this.running, slot)
    this.running = id
    if (this.awaiting.size > 0) this.awaiting.delete(id)
    this.set(id, slot, LaneState.Running)
  }

  private finish(id: number, end: LaneEnd): void {
    const lane = this.laneAt(id)
    if (lane && !lane.end) lane.end = end
    this.awaiting.delete(id)
    this.closing.delete(id)
  }

  private set(id: number, slot: number, state: LaneState): void {
    this.laneAt(id)?.set(slot, state)
  }

  private cross(from: number, to: number, how: Crossing['how']): void {
    if (from !== to) this.crossings.add(from, to, how)
  }
}

/** Width of a slot in characters: the measure of the room that words need. */
export const charactersPerSlot = 11

/** Room before an event, in slots: enough for the words beside its arrow, which stand before it. */
function roomFor(event: TraceEvent): number {
  switch (event.kind) {
    case 'create':
    case 'await':
    case 'task':
      return 0.4
    case 'yield':
      return roomForLength(withoutNone(event.value).length)
    case 'resume':
      return roomForLength((event.how === 'throw' || event.how === 'close' ? 6 : 5) + resumeText(event).length)
    default:
      return 0.5
  }
}

const roomForLength = (length: number): number => Math.max(0.5, Math.min(2.4, (length + 3) / charactersPerSlot))

function resumeText(event: TraceEvent & { kind: 'resume' }): string {
  return event.how === 'throw' ? (event.exception ?? '') : withoutNone(event.value ?? '')
}

/** None is not written: it is what passes when nothing is said. */
const withoutNone = (value: string): string => (value === 'None' ? '' : value)

/** A lane while events still come. */
class GrowingLane implements Lane {
  readonly id: number
  readonly name: string
  readonly kind: Lane['kind']
  readonly createdLine: number
  readonly createdBy: number
  awaiter: number | undefined = undefined
  readonly starts: number[]
  /** State of each segment and, eightfold, the line at which it is suspended. */
  private readonly segments: number[]
  /** What segments are suspended for, where it is no coroutine. */
  private whats: Map<number, string> | undefined = undefined
  end: LaneEnd | undefined = undefined
  neverAwaited: number | undefined = undefined
  /** What it awaits that is no coroutine. */
  awaitedWhat: string | undefined = undefined

  constructor(lane: Pick<Lane, 'id' | 'name' | 'kind' | 'createdLine' | 'createdBy'>, slot: number, state: LaneState) {
    this.id = lane.id
    this.name = lane.name
    this.kind = lane.kind
    this.createdLine = lane.createdLine
    this.createdBy = lane.createdBy
    this.starts = [slot]
    this.segments = [state]
  }

  get lastState(): LaneState | undefined {
    return this.end ? undefined : this.stateAt(this.segments.length - 1)
  }

  stateAt(segment: number): LaneState {
    return this.segments[segment]! % 8
  }

  noteOf(segment: number): string | undefined {
    const line = Math.floor(this.segments[segment]! / 8)
    if (line === 0) return undefined
    const what = this.whats?.get(segment)
    return `line ${line}${what ? ` · ${what}` : ''}`
  }

  suspend(slot: number, line: number): void {
    if (this.end) return
    this.go(slot, LaneState.Suspended + 8 * line)
    if (this.awaitedWhat !== undefined) {
      this.whats ??= new Map()
      this.whats.set(this.segments.length - 1, this.awaitedWhat)
    }
  }

  set(slot: number, state: LaneState): void {
    if (this.end) return
    if (state === LaneState.Running) this.awaitedWhat = undefined
    if (this.stateAt(this.segments.length - 1) !== state) this.go(slot, state)
  }

  /** Another segment; one that has no length is replaced. */
  private go(slot: number, segment: number): void {
    const last = this.segments.length - 1
    if (this.starts[last] === slot) {
      this.segments[last] = segment
      return
    }
    this.starts.push(slot)
    this.segments.push(segment)
  }
}
