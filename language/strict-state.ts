/**
 * The state of a strict parse: its tokens, how far it has read, and the raising of errors in CPython's terms.
 *
 * CPython's columns are bytes of a line, turned into characters at the end with respect to one particular line; what is odd here
 * is odd there (Parser/pegen_errors.c `_PyPegen_raise_error_known_location`).
 */

import type { Diagnostic, DiagnosticType, ReportedPlace } from './diagnostic.ts'
import type { Restart } from './restart.ts'
import type { Match } from './strict-engine.ts'
import { withPlainNewlines } from './string-literal.ts'
import { codePointLength, type SourceText, utf8Length } from './text.ts'
import { TokenKind, type TokenList } from './token.ts'
import { type TokenError, Tokenizer } from './tokenizer.ts'

/** Carries the one error out of the parser. */
export class Raised {
  readonly diagnostic: Diagnostic

  constructor(diagnostic: Diagnostic) {
    this.diagnostic = diagnostic
  }
}

/** The text nests deeper than a strict parse goes; then the tolerant parser's word must do. */
export class TooDeep {}

/** A line and a byte column, `-1` for none; the line counts from 1. */
interface Place {
  readonly line: number
  readonly column: number
}

/** How many rules may be under way at once; CPython allows 4,000. */
const maxRules = 1400

interface Remembered {
  readonly match: Match
  readonly last: number
}

export class Strict {
  readonly source: string
  readonly text: SourceText
  readonly tokenizer: Tokenizer
  /** Index of the token to be matched next. */
  mark = 0
  /** In the second pass: rules for wrong text take part. */
  invalid = false
  private readonly list: TokenList
  private memos = new Map<string, Map<number, Remembered | null>>()
  private depth = 0

  /** Places at which statements start, from each of which on the tokenizer finds nothing wrong. */
  private readonly quiet: ReadonlySet<number>

  constructor(text: SourceText, place: Restart, endsLines: boolean, quiet: ReadonlySet<number>) {
    this.source = text.source
    this.text = text
    this.quiet = quiet
    this.tokenizer = new Tokenizer(text.source, { strict: true, endsLines }, text)
    if (place.offset > 0) this.tokenizer.startAt(place)
    this.list = this.tokenizer.significant
  }

  /** Gets ready for the second pass. */
  restart(): void {
    this.mark = 0
    this.invalid = true
    this.memos = new Map()
    this.depth = 0
  }

  enter(): void {
    if (++this.depth > maxRules) throw new TooDeep()
  }

  leave(): void {
    this.depth--
  }

  memo(rule: string): Map<number, Remembered | null> {
    let memo = this.memos.get(rule)
    if (memo === undefined) {
      memo = new Map()
      this.memos.set(rule, memo)
    }
    return memo
  }

  /** How many tokens have been read: errors are often reported at the last one. */
  get filled(): number {
    return this.list.length
  }

  /** The kind of the next token, which is read if need be. */
  kind(): TokenKind {
    if (this.mark >= this.list.length) this.fill()
    return this.list.kinds[this.mark]
  }

  /** The text of the next token. */
  word(): string {
    return this.tokenText(this.mark)
  }

  take(): Match {
    const at = this.mark++
    return { kind: 'token', first: at, last: at, items: [] }
  }

  tokenText(index: number): string {
    return this.source.slice(this.list.starts[index], this.list.ends[index])
  }

  tokenKind(index: number): TokenKind {
    return this.list.kinds[index]
  }

  tokenStart(index: number): number {
    return this.list.starts[index]
  }

  tokenEnd(index: number): number {
    return this.list.ends[index]
  }

  /** Brackets open after a token. */
  levelAfter(index: number): number {
    return this.tokenizer.levels[index]
  }

  /** The 1-based line that a token starts on. */
  lineOf(index: number): number {
    return this.startPlace(index).line
  }

  private fill(): void {
    if (!this.tokenizer.next()) throw new Raised(this.tokenDiagnostic(this.tokenizer.errors[0]))
  }

  // Places

  /** The line the tokenizer is on: a line begins when its first character is read. */
  private get currentLine(): number {
    const offset = this.tokenizer.offset
    if (offset >= this.source.length) return this.lastLine
    const line = this.text.lineAt(offset)
    return this.text.lineStarts[line] === offset && this.tokenizer.isBetweenLines ? Math.max(line, 1) : line + 1
  }

