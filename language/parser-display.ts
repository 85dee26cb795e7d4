/**
 * Atoms: names and constants, and what stands in brackets, comprehensions among it (Reference 6.2).
 */

import { numberValue } from './number.ts'
import { expressionName, identifier, isClosing, startsExpression } from './parser-core.ts'
import { OperatorParser } from './parser-operator.ts'
import { invalidTarget, setContext, type TargetUse } from './target.ts'
import { TokenKind } from './token.ts'
import type { Comprehension, ConstantValue, Expression } from './tree.ts'

const none: ConstantValue = { type: 'None' }
const yes: ConstantValue = { type: 'True' }
const no: ConstantValue = { type: 'False' }
const ellipsis: ConstantValue = { type: 'Ellipsis' }

/** The part of the parser that knows atoms and displays. */
export abstract class DisplayParser extends OperatorParser {
  /** One or more adjacent string literals, f-strings among them. */
  protected abstract parseStrings(): Expression

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

  protected parseAtom(): Expression {
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
