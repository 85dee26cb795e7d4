// Equality and order of values as far as no Python code is needed: for `==` and `<` of containers, `in`, sort, min and max.
// Undefined means that a method written in the language has to be asked: the prelude then compares with Python's own
// operators.
//
// Knows nothing of the machine.

import { PyDict } from './dict.ts'
import { HashKind, hashKindOf, keyOf, type NativeKey } from './hashing.ts'
import { PySet } from './set.ts'
import { compareStr } from './str.ts'
import { T } from './types.ts'
import { asInt, Obj, PyFloat, PyList, PyTuple, type Value } from './value.ts'

/** Nesting beyond which the prelude takes over (it ends in RecursionError where CPython's does). */
const DEPTH_LIMIT = 32

/** `a is b or a == b`: what containers do with their items. */
export function sameOrEqual(a: Value, b: Value, depth = 0): boolean | undefined {
  return isSame(a, b) ? true : equals(a, b, depth)
}

/** `a is b`, where equal ints and equal strs are the same object. */
export function isSame(a: Value, b: Value): boolean {
  return a === b
}

/** `a == b`, or undefined when Python code must run. */
export function equals(a: Value, b: Value, depth = 0): boolean | undefined {
  if (!(a instanceof Obj) && !(b instanceof Obj)) {
    if (typeof a === 'boolean') return typeof b === 'string' || b === null ? false : Number(a) === Number(b)
    if (typeof b === 'boolean') return typeof a === 'string' || a === null ? false : Number(a) === Number(b)
    return a === b
  }
  if (a instanceof PyList && b instanceof PyList) {
    return a.cls === T.list && b.cls === T.list ? equalItems(a.items, b.items, depth) : undefined
  }
  if (a instanceof PyTuple && b instanceof PyTuple && a.cls === T.tuple && b.cls === T.tuple) {
    return equalItems(a.items, b.items, depth)
  }
  if (a instanceof PyDict && b instanceof PyDict) {
    return a.cls === T.dict && b.cls === T.dict ? equalDicts(a, b, depth) : undefined
  }
  if (a instanceof PySet && b instanceof PySet) {
    if (a.cls.isHeap || b.cls.isHeap || a.members.foreign > 0 || b.members.foreign > 0) return undefined
    return a.size === b.size && isSubset(a, b)
  }
  if (a instanceof PyFloat && b instanceof PyFloat && a.cls === T.float && b.cls === T.float) return a.value === b.value
  const left = equalityKey(a)
  const right = equalityKey(b)
  if (left === undefined || right === undefined) return undefined
  // A NaN is its own key, but not equal to itself.
  if (a === b && a instanceof PyFloat) return !Number.isNaN(a.value)
  return left === right
}

// The key under which equal values are equal, for values that compare natively; a list or dict, which has no key, is its own
// key here because it equals nothing but another list or dict.
function equalityKey(value: Value): NativeKey | undefined {
  if (!(value instanceof Obj)) return keyOf(value)
  if (value.cls === T.list || value.cls === T.dict || value.cls === T.set) return value
  const kind = hashKindOf(value.cls)
  return kind === HashKind.Identity || kind === HashKind.Content ? keyOf(value) : undefined
}

/** Are all items the same or equal, pair by pair? */
export function equalItems(a: readonly Value[], b: readonly Value[], depth: number): boolean | undefined {
  if (a.length !== b.length) return false
  if (depth > DEPTH_LIMIT) return undefined
  for (let i = 0; i < a.length; i++) {
    const same = sameOrEqual(a[i] as Value, b[i] as Value, depth + 1)
    if (same !== true) return same
  }
  return true
}

function equalDicts(a: PyDict, b: PyDict, depth: number): boolean | undefined {
  if (a.size !== b.size) return false
  if (depth > DEPTH_LIMIT || a.foreign > 0 || b.foreign > 0) return undefined
  for (let i = a.next(0); i >= 0; i = a.next(i + 1)) {
    const other = b.get(keyOf(a.keyAt(i)) as NativeKey)
    if (other === undefined) return false
    const same = sameOrEqual(a.valueAt(i), other, depth + 1)
    if (same !== true) return same
  }
  return true
}

/** Is every element of `a` in `b`? Neither has foreign elements. */
export function isSubset(a: PySet, b: PySet): boolean {
  const { members } = a
  for (let i = members.next(0); i >= 0; i = members.next(i + 1)) {
    if (!b.has(members.natives[i] as NativeKey)) return false
  }
  return true
}

/** `item in items`: by identity or equality. Undefined: Python code must run to know. */
export function includes(items: readonly Value[], item: Value): boolean | undefined {
  const i = indexIn(items, item, 0, items.length)
  return i === undefined ? undefined : i >= 0
}

/** The index of the first item that is the same as or equal to `item`, or -1; undefined: Python code must run to know. */
export function indexIn(items: readonly Value[], item: Value, start: number, stop: number): number | undefined {
  const end = Math.min(stop, items.length)
  for (let i = start; i < end; i++) {
    const same = sameOrEqual(items[i] as Value, item)
    if (same === undefined) return undefined
    if (same) return i
  }
  return -1
}

/** `a < b`; undefined when Python code must run or the two cannot be ordered. */
export function lessThan(a: Value, b: Value, depth = 0): boolean | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (typeof a === 'string' && typeof b === 'string') return compareStr(a, b) < 0
  const x = orderedNumber(a)
  const y = x === undefined ? undefined : orderedNumber(b)
  if (x !== undefined && y !== undefined) return x < y
  if (depth > DEPTH_LIMIT) return undefined
  if (a instanceof PyTuple && b instanceof PyTuple && a.cls === T.tuple && b.cls === T.tuple) {
    return lessItems(a.items, b.items, depth)
  }
  if (a instanceof PyList && b instanceof PyList && a.cls === T.list && b.cls === T.list) {
    return lessItems(a.items, b.items, depth)
  }
  return undefined
}

// JS compares a number with a bigint by their exact values, as Python does int and float.
function orderedNumber(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return asInt(value)
  return value instanceof PyFloat && value.cls === T.float ? value.value : undefined
}

function lessItems(a: readonly Value[], b: readonly Value[], depth: number): boolean | undefined {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const same = sameOrEqual(a[i] as Value, b[i] as Value, depth + 1)
    if (same === undefined) return undefined
    if (!same) return lessThan(a[i] as Value, b[i] as Value, depth + 1)
  }
  return a.length < b.length
}
