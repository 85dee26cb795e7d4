// Slices of lists: reading, assigning, deleting. CPython: list_subscript, list_ass_subscript, list_ass_slice.

import { fits, isIterable, itemsOf } from './containers.ts'
import type { Machine } from './machine.ts'
import { type PySlice, sliceRange } from './slice.ts'
import type { PyList, Result, Value } from './value.ts'

/** `self[start:stop:step]`: always an exact list. */
export function getSlice(m: Machine, self: PyList, slice: PySlice): Result {
  const range = sliceRange(m, slice, self.items.length)
  if (range === undefined) return undefined
  if (range === null) return m.callPrelude('getitem_slice', self, slice)
  return m.list(pickItems(self.items, range.start, range.step, range.length))
}

/** Items start, start + step, …, `length` of them. */
export function pickItems(items: readonly Value[], start: number, step: number, length: number): Value[] {
  if (step === 1) return items.slice(start, start + length)
  const out: Value[] = []
  for (let i = 0, at = start; i < length; i++, at += step) out.push(items[at] as Value)
  return out
}

/** `self[start:stop:step] = value`. */
export function setSlice(m: Machine, self: PyList, slice: PySlice, value: Value): Result {
  const range = sliceRange(m, slice, self.items.length)
  if (range === undefined) return undefined
  if (range === null) return m.callPrelude('setitem_slice', self, slice, value)
  const { start, step, length } = range
  const isExtended = slice.step !== null && step !== 1
  if (!isIterable(m, value)) {
    return m.raise('TypeError', 'must assign iterable to extended slice')
  }
  const items = itemsOf(m, value)
  if (items === undefined) return m.callPrelude('list_assign_slice', self, slice, value)
  if (items === null) return undefined
  const taken = items.slice()
  m.touch(self)
  if (!isExtended) {
    const stop = start + length
    if (!fits(m, self.items.length - length + taken.length)) return undefined
    self.items = self.items.slice(0, start).concat(taken, self.items.slice(stop))
    return null
  }
  if (taken.length !== length) {
    return m.raise(
      'ValueError',
      `attempt to assign sequence of size ${taken.length} to extended slice of size ${length}`,
    )
  }
  for (let i = 0, at = start; i < length; i++, at += step) self.items[at] = taken[i] as Value
  return null
}

/** `del self[start:stop:step]`. */
export function deleteSlice(m: Machine, self: PyList, slice: PySlice): Result {
  const range = sliceRange(m, slice, self.items.length)
  if (range === undefined) return undefined
  if (range === null) return m.callPrelude('delitem_slice', self, slice)
  if (range.length === 0) return null
  m.touch(self)
  if (range.step === 1) {
    self.items.splice(range.start, range.length)
    return null
  }
  const gone = new Set<number>()
  for (let i = 0, at = range.start; i < range.length; i++, at += range.step) gone.add(at)
  self.items = self.items.filter((_, i) => !gone.has(i))
  return null
}
