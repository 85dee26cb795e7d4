// printf-style formatting, `format % values`: the format is cut into directives; one directive with its value becomes text.
// Library reference "printf-style String Formatting"; CPython: PyUnicode_Format, _PyBytes_FormatEx.
//
// Pure. What needs Python code (str(), repr(), __int__ of the program's objects) is done before, by the caller.

import { Fail, memoryError, overflowError, typeError, valueError } from './fail.ts'
import { isNegative, truncToInt } from './float.ts'
import { formatDouble } from './float-text.ts'
import { abs, type Int, toDouble } from './int.ts'
import { intToString } from './int-text.ts'
import { codePoints, STR_LIMIT, strLength, substring } from './str.ts'

/** One conversion of a format. */
export interface Directive {
  /** Text between the parentheses of `%(key)s`. */
  readonly key: string | undefined
  readonly left: boolean
  readonly plus: boolean
  readonly blank: boolean
  readonly alternate: boolean
  readonly zero: boolean
  /** -1: none; '*': taken from the values. */
  readonly width: number | '*'
  readonly precision: number | '*'
  /** The conversion character, as written. */
  readonly type: string
  /** Position of that character, for messages. */
  readonly index: number
}

/** A format, cut up. What is wrong with it shows only when formatting arrives there. */
export interface PrintfFormat {
  readonly pieces: readonly (string | Directive)[]
  readonly error: Fail | undefined
}

const LARGEST = 9223372036854775807n

// Formats cut up before: programs use few, again and again.
const known = new Map<string, PrintfFormat>()

/** Cuts a format into literal text and directives. */
export function parsePrintf(format: string): PrintfFormat {
  let parsed = known.get(format)
  if (parsed === undefined) {
    parsed = cutPrintf(format)
    if (known.size >= 256) known.clear()
    if (format.length < 1000) known.set(format, parsed)
  }
  return parsed
}

function cutPrintf(format: string): PrintfFormat {
  const chars = codePoints(format)
  const pieces: (string | Directive)[] = []
  let literal = ''
  let i = 0
  const end = (error?: Fail): PrintfFormat => {
    if (literal !== '') pieces.push(literal)
    return { pieces, error }
  }
  while (i < chars.length) {
    if (chars[i] !== '%') {
      literal += chars[i++]
      continue
    }
    i++
    let key: string | undefined
    if (chars[i] === '(') {
      let depth = 1
      const start = ++i
      while (i < chars.length && depth > 0) {
        if (chars[i] === ')') depth--
        else if (chars[i] === '(') depth++
        i++
      }
      if (depth > 0) return end(valueError('incomplete format key'))
      key = chars.slice(start, i - 1).join('')
    }
    const flags = { left: false, plus: false, blank: false, alternate: false, zero: false }
    for (let more = true; more; ) {
      switch (chars[i]) {
        case '-':
          flags.left = true
          break
        case '+':
          flags.plus = true
          break
        case ' ':
          flags.blank = true
          break
        case '#':
          flags.alternate = true
          break
        case '0':
          flags.zero = true
          break
        default:
          more = false
      }
      if (more) i++
    }
    const number = (limit: bigint, message: string): number | Fail => {
      const start = i
      while (i < chars.length && chars[i]! >= '0' && chars[i]! <= '9') i++
      if (i === start) return -1
      const n = BigInt(chars.slice(start, i).join(''))
      return n > limit ? valueError(message) : Number(n)
    }
    let width: number | '*' | Fail = -1
    if (chars[i] === '*') {
      width = '*'
      i++
    } else width = number(LARGEST, 'width too big')
    if (width instanceof Fail) return end(width)
    let precision: number | '*' | Fail = -1
    if (chars[i] === '.') {
      i++
      if (chars[i] === '*') {
        precision = '*'
        i++
      } else precision = number(2147483647n, 'precision too big')
      if (precision === -1) precision = 0
    }
    if (precision instanceof Fail) return end(precision)
    if (chars[i] === 'h' || chars[i] === 'l' || chars[i] === 'L') i++
    const type = chars[i]
    if (type === undefined) {
      // A directive that asks for values before the end of the format is noticed.
      if (width === '*' || precision === '*' || key !== undefined) {
        if (literal !== '') pieces.push(literal)
        literal = ''
        pieces.push({ key, ...flags, width, precision, type: '', index: i })
      }
      return end(valueError('incomplete format'))
    }
    const index = i++
    if (type === '%' && index > 0 && chars[index - 1] === '%') {
      literal += '%'
      continue
    }
    if (literal !== '') pieces.push(literal)
    literal = ''
    pieces.push({ key, ...flags, width, precision, type, index })
  }
  return end()
}

