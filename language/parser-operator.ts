/**
 * Expressions from operators outwards: recursive descent for what has a shape, a precedence table for binary operators (Reference
 * 6.4 to 6.16).
 *
 * Follows the grammar's levels: `parseStarExpressions` (a value that may be a tuple), `parseNamedExpression` (`:=` allowed),
 * `parseExpression`, `parseDisjunction`, and so on down to primaries, which are elsewhere.
 */

import { expressionName, identifier, ParserCore, startsExpression } from './parser-core.ts'
import { TokenKind } from './token.ts'
import type {
  Arguments,
  BinaryOperator,
  Compare,
  ComparisonOperator,
  Expression,
  IfExp,
  Name,
  Tuple,
  UnaryOp,
  UnaryOperator,
} from './tree.ts'

const precedence: number[] = []
const binaryOperators: BinaryOperator[] = []

for (const [kind, level, operator] of [
  [TokenKind.Bar, 1, 'BitOr'],
  [TokenKind.Caret, 2, 'BitXor'],
  [TokenKind.Ampersand, 3, 'BitAnd'],
  [TokenKind.LeftShift, 4, 'LShift'],
  [TokenKind.RightShift, 4, 'RShift'],
  [TokenKind.Plus, 5, 'Add'],
  [TokenKind.Minus, 5, 'Sub'],
  [TokenKind.Star, 6, 'Mult'],
  [TokenKind.Slash, 6, 'Div'],
  [TokenKind.DoubleSlash, 6, 'FloorDiv'],
  [TokenKind.Percent, 6, 'Mod'],
  [TokenKind.At, 6, 'MatMult'],
] as const) {
  precedence[kind] = level
  binaryOperators[kind] = operator
}
for (let kind = 0; kind <= TokenKind.Mark; kind++) precedence[kind] ??= 0

/** The part of the parser that knows operators. */
export abstract class OperatorParser extends ParserCore {
  /** An atom with its attributes, calls and subscripts. */
  protected abstract parsePrimary(): Expression

  /** The parameters of a lambda, up to its colon. */
  protected abstract parseLambdaParameters(): Arguments

  /** `a`, `*a`, `a, b`: where a tuple needs no parentheses. */
  protected parseStarExpressions(): Expression {
    const start = this.start
    const first = this.parseStarExpression()
    if (this.kind !== TokenKind.Comma) return first
    return this.parseTupleRest(start, first, () => this.parseStarExpression())
  }

  /** The rest of a tuple without parentheses, at the comma after its first element. */
  protected parseTupleRest(start: number, first: Expression, parse: () => Expression): Tuple {
    const elts = [first]
    while (this.accept(TokenKind.Comma)) {
      if (!startsExpression(this.kind) && this.kind !== TokenKind.Star) break
      elts.push(parse())
    }
    return { kind: 'Tuple', start, end: this.previousEnd, elts, ctx: 'Load', parenthesized: false }
  }

  protected parseStarExpression(): Expression {
    if (this.kind !== TokenKind.Star) return this.parseExpression()
    return this.parseStarred(() => this.parseBitwiseOr())
  }

  /** An element of a display: `*a` or an expression that may be named. */
  protected parseStarNamedExpression(): Expression {
    if (this.kind !== TokenKind.Star) return this.parseNamedExpression()
    return this.parseStarred(() => this.parseBitwiseOr())
  }

  protected parseStarred(parse: () => Expression): Expression {
    const start = this.start
    this.advance()
    const value = parse()
    return { kind: 'Starred', start, end: this.previousEnd, value, ctx: 'Load' }
  }

  /** `yield` in some form, or a value that may be a tuple: the right side of an assignment. */
  protected parseYieldOrStarExpressions(): Expression {
    return this.kind === TokenKind.Yield ? this.parseYield() : this.parseStarExpressions()
  }

  protected parseYield(): Expression {
    const start = this.start
    this.advance()
    if (this.accept(TokenKind.From)) {
      const value = this.parseExpression()
      return { kind: 'YieldFrom', start, end: this.previousEnd, value }
    }
    const value = startsExpression(this.kind) || this.kind === TokenKind.Star ? this.parseStarExpressions() : null
    return { kind: 'Yield', start, end: this.previousEnd, value }
  }

