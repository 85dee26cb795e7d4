/**
 * Text to tokens, a step at a time, as the parser asks for them.
 *
 * Follows CPython's tokenizer (Parser/lexer/lexer.c): layout tokens from an indent stack, brackets that join lines, and a stack
 * of modes for f-strings, which are text and code in turn. Knows nothing of grammar.
 *
 * A text with errors still gives tokens to its end. Two rules keep one open bracket from swallowing the file: at a line end
 * inside brackets that is followed by a word which only starts statements, the brackets count as closed; and the parser may ask
 * for the same at any line end (`resumeAtLineEnd`). A `strict` tokenizer has neither rule and stops at the first error, which is
 * then the one CPython reports.
 */

import {
  codePointName,
  continuesName,
  firstNonIdentifier,
  isBlank,
  isDigit,
  isPrintable,
  startsName,
} from './characters.ts'
import { numberEnd } from './number.ts'
import { operatorAt, operatorLength } from './operator.ts'
import type { Indent } from './restart.ts'
import { keywords, TokenKind } from './token.ts'
import type { FStringMode } from './tokenizer-state.ts'
import { StringScanner } from './tokenizer-string.ts'

const LF = 10
const CR = 13
const BACKSLASH = 92
const HASH = 35
const LEFT_BRACE = 123
const RIGHT_BRACE = 125
const tabSize = 8
const maxIndents = 100

/** Words that, first on a line, can only start a statement or a clause. */
const statementWords: ReadonlySet<TokenKind> = new Set([
  TokenKind.Def,
  TokenKind.Class,
  TokenKind.Return,
  TokenKind.With,
  TokenKind.While,
  TokenKind.Try,
  TokenKind.Except,
  TokenKind.Finally,
  TokenKind.Raise,
  TokenKind.From,
  TokenKind.Import,
  TokenKind.Pass,
  TokenKind.Break,
  TokenKind.Continue,
  TokenKind.Del,
  TokenKind.Global,
  TokenKind.Nonlocal,
  TokenKind.Assert,
  TokenKind.Elif,
])

export type { TokenError, TokenizerOptions } from './tokenizer-state.ts'

/** Gives the tokens of a text one by one. */
export class Tokenizer extends StringScanner {
  /**
   * Adds one significant token. At the end of the text it is `EndMarker`, again and again. Gives `false`, and adds nothing, when
   * strict and there is an error.
   */
  next(): boolean {
    if (this.finished) {
      const end = this.source.length
      this.push(TokenKind.EndMarker, end, end)
      return true
    }
    const before = this.significant.length
    while (this.significant.length === before) {
      const mode = this.fstrings.length > 0 ? this.fstrings[this.fstrings.length - 1] : undefined
      if (mode !== undefined && !mode.inCode) this.scanFStringText(mode)
      else this.scanCode(mode)
      if (this.strict && this.errors.length > 0) {
        this.significant.truncate(before)
        return false
      }
    }
    return true
  }

  private scanCode(mode: FStringMode | undefined): void {
    if (this.atLineStart && !this.scanLineStart()) return
    if (this.pendingIndents !== 0) {
      this.givePendingIndent()
      return
    }
    const source = this.source
    let at = this.position
    let unit = source.charCodeAt(at)
    while (unit === 32 || unit === 9 || unit === 12) unit = source.charCodeAt(++at)
    this.position = at
    if (at >= source.length) {
      this.scanEnd()
      return
    }
    if (startsName(unit)) {
      this.scanName(at)
      return
    }
    switch (unit) {
      case HASH: {
        const end = this.endOfLine(at)
        this.trivia.push(TokenKind.Comment, at, end)
        this.position = end
        return
      }
      case LF:
      case CR:
        this.scanLineEnd(at)
        return
      case BACKSLASH:
        this.scanContinuation(at)
        return
      case 34:
      case 39:
        this.scanString(at, at)
        return
    }
    if (isDigit(unit) || (unit === 46 && isDigit(source.charCodeAt(at + 1)))) {
      this.scanNumber(at)
      return
    }
    this.scanOperator(at, unit, mode)
  }

