// dict.keys(), values() and items(): live views of a dict. Keys and items are also sets: their operators make real sets, in the
// order CPython gives them. What needs Python code is done by the prelude (functions view_*).

import { equals } from './container-compare.ts'
import { nativeRepr } from './container-repr.ts'
import { itemsOf, PURE_ITERABLES } from './containers.ts'
import type { PyDict } from './dict.ts'
import { keyOf } from './hashing.ts'
import { type DictItems, iterateDict, iterateDictReversed } from './iterators.ts'
import type { Machine } from './machine.ts'
import { MappingProxy } from './mapping-proxy.ts'
import { defineType, type TypeSpec } from './native.ts'
import { Compare } from './op.ts'
import { PySet } from './set.ts'
import { addAll, discardAll, keyed, toggleAll } from './set-algebra.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { Obj, PyTuple, type PyType, type Result, type Value } from './value.ts'

/** A view; `what` it shows of the dict. */
export class DictView extends Obj {
  readonly source: PyDict
  readonly what: DictItems
  constructor(cls: PyType, source: PyDict, what: DictItems) {
    super()
    this.cls = cls
    this.source = source
    this.what = what
  }
  /** What iterating over it gives. */
  elements(m: Machine): Value[] {
    if (this.what === 'keys') return this.source.keyList()
    const values = this.source.valueList()
    return this.what === 'values' ? values : this.source.keyList().map((key, i) => m.tuple([key, values[i] as Value]))
  }
}

/** `dict.keys()` and its siblings. */
export function viewOf(_m: Machine, dict: PyDict, what: DictItems): DictView {
  return new DictView(VIEW_TYPES[what], dict, what)
}

function repr(m: Machine, self: DictView): Result {
  const items = nativeRepr(m, m.list(self.elements(m)))
  return items === undefined ? m.callPrelude('container_repr', self) : `${self.cls.name}(${items})`
}

function contains(m: Machine, self: DictView, element: Value): Result {
  if (self.what === 'keys') return m.typeOf(self.source).slots.contains!(m, self.source, element)
  if (!(element instanceof PyTuple) || element.items.length !== 2) return false
  const [key, value] = element.items as [Value, Value]
  const native = keyOf(key)
  if (native === undefined || self.source.foreign > 0) return m.callPrelude('items_contains', self.source, key, value)
  const found = self.source.get(native)
  if (found === undefined) return false
  return found === value || (equals(found, value) ?? m.callPrelude('items_contains', self.source, key, value))
}

// ---- as sets ----

type SetOperation = (result: PySet, other: PySet, items: readonly Value[]) => boolean

// A binary operator: the left operand may be any iterable, then the view is on the right.
function operator(name: string, combine: SetOperation): (m: Machine, left: Value, right: Value) => Result {
  return (m, left, right) => {
    const mine = itemsOf(m, left)
    const theirs = mine === undefined ? undefined : itemsOf(m, right)
    if (mine === null || theirs === null) return undefined
    const a = mine === undefined ? undefined : keyed(mine)
    if (a === undefined || theirs === undefined) return m.callPrelude('view_operator', name, left, right)
    const result = new PySet(T.set, m.epoch)
    addAll(result, a)
    const other = new PySet(T.set, m.epoch)
    return combine(result, other, theirs) ? result : m.callPrelude('view_operator', name, left, right)
  }
}

const union: SetOperation = (result, _other, items) => {
  const b = keyed(items)
  if (b !== undefined) addAll(result, b)
  return b !== undefined
}

const difference: SetOperation = (result, _other, items) => {
  const b = keyed(items)
  if (b !== undefined) discardAll(result, b.keys)
  return b !== undefined
}

const symmetricDifference: SetOperation = (result, other, items) => {
  const b = keyed(items)
  if (b === undefined) return false
  addAll(other, b)
  toggleAll(result, keyed(other.elements())!)
  return true
}

