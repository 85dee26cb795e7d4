/**
 * What all parts of the parser share: the current token, errors, recovery, and the making of small nodes.
 *
 * The parser takes any text. It reports at most one error for a place, always comes to the end, and stands on the host's stack
 * only so deep. What it reports is good enough to show; which error CPython would report, in which words, is the business of
 * `strict.ts`.
 */

import { DiagnosticList } from './diagnostic.ts'
import { TokenKind, type TokenList } from './token.ts'
import type { Tokenizer } from './tokenizer.ts'
import type { ErrorNode, Expression, Name, Node, Span } from './tree.ts'

/** A node while it is being made. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Where the parser stood, to come back to. */
export interface Mark {
  readonly index: number
  readonly errors: number
  readonly lastErrorIndex: number
}

/** How deep constructs may nest before the parser gives up on what is inside. */
const maxDepth = 250
/** How long a chain of operators, calls or attributes may get: its tree is as deep as it is long. */
const maxChain = 1000

/** What all parts of the parser stand on. */
export abstract class ParserCore {
  readonly source: string
  readonly tokenizer: Tokenizer
  readonly diagnostics = new DiagnosticList()
  protected readonly list: TokenList
  protected index = 0
  /** The kind of the current token. */
  protected kind: TokenKind = TokenKind.EndMarker
  /** The start of the current token. */
  protected start = 0
  /** The end of the token before. */
  protected previousEnd = 0
  private lastErrorIndex = -1
  private depth = 0
  private depthReported = false
  /** The token at which the section starts that is being read. */
  protected firstIndex = 0

  constructor(tokenizer: Tokenizer) {
    this.tokenizer = tokenizer
    this.source = tokenizer.source
    this.list = tokenizer.significant
    tokenizer.next()
    this.load()
  }

  private load(): void {
    const { list, index } = this
    this.kind = list.kinds[index]
    this.start = list.starts[index]
    this.previousEnd = index === this.firstIndex ? this.start : list.ends[index - 1]
  }

  /** Forgets what went before the current token: what is read from here on does not depend on it. */
  protected startSection(): void {
    this.firstIndex = this.index
    this.previousEnd = this.start
    this.lastErrorIndex = -1
    this.depthReported = false
  }

  protected advance(): void {
    if (this.kind === TokenKind.EndMarker) return
    this.index++
    while (this.index >= this.list.length) this.tokenizer.next()
    this.load()
  }

  /** The kind of the token `ahead` places after the current one. */
  protected peek(ahead = 1): TokenKind {
    const at = this.index + ahead
    while (at >= this.list.length) {
      if (this.list.kinds[this.list.length - 1] === TokenKind.EndMarker) return TokenKind.EndMarker
      this.tokenizer.next()
    }
    return this.list.kinds[at]
  }

  protected get end(): number {
    return this.list.ends[this.index]
  }

  protected get text(): string {
    return this.source.slice(this.start, this.end)
  }

  protected textAt(ahead: number): string {
    this.peek(ahead)
    const at = this.index + ahead
    return this.source.slice(this.list.starts[at], this.list.ends[at])
  }

  protected at(kind: TokenKind): boolean {
    return this.kind === kind
  }

  /** Whether the current token is the name `word`. */
  protected atWord(word: string): boolean {
    return (
      this.kind === TokenKind.Name && this.end - this.start === word.length && this.source.startsWith(word, this.start)
    )
  }

  protected accept(kind: TokenKind): boolean {
    if (this.kind !== kind) return false
    this.advance()
    return true
  }

  /** Takes the token, or reports that it is missing. */
  protected expect(kind: TokenKind, message: string): boolean {
    if (this.kind === kind) {
      this.advance()
      return true
    }
    this.error(message)
    return false
  }

  /** Reports an error at the current token. */
  protected error(message = 'invalid syntax', hint?: string): void {
    const end = Math.max(this.end, this.start)
    const at = this.kind === TokenKind.Newline || this.kind === TokenKind.EndMarker ? this.start : end
    this.errorAt({ start: this.start, end: at }, message, hint)
  }