  private get lastLine(): number {
    const { source } = this
    if (source === '') return 0
    const last = source.charCodeAt(source.length - 1)
    const count = this.text.lineCount
    return last === 10 || last === 13 ? Math.max(1, count - 1) : count
  }

  private lineOfOffset(offset: number): number {
    return offset >= this.source.length ? this.lastLine : this.text.lineAt(offset) + 1
  }

  private column(line: number, offset: number): number {
    const { start, end } = this.text.lineSpan(line - 1)
    // A line end counts as one character, however it is written.
    return offset > end ? utf8Length(this.source, start, end) + 1 : utf8Length(this.source, start, offset)
  }

  private isUnplaced(index: number): boolean {
    const kind = this.list.kinds[index]
    return kind === TokenKind.EndMarker || kind === TokenKind.Indent || kind === TokenKind.Dedent
  }

  /** Where a token starts; layout tokens have no column. A NEWLINE starts with the comment before it. */
  private startPlace(index: number): Place {
    let offset = this.list.starts[index]
    if (this.isUnplaced(index)) return { line: this.lineOfOffset(offset), column: -1 }
    if (this.list.kinds[index] === TokenKind.Newline) {
      const comment = this.commentBefore(offset)
      if (comment >= 0) offset = comment
    }
    const line = this.newlineLine(index, offset)
    return { line, column: this.column(line, offset) }
  }

  private newlineLine(index: number, offset: number): number {
    if (this.list.kinds[index] === TokenKind.Newline && offset >= this.source.length) return this.lastLine
    return this.text.lineAt(offset) + 1
  }

  private endPlace(index: number): Place {
    if (this.isUnplaced(index)) return { line: this.startPlace(index).line, column: -1 }
    const start = this.list.starts[index]
    if (this.list.kinds[index] === TokenKind.Newline) {
      const line = this.newlineLine(index, start)
      return { line, column: this.column(line, start) + 1 }
    }
    const end = this.list.ends[index]
    const line = this.text.lineAt(end) + 1
    return { line, column: this.column(line, end) }
  }

  private commentBefore(offset: number): number {
    const { trivia } = this.tokenizer
    for (let t = trivia.length - 1; t >= 0 && trivia.ends[t] >= offset; t--) {
      if (trivia.kinds[t] === TokenKind.Comment && trivia.ends[t] === offset) return trivia.starts[t]
    }
    return -1
  }

  /** The text in which CPython counts the characters of a column on `line`. */
  private errorLine(line: number): string {
    if (this.currentLine <= line) {
      const start = this.tokenizer.bufferOffset
      let end = this.text.lineSpan(this.currentLine - 1).end
      if (end < start) end = start
      return `${withPlainNewlines(this.source.slice(start, end))}\n`
    }
    return this.text.lineText(line - 1)
  }

  private characters(line: string, bytes: number): number {
    const length = utf8Length(line, 0, line.length)
    const limit = Math.min(bytes, length + 1)
    if (limit <= 0) return limit
    let seen = 0
    let count = 0
    for (let i = 0; i < line.length && seen < limit; i++) {
      const point = line.codePointAt(i)!
      if (point > 0xffff) i++
      seen += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      count++
    }
    return seen < limit ? count + (limit - seen) : count
  }

  // Errors

  /** `_PyPegen_raise_error_known_location`; columns count from 1, `end.column` 0 for none. */
  private raisePlaced(
    type: DiagnosticType,
    message: string,
    start: Place,
    end: Place,
    span: { readonly start: number; readonly end: number },
    isUnplaced = false,
  ): never {
    const count = (line: string): { offset: number; end_offset: number } => ({
      offset: this.characters(line, start.column),
      end_offset: end.column > 0 ? this.characters(line, end.column) : end.column,
    })
    const { offset, end_offset } = count(this.errorLine(start.line))
    // Reading a file, CPython knows the line itself; and at the end of it, no column.
    const inFile = count(`${this.text.lineText(start.line - 1)}\n`)
    if (isUnplaced && this.tokenizer.offset >= this.source.length) inFile.offset = 0
    const isSame = offset === inFile.offset && end_offset === inFile.end_offset
    const reported: ReportedPlace = {
      lineno: start.line,
      offset,
      end_lineno: end.line,
      end_offset,
      ...(isSame ? {} : { inFile }),
    }
    throw new Raised({ severity: 'error', type, message, ...span, reported })
  }

