/**
 * The errors and warnings that CPython 3.13's compiler finds after the symbol table: `return` outside a function, `await` outside an
 * async function, starred expressions where none may be, blocks nested too deep, comparisons with literals by `is`, and their like.
 *
 * It goes over the tree in the order in which CPython generates code (Python/compile.c), because the one error that CPython
 * reports is the first in that order. Targets, calls and patterns that the grammar refuses are the parser's. Knows nothing of code.
 */

import { fold, plainType } from './constant-type.ts'
import type { Diagnostic, ReportedPlace } from './diagnostic.ts'
import { futureImports, validateFuture } from './future.ts'
import { reportedInBytes } from './place.ts'
import type { Scope, Scopes } from './scope.ts'
import { SourceText } from './text.ts'
import type {
  Argument,
  Arguments,
  AsyncFunctionDef,
  Attribute,
  Call,
  ClassDef,
  Compare,
  Comprehension,
  Expression,
  ExpressionRoot,
  FunctionDef,
  ImportFrom,
  Keyword,
  Match,
  Module,
  Return,
  Span,
  Statement,
  Subscript,
  Try,
  TryStar,
  TypeParameter,
  WithItem,
} from './tree.ts'
import { isWildcard, type PatternHost, validatePattern } from './validate-pattern.ts'

/**
 * All findings of the passes after the parser but the symbol table's own (`Scopes.diagnostics`): of `__future__` imports first,
 * then of the compiler in its order. Never throws.
 */
export function validate(tree: Module | ExpressionRoot, source: string | SourceText, scopes: Scopes): Diagnostic[] {
  const text = typeof source === 'string' ? new SourceText(source) : source
  const validator = new Validator(tree, text, scopes)
  if (tree.kind === 'Module') {
    validator.statements(tree.body)
    return [...validateFuture(tree, text), ...validator.diagnostics]
  }
  validator.expression(tree.body)
  return validator.diagnostics
}

/**
 * The compiler's findings as often as it makes them: it generates a `finally` anew for each way out of its `try`, and warns of what
 * is in there each time.
 */
export function validateRepeatedly(tree: Module | ExpressionRoot, text: SourceText, scopes: Scopes): Diagnostic[] {
  const validator = new Validator(tree, text, scopes, maximumRepeats)
  if (tree.kind === 'Module') validator.statements(tree.body)
  else validator.expression(tree.body)
  return validator.diagnostics
}

/** The compiler's findings in a part of the module `tree`, in its order. */
export function validatePart(
  statements: readonly Statement[],
  tree: Module,
  text: SourceText,
  scopes: Scopes,
): Diagnostic[] {
  const validator = new Validator(tree, text, scopes)
  validator.statements(statements)
  return validator.diagnostics
}

/** What a block of statements runs in, as far as leaving it matters (CPython: `fblocktype`). */
type Block =
  | {
      readonly kind: 'loop' | 'try' | 'with' | 'handler' | 'handler cleanup' | 'group handler' | 'finally end' | 'body'
    }
  | { readonly kind: 'finally try'; readonly body: readonly Statement[] }

/** One block of code: what `compiler_unit` is to CPython. */
interface Unit {
  readonly kind: 'module' | 'class' | 'function' | 'async function' | 'lambda' | 'comprehension' | 'type'
  /** The names of the unit; an inlined comprehension runs in the unit around it. */
  readonly scope: Scope
  readonly blocks: Block[]
}

/** CPython: `CO_MAXBLOCKS`. */
const maximumBlocks = 21

/** How many targets may stand before a starred one: its index is one byte. */
const maximumBeforeStar = 256

/** So many bodies of `finally` are gone through again, and no more: nested ones double with each level. */
const maximumRepeats = 1000

/** Deeper nesting than this is the parser's or the binder's to report. */
const maximumDepth = 1500

class Validator implements PatternHost {
  readonly diagnostics: Diagnostic[] = []
  private readonly text: SourceText
  private readonly scopes: Scopes
  private readonly validFutureImports: ReadonlySet<ImportFrom>
  private unit: Unit
  private depth = 0
  /** CPython generates the body of a `finally` once for each way out of its `try`; its errors are found the first time. */
  private readonly visitedFinally = new Set<readonly Statement[]>()
  private readonly warned = new Set<string>()

