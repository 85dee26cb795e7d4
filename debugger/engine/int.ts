// Arithmetic of Python's int. An int is a JS number while |n| < 2**53 and a bigint from there on, always in that normal
// form, and never -0. The interpreter's fast paths call these helpers directly.
//
// Knows nothing of text, bytes or other types.

import { type Fail, memoryError, overflowError, valueError, zeroDivision } from './fail.ts'

/** A Python int: number when |n| < 2**53, else bigint. */
export type Int = number | bigint

/** 2**53: the first magnitude held as a bigint. */
export const INT_NUMBER_BOUND = 9007199254740992
const BOUND = 9007199254740992n
/** Ints of more bits than this are refused with MemoryError: arithmetic on them would take seconds per operation. */
export const INT_BITS_LIMIT = 1 << 25

/** The normal form of an exact integer. */
export function normalInt(n: bigint): Int {
  return n < BOUND && n > -BOUND ? Number(n) : n
}

/** The int with the value of a JS number that is an integer. */
export function intFromNumber(n: number): Int {
  return n < INT_NUMBER_BOUND && n > -INT_NUMBER_BOUND ? n + 0 : BigInt(n)
}

/** a + b. */
export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b
    if (r < INT_NUMBER_BOUND && r > -INT_NUMBER_BOUND) return r
  }
  return normalInt(BigInt(a) + BigInt(b))
}

/** a - b. */
export function sub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b
    if (r < INT_NUMBER_BOUND && r > -INT_NUMBER_BOUND) return r
  }
  return normalInt(BigInt(a) - BigInt(b))
}

/** a * b, or MemoryError when the product is beyond the engine's size limit. */
export function mul(a: Int, b: Int): Int | Fail {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b
    if (r < INT_NUMBER_BOUND && r > -INT_NUMBER_BOUND) return r + 0
    return normalInt(BigInt(a) * BigInt(b))
  }
  return bigMul(BigInt(a), BigInt(b))
}

const LARGE = 1n << 4096n
const bounds: { half?: bigint; full?: bigint } = {}
/** True when |n| has more than `INT_BITS_LIMIT` (or half of it) bits. Comparing bigints of unequal length costs nothing. */
function exceeds(n: bigint, which: 'half' | 'full'): boolean {
  if (n < LARGE && n > -LARGE) return false
  bounds[which] ??= 1n << BigInt(which === 'half' ? INT_BITS_LIMIT / 2 : INT_BITS_LIMIT)
  return n >= bounds[which] || n <= -bounds[which]
}

function bigMul(a: bigint, b: bigint): Int | Fail {
  if (exceeds(a, 'half') && exceeds(b, 'half')) return memoryError()
  const r = a * b
  return exceeds(r, 'full') ? memoryError() : normalInt(r)
}

/** a // b for b != 0: rounds towards minus infinity. */
export function floorDivNonZero(a: Int, b: Int): Int {
  // For |a|, |b| < 2**53 the rounding error of a / b is smaller than the distance to the next integer: floor is exact.
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0
  const x = BigInt(a)
  const y = BigInt(b)
  const q = x / y
  return normalInt(q * y !== x && x < 0n !== y < 0n ? q - 1n : q)
}

/** a % b for b != 0: takes the sign of b. */
export function modNonZero(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a % b
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0
  }
  const y = BigInt(b)
  const r = BigInt(a) % y
  return normalInt(r !== 0n && r < 0n !== y < 0n ? r + y : r)
}

/** a // b. */
export function floorDiv(a: Int, b: Int): Int | Fail {
  return b === 0 ? zeroDivision('integer division or modulo by zero') : floorDivNonZero(a, b)
}

/** a % b. */
export function mod(a: Int, b: Int): Int | Fail {
  return b === 0 ? zeroDivision('integer modulo by zero') : modNonZero(a, b)
}

/** divmod(a, b) as a pair. */
export function divMod(a: Int, b: Int): readonly [Int, Int] | Fail {
  return b === 0 ? zeroDivision('integer division or modulo by zero') : [floorDivNonZero(a, b), modNonZero(a, b)]
}

/** -a. */
export function neg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : -a
}

/** abs(a). */
export function abs(a: Int): Int {
  return a < 0 ? neg(a) : a
}

/** ~a. */
export function invert(a: Int): Int {
  return typeof a === 'number' ? normalNumber(-1 - a) : normalInt(~a)
}

function normalNumber(n: number): Int {
  return n < INT_NUMBER_BOUND && n > -INT_NUMBER_BOUND ? n : BigInt(n)
}

/** a & b. */
export function and(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a & b
  return normalInt(BigInt(a) & BigInt(b))
}

/** a | b. */
export function or(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a | b
  return normalInt(BigInt(a) | BigInt(b))
}

