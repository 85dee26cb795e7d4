/**
 * Objects put where another protocol is needed: the wrong one of `for` and `async for`, of `with` and `async with`, `await` of what
 * cannot be awaited. The messages are those of the TypeError that CPython raises when the line runs.
 */

import type { Analysis, Expression } from '../../language/index.ts'
import { infer, members } from '../infer.ts'
import type { ClassNode } from '../nodes.ts'
import { advice, madeBy, type Place, type Rule } from './rule.ts'

export const wrongAwait: Rule = (node, place) => {
  if (node.kind !== 'Await') return []
  const { value } = node
  const made = madeBy(value, place)
  const type = made === undefined ? plainType(value, place.analysis) : made.type
  if (type === undefined || type === 'coroutine') return []
  const hint =
    type === 'generator'
      ? "Drive it with 'yield from' or a for loop."
      : type === 'async_generator'
        ? "Use 'async for', or await anext() of it."
        : type === 'function'
          ? 'Call it first.'
          : 'Leave out the await.'
  return [advice(value, `object ${type} can't be used in 'await' expression`, 'not-awaitable', hint)]
}

/** The type of a literal or of a function's bare name. */
function plainType(node: Expression, analysis: Analysis): string | undefined {
  if (node.kind === 'Name') {
    const named = infer(analysis, node)
    return named?.kind === 'function' && isOnlyMeaning(named.node.decorator_list) ? 'function' : undefined
  }
  const isLiteral = [
    'Constant',
    'List',
    'Tuple',
    'Dict',
    'Set',
    'JoinedStr',
    'ListComp',
    'DictComp',
    'SetComp',
  ].includes(node.kind)
  const type = isLiteral ? infer(analysis, node) : undefined
  return type?.kind === 'type' ? type.name : undefined
}

function isOnlyMeaning(decorators: readonly Expression[]): boolean {
  return decorators.length === 0
}

export const wrongIteration: Rule = (node, place) => {
  switch (node.kind) {
    case 'For':
      return synchronous(node.iter, place)
    case 'AsyncFor':
      return asynchronous(node.iter, place)
    case 'comprehension':
      return node.is_async ? asynchronous(node.iter, place) : synchronous(node.iter, place)
    default:
      return []
  }
}

function synchronous(iter: Expression, place: Place) {
  const made = madeBy(iter, place)
  if (made === undefined || made.kind === 'generator') return []
  const hint = made.kind === 'coroutine' ? 'Await it first.' : "Use 'async for'."
  return [advice(iter, `'${made.type}' object is not iterable`, 'not-iterable', hint)]
}

function asynchronous(iter: Expression, place: Place) {
  const made = madeBy(iter, place)
  const type = made === undefined ? plainType(iter, place.analysis) : made.type
  if (type === undefined || type === 'async_generator') return []
  const message = `'async for' requires an object with __aiter__ method, got ${type}`
  return [advice(iter, message, 'not-iterable', type === 'coroutine' ? 'Await it first.' : "Use 'for'.")]
}

export const wrongYieldFrom: Rule = (node, place) => {
  if (node.kind !== 'YieldFrom') return []
  const made = madeBy(node.value, place)
  if (made === undefined || made.kind === 'generator' || place.around === undefined) return []
  if (made.kind === 'async generator') {
    return [
      advice(
        node.value,
        "'async_generator' object is not iterable",
        'not-iterable',
        "Use 'async for' in an async function.",
      ),
    ]
  }
  // @types.coroutine makes a generator one that may.
  if (place.around.decorator_list.length > 0) return []
  const message = "cannot 'yield from' a coroutine object in a non-coroutine generator"
  return [
    advice(
      node.value,
      message,
      'not-iterable',
      "Decorate the function with @types.coroutine, or make it async and 'await'.",
    ),
  ]
}

/** Types of asyncio that only `async with` takes. */
const asyncOnly: ReadonlySet<string> = new Set(
  ['Barrier', 'BoundedSemaphore', 'Condition', 'Lock', 'Semaphore', 'TaskGroup', 'Timeout'].map(
    name => `asyncio.${name}`,
  ),
)

export const wrongContext: Rule = (node, { analysis }) => {
  if (node.kind !== 'With' && node.kind !== 'AsyncWith') return []
  const isAsync = node.kind === 'AsyncWith'
  return node.items.flatMap(({ context_expr: context }) => {
    const type = infer(analysis, context)
    let name: string | undefined
    if (type?.kind === 'type' && asyncOnly.has(type.name) && !isAsync) name = type.name.slice('asyncio.'.length)
    if (type?.kind === 'instance' && hasOnlyOther(analysis, type.node, isAsync)) name = type.node.name
    if (name === undefined) return []
    const message = `'${name}' object does not support the ${isAsync ? 'asynchronous ' : ''}context manager protocol`
    return [advice(context, message, 'not-a-context', `Use '${isAsync ? 'with' : 'async with'}'.`)]
  })
}

/** A class that can be entered, but in the other way. All its bases must stand in this text. */
function hasOnlyOther(analysis: Analysis, node: ClassNode, isAsync: boolean): boolean {
  if (
    node.keywords.length > 0 ||
    node.decorator_list.length > 0 ||
    !node.bases.every(base => infer(analysis, base)?.kind === 'class')
  ) {
    return false
  }
  const found = members(analysis, node)
  return isAsync
    ? found.has('__enter__') && !found.has('__aenter__')
    : found.has('__aenter__') && !found.has('__enter__')
}
