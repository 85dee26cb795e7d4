// The classes set and frozenset. Where an element's hash or equality is Python code, or an iterable has to be run, the prelude
// does the whole operation (functions set_*).

import { isSubset } from './container-compare.ts'
import { reprOfContainer } from './container-repr.ts'
import { builtinSetType, checkCount, isFrozen, itemsOf, raiseIfUnhashable } from './containers.ts'
import { PyDict } from './dict.ts'
import { Finish } from './finish.ts'
import { hashOf } from './hash.ts'
import { keyOf, type NativeKey } from './hashing.ts'
import { iterateSet } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType, type TypeSpec } from './native.ts'
import { Compare } from './op.ts'
import { PySet } from './set.ts'
import {
  addAll,
  addKeys,
  discardAll,
  intersectItems,
  intersectSets,
  type Keyed,
  keyed,
  subtract,
  toggleAll,
} from './set-algebra.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import type { PyType, Result, Value } from './value.ts'

// ---- operands ----

/** Is it a set or frozenset all of whose elements are native? */
function isNativeSet(value: Value): value is PySet {
  return value instanceof PySet && value.members.foreign === 0
}

// The elements of an operand with their keys. Undefined: the prelude must do it. Null: it raised.
function operand(m: Machine, value: Value): Keyed | undefined | null {
  const items = itemsOf(m, value)
  return items === undefined || items === null ? items : keyed(items)
}

function isPlain(self: PySet): boolean {
  return self.members.foreign === 0
}

// The key of an element that is looked for: a set stands for the frozenset of its elements (set_contains, set_remove …).
function searchKey(element: Value): NativeKey | undefined {
  const key = keyOf(element)
  return key === undefined && element instanceof PySet && !isFrozen(element) ? element.contentKey() : key
}

// What to do about a key that is not native: raise, or ask the prelude.
function slowly(m: Machine, name: string, self: PySet, element: Value): Result {
  if (!(element instanceof PySet) && raiseIfUnhashable(m, element)) return undefined
  return m.callPrelude(name, self, element)
}

// ---- construction ----

function makeSet(m: Machine, cls: PyType): PySet {
  return new PySet(cls, m.epoch)
}

function makeFrozenSet(m: Machine, cls: PyType, iterable: Value | undefined): Result {
  if (cls === T.frozenset && iterable instanceof PySet && iterable.cls === T.frozenset) return iterable
  const set = new PySet(cls, m.epoch)
  if (iterable === undefined) return set
  return m.after(update(m, set, iterable), Finish.Data, set)
}

function init(m: Machine, self: PySet, args: Value[], kwargs: PyDict): Result {
  if (kwargs.size > 0 && self.cls === T.set) return m.raise('TypeError', 'set() takes no keyword arguments')
  if (!checkCount(m, 'set', args, 0, 1)) return undefined
  const iterable = args[0]
  m.touch(self)
  self.clear()
  return iterable === undefined ? null : update(m, self, iterable)
}

/** Adds the elements of any iterable: `set.update(iterable)`. The result is null. */
export function update(m: Machine, self: PySet, iterable: Value): Result {
  if (isNativeSet(iterable) && isPlain(self)) {
    m.touch(self)
    self.merge(iterable)
    return null
  }
  const items = isPlain(self) ? operand(m, iterable) : undefined
  if (items === undefined) return m.callPrelude('set_update', self, iterable)
  if (items === null) return undefined
  m.touch(self)
  if (iterable instanceof PyDict) addKeys(self, iterable, items)
  else addAll(self, items)
  return null
}

function copyAs(m: Machine, cls: PyType, self: PySet): PySet {
  const copy = new PySet(cls, m.epoch)
  if (isPlain(self)) copy.merge(self)
  else copy.copyFrom(self)
  return copy
}

// ---- element methods ----

/** `set.add`, also for a frozenset that is being made. */
export function add(m: Machine, self: PySet, element: Value): Result {
  const key = keyOf(element)
  if (key === undefined || self.members.foreign > 0) return slowly(m, 'set_add', self, element)
  m.touch(self)
  self.add(key, element)
  return null
}

/** `element in set`. */
export function contains(m: Machine, self: PySet, element: Value): Result {
  const key = searchKey(element)
  if (key === undefined || self.members.foreign > 0) return slowly(m, 'set_contains', self, element)
  return self.has(key)
}

/** `set.discard`. */
export function discard(m: Machine, self: PySet, element: Value): Result {
  const key = searchKey(element)
  if (key === undefined || self.members.foreign > 0) return slowly(m, 'set_discard', self, element)
  m.touch(self)
  self.delete(key)
  return null
}

