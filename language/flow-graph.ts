/**
 * The control flow of one function as a graph of steps, built from the end: each part of the text is given what comes after it.
 *
 * Of what may raise, only the suspension points (an exception can be thrown in), explicit `raise`s and whatever stands in a `try`
 * are told. A `finally` has one copy for each way through it. Which context managers may swallow exceptions is for the asker to say;
 * without more, all may of which the name does not tell that they do not.
 */

import { controlPoints, partsEvaluatedHere } from './suspension.ts'
import type {
  AsyncFunctionDef,
  Comprehension,
  Expression,
  FunctionDef,
  If,
  Node,
  Statement,
  Try,
  TryStar,
  WithItem,
} from './tree.ts'

/** A step of a function: a point where it can be suspended, an end of it, or a place where paths meet. */
export class Step {
  readonly kind: 'point' | 'join' | 'returned' | 'raised' | 'closed'
  /** For a point: the node that suspends. */
  readonly node: Node | undefined
  /** For `async with`, which suspends twice. */
  readonly part: 'enter' | 'exit' | undefined
  /** Where it goes on. */
  readonly next: Step[]
  /** Where an exception raised here goes; undefined where none is told of. */
  readonly route: Route | undefined

  constructor(kind: Step['kind'], next: Step[], route?: Route, node?: Node, part?: 'enter' | 'exit') {
    this.kind = kind
    this.next = next
    this.route = route
    this.node = node
    this.part = part
  }
}

/** One clause of a `try` and where it starts. */
interface Clause {
  /** Names of the exceptions as written; empty for a bare `except:`. */
  readonly names: readonly string[]
  readonly entry: Step
}

/** What lies between a place and the outside of the function, for an exception that is raised there. */
export interface Route {
  readonly clauses: readonly Clause[]
  /** Leads through a `finally` to where the exception goes after it. */
  readonly through: ((after: Step) => Step) | undefined
  /** Where it goes on when a context manager swallows the exception. */
  readonly swallowedTo: Step | undefined
  readonly outer: Route | undefined
}

/** The graph of a function. */
export interface FlowGraph {
  readonly entry: Step
  readonly returned: Step
  readonly raised: Step
  readonly closed: Step
}

/** Where the ways out of a place lead. */
interface Surroundings {
  readonly route: Route
  readonly returnTo: Step
  readonly breakTo: Step | undefined
  readonly continueTo: Step | undefined
  /** A `try` is around: ordinary code may raise into its handlers. */
  readonly isGuarded: boolean
}

/** Of a function that copies its `finally`s without end, only so much is looked at. */
const maximumSteps = 20_000

/** Whether the context manager of an item of a `with` may swallow exceptions. */
export type Swallows = (item: WithItem, isAsync: boolean) => boolean

export function flowGraph(node: FunctionDef | AsyncFunctionDef, swallows: Swallows = maySwallow): FlowGraph {
  return new GraphBuilder(node, swallows).build()
}

/** Context managers of Python's library that let every exception pass, by the last name of what makes them. */
const letPass: ReadonlySet<string> = new Set([
  ...[
    'Lock',
    'RLock',
    'Semaphore',
    'BoundedSemaphore',
    'Condition',
    'Barrier',
    'TaskGroup',
    'Runner',
    'timeout',
    'timeout_at',
  ],
  ...['open', 'closing', 'aclosing', 'nullcontext', 'redirect_stdout', 'redirect_stderr', 'StringIO', 'localcontext'],
])

function maySwallow({ context_expr: expression }: WithItem): boolean {
  const name = dottedName(expression.kind === 'Call' ? expression.func : expression)
  return name === undefined || !letPass.has(name)
}

class GraphBuilder {
  private readonly root: FunctionDef | AsyncFunctionDef
  private readonly returned = new Step('returned', [])
  private readonly raised = new Step('raised', [])
  private readonly closed = new Step('closed', [])
  /** Offsets of the control points, sorted. */
  private readonly points: readonly number[]
  private count = 0
  private readonly swallows: Swallows

