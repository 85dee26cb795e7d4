// Code as text and back: how the modules of the library are shipped compiled. What a function runs is a line of its own, read when it is first
// called: most never are. Instructions are plain JSON, which is read fastest; positions, which only tracebacks and debuggers ask for, are packed
// as differences in base 92 and unpacked when first asked for.
//
// Knows nothing of the machine.

import { CO, Code, type CodeBody, type CodeHead, type ExceptionEntry, type LazyParts } from './code.ts'
import { keyOf, type NativeKey } from './hashing.ts'
import { PySet } from './set.ts'
import { ELLIPSIS, T } from './types.ts'
import { Obj, PyBytes, PyComplex, PyFloat, PyTuple, type Value } from './value.ts'

type Json = null | boolean | number | string | Json[]

/** The text of a code object, without its filename: a line for the body of each, which heads refer to. */
export function encodeCode(code: Code): string {
  const bodies: Json[] = []
  const head = codeToJson(code, bodies)
  return [head, ...bodies].map(json => JSON.stringify(json)).join('\n')
}

/** The code object of a text; `filename` is what tracebacks show. */
export function decodeCode(text: string, filename: string): Code {
  const [head, ...bodies] = text.split('\n')
  return codeFromJson(JSON.parse(head) as Json[], bodies, filename)
}

// Nobody ever sees the lines of hidden code: they are left out.
function codeToJson(code: Code, bodies: Json[]): Json[] {
  const isHidden = (code.flags & CO.HIDDEN) !== 0
  const body = bodies.push(null) - 1
  bodies[body] = [
    code.consts.map(constant => constantToJson(constant, bodies)),
    [...code.names],
    [...code.original],
    isHidden ? '' : packed(code.positions, 4),
    code.exceptionTable.map(e => [e.start, e.end, e.target, e.depth, e.lasti]),
    isHidden ? '' : packed(Int32Array.from(code.lineStarts), 1),
  ]
  return [
    ...[code.name, code.qualname, code.firstLine, code.flags, code.argCount, code.posOnlyCount, code.kwOnlyCount],
    ...[[...code.varNames], code.localCount, [...code.cellNames], [...code.freeNames], [...code.cellSlots]],
    ...[code.slotCount, code.stackSize, code.makesCoroutine, code.doc, body],
  ]
}

function codeFromJson(json: Json[], bodies: readonly string[], filename: string): Code {
  const head: CodeHead = {
    name: json[0] as string,
    qualname: json[1] as string,
    filename,
    firstLine: json[2] as number,
    flags: json[3] as number,
    argCount: json[4] as number,
    posOnlyCount: json[5] as number,
    kwOnlyCount: json[6] as number,
    varNames: json[7] as string[],
    localCount: json[8] as number,
    cellNames: json[9] as string[],
    freeNames: json[10] as string[],
    cellSlots: json[11] as number[],
    slotCount: json[12] as number,
    stackSize: json[13] as number,
    makesCoroutine: json[14] as boolean,
    doc: json[15] as string | null,
  }
  return new Code(head, new ShippedParts(bodies, json[16] as number, filename))
}

/** What of a code object is read when first asked for. */
class ShippedParts implements LazyParts {
  private readonly bodies: readonly string[]
  private readonly index: number
  private readonly filename: string

  constructor(bodies: readonly string[], index: number, filename: string) {
    this.bodies = bodies
    this.index = index
    this.filename = filename
  }

  private get json(): Json[] {
    return JSON.parse(this.bodies[this.index]) as Json[]
  }

  body(): CodeBody {
    const [consts, names, ops, , exceptionTable] = this.json
    return {
      consts: (consts as Json[]).map(constant => constantFromJson(constant, this.bodies, this.filename)),
      names: names as string[],
      ops: Int32Array.from(ops as number[]),
      exceptionTable: (exceptionTable as Json[][]).map(exceptionEntry),
    }
  }

  original(): Int32Array {
    return Int32Array.from(this.json[2] as number[])
  }

  positions(): Int32Array {
    const { 2: ops, 3: text } = this.json as unknown as { 2: number[]; 3: string }
    return text === '' ? new Int32Array(ops.length * 2).fill(-1) : unpacked(text, 4)
  }

  lineStarts(): Uint8Array {
    const { 2: ops, 5: text } = this.json as unknown as { 2: number[]; 5: string }
    return text === '' ? new Uint8Array(ops.length / 2) : Uint8Array.from(unpacked(text, 1))
  }
}

function exceptionEntry(json: Json[]): ExceptionEntry {
  const [start, end, target, depth, lasti] = json as [number, number, number, number, boolean]
  return { start, end, target, depth, lasti }
}

// ---- constants: plain JSON where that is unambiguous, else [kind, …] ----

function constantToJson(constant: Value | Code, bodies: Json[]): Json {
  const item = (inner: Value): Json => constantToJson(inner, bodies)
  if (constant === null || typeof constant !== 'object') {
    return typeof constant === 'bigint' ? ['int', String(constant)] : constant
  }
  if (!(constant instanceof Obj)) return ['code', codeToJson(constant, bodies)]
  if (constant instanceof PyTuple) return ['tuple', ...constant.items.map(item)]
  if (constant instanceof PyFloat) return ['float', Object.is(constant.value, -0) ? '-0' : String(constant.value)]
  if (constant instanceof PySet) return ['frozenset', ...constant.elements().map(item)]
  if (constant instanceof PyBytes) return ['bytes', ...constant.bytes]
  if (constant instanceof PyComplex) return ['complex', constant.real, constant.imag]
  if (constant === ELLIPSIS) return ['...']
  throw new Error(`a constant of type ${constant.cls.name} in the library`)
}

function constantFromJson(json: Json, bodies: readonly string[], filename: string): Value | Code {
  if (!Array.isArray(json)) return json
  const [kind, ...rest] = json
  const value = (item: Json) => constantFromJson(item, bodies, filename) as Value
  switch (kind) {
    case 'code':
      return codeFromJson(rest[0] as Json[], bodies, filename)
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
