// Module struct: values to bytes and back by format strings. CPython: Modules/_struct.c. Native sizes are those of 64-bit Linux.

import { sizeArgument, wantsIndex } from '../arguments.ts'
import { bytesOf, PyByteArray } from '../bytes.ts'
import { latin1 } from '../codec.ts'
import { EXCEPTIONS } from '../exception-types.ts'
import { Fail } from '../fail.ts'
import { type Int, toDouble } from '../int.ts'
import { intFromBytes, intToBytes } from '../int-bytes.ts'
import { iterateTuple } from '../iterators.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { strRepr } from '../str-repr.ts'
import { bareType, T } from '../types.ts'
import { asInt, asStr, Obj, PyBytes, PyFloat, type PyType, type Result, type Value } from '../value.ts'

const structError = bareType('struct.error', EXCEPTIONS.Exception, 'exception')
structError.hasDict = true
defineType({ type: structError, name: 'struct.error', isBase: true, hasDict: true })

/** One item of a format at its place. `count` is the length of s, p and x items, else 1. */
interface Field {
  readonly code: string
  readonly offset: number
  readonly size: number
  readonly count: number
}

interface Layout {
  readonly format: string
  readonly fields: readonly Field[]
  readonly size: number
  readonly littleEndian: boolean
  readonly native: boolean
}

const SIZES: Readonly<Record<string, number>> = {
  x: 1,
  b: 1,
  B: 1,
  c: 1,
  s: 1,
  p: 1,
  '?': 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
  d: 8,
}
const NATIVE_SIZES: Readonly<Record<string, number>> = { ...SIZES, l: 8, L: 8, n: 8, N: 8, P: 8 }

/** Reads a format; a string is what is wrong with it. */
function parse(format: string): Layout | string {
  const order = '@=<>!'.includes(format[0] ?? ' ') ? format[0]! : ''
  const native = order === '' || order === '@'
  const sizes = native ? NATIVE_SIZES : SIZES
  const fields: Field[] = []
  let offset = 0
  let i = order === '' ? 0 : 1
  while (i < format.length) {
    if (/^[\t-\r ]$/.test(format[i]!)) {
      i++
      continue
    }
    const digits = /^[0-9]*/.exec(format.slice(i))![0]
    i += digits.length
    const code = format[i++]
    if (code === undefined) return 'repeat count given without format specifier'
    const size = Object.hasOwn(sizes, code) ? sizes[code]! : undefined
    if (size === undefined) return 'bad char in struct format'
    const count = digits === '' ? 1 : Number(digits)
    if (native) offset = Math.ceil(offset / size) * size
    if (offset + count * size > 1 << 27) return 'total struct size too long'
    if (code === 's' || code === 'p' || code === 'x') {
      if (code !== 'x') fields.push({ code, offset, size: count, count })
      offset += count
    } else {
      for (let k = 0; k < count; k++, offset += size) fields.push({ code, offset, size, count: 1 })
    }
  }
  return { format, fields, size: offset, littleEndian: order !== '>' && order !== '!', native }
}

/** `struct.Struct`. */
class PyStruct extends Obj {
  readonly layout: Layout
  constructor(layout: Layout) {
    super()
    this.cls = structType
    this.layout = layout
  }
}

function layoutOf(m: Machine, format: Value): Layout | undefined {
  const bytes = bytesOf(format)
  const text = asStr(format) ?? (bytes && latin1(bytes))
  if (text === undefined) {
    return m.raise('TypeError', `Struct() argument 1 must be a str or bytes object, not ${m.typeName(format)}`)
  }
  const layout = parse(text)
  return typeof layout === 'string' ? m.raise(structError, layout) : layout
}

function rangeOf(code: string, size: number): readonly [bigint, bigint] {
  const bits = BigInt(8 * size)
  return 'bhilqn'.includes(code) ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n]
}

/** Packs an IEEE half: undefined when too large. */
function packHalf(x: number): number | undefined {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0
  const a = Math.abs(x)
  if (Number.isNaN(x)) return sign | 0x7e00
  if (a === Number.POSITIVE_INFINITY) return sign | 0x7c00
  if (a < 2 ** -14) return sign | roundEven(a * 2 ** 24)
  const e = Math.floor(Math.log2(a))
  const bits = ((e + 15) << 10) + roundEven((a / 2 ** e - 1) * 1024)
  return bits >= 0x7c00 ? undefined : sign | bits
}

function roundEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

function unpackHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const e = (bits >> 10) & 31
  const fraction = bits & 1023
  if (e === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (e === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (e - 15))
}

