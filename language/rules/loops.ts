/** Loops that never let the event loop run, code behind them, and coroutines that cannot suspend. */

import { blocksOf } from '../inference/bindings.ts'
import { isStub, type ModuleTypes, wrapperOf } from '../inference/program.ts'
import { Cell } from '../inference/query.ts'
import type { FunctionNode, Type } from '../inference/type.ts'
import type { Walk } from '../inference/walk.ts'
import type { Node, Statement } from '../tree.ts'
import { asyncioName, at, importEdit } from './fixes.ts'
import { type Context, type Fix, type FixEdit, isAsync, type Looks, libraryName, typeOf } from './rule.ts'
import { hasOwnBreak, hasYield, indentOf, isSuspension, some } from './syntax.ts'

// What can suspend

/** Kept with the walk through the function, which is made anew when anything it relies on changes. */
const suspends = new WeakMap<Walk, Cell<boolean>>()

/** Whether a call of a coroutine function may ever hand control to the loop; true where that cannot be told. */
export function maySuspend(module: ModuleTypes, node: FunctionNode): boolean {
  const walk = module.walk(node)
  let cell = suspends.get(walk)
  if (cell === undefined) {
    cell = new Cell<boolean>()
    suspends.set(walk, cell)
  }
  return module.program.queries.ask(cell, false, () => someSuspends(walk, node))
}

function someSuspends({ types }: Walk, node: FunctionNode): boolean {
  return some(node.body, item => mayPointSuspend(item, inner => types.get(inner)))
}

function mayPointSuspend(node: Node, typeOfNode: (node: Node) => Type | undefined): boolean {
  if (node.kind === 'AsyncFor' || (node.kind === 'comprehension' && node.is_async))
    return mayIterationSuspend(typeOfNode(node.iter))
  if (node.kind === 'AsyncWith') return true
  if (node.kind === 'YieldFrom') return true
  return node.kind === 'Await' && mayAwaitSuspend(typeOfNode(node.value))
}

/** An await of a coroutine of a plain async function of the program; methods may be overridden. */
function mayAwaitSuspend(type: Type | undefined): boolean {
  if (
    type?.kind !== 'coroutine' ||
    type.fn === undefined ||
    type.fn.node.kind === 'Lambda' ||
    type.fn.owner !== undefined
  )
    return true
  return maySuspend(type.fn.module, type.fn.node)
}

function mayIterationSuspend(type: Type | undefined): boolean {
  if (
    type?.kind !== 'async generator' ||
    type.fn === undefined ||
    type.fn.node.kind === 'Lambda' ||
    type.fn.owner !== undefined
  )
    return true
  return maySuspend(type.fn.module, type.fn.node)
}

// Rules

function checkWhile(node: Extract<Node, { kind: 'While' }>, context: Context): void {
  if (!isAsync(context)) return
  const mayGoAway = some([node.test, ...node.body], item =>
    item.kind === 'Yield'
      ? true
      : isSuspension(item) && mayPointSuspend(item, inner => context.unit.walk.types.get(inner)),
  )
  if (mayGoAway) {
    checkBusyWait(node, context)
    return
  }
  const keyword = { start: node.start, end: node.start + 'while'.length }
  if (isAlwaysTrue(node.test)) {
    const leaves =
      hasOwnBreak(node.body) ||
      some(node.body, item => item.kind === 'Return' || item.kind === 'Raise' || isExit(item, context))
    if (leaves || isLeftByException(node, context)) return
    const awaits = some(node.body, isSuspension)
    context.report(
      'loop-without-suspension',
      keyword,
      awaits
        ? 'nothing that this loop awaits can suspend: the event loop never runs again'
        : 'this loop never suspends: the event loop never runs again',
      {
        hint: "Await something in it that lets others run, if only 'asyncio.sleep(0)'.",
        fixes: sleepFix(node, context),
      },
    )
    return
  }
  // Nothing in it can change what it waits for, and nobody else gets to run.
  const isIdle = node.body.every(
    item =>
      item.kind === 'Pass' || item.kind === 'Continue' || (item.kind === 'Expr' && item.value.kind === 'Constant'),
  )
  const changesItself = some(
    [node.test],
    item => item.kind === 'NamedExpr' || item.kind === 'Yield' || (item.kind === 'Call' && !isQuestion(item, context)),
  )
  if (isIdle && !changesItself) {
    context.report(
      'loop-without-suspension',
      keyword,
      'this loop waits without letting go: what it waits for can never happen',
      {
        hint: "Await an asyncio.Event or Future instead, or 'asyncio.sleep(0)' in it.",
        fixes: sleepFix(node, context),
      },
    )
  }
}

