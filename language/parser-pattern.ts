/**
 * Patterns of `match` (Reference 8.6; PEP 634).
 */

import { identifier, startsExpression } from './parser-core.ts'
import { ParameterParser } from './parser-parameter.ts'
import { TokenKind } from './token.ts'
import {
  type Expression,
  isMissing,
  type MatchClass,
  type MatchMapping,
  type MatchStar,
  type Pattern,
  type Span,
} from './tree.ts'

/** The part of the parser that knows patterns. */
export abstract class PatternParser extends ParameterParser {
  /** What stands after `case`: a pattern, or a sequence without brackets. */
  protected parsePatterns(): Pattern {
    const start = this.start
    const first = this.parseMaybeStarPattern()
    if (this.kind !== TokenKind.Comma) {
      if (first.kind === 'MatchStar') this.errorAt(first, 'invalid syntax')
      return first
    }
    const patterns = [first]
    while (this.accept(TokenKind.Comma)) {
      if (!this.atPattern()) break
      patterns.push(this.parseMaybeStarPattern())
    }
    return { kind: 'MatchSequence', start, end: this.previousEnd, patterns }
  }

  private atPattern(): boolean {
    return startsExpression(this.kind) || this.kind === TokenKind.Star
  }

  private parseMaybeStarPattern(): Pattern {
    if (this.kind !== TokenKind.Star) return this.parseAsPattern()
    const start = this.start
    this.advance()
    const { name, span } = this.parseName()
    const node: MatchStar = {
      kind: 'MatchStar',
      start,
      end: this.previousEnd,
      name: name === '_' ? null : name,
      nameSpan: span,
    }
    return node
  }

  private parseAsPattern(): Pattern {
    const start = this.start
    const pattern = this.parseOrPattern()
    if (!this.accept(TokenKind.As)) return pattern
    if (this.atWord('_')) this.error("cannot use '_' as a target")
    let name = ''
    let span: Span = { start: this.previousEnd, end: this.previousEnd }
    if (this.kind === TokenKind.Name) ({ name, span } = this.parseName())
    else {
      this.error('invalid pattern target')
      if (startsExpression(this.kind)) this.parsePrimary()
    }
    return { kind: 'MatchAs', start, end: this.previousEnd, pattern, name, nameSpan: span }
  }

  private parseOrPattern(): Pattern {
    const start = this.start
    const first = this.parseClosedPattern()
    if (this.kind !== TokenKind.Bar) return first
    const patterns = [first]
    while (this.accept(TokenKind.Bar)) patterns.push(this.parseClosedPattern())
    return { kind: 'MatchOr', start, end: this.previousEnd, patterns }
  }

  private parseClosedPattern(): Pattern {
    const { start, end } = this
    switch (this.kind) {
      case TokenKind.Name:
        return this.parseNamePattern()
      case TokenKind.Number:
      case TokenKind.Minus:
      case TokenKind.String:
      case TokenKind.FStringStart: {
        const value = this.parseLiteralExpression()
        return { kind: 'MatchValue', start, end: this.previousEnd, value }
      }
      case TokenKind.None:
        this.advance()
        return { kind: 'MatchSingleton', start, end, value: { type: 'None' } }
      case TokenKind.True:
        this.advance()
        return { kind: 'MatchSingleton', start, end, value: { type: 'True' } }
      case TokenKind.False:
        this.advance()
        return { kind: 'MatchSingleton', start, end, value: { type: 'False' } }
      case TokenKind.LeftParenthesis:
      case TokenKind.LeftBracket:
        return this.nested(
          () => this.parseSequencePattern(),
          () => this.skipPattern(),
        )
      case TokenKind.LeftBrace:
        return this.nested(
          () => this.parseMappingPattern(),
          () => this.skipPattern(),
        )
      default:
        this.error()
        return this.errorNode(this.missingPlace(), [])
    }
  }

  private skipPattern(): Pattern {
    const { start } = this
    this.skipNested()
    return this.errorNode(start, [])
  }

  /** A number, perhaps negative or complex (`1 + 2j`), or strings. */
  private parseLiteralExpression(): Expression {
    const { start } = this
    const left = this.parseSignedNumber()
    if (this.kind !== TokenKind.Plus && this.kind !== TokenKind.Minus) return left
    const op = this.kind === TokenKind.Plus ? 'Add' : 'Sub'
    if (isImaginary(left) || !isNumber(left)) this.errorAt(left, 'real number required in complex literal')
    this.advance()
    const at = this.start
    const right = this.parsePrimary()
    if (!isImaginary(right)) {
      this.errorAt({ start: at, end: this.previousEnd }, 'imaginary number required in complex literal')
    }
    return { kind: 'BinOp', start, end: this.previousEnd, left, op, right }
  }

  private parseSignedNumber(): Expression {
    const { start } = this
    if (this.kind === TokenKind.String || this.kind === TokenKind.FStringStart) return this.parseStrings()
    const negative = this.accept(TokenKind.Minus)
    if (this.kind !== TokenKind.Number) this.error()
    const operand = this.kind === TokenKind.Number ? this.parseNumber() : this.missing()
    return negative ? { kind: 'UnaryOp', start, end: this.previousEnd, op: 'USub', operand } : operand
  }

