// A trace as one page that needs nothing else: the lanes as a picture, and the events in a table below it. No script, and a policy that would
// let none run; names and values are text whatever is in them.

import { eventText, type TraceEvent } from '../../trace/index.ts'
import { sha256Base64 } from './sha256.ts'
import { type Arrow, type Lane, namesOf, type Reading, readTrace, type Segment } from './spans.ts'

const laneHeight = 36
const top = 26
const step = 28
/** Of a character of a label. */
const charWidth = 6.7
/** A picture of more events than this is of no use, nor a table that no browser opens. */
const mostDrawn = 3000
const mostRows = 20_000

export function traceHtml(events: readonly TraceEvent[], title: string): string {
  const name = namesOf(events)
  const rows = events
    .slice(0, mostRows)
    .map(event => `<tr><td>${event.t}<td>${escaped(eventText(event, name).replace(/^t=\d+ /, ''))}`)
  const drawn = events.slice(0, mostDrawn)
  const count = `${events.length} event${events.length === 1 ? '' : 's'}`
  const left = [
    events.length > mostDrawn ? `the picture has the first ${mostDrawn}` : '',
    events.length > mostRows ? `the table has the first ${mostRows}; coroscope trace --format jsonl has them all` : '',
  ].filter(text => text !== '')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${[count, ...left].join(' · ')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Lanes">${picture(drawn)}</div>
<table>
<thead><tr><th>time<th>event</thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`
}

const style = `
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; font: 14px/1.45 system-ui, sans-serif;
  --h1: #0b6bcb; --h2: #b45309; --h3: #15803d; --h4: #be185d; --h5: #6d28d9; --h6: #7c6a00; --h7: #0e7490; --h8: #7f1d1d }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80;
  --h1: #6cb6ff; --h2: #f0a35e; --h3: #6fd08c; --h4: #f78fb3; --h5: #b69cff; --h6: #d9c95a; --h7: #5ccfe6; --h8: #ffb4a2 } }
body { margin: 24px }
h1 { font-size: 16px; font-weight: 600; margin: 0 }
p { margin: 4px 0 12px; opacity: .7 }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px }
svg { display: block; font: 11px ui-monospace, monospace; fill: none; stroke-width: 1.5 }
text { fill: currentColor; stroke: none; paint-order: stroke }
.halo { stroke: Canvas; stroke-width: 3px }
.h0 { color: CanvasText } .h1 { color: var(--h1) } .h2 { color: var(--h2) } .h3 { color: var(--h3) } .h4 { color: var(--h4) }
.h5 { color: var(--h5) } .h6 { color: var(--h6) } .h7 { color: var(--h7) } .h8 { color: var(--h8) }
.bad { color: var(--bad) }
path, line, circle, rect { stroke: currentColor }
.running { stroke-width: 6 }
.created { stroke-dasharray: 1 4 }
.waiting { stroke-dasharray: 6 4 }
.back { stroke-dasharray: 3 3 }
.solid { fill: currentColor }
table { border-collapse: collapse; margin-top: 16px; font: 12px/1.5 ui-monospace, monospace; font-variant-numeric: tabular-nums }
th { text-align: left; font-weight: 600; padding-bottom: 4px }
td { padding: 0 16px 0 0; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere }
td:first-child, th:first-child { text-align: right; opacity: .6; padding-right: 16px }
`

/** Lanes from top to bottom, one column for each time at which something happens: time in which nothing does takes no room. */
function picture(events: readonly TraceEvent[]): string {
  const reading = readTrace(events)
  const place = placing(events, reading)
  const out: string[] = []
  for (const segment of reading.segments) out.push(segmentShape(segment, place))
  for (const lane of reading.lanes) out.push(endShape(lane, place))
  for (const arrow of reading.arrows) out.push(arrowShape(arrow, place))
  for (const event of events)
    if (event.kind === 'never awaited')
      out.push(`<text class="bad" x="${place.x(event.t)}" y="${place.y(event.id) - 8}">⚠ never awaited</text>`)
  for (const lane of reading.lanes)
    out.push(`<text class="h${hue(lane.id)}" x="8" y="${place.y(lane.id) + 4}">${escaped(lane.name)}</text>`)
  const height = top + reading.lanes.length * laneHeight
  return `<svg width="${place.width}" height="${height}" role="img" aria-label="Timeline of coroutines">${out.join('')}</svg>`
}

interface Placing {
  readonly width: number
  x(t: number): number
  y(id: number): number
}

function placing(events: readonly TraceEvent[], { lanes }: Reading): Placing {
  const times = [...new Set(events.map(event => event.t))]
  const column = new Map(times.map((t, index) => [t, index + 1]))
  const left = 24 + charWidth * Math.max(4, ...lanes.map(lane => lane.name.length))
  const rows = new Map(lanes.map((lane, index) => [lane.id, top + index * laneHeight]))
  return {
    width: Math.ceil(left + step * (times.length + 3)),
    x: t => Math.round(left + step * (column.get(t) ?? (t <= 0 ? 0 : times.length + 1))),
    y: id => rows.get(id) ?? top,
  }
}

function segmentShape({ id, state, from, to }: Segment, { x, y }: Placing): string {
  const end = Math.max(x(from) + 2, x(to))
  return `<line class="${state} h${hue(id)}" x1="${x(from)}" x2="${end}" y1="${y(id)}" y2="${y(id)}"/>`
}

/** A dot for a return, a cross for an exception, a square for a close. */
function endShape({ id, to, ending }: Lane, { x, y }: Placing): string {
  if (to === undefined || ending === undefined) return ''
  const [cx, cy, color] = [x(to), y(id), `h${hue(id)}`]
  if (ending === 'raise') return `<path class="bad" d="M${cx - 4} ${cy - 4}l8 8m0-8l-8 8"/>`
  if (ending === 'close') return `<rect class="solid ${color}" x="${cx - 3}" y="${cy - 3}" width="6" height="6"/>`
  return `<circle class="solid ${color}" cx="${cx}" cy="${cy}" r="3"/>`
}

function arrowShape(arrow: Arrow, { x, y }: Placing): string {
  const [at, from, to] = [x(arrow.t), y(arrow.from), y(arrow.to)]
  if (from === to) return ''
  const isBack = arrow.kind === 'yield' || arrow.kind === 'return' || arrow.kind === 'raise'
  const isBad = arrow.kind === 'throw' || arrow.kind === 'raise'
  const head = to > from ? -4 : 4
  const shape = `M${at} ${from}V${to}m-3 ${head}l3 ${-head}l3 ${head}`
  const words = `${arrow.kind} ${arrow.label}`.trim()
  // What is awaited is seen from the lane that opens; sent and yielded values stand for themselves.
  const label = ['send', 'yield', 'await'].includes(arrow.kind) ? arrow.label : words
  const color = isBad ? 'bad' : `h${hue(arrow.kind === 'await' || !isBack ? arrow.to : arrow.from)}`
  // What goes down is written at its end, what comes back at its beginning: both in the gap above the lower lane.
  const text = `<text class="halo ${color}" x="${at + 4}" y="${Math.max(from, to) - laneHeight / 2 + (isBack ? 10 : 0)}">${escaped(cut(label))}</text>`
  return `<g class="${color}"><title>${escaped(words)}</title><path${isBack ? ' class="back"' : ''} d="${shape}"/>${label === '' ? '' : text}</g>`
}

const cut = (text: string): string => (text.length > 20 ? `${text.slice(0, 19)}…` : text)

const hue = (id: number): number => (id === 0 ? 0 : ((id - 1) % 8) + 1)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
