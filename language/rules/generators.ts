/**
 * What only shows when a generator is closed: GeneratorExit that is ignored, cleanup that nobody waits for, context managers that yield
 * too often or not at all. Read off the control flow of the function.
 */

import { exceptionTargets, type FlowGraph, flowGraph, type Route, type Step } from '../flow-graph.ts'
import { wrapperOf } from '../inference/program.ts'
import type { FunctionNode } from '../inference/type.ts'
import { isInstanceOf } from '../inference/type.ts'
import type { AsyncWith, Node, Raise, Try, TryStar } from '../tree.ts'
import { aclosingFix, isClosedByCallers } from './closing.ts'
import { type Context, type Fix, type Looks, libraryName, source, typeOf } from './rule.ts'
import { caughtNames, hasYield, isSuspension, some } from './syntax.ts'

// Paths

/** The points and ends that come next, awaits passed through, ordinary code taken not to raise. */
function following(from: readonly Step[], passesAwaits: boolean): Set<Step> {
  const found = new Set<Step>()
  const passed = new Set<Step>()
  const waiting = [...from]
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (passed.has(step)) continue
    passed.add(step)
    const isPassed = step.kind === 'join' || (passesAwaits && step.kind === 'point' && !isYield(step))
    if (isPassed) waiting.push(...step.next)
    else found.add(step)
  }
  return found
}

const isYield = (step: Step): boolean => step.node?.kind === 'Yield' || step.node?.kind === 'YieldFrom'

/** Every point that some path leads to. */
function pointsOf(graph: FlowGraph): Step[] {
  const points: Step[] = []
  const passed = new Set<Step>()
  const waiting = [graph.entry]
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (passed.has(step)) continue
    passed.add(step)
    if (step.kind === 'point') points.push(step)
    waiting.push(...step.next)
    if (step.route !== undefined) waiting.push(...clauseEntries(step.route, graph))
  }
  return points
}

/** Where exceptions raised at a point go, whatever they are. */
function clauseEntries(route: Route, { raised }: FlowGraph): Step[] {
  const names = new Set<string>(['', 'GeneratorExit'])
  for (let at: Route | undefined = route; at !== undefined; at = at.outer)
    for (const clause of at.clauses) for (const name of clause.names) names.add(name)
  return [...names].flatMap(name => exceptionTargets(route, name, raised))
}

const graphs = new WeakMap<Node, FlowGraph>()

function graphOf(node: FunctionNode): FlowGraph {
  let graph = graphs.get(node)
  if (graph === undefined) {
    graph = flowGraph(node, () => false)
    graphs.set(node, graph)
  }
  return graph
}

/** The point at which GeneratorExit, thrown in at another, is ignored. */
function ignoredExit(
  node: FunctionNode,
  isIgnoring: (step: Step) => boolean,
  passesAwaits: boolean,
): { at: Step; from: Step } | undefined {
  const graph = graphOf(node)
  for (const from of pointsOf(graph)) {
    const exits = exceptionTargets(from.route, 'GeneratorExit', graph.closed)
    for (const at of following(exits, passesAwaits)) if (at.kind === 'point' && isIgnoring(at)) return { at, from }
  }
  return undefined
}

// close() that is ignored

function checkClose(node: FunctionNode, context: Context): void {
  const kind = context.module.kindOf(node)
  if (kind !== 'generator' && kind !== 'async generator') return
  if (!some(node.body, item => item.kind === 'Try' || item.kind === 'TryStar')) return
  const found = ignoredExit(node, isYield, kind === 'async generator')
  if (found?.at.node === undefined) return
  const line = context.analysis.text.lineAt(found.from.node!.start) + 1
  context.report('close-ignored', found.at.node, `${kind} ignored GeneratorExit`, {
    hint: `A ${kind === 'generator' ? 'close()' : 'aclose()'} while it waits in line ${line} arrives at this ${found.at.node.kind === 'Yield' ? 'yield' : 'yield from'}: RuntimeError. End without another yield.`,
  })
}

/** `c.close()` on a coroutine that would await again. */
function checkCloseCall(node: Extract<Node, { kind: 'Call' }>, context: Context): void {
  if (node.func.kind !== 'Attribute' || node.func.attr !== 'close') return
  const type = typeOf(context, node.func.value)
  if (type.kind !== 'coroutine' || type.fn === undefined || type.fn.node.kind === 'Lambda') return
  if (isSurelyFresh(node.func.value, context)) return
  const found = ignoredExit(type.fn.node, () => true, false)
  if (found?.at.node === undefined) return
  const { text } = type.fn.module.analysis
  const [from, to] = [found.from.node!.start, found.at.node.start].map(offset => text.lineAt(offset) + 1)
  context.report('close-ignored', node, 'coroutine ignored GeneratorExit', {
    hint: `While '${type.name}' waits in line ${from}, close() arrives at the ${wordOf(found.at.node)} of line ${to}: RuntimeError, if that suspends.`,
  })
}

