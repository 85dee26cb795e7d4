// Module cmath: functions of complex numbers. Finite arguments follow the textbook formulas that CPython's
// Modules/cmathmodule.c uses; special values go through the same formulas.

import { type Complex, complex, complexAdd, complexDiv, complexSub } from '../complex.ts'
import * as e from '../elementary.ts'
import { Fail } from '../fail.ts'
import { copySign } from '../float.ts'
import { toDouble } from '../int.ts'
import type { Machine } from '../machine.ts'
import { defineModule, type NativeFn } from '../native.ts'
import { T } from '../types.ts'
import { asInt, PyComplex, PyFloat, type Result, type Value } from '../value.ts'

/** The complex number of an argument; undefined: raised, or a program's `__complex__` has to be asked ('python'). */
function argument(m: Machine, value: Value): Complex | undefined | 'python' {
  if (value instanceof PyComplex) return value
  if (value instanceof PyFloat) return complex(value.value, 0)
  const n = asInt(value)
  if (n !== undefined) {
    const x = toDouble(n)
    return x instanceof Fail ? m.raiseFail(x) : complex(x, 0)
  }
  if (m.typeOf(value).isHeap) return 'python'
  return m.raise('TypeError', `must be real number, not ${m.typeName(value)}`)
}

function ofComplex(name: string, fn: (m: Machine, z: Complex) => Result): NativeFn {
  return (m: Machine, value: Value): Result => {
    const z = argument(m, value)
    if (z === 'python') return m.callPrelude('cmath_with_complex', name, value)
    return z && fn(m, z)
  }
}

const deliver = (z: Complex) => new PyComplex(T.complex, z.real, z.imag)
const isFinite_ = (z: Complex) => Number.isFinite(z.real) && Number.isFinite(z.imag)
const hasNaN = (z: Complex) => Number.isNaN(z.real) || Number.isNaN(z.imag)

/** A function that maps complex to complex; results that overflow raise. */
function mapping(name: string, fn: (z: Complex) => Complex | Fail): NativeFn {
  return ofComplex(name, (m, z) => {
    const r = fn(z)
    if (r instanceof Fail) return m.raiseFail(r)
    if (isFinite_(z) && !isFinite_(r)) {
      return hasNaN(r) ? m.raise('ValueError', 'math domain error') : m.raise('OverflowError', 'math range error')
    }
    return deliver(r)
  })
}

const domain = new Fail('ValueError', 'math domain error')
const modulus = ({ real, imag }: Complex) =>
  Number.isFinite(real) && Number.isFinite(imag) ? e.hypot(real, imag) : Math.hypot(real, imag)
const phase = ({ real, imag }: Complex) => e.atan2(imag, real)
const timesI = (z: Complex) => complex(-z.imag, z.real)
const overI = (z: Complex) => complex(z.imag, -z.real)
const ONE = complex(1, 0)
const sinh1 = (x: number) => Math.sinh(x)
const cosh1 = (x: number) => (Math.abs(x) < 700 && x !== 0 ? (e.exp(x) + e.exp(-x)) / 2 : Math.cosh(x))
const exp1 = (x: number) => (Number.isFinite(x) && x !== 0 ? e.exp(x) : Math.exp(x))
const sin1 = (x: number) => (Number.isFinite(x) && x !== 0 ? e.sin(x) : Math.sin(x))
const cos1 = (x: number) => (Number.isFinite(x) && x !== 0 ? e.cos(x) : Math.cos(x))
const log1 = (x: number) => (Number.isFinite(x) && x > 0 ? e.log(x) : Math.log(x))

function exp(z: Complex): Complex {
  const length = exp1(z.real)
  return z.imag === 0 ? complex(length, z.imag) : complex(length * cos1(z.imag), length * sin1(z.imag))
}

