/**
 * Constants as Python's `repr` writes them.
 */

import { isPrintable } from './characters.ts'
import type { ConstantValue, StringValue } from './tree.ts'

/** `repr` of a literal's value. */
export function constantRepr(value: ConstantValue): string {
  switch (value.type) {
    case 'str':
      return stringRepr(value)
    case 'bytes':
      return bytesRepr(value.value)
    case 'int':
      return value.value.toString()
    case 'float':
      return floatRepr(value.value)
    case 'complex':
      return `${floatRepr(value.imag).replace(/\.0$/, '')}j`
    default:
      return value.type
  }
}

/** `repr` of a str: single quotes unless only those would need escaping; what is not printable is escaped. */
export function stringRepr(text: StringValue | string): string {
  const value = typeof text === 'string' ? text : text.value
  const points = typeof text === 'string' ? undefined : text.points
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  let out = quote
  for (const point of points ?? codePoints(value)) out += escapePoint(point, quote)
  return out + quote
}

function* codePoints(value: string): Generator<number> {
  for (const char of value) yield char.codePointAt(0)!
}

function escapePoint(point: number, quote: string): string {
  const char = String.fromCodePoint(point)
  if (char === quote || char === '\\') return `\\${char}`
  if (point >= 32 && point < 127) return char
  if (char === '\n') return '\\n'
  if (char === '\r') return '\\r'
  if (char === '\t') return '\\t'
  if (isPrintable(point)) return char
  const hex = point.toString(16)
  if (point < 0x100) return `\\x${hex.padStart(2, '0')}`
  return point < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

function bytesRepr(bytes: Uint8Array): string {
  const hasSingle = bytes.includes(39)
  const quote = hasSingle && !bytes.includes(34) ? '"' : "'"
  let out = `b${quote}`
  for (const byte of bytes) {
    const char = String.fromCharCode(byte)
    if (char === quote || char === '\\') out += `\\${char}`
    else if (char === '\t') out += '\\t'
    else if (char === '\n') out += '\\n'
    else if (char === '\r') out += '\\r'
    else if (byte < 32 || byte >= 127) out += `\\x${byte.toString(16).padStart(2, '0')}`
    else out += char
  }
  return out + quote
}

/** `repr` of a float: the shortest digits that read back the same, with an exponent from 1e16 on and below 1e-4. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa, exponentText] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const text = String(value)
  if (!text.includes('e')) return /\.\d/.test(text) ? text : `${text}.0`
  // Between 1e-6 and 1e-4 JavaScript writes no exponent; below it does, at 1e-7: never reached here.
  return text
}
