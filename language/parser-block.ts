/**
 * Compound statements and blocks (Reference 8).
 */

import { SimpleStatementParser } from './parser-statement.ts'
import { TokenKind } from './token.ts'
import type {
  Arguments,
  ExceptHandler,
  Expression,
  If,
  Keyword,
  MatchCase,
  Node,
  Span,
  Statement,
  WithItem,
} from './tree.ts'

/** A clause with a condition of an `if` chain. */
interface Clause {
  readonly start: number
  readonly test: Expression
  readonly body: Statement[]
}

/** The part of the parser that knows compound statements. */
export abstract class BlockParser extends SimpleStatementParser {
  /** One statement, or the statements of one line, added to `body`. */
  protected parseStatement(body: Statement[]): void {
    switch (this.kind) {
      case TokenKind.If:
        body.push(this.parseIf())
        break
      case TokenKind.While:
        body.push(this.parseWhile())
        break
      case TokenKind.For:
        body.push(this.parseFor(this.start, false))
        break
      case TokenKind.Try:
        body.push(this.parseTry())
        break
      case TokenKind.With:
        body.push(this.parseWith(this.start, false))
        break
      case TokenKind.Def:
        body.push(this.parseFunction(this.start, false, []))
        break
      case TokenKind.Class:
        body.push(this.parseClass([]))
        break
      case TokenKind.At:
        body.push(this.parseDecorated())
        break
      case TokenKind.Async:
        body.push(this.parseAsync([]))
        break
      case TokenKind.Indent:
        this.error('unexpected indent')
        this.nested(
          () => this.parseIndented(body),
          () => this.advance(),
        )
        break
      case TokenKind.Elif:
      case TokenKind.Else:
      case TokenKind.Except:
      case TokenKind.Finally:
        body.push(this.parseStrayClause())
        break
      case TokenKind.Newline:
      case TokenKind.Dedent:
        this.error()
        this.advance()
        break
      default:
        if (this.atWord('match') && this.atMatchStatement()) body.push(this.parseMatch())
        else this.parseSimpleStatements(body)
    }
  }

  protected parseIndented(body: Statement[]): void {
    this.advance()
    while (this.kind !== TokenKind.Dedent && this.kind !== TokenKind.EndMarker) this.parseStatement(body)
    this.accept(TokenKind.Dedent)
  }

  /** The colon and the block after the head of a compound statement that began at `start`. */
  private parseBlock(what: string, start: number): Statement[] {
    const body: Statement[] = []
    if (!this.accept(TokenKind.Colon)) {
      this.error("expected ':'")
      if (this.kind !== TokenKind.Newline) {
        this.skipToBlock()
        this.accept(TokenKind.Colon)
      }
      if (this.at(TokenKind.Newline) && this.peek() !== TokenKind.Indent) {
        this.advance()
        return body
      }
    }
    if (!this.at(TokenKind.Newline)) {
      if (!this.at(TokenKind.EndMarker)) this.parseSimpleStatements(body)
      return body
    }
    this.advance()
    if (this.at(TokenKind.Indent)) {
      return this.nested(
        () => {
          this.parseIndented(body)
          return body
        },
        () => {
          this.advance()
          return body
        },
      )
    }
    const line = this.tokenizer.text.lineAt(start) + 1
    this.indentationError(`expected an indented block after ${what} on line ${line}`)
    return body
  }

  private indentationError(message: string): void {
    const before = this.diagnostics.items.length
    this.error(message)
    const last = this.diagnostics.items.length - 1
    if (last >= before) this.diagnostics.items[last] = { ...this.diagnostics.items[last], type: 'IndentationError' }
  }

  /** Passes over the wrong end of a head, up to its colon, unless a statement follows right here. */
  private skipToBlock(): void {
    const mark = this.mark()
    this.skipTo(TokenKind.Colon)
    if (!this.at(TokenKind.Colon)) this.reset(mark)
  }

  private parseIf(): Statement {
    const clauses: Clause[] = []
    let orelse: Statement[] = []
    let word = 'if'
    do {
      const { start } = this
      this.advance()
      const test = this.parseNamedExpression()
      clauses.push({ start, test, body: this.parseBlock(`'${word}' statement`, start) })
      word = 'elif'
      if (clauses.length > 1 && this.chainTooLong(clauses.length)) clauses.pop()
    } while (this.at(TokenKind.Elif))
    if (this.at(TokenKind.Else)) orelse = this.parseElse()
    const end = this.contentEnd()
    let node: If | undefined
    for (let i = clauses.length - 1; i >= 0; i--) {
      const { start, test, body } = clauses[i]
      node = { kind: 'If', start, end, test, body, orelse: node === undefined ? orelse : [node] }
    }
    return node!
  }

