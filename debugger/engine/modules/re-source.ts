// Reading the text of a pattern or template, token by token, with errors at their positions. CPython: Lib/re/_parser.py Tokenizer.

import { strAscii, strRepr } from '../str-repr.ts'
import { isIdentifierPart, isIdentifierStart } from '../unicode.ts'
import type { PatternError } from './re-tree.ts'

/** Thrown and caught by `reading`: the parsers are deeply nested, an error ends them wherever they are. */
export class Stop {
  readonly error: PatternError
  constructor(error: PatternError) {
    this.error = error
  }
}

/** The result of a parser, or the error that ended it. */
export function reading<T>(parse: () => T): T | PatternError {
  try {
    return parse()
  } catch (stop) {
    if (stop instanceof Stop) return stop.error
    throw stop
  }
}

/** More groups than this cannot be. */
export const MAXGROUPS = 1073741823

/** An octal digit. */
export const isOctal = (c: string | undefined) => c !== undefined && c >= '0' && c <= '7' && c.length === 1
/** A decimal digit. */
export const isDigit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9' && c.length === 1
/** A letter of ASCII. */
export const isAsciiLetter = (c: string) => /^[A-Za-z]$/.test(c)
/** Number of characters. */
export const length = (text: string) => Array.from(text).length
/** A hexadecimal digit. */
export const isHex = (c: string | undefined) => c !== undefined && /^[0-9a-fA-F]$/.test(c)

/** Escapes that stand for one character. */
export const ESCAPES: Readonly<Record<string, number>> = {
  '\\a': 7,
  '\\b': 8,
  '\\f': 12,
  '\\n': 10,
  '\\r': 13,
  '\\t': 9,
  '\\v': 11,
  '\\\\': 92,
}

/** Characters one by one, a backslash together with what follows it. CPython: Tokenizer. */
export class Source {
  readonly chars: readonly string[]
  readonly isText: boolean
  private index = 0
  next: string | undefined
  constructor(chars: readonly string[], isText: boolean) {
    this.chars = chars
    this.isText = isText
    this.advance()
  }
  private advance(): void {
    let char = this.chars[this.index]
    if (char === undefined) {
      this.next = undefined
      return
    }
    if (char === '\\') {
      const escaped = this.chars[this.index + 1]
      if (escaped === undefined)
        throw new Stop({ message: 'bad escape (end of pattern)', position: this.chars.length - 1 })
      char += escaped
      this.index++
    }
    this.index++
    this.next = char
  }
  get(): string | undefined {
    const char = this.next
    this.advance()
    return char
  }
  match(char: string): boolean {
    if (char !== this.next) return false
    this.advance()
    return true
  }
  getWhile(count: number, test: (char: string | undefined) => boolean): string {
    let out = ''
    for (let i = 0; i < count && test(this.next); i++) out += this.get()
    return out
  }
  getUntil(terminator: string, name: string): string {
    let out = ''
    for (;;) {
      const char = this.get()
      if (char === undefined) {
        if (out === '') this.fail(`missing ${name}`)
        this.fail(`missing ${terminator}, unterminated name`, length(out))
      }
      if (char === terminator) {
        if (out === '') this.fail(`missing ${name}`, 1)
        return out
      }
      out += char
    }
  }
  /** Position of `next`. */
  tell(): number {
    return this.index - (this.next === undefined ? 0 : length(this.next))
  }
  seek(position: number): void {
    this.index = position
    this.advance()
  }
  fail(message: string, back = 0): never {
    throw new Stop({ message, position: this.tell() - back })
  }
  checkGroupName(name: string, offset: number): void {
    const chars = Array.from(name)
    const isAscii = /^[\0-\x7f]*$/.test(name)
    if (!this.isText && !isAscii) this.fail(`bad character in group name ${strAscii(name)}`, chars.length + offset)
    if (!(isIdentifierStart(chars[0]!) && chars.every(isIdentifierPart))) {
      this.fail(`bad character in group name ${strRepr(name)}`, chars.length + offset)
    }
  }
}
