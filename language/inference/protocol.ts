/**
 * Whether a value can be awaited, iterated over or entered, and what that gives: the awaitable, iterator and context manager protocols
 * of the Python reference (3.4.1, 3.3.7, 8.5), as far as types tell.
 */

import { abilitiesOf } from './library-types.ts'
import type { Program } from './program.ts'
import { int, join, joinAll, membersOf, never, str, type Type, type UserClass, unknown } from './type.ts'

export type Can = 'yes' | 'no' | 'unknown'

/** Whether a value can be used in a way, and what that gives. */
export interface Outcome {
  readonly can: Can
  readonly result: Type
}

const unclear: Outcome = { can: 'unknown', result: unknown }
const impossible: Outcome = { can: 'no', result: unknown }

/** Of a union: yes or no only where all agree. */
function ofMembers(type: Type, of: (member: Type) => Outcome): Outcome {
  if (type.kind !== 'union') return type.kind === 'never' ? { can: 'unknown', result: never } : of(type)
  const outcomes = membersOf(type).map(of)
  const [first] = outcomes
  const can = outcomes.every(item => item.can === first.can) ? first.can : 'unknown'
  return { can, result: joinAll(outcomes.map(item => item.result)) }
}

/** `await value`. */
export function awaitedType(program: Program, type: Type): Outcome {
  return ofMembers(type, member => {
    switch (member.kind) {
      case 'unknown':
      case 'never':
      case 'union':
        return unclear
      case 'coroutine':
        return { can: 'yes', result: program.returnsOf(member) }
      case 'generator':
        return member.awaitable ? { can: 'yes', result: program.returnsOf(member) } : impossible
      case 'object': {
        if (member.cls.kind === 'library') {
          const abilities = abilitiesOf(`${member.cls.module}.${member.cls.name}`)
          if (abilities === undefined) return unclear
          return abilities.awaitable ? { can: 'yes', result: member.args[0] ?? unknown } : impossible
        }
        const { can, result } = special(program, member.cls, member, '__await__')
        if (can !== 'yes') return { can, result: unknown }
        return { can, result: result.kind === 'generator' ? program.returnsOf(result) : unknown }
      }
      case 'library':
      case 'class':
        // A metaclass may have `__await__`, and what the table does not know may be anything.
        return member.kind === 'class' && member.cls.kind === 'library' ? impossible : unclear
      default:
        return impossible
    }
  })
}

/** What a special method gives, looked up on the class as Python does. */
function special(program: Program, cls: UserClass, self: Type, name: string): Outcome {
  const { member, ...rest } = program.findMember(cls, name)
  const found = rest.found === 'no' && self.kind === 'object' && self.open ? 'unknown' : rest.found
  if (found !== 'yes') return { can: found === 'no' ? 'no' : 'unknown', result: unknown }
  if (member === undefined || member.kind !== 'function') return { can: 'unknown', result: unknown }
  return { can: 'yes', result: member.fn.node.kind === 'Lambda' ? unknown : program.resultOf(member.fn, self) }
}

/** `for x in value`, `async for x in value`: the type of `x`. */
export function iteratedType(program: Program, type: Type, isAsync: boolean): Outcome {
  return ofMembers(type, member => (isAsync ? asyncIterated(program, member) : iterated(program, member)))
}

function iterated(program: Program, type: Type): Outcome {
  switch (type.kind) {
    case 'generator':
      return { can: 'yes', result: program.exchangeOf(type).yields }
    case 'coroutine':
    case 'async generator':
    case 'none':
    case 'function':
      return impossible
    case 'object': {
      const { cls, args } = type
      if (cls.kind === 'library') {
        const abilities = abilitiesOf(`${cls.module}.${cls.name}`)
        if (abilities === undefined) return unclear
        if (!abilities.iterable) return impossible
        if (cls.module === 'typing') return { can: 'yes', result: args[0] ?? unknown }
        if (cls.name === 'tuple') return { can: 'yes', result: args.length === 0 ? unknown : joinAll(args) }
        if (cls.name === 'str') return { can: 'yes', result: str }
        if (cls.name === 'range' || cls.name === 'bytes') return { can: 'yes', result: int }
        const isKnown = ['list', 'set', 'frozenset', 'dict'].includes(cls.name)
        return { can: 'yes', result: isKnown ? (args[0] ?? unknown) : unknown }
      }
      const { can, result } = special(program, cls, type, '__iter__')
      // Without `__iter__`, `__getitem__` will do.
      if (can === 'no') return program.findMember(cls, '__getitem__').found === 'no' ? impossible : unclear
      if (can !== 'yes') return unclear
      return result.kind === 'generator'
        ? { can, result: program.exchangeOf(result).yields }
        : { can: 'unknown', result: unknown }
    }
    default:
      return unclear
  }
}

