/** Cancellation that is swallowed, and what a `finally` does to exceptions. */

import { blocksOf } from '../inference/bindings.ts'
import { isInstanceOf } from '../inference/type.ts'
import type { ExceptHandler, Expression, Node, Try, TryStar } from '../tree.ts'
import { type Context, type Fix, isAsync, type Looks, libraryName, source, typeOf } from './rule.ts'
import { caughtNames, hasSuspension, indentOf, isSuspension, some } from './syntax.ts'

function checkTry(node: Try | TryStar, context: Context): void {
  checkJumps(node, context)
  if (!isAsync(context) || !hasSuspension(node.body)) return
  for (const handler of node.handlers) {
    const names = caughtNames(handler.type)
    const isExplicit = names.includes('CancelledError') || catchesCancelledError(handler.type, context)
    if (!isExplicit && handler.type !== null && !names.includes('BaseException')) continue
    if (!swallows(handler) || isExpected(node, context)) return
    const what = isExplicit
      ? 'CancelledError'
      : handler.type === null
        ? 'every exception, CancelledError too,'
        : 'BaseException, and CancelledError with it,'
    context.report(
      'cancelled-swallowed',
      clauseSpan(handler, context),
      `${what} is swallowed here: the task goes on as if nobody had cancelled it`,
      {
        hint: "Clean up and 'raise' it again, so that who cancelled the task is not left waiting.",
        fixes: raiseFix(handler, context),
      },
    )
    return
  }
}

/** By whatever name it was imported. */
function catchesCancelledError(type: Expression | null, context: Context): boolean {
  if (type?.kind === 'Tuple') return type.elts.some(item => catchesCancelledError(item, context))
  return type !== null && libraryName(typeOf(context, type)) === 'asyncio.CancelledError'
}

/** Nothing is raised in it, and the exception is not kept for somebody else. */
function swallows(handler: ExceptHandler): boolean {
  if (some(handler.body, item => item.kind === 'Raise')) return false
  if (some(handler.body, isKeeping)) return false
  if (handler.name === null) return true
  return !some(handler.body, item => {
    // Printing or logging it is not keeping it.
    if (item.kind === 'Assign' || item.kind === 'Return')
      return item.value !== null && mentions(item.value, handler.name)
    if (item.kind !== 'Call') return false
    const callee = item.func.kind === 'Name' ? item.func.id : item.func.kind === 'Attribute' ? item.func.attr : ''
    if (/^(?:print|str|repr|type|format|debug|info|warning|error|exception|critical|log|isinstance)$/.test(callee))
      return false
    return [...item.args, ...item.keywords].some(arg => mentions(arg, handler.name))
  })
}

/** The exception is taken from where the interpreter keeps it, and handed to somebody. */
function isKeeping(node: Node): boolean {
  return node.kind === 'Attribute' && /^(?:exc_info|set_exception|call_exception_handler)$/.test(node.attr)
}

function mentions(node: Node, name: string | null): boolean {
  return some([node], item => item.kind === 'Name' && item.id === name)
}

/** The coroutine cancels what it awaits itself, or takes the cancellation back. */
function isExpected(node: Try | TryStar, context: Context): boolean {
  const { unit } = context
  if (unit.node.kind === 'Module') return false
  return some(unit.node.body, item => {
    // It is raised later.
    if (item.kind === 'Raise' && item.exc !== null) {
      const raised = item.exc.kind === 'Call' ? item.exc.func : item.exc
      return catchesCancelledError(raised, context)
    }
    if (item.kind !== 'Call' || item.func.kind !== 'Attribute') return false
    const { attr } = item.func
    return (attr === 'cancel' && item.start < node.end) || attr === 'uncancel' || attr === 'cancelling'
  })
}

function clauseSpan(handler: ExceptHandler, context: Context): { start: number; end: number } {
  const end = handler.type?.end ?? handler.start + 'except'.length
  void context
  return { start: handler.start, end }
}

function raiseFix(handler: ExceptHandler, context: Context): Fix[] {
  const last = handler.body[handler.body.length - 1]
  if (last === undefined) return []
  const jumps = last.kind === 'Return' || last.kind === 'Break' || last.kind === 'Continue' || last.kind === 'Pass'
  if (jumps) return [{ title: 'Raise it again', edits: [{ span: last, newText: 'raise' }], isPreferred: true }]
  const onOneLine = context.analysis.text.lineAt(last.start) === context.analysis.text.lineAt(handler.start)
  const newText = onOneLine ? '; raise' : `\n${indentOf(context.analysis.source, last.start)}raise`
  return [
    { title: 'Raise it again', edits: [{ span: { start: last.end, end: last.end }, newText }], isPreferred: true },
  ]
}

/** `return`, `break` and `continue` in a `finally` throw away the exception that is on its way. */
function checkJumps(node: Try | TryStar, context: Context): void {
  if (node.finalbody.length === 0 || context.unit.kind === 'function' || context.unit.kind === 'module') return
  if (!some(node.body, item => isSuspension(item) || item.kind === 'Yield' || item.kind === 'YieldFrom')) return
  const visit = (body: readonly Node[], inLoop: boolean): void => {
    for (const item of body) {
      if (item.kind === 'Return' || (!inLoop && (item.kind === 'Break' || item.kind === 'Continue'))) {
        const word = item.kind.toLowerCase()
        context.report(
          'jump-in-finally',
          { start: item.start, end: item.start + word.length },
          `'${word}' in a finally swallows the exception on its way, GeneratorExit and CancelledError too`,
          {
            hint: 'Let the finally run to its end.',
          },
        )
      }
      const loops = inLoop || item.kind === 'For' || item.kind === 'AsyncFor' || item.kind === 'While'
      if (
        'body' in item &&
        item.kind !== 'FunctionDef' &&
        item.kind !== 'AsyncFunctionDef' &&
        item.kind !== 'ClassDef' &&
        item.kind !== 'Lambda'
      ) {
        for (const block of blocksOf(item as Parameters<typeof blocksOf>[0])) visit(block, loops)
      }
    }
  }
  visit(node.finalbody, false)
}

/** `with suppress(CancelledError)` around an await. */
function checkSuppress(node: Extract<Node, { kind: 'With' }>, context: Context): void {
  if (!isAsync(context) || !hasSuspension(node.body)) return
  for (const { context_expr: item } of node.items) {
    if (item.kind !== 'Call' || !isInstanceOf(typeOf(context, item), 'contextlib', 'suppress')) continue
    const caught = item.args.find(arg => {
      const name = libraryName(typeOf(context, arg))
      return name === 'asyncio.CancelledError' || name === 'builtins.BaseException'
    })
    if (caught === undefined) continue
    const unit = context.unit.node
    const isExpectedHere =
      unit.kind !== 'Module' &&
      some(unit.body, inner => inner.kind === 'Call' && inner.func.kind === 'Attribute' && inner.func.attr === 'cancel')
    if (isExpectedHere) continue
    context.report(
      'cancelled-swallowed',
      caught,
      `${source(context, caught)} is swallowed here: the task goes on as if nobody had cancelled it`,
      {
        hint: 'Let it through, so that who cancelled the task is not left waiting.',
      },
    )
  }
}

export const cancellationLooks: Looks = { Try: checkTry, TryStar: checkTry, With: checkSuppress }