  /** Raises an error for the tokens from `first` to `last`. */
  raiseRange(message: string, first: number, last: number, type: DiagnosticType = 'SyntaxError'): never {
    const start = this.startPlace(first)
    const end = this.endPlace(last)
    this.raisePlaced(
      type,
      message,
      { line: start.line, column: start.column + 1 },
      { line: end.line, column: end.column + 1 },
      { start: this.list.starts[first], end: this.visibleEnd(last) },
    )
  }

  private visibleEnd(index: number): number {
    return this.list.kinds[index] === TokenKind.Newline ? this.list.starts[index] : this.list.ends[index]
  }

  /** Raises an error from the token `first` to where the tokenizer is. */
  raiseFrom(message: string, first: number): never {
    const start = this.startPlace(first)
    const line = this.currentLine
    const end = { line, column: this.column(line, this.tokenizer.offset) }
    this.raisePlaced('SyntaxError', message, { line: start.line, column: start.column + 1 }, end, {
      start: this.list.starts[first],
      end: this.visibleEnd(this.filled - 1),
    })
  }

  /** Raises an error at the last token that was read (`RAISE_SYNTAX_ERROR`), or at the one at `index`. */
  raiseAtToken(message: string, index = this.filled - 1, type: DiagnosticType = 'SyntaxError'): never {
    const start = this.startPlace(index)
    const end = this.endPlace(index)
    let column = start.column + 1
    if (start.column < 0) {
      const line = this.currentLine
      column = this.column(line, this.tokenizer.offset)
    }
    this.raisePlaced(
      type,
      message,
      { line: start.line, column },
      { line: end.line, column: end.column < 0 ? -1 : end.column + 1 },
      { start: this.list.starts[index], end: this.visibleEnd(index) },
      start.column < 0,
    )
  }

  /** Raises an error at the next token, which is read if need be. */
  raiseAtNext(message: string): never {
    this.kind()
    return this.raiseAtToken(message, this.mark)
  }

  /** A token that must be there is not. */
  raiseExpected(text: string): never {
    this.kind()
    return this.raiseRange(`expected '${text}'`, this.mark, this.mark)
  }

  /** After the key of a dict display, from `first` to `last`, there is no colon. */
  raiseAfterKey(first: number, last: number): never {
    const end = this.endPlace(last)
    const span = { start: this.list.starts[first], end: this.list.ends[last] }
    return this.raisePlaced(
      'SyntaxError',
      "':' expected after dictionary key",
      { line: this.startPlace(first).line, column: end.column },
      { line: end.line, column: 0 },
      span,
    )
  }

  /** A literal has more digits than CPython converts. CPython gives no column, lest thousands of carets be printed. */
  raiseTooManyDigits(index: number, digits: number): never {
    const message =
      `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits} digits; use ` +
      'sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal ' +
      'conversion limits.'
    const { line } = this.startPlace(index)
    const span = { start: this.list.starts[index], end: this.list.ends[index] }
    return this.raisePlaced('SyntaxError', message, { line, column: 0 }, { line, column: 0 }, span)
  }

  /** Raises an error at one column (in bytes, from 1) of the character `offset`, without an end. */
  private raiseColumn(
    type: DiagnosticType,
    message: string,
    line: number,
    column: number,
    span: { start: number; end: number },
  ): never {
    this.raisePlaced(type, message, { line, column }, { line, column: 0 }, span)
  }

  /** The innermost bracket that is open was never closed. */
  raiseUnclosed(): never {
    const open = this.tokenizer.openBrackets.at(-1)!
    const line = this.text.lineAt(open) + 1
    const column = this.column(line, open) + 1
    const message = `'${this.source[open]}' was never closed`
    return this.raiseColumn('SyntaxError', message, line, column, { start: open, end: open + 1 })
  }