  protected parseNamedExpression(): Expression {
    const start = this.start
    if (this.kind === TokenKind.Name && this.peek() === TokenKind.ColonEqual) {
      const target: Name = { kind: 'Name', start, end: this.end, id: identifier(this.text), ctx: 'Store' }
      this.advance()
      this.advance()
      const value = this.parseExpression()
      return { kind: 'NamedExpr', start, end: this.previousEnd, target, value }
    }
    const left = this.parseExpression()
    if (this.kind !== TokenKind.ColonEqual) return left
    this.errorAt(left, `cannot use assignment expressions with ${expressionName(left)}`)
    this.advance()
    const value = this.parseExpression()
    return this.errorNode(start, [left, value])
  }

  parseExpression(): Expression {
    if (this.kind === TokenKind.Lambda) return this.parseLambda()
    const start = this.start
    const body = this.parseDisjunction()
    return this.kind === TokenKind.If ? this.parseConditional(start, body) : body
  }

  /** `body if test else …`, at the `if`. The `else` part of one may be another, without end, so they are chained in a loop. */
  private parseConditional(firstStart: number, firstBody: Expression): Expression {
    const open: { start: number; body: Expression; test: Expression }[] = []
    let start = firstStart
    let last = firstBody
    while (this.at(TokenKind.If)) {
      if (this.chainTooLong(open.length)) break
      this.advance()
      const test = this.parseDisjunction()
      open.push({ start, body: last, test })
      if (!this.accept(TokenKind.Else)) {
        this.errorAt({ start, end: this.previousEnd }, "expected 'else' after 'if' expression")
        last = this.missing()
        break
      }
      start = this.start
      if (this.kind === TokenKind.Lambda) {
        last = this.parseLambda()
        break
      }
      last = this.parseDisjunction()
    }
    for (let i = open.length - 1; i >= 0; i--) {
      const { start, body, test } = open[i]
      const node: IfExp = { kind: 'IfExp', start, end: this.previousEnd, test, body, orelse: last }
      last = node
    }
    return last
  }

  protected parseLambda(): Expression {
    return this.nested(
      () => this.parseLambdaHere(),
      () => this.skipNested(),
    )
  }

  private parseLambdaHere(): Expression {
    const start = this.start
    this.advance()
    const args = this.parseLambdaParameters()
    this.expect(TokenKind.Colon, "expected ':'")
    const body = this.parseExpression()
    return { kind: 'Lambda', start, end: this.previousEnd, args, body }
  }

  protected parseDisjunction(): Expression {
    const start = this.start
    const first = this.parseConjunction()
    if (this.kind !== TokenKind.Or) return first
    const values = [first]
    while (this.accept(TokenKind.Or)) values.push(this.parseConjunction())
    return { kind: 'BoolOp', start, end: this.previousEnd, op: 'Or', values }
  }

  private parseConjunction(): Expression {
    const start = this.start
    const first = this.parseInversion()
    if (this.kind !== TokenKind.And) return first
    const values = [first]
    while (this.accept(TokenKind.And)) values.push(this.parseInversion())
    return { kind: 'BoolOp', start, end: this.previousEnd, op: 'And', values }
  }

  protected parseInversion(): Expression {
    if (this.kind !== TokenKind.Not) return this.parseComparison()
    const starts: number[] = []
    while (this.kind === TokenKind.Not && !this.chainTooLong(starts.length)) {
      starts.push(this.start)
      this.advance()
    }
    return this.wrapUnary(
      this.parseComparison(),
      starts,
      starts.map(() => 'Not'),
    )
  }

  private wrapUnary(innermost: Expression, starts: readonly number[], operators: readonly UnaryOperator[]): Expression {
    let operand = innermost
    for (let i = starts.length - 1; i >= 0; i--) {
      const node: UnaryOp = { kind: 'UnaryOp', start: starts[i], end: this.previousEnd, op: operators[i], operand }
      operand = node
    }
    return operand
  }

