// Module binascii: bytes to text codings and checksums. CPython: Modules/binascii.c.

import { bytesOf } from '../bytes.ts'
import { hexMethod } from '../bytes-methods.ts'
import { EXCEPTIONS } from '../exception-types.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { bareType, T } from '../types.ts'
import { asInt, asStr, PyBytes, type Result, type Value } from '../value.ts'
import { asUnsigned32, crc32, crcHqx } from './checksum.ts'

const binasciiError = bareType('binascii.Error', EXCEPTIONS.ValueError, 'exception')
binasciiError.hasDict = true
defineType({ type: binasciiError, name: 'binascii.Error', isBase: true, hasDict: true })
const incomplete = bareType('binascii.Incomplete', EXCEPTIONS.Exception, 'exception')
incomplete.hasDict = true
defineType({ type: incomplete, name: 'binascii.Incomplete', isBase: true, hasDict: true })

/** Bytes, or a str of ASCII; undefined: raised. */
function asciiArgument(m: Machine, value: Value): Uint8Array | undefined {
  const text = asStr(value)
  if (text !== undefined) {
    if (/[^\0-\x7f]/.test(text)) return m.raise('ValueError', 'string argument should contain only ASCII characters')
    return Uint8Array.from(text, c => c.charCodeAt(0))
  }
  return (
    bytesOf(value) ??
    m.raise('TypeError', `argument should be bytes, buffer or ASCII string, not '${m.typeName(value)}'`)
  )
}

function bytesArgument(m: Machine, value: Value): Uint8Array | undefined {
  return bytesOf(value) ?? m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(value)}'`)
}

const bytesValue = (bytes: ArrayLike<number>) => new PyBytes(T.bytes, Uint8Array.from(bytes))
const isTrue = (flag: Value | undefined, absent: boolean) =>
  flag === undefined ? absent : flag !== null && flag !== false && flag !== 0

function unhexlify(m: Machine, text: Value): Result {
  const chars = asciiArgument(m, text)
  if (chars === undefined) return undefined
  if (chars.length % 2 === 1) return m.raise(binasciiError, 'Odd-length string')
  const out = new Uint8Array(chars.length / 2)
  for (let i = 0; i < out.length; i++) {
    const digits = String.fromCharCode(chars[2 * i]!, chars[2 * i + 1]!)
    if (!/^[0-9a-fA-F]{2}$/.test(digits)) return m.raise(binasciiError, 'Non-hexadecimal digit found')
    out[i] = Number.parseInt(digits, 16)
  }
  return new PyBytes(T.bytes, out)
}

function hexlify(m: Machine, data: Value, sep: Value | undefined, group: Value | undefined): Result {
  if (bytesArgument(m, data) === undefined) return undefined
  const text = hexMethod(m, data, sep, group)
  return typeof text === 'string' ? bytesValue(Array.from(text, c => c.charCodeAt(0))) : undefined
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function encode(m: Machine, data: Value, newline: Value | undefined): Result {
  const bytes = bytesArgument(m, data)
  if (bytes === undefined) return undefined
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const left = bytes.length - i
    out += ALPHABET[triple >> 18]! + ALPHABET[(triple >> 12) & 63]!
    out += left > 1 ? ALPHABET[(triple >> 6) & 63]! : '='
    out += left > 2 ? ALPHABET[triple & 63]! : '='
  }
  if (isTrue(newline, true)) out += '\n'
  return bytesValue(Array.from(out, c => c.charCodeAt(0)))
}

// CPython: binascii_a2b_base64_impl.
function decode(m: Machine, data: Value, strict: Value | undefined): Result {
  const chars = asciiArgument(m, data)
  if (chars === undefined) return undefined
  const isStrict = isTrue(strict, false)
  const fail = (message: string) => m.raise(binasciiError, message)
  if (isStrict && chars[0] === 61) return fail('Leading padding not allowed')
  const out: number[] = []
  let position = 0
  let left = 0
  let pads = 0
  let padded = false
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i]!
    if (c === 61) {
      padded = true
      if (position >= 2 && position + ++pads >= 4) {
        if (isStrict && i + 1 < chars.length)
          return fail(chars[i + 1] === 61 ? 'Excess padding not allowed' : 'Excess data after padding')
        return bytesValue(out)
      }
      if (isStrict && position === 0) return fail('Excess padding not allowed')
      continue
    }
    const value = ALPHABET.indexOf(String.fromCharCode(c))
    if (value < 0) {
      if (isStrict) return fail('Only base64 data is allowed')
      continue
    }
    if (isStrict && padded) return fail('Discontinuous padding not allowed')
    pads = 0
    if (position === 0) {
      position = 1
      left = value
    } else if (position === 1) {
      position = 2
      out.push(((left << 2) | (value >> 4)) & 255)
      left = value & 15
    } else if (position === 2) {
      position = 3
      out.push(((left << 4) | (value >> 2)) & 255)
      left = value & 3
    } else {
      position = 0
      out.push(((left << 6) | value) & 255)
      left = 0
    }
  }
  if (position === 1) {
    const count = Math.floor(out.length / 3) * 4 + 1
    return fail(
      `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`,
    )
  }
  return position !== 0 ? fail('Incorrect padding') : bytesValue(out)
}

defineModule('binascii', {
  doc: 'Conversion between binary data and ASCII',
  functions: {
    'hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)': hexlify,
    'b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)': hexlify,
    'unhexlify(hexstr, /)': unhexlify,
    'a2b_hex(hexstr, /)': unhexlify,
    'b2a_base64(data, /, *, newline=True)': encode,
    'a2b_base64(data, /, *, strict_mode=False)': decode,
    'crc32(data, crc=0, /)': (m: Machine, data: Value, crc: Value | undefined): Result => {
      const bytes = bytesArgument(m, data)
      return bytes && crc32(bytes, asUnsigned32(asInt(crc) ?? 0))
    },
    'crc_hqx(data, crc, /)': (m: Machine, data: Value, crc: Value): Result => {
      const bytes = bytesArgument(m, data)
      return bytes && crcHqx(bytes, asUnsigned32(asInt(crc) ?? 0))
    },
  },
  values: { Error: binasciiError, Incomplete: incomplete },
})