  private parseElse(): Statement[] {
    const { start } = this
    if (!this.accept(TokenKind.Else)) return []
    return this.parseBlock("'else' statement", start)
  }

  private parseWhile(): Statement {
    const { start } = this
    this.advance()
    const test = this.parseNamedExpression()
    const body = this.parseBlock("'while' statement", start)
    const orelse = this.parseElse()
    return { kind: 'While', start, end: this.contentEnd(), test, body, orelse }
  }

  private parseFor(start: number, isAsync: boolean): Statement {
    const keyword = this.start
    this.advance()
    const target = this.parseTargetList('for')
    let iter: Expression
    if (this.accept(TokenKind.In)) iter = this.parseStarExpressions()
    else {
      this.error()
      iter = this.missing()
    }
    const body = this.parseBlock("'for' statement", keyword)
    const orelse = this.parseElse()
    const kind = isAsync ? 'AsyncFor' : 'For'
    return { kind, start, end: this.contentEnd(), target, iter, body, orelse }
  }

  private parseTry(): Statement {
    const { start } = this
    this.advance()
    const body = this.parseBlock("'try' statement", start)
    const handlers: ExceptHandler[] = []
    let star = 0
    while (this.kind === TokenKind.Except) {
      if (this.peek() === TokenKind.Star) star++
      handlers.push(this.parseHandler())
      if (star > 0 && star < handlers.length) this.error("cannot have both 'except' and 'except*' on the same 'try'")
    }
    const orelse = handlers.length > 0 ? this.parseElse() : []
    let finalbody: Statement[] = []
    const finallyStart = this.start
    if (this.accept(TokenKind.Finally)) finalbody = this.parseBlock("'finally' statement", finallyStart)
    else if (handlers.length === 0) this.error("expected 'except' or 'finally' block")
    return {
      kind: star > 0 ? 'TryStar' : 'Try',
      start,
      end: this.contentEnd(),
      body,
      handlers,
      orelse,
      finalbody,
    }
  }

  private parseHandler(): ExceptHandler {
    const { start } = this
    this.advance()
    const star = this.accept(TokenKind.Star)
    let type: Expression | null = null
    let name: string | null = null
    let nameSpan: Span | null = null
    if (!this.at(TokenKind.Colon) && !this.at(TokenKind.Newline)) {
      const typeStart = this.start
      type = this.parseExpression()
      if (this.at(TokenKind.Comma)) {
        const rest: Expression[] = [type]
        while (this.accept(TokenKind.Comma)) {
          if (this.at(TokenKind.Colon) || this.at(TokenKind.As)) break
          rest.push(this.parseExpression())
        }
        const span = { start: typeStart, end: this.previousEnd }
        this.errorAt(span, 'multiple exception types must be parenthesized')
        type = { kind: 'Tuple', ...span, elts: rest, ctx: 'Load', parenthesized: false }
      }
      if (this.accept(TokenKind.As)) {
        const as = this.parseName()
        name = as.name
        nameSpan = as.span
      }
    } else if (star) this.error('expected one or more exception types')
    const body = this.parseBlock(`'except${star ? '*' : ''}' statement`, start)
    return { kind: 'ExceptHandler', start, end: this.contentEnd(), type, name, nameSpan, body }
  }

  private parseWith(start: number, isAsync: boolean): Statement {
    const keyword = this.start
    this.advance()
    const items = this.parseParenthesizedItems() ?? this.parseWithItems()
    const body = this.parseBlock("'with' statement", keyword)
    return { kind: isAsync ? 'AsyncWith' : 'With', start, end: this.contentEnd(), items, body }
  }

  /** `(a as b, c)` before the colon: items in parentheses, if they can be read so; the grammar prefers this to a tuple. */
  private parseParenthesizedItems(): WithItem[] | undefined {
    if (this.kind !== TokenKind.LeftParenthesis) return undefined
    const close = this.matchingBracket()
    if (!close.hasAs && close.next !== TokenKind.Colon) return undefined
    const mark = this.mark()
    const open = this.start
    this.advance()
    const items: WithItem[] = []
    while (!this.atListEnd()) {
      const start = this.start
      items.push(this.parseWithItem())
      if (!this.acceptSeparator(start)) break
    }
    this.closeBracket(TokenKind.RightParenthesis, open)
    const fits = !this.hasErrorsSince(mark) && this.at(TokenKind.Colon) && items.length > 0
    if (fits || close.hasAs) return items
    this.reset(mark)
    return undefined
  }

