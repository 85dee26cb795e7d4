// The class float: construction, operators, methods.

import { intArgument, retryWithIndexes, wantsIndex } from './arguments.ts'
import { bytesOf } from './bytes.ts'
import { latin1 } from './codec.ts'
import { Fail } from './fail.ts'
import {
  floatDiv,
  floatDivMod,
  floatFloorDiv,
  floatMod,
  floatPow,
  integerRatio,
  roundToDigits,
  roundToInt,
  truncToInt,
} from './float.ts'
import { floatFromHex, floatHex, floatRepr, parseFloatText } from './float-text.ts'
import { formatFloat } from './format-spec.ts'
import { hashOfDouble } from './hash.ts'
import { identityOf } from './hashing.ts'
import { toDouble } from './int.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { compareNumbers } from './number-compare.ts'
import { bytesRepr, strRepr } from './str-repr.ts'
import { complexPower } from './type-complex.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, asStr, PyFloat, type PyType, type Result, type Value } from './value.ts'

// CPython: float_new_impl, PyNumber_Float.
function newFloat(m: Machine, cls: PyType, x: Value | undefined): Result {
  const make = (value: number) => new PyFloat(cls, value)
  if (x === undefined) return make(0)
  if (x instanceof PyFloat && x.cls === T.float) return cls === T.float ? x : make(x.value)
  const text = asStr(x)
  if (text !== undefined) {
    const value = parseFloatText(text)
    return value === undefined
      ? m.raise('ValueError', `could not convert string to float: ${strRepr(text)}`)
      : make(value)
  }
  const bytes = bytesOf(x)
  if (bytes !== undefined) {
    const value = bytes.some(b => b > 127) ? undefined : parseFloatText(latin1(bytes))
    return value === undefined
      ? m.raise('ValueError', `could not convert string to float: ${bytesRepr(bytes)}`)
      : make(value)
  }
  const type = m.typeOf(x)
  const n = asInt(x)
  if (n !== undefined && type.slots.float === T.int.slots.float) {
    const value = toDouble(n)
    return value instanceof Fail ? m.raiseFail(value) : make(value)
  }
  if (type.slots.float !== null) {
    if (cls !== T.float) return m.callPrelude('float_of_class', cls, x)
    if (x instanceof PyFloat && type.slots.float === T.float.slots.float) return make(x.value)
    return type.slots.float(m, x)
  }
  if (type.slots.index !== null) return m.callPrelude('call_with_indexes', cls, m.tuple([x]))
  return m.raise('TypeError', `float() argument must be a string or a real number, not '${m.typeName(x)}'`)
}

/** The double of an operand, for natives that take real numbers: of a float, or of an int (which may be too large). Undefined: not a number of these. */
export function operand(v: Value): number | undefined | Fail {
  if (v instanceof PyFloat) return v.value
  const n = asInt(v)
  return n === undefined ? undefined : toDouble(n)
}

function binary(operate: (x: number, y: number) => number | Fail) {
  return (m: Machine, left: Value, right: Value): Result => {
    const x = operand(left)
    const y = operand(right)
    if (x === undefined || y === undefined) return NOT_IMPLEMENTED
    if (typeof x !== 'number') return m.raiseFail(x)
    if (typeof y !== 'number') return m.raiseFail(y)
    const r = operate(x, y)
    return typeof r === 'number' ? new PyFloat(T.float, r) : m.raiseFail(r)
  }
}

function pow(m: Machine, left: Value, right: Value, modulus: Value): Result {
  if (modulus !== null) return m.raise('TypeError', 'pow() 3rd argument not allowed unless all arguments are integers')
  const x = operand(left)
  const y = operand(right)
  if (x === undefined || y === undefined) return NOT_IMPLEMENTED
  if (typeof x !== 'number') return m.raiseFail(x)
  if (typeof y !== 'number') return m.raiseFail(y)
  const r = floatPow(x, y)
  if (r === 'complex') return complexPower(m, { real: x, imag: 0 }, { real: y, imag: 0 })
  return typeof r === 'number' ? m.float(r) : m.raiseFail(r)
}

const plainFloat = (m: Machine, self: PyFloat) => (self.cls === T.float ? self : m.float(self.value))

