// The classes int and bool: construction, operators, methods.

import { intArgument, retryWithIndexes, sizeArgument, wantsIndex } from './arguments.ts'
import { bytesOf } from './bytes.ts'
import { newInstance } from './call.ts'
import { latin1 } from './codec.ts'
import { Fail } from './fail.ts'
import { Finish } from './finish.ts'
import { floatPow, truncToInt } from './float.ts'
import { formatInt } from './format-spec.ts'
import { hashOfInt } from './hash.ts'
import {
  abs,
  add,
  and,
  bitCount,
  bitLength,
  divMod,
  floorDiv,
  type Int,
  invert,
  mod,
  mul,
  neg,
  or,
  powMod,
  powNonNegative,
  roundInt,
  shiftLeft,
  shiftRight,
  sub,
  toDouble,
  trueDiv,
  xor,
} from './int.ts'
import { intFromBytes, intToBytes } from './int-bytes.ts'
import { intToString, parseInteger } from './int-text.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { compareNumbers } from './number-compare.ts'
import { codePoints } from './str.ts'
import { bytesRepr, strRepr } from './str-repr.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, asStr, PyBytes, PyFloat, type PyType, type Result, type Value } from './value.ts'

/** An int as an instance of `cls`, int or a subclass. */
function intOfClass(m: Machine, cls: PyType, n: Int): Value {
  if (cls === T.int) return n
  const self = newInstance(m, cls)
  self.payload = n
  return self
}

function invalidLiteral(m: Machine, repr: string, base: number): undefined {
  return m.raise(
    'ValueError',
    `invalid literal for int() with base ${base}: ${codePoints(repr).slice(0, 200).join('')}`,
  )
}

/** int(text, base) of a str or of bytes. */
function intFromText(m: Machine, value: Value, base: number): Int | undefined {
  const text = asStr(value)
  const bytes = text === undefined ? bytesOf(value) : undefined
  const source = text ?? (bytes && latin1(bytes))
  if (source === undefined) return m.raise('TypeError', "int() can't convert non-string with explicit base")
  const n = bytes?.some(b => b > 127) ? 'invalid' : parseInteger(source, base, m.intMaxStrDigits)
  if (n === 'invalid') return invalidLiteral(m, text === undefined ? bytesRepr(bytes!) : strRepr(source), base)
  return n instanceof Fail ? m.raiseFail(n) : n
}