function wordOf(node: Node): string {
  return node.kind === 'AsyncWith'
    ? 'async with'
    : node.kind === 'AsyncFor'
      ? 'async for'
      : node.kind === 'Await'
        ? 'await'
        : 'yield'
}

/** A coroutine that has only just been made is closed without running any of it. */
function isSurelyFresh(node: Node, context: Context): boolean {
  if (node.kind === 'Call') return true
  const unit = context.unit.node
  if (node.kind !== 'Name' || unit.kind === 'Module')
    return node.kind === 'Name' && !isDriven(node.id, context.analysis.tree.body)
  return !isDriven(node.id, unit.body)
}

function isDriven(name: string, body: readonly Node[]): boolean {
  return some(
    body,
    item =>
      item.kind === 'Call' &&
      ((item.func.kind === 'Attribute' &&
        item.func.value.kind === 'Name' &&
        item.func.value.id === name &&
        item.func.attr !== 'close') ||
        item.args.some(arg => arg.kind === 'Name' && arg.id === name)),
  )
}

// Async generators that are not closed where they are used

function checkFinally(node: Try | TryStar, context: Context): void {
  const { unit } = context
  if (unit.kind !== 'async generator' || context.inner !== undefined || isContextManager(context)) return
  if (!hasYield(node.body) && !node.handlers.some(handler => hasYield(handler.body))) return
  let point: Node | undefined
  some(node.finalbody, item => {
    if (isSuspension(item)) point = item
    return point !== undefined
  })
  if (point === undefined || unit.node.kind === 'Module' || isClosedByCallers(unit.node, context)) return
  context.report(
    'await-in-generator-finally',
    wordSpan(point),
    'whoever leaves the loop early does not wait for this: the finally of an async generator runs when the generator is closed',
    {
      hint: "Let callers use 'async with contextlib.aclosing(…)', or do the cleanup in a context manager around the loop.",
      fixes: aclosingFix(unit.node, context),
    },
  )
}

function checkAsyncWith(node: AsyncWith, context: Context): void {
  if (
    context.unit.kind !== 'async generator' ||
    context.inner !== undefined ||
    isContextManager(context) ||
    !hasYield(node.body)
  )
    return
  const scope = node.items.find(({ context_expr: item }) => isScope(item, context))
  if (scope !== undefined) {
    const name = source(context, scope.context_expr.kind === 'Call' ? scope.context_expr.func : scope.context_expr)
    context.report('yield-in-scope', firstYield(node), `a yield inside '${name}' lets it cancel whoever iterates`, {
      hint: 'Between the yields other code runs in its place. Make it a @contextlib.asynccontextmanager, or hand the values over by a queue.',
    })
    return
  }
  const { node: generator } = context.unit
  if (generator.kind === 'Module' || isClosedByCallers(generator, context)) return
  context.report(
    'yield-in-async-with',
    firstYield(node),
    'whoever leaves the loop early does not leave this async with: it stays entered until the generator is closed',
    {
      hint: "Let callers use 'async with contextlib.aclosing(…)', or decorate it with @contextlib.asynccontextmanager.",
      fixes: aclosingFix(generator, context),
    },
  )
}

function isScope(node: Parameters<typeof typeOf>[1], context: Context): boolean {
  return isInstanceOf(typeOf(context, node), 'asyncio', 'TaskGroup', 'Timeout')
}

function firstYield(node: AsyncWith): Node {
  let found: Node = node
  some(node.body, item => {
    if (item.kind === 'Yield') found = item
    return item.kind === 'Yield'
  })
  return found
}

function wordSpan(node: Node): { start: number; end: number } {
  return node.kind === 'AsyncWith'
    ? { start: node.start, end: node.items[node.items.length - 1].end }
    : node.kind === 'AsyncFor'
      ? { start: node.start, end: node.iter.end }
      : node
}

function isContextManager(context: Context): boolean {
  const { node } = context.unit
  if (node.kind === 'Module') return false
  const wrapper = wrapperOf(context.module.functionOf(node))
  return wrapper !== 'nothing'
}

// Context managers