/** "unsupported format character 'y' (0x79) at index 1". */
export function unsupportedFormat({ type, index }: Directive): Fail {
  const c = type.codePointAt(0)!
  return valueError(
    `unsupported format character '${c > 31 && c < 128 ? type : '?'}' (0x${c.toString(16)}) at index ${index}`,
  )
}

/** What width and precision are once stars are filled in. A negative width means left. */
export interface Measures {
  readonly width: number
  readonly precision: number
}

/** Text of s, r, a, c: cut to the precision, padded. */
export function printfText(text: string, d: Directive, { width, precision }: Measures): string | Fail {
  const cut = precision >= 0 && d.type !== 'c' ? substring(text, 0, Math.min(precision, strLength(text))) : text
  const missing = Math.abs(width) - strLength(cut)
  if (width === -1 || missing <= 0) return cut
  if (missing + cut.length > STR_LIMIT) return memoryError()
  return d.left || width < 0 ? cut + ' '.repeat(missing) : ' '.repeat(missing) + cut
}

/** d, i, u, o, x, X of an int (a float is cut to one for d, i, u). */
export function printfInt(n: Int, d: Directive, m: Measures): string | Fail {
  const base = d.type === 'o' ? 8 : d.type === 'x' || d.type === 'X' ? 16 : 10
  let digits: string | Fail = base === 10 ? intToString(abs(n)) : abs(n).toString(base)
  if (digits instanceof Fail) return digits
  if (m.precision > STR_LIMIT) return memoryError()
  if (m.precision > digits.length) digits = digits.padStart(m.precision, '0')
  let prefix = d.alternate && base !== 10 ? `0${d.type}` : ''
  if (d.type === 'X') {
    digits = digits.toUpperCase()
    prefix = prefix.toUpperCase()
  }
  return printfNumber(n < 0, prefix, digits, d, m)
}

/** e, f, g and their capitals. */
export function printfFloat(x: number, d: Directive, m: Measures): string | Fail {
  const kind = d.type.toLowerCase() as 'e' | 'f' | 'g'
  if (m.precision > STR_LIMIT) return memoryError()
  let text = formatDouble(Math.abs(x), kind, m.precision < 0 ? 6 : m.precision, d.alternate, false)
  if (d.type !== kind) text = text.toUpperCase()
  return printfNumber(isNegative(x), '', text, d, m)
}

function printfNumber(
  negative: boolean,
  prefix: string,
  digits: string,
  d: Directive,
  { width }: Measures,
): string | Fail {
  const sign = negative ? '-' : d.plus ? '+' : d.blank ? ' ' : ''
  const missing = Math.abs(width) - sign.length - prefix.length - digits.length
  if (width === -1 || missing <= 0) return sign + prefix + digits
  if (missing > STR_LIMIT) return memoryError()
  if (d.left || width < 0) return sign + prefix + digits + ' '.repeat(missing)
  if (d.zero) return sign + prefix + '0'.repeat(missing) + digits
  return ' '.repeat(missing) + sign + prefix + digits
}

/** The int of a d, i, u, o, x, X directive from a number; `typeName` is the value's class, for messages. */
export function printfToInt(
  value: Int | { readonly value: number } | undefined,
  d: Directive,
  typeName: string,
): Int | Fail {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  const exact = d.type === 'o' || d.type === 'x' || d.type === 'X'
  if (value !== undefined && !exact) return truncToInt(value.value)
  return typeError(`%${d.type} format: ${exact ? 'an integer' : 'a real number'} is required, not ${typeName}`)
}

/** The double of an e, f, g directive. */
export function printfToFloat(
  value: Int | { readonly value: number } | undefined,
  typeName: string,
  ofBytes: boolean,
): number | Fail {
  if (typeof value === 'number' || typeof value === 'bigint') return toDouble(value)
  if (value !== undefined) return value.value
  return typeError(ofBytes ? `float argument required, not ${typeName}` : `must be real number, not ${typeName}`)
}

/** The character of a c directive. */
export function printfChar(value: Int | string | undefined): string | Fail {
  if (typeof value === 'string') return strLength(value) === 1 ? value : typeError('%c requires int or char')
  if (value === undefined) return typeError('%c requires int or char')
  return value < 0 || value > 0x10ffff
    ? overflowError('%c arg not in range(0x110000)')
    : String.fromCodePoint(Number(value))
}
