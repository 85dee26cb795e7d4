/** Special methods of the wrong colour: CPython calls them itself, and says so in its own words when they give a coroutine. */

import { isStub, wrapperOf } from '../inference/program.ts'
import { awaitedType } from '../inference/protocol.ts'
import { all, type FunctionNode, none, type Type, typeName } from '../inference/type.ts'
import type { ClassDef, Expression, Statement } from '../tree.ts'
import { at, replace } from './fixes.ts'
import { type Context, type Fix, type Looks, source } from './rule.ts'

/** What CPython says when a method gives a coroutine, by the method's name. `$` is the class. */
const complaints: Readonly<Record<string, string>> = {
  __iter__: "iter() returned non-iterator of type 'coroutine'",
  __next__: 'a for loop gets coroutines that nobody awaits, and never ends',
  __aiter__: "'async for' received an object from __aiter__ that does not implement __anext__: coroutine",
  __len__: "'coroutine' object cannot be interpreted as an integer",
  __index__: '__index__ returned non-int (type coroutine)',
  __int__: '__int__ returned non-int (type coroutine)',
  __float__: '$.__float__ returned non-float (type coroutine)',
  __str__: '__str__ returned non-string (type coroutine)',
  __repr__: '__repr__ returned non-string (type coroutine)',
  __format__: '__format__ must return a str, not coroutine',
  __bytes__: '__bytes__ returned non-bytes (type coroutine)',
  __bool__: '__bool__ should return bool, returned coroutine',
  __hash__: '__hash__ method should return an integer',
  __await__: '__await__() returned a coroutine',
  __enter__: 'with enters a coroutine that nobody awaits',
  __exit__: 'with never runs it, and swallows every exception, since a coroutine is true',
  __del__: 'its body never runs: the coroutine that it gives is dropped',
  __contains__: "'in' is always true, since a coroutine is",
  __setattr__: 'nothing is set: the coroutine that it gives is dropped',
  __setitem__: 'nothing is set: the coroutine that it gives is dropped',
  __delitem__: 'nothing is deleted: the coroutine that it gives is dropped',
  __delattr__: 'nothing is deleted: the coroutine that it gives is dropped',
  __eq__: "'==' is always true, since a coroutine is",
  __lt__: "'<' is always true, since a coroutine is",
  __post_init__: 'its body never runs: the coroutine that it gives is dropped',
  __set_name__: 'its body never runs: the coroutine that it gives is dropped',
  __init_subclass__: 'its body never runs: the coroutine that it gives is dropped',
}

/** Methods that must give an awaitable, and what CPython says when they do not; `$` is the type they give. */
const mustAwait: Readonly<Record<string, string>> = {
  __anext__: "'async for' received an invalid object from __anext__: $",
  __aenter__: "'async with' received an object from __aenter__ that does not implement __await__: $",
  __aexit__: "'async with' received an object from __aexit__ that does not implement __await__: $",
}

/** The method that the author of a coloured one will have meant. */
const counterpart: Readonly<Record<string, string>> = {
  __enter__: '__aenter__',
  __exit__: '__aexit__',
  __iter__: '__aiter__',
  __next__: '__anext__',
}

function checkClass(node: ClassDef, context: Context): void {
  for (const method of node.body) {
    if (method.kind === 'FunctionDef' || method.kind === 'AsyncFunctionDef') checkMethod(node, method, context)
  }
}

function checkMethod(cls: ClassDef, method: FunctionNode, context: Context): void {
  if (!/^__\w+__$/.test(method.name)) return
  const { module } = context
  const fn = module.functionOf(method)
  if (wrapperOf(fn) !== 'nothing') return
  const kind = module.kindOf(method)
  if (method.name === '__init__' && kind !== 'function') {
    const type = kind === 'async generator' ? 'async_generator' : kind
    context.report('special-method', method.nameSpan, `__init__() should return None, not '${type}'`, {
      hint: 'Do the work in a method of its own, or in an async classmethod that makes the object.',
      fixes: kind === 'coroutine' && !mentionsAwait(method, context) ? [plain(method, context)] : [],
    })
    return
  }
  const complaint = kind === 'coroutine' ? complaints[method.name] : undefined
  if (complaint !== undefined) {
    const other = counterpart[method.name]
    const fixes: Fix[] = []
    if (!mentionsAwait(method, context)) fixes.push(plain(method, context))
    else if (other !== undefined && other !== '__aiter__' && !cls.body.some(item => isNamed(item, other))) {
      fixes.push(replace(`Rename it to '${other}'`, method.nameSpan, other))
    }
    context.report('special-method', method.nameSpan, complaint.replace('$', cls.name), {
      hint: 'Leave out the async.',
      fixes,
    })
    return
  }
  if (method.name === '__aiter__' && kind === 'generator') {
    context.report(
      'special-method',
      method.nameSpan,
      "'async for' received an object from __aiter__ that does not implement __anext__: generator",
      {
        hint: 'Make it an async generator.',
        fixes: [makeAsync(method)],
      },
    )
    return
  }
  if (kind === 'async generator' && yielding.has(method.name)) {
    context.report('special-method', method.nameSpan, complaints[method.name].replace(/coroutine/, 'async_generator'), {
      hint: 'Leave out the async.',
    })
    return
  }
  if (kind === 'function' && (method.name === '__await__' || method.name === '__aiter__')) {
    checkIterator(method, context)
    return
  }
  const rule = kind === 'function' ? mustAwait[method.name] : undefined
  if (rule === undefined) {
    if (kind !== 'function' && kind !== 'coroutine' && mustAwait[method.name] !== undefined) {
      const type = kind === 'async generator' ? 'async_generator' : kind
      context.report('special-method', method.nameSpan, mustAwait[method.name].replace('$', type), {
        hint: "Return the value instead of yielding it, and make it 'async def'.",
      })
    }
    return
  }
  if (isStub(method) && (isAbstract(cls, method) || !isEmpty(method))) return
  const result = isStub(method) ? none : closed(module.program.resultOf(fn))
  const isEndless = result.kind === 'never' && module.walk(method).isEndless
  if (isEndless || !all(result, member => awaitedType(module.program, member).can === 'no')) return
  const type = typeName(result.kind === 'union' ? result.members[0] : result)
  context.report('special-method', method.nameSpan, rule.replace('$', type), {
    hint: "Make it 'async def'.",
    fixes: [makeAsync(method)],
  })
}

