// Code as text and back: how the modules of the library are shipped compiled. Instructions are plain JSON, which is read
// fastest; positions, which only tracebacks and debuggers ask for, are packed as differences in base 92 and unpacked when first
// asked for.
//
// Knows nothing of the machine.

import { CO, type Code, type ExceptionEntry } from './code.ts'
import { keyOf, type NativeKey } from './hashing.ts'
import { PySet } from './set.ts'
import { ELLIPSIS, T } from './types.ts'
import { Obj, PyBytes, PyComplex, PyFloat, PyTuple, type Value } from './value.ts'

type Json = null | boolean | number | string | Json[]

/** The text of a code object, without its filename. */
export function encodeCode(code: Code): string {
  return JSON.stringify(codeToJson(code))
}

/** The code object of a text; `filename` is what tracebacks show. */
export function decodeCode(text: string, filename: string): Code {
  return new ShippedCode(JSON.parse(text) as Json[], filename)
}

// Nobody ever sees the lines of hidden code: they are left out.
function codeToJson(code: Code): Json[] {
  const isHidden = (code.flags & CO.HIDDEN) !== 0
  return [
    ...[code.name, code.qualname, code.firstLine, code.flags, code.argCount, code.posOnlyCount, code.kwOnlyCount],
    ...[[...code.varNames], code.localCount, [...code.cellNames], [...code.freeNames], [...code.cellSlots]],
    ...[code.slotCount, code.stackSize, code.consts.map(constantToJson), [...code.names]],
    [...code.original],
    isHidden ? '' : packed(code.positions, 4),
    code.exceptionTable.map(e => [e.start, e.end, e.target, e.depth, e.lasti]),
    isHidden ? '' : packed(Int32Array.from(code.lineStarts), 1),
    code.doc,
  ]
}

/** Code that was read from a text. */
class ShippedCode implements Code {
  readonly name: string
  readonly qualname: string
  readonly filename: string
  readonly firstLine: number
  readonly flags: number
  readonly argCount: number
  readonly posOnlyCount: number
  readonly kwOnlyCount: number
  readonly varNames: readonly string[]
  readonly localCount: number
  readonly cellNames: readonly string[]
  readonly freeNames: readonly string[]
  readonly cellSlots: readonly number[]
  readonly slotCount: number
  readonly stackSize: number
  readonly consts: readonly (Value | Code)[]
  readonly names: readonly string[]
  readonly ops: Int32Array
  readonly exceptionTable: readonly ExceptionEntry[]
  readonly doc: string | null
  readonly caches: (object | undefined)[] = []
  private readonly json: Json[]
  private unpackedPositions: Int32Array | undefined
  private unpackedLineStarts: Uint8Array | undefined
  private ownOriginal: Int32Array | undefined

  constructor(json: Json[], filename: string) {
    this.name = json[0] as string
    this.qualname = json[1] as string
    this.filename = filename
    this.firstLine = json[2] as number
    this.flags = json[3] as number
    this.argCount = json[4] as number
    this.posOnlyCount = json[5] as number
    this.kwOnlyCount = json[6] as number
    this.varNames = json[7] as string[]
    this.localCount = json[8] as number
    this.cellNames = json[9] as string[]
    this.freeNames = json[10] as string[]
    this.cellSlots = json[11] as number[]
    this.slotCount = json[12] as number
    this.stackSize = json[13] as number
    this.consts = (json[14] as Json[]).map(constant => constantFromJson(constant, filename))
    this.names = json[15] as string[]
    this.ops = Int32Array.from(json[16] as number[])
    this.exceptionTable = (json[18] as Json[][]).map(exceptionEntry)
    this.doc = json[20] as string | null
    this.json = json
  }

  get original(): Int32Array {
    this.ownOriginal ??= Int32Array.from(this.json[16] as number[])
    return this.ownOriginal
  }

  get positions(): Int32Array {
    const text = this.json[17] as string
    this.unpackedPositions ??= text === '' ? new Int32Array(this.ops.length * 2).fill(-1) : unpacked(text, 4)
    return this.unpackedPositions
  }