// CPython: c_log.
function log(z: Complex): Complex | Fail {
  const ax = Math.abs(z.real)
  const ay = Math.abs(z.imag)
  if (ax === 0 && ay === 0) return domain
  const h = modulus(z)
  const real =
    h >= 0.71 && h <= 1.73
      ? Math.log1p((Math.max(ax, ay) - 1) * (Math.max(ax, ay) + 1) + Math.min(ax, ay) ** 2) / 2
      : log1(h)
  return complex(real, phase(z))
}

// CPython: cmath_sqrt_impl.
function sqrt(z: Complex): Complex {
  const { real, imag } = z
  if (real === 0 && imag === 0) return complex(0, imag)
  if (Math.abs(imag) === Number.POSITIVE_INFINITY) return complex(Number.POSITIVE_INFINITY, imag)
  const ax = Math.abs(real) / 8
  const s = 2 * Math.sqrt(ax + modulus(complex(ax, Math.abs(imag) / 8)))
  const d = Math.abs(imag) / (2 * s)
  return real >= 0 ? complex(s, copySign(d, imag)) : complex(d, copySign(s, imag))
}

const sinh = (z: Complex) => complex(cos1(z.imag) * sinh1(z.real), sin1(z.imag) * cosh1(z.real))
const cosh = (z: Complex) => complex(cos1(z.imag) * cosh1(z.real), sin1(z.imag) * sinh1(z.real))

function tanh(z: Complex): Complex {
  const t = Math.tanh(z.real)
  const tangent = Number.isFinite(z.imag) && z.imag !== 0 ? e.tan(z.imag) : Math.tan(z.imag)
  const c = 1 / cosh1(z.real)
  const product = tangent * t
  const denominator = 1 + product * product
  return complex((t * (1 + tangent * tangent)) / denominator, (tangent / denominator) * c * c)
}

function acos(z: Complex): Complex {
  const s1 = sqrt(complexSub(ONE, z))
  const s2 = sqrt(complexAdd(ONE, z))
  return complex(2 * e.atan2(s1.real, s2.real), Math.asinh(s2.real * s1.imag - s2.imag * s1.real))
}

function acosh(z: Complex): Complex {
  const s1 = sqrt(complexSub(z, ONE))
  const s2 = sqrt(complexAdd(z, ONE))
  return complex(Math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * e.atan2(s1.imag, s2.real))
}

function asinh(z: Complex): Complex {
  const s1 = sqrt(complex(1 + z.imag, -z.real))
  const s2 = sqrt(complex(1 - z.imag, z.real))
  return complex(
    Math.asinh(s1.real * s2.imag - s2.real * s1.imag),
    e.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag),
  )
}

function atanh(z: Complex): Complex | Fail {
  if (z.real < 0 || Object.is(z.real, -0)) {
    const r = atanh(complex(-z.real, -z.imag))
    return r instanceof Fail ? r : complex(-r.real, -r.imag)
  }
  const ay = Math.abs(z.imag)
  if (z.real === 1 && ay < 1e-153) {
    if (ay === 0) return domain
    return complex(-Math.log(Math.sqrt(ay) / Math.sqrt(e.hypot(ay, 2))), copySign(e.atan2(2, -ay) / 2, z.imag))
  }
  const below = (1 - z.real) * (1 - z.real) + ay * ay
  return complex(Math.log1p((4 * z.real) / below) / 4, -e.atan2(-2 * z.imag, (1 - z.real) * (1 + z.real) - ay * ay) / 2)
}

/** f(iz)/i of a hyperbolic function: its circular counterpart. */
function circular(hyperbolic: (z: Complex) => Complex | Fail) {
  return (z: Complex): Complex | Fail => {
    const r = hyperbolic(timesI(z))
    return r instanceof Fail ? r : overI(r)
  }
}

const test = (name: string, check: (z: Complex) => boolean) => ofComplex(name, (_m, z) => check(z))
const value = (x: number) => new PyFloat(T.float, x)