  constructor(root: FunctionDef | AsyncFunctionDef, swallows: Swallows) {
    this.root = root
    this.swallows = swallows
    this.points = controlPoints(root).map(point => point.keyword.start)
  }

  build(): FlowGraph {
    const { returned, raised, closed } = this
    const outside: Surroundings = {
      route: { clauses: [], through: undefined, swallowedTo: undefined, outer: undefined },
      returnTo: returned,
      breakTo: undefined,
      continueTo: undefined,
      isGuarded: false,
    }
    return { entry: this.statements(this.root.body, returned, outside), returned, raised, closed }
  }

  private step(kind: Step['kind'], next: Step[], route?: Route, node?: Node, part?: 'enter' | 'exit'): Step {
    this.count++
    return new Step(kind, next, route, node, part)
  }

  private join(...next: Step[]): Step {
    return next.length === 1 ? next[0] : this.step('join', next)
  }

  /** Code that cannot suspend; in a `try` it may raise. */
  private plain(after: Step, around: Surroundings): Step {
    return around.isGuarded ? this.step('join', [after], around.route) : after
  }

  private statements(body: readonly Statement[], after: Step, around: Surroundings): Step {
    let next = after
    for (let i = body.length - 1; i >= 0; i--) next = this.statement(body[i], next, around)
    return next
  }

  private statement(node: Statement, after: Step, around: Surroundings): Step {
    if (this.count > maximumSteps) return after
    switch (node.kind) {
      case 'Return':
        return node.value === null ? around.returnTo : this.expression(node.value, around.returnTo, around)
      case 'Raise': {
        const gone = this.step('join', this.destinations(around.route, raisedName(node.exc)))
        const cause = node.cause === null ? gone : this.expression(node.cause, gone, around)
        return node.exc === null ? cause : this.expression(node.exc, cause, around)
      }
      case 'Break':
        return around.breakTo ?? after
      case 'Continue':
        return around.continueTo ?? after
      case 'If':
        return this.ifStatement(node, after, around)
      case 'While': {
        const head = this.step('join', [])
        const inside = { ...around, breakTo: after, continueTo: head }
        const body = this.statements(node.body, head, inside)
        const isEndless = node.test.kind === 'Constant' && node.test.value.type === 'True'
        const done = isEndless ? [] : [this.statements(node.orelse, after, around)]
        head.next.push(this.expression(node.test, this.join(body, ...done), around))
        return head
      }
      case 'For': {
        const head = this.step('join', [])
        const body = this.statements(node.body, head, { ...around, breakTo: after, continueTo: head })
        head.next.push(this.expression(node.target, body, around), this.statements(node.orelse, after, around))
        return this.expression(node.iter, head, around)
      }
      case 'AsyncFor': {
        const head = this.step('point', [], around.route, node)
        const body = this.statements(node.body, head, { ...around, breakTo: after, continueTo: head })
        head.next.push(this.expression(node.target, body, around), this.statements(node.orelse, after, around))
        return this.expression(node.iter, head, around)
      }
      case 'With':
        return this.withItems(node.items, 0, node.body, after, around)
      case 'AsyncWith':
        return this.asyncWith(node, 0, after, around)
      case 'Match': {
        let next = after
        for (const { pattern, guard, body } of [...node.cases].reverse()) {
          const entry = this.statements(body, after, around)
          const guarded = guard === null ? entry : this.expression(guard, this.join(entry, next), around)
          const matchesAll = pattern.kind === 'MatchAs' && pattern.pattern === null && guard === null
          next = matchesAll ? guarded : this.join(guarded, next)
        }
        return this.expression(node.subject, next, around)
      }
      case 'Try':
      case 'TryStar':
        return this.tryStatement(node, after, around)
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        return this.parts(partsEvaluatedHere(node), this.plain(after, around), around)
      case 'Pass':
      case 'Global':
      case 'Nonlocal':
        return after
      case 'Assign':
        return this.expression(node.value, this.parts(node.targets, after, around), around)
      case 'AugAssign':
        return this.expression(node.target, this.expression(node.value, after, around), around)
      case 'Expr':
        return this.expression(node.value, after, around)
      case 'AnnAssign':
        return node.value === null ? after : this.expression(node.value, after, around)
      default:
        return this.parts(partsEvaluatedHere(node), this.plain(after, around), around)
    }
  }

