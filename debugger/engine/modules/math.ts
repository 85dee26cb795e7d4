// Module math. Functions of ints are exact; functions of doubles are those of elementary.ts, with the errors of CPython's
// Modules/mathmodule.c. Objects with `__float__` or `__index__` of their own are converted by the prelude, which calls again.

import { lookup } from '../attribute.ts'
import { itemsOf } from '../containers.ts'
import * as e from '../elementary.ts'
import { Fail } from '../fail.ts'
import { copySign, frexp, ldexp, truncToInt } from '../float.ts'
import { add, bitLength, type Int, toDouble } from '../int.ts'
import type { Machine } from '../machine.ts'
import { defineModule, type NativeFn } from '../native.ts'
import { T } from '../types.ts'
import { asInt, PyFloat, PyTuple, type Result, type Value } from '../value.ts'
import { exactSum, exactSumOfProducts, fusedMultiplyAdd } from './exact-sum.ts'
import { gamma, logGamma } from './gamma.ts'

/** A real argument that only Python code can convert. */
const PYTHON: unique symbol = Symbol('python')

/** The double of an argument; undefined: raised. */
export function realArgument(m: Machine, value: Value): number | undefined | typeof PYTHON {
  if (value instanceof PyFloat) return value.value
  const n = asInt(value)
  if (n !== undefined) {
    const x = toDouble(n)
    return x instanceof Fail ? m.raiseFail(x) : x
  }
  const { slots } = m.typeOf(value)
  if (slots.float !== null || slots.index !== null) return PYTHON
  return m.raise('TypeError', `must be real number, not ${m.typeName(value)}`)
}

const domain = (m: Machine): undefined => m.raise('ValueError', 'math domain error')
const range = (m: Machine): undefined => m.raise('OverflowError', 'math range error')

/** A function of doubles as a native; the prelude converts other objects and calls it by name. */
function ofReals(name: string, fn: (m: Machine, ...xs: number[]) => Result): NativeFn {
  return (m: Machine, ...args: Value[]): Result => {
    const xs: number[] = []
    for (const arg of args) {
      const x = realArgument(m, arg)
      if (x === undefined) return undefined
      if (x === PYTHON) return m.callPrelude('math_with_floats', name, m.tuple(args))
      xs.push(x)
    }
    return fn(m, ...xs)
  }
}

/**
 * A function of one double. NaN of a number is a domain error, infinity of a finite number a range error (or a domain error
 * at a pole). CPython: math_1.
 */
function unary(name: string, fn: (x: number) => number, atInfinity: 'range' | 'domain' = 'range'): NativeFn {
  return ofReals(name, (m, x) => {
    const r = fn(x!)
    if (Number.isNaN(r) && !Number.isNaN(x)) return domain(m)
    if (!Number.isFinite(r) && !Number.isNaN(r) && Number.isFinite(x))
      return atInfinity === 'range' ? range(m) : domain(m)
    return m.float(r)
  })
}

/** The function for finite arguments within the domain, the host's (which knows the special values) otherwise. */
function within(exact: (x: number) => number, host: (x: number) => number, low: number, high: number) {
  return (x: number) => (x > low && x < high && x !== 0 ? exact(x) : host(x))
}

const MAX = Number.MAX_VALUE
const INFINITY = Number.POSITIVE_INFINITY
const logReal = within(e.log, Math.log, 0, INFINITY)
const log1pReal = Math.log1p

// The formulas of the C library, on exactly rounded logarithms and exponentials.
function cosh(x: number): number {
  const a = Math.abs(x)
  if (!Number.isFinite(a)) return a
  if (a < 0.34657359027997264) {
    const t = Math.expm1(a)
    const w = 1 + t
    return a < 2 ** -55 ? w : 1 + (t * t) / (w + w)
  }
  if (a < 22) {
    const t = e.exp(a)
    return 0.5 * t + 0.5 / t
  }
  if (a < 709.78) return 0.5 * e.exp(a)
  const w = e.exp(0.5 * a)
  return 0.5 * w * w
}

function asinh(x: number): number {
  const a = Math.abs(x)
  if (!Number.isFinite(a) || a < 2 ** -28) return x
  let w: number
  if (a > 2 ** 28) w = e.log(a) + Math.LN2
  else if (a > 2) w = e.log(2 * a + 1 / (Math.sqrt(a * a + 1) + a))
  else w = log1pReal(a + (a * a) / (1 + Math.sqrt(1 + a * a)))
  return copySign(w, x)
}

