// Slice objects, and what a slice selects from a sequence. CPython: Objects/sliceobject.c.

import { compareSequences } from './container-order.ts'
import { nativeRepr } from './container-repr.ts'
import type { Hash } from './dict.ts'
import { hashOf, hashOfHashes } from './hash.ts'
import { keyOfItems, unhashableType } from './hashing.ts'
import { add, type Int, normalInt, sub } from './int.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { T } from './types.ts'
import { asInt, Obj, type Result, type Value } from './value.ts'

/** `slice(start, stop, step)`. */
export class PySlice extends Obj {
  // In the order in which CPython gives them up.
  readonly step: Value
  readonly start: Value
  readonly stop: Value
  constructor(start: Value, stop: Value, step: Value) {
    super()
    this.cls = T.slice
    this.step = step
    this.start = start
    this.stop = stop
  }
  /** See hashing.ts ContentHashed. */
  contentKey(): string | undefined {
    const items = keyOfItems([this.start, this.stop, this.step])
    return items === undefined ? undefined : `\0:${items}`
  }
  /** See hash.ts ContentHash. CPython: slicehash, tuplehash without the length. */
  contentHash(): Hash | undefined {
    const hashes = [hashOf(this.start), hashOf(this.stop), hashOf(this.step)]
    if (hashes.includes(undefined)) return undefined
    const withLength = BigInt(hashOfHashes(hashes as Hash[]))
    const hash = BigInt.asIntN(64, withLength - (3n ^ 2870177450012600261n ^ 3527539n))
    return hash === -1n ? 1546275796 : normalInt(hash)
  }
}

/** The positions start, start + step, … (`length` of them) within a sequence. */
export interface SliceRange {
  readonly start: number
  readonly step: number
  readonly length: number
}

/** An index of a slice is neither None nor an int: 'python' when its `__index__` has to be called. */
function indexPart(m: Machine, value: Value): Int | null | 'python' | undefined {
  if (value === null) return null
  const n = asInt(value)
  if (n !== undefined) return n
  if (m.typeOf(value).slots.index !== null) return 'python'
  return m.raise('TypeError', 'slice indices must be integers or None or have an __index__ method')
}

/**
 * What the slice selects from a sequence of this length. Undefined: it raised. Null: an `__index__` written in the language
 * has to be called first (prelude: getitem_slice and its kin). CPython: PySlice_Unpack, PySlice_AdjustIndices.
 */
export function sliceRange(m: Machine, slice: PySlice, length: number): SliceRange | undefined | null {
  const bounds = longSliceBounds(m, slice, length)
  if (bounds === undefined || bounds === null) return bounds
  const start = Number(bounds.start)
  const stop = Number(bounds.stop)
  // A step beyond the sequence selects one item, whatever its exact size.
  const step = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(bounds.step)))
  return { start, step, length: Math.max(0, Math.ceil((stop - start) / step)) }
}

interface LongBounds {
  readonly start: Int
  readonly stop: Int
  readonly step: Int
}

/** start, stop and step as slice.indices(length) gives them. Undefined: raised; null: `__index__` has to be called. */
export function longSliceBounds(m: Machine, slice: PySlice, length: Int): LongBounds | undefined | null {
  const step = indexPart(m, slice.step)
  if (step === undefined) return undefined
  if (step === 0) return m.raise('ValueError', 'slice step cannot be zero')
  const start = indexPart(m, slice.start)
  if (start === undefined) return undefined
  const stop = indexPart(m, slice.stop)
  if (stop === undefined) return undefined
  if (step === 'python' || start === 'python' || stop === 'python') return null
  const by = step ?? 1
  const backwards = by < 0
  const low = backwards ? -1 : 0
  const high = backwards ? sub(length, 1) : length
  const clip = (n: Int): Int => {
    const i = n < 0 ? add(n, length) : n
    if (i < low) return low
    return i > high ? high : i
  }
  return {
    start: start === null ? (backwards ? high : low) : clip(start),
    stop: stop === null ? (backwards ? low : high) : clip(stop),
    step: by,
  }
}

defineType({
  type: T.slice,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  new: [
    'slice(*args)',
    (m: Machine, _cls: Value, args: Value[]): Result => {
      if (args.length === 0) return m.raise('TypeError', 'slice expected at least 1 argument, got 0')
      if (args.length > 3) return m.raise('TypeError', `slice expected at most 3 arguments, got ${args.length}`)
      return args.length === 1 ? new PySlice(null, args[0]!, null) : new PySlice(args[0]!, args[1]!, args[2] ?? null)
    },
  ],
  slots: {
    repr: (m, self: PySlice) => {
      const parts = [self.start, self.stop, self.step].map(part => nativeRepr(m, part))
      return parts.includes(undefined)
        ? m.callPrelude('slice_repr', self.start, self.stop, self.step)
        : `slice(${parts.join(', ')})`
    },
    hash: (m, self: PySlice) => {
      const parts = [self.start, self.stop, self.step]
      const hash = self.contentHash()
      if (hash !== undefined) return hash
      for (const part of parts) {
        const type = unhashableType(part)
        if (type !== null) return m.raise('TypeError', `unhashable type: '${type.name}'`)
      }
      return m.callPrelude('tuple_hash', m.tuple(parts))
    },
    compare: (m, self: PySlice, other, op) => {
      const items = (s: PySlice) => [s.start, s.stop, s.step]
      const theirs = other instanceof PySlice ? m.tuple(items(other)) : other
      return compareSequences(
        m,
        m.tuple(items(self)),
        theirs,
        op,
        items(self),
        other instanceof PySlice ? items(other) : undefined,
      )
    },
  },
  members: {
    start: (_m, self: PySlice) => self.start,
    stop: (_m, self: PySlice) => self.stop,
    step: (_m, self: PySlice) => self.step,
  },
  methods: {
    'indices(object, /)': (m: Machine, self: PySlice, object: Value): Result => {
      const length = asInt(object)
      if (length === undefined) {
        if (m.typeOf(object).slots.index !== null) return m.callPrelude('slice_indices', self, object)
        return m.raise('TypeError', `'${m.typeName(object)}' object cannot be interpreted as an integer`)
      }
      if (length < 0) return m.raise('ValueError', 'length should not be negative')
      const bounds = longSliceBounds(m, self, length)
      if (bounds === undefined) return undefined
      if (bounds === null) return m.callPrelude('slice_indices', self, length)
      return m.tuple([bounds.start, bounds.stop, bounds.step])
    },
    '__reduce__()': (m: Machine, self: PySlice) => m.tuple([T.slice, m.tuple([self.start, self.stop, self.step])]),
  },
})