function remove(m: Machine, self: PySet, element: Value): Result {
  const key = searchKey(element)
  if (key === undefined || self.members.foreign > 0) return slowly(m, 'set_remove', self, element)
  m.touch(self)
  return self.delete(key) ? null : m.raiseArgs('KeyError', [element])
}

function pop(m: Machine, self: PySet): Result {
  if (self.size === 0) return m.raise('KeyError', 'pop from an empty set')
  m.touch(self)
  return self.pop()
}

// ---- operations with others: each takes one operand and gives a new set ----

type Operation = (m: Machine, self: PySet, other: Value) => Result

const union: Operation = (m, self, other) => {
  const result = copyAs(m, builtinSetType(self), self)
  return m.after(update(m, result, other), Finish.Data, result)
}

const intersection: Operation = (m, self, other) => {
  const result = new PySet(builtinSetType(self), m.epoch)
  if (isNativeSet(other) && isPlain(self)) {
    intersectSets(result, self, other)
    return result
  }
  const items = isPlain(self) ? operand(m, other) : undefined
  if (items === undefined) return m.callPrelude('set_intersection', self, other, result)
  if (items === null) return undefined
  intersectItems(result, self, items)
  return result
}

const difference: Operation = (m, self, other) => {
  const result = new PySet(builtinSetType(self), m.epoch)
  if (isPlain(self)) {
    if (isNativeSet(other)) {
      subtract(
        result,
        self,
        other.size,
        key => other.has(key),
        other.elements().map(e => keyOf(e) as NativeKey),
      )
      return result
    }
    const items = operand(m, other)
    if (items === null) return undefined
    if (items !== undefined) {
      if (other instanceof PyDict) subtract(result, self, other.size, key => other.has(key), items.keys)
      else {
        result.merge(self)
        discardAll(result, items.keys)
      }
      return result
    }
  }
  return m.callPrelude('set_difference', self, other, result)
}

const symmetricDifference: Operation = (m, self, other) => {
  const result = new PySet(builtinSetType(self), m.epoch)
  const items = isPlain(self) ? operand(m, other) : undefined
  if (items === undefined) return m.callPrelude('set_symmetric_difference', self, other, result)
  if (items === null) return undefined
  if (isNativeSet(other)) result.merge(other)
  else addAll(result, items)
  const own = keyed(self.elements())
  if (own !== undefined) toggleAll(result, own)
  return result
}

/** The operations by name, for the prelude. */
export const SET_OPERATIONS: Readonly<Record<string, Operation>> = {
  union,
  intersection,
  difference,
  symmetric_difference: symmetricDifference,
}

// A method with any number of operands. With several the prelude does one after the other: each may need Python code.
function manyOperands(name: string): (m: Machine, self: PySet, others: Value[]) => Result {
  const operation = SET_OPERATIONS[name] as Operation
  return (m, self, others) => {
    if (others.length === 0) return copyAs(m, builtinSetType(self), self)
    if (others.length === 1) return operation(m, self, others[0] as Value)
    return m.callPrelude('set_many', name, self, m.tuple(others))
  }
}

function operator(operation: Operation): (m: Machine, left: Value, right: Value) => Result {
  return (m, left, right) =>
    left instanceof PySet && right instanceof PySet ? operation(m, left, right) : NOT_IMPLEMENTED
}

// ---- in place ----

function updateMany(m: Machine, self: PySet, others: Value[]): Result {
  if (others.length === 0) return null
  return others.length === 1
    ? update(m, self, others[0] as Value)
    : m.callPrelude('set_update_many', self, m.tuple(others))
}

function differenceUpdate(m: Machine, self: PySet, others: Value[]): Result {
  if (others.length === 0) return null
  if (others.length === 1 && isPlain(self)) {
    const other = others[0] as Value
    const items = operand(m, other)
    if (items === null) return undefined
    if (items !== undefined) {
      m.touch(self)
      if (other === self) self.clear()
      else discardAll(self, items.keys)
      return null
    }
  }
  return m.callPrelude('set_difference_update', self, m.tuple(others))
}

function intersectionUpdate(m: Machine, self: PySet, others: Value[]): Result {
  if (others.length === 1 && isPlain(self)) {
    const other = others[0] as Value
    if (isNativeSet(other)) {
      const result = new PySet(T.set, m.epoch)
      intersectSets(result, self, other)
      m.touch(self)
      self.copyFrom(result)
      return null
    }
  }
  return m.callPrelude('set_intersection_update', self, m.tuple(others))
}

function symmetricDifferenceUpdate(m: Machine, self: PySet, other: Value): Result {
  const items = isPlain(self) ? operand(m, other) : undefined
  if (items === undefined) return m.callPrelude('set_symmetric_difference_update', self, other)
  if (items === null) return undefined
  m.touch(self)
  if (other === self) {
    self.clear()
    return null
  }
  if (other instanceof PySet || other instanceof PyDict) toggleAll(self, items)
  else {
    const own = new PySet(T.set, m.epoch)
    addAll(own, items)
    toggleAll(self, keyed(own.elements()) as Keyed)
  }
  return null
}

