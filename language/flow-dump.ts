/** State machines as text: as Mermaid flow charts, as DOT graphs, and as lines for people and tests. */

import type { MachineState, StateMachine, Transition } from './flow.ts'
import type { SourceText } from './text.ts'

/** One line for each state and transition. */
export function dumpMachine(machine: StateMachine, text: SourceText): string {
  const lines = machine.states.map(state => `${state.id} ${label(state, text)}`)
  for (const item of machine.transitions) lines.push(`${item.from} -> ${item.to} ${words(item)}`)
  return `${lines.join('\n')}\n`
}

/** A Mermaid flow chart. What every state has, `throw` out of it and `close`, is left out. */
export function machineToMermaid(machine: StateMachine, text: SourceText): string {
  const quoted = (value: string): string =>
    `"${value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')}"`
  const lines = ['flowchart TD']
  for (const state of shownStates(machine)) {
    const [open, close] = state.kind === 'suspension' ? ['[', ']'] : ['([', '])']
    lines.push(`  ${state.id}${open}${quoted(title(machine, state, text))}${close}`)
  }
  for (const item of shownTransitions(machine)) {
    const arrow = item.by === 'send' ? '-->' : '-.->'
    lines.push(`  ${item.from} ${arrow}|${quoted(words(item))}| ${item.to}`)
  }
  return `${lines.join('\n')}\n`
}

/** A graph for Graphviz. */
export function machineToDot(machine: StateMachine, text: SourceText): string {
  const quoted = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`
  const lines = [`digraph ${quoted(machine.name)} {`]
  for (const state of shownStates(machine)) {
    const shape = state.kind === 'suspension' ? 'box' : 'oval'
    lines.push(`  ${state.id} [shape=${shape}, label=${quoted(title(machine, state, text))}];`)
  }
  for (const item of shownTransitions(machine)) {
    const style = item.by === 'send' ? 'solid' : 'dashed'
    lines.push(`  ${item.from} -> ${item.to} [style=${style}, label=${quoted(words(item))}];`)
  }
  return `${[...lines, '}'].join('\n')}\n`
}

function shownTransitions(machine: StateMachine): Transition[] {
  const ends = new Map(machine.states.map(({ id, kind, what }) => [id, kind === 'end' ? what : undefined]))
  return machine.transitions.filter(
    ({ by, to, exception }) =>
      !(by === 'close' && ends.get(to) === 'closed') &&
      !(by === 'throw' && ends.get(to) === 'raised' && exception === undefined),
  )
}

function shownStates(machine: StateMachine): MachineState[] {
  const used = new Set(shownTransitions(machine).flatMap(({ from, to }) => [from, to]))
  return machine.states.filter(state => used.has(state.id))
}

function words({ by, exception, ignoresExit }: Transition): string {
  if (by === 'throw') return exception === undefined ? 'throw' : `throw ${exception}`
  return ignoresExit ? 'close (ignored)' : by
}

function title(machine: StateMachine, state: MachineState, text: SourceText): string {
  return state.kind === 'start' ? `${machine.name} created` : label(state, text)
}

function label({ what, span, kind }: MachineState, text: SourceText): string {
  if (span === undefined || kind === 'start') return what
  const code = text.source.slice(span.start, span.end).replace(/\s+/g, ' ')
  const shown = code.length > 40 ? `${code.slice(0, 39)}…` : code
  const line = text.lineAt(span.start) + 1
  return what === 'async with (exit)' ? `line ${line}: end of ${shown}` : `line ${line}: ${shown}`
}
