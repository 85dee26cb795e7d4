/**
 * String literals and f-strings as tokens (CPython: `tok_get_fstring_mode` and the string part of `tok_get_normal_mode`).
 */

import { TokenKind } from './token.ts'
import { type FStringMode, TokenizerState } from './tokenizer-state.ts'

const LF = 10
const CR = 13
const BACKSLASH = 92
const LEFT_BRACE = 123
const RIGHT_BRACE = 125

/** How deep f-strings, and fields in format specifications, may nest (`MAXFSTRINGLEVEL`, `MAXEXPRNESTING`). */
const maxFStrings = 150
const maxFieldNesting = 3

/** The part of the tokenizer that knows string literals. */
export abstract class StringScanner extends TokenizerState {
  protected scanString(start: number, quoteAt: number): void {
    const source = this.source
    const quote = source.charCodeAt(quoteAt)
    const triple = source.charCodeAt(quoteAt + 1) === quote && source.charCodeAt(quoteAt + 2) === quote
    for (let i = start; i < quoteAt; i++) {
      const letter = source.charCodeAt(i) | 32
      if (letter === 102) {
        this.openFString(start, quoteAt, triple ? 3 : 1)
        return
      }
    }
    const end = triple ? this.tripleQuotedEnd(quoteAt, quote) : this.quotedEnd(quoteAt, quote)
    if (end >= 0) {
      this.position = end
      this.push(TokenKind.String, start, end)
    } else this.scanOpenString(start, quoteAt, triple)
  }

  /** The offset behind the closing quote of a string on one line, or -1. */
  private quotedEnd(quoteAt: number, quote: number): number {
    const source = this.source
    for (let at = quoteAt + 1; at < source.length; at++) {
      const unit = source.charCodeAt(at)
      if (unit === quote) return at + 1
      if (unit === BACKSLASH) {
        at++
        if (source.charCodeAt(at) === CR && source.charCodeAt(at + 1) === LF) at++
      } else if (unit === LF || unit === CR) return -1
    }
    return -1
  }

  private tripleQuotedEnd(quoteAt: number, quote: number): number {
    const source = this.source
    for (let at = quoteAt + 3; at < source.length; at++) {
      const unit = source.charCodeAt(at)
      if (unit === BACKSLASH) at++
      else if (unit === quote && source.charCodeAt(at + 1) === quote && source.charCodeAt(at + 2) === quote)
        return at + 3
    }
    return -1
  }

  private scanOpenString(start: number, quoteAt: number, triple: boolean): void {
    const source = this.source
    const quote = source.charCodeAt(quoteAt)
    const mode = this.fstrings.length > 0 ? this.fstrings[this.fstrings.length - 1] : undefined
    if (mode !== undefined && mode.quote === quote && mode.quoteSize === (triple ? 3 : 1)) {
      this.fail("f-string: expecting '}'", start, start + 1)
      // Most likely it is the quote that ends the f-string.
      if (start === quoteAt) {
        this.endFString(mode, start)
        return
      }
    } else if (triple) {
      // The text ends with a line end, given or implied, and the line after it is the one where the end is found missing.
      const detected = this.lastLineNumber()
      const message = `unterminated triple-quoted string literal (detected at line ${detected})`
      this.fail(message, start, start + 1)
    } else {
      let escapedQuote = false
      let at = quoteAt + 1
      for (; at < source.length; at++) {
        const unit = source.charCodeAt(at)
        if (unit === LF || unit === CR) break
        if (unit === BACKSLASH) {
          at = Math.max(at, this.pastLineEnd(at + 1) - 1)
          if (source.charCodeAt(at + 1) === quote && at + 1 < source.length) escapedQuote = true
          if (source.charCodeAt(at) === BACKSLASH) at++
        }
      }
      const line = at >= source.length ? this.lastLineNumber() : this.lineNumber(at)
      const hint = escapedQuote ? '; perhaps you escaped the end quote?' : ''
      this.fail(`unterminated string literal (detected at line ${line})${hint}`, start, start + 1)
    }
    const end = triple && this.openString === 'file' ? source.length : this.endOfLine(quoteAt)
    this.position = end
    this.push(TokenKind.String, start, end)
  }

