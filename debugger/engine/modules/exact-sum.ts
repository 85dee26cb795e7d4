// Sums of doubles without intermediate rounding: math.fsum, math.sumprod, math.fma. All finite doubles are multiples of
// 2**-1074, so that big integers hold any sum exactly.

import { decompose } from '../decimal-digits.ts'
import { Fail } from '../fail.ts'
import { trueDiv } from '../int.ts'

const UNIT = 1n << 1074n

/** x (finite) in units of 2**-1074. */
function units(x: number): bigint {
  const { mantissa, exponent } = decompose(x)
  return mantissa << BigInt(exponent + 1074)
}

/** The nearest double of an exact sum; undefined: too large. */
function rounded(total: bigint, unit: bigint): number | undefined {
  const r = trueDiv(total, unit)
  return r instanceof Fail ? undefined : r
}

/** The exact sum of finite doubles, rounded once; undefined: too large. */
export function exactSum(values: readonly number[]): number | undefined {
  let total = 0n
  for (const x of values) total += units(x)
  return rounded(total, UNIT)
}

/** The exact sum of products of finite doubles, rounded once; undefined: too large. */
export function exactSumOfProducts(a: readonly number[], b: readonly number[]): number | undefined {
  let total = 0n
  for (let i = 0; i < a.length; i++) total += units(a[i]!) * units(b[i]!)
  return rounded(total, UNIT * UNIT)
}

/** x * y + z of finite doubles, rounded once; undefined: too large. */
export function fusedMultiplyAdd(x: number, y: number, z: number): number | undefined {
  return rounded(units(x) * units(y) + units(z) * UNIT, UNIT * UNIT)
}