function checkManager(node: FunctionNode, context: Context): void {
  const { module } = context
  const wrapper = wrapperOf(module.functionOf(node))
  if (wrapper !== 'contextmanager' && wrapper !== 'asynccontextmanager') return
  const kind = module.kindOf(node)
  const wanted = wrapper === 'contextmanager' ? 'generator' : 'async generator'
  if (kind !== wanted) {
    const other = wrapper === 'contextmanager' ? 'asynccontextmanager' : 'contextmanager'
    const isOther = kind === 'generator' || kind === 'async generator'
    const type = kind === 'async generator' ? 'async_generator' : kind
    const message =
      kind === 'function'
        ? `@${wrapper} decorates a function that does not yield`
        : `'${type}' object is not an ${wrapper === 'contextmanager' ? '' : 'async '}iterator`
    if (
      kind === 'function' &&
      module.program.resultOf({ node, module, owner: module.ownerOf(node) }).kind === 'unknown'
    )
      return
    context.report('contextmanager-yields', node.nameSpan, message, {
      hint: isOther ? `Use @contextlib.${other}.` : 'The function must yield exactly once.',
    })
    return
  }
  const graph = graphOf(node)
  const word = wrapper === 'contextmanager' ? 'throw' : 'athrow'
  const first = following([graph.entry], true)
  if ([...first].some(step => step.kind === 'returned') && !raisesByFlag(node)) {
    context.report('contextmanager-yields', node.nameSpan, "generator didn't yield", {
      hint: "On some path it ends before its yield: RuntimeError from 'with'.",
    })
  }
  for (const step of pointsOf(graph)) {
    if (!isYield(step) || step.node?.kind !== 'Yield') continue
    const again = [...following(step.next, true)].find(isYield)
    if (again?.node !== undefined) {
      const line = context.analysis.text.lineAt(step.node.start) + 1
      context.report('contextmanager-yields', again.node, "generator didn't stop", {
        hint: `After the yield of line ${line} it yields again: RuntimeError when the block is left.`,
      })
      return
    }
    const entries = step.route === undefined ? [] : clauseEntries(step.route, graph)
    const thrown = [...following(entries, true)].find(isYield)
    if (thrown?.node !== undefined) {
      context.report('contextmanager-yields', thrown.node, `generator didn't stop after ${word}()`, {
        hint: 'After an exception in the block it yields again: RuntimeError.',
      })
      return
    }
  }
}

/** `if failed: raise …` at the end, where `failed = True` stands before: the path without a yield may be one that raises. */
function raisesByFlag({ body }: FunctionNode): boolean {
  return body.some(item => {
    const { kind } = item
    if (kind !== 'If' || item.test.kind !== 'Name' || item.body[item.body.length - 1].kind !== 'Raise') return false
    const flag = item.test.id
    return some(
      body,
      other => other.kind === 'Assign' && other.targets.some(to => to.kind === 'Name' && to.id === flag),
    )
  })
}

// StopIteration

function checkRaise(node: Raise, context: Context): void {
  const { unit, around } = context
  if (node.exc === null || unit.kind === 'function' || unit.kind === 'module' || context.inner !== undefined) return
  const type = node.exc.kind === 'Call' ? node.exc.func : node.exc
  const name = libraryName(typeOf(context, type))
  const isAsync = name === 'builtins.StopAsyncIteration' && unit.kind === 'async generator'
  if (name !== 'builtins.StopIteration' && !isAsync) return
  if (around.some(item => isCaught(item, node, context))) return
  const raised = isAsync ? 'StopAsyncIteration' : 'StopIteration'
  context.report('stop-iteration', node, `${unit.kind} raised ${raised}`, {
    hint: "RuntimeError when it runs: end it with 'return'.",
    fixes: returnFix(node, unit.kind, context),
  })
}

/** Something around may catch what is raised. */
function isCaught(node: Node, raised: Node, context: Context): boolean {
  if (node.kind === 'Try' || node.kind === 'TryStar') {
    if (!node.body.some(item => item.start <= raised.start && raised.end <= item.end)) return false
    return node.handlers.some(
      ({ type }) =>
        type === null ||
        caughtNames(type).some(name => /^(?:\?|StopIteration|StopAsyncIteration|Exception|BaseException)$/.test(name)),
    )
  }
  return (
    node.kind === 'With' &&
    node.items.some(({ context_expr: item }) => !isInstanceOf(typeOf(context, item), 'asyncio', 'Lock'))
  )
}

function returnFix(node: Raise, kind: string, context: Context): Fix[] {
  if (node.cause !== null || node.exc === null) return []
  const [value] = node.exc.kind === 'Call' ? node.exc.args : []
  if (node.exc.kind === 'Call' && node.exc.args.length + node.exc.keywords.length > 1) return []
  const newText = value === undefined || kind === 'async generator' ? 'return' : `return ${source(context, value)}`
  return [{ title: "Use 'return'", edits: [{ span: node, newText }], isPreferred: true }]
}

function checkFunction(node: FunctionNode, context: Context): void {
  checkClose(node, context)
  checkManager(node, context)
}

export const generatorLooks: Looks = {
  FunctionDef: checkFunction,
  AsyncFunctionDef: checkFunction,
  Call: checkCloseCall,
  Try: checkFinally,
  TryStar: checkFinally,
  AsyncWith: checkAsyncWith,
  Raise: checkRaise,
}
