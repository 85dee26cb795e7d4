// Operators of bytes and bytearray: items, comparison, `in`, `+`, `*`, `%`.

import { retryWithIndexes, wantsIndex } from './arguments.ts'
import { bytesOf, PyByteArray } from './bytes.ts'
import { type Bytes, like, needle, text, typeOf } from './bytes-content.ts'
import { fits } from './containers.ts'
import { iterateBytes } from './iterators.ts'
import type { Machine } from './machine.ts'
import { Compare } from './op.ts'
import { PySlice, sliceRange } from './slice.ts'
import { PYTHON } from './str-format.ts'
import { bytesPercent } from './str-percent.ts'
import { NOT_IMPLEMENTED } from './types.ts'
import { asInt, PyBytes, type Result, type Value } from './value.ts'

function getItem(m: Machine, self: Bytes, key: Value): Result {
  const bytes = self.bytes
  if (key instanceof PySlice) {
    const range = sliceRange(m, key, bytes.length)
    if (range === undefined) return undefined
    if (range === null) return m.callPrelude('getitem_slice', self, key)
    const { start, step, length } = range
    if (step === 1) return like(m, self, bytes.slice(start, start + length))
    return like(
      m,
      self,
      Uint8Array.from({ length }, (_, i) => bytes[start + i * step]!),
    )
  }
  const isArray = self instanceof PyByteArray
  const n = asInt(key)
  if (n === undefined) {
    if (wantsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
    const what = isArray ? 'bytearray' : 'byte'
    return m.raise('TypeError', `${what} indices must be integers or slices, not ${m.typeName(key)}`)
  }
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
    return m.raise('IndexError', "cannot fit 'int' into an index-sized integer")
  const item = bytes[n < 0 ? Number(n) + bytes.length : Number(n)]
  return item ?? m.raise('IndexError', isArray ? 'bytearray index out of range' : 'index out of range')
}

/** Three-way comparison of bytes. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Slots that bytes and bytearray share. */
export const SHARED_SLOTS = {
  iter: (m: Machine, self: Bytes) => iterateBytes(m, self.bytes),
  len: (_m: Machine, self: Bytes) => self.bytes.length,
  getItem: getItem as never,
  compare: (_m: Machine, self: Bytes, other: Value, op: number): Result => {
    const theirs = bytesOf(other)
    if (theirs === undefined) return NOT_IMPLEMENTED
    const order = compareBytes(self.bytes, theirs)
    switch (op) {
      case Compare.Lt:
        return order < 0
      case Compare.Le:
        return order <= 0
      case Compare.Eq:
        return order === 0
      case Compare.Ne:
        return order !== 0
      case Compare.Gt:
        return order > 0
      default:
        return order >= 0
    }
  },
  contains: ((m: Machine, self: Bytes, value: Value): Result => {
    if (bytesOf(value) === undefined && asInt(value) === undefined && !wantsIndex(m, value)) {
      return m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(value)}'`)
    }
    const part = needle(m, value)
    if (part === undefined) return undefined
    return part === 'python' && bytesOf(value) === undefined
      ? retryWithIndexes(m, typeOf(self), '__contains__', [self, value])
      : text(self.bytes).includes(part)
  }) as never,
  concat: ((m: Machine, left: Bytes, right: Value): Result => {
    const theirs = bytesOf(right)
    if (theirs === undefined) return m.raise('TypeError', `can't concat ${m.typeName(right)} to ${m.typeName(left)}`)
    const mine = left.bytes
    if (!fits(m, mine.length + theirs.length)) return undefined
    const bytes = new Uint8Array(mine.length + theirs.length)
    bytes.set(mine)
    bytes.set(theirs, mine.length)
    return like(m, left, bytes)
  }) as never,
  repeat: ((m: Machine, self: Bytes, by: Value): Result => {
    const bytes = repeated(m, self, by)
    return bytes === 'python' ? m.callPrelude('repeat_index', self, by) : bytes && like(m, self, bytes)
  }) as never,
  mod: (m: Machine, left: Value, right: Value): Result => {
    if (!(left instanceof PyBytes || left instanceof PyByteArray)) return NOT_IMPLEMENTED
    const bytes = bytesPercent(m, left.bytes, right)
    if (bytes === PYTHON) return m.callPrelude('percent_format', left, right)
    return bytes && like(m, left, bytes)
  },
}

/** The content of `self * by`; undefined: raised. */
export function repeated(m: Machine, self: Bytes, by: Value): Uint8Array | undefined | 'python' {
  if (wantsIndex(m, by)) return 'python'
  const n = asInt(by)
  if (n === undefined) return m.raise('TypeError', `can't multiply sequence by non-int of type '${m.typeName(by)}'`)
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
    return m.raise('OverflowError', "cannot fit 'int' into an index-sized integer")
  const mine = self.bytes
  if (n <= 0) return new Uint8Array(0)
  if (!fits(m, Number(n) * mine.length)) return undefined
  const bytes = new Uint8Array(Number(n) * mine.length)
  bytes.set(mine)
  for (let done = mine.length; done > 0 && done < bytes.length; done *= 2)
    bytes.copyWithin(done, 0, Math.min(done, bytes.length - done))
  return bytes
}
