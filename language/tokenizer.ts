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
import type { DiagnosticType } from './diagnostic.ts'
import { numberEnd } from './number.ts'
import { operatorAt, operatorLength } from './operator.ts'
import type { Indent, Restart } from './restart.ts'
import { SourceText } from './text.ts'
import { keywords, TokenKind, TokenList, type Tokens } from './token.ts'

/** An error in the making of tokens. */
export interface TokenError {
  readonly type: DiagnosticType
  readonly message: string
  readonly start: number
  readonly end: number
  /** How CPython comes to the place it reports. */
  readonly place: TokenErrorPlace
  /** Whether an f-string was open. */
  readonly inFString: boolean
}

/**
 * - `column` the tokenizer's own report: the column is the number of characters up to `end`, and there is no end column;
 * - `range` the same with the columns of `start` and `end`;
 * - `line` reported by the parser for the current line, column 0;
 * - `bracket` reported by the parser for the bracket at `start`;
 * - `token` reported by the parser for the last token it has;
 * - `continuation` the place after a backslash that ends no line.
 */
export type TokenErrorPlace = 'column' | 'range' | 'line' | 'bracket' | 'token' | 'continuation'

/** A literal that CPython accepts with a warning. */
export interface TokenWarning {
  readonly type: DiagnosticType
  readonly message: string
  readonly start: number
  readonly end: number
}

export interface TokenizerOptions {
  /** Stop at the first error and recover from nothing. */
  readonly strict?: boolean
  /** Whether a last line without a line end is a line; it is none for `eval`. */
  readonly endsLines?: boolean
  /** What to make of a triple-quoted string that never ends: does it end with its first line, or with the file? */
  readonly openString?: 'line' | 'file'
}

/** What the tokenizer must know of each f-string it is inside of. */
interface FStringMode {
  readonly quote: number
  readonly quoteSize: number
  readonly raw: boolean
  readonly start: number
  /** How many brackets were open before it. */
  readonly outerDepth: number
  /** Brackets open inside it, the braces of replacement fields among them. */
  depth: number
  /** `depth` less one at the innermost replacement field; -1 outside of any. */
  fieldDepth: number
  inSpec: boolean
  /** In a replacement field, as opposed to the text around it. */
  inCode: boolean
}

interface OpenBracket {
  readonly unit: number
  readonly start: number
}

const LF = 10
const CR = 13
const BACKSLASH = 92
const HASH = 35
const LEFT_BRACE = 123
const RIGHT_BRACE = 125

const tabSize = 8
const maxIndents = 100
const maxBrackets = 200
const maxFStrings = 150
const maxFieldNesting = 3
/** After so many errors a text is not a program; the rest are not kept. */
const maxErrors = 1000

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

export class Tokenizer {
  readonly source: string
  readonly text: SourceText
  readonly significant = new TokenList()
  readonly trivia = new TokenList()
  readonly errors: TokenError[] = []
  readonly warnings: TokenWarning[] = []
  /** Only when strict: the number of brackets open after each significant token. */
  readonly levels: number[] = []

  private readonly strict: boolean
  private readonly openString: 'line' | 'file'
  private readonly endsLines: boolean
  private position = 0
  private atLineStart = true
  private finished = false
  /** INDENT (+1) or DEDENT (negative count) tokens still to be given. */
  private pendingIndents = 0
  private readonly indents: number[] = [0]
  /** The indents again with tabs counted as one column; a disagreement of the two is a TabError. */
  private readonly altIndents: number[] = [0]
  private readonly brackets: OpenBracket[] = []
  private readonly fstrings: FStringMode[] = []
  /** Where CPython's buffer starts, to which it relates one of its columns. */
  private bufferStart = 0

  constructor(source: string, options: TokenizerOptions = {}, text = new SourceText(source)) {
    this.source = source
    this.text = text
    this.strict = options.strict ?? false
    this.openString = options.openString ?? 'line'
    this.endsLines = options.endsLines ?? true
    if (source.charCodeAt(0) === 0xfeff) {
      this.trivia.push(TokenKind.Mark, 0, 1)
      this.position = 1
    }
  }

