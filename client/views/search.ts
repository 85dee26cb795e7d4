// Looking for words in a run: names, values, exceptions, printed text. A long run is searched in pieces, so that typing stays quick.

import type { TraceEvent } from '../../debugger/trace/index.ts'
import type { Lanes } from './lanes.ts'

/** At most so many places are kept. */
const mostFound = 10_000
/** Events looked at in one piece. */
const piece = 50_000

export class Search {
  /** Indexes of the events found, ascending. */
  found: number[] = []
  isDone = true
  private turn = 0

  /** Looks for a text; `changed` is called as more is found. */
  start(lanes: Lanes, text: string, changed: () => void): void {
    const turn = ++this.turn
    const wanted = text.trim().toLowerCase()
    this.found = []
    this.isDone = wanted === ''
    if (this.isDone) {
      changed()
      return
    }
    const ids = new Set<number>()
    for (const lane of lanes.byId.values()) if (lane.name.toLowerCase().includes(wanted)) ids.add(lane.id)
    const { events } = lanes
    let at = 0
    const look = () => {
      if (turn !== this.turn) return
      const end = Math.min(events.length, at + piece)
      for (; at < end && this.found.length < mostFound; at++) if (matches(events[at]!, wanted, ids)) this.found.push(at)
      this.isDone = at >= events.length || this.found.length >= mostFound
      changed()
      if (!this.isDone) setTimeout(look, 0)
    }
    look()
  }

  /** The first place after `index`, or before it; around the end to the other. */
  next(index: number, by: 1 | -1): number | undefined {
    const { found } = this
    if (found.length === 0) return undefined
    if (by > 0) return found.find(each => each > index) ?? found[0]
    return found.findLast(each => each < index) ?? found.at(-1)
  }
}

/** Whether an event says these words: of a coroutine whose name has them, the ones that begin and end something. */
function matches(event: TraceEvent, wanted: string, ids: ReadonlySet<number>): boolean {
  const has = (text: string | undefined) => text?.toLowerCase().includes(wanted) ?? false
  switch (event.kind) {
    case 'create':
      return ids.has(event.id) || has(event.name)
    case 'resume':
      return ids.has(event.id) || has(event.value) || has(event.exception) || wanted === event.how
    case 'await':
      return has(event.what)
    case 'yield':
      return has(event.value) || wanted === 'yield'
    case 'return':
      return ids.has(event.id) || has(event.value) || wanted === 'return'
    case 'raise':
      return ids.has(event.id) || has(event.exception) || has(event.message) || wanted === 'raise'
    case 'task':
      return has(event.name) || has(event.what) || has(event.text)
    case 'output':
      return has(event.text)
    case 'close':
    case 'never awaited':
      return ids.has(event.id) || event.kind.includes(wanted)
  }
}