  /**
   * White space at the start of a line: compares its width with the indents around. `false` if the line is blank or the end of
   * the text was reached, and nothing more is to be done here.
   */
  private scanLineStart(): boolean {
    const source = this.source
    this.atLineStart = false
    if (this.significant.length > 0 && this.brackets.length > 0 && this.startsStatement()) return false
    let at = this.position
    if (at < source.length) this.bufferStart = at
    let column = 0
    let altColumn = 0
    let continuedColumn = -1
    for (;;) {
      const unit = source.charCodeAt(at)
      if (unit === 32) {
        column++
        altColumn++
      } else if (unit === 9) {
        column = (Math.floor(column / tabSize) + 1) * tabSize
        altColumn++
      } else if (unit === 12) {
        column = 0
        altColumn = 0
      } else if (unit === BACKSLASH) {
        // Indentation cannot be split over lines: the column of the first backslash counts.
        if (continuedColumn <= 0) continuedColumn = column
        const end = this.pastLineEnd(at + 1)
        if (end === at + 1 || end >= source.length) {
          this.position = at
          this.scanContinuation(at)
          if (this.strict) return false
          at = this.position
          break
        }
        this.trivia.push(TokenKind.Continuation, at, end)
        at = end
        this.bufferStart = end
        continue
      } else break
      at++
    }
    this.position = at
    const unit = source.charCodeAt(at)
    if (unit === HASH || unit === LF || unit === CR) {
      if (unit === HASH) {
        const end = this.endOfLine(at)
        this.trivia.push(TokenKind.Comment, at, end)
        at = end
      }
      const end = this.pastLineEnd(at)
      if (end > at) this.trivia.push(TokenKind.BlankNewline, at, end)
      this.position = end
      this.atLineStart = true
      if (end > at) return false
    }
    if (this.brackets.length > 0) return true
    if (at >= source.length || this.position >= source.length) {
      this.atLineStart = false
      return true
    }
    if (continuedColumn > 0) {
      column = continuedColumn
      altColumn = continuedColumn
    }
    this.compareIndent(column, altColumn, at)
    return true
  }

  private compareIndent(column: number, altColumn: number, at: number): void {
    const { indents, altIndents } = this
    const lineStart = this.bufferStart
    const top = indents.length - 1
    if (column === indents[top]) {
      if (altColumn !== altIndents[top]) this.failTabs(lineStart, at)
    } else if (column > indents[top]) {
      if (indents.length >= maxIndents) {
        this.fail('too many levels of indentation', lineStart, at, 'line', 'IndentationError')
        return
      }
      if (altColumn <= altIndents[top]) this.failTabs(lineStart, at)
      this.pendingIndents = 1
      indents.push(column)
      altIndents.push(altColumn)
    } else {
      while (indents.length > 1 && column < indents[indents.length - 1]) {
        const below = indents[indents.length - 2]
        if (column > below) {
          const message = 'unindent does not match any outer indentation level'
          this.fail(message, at, this.endOfLine(at), 'token', 'IndentationError')
          // The line goes on with the block it is nearest to.
          indents[indents.length - 1] = column
          altIndents[altIndents.length - 1] = altColumn
          return
        }
        indents.pop()
        altIndents.pop()
        this.pendingIndents--
      }
      if (altColumn !== altIndents[altIndents.length - 1]) this.failTabs(lineStart, at)
    }
  }

  private failTabs(start: number, end: number): void {
    this.fail('inconsistent use of tabs and spaces in indentation', start, end, 'line', 'TabError')
  }

  private givePendingIndent(): void {
    const at = this.position
    if (this.pendingIndents > 0) {
      this.pendingIndents--
      this.push(TokenKind.Indent, at, at)
    } else {
      this.pendingIndents++
      this.push(TokenKind.Dedent, at, at)
    }
  }

  /** Inside brackets, before a line that begins with a word which no expression has there: ends the line and all brackets. */
  private startsStatement(): boolean {
    if (this.strict) return false
    const source = this.source
    let at = this.position
    while (isBlank(source.charCodeAt(at))) at++
    const kind = this.keywordAt(at)
    if (kind === undefined) return false
    if (kind === TokenKind.Async) {
      let second = at + 5
      while (isBlank(source.charCodeAt(second))) second++
      const next = this.keywordAt(second)
      if (next !== TokenKind.Def && next !== TokenKind.With) return false
    } else if (!statementWords.has(kind)) return false
    const { significant, trivia } = this
    // `yield` may be followed by `from` on the next line.
    if (kind === TokenKind.From && significant.kinds[significant.length - 1] === TokenKind.Yield) return false
    const open = this.brackets[this.brackets.length - 1]
    this.fail(`'${String.fromCharCode(open.unit)}' was never closed`, open.start, open.start + 1, 'bracket')
    this.closeAll()
    // The line end before was taken for a blank one; it is the end of a statement.
    let t = trivia.length
    const from = significant.ends[significant.length - 1]
    while (t > 0 && trivia.starts[t - 1] >= from) t--
    while (t < trivia.length && trivia.kinds[t] !== TokenKind.BlankNewline) t++
    if (t < trivia.length) {
      const start = trivia.starts[t]
      const end = trivia.ends[t]
      trivia.truncate(t)
      this.push(TokenKind.Newline, start, end)
      this.position = end
    } else this.push(TokenKind.Newline, this.position, this.position)
    this.atLineStart = true
    return true
  }

