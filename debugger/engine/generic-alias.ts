// `list[int]` (types.GenericAlias) and `int | str` (types.UnionType): what annotations evaluate to. CPython:
// Objects/genericaliasobject.c, unionobject.c.

import { genericGetAttribute, getAttribute, lookup } from './attribute.ts'
import { includes } from './container-compare.ts'
import { nativeRepr } from './container-repr.ts'
import type { PyDict } from './dict.ts'
import { hashOf } from './hash.ts'
import { iterateTuple } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { ELLIPSIS, NOT_IMPLEMENTED, T } from './types.ts'
import { Instance, Obj, PyList, PyTuple, PyType, type Result, type Value } from './value.ts'

/** `origin[args]`. */
export class GenericAlias extends Obj {
  readonly origin: Value
  readonly args: PyTuple
  /** Made by unpacking: `*tuple[int]`. */
  readonly isUnpacked: boolean
  constructor(origin: Value, args: PyTuple, isUnpacked: boolean) {
    super()
    this.cls = genericAliasType
    this.origin = origin
    this.args = args
    this.isUnpacked = isUnpacked
  }
}

/** `a | b | …` of classes and aliases: flat, without doubles. */
export class UnionType extends Obj {
  readonly args: PyTuple
  constructor(args: PyTuple) {
    super()
    this.cls = unionType
    this.args = args
  }
}

/** `origin[item]`. */
export function makeAlias(m: Machine, origin: Value, item: Value): GenericAlias {
  return new GenericAlias(origin, item instanceof PyTuple && item.cls === T.tuple ? item : m.tuple([item]), false)
}

