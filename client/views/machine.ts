// The state machine of a function as the views see it: what the language server says, the words on its nodes and edges, and the
// path that one coroutine has taken through it. Knows no layout and no pixels.

import type { TraceEvent } from '../../debugger/trace/index.ts'

/** A state: not started, waiting at a suspension point, or over. */
export interface MachineState {
  readonly id: string
  readonly kind: 'start' | 'suspension' | 'end'
  /** `yield`, `await`, `async with (exit)`; for an end: how it ended. */
  readonly what: string
  readonly delegates: boolean
  /** Line from 1; absent for an end. */
  readonly line?: number
  /** The text that suspends, for a person. */
  readonly text?: string
}

export interface Transition {
  readonly from: string
  readonly to: string
  readonly by: 'send' | 'throw' | 'close'
  /** For `throw`: the exception that a clause on the way names. */
  readonly exception?: string
  /** `close()` meets another suspension point: a RuntimeError. */
  readonly ignoresExit?: true
}

export interface Machine {
  readonly name: string
  /** Name or address of the file it is in. */
  readonly file: string
  readonly states: readonly MachineState[]
  readonly transitions: readonly Transition[]
  /** The same as texts, for export. */
  readonly mermaid: string
  readonly dot: string
}

/** The answer of the language server to `coroscope/stateMachine`. */
export interface MachineAnswer {
  readonly name: string
  readonly states: readonly (Omit<MachineState, 'line' | 'text'> & {
    readonly range?: { readonly start: Place; readonly end: Place }
  })[]
  readonly transitions: readonly Transition[]
  readonly mermaid: string
  readonly dot: string
}

interface Place {
  readonly line: number
  readonly character: number
}

/** A step of a coroutine along its machine. */
export interface PathStep {
  readonly from: string
  readonly to: string
  readonly by: 'send' | 'throw' | 'close'
}

/** Where a coroutine is in its machine, and how it came there. */
export interface Walk {
  /** The coroutine's name, as in `talk#1`. */
  readonly name: string
  /** State it is in; undefined while it runs. */
  readonly at: string | undefined
  readonly steps: readonly PathStep[]
}

/** The server's answer, with the words of the text it was made for. */
export function machineFrom(answer: MachineAnswer, file: string, source: string): Machine {
  const lines = source.split(/\r\n|\r|\n/)
  const states = answer.states.map(({ range, ...state }): MachineState => {
    if (!range) return state
    return { ...state, line: range.start.line + 1, text: textOf(lines, range.start, range.end) }
  })
  const { name, transitions, mermaid, dot } = answer
  return { name, file, states, transitions, mermaid, dot }
}

function textOf(lines: readonly string[], start: Place, end: Place): string {
  const part = lines.slice(start.line, end.line + 1)
  if (part.length === 0) return ''
  part[part.length - 1] = part[part.length - 1]!.slice(0, end.character)
  part[0] = part[0]!.slice(start.character)
  return part.join(' ').replace(/\s+/g, ' ').trim()
}

/** What stands on an edge. */
export function edgeLabel(edge: Transition): string {
  if (edge.by !== 'throw') return edge.ignoresExit ? 'close (ignored)' : edge.by
  return edge.exception === undefined ? 'throw' : `throw ${edge.exception}`
}

/**
 * What is worth drawing at first sight: an exception that nobody catches and a close that just closes go without saying, so they are
 * left out, and ends that nothing else leads to with them. What a walk has met is always there.
 */
export function essential(machine: Machine, walk: Walk | undefined): Pick<Machine, 'states' | 'transitions'> {
  const isWalked = (edge: Transition) =>
    walk?.steps.some(step => step.from === edge.from && step.to === edge.to && step.by === edge.by) ?? false
  const goesWithoutSaying = (edge: Transition) =>
    (edge.by === 'throw' && edge.exception === undefined && edge.to === 'raised') ||
    (edge.by === 'close' && edge.to === 'closed')
  const transitions = machine.transitions.filter(edge => isWalked(edge) || !goesWithoutSaying(edge))
  const isMet = (id: string) => walk?.at === id || walk?.steps.some(step => step.to === id || step.from === id)
  const states = machine.states.filter(
    ({ id, kind }) => kind !== 'end' || isMet(id) || transitions.some(edge => edge.to === id),
  )
  return { states, transitions }
}

/** The path of coroutine `id` through a machine, from its events. */
export function walkOf(machine: Machine, events: readonly TraceEvent[], id: number, name: string): Walk {
  const steps: PathStep[] = []
  let at: string | undefined
  let waits: number | undefined
  let last = 'start'
  let by: PathStep['by'] = 'send'
  const go = (to: string | undefined) => {
    if (to === undefined) return
    steps.push({ from: last, to, by: last === to || has(machine, last, to, by) ? by : likely(machine, last, to) })
    last = to
    at = to
    by = 'send'
  }
  /** Those whose suspension suspends this one: itself and what it awaits, all the way down. */
  const chain = new Set([id])
  for (const event of events) {
    switch (event.kind) {
      case 'create':
        if (event.id === id) at = 'start'
        break
      case 'resume':
        if (!chain.has(event.id) || !chain.has(event.inner ?? event.id) || at === undefined) break
        by = event.how === 'next' ? 'send' : event.how
        at = undefined
        break
      case 'await':
        if (!chain.has(event.id)) break
        if (event.target !== 0) chain.add(event.target)
        if (event.id === id) waits = event.line
        break
      case 'yield':
        if (!chain.has(event.id) || at !== undefined) break
        // One that hands an item to somebody inside the chain does not suspend the whole.
        if (event.id !== id && chain.has(event.to)) break
        go(stateAt(machine, event.id === id && event.id !== event.to ? event.line : (waits ?? event.line), last, by))
        break
      case 'return':
        if (event.id === id) go('returned')
        else chain.delete(event.id)
        break
      case 'raise':
        if (event.id !== id) chain.delete(event.id)
        else if (by === 'close' && event.exception === 'GeneratorExit') go('closed')
        else go('raised')
        break
      case 'close':
        if (event.id === id) {
          by = 'close'
          go('closed')
        }
        break
      default:
        break
    }
  }
  return { name, at, steps }
}

const has = (machine: Machine, from: string, to: string, by: string): boolean =>
  machine.transitions.some(edge => edge.from === from && edge.to === to && edge.by === by)

/** How a step is drawn that the machine has under another name: an exception of its own, say. */
const likely = (machine: Machine, from: string, to: string): PathStep['by'] =>
  machine.transitions.find(edge => edge.from === from && edge.to === to)?.by ?? 'send'

/** The state at a line; of several, one that can be reached from where we were. */
function stateAt(machine: Machine, line: number, from: string, by: string): string | undefined {
  const here = machine.states.filter(state => state.kind === 'suspension' && state.line === line)
  const reached = here.find(state => has(machine, from, state.id, by))
  return (reached ?? here[0])?.id
}

/** A machine in sentences, for a list beside the picture. */
export function machineInWords(machine: Machine): string[] {
  const nameOf = (id: string) => {
    const state = machine.states.find(each => each.id === id)
    return state ? stateInWords(state) : id
  }
  return machine.transitions.map(edge => `${nameOf(edge.from)} — ${edgeLabel(edge)} → ${nameOf(edge.to)}`)
}

/** A state in a few words: `line 6: await Ask()`. */
export function stateInWords(state: MachineState): string {
  if (state.kind === 'end') return state.what
  if (state.kind === 'start') return 'created'
  const what = state.what.startsWith('yield') || state.what === 'await' ? (state.text ?? state.what) : state.what
  return `line ${state.line ?? '?'}: ${what}`
}
