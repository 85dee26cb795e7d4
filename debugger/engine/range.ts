// range objects, of ints of any size. CPython: Objects/rangeobject.c.

import { PURE_ITERABLES } from './containers.ts'
import type { Hash } from './dict.ts'
import { hashOfHashes, hashOfNative } from './hash.ts'
import { keyOfItems } from './hashing.ts'
import { add, floorDivNonZero, type Int, modNonZero, mul, neg, sub } from './int.ts'
import { iterateRange } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { longSliceBounds, PySlice } from './slice.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, Instance, Obj, PyFloat, type Result, type Value } from './value.ts'

/** `range(start, stop, step)`; `length` is how many ints it holds. */
export class PyRange extends Obj {
  readonly start: Int
  readonly stop: Int
  readonly step: Int
  readonly length: Int
  constructor(start: Int, stop: Int, step: Int) {
    super()
    this.cls = T.range
    this.start = start
    this.stop = stop
    this.step = step
    this.length = rangeLength(start, stop, step)
  }
  /** Ranges are equal when they hold the same ints. */
  private parts(): Value[] {
    if (this.length === 0) return [0, null, null]
    return this.length === 1 ? [1, this.start, null] : [this.length, this.start, this.step]
  }
  /** See hashing.ts ContentHashed. */
  contentKey(): string | undefined {
    return `\0r${keyOfItems(this.parts())}`
  }
  /** See hash.ts ContentHash. CPython: range_hash. */
  contentHash(): Hash {
    return hashOfHashes(this.parts().map(part => hashOfNative(part)))
  }
  stableHash(): Hash {
    return this.contentHash()
  }
}

function rangeLength(start: Int, stop: Int, step: Int): Int {
  if (step > 0) return start < stop ? add(floorDivNonZero(sub(sub(stop, start), 1), step), 1) : 0
  return start > stop ? add(floorDivNonZero(sub(sub(start, stop), 1), neg(step)), 1) : 0
}

/** Item number i (0 <= i < length). */
export function rangeItem(range: PyRange, i: Int): Int {
  return add(range.start, product(i, range.step))
}

// Products of a position and a step stay within the size of the bounds: never too large.
function product(a: Int, b: Int): Int {
  return mul(a, b) as Int
}

function makeRange(m: Machine, args: Value[]): Result {
  if (args.length === 0) return m.raise('TypeError', 'range expected at least 1 argument, got 0')
  if (args.length > 3) return m.raise('TypeError', `range expected at most 3 arguments, got ${args.length}`)
  const ints: Int[] = []
  for (const arg of args) {
    const n = asInt(arg)
    if (n === undefined) {
      if (m.typeOf(arg).slots.index !== null) return m.callPrelude('call_with_indexes', T.range, m.tuple(args))
      return m.raise('TypeError', `'${m.typeName(arg)}' object cannot be interpreted as an integer`)
    }
    ints.push(n)
  }
  if (ints.length === 1) return new PyRange(0, ints[0]!, 1)
  const step = ints[2] ?? 1
  return step === 0 ? m.raise('ValueError', 'range() arg 3 must not be zero') : new PyRange(ints[0]!, ints[1]!, step)
}

/** Position of the int n in the range, or -1. */
function position(range: PyRange, n: Int): Int {
  const inside = range.step > 0 ? n >= range.start && n < range.stop : n <= range.start && n > range.stop
  if (!inside || modNonZero(sub(n, range.start), range.step) !== 0) return -1
  return floorDivNonZero(sub(n, range.start), range.step)
}

/** What a value is as an element: an int to look for, 'none' when nothing is equal to it, 'python' when `__eq__` decides. */
function element(m: Machine, value: Value): Int | 'none' | 'python' {
  if (value instanceof Instance && m.typeOf(value).slots.compare !== T.int.slots.compare) return 'python'
  const n = asInt(value)
  if (n !== undefined) return n
  if (value instanceof PyFloat && value.cls === T.float) {
    return Number.isSafeInteger(value.value)
      ? value.value + 0
      : Number.isInteger(value.value)
        ? BigInt(value.value)
        : 'none'
  }
  return value instanceof Obj && (value.cls.isHeap || value.cls === T.complex) ? 'python' : 'none'
}

