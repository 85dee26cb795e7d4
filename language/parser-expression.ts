/**
 * Expressions: recursive descent for what has a shape, a precedence table for binary operators (Reference 6).
 *
 * Follows the grammar's levels: `parseStarExpressions` (a value that may be a tuple), `parseNamedExpression` (`:=` allowed),
 * `parseExpression`, `parseDisjunction`, and so on down to atoms. Strings and parameter lists are elsewhere.
 */

import { numberValue } from './number.ts'
import { expressionName, identifier, isClosing, type Mutable, ParserCore, startsExpression } from './parser-core.ts'
import { invalidTarget, setContext, type TargetUse } from './target.ts'
import { TokenKind } from './token.ts'
import type {
  Arguments,
  BinaryOperator,
  Call,
  Compare,
  ComparisonOperator,
  Comprehension,
  ConstantValue,
  Expression,
  IfExp,
  Keyword,
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

const none: ConstantValue = { type: 'None' }
const yes: ConstantValue = { type: 'True' }
const no: ConstantValue = { type: 'False' }
const ellipsis: ConstantValue = { type: 'Ellipsis' }

export abstract class ExpressionParser extends ParserCore {
  /** One or more adjacent string literals, f-strings among them. */
  protected abstract parseStrings(): Expression

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
  private parseTupleRest(start: number, first: Expression, parse: () => Expression): Tuple {
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

  private parseStarred(parse: () => Expression): Expression {
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

  private parseLambda(): Expression {
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

  private parseInversion(): Expression {
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

  /** An atom with its attributes, calls and subscripts. */
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

  /** Whether a list in brackets is over: at its closing bracket or where there is no hope of one. */
  protected atListEnd(): boolean {
    const { kind } = this
    return (
      isClosing(kind) || kind === TokenKind.Newline || kind === TokenKind.EndMarker || kind === TokenKind.FStringEnd
    )
  }

  /**
   * After an element of a list in brackets, which began at `start`: takes the comma. A missing comma before something that could
   * be an element is reported and passed over. `false` if the list does not go on.
   */
  protected acceptSeparator(start: number): boolean {
    if (this.accept(TokenKind.Comma)) return true
    if (this.atListEnd() || !startsExpression(this.kind) || this.startsStatementLine()) return false
    if (this.start === start) return false
    this.errorAt({ start, end: this.end }, 'invalid syntax. Perhaps you forgot a comma?')
    return true
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

  private parseAtom(): Expression {
    const { start, end } = this
    switch (this.kind) {
      case TokenKind.Name: {
        const id = identifier(this.source.slice(start, end))
        this.advance()
        return { kind: 'Name', start, end, id, ctx: 'Load' }
      }
      case TokenKind.Number:
        return this.parseNumber()
      case TokenKind.String:
      case TokenKind.FStringStart:
        return this.parseStrings()
      case TokenKind.None:
        return this.parseConstant(none)
      case TokenKind.True:
        return this.parseConstant(yes)
      case TokenKind.False:
        return this.parseConstant(no)
      case TokenKind.Ellipsis:
        return this.parseConstant(ellipsis)
      case TokenKind.LeftParenthesis:
        return this.parseBracketed(() => this.parseParenthesis())
      case TokenKind.LeftBracket:
        return this.parseBracketed(() => this.parseListDisplay())
      case TokenKind.LeftBrace:
        return this.parseBracketed(() => this.parseBraces())
      case TokenKind.Not:
        // `a + not b`: no operand, but clear what is meant.
        this.error()
        return this.parseInversion()
      case TokenKind.Lambda:
        this.error()
        return this.parseLambda()
      case TokenKind.Yield:
        this.error()
        return this.nested(
          () => this.parseYield(),
          () => this.skipNested(),
        )
      default:
        this.error()
        return this.missing()
    }
  }

  private parseConstant(value: ConstantValue): Expression {
    const { start, end } = this
    this.advance()
    return { kind: 'Constant', start, end, value }
  }

  protected parseNumber(): Expression {
    const { start, end } = this
    const value = numberValue(this.text)
    if ('tooLong' in value) {
      this.error(
        `Exceeds the limit (4300 digits) for integer string conversion: value has ${value.tooLong} digits; use ` +
          'sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid ' +
          'decimal conversion limits.',
      )
      return this.parseConstant({ type: 'int', value: 0n })
    }
    this.advance()
    return { kind: 'Constant', start, end, value }
  }

  private parseBracketed(parse: () => Expression): Expression {
    return this.nested(parse, () => this.skipNested())
  }

  /** Passes over what nests too deep, without going down into it. */
  protected skipNested(): Expression {
    const { start } = this
    this.skipStatement()
    return this.errorNode(start, [])
  }

  private skipStatement(): void {
    while (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) this.advance()
  }

  /** A tuple, a generator expression, or an expression in parentheses. */
  private parseParenthesis(): Expression {
    const open = this.start
    this.advance()
    if (this.accept(TokenKind.RightParenthesis)) {
      return { kind: 'Tuple', start: open, end: this.previousEnd, elts: [], ctx: 'Load', parenthesized: true }
    }
    if (this.kind === TokenKind.Yield) {
      const value = this.parseYield()
      this.closeBracket(TokenKind.RightParenthesis, open)
      return value
    }
    const start = this.start
    const first = this.parseStarNamedExpression()
    if (this.atComprehension()) {
      if (first.kind === 'Starred') this.errorAt(first, 'iterable unpacking cannot be used in comprehension')
      const generators = this.parseComprehensions()
      this.closeBracket(TokenKind.RightParenthesis, open)
      return { kind: 'GeneratorExp', start: open, end: this.previousEnd, elt: first, generators }
    }
    if (this.kind === TokenKind.RightParenthesis) {
      this.advance()
      if (first.kind === 'Starred' && first.start === start) this.errorAt(first, 'cannot use starred expression here')
      return first
    }
    const isTuple = this.kind === TokenKind.Comma
    const elts = this.parseElements(start, first)
    this.closeBracket(TokenKind.RightParenthesis, open)
    if (!isTuple && elts.length === 1) return first
    return { kind: 'Tuple', start: open, end: this.previousEnd, elts, ctx: 'Load', parenthesized: true }
  }

  /** The elements of a display from after the first on. */
  private parseElements(firstStart: number, first: Expression): Expression[] {
    const elts = [first]
    let start = firstStart
    while (this.acceptSeparator(start) && !this.atListEnd()) {
      start = this.start
      elts.push(this.parseStarNamedExpression())
      if (this.atComprehension()) {
        this.error('did you forget parentheses around the comprehension target?')
        this.parseComprehensions()
      }
    }
    return elts
  }

  private parseListDisplay(): Expression {
    const open = this.start
    this.advance()
    if (this.accept(TokenKind.RightBracket)) {
      return { kind: 'List', start: open, end: this.previousEnd, elts: [], ctx: 'Load' }
    }
    const start = this.start
    const first = this.parseStarNamedExpression()
    if (this.atComprehension()) {
      if (first.kind === 'Starred') this.errorAt(first, 'iterable unpacking cannot be used in comprehension')
      const generators = this.parseComprehensions()
      this.closeBracket(TokenKind.RightBracket, open)
      return { kind: 'ListComp', start: open, end: this.previousEnd, elt: first, generators }
    }
    const elts = this.parseElements(start, first)
    this.closeBracket(TokenKind.RightBracket, open)
    return { kind: 'List', start: open, end: this.previousEnd, elts, ctx: 'Load' }
  }

  /** A dict or set display or comprehension. */
  private parseBraces(): Expression {
    const open = this.start
    this.advance()
    if (this.accept(TokenKind.RightBrace)) {
      return { kind: 'Dict', start: open, end: this.previousEnd, keys: [], values: [] }
    }
    if (this.kind === TokenKind.DoubleStar) return this.parseDictRest(open, [], [])
    const start = this.start
    const isNamed = this.peek() === TokenKind.ColonEqual
    const first = this.parseStarNamedExpression()
    if (this.kind === TokenKind.Colon) {
      if (isNamed || first.kind === 'Starred') this.error()
      this.advance()
      const value = this.parseDictValue()
      if (this.atComprehension()) {
        const generators = this.parseComprehensions()
        this.closeBracket(TokenKind.RightBrace, open)
        return { kind: 'DictComp', start: open, end: this.previousEnd, key: first, value, generators }
      }
      if (!this.acceptSeparator(start)) {
        this.closeBracket(TokenKind.RightBrace, open)
        return { kind: 'Dict', start: open, end: this.previousEnd, keys: [first], values: [value] }
      }
      return this.parseDictRest(open, [first], [value])
    }
    if (this.atComprehension()) {
      if (first.kind === 'Starred') this.errorAt(first, 'iterable unpacking cannot be used in comprehension')
      const generators = this.parseComprehensions()
      this.closeBracket(TokenKind.RightBrace, open)
      return { kind: 'SetComp', start: open, end: this.previousEnd, elt: first, generators }
    }
    const elts = this.parseElements(start, first)
    this.closeBracket(TokenKind.RightBrace, open)
    return { kind: 'Set', start: open, end: this.previousEnd, elts }
  }

  private parseDictRest(open: number, keys: (Expression | null)[], values: Expression[]): Expression {
    while (!this.atListEnd()) {
      const start = this.start
      if (this.accept(TokenKind.DoubleStar)) {
        keys.push(null)
        values.push(this.parseBitwiseOr())
        if (this.atComprehension()) {
          this.error('dict unpacking cannot be used in dict comprehension')
          this.parseComprehensions()
        }
      } else {
        keys.push(this.parseExpression())
        if (this.accept(TokenKind.Colon)) values.push(this.parseDictValue())
        else {
          this.error("':' expected after dictionary key")
          values.push(this.missing())
        }
      }
      if (!this.acceptSeparator(start)) break
    }
    this.closeBracket(TokenKind.RightBrace, open)
    return { kind: 'Dict', start: open, end: this.previousEnd, keys, values }
  }

  private parseDictValue(): Expression {
    if (this.atListEnd() || this.kind === TokenKind.Comma) {
      this.error("expression expected after dictionary key and ':'")
      return this.missing()
    }
    return this.parseExpression()
  }

  /** Whether the clauses of a comprehension start here. */
  protected atComprehension(): boolean {
    return this.kind === TokenKind.For || (this.kind === TokenKind.Async && this.peek() === TokenKind.For)
  }

  protected parseComprehensions(): Comprehension[] {
    const out: Comprehension[] = []
    while (this.atComprehension()) {
      const start = this.start
      const isAsync = this.accept(TokenKind.Async)
      this.advance()
      const target = this.parseTargetList('for')
      let iter: Expression
      if (this.accept(TokenKind.In)) iter = this.parseDisjunction()
      else {
        this.error("'in' expected after for-loop variables")
        iter = this.missing()
      }
      const ifs: Expression[] = []
      while (this.accept(TokenKind.If)) ifs.push(this.parseDisjunction())
      const is_async = isAsync ? 1 : 0
      out.push({ kind: 'comprehension', start, end: this.previousEnd, target, iter, ifs, is_async })
    }
    return out
  }

  /** One target or several, as after `for`: up to the level of `|`, so that an `in` is left for the loop. */
  protected parseTargetList(use: TargetUse): Expression {
    const start = this.start
    const first = this.parseTargetItem()
    const target =
      this.kind === TokenKind.Comma ? this.parseTupleRest(start, first, () => this.parseTargetItem()) : first
    this.makeTarget(target, use)
    return target
  }

  private parseTargetItem(): Expression {
    if (this.kind === TokenKind.Star) return this.parseStarred(() => this.parseBitwiseOr())
    return this.parseBitwiseOr()
  }

  /** Makes `node` a target; reports the part of it that cannot be one. */
  protected makeTarget(node: Expression, use: TargetUse): void {
    const invalid = invalidTarget(node, use)
    if (invalid !== undefined) {
      const verb = use === 'delete' ? 'delete' : 'assign to'
      this.errorAt(invalid, `cannot ${verb} ${expressionName(invalid)}`)
    }
    setContext(node, use === 'delete' ? 'Del' : 'Store')
  }
}