function inPlace(
  method: (m: Machine, self: PySet, others: Value[]) => Result,
): (m: Machine, self: Value, other: Value) => Result {
  return (m, self, other) => {
    if (!(self instanceof PySet && other instanceof PySet)) return NOT_IMPLEMENTED
    return m.after(method(m, self, [other]), Finish.Data, self)
  }
}

// ---- comparison ----

function compare(m: Machine, self: PySet, other: Value, op: number): Result {
  if (!(other instanceof PySet)) return NOT_IMPLEMENTED
  if (!isPlain(self) || !isPlain(other)) return m.callPrelude('set_compare', self, other, op)
  switch (op) {
    case Compare.Eq:
      return self.size === other.size && isSubset(self, other)
    case Compare.Ne:
      return self.size !== other.size || !isSubset(self, other)
    case Compare.Le:
      return self.size <= other.size && isSubset(self, other)
    case Compare.Lt:
      return self.size < other.size && isSubset(self, other)
    case Compare.Ge:
      return other.size <= self.size && isSubset(other, self)
    default:
      return other.size < self.size && isSubset(other, self)
  }
}

function isSubsetOf(m: Machine, self: PySet, other: Value): Result {
  if (isPlain(self)) {
    if (isNativeSet(other)) return self.size <= other.size && isSubset(self, other)
    const items = operand(m, other)
    if (items === null) return undefined
    if (items !== undefined) {
      const keys = new Set(items.keys)
      return self.elements().every(element => keys.has(keyOf(element) as NativeKey))
    }
  }
  return m.callPrelude('set_issubset', self, other)
}

function isSupersetOf(m: Machine, self: PySet, other: Value): Result {
  const items = isPlain(self) ? operand(m, other) : undefined
  if (items === null) return undefined
  return items !== undefined ? items.keys.every(key => self.has(key)) : m.callPrelude('set_issuperset', self, other)
}

function isDisjoint(m: Machine, self: PySet, other: Value): Result {
  const items = isPlain(self) ? operand(m, other) : undefined
  if (items === null) return undefined
  return items !== undefined ? !items.keys.some(key => self.has(key)) : m.callPrelude('set_isdisjoint', self, other)
}

// ---- the classes ----

const SLOTS: NonNullable<TypeSpec['slots']> = {
  repr: (m, self: PySet) => reprOfContainer(m, self),
  compare: compare as never,
  iter: (m, self: PySet) => iterateSet(m, self),
  len: (_m, self: PySet) => self.size,
  contains: contains as never,
  or: operator(union),
  and: operator(intersection),
  sub: operator(difference),
  xor: operator(symmetricDifference),
}

const METHODS: NonNullable<TypeSpec['methods']> = {
  'copy()': (m: Machine, self: PySet) => (self.cls === T.frozenset ? self : copyAs(m, builtinSetType(self), self)),
  'union(*others)': manyOperands('union'),
  'intersection(*others)': manyOperands('intersection'),
  'difference(*others)': manyOperands('difference'),
  'symmetric_difference(other, /)': symmetricDifference,
  'isdisjoint(other, /)': isDisjoint,
  'issubset(other, /)': isSubsetOf,
  'issuperset(other, /)': isSupersetOf,
}

defineType({
  type: T.set,
  isBase: true,
  doc: 'Build an unordered collection of unique elements.',
  new: ['set(*args, **kwargs)', makeSet],
  init: ['set(*args, **kwargs)', init],
  slots: {
    ...SLOTS,
    ior: inPlace(updateMany),
    iand: inPlace(intersectionUpdate),
    isub: inPlace(differenceUpdate),
    ixor: inPlace((m, self, others) => symmetricDifferenceUpdate(m, self, others[0] as Value)),
  },
  methods: {
    ...METHODS,
    'add(object, /)': add,
    'discard(object, /)': discard,
    'remove(object, /)': remove,
    'pop()': pop,
    'clear()': (m, self: PySet) => {
      m.touch(self)
      self.clear()
      return null
    },
    'update(*others)': updateMany,
    'difference_update(*others)': differenceUpdate,
    'intersection_update(*others)': intersectionUpdate,
    'symmetric_difference_update(other, /)': symmetricDifferenceUpdate,
  },
  values: { __hash__: null },
})

defineType({
  type: T.frozenset,
  isBase: true,
  doc: 'Build an immutable unordered collection of unique elements.',
  new: ['frozenset(iterable=(), /)', makeFrozenSet],
  slots: { ...SLOTS, hash: (_m, self: PySet) => self.contentHash() ?? hashOf(0) },
  methods: METHODS,
})