/** The text of a class or alias inside an alias; undefined when Python code must run. CPython: ga_repr_item. */
function textOf(m: Machine, value: Value): string | undefined {
  if (value === ELLIPSIS) return '...'
  if (value instanceof GenericAlias) return aliasText(m, value)
  if (value instanceof UnionType) return unionText(m, value)
  if (value instanceof PyType) {
    const module = lookup(value, '__module__')
    if (value.cls !== T.type && lookup(value.cls, '__repr__') !== lookup(T.type, '__repr__')) return undefined
    return module === 'builtins' || typeof module !== 'string' ? value.qualname : `${module}.${value.qualname}`
  }
  if (value instanceof PyList) {
    const parts = value.items.map(item => textOf(m, item))
    return parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`
  }
  return nativeRepr(m, value)
}

function aliasText(m: Machine, self: GenericAlias): string | undefined {
  const origin = textOf(m, self.origin)
  const args = self.args.items.map(item => textOf(m, item))
  if (origin === undefined || args.includes(undefined)) return undefined
  return `${self.isUnpacked ? '*' : ''}${origin}[${args.length === 0 ? '()' : args.join(', ')}]`
}

function unionText(m: Machine, self: UnionType): string | undefined {
  const parts = self.args.items.map(item => (item === T.none ? 'None' : textOf(m, item)))
  return parts.includes(undefined) ? undefined : parts.join(' | ')
}

function parametersOf(m: Machine, args: readonly Value[]): PyTuple {
  const found: Value[] = []
  const add = (value: Value) => {
    if (!found.includes(value)) found.push(value)
  }
  for (const arg of args) {
    if (arg instanceof GenericAlias || arg instanceof UnionType)
      for (const p of parametersOf(m, arg.args.items).items) add(p)
    else if (arg instanceof Instance && arg.dict?.getStr('__parameters__') instanceof PyTuple)
      for (const p of (arg.dict.getStr('__parameters__') as PyTuple).items) add(p)
    else if (arg instanceof Obj && ['TypeVar', 'ParamSpec', 'TypeVarTuple'].includes(arg.cls.name)) add(arg)
  }
  return m.tuple(found)
}

/** `types.GenericAlias`. */
export const genericAliasType: PyType = defineType({
  name: 'types.GenericAlias',
  isBase: true,
  new: [
    'GenericAlias(origin, args, /)',
    (m: Machine, _cls: PyType, origin: Value, args: Value) => makeAlias(m, origin, args),
  ],
  call: [
    'GenericAlias(*args, **kwargs)',
    (m: Machine, self: GenericAlias, args: Value[], kwargs: PyDict) =>
      m.callPrelude('alias_call', self, self.origin, m.tuple(args), kwargs),
  ],
  slots: {
    repr: (m, self: GenericAlias) => aliasText(m, self) ?? m.callPrelude('alias_repr', self.origin, self.args),
    hash: (_m, self: GenericAlias) => Number(hashOf(self.args) ?? 0) ^ Number(hashOf(self.origin) ?? 0),
    compare: (m, self: GenericAlias, other, op) => {
      if (!(other instanceof GenericAlias) || (op !== Compare.Eq && op !== Compare.Ne)) return NOT_IMPLEMENTED
      const same = self.origin === other.origin && self.isUnpacked === other.isUnpacked
      const equal = same && m.typeOf(self.args).slots.compare!(m, self.args, other.args, Compare.Eq) === true
      return equal === (op === Compare.Eq)
    },
    getattr: (m, self: GenericAlias, name) => {
      const own = lookup(genericAliasType, name)
      const isOwn = ALIAS_OWN.has(name) || (own !== undefined && name.startsWith('__') && name !== '__doc__')
      return isOwn ? genericGetAttribute(m, self, name) : getAttribute(m, self.origin, name)
    },
    getItem: ((m: Machine, self: GenericAlias, item: Value) => m.callPrelude('alias_getitem', self, item)) as never,
    iter: (m, self: GenericAlias) => iterateTuple(m, [new GenericAlias(self.origin, self.args, true)]),
    or: (m, left, right) => unite(m, left, right),
  },
  methods: {
    '__mro_entries__(bases, /)': (m: Machine, self: GenericAlias) => m.tuple([self.origin]),
    '__instancecheck__(instance, /)': (m: Machine) =>
      m.raise('TypeError', 'isinstance() argument 2 cannot be a parameterized generic'),
    '__subclasscheck__(cls, /)': (m: Machine) =>
      m.raise('TypeError', 'issubclass() argument 2 cannot be a parameterized generic'),
    '__reduce__()': (m: Machine, self: GenericAlias) => m.tuple([genericAliasType, m.tuple([self.origin, self.args])]),
  },
  members: {
    __origin__: (_m, self: GenericAlias) => self.origin,
    __args__: (_m, self: GenericAlias) => self.args,
    __unpacked__: (_m, self: GenericAlias) => self.isUnpacked,
  },
  getset: { __parameters__: (m, self: GenericAlias) => parametersOf(m, self.args.items) },
})

const ALIAS_OWN = new Set(['__origin__', '__args__', '__parameters__', '__unpacked__', '__class__', '__mro_entries__'])

/** `left | right` of classes, None and aliases. CPython: _Py_union_type_or. */
export function unite(m: Machine, left: Value, right: Value): Result {
  const isPart = (v: Value) =>
    v === null || v instanceof PyType || v instanceof GenericAlias || v instanceof UnionType || isTypeAlias(v)
  if (!isPart(left) || !isPart(right)) return NOT_IMPLEMENTED
  const args: Value[] = []
  for (const part of [left, right]) {
    for (const arg of part instanceof UnionType ? part.args.items : [part ?? T.none]) {
      if (!includes(args, arg)) args.push(arg)
    }
  }
  return args.length === 1 ? args[0] : new UnionType(m.tuple(args))
}

function isTypeAlias(value: Value): boolean {
  return value instanceof Obj && (value.cls.name === 'TypeVar' || value.cls.name === 'TypeAliasType')
}

/** `types.UnionType`. */
export const unionType: PyType = defineType({
  name: 'types.UnionType',
  slots: {
    repr: (m, self: UnionType) => unionText(m, self) ?? m.callPrelude('union_repr', self.args),
    hash: (_m, self: UnionType) => self.args.items.reduce<number>((sum, arg) => sum + Number(hashOf(arg) ?? 0), 0),
    compare: (_m, self: UnionType, other, op) => {
      if (!(other instanceof UnionType) || (op !== Compare.Eq && op !== Compare.Ne)) return NOT_IMPLEMENTED
      const mine = self.args.items
      const theirs = other.args.items
      const equal = mine.length === theirs.length && mine.every(arg => includes(theirs, arg) === true)
      return equal === (op === Compare.Eq)
    },
    or: (m, left, right) => unite(m, left, right),
    getItem: ((m: Machine, self: UnionType, item: Value) => m.callPrelude('alias_getitem', self, item)) as never,
  },
  methods: {
    '__instancecheck__(instance, /)': (m: Machine, self: UnionType, object: Value) =>
      checkParts(m, self, 'isinstance') ? m.callPrelude('isinstance_any', object, self.args) : undefined,
    '__subclasscheck__(cls, /)': (m: Machine, self: UnionType, cls: Value) =>
      checkParts(m, self, 'issubclass') ? m.callPrelude('issubclass_any', cls, self.args) : undefined,
  },
  members: { __args__: (_m, self: UnionType) => self.args },
  getset: { __parameters__: (m, self: UnionType) => parametersOf(m, self.args.items) },
})

function checkParts(m: Machine, self: UnionType, name: string): boolean {
  if (!self.args.items.some(arg => arg instanceof GenericAlias)) return true
  m.raise('TypeError', `${name}() argument 2 cannot be a parameterized generic`)
  return false
}

defineType({ type: T.type, slots: { or: (m, left, right) => unite(m, left, right) } })

for (const type of [T.list, T.tuple, T.dict, T.set, T.frozenset]) {
  defineType({
    type,
    classMethods: { '__class_getitem__(object, /)': (m: Machine, cls: PyType, item: Value) => makeAlias(m, cls, item) },
  })
}
