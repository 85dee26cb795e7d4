// `iter(x)` and `next(it)` for natives and instructions. CPython: PyObject_GetIter, PyIter_Next.

import { isPureIterator, NativeIterator, SequenceIterator } from './iterators.ts'
import type { Machine } from './machine.ts'
import { T } from './types.ts'
import { CALL, type END, Obj, type Result, type Value } from './value.ts'

/** `iter(value)`: may push a frame. */
export function iterOf(m: Machine, value: Value): Result {
  const { slots } = m.typeOf(value)
  if (slots.iter !== null) return slots.iter(m, value)
  if (slots.getItem !== null) return new SequenceIterator(m.epoch, value)
  return m.raise('TypeError', `'${m.typeName(value)}' object is not iterable`)
}

/** `iter(value)` when that runs no Python code; CALL when it would (nothing was called); undefined when it raised. */
export function nativeIterOf(m: Machine, value: Value): Result {
  const type = m.typeOf(value)
  const { iter } = type.slots
  if (type.isHeap && iter !== null) {
    const isInherited = type.mro.some(cls => !cls.isHeap && cls.slots.iter === iter)
    if (!isInherited) return CALL
  }
  if (type === T.mappingProxy) return CALL
  const result = iterOf(m, value)
  if (result === CALL) throw new Error(`iter of ${type.name} pushed a frame`)
  return result
}

/** The iterators of several values, or CALL when some `__iter__` has to be called (none was then). */
export function nativeItersOf(m: Machine, values: readonly Value[]): Value[] | typeof CALL | undefined {
  const iterators: Value[] = []
  for (const value of values) {
    const iterator = nativeIterOf(m, value)
    if (iterator === undefined || iterator === CALL) return iterator
    iterators.push(iterator)
  }
  return iterators
}

/** `next(iterator)`: an item, END, undefined (raised) or CALL (the frame ends with StopIteration where this gives END). */
export function nextOf(m: Machine, iterator: Value): Result | typeof END {
  if (iterator instanceof NativeIterator) return iterator.cls.slots.next!(m, iterator)
  const { next } = m.typeOf(iterator).slots
  if (next === null) return m.raise('TypeError', `'${m.typeName(iterator)}' object is not an iterator`)
  return next(m, iterator)
}

/** Has the value a `__next__`? */
export function isIterator(m: Machine, value: Value): boolean {
  return m.typeOf(value).slots.next !== null
}

/** Can all of these be advanced without Python code? */
export function arePure(iterators: readonly Value[]): boolean {
  for (let i = 0; i < iterators.length; i++) {
    const iterator = iterators[i] as Value
    if (!(iterator instanceof Obj) || !isPureIterator(iterator)) return false
  }
  return true
}
