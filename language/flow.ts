/**
 * The state machine of a function that can be suspended: where it waits, and where `send`, `throw` and `close` take it from there.
 *
 * Derived from the text, so it says what can happen, not what will. An exception that ordinary code raises outside every `try` goes
 * without saying. Whether a context manager may swallow exceptions is known as far as the asker can tell.
 */

import {
  catchesAll,
  exceptionTargets,
  type FlowGraph,
  flowGraph,
  type Route,
  type Step,
  type Swallows,
} from './flow-graph.ts'
import type { AsyncFunctionDef, FunctionDef, Node, Span } from './tree.ts'

/** A state: waiting to start, waiting at a suspension point, or over. */
export interface MachineState {
  /** `start`, `s1`, `s2` … in the order of the text, `returned`, `raised`, `closed`. */
  readonly id: string
  readonly kind: 'start' | 'suspension' | 'end'
  /** What suspends: `yield`, `await`, `async with (exit)`; or how it ended. */
  readonly what: string
  /** The node that suspends; the function's name for `start`. */
  readonly span: Span | undefined
  /**
   * It waits for something else (all but `yield`). That may end at once, and the machine goes on along its `send` transitions; it may
   * raise, and it goes on along those of `throw`; it may take a `throw` itself, and the machine stays.
   */
  readonly delegates: boolean
}

/** What a person or a loop can do to get from one state to another. */
export interface Transition {
  readonly from: string
  readonly to: string
  readonly by: 'send' | 'throw' | 'close'
  /** For `throw`: the exception that a clause on the way names. Without it, any other. */
  readonly exception?: string
  /** `close()` arrives at a suspension point: RuntimeError, ignored GeneratorExit. */
  readonly ignoresExit?: true
}

export interface StateMachine {
  readonly name: string
  readonly states: readonly MachineState[]
  readonly transitions: readonly Transition[]
}

/** The state machine of a generator, coroutine or async generator function; of a plain one it has no suspension states. */
export function stateMachine(node: FunctionDef | AsyncFunctionDef, swallows?: Swallows): StateMachine {
  const graph = flowGraph(node, swallows)
  const collector = new Collector(graph)
  collector.collect()
  const ids = new Map<string, string>()
  const places = [...collector.places.values()].sort((a, b) => a.order - b.order)
  const states: MachineState[] = [
    { id: 'start', kind: 'start', what: 'created', span: node.nameSpan, delegates: false },
  ]
  places.forEach(({ key, step }, i) => {
    ids.set(key, `s${i + 1}`)
    states.push({
      id: `s${i + 1}`,
      kind: 'suspension',
      what: whatSuspends(step),
      span: spanOf(step),
      delegates: step.node?.kind !== 'Yield',
    })
  })
  const idOf = (key: string): string => ids.get(key) ?? key
  const transitions = collector.transitions.map(item => ({ ...item, from: idOf(item.from), to: idOf(item.to) }))
  const used = new Set(transitions.map(item => item.to))
  for (const end of ['returned', 'raised', 'closed']) {
    if (used.has(end)) states.push({ id: end, kind: 'end', what: end, span: undefined, delegates: false })
  }
  return { name: node.name, states, transitions: inOrder(transitions, states) }
}

function inOrder(transitions: readonly Transition[], states: readonly MachineState[]): Transition[] {
  const rank = new Map(states.map((state, i) => [state.id, i]))
  const acts = ['send', 'throw', 'close']
  return [...transitions].sort(
    (a, b) =>
      rank.get(a.from)! - rank.get(b.from)! ||
      acts.indexOf(a.by) - acts.indexOf(b.by) ||
      rank.get(a.to)! - rank.get(b.to)!,
  )
}

interface Place {
  readonly key: string
  readonly step: Step
  readonly order: number
}

class Collector {
  readonly places = new Map<string, Place>()
  readonly transitions: Transition[] = []
  private readonly graph: FlowGraph
  private readonly keys = new Map<Node, string>()
  private readonly seen = new Set<string>()
  private readonly waiting: Step[] = []
  private readonly visited = new Set<Step>()

  constructor(graph: FlowGraph) {
    this.graph = graph
  }

  collect(): void {
    const { entry, raised, closed } = this.graph
    for (const step of this.reach([entry])) this.add('start', step, 'send')
    this.add('start', raised, 'throw')
    this.add('start', closed, 'close')
    for (let step = this.waiting.pop(); step !== undefined; step = this.waiting.pop()) this.from(step)
  }