/** What is called in it may raise, and somebody around waits for that. */
function isLeftByException(node: Extract<Node, { kind: 'While' }>, { around }: Context): boolean {
  if (!some(node.body, item => item.kind === 'Call' || item.kind === 'Subscript')) return false
  return around.some(item => {
    if (item.kind === 'With') return true
    return (
      item.kind === 'Try' &&
      item.handlers.length > 0 &&
      item.body.some(inner => inner.start <= node.start && node.end <= inner.end)
    )
  })
}

/** An `await asyncio.sleep(0)` at the end of the loop's body, or in the place of a lone `pass`. */
function sleepFix({ start, body }: Extract<Node, { kind: 'While' }>, context: Context): Fix[] {
  const last = body[body.length - 1]
  if (last === undefined) return []
  const name = asyncioName(context)
  const text = `await ${name ?? 'asyncio'}.sleep(0)`
  const edits: FixEdit[] = name === undefined ? [importEdit(context, 'asyncio')] : []
  const isOnOneLine = context.analysis.text.lineAt(last.start) === context.analysis.text.lineAt(start)
  if (last.kind === 'Pass') edits.push({ span: { start: last.start, end: last.end }, newText: text })
  else
    edits.push({
      span: at(last.end),
      newText: isOnOneLine ? `; ${text}` : `\n${indentOf(context.analysis.source, last.start)}${text}`,
    })
  return [{ title: `Add '${text}'`, edits, isPreferred: true }]
}

/** A method that only asks: it cannot end the loop by itself. */
function isQuestion(node: Extract<Node, { kind: 'Call' }>, context: Context): boolean {
  const type = typeOf(context, node.func)
  // Of an object that is not known the name of the method tells.
  const name =
    libraryName(type) ?? (type.kind === 'unknown' && node.func.kind === 'Attribute' ? `.${node.func.attr}` : undefined)
  return name !== undefined && /\.(?:is_set|done|cancelled|locked|empty|full|qsize|len)$/.test(name)
}

function isExit(node: Node, context: Context): boolean {
  if (node.kind !== 'Call') return false
  const name = libraryName(typeOf(context, node.func))
  return (
    name === 'sys.exit' ||
    name === 'os._exit' ||
    name === 'builtins.exit' ||
    name === 'builtins.quit' ||
    name === 'builtins.next'
  )
}

function isAlwaysTrue(node: Node): boolean {
  return (
    node.kind === 'Constant' && (node.value.type === 'True' || (node.value.type === 'int' && node.value.value !== 0n))
  )
}

/** Nobody sets an Event when a time has come. */
function asksTheTime(node: Node): boolean {
  if (node.kind !== 'Call') return false
  const { func } = node
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
  return /^(?:time|monotonic|perf_counter|now|utcnow|today)$/.test(name)
}