  private openFString(start: number, quoteAt: number, quoteSize: number): void {
    const end = quoteAt + quoteSize
    this.position = end
    if (this.fstrings.length + 1 >= maxFStrings) {
      this.fail('too many nested f-strings', start, end)
      this.position = this.endOfLine(end)
      this.push(TokenKind.String, start, this.position)
      return
    }
    this.fstrings.push({
      quote: this.source.charCodeAt(quoteAt),
      quoteSize,
      raw: /r/i.test(this.source.slice(start, quoteAt)),
      start,
      outerDepth: this.brackets.length,
      depth: 0,
      fieldDepth: -1,
      inSpec: false,
      inCode: false,
    })
    this.push(TokenKind.FStringStart, start, end)
  }

  private endFString(mode: FStringMode, at: number): void {
    this.fstrings.pop()
    // CPython leaves the brackets of a field open that has no end.
    if (!this.strict) this.brackets.length = Math.min(this.brackets.length, mode.outerDepth)
    this.position = at + mode.quoteSize
    this.push(TokenKind.FStringEnd, at, this.position)
  }

  private atQuotes(mode: FStringMode, at: number): boolean {
    const { source } = this
    if (source.charCodeAt(at) !== mode.quote) return false
    return (
      mode.quoteSize === 1 || (source.charCodeAt(at + 1) === mode.quote && source.charCodeAt(at + 2) === mode.quote)
    )
  }

  /** Goes from the text of an f-string to the code of a replacement field. */
  private openField(mode: FStringMode, at: number): void {
    mode.fieldDepth++
    mode.inCode = true
    if (mode.fieldDepth >= maxFieldNesting) this.fail('f-string: expressions nested too deeply', at, at)
  }

  /** The text of an f-string up to a replacement field, a doubled brace or the closing quotes (`tok_get_fstring_mode`). */
  protected scanFStringText(mode: FStringMode): void {
    const { source } = this
    const start = this.position
    if (source.charCodeAt(start) === LEFT_BRACE && source.charCodeAt(start + 1) !== LEFT_BRACE) {
      this.openField(mode, start)
      mode.depth++
      this.openBracket(LEFT_BRACE, start)
      this.position = start + 1
      this.push(TokenKind.LeftBrace, start, start + 1)
      return
    }
    if (this.atQuotes(mode, start)) {
      this.endFString(mode, start)
      return
    }
    let namedEscape = false
    let at = start
    for (; at < source.length; at++) {
      const inSpec = mode.inSpec && mode.fieldDepth >= 0
      const unit = source.charCodeAt(at)
      if (mode.quoteSize === 1 && (unit === LF || unit === CR)) {
        if (!inSpec) break
        mode.inCode = true
        mode.inSpec = false
        this.finishFStringText(start, at)
        return
      }
      if (unit === mode.quote && this.atQuotes(mode, at)) {
        this.finishFStringText(start, at)
        return
      }
      if (unit === LEFT_BRACE) {
        if (source.charCodeAt(at + 1) !== LEFT_BRACE || inSpec) {
          this.openField(mode, at)
          this.finishFStringText(start, at)
        } else this.finishFStringText(start, at + 2)
        return
      }
      if (unit === RIGHT_BRACE) {
        if (namedEscape) this.finishFStringText(start, at + 1)
        else if (source.charCodeAt(at + 1) === RIGHT_BRACE && !inSpec && mode.depth === 0) {
          this.finishFStringText(start, at + 2)
        } else {
          mode.inCode = true
          this.finishFStringText(start, at)
        }
        return
      }
      if (unit === BACKSLASH) {
        const next = source.charCodeAt(at + 1)
        if (next === LEFT_BRACE || next === RIGHT_BRACE) continue
        at++
        if (next === CR && source.charCodeAt(at + 1) === LF) at++
        if (!mode.raw && next === 78 && source.charCodeAt(at + 1) === LEFT_BRACE) {
          namedEscape = true
          at++
        }
      }
    }
    this.scanOpenFString(mode, start, Math.min(at, source.length))
  }

  private finishFStringText(start: number, end: number): void {
    this.position = end
    this.push(TokenKind.FStringMiddle, start, end)
  }

  private scanOpenFString(mode: FStringMode, start: number, at: number): void {
    const { source } = this
    const triple = mode.quoteSize === 3
    const line = at >= source.length ? this.lastLineNumber() : this.lineNumber(at)
    const what = triple ? 'triple-quoted f-string' : 'f-string'
    this.fail(`unterminated ${what} literal (detected at line ${line})`, mode.start, mode.start + 1)
    const end = triple && this.openString === 'line' ? this.endOfLine(start) : at
    this.fstrings.pop()
    this.brackets.length = Math.min(this.brackets.length, mode.outerDepth)
    this.push(TokenKind.FStringMiddle, start, end)
    this.push(TokenKind.FStringEnd, end, end)
    this.position = end
  }
}
