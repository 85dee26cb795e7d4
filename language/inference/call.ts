/** What calls give. */

import type { Call } from '../tree.ts'
import type { Evaluator } from './expression.ts'
import { type Result, resultOfFunction, resultOfMethod } from './library-types.ts'
import type { Program } from './program.ts'
import { awaitedType, iteratedType } from './protocol.ts'
import {
  bool,
  builtinInstance,
  instanceOf,
  joinAll,
  none,
  type Suspendable,
  type Type,
  unknown,
  withoutSite,
} from './type.ts'

/** The result of calling `callee`. The arguments have been evaluated. */
export function resultOfCall(evaluator: Evaluator, callee: Type, node: Call, args: readonly Type[]): Type {
  const { program } = evaluator.module
  switch (callee.kind) {
    case 'union':
      return joinAll(callee.members.map(item => resultOfCall(evaluator, item, node, args)))
    case 'function':
      return callee.fn.node.kind === 'Lambda'
        ? program.lambdaResult(callee.fn)
        : program.resultOf(callee.fn, callee.self)
    case 'class':
      return instantiated(evaluator, callee.cls, node, args)
    case 'library':
      return libraryResult(program, callee, args)
    case 'object': {
      if (callee.cls.kind !== 'user') {
        const isPartial = callee.cls.module === 'functools' && callee.cls.name === 'partial'
        return isPartial && callee.args[0] !== undefined ? resultOfCall(evaluator, callee.args[0], node, []) : unknown
      }
      const method = program.member(callee, '__call__')
      return method.kind === 'function' ? resultOfCall(evaluator, method, node, args) : unknown
    }
    default:
      return callee.kind === 'never' ? callee : unknown
  }
}

function instantiated(
  evaluator: Evaluator,
  cls: Extract<Type, { kind: 'class' }>['cls'],
  node: Call,
  args: readonly Type[],
): Type {
  if (cls.kind === 'user') {
    // What `__new__` or a metaclass makes may be anything.
    const { program } = evaluator.module
    const isPlain = cls.node.keywords.length === 0 && program.findMember(cls, '__new__').found !== 'yes'
    return isPlain ? { kind: 'object', cls, args: [] } : unknown
  }
  if (cls.module !== 'builtins') {
    if (cls.module === 'asyncio' && cls.name === 'Task') {
      return instanceOf(
        'asyncio',
        'Task',
        args[0] === undefined ? unknown : awaitedType(evaluator.module.program, args[0]).result,
      )
    }
    if (cls.module === 'functools' && cls.name === 'partial' && args[0] !== undefined)
      return instanceOf('functools', 'partial', args[0])
    if (cls.module === 'contextlib' && cls.name === 'nullcontext')
      return instanceOf('contextlib', 'nullcontext', args[0] ?? none)
    if (cls.module === 'contextlib' && (cls.name === 'aclosing' || cls.name === 'closing') && args[0] !== undefined) {
      return instanceOf('contextlib', cls.name, args[0])
    }
    return isOpaqueClass(cls.module, cls.name) ? unknown : instanceOf(cls.module, cls.name)
  }
  switch (cls.name) {
    case 'super':
      return node.args.length === 0 ? superObject(evaluator) : unknown
    case 'type':
    case 'property':
    case 'classmethod':
    case 'staticmethod':
      return unknown
    case 'list':
    case 'set':
    case 'frozenset':
      return args[0] === undefined
        ? builtinInstance(cls.name)
        : builtinInstance(cls.name, iteratedType(evaluator.module.program, args[0], false).result)
    default:
      return builtinInstance(cls.name)
  }
}

/** Calling these classes gives something else than an instance, or they stand for any class. */
function isOpaqueClass(module: string, name: string): boolean {
  return (
    module === 'typing' ||
    module === 'types' ||
    (module === 'functools' && name !== 'partial') ||
    module === 'enum' ||
    name.startsWith('Abstract')
  )
}