  private parseComparison(): Expression {
    const start = this.start
    const left = this.parseBinary(1)
    let operator = this.acceptComparison()
    if (operator === undefined) return left
    const ops: ComparisonOperator[] = []
    const comparators: Expression[] = []
    while (operator !== undefined) {
      ops.push(operator)
      comparators.push(this.parseBinary(1))
      operator = this.acceptComparison()
    }
    const node: Compare = { kind: 'Compare', start, end: this.previousEnd, left, ops, comparators }
    return node
  }

  private acceptComparison(): ComparisonOperator | undefined {
    switch (this.kind) {
      case TokenKind.Less:
        return this.advanceTo('Lt')
      case TokenKind.Greater:
        return this.advanceTo('Gt')
      case TokenKind.EqualEqual:
        return this.advanceTo('Eq')
      case TokenKind.NotEqual:
        return this.advanceTo('NotEq')
      case TokenKind.LessGreater:
        this.error('invalid syntax', "Write '!=' instead of '<>'.")
        return this.advanceTo('NotEq')
      case TokenKind.LessEqual:
        return this.advanceTo('LtE')
      case TokenKind.GreaterEqual:
        return this.advanceTo('GtE')
      case TokenKind.In:
        return this.advanceTo('In')
      case TokenKind.Is:
        this.advance()
        return this.accept(TokenKind.Not) ? 'IsNot' : 'Is'
      case TokenKind.Not:
        if (this.peek() !== TokenKind.In) return undefined
        this.advance()
        return this.advanceTo('NotIn')
      default:
        return undefined
    }
  }

  private advanceTo<T>(value: T): T {
    this.advance()
    return value
  }

  /** The level of `|`: what may stand after `*`, and as a target. */
  protected parseBitwiseOr(): Expression {
    return this.parseBinary(1)
  }

  private parseBinary(minimum: number): Expression {
    const start = this.start
    let left = this.parseFactor()
    let length = 0
    for (;;) {
      const level = precedence[this.kind]
      if (level < minimum || level === 0) return left
      if (this.chainTooLong(++length)) {
        this.skipStatement()
        return left
      }
      const op = binaryOperators[this.kind]
      this.advance()
      const right = this.parseBinary(level + 1)
      left = { kind: 'BinOp', start, end: this.previousEnd, left, op, right }
    }
  }

  private parseFactor(): Expression {
    if (this.kind !== TokenKind.Minus && this.kind !== TokenKind.Plus && this.kind !== TokenKind.Tilde) {
      return this.parsePower()
    }
    const starts: number[] = []
    const operators: UnaryOperator[] = []
    while (
      (this.kind === TokenKind.Minus || this.kind === TokenKind.Plus || this.kind === TokenKind.Tilde) &&
      !this.chainTooLong(starts.length)
    ) {
      starts.push(this.start)
      operators.push(this.kind === TokenKind.Minus ? 'USub' : this.kind === TokenKind.Plus ? 'UAdd' : 'Invert')
      this.advance()
    }
    return this.wrapUnary(this.parsePower(), starts, operators)
  }

  private parsePower(): Expression {
    const start = this.start
    const left = this.kind === TokenKind.Await ? this.parseAwait() : this.parsePrimary()
    if (this.kind !== TokenKind.DoubleStar) return left
    this.advance()
    const right = this.nested(
      () => this.parseFactor(),
      () => this.skipNested(),
    )
    return { kind: 'BinOp', start, end: this.previousEnd, left, op: 'Pow', right }
  }

  private parseAwait(): Expression {
    const start = this.start
    this.advance()
    let value: Expression
    if (this.kind === TokenKind.Await) {
      this.error()
      value = this.nested(
        () => this.parseAwait(),
        () => this.skipNested(),
      )
    } else value = this.parsePrimary()
    return { kind: 'Await', start, end: this.previousEnd, value }
  }

  /** Passes over what nests too deep, without going down into it. */
  protected skipNested(): Expression {
    const { start } = this
    this.skipStatement()
    return this.errorNode(start, [])
  }

  protected skipStatement(): void {
    while (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) this.advance()
  }
}
