/**
 * What a string or bytes literal means: prefixes, escapes, and CPython's words for what is wrong with it (Reference 2.4.1;
 * CPython: Parser/string_parser.c, `_PyUnicode_DecodeUnicodeEscapeInternal`, `_PyBytes_DecodeEscape`).
 */

import { codePointOfName } from './unicode-name.ts'

/** A string's characters; see `StringValue` for `points`. */
export interface DecodedString {
  readonly value: string
  readonly points?: readonly number[]
  /** CPython's SyntaxError for the literal, if it has one. */
  readonly error?: string
  /** The first escape that means nothing, as a warning, and its index in the text. */
  readonly warning?: EscapeWarning
}

export interface DecodedBytes {
  readonly value: Uint8Array
  readonly error?: string
  readonly warning?: EscapeWarning
}

export interface EscapeWarning {
  readonly message: string
  /** The index of the backslash. */
  readonly index: number
}

/** The parts of a literal's text, as offsets into it. */
export interface LiteralParts {
  readonly isBytes: boolean
  readonly isRaw: boolean
  readonly isUnicode: boolean
  /** Where the characters between the quotes start and end. */
  readonly bodyStart: number
  readonly bodyEnd: number
}

/** Takes a literal apart. One whose end is missing ends with its text. */
export function literalParts(text: string): LiteralParts {
  let at = 0
  let isBytes = false
  let isRaw = false
  let isUnicode = false
  for (; ; at++) {
    const letter = text.charCodeAt(at) | 32
    if (letter === 98) isBytes = true
    else if (letter === 114) isRaw = true
    // `Constant.kind` is set for the small letter only.
    else if (letter === 117) isUnicode = text[at] === 'u'
    else break
  }
  const quote = text[at]
  const size = text[at + 1] === quote && text[at + 2] === quote ? 3 : 1
  const bodyStart = at + size
  const closed = text.length >= bodyStart + size && text.endsWith(quote.repeat(size))
  return { isBytes, isRaw, isUnicode, bodyStart, bodyEnd: closed ? text.length - size : text.length }
}

/** A universal newline is one `\n` in a literal. */
export function withPlainNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

const hexEscapes: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['x', [2, 'truncated \\xXX escape']],
  ['u', [4, 'truncated \\uXXXX escape']],
  ['U', [8, 'truncated \\UXXXXXXXX escape']],
])

/** The characters that the body of a string literal stands for. */
export function decodeString(body: string, isRaw: boolean): DecodedString {
  const text = withPlainNewlines(body)
  if (isRaw || !text.includes('\\')) return { value: text }
  let out = ''
  let warning: EscapeWarning | undefined
  /** Where escapes joined two surrogates that CPython keeps apart. */
  const seams = new Set<number>()
  const append = (point: number): void => {
    if (point >= 0xdc00 && point <= 0xdfff && out.length > 0) {
      const before = out.charCodeAt(out.length - 1)
      if (before >= 0xd800 && before <= 0xdbff) seams.add(out.length)
    }
    out += String.fromCodePoint(point)
  }
  const fail = (start: number, end: number, reason: string): DecodedString => {
    const from = escapedLength(text, start)
    const to = escapedLength(text, end) - 1
    const where = to === from ? `byte 0x5c in position ${from}` : `bytes in position ${from}-${to}`
    return { value: out, error: `(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}` }
  }
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('\\', at)
    if (next < 0) break
    out += text.slice(at, next)
    const letter = text[next + 1]
    at = next + 2
    if (letter === undefined) {
      out += '\\'
      at = text.length
      break
    }
    if (letter === '\n') continue
    const simple = simpleEscapes.get(letter)
    if (simple !== undefined) {
      out += simple
      continue
    }
    const hex = hexEscapes.get(letter)
    if (hex !== undefined) {
      const [digits, reason] = hex
      let end = at
      while (end < at + digits && /^[\da-fA-F]/.test(text.slice(end, end + 1))) end++
      if (end < at + digits) return fail(next, end, reason)
      const point = Number.parseInt(text.slice(at, end), 16)
      if (point > 0x10ffff) return fail(next, end, 'illegal Unicode character')
      append(point)
      at = end
    } else if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(text.slice(next + 1, next + 4))![0]
      const point = Number.parseInt(digits, 8)
      if (point > 0o377) warning ??= { message: `invalid octal escape sequence '\\${digits}'`, index: next }
      append(point)
      at = next + 1 + digits.length
    } else if (letter === 'N') {
      const malformed = 'malformed \\N character escape'
      if (text[at] !== '{') return fail(next, at, malformed)
      const close = text.indexOf('}', at)
      if (close < 0) return fail(next, text.length, malformed)
      if (close === at + 1) return fail(next, close, malformed)
      const name = text.slice(at + 1, close)
      const point = codePointOfName(name)
      if (point === undefined) return fail(next, close + 1, 'unknown Unicode character name')
      append(point)
      at = close + 1
    } else {
      // A backslash before a character beyond ASCII passes without a warning.
      if (letter < '\x80') warning ??= { message: `invalid escape sequence '\\${letter}'`, index: next }
      out += '\\'
      at = next + 1
    }
  }
  out += text.slice(at)
  return {
    value: out,
    ...(seams.size > 0 ? { points: splitPoints(out, seams) } : {}),
    ...(warning === undefined ? {} : { warning }),
  }
}

/** The length of `text[:end]` as CPython has it when it decodes: what is beyond ASCII has become `\UXXXXXXXX`. */
function escapedLength(text: string, end: number): number {
  let length = 0
  for (let i = 0; i < end; i++) {
    const point = text.codePointAt(i)!
    if (point > 0xffff) i++
    length += point < 128 ? 1 : 10
  }
  return length
}

function splitPoints(text: string, seams: ReadonlySet<number>): number[] {
  const points: number[] = []
  for (let i = 0; i < text.length; i++) {
    const point = seams.has(i + 1) ? text.charCodeAt(i) : text.codePointAt(i)!
    if (point > 0xffff) i++
    points.push(point)
  }
  return points
}

/** The bytes that the body of a bytes literal stands for. */
export function decodeBytes(body: string, isRaw: boolean): DecodedBytes {
  const text = withPlainNewlines(body)
  if (/[^\0-\x7f]/.test(text)) {
    return { value: new Uint8Array(), error: 'bytes can only contain ASCII literal characters' }
  }
  const out: number[] = []
  let warning: EscapeWarning | undefined
  for (let at = 0; at < text.length; at++) {
    const letter = text[at + 1]
    if (isRaw || text[at] !== '\\' || letter === undefined) {
      out.push(text.charCodeAt(at))
      continue
    }
    const simple = simpleEscapes.get(letter)
    if (letter === '\n') at++
    else if (simple !== undefined) {
      out.push(simple.charCodeAt(0))
      at++
    } else if (letter === 'x') {
      const digits = text.slice(at + 2, at + 4)
      if (!/^[\da-fA-F]{2}$/.test(digits)) {
        return { value: new Uint8Array(out), error: `(value error) invalid \\x escape at position ${at}` }
      }
      out.push(Number.parseInt(digits, 16))
      at += 3
    } else if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))![0]
      const value = Number.parseInt(digits, 8)
      if (value > 0o377) warning ??= { message: `invalid octal escape sequence '\\${digits}'`, index: at }
      out.push(value & 0xff)
      at += digits.length
    } else {
      warning ??= { message: `invalid escape sequence '\\${letter}'`, index: at }
      out.push(0x5c)
    }
  }
  return { value: new Uint8Array(out), ...(warning === undefined ? {} : { warning }) }
}