  /** Looks from an opening bracket to the closing one: what follows it, and whether there is an `as` between. */
  private matchingBracket(): { readonly next: TokenKind; readonly hasAs: boolean } {
    let level = 0
    let hasAs = false
    for (let ahead = 0; ; ahead++) {
      const kind = this.peek(ahead)
      if (kind === TokenKind.As && level === 1) hasAs = true
      if (kind === TokenKind.LeftParenthesis || kind === TokenKind.LeftBracket || kind === TokenKind.LeftBrace) level++
      else if (
        kind === TokenKind.RightParenthesis ||
        kind === TokenKind.RightBracket ||
        kind === TokenKind.RightBrace
      ) {
        level--
        if (level === 0) return { next: this.peek(ahead + 1), hasAs }
      } else if (kind === TokenKind.Newline || kind === TokenKind.EndMarker) return { next: kind, hasAs }
    }
  }

  private parseWithItems(): WithItem[] {
    const items = [this.parseWithItem()]
    while (this.accept(TokenKind.Comma)) items.push(this.parseWithItem())
    return items
  }

  private parseWithItem(): WithItem {
    const { start } = this
    const context_expr = this.parseExpression()
    let optional_vars: Expression | null = null
    if (this.accept(TokenKind.As)) {
      optional_vars = this.kind === TokenKind.Star ? this.parseStarExpression() : this.parseBitwiseOr()
      this.makeTarget(optional_vars, 'assign')
    }
    return { kind: 'withitem', start, end: this.previousEnd, context_expr, optional_vars }
  }

  private parseFunction(start: number, isAsync: boolean, decorator_list: Expression[]): Statement {
    const keyword = this.start
    this.advance()
    const { name, span } = this.parseName()
    if (name === '' && this.kind >= TokenKind.False && this.peek() === TokenKind.LeftParenthesis) this.advance()
    const type_params = this.parseTypeParameters()
    const open = this.start
    let args: Arguments
    if (this.expect(TokenKind.LeftParenthesis, "expected '('")) {
      args = this.parseParameters(TokenKind.RightParenthesis, true)
      this.closeBracket(TokenKind.RightParenthesis, open)
    } else args = this.parseParameters(TokenKind.Colon, true)
    const returns = this.accept(TokenKind.Arrow) ? this.parseExpression() : null
    const body = this.parseBlock('function definition', keyword)
    return {
      kind: isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
      start,
      end: this.contentEnd(),
      name,
      nameSpan: span,
      args,
      body,
      decorator_list,
      returns,
      type_params,
    }
  }

  private parseClass(decorator_list: Expression[]): Statement {
    const { start } = this
    this.advance()
    const { name, span } = this.parseName()
    const type_params = this.parseTypeParameters()
    let bases: Expression[] = []
    let keywords: Keyword[] = []
    const open = this.start
    if (this.accept(TokenKind.LeftParenthesis)) {
      ;({ args: bases, keywords } = this.parseArguments(open))
      // A lone generator expression needs parentheses of its own here.
      if (bases[0]?.kind === 'GeneratorExp' && bases[0].start === open) this.errorAt(bases[0], 'invalid syntax')
      this.closeBracket(TokenKind.RightParenthesis, open)
    }
    const body = this.parseBlock('class definition', start)
    return {
      kind: 'ClassDef',
      start,
      end: this.contentEnd(),
      name,
      nameSpan: span,
      bases,
      keywords,
      body,
      decorator_list,
      type_params,
    }
  }

  private parseDecorated(): Statement {
    const { start } = this
    const decorators: Expression[] = []
    while (this.accept(TokenKind.At)) {
      decorators.push(this.parseNamedExpression())
      if (this.accept(TokenKind.Newline)) continue
      this.error()
      while (!this.accept(TokenKind.Newline) && !this.at(TokenKind.EndMarker)) this.advance()
    }
    if (this.at(TokenKind.Def)) return this.parseFunction(this.start, false, decorators)
    if (this.at(TokenKind.Class)) return this.parseClass(decorators)
    if (this.at(TokenKind.Async)) return this.parseAsync(decorators)
    this.error()
    return { kind: 'Error', start, end: this.contentEnd(), children: decorators }
  }

  private parseAsync(decorators: Expression[]): Statement {
    const { start } = this
    this.advance()
    if (this.at(TokenKind.Def)) return this.parseFunction(start, true, decorators)
    if (decorators.length === 0) {
      if (this.at(TokenKind.For)) return this.parseFor(start, true)
      if (this.at(TokenKind.With)) return this.parseWith(start, true)
    }
    this.error()
    this.accept(TokenKind.Newline)
    return { kind: 'Error', start, end: this.contentEnd(), children: decorators }
  }