  /** A capture, the wildcard, a dotted value or a class pattern. */
  private parseNamePattern(): Pattern {
    const { start, end } = this
    const id = identifier(this.text)
    this.advance()
    if (this.kind !== TokenKind.Dot && this.kind !== TokenKind.LeftParenthesis) {
      const name = id === '_' ? null : id
      return { kind: 'MatchAs', start, end, pattern: null, name, nameSpan: { start, end } }
    }
    let value: Expression = { kind: 'Name', start, end, id, ctx: 'Load' }
    while (this.accept(TokenKind.Dot)) {
      const { name, span } = this.parseName()
      value = { kind: 'Attribute', start, end: this.previousEnd, value, attr: name, attrSpan: span, ctx: 'Load' }
    }
    if (!this.at(TokenKind.LeftParenthesis)) return { kind: 'MatchValue', start, end: this.previousEnd, value }
    return this.nested(
      () => this.parseClassPattern(start, value),
      () => this.skipPattern(),
    )
  }

  private parseClassPattern(start: number, cls: Expression): Pattern {
    const open = this.start
    this.advance()
    const patterns: Pattern[] = []
    const kwd_attrs: string[] = []
    const kwdSpans: Span[] = []
    const kwd_patterns: Pattern[] = []
    while (!this.atListEnd()) {
      const itemStart = this.start
      if (this.kind === TokenKind.Name && this.peek() === TokenKind.Equal) {
        const { name, span } = this.parseName()
        this.advance()
        kwd_attrs.push(name)
        kwdSpans.push(span)
        kwd_patterns.push(this.parseAsPattern())
      } else {
        const pattern = this.parseAsPattern()
        if (kwd_attrs.length > 0) this.errorAt(pattern, 'positional patterns follow keyword patterns')
        patterns.push(pattern)
      }
      if (!this.acceptSeparator(itemStart)) break
    }
    this.closeBracket(TokenKind.RightParenthesis, open)
    const node: MatchClass = {
      kind: 'MatchClass',
      start,
      end: this.previousEnd,
      cls,
      patterns,
      kwd_attrs,
      kwdSpans,
      kwd_patterns,
    }
    return node
  }

  /** A sequence in brackets or parentheses, or one pattern in parentheses. */
  private parseSequencePattern(): Pattern {
    const open = this.start
    const close = this.kind === TokenKind.LeftParenthesis ? TokenKind.RightParenthesis : TokenKind.RightBracket
    this.advance()
    const patterns: Pattern[] = []
    let commas = 0
    while (!this.atListEnd()) {
      const itemStart = this.start
      patterns.push(this.parseMaybeStarPattern())
      if (!this.acceptSeparator(itemStart)) break
      commas++
    }
    this.closeBracket(close, open)
    if (close === TokenKind.RightParenthesis && commas === 0 && patterns.length === 1) {
      const only = patterns[0]
      if (only.kind !== 'MatchStar') return only
      this.errorAt(only, 'invalid syntax')
    }
    return { kind: 'MatchSequence', start: open, end: this.previousEnd, patterns }
  }

  private parseMappingPattern(): Pattern {
    const open = this.start
    this.advance()
    const keys: Expression[] = []
    const patterns: Pattern[] = []
    let rest: string | null = null
    let restSpan: Span | null = null
    while (!this.atListEnd()) {
      const itemStart = this.start
      if (rest !== null) this.error()
      if (this.accept(TokenKind.DoubleStar)) {
        if (this.atWord('_')) this.error()
        const { name, span } = this.parseName()
        rest = name
        restSpan = span
      } else {
        keys.push(this.parseMappingKey())
        if (this.expect(TokenKind.Colon, 'invalid syntax')) patterns.push(this.parseAsPattern())
        else patterns.push(this.errorNode(this.missingPlace(), []))
      }
      if (!this.acceptSeparator(itemStart)) break
    }
    this.closeBracket(TokenKind.RightBrace, open)
    const node: MatchMapping = {
      kind: 'MatchMapping',
      start: open,
      end: this.previousEnd,
      keys,
      patterns,
      rest,
      restSpan,
    }
    return node
  }

  private parseMappingKey(): Expression {
    switch (this.kind) {
      case TokenKind.Number:
      case TokenKind.Minus:
      case TokenKind.String:
      case TokenKind.FStringStart:
        return this.parseLiteralExpression()
      default: {
        const isBare = this.kind !== TokenKind.LeftParenthesis && this.kind !== TokenKind.Ellipsis
        const key = this.parsePrimary()
        const isKey = isBare && (key.kind === 'Constant' || isDotted(key) || isMissing(key))
        if (!isKey) this.errorAt(key, 'invalid syntax')
        return key
      }
    }
  }
}

function isNumber(node: Expression): boolean {
  if (node.kind === 'UnaryOp') return isNumber(node.operand)
  return node.kind === 'Constant' && (node.value.type === 'int' || node.value.type === 'float')
}

function isImaginary(node: Expression): boolean {
  if (node.kind === 'UnaryOp') return isImaginary(node.operand)
  return node.kind === 'Constant' && node.value.type === 'complex'
}

/** `a.b`, with names all the way; a bare name would bind, and is no key. */
function isDotted(node: Expression): boolean {
  if (node.kind !== 'Attribute') return false
  return node.value.kind === 'Name' || isDotted(node.value)
}
