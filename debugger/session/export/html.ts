// A trace as one page that needs nothing else: the lanes drawn as a picture, and all events in a table below it.

import { eventText, type TraceEvent } from '../../trace/index.ts'
import { namesOf, readTrace } from './spans.ts'

const laneHeight = 34
const nameWidth = 140
const step = 26
/** A picture of more events than this is of no use; the table has them all. */
const mostDrawn = 4000

export function traceHtml(events: readonly TraceEvent[], title: string): string {
  const name = namesOf(events)
  const rows = events.map(
    event => `<tr><td>${event.t}</td><td>${escaped(eventText(event, name).replace(/^t=\d+ /, ''))}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; --line: #8886; --throw: #c62828; font: 14px/1.45 system-ui, sans-serif }
body { margin: 1.5rem }
h1 { font-size: 1.1rem; font-weight: 600 }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px }
svg { display: block; font: 11px ui-monospace, monospace }
svg text { fill: currentColor }
.life { stroke: currentColor; stroke-opacity: .35 }
.arrow { stroke: currentColor; fill: none }
.back { stroke-dasharray: 3 3 }
.bad { stroke: var(--throw) }
table { border-collapse: collapse; margin-top: 1rem; font: 12px/1.5 ui-monospace, monospace; font-variant-numeric: tabular-nums }
td { padding: 0 1rem 0 0; vertical-align: top; white-space: pre-wrap }
td:first-child { text-align: right; opacity: .6 }
</style>
<h1>${escaped(title)}</h1>
<div class="scroll">${picture(events)}</div>
<table>${rows.join('\n')}</table>
</html>
`
}

/** Lanes from top to bottom, one column for each event: time that nothing happens in takes no room. */
function picture(events: readonly TraceEvent[]): string {
  const { lanes, spans, arrows } = readTrace(events)
  const times = [...new Set(events.map(event => event.t))].slice(0, mostDrawn)
  const column = new Map(times.map((t, index) => [t, index + 1]))
  const x = (t: number): number => nameWidth + step * (column.get(t) ?? (t <= (times[0] ?? 0) ? 0 : times.length + 1))
  const y = new Map(lanes.map((lane, index) => [lane.id, 20 + index * laneHeight]))
  const width = x(Number.MAX_SAFE_INTEGER) + step
  const out: string[] = []
  for (const lane of lanes) {
    const at = y.get(lane.id)!
    out.push(`<text x="8" y="${at + 4}">${escaped(lane.name)}</text>`)
    out.push(
      `<line class="life" x1="${x(lane.from)}" x2="${lane.to === undefined ? width : x(lane.to)}" y1="${at}" y2="${at}"/>`,
    )
  }
  for (const span of spans)
    out.push(
      `<rect x="${x(span.from)}" y="${y.get(span.id)! - 3}" width="${Math.max(2, x(span.to) - x(span.from))}" height="6" rx="3" fill="${hue(span.id)}"/>`,
    )
  for (const arrow of arrows) {
    const from = y.get(arrow.from)
    const to = y.get(arrow.to)
    if (from === undefined || to === undefined || from === to || !column.has(arrow.t)) continue
    const at = x(arrow.t)
    const kind = arrow.kind === 'throw' || arrow.kind === 'raise' ? ' bad' : ''
    const back = arrow.kind === 'yield' || arrow.kind === 'return' || arrow.kind === 'raise' ? ' back' : ''
    const head = to > from ? -4 : 4
    out.push(
      `<path class="arrow${back}${kind}" d="M${at} ${from}V${to}m-3 ${head}l3 ${-head}l3 ${head}"><title>${escaped(`${arrow.kind} ${arrow.label}`.trim())}</title></path>`,
    )
    const label = `${arrow.kind === 'send' || arrow.kind === 'yield' ? '' : arrow.kind} ${arrow.label}`.trim()
    if (label !== '')
      out.push(
        `<text x="${at + 3}" y="${(from + to) / 2 + 4}">${escaped(label.length > 18 ? `${label.slice(0, 17)}…` : label)}</text>`,
      )
  }
  return `<svg width="${width}" height="${lanes.length * laneHeight + 16}" role="img" aria-label="Timeline of coroutines">${out.join('')}</svg>`
}

const hues = ['#4c78a8', '#e07b39', '#3a8f5c', '#b4487c', '#7d6bb3', '#9a7b1f', '#2a93a5', '#8c564b']
const hue = (id: number): string => (id === 0 ? 'currentColor' : hues[(id - 1) % hues.length])

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