/** a ^ b. */
export function xor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a ^ b
  return normalInt(BigInt(a) ^ BigInt(b))
}

/** a << b. */
export function shiftLeft(a: Int, b: Int): Int | Fail {
  if (b < 0) return valueError('negative shift count')
  if (a === 0) return 0
  if (typeof a === 'number' && typeof b === 'number' && b < 53) {
    const r = a * 2 ** b
    if (r < INT_NUMBER_BOUND && r > -INT_NUMBER_BOUND) return r
  }
  if (typeof b === 'bigint') return overflowError('too many digits in integer')
  if (b > INT_BITS_LIMIT) return memoryError()
  const r = BigInt(a) << BigInt(b)
  return exceeds(r, 'full') ? memoryError() : normalInt(r)
}

/** a >> b. */
export function shiftRight(a: Int, b: Int): Int | Fail {
  if (b < 0) return valueError('negative shift count')
  if (typeof a === 'number') return b > 53 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** Number(b)) + 0
  if (typeof b === 'bigint') return a < 0n ? -1 : 0
  return normalInt(a >> BigInt(b))
}

/** Number of bits of |a| (int.bit_length). */
export function bitLength(a: Int): number {
  if (typeof a === 'number') {
    const n = Math.abs(a)
    return n < 4294967296 ? 32 - Math.clz32(n) : 64 - Math.clz32(Math.floor(n / 4294967296))
  }
  const text = (a < 0n ? -a : a).toString(16)
  return text.length * 4 - (Math.clz32(Number.parseInt(text[0]!, 16)) - 28)
}

/** Number of one bits of |a| (int.bit_count). */
export function bitCount(a: Int): number {
  let count = 0
  for (const digit of (a < 0 ? neg(a) : a).toString(16)) {
    const d = Number.parseInt(digit, 16)
    count += (d & 1) + ((d >> 1) & 1) + ((d >> 2) & 1) + (d >> 3)
  }
  return count
}

/** a ** b for b >= 0. */
export function powNonNegative(a: Int, b: Int): Int | Fail {
  if (b === 0) return 1
  if (a === 0 || a === 1) return a
  if (a === -1) return and(b, 1) === 1 ? -1 : 1
  const bits = typeof a === 'number' ? Math.log2(Math.abs(a)) : bitLength(a) - 1
  if (typeof b === 'bigint' || bits * b > INT_BITS_LIMIT) return memoryError()
  if (typeof a === 'number' && b < 64) {
    let r = 1
    for (let i = 0; i < b; i++) {
      r *= a
      if (r >= INT_NUMBER_BOUND || r <= -INT_NUMBER_BOUND) return normalInt(BigInt(a) ** BigInt(b))
    }
    return r
  }
  const r = BigInt(a) ** BigInt(b)
  return exceeds(r, 'full') ? memoryError() : normalInt(r)
}

/** pow(a, b, m). CPython: long_pow. */
export function powMod(a: Int, b: Int, m: Int): Int | Fail {
  if (m === 0) return valueError('pow() 3rd argument cannot be 0')
  let modulus = BigInt(m)
  const negative = modulus < 0n
  if (negative) modulus = -modulus
  if (modulus === 1n) return 0
  const words = bitLength(m) / 64
  if (bitLength(b) * words ** 1.6 > 2e9 || (b < 0 && words * 64 > QUADRATIC_BITS_LIMIT)) return memoryError()
  let base = BigInt(a) % modulus
  let exponent = BigInt(b)
  if (exponent < 0n) {
    const inverse = inverseMod(base, modulus)
    if (inverse === undefined) return valueError('base is not invertible for the given modulus')
    base = inverse
    exponent = -exponent
  }
  if (base < 0n) base += modulus
  let r = 1n
  for (const bit of exponent.toString(2)) {
    r = (r * r) % modulus
    if (bit === '1') r = (r * base) % modulus
  }
  if (negative && r !== 0n) r -= modulus
  return normalInt(r)
}

function inverseMod(a: bigint, n: bigint): bigint | undefined {
  let [r0, r1] = [n, ((a % n) + n) % n]
  let [t0, t1] = [0n, 1n]
  while (r1 !== 0n) {
    const q = r0 / r1
    ;[r0, r1] = [r1, r0 - q * r1]
    ;[t0, t1] = [t1, t0 - q * t1]
  }
  return r0 === 1n ? ((t0 % n) + n) % n : undefined
}