  private ifStatement(node: If, after: Step, around: Surroundings): Step {
    const chain: If[] = [node]
    let last = node
    while (last.orelse.length === 1 && last.orelse[0].kind === 'If') {
      last = last.orelse[0]
      chain.push(last)
    }
    let next = this.statements(last.orelse, after, around)
    for (const { test, body } of chain.reverse()) {
      next = this.expression(test, this.join(this.statements(body, after, around), next), around)
    }
    return next
  }

  private withItems(
    items: readonly WithItem[],
    index: number,
    body: readonly Statement[],
    after: Step,
    around: Surroundings,
  ): Step {
    const item = items[index]
    if (item === undefined) return this.statements(body, after, around)
    const within = this.swallows(item, false) ? this.swallowing(after, around) : around
    const inside = this.target(item, this.withItems(items, index + 1, body, after, within), within)
    return this.expression(item.context_expr, this.plain(inside, around), around)
  }

  /** Surroundings in which an exception may end here. */
  private swallowing(after: Step, around: Surroundings): Surroundings {
    const route = { clauses: [], through: undefined, swallowedTo: after, outer: around.route }
    return { ...around, route, isGuarded: true }
  }

  private target(item: WithItem, after: Step, around: Surroundings): Step {
    return item.optional_vars === null ? after : this.expression(item.optional_vars, after, around)
  }

  /** Awaits on the way in, and on every way out. */
  private asyncWith(
    node: Extract<Statement, { kind: 'AsyncWith' }>,
    index: number,
    after: Step,
    around: Surroundings,
  ): Step {
    const item = node.items[index]
    if (item === undefined) return this.statements(node.body, after, around)
    const leave = this.once(next => this.step('point', [next], around.route, node, 'exit'))
    const left = this.behind(leave, around)
    const swallowedTo = this.swallows(item, true) ? leave(after) : undefined
    const within = { ...left, route: { ...left.route, swallowedTo } }
    const inside = this.target(item, this.asyncWith(node, index + 1, leave(after), within), within)
    const enter = this.step('point', [inside], around.route, node, 'enter')
    return this.expression(item.context_expr, enter, around)
  }

  private tryStatement(node: Try | TryStar, after: Step, around: Surroundings): Step {
    const { finalbody } = node
    if (finalbody.length === 0) return this.tryHandlers(node, after, around)
    const through = this.once(next => this.statements(finalbody, next, around))
    return this.tryHandlers(node, through(after), this.behind(through, around))
  }

  private tryHandlers(node: Try | TryStar, after: Step, around: Surroundings): Step {
    const orelse = this.statements(node.orelse, after, around)
    if (node.handlers.length === 0) return this.statements(node.body, orelse, around)
    const clauses = node.handlers.map(({ type, body }) => ({
      names: exceptionNames(type),
      entry: this.statements(body, after, around),
    }))
    const route = { clauses, through: undefined, swallowedTo: undefined, outer: around.route }
    return this.statements(node.body, orelse, { ...around, route, isGuarded: true })
  }

  /** Surroundings in which every way out leads through something first. */
  private behind(through: (after: Step) => Step, around: Surroundings): Surroundings {
    return {
      route: { clauses: [], through, swallowedTo: undefined, outer: around.route },
      returnTo: through(around.returnTo),
      breakTo: around.breakTo && through(around.breakTo),
      continueTo: around.continueTo && through(around.continueTo),
      isGuarded: true,
    }
  }

  /** One copy for each step that follows, however often it is asked for. */
  private once(make: (after: Step) => Step): (after: Step) => Step {
    const made = new Map<Step, Step>()
    return after => {
      let step = made.get(after)
      if (step === undefined) {
        step = make(after)
        made.set(after, step)
      }
      return step
    }
  }

  /** Where an exception goes of which the name is known, or not. */
  private destinations(route: Route, name: string | undefined): Step[] {
    return exceptionTargets(route, name, this.raised)
  }

  // Expressions