  /** What CPython makes of an error of the tokenizer (`_syntaxerror_range`, `_Pypegen_tokenizer_error`). */
  private tokenDiagnostic(error: TokenError): Diagnostic {
    try {
      return this.raiseTokenError(error)
    } catch (raised) {
      if (raised instanceof Raised) return raised.diagnostic
      throw raised
    }
  }

  /** Whether the text ends where it cannot. */
  private isCutOff(error: TokenError): boolean {
    return error.place === 'token' && error.type === 'SyntaxError'
  }

  private raiseTokenError(error: TokenError): never {
    const { type, message, start, end } = error
    const span = { start, end }
    switch (error.place) {
      case 'column':
      case 'range': {
        const last = Math.max(start, end - 1)
        const line = this.text.lineAt(last) + 1
        const lineStart = this.text.lineStarts[line - 1]
        const isRange = error.place === 'range'
        // The columns of a range are never turned from bytes to characters.
        const offset = isRange ? this.column(line, start) + 1 : codePointLength(this.source, lineStart, end)
        const end_offset = isRange ? this.column(line, end) + 1 : offset
        throw new Raised({
          severity: 'error',
          type,
          message,
          ...span,
          reported: { lineno: line, offset, end_lineno: line, end_offset },
        })
      }
      case 'line':
        return this.raiseColumn(type, message, this.lineOfOffset(end), 1, span)
      case 'bracket': {
        const line = this.text.lineAt(start) + 1
        return this.raiseColumn(type, message, line, this.column(line, start) + 1, span)
      }
      case 'continuation': {
        const line = this.text.lineAt(start) + 1
        const buffer = withPlainNewlines(this.source.slice(this.tokenizer.bufferOffset, end))
        const column = utf8Length(buffer, 0, buffer.length) - 1
        return this.raiseColumn(type, message, line, column + 1, span)
      }
      case 'token': {
        if (this.isCutOff(error) && this.tokenizer.openBrackets.length > 0) return this.raiseUnclosed()
        const isBare = this.isCutOff(error) && /^[ \t\f]*\\$/.test(this.text.lineText(this.text.lineAt(start)))
        const line = this.lineOfOffset(start)
        const lineEnd = this.text.lineSpan(line - 1).end
        const column = this.column(line, lineEnd) + 1
        return this.raisePlaced(type, message, { line, column }, { line, column: -1 }, span, isBare)
      }
    }
  }

  /** The first error of the tokenizer in what is left of the text. */
  anyTokenError(): Diagnostic | undefined {
    while (this.tokenizer.next()) {
      if (this.list.kinds[this.list.length - 1] === TokenKind.EndMarker) return undefined
    }
    return this.tokenDiagnostic(this.tokenizer.errors[0])
  }

  /**
   * After an error of the parser: reads the rest of the text, since an error of the tokenizer there (outside of f-strings), or a
   * bracket left open before the line of the error, is reported instead (`_PyPegen_tokenize_full_source_to_check_for_errors`).
   */
  preferTokenError(found: Diagnostic): Diagnostic {
    const errorLine = this.startPlace(this.filled - 1).line
    while (this.tokenizer.next()) {
      const last = this.list.length - 1
      if (this.list.kinds[last] === TokenKind.EndMarker) return found
      // Whatever is open here, what is right by itself is right in it too.
      if (this.quiet.has(this.list.starts[last])) this.tokenizer.skipToEnd()
    }
    const error = this.tokenizer.errors[0]
    if (error.inFString) return found
    if (error.place === 'bracket') {
      const line = this.text.lineAt(error.start) + 1
      return errorLine > line ? this.tokenDiagnostic(error) : found
    }
    if (error.place === 'column' || error.place === 'range') return this.tokenDiagnostic(error)
    // Errors that the tokenizer leaves to the parser to report do not count, save for a bracket that is open there.
    const open = error.place === 'continuation' || this.isCutOff(error) ? this.tokenizer.openBrackets.at(-1) : undefined
    if (open === undefined || errorLine <= this.text.lineAt(open) + 1) return found
    return this.tokenDiagnostic({
      ...error,
      place: 'bracket',
      start: open,
      message: `'${this.source[open]}' was never closed`,
    })
  }
}
