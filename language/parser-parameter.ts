/**
 * Parameter lists of functions and lambdas, and type parameters (Reference 8.7, 6.14, 8.10.1).
 */

import { startsExpression } from './parser-core.ts'
import { StringParser } from './parser-string.ts'
import { TokenKind } from './token.ts'
import type { Argument, Arguments, Expression, Span, TypeParameter } from './tree.ts'

/** A parameter list while it is read. */
interface Parameters {
  posonlyargs: Argument[]
  args: Argument[]
  vararg: Argument | null
  readonly kwonlyargs: Argument[]
  readonly kw_defaults: (Expression | null)[]
  kwarg: Argument | null
  readonly defaults: Expression[]
  sawSlash: boolean
  sawStar: boolean
}

/** The part of the parser that knows parameters. */
export abstract class ParameterParser extends StringParser {
  protected parseLambdaParameters(): Arguments {
    return this.parseParameters(TokenKind.Colon, false)
  }

  /** The parameters up to `close`, which is left for the caller. */
  protected parseParameters(close: TokenKind, annotated: boolean): Arguments {
    const start = this.start
    const list: Parameters = {
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kw_defaults: [],
      kwarg: null,
      defaults: [],
      sawSlash: false,
      sawStar: false,
    }
    while (this.kind !== close && this.kind !== TokenKind.Colon && !this.atListEnd()) {
      const before = this.index
      this.parseParameter(list, close, annotated)
      if (this.accept(TokenKind.Comma)) continue
      if (this.kind === close || this.atListEnd()) break
      this.error()
      // A name where a comma is missing is taken for the next parameter.
      if (this.index === before || this.kind !== TokenKind.Name || this.startsStatementLine()) break
    }
    const { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults } = list
    return {
      kind: 'arguments',
      start,
      end: Math.max(start, this.previousEnd),
      posonlyargs,
      args,
      vararg,
      kwonlyargs,
      kw_defaults,
      kwarg,
      defaults,
    }
  }

  private parseParameter(list: Parameters, close: TokenKind, annotated: boolean): void {
    if (list.kwarg !== null) this.error('arguments cannot follow var-keyword argument')
    if (this.kind === TokenKind.Slash) this.parseSlash(list)
    else if (this.kind === TokenKind.Star) this.parseStar(list, close, annotated)
    else if (this.kind === TokenKind.DoubleStar) {
      this.advance()
      list.kwarg = this.parseArgument(annotated)
      if (this.at(TokenKind.Equal)) {
        this.error('var-keyword argument cannot have default value')
        this.parseDefault()
      }
    } else if (this.kind === TokenKind.Name) {
      const argument = this.parseArgument(annotated)
      const value = this.at(TokenKind.Equal) ? this.parseDefault() : null
      if (list.sawStar) {
        list.kwonlyargs.push(argument)
        list.kw_defaults.push(value)
        return
      }
      list.args.push(argument)
      if (value !== null) list.defaults.push(value)
      else if (list.defaults.length > 0) {
        this.errorAt(argument, 'parameter without a default follows parameter with a default')
        list.defaults.push(this.missing())
      }
    } else this.skipParameter(close)
  }

  private parseSlash(list: Parameters): void {
    if (list.sawSlash) this.error('/ may appear only once')
    else if (list.sawStar) this.error('/ must be ahead of *')
    else if (list.args.length === 0) this.error('at least one argument must precede /')
    list.sawSlash = true
    this.advance()
    list.posonlyargs = [...list.posonlyargs, ...list.args]
    list.args = []
  }

  private parseStar(list: Parameters, close: TokenKind, annotated: boolean): void {
    if (list.sawStar) this.error('* argument may appear only once')
    list.sawStar = true
    this.advance()
    if (this.at(TokenKind.Name)) {
      list.vararg = this.parseArgument(annotated, true)
      if (this.at(TokenKind.Equal)) {
        this.error('var-positional argument cannot have default value')
        this.parseDefault()
      }
      return
    }
    const next = this.at(TokenKind.Comma) ? this.peek() : this.kind
    if (next === close || next === TokenKind.DoubleStar) this.error('named arguments must follow bare *')
  }

  /** What cannot be a parameter, such as `(a, b)` in Python 2: passed over, with an error. */
  private skipParameter(close: TokenKind): void {
    if (this.kind === TokenKind.LeftParenthesis) this.error('Function parameters cannot be parenthesized')
    else this.error()
    if (startsExpression(this.kind)) this.parseExpression()
    else if (this.kind !== close && this.kind !== TokenKind.Comma && !this.atListEnd()) this.advance()
    if (this.at(TokenKind.Equal)) this.parseDefault()
  }

  private parseDefault(): Expression {
    this.advance()
    if (!startsExpression(this.kind)) {
      this.error('expected default value expression')
      return this.missing()
    }
    return this.parseExpression()
  }

  private parseArgument(annotated: boolean, starred = false): Argument {
    const start = this.start
    const { name, span } = this.parseName()
    let annotation: Expression | null = null
    if (annotated && this.accept(TokenKind.Colon)) {
      annotation = starred ? this.parseStarExpression() : this.parseExpression()
    }
    return {
      kind: 'arg',
      start: name === '' ? span.start : start,
      end: this.previousEnd,
      arg: name,
      argSpan: span,
      annotation,
    }
  }

  /** `[T: bound = default, *Ts, **P]`, if there is one. */
  protected parseTypeParameters(): TypeParameter[] {
    if (this.kind !== TokenKind.LeftBracket) return []
    const open = this.start
    this.advance()
    const out: TypeParameter[] = []
    if (this.at(TokenKind.RightBracket)) this.error('Type parameter list cannot be empty')
    while (!this.atListEnd()) {
      const start = this.start
      out.push(this.parseTypeParameter())
      if (!this.acceptSeparator(start)) break
    }
    this.closeBracket(TokenKind.RightBracket, open)
    return out
  }

  private parseTypeParameter(): TypeParameter {
    const start = this.start
    const star = this.accept(TokenKind.Star)
    const doubleStar = !star && this.accept(TokenKind.DoubleStar)
    const { name, span } = this.parseName()
    if (name === '' && !this.atListEnd() && this.kind !== TokenKind.Comma) this.advance()
    let bound: Expression | null = null
    if (this.at(TokenKind.Colon)) {
      const colon: Span = { start: this.start, end: this.end }
      this.advance()
      bound = this.parseExpression()
      if (star || doubleStar) {
        const what = bound.kind === 'Tuple' ? 'constraints' : 'bound'
        this.errorAt(colon, `cannot use ${what} with ${star ? 'TypeVarTuple' : 'ParamSpec'}`)
      }
    }
    let default_value: Expression | null = null
    if (this.accept(TokenKind.Equal)) default_value = star ? this.parseStarExpression() : this.parseExpression()
    const end = Math.max(this.previousEnd, span.end)
    if (star) return { kind: 'TypeVarTuple', start, end, name, nameSpan: span, default_value }
    if (doubleStar) return { kind: 'ParamSpec', start, end, name, nameSpan: span, default_value }
    return { kind: 'TypeVar', start, end, name, nameSpan: span, bound, default_value }
  }
}
