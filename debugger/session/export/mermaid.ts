// A trace as a Mermaid sequence diagram: coroutines are participants, sends and awaits solid arrows, what comes back dashed ones.

import type { TraceEvent } from '../../trace/index.ts'
import { type Arrow, readTrace } from './spans.ts'

const lines: Record<Arrow['kind'], string> = {
  send: '->>',
  throw: '-x',
  close: '-)',
  await: '->>',
  yield: '-->>',
  return: '-->>',
  raise: '--x',
}

export function traceMermaid(events: readonly TraceEvent[]): string {
  const { lanes, arrows } = readTrace(events)
  const out = ['sequenceDiagram']
  for (const lane of lanes) out.push(`    participant c${lane.id} as ${safe(lane.name)}`)
  const known = new Set(lanes.map(lane => lane.id))
  for (const { from, to, kind, label } of arrows) {
    if (!known.has(from) || !known.has(to)) continue
    out.push(`    c${from}${lines[kind]}c${to}: ${label === '' ? kind : `${kind} ${safe(label)}`}`)
  }
  for (const event of events) if (event.kind === 'never awaited') out.push(`    Note over c${event.id}: never awaited`)
  return `${out.join('\n')}\n`
}

/** Mermaid ends a message at `;`, takes `#` for a character code, and reads `<` as HTML. */
const safe = (text: string): string => text.replace(/[#;<>\n]/g, found => codes[found])

const codes: Record<string, string> = { '#': '#35;', ';': '#59;', '<': '#lt;', '>': '#gt;', '\n': ' ' }
