// Float to text and back: repr(), the C formats e, f, g, float(str), hex and fromhex.

import { type Digits, decompose, fixedDigits, shortestDigits, significantDigits } from './decimal-digits.ts'
import { type Fail, overflowError, valueError } from './fail.ts'
import { copySign, isNegative, ldexp } from './float.ts'
import { toAsciiDigits } from './int-text.ts'

/** repr(x) of a float. */
export function floatRepr(x: number): string {
  // The host agrees on the digits, and on the form in this range.
  if (Number.isInteger(x) && x < 1e15 && x > -1e15) return Object.is(x, -0) ? '-0.0' : `${x}.0`
  return signed(x, formatDouble(Math.abs(x), 'r', 0, false, true))
}

/** x as a part of repr(complex): no '.0', always finite-width. */
export function complexPartRepr(x: number): string {
  return signed(x, formatDouble(Math.abs(x), 'r', 0, false, false))
}

function signed(x: number, magnitude: string): string {
  return isNegative(x) ? `-${magnitude}` : magnitude
}

/**
 * The text of a double x >= 0 (or inf, nan) in one of the C formats. CPython: PyOS_double_to_string.
 * @param kind 'r' is repr: shortest digits, `precision` ignored
 * @param alternate keep the decimal point and, for 'g', trailing zeros (Py_DTSF_ALT)
 * @param addDotZero at least one digit after the point unless there is an exponent (Py_DTSF_ADD_DOT_0)
 */
export function formatDouble(
  x: number,
  kind: 'e' | 'f' | 'g' | 'r',
  precision: number,
  alternate: boolean,
  addDotZero: boolean,
): string {
  if (Number.isNaN(x)) return 'nan'
  if (x === Number.POSITIVE_INFINITY) return 'inf'
  switch (kind) {
    case 'f': {
      const places = Math.min(precision, MOST_DIGITS)
      return fixedForm(fixedDigits(x, places) + '0'.repeat(precision - places), precision, alternate)
    }
    case 'e':
      return exponentForm(significant(x, precision + 1), alternate)
    case 'g': {
      const wanted = precision === 0 ? 1 : precision
      const d = significant(x, wanted)
      const digits = alternate ? d.digits : stripTrailingZeros(d.digits)
      return generalForm({ digits, point: d.point }, wanted - (addDotZero ? 1 : 0), alternate, addDotZero)
    }
    case 'r':
      return generalForm(shortestDigits(x), 16, alternate, addDotZero)
  }
}

/** A double has no more decimal places than this, nor more significant digits: what follows are zeros. */
const MOST_DIGITS = 1100

function significant(x: number, count: number): Digits {
  const wanted = Math.min(count, MOST_DIGITS)
  const { digits, point } = significantDigits(x, wanted)
  return { digits: digits + '0'.repeat(count - wanted), point }
}

function stripTrailingZeros(digits: string): string {
  let end = digits.length
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}

function fixedForm(digits: string, places: number, alternate: boolean): string {
  if (places === 0) return alternate ? `${digits}.` : digits
  const padded = digits.padStart(places + 1, '0')
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`
}

function exponentForm({ digits, point }: Digits, alternate: boolean): string {
  const e = point - 1
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : alternate ? `${digits}.` : digits
  return `${mantissa}e${e < 0 ? '-' : '+'}${Math.abs(e) < 10 ? '0' : ''}${Math.abs(e)}`
}

function generalForm(d: Digits, largestPoint: number, alternate: boolean, addDotZero: boolean): string {
  const { digits, point } = d
  if (point <= -4 || point > largestPoint) return exponentForm(d, alternate)
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  if (digits.length > point) return `${digits.slice(0, point)}.${digits.slice(point)}`
  const whole = digits.padEnd(point, '0')
  return addDotZero ? `${whole}.0` : alternate ? `${whole}.` : whole
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** An underscore that is not between two digits. */
const STRAY_UNDERSCORE = /(^|\D)_|_(\D|$)/
const NOT_FINITE = /^[+-]?(inf|infinity|nan)$/i

/** float(text), or undefined when it is not a number. CPython: float_from_string. */
export function parseFloatText(text: string): number | undefined {
  const s = toAsciiDigits(text)
  return s === undefined ? undefined : parseDouble(s)
}

/** As `parseFloatText` for text without white space around it and with ASCII digits only. */
export function parseDouble(s: string): number | undefined {
  if (s.includes('_')) return STRAY_UNDERSCORE.test(s) ? undefined : parseDouble(s.replaceAll('_', ''))
  if (NUMBER.test(s)) return Number(s)
  if (!NOT_FINITE.test(s)) return undefined
  const negative = s[0] === '-'
  if (/nan$/i.test(s)) return Number.NaN
  return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** x.hex(). */
export function floatHex(x: number): string {
  if (!Number.isFinite(x)) return floatRepr(x)
  if (x === 0) return signed(x, '0x0.0p+0')
  const { mantissa, exponent } = decompose(Math.abs(x))
  // Subnormals keep the smallest exponent, with a leading 0.
  const leading = mantissa >> 52n
  const fraction = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0')
  const e = exponent + 52
  return signed(x, `0x${leading}.${fraction}p${e < 0 ? '' : '+'}${e}`)
}

const HEX_FLOAT = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i

/** float.fromhex(text). CPython: float_fromhex. */
export function floatFromHex(text: string): number | Fail {
  const s = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')
  if (NOT_FINITE.test(s)) return parseDouble(s) as number
  const match = HEX_FLOAT.exec(s)
  const whole = match?.[2] ?? ''
  const fraction = match?.[3] ?? ''
  if (match === null || whole.length + fraction.length === 0) {
    return valueError('invalid hexadecimal floating-point string')
  }
  const sign = match[1] === '-' ? -1 : 1
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  if (digits === '') return copySign(0, sign)
  const tooLarge = () => overflowError('hexadecimal value too large to represent as a float')
  const e = Number(match[4] ?? '0')
  const top = e - 4 * fraction.length + 4 * digits.length
  if (top > 1100) return tooLarge()
  if (top < -1200) return copySign(0, sign)
  const x = roundedScale(BigInt(`0x${digits}`), e - 4 * fraction.length)
  return Number.isFinite(x) ? sign * x : tooLarge()
}

/** n * 2**e as the nearest double (n > 0), ties to even. */
function roundedScale(n: bigint, e: number): number {
  const bits = n.toString(2).length
  // Places of the last bit that a double can hold at this magnitude.
  const last = Math.max(bits + e - 53, -1074)
  const drop = last - e
  if (drop <= 0) return ldexp(Number(n), e)
  if (drop > bits + 1) return 0
  const unit = 1n << BigInt(drop)
  let q = n / unit
  const twice = (n % unit) * 2n
  if (twice > unit || (twice === unit && (q & 1n) === 1n)) q += 1n
  return ldexp(Number(q), last)
}
