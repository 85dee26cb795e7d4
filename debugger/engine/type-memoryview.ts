// The class memoryview over bytes and bytearray: one dimension of format B. Other formats are refused by `cast`.
// CPython: Objects/memoryobject.c.

import { wantsIndex } from './arguments.ts'
import { bytesOf, PyByteArray, PyMemoryView } from './bytes.ts'
import { hexMethod } from './bytes-methods.ts'
import { hashOf } from './hash.ts'
import { iterateTuple } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { PySlice, sliceRange } from './slice.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, asStr, PyBytes, type Result, type Value } from './value.ts'

/** Raises when the view was released; true then. */
function isGone(m: Machine, self: PyMemoryView): boolean {
  if (!self.isReleased) return false
  m.raise('ValueError', 'operation forbidden on released memoryview object')
  return true
}

function position(m: Machine, self: PyMemoryView, key: Value): number | undefined {
  const n = asInt(key)
  if (n === undefined) return m.raise('TypeError', 'memoryview: invalid slice key')
  const i = n < 0 ? Number(n) + self.length : Number(n)
  return i < 0 || i >= self.length ? m.raise('IndexError', 'index out of bounds on dimension 1') : i
}

function getItem(m: Machine, self: PyMemoryView, key: Value): Result {
  if (isGone(m, self)) return undefined
  if (key instanceof PySlice) {
    const range = sliceRange(m, key, self.length)
    if (range === undefined) return undefined
    if (range === null) return m.callPrelude('getitem_slice', self, key)
    return new PyMemoryView(
      m.epoch,
      self.source,
      self.start + range.start * self.step,
      range.length,
      self.step * range.step,
    )
  }
  if (wantsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
  const i = position(m, self, key)
  return i === undefined ? undefined : self.source.bytes[self.start + i * self.step]
}

function setItem(m: Machine, self: PyMemoryView, key: Value, value: Value | undefined): Result {
  if (isGone(m, self)) return undefined
  if (!(self.source instanceof PyByteArray)) return m.raise('TypeError', 'cannot modify read-only memory')
  if (value === undefined) return m.raise('TypeError', 'cannot delete memory')
  const at = (i: number) => self.start + i * self.step
  if (key instanceof PySlice) {
    const range = sliceRange(m, key, self.length)
    if (range === undefined) return undefined
    if (range === null) return m.callPrelude('setitem_slice', self, key, value)
    const bytes = bytesOf(value)
    if (bytes === undefined) return m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(value)}'`)
    if (bytes.length !== range.length) {
      return m.raise('ValueError', 'memoryview assignment: lvalue and rvalue have different structures')
    }
    const copy = bytes.slice()
    m.touch(self.source)
    for (let i = 0; i < copy.length; i++) self.source.bytes[at(range.start + i * range.step)] = copy[i]!
    return null
  }
  if (wantsIndex(m, key, value)) return m.callPrelude('setitem_index', self, key, value)
  const i = position(m, self, key)
  if (i === undefined) return undefined
  const byte = asInt(value)
  if (byte === undefined) return m.raise('TypeError', "memoryview: invalid type for format 'B'")
  if (byte < 0 || byte > 255) return m.raise('ValueError', "memoryview: invalid value for format 'B'")
  m.touch(self.source)
  self.source.bytes[at(i)] = Number(byte)
  return null
}

/** A method that first refuses a released view. */
function guarded<A extends (Value | undefined)[]>(operate: (m: Machine, self: PyMemoryView, ...args: A) => Result) {
  return (m: Machine, self: PyMemoryView, ...args: A): Result =>
    isGone(m, self) ? undefined : operate(m, self, ...args)
}