function acosh(x: number): number {
  if (!(x > 1) || !Number.isFinite(x)) return Math.acosh(x)
  if (x > 2 ** 28) return e.log(x) + Math.LN2
  if (x > 2) return e.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
  const t = x - 1
  return log1pReal(t + Math.sqrt(2 * t + t * t))
}

// log of a large int: by its mantissa and exponent. CPython: loghelper.
function logarithm(m: Machine, name: string, x: Value, fn: (x: number) => number, ofTwo: number): Result {
  const n = asInt(x)
  if (n !== undefined) {
    if (n <= 0) return domain(m)
    const d = toDouble(n)
    if (typeof d === 'number') return m.float(fn(d))
    const bits = bitLength(n)
    const mantissa = Number(BigInt(n) >> BigInt(bits - 64)) * 2 ** -64
    return m.float(fn(mantissa) + ofTwo * bits)
  }
  return (unary(name, fn, 'domain') as (m: Machine, x: Value) => Result)(m, x)
}

function log(m: Machine, args: Value[]): Result {
  if (args.length === 0) return m.raise('TypeError', 'log expected at least 1 argument, got 0')
  if (args.length > 2) return m.raise('TypeError', `log expected at most 2 arguments, got ${args.length}`)
  for (const arg of args) {
    if (asInt(arg) === undefined && realArgument(m, arg) === PYTHON) {
      return m.callPrelude('math_with_floats', 'log', m.tuple(args))
    }
  }
  if (m.raised !== null) return undefined
  const results: number[] = []
  for (const arg of args) {
    const r = logarithm(m, 'log', arg, logReal, Math.LN2)
    if (r === undefined) return undefined
    results.push((r as PyFloat).value)
  }
  if (results.length === 1) return m.float(results[0]!)
  return results[1] === 0 ? m.raise('ZeroDivisionError', 'float division by zero') : m.float(results[0]! / results[1]!)
}

// CPython: math_pow_impl.
function pow(m: Machine, x: number, y: number): Result {
  if (x === 1 || y === 0) return m.float(1)
  if (Number.isNaN(x) || Number.isNaN(y)) return m.float(Number.NaN)
  if (x === -1 && !Number.isFinite(y)) return m.float(1)
  if (!Number.isFinite(x) || !Number.isFinite(y)) return m.float(x ** y)
  if (x === 0) return y < 0 ? domain(m) : m.float(x ** y)
  if (x < 0 && !Number.isInteger(y)) return domain(m)
  const r = e.power(Math.abs(x), y)
  if (!Number.isFinite(r)) return range(m)
  return m.float(x < 0 && Math.abs(y % 2) === 1 ? -r : r)
}

function remainder(m: Machine, x: number, y: number): Result {
  if (Number.isNaN(x) || Number.isNaN(y)) return m.float(Number.NaN)
  if (!Number.isFinite(x) || y === 0) return domain(m)
  if (!Number.isFinite(y)) return m.float(x)
  const ax = Math.abs(x)
  const ay = Math.abs(y)
  const r = ax % ay
  const rest = ay - r
  let out: number
  if (r < rest) out = r
  else if (r > rest) out = -rest
  // Exactly between two multiples: the even one.
  else out = r - 2 * ((0.5 * (ax - r)) % ay)
  return m.float(copySign(1, x) * out)
}

const bitsView = new DataView(new ArrayBuffer(8))

/** The double `steps` representable numbers from x towards y. */
function nextAfter(x: number, y: number, steps: bigint): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (x === y || steps === 0n) return steps === 0n ? x : y
  // Doubles in order are integers in order: negative ones mirrored.
  const rank = (v: number): bigint => {
    bitsView.setFloat64(0, v)
    const bits = bitsView.getBigUint64(0)
    return bits >> 63n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  const from = rank(x)
  const to = rank(y)
  const left = to > from ? to - from : from - to
  if (steps >= left) return y
  const target = to > from ? from + steps : from - steps
  bitsView.setBigUint64(0, target < 0n ? -target | (1n << 63n) : target)
  const r = bitsView.getFloat64(0)
  return r === 0 && x < 0 ? -0 : r
}

