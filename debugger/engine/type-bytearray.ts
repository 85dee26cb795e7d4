// The class bytearray: bytes that can change. What it shares with bytes is in type-bytes.ts.

import { retryWithIndexes, sizeArgument, wantsIndex } from './arguments.ts'
import { bytesOf, PyByteArray } from './bytes.ts'
import { byteArgument, bytesOfItems, newContent } from './bytes-content.ts'
import { fromHex, makeTable, SHARED_METHODS } from './bytes-methods.ts'
import { repeated, SHARED_SLOTS } from './bytes-slots.ts'
import { fits, isIterable } from './containers.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { PySlice, sliceRange } from './slice.ts'
import { bytesBody } from './str-repr.ts'
import { T } from './types.ts'
import { asInt, asStr, PyBytes, type PyType, type Result, type Value } from './value.ts'

/** Position of an item; undefined: IndexError was raised. */
function position(m: Machine, self: PyByteArray, key: Value, message: string): number | undefined {
  const n = asInt(key)
  if (n === undefined) {
    return m.raise('TypeError', `bytearray indices must be integers or slices, not ${m.typeName(key)}`)
  }
  const length = self.bytes.length
  const i = n < 0 ? Number(n) + length : Number(n)
  return i < 0 || i >= length ? m.raise('IndexError', message) : i
}

function replaceRange(self: PyByteArray, start: number, stop: number, by: Uint8Array): void {
  const old = self.bytes
  const bytes = new Uint8Array(start + by.length + old.length - stop)
  bytes.set(old.subarray(0, start))
  bytes.set(by, start)
  bytes.set(old.subarray(stop), start + by.length)
  self.bytes = bytes
}

function setItem(m: Machine, self: PyByteArray, key: Value, value: Value | undefined): Result {
  if (key instanceof PySlice) return setSlice(m, self, key, value)
  if (wantsIndex(m, key) || wantsIndex(m, value)) {
    return value === undefined
      ? m.callPrelude('delitem_index', self, key)
      : m.callPrelude('setitem_index', self, key, value)
  }
  const i = position(m, self, key, 'bytearray index out of range')
  if (i === undefined) return undefined
  if (value === undefined) {
    m.touch(self)
    replaceRange(self, i, i + 1, new Uint8Array(0))
    return null
  }
  const byte = byteArgument(m, value)
  if (byte === undefined) return undefined
  m.touch(self)
  self.bytes[i] = byte
  return null
}

const NOT_BYTES = 'can assign only bytes, buffers, or iterables of ints in range(0, 256)'

function setSlice(m: Machine, self: PyByteArray, slice: PySlice, value: Value | undefined): Result {
  const range = sliceRange(m, slice, self.bytes.length)
  if (range === undefined) return undefined
  if (range === null) {
    return value === undefined
      ? m.callPrelude('delitem_slice', self, slice)
      : m.callPrelude('setitem_slice', self, slice, value)
  }
  const { start, step, length } = range
  let by: Uint8Array = new Uint8Array(0)
  if (value !== undefined) {
    const bytes = bytesOf(value)
    if (bytes !== undefined) by = bytes.slice()
    else {
      if (asInt(value) !== undefined || asStr(value) !== undefined || !isIterable(m, value))
        return m.raise('TypeError', NOT_BYTES)
      const items = bytesOfItems(m, value, 'byte must be in range(0, 256)')
      if (items === undefined) return undefined
      if (items === 'python') return m.callPrelude('bytearray_assign_slice', self, slice, value)
      by = items
    }
  }
  m.touch(self)
  if (step === 1) {
    replaceRange(self, start, start + length, by)
    return null
  }
  if (value === undefined) {
    const gone = new Set(Array.from({ length }, (_, i) => start + i * step))
    self.bytes = self.bytes.filter((_, i) => !gone.has(i))
    return null
  }
  if (by.length !== length) {
    return m.raise('ValueError', `attempt to assign bytes of size ${by.length} to extended slice of size ${length}`)
  }
  const bytes = self.bytes
  for (let i = 0; i < length; i++) bytes[start + i * step] = by[i]!
  return null
}

/** Adds the bytes of any iterable of ints or bytes-like object. */
function extend(m: Machine, self: PyByteArray, iterable: Value): Result {
  let bytes: Uint8Array | undefined | 'python' = bytesOf(iterable)?.slice()
  if (bytes === undefined) {
    if (asStr(iterable) !== undefined) {
      return m.raise('TypeError', `expected iterable of integers; got: '${m.typeName(iterable)}'`)
    }
    if (!isIterable(m, iterable)) return m.raise('TypeError', `can't extend bytearray with ${m.typeName(iterable)}`)
    bytes = bytesOfItems(m, iterable, 'byte must be in range(0, 256)')
    if (bytes === 'python') return m.callPrelude('bytearray_extend', self, iterable)
    if (bytes === undefined) return undefined
  }
  if (!fits(m, self.bytes.length + bytes.length)) return undefined
  m.touch(self)
  self.append(bytes)
  return null
}