function asyncIterated(program: Program, type: Type): Outcome {
  switch (type.kind) {
    case 'async generator':
      return { can: 'yes', result: program.exchangeOf(type).yields }
    case 'coroutine':
    case 'generator':
    case 'none':
    case 'function':
      return impossible
    case 'object': {
      const { cls, args } = type
      if (cls.kind === 'library') {
        const abilities = abilitiesOf(`${cls.module}.${cls.name}`)
        if (abilities === undefined) return unclear
        if (!abilities.asyncIterable) return impossible
        return { can: 'yes', result: cls.module === 'typing' ? (args[0] ?? unknown) : unknown }
      }
      const { can, result } = special(program, cls, type, '__aiter__')
      if (can !== 'yes') return { can, result: unknown }
      if (result.kind === 'async generator') return { can, result: program.exchangeOf(result).yields }
      if (result.kind === 'object' && result.cls.kind === 'user') {
        const next = special(program, result.cls, result, '__anext__')
        if (next.can === 'yes') return { can, result: awaitedType(program, next.result).result }
      }
      return { can: 'unknown', result: unknown }
    }
    default:
      return unclear
  }
}

/** `with value as x`, `async with value as x`. */
export interface Entry extends Outcome {
  /** It can be entered, but in the other way. */
  readonly otherWay: boolean
}

export function enteredType(program: Program, type: Type, isAsync: boolean): Entry {
  if (type.kind === 'union') {
    const entries = type.members.map(member => enteredType(program, member, isAsync))
    const can = entries.every(item => item.can === entries[0].can) ? entries[0].can : 'unknown'
    return {
      can,
      result: entries.map(item => item.result).reduce(join),
      otherWay: entries.every(item => item.otherWay),
    }
  }
  switch (type.kind) {
    case 'coroutine':
    case 'generator':
    case 'async generator':
    case 'none':
    case 'function':
      return { ...impossible, otherWay: false }
    case 'class': {
      // A metaclass may have the methods.
      const { cls } = type
      const isPlain =
        cls.kind === 'user'
          ? cls.node.keywords.length === 0 && cls.node.bases.length === 0
          : cls.module === 'asyncio' || cls.module === 'contextlib'
      return { ...(isPlain ? impossible : unclear), otherWay: false }
    }
    case 'object':
      return type.cls.kind === 'user' ? enteredUser(program, type.cls, type, isAsync) : enteredLibrary(type, isAsync)
    default:
      return { ...unclear, otherWay: false }
  }
}

function enteredUser(program: Program, cls: UserClass, type: Type, isAsync: boolean): Entry {
  const [enter, exit, otherEnter] = isAsync
    ? ['__aenter__', '__aexit__', '__enter__']
    : ['__enter__', '__exit__', '__aenter__']
  const { can, result } = special(program, cls, type, enter)
  const hasExit = program.findMember(cls, exit).found
  const isOpen = type.kind === 'object' && type.open === true
  if (can === 'no' || (hasExit === 'no' && !isOpen)) {
    return { ...impossible, otherWay: program.findMember(cls, otherEnter).found === 'yes' }
  }
  return { can, result: isAsync ? awaitedType(program, result).result : result, otherWay: false }
}

function enteredLibrary(type: Extract<Type, { kind: 'object' }>, isAsync: boolean): Entry {
  const { cls, args } = type
  if (cls.kind !== 'library') return { ...unclear, otherWay: false }
  const abilities = abilitiesOf(`${cls.module}.${cls.name}`)
  if (abilities === undefined) return { ...unclear, otherWay: false }
  const [ability, other] = isAsync
    ? [abilities.asyncContextManager, abilities.contextManager]
    : [abilities.contextManager, abilities.asyncContextManager]
  if (!ability) return { ...impossible, otherWay: other === true }
  if (cls.module === 'contextlib' && /^(?:nullcontext|aclosing|closing|_.*ContextManager)$/.test(cls.name)) {
    return { can: 'yes', result: args[0] ?? unknown, otherWay: false }
  }
  if (cls.module === 'typing') return { can: 'yes', result: args[0] ?? unknown, otherWay: false }
  const entersItself = ['TaskGroup', 'Timeout', 'Runner', 'AsyncExitStack', 'ExitStack', 'Server'].includes(cls.name)
  return { can: 'yes', result: entersItself ? type : unknown, otherWay: false }
}

/** Whether leaving a context manager may end an exception: its `__exit__` or `__aexit__` may give something true. */
export function maySwallow(program: Program, type: Type, isAsync: boolean): boolean {
  if (type.kind === 'union') return type.members.some(member => maySwallow(program, member, isAsync))
  if (type.kind !== 'object') return true
  const { cls } = type
  if (cls.kind === 'library') {
    if (abilitiesOf(`${cls.module}.${cls.name}`) === undefined) return true
    return (
      /^(?:suppress|ExitStack|AsyncExitStack|_GeneratorContextManager|_AsyncGeneratorContextManager)$/.test(cls.name) ||
      cls.module === 'typing'
    )
  }
  const { can, result } = special(program, cls, type, isAsync ? '__aexit__' : '__exit__')
  if (can !== 'yes') return true
  const given = isAsync ? awaitedType(program, result).result : result
  return given.kind !== 'none' && given.kind !== 'never'
}