/** `while not done: await asyncio.sleep(…)`: an Event would do it without the rounds. */
function checkBusyWait(node: Extract<Node, { kind: 'While' }>, context: Context): void {
  const [only] = node.body
  if (node.body.length !== 1 || only.kind !== 'Expr' || only.value.kind !== 'Await' || only.value.value.kind !== 'Call')
    return
  if (isAlwaysTrue(node.test) || libraryName(typeOf(context, only.value.value.func)) !== 'asyncio.sleep') return
  if (some([node.test], asksTheTime)) return
  context.report(
    'busy-wait',
    { start: node.start, end: node.test.end },
    'this loop asks again and again instead of waiting',
    {
      hint: 'Await an asyncio.Event, Condition or Future that whoever makes it true sets.',
    },
  )
}

function checkFunction(node: FunctionNode, context: Context): void {
  const { module, analysis } = context
  if (node.kind !== 'AsyncFunctionDef' || module.kindOf(node) !== 'coroutine' || isStub(node)) return
  const hasPoint = some(node.body, isSuspension)
  if (!hasPoint) {
    checkNeedlessAsync(node, context)
    return
  }
  if (wrapperOf(module.functionOf(node)) !== 'nothing' || module.ownerOf(node) !== undefined || hasYield(node.body))
    return
  if (maySuspend(module, node)) return
  const first = analysis.text.lineAt(firstPoint(node)) + 1
  context.report(
    'never-suspends',
    node.nameSpan,
    `nothing that '${node.name}' awaits can suspend: it runs to its end in one go`,
    {
      hint: `Its first await is in line ${first}; no chain of awaits from there reaches an event, a timer or a task.`,
    },
  )
}

function firstPoint(node: FunctionNode): number {
  let first = Number.POSITIVE_INFINITY
  some(node.body, item => {
    if (isSuspension(item)) first = Math.min(first, item.start)
    return false
  })
  return first
}

/** Only of functions that nobody else gives a shape to: methods and decorated functions follow somebody's protocol. */
function checkNeedlessAsync(node: FunctionNode, context: Context): void {
  const { module, analysis } = context
  if (node.decorator_list.length > 0 || module.ownerOf(node) !== undefined || /^_*(?:main|test)/.test(node.name)) return
  // Handed on as a value, it may have to be a coroutine function.
  const scope = analysis.scopes.find(node)?.parent
  const symbol = scope?.lookup(node.name)
  if (symbol === undefined || symbol.definitions.length !== 1) return
  context.report('async-without-await', node.nameSpan, `'${node.name}' is async, but awaits nothing`, {
    hint: 'A plain function would do: it suspends nowhere.',
  })
}

/** The first statement of a block that no path leads to. */
function checkBlock(body: readonly Statement[], context: Context): void {
  const { reached } = context.unit.walk
  for (let i = 1; i < body.length; i++) {
    if (reached.has(body[i]) || !reached.has(body[i - 1])) continue
    const next = body[i]
    // `return; yield` is how a function is made a generator that yields nothing.
    if (next.kind === 'Expr' && (next.value.kind === 'Yield' || next.value.kind === 'YieldFrom')) return
    const before = body[i - 1]
    const isLoop = before.kind === 'While' || before.kind === 'For' || before.kind === 'AsyncFor'
    const start = 'decorator_list' in next && next.decorator_list.length > 0 ? next.decorator_list[0].start : next.start
    context.report(
      'unreachable',
      { start, end: body[body.length - 1].end },
      isLoop ? 'this code is never reached: the loop above it never ends' : 'this code is never reached',
    )
    return
  }
}

function checkBlocks(node: Statement, context: Context): void {
  for (const block of blocksOf(node)) checkBlock(block, context)
}

export function checkBody(body: readonly Statement[], context: Context): void {
  checkBlock(body, context)
}

export const loopLooks: Looks = {
  While: (node, context) => {
    checkWhile(node, context)
    checkBlocks(node, context)
  },
  For: checkBlocks,
  AsyncFor: checkBlocks,
  If: checkBlocks,
  With: checkBlocks,
  AsyncWith: checkBlocks,
  Try: checkBlocks,
  TryStar: checkBlocks,
  Match: checkBlocks,
  AsyncFunctionDef: checkFunction,
}
