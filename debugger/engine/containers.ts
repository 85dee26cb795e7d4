// What all container natives share: making containers, and taking the items of something iterable when that needs no Python
// code. Natives that get `undefined` from `itemsOf` hand the work to the prelude.
//
// Knows nothing of single methods.

import { PyDict } from './dict.ts'
import { keyOf, unhashableType } from './hashing.ts'
import { isPureIterator } from './iterators.ts'
import type { Machine } from './machine.ts'
import { PySet } from './set.ts'
import { codePoints } from './str.ts'
import { T } from './types.ts'
import { asInt, END, Obj, PyBytes, PyList, PyTuple, type PyType, type Value } from './value.ts'

/** More items than this are not collected in one native step: the prelude does it, so that the run can be paused. */
const NATIVE_LIMIT = 1 << 20

/** A new empty set. */
export function newSet(m: Machine, cls: PyType = T.set): PySet {
  return new PySet(cls, m.epoch)
}

/** Is iterating over this value what the built-in class of its JS class does (no `__iter__` of the program's own)? */
export function hasPlainIter(value: PyList | PyTuple | PyDict | PySet | PyBytes, builtin: PyType): boolean {
  return value.cls === builtin || value.cls.slots.iter === builtin.slots.iter
}

/**
 * The items of an iterable when no Python code is needed to get them. The array may be the container's own: copy it before
 * keeping it. Undefined: ask the prelude. Null: an exception was raised.
 */
export function itemsOf(m: Machine, iterable: Value): readonly Value[] | undefined | null {
  if (typeof iterable === 'string') return codePoints(iterable)
  if (iterable === null || typeof iterable !== 'object') return undefined
  if (iterable instanceof PyList) return hasPlainIter(iterable, T.list) ? iterable.items : undefined
  if (iterable instanceof PyTuple) return hasPlainIter(iterable, T.tuple) ? iterable.items : undefined
  if (iterable instanceof PyDict) return hasPlainIter(iterable, T.dict) ? iterable.keyList() : undefined
  if (iterable instanceof PySet) {
    return hasPlainIter(iterable, builtinSetType(iterable)) ? iterable.elements() : undefined
  }
  if (iterable instanceof PyBytes) return hasPlainIter(iterable, T.bytes) ? Array.from(iterable.bytes) : undefined
  if (iterable.cls.isHeap) return undefined
  const iterator = isPureIterator(iterable) ? iterable : pureIteratorOf(m, iterable)
  if (iterator === undefined || iterator.bound > NATIVE_LIMIT) return undefined
  const items: Value[] = []
  for (;;) {
    const item = iterator.next(m) as Value | undefined | typeof END
    if (item === END) return items
    if (item === undefined) return null
    items.push(item)
  }
}

/** Classes whose `iter` slot always gives a native iterator (range, dict views, deque …); filled by their files. */
export const PURE_ITERABLES = new Set<PyType>()

function pureIteratorOf(m: Machine, iterable: Value & object) {
  if (!PURE_ITERABLES.has(iterable.cls)) return undefined
  const iterator = iterable.cls.slots.iter!(m, iterable) as Value
  return isPureIterator(iterator) ? iterator : undefined
}

/** `set` or `frozenset`, whichever a set object is. */
export function builtinSetType(set: PySet): PyType {
  return isFrozen(set) ? T.frozenset : T.set
}

/** Is it a frozenset? */
export function isFrozen(set: PySet): boolean {
  return set.cls === T.frozenset || (set.cls !== T.set && set.cls.mro.includes(T.frozenset))
}

/** Raises "unhashable type" when the value has no hash; true then. False: it has a hash, by Python code if not native. */
export function raiseIfUnhashable(m: Machine, value: Value): boolean {
  const type = keyOf(value) === undefined ? unhashableType(value) : null
  if (type === null) return false
  m.raise('TypeError', `unhashable type: '${type.name}'`)
  return true
}

/** Arrays are not made longer than this: the host's engine ends the process when one grows beyond 2**27. */
export const ARRAY_LIMIT = 1 << 26

/** Guards the size of a sequence to be made: raises MemoryError and gives false when it is too large. */
export function fits(m: Machine, length: number): boolean {
  if (length <= ARRAY_LIMIT && length <= m.limits.items && m.hasRoomFor(length)) return true
  m.raise('MemoryError')
  return false
}

/** The arguments of a function that takes from `least` to `most` by position; false when it raised. */
export function checkCount(m: Machine, name: string, args: readonly Value[], least: number, most: number): boolean {
  const n = args.length
  if (n >= least && n <= most) return true
  const few = n < least
  const words = least === most ? '' : few ? 'at least ' : 'at most '
  const wanted = few ? least : most
  m.raise('TypeError', `${name} expected ${words}${wanted} argument${wanted === 1 ? '' : 's'}, got ${n}`)
  return false
}

/** How many items a list made of this would have, where that is known beforehand and large; else 0. */
export function sizeHint(value: Value): number {
  if (value instanceof Obj && 'length' in value) {
    const { length } = value
    return typeof length === 'number' || typeof length === 'bigint' ? Number(length) : 0
  }
  return value instanceof Obj && isPureIterator(value) && Number.isFinite(value.bound) ? value.bound : 0
}

/** Does `iter(value)` have something to call? */
export function isIterable(m: Machine, value: Value): boolean {
  const { slots } = m.typeOf(value)
  return slots.iter !== null || slots.getItem !== null
}

/** `n * length` items for `sequence * n`; undefined when it raised. */
export function repeatItems(m: Machine, items: readonly Value[], by: Value): Value[] | undefined {
  const n = asInt(by)
  if (n === undefined) return m.raise('TypeError', `can't multiply sequence by non-int of type '${m.typeName(by)}'`)
  if (n <= 0 || items.length === 0) return []
  if (typeof n === 'bigint') {
    if (BigInt.asIntN(64, n) !== n) return m.raise('OverflowError', "cannot fit 'int' into an index-sized integer")
    return m.raise('MemoryError')
  }
  if (!fits(m, n * items.length)) return undefined
  const out: Value[] = []
  for (let i = 0; i < n; i++) for (let j = 0; j < items.length; j++) out.push(items[j] as Value)
  return out
}

/**
 * A position given as an argument (pop, insert …): an int, or an instance of a subclass. Undefined: it raised. Objects with an
 * `__index__` of their own are handled before (see needsIndex).
 */
export function positionOf(m: Machine, value: Value): number | undefined {
  const n = asInt(value)
  if (n === undefined) return m.raise('TypeError', `'${m.typeName(value)}' object cannot be interpreted as an integer`)
  if (typeof n === 'bigint' && BigInt.asIntN(64, n) !== n) {
    return m.raise('OverflowError', 'Python int too large to convert to C ssize_t')
  }
  return Number(n)
}

/** Has the value an `__index__` written in the language? */
export function needsIndex(m: Machine, value: Value | undefined): boolean {
  return value instanceof Obj && asInt(value) === undefined && m.typeOf(value).slots.index !== null
}

/** `bool(value)` of plain values (absent: false); undefined when its class has to be asked. */
export function nativeTruth(value: Value | undefined): boolean | undefined {
  if (value === undefined || value === null) return false
  if (!(value instanceof Obj)) return Boolean(value)
  return undefined
}