  private from(step: Step): void {
    const key = this.keyOf(step)
    // What is awaited may suspend any number of times before it ends.
    if (step.node?.kind !== 'Yield') this.add(key, step, 'send')
    for (const next of this.reach(step.next)) this.add(key, next, 'send')
    for (const { exception, entry } of this.thrown(step.route)) {
      for (const next of this.reach([entry])) this.add(key, next, 'throw', exception)
    }
    const exits = exceptionTargets(step.route, 'GeneratorExit', this.graph.closed)
    for (const next of this.reach(exits)) {
      // Whatever ends it after GeneratorExit, other than another exception, ends it as asked.
      const end = next.kind === 'returned' ? this.graph.closed : next
      this.add(key, end, 'close')
    }
  }

  private keyOf(step: Step): string {
    const { node } = step
    if (node === undefined) return step.kind
    let key = this.keys.get(node)
    if (key === undefined) {
      key = `#${this.keys.size}`
      this.keys.set(node, key)
    }
    return step.part === 'exit' ? `${key}x` : key
  }

  private add(from: string, to: Step, by: Transition['by'], exception?: string): void {
    const key = this.keyOf(to)
    if (to.kind === 'point') {
      if (!this.places.has(key)) this.places.set(key, { key, step: to, order: orderOf(to) })
      if (!this.visited.has(to)) {
        this.visited.add(to)
        this.waiting.push(to)
      }
    }
    const identity = `${from} ${key} ${by} ${exception ?? ''}`
    if (this.seen.has(identity)) return
    this.seen.add(identity)
    this.transitions.push({
      from,
      to: key,
      by,
      ...(exception === undefined ? {} : { exception }),
      ...(by === 'close' && to.kind === 'point' ? { ignoresExit: true as const } : {}),
    })
  }

  /** The next points and ends on every path from some steps. */
  private reach(from: readonly Step[]): Set<Step> {
    const found = new Set<Step>()
    const passed = new Set<Step>()
    const waiting = [...from]
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      if (step.kind !== 'join') {
        found.add(step)
        continue
      }
      if (passed.has(step)) continue
      passed.add(step)
      for (const next of step.next) waiting.push(next)
      // Ordinary code in a `try` may raise; that it may raise elsewhere goes without saying.
      if (step.route !== undefined) {
        waiting.push(
          ...exceptionTargets(step.route, undefined, this.graph.raised).filter(next => next.kind !== 'raised'),
        )
      }
    }
    return found
  }

  /** Where exceptions go that are thrown in: one way for each name that a clause has, and one for all others. */
  private thrown(route: Route | undefined): { exception: string | undefined; entry: Step }[] {
    const names = new Set<string>()
    let rest = false
    for (let at = route; at !== undefined && !rest; at = at.outer) {
      for (const clause of at.clauses) {
        if (catchesAll(clause, 'Exception')) rest = true
        for (const name of clause.names) if (name !== 'Exception' && name !== 'BaseException') names.add(name)
        if (rest) break
      }
    }
    const ways = [...names].flatMap(exception =>
      exceptionTargets(route, exception, this.graph.raised).map(entry => ({ exception, entry })),
    )
    // A name that no clause has.
    const others = exceptionTargets(route, '', this.graph.raised).map(entry => ({ exception: undefined, entry }))
    return [...ways, ...others]
  }
}

function orderOf(step: Step): number {
  const { node, part } = step
  return part === 'exit' ? node!.end - 0.5 : node!.start
}

function whatSuspends({ node, part }: Step): string {
  switch (node?.kind) {
    case 'Yield':
      return 'yield'
    case 'YieldFrom':
      return 'yield from'
    case 'Await':
      return 'await'
    case 'AsyncWith':
      return `async with (${part})`
    default:
      return 'async for'
  }
}

/** What to show of a suspension: for a statement, its first line. */
function spanOf({ node }: Step): Span | undefined {
  switch (node?.kind) {
    case 'AsyncWith':
      return { start: node.start, end: node.items[node.items.length - 1]?.end ?? node.end }
    case 'AsyncFor':
      return { start: node.start, end: node.iter.end }
    default:
      return node && { start: node.start, end: node.end }
  }
}