// CPython: long_new_impl, PyNumber_Long.
function newInt(m: Machine, cls: PyType, x: Value | undefined, base: Value | undefined): Result {
  if (x === undefined) {
    return base === undefined ? intOfClass(m, cls, 0) : m.raise('TypeError', 'int() missing string argument')
  }
  if (base !== undefined) {
    if (wantsIndex(m, base)) return m.callPrelude('call_with_indexes', cls, m.tuple([x, base]))
    const radix = intArgument(m, base)
    if (radix === undefined) return undefined
    if ((radix !== 0 && radix < 2) || radix > 36)
      return m.raise('ValueError', 'int() base must be >= 2 and <= 36, or 0')
    const n = intFromText(m, x, Number(radix))
    return n === undefined ? undefined : intOfClass(m, cls, n)
  }
  const type = m.typeOf(x)
  if (typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean') return intOfClass(m, cls, asInt(x)!)
  if (x instanceof PyFloat && type.slots.int === T.float.slots.int) {
    const n = truncToInt(x.value)
    return n instanceof Fail ? m.raiseFail(n) : intOfClass(m, cls, n)
  }
  if (type.slots.int !== null && asStr(x) === undefined) {
    if (asInt(x) !== undefined && type.slots.int === T.int.slots.int) return intOfClass(m, cls, asInt(x)!)
    return cls === T.int ? type.slots.int(m, x) : m.callPrelude('int_of_class', cls, x)
  }
  if (type.slots.index !== null) return m.callPrelude('call_with_indexes', cls, m.tuple([x]))
  if (asStr(x) !== undefined || bytesOf(x) !== undefined) {
    const n = intFromText(m, x, 10)
    return n === undefined ? undefined : intOfClass(m, cls, n)
  }
  return m.raise(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${m.typeName(x)}'`,
  )
}

/** A binary slot of two ints; other operands are not its business. */
function binary(operate: (a: Int, b: Int) => Int | Fail) {
  return (m: Machine, left: Value, right: Value): Result => {
    const a = asInt(left)
    const b = asInt(right)
    return a === undefined || b === undefined ? NOT_IMPLEMENTED : m.orRaise(operate(a, b))
  }
}

function pow(m: Machine, left: Value, right: Value, modulus: Value): Result {
  const a = asInt(left)
  const b = asInt(right)
  if (a === undefined || b === undefined) return NOT_IMPLEMENTED
  if (modulus !== null) {
    const c = asInt(modulus)
    return c === undefined ? NOT_IMPLEMENTED : m.orRaise(powMod(a, b, c))
  }
  if (b >= 0) return m.orRaise(powNonNegative(a, b))
  const x = toDouble(a)
  const y = toDouble(b)
  if (x instanceof Fail || y instanceof Fail) return m.raiseFail((x instanceof Fail ? x : y) as Fail)
  const r = floatPow(x, y)
  return r instanceof Fail ? m.raiseFail(r) : m.float(r as number)
}

const self_ = (_m: Machine, self: Value) => asInt(self)!

defineType({
  type: T.int,
  isBase: true,
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  new: ['int(x=0, /, base=10)', newInt],
  slots: {
    repr: (m, self: Int) => m.orRaise(intToString(self, m.intMaxStrDigits)),
    hash: (_m, self: Int) => hashOfInt(self),
    compare: (_m, self: Int, other, op) => {
      const a = asInt(self)
      const b = asInt(other)
      return a === undefined || b === undefined ? NOT_IMPLEMENTED : compareNumbers(a, b, op)
    },
    bool: (_m, self: Int) => self !== 0,
    int: self_,
    index: self_,
    float: (m, self: Int) => {
      const x = toDouble(self)
      return x instanceof Fail ? m.raiseFail(x) : m.float(x)
    },
    neg: (_m, self: Int) => neg(self),
    pos: self_,
    abs: (_m, self: Int) => abs(self),
    invert: (_m, self: Int) => invert(self),
    add: binary(add),
    sub: binary(sub),
    mul: binary(mul),
    floordiv: binary(floorDiv),
    mod: binary(mod),
    lshift: binary(shiftLeft),
    rshift: binary(shiftRight),
    and: binary(and),
    or: binary(or),
    xor: binary(xor),
    truediv: (m, left, right) => {
      const a = asInt(left)
      const b = asInt(right)
      if (a === undefined || b === undefined) return NOT_IMPLEMENTED
      const r = trueDiv(a, b)
      return r instanceof Fail ? m.raiseFail(r) : m.float(r)
    },
    divmod: (m, left, right) => {
      const a = asInt(left)
      const b = asInt(right)
      if (a === undefined || b === undefined) return NOT_IMPLEMENTED
      const r = divMod(a, b)
      return r instanceof Fail ? m.raiseFail(r) : m.tuple(r)
    },
    pow,
  },
  getset: {
    real: self_,
    numerator: self_,
    imag: () => 0,
    denominator: () => 1,
  },
  methods: {
    'conjugate()': self_,
    'bit_length()': (_m: Machine, self: Int) => bitLength(self),
    'bit_count()': (_m: Machine, self: Int) => bitCount(self),
    'as_integer_ratio()': (m: Machine, self: Int) => m.tuple([self, 1]),
    'is_integer()': () => true,
    '__trunc__()': self_,
    '__floor__()': self_,
    '__ceil__()': self_,
    '__round__(ndigits=None, /)': (m: Machine, self: Int, ndigits: Value | undefined): Result => {
      if (ndigits === undefined || ndigits === null) return self
      if (wantsIndex(m, ndigits)) return retryWithIndexes(m, T.int, '__round__', [self, ndigits])
      const n = intArgument(m, ndigits)
      return n === undefined ? undefined : roundInt(self, n)
    },
    '__format__(format_spec, /)': (m: Machine, self: Int, spec: Value): Result => {
      const text = asStr(spec)
      if (text === undefined) return m.raise('TypeError', `__format__() argument must be str, not ${m.typeName(spec)}`)
      return m.orRaise(formatInt(self, text, 'int', m.intMaxStrDigits))
    },
    '__getnewargs__()': (m: Machine, self: Int) => m.tuple([self]),
    '__sizeof__()': (_m: Machine, self: Int) => 24 + 4 * Math.max(1, Math.ceil(bitLength(self) / 30)),
    "to_bytes(length=1, byteorder='big', *, signed=False)": (
      m: Machine,
      self: Int,
      length: Value | undefined,
      byteorder: Value | undefined,
      signed: Value | undefined,
    ): Result => {
      if (wantsIndex(m, length)) {
        return retryWithIndexes(m, T.int, 'to_bytes', [self, length, byteorder ?? 'big'])
      }
      const size = sizeArgument(m, length, 1)
      if (size === undefined) return undefined
      const order = byteorder === undefined ? 'big' : asStr(byteorder)
      if (order === undefined) {
        return m.raise('TypeError', `to_bytes() argument 'byteorder' must be str, not ${m.typeName(byteorder!)}`)
      }
      if (size > m.limits.items) return m.raise('MemoryError')
      const r = intToBytes(self, size, order, isTrue(signed))
      return r instanceof Fail ? m.raiseFail(r) : new PyBytes(T.bytes, r)
    },
  },
  classMethods: {
    "from_bytes(bytes, byteorder='big', *, signed=False)": (
      m: Machine,
      cls: PyType,
      bytes: Value,
      byteorder: Value | undefined,
      signed: Value | undefined,
    ): Result => {
      const order = byteorder === undefined ? 'big' : asStr(byteorder)
      if (order === undefined) {
        return m.raise('TypeError', `from_bytes() argument 'byteorder' must be str, not ${m.typeName(byteorder!)}`)
      }
      const content = bytesOf(bytes)
      if (content === undefined && asStr(bytes) !== undefined) {
        return m.raise('TypeError', `cannot convert '${m.typeName(bytes)}' object to bytes`)
      }
      if (content === undefined) return m.callPrelude('int_from_bytes', cls, bytes, order, isTrue(signed))
      const n = intFromBytes(content, order, isTrue(signed))
      if (n instanceof Fail) return m.raiseFail(n)
      return cls === T.int ? n : m.call(cls, n)
    },
  },
})

// Flags of natives are nearly always bools; other values by their plain truth.
function isTrue(flag: Value | undefined): boolean {
  return flag !== undefined && flag !== null && flag !== false && flag !== 0 && flag !== ''
}

/** A bitwise slot of bool: a bool of two bools. */
function logical(operate: (a: Int, b: Int) => Int) {
  return (_m: Machine, left: Value, right: Value): Result => {
    const a = asInt(left)
    const b = asInt(right)
    if (a === undefined || b === undefined) return NOT_IMPLEMENTED
    const r = operate(a, b)
    return typeof left === 'boolean' && typeof right === 'boolean' ? r !== 0 : r
  }
}

const INVERT_WARNING =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int."

defineType({
  type: T.bool,
  doc: 'Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  new: [
    'bool(object=False, /)',
    (m: Machine, _cls: Value, x: Value | undefined) => (x === undefined ? false : m.after(x, Finish.Truth)),
  ],
  slots: {
    repr: (_m, self: Value) => (asInt(self) !== 0 ? 'True' : 'False'),
    invert: (m, self: Value) =>
      m.after(m.warn('DeprecationWarning', INVERT_WARNING), Finish.Data, invert(asInt(self)!)),
    and: logical(and),
    or: logical(or),
    xor: logical(xor),
  },
  methods: {
    '__format__(format_spec, /)': (m: Machine, self: Value, spec: Value): Result => {
      const text = asStr(spec)
      if (text === undefined) return m.raise('TypeError', `__format__() argument must be str, not ${m.typeName(spec)}`)
      const n = asInt(self)!
      return text === '' ? (n !== 0 ? 'True' : 'False') : m.orRaise(formatInt(n, text, 'bool', m.intMaxStrDigits))
    },
  },
})