  private hasPoint(node: Node): boolean {
    const { points } = this
    let low = 0
    let high = points.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (points[middle] < node.start) low = middle + 1
      else high = middle
    }
    return low < points.length && points[low] < node.end
  }

  private parts(nodes: readonly Node[], after: Step, around: Surroundings): Step {
    let next = after
    for (let i = nodes.length - 1; i >= 0; i--) next = this.expression(nodes[i], next, around)
    return next
  }

  private expression(node: Node, after: Step, around: Surroundings): Step {
    if (this.count > maximumSteps) return after
    if (!this.hasPoint(node))
      return node.kind === 'Constant' || node.kind === 'Name' ? after : this.plain(after, around)
    switch (node.kind) {
      case 'Await':
      case 'YieldFrom':
        return this.expression(node.value, this.step('point', [after], around.route, node), around)
      case 'Yield': {
        const point = this.step('point', [after], around.route, node)
        return node.value === null ? point : this.expression(node.value, point, around)
      }
      case 'BoolOp': {
        let next = after
        for (let i = node.values.length - 1; i > 0; i--)
          next = this.join(this.expression(node.values[i], next, around), after)
        return this.expression(node.values[0], next, around)
      }
      case 'IfExp': {
        const body = this.expression(node.body, after, around)
        const orelse = this.expression(node.orelse, after, around)
        return this.expression(node.test, this.join(body, orelse), around)
      }
      case 'ListComp':
      case 'SetComp':
        return this.comprehension(node.generators, [node.elt], after, around)
      case 'DictComp':
        return this.comprehension(node.generators, [node.key, node.value], after, around)
      default:
        return this.parts(partsEvaluatedHere(node), this.plain(after, around), around)
    }
  }

  private comprehension(
    generators: readonly Comprehension[],
    elements: readonly Expression[],
    after: Step,
    around: Surroundings,
  ): Step {
    const [first, ...rest] = generators
    if (first === undefined) return this.parts(elements, after, around)
    const head = first.is_async ? this.step('point', [], around.route, first) : this.step('join', [])
    const inner = this.comprehension(rest, elements, head, around)
    const accepted = this.parts(first.ifs, first.ifs.length > 0 ? this.join(inner, head) : inner, around)
    head.next.push(accepted, after)
    return this.expression(first.iter, head, around)
  }
}

/** Names in an `except` clause: `E`, `(E, mod.F)`. */
function exceptionNames(type: Expression | null): string[] {
  if (type === null) return []
  if (type.kind === 'Tuple') return type.elts.flatMap(exceptionNames)
  return [dottedName(type) ?? 'Exception']
}

function raisedName(node: Expression | null): string | undefined {
  if (node === null) return undefined
  return dottedName(node.kind === 'Call' ? node.func : node)
}

function dottedName(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id
  return node.kind === 'Attribute' ? node.attr : undefined
}

/** Exceptions that `except Exception` lets pass. */
const beyondException: ReadonlySet<string> = new Set([
  'BaseException',
  'CancelledError',
  'GeneratorExit',
  'KeyboardInterrupt',
  'SystemExit',
])

/** A clause takes every ordinary exception. */
export function catchesAll(clause: Route['clauses'][number], name: string): boolean {
  if (clause.names.length === 0 || clause.names.includes('BaseException')) return true
  return clause.names.includes('Exception') && !beyondException.has(name)
}

/** Where an exception goes: to the first clause that takes it, through every `finally` on the way, or out. */
export function exceptionTargets(route: Route | undefined, name: string | undefined, out: Step): Step[] {
  if (route === undefined) return [out]
  const found: Step[] = []
  for (const clause of route.clauses) {
    if (name === undefined) {
      found.push(clause.entry)
      if (catchesAll(clause, 'Exception')) return found
    } else if (clause.names.includes(name) || catchesAll(clause, name)) {
      return [clause.entry]
    }
  }
  if (route.swallowedTo !== undefined) found.push(route.swallowedTo)
  const outer = exceptionTargets(route.outer, name, out)
  return [...found, ...outer.map(step => (route.through === undefined ? step : route.through(step)))]
}
