/** Rules of stricter schools, most of them off until somebody asks for them: known from flake8-async, as far as they hold for asyncio. */

import { flowGraph, type Step } from '../flow-graph.ts'
import { isStub, wrapperOf } from '../inference/program.ts'
import { type FunctionNode, isInstanceOf } from '../inference/type.ts'
import type { AsyncWith, Node, Try, TryStar } from '../tree.ts'
import { type Context, type Fix, isAsync, type Looks, source, typeOf } from './rule.ts'
import { caughtNames, isSuspension, some } from './syntax.ts'

function checkFunction(node: FunctionNode, context: Context): void {
  const { module } = context
  const kind = module.kindOf(node)
  if (kind !== 'coroutine' && kind !== 'async generator') return
  const all = [...node.args.posonlyargs, ...node.args.args, ...node.args.kwonlyargs]
  const timeout = all.find(item => item.arg === 'timeout')
  if (timeout !== undefined) {
    context.report('timeout-parameter', timeout.argSpan, `'${node.name}' takes a timeout`, {
      hint: "Let callers put 'async with asyncio.timeout(…)' around it: that bounds all that they do.",
    })
  }
  if (kind === 'async generator') {
    if (wrapperOf(module.functionOf(node)) === 'nothing') {
      context.report(
        'unsafe-async-generator',
        node.nameSpan,
        `nobody is sure to close the async generator '${node.name}'`,
        {
          hint: 'Decorate it with @contextlib.asynccontextmanager, or hand the values over by a queue.',
        },
      )
    }
    return
  }
  if (isStub(node) || !some(node.body, isSuspension)) return
  if (endsWithoutPoint(node)) {
    context.report(
      'no-guaranteed-checkpoint',
      node.nameSpan,
      `'${node.name}' has a way to its end on which it awaits nothing`,
      {
        hint: "On that way nobody else gets a turn, and it cannot be cancelled: 'await asyncio.sleep(0)' gives one.",
      },
    )
  }
}

/** Some path leads from the start to a return and no point lies on it. */
function endsWithoutPoint(node: FunctionNode): boolean {
  const { entry } = flowGraph(node, () => false)
  const passed = new Set<Step>()
  const waiting = [entry]
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (step.kind === 'returned') return true
    if (step.kind !== 'join' || passed.has(step)) continue
    passed.add(step)
    waiting.push(...step.next)
  }
  return false
}

/** A group for one task is an await. */
function checkGroup(node: AsyncWith, context: Context): void {
  const [item] = node.items
  const [only] = node.body
  if (node.items.length !== 1 || node.body.length !== 1 || item.optional_vars?.kind !== 'Name') return
  if (!isInstanceOf(typeOf(context, item.context_expr), 'asyncio', 'TaskGroup')) return
  if (only.kind !== 'Expr' || only.value.kind !== 'Call' || only.value.func.kind !== 'Attribute') return
  const { func, args, keywords } = only.value
  const isOwn = func.attr === 'create_task' && func.value.kind === 'Name' && func.value.id === item.optional_vars.id
  if (!isOwn || args.length !== 1 || keywords.length > 0 || args[0].kind !== 'Call') return
  // The task may use the group itself, to start more.
  const group = item.optional_vars.id
  if (some(args, inner => inner.kind === 'Name' && inner.id === group)) return
  const fix: Fix = {
    title: 'Await it instead',
    edits: [{ span: { start: node.start, end: node.end }, newText: `await ${source(context, args[0])}` }],
    isPreferred: true,
  }
  context.report(
    'needless-task-group',
    { start: node.start, end: item.context_expr.end },
    'a task group for one task waits for it, as an await does',
    {
      hint: 'Await the coroutine.',
      fixes: [fix],
    },
  )
}

function checkTry(node: Try | TryStar, context: Context): void {
  if (!isAsync(context)) return
  const { kind } = context.unit
  if (kind === 'coroutine') {
    const point = firstPoint(node.finalbody)
    if (point !== undefined)
      report('await-in-finally', point, 'a cancellation that comes meanwhile ends this cleanup', context)
  }
  for (const handler of node.handlers) {
    const point = firstPoint(handler.body)
    if (point === undefined) continue
    const names = caughtNames(handler.type)
    const catchesCancelled =
      handler.type === null || names.includes('CancelledError') || names.includes('BaseException')
    if (catchesCancelled)
      report('await-in-finally', point, 'a cancellation that comes meanwhile ends this cleanup', context)
    else
      report(
        'await-in-except',
        point,
        'a cancellation that comes meanwhile hides the exception that is being handled',
        context,
      )
  }
}

function firstPoint(body: readonly Node[]): Node | undefined {
  let found: Node | undefined
  some(body, item => {
    if (isSuspension(item)) found = item
    return found !== undefined
  })
  return found
}

function report(id: string, point: Node, message: string, context: Context): void {
  const end = Math.min(point.end, context.analysis.text.lineSpan(context.analysis.text.lineAt(point.start)).end)
  context.report(id, { start: point.start, end }, message, {
    hint: "Put it in a task of its own under 'asyncio.shield(…)', or keep it short.",
  })
}

export const strictLooks: Looks = {
  FunctionDef: checkFunction,
  AsyncFunctionDef: checkFunction,
  AsyncWith: checkGroup,
  Try: checkTry,
  TryStar: checkTry,
}
