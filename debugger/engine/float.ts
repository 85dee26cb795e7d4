// Arithmetic of Python's float on plain JS numbers (a PyFloat's value). CPython: Objects/floatobject.c.
//
// Knows nothing of text (float-text.ts) or objects.

import { decompose, fixedDigits } from './decimal-digits.ts'
import { power } from './elementary.ts'
import { Fail, overflowError, valueError, zeroDivision } from './fail.ts'
import { bitLength, type Int, intFromNumber, normalInt } from './int.ts'

/** x / y. */
export function floatDiv(x: number, y: number): number | Fail {
  return y === 0 ? zeroDivision('float division by zero') : x / y
}

/** x // y. CPython: _float_div_mod. */
export function floatFloorDiv(x: number, y: number): number | Fail {
  return y === 0 ? zeroDivision('float floor division by zero') : quotient(x, y)
}

/** x % y. CPython: float_rem. */
export function floatMod(x: number, y: number): number | Fail {
  return y === 0 ? zeroDivision('float modulo by zero') : remainder(x, y)
}

/** divmod(x, y). */
export function floatDivMod(x: number, y: number): readonly [number, number] | Fail {
  return y === 0 ? zeroDivision('float divmod()') : [quotient(x, y), remainder(x, y)]
}

function remainder(x: number, y: number): number {
  const r = x % y
  if (r === 0) return copySign(0, y)
  return y < 0 !== r < 0 ? r + y : r
}

function quotient(x: number, y: number): number {
  const r = x % y
  let q = (x - r) / y
  if (r !== 0 && y < 0 !== r < 0) q -= 1
  if (q === 0) return copySign(0, x / y)
  const floor = Math.floor(q)
  return q - floor > 0.5 ? floor + 1 : floor
}

/** |x| with the sign of y. */
export function copySign(x: number, y: number): number {
  const magnitude = Math.abs(x)
  return y < 0 || Object.is(y, -0) ? -magnitude : magnitude
}

/** True for -0.0, negative numbers and -inf. */
export function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0)
}

/** 'complex': the result is not real (negative base, broken exponent). */
export type NeedsComplex = 'complex'

/** x ** y. CPython: float_pow. */
export function floatPow(x: number, y: number): number | NeedsComplex | Fail {
  if (y === 0 || x === 1) return 1
  if (Number.isNaN(x)) return x
  if (Number.isNaN(y)) return y
  if (!Number.isFinite(y)) {
    const magnitude = Math.abs(x)
    if (magnitude === 1) return 1
    return y > 0 === magnitude > 1 ? Number.POSITIVE_INFINITY : 0
  }
  const yIsOdd = Math.abs(y % 2) === 1
  if (!Number.isFinite(x)) {
    if (y > 0) return yIsOdd ? x : Math.abs(x)
    return yIsOdd ? copySign(0, x) : 0
  }
  if (x === 0) {
    if (y < 0) return zeroDivision('0.0 cannot be raised to a negative power')
    return yIsOdd ? x : 0
  }
  let base = x
  let negate = false
  if (x < 0) {
    if (!Number.isInteger(y)) return 'complex'
    base = -x
    negate = yIsOdd
  }
  if (base === 1) return negate ? -1 : 1
  const r = power(base, y)
  if (r === Number.POSITIVE_INFINITY) return resultOutOfRange()
  return negate ? -r : r
}

/** OverflowError(34, 'Numerical result out of range'): ERANGE of the C library. */
export function resultOutOfRange(): Fail {
  return new Fail('OverflowError', "(34, 'Numerical result out of range')", [34, 'Numerical result out of range'])
}

/** int(x). */
export function truncToInt(x: number): Int | Fail {
  if (Number.isNaN(x)) return valueError('cannot convert float NaN to integer')
  if (!Number.isFinite(x)) return overflowError('cannot convert float infinity to integer')
  return intFromNumber(Math.trunc(x))
}

/** round(x): to the nearest int, ties to even. */
export function roundToInt(x: number): Int | Fail {
  return Number.isFinite(x) ? intFromNumber(roundHalfEven(x)) : truncToInt(x)
}

/** x rounded to an integral double, ties to even. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest < 0.5) return floor
  if (rest > 0.5) return floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/** round(x, ndigits): correctly rounded in decimal. CPython: float___round___impl, double_round. */
export function roundToDigits(x: number, ndigits: Int): number | Fail {
  if (!Number.isFinite(x) || x === 0) return x
  if (ndigits > 323) return x
  if (ndigits < -308) return copySign(0, x)
  const places = Number(ndigits)
  const r = Number(`${fixedDigits(Math.abs(x), places)}e${-places}`)
  if (!Number.isFinite(r)) return overflowError('rounded value too large to represent')
  return copySign(r, x)
}

/** x.as_integer_ratio(). */
export function integerRatio(x: number): readonly [Int, Int] | Fail {
  if (Number.isNaN(x)) return valueError('cannot convert NaN to integer ratio')
  if (!Number.isFinite(x)) return overflowError('cannot convert Infinity to integer ratio')
  let { mantissa, exponent } = decompose(x)
  if (mantissa === 0n) return [0, 1]
  while (exponent < 0 && (mantissa & 1n) === 0n) {
    mantissa >>= 1n
    exponent++
  }
  return exponent >= 0
    ? [normalInt(mantissa << BigInt(exponent)), 1]
    : [normalInt(mantissa), normalInt(1n << BigInt(-exponent))]
}

/** x as m * 2**e with 0.5 <= |m| < 1 (math.frexp). */
export function frexp(x: number): readonly [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0]
  const { mantissa, exponent } = decompose(x)
  const bits = bitLength(normalInt(mantissa))
  return [Number(mantissa) / 2 ** bits, exponent + bits]
}

/** x * 2**e, correctly rounded; ±inf when too large (math.ldexp). */
export function ldexp(x: number, e: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const [m, start] = frexp(x)
  const n = start + e
  if (n > 1024) return copySign(Number.POSITIVE_INFINITY, x)
  if (n < -1075) return copySign(0, x)
  // Two factors, the first of which keeps all digits: only the last product rounds.
  return n > 0 ? m * 2 * 2 ** (n - 1) : n > -1020 ? m * 2 ** n : m * 2 ** -1000 * 2 ** (n + 1000)
}