/** a / b as the nearest double. CPython: long_true_divide. */
export function trueDiv(a: Int, b: Int): number | Fail {
  if (b === 0) return zeroDivision('division by zero')
  if (typeof a === 'number' && typeof b === 'number') return a / b
  const negative = a < 0 !== b < 0
  const x = BigInt(abs(a))
  const y = BigInt(abs(b))
  // Scale to a quotient of at least 66 bits, with a sticky bit: then one correct rounding (Number) is left to do,
  // unless the result is subnormal, where the quotient is cut at the last place of a subnormal first.
  let shift = 66 - (bitLength(a) - bitLength(b))
  if (shift > 1074 + 2) shift = 1074 + 2
  const top = shift >= 0 ? x << BigInt(shift) : x
  const bottom = shift >= 0 ? y : y << BigInt(-shift)
  let q = top / bottom
  if (q * bottom !== top) q |= 1n
  // With subnormal results q counts quarters of the smallest double: round to whole ones here, exactly.
  let r: number
  if (shift === 1076) {
    const low = Number(q & 3n)
    let whole = q >> 2n
    if (low === 3 || (low === 2 && (whole & 1n) === 1n)) whole += 1n
    r = bitLength(whole) <= 53 ? Number(whole) * 2 ** -1074 : Number(q) * 2 ** -538 * 2 ** -538
  } else {
    r = scalePower(Number(q), -shift)
  }
  if (r === Number.POSITIVE_INFINITY) return overflowError('integer division result too large for a float')
  return negative ? -r : r
}

/** x * 2**e without overflow or underflow in between (x is at most about 2**70). */
function scalePower(x: number, e: number): number {
  let r = x
  let n = e
  while (n > 1000) {
    r *= 2 ** 1000
    n -= 1000
  }
  while (n < -1000) {
    r *= 2 ** -1000
    n += 1000
  }
  return r * 2 ** n
}

/** float(a), exactly rounded. */
export function toDouble(a: Int): number | Fail {
  if (typeof a === 'number') return a
  const r = Number(a)
  return Number.isFinite(r) ? r : overflowError('int too large to convert to float')
}

/** round(a, ndigits): to a multiple of 10**-ndigits, ties to even. */
export function roundInt(a: Int, ndigits: Int): Int {
  if (ndigits >= 0) return a
  if (typeof ndigits === 'bigint' || -ndigits > bitLength(a)) return 0
  const unit = 10n ** BigInt(-ndigits)
  const n = BigInt(a)
  let r = n % unit
  if (r < 0n) r += unit
  const down = n - r
  const twice = r * 2n
  const up = twice > unit || (twice === unit && (down / unit) % 2n !== 0n)
  return normalInt(up ? down + unit : down)
}

/**
 * Many steps of Euclid's algorithm at once for x >= y: their quotients are worked out on the leading digits.
 * Knuth, The Art of Computer Programming, volume 2, 4.5.2, algorithm L.
 */
function lehmerStep(x: bigint, y: bigint): [bigint, bigint] {
  const shift = BigInt(bitLength(x) - 50)
  let xh = Number(x >> shift)
  let yh = Number(y >> shift)
  let [a, b, c, d] = [1, 0, 0, 1]
  while (yh + c !== 0 && yh + d !== 0) {
    const q = Math.floor((xh + a) / (yh + c))
    if (q !== Math.floor((xh + b) / (yh + d))) break
    ;[a, c] = [c, a - q * c]
    ;[b, d] = [d, b - q * d]
    ;[xh, yh] = [yh, xh - q * yh]
  }
  if (b === 0) return [y, x % y]
  return [BigInt(a) * x + BigInt(b) * y, BigInt(c) * x + BigInt(d) * y]
}

/** Larger operands would keep algorithms of quadratic cost busy for minutes. */
const QUADRATIC_BITS_LIMIT = 1 << 19

/** Greatest common divisor, not negative. MemoryError for operands too large for Euclid's algorithm. */
export function gcd(a: Int, b: Int): Int | Fail {
  if (typeof a === 'number' && typeof b === 'number') {
    let x = Math.abs(a)
    let y = Math.abs(b)
    while (y !== 0) [x, y] = [y, x % y]
    return x
  }
  let x = BigInt(abs(a))
  let y = BigInt(abs(b))
  if (y !== 0n) [x, y] = [y, x % y]
  if (bitLength(y) > QUADRATIC_BITS_LIMIT) return memoryError()
  while (y > BOUND) [x, y] = lehmerStep(x, y)
  while (y !== 0n) [x, y] = [y, x % y]
  return normalInt(x)
}

/** The integer square root of a >= 0: digits of the root double with each step. CPython: math_isqrt. */
export function integerSqrt(a: Int): Int {
  if (typeof a === 'number') return Math.floor(Math.sqrt(a))
  const half = Math.floor((bitLength(a) - 1) / 2)
  let root = 1n
  let places = 0
  for (let s = bitLength(half) - 1; s >= 0; s--) {
    const before = places
    places = half >> s
    root = (root << BigInt(places - before - 1)) + (a >> BigInt(2 * half - before - places + 1)) / root
  }
  return normalInt(root * root > a ? root - 1n : root)
}