defineType({
  type: T.memoryview,
  pattern: 'sequence',
  doc: 'Create a new memoryview object which references the given object.',
  new: [
    'memoryview(object)',
    (m: Machine, _cls: Value, object: Value): Result => {
      if (object instanceof PyBytes || object instanceof PyByteArray) {
        return new PyMemoryView(m.epoch, object, 0, object.bytes.length, 1)
      }
      if (object instanceof PyMemoryView) {
        if (isGone(m, object)) return undefined
        return new PyMemoryView(m.epoch, object.source, object.start, object.length, object.step)
      }
      return m.raise('TypeError', `memoryview: a bytes-like object is required, not '${m.typeName(object)}'`)
    },
  ],
  slots: {
    repr: (m, self: PyMemoryView) =>
      `<${self.isReleased ? 'released ' : ''}memory at 0x${m.idOf(self).toString(16).padStart(12, '0')}>`,
    hash: (m, self: PyMemoryView) => {
      if (isGone(m, self)) return undefined
      if (self.source instanceof PyByteArray) return m.raise('ValueError', 'cannot hash writable memoryview object')
      return hashOf(new PyBytes(T.bytes, self.bytes))
    },
    compare: (_m, self: PyMemoryView, other, op) => {
      if (op !== Compare.Eq && op !== Compare.Ne) return NOT_IMPLEMENTED
      const theirs = bytesOf(other)
      if (theirs === undefined || self.isReleased) return self === other ? op === Compare.Eq : NOT_IMPLEMENTED
      const mine = self.bytes
      const equal = mine.length === theirs.length && mine.every((b, i) => b === theirs[i])
      return equal === (op === Compare.Eq)
    },
    len: guarded((_m, self) => self.length) as never,
    iter: guarded((m, self) => iterateTuple(m, Array.from(self.bytes))) as never,
    getItem: getItem as never,
    setItem: setItem as never,
  },
  getset: {
    obj: guarded((_m, self) => self.source) as never,
    nbytes: guarded((_m, self) => self.length) as never,
    itemsize: guarded(() => 1) as never,
    format: guarded(() => 'B') as never,
    ndim: guarded(() => 1) as never,
    shape: guarded((m, self) => m.tuple([self.length])) as never,
    strides: guarded((m, self) => m.tuple([self.step])) as never,
    suboffsets: guarded(m => m.tuple([])) as never,
    readonly: guarded((_m, self) => self.source instanceof PyBytes) as never,
    contiguous: guarded((_m, self) => self.step === 1 || self.length <= 1) as never,
    c_contiguous: guarded((_m, self) => self.step === 1 || self.length <= 1) as never,
    f_contiguous: guarded((_m, self) => self.step === 1 || self.length <= 1) as never,
  },
  methods: {
    '__buffer__(flags, /)': guarded((_m, self) => self),
    '__release_buffer__(buffer, /)': () => null,
    "tobytes(order='C')": guarded((_m, self) => new PyBytes(T.bytes, self.bytes.slice())),
    'tolist()': guarded((m, self) => m.list(Array.from(self.bytes))),
    'hex(sep=<unrepresentable>, bytes_per_sep=1)': guarded(
      (m, self, sep: Value | undefined, group: Value | undefined) => hexMethod(m, self, sep, group),
    ),
    'toreadonly()': guarded((m, self) => {
      const source = self.source instanceof PyBytes ? self.source : new PyBytes(T.bytes, self.source.bytes)
      return new PyMemoryView(m.epoch, source, self.start, self.length, self.step)
    }),
    'cast(format, shape=<unrepresentable>)': guarded((m, self, format: Value | undefined, shape: Value | undefined) => {
      if (asStr(format) === 'B' && shape === undefined) return self
      return m.raise('NotImplementedError', "memoryview: only the format 'B' is supported")
    }),
    'release()': (m: Machine, self: PyMemoryView) => {
      m.touch(self)
      self.isReleased = true
      return null
    },
    '__enter__()': guarded((_m, self) => self),
    '__exit__(*exc_info)': (m: Machine, self: PyMemoryView) => {
      m.touch(self)
      self.isReleased = true
      return null
    },
  },
})
