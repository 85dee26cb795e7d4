/**
 * The parser put together, and its two ways in.
 */

import type { Diagnostic } from './diagnostic.ts'
import { BlockParser } from './parser-block.ts'
import type { Mutable } from './parser-core.ts'
import { SourceText } from './text.ts'
import { TokenKind, type Tokens } from './token.ts'
import { Tokenizer, type TokenizerOptions } from './tokenizer.ts'
import type { ExpressionRoot, Module, Node, Statement } from './tree.ts'
import { eachChild, walk } from './tree-walk.ts'

/** What is made of a text, whatever it holds. */
export interface ParseResult<Root> {
  readonly tree: Root
  readonly tokens: Tokens
  readonly text: SourceText
  /** In the order of the text, save that the error CPython would report is the first. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The same, and where the first error starts, even one that is not worth telling beside another; -1 for none. */
export interface TolerantResult<Root> {
  readonly result: ParseResult<Root>
  readonly firstErrorStart: number
}

class Parser extends BlockParser {
  parseModule(): Module {
    const body: Statement[] = []
    while (!this.at(TokenKind.EndMarker)) {
      const before = this.index
      this.parseStatement(body)
      if (this.index === before) this.advance()
    }
    return { kind: 'Module', start: 0, end: this.source.length, body }
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

/** Tokens and tree of a text, tolerantly, with the parser's own idea of its errors. */
export function parseTolerantly<Root extends Node>(
  source: string,
  entry: (parser: Parser) => Root,
): TolerantResult<Root> {
  const text = new SourceText(source)
  const first = run(source, text, entry, {})
  const openString = first.parser.tokenizer.errors.some(error => /^unterminated triple-quoted/.test(error.message))
  if (!openString) return tolerantResult(first)
  // A string that never ends: does it end with its line? Whichever reading leaves fewer errors.
  const second = run(source, text, entry, { openString: 'file' })
  const excess = first.result.diagnostics.length - second.result.diagnostics.length
  return tolerantResult(excess > 0 ? second : first)
}

interface Run<Root> {
  readonly parser: Parser
  readonly result: ParseResult<Root>
}

function tolerantResult<Root>({ parser, result }: Run<Root>): TolerantResult<Root> {
  let firstErrorStart = -1
  for (const list of [parser.tokenizer.errors, parser.diagnostics.items]) {
    for (const item of list) {
      if ('severity' in item && item.severity !== 'error') continue
      if (firstErrorStart < 0 || item.start < firstErrorStart) firstErrorStart = item.start
    }
  }
  return { result, firstErrorStart }
}

function run<Root extends Node>(
  source: string,
  text: SourceText,
  entry: (parser: Parser) => Root,
  options: TokenizerOptions,
): Run<Root> {
  const tokenizer = new Tokenizer(source, options, text)
  const parser = new Parser(tokenizer)
  const tree = entry(parser)
  if (parser.diagnostics.hasErrors || tokenizer.errors.length > 0) mendSpans(tree)
  return { parser, result: { tree, tokens: tokenizer.tokens, text, diagnostics: collect(parser, text) } }
}

/** Errors after so many are not worth showing. */
const maxReported = 1000

/**
 * Where something is missing, a node may start behind its end or its first child before it: makes every node hold its children
 * (save the decorators, which stand before the definition).
 */
function mendSpans(root: Node): void {
  const nodes: Mutable<Node>[] = []
  walk(root, node => {
    nodes.push(node)
    return true
  })
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
function collect(parser: Parser, text: SourceText): Diagnostic[] {
  const { errors, warnings } = parser.tokenizer
  const found = parser.diagnostics.items
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

export function parseModule(parser: Parser): Module {
  return parser.parseModule()
}

export function parseRoot(parser: Parser): ExpressionRoot {
  return parser.parseRoot()
}
