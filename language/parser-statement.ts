/**
 * Simple statements, and what is left of a line that is none (Reference 7).
 */

import { expressionName, startsExpression } from './parser-core.ts'
import { PatternParser } from './parser-pattern.ts'
import { setContext } from './target.ts'
import { TokenKind } from './token.ts'
import type { Alias, BinaryOperator, Expression, Node, Span, Statement } from './tree.ts'

const augmented: ReadonlyMap<TokenKind, BinaryOperator> = new Map([
  [TokenKind.PlusEqual, 'Add'],
  [TokenKind.MinusEqual, 'Sub'],
  [TokenKind.StarEqual, 'Mult'],
  [TokenKind.AtEqual, 'MatMult'],
  [TokenKind.SlashEqual, 'Div'],
  [TokenKind.PercentEqual, 'Mod'],
  [TokenKind.AmpersandEqual, 'BitAnd'],
  [TokenKind.BarEqual, 'BitOr'],
  [TokenKind.CaretEqual, 'BitXor'],
  [TokenKind.LeftShiftEqual, 'LShift'],
  [TokenKind.RightShiftEqual, 'RShift'],
  [TokenKind.DoubleStarEqual, 'Pow'],
  [TokenKind.DoubleSlashEqual, 'FloorDiv'],
])

/** The part of the parser that knows simple statements. */
export abstract class SimpleStatementParser extends PatternParser {
  /** The statements of a block at an INDENT, up to and with its DEDENT, added to `body`. */
  protected abstract parseIndented(body: Statement[]): void

  /** The statements of one line, up to and with its end. */
  protected parseSimpleStatements(body: Statement[]): void {
    for (;;) {
      body.push(this.parseSimpleStatement())
      if (!this.accept(TokenKind.Semicolon)) break
      if (this.kind === TokenKind.Newline) break
    }
    if (this.accept(TokenKind.Newline) || this.kind === TokenKind.EndMarker) return
    const rest = this.parseRest(body[body.length - 1])
    if (rest !== undefined) body.push(rest)
  }

  /** What stands between a statement and the end of its line. */
  private parseRest(before: Statement): Statement | undefined {
    const start = this.start
    const printed = before.kind === 'Expr' && before.value.kind === 'Name' ? before.value.id : ''
    if ((printed === 'print' || printed === 'exec') && startsExpression(this.kind)) {
      const message = `Missing parentheses in call to '${printed}'. Did you mean ${printed}(...)?`
      this.errorAt({ start: before.start, end: this.end }, message)
    } else this.error()
    // `asnyc def f():`: a definition, whatever stands before it.
    if (this.kind === TokenKind.Def || this.kind === TokenKind.Class || this.kind === TokenKind.Async) return undefined
    const children: Node[] = []
    while (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) {
      if (startsExpression(this.kind)) children.push(this.parseStarExpressions())
      else this.advance()
    }
    this.accept(TokenKind.Newline)
    // A misspelt head of a block: its statements are worth keeping.
    if (this.at(TokenKind.Indent)) {
      const body: Statement[] = []
      this.parseIndented(body)
      for (const statement of body) children.push(statement)
    }
    return { kind: 'Error', start, end: Math.max(start, this.contentEnd()), children }
  }

  private parseSimpleStatement(): Statement {
    const { start, end } = this
    switch (this.kind) {
      case TokenKind.Pass:
        this.advance()
        return { kind: 'Pass', start, end }
      case TokenKind.Break:
        this.advance()
        return { kind: 'Break', start, end }
      case TokenKind.Continue:
        this.advance()
        return { kind: 'Continue', start, end }
      case TokenKind.Return: {
        this.advance()
        const value = this.atExpression() ? this.parseStarExpressions() : null
        return { kind: 'Return', start, end: this.previousEnd, value }
      }
      case TokenKind.Raise:
        return this.parseRaise()
      case TokenKind.Global:
      case TokenKind.Nonlocal:
        return this.parseScopeStatement()
      case TokenKind.Del:
        return this.parseDelete()
      case TokenKind.Assert: {
        this.advance()
        const test = this.parseExpression()
        const msg = this.accept(TokenKind.Comma) ? this.parseExpression() : null
        return { kind: 'Assert', start, end: this.previousEnd, test, msg }
      }
      case TokenKind.Import: {
        this.advance()
        const names = this.parseAliases(() => this.parseDottedAlias())
        return { kind: 'Import', start, end: this.previousEnd, names }
      }
      case TokenKind.From:
        return this.parseImportFrom()
      case TokenKind.Name:
        if (this.atTypeAlias()) return this.parseTypeAlias()
        return this.parseExpressionStatement()
      default:
        if (this.atExpression() || this.kind === TokenKind.Yield) return this.parseExpressionStatement()
        return this.parseNothing()
    }
  }