  /** An `else`, `except` … whose head was lost. */
  private parseStrayClause(): Statement {
    const { start } = this
    const word = this.text
    this.error()
    this.advance()
    const children: Node[] = []
    if (!this.at(TokenKind.Colon) && !this.at(TokenKind.Newline)) children.push(this.parseNamedExpression())
    if (this.at(TokenKind.Colon)) {
      for (const statement of this.parseBlock(`'${word}' statement`, start)) children.push(statement)
    } else {
      while (!this.at(TokenKind.Newline) && !this.at(TokenKind.EndMarker)) this.advance()
      this.accept(TokenKind.Newline)
    }
    return { kind: 'Error', start, end: this.contentEnd(), children }
  }

  /**
   * Whether the name `match` here starts a statement. Where what follows could go on an expression (`match (x)`, `match -x`), the
   * line must end with a colon and a `case` must come.
   */
  private atMatchStatement(): boolean {
    switch (this.peek()) {
      case TokenKind.Name:
      case TokenKind.Number:
      case TokenKind.String:
      case TokenKind.FStringStart:
      case TokenKind.LeftBrace:
      case TokenKind.Tilde:
      case TokenKind.None:
      case TokenKind.True:
      case TokenKind.False:
      case TokenKind.Lambda:
      case TokenKind.Await:
        return true
      case TokenKind.Ellipsis:
        return true
      case TokenKind.Not:
        return this.peek(2) !== TokenKind.In
      case TokenKind.LeftParenthesis:
      case TokenKind.LeftBracket:
      case TokenKind.Minus:
      case TokenKind.Plus:
      case TokenKind.Star:
        return this.lineOpensCases()
      default:
        return false
    }
  }

  private lineOpensCases(): boolean {
    let ahead = 1
    let last = TokenKind.Newline
    for (;;) {
      const kind = this.peek(ahead)
      if (kind === TokenKind.EndMarker) return false
      if (kind === TokenKind.Newline) break
      last = kind
      ahead++
    }
    if (last !== TokenKind.Colon || this.peek(ahead + 1) !== TokenKind.Indent) return false
    return this.peek(ahead + 2) === TokenKind.Name && this.textAt(ahead + 2) === 'case'
  }

  private parseMatch(): Statement {
    const { start } = this
    this.advance()
    const subject = this.parseMatchSubject()
    const cases: MatchCase[] = []
    const line = this.tokenizer.text.lineAt(start) + 1
    if (!this.accept(TokenKind.Colon)) {
      this.error("expected ':'")
      while (!this.at(TokenKind.Newline) && !this.at(TokenKind.EndMarker)) this.advance()
    }
    const stray: Statement[] = []
    if (!this.accept(TokenKind.Newline)) {
      this.error()
      this.parseSimpleStatements(stray)
    } else if (!this.accept(TokenKind.Indent)) {
      this.indentationError(`expected an indented block after 'match' statement on line ${line}`)
    } else {
      while (!this.at(TokenKind.Dedent) && !this.at(TokenKind.EndMarker)) {
        if (this.atWord('case')) cases.push(this.parseCase())
        else {
          this.error()
          this.parseStatement(stray)
        }
      }
      this.accept(TokenKind.Dedent)
    }
    const end = this.contentEnd()
    if (stray.length > 0) return { kind: 'Error', start, end, children: [subject, ...cases, ...stray] }
    return { kind: 'Match', start, end, subject, cases }
  }

  private parseMatchSubject(): Expression {
    const { start } = this
    const first = this.parseStarNamedExpression()
    if (!this.at(TokenKind.Comma)) {
      if (first.kind === 'Starred') this.errorAt(first, 'invalid syntax')
      return first
    }
    const elts = [first]
    while (this.accept(TokenKind.Comma)) {
      if (this.at(TokenKind.Colon) || this.at(TokenKind.Newline)) break
      elts.push(this.parseStarNamedExpression())
    }
    return { kind: 'Tuple', start, end: this.previousEnd, elts, ctx: 'Load', parenthesized: false }
  }

  private parseCase(): MatchCase {
    const { start } = this
    this.advance()
    const pattern = this.parsePatterns()
    const guard = this.accept(TokenKind.If) ? this.parseNamedExpression() : null
    const body = this.parseBlock("'case' statement", start)
    return { kind: 'match_case', start, end: this.contentEnd(), pattern, guard, body }
  }
}
