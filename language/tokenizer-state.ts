/**
 * What the tokenizer keeps while it goes over a text, and what all of its parts need: the lists of tokens and trivia, errors,
 * brackets, indents and f-strings, and starting again at a line end.
 */

import type { DiagnosticType } from './diagnostic.ts'
import type { Restart } from './restart.ts'
import { SourceText } from './text.ts'
import { TokenKind, TokenList, type Tokens } from './token.ts'

const LF = 10
const CR = 13
const maxBrackets = 200
/** After so many errors a text is not a program; the rest are not kept. */
const maxErrors = 1000

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
export interface FStringMode {
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

/** A bracket that is open. */
export interface OpenBracket {
  readonly unit: number
  readonly start: number
}

/** The state of a tokenizer; `Tokenizer` is the whole of it. */
export abstract class TokenizerState {
  readonly source: string
  readonly text: SourceText
  readonly significant = new TokenList()
  readonly trivia = new TokenList()
  readonly errors: TokenError[] = []
  readonly warnings: TokenWarning[] = []
  /** Only when strict: the number of brackets open after each significant token. */
  readonly levels: number[] = []

  protected readonly strict: boolean
  protected readonly openString: 'line' | 'file'
  protected readonly endsLines: boolean
  protected position = 0
  protected atLineStart = true
  protected finished = false
  /** INDENT (+1) or DEDENT (negative count) tokens still to be given. */
  protected pendingIndents = 0
  protected readonly indents: number[] = [0]
  /** The indents again with tabs counted as one column; a disagreement of the two is a TabError. */
  protected readonly altIndents: number[] = [0]
  protected readonly brackets: OpenBracket[] = []
  protected readonly fstrings: FStringMode[] = []
  /** Where CPython's buffer starts, to which it relates one of its columns. */
  protected bufferStart = 0
  /** The furthest place that was looked at and gone back from. */
  private furthest = 0

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

  /** Goes to the end of the text, if what comes next is code. */
  skipToEnd(): void {
    if (this.fstrings.length > 0 || this.brackets.length > maxBrackets / 4) return
    this.position = this.source.length
    this.atLineStart = false
  }

  /** How far the text has been looked at since this was last asked. */
  takeReach(): number {
    const reach = Math.max(this.furthest, this.position)
    this.furthest = 0
    return reach
  }

  /** Takes out the errors and warnings about what stands before `offset`. */
  takeFindings(offset: number): { readonly errors: TokenError[]; readonly warnings: TokenWarning[] } {
    const { errors, warnings } = this
    if (errors.length === 0 && warnings.length === 0) return { errors: [], warnings: [] }
    return { errors: takeBefore(errors, offset), warnings: takeBefore(warnings, offset) }
  }

  /** Starts at the start of a line, outside of brackets and inside the given blocks. */
  startAt({ offset, indents }: Restart): void {
    if (offset === 0) return
    this.trivia.truncate(0)
    this.position = offset
    this.bufferStart = offset
    this.indents.splice(0, this.indents.length, ...indents.map(indent => indent.column))
    this.altIndents.splice(0, this.altIndents.length, ...indents.map(indent => indent.altColumn))
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
    this.furthest = Math.max(this.furthest, this.position)
    this.position = trivia.starts[t]
    trivia.truncate(t)
    significant.truncate(index)
    for (const findings of [this.errors, this.warnings]) {
      while (findings.length > 0 && findings[findings.length - 1].start >= this.position) findings.pop()
    }
    this.closeAll()
    this.atLineStart = false
    this.finished = false
    return true
  }

  protected push(kind: TokenKind, start: number, end: number): void {
    this.significant.push(kind, start, end)
    if (this.strict) this.levels.push(this.brackets.length)
  }

  protected fail(
    message: string,
    start: number,
    end: number,
    place: TokenErrorPlace = 'column',
    type: DiagnosticType = 'SyntaxError',
  ): void {
    // Whether a string ends is known at the end of the text.
    if (message.startsWith('unterminated triple-quoted')) this.furthest = this.source.length
    if (this.errors.length >= maxErrors) return
    this.errors.push({ type, message, start, end, place, inFString: this.fstrings.length > 0 })
  }

  protected closeAll(): void {
    this.brackets.length = 0
    this.fstrings.length = 0
  }

  protected lineNumber(offset: number): number {
    return this.text.lineAt(offset) + 1
  }

  /** The offset behind the line end at `offset`, or `offset` if there is none. */
  protected pastLineEnd(offset: number): number {
    const unit = this.source.charCodeAt(offset)
    if (unit === LF) return offset + 1
    if (unit === CR) return this.source.charCodeAt(offset + 1) === LF ? offset + 2 : offset + 1
    return offset
  }

  protected endOfLine(offset: number): number {
    const source = this.source
    let at = offset
    while (at < source.length) {
      const unit = source.charCodeAt(at)
      if (unit === LF || unit === CR) break
      at++
    }
    return at
  }

  /** Where CPython's buffer of the current line starts. */
  get bufferOffset(): number {
    return this.bufferStart
  }

  /** The line at which CPython finds the text at an end. */
  protected lastLineNumber(): number {
    const { source, text } = this
    const last = source.charCodeAt(source.length - 1)
    return last === LF || last === CR ? text.lineCount - 1 : text.lineCount
  }

  protected openBracket(unit: number, at: number): void {
    if (this.brackets.length >= maxBrackets) this.fail('too many nested parentheses', at, at + 1)
    this.brackets.push({ unit, start: at })
  }
}

function takeBefore<T extends { readonly start: number }>(items: T[], offset: number): T[] {
  const taken = items.filter(item => item.start < offset)
  const left = items.filter(item => item.start >= offset)
  items.length = 0
  for (const item of left) items.push(item)
  return taken
}