  private atExpression(): boolean {
    return startsExpression(this.kind) || this.kind === TokenKind.Star
  }

  /** A token that starts no statement. */
  private parseNothing(): Statement {
    const { start } = this
    this.error()
    if (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) this.advance()
    return this.errorNode(start, [])
  }

  private parseRaise(): Statement {
    const { start } = this
    this.advance()
    if (!startsExpression(this.kind)) return { kind: 'Raise', start, end: this.previousEnd, exc: null, cause: null }
    const exc = this.parseExpression()
    const cause = this.accept(TokenKind.From) ? this.parseExpression() : null
    return { kind: 'Raise', start, end: this.previousEnd, exc, cause }
  }

  private parseScopeStatement(): Statement {
    const { start } = this
    const kind = this.kind === TokenKind.Global ? 'Global' : 'Nonlocal'
    this.advance()
    const names: string[] = []
    const nameSpans: Span[] = []
    do {
      const { name, span } = this.parseName()
      names.push(name)
      nameSpans.push(span)
    } while (this.accept(TokenKind.Comma))
    return { kind, start, end: this.previousEnd, names, nameSpans }
  }

  private parseDelete(): Statement {
    const { start } = this
    this.advance()
    const targets: Expression[] = []
    do {
      if (!this.atExpression()) {
        if (targets.length === 0) this.error()
        break
      }
      const target = this.kind === TokenKind.Star ? this.parseStarExpression() : this.parseBitwiseOr()
      this.makeTarget(target, 'delete')
      targets.push(target)
    } while (this.accept(TokenKind.Comma))
    return { kind: 'Delete', start, end: this.previousEnd, targets }
  }

  private atTypeAlias(): boolean {
    if (!this.atWord('type') || this.peek() !== TokenKind.Name) return false
    const after = this.peek(2)
    return after === TokenKind.Equal || after === TokenKind.LeftBracket
  }

  private parseTypeAlias(): Statement {
    const { start } = this
    this.advance()
    const { name: id, span } = this.parseName()
    const type_params = this.parseTypeParameters()
    this.expect(TokenKind.Equal, 'invalid syntax')
    const value = this.parseExpression()
    return {
      kind: 'TypeAlias',
      start,
      end: this.previousEnd,
      name: { kind: 'Name', start: span.start, end: span.end, id, ctx: 'Store' },
      type_params,
      value,
    }
  }

  /** An expression, an assignment of any form, or an annotation. */
  private parseExpressionStatement(): Statement {
    const { start } = this
    const open = this.kind === TokenKind.LeftParenthesis
    const first = this.parseYieldOrStarExpressions()
    if (this.kind === TokenKind.Equal) return this.parseAssignment(start, first)
    if (this.kind === TokenKind.Colon && this.peek() !== TokenKind.Newline) {
      return this.parseAnnotation(start, first, open && first.start > start)
    }
    const op = augmented.get(this.kind)
    if (op === undefined) return { kind: 'Expr', start, end: this.previousEnd, value: first }
    if (first.kind !== 'Name' && first.kind !== 'Attribute' && first.kind !== 'Subscript') {
      const message = `'${expressionName(first)}' is an illegal expression for augmented assignment`
      this.errorAt({ start, end: this.previousEnd }, message)
    }
    setContext(first, 'Store')
    this.advance()
    const value = this.parseYieldOrStarExpressions()
    return { kind: 'AugAssign', start, end: this.previousEnd, target: first, op, value }
  }

  private parseAssignment(start: number, first: Expression): Statement {
    const targets: Expression[] = []
    let value = first
    while (this.accept(TokenKind.Equal)) {
      this.makeTarget(value, 'assign')
      targets.push(value)
      value = this.parseYieldOrStarExpressions()
    }
    return { kind: 'Assign', start, end: this.previousEnd, targets, value }
  }

