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

/** Mermaid draws no text of more than 50,000 characters unless it is told to. */
const longest = 48_000

export function traceMermaid(events: readonly TraceEvent[]): string {
  const { lanes, arrows } = readTrace(events)
  const names = new Map(lanes.map(lane => [lane.id, `    participant c${lane.id} as ${safe(lane.name)}\n`]))
  const lost = events.filter(event => event.kind === 'never awaited')
  const steps = [
    ...arrows.map(({ t, from, to, kind, label }) => ({
      t,
      about: [from, to],
      text: `    c${from}${lines[kind]}c${to}: ${label === '' ? kind : `${kind} ${safe(label)}`}\n`,
    })),
    ...lost.map(({ t, id }) => ({ t, about: [id], text: `    Note over c${id}: never awaited\n` })),
  ].sort((a, b) => a.t - b.t)
  const shown = new Set<number>([0])
  let body = ''
  let size = 0
  let count = 0
  for (const { about, text } of steps) {
    const fresh = about.filter(id => !shown.has(id))
    size += text.length + fresh.reduce((sum, id) => sum + (names.get(id)?.length ?? 0), 0)
    if (size > longest) break
    for (const id of fresh) shown.add(id)
    body += text
    count++
  }
  const all = count === steps.length
  const participants = lanes.filter(lane => all || shown.has(lane.id)).map(lane => names.get(lane.id))
  const rest = all
    ? ''
    : `    Note over c0: ${steps.length - count} more steps are left out#59; they do not fit into a diagram\n`
  return `sequenceDiagram\n${participants.join('')}${body}${rest}`
}

/** Mermaid ends a message at `;`, takes `#` for a character code, and reads `<` as HTML. */
const safe = (text: string): string => text.replace(/[#;<>\n]/g, found => codes[found])

const codes: Record<string, string> = { '#': '#35;', ';': '#59;', '<': '#lt;', '>': '#gt;', '\n': ' ' }