function modf(m: Machine, x: number): Result {
  if (!Number.isFinite(x)) return m.tuple([m.float(Number.isNaN(x) ? x : copySign(0, x)), m.float(x)])
  const whole = Math.trunc(x)
  return m.tuple([m.float(copySign(x - whole, x)), m.float(whole)])
}

/** floor, ceil: by the special method if the class has one, else of the double. */
function rounding(name: 'floor' | 'ceil', round: (x: number) => number): NativeFn {
  return (m: Machine, x: Value): Result => {
    if (x instanceof PyFloat && x.cls === T.float) return m.orRaise(truncToInt(round(x.value)))
    if (typeof x === 'number' || typeof x === 'bigint') return x
    if (lookup(m.typeOf(x), `__${name}__`) !== undefined) return m.callMethod(x, `__${name}__`)
    return (ofReals(name, (_m, d) => m.orRaise(truncToInt(round(d!)))) as (m: Machine, x: Value) => Result)(m, x)
  }
}

/** The doubles of an iterable of numbers; undefined: raised; PYTHON: not without Python code. */
function reals(m: Machine, iterable: Value): number[] | undefined | typeof PYTHON {
  const items = itemsOf(m, iterable)
  if (items === undefined) return PYTHON
  if (items === null) return undefined
  const out: number[] = []
  for (const item of items) {
    const x = realArgument(m, item)
    if (x === undefined || x === PYTHON) return x
    out.push(x)
  }
  return out
}

function fsum(m: Machine, iterable: Value): Result {
  const xs = reals(m, iterable)
  if (xs === PYTHON) return m.callPrelude('math_with_list', 'fsum', iterable)
  if (xs === undefined) return undefined
  const special = xs.filter(x => !Number.isFinite(x))
  if (special.length > 0) {
    const sum = special.reduce((a, b) => a + b, 0)
    if (Number.isNaN(sum) && !special.some(Number.isNaN)) return m.raise('ValueError', '-inf + inf in fsum')
    return m.float(sum)
  }
  const r = exactSum(xs)
  return r === undefined ? m.raise('OverflowError', 'intermediate overflow in fsum') : m.float(r)
}

function sumprod(m: Machine, p: Value, q: Value): Result {
  const a = itemsOf(m, p)
  const b = itemsOf(m, q)
  if (a === null || b === null) return undefined
  const isNumber = (v: Value) => asInt(v) !== undefined || (v instanceof PyFloat && v.cls === T.float)
  if (a === undefined || b === undefined || !a.every(isNumber) || !b.every(isNumber)) {
    return m.callPrelude('math_sumprod', p, q)
  }
  if (a.length !== b.length) return m.raise('ValueError', 'Inputs are not the same length')
  const ints = a.map(asInt)
  const others = b.map(asInt)
  if (!ints.includes(undefined) && !others.includes(undefined)) {
    let sum: Int = 0
    for (let i = 0; i < ints.length; i++) sum = add(sum, productOf(ints[i]!, others[i]!))
    return sum
  }
  const xs = reals(m, p)
  const ys = reals(m, q)
  if (xs === undefined || ys === undefined) return undefined
  const finite = (v: unknown) => (v as number[]).every(Number.isFinite)
  const sum = finite(xs) && finite(ys) ? exactSumOfProducts(xs as number[], ys as number[]) : undefined
  if (sum !== undefined) return m.float(sum)
  return m.float((xs as number[]).reduce((total, x, i) => total + x * (ys as number[])[i]!, 0))
}

function productOf(a: Int, b: Int): Int {
  const product = BigInt(a) * BigInt(b)
  return product > -9007199254740992n && product < 9007199254740992n ? Number(product) : product
}

function hypot(m: Machine, coordinates: readonly number[]): Result {
  if (coordinates.some(x => Math.abs(x) === INFINITY)) return m.float(INFINITY)
  if (coordinates.some(Number.isNaN)) return m.float(Number.NaN)
  return m.float(e.hypot(...coordinates))
}

function dist(m: Machine, p: Value, q: Value): Result {
  if (!(p instanceof PyTuple) || !(q instanceof PyTuple)) return m.callPrelude('math_dist', p, q)
  if (p.items.length !== q.items.length) {
    return m.raise('ValueError', 'both points must have the same number of dimensions')
  }
  const xs = reals(m, p)
  const ys = reals(m, q)
  if (xs === undefined || ys === undefined) return undefined
  if (xs === PYTHON || ys === PYTHON) return m.callPrelude('math_dist', p, q)
  return hypot(
    m,
    xs.map((x, i) => x - ys[i]!),
  )
}

