/**
 * What is known of a value before the program runs: types, how they are joined where paths meet, and how they read.
 *
 * Types are values. `unknown` absorbs whatever it is joined with, so that what is said of a type is certain of every value it may be;
 * `never` is the type of what has no value yet. This file knows neither how a type is found nor what is said of it.
 */

import type { AsyncFunctionDef, ClassDef, FunctionDef, Lambda, Node } from '../tree.ts'
import type { ModuleTypes } from './program.ts'

export type FunctionNode = FunctionDef | AsyncFunctionDef

/** A class of the program. One object for each `class` statement. */
export interface UserClass {
  readonly kind: 'user'
  readonly name: string
  readonly node: ClassDef
  readonly module: ModuleTypes
}

/** A class of Python's library, by the module that shows it: `asyncio.Lock`, `builtins.str`. */
export interface LibraryClass {
  readonly kind: 'library'
  readonly module: string
  readonly name: string
}

export type Class = UserClass | LibraryClass

/** A function or lambda of the program. */
export interface UserFunction {
  readonly node: FunctionNode | Lambda
  readonly module: ModuleTypes
  /** The class in whose body it stands. */
  readonly owner: UserClass | undefined
}

/** Where an object was made whose fate is followed: awaited, handed on, or lost. */
export interface Site {
  readonly node: Node
  readonly what: 'coroutine' | 'generator' | 'async generator' | 'several' | 'task' | 'future' | 'lock'
  readonly name: string
}

export type SuspendableKind = 'coroutine' | 'generator' | 'async generator'

/** What goes out at suspensions, what comes in, and what comes at the end. */
export interface Exchange {
  readonly yields: Type
  readonly sends: Type
  readonly returns: Type
}

/** A coroutine, generator or async generator object. */
export interface Suspendable {
  readonly kind: SuspendableKind
  /** Of the function that made it. */
  readonly name: string
  /** The function; without one, `exchange` says what is known. */
  readonly fn?: UserFunction
  readonly exchange?: Exchange
  /** A generator that can be awaited (`types.coroutine`). */
  readonly awaitable?: true
  readonly site?: Site
}

export interface Instance {
  readonly kind: 'object'
  readonly cls: Class
  /** Of `list[int]`, `Task[int]`, or the element types of a display. */
  readonly args: readonly Type[]
  /** It may be of a subclass: what the class has not got, that may have. */
  readonly open?: true
  readonly site?: Site
}

export type Type =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'never' }
  | { readonly kind: 'none' }
  | Instance
  | { readonly kind: 'class'; readonly cls: Class }
  | { readonly kind: 'function'; readonly fn: UserFunction; readonly self?: Type }
  /** A function or other name of a module of the library, or a method of one of its classes (`owner`). */
  | {
      readonly kind: 'library'
      readonly module: string
      readonly owner?: string
      readonly name: string
      readonly self?: Type
    }
  | { readonly kind: 'module'; readonly name: string; readonly types?: ModuleTypes }
  | Suspendable
  | { readonly kind: 'union'; readonly members: readonly Type[] }

export const unknown: Type = { kind: 'unknown' }
export const never: Type = { kind: 'never' }
export const none: Type = { kind: 'none' }

const instances = new Map<string, Instance>()

/** An instance of a class of the library. */
export function instanceOf(module: string, name: string, ...args: Type[]): Instance {
  if (args.length > 0) return { kind: 'object', cls: { kind: 'library', module, name }, args }
  const key = `${module}.${name}`
  let known = instances.get(key)
  if (known === undefined) {
    known = { kind: 'object', cls: { kind: 'library', module, name }, args: [] }
    instances.set(key, known)
  }
  return known
}

/** An instance of a built-in class. */
export const builtinInstance = (name: string, ...args: Type[]): Instance => instanceOf('builtins', name, ...args)

export const bool = builtinInstance('bool')
export const int = builtinInstance('int')
export const str = builtinInstance('str')

/** A union larger than this says too little to be worth its time. */
const maximumMembers = 6

/** The type of a value that comes by one path or the other. */
export function join(a: Type, b: Type): Type {
  if (a === b || b.kind === 'never') return a
  if (a.kind === 'never') return b
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknown
  const members: Type[] = []
  for (const type of [...membersOf(a), ...membersOf(b)]) {
    const at = members.findIndex(item => canMerge(item, type))
    if (at < 0) members.push(type)
    else members[at] = merged(members[at], type)
  }
  if (members.length === 1) return members[0]
  return members.length > maximumMembers ? unknown : { kind: 'union', members }
}

export const joinAll = (types: readonly Type[]): Type => types.reduce(join, never)

/** The types that a value may be of, one by one. */
export function membersOf(type: Type): readonly Type[] {
  return type.kind === 'union' ? type.members : type.kind === 'never' ? [] : [type]
}

/** Every value that the type stands for is so; false for what is not known at all. */
export function all(type: Type, is: (member: Exclude<Type, { kind: 'union' | 'never' }>) => boolean): boolean {
  const members = membersOf(type)
  return (
    members.length > 0 &&
    members.every(item => item.kind !== 'unknown' && item.kind !== 'union' && item.kind !== 'never' && is(item))
  )
}

