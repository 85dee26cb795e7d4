// `format % values` of str and bytes as far as no Python code is needed. Values whose str(), repr() or number is up to the
// program go through the prelude, which converts them and comes back with `percent_finish` (module _text).
// CPython: PyUnicode_Format, _PyBytes_FormatEx.

import { bytesOf } from './bytes.ts'
import { latin1 } from './codec.ts'
import { nativeRepr } from './container-repr.ts'
import { PyDict } from './dict.ts'
import { Fail, typeError, valueError } from './fail.ts'
import { keyOf } from './hashing.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import {
  type Directive,
  type Measures,
  parsePrintf,
  printfChar,
  printfFloat,
  printfInt,
  printfText,
  printfToFloat,
  printfToInt,
  unsupportedFormat,
} from './printf.ts'
import { nativeStr, PYTHON } from './str-format.ts'
import { toAscii } from './str-repr.ts'
import { T } from './types.ts'
import { asInt, asStr, PyBytes, PyFloat, PyTuple, type Result, type Value } from './value.ts'

/** Where the values of a format come from, in order. */
class Values {
  private readonly items: readonly Value[]
  private next = 0
  constructor(items: readonly Value[]) {
    this.items = items
  }
  take(): Value | Fail {
    const value = this.items[this.next++]
    return value === undefined ? typeError('not enough arguments for format string') : value
  }
  get isUsedUp(): boolean {
    return this.next >= this.items.length
  }
}

function measure(values: Values, given: number | '*', isWidth: boolean): number | Fail {
  if (given !== '*') return given
  const value = values.take()
  if (value instanceof Fail) return value
  const n = asInt(value)
  if (n === undefined) return typeError('* wants int')
  if (!isWidth) return n < 0 ? 0 : Number(n)
  // A width of -1 means "none": one blank less than nothing makes no difference.
  return Number(n) === -1 ? 0 : Number(n)
}

interface Job {
  readonly ofBytes: boolean
  /** Values of s, r, a conversions are texts already, numbers are ints and floats: the prelude has seen to it. */
  readonly isPrepared: boolean
  readonly mapping: PyDict | null
  readonly isMapping: boolean
}

function convert(m: Machine, d: Directive, value: Value, measures: Measures, job: Job): string | Fail | typeof PYTHON {
  const type = d.type
  if (job.ofBytes && (type === 's' || type === 'b')) {
    const bytes = bytesOf(value)
    if (bytes !== undefined) return printfText(latin1(bytes), d, measures)
    if (value !== null && typeof value === 'object' && value.cls.isHeap) return PYTHON
    return typeError(
      `%b requires a bytes-like object, or an object that implements __bytes__, not '${m.typeName(value)}'`,
    )
  }
  if (type === 's' || type === 'r' || type === 'a') {
    let text: string | undefined | typeof PYTHON
    if (job.isPrepared && typeof value === 'string') text = value
    else if (type === 's') text = nativeStr(m, value)
    else text = nativeRepr(m, value)
    if (text === undefined || text === PYTHON) return PYTHON
    return printfText(type === 'a' || (job.ofBytes && type === 'r') ? toAscii(text) : text, d, measures)
  }
  if (type === 'c') {
    if (!job.ofBytes) {
      if (asInt(value) === undefined && asStr(value) === undefined && m.typeOf(value).slots.index !== null)
        return PYTHON
      const char = printfChar(asInt(value) ?? asStr(value))
      return char instanceof Fail ? char : printfText(char, d, measures)
    }
    const bytes = bytesOf(value)
    const n = bytes?.length === 1 ? bytes[0] : asInt(value)
    if (n === undefined) return typeError('%c requires an integer in range(256) or a single byte')
    if (n < 0 || n > 255) return new Fail('OverflowError', '%c arg not in range(256)')
    return printfText(String.fromCharCode(Number(n)), d, measures)
  }
  if ('diuoxX'.includes(type)) {
    const number = value instanceof PyFloat ? value : asInt(value)
    if (number === undefined && hasIndex(m, value)) return PYTHON
    const n = printfToInt(number, d, m.typeName(value))
    return n instanceof Fail ? n : printfInt(n, d, measures)
  }
  if ('eEfFgG'.includes(type)) {
    const number = value instanceof PyFloat ? value : asInt(value)
    if (number === undefined && hasIndex(m, value)) return PYTHON
    const x = printfToFloat(number, m.typeName(value), job.ofBytes)
    return x instanceof Fail ? x : printfFloat(x, d, measures)
  }
  return unsupportedFormat(d)
}

/** Does the class turn its instances into numbers (natively or by a method of the program)? */
function hasIndex(m: Machine, value: Value): boolean {
  const { slots } = m.typeOf(value)
  return slots.index !== null || slots.int !== null || slots.float !== null
}

