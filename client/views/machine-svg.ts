// A placed state machine as SVG text: the same picture on the screen, where style sheets colour it, and in a file, which brings its
// own colours. All text is escaped: names are never markup.

import type { Walk } from './machine.ts'
import { lineHeight, type MachinePicture, type PlacedEdge, type PlacedNode } from './machine-layout.ts'

/** Colours for a picture that stands alone. */
export interface SvgColours {
  readonly background: string
  readonly text: string
  readonly quiet: string
  readonly line: string
  readonly accent: string
  readonly error: string
  readonly panel: string
}

/** The picture as SVG; with `colours` it needs no style sheet. */
export function machineSvg(
  picture: MachinePicture,
  walk: Walk | undefined,
  title: string,
  colours?: SvgColours,
): string {
  const { width, height, nodes, edges } = picture
  const visits = new Map<string, number>([['start', walk ? 1 : 0]])
  for (const step of walk?.steps ?? []) visits.set(step.to, (visits.get(step.to) ?? 0) + 1)
  const last = walk?.steps.at(-1)
  const parts = [
    ...edges.map(edge => edgeSvg(edge, walk, last !== undefined && isOf(edge, last))),
    ...nodes.map(node => nodeSvg(node, walk, visits.get(node.state.id) ?? 0)),
  ]
  const [w, h] = [Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height))]
  const style =
    colours === undefined ? '' : `<style>${styleOf(colours)}</style><rect class="ground" width="${w}" height="${h}"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="machine" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="group" aria-label="${escaped(title)}">`,
    style,
    `<defs>${['plain', 'error', 'taken', 'now'].map(marker).join('')}</defs>`,
    ...parts,
    '</svg>',
  ].join('')
}

const marker = (kind: string): string =>
  `<marker id="tip-${kind}" class="tip-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>`

function nodeSvg({ state, lines, x, y, width, height }: PlacedNode, walk: Walk | undefined, visits: number): string {
  const isHere = walk !== undefined && walk.at === state.id
  const classes = [
    'node',
    state.kind,
    state.kind === 'end' ? state.id : '',
    visits > 0 ? 'taken' : '',
    isHere ? 'here' : '',
  ]
  const times = visits > 1 ? `, passed ${visits} times` : visits === 1 && state.kind !== 'start' ? ', passed once' : ''
  const label = `${lines.join(' ')}${isHere ? `, ${walk.name} is here` : ''}${times}`
  const goes = state.line === undefined ? '' : ` tabindex="0" data-line="${state.line}"`
  const role = state.line === undefined ? 'img' : 'button'
  const round = state.kind === 'suspension' ? 4 : height / 2
  const text = lines.map((line, index) => {
    const top = y + 7 + lineHeight * (index + 0.72)
    return `<text class="${index === lines.length - 1 && lines.length > 1 ? 'small' : 'big'}" x="${n(x + width / 2)}" y="${n(top)}">${escaped(line)}</text>`
  })
  const badge =
    visits > 1
      ? `<g class="count" aria-hidden="true"><circle cx="${n(x + width - 2)}" cy="${n(y + 2)}" r="9"/><text x="${n(x + width - 2)}" y="${n(y + 6)}">${visits > 99 ? '99+' : visits}</text></g>`
      : ''
  return [
    `<g class="${classes.filter(each => each !== '').join(' ')}" data-state="${escaped(state.id)}" role="${role}" aria-label="${escaped(label)}"${goes}>`,
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(round)}"/>`,
    text.join(' '),
    '</g>',
    badge,
  ].join('')
}

function edgeSvg(edge: PlacedEdge, walk: Walk | undefined, isLast: boolean): string {
  const { by } = edge.edges[0]!
  const isTaken = walk?.steps.some(step => isOf(edge, step)) ?? false
  const kind = isLast ? 'now' : isTaken ? 'taken' : by === 'throw' ? 'error' : 'plain'
  const classes = `edge ${by}${isTaken ? ' taken' : ''}${isLast ? ' now' : ''}`
  const { labelX, labelY, labelWidth, label } = edge
  return [
    `<g class="${classes}"><path d="${edge.isLoop ? loop(edge.points) : curve(edge.points)}" marker-end="url(#tip-${kind})"/>`,
    `<rect class="label" x="${n(labelX - labelWidth / 2)}" y="${n(labelY - 9)}" width="${n(labelWidth)}" height="18" rx="3"/>`,
    `<text x="${n(labelX)}" y="${n(labelY + 4)}">${escaped(label)}</text></g>`,
  ].join('')
}

const isOf = (edge: PlacedEdge, step: { from: string; to: string; by: string }): boolean =>
  edge.edges.some(each => each.from === step.from && each.to === step.to && each.by === step.by)

const loop = ([a, b, c, d]: PlacedEdge['points']): string =>
  a && b && c && d ? `M${n(a.x)} ${n(a.y)} C${n(b.x)} ${n(b.y)} ${n(c.x)} ${n(c.y)} ${n(d.x)} ${n(d.y)}` : ''

/** A smooth line through points: a quadratic curve from middle to middle. */
function curve(points: PlacedEdge['points']): string {
  if (points.length === 0) return ''
  const [first, ...rest] = points
  let path = `M${n(first!.x)} ${n(first!.y)}`
  for (let i = 0; i < rest.length - 1; i++) {
    const [at, next] = [rest[i]!, rest[i + 1]!]
    const isLast = i === rest.length - 2
    const [x, y] = isLast ? [next.x, next.y] : [(at.x + next.x) / 2, (at.y + next.y) / 2]
    path += ` Q${n(at.x)} ${n(at.y)} ${n(x)} ${n(y)}`
  }
  if (rest.length === 1) path += ` L${n(rest[0]!.x)} ${n(rest[0]!.y)}`
  return path
}

const n = (value: number): string => String(Math.round(value * 10) / 10)

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that is safe between tags and in attributes; characters that XML forbids are shown as a box. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, letter => entities[letter]!)

function styleOf(c: SvgColours): string {
  return [
    `.ground{fill:${c.background}}text{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;text-anchor:middle;fill:${c.text}}`,
    `.small,.edge text{font-size:11px;fill:${c.quiet}}.node rect{fill:${c.panel};stroke:${c.quiet};stroke-width:1.2}`,
    `.node.start rect{stroke-dasharray:1 3}.node.taken rect{stroke:${c.accent}}.node.here rect{stroke:${c.accent};stroke-width:3}`,
    `.node.raised rect{stroke:${c.error}}.edge path{fill:none;stroke:${c.quiet};stroke-width:1.2}.edge .label{fill:${c.background}}`,
    `.edge.throw path{stroke:${c.error};stroke-dasharray:5 4}.edge.throw text{fill:${c.error}}.edge.close path{stroke-dasharray:2 3}`,
    `.edge.taken path{stroke:${c.accent};stroke-width:2}.edge.now path{stroke-width:3.5}`,
    `.tip-plain path{fill:${c.quiet}}.tip-error path{fill:${c.error}}.tip-taken path,.tip-now path{fill:${c.accent}}`,
    `.count circle{fill:${c.accent}}.count text{fill:${c.background};font-size:10px}`,
  ].join('')
}