  protected errorAt(span: Span, message: string, hint?: string): void {
    if (this.lastErrorIndex === this.index && this.diagnostics.items.length > 0) return
    this.lastErrorIndex = this.index
    this.diagnostics.add({
      start: span.start,
      end: span.end,
      severity: 'error',
      type: 'SyntaxError',
      message,
      ...(hint === undefined ? {} : { hint }),
    })
  }

  protected mark(): Mark {
    return { index: this.index, errors: this.diagnostics.items.length, lastErrorIndex: this.lastErrorIndex }
  }

  /** Goes back to `mark`, forgetting the errors found since. */
  protected reset(mark: Mark): void {
    this.index = mark.index
    this.diagnostics.items.length = mark.errors
    this.lastErrorIndex = mark.lastErrorIndex
    this.load()
  }

  protected hasErrorsSince(mark: Mark): boolean {
    return this.diagnostics.items.length > mark.errors
  }

  /** Calls `parse` unless the text nests too deep already; then reports so and gives `instead`. */
  protected nested<T>(parse: () => T, instead: () => T): T {
    if (this.depth >= maxDepth) {
      this.reportDepth()
      return instead()
    }
    this.depth++
    const result = parse()
    this.depth--
    return result
  }

  /** Whether a chain of `length` links is one too many, which is reported. */
  protected chainTooLong(length: number): boolean {
    if (length < maxChain) return false
    this.reportDepth()
    return true
  }

  /** CPython has such a limit too, further out. */
  private reportDepth(): void {
    if (this.depthReported) return
    this.depthReported = true
    this.diagnostics.add({
      start: this.start,
      end: this.end,
      severity: 'error',
      type: 'RecursionError',
      message: 'maximum recursion depth exceeded during compilation',
      hint: `Coro takes ${maxDepth} levels of nesting and ${maxChain} operations in a row: split this up.`,
    })
  }

  /**
   * Whether the current token, inside brackets, is the first on its line and no further in than the statement is: then it is
   * more likely a new statement than a part of what is in the brackets.
   */
  protected startsStatementLine(): boolean {
    const { trivia } = this.tokenizer
    const { previousEnd, start } = this
    for (let t = trivia.length - 1; t >= 0 && trivia.starts[t] >= previousEnd; t--) {
      if (trivia.kinds[t] !== TokenKind.BlankNewline || trivia.starts[t] >= start) continue
      return start - trivia.ends[t] <= this.tokenizer.indent
    }
    return false
  }

  /**
   * At a token that does not go on with what is in the brackets: if it begins a line, the brackets count as closed at the end of
   * the line before.
   */
  protected closeAtLineEnd(): boolean {
    if (this.kind === TokenKind.Newline || this.kind === TokenKind.EndMarker) return false
    if (!this.startsStatementLine() || !this.tokenizer.resumeAtLineEnd(this.index)) return false
    while (this.index >= this.list.length) this.tokenizer.next()
    this.load()
    return true
  }

  /** At a colon that ends its line, as in `def f(:`: the brackets count as closed before it. */
  private closeAfterColon(): boolean {
    const next = this.peek()
    if (next === TokenKind.Newline) return true
    return this.tokenizer.resumeAtLineEnd(this.index + 1)
  }

  /** Takes a closing bracket; when it is missing, reports the opening one and tries to go on behind it. */
  protected closeBracket(kind: TokenKind, open: number): void {
    if (this.kind === kind) {
      this.advance()
      return
    }
    const message = `'${this.source[open]}' was never closed`
    if (this.kind === TokenKind.Colon && this.closeAfterColon()) {
      this.errorAt({ start: open, end: open + 1 }, message)
      return
    }
    if (this.closeAtLineEnd() || this.kind === TokenKind.Newline || this.kind === TokenKind.EndMarker) {
      this.errorAt({ start: open, end: open + 1 }, message)
      return
    }
    this.error()
    this.skipTo(kind)
    if (this.kind === kind) this.advance()
  }

  /** Skips balanced tokens up to one of kind `kind` on this level, the end of the line, or a bracket that closes an outer one. */
  protected skipTo(kind: TokenKind): void {
    let level = 0
    while (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) {
      if (level === 0 && (this.kind === kind || isClosing(this.kind) || this.kind === TokenKind.FStringEnd)) return
      if (isOpening(this.kind)) level++
      else if (isClosing(this.kind)) level--
      if (this.closeAtLineEnd()) return
      this.advance()
    }
  }

