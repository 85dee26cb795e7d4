/**
 * Objects put where another protocol is needed: `await` of what cannot be awaited, the wrong one of `for` and `async for`, of `with` and
 * `async with`. The messages are those of the TypeError that CPython raises when the line runs.
 */

import { wrapperOf } from '../inference/program.ts'
import { awaitedType, enteredType, iteratedType } from '../inference/protocol.ts'
import { type Type, typeName } from '../inference/type.ts'
import type { Expression, Node } from '../tree.ts'
import { addAwait, at, replace } from './fixes.ts'
import { type Context, type Fix, isAsync, type Looks, libraryName, source, typeOf } from './rule.ts'

function shownType(type: Type): string {
  return type.kind === 'union' ? typeName(type.members[0]) : typeName(type)
}

function checkAwait(node: Extract<Node, { kind: 'Await' }>, context: Context): void {
  const { value } = node
  const type = typeOf(context, value)
  if (awaitedType(context.module.program, type).can !== 'no') return
  const hint =
    type.kind === 'generator'
      ? "Drive it with 'yield from' or a for loop."
      : type.kind === 'async generator'
        ? "Use 'async for', or await anext() of it."
        : type.kind === 'function'
          ? 'Call it first.'
          : 'Leave out the await.'
  context.report('not-awaitable', value, `object ${shownType(type)} can't be used in 'await' expression`, {
    hint,
    fixes: awaitFixes(node, type, context),
  })
}

function awaitFixes(node: Extract<Node, { kind: 'Await' }>, type: Type, { module }: Context): Fix[] {
  const without = replace("Leave out the 'await'", { start: node.start, end: node.value.start }, '')
  if (type.kind === 'function') {
    const { args } = type.fn.node
    const isCalled =
      awaitedType(module.program, type.fn.node.kind === 'Lambda' ? type : module.program.resultOf(type.fn, type.self))
        .can === 'yes'
    const required =
      [...args.posonlyargs, ...args.args].length - args.defaults.length - (type.self === undefined ? 0 : 1)
    return isCalled && required <= 0 ? [replace('Call it', at(node.value.end), '()')] : []
  }
  if (type.kind === 'generator' || type.kind === 'async generator' || type.kind === 'union') return []
  return node.value.kind === 'Call' ||
    node.value.kind === 'Constant' ||
    node.value.kind === 'Name' ||
    node.value.kind === 'Attribute'
    ? [without]
    : []
}

function checkFor(iter: Expression, keyword: Node, context: Context): void {
  const type = typeOf(context, iter)
  if (iteratedType(context.module.program, type, false).can !== 'no' || !isCertain(iter, type)) return
  const isAsyncIterable = iteratedType(context.module.program, type, true).can === 'yes'
  const hint = type.kind === 'coroutine' ? 'Await it first.' : isAsyncIterable ? "Use 'async for'." : undefined
  const fixes: Fix[] = []
  if (type.kind === 'coroutine' && isAsync(context)) fixes.push(replace("Add 'await'", at(iter.start), 'await '))
  else if (isAsyncIterable && isAsync(context)) fixes.push(replace("Use 'async for'", at(keyword.start), 'async '))
  context.report('not-iterable', iter, `'${shownType(type)}' object is not iterable`, {
    ...(hint === undefined ? {} : { hint }),
    fixes,
  })
}

function checkAsyncFor(iter: Expression, keyword: Node, context: Context): void {
  const type = typeOf(context, iter)
  if (iteratedType(context.module.program, type, true).can !== 'no') return
  const isIterable = iteratedType(context.module.program, type, false).can === 'yes'
  const hint = type.kind === 'coroutine' ? 'Await it first.' : isIterable ? "Use 'for'." : undefined
  const fixes: Fix[] = []
  if (type.kind === 'coroutine') fixes.push(replace("Add 'await'", at(iter.start), 'await '))
  else if (isIterable) {
    const end = keyword.start + (/^async\s*/.exec(source(context, keyword))?.[0].length ?? 0)
    fixes.push(replace("Use 'for'", { start: keyword.start, end }, ''))
  }
  const message = `'async for' requires an object with __aiter__ method, got ${shownType(type)}`
  context.report('not-iterable', iter, message, { ...(hint === undefined ? {} : { hint }), fixes })
}

/** Literals that nobody means to iterate over are somebody else's business. */
function isCertain(node: Expression, type: Type): boolean {
  return (
    node.kind !== 'Constant' && (type.kind === 'coroutine' || type.kind === 'async generator' || type.kind === 'object')
  )
}

function checkWith(node: Extract<Node, { kind: 'With' | 'AsyncWith' }>, context: Context): void {
  const isAsyncWith = node.kind === 'AsyncWith'
  for (const { context_expr: item } of node.items) {
    const type = typeOf(context, item)
    const { can, otherWay } = enteredType(context.module.program, type, isAsyncWith)
    if (can !== 'no') continue
    const isMade = type.kind === 'coroutine' || type.kind === 'generator' || type.kind === 'async generator'
    const isClass = type.kind === 'class'
    if (!otherWay && !isMade && !isClass && type.kind !== 'none' && type.kind !== 'object') continue
    // Of a built-in class it is plain enough; the rest is certain only when there is another way in.
    if (!otherWay && type.kind === 'object' && !(type.cls.kind === 'library' && type.cls.module === 'builtins'))
      continue
    if (
      isClass &&
      enteredType(context.module.program, { kind: 'object', cls: type.cls, args: [] }, isAsyncWith).can !== 'yes'
    )
      continue
    const message = `'${shownType(type)}' object does not support the ${isAsyncWith ? 'asynchronous ' : ''}context manager protocol`
    const hint = otherWay
      ? `Use '${isAsyncWith ? 'with' : 'async with'}'.`
      : type.kind === 'coroutine'
        ? 'Await it first.'
        : isClass
          ? 'Call it: that makes an instance.'
          : isMade
            ? `Decorate '${type.name}' with @contextlib.${type.kind === 'generator' ? 'contextmanager' : 'asynccontextmanager'}.`
            : undefined
    context.report('not-a-context', item, message, {
      ...(hint === undefined ? {} : { hint }),
      fixes: withFixes(node, item, type, otherWay, context),
    })
  }
}

