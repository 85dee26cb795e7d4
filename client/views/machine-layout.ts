// Places for the nodes and edges of a state machine: layered from top to bottom by dagre. Pure numbers; knows no drawing.

import { Graph, layout } from '@dagrejs/dagre'
import { edgeLabel, essential, type Machine, type MachineState, type Transition, type Walk } from './machine.ts'

export interface PlacedNode {
  readonly state: MachineState
  /** Lines of text, top to bottom. */
  readonly lines: readonly string[]
  /** Left upper corner. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedEdge {
  readonly edges: readonly Transition[]
  readonly label: string
  /** From the one state to the other; of a loop, the ends and the two control points of a cubic curve. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly isLoop: boolean
  /** Middle of the label. */
  readonly labelX: number
  readonly labelY: number
  readonly labelWidth: number
}

export interface MachinePicture {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Width of a character of the labels, 12 px monospace, and the height of a line. */
const charWidth = 7.23
export const lineHeight = 18
const most = 38

/** A picture of a machine; `isWhole`: with what goes without saying. */
export function placeMachine(machine: Machine, walk: Walk | undefined, isWhole: boolean): MachinePicture {
  const { states, transitions } = isWhole ? machine : essential(machine, walk)
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 24, ranksep: 44, marginx: 16, marginy: 16 })
  const texts = new Map<string, string[]>()
  for (const state of states) {
    const lines = linesOf(state, machine.name)
    texts.set(state.id, lines)
    const width = Math.max(72, Math.max(...lines.map(line => line.length)) * charWidth + 28)
    graph.setNode(state.id, { width, height: lines.length * lineHeight + 14 })
  }
  const groups = grouped(transitions)
  for (const [key, group] of groups) {
    const { from, to } = group[0]!
    graph.setEdge(from, to, { width: labelOf(group).length * 6.7 + 12, height: 20, labelpos: 'c' }, key)
  }
  layout(graph)
  const nodes = states.map((state): PlacedNode => {
    const { x, y, width, height } = graph.node(state.id) as { x: number; y: number; width: number; height: number }
    return { state, lines: texts.get(state.id)!, x: x - width / 2, y: y - height / 2, width, height }
  })
  const loops = new Map<string, number>()
  const edges = [...groups].map(([key, group]): PlacedEdge => {
    const { from, to } = group[0]!
    const { points, x, y, width } = graph.edge(from, to, key) as {
      points: { x: number; y: number }[]
      x: number
      y: number
      width: number
    }
    const placed = { edges: group, label: labelOf(group), labelX: x, labelY: y, labelWidth: width }
    if (from !== to) return { ...placed, points, isLoop: false }
    // A loop leaves its node to the right and comes back; a second one goes around the first.
    const node = nodes.find(each => each.state.id === from)!
    const count = loops.get(from) ?? 0
    loops.set(from, count + 1)
    const [right, middle, spread] = [node.x + node.width, node.y + node.height / 2, 9 + 4 * count]
    const out = right + (x - right) / 0.75
    const bend = spread + 20
    const loop = [
      { x: right, y: middle - spread },
      { x: out, y: middle - bend },
      { x: out, y: middle + bend },
      { x: right, y: middle + spread },
    ]
    return { ...placed, labelY: middle, points: loop, isLoop: true }
  })
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return { width, height, nodes, edges }
}

/** Transitions between the same two states by the same means are one line. */
function grouped(transitions: readonly Transition[]): Map<string, Transition[]> {
  const groups = new Map<string, Transition[]>()
  for (const edge of transitions) {
    const key = `${edge.from} ${edge.to} ${edge.by}`
    const group = groups.get(key)
    if (group) group.push(edge)
    else groups.set(key, [edge])
  }
  return groups
}

function labelOf(group: readonly Transition[]): string {
  const names = group.map(edge => edge.exception).filter(name => name !== undefined)
  if (names.length < 2) return cut(edgeLabel(group.find(edge => edge.exception) ?? group[0]!), 30)
  return cut(`throw ${names.join(', ')}`, 36)
}

function linesOf(state: MachineState, name: string): string[] {
  if (state.kind === 'start') return [cut(name, most), 'created']
  if (state.kind === 'end') return [state.what]
  const isPlain = state.what.startsWith('yield') || state.what === 'await'
  const text = state.text ?? state.what
  const what = isPlain ? (text.startsWith(state.what) ? text : `${state.what} ${text}`) : state.what
  return [cut(what, most), `line ${state.line ?? '?'}`]
}

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`)
