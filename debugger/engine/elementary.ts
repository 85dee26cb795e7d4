// Elementary functions of doubles, correctly rounded but for the rarest cases: what the C library under CPython delivers (its
// exp, log, pow, sin … err by little more than half a unit in the last place), while the host's may differ in the last digit.
//
// Finite arguments inside the domain only; special values are the callers' business.

import { decompose } from './decimal-digits.ts'
import {
  add,
  type DoubleDouble,
  dd,
  divide,
  multiply,
  negate,
  scale,
  squareRoot,
  subtract,
  twoProduct,
  twoSum,
} from './double-double.ts'

const ONE = dd(1)
const LN2 = dd(Math.LN2, 2.3190468138462996e-17)
const HALF_PI = dd(1.5707963267948966, 6.123233995736766e-17)

/** hi + lo times 2**n, rounded once (also into the subnormal range). */
function finish(a: DoubleDouble, n: number): number {
  if (n > 1100) return Number.POSITIVE_INFINITY
  if (n < -1200) return 0
  const first = Math.max(-1000, Math.min(1000, n))
  const hi = a.hi * 2 ** first
  const rest = 2 ** (n - first)
  const exponent = Math.floor(Math.log2(a.hi)) + n
  if (exponent > -1020) return hi * rest
  // Where digits are lost, the low part decides ties: it is added before the cut.
  const unit = 2 ** Math.min(1000, -1074 - n)
  const whole = Math.floor(a.hi / unit)
  const remainder = a.hi - whole * unit + a.lo
  const up = remainder > unit / 2 || (remainder === unit / 2 && whole % 2 === 1)
  return (up ? whole + 1 : whole) * 5e-324
}

/** 1/n! for n from 3 on. */
const INVERSE_FACTORIALS: readonly DoubleDouble[] = (() => {
  const out: DoubleDouble[] = []
  let f = dd(0.5)
  for (let n = 3; n <= 32; n++) {
    f = divide(f, dd(n))
    out.push(f)
  }
  return out
})()

/** e**x - 1 of |x| < 0.01, by its series. */
function expm1Small(x: DoubleDouble): DoubleDouble {
  let sum = add(x, scale(multiply(x, x), 0.5))
  let power = multiply(x, x)
  for (let n = 0; n < 9; n++) {
    power = multiply(power, x)
    sum = add(sum, multiply(power, INVERSE_FACTORIALS[n]!))
  }
  return sum
}

/** e**x as a value near 1 and a power of two. */
function expParts(x: DoubleDouble): { readonly value: DoubleDouble; readonly power: number } {
  const k = Math.round(x.hi / LN2.hi)
  const reduced = scale(subtract(x, multiply(dd(k), LN2)), 1 / 64)
  let e = expm1Small(reduced)
  // (1 + e)**2 - 1 = e * (2 + e), six times.
  for (let i = 0; i < 6; i++) e = add(scale(e, 2), multiply(e, e))
  return { value: add(ONE, e), power: k }
}

/** e**x. */
export function exp(x: number): number {
  return expOf(dd(x))
}

function expOf(x: DoubleDouble): number {
  if (x.hi > 720) return Number.POSITIVE_INFINITY
  if (x.hi < -760) return 0
  const { value, power } = expParts(x)
  return finish(value, power)
}

/** The natural logarithm of x > 0. */
function logOf(x: number): DoubleDouble {
  let n = 0
  let m = x
  if (m < 2.2250738585072014e-308) {
    m *= 2 ** 54
    n = -54
  }
  const e = Math.round(Math.log2(m))
  n += e
  m = m / 2 ** Math.trunc(e / 2) / 2 ** (e - Math.trunc(e / 2))
  // m is in 0.7 … 1.42 now.
  let log: DoubleDouble
  if (Math.abs(m - 1) < 0.04) log = logNearOne(dd(m - 1))
  else {
    const y = Math.log(m)
    const inverse = expParts(dd(-y))
    const value = scale(inverse.value, 2 ** inverse.power)
    const rest = subtract(multiply(dd(m), value), ONE)
    log = add(dd(y), subtract(rest, scale(multiply(rest, rest), 0.5)))
  }
  return n === 0 ? log : add(multiply(dd(n), LN2), log)
}

/** log(1 + f) of small |f|: 2 artanh(f / (2 + f)). */
function logNearOne(f: DoubleDouble): DoubleDouble {
  const s = divide(f, add(dd(2), f))
  const square = multiply(s, s)
  let sum = dd(0)
  for (let n = 21; n >= 3; n -= 2) sum = multiply(square, add(sum, divide(ONE, dd(n))))
  return scale(add(s, multiply(s, sum)), 2)
}

const value = (a: DoubleDouble): number => a.hi + a.lo

/** Natural logarithm. */
export const log = (x: number): number => value(logOf(x))
/** Logarithm to base 2. */
export function log2(x: number): number {
  const exact = Math.log2(x)
  return Number.isInteger(exact) && 2 ** exact === x ? exact : value(divide(logOf(x), LN2))
}
/** 2**x. */
export function exp2(x: number): number {
  return Number.isInteger(x) ? 2 ** x : expOf(multiply(dd(x), LN2))
}

