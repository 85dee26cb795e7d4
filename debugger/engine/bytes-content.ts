// What natives of bytes and bytearray share: bytes as strings of one character each (so that the searching of str serves them),
// arguments, and the content of new objects. CPython: Objects/bytesobject.c, bytearrayobject.c.

import { intArgument, wantsIndex } from './arguments.ts'
import { bytesOf, PyByteArray } from './bytes.ts'
import { encode, latin1 } from './codec.ts'
import { fits, isIterable, itemsOf } from './containers.ts'
import { Fail } from './fail.ts'
import type { Machine } from './machine.ts'
import { optionalStr } from './str-arguments.ts'
import { T } from './types.ts'
import { asInt, asStr, PyBytes, type PyType, type Value } from './value.ts'

export type Bytes = PyBytes | PyByteArray

/** Bytes as a string of one character each. */
export const text = (bytes: Uint8Array): string => latin1(bytes)
/** The bytes of such a string. */
export const untext = (s: string): Uint8Array => {
  const bytes = new Uint8Array(s.length)
  for (let i = 0; i < s.length; i++) bytes[i] = s.charCodeAt(i)
  return bytes
}
/** New bytes of the kind of `self`: a bytearray's methods give bytearrays. */
export function like(m: Machine, self: Bytes, bytes: Uint8Array): Value {
  return self instanceof PyByteArray ? new PyByteArray(T.bytearray, m.epoch, bytes) : new PyBytes(T.bytes, bytes)
}

/** The bytes of an argument; undefined: TypeError was raised. */
export function bytesArgument(m: Machine, value: Value): Uint8Array | undefined {
  return bytesOf(value) ?? m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(value)}'`)
}

/** A byte 0 … 255 as an argument; undefined: raised. */
export function byteArgument(m: Machine, value: Value): number | undefined {
  const n = intArgument(m, value)
  if (n === undefined) return undefined
  return n < 0 || n > 255 ? m.raise('ValueError', 'byte must be in range(0, 256)') : Number(n)
}

/** Bytes from ints; undefined: raised, or ('python') an `__index__` or an iterator has to be asked by the prelude. */
export function bytesOfItems(m: Machine, iterable: Value, message: string): Uint8Array | undefined | 'python' {
  const items = itemsOf(m, iterable)
  if (items === undefined) return 'python'
  if (items === null) return undefined
  const bytes = new Uint8Array(items.length)
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!
    if (wantsIndex(m, item)) return 'python'
    const n = intArgument(m, item)
    if (n === undefined) return undefined
    if (n < 0 || n > 255) return m.raise('ValueError', message)
    bytes[i] = Number(n)
  }
  return bytes
}

/**
 * The content of `bytes(source, encoding, errors)` or of a bytearray. 'python': the prelude has to do it.
 * CPython: bytes_new_impl, bytearray___init___impl.
 */
export function newContent(
  m: Machine,
  name: 'bytes' | 'bytearray',
  source: Value | undefined,
  encoding: Value | undefined,
  errors: Value | undefined,
): Uint8Array | undefined | 'python' {
  const codec = optionalStr(m, encoding, 'utf-8', `${name}() argument 'encoding'`)
  const handler = codec === undefined ? undefined : optionalStr(m, errors, 'strict', `${name}() argument 'errors'`)
  if (codec === undefined || handler === undefined) return undefined
  const s = source === undefined ? undefined : asStr(source)
  if (s !== undefined) {
    if (encoding === undefined) {
      return m.raise(
        'TypeError',
        errors === undefined ? 'string argument without an encoding' : 'string argument without an encoding',
      )
    }
    const bytes = encode(s, codec, handler)
    return bytes instanceof Fail ? m.raiseFail(bytes) : bytes
  }
  if (encoding !== undefined || errors !== undefined) {
    return m.raise('TypeError', `${encoding !== undefined ? 'encoding' : 'errors'} without a string argument`)
  }
  if (source === undefined) return new Uint8Array(0)
  const content = bytesOf(source)
  if (content !== undefined && !m.typeOf(source).isHeap) return content.slice()
  const n = asInt(source)
  if (n !== undefined) {
    if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
      return m.raise('OverflowError', "cannot fit 'int' into an index-sized integer")
    if (n < 0) return m.raise('ValueError', 'negative count')
    return fits(m, Number(n)) ? new Uint8Array(Number(n)) : undefined
  }
  if (m.typeOf(source).isHeap || wantsIndex(m, source)) return 'python'
  if (!isIterable(m, source)) return m.raise('TypeError', `cannot convert '${m.typeName(source)}' object to bytes`)
  return bytesOfItems(m, source, name === 'bytes' ? 'bytes must be in range(0, 256)' : 'byte must be in range(0, 256)')
}

/** What to look for: bytes, or one byte given as an int. Undefined: raised; 'python': ask `__index__` first. */
export function needle(m: Machine, value: Value): string | undefined | 'python' {
  const bytes = bytesOf(value)
  if (bytes !== undefined) return text(bytes)
  if (wantsIndex(m, value)) return 'python'
  const n = asInt(value)
  if (n === undefined) {
    return m.raise('TypeError', `argument should be integer or bytes-like object, not '${m.typeName(value)}'`)
  }
  return n < 0 || n > 255 ? m.raise('ValueError', 'byte must be in range(0, 256)') : String.fromCharCode(Number(n))
}

/** bytes or bytearray. */
export function typeOf(self: Bytes): PyType {
  return self instanceof PyByteArray ? T.bytearray : T.bytes
}