/** Writes one value; false: raised. */
function put(m: Machine, layout: Layout, field: Field, value: Value, out: Uint8Array): boolean {
  const { code, offset, size } = field
  const { littleEndian } = layout
  const fail = (message: string): boolean => {
    m.raise(structError, message)
    return false
  }
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength)
  switch (code) {
    case 'c': {
      const bytes = value instanceof PyBytes ? value.bytes : undefined
      if (bytes?.length !== 1) return fail('char format requires a bytes object of length 1')
      out[offset] = bytes[0]!
      return true
    }
    case 's':
    case 'p': {
      const bytes = value instanceof PyBytes || value instanceof PyByteArray ? value.bytes : undefined
      if (bytes === undefined) return fail(`argument for '${code}' must be a bytes object`)
      if (code === 's') {
        out.set(bytes.subarray(0, size), offset)
        return true
      }
      const length = Math.min(bytes.length, size - 1)
      if (size > 0) out[offset] = Math.min(length, 255)
      out.set(bytes.subarray(0, Math.max(0, length)), offset + 1)
      return true
    }
    case '?':
      out[offset] = isTrue(m, value) ? 1 : 0
      return true
    case 'e':
    case 'f':
    case 'd': {
      const n = asInt(value)
      const x = value instanceof PyFloat ? value.value : n === undefined ? undefined : toDouble(n)
      if (x === undefined) return fail('required argument is not a float')
      if (x instanceof Fail) {
        m.raiseFail(x)
        return false
      }
      const tooLarge = () => {
        m.raise('OverflowError', `float too large to pack with ${code} format`)
        return false
      }
      if (code === 'd') view.setFloat64(offset, x, littleEndian)
      else if (code === 'f') {
        if (!layout.native && Number.isFinite(x) && !Number.isFinite(Math.fround(x))) return tooLarge()
        view.setFloat32(offset, x, littleEndian)
      } else {
        const bits = packHalf(x)
        if (bits === undefined) return tooLarge()
        view.setUint16(offset, bits, littleEndian)
      }
      return true
    }
  }
  const n = asInt(value)
  if (n === undefined) return fail('required argument is not an integer')
  const [low, high] = rangeOf(code, size)
  if (n < low || n > high) return fail(`'${code}' format requires ${low} <= number <= ${high}`)
  const bytes = intToBytes(n, size, littleEndian ? 'little' : 'big', low < 0n)
  if (bytes instanceof Fail) return fail(bytes.message)
  out.set(bytes, offset)
  return true
}

function isTrue(m: Machine, value: Value): boolean {
  if (value === null || value === false || value === 0 || value === '') return false
  if (typeof value !== 'object') return true
  if (value instanceof PyFloat) return value.value !== 0
  const { slots } = m.typeOf(value)
  return slots.len === null || value.cls.isHeap || slots.len(m, value) !== 0
}

function get(m: Machine, layout: Layout, { code, offset, size }: Field, bytes: Uint8Array): Value {
  const { littleEndian } = layout
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (code) {
    case 'c':
    case 's':
      return new PyBytes(T.bytes, bytes.slice(offset, offset + size))
    case 'p': {
      const length = size === 0 ? 0 : Math.min(bytes[offset]!, size - 1)
      return new PyBytes(T.bytes, bytes.slice(offset + 1, offset + 1 + length))
    }
    case '?':
      return bytes[offset] !== 0
    case 'd':
      return m.float(view.getFloat64(offset, littleEndian))
    case 'f':
      return m.float(view.getFloat32(offset, littleEndian))
    case 'e':
      return m.float(unpackHalf(view.getUint16(offset, littleEndian)))
  }
  const part = bytes.subarray(offset, offset + size)
  return intFromBytes(part, littleEndian ? 'little' : 'big', rangeOf(code, size)[0] < 0n) as Int
}

function pack(m: Machine, layout: Layout, values: readonly Value[]): Uint8Array | undefined {
  if (values.length !== layout.fields.length) {
    return m.raise(structError, `pack expected ${layout.fields.length} items for packing (got ${values.length})`)
  }
  const out = new Uint8Array(layout.size)
  for (let i = 0; i < values.length; i++) if (!put(m, layout, layout.fields[i]!, values[i]!, out)) return undefined
  return out
}

const unpack = (m: Machine, layout: Layout, bytes: Uint8Array): Value =>
  m.tuple(layout.fields.map(field => get(m, layout, field, bytes)))

function buffer(m: Machine, value: Value): Uint8Array | undefined {
  return bytesOf(value) ?? m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(value)}'`)
}

// The operations, on a layout: shared by the functions of the module and the methods of Struct.

function packValues(m: Machine, layout: Layout, values: Value[]): Result {
  if (wantsIndex(m, ...values)) {
    return m.callPrelude('struct_with_ints', layout.format, m.tuple(values), layout.fields.map(f => f.code).join(''))
  }
  const out = pack(m, layout, values)
  return out && new PyBytes(T.bytes, out)
}

function packInto(m: Machine, layout: Layout, args: Value[]): Result {
  const [target, at, ...values] = args
  if (target === undefined || at === undefined) return m.raise(structError, 'pack_into expected buffer argument')
  if (!(target instanceof PyByteArray)) {
    return m.raise('TypeError', `read-write bytes-like object expected, not ${m.typeName(target)}`)
  }
  const offset = place(m, layout, 'pack_into', at, target.bytes.length)
  if (offset === undefined) return undefined
  const out = pack(m, layout, values)
  if (out === undefined) return undefined
  m.touch(target)
  target.bytes.set(out, offset)
  return null
}