/** What `__await__` and `__aiter__` give, as far as it is certain that it will not do. */
function checkIterator(method: FunctionNode, context: Context): void {
  if (isStub(method)) return
  const { program } = context.module
  const result = program.resultOf(context.module.functionOf(method))
  const isAwait = method.name === '__await__'
  const isWrong = (type: Type): boolean => {
    if (type.kind === 'coroutine' || type.kind === 'none') return true
    if (type.kind !== 'object' || type.open) return !isAwait && type.kind === 'generator'
    if (type.cls.kind === 'library') return type.cls.module === 'builtins' && displays.has(type.cls.name)
    // A subclass of what is not known may have it.
    return program.findMember(type.cls, isAwait ? '__next__' : '__anext__').found === 'no'
  }
  if (!all(result, isWrong)) return
  const type = typeName(result.kind === 'union' ? result.members[0] : result)
  const message = !isAwait
    ? `'async for' received an object from __aiter__ that does not implement __anext__: ${type}`
    : type === 'coroutine'
      ? '__await__() returned a coroutine'
      : `__await__() returned non-iterator of type '${type}'`
  context.report('special-method', method.nameSpan, message, {
    hint: !isAwait
      ? "Make it an async generator: 'async def' with 'yield'."
      : type === 'coroutine'
        ? 'Return what the __await__() of the coroutine gives.'
        : 'Return an iterator: what another __await__() gives, or yield.',
  })
}

/** Built-in values that are no iterators. */
const displays: ReadonlySet<string> = new Set('list tuple dict set frozenset str bytes int float bool range'.split(' '))

/** Methods that give an iterator, and an async generator where they are async and yield. */
const yielding: ReadonlySet<string> = new Set(['__iter__', '__enter__', '__await__'])

/** An instance of the class itself: that a subclass makes it awaitable is not to be reckoned with. */
function closed(type: Type): Type {
  if (type.kind !== 'object' || !type.open) return type
  return { kind: 'object', cls: type.cls, args: type.args }
}

/** `pass`, or nothing but a docstring: it gives None. */
const isEmpty = ({ body }: FunctionNode): boolean =>
  body.every(
    item =>
      item.kind === 'Pass' ||
      (item.kind === 'Expr' && item.value.kind === 'Constant' && item.value.value.type === 'str'),
  )

/** What a subclass is to write. */
function isAbstract(cls: ClassDef, method: FunctionNode): boolean {
  const last = (node: Expression): string =>
    node.kind === 'Name'
      ? node.id
      : node.kind === 'Attribute'
        ? node.attr
        : node.kind === 'Subscript'
          ? last(node.value)
          : ''
  return (
    method.decorator_list.some(item => last(item) === 'abstractmethod') ||
    cls.bases.some(base => /^(?:Protocol|ABC|Abstract.*)$/.test(last(base)))
  )
}

const isNamed = (item: Statement, name: string): boolean =>
  (item.kind === 'FunctionDef' || item.kind === 'AsyncFunctionDef') && item.name === name

const makeAsync = (method: FunctionNode): Fix => replace("Make it 'async'", at(method.start), 'async ')

function plain(method: FunctionNode, context: Context): Fix {
  const end = method.start + (/^async\s+/.exec(source(context, method))?.[0].length ?? 0)
  return replace("Leave out the 'async'", { start: method.start, end }, '')
}

function mentionsAwait(method: FunctionNode, context: Context): boolean {
  return /\b(?:await|async)\b/.test(source(context, method).slice('async'.length))
}

export const methodLooks: Looks = { ClassDef: checkClass }