function isClose(m: Machine, a: number, b: number, relative: number, absolute: number): Result {
  if (relative < 0 || absolute < 0) return m.raise('ValueError', 'tolerances must be non-negative')
  if (a === b) return true
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false
  const difference = Math.abs(b - a)
  return difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute
}

const gammaLike = (name: string, fn: (x: number) => number | 'domain' | 'range') =>
  ofReals(name, (m, x) => {
    const r = fn(x!)
    return r === 'domain' ? domain(m) : r === 'range' ? range(m) : m.float(r)
  })

defineModule('math', {
  doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
  values: {
    pi: new PyFloat(T.float, Math.PI),
    e: new PyFloat(T.float, Math.E),
    tau: new PyFloat(T.float, 2 * Math.PI),
    inf: new PyFloat(T.float, INFINITY),
    nan: new PyFloat(T.float, Number.NaN),
  },
  functions: {
    'sqrt(x, /)': unary('sqrt', Math.sqrt),
    'cbrt(x, /)': unary('cbrt', e.cbrt),
    'exp(x, /)': unary('exp', within(e.exp, Math.exp, -MAX, MAX)),
    'exp2(x, /)': unary(
      'exp2',
      within(e.exp2, x => 2 ** x, -MAX, MAX),
    ),
    'expm1(x, /)': unary('expm1', Math.expm1),
    'log(*args)': log,
    'log2(x, /)': (m: Machine, x: Value) => logarithm(m, 'log2', x, within(e.log2, Math.log2, 0, INFINITY), 1),
    'log10(x, /)': (m: Machine, x: Value) => logarithm(m, 'log10', x, Math.log10, Math.LOG10E * Math.LN2),
    'log1p(x, /)': unary('log1p', log1pReal, 'domain'),
    'pow(x, y, /)': ofReals('pow', (m, x, y) => pow(m, x!, y!)),
    'sin(x, /)': unary('sin', within(e.sin, Math.sin, -INFINITY, INFINITY)),
    'cos(x, /)': unary('cos', within(e.cos, Math.cos, -INFINITY, INFINITY)),
    'tan(x, /)': unary('tan', within(e.tan, Math.tan, -INFINITY, INFINITY)),
    'asin(x, /)': unary('asin', within(e.asin, Math.asin, -1, 1)),
    'acos(x, /)': unary('acos', within(e.acos, Math.acos, -1, 1)),
    'atan(x, /)': unary('atan', within(e.atan, Math.atan, -INFINITY, INFINITY)),
    'atan2(y, x, /)': ofReals('atan2', (m, y, x) => m.float(e.atan2(y!, x!))),
    'sinh(x, /)': unary('sinh', Math.sinh),
    'cosh(x, /)': unary('cosh', cosh),
    'tanh(x, /)': unary('tanh', Math.tanh),
    'asinh(x, /)': unary('asinh', asinh),
    'acosh(x, /)': unary('acosh', acosh),
    'atanh(x, /)': unary('atanh', Math.atanh, 'domain'),
    'erf(x, /)': unary(
      'erf',
      within(e.erf, x => (Number.isNaN(x) || x === 0 ? x : Math.sign(x)), -INFINITY, INFINITY),
    ),
    'erfc(x, /)': unary(
      'erfc',
      within(e.erfc, x => (Number.isNaN(x) ? x : x > 0 ? 0 : x === 0 ? 1 : 2), -INFINITY, INFINITY),
    ),
    'gamma(x, /)': gammaLike('gamma', gamma),
    'lgamma(x, /)': gammaLike('lgamma', logGamma),
    'degrees(x, /)': unary('degrees', x => x * (180 / Math.PI)),
    'radians(x, /)': unary('radians', x => x * (Math.PI / 180)),
    'fabs(x, /)': unary('fabs', Math.abs),
    'floor(x, /)': rounding('floor', Math.floor),
    'ceil(x, /)': rounding('ceil', Math.ceil),
    'trunc(x, /)': (m: Machine, x: Value): Result => {
      if (x instanceof PyFloat && x.cls === T.float) return m.orRaise(truncToInt(x.value))
      if (lookup(m.typeOf(x), '__trunc__') !== undefined) return m.callMethod(x, '__trunc__')
      return m.raise('TypeError', `type ${m.typeName(x)} doesn't define __trunc__ method`)
    },
    'copysign(x, y, /)': ofReals('copysign', (m, x, y) => m.float(copySign(x!, y!))),
    'fmod(x, y, /)': ofReals('fmod', (m, x, y) => {
      if (!Number.isFinite(y) && Number.isFinite(x)) return m.float(Number.isNaN(y) ? y! : x!)
      const r = x! % y!
      return Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y) ? domain(m) : m.float(r)
    }),
    'remainder(x, y, /)': ofReals('remainder', (m, x, y) => remainder(m, x!, y!)),
    'modf(x, /)': ofReals('modf', (m, x) => modf(m, x!)),
    'frexp(x, /)': ofReals('frexp', (m, x) => {
      const [mantissa, exponent] = frexp(x!)
      return m.tuple([m.float(mantissa), exponent])
    }),
    'ldexp(x, i, /)': (m: Machine, x: Value, i: Value): Result => {
      const n = asInt(i)
      if (n === undefined) return m.raise('TypeError', 'Expected an int as second argument to ldexp.')
      return (
        ofReals('ldexp', (_m, d) => {
          const r = ldexp(d!, Math.max(-1e6, Math.min(1e6, Number(n))))
          return !Number.isFinite(r) && Number.isFinite(d) ? range(m) : m.float(r)
        }) as (m: Machine, x: Value) => Result
      )(m, x)
    },
    'fma(x, y, z, /)': ofReals('fma', (m, x, y, z) => {
      if (![x, y, z].every(Number.isFinite)) {
        const r = x! * y! + z!
        if (Number.isNaN(r) && ![x, y, z].some(Number.isNaN)) return m.raise('ValueError', 'invalid operation in fma')
        return m.float(r)
      }
      const r = fusedMultiplyAdd(x!, y!, z!)
      if (r === undefined) return m.raise('OverflowError', 'overflow in fma')
      return m.float(r === 0 ? x! * y! + z! : r)
    }),
    'nextafter(x, y, /, *, steps=None)': (m: Machine, x: Value, y: Value, steps: Value | undefined): Result => {
      const n = steps === undefined || steps === null ? 1 : asInt(steps)
      if (n === undefined)
        return m.raise('TypeError', `'${m.typeName(steps!)}' object cannot be interpreted as an integer`)
      if (n < 0) return m.raise('ValueError', 'steps must be a non-negative integer')
      return (
        ofReals('nextafter', (_m, a, b) => m.float(nextAfter(a!, b!, BigInt(n)))) as (
          m: Machine,
          ...xs: Value[]
        ) => Result
      )(m, x, y)
    },
    'ulp(x, /)': ofReals('ulp', (m, x) => {
      const a = Math.abs(x!)
      if (!Number.isFinite(a)) return m.float(a)
      return m.float(a === MAX ? a - nextAfter(a, 0, 1n) : nextAfter(a, INFINITY, 1n) - a)
    }),
    'hypot(*coordinates)': (m: Machine, coordinates: Value[]): Result =>
      (ofReals('hypot', (_m, ...xs) => hypot(m, xs)) as (m: Machine, ...xs: Value[]) => Result)(m, ...coordinates),
    'dist(p, q, /)': dist,
    'fsum(seq, /)': fsum,
    'sumprod(p, q, /)': sumprod,
    'isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)': (
      m: Machine,
      a: Value,
      b: Value,
      relative: Value | undefined,
      absolute: Value | undefined,
    ): Result =>
      (
        ofReals('isclose', (_m, x, y, rel, abs) => isClose(m, x!, y!, rel!, abs!)) as (
          m: Machine,
          ...xs: Value[]
        ) => Result
      )(m, a, b, relative ?? m.float(1e-9), absolute ?? 0),
    'isfinite(x, /)': ofReals('isfinite', (_m, x) => Number.isFinite(x)),
    'isinf(x, /)': ofReals('isinf', (_m, x) => Math.abs(x!) === INFINITY),
    'isnan(x, /)': ofReals('isnan', (_m, x) => Number.isNaN(x)),
    'prod(iterable, /, *, start=1)': (m: Machine, iterable: Value, start: Value | undefined) =>
      m.callPrelude('math_prod', iterable, start ?? 1),
  },
})
