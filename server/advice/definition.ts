/** Functions written in a way that cannot work when they are called. */

import type { Statement } from '../../language/index.ts'
import { kindOf } from '../functions.ts'
import { infer } from '../infer.ts'
import { fullSpan, isFunction } from '../nodes.ts'
import { advice, blocksOf, type Rule } from './rule.ts'

/** What CPython says when a special method that it calls itself gives a coroutine, by the method's name. */
const complaints: Readonly<Record<string, string>> = {
  __iter__: "iter() returned non-iterator of type 'coroutine'",
  __aiter__: "'async for' received an object from __aiter__ that does not implement __anext__: coroutine",
  __len__: "'coroutine' object cannot be interpreted as an integer",
  __str__: '__str__ returned non-string (type coroutine)',
  __repr__: '__repr__ returned non-string (type coroutine)',
  __bool__: '__bool__ should return bool, returned coroutine',
  __hash__: '__hash__ method should return an integer',
  __await__: '__await__() returned a coroutine',
}

export const specialMethod: Rule = (node, { analysis }) => {
  if (node.kind !== 'ClassDef') return []
  return node.body.flatMap(method => {
    if (!isFunction(method) || method.decorator_list.length > 0) return []
    const kind = kindOf(analysis, method)
    if (method.name === '__init__' && kind !== 'function') {
      const type = kind === 'async generator' ? 'async_generator' : kind
      const message = `__init__() should return None, not '${type}'`
      return [advice(method.nameSpan, message, 'special-method', 'Do the work in a method of its own, and call that.')]
    }
    const complaint = kind === 'coroutine' ? complaints[method.name] : undefined
    return complaint === undefined ? [] : [advice(method.nameSpan, complaint, 'special-method', 'Leave out the async.')]
  })
}

/** StopIteration must not leave a generator or coroutine (PEP 479). */
export const raisedStopIteration: Rule = (node, { analysis }) => {
  if (!isFunction(node)) return []
  const kind = kindOf(analysis, node)
  if (kind === 'function') return []
  return outsideTry(node.body).flatMap(statement => {
    if (statement.kind !== 'Raise' || statement.exc === null) return []
    const type = statement.exc.kind === 'Call' ? statement.exc.func : statement.exc
    const isAsync = type.kind === 'Name' && type.id === 'StopAsyncIteration' && kind === 'async generator'
    if (!(type.kind === 'Name' && type.id === 'StopIteration') && !isAsync) return []
    const raised = isAsync ? 'StopAsyncIteration' : 'StopIteration'
    return [
      advice(
        statement,
        `${kind} raised ${raised}`,
        'stop-iteration',
        "RuntimeError when it runs: end it with 'return'.",
      ),
    ]
  })
}

/** The statements of a function whose exceptions nothing in it can catch. */
function outsideTry(body: readonly Statement[]): Statement[] {
  return body.flatMap(statement => {
    if (['Try', 'TryStar', 'With', 'AsyncWith', 'FunctionDef', 'AsyncFunctionDef'].includes(statement.kind)) return []
    const inner = statement.kind === 'Match' ? statement.cases.flatMap(item => blocksOf(item)) : blocksOf(statement)
    return [statement, ...inner.flatMap(outsideTry)]
  })
}

/** Calls that stop the event loop, or cannot be made while it runs. */
export const blockingCall: Rule = (node, { analysis, around }) => {
  if (node.kind !== 'Call' || around?.kind !== 'AsyncFunctionDef') return []
  const name = node.func.kind === 'Attribute' ? node.func.attr : node.func.kind === 'Name' ? node.func.id : ''
  if (name !== 'sleep' && name !== 'run') return []
  const called = infer(analysis, node.func)
  if (called?.kind !== 'library') return []
  if (called.module === 'time' && name === 'sleep') {
    return [
      advice(
        node,
        'time.sleep() stops the event loop and every task in it',
        'blocking',
        "Use 'await asyncio.sleep()'.",
      ),
    ]
  }
  if (called.module === 'asyncio' && name === 'run') {
    const message = 'asyncio.run() cannot be called from a running event loop'
    return [advice(node, message, 'blocking', 'Await the coroutine instead.')]
  }
  return []
}

/** Statements after `return`, `raise`, `break` or `continue` in the same block. */
export const unreachable: Rule = node =>
  blocksOf(node).flatMap(block => {
    const end = block.findIndex(statement => ['Return', 'Raise', 'Break', 'Continue'].includes(statement.kind))
    if (end < 0 || end === block.length - 1) return []
    const next = block[end + 1]
    // `return; yield` is how a function is made a generator that yields nothing.
    if (next.kind === 'Expr' && (next.value.kind === 'Yield' || next.value.kind === 'YieldFrom')) return []
    const span = { start: fullSpan(next).start, end: block[block.length - 1].end }
    return [
      { ...span, severity: 'hint', type: 'SyntaxWarning', message: 'this code is never reached', code: 'unreachable' },
    ]
  })
