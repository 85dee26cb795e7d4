/**
 * Primaries: attributes, calls with their arguments, subscripts with their slices (Reference 6.3).
 */

import { identifier, type Mutable, startsExpression } from './parser-core.ts'
import { DisplayParser } from './parser-display.ts'
import { TokenKind } from './token.ts'
import type { Call, Expression, Keyword } from './tree.ts'

/** The part of the parser that knows attributes, calls and subscripts. */
export abstract class PrimaryParser extends DisplayParser {
  protected parsePrimary(): Expression {
    const start = this.start
    let node = this.parseAtom()
    let length = 0
    for (;;) {
      switch (this.kind) {
        case TokenKind.Dot:
          node = this.parseAttribute(start, node)
          break
        case TokenKind.LeftParenthesis:
          node = this.parseCall(start, node)
          break
        case TokenKind.LeftBracket:
          node = this.parseSubscript(start, node)
          break
        default:
          return node
      }
      if (this.chainTooLong(++length)) {
        this.skipStatement()
        return node
      }
    }
  }

  private parseAttribute(start: number, value: Expression): Expression {
    this.advance()
    let at = { start: this.previousEnd, end: this.previousEnd }
    let attr = ''
    if (this.kind === TokenKind.Name) {
      at = { start: this.start, end: this.end }
      attr = identifier(this.text)
      this.advance()
    } else {
      this.error()
      // A keyword right behind the dot was meant as a name.
      if (this.kind >= TokenKind.False && this.start === this.previousEnd) {
        at = { start: this.start, end: this.end }
        attr = this.text
        this.advance()
      }
    }
    return { kind: 'Attribute', start, end: this.previousEnd, value, attr, attrSpan: at, ctx: 'Load' }
  }

  private parseCall(start: number, func: Expression): Call {
    const open = this.start
    this.advance()
    const { args, keywords } = this.nested(
      () => this.parseArguments(open),
      () => ({ args: [this.skipNested()], keywords: [] }),
    )
    this.closeBracket(TokenKind.RightParenthesis, open)
    // A lone generator expression has the parentheses of the call.
    const only = args[0]
    if (args.length === 1 && only.kind === 'GeneratorExp' && only.start === open) {
      const generator: Mutable<typeof only> = only
      generator.end = this.previousEnd
    }
    return { kind: 'Call', start, end: this.previousEnd, func, args, keywords }
  }

  /** The arguments of a call or the bases of a class, up to the closing parenthesis. */
  protected parseArguments(open: number): { args: Expression[]; keywords: Keyword[] } {
    const args: Expression[] = []
    const keywords: Keyword[] = []
    let unpacked = false
    while (!this.atListEnd()) {
      const start = this.start
      if (this.kind === TokenKind.DoubleStar) {
        this.advance()
        const value = this.parseExpression()
        keywords.push({ kind: 'keyword', start, end: this.previousEnd, arg: null, argSpan: null, value })
        unpacked = true
        if (this.atComprehension()) this.error()
      } else if (this.kind === TokenKind.Star) {
        if (unpacked) this.error('iterable argument unpacking follows keyword argument unpacking')
        const value = this.parseStarred(() => this.parseExpression())
        if (this.atComprehension()) {
          this.error('iterable unpacking cannot be used in comprehension')
          args.push(this.errorNode(start, [value, ...this.parseComprehensions()]))
        } else args.push(value)
      } else if (this.peek() === TokenKind.Equal && this.kind >= TokenKind.Name && this.kind !== TokenKind.Comma) {
        keywords.push(this.parseKeyword())
      } else {
        const value = this.parseNamedExpression()
        if (this.atComprehension()) {
          args.push(this.parseGeneratorArgument(open, start, value, args.length + keywords.length === 0))
        } else if (this.kind === TokenKind.Equal) {
          this.errorAt({ start, end: this.end }, 'expression cannot contain assignment, perhaps you meant "=="?')
          this.advance()
          args.push(this.errorNode(start, [value, this.parseExpression()]))
        } else {
          if (keywords.length > 0) {
            const unpacking = unpacked ? ' unpacking' : ''
            this.errorAt({ start, end: this.previousEnd }, `positional argument follows keyword argument${unpacking}`)
          }
          args.push(value)
        }
      }
      if (!this.acceptSeparator(start)) break
    }
    return { args, keywords }
  }

  private parseKeyword(): Keyword {
    const start = this.start
    const argSpan = { start, end: this.end }
    let arg = ''
    if (this.kind === TokenKind.Name) arg = identifier(this.text)
    else if (this.kind === TokenKind.True || this.kind === TokenKind.False || this.kind === TokenKind.None) {
      this.error(`cannot assign to ${this.text}`)
    } else this.error('expression cannot contain assignment, perhaps you meant "=="?')
    this.advance()
    this.advance()
    const value = this.parseExpression()
    if (this.atComprehension()) {
      this.error("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
      this.parseComprehensions()
    }
    return { kind: 'keyword', start, end: this.previousEnd, arg, argSpan, value }
  }

  private parseGeneratorArgument(open: number, start: number, elt: Expression, isFirst: boolean): Expression {
    const generators = this.parseComprehensions()
    const isLone = isFirst && this.kind === TokenKind.RightParenthesis
    if (!isLone && !(isFirst && this.atListEnd())) {
      this.errorAt({ start, end: this.previousEnd }, 'Generator expression must be parenthesized')
    }
    return { kind: 'GeneratorExp', start: isLone ? open : start, end: this.previousEnd, elt, generators }
  }

  private parseSubscript(start: number, value: Expression): Expression {
    const open = this.start
    this.advance()
    const slice = this.nested(
      () => this.parseSlices(),
      () => this.skipNested(),
    )
    this.closeBracket(TokenKind.RightBracket, open)
    return { kind: 'Subscript', start, end: this.previousEnd, value, slice, ctx: 'Load' }
  }

  private parseSlices(): Expression {
    const start = this.start
    if (this.atListEnd()) {
      this.error()
      return this.missing()
    }
    const first = this.parseSlice()
    if (this.kind !== TokenKind.Comma && first.kind !== 'Starred') {
      if (this.atListEnd() || !startsExpression(this.kind) || this.startsStatementLine()) return first
    }
    const elts = [first]
    let elementStart = start
    while (this.acceptSeparator(elementStart) && !this.atListEnd()) {
      elementStart = this.start
      elts.push(this.parseSlice())
    }
    return { kind: 'Tuple', start, end: this.previousEnd, elts, ctx: 'Load', parenthesized: false }
  }

  private parseSlice(): Expression {
    const start = this.start
    if (this.kind === TokenKind.Star) return this.parseStarred(() => this.parseExpression())
    let lower: Expression | null = null
    if (this.kind !== TokenKind.Colon) {
      const isNamed = this.peek() === TokenKind.ColonEqual
      lower = this.parseNamedExpression()
      if (!this.at(TokenKind.Colon)) return lower
      // A name can be given to an index, not to the bound of a slice.
      if (isNamed) this.error()
    }
    this.advance()
    const upper = startsExpression(this.kind) ? this.parseExpression() : null
    let step: Expression | null = null
    if (this.accept(TokenKind.Colon) && startsExpression(this.kind)) step = this.parseExpression()
    return { kind: 'Slice', start, end: this.previousEnd, lower, upper, step }
  }
}