function run(m: Machine, format: string, values: Values, job: Job): string | Fail | typeof PYTHON {
  const { pieces, error } = parsePrintf(format)
  let out = ''
  let current = values
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      out += piece
      continue
    }
    if (piece.key !== undefined) {
      if (!job.isMapping) return typeError('format requires a mapping')
      if (job.mapping === null) return PYTHON
      const key = job.ofBytes
        ? new PyBytes(
            T.bytes,
            Uint8Array.from(piece.key, c => c.charCodeAt(0)),
          )
        : piece.key
      const value = job.mapping.get(keyOf(key)!)
      if (value === undefined) return job.mapping.cls === T.dict ? new Fail('KeyError', '', [key]) : PYTHON
      current = new Values([value])
    }
    const width = measure(current, piece.width, true)
    if (width instanceof Fail) return width
    const precision = measure(current, piece.precision, false)
    if (precision instanceof Fail) return precision
    if (piece.type === '') break
    const value = current.take()
    if (value instanceof Fail) return value
    const text = convert(m, piece, value, { width, precision }, job)
    if (typeof text !== 'string') return text
    out += text
  }
  if (error !== undefined) return error
  if (!job.isMapping && !current.isUsedUp) {
    return typeError(`not all arguments converted during ${job.ofBytes ? 'bytes' : 'string'} formatting`)
  }
  return out
}

/** The class has items (`__getitem__`) and is neither tuple nor text: its values can be named. */
function isMapping(m: Machine, values: Value, ofBytes: boolean): boolean {
  if (values instanceof PyTuple || asStr(values) !== undefined) return false
  if (ofBytes && bytesOf(values) !== undefined) return false
  return m.typeOf(values).slots.getItem !== null
}

function percent(m: Machine, format: string, values: Value, ofBytes: boolean): string | Fail | typeof PYTHON {
  const job: Job = {
    ofBytes,
    isPrepared: false,
    mapping: values instanceof PyDict && values.cls === T.dict ? values : null,
    isMapping: isMapping(m, values, ofBytes),
  }
  return run(m, format, new Values(values instanceof PyTuple ? values.items : [values]), job)
}

/** str.__mod__. */
export function strPercent(m: Machine, format: string, values: Value): Result {
  const out = percent(m, format, values, false)
  return out === PYTHON ? m.callPrelude('percent_format', format, values) : m.orRaise(out)
}

/** bytes.__mod__: the result as bytes. */
export function bytesPercent(m: Machine, format: Uint8Array, values: Value): Uint8Array | undefined | typeof PYTHON {
  const out = percent(m, latin1(format), values, true)
  if (out === PYTHON) return PYTHON
  return out instanceof Fail ? m.raiseFail(out) : Uint8Array.from(out, c => c.charCodeAt(0))
}

defineModule('_text', {
  functions: {
    // The directives of a format as (key or None, number of '*', type); for the prelude, which fetches and converts values.
    'percent_directives(format, /)': (m: Machine, format: Value): Result => {
      const text = asStr(format) ?? latin1(bytesOf(format)!)
      const directives = parsePrintf(text).pieces.filter(piece => typeof piece !== 'string')
      return m.list(
        directives.map(d => m.tuple([d.key ?? null, Number(d.width === '*') + Number(d.precision === '*'), d.type])),
      )
    },
    // The text, from a list of values in the order of the directives: stars, then the converted value.
    'percent_finish(format, values, /)': (m: Machine, format: Value, values: Value): Result => {
      const text = asStr(format)
      const ofBytes = text === undefined
      const source = text ?? latin1(bytesOf(format)!)
      // Keys were looked up: what is left is a format by position.
      const { pieces, error } = parsePrintf(source)
      const items = (values as PyTuple).items
      const job: Job = { ofBytes, isPrepared: true, mapping: null, isMapping: false }
      const list = new Values(items)
      let out = ''
      for (const piece of pieces) {
        if (typeof piece === 'string') out += piece
        else if (piece.type !== '') {
          const width = measure(list, piece.width, true)
          const precision = measure(list, piece.precision, false)
          const value = list.take()
          for (const part of [width, precision, value]) if (part instanceof Fail) return m.raiseFail(part)
          const measures = { width: width as number, precision: precision as number }
          const done = convert(m, piece, value as Value, measures, job)
          if (done === PYTHON) return m.raiseFail(valueError('unsupported value for a format directive'))
          if (typeof done !== 'string') return m.raiseFail(done)
          out += done
        }
      }
      if (error !== undefined) return m.raiseFail(error)
      return ofBytes
        ? new PyBytes(
            T.bytes,
            Uint8Array.from(out, c => c.charCodeAt(0)),
          )
        : out
    },
  },
})