  private keywordAt(offset: number): TokenKind | undefined {
    let end = offset
    while (continuesName(this.source.charCodeAt(end))) end++
    return end === offset ? undefined : keywords.get(this.source.slice(offset, end))
  }

  private scanEnd(): void {
    const end = this.source.length
    if (this.brackets.length > 0) {
      const open = this.brackets[this.brackets.length - 1]
      this.fail(`'${String.fromCharCode(open.unit)}' was never closed`, open.start, open.start + 1, 'bracket')
      this.closeAll()
    }
    const { significant } = this
    const last = significant.length - 1
    if (last >= 0 && this.endsLines) {
      const kind = significant.kinds[last]
      if (kind !== TokenKind.Newline && kind !== TokenKind.Dedent && kind !== TokenKind.Indent) {
        this.push(TokenKind.Newline, end, end)
        return
      }
    }
    if (this.indents.length > 1) {
      this.indents.pop()
      this.altIndents.pop()
      this.push(TokenKind.Dedent, end, end)
      return
    }
    this.finished = true
    this.push(TokenKind.EndMarker, end, end)
  }

  private scanLineEnd(at: number): void {
    const end = this.pastLineEnd(at)
    this.position = end
    this.atLineStart = true
    if (this.brackets.length > 0) {
      this.trivia.push(TokenKind.BlankNewline, at, end)
      return
    }
    this.push(TokenKind.Newline, at, end)
  }

  private scanContinuation(at: number): void {
    const end = this.pastLineEnd(at + 1)
    const isLast = end >= this.source.length
    if (end === at + 1 && (!isLast || !this.endsLines)) {
      const message = 'unexpected character after line continuation character'
      this.fail(message, at, isLast ? end : end + 1, 'continuation')
      this.push(TokenKind.Unknown, at, end)
    } else {
      this.trivia.push(TokenKind.Continuation, at, end)
      if (isLast) this.fail('unexpected EOF while parsing', at, end, 'token')
    }
    this.position = end
  }

  private scanName(at: number): void {
    const source = this.source
    let end = at
    let unit = source.charCodeAt(at)
    let nonAscii = false
    while (continuesName(unit)) {
      if (unit >= 128) nonAscii = true
      unit = source.charCodeAt(++end)
    }
    if ((unit === 39 || unit === 34) && end - at <= 2 && isStringPrefix(source, at, end)) {
      this.scanString(at, end)
      return
    }
    if (nonAscii) {
      this.scanUnicodeName(at, end)
      return
    }
    this.position = end
    let kind: TokenKind | undefined
    const length = end - at
    // No keyword is longer than `continue` and `nonlocal`.
    if (length >= 2 && length <= 8) kind = keywords.get(source.slice(at, end))
    this.push(kind ?? TokenKind.Name, at, end)
  }

  private scanUnicodeName(at: number, end: number): void {
    const name = this.source.slice(at, end)
    const bad = firstNonIdentifier(name)
    if (bad < 0) {
      this.position = end
      this.push(TokenKind.Name, at, end)
      return
    }
    const point = name.codePointAt(bad)!
    const badEnd = at + bad + (point > 0xffff ? 2 : 1)
    const message = isPrintable(point)
      ? `invalid character '${String.fromCodePoint(point)}' (${codePointName(point)})`
      : `invalid non-printable character ${codePointName(point)}`
    this.fail(message, at + bad, badEnd)
    if (bad > 0) this.push(TokenKind.Name, at, at + bad)
    this.push(TokenKind.Unknown, at + bad, badEnd)
    this.position = badEnd
  }

  private scanNumber(at: number): void {
    const result = numberEnd(this.source, at)
    this.position = result.end
    if (result.warning !== undefined) {
      this.warnings.push({ type: 'SyntaxWarning', message: result.warning, start: at, end: result.end })
    }
    const error = result.error
    if (error !== undefined) this.fail(error.message, error.start, error.end, error.ranged ? 'range' : 'column')
    this.push(TokenKind.Number, at, result.end)
  }

