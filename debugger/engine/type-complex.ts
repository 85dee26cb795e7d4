// The class complex: construction, operators, methods.

import {
  type Complex,
  complexAbs,
  complexAdd,
  complexDiv,
  complexMul,
  complexPow,
  complexRepr,
  complexSub,
  parseComplexText,
} from './complex.ts'
import { Fail } from './fail.ts'
import { formatComplex } from './format-spec.ts'
import { hashOf } from './hash.ts'
import { toDouble } from './int.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, asStr, PyComplex, PyFloat, type PyType, type Result, type Value } from './value.ts'

/** A number as a complex; undefined for other values; a Fail when an int is too large. */
function operand(v: Value): Complex | undefined | Fail {
  if (v instanceof PyComplex) return v
  if (v instanceof PyFloat) return { real: v.value, imag: 0 }
  const n = asInt(v)
  if (n === undefined) return undefined
  const x = toDouble(n)
  return x instanceof Fail ? x : { real: x, imag: 0 }
}

function result(m: Machine, r: Complex | Fail): Result {
  return r instanceof Fail ? m.raiseFail(r) : new PyComplex(T.complex, r.real, r.imag)
}

function binary(operate: (a: Complex, b: Complex) => Complex | Fail) {
  return (m: Machine, left: Value, right: Value): Result => {
    const a = operand(left)
    const b = operand(right)
    if (a === undefined || b === undefined) return NOT_IMPLEMENTED
    if (a instanceof Fail) return m.raiseFail(a)
    if (b instanceof Fail) return m.raiseFail(b)
    return result(m, operate(a, b))
  }
}

/** a ** b as a value; also float's power when the result is not real. */
export function complexPower(m: Machine, a: Complex, b: Complex): Result {
  return result(m, complexPow(a, b))
}

// CPython: complex_new_impl.
function newComplex(m: Machine, cls: PyType, real: Value | undefined, imag: Value | undefined): Result {
  const text = real === undefined ? undefined : asStr(real)
  if (text !== undefined) {
    if (imag !== undefined) return m.raise('TypeError', "complex() can't take second arg if first is a string")
    const z = parseComplexText(text)
    if (z === undefined) return m.raise('ValueError', 'complex() arg is a malformed string')
    return new PyComplex(cls, z.real, z.imag)
  }
  if (imag !== undefined && asStr(imag) !== undefined) {
    return m.raise('TypeError', "complex() second arg can't be a string")
  }
  if (real instanceof PyComplex && real.cls === T.complex && cls === T.complex && imag === undefined) return real
  for (const arg of [real, imag]) {
    if (arg === undefined || operand(arg) !== undefined) continue
    const { slots } = m.typeOf(arg)
    if (slots.float !== null || slots.index !== null || (arg === real && m.typeOf(arg).isHeap)) {
      return m.callPrelude('complex_new', cls, real ?? 0, imag ?? null)
    }
    const which = arg === real ? 'first argument must be a string or a number' : 'second argument must be a number'
    return m.raise('TypeError', `complex() ${which}, not '${m.typeName(arg)}'`)
  }
  const a = real === undefined ? { real: 0, imag: 0 } : operand(real)!
  const b = imag === undefined ? undefined : operand(imag)!
  if (a instanceof Fail) return m.raiseFail(a)
  if (b instanceof Fail) return m.raiseFail(b)
  // Real parts that are there are never added to absent imaginary ones: that would lose the sign of a zero.
  const realPart = imag instanceof PyComplex ? a.real - b!.imag : a.real
  const imagPart = b === undefined ? a.imag : real instanceof PyComplex ? a.imag + b.real : b.real
  return new PyComplex(cls, realPart, imagPart)
}

defineType({
  type: T.complex,
  isBase: true,
  doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
  new: ['complex(real=0, imag=0)', newComplex],
  slots: {
    repr: (_m, self: PyComplex) => complexRepr(self),
    hash: (_m, self: PyComplex) =>
      hashOf(self.cls === T.complex ? self : new PyComplex(T.complex, self.real, self.imag)),
    compare: (_m, self: PyComplex, other, op) => {
      if (op !== Compare.Eq && op !== Compare.Ne) return NOT_IMPLEMENTED
      let equal: boolean
      if (other instanceof PyComplex) equal = self.real === other.real && self.imag === other.imag
      else {
        const b = other instanceof PyFloat ? other.value : asInt(other)
        if (b === undefined) return NOT_IMPLEMENTED
        // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same value are equal only so
        equal = self.imag === 0 && self.real == b
      }
      return equal === (op === Compare.Eq)
    },
    bool: (_m, self: PyComplex) => self.real !== 0 || self.imag !== 0,
    neg: (_m, self: PyComplex) => new PyComplex(T.complex, -self.real, -self.imag),
    pos: (_m, self: PyComplex) => (self.cls === T.complex ? self : new PyComplex(T.complex, self.real, self.imag)),
    abs: (m, self: PyComplex) => {
      const r = complexAbs(self)
      return r instanceof Fail ? m.raiseFail(r) : m.float(r)
    },
    add: binary(complexAdd),
    sub: binary(complexSub),
    mul: binary(complexMul),
    truediv: binary(complexDiv),
    pow: (m, left, right, modulus) => {
      const a = operand(left)
      const b = operand(right)
      if (a === undefined || b === undefined) return NOT_IMPLEMENTED
      if (a instanceof Fail) return m.raiseFail(a)
      if (b instanceof Fail) return m.raiseFail(b)
      return modulus === null ? complexPower(m, a, b) : m.raise('ValueError', 'complex modulo')
    },
  },
  members: {
    real: (m: Machine, self: PyComplex) => m.float(self.real),
    imag: (m: Machine, self: PyComplex) => m.float(self.imag),
  },
  methods: {
    'conjugate()': (_m: Machine, self: PyComplex) => new PyComplex(T.complex, self.real, -self.imag),
    '__complex__()': (_m: Machine, self: PyComplex) =>
      self.cls === T.complex ? self : new PyComplex(T.complex, self.real, self.imag),
    '__format__(format_spec, /)': (m: Machine, self: PyComplex, spec: Value): Result => {
      const text = asStr(spec)
      if (text === undefined) return m.raise('TypeError', `__format__() argument must be str, not ${m.typeName(spec)}`)
      return m.orRaise(formatComplex(self, text))
    },
    '__getnewargs__()': (m: Machine, self: PyComplex) => m.tuple([m.float(self.real), m.float(self.imag)]),
  },
})