  get lineStarts(): Uint8Array {
    const text = this.json[19] as string
    this.unpackedLineStarts ??= text === '' ? new Uint8Array(this.ops.length / 2) : Uint8Array.from(unpacked(text, 1))
    return this.unpackedLineStarts
  }
}

function exceptionEntry(json: Json[]): ExceptionEntry {
  const [start, end, target, depth, lasti] = json as [number, number, number, number, boolean]
  return { start, end, target, depth, lasti }
}

// ---- constants: plain JSON where that is unambiguous, else [kind, …] ----

function constantToJson(constant: Value | Code): Json {
  if (constant === null || typeof constant !== 'object') {
    return typeof constant === 'bigint' ? ['int', String(constant)] : constant
  }
  if (!(constant instanceof Obj)) return ['code', codeToJson(constant)]
  if (constant instanceof PyTuple) return ['tuple', ...constant.items.map(constantToJson)]
  if (constant instanceof PyFloat) return ['float', Object.is(constant.value, -0) ? '-0' : String(constant.value)]
  if (constant instanceof PySet) return ['frozenset', ...constant.elements().map(constantToJson)]
  if (constant instanceof PyBytes) return ['bytes', ...constant.bytes]
  if (constant instanceof PyComplex) return ['complex', constant.real, constant.imag]
  if (constant === ELLIPSIS) return ['...']
  throw new Error(`a constant of type ${constant.cls.name} in the library`)
}

function constantFromJson(json: Json, filename: string): Value | Code {
  if (!Array.isArray(json)) return json
  const [kind, ...rest] = json
  const value = (item: Json) => constantFromJson(item, filename) as Value
  switch (kind) {
    case 'code':
      return new ShippedCode(rest[0] as Json[], filename)
    case 'int':
      return BigInt(rest[0] as string)
    case 'float':
      return new PyFloat(T.float, Number(rest[0]))
    case 'tuple':
      return new PyTuple(T.tuple, rest.map(value))
    case 'bytes':
      return new PyBytes(T.bytes, Uint8Array.from(rest as number[]))
    case 'complex':
      return new PyComplex(T.complex, rest[0] as number, rest[1] as number)
    case 'frozenset': {
      const set = new PySet(T.frozenset, 0)
      for (const element of rest.map(value)) set.add(keyOf(element) as NativeKey, element)
      return set
    }
    default:
      return ELLIPSIS
  }
}

// ---- arrays of numbers ----

/** First of the characters used: all printable ones but space, `"` and `\`. */
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(c => !' "\\'.includes(c))
const DIGIT_OF = new Uint8Array(128)
DIGITS.forEach((digit, i) => {
  DIGIT_OF[digit.charCodeAt(0)] = i
})
/** Digits from here on say that more follow. */
const HALF = 46

// Each number as the difference from the one `stride` before it, zigzag, least digit first.
function packed(numbers: Int32Array, stride: number): string {
  let text = ''
  for (let i = 0; i < numbers.length; i++) {
    const difference = (numbers[i] as number) - (i >= stride ? (numbers[i - stride] as number) : 0)
    let rest = difference < 0 ? -difference * 2 - 1 : difference * 2
    while (rest >= HALF) {
      text += DIGITS[HALF + (rest % HALF)]
      rest = Math.floor(rest / HALF)
    }
    text += DIGITS[rest]
  }
  return text
}

function unpacked(text: string, stride: number): Int32Array {
  const numbers = new Int32Array(text.length)
  let count = 0
  let rest = 0
  let scale = 1
  for (let i = 0; i < text.length; i++) {
    const digit = DIGIT_OF[text.charCodeAt(i)] as number
    if (digit >= HALF) {
      rest += (digit - HALF) * scale
      scale *= HALF
      continue
    }
    rest += digit * scale
    const difference = rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2
    numbers[count] = difference + (count >= stride ? (numbers[count - stride] as number) : 0)
    count++
    rest = 0
    scale = 1
  }
  return numbers.slice(0, count)
}