  /** A missing expression of zero width, behind the token before. */
  protected missing(): Name {
    const at = this.missingPlace()
    return { kind: 'Name', start: at, end: at, id: '', ctx: 'Load' }
  }

  protected missingPlace(): number {
    return this.previousEnd
  }

  /** The end of what has been read, layout left out. */
  protected contentEnd(): number {
    for (let i = this.index - 1; i >= this.firstIndex; i--) {
      const kind = this.list.kinds[i]
      if (kind !== TokenKind.Newline && kind !== TokenKind.Indent && kind !== TokenKind.Dedent) return this.list.ends[i]
    }
    return this.list.starts[this.firstIndex]
  }

  protected errorNode(start: number, children: readonly Node[]): ErrorNode {
    return { kind: 'Error', start, end: Math.max(start, this.previousEnd), children }
  }

  /** The name at the current token, NFKC-normalised as PEP 3131 asks, and its span; or a missing one. */
  protected parseName(message = 'invalid syntax'): { name: string; span: Span } {
    if (this.kind !== TokenKind.Name) {
      const at = this.missingPlace()
      this.error(message)
      return { name: '', span: { start: at, end: at } }
    }
    const span = { start: this.start, end: this.end }
    const name = identifier(this.source.slice(span.start, span.end))
    this.advance()
    return { name, span }
  }
}

const beyondAscii = /[^\0-\x7f]/

/** The name that an identifier means. */
export function identifier(text: string): string {
  return beyondAscii.test(text) ? text.normalize('NFKC') : text
}

export function isOpening(kind: TokenKind): boolean {
  return kind === TokenKind.LeftParenthesis || kind === TokenKind.LeftBracket || kind === TokenKind.LeftBrace
}

export function isClosing(kind: TokenKind): boolean {
  return kind === TokenKind.RightParenthesis || kind === TokenKind.RightBracket || kind === TokenKind.RightBrace
}

/** Whether an expression can start with a token of this kind. */
export function startsExpression(kind: TokenKind): boolean {
  switch (kind) {
    case TokenKind.Name:
    case TokenKind.Number:
    case TokenKind.String:
    case TokenKind.FStringStart:
    case TokenKind.LeftParenthesis:
    case TokenKind.LeftBracket:
    case TokenKind.LeftBrace:
    case TokenKind.Ellipsis:
    case TokenKind.Plus:
    case TokenKind.Minus:
    case TokenKind.Tilde:
    case TokenKind.None:
    case TokenKind.True:
    case TokenKind.False:
    case TokenKind.Not:
    case TokenKind.Lambda:
    case TokenKind.Await:
      return true
    default:
      return false
  }
}

/** The words for what an expression is, as CPython's messages have them (`_PyPegen_get_expr_name`). */
export function expressionName(node: Expression): string {
  switch (node.kind) {
    case 'Attribute':
      return 'attribute'
    case 'Subscript':
      return 'subscript'
    case 'Starred':
      return 'starred'
    case 'Name':
      return 'name'
    case 'List':
      return 'list'
    case 'Tuple':
      return 'tuple'
    case 'Lambda':
      return 'lambda'
    case 'Call':
      return 'function call'
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp':
      return 'expression'
    case 'GeneratorExp':
      return 'generator expression'
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression'
    case 'Await':
      return 'await expression'
    case 'ListComp':
      return 'list comprehension'
    case 'SetComp':
      return 'set comprehension'
    case 'DictComp':
      return 'dict comprehension'
    case 'Dict':
      return 'dict literal'
    case 'Set':
      return 'set display'
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression'
    case 'Constant':
      switch (node.value.type) {
        case 'None':
        case 'True':
        case 'False':
          return node.value.type
        case 'Ellipsis':
          return 'ellipsis'
        default:
          return 'literal'
      }
    case 'Compare':
      return 'comparison'
    case 'IfExp':
      return 'conditional expression'
    case 'NamedExpr':
      return 'named expression'
    case 'Slice':
    case 'Error':
      return 'expression'
  }
}