/** base ** exponent for finite base > 0. */
export function power(base: number, exponent: number): number {
  if (exponent === 1) return base
  if (exponent === 2) return base * base
  if (exponent === 0.5) return Math.sqrt(base)
  if (Number.isInteger(exponent) && exponent >= -512 && exponent <= 512) {
    const exact = exponent > 0 && exponent <= 64 ? exactPower(base, exponent) : undefined
    const product = exact ?? repeatedProduct(base, exponent)
    if (product !== undefined) return product
  }
  const l = multiply(dd(exponent), logOf(base))
  if (!Number.isFinite(l.hi)) return exponent > 0 === base > 1 ? Number.POSITIVE_INFINITY : 0
  return expOf(l)
}

/** A power by repeated squaring; undefined where a factor might leave the range of exact products. */
function repeatedProduct(base: number, exponent: number): number | undefined {
  let n = Math.abs(exponent)
  let factor = dd(base)
  let product = ONE
  for (;;) {
    if (n & 1) product = multiply(product, factor)
    n >>= 1
    if (n === 0) break
    factor = multiply(factor, factor)
    if (!(factor.hi > 1e-130 && factor.hi < 1e130)) return undefined
  }
  if (!(product.hi > 1e-260 && product.hi < 1e260)) return undefined
  return value(exponent < 0 ? divide(ONE, product) : product)
}

/** Powers of numbers with few digits, exactly, for they may lie just between two doubles. */
function exactPower(base: number, exponent: number): number | undefined {
  const parts = decompose(base)
  let { mantissa } = parts
  let e = parts.exponent
  // Numbers with many digits are told at once.
  if ((mantissa & 0xfffn) !== 0n && exponent > 3) return undefined
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n
    e++
  }
  if (mantissa.toString(2).length * exponent > 160 || Math.abs(e * exponent) > 900) return undefined
  return Number(mantissa ** BigInt(exponent)) * 2 ** (e * exponent)
}

// ---- trigonometric functions ----

/** pi/2 in parts of 33 bits: products with small integers are exact. */
const HALF_PI_PARTS = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32]

/** x minus the nearest multiple of pi/2, and that multiple modulo 4. */
function reduce(x: number): { readonly rest: DoubleDouble; readonly quadrant: number } {
  if (Math.abs(x) < 0.7853981633974483) return { rest: dd(x), quadrant: 0 }
  if (Math.abs(x) > 1e6) return reduceLarge(x)
  const k = Math.round(x / HALF_PI.hi)
  let rest = twoSum(x, -k * HALF_PI_PARTS[0]!)
  for (let i = 1; i < 4; i++) rest = add(rest, twoProduct(-k, HALF_PI_PARTS[i]!))
  return { rest, quadrant: ((k % 4) + 4) % 4 }
}

let piBits: bigint | undefined
const PI_PLACES = 1280n

/** pi * 2**PI_PLACES, by Machin's formula. */
function pi(): bigint {
  if (piBits !== undefined) return piBits
  const one = 1n << (PI_PLACES + 16n)
  const arctanInverse = (n: bigint): bigint => {
    let power = one / n
    let sum = power
    for (let k = 3n, sign = -1n; power > 0n; k += 2n, sign = -sign) {
      power /= n * n
      sum += (sign * power) / k
    }
    return sum
  }
  piBits = (4n * (4n * arctanInverse(5n) - arctanInverse(239n))) >> 16n
  return piBits
}

function reduceLarge(x: number): { readonly rest: DoubleDouble; readonly quadrant: number } {
  const { mantissa, exponent } = decompose(x)
  const shift = PI_PLACES - 1n + BigInt(exponent)
  const scaled = mantissa << (shift + 1n)
  const half = pi() >> 1n
  let k = (2n * scaled + half) / (2n * half)
  if (scaled < 0n) k -= 1n
  let rest = scaled - k * half
  while (rest > half >> 1n) {
    rest -= half
    k++
  }
  while (rest < -(half >> 1n)) {
    rest += half
    k--
  }
  const hi = Number(rest >> (PI_PLACES - 200n)) * 2 ** -200
  const lo = Number((rest - (BigInt(hi * 2 ** 200) << (PI_PLACES - 200n))) >> (PI_PLACES - 300n)) * 2 ** -300
  return { rest: twoSum(hi, lo), quadrant: Number(((k % 4n) + 4n) % 4n) }
}

function sinSeries(r: DoubleDouble): DoubleDouble {
  const square = negate(multiply(r, r))
  let sum = r
  let power = r
  // x - x**3/3! + x**5/5! …
  for (let n = 0; n < 26; n += 2) {
    power = multiply(power, square)
    sum = add(sum, multiply(power, INVERSE_FACTORIALS[n]!))
    if (Math.abs(power.hi) < 1e-20 * Math.abs(r.hi)) break
  }
  return sum
}

