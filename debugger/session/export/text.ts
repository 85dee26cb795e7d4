// A trace as lines: one event each, for people or (JSON) for programs.

import { eventText, type TraceEvent } from '../../trace/index.ts'
import { namesOf } from './spans.ts'

export function traceText(events: readonly TraceEvent[]): string {
  const name = namesOf(events)
  return events.map(event => `${eventText(event, name)}\n`).join('')
}

export function traceJsonLines(events: readonly TraceEvent[]): string {
  return events.map(event => `${JSON.stringify(event)}\n`).join('')
}
