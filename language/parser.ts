/**
 * The parser put together, and its two ways in.
 */

import type { Diagnostic } from './diagnostic.ts'
import { BlockParser } from './parser-block.ts'
import type { Mutable } from './parser-core.ts'
import type { Section } from './section.ts'
import type { SourceText } from './text.ts'
import { TokenKind, type TokenList, type Tokens } from './token.ts'
import { type TokenError, Tokenizer, type TokenizerOptions } from './tokenizer.ts'
import type { TokenWarning } from './tokenizer-state.ts'
import type { ExpressionRoot, Node, Statement } from './tree.ts'
import { eachChild, walk } from './tree-walk.ts'

/** What is made of a text, whatever it holds. */
export interface ParseResult<Root> {
  readonly tree: Root
  readonly tokens: Tokens
  readonly text: SourceText
  /** In the order of the text, save that the error CPython would report is the first. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What parser and tokenizer have to say of a text or of a part of it. */
export interface Findings {
  readonly found: readonly Diagnostic[]
  readonly errors: readonly TokenError[]
  readonly warnings: readonly TokenWarning[]
}

export class Parser extends BlockParser {
  private significantTaken = 0
  private triviaTaken = 0

  /**
   * @param offset the start of a line at which a section starts
   */
  constructor(text: SourceText, options: TokenizerOptions, offset = 0) {
    const tokenizer = new Tokenizer(text.source, options, text)
    tokenizer.startAt({ offset, indents: [{ column: 0, altColumn: 0 }] })
    super(tokenizer)
  }

  get significant(): TokenList {
    return this.list
  }

  get isAtEnd(): boolean {
    return this.at(TokenKind.EndMarker)
  }

  /** Where the next section starts. */
  get place(): number {
    return this.start
  }

  /** Reads the statements from `start`, where a section starts, to where the next one does. */
  parseSection(start: number): Section {
    this.startSection()
    const statements: Statement[] = []
    while (!this.isAtEnd) {
      const before = this.index
      this.parseStatement(statements)
      if (this.index === before) this.advance()
      if (this.isAtMargin()) break
    }
    const end = this.isAtEnd ? Number.POSITIVE_INFINITY : this.start
    const found = this.diagnostics.items.splice(0)
    const { errors, warnings } = this.tokenizer.takeFindings(end)
    if (errors.length > 0 || found.some(item => item.severity === 'error')) mendSpans(statements)
    const significantEnd = this.isAtEnd ? this.list.length : this.index
    const triviaEnd = this.triviaBefore(end)
    const section: Section = {
      start,
      reach: this.tokenizer.takeReach(),
      statements,
      significantCount: significantEnd - this.significantTaken,
      triviaCount: triviaEnd - this.triviaTaken,
      found,
      errors,
      warnings,
      spans: undefined,
      facts: undefined,
    }
    this.significantTaken = significantEnd
    this.triviaTaken = triviaEnd
    return section
  }

  /** At the first token of a line that is not indented and goes on with nothing: a statement starts, whatever went before. */
  private isAtMargin(): boolean {
    if (this.index === 0 || this.kind <= TokenKind.Dedent) return false
    const before = this.list.kinds[this.index - 1]
    if (before !== TokenKind.Newline && before !== TokenKind.Dedent) return false
    const unit = this.source.charCodeAt(this.start - 1)
    return unit === 10 || unit === 13
  }

  private triviaBefore(offset: number): number {
    const { trivia } = this.tokenizer
    let count = trivia.length
    while (count > this.triviaTaken && trivia.starts[count - 1] >= offset) count--
    return count
  }

  parseRoot(): ExpressionRoot {
    const body = this.parseStarExpressions()
    const parts = body.kind === 'Tuple' && !body.parenthesized ? body.elts : [body]
    const starred = parts.find(part => part.kind === 'Starred')
    if (starred !== undefined) this.errorAt(starred, 'invalid syntax')
    while (this.at(TokenKind.Newline)) this.advance()
    if (!this.at(TokenKind.EndMarker)) {
      this.error()
      while (!this.at(TokenKind.EndMarker)) this.advance()
    }
    return { kind: 'Expression', start: 0, end: this.source.length, body }
  }
}

/** Whether a string begins that the text never ends. */
export function hasOpenString({ errors }: Findings): boolean {
  return errors.some(error => error.message.startsWith('unterminated triple-quoted'))
}

/** Where the first error starts, even one that is not worth telling beside another; -1 for none. */
export function firstErrorStart({ found, errors }: Findings): number {
  let first = -1
  const note = (start: number): void => {
    if (first < 0 || start < first) first = start
  }
  for (const item of errors) note(item.start)
  for (const item of found) if (item.severity === 'error') note(item.start)
  return first
}

/** Errors after so many are not worth showing. */
const maxReported = 1000

/**
 * Where something is missing, a node may start behind its end or its first child before it: makes every node hold its children
 * (save the decorators, which stand before the definition).
 */
export function mendSpans(roots: readonly Node[]): void {
  const nodes: Mutable<Node>[] = []
  for (const root of roots) {
    walk(root, node => {
      nodes.push(node)
      return true
    })
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    if (node.start > node.end) node.start = node.end
    let decorators = 'decorator_list' in node ? node.decorator_list.length : 0
    eachChild(node, child => {
      if (decorators-- > 0) return
      if (child.start < node.start) node.start = child.start
      if (child.end > node.end) node.end = child.end
    })
  }
}

/** The findings of tokenizer and parser in the order of the text, one error for a line. */
export function collect({ errors, warnings, found }: Findings, text: SourceText): Diagnostic[] {
  if (errors.length === 0 && warnings.length === 0 && found.length === 0) return []
  const all: Diagnostic[] = [...found]
  for (const { type, message, start, end } of errors) all.push({ type, message, start, end, severity: 'error' })
  for (const { type, message, start, end } of warnings) all.push({ type, message, start, end, severity: 'warning' })
  all.sort((a, b) => a.start - b.start)
  // The tokenizer knows better what is wrong with a line.
  const tokenErrorLines = new Set(errors.map(error => text.lineAt(error.start)))
  const tokenMessages = new Set(errors.map(error => `${error.start}:${error.message}`))
  const reported = new Set<number>()
  return all.filter(item => {
    if (reported.size > maxReported) return false
    if (item.severity !== 'error') return true
    const line = text.lineAt(item.start)
    if (tokenErrorLines.has(line) && !tokenMessages.has(`${item.start}:${item.message}`)) return false
    if (reported.has(line)) return false
    reported.add(line)
    return true
  })
}