function withFixes(
  node: Extract<Node, { kind: 'With' | 'AsyncWith' }>,
  item: Expression,
  type: Type,
  otherWay: boolean,
  context: Context,
): Fix[] {
  if (type.kind === 'coroutine' && isAsync(context)) return [replace("Add 'await'", at(item.start), 'await ')]
  // The other items need the present keyword.
  if (!otherWay || node.items.length > 1) return []
  if (node.kind === 'With') return isAsync(context) ? [replace("Use 'async with'", at(node.start), 'async ')] : []
  const end = node.start + (/^async\s*/.exec(source(context, node))?.[0].length ?? 0)
  return [replace("Use 'with'", { start: node.start, end }, '')]
}

function checkYieldFrom(node: Extract<Node, { kind: 'YieldFrom' }>, context: Context): void {
  const type = typeOf(context, node.value)
  const { unit } = context
  if (type.kind === 'async generator') {
    context.report('not-iterable', node.value, "'async_generator' object is not iterable", {
      hint: "Use 'async for' in an async function.",
    })
    return
  }
  if (type.kind !== 'coroutine' || unit.node.kind !== 'FunctionDef') return
  const wrapper = wrapperOf(context.module.functionOf(unit.node))
  if (wrapper === 'types.coroutine' || wrapper === 'unknown') return
  context.report('not-iterable', node.value, "cannot 'yield from' a coroutine object in a non-coroutine generator", {
    hint: "Decorate the function with @types.coroutine, or make it async and 'await'.",
  })
}

/** Built-in functions that iterate over what they are given. */
const iterates: ReadonlySet<string> = new Set(
  [
    'list',
    'tuple',
    'set',
    'frozenset',
    'dict',
    'sorted',
    'sum',
    'min',
    'max',
    'any',
    'all',
    'enumerate',
    'iter',
    'next',
    'zip',
  ].map(name => `builtins.${name}`),
)

function checkCall(node: Extract<Node, { kind: 'Call' }>, context: Context): void {
  const name = libraryName(typeOf(context, node.func))
  const [arg] = node.args
  if (name === undefined || !iterates.has(name) || arg === undefined) return
  if (typeOf(context, arg).kind !== 'async generator') return
  const isNext = name === 'builtins.next'
  const fixes: Fix[] = []
  if (isAsync(context) && name === 'builtins.list' && node.args.length === 1) {
    fixes.push(replace("Use '[… async for …]'", node, `[item async for item in ${source(context, arg)}]`))
  } else if (isAsync(context) && isNext) {
    fixes.push(replace("Use 'await anext'", node.func, 'await anext'))
  }
  context.report('not-iterable', arg, `'async_generator' object is not ${isNext ? 'an iterator' : 'iterable'}`, {
    hint: isNext ? "Use 'await anext(…)'." : "Use 'async for'.",
    fixes,
  })
}

/** `*value` where it stands: what cannot be iterated over cannot be taken apart. */
function checkUnpacking(value: Expression, context: Context): void {
  const type = typeOf(context, value)
  if (type.kind !== 'coroutine' && type.kind !== 'async generator') return
  const fixes = type.kind === 'coroutine' && isAsync(context) ? addAwait(context, value) : []
  context.report('not-iterable', value, `'${typeName(type)}' object is not iterable`, {
    hint: type.kind === 'coroutine' ? 'Await it first.' : "Use 'async for'.",
    fixes,
  })
}

/** `{**value}`. */
function checkMapping(value: Expression, context: Context): void {
  const type = typeOf(context, value)
  if (type.kind !== 'coroutine') return
  context.report('not-iterable', value, "'coroutine' object is not a mapping", {
    hint: 'Await it first.',
    fixes: isAsync(context) ? addAwait(context, value) : [],
  })
}

/** `a, b = value`. */
function checkTargets(targets: readonly Expression[], value: Expression, context: Context): void {
  if (!targets.some(item => item.kind === 'Tuple' || item.kind === 'List')) return
  const type = typeOf(context, value)
  if (type.kind !== 'coroutine' && type.kind !== 'async generator') return
  context.report('not-iterable', value, `cannot unpack non-iterable ${typeName(type)} object`, {
    hint: type.kind === 'coroutine' ? 'Await it first.' : "Use 'async for'.",
    fixes: type.kind === 'coroutine' && isAsync(context) ? addAwait(context, value) : [],
  })
}

export const protocolLooks: Looks = {
  Starred: (node, context) => {
    if (node.ctx === 'Load') checkUnpacking(node.value, context)
  },
  Dict: (node, context) => {
    node.keys.forEach((key, i) => {
      if (key === null) checkMapping(node.values[i], context)
    })
  },
  Assign: (node, context) => checkTargets(node.targets, node.value, context),
  Call: checkCall,
  Await: checkAwait,
  For: (node, context) => checkFor(node.iter, node, context),
  AsyncFor: (node, context) => checkAsyncFor(node.iter, node, context),
  comprehension: (node, context) => (node.is_async ? checkAsyncFor : checkFor)(node.iter, node, context),
  With: checkWith,
  AsyncWith: checkWith,
  YieldFrom: checkYieldFrom,
}