  private parseAnnotation(start: number, target: Expression, parenthesized: boolean): Statement {
    if (target.kind === 'List' || target.kind === 'Tuple') {
      this.errorAt(target, `only single target (not ${expressionName(target)}) can be annotated`)
    } else if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript') {
      this.errorAt(target, 'illegal target for annotation')
    } else if (startsWithTarget(target, start)) this.errorAt(target, 'illegal target for annotation')
    setContext(target, 'Store')
    this.advance()
    const annotation = this.parseExpression()
    const value = this.accept(TokenKind.Equal) ? this.parseYieldOrStarExpressions() : null
    const simple = target.kind === 'Name' && !parenthesized ? 1 : 0
    return { kind: 'AnnAssign', start, end: this.previousEnd, target, annotation, value, simple }
  }

  private parseAliases(parse: () => Alias): Alias[] {
    const out = [parse()]
    while (this.accept(TokenKind.Comma)) {
      if (this.kind === TokenKind.Newline) {
        this.error('trailing comma not allowed without surrounding parentheses')
        break
      }
      out.push(parse())
    }
    return out
  }

  private parseDottedName(): { name: string; span: Span } {
    const first = this.parseName("Expected one or more names after 'import'")
    let name = first.name
    while (this.accept(TokenKind.Dot)) name += `.${this.parseName().name}`
    return { name, span: { start: first.span.start, end: Math.max(first.span.end, this.previousEnd) } }
  }

  private parseDottedAlias(): Alias {
    const { name, span } = this.parseDottedName()
    return this.parseAsName(name, span)
  }

  private parseNameAlias(): Alias {
    const { name, span } = this.parseName()
    return this.parseAsName(name, span)
  }

  private parseAsName(name: string, nameSpan: Span): Alias {
    let asname: string | null = null
    let asnameSpan: Span | null = null
    if (this.accept(TokenKind.As)) {
      const as = this.parseName()
      asname = as.name
      asnameSpan = as.span
    }
    const end = Math.max(nameSpan.end, asnameSpan?.end ?? 0)
    return { kind: 'alias', start: nameSpan.start, end, name, nameSpan, asname, asnameSpan }
  }

  private parseImportFrom(): Statement {
    const { start } = this
    this.advance()
    let level = 0
    while (this.kind === TokenKind.Dot || this.kind === TokenKind.Ellipsis) {
      level += this.kind === TokenKind.Dot ? 1 : 3
      this.advance()
    }
    let module: string | null = null
    let moduleSpan: Span = { start: this.previousEnd, end: this.previousEnd }
    if (this.kind === TokenKind.Name || level === 0) ({ name: module, span: moduleSpan } = this.parseDottedName())
    let names: Alias[] = []
    if (this.expect(TokenKind.Import, 'invalid syntax')) names = this.parseImportedNames()
    return { kind: 'ImportFrom', start, end: this.previousEnd, module, moduleSpan, names, level }
  }

  private parseImportedNames(): Alias[] {
    const { start, end } = this
    if (this.accept(TokenKind.Star)) {
      const span = { start, end }
      return [{ kind: 'alias', start, end, name: '*', nameSpan: span, asname: null, asnameSpan: null }]
    }
    if (this.kind === TokenKind.Newline) {
      this.error("Expected one or more names after 'import'")
      return []
    }
    if (!this.accept(TokenKind.LeftParenthesis)) return this.parseAliases(() => this.parseNameAlias())
    const names: Alias[] = []
    if (this.at(TokenKind.RightParenthesis)) this.error("Expected one or more names after 'import'")
    while (!this.atListEnd()) {
      const itemStart = this.start
      if (this.kind !== TokenKind.Name) break
      names.push(this.parseNameAlias())
      if (!this.acceptSeparator(itemStart)) break
    }
    this.closeBracket(TokenKind.RightParenthesis, start)
    return names
  }
}

/**
 * Whether `node`, which starts at `start`, goes on from a target in parentheses, as `(a).b` does. CPython's grammar takes the
 * parentheses for the whole target of an annotation, and does not look back.
 */
function startsWithTarget(node: Expression, start: number): boolean {
  let first: Expression = node
  while (first.start === start) {
    if (first.kind === 'Attribute' || first.kind === 'Subscript') first = first.value
    else if (first.kind === 'Call') first = first.func
    else return false
  }
  return first !== node && (first.kind === 'Name' || first.kind === 'Attribute' || first.kind === 'Subscript')
}
