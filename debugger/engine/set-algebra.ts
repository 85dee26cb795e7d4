// The set operations on elements that are hashed and compared natively, each making the table CPython makes (and so the same
// order). CPython: Objects/setobject.c, the functions named below.
//
// Knows nothing of arguments and errors.

import type { PyDict } from './dict.ts'
import type { NativeKey } from './hashing.ts'
import { keyOf } from './hashing.ts'
import type { PySet } from './set.ts'
import type { Value } from './value.ts'

/** An element and its key. */
export interface Keyed {
  readonly keys: readonly NativeKey[]
  readonly elements: readonly Value[]
}

/** The keys of these elements; undefined when one of them has none (unhashable, or hashed by Python code). */
export function keyed(elements: readonly Value[]): Keyed | undefined {
  const keys: NativeKey[] = []
  for (let i = 0; i < elements.length; i++) {
    const key = keyOf(elements[i] as Value)
    if (key === undefined) return undefined
    keys.push(key)
  }
  return { keys, elements }
}

/** set_update_internal from a sequence. */
export function addAll(set: PySet, { keys, elements }: Keyed): void {
  for (let i = 0; i < keys.length; i++) set.add(keys[i] as NativeKey, elements[i] as Value)
}

/** set_update_internal from a dict: CPython makes room first. */
export function addKeys(set: PySet, dict: PyDict, items: Keyed): void {
  set.prepare(dict.size)
  addAll(set, items)
}

/** set_intersection with a set: walks the smaller one. `result` is empty. */
export function intersectSets(result: PySet, a: PySet, b: PySet): void {
  const [walked, other] = b.size > a.size ? [a, b] : [b, a]
  for (const element of walked.elements()) {
    const key = keyOf(element) as NativeKey
    if (other.has(key)) result.add(key, element)
  }
}

/** set_intersection with any other iterable. `result` is empty. */
export function intersectItems(result: PySet, set: PySet, { keys, elements }: Keyed): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as NativeKey
    if (set.has(key)) result.add(key, elements[i] as Value)
  }
}

/** set_difference with a set or dict (`has` tells what it contains, `size` how much). `result` is empty. */
export function subtract(
  result: PySet,
  set: PySet,
  size: number,
  has: (key: NativeKey) => boolean,
  keys: Iterable<NativeKey>,
): void {
  // CPython: when the other one is much smaller, copy and discard.
  if (set.size >> 2 > size) {
    result.merge(set)
    discardAll(result, keys)
    return
  }
  for (const element of set.elements()) {
    const key = keyOf(element) as NativeKey
    if (!has(key)) result.add(key, element)
  }
}

/** set_difference_update_internal. */
export function discardAll(set: PySet, keys: Iterable<NativeKey>): void {
  for (const key of keys) set.delete(key)
  set.compact()
}

/** set_symmetric_difference_update: what is in both goes, what is only in `elements` comes. */
export function toggleAll(set: PySet, { keys, elements }: Keyed): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as NativeKey
    if (!set.delete(key)) set.add(key, elements[i] as Value)
  }
}