  get tokens(): Tokens {
    return { source: this.source, significant: this.significant, trivia: this.trivia }
  }

  /** The brackets that are open here, outermost first, as offsets. */
  get openBrackets(): readonly number[] {
    return this.brackets.map(bracket => bracket.start)
  }

  /** The column at which the statements of the current block start. */
  get indent(): number {
    return this.indents[this.indents.length - 1]
  }

  /** Whether a line end was the last thing read. */
  get isBetweenLines(): boolean {
    return this.atLineStart
  }

  /** Where tokenizing has come to. */
  get offset(): number {
    return this.position
  }

  /** Starts at the start of a line, outside of brackets and inside the given blocks. */
  startAt({ offset, indents }: Restart): void {
    this.position = offset
    this.bufferStart = offset
    this.indents.splice(0, this.indents.length, ...indents.map(indent => indent.column))
    this.altIndents.splice(0, this.altIndents.length, ...indents.map(indent => indent.altColumn))
  }

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

  /**
   * Takes back the token at `index` and all after it, counts all brackets as closed and goes on at the first line end before that
   * token. Gives `false` if there is none, or if a line that counts has already been begun since.
   */
  resumeAtLineEnd(index: number): boolean {
    const { significant, trivia } = this
    if (this.brackets.length === 0 && this.fstrings.length === 0) return false
    for (let i = index; i < significant.length; i++) {
      const kind = significant.kinds[i]
      if (kind === TokenKind.Newline || kind === TokenKind.Indent || kind === TokenKind.Dedent) return false
    }
    const from = index === 0 ? 0 : significant.ends[index - 1]
    let t = trivia.length
    while (t > 0 && trivia.starts[t - 1] >= from) t--
    while (t < trivia.length && trivia.kinds[t] !== TokenKind.BlankNewline) t++
    if (t === trivia.length || trivia.starts[t] > significant.starts[index]) return false
    this.position = trivia.starts[t]
    trivia.truncate(t)
    significant.truncate(index)
    while (this.errors.length > 0 && this.errors[this.errors.length - 1].start >= this.position) this.errors.pop()
    this.closeAll()
    this.atLineStart = false
    this.finished = false
    return true
  }

  private push(kind: TokenKind, start: number, end: number): void {
    this.significant.push(kind, start, end)
    if (this.strict) this.levels.push(this.brackets.length)
  }

  private fail(
    message: string,
    start: number,
    end: number,
    place: TokenErrorPlace = 'column',
    type: DiagnosticType = 'SyntaxError',
  ): void {
    if (this.errors.length >= maxErrors) return
    this.errors.push({ type, message, start, end, place, inFString: this.fstrings.length > 0 })
  }

  private closeAll(): void {
    this.brackets.length = 0
    this.fstrings.length = 0
  }

  private lineNumber(offset: number): number {
    return this.text.lineAt(offset) + 1
  }

  /** The offset behind the line end at `offset`, or `offset` if there is none. */
  private pastLineEnd(offset: number): number {
    const unit = this.source.charCodeAt(offset)
    if (unit === LF) return offset + 1
    if (unit === CR) return this.source.charCodeAt(offset + 1) === LF ? offset + 2 : offset + 1
    return offset
  }

  private endOfLine(offset: number): number {
    const source = this.source
    let at = offset
    while (at < source.length) {
      const unit = source.charCodeAt(at)
      if (unit === LF || unit === CR) break
      at++
    }
    return at
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

  /** Where CPython's buffer of the current line starts. */
  get bufferOffset(): number {
    return this.bufferStart
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

  private scanString(start: number, quoteAt: number): void {
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

  /** The line at which CPython finds the text at an end. */
  private lastLineNumber(): number {
    const { source, text } = this
    const last = source.charCodeAt(source.length - 1)
    return last === LF || last === CR ? text.lineCount - 1 : text.lineCount
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
  private scanFStringText(mode: FStringMode): void {
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

  private openBracket(unit: number, at: number): void {
    if (this.brackets.length >= maxBrackets) this.fail('too many nested parentheses', at, at + 1)
    this.brackets.push({ unit, start: at })
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
