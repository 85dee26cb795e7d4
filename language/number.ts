/**
 * Numeric literals: where one ends, what is wrong with it, and its value (Reference 2.4.5; CPython: `tok_get_normal_mode`).
 */

import { continuesName, isDigit, isHexDigit } from './characters.ts'
import type { ConstantValue } from './tree.ts'

/** Where a numeric literal ends, and what the tokenizer has to say of it. */
export interface NumberEnd {
  readonly end: number
  readonly error?: NumberError
  readonly warning?: string
}

/** `ranged`: CPython reports the columns of both ends, and not just the one of the end. */
interface NumberError {
  readonly message: string
  readonly start: number
  readonly end: number
  readonly ranged?: true
}

/** The longest decimal integer that CPython converts (`sys.int_info.default_max_str_digits`). */
const maxDecimalDigits = 4300

/** Scans the literal at `at`, which is a digit or a point before a digit. With an error the rest of the word is taken in. */
export function numberEnd(source: string, at: number): NumberEnd {
  const first = source.charCodeAt(at)
  if (first === 48) {
    const letter = source.charCodeAt(at + 1) | 32
    if (letter === 120) return scanRadix(source, at, 'hexadecimal', isHexDigit)
    if (letter === 111) return scanRadix(source, at, 'octal', unit => unit >= 48 && unit < 56)
    if (letter === 98) return scanRadix(source, at, 'binary', unit => unit === 48 || unit === 49)
  }
  return scanDecimal(source, at)
}

function fail(source: string, start: number, end: number, message: string): NumberEnd {
  let wordEnd = end
  while (continuesName(source.charCodeAt(wordEnd))) wordEnd++
  return { end: wordEnd, error: { message, start, end } }
}

function scanRadix(source: string, start: number, name: string, isValid: (unit: number) => boolean): NumberEnd {
  let at = start + 2
  for (;;) {
    if (source.charCodeAt(at) === 95) at++
    const unit = source.charCodeAt(at)
    if (!isValid(unit)) {
      if (isDigit(unit)) return invalidDigit(source, start, at, name)
      return fail(source, start, at, `invalid ${name} literal`)
    }
    while (isValid(source.charCodeAt(at))) at++
    if (source.charCodeAt(at) !== 95) break
  }
  if (isDigit(source.charCodeAt(at))) return invalidDigit(source, start, at, name)
  return finish(source, start, at, name)
}

function invalidDigit(source: string, start: number, at: number, name: string): NumberEnd {
  return fail(source, start, at + 1, `invalid digit '${source[at]}' in ${name} literal`)
}

/** The end of digits with single underscores between them; negative (the complement) if an underscore has no digit after it. */
function digitsEnd(source: string, from: number): number {
  let at = from
  for (;;) {
    while (isDigit(source.charCodeAt(at))) at++
    if (source.charCodeAt(at) !== 95) return at
    at++
    if (!isDigit(source.charCodeAt(at))) return ~at
  }
}

function scanDecimal(source: string, start: number): NumberEnd {
  const wrong = (at: number): NumberEnd => fail(source, start, at, 'invalid decimal literal')
  let at = start
  let zerosEnd = start
  if (source.charCodeAt(start) === 48) {
    while (source.charCodeAt(at) === 48 || source.charCodeAt(at) === 95) {
      if (source.charCodeAt(at) === 95 && !isDigit(source.charCodeAt(at + 1))) return wrong(at + 1)
      at++
    }
    zerosEnd = at
  }
  let nonzero = false
  if (isDigit(source.charCodeAt(at))) {
    nonzero = true
    at = digitsEnd(source, at)
    if (at < 0) return wrong(~at)
  }
  let unit = source.charCodeAt(at)
  let isFloat = false
  if (unit === 46) {
    isFloat = true
    at++
    if (isDigit(source.charCodeAt(at))) {
      at = digitsEnd(source, at)
      if (at < 0) return wrong(~at)
    }
    unit = source.charCodeAt(at)
  }
  if ((unit | 32) === 101) {
    const sign = source.charCodeAt(at + 1)
    if (sign === 43 || sign === 45) {
      if (!isDigit(source.charCodeAt(at + 2))) return wrong(at + 2)
      at += 2
    } else if (!isDigit(sign)) return finish(source, start, at, 'decimal')
    else at++
    at = digitsEnd(source, at)
    if (at < 0) return wrong(~at)
    isFloat = true
    unit = source.charCodeAt(at)
  }
  if ((unit | 32) === 106) return finish(source, start, at + 1, 'imaginary')
  if (nonzero && zerosEnd > start && !isFloat) {
    const message = 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers'
    const failure = fail(source, start, at, message)
    return { end: failure.end, error: { message, start, end: zerosEnd, ranged: true } }
  }
  return finish(source, start, at, 'decimal')
}

/** A literal may not run into a word, save, with a warning, one that can follow it (`verify_end_of_number`). */
function finish(source: string, start: number, at: number, name: string): NumberEnd {
  const unit = source.charCodeAt(at)
  if (!(unit < 128 && continuesName(unit))) return { end: at }
  if (/^(?:i[fns]|(?:and|else|for|or|not)(?![\w\u0080-\uffff]))/.test(source.slice(at, at + 5))) {
    return { end: at, warning: `invalid ${name} literal` }
  }
  return fail(source, start, at, `invalid ${name} literal`)
}

/** The value of a literal; zero or NaN for a wrong one. `tooLong` carries the number of digits that CPython refuses to convert. */
export function numberValue(text: string): ConstantValue | { readonly tooLong: number } {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const last = plain.charCodeAt(plain.length - 1) | 32
  const second = plain.charCodeAt(1) | 32
  if (plain.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
    const isWhole = /^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i.test(plain)
    return { type: 'int', value: isWhole ? BigInt(plain.toLowerCase()) : 0n }
  }
  if (last === 106) return { type: 'complex', imag: Number(plain.slice(0, -1)) }
  if (/^\d+$/.test(plain)) {
    if (plain.length <= 15) return { type: 'int', value: BigInt(Number(plain)) }
    if (plain.length > maxDecimalDigits) return { tooLong: plain.length }
    return { type: 'int', value: BigInt(plain) }
  }
  return { type: 'float', value: Number(plain) }
}