/** An offset into a buffer that leaves room; undefined: raised. */
function place(m: Machine, layout: Layout, name: string, at: Value | undefined, length: number): number | undefined {
  const n = sizeArgument(m, at, 0)
  if (n === undefined) return undefined
  const [verb, what] = name === 'pack_into' ? ['packing', 'pack_into'] : ['unpacking', 'unpack_from']
  if (n < 0) {
    if (n + length < 0) return m.raise(structError, `offset ${n} out of range for ${length}-byte buffer`)
    if (n + layout.size > 0)
      return m.raise(structError, `not enough data to ${verb.slice(0, -3)} ${layout.size} bytes at offset ${n}`)
    return n + length
  }
  if (length - n < layout.size) {
    const need = layout.size + n
    return m.raise(
      structError,
      `${what} requires a buffer of at least ${need} bytes for ${verb} ${layout.size} bytes at offset ${n} (actual buffer size is ${length})`,
    )
  }
  return n
}

function unpackAll(m: Machine, layout: Layout, value: Value): Result {
  const bytes = buffer(m, value)
  if (bytes === undefined) return undefined
  if (bytes.length !== layout.size) return m.raise(structError, `unpack requires a buffer of ${layout.size} bytes`)
  return unpack(m, layout, bytes)
}

function unpackFrom(m: Machine, layout: Layout, value: Value, at: Value | undefined): Result {
  const bytes = buffer(m, value)
  const offset = bytes === undefined ? undefined : place(m, layout, 'unpack_from', at, bytes.length)
  if (bytes === undefined || offset === undefined) return undefined
  return unpack(m, layout, bytes.subarray(offset, offset + layout.size))
}

function iterUnpack(m: Machine, layout: Layout, value: Value): Result {
  const bytes = buffer(m, value)
  if (bytes === undefined) return undefined
  if (layout.size === 0) return m.raise(structError, 'cannot iteratively unpack with a struct of length 0')
  if (bytes.length % layout.size !== 0) {
    return m.raise(structError, `iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`)
  }
  const out: Value[] = []
  for (let i = 0; i < bytes.length; i += layout.size) out.push(unpack(m, layout, bytes.slice(i, i + layout.size)))
  return iterateTuple(m, out)
}

const structType: PyType = defineType({
  name: '_struct.Struct',
  doc: 'Struct(fmt) --> compiled struct object',
  new: [
    'Struct(format)',
    (m: Machine, _cls: Value, format: Value): Result => {
      const layout = layoutOf(m, format)
      return layout && new PyStruct(layout)
    },
  ],
  slots: { repr: (_m, self: PyStruct) => `Struct(${strRepr(self.layout.format)})` },
  getset: {
    format: (_m: Machine, self: PyStruct) => self.layout.format,
    size: (_m: Machine, self: PyStruct) => self.layout.size,
  },
  methods: {
    'pack(*args)': (m: Machine, self: PyStruct, args: Value[]) => packValues(m, self.layout, args),
    'pack_into(*args)': (m: Machine, self: PyStruct, args: Value[]) => packInto(m, self.layout, args),
    'unpack(buffer, /)': (m: Machine, self: PyStruct, b: Value) => unpackAll(m, self.layout, b),
    'unpack_from(buffer, offset=0)': (m: Machine, self: PyStruct, b: Value, offset: Value | undefined) =>
      unpackFrom(m, self.layout, b, offset),
    'iter_unpack(buffer, /)': (m: Machine, self: PyStruct, b: Value) => iterUnpack(m, self.layout, b),
  },
})

/** A function of the module: the same with the format first. */
function withFormat<A extends unknown[]>(operate: (m: Machine, layout: Layout, ...args: A) => Result) {
  return (m: Machine, format: Value | PyStruct, ...args: A): Result => {
    const layout = format instanceof PyStruct ? format.layout : layoutOf(m, format)
    return layout && operate(m, layout, ...args)
  }
}

defineModule('struct', {
  functions: {
    'calcsize(format, /)': withFormat((_m, layout) => layout.size),
    'pack(*args)': (m: Machine, args: Value[]): Result =>
      args.length === 0
        ? m.raise('TypeError', 'pack expected at least 1 argument, got 0')
        : withFormat(packValues)(m, args[0]!, args.slice(1)),
    'pack_into(*args)': (m: Machine, args: Value[]): Result =>
      args.length === 0
        ? m.raise('TypeError', 'pack_into expected at least 1 argument, got 0')
        : withFormat(packInto)(m, args[0]!, args.slice(1)),
    'unpack(format, buffer, /)': withFormat(unpackAll),
    'unpack_from(format, /, buffer, offset=0)': withFormat(unpackFrom),
    'iter_unpack(format, buffer, /)': withFormat(iterUnpack),
  },
  values: { Struct: structType, error: structError },
})