function getItem(m: Machine, self: PyRange, key: Value): Result {
  if (key instanceof PySlice) {
    const bounds = longSliceBounds(m, key, self.length)
    if (bounds === undefined) return undefined
    if (bounds === null) return m.callPrelude('getitem_slice', self, key)
    const step = product(self.step, bounds.step)
    return new PyRange(rangeItem(self, bounds.start), rangeItem(self, bounds.stop), step)
  }
  const n = asInt(key)
  if (n === undefined) {
    if (m.typeOf(key).slots.index !== null) return m.callPrelude('getitem_index', self, key)
    return m.raise('TypeError', `range indices must be integers or slices, not ${m.typeName(key)}`)
  }
  const i = n < 0 ? add(n, self.length) : n
  return i < 0 || i >= self.length ? m.raise('IndexError', 'range object index out of range') : rangeItem(self, i)
}

defineType({
  type: T.range,
  pattern: 'sequence',
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
  new: ['range(*args)', (m: Machine, _cls: Value, args: Value[]) => makeRange(m, args)],
  slots: {
    repr: (_m, self: PyRange) =>
      self.step === 1 ? `range(${self.start}, ${self.stop})` : `range(${self.start}, ${self.stop}, ${self.step})`,
    hash: (_m, self: PyRange) => self.contentHash(),
    compare: (_m, self: PyRange, other, op) => {
      if (!(other instanceof PyRange) || (op !== Compare.Eq && op !== Compare.Ne)) return NOT_IMPLEMENTED
      return (self.contentKey() === other.contentKey()) === (op === Compare.Eq)
    },
    bool: (_m, self: PyRange) => self.length !== 0,
    iter: (m, self: PyRange) => iterateRange(m, self.start, self.step, self.length),
    len: (m, self: PyRange) =>
      self.length > 9223372036854775807n
        ? m.raise('OverflowError', 'Python int too large to convert to C ssize_t')
        : self.length,
    getItem: getItem as never,
    contains: ((m: Machine, self: PyRange, value: Value): Result => {
      const n = element(m, value)
      if (n === 'python') return m.callPrelude('sequence_contains', self, value)
      return n === 'none' ? false : position(self, n) >= 0
    }) as never,
  },
  members: {
    start: (_m, self: PyRange) => self.start,
    stop: (_m, self: PyRange) => self.stop,
    step: (_m, self: PyRange) => self.step,
  },
  methods: {
    '__reversed__()': (m: Machine, self: PyRange) =>
      iterateRange(
        m,
        self.length === 0 ? self.start : rangeItem(self, sub(self.length, 1)),
        neg(self.step),
        self.length,
      ),
    'count(value, /)': (m: Machine, self: PyRange, value: Value): Result => {
      const n = element(m, value)
      if (n === 'python') return m.callPrelude('range_count', self, value)
      return n !== 'none' && position(self, n) >= 0 ? 1 : 0
    },
    'index(value, /)': (m: Machine, self: PyRange, value: Value): Result => {
      const n = element(m, value)
      if (n === 'python') return m.callPrelude('range_index', self, value)
      const at = n === 'none' ? -1 : position(self, n)
      if (at >= 0) return at
      return m.raise(
        'ValueError',
        asInt(value) === undefined ? 'sequence.index(x): x not in sequence' : `${n} is not in range`,
      )
    },
    '__reduce__()': (m: Machine, self: PyRange) => m.tuple([T.range, m.tuple([self.start, self.stop, self.step])]),
  },
})
PURE_ITERABLES.add(T.range)