defineModule('cmath', {
  doc: 'This module provides access to mathematical functions for complex\nnumbers.',
  values: {
    pi: value(Math.PI),
    e: value(Math.E),
    tau: value(2 * Math.PI),
    inf: value(Number.POSITIVE_INFINITY),
    nan: value(Number.NaN),
    infj: deliver(complex(0, Number.POSITIVE_INFINITY)),
    nanj: deliver(complex(0, Number.NaN)),
  },
  functions: {
    'exp(z, /)': mapping('exp', exp),
    'sqrt(z, /)': mapping('sqrt', sqrt),
    'log(z, base=<unrepresentable>, /)': (m: Machine, z: Value, base: Value | undefined): Result => {
      const parts: Complex[] = []
      for (const arg of base === undefined ? [z] : [z, base]) {
        const a = argument(m, arg)
        if (a === undefined) return undefined
        if (a === 'python') return m.callPrelude('cmath_log', z, base ?? null)
        const r = log(a)
        if (r instanceof Fail) return m.raiseFail(r)
        parts.push(r)
      }
      if (parts.length === 1) return deliver(parts[0]!)
      const r = complexDiv(parts[0]!, parts[1]!)
      return r instanceof Fail ? m.raiseFail(r) : deliver(r)
    },
    'log10(z, /)': mapping('log10', z => {
      const r = log(z)
      return r instanceof Fail ? r : complex(r.real / Math.LN10, r.imag / Math.LN10)
    }),
    'sin(z, /)': mapping('sin', circular(sinh)),
    'cos(z, /)': mapping('cos', z => cosh(timesI(z))),
    'tan(z, /)': mapping('tan', circular(tanh)),
    'sinh(z, /)': mapping('sinh', sinh),
    'cosh(z, /)': mapping('cosh', cosh),
    'tanh(z, /)': mapping('tanh', tanh),
    'asin(z, /)': mapping('asin', circular(asinh)),
    'acos(z, /)': mapping('acos', acos),
    'atan(z, /)': mapping('atan', circular(atanh)),
    'asinh(z, /)': mapping('asinh', asinh),
    'acosh(z, /)': mapping('acosh', acosh),
    'atanh(z, /)': mapping('atanh', atanh),
    'phase(z, /)': ofComplex('phase', (m, z) => m.float(phase(z))),
    'polar(z, /)': ofComplex('polar', (m, z) => m.tuple([m.float(modulus(z)), m.float(phase(z))])),
    'rect(r, phi, /)': (m: Machine, r: Value, phi: Value): Result => {
      const length = argument(m, r)
      const angle = length === undefined ? undefined : argument(m, phi)
      if (length === undefined || angle === undefined) return undefined
      if (length === 'python' || angle === 'python') return m.raise('TypeError', 'must be real number')
      if (angle.real === 0) return deliver(complex(length.real, length.real * angle.real))
      return deliver(complex(length.real * cos1(angle.real), length.real * sin1(angle.real)))
    },
    'isfinite(z, /)': test('isfinite', isFinite_),
    'isnan(z, /)': test('isnan', hasNaN),
    'isinf(z, /)': test('isinf', z => [z.real, z.imag].some(x => Math.abs(x) === Number.POSITIVE_INFINITY)),
    'isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)': (
      m: Machine,
      a: Value,
      b: Value,
      relative: Value | undefined,
      absolute: Value | undefined,
    ): Result => {
      const args = [a, b, relative ?? m.float(1e-9), absolute ?? m.float(0)].map(v => argument(m, v))
      if (args.includes(undefined)) return undefined
      if (args.includes('python')) return m.raise('TypeError', 'must be real number')
      const [x, y, rel, abs] = args as [Complex, Complex, Complex, Complex]
      if (rel.real < 0 || abs.real < 0) return m.raise('ValueError', 'tolerances must be non-negative')
      if (x.real === y.real && x.imag === y.imag) return true
      if (!isFinite_(x) || !isFinite_(y)) return false
      const difference = modulus(complexSub(x, y))
      return difference <= rel.real * modulus(y) || difference <= rel.real * modulus(x) || difference <= abs.real
    },
  },
})