// CPython: _PyDictView_Intersect walks the other operand (the shorter one when both are views or sets).
function intersection(m: Machine, left: Value, right: Value): Result {
  let [view, other] = left instanceof DictView ? [left, right] : [right as DictView, left]
  if (other instanceof DictView && other.source.size > view.source.size) [view, other] = [other, view]
  const mine = keyed(view.elements(m))
  const items = mine === undefined ? undefined : itemsOf(m, other)
  if (items === null) return undefined
  const theirs = items === undefined ? undefined : keyed(items)
  if (mine === undefined || theirs === undefined) return m.callPrelude('view_operator', '&', left, right)
  const known = new Set(mine.keys)
  const result = new PySet(T.set, m.epoch)
  theirs.keys.forEach((key, i) => {
    if (known.has(key)) result.add(key, theirs.elements[i] as Value)
  })
  return result
}

function isSetLike(value: Value): boolean {
  return value instanceof PySet || (value instanceof DictView && value.what !== 'values')
}

function compare(m: Machine, self: DictView, other: Value, op: number): Result {
  if (!isSetLike(other)) return NOT_IMPLEMENTED
  const mine = keyed(self.elements(m))
  const items = itemsOf(m, other)
  const theirs = mine === undefined || items === undefined || items === null ? undefined : keyed(items)
  if (mine === undefined || theirs === undefined) return m.callPrelude('view_compare', self, other, op)
  const a = new Set(mine.keys)
  const b = new Set(theirs.keys)
  const isSubset = (x: Set<unknown>, y: Set<unknown>) => x.size <= y.size && [...x].every(key => y.has(key))
  switch (op) {
    case Compare.Eq:
      return a.size === b.size && isSubset(a, b)
    case Compare.Ne:
      return a.size !== b.size || !isSubset(a, b)
    case Compare.Lt:
      return a.size < b.size && isSubset(a, b)
    case Compare.Le:
      return isSubset(a, b)
    case Compare.Gt:
      return b.size < a.size && isSubset(b, a)
    default:
      return isSubset(b, a)
  }
}

function isDisjoint(m: Machine, self: DictView, other: Value): Result {
  const mine = keyed(self.elements(m))
  const items = mine === undefined ? undefined : itemsOf(m, other)
  if (items === null) return undefined
  const theirs = items === undefined ? undefined : keyed(items)
  if (mine === undefined || theirs === undefined) return m.callPrelude('view_isdisjoint', self, other)
  const known = new Set(mine.keys)
  return !theirs.keys.some(key => known.has(key))
}

// ---- the classes ----

const COMMON: NonNullable<TypeSpec['slots']> = {
  repr: repr as never,
  iter: (m, self: DictView) => iterateDict(m, self.source, self.what),
  len: (_m, self: DictView) => self.source.size,
}

const SET_SLOTS: NonNullable<TypeSpec['slots']> = {
  ...COMMON,
  compare: compare as never,
  contains: contains as never,
  or: operator('|', union),
  sub: operator('-', difference),
  xor: operator('^', symmetricDifference),
  and: intersection,
}

const METHODS: NonNullable<TypeSpec['methods']> = {
  '__reversed__()': (m: Machine, self: DictView) => iterateDictReversed(m, self.source, self.what),
}

const GETSET: NonNullable<TypeSpec['getset']> = {
  mapping: (_m: Machine, self: DictView) => new MappingProxy(self.source),
}

const VIEW_TYPES: Readonly<Record<DictItems, PyType>> = {
  keys: defineType({
    name: 'dict_keys',
    slots: SET_SLOTS,
    methods: { ...METHODS, 'isdisjoint(other, /)': isDisjoint },
    getset: GETSET,
    values: { __hash__: null },
  }),
  values: defineType({ name: 'dict_values', slots: COMMON, methods: METHODS, getset: GETSET }),
  items: defineType({
    name: 'dict_items',
    slots: SET_SLOTS,
    methods: { ...METHODS, 'isdisjoint(other, /)': isDisjoint },
    getset: GETSET,
    values: { __hash__: null },
  }),
}
for (const type of Object.values(VIEW_TYPES)) PURE_ITERABLES.add(type)