/** Without the sites: what a value is, not where it comes from. */
export function withoutSite(type: Type): Type {
  if (type.kind === 'union') return type.members.some(hasSite) ? joinAll(type.members.map(withoutSite)) : type
  if (!hasSite(type)) return type
  const { site: _site, ...rest } = type as Suspendable
  return rest
}

export function hasSite(type: Type): boolean {
  return 'site' in type && type.site !== undefined
}

export function sitesOf(type: Type): Site[] {
  if (type.kind === 'union') return type.members.flatMap(sitesOf)
  return 'site' in type && type.site !== undefined ? [type.site] : []
}

/** Types of the same sort with other arguments become one, so that unions stay small. */
function canMerge(a: Type, b: Type): boolean {
  if (a.kind === 'object' && b.kind === 'object')
    return a.site === b.site && sameClass(a.cls, b.cls) && a.args.length === b.args.length
  return same(a, b)
}

function merged(a: Type, b: Type): Type {
  if (a.kind !== 'object' || b.kind !== 'object' || a.args.length === 0) return a
  return { ...a, args: a.args.map((item, i) => join(item, b.args[i])) }
}

export function sameClass(a: Class, b: Class): boolean {
  if (a.kind === 'user' || b.kind === 'user') return a === b
  return a.module === b.module && a.name === b.name
}

export function same(a: Type, b: Type): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'unknown':
    case 'never':
    case 'none':
      return a.kind === b.kind
    case 'object':
      return (
        b.kind === 'object' &&
        a.site === b.site &&
        sameClass(a.cls, b.cls) &&
        a.args.length === b.args.length &&
        a.args.every((item, i) => same(item, b.args[i]))
      )
    case 'class':
      return b.kind === 'class' && sameClass(a.cls, b.cls)
    case 'function':
      return b.kind === 'function' && a.fn.node === b.fn.node
    case 'library':
      return b.kind === 'library' && a.module === b.module && a.owner === b.owner && a.name === b.name
    case 'module':
      return b.kind === 'module' && a.name === b.name && a.types === b.types
    case 'union':
      return (
        b.kind === 'union' &&
        a.members.length === b.members.length &&
        a.members.every((item, i) => same(item, b.members[i]))
      )
    default:
      return (
        b.kind === a.kind &&
        a.site === b.site &&
        a.fn?.node === b.fn?.node &&
        (a.fn !== undefined || a.name === b.name) &&
        sameExchange(a.exchange, b.exchange)
      )
  }
}

function sameExchange(a: Exchange | undefined, b: Exchange | undefined): boolean {
  if (a === b) return true
  return (
    a !== undefined &&
    b !== undefined &&
    same(a.yields, b.yields) &&
    same(a.sends, b.sends) &&
    same(a.returns, b.returns)
  )
}

export function isInstanceOf(type: Type, module: string, ...names: string[]): boolean {
  return (
    type.kind === 'object' && type.cls.kind === 'library' && type.cls.module === module && names.includes(type.cls.name)
  )
}

/** `type(x).__name__`, for messages. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'none':
      return 'NoneType'
    case 'object':
      return type.cls.name.startsWith('_') && type.cls.kind === 'library' ? type.cls.name : type.cls.name
    case 'class':
      return 'type'
    case 'function':
      return type.self === undefined ? 'function' : 'method'
    case 'library':
      return type.owner === undefined ? 'builtin_function_or_method' : 'method'
    case 'module':
      return 'module'
    case 'async generator':
      return 'async_generator'
    default:
      return type.kind
  }
}

/** How a type reads in an editor. Only so many levels are written out. */
export function typeText(type: Type, exchangeOf: (type: Suspendable) => Exchange, depth = 3): string {
  const again = (inner: Type): string => (depth === 0 ? '…' : typeText(inner, exchangeOf, depth - 1))
  switch (type.kind) {
    case 'unknown':
      return 'Any'
    case 'never':
      return 'Never'
    case 'none':
      return 'None'
    case 'object': {
      const name =
        type.cls.kind === 'user' || type.cls.module === 'builtins' ? type.cls.name : shownLibraryName(type.cls)
      const args = type.args.some(item => item.kind !== 'unknown' && item.kind !== 'never') ? type.args : []
      if (type.cls.name === 'tuple' && args.length > 0) return `tuple[${args.map(again).join(', ')}]`
      return args.length === 0 ? name : `${name}[${args.map(again).join(', ')}]`
    }
    case 'class':
      return `type[${type.cls.name}]`
    case 'function':
    case 'library':
      return 'Callable'
    case 'module':
      return `module '${type.name}'`
    case 'coroutine':
    case 'generator': {
      const { yields, sends, returns } = exchangeOf(type)
      const name = type.kind === 'coroutine' ? 'Coroutine' : 'Generator'
      return `${name}[${again(yields)}, ${again(sends)}, ${again(returns)}]`
    }
    case 'async generator': {
      const { yields, sends } = exchangeOf(type)
      return `AsyncGenerator[${again(yields)}, ${again(sends)}]`
    }
    case 'union': {
      const parts = type.members.map(again)
      // None reads best at the end, as in annotations.
      const sorted = [...new Set(parts.filter(part => part !== 'None')), ...(parts.includes('None') ? ['None'] : [])]
      return sorted.join(' | ')
    }
  }
}

function shownLibraryName({ module, name }: LibraryClass): string {
  return module === 'typing' || module === 'collections.abc' ? name : `${module}.${name}`
}
