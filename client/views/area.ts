// A selected area of the timeline in figures: how long its lanes were in each state, and what happened in it. Pure numbers.

import { lastAtMost } from './columns.ts'
import { type Lane, LaneState, type Lanes } from './lanes.ts'

/** A piece of the timeline: slots and lanes. */
export interface Area {
  readonly from: number
  readonly to: number
  readonly lanes: readonly Lane[]
}

export interface AreaFigures {
  /** Machine time at both ends. */
  readonly from: number
  readonly to: number
  readonly lanes: number
  /** Instructions spent in each state, the lanes added up; most first. */
  readonly states: readonly { readonly state: string; readonly time: number; readonly count: number }[]
  /** Events on these lanes, by kind; most first. */
  readonly events: readonly { readonly kind: string; readonly count: number }[]
}

const stateNames: Record<LaneState, string> = {
  [LaneState.Created]: 'created',
  [LaneState.Running]: 'running',
  [LaneState.Lent]: 'waiting for whom it resumed',
  [LaneState.Suspended]: 'suspended',
  [LaneState.Delegating]: 'awaiting',
}

/** Machine time at a slot; between two events it grows evenly. */
export function timeAt(lanes: Lanes, slot: number): number {
  const { slots, eventOf, events } = lanes
  const at = Math.max(0, slots.lastAtMost(slot))
  const timeOf = (index: number) => events[eventOf.at(index)]?.t ?? 0
  const [before, start] = [timeOf(at), slots.at(at)]
  const end = slots.at(at + 1)
  if (Number.isNaN(end) || slot <= start) return before
  return Math.round(before + ((timeOf(at + 1) - before) * (slot - start)) / (end - start))
}

export function figuresOf(lanes: Lanes, area: Area): AreaFigures {
  const [from, to] = [Math.min(area.from, area.to), Math.max(area.from, area.to)]
  const times = new Map<LaneState, { time: number; count: number }>()
  for (const lane of area.lanes) {
    const until = Math.min(to, lane.end?.slot ?? lanes.lastSlot)
    for (let i = Math.max(0, lastAtMost(lane.starts, from)); i < lane.starts.length && lane.starts[i]! < until; i++) {
      const start = Math.max(from, lane.starts[i]!)
      const end = Math.min(until, lane.starts[i + 1] ?? until)
      if (end <= start) continue
      const sum = times.get(lane.stateAt(i)) ?? { time: 0, count: 0 }
      sum.time += timeAt(lanes, end) - timeAt(lanes, start)
      sum.count++
      times.set(lane.stateAt(i), sum)
    }
  }
  const ids = new Set(area.lanes.map(lane => lane.id))
  const kinds = new Map<string, number>()
  const { events, slotOf } = lanes
  for (let i = slotOf.lastAtMost(from) + 1; i < events.length && slotOf.at(i) <= to; i++) {
    const event = events[i]!
    if (!ids.has(lanes.laneOf(event.kind === 'output' ? event.by : event.id))) continue
    const kind = event.kind === 'resume' ? (event.how === 'next' ? 'send' : event.how) : event.kind
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return {
    from: timeAt(lanes, from),
    to: timeAt(lanes, to),
    lanes: area.lanes.length,
    states: [...times]
      .map(([state, sum]) => ({ state: stateNames[state], ...sum }))
      .sort((a, b) => b.time - a.time || a.state.localeCompare(b.state)),
    events: [...kinds]
      .map(([kind, count]) => ({ kind, count }))
      .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind)),
  }
}