  private scanOperator(at: number, unit: number, mode: FStringMode | undefined): void {
    const { source } = this
    const kind = operatorAt(source, at)
    if (kind === TokenKind.Unknown) {
      this.scanUnknown(at)
      return
    }
    let length = operatorLength(kind)
    if (mode !== undefined && mode.fieldDepth >= 0 && mode.depth - 1 === mode.fieldDepth && unit === 58) {
      // The colon of a replacement field starts its format specification (and `:=` is no operator there).
      mode.inCode = false
      mode.inSpec = true
      this.position = at + 1
      this.push(TokenKind.Colon, at, at + 1)
      return
    }
    switch (kind) {
      case TokenKind.LeftParenthesis:
      case TokenKind.LeftBracket:
      case TokenKind.LeftBrace:
        this.openBracket(unit, at)
        if (mode !== undefined) mode.depth++
        break
      case TokenKind.RightParenthesis:
      case TokenKind.RightBracket:
      case TokenKind.RightBrace:
        if (!this.closeBracket(at, unit, mode)) length = 0
        break
    }
    if (length === 0) {
      this.position = at + 1
      this.push(TokenKind.Unknown, at, at + 1)
      return
    }
    this.position = at + length
    this.push(kind, at, at + length)
  }

  /** Closes a bracket. `false` if there is none to close: the character is then an error and nothing else. */
  private closeBracket(at: number, unit: number, mode: FStringMode | undefined): boolean {
    const { brackets } = this
    const char = String.fromCharCode(unit)
    if (mode !== undefined && mode.depth === 0 && unit === RIGHT_BRACE) {
      this.fail("f-string: single '}' is not allowed", at, at + 1)
      mode.inCode = false
      return false
    }
    if (brackets.length === 0) {
      this.fail(`unmatched '${char}'`, at, at + 1)
      return false
    }
    const open = brackets[brackets.length - 1]
    if (closing(open.unit) !== unit) {
      if (mode !== undefined && open.unit === LEFT_BRACE && mode.depth - 1 === mode.fieldDepth) {
        this.fail(`f-string: unmatched '${char}'`, at, at + 1)
        return false
      }
      const opening = String.fromCharCode(open.unit)
      const line = this.lineNumber(open.start)
      const where = line === this.lineNumber(at) ? '' : ` on line ${line}`
      this.fail(`closing parenthesis '${char}' does not match opening parenthesis '${opening}'${where}`, at, at + 1)
      // If an outer bracket fits, the ones inside of it were forgotten.
      const floor = mode === undefined ? 0 : mode.outerDepth + mode.fieldDepth + 1
      let fit = brackets.length - 1
      while (fit >= floor && closing(brackets[fit].unit) !== unit) fit--
      if (fit < floor) return false
      if (mode !== undefined) mode.depth -= brackets.length - 1 - fit
      brackets.length = fit + 1
    }
    brackets.pop()
    if (mode !== undefined) {
      mode.depth--
      if (mode.depth < 0) {
        this.fail(`f-string: unmatched '${char}'`, at, at + 1)
        mode.depth = 0
      } else if (unit === RIGHT_BRACE && mode.depth === mode.fieldDepth) {
        mode.fieldDepth--
        mode.inCode = false
        mode.inSpec = false
      }
    }
    return true
  }

  private scanUnknown(at: number): void {
    const point = this.source.codePointAt(at)!
    const end = at + (point > 0xffff ? 2 : 1)
    if (!isPrintable(point)) this.fail(`invalid non-printable character ${codePointName(point)}`, at, end)
    this.position = end
    this.push(TokenKind.Unknown, at, end)
  }
}

/** The width of the white space at the start of a line that does not go on the line before. */
export function indentAt(source: string, lineStart: number): Indent {
  let column = 0
  let altColumn = 0
  for (let at = lineStart; ; at++) {
    const unit = source.charCodeAt(at)
    if (unit === 32) {
      column++
      altColumn++
    } else if (unit === 9) {
      column = (Math.floor(column / tabSize) + 1) * tabSize
      altColumn++
    } else if (unit === 12) {
      column = 0
      altColumn = 0
    } else return { column, altColumn }
  }
}

function closing(unit: number): number {
  return unit === 40 ? 41 : unit + 2
}

/** Whether `source[start:end]` is a prefix that a string literal may have: r, b, u, f, br, rb, fr, rf in any case. */
function isStringPrefix(source: string, start: number, end: number): boolean {
  const first = source.charCodeAt(start) | 32
  const isR = first === 114
  const isB = first === 98
  const isF = first === 102
  if (end - start === 1) return isR || isB || isF || first === 117
  const second = source.charCodeAt(start + 1) | 32
  return isR ? second === 98 || second === 102 : (isB || isF) && second === 114
}