function toInt(m: Machine, self: PyFloat, round: (x: number) => number): Result {
  return m.orRaise(truncToInt(round(self.value)))
}

defineType({
  type: T.float,
  isBase: true,
  doc: 'Convert a string or number to a floating-point number, if possible.',
  new: ['float(x=0, /)', newFloat],
  slots: {
    repr: (_m, self: PyFloat) => floatRepr(self.value),
    hash: (_m, self: PyFloat) => (Number.isNaN(self.value) ? identityOf(self) : hashOfDouble(self.value)),
    compare: (_m, self: PyFloat, other, op) => {
      const b = other instanceof PyFloat ? other.value : asInt(other)
      return b === undefined ? NOT_IMPLEMENTED : compareNumbers(self.value, b, op)
    },
    bool: (_m, self: PyFloat) => self.value !== 0,
    float: plainFloat,
    int: (m, self: PyFloat) => toInt(m, self, Math.trunc),
    neg: (m, self: PyFloat) => m.float(-self.value),
    pos: plainFloat,
    abs: (m, self: PyFloat) => m.float(Math.abs(self.value)),
    add: binary((x, y) => x + y),
    sub: binary((x, y) => x - y),
    mul: binary((x, y) => x * y),
    truediv: binary(floatDiv),
    floordiv: binary(floatFloorDiv),
    mod: binary(floatMod),
    divmod: (m, left, right) => {
      const x = operand(left)
      const y = operand(right)
      if (x === undefined || y === undefined) return NOT_IMPLEMENTED
      if (typeof x !== 'number') return m.raiseFail(x)
      if (typeof y !== 'number') return m.raiseFail(y)
      const r = floatDivMod(x, y)
      return r instanceof Fail ? m.raiseFail(r) : m.tuple([m.float(r[0]), m.float(r[1])])
    },
    pow,
  },
  getset: {
    real: plainFloat,
    imag: (m: Machine) => m.float(0),
  },
  methods: {
    'conjugate()': plainFloat,
    'is_integer()': (_m: Machine, self: PyFloat) => Number.isInteger(self.value),
    'hex()': (_m: Machine, self: PyFloat) => floatHex(self.value),
    'as_integer_ratio()': (m: Machine, self: PyFloat) => {
      const r = integerRatio(self.value)
      return r instanceof Fail ? m.raiseFail(r) : m.tuple(r)
    },
    '__trunc__()': (m: Machine, self: PyFloat) => toInt(m, self, Math.trunc),
    '__floor__()': (m: Machine, self: PyFloat) => toInt(m, self, Math.floor),
    '__ceil__()': (m: Machine, self: PyFloat) => toInt(m, self, Math.ceil),
    '__round__(ndigits=None, /)': (m: Machine, self: PyFloat, ndigits: Value | undefined): Result => {
      if (ndigits === undefined || ndigits === null) return m.orRaise(roundToInt(self.value))
      if (wantsIndex(m, ndigits)) return retryWithIndexes(m, T.float, '__round__', [self, ndigits])
      const n = intArgument(m, ndigits)
      if (n === undefined) return undefined
      const r = roundToDigits(self.value, n)
      return r instanceof Fail ? m.raiseFail(r) : m.float(r)
    },
    '__format__(format_spec, /)': (m: Machine, self: PyFloat, spec: Value): Result => {
      const text = asStr(spec)
      if (text === undefined) return m.raise('TypeError', `__format__() argument must be str, not ${m.typeName(spec)}`)
      return m.orRaise(formatFloat(self.value, text))
    },
    '__getnewargs__()': (m: Machine, self: PyFloat) => m.tuple([m.float(self.value)]),
  },
  classMethods: {
    'fromhex(string, /)': (m: Machine, cls: PyType, string: Value): Result => {
      const text = asStr(string)
      if (text === undefined) return m.raise('TypeError', 'bad argument type for built-in operation')
      const r = floatFromHex(text)
      if (r instanceof Fail) return m.raiseFail(r)
      return cls === T.float ? m.float(r) : m.call(cls, m.float(r))
    },
    '__getformat__(typestr, /)': () => 'IEEE, little-endian',
  },
})