/** `super()` in a class of which all is known: an instance of its one base. */
function superObject({ owner, module }: Evaluator): Type {
  if (owner === undefined) return unknown
  const bases = module.program.basesOf(owner)
  const [only] = bases
  return bases.length === 1 && only.kind === 'class' && only.cls.kind === 'user'
    ? { kind: 'object', cls: only.cls, args: [] }
    : unknown
}

function libraryResult(program: Program, callee: Extract<Type, { kind: 'library' }>, args: readonly Type[]): Type {
  const { module, owner, name, self } = callee
  const result = owner === undefined ? resultOfFunction(module, name) : resultOfMethod(owner, name)
  if (owner === 'generator' || owner === 'coroutine' || owner === 'async generator')
    return driven(program, self, owner, name)
  if (result === undefined) return owner === undefined ? libraryFunction(program, module, name, args) : unknown
  return fromTable(program, result, name, args, self)
}

function libraryFunction(program: Program, module: string, name: string, args: readonly Type[]): Type {
  if (program.isCoroutineFunction(module, name)) return coroutine(name, unknown)
  if (module === 'builtins' && name === 'anext' && args.length === 1) {
    const { can, result } = iteratedType(program, args[0], true)
    return can === 'yes' ? coroutine('anext', result) : unknown
  }
  return unknown
}

function driven(program: Program, self: Type | undefined, owner: string, name: string): Type {
  if (owner !== 'async generator') {
    if (name === 'close') return owner === 'generator' ? unknown : unknown
    return self?.kind === 'generator' && (name === 'send' || name === '__next__')
      ? program.exchangeOf(self).yields
      : unknown
  }
  const yields = self?.kind === 'async generator' ? program.exchangeOf(self).yields : unknown
  return coroutine(name, name === 'aclose' ? none : yields)
}

function fromTable(
  program: Program,
  result: Result,
  name: string,
  args: readonly Type[],
  self: Type | undefined,
): Type {
  const first = (): Type => (args[0] === undefined ? unknown : awaitedType(program, args[0]).result)
  const ofClass = (): Type => (self?.kind === 'object' ? (self.args[0] ?? unknown) : unknown)
  switch (result) {
    case 'unknown':
      return unknown
    case 'None':
      return none
    case 'bool':
      return bool
    case 'self':
      return self ?? unknown
    case 'argument of class':
      return ofClass()
    case 'Task<0>':
      // A future that is handed over comes back as it is.
      return name === 'ensure_future' && args[0]?.kind !== 'coroutine'
        ? instanceOf('asyncio', 'Future', first())
        : instanceOf('asyncio', 'Task', first())
    case 'Future<0>':
      return instanceOf('asyncio', 'Future', first())
    case 'Future list':
      return instanceOf(
        'asyncio',
        'Future',
        builtinInstance('list', joinAll(args.map(item => awaitedType(program, item).result))),
      )
    case 'Future':
      return instanceOf('asyncio', 'Future')
    case 'await<0>':
      return first()
    case 'coroutine':
      return coroutine(name, unknown)
    case 'coroutine<0>':
      return coroutine(name, first())
    case 'coroutine argument 1':
      return coroutine(name, args[1] ?? none)
    case 'coroutine argument of class':
      return coroutine(name, ofClass())
    case 'coroutine tuple':
      return coroutine(name, builtinInstance('tuple'))
    case 'coroutine streams':
      return coroutine(
        name,
        builtinInstance('tuple', instanceOf('asyncio', 'StreamReader'), instanceOf('asyncio', 'StreamWriter')),
      )
    default:
  }
  if (result.startsWith('coroutine ')) return coroutine(name, named(result.slice('coroutine '.length)))
  return named(result)
}

function named(name: string): Type {
  if (name === 'None') return none
  const dot = name.lastIndexOf('.')
  return dot < 0 ? builtinInstance(name) : instanceOf(name.slice(0, dot), name.slice(dot + 1))
}

/** A coroutine of a function of the library. */
function coroutine(name: string, returns: Type): Suspendable {
  return { kind: 'coroutine', name, exchange: { yields: unknown, sends: unknown, returns: withoutSite(returns) } }
}