  /** How many bodies of `finally` may be gone through again. */
  private repeats: number
  private readonly isRepeating: boolean

  constructor(tree: Module | ExpressionRoot, text: SourceText, scopes: Scopes, repeats = 0) {
    this.repeats = repeats
    this.isRepeating = repeats > 0
    this.text = text
    this.scopes = scopes
    this.validFutureImports = new Set(tree.kind === 'Module' ? futureImports(tree) : [])
    this.unit = { kind: 'module', scope: scopes.module, blocks: [] }
  }

  // Findings

  fail(span: Span, message: string, reported?: ReportedPlace): void {
    this.diagnostics.push({
      start: span.start,
      end: span.end,
      severity: 'error',
      type: 'SyntaxError',
      message,
      phase: 'compile',
      ...(reported === undefined ? reportedInBytes(this.text, span) : { reported }),
    })
  }

  private warn(span: Span, message: string): void {
    const key = `${span.start} ${span.end} ${message}`
    if (this.warned.has(key) && !this.isRepeating) return
    this.warned.add(key)
    this.diagnostics.push({
      start: span.start,
      end: span.end,
      severity: 'warning',
      type: 'SyntaxWarning',
      message,
      phase: 'compile',
    })
  }

  /** Refuses `__debug__` as a target (CPython: `forbidden_name`). */
  target(name: string, span: Span): void {
    if (name === '__debug__') this.fail(span, 'cannot assign to __debug__')
  }

  // Units and blocks

  private within(kind: Unit['kind'], scope: Scope | undefined, visit: () => void): void {
    if (scope === undefined) return
    const outer = this.unit
    this.unit = { kind, scope, blocks: [] }
    visit()
    this.unit = outer
  }

  private inBlock(block: Block, place: Span, visit: () => void): void {
    const { blocks } = this.unit
    if (blocks.length >= maximumBlocks) {
      this.fail(place, 'too many statically nested blocks')
      return
    }
    blocks.push(block)
    visit()
    blocks.pop()
  }

  /**
   * What leaving the blocks for a `return`, `break` or `continue` meets, innermost first: bodies of `finally` and the edge of an
   * `except*`. Returns whether a loop was found, where one is looked for. CPython: `compiler_unwind_fblock_stack`.
   */
  private unwind(place: Span, lookForLoop: boolean): boolean {
    const { blocks } = this.unit
    const left: Block[] = []
    let found = false
    // CPython forgets the place once it has left a `with` or a `finally`.
    let placeKnown = true
    while (blocks.length > 0) {
      const block = blocks[blocks.length - 1]
      if (block.kind === 'group handler') {
        const message = "'break', 'continue' and 'return' cannot appear in an except* block"
        this.fail(place, message, placeKnown ? undefined : unknownPlace)
        found = true
        break
      }
      if (lookForLoop && block.kind === 'loop') {
        found = true
        break
      }
      left.push(block)
      blocks.pop()
      if (block.kind === 'with') placeKnown = false
      if (block.kind === 'finally try') {
        placeKnown = false
        this.finallyBody(block.body)
      }
    }
    while (left.length > 0) blocks.push(left.pop()!)
    return found
  }

  private finallyBody(body: readonly Statement[]): void {
    if (this.visitedFinally.has(body) && this.repeats-- <= 0) return
    this.visitedFinally.add(body)
    this.statements(body)
  }

  // Statements

  statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement)
  }

  private statement(node: Statement): void {
    if (this.depth > maximumDepth) return
    this.depth++
    this.statementBody(node)
    this.depth--
  }

  private statementBody(node: Statement): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.functionDefinition(node)
        break
      case 'ClassDef':
        this.classDefinition(node)
        break
      case 'TypeAlias':
        this.within('type', node.type_params.length > 0 ? this.scopes.typeParametersOf(node) : undefined, () =>
          this.typeParameters(node.type_params),
        )
        this.within('type', this.scopes.find(node), () => this.expression(node.value))
        this.target(node.name.id, node)
        break
      case 'Return':
        this.return(node)
        break
      case 'Delete':
        this.expressions(node.targets)
        break
      case 'Assign':
        this.expression(node.value)
        this.expressions(node.targets)
        break
      case 'AugAssign':
        this.augmentedAssignment(node.target, node.value)
        break
      case 'AnnAssign':
        this.annotatedAssignment(node)
        break
      case 'AsyncFor':
        if (this.unit.kind !== 'async function') this.fail(node, "'async for' outside async function")
        this.forLoop(node)
        break
      case 'For':
        this.forLoop(node)
        break
      case 'While':
        this.inBlock({ kind: 'loop' }, node, () => {
          this.expression(node.test)
          this.statements(node.body)
          // The condition is tested at the end of the body once more.
          if (this.isRepeating) this.expression(node.test)
        })
        this.statements(node.orelse)
        break
      case 'If': {
        let rest = node
        for (;;) {
          this.expression(rest.test)
          this.statements(rest.body)
          const next = rest.orelse[0]
          if (rest.orelse.length !== 1 || next.kind !== 'If') break
          rest = next
        }
        this.statements(rest.orelse)
        break
      }
      case 'With':
        this.withItems(node.items, 0, node.body, false)
        break
      case 'AsyncWith':
        if (this.unit.kind !== 'async function') this.fail(node, "'async with' outside async function")
        this.withItems(node.items, 0, node.body, true)
        break
      case 'Match':
        this.match(node)
        break
      case 'Raise':
        if (node.exc !== null) this.expression(node.exc)
        if (node.cause !== null) this.expression(node.cause)
        break
      case 'Try':
      case 'TryStar':
        this.try(node)
        break
      case 'Assert':
        if (node.test.kind === 'Tuple' && node.test.elts.length > 0) {
          this.warn(node, 'assertion is always true, perhaps remove parentheses?')
        }
        this.expression(node.test)
        if (node.msg !== null) this.expression(node.msg)
        break
      case 'Import':
        for (const alias of node.names) this.target(alias.asname ?? alias.name.split('.')[0], node)
        break
      case 'ImportFrom':
        if (node.module === '__future__' && node.level === 0 && !this.validFutureImports.has(node)) {
          this.fail(node, 'from __future__ imports must occur at the beginning of the file')
        }
        for (const alias of node.names) this.target(alias.asname ?? alias.name, node)
        break
      case 'Expr':
        this.expression(node.value)
        break
      case 'Break':
        if (!this.unwind(node, true)) this.fail(node, "'break' outside loop")
        break
      case 'Continue':
        if (!this.unwind(node, true)) this.fail(node, "'continue' not properly in loop")
        break
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
      case 'Error':
        break
    }
  }

  private functionDefinition(node: FunctionDef | AsyncFunctionDef): void {
    const { args } = node
    this.debugParameters(args)
    this.expressions(node.decorator_list)
    this.defaults(args)
    const inside = (): void => {
      this.parameterAnnotations(args, node.returns)
      const scope = this.scopes.find(node)
      this.within(node.kind === 'FunctionDef' ? 'function' : 'async function', scope, () => {
        // A generator or coroutine runs inside the handler that turns a StopIteration into a RuntimeError.
        if (scope!.yields || scope!.isAsync) this.unit.blocks.push({ kind: 'body' })
        this.statements(node.body)
      })
    }
    if (node.type_params.length > 0) {
      this.within('type', this.scopes.typeParametersOf(node), () => {
        this.typeParameters(node.type_params)
        inside()
      })
    } else {
      inside()
    }
    this.target(node.name, node)
  }

  private debugParameters(args: Arguments): void {
    const check = (arg: Argument | null): void => {
      if (arg !== null) this.target(arg.arg, arg)
    }
    args.posonlyargs.forEach(check)
    args.args.forEach(check)
    check(args.vararg)
    args.kwonlyargs.forEach(check)
    check(args.kwarg)
  }

  private defaults(args: Arguments): void {
    this.expressions(args.defaults)
    for (const value of args.kw_defaults) if (value !== null) this.expression(value)
  }

  private parameterAnnotations(args: Arguments, returns: Expression | null): void {
    if (this.scopes.futureAnnotations) return
    const annotated = (arg: Argument | null): void => {
      const annotation = arg?.annotation ?? null
      if (annotation === null) return
      this.expression(annotation.kind === 'Starred' && arg === args.vararg ? annotation.value : annotation)
    }
    args.args.forEach(annotated)
    args.posonlyargs.forEach(annotated)
    annotated(args.vararg)
    args.kwonlyargs.forEach(annotated)
    annotated(args.kwarg)
    if (returns !== null) this.expression(returns)
  }

  private classDefinition(node: ClassDef): void {
    this.expressions(node.decorator_list)
    const inside = (): void => {
      this.within('class', this.scopes.find(node), () => this.statements(node.body))
      this.callArguments(node.bases, node.keywords)
    }
    if (node.type_params.length > 0) {
      this.within('type', this.scopes.typeParametersOf(node), () => {
        this.typeParameters(node.type_params)
        inside()
      })
    } else {
      inside()
    }
    this.target(node.name, node)
  }

  private typeParameters(parameters: readonly TypeParameter[]): void {
    let defaultSeen = false
    for (const node of parameters) {
      if (node.kind === 'TypeVar' && node.bound !== null) {
        const { bound } = node
        this.within('type', this.scopes.boundOf(node), () => this.expression(bound))
      }
      const { default_value: value } = node
      if (value !== null) {
        defaultSeen = true
        const inner = node.kind === 'TypeVarTuple' && value.kind === 'Starred' ? value.value : value
        this.within('type', this.scopes.defaultOf(node), () => this.expression(inner))
      } else if (defaultSeen) {
        this.fail(node, `non-default type parameter '${node.name}' follows default type parameter`)
      }
      this.target(node.name, node)
    }
  }

  private return(node: Return): void {
    const { scope } = this.unit
    const { value } = node
    if (!scope.isFunctionLike) {
      this.fail(node, "'return' outside function")
    } else if (value !== null && scope.isAsyncGenerator) {
      this.fail(node, "'return' with value in async generator")
    }
    let place: Span = node
    if (value !== null) {
      this.expression(value)
      const onSameLine = this.text.lineAt(value.start) === this.text.lineAt(node.start)
      if (value.kind === 'Constant' && onSameLine) place = value
    }
    this.unwind(place, false)
  }

  private augmentedAssignment(target: Expression, value: Expression): void {
    switch (target.kind) {
      case 'Attribute':
        this.expression(target.value)
        break
      case 'Subscript':
        this.expression(target.value)
        this.expression(target.slice)
        break
      default:
    }
    this.expression(value)
    if (target.kind === 'Name') this.target(target.id, target)
  }

  private annotatedAssignment(node: Extract<Statement, { kind: 'AnnAssign' }>): void {
    const { target, value, annotation } = node
    if (value !== null) {
      this.expression(value)
      this.expression(target)
    }
    const evaluates = this.unit.kind === 'module' || this.unit.kind === 'class'
    switch (target.kind) {
      case 'Name':
        if (value === null) this.target(target.id, node)
        if (node.simple === 1 && evaluates && !this.scopes.futureAnnotations) this.expression(annotation)
        break
      case 'Attribute':
        if (value === null) {
          this.target(target.attr, node)
          this.expression(target.value)
        }
        break
      case 'Subscript':
        if (value === null) {
          this.expression(target.value)
          this.expression(target.slice)
        }
        break
      default:
    }
    if (node.simple === 0 && evaluates && !this.scopes.futureAnnotations) this.expression(annotation)
  }

  private forLoop(node: Extract<Statement, { kind: 'For' | 'AsyncFor' }>): void {
    this.inBlock({ kind: 'loop' }, node, () => {
      this.expression(node.iter)
      this.expression(node.target)
      this.statements(node.body)
    })
    this.statements(node.orelse)
  }

  private withItems(items: readonly WithItem[], index: number, body: readonly Statement[], isAsync: boolean): void {
    const item = items[index]
    if (item === undefined) {
      this.statements(body)
      return
    }
    this.expression(item.context_expr)
    this.inBlock({ kind: 'with' }, item.context_expr, () => {
      if (item.optional_vars !== null) this.expression(item.optional_vars)
      this.withItems(items, index + 1, body, isAsync)
    })
  }

  private match(node: Match): void {
    this.expression(node.subject)
    const { cases } = node
    cases.forEach((matchCase, i) => {
      const isLast = i === cases.length - 1
      // A last `case _` of several is an `else`.
      if (!(isLast && i > 0 && isWildcard(matchCase.pattern))) {
        validatePattern(this, matchCase.pattern, matchCase.guard !== null || isLast)
      }
      if (matchCase.guard !== null) this.expression(matchCase.guard)
      this.statements(matchCase.body)
    })
  }

  private try(node: Try | TryStar): void {
    if (node.finalbody.length === 0) {
      this.tryHandlers(node)
      return
    }
    this.inBlock({ kind: 'finally try', body: node.finalbody }, node, () => this.tryHandlers(node))
    if (this.isRepeating) this.finallyBody(node.finalbody)
    this.inBlock({ kind: 'finally end' }, node, () => this.finallyBody(node.finalbody))
  }

  private tryHandlers(node: Try | TryStar): void {
    if (node.handlers.length === 0) {
      this.statements(node.body)
      return
    }
    this.inBlock({ kind: 'try' }, node, () => this.statements(node.body))
    if (node.kind === 'Try') this.statements(node.orelse)
    this.inBlock({ kind: node.kind === 'Try' ? 'handler' : 'group handler' }, node, () => {
      node.handlers.forEach((handler, i) => {
        if (handler.type === null && i < node.handlers.length - 1) {
          this.fail(handler, "default 'except:' must be last")
        }
        if (handler.type !== null) this.expression(handler.type)
        if (handler.name !== null) this.target(handler.name, handler)
        this.inBlock({ kind: 'handler cleanup' }, handler, () => this.statements(handler.body))
      })
    })
    if (node.kind === 'TryStar') this.statements(node.orelse)
  }

  // Expressions

  private expressions(nodes: readonly Expression[]): void {
    for (const node of nodes) this.expression(node)
  }

  expression(node: Expression): void {
    if (this.depth > maximumDepth) return
    this.depth++
    // Chains that lean to the left are no depth; what CPython checks before it visits the left part is checked on the way down.
    let spine: Expression[] | undefined
    let base = node
    for (;;) {
      const left = this.beforeLeft(base)
      if (left === undefined) break
      if (spine === undefined) spine = [base]
      else spine.push(base)
      base = left
    }
    this.simpleExpression(base)
    if (spine !== undefined) for (let i = spine.length - 1; i >= 0; i--) this.afterLeft(spine[i])
    this.depth--
  }

  private beforeLeft(node: Expression): Expression | undefined {
    switch (node.kind) {
      case 'BinOp':
        return node.left
      case 'Compare':
        this.checkIdentityWithLiteral(node)
        return node.left
      case 'Attribute':
        return node.value
      case 'Subscript':
        if (node.ctx === 'Load') this.checkSubscript(node)
        return node.value
      case 'Call':
        this.checkKeywords(node.keywords)
        this.checkCallable(node)
        return node.func
      default:
        return undefined
    }
  }

  private afterLeft(node: Expression): void {
    switch (node.kind) {
      case 'BinOp':
        this.expression(node.right)
        break
      case 'Compare':
        this.expressions(node.comparators)
        break
      case 'Attribute':
        if (node.ctx === 'Store') this.target(node.attr, this.lastLineOf(node))
        break
      case 'Subscript':
        this.expression(node.slice)
        break
      case 'Call':
        this.plainArguments(node.args, node.keywords)
        break
    }
  }

  /** CPython blames the name alone where an attribute spreads over lines. */
  private lastLineOf(node: Attribute): Span {
    const sameLine = this.text.lineAt(node.start) === this.text.lineAt(Math.max(node.start, node.end - 1))
    return sameLine ? node : { start: node.end - node.attr.length, end: node.end }
  }

  private simpleExpression(start: Expression): void {
    let node = start
    for (;;) {
      switch (node.kind) {
        case 'UnaryOp':
          node = node.operand
          if (isLeaning(node)) {
            this.expression(node)
            return
          }
          break
        case 'IfExp':
          this.expression(node.test)
          this.expression(node.body)
          node = node.orelse
          if (isLeaning(node)) {
            this.expression(node)
            return
          }
          break
        case 'Name':
          if (node.id === '__debug__') {
            if (node.ctx === 'Store') this.fail(node, 'cannot assign to __debug__')
            else if (node.ctx === 'Del') this.fail(node, 'cannot delete __debug__')
          }
          return
        case 'NamedExpr':
          this.expression(node.value)
          this.expression(node.target)
          return
        case 'BoolOp':
        case 'JoinedStr':
          this.expressions(node.values)
          return
        case 'Lambda': {
          const { args, body } = node
          this.debugParameters(args)
          this.defaults(args)
          this.within('lambda', this.scopes.find(node), () => this.expression(body))
          return
        }
        case 'Dict':
          for (let i = 0; i < node.values.length; i++) {
            const key = node.keys[i]
            if (key !== null) this.expression(key)
            this.expression(node.values[i])
          }
          return
        case 'Set':
          this.elements(node.elts)
          return
        case 'List':
        case 'Tuple':
          if (node.ctx === 'Store') this.checkUnpacking(node, node.elts)
          this.elements(node.elts)
          return
        case 'ListComp':
        case 'SetComp':
        case 'DictComp':
        case 'GeneratorExp':
          this.comprehension(node)
          return
        case 'Yield':
          if (!this.unit.scope.isFunctionLike) this.fail(node, "'yield' outside function")
          if (node.value !== null) this.expression(node.value)
          return
        case 'YieldFrom':
          if (!this.unit.scope.isFunctionLike) this.fail(node, "'yield from' outside function")
          else if (this.unit.kind === 'async function') this.fail(node, "'yield from' inside async function")
          this.expression(node.value)
          return
        case 'Await':
          if (!this.unit.scope.isFunctionLike) this.fail(node, "'await' outside function")
          else if (this.unit.kind !== 'async function' && this.unit.kind !== 'comprehension') {
            this.fail(node, "'await' outside async function")
          }
          this.expression(node.value)
          return
        case 'FormattedValue':
          this.expression(node.value)
          if (node.format_spec !== null) this.expression(node.format_spec)
          return
        case 'Starred':
          this.fail(
            node,
            node.ctx === 'Store'
              ? 'starred assignment target must be in a list or tuple'
              : "can't use starred expression here",
          )
          return
        case 'Slice':
          if (node.lower !== null) this.expression(node.lower)
          if (node.upper !== null) this.expression(node.upper)
          if (node.step !== null) this.expression(node.step)
          return
        default:
          return
      }
    }
  }

  private elements(nodes: readonly Expression[]): void {
    for (const node of nodes) this.expression(node.kind === 'Starred' ? node.value : node)
  }

  private checkUnpacking(node: Span, targets: readonly Expression[]): void {
    let seen = false
    for (let i = 0; i < targets.length; i++) {
      if (targets[i].kind !== 'Starred') continue
      if (seen) {
        this.fail(node, 'multiple starred expressions in assignment')
        return
      }
      seen = true
      if (i >= maximumBeforeStar) {
        this.fail(node, 'too many expressions in star-unpacking assignment')
        return
      }
    }
  }

  private callArguments(args: readonly Expression[], keywords: readonly Keyword[]): void {
    this.checkKeywords(keywords)
    this.plainArguments(args, keywords)
  }

  private plainArguments(args: readonly Expression[], keywords: readonly Keyword[]): void {
    this.elements(args)
    for (const keyword of keywords) this.expression(keyword.value)
  }

  // CPython: `validate_keywords`.
  private checkKeywords(keywords: readonly Keyword[]): void {
    if (keywords.length === 0) return
    const seen = new Map<string, Keyword[]>()
    for (const keyword of keywords) {
      if (keyword.arg === null) continue
      const same = seen.get(keyword.arg)
      if (same === undefined) seen.set(keyword.arg, [keyword])
      else same.push(keyword)
    }
    for (const keyword of keywords) {
      if (keyword.arg === null) continue
      this.target(keyword.arg, keyword)
      const same = seen.get(keyword.arg)!
      if (same[0] === keyword && same.length > 1) this.fail(same[1], `keyword argument repeated: ${keyword.arg}`)
    }
  }

  private comprehension(node: Extract<Expression, { generators: readonly Comprehension[] }>): void {
    const scope = this.scopes.find(node)
    if (scope === undefined) return
    const { kind } = this.unit
    const outermost = node.generators[0].iter
    const misplaced =
      scope.isAsync && node.kind !== 'GeneratorExp' && kind !== 'async function' && kind !== 'comprehension'
    const inside = (): void => {
      if (misplaced) this.fail(node, 'asynchronous comprehension outside of an asynchronous function')
      node.generators.forEach((generator, i) => {
        if (i > 0) this.expression(generator.iter)
        this.expression(generator.target)
        this.expressions(generator.ifs)
      })
      if (node.kind === 'DictComp') {
        this.expression(node.key)
        this.expression(node.value)
      } else {
        this.expression(node.elt)
      }
    }
    if (scope.isInlined) {
      this.expression(outermost)
      inside()
    } else {
      this.within('comprehension', scope, inside)
      this.expression(outermost)
    }
  }

  // Warnings

  // CPython: `check_compare`. Only the first comparison of a chain is reported.
  private checkIdentityWithLiteral(node: Compare): void {
    let left = node.left
    for (let i = 0; i < node.ops.length; i++) {
      const op = node.ops[i]
      const right = node.comparators[i]
      if (op === 'Is' || op === 'IsNot') {
        const literal = literalType(left) ?? literalType(right)
        if (literal !== undefined) {
          const words = op === 'Is' ? ['is', '=='] : ['is not', '!=']
          this.warn(node, `"${words[0]}" with '${literal}' literal. Did you mean "${words[1]}"?`)
          return
        }
      }
      left = right
    }
  }

  // CPython: `check_caller`.
  private checkCallable(node: Call): void {
    if (node.func.kind === 'Lambda') return
    const type = quickPlainType(node.func)
    if (type !== undefined) this.warn(node.func, `'${type}' object is not callable; perhaps you missed a comma?`)
  }

  // CPython: `check_subscripter` and `check_index`.
  private checkSubscript(node: Subscript): void {
    const type = quickPlainType(node.value)
    if (type === undefined) return
    if (notSubscriptable.has(type)) {
      this.warn(node.value, `'${type}' object is not subscriptable; perhaps you missed a comma?`)
    } else if (indexed.has(type)) {
      const index = plainType(node.slice)
      if (index === undefined || index === 'int' || index === 'bool') return
      this.warn(node.value, `${type} indices must be integers or slices, not ${index}; perhaps you missed a comma?`)
    }
  }
}

const unknownPlace: ReportedPlace = { lineno: -1, offset: 0, end_lineno: -1, end_offset: 0 }

const indexed: ReadonlySet<string> = new Set(['str', 'bytes', 'tuple', 'list'])

const notSubscriptable: ReadonlySet<string> = new Set([
  'NoneType',
  'ellipsis',
  'int',
  'bool',
  'float',
  'complex',
  'set',
  'generator',
  'function',
])

/** As `plainType`, for what stands before brackets: names, calls and attributes, which it mostly is, are told at once. */
function quickPlainType(node: Expression): string | undefined {
  return node.kind === 'Attribute' || node.kind === 'Call' ? undefined : plainType(node)
}

/** The type of a literal that `is` should not be used with. */
function literalType(node: Expression): string | undefined {
  if (node.kind === 'Attribute' || node.kind === 'Call') return undefined
  const type = fold(node)?.type
  return type === 'NoneType' || type === 'bool' || type === 'ellipsis' ? undefined : type
}

/** Has a left end to go down to. */
function isLeaning(node: Expression): boolean {
  switch (node.kind) {
    case 'BinOp':
    case 'Compare':
    case 'Attribute':
    case 'Subscript':
    case 'Call':
      return true
    default:
      return false
  }
}
