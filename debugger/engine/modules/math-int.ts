// Functions of module math on ints: comb, factorial, gcd, isqrt, lcm, perm. Exact.

import { wantsIndex } from '../arguments.ts'
import { Fail, memoryError } from '../fail.ts'
import { abs, floorDivNonZero, gcd, INT_BITS_LIMIT, type Int, integerSqrt, mul, sub } from '../int.ts'
import type { Machine } from '../machine.ts'
import { defineModule, type NativeFn } from '../native.ts'
import { asInt, type Result, type Value } from '../value.ts'

/** A function of ints as a native; objects with `__index__` are asked by the prelude, which calls it by name. */
function ofInts(name: string, fn: (m: Machine, ...ns: Int[]) => Result): NativeFn {
  return (m: Machine, ...args: Value[]): Result => {
    if (wantsIndex(m, ...args)) return m.callPrelude('math_with_ints', name, m.tuple(args))
    const ns: Int[] = []
    for (const arg of args) {
      const n = asInt(arg)
      if (n === undefined)
        return m.raise('TypeError', `'${m.typeName(arg)}' object cannot be interpreted as an integer`)
      ns.push(n)
    }
    return fn(m, ...ns)
  }
}

/** The product of low, low + 1, … high, halved again and again so that factors are of equal size. */
function productOfRange(low: bigint, high: bigint): bigint {
  if (low > high) return 1n
  if (high - low < 16n) {
    let r = low
    for (let i = low + 1n; i <= high; i++) r *= i
    return r
  }
  const middle = (low + high) >> 1n
  return productOfRange(low, middle) * productOfRange(middle + 1n, high)
}

const small = (n: bigint): Int => (n < 9007199254740992n ? Number(n) : n)

/** Would n * (n - 1) * … of k factors be too large to compute? */
function tooLarge(n: number, k: number): boolean {
  return k * Math.log2(Math.max(2, n)) > INT_BITS_LIMIT / 2
}

function factorial(m: Machine, n: Int): Result {
  if (n < 0) return m.raise('ValueError', 'factorial() not defined for negative values')
  if (typeof n === 'bigint' && BigInt.asIntN(64, n) !== n) {
    return m.raise('OverflowError', 'factorial() argument should not exceed 9223372036854775807')
  }
  return tooLarge(Number(n), Number(n)) ? m.raiseFail(memoryError()) : small(productOfRange(2n, BigInt(n)))
}

function perm(m: Machine, n: Int, k: Int): Result {
  if (n < 0) return m.raise('ValueError', 'n must be a non-negative integer')
  if (k < 0) return m.raise('ValueError', 'k must be a non-negative integer')
  if (k > n) return 0
  if (tooLarge(Number(n), Number(k))) return m.raiseFail(memoryError())
  return small(productOfRange(BigInt(n) - BigInt(k) + 1n, BigInt(n)))
}

function comb(m: Machine, n: Int, k: Int): Result {
  if (n < 0) return m.raise('ValueError', 'n must be a non-negative integer')
  if (k < 0) return m.raise('ValueError', 'k must be a non-negative integer')
  if (k > n) return 0
  const rest = sub(n, k)
  const count = BigInt(rest < k ? rest : k)
  if (tooLarge(Number(n), Number(count))) return m.raiseFail(memoryError())
  return small(productOfRange(BigInt(n) - count + 1n, BigInt(n)) / productOfRange(2n, count))
}

function gcdOfAll(m: Machine, ...ns: Int[]): Result {
  let r: Int = 0
  for (const n of ns) {
    const next = gcd(r, n)
    if (next instanceof Fail) return m.raiseFail(next)
    r = next
  }
  return r
}

function lcm(m: Machine, ...ns: Int[]): Result {
  let r: Int | Fail = 1
  for (const n of ns) {
    if (n === 0) return 0
    const common: Int | Fail = gcd(r, n)
    if (common instanceof Fail) return m.raiseFail(common)
    r = mul(floorDivNonZero(r, common), abs(n))
    if (r instanceof Fail) return m.raiseFail(r)
  }
  return r
}

type Natives = (m: Machine, ...args: Value[]) => Result

defineModule('math', {
  functions: {
    'factorial(n, /)': ofInts('factorial', factorial),
    'comb(n, k, /)': ofInts('comb', comb),
    'perm(n, k=None, /)': (m: Machine, n: Value, k: Value | undefined): Result =>
      k === undefined || k === null
        ? (ofInts('factorial', factorial) as Natives)(m, n)
        : (ofInts('perm', perm) as Natives)(m, n, k),
    'gcd(*integers)': (m: Machine, integers: Value[]) => (ofInts('gcd', gcdOfAll) as Natives)(m, ...integers),
    'lcm(*integers)': (m: Machine, integers: Value[]) => (ofInts('lcm', lcm) as Natives)(m, ...integers),
    'isqrt(n, /)': ofInts('isqrt', (_m, n) =>
      n! < 0 ? _m.raise('ValueError', 'isqrt() argument must be nonnegative') : integerSqrt(n!),
    ),
  },
})
