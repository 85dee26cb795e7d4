// Arithmetic on unevaluated sums of two doubles (about 104 bits): the means by which elementary functions come out correctly
// rounded. Dekker 1971; Knuth's two-sum.
//
// Knows nothing of functions or special values: finite operands far from overflow.

/** hi + lo, where |lo| is at most half a unit in the last place of hi. */
export interface DoubleDouble {
  readonly hi: number
  readonly lo: number
}

/** The sum hi + lo as it stands (already non-overlapping). */
export const dd = (hi: number, lo = 0): DoubleDouble => ({ hi, lo })

/** a + b without error. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  const bb = hi - a
  return { hi, lo: a - (hi - bb) + (b - bb) }
}

function quickSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  return { hi, lo: b - (hi - a) }
}

const SPLITTER = 134217729

/** a * b without error. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b
  const ca = SPLITTER * a
  const ah = ca - (ca - a)
  const al = a - ah
  const cb = SPLITTER * b
  const bh = cb - (cb - b)
  const bl = b - bh
  return { hi, lo: ah * bh - hi + ah * bl + al * bh + al * bl }
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = twoSum(a.hi, b.hi)
  const t = twoSum(a.lo, b.lo)
  const u = quickSum(s.hi, s.lo + t.hi)
  return quickSum(u.hi, u.lo + t.lo)
}

export const negate = (a: DoubleDouble): DoubleDouble => ({ hi: -a.hi, lo: -a.lo })
export const subtract = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => add(a, negate(b))

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = twoProduct(a.hi, b.hi)
  return quickSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi))
}

/** a * b for a power of two b. */
export const scale = (a: DoubleDouble, b: number): DoubleDouble => ({ hi: a.hi * b, lo: a.lo * b })

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const q1 = a.hi / b.hi
  const r1 = subtract(a, multiply(b, dd(q1)))
  const q2 = r1.hi / b.hi
  const r2 = subtract(r1, multiply(b, dd(q2)))
  return add(quickSum(q1, q2), dd(r2.hi / b.hi))
}

/** Square root of a > 0. */
export function squareRoot(a: DoubleDouble): DoubleDouble {
  const s = Math.sqrt(a.hi)
  const rest = subtract(a, twoProduct(s, s))
  return quickSum(s, rest.hi / (2 * s))
}