function cosSeries(r: DoubleDouble): DoubleDouble {
  const square = negate(multiply(r, r))
  let sum = add(ONE, scale(square, 0.5))
  let power = square
  for (let n = 1; n < 27; n += 2) {
    power = multiply(power, square)
    sum = add(sum, multiply(power, INVERSE_FACTORIALS[n]!))
    if (Math.abs(power.hi) < 1e-20) break
  }
  return sum
}

function sinCos(x: number): { readonly sin: DoubleDouble; readonly cos: DoubleDouble } {
  const { rest, quadrant } = reduce(x)
  const s = sinSeries(rest)
  const c = cosSeries(rest)
  if (quadrant === 0) return { sin: s, cos: c }
  if (quadrant === 1) return { sin: c, cos: negate(s) }
  return quadrant === 2 ? { sin: negate(s), cos: negate(c) } : { sin: negate(c), cos: s }
}

const TINY = 1e-150

export const sin = (x: number): number => (Math.abs(x) < TINY ? x : value(sinCos(x).sin))
export const cos = (x: number): number => (Math.abs(x) < TINY ? 1 : value(sinCos(x).cos))
export function tan(x: number): number {
  if (Math.abs(x) < TINY) return x
  const { sin, cos } = sinCos(x)
  return value(divide(sin, cos))
}

/** The angle of the point (x, y): the host's, corrected by one step of Newton's method. */
function angle(y: DoubleDouble, x: DoubleDouble): number {
  const start = Math.atan2(y.hi, x.hi)
  const { sin, cos } = sinCos(start)
  const across = subtract(multiply(y, cos), multiply(x, sin))
  const along = add(multiply(x, cos), multiply(y, sin))
  return value(add(dd(start), divide(across, along)))
}

export function atan2(y: number, x: number): number {
  const larger = Math.max(Math.abs(x), Math.abs(y))
  const smaller = Math.min(Math.abs(x), Math.abs(y))
  // Special values and ratios beyond what a correction can improve.
  if (!Number.isFinite(larger) || smaller === 0 || smaller / larger < 1e-100) return Math.atan2(y, x)
  const unit = 2 ** -Math.floor(Math.log2(larger))
  return Number.isFinite(unit) && unit > 0 ? angle(dd(y * unit), dd(x * unit)) : Math.atan2(y, x)
}
export const atan = (x: number): number =>
  Math.abs(x) < TINY ? x : Math.abs(x) > 1e100 ? Math.atan(x) : angle(dd(x), ONE)
export const asin = (x: number): number =>
  Math.abs(x) < TINY || Math.abs(x) === 1
    ? Math.asin(x)
    : angle(dd(x), squareRoot(multiply(twoSum(1, -x), twoSum(1, x))))
export const acos = (x: number): number =>
  Math.abs(x) < TINY || Math.abs(x) === 1
    ? Math.acos(x)
    : angle(squareRoot(multiply(twoSum(1, -x), twoSum(1, x))), dd(x))

/** The Euclidean length of finite coordinates. */
export function hypot(...coordinates: readonly number[]): number {
  const largest = Math.max(0, ...coordinates.map(Math.abs))
  if (largest === 0) return 0
  const e = Math.floor(Math.log2(largest))
  let sum = dd(0)
  for (const x of coordinates) {
    // Two factors, since the power of two itself may be out of range.
    const scaled = x * 2 ** -Math.trunc(e / 2) * 2 ** -(e - Math.trunc(e / 2))
    sum = add(sum, twoProduct(scaled, scaled))
  }
  return finish(squareRoot(sum), e)
}

/** The cube root. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const start = Math.cbrt(x)
  if (Math.abs(x) < 1e-290 || Math.abs(x) > 1e290) return start
  const cube = multiply(twoProduct(start, start), dd(start))
  const step = divide(subtract(dd(x), cube), dd(3 * start * start))
  return value(add(dd(start), step))
}

const TWO_OVER_ROOT_PI = dd(1.1283791670955126, 1.533545961316588e-17)
const ROOT_PI = dd(1.772453850905516, -7.666586499825799e-17)

function erfSeries(x: number): DoubleDouble {
  const square = twoProduct(x, x)
  let term = dd(x)
  let sum = dd(x)
  for (let n = 1; n < 120; n++) {
    term = divide(multiply(term, negate(square)), dd(n))
    const part = divide(term, dd(2 * n + 1))
    sum = add(sum, part)
    if (Math.abs(part.hi) < 1e-34) break
  }
  return multiply(sum, TWO_OVER_ROOT_PI)
}

/** The error function. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x)
  return Math.abs(x) < TINY ? TWO_OVER_ROOT_PI.hi * x : value(erfSeries(x))
}

/** 1 - erf(x). */
export function erfc(x: number): number {
  if (x < -6) return 2
  if (x < 3.5) return value(subtract(ONE, erfSeries(x)))
  if (x > 27.3) return 0
  // Continued fraction x + (1/2)/(x + 1/(x + (3/2)/(x + …))).
  let fraction = dd(x)
  for (let n = 120; n >= 1; n--) fraction = add(dd(x), divide(dd(n / 2), fraction))
  const { value: e, power: n } = expParts(negate(twoProduct(x, x)))
  return finish(divide(e, multiply(fraction, ROOT_PI)), n)
}