function byteArrayRepr(self: PyByteArray): string {
  // Unlike bytes, single quotes are escaped whatever the quotes around.
  const quote = self.bytes.includes(39) && !self.bytes.includes(34) ? '"' : "'"
  const body = bytesBody(self.bytes, quote)
  return `${self.cls.name}(b${quote}${quote === '"' ? body.replaceAll("'", "\\'") : body}${quote})`
}

defineType({
  type: T.bytearray,
  isBase: true,
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  new: ['bytearray(*args, **kwargs)', (m: Machine, cls: PyType) => new PyByteArray(cls, m.epoch, new Uint8Array(0))],
  init: [
    'bytearray(source=None, encoding=None, errors=None)',
    (
      m: Machine,
      self: PyByteArray,
      source: Value | undefined,
      encoding: Value | undefined,
      errors: Value | undefined,
    ): Result => {
      const content = newContent(m, 'bytearray', source, encoding, errors)
      if (content === undefined) return undefined
      if (content === 'python') return m.callPrelude('bytearray_init', self, source!)
      m.touch(self)
      self.bytes = content
      return null
    },
  ],
  slots: {
    ...SHARED_SLOTS,
    repr: (_m, self: PyByteArray) => byteArrayRepr(self),
    str: (_m, self: PyByteArray) => byteArrayRepr(self),
    setItem: setItem as never,
    inplaceConcat: ((m: Machine, self: PyByteArray, other: Value): Result => {
      const bytes = bytesOf(other)
      if (bytes === undefined) return m.raise('TypeError', `can't concat ${m.typeName(other)} to ${m.typeName(self)}`)
      if (!fits(m, self.bytes.length + bytes.length)) return undefined
      m.touch(self)
      self.append(bytes.slice())
      return self
    }) as never,
    inplaceRepeat: ((m: Machine, self: PyByteArray, by: Value): Result => {
      const bytes = repeated(m, self, by)
      if (bytes === 'python') return m.callPrelude('repeat_index', self, by)
      if (bytes === undefined) return undefined
      m.touch(self)
      self.bytes = bytes
      return self
    }) as never,
  },
  values: { __hash__: null },
  methods: {
    ...SHARED_METHODS,
    '__release_buffer__(buffer, /)': () => null,
    'append(item, /)': (m: Machine, self: PyByteArray, item: Value): Result => {
      if (wantsIndex(m, item)) return retryWithIndexes(m, T.bytearray, 'append', [self, item])
      const byte = byteArgument(m, item)
      if (byte === undefined || !fits(m, self.bytes.length + 1)) return undefined
      m.touch(self)
      self.append([byte])
      return null
    },
    'extend(iterable_of_ints, /)': extend,
    'insert(index, item, /)': (m: Machine, self: PyByteArray, index: Value, item: Value): Result => {
      if (wantsIndex(m, index, item)) return retryWithIndexes(m, T.bytearray, 'insert', [self, index, item])
      const n = sizeArgument(m, index, 0)
      const byte = n === undefined ? undefined : byteArgument(m, item)
      if (n === undefined || byte === undefined) return undefined
      const length = self.bytes.length
      const i = n < 0 ? Math.max(0, n + length) : Math.min(n, length)
      m.touch(self)
      replaceRange(self, i, i, Uint8Array.of(byte))
      return null
    },
    'pop(index=-1, /)': (m: Machine, self: PyByteArray, index: Value | undefined): Result => {
      if (wantsIndex(m, index)) return retryWithIndexes(m, T.bytearray, 'pop', [self, index])
      if (self.bytes.length === 0) return m.raise('IndexError', 'pop from empty bytearray')
      const n = sizeArgument(m, index, -1)
      const i = n === undefined ? undefined : position(m, self, n, 'pop index out of range')
      if (i === undefined) return undefined
      m.touch(self)
      const byte = self.bytes[i]!
      replaceRange(self, i, i + 1, new Uint8Array(0))
      return byte
    },
    'remove(value, /)': (m: Machine, self: PyByteArray, value: Value): Result => {
      if (wantsIndex(m, value)) return retryWithIndexes(m, T.bytearray, 'remove', [self, value])
      const byte = byteArgument(m, value)
      if (byte === undefined) return undefined
      const i = self.bytes.indexOf(byte)
      if (i < 0) return m.raise('ValueError', 'value not found in bytearray')
      m.touch(self)
      replaceRange(self, i, i + 1, new Uint8Array(0))
      return null
    },
    'clear()': (m: Machine, self: PyByteArray) => {
      m.touch(self)
      self.bytes = new Uint8Array(0)
      return null
    },
    'copy()': (m: Machine, self: PyByteArray) => new PyByteArray(T.bytearray, m.epoch, self.bytes.slice()),
    'reverse()': (m: Machine, self: PyByteArray) => {
      m.touch(self)
      self.bytes.reverse()
      return null
    },
    '__alloc__()': (_m: Machine, self: PyByteArray) => (self.bytes.length === 0 ? 0 : self.bytes.length + 1),
    '__reduce__()': (m: Machine, self: PyByteArray) =>
      m.tuple([T.bytearray, m.tuple([new PyBytes(T.bytes, self.bytes.slice())])]),
  },
  classMethods: { 'fromhex(string, /)': fromHex },
  staticMethods: { 'maketrans(frm, to, /)': makeTable },
})
