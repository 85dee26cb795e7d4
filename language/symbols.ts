/**
 * The binder: from a tree to its scopes and symbols, with exactly the rules of CPython 3.13's symbol table (Python/symtable.c).
 *
 * This first pass goes over the tree in CPython's order (which decides the error that is reported first), opens scopes and
 * collects how each name is used in each; `scope-resolve.ts` then settles where the names live. Knows nothing of code.
 */

import type { Diagnostic } from './diagnostic.ts'
import { futureFeatures } from './future.ts'
import { reportedInBytes } from './place.ts'
import { type ComprehensionKind, Flag, Scope, type ScopeKind, ScopeSymbol, type Scopes } from './scope.ts'
import { type BoundPart, ScopeTables } from './scope-parts.ts'
import { resolveScopes } from './scope-resolve.ts'
import { SourceText } from './text.ts'
import type {
  Alias,
  Argument,
  Arguments,
  AsyncFunctionDef,
  Call,
  ClassDef,
  Comprehension,
  DictComp,
  Expression,
  ExpressionRoot,
  FunctionDef,
  GeneratorExp,
  Import,
  ImportFrom,
  ListComp,
  Module,
  NamedExpr,
  Node,
  Pattern,
  SetComp,
  Span,
  Statement,
  TypeAlias,
  TypeParameter,
} from './tree.ts'
import { eachChild } from './tree-walk.ts'

export interface BindOptions {
  /** `from __future__ import annotations` is inherited from the code that calls `exec` or `eval`. */
  readonly futureAnnotations?: boolean
}

/**
 * Finds the scopes of `tree` and resolves every name. Never throws; errors of the symbol table stand in `diagnostics`, in
 * CPython's order, and binding goes on after each.
 */
export function bind(tree: Module | ExpressionRoot, source: string | SourceText, options: BindOptions = {}): Scopes {
  const text = typeof source === 'string' ? new SourceText(source) : source
  const futureAnnotations =
    options.futureAnnotations === true || (tree.kind === 'Module' && futureFeatures(tree).has('annotations'))
  const binder = new Binder(tree, text, futureAnnotations)
  binder.run(tree)
  return binder
}

/** Binds a part of a module on its own; `joinScopes` makes the scopes of the whole of such parts. */
export function bindPart(
  statements: readonly Statement[],
  text: SourceText,
  futureAnnotations: boolean,
  tables: ScopeTables,
): BoundPart {
  const tree: Module = { kind: 'Module', start: 0, end: 0, body: statements }
  const binder = new Binder(tree, text, futureAnnotations, tables)
  binder.visit(tree)
  const found = binder.diagnostics.length
  const names = binder.module.symbols.size
  binder.resolve()
  tables.byNode.delete(tree)
  const { module, imports, keywordCalls, ownSpans, hasDirective } = binder
  return {
    module,
    scopes: binder.all.slice(1),
    visited: binder.diagnostics.slice(0, found),
    resolved: binder.diagnostics.slice(found),
    inlined: new Set([...module.symbols.keys()].slice(names)),
    imports,
    keywordCalls,
    ownSpans,
    hasDirective,
  }
}

/** How deep expressions and statements may nest before they are called too deep. */
const maximumDepth = 1500

class Binder implements Scopes {
  readonly module: Scope
  readonly all: Scope[] = []
  readonly diagnostics: Diagnostic[] = []
  /** Spans of names that no node holds. */
  readonly ownSpans: Span[] = []
  /** There are `global` or `nonlocal` statements of the module itself. */
  hasDirective = false
  readonly imports: (Import | ImportFrom)[] = []
  readonly keywordCalls: { readonly node: Call; readonly scope: Scope }[] = []
  readonly futureAnnotations: boolean
  private readonly text: SourceText
  private readonly tables: ScopeTables
  /** The `global` and `nonlocal` statements of each scope by name. */
  private readonly directives = new Map<Scope, Map<string, Span>>()
  private scope: Scope
  private privateName: string | undefined = undefined
  /** Above 0 inside the iterable of a comprehension. CPython keeps it per scope and hands it down; so it is one number. */
  private iterableDepth = 0
  /** The comprehension, the target of one of whose `for` is being visited. */
  private iterationTargetOf: Scope | undefined = undefined
  private depth = 0

  constructor(
    tree: Module | ExpressionRoot,
    text: SourceText,
    futureAnnotations: boolean,
    tables: ScopeTables = new ScopeTables(),
  ) {
    this.text = text
    this.tables = tables
    this.futureAnnotations = futureAnnotations
    this.module = new Scope('module', '<module>', tree, undefined, undefined)
    this.scope = this.module
    this.all.push(this.module)
    tables.byNode.set(tree, this.module)
  }

  run(tree: Module | ExpressionRoot): void {
    this.visit(tree)
    this.resolve()
  }

  visit(tree: Module | ExpressionRoot): void {
    if (tree.kind === 'Module') this.statements(tree.body)
    else this.expression(tree.body)
  }

  resolve(): void {
    resolveScopes(this.module, (scope, name, message) => {
      this.fail(this.directives.get(scope)?.get(name) ?? scope.node, message)
    })
  }

  of(node: Node): Scope {
    return this.tables.of(node)
  }

  find(node: Node): Scope | undefined {
    return this.tables.byNode.get(node)
  }

  typeParametersOf(node: Node): Scope | undefined {
    return this.tables.typeParameters.get(node)
  }

  boundOf(parameter: TypeParameter): Scope | undefined {
    return this.tables.bounds.get(parameter)
  }

  defaultOf(parameter: TypeParameter): Scope | undefined {
    return this.tables.defaults.get(parameter)
  }

  // Scopes

  private enter(kind: ScopeKind, name: string, node: Node, table: Map<Node, Scope> = this.tables.byNode): Scope {
    const parent = this.scope
    const scope = new Scope(kind, name, node, parent, this.privateName)
    if (kind !== 'class') scope.mangledNames = parent.mangledNames
    table.set(node, scope)
    this.all.push(scope)
    if (kind !== 'annotation') parent.children.push(scope)
    this.scope = scope
    return scope
  }

  private leave(): void {
    this.scope = this.scope.parent!
  }

  // Names

  private fail(span: Span, message: string): void {
    this.diagnostics.push({
      start: span.start,
      end: span.end,
      severity: 'error',
      type: 'SyntaxError',
      message,
      phase: 'symtable',
      ...reportedInBytes(this.text, span),
    })
  }

  /**
   * Notes a use of `name` in the current scope.
   * @param place where the name stands; undefined for names that the source does not show
   * @param blamed the span of an error, where it is not `place`
   */
  private note(name: string, flag: number, place: Span | undefined, blamed: Span = place!): void {
    this.noteIn(this.scope, name, flag, place, blamed)
  }

  private noteIn(scope: Scope, name: string, flag: number, place: Span | undefined, blamed: Span): void {
    if (name === '') return
    const current = this.scope
    if (flag & Flag.TypeParameter) current.mangledNames?.add(name)
    const mangled = current.mangle(name)
    let symbol = scope.symbols.get(mangled)
    if (symbol === undefined) {
      symbol = new ScopeSymbol(mangled)
      scope.symbols.set(mangled, symbol)
    } else {
      if (flag & Flag.Parameter && symbol.flags & Flag.Parameter) {
        this.fail(blamed, `duplicate argument '${name}' in function definition`)
      }
      if (flag & Flag.TypeParameter && symbol.flags & Flag.TypeParameter) {
        this.fail(blamed, `duplicate type parameter '${name}'`)
      }
    }
    symbol.flags |= flag
    if (this.iterationTargetOf === scope) {
      if (symbol.flags & (Flag.Global | Flag.Nonlocal)) {
        this.fail(blamed, `comprehension inner loop cannot rebind assignment expression target '${name}'`)
      }
      symbol.flags |= Flag.Iteration
    }
    if (flag & Flag.Parameter) {
      if (!scope.parameters.includes(mangled)) scope.parameters.push(mangled)
    } else if (flag & Flag.Global && scope !== this.module) {
      let global = this.module.symbols.get(mangled)
      if (global === undefined) {
        global = new ScopeSymbol(mangled)
        this.module.symbols.set(mangled, global)
      }
      global.flags |= Flag.Global
    }
    if (place !== undefined) symbol.addPlace(place, flag !== Flag.Used)
  }

  private recordDirective(name: string, statement: Span): void {
    let names = this.directives.get(this.scope)
    if (names === undefined) {
      names = new Map()
      this.directives.set(this.scope, names)
    }
    const mangled = this.scope.mangle(name)
    if (!names.has(mangled)) names.set(mangled, statement)
  }

  // Statements

  private statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement)
  }

  private statement(node: Statement): void {
    if (this.depth > maximumDepth) {
      this.tooDeep(node)
      return
    }
    this.depth++
    this.statementBody(node)
    this.depth--
  }

  private tooDeep(node: Node): void {
    if (this.diagnostics.some(diagnostic => diagnostic.type === 'RecursionError')) return
    this.diagnostics.push({
      start: node.start,
      end: node.end,
      severity: 'error',
      type: 'RecursionError',
      message: 'maximum recursion depth exceeded during compilation',
      phase: 'symtable',
    })
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
        this.typeAlias(node)
        break
      case 'Return':
        if (node.value !== null) {
          this.expression(node.value)
          this.scope.returnsValue = true
        }
        break
      case 'Delete':
        this.expressions(node.targets)
        break
      case 'Assign':
        this.expressions(node.targets)
        this.expression(node.value)
        break
      case 'AugAssign':
        this.expression(node.target)
        this.expression(node.value)
        break
      case 'AnnAssign':
        this.annotatedAssignment(node)
        break
      case 'For':
      case 'AsyncFor':
        this.expression(node.target)
        this.expression(node.iter)
        this.statements(node.body)
        this.statements(node.orelse)
        break
      case 'While':
        this.expression(node.test)
        this.statements(node.body)
        this.statements(node.orelse)
        break
      case 'If': {
        // An `elif` is an `If` alone in `orelse`; a long chain of them is no depth.
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
      case 'AsyncWith':
        for (const item of node.items) {
          this.expression(item.context_expr)
          if (item.optional_vars !== null) this.expression(item.optional_vars)
        }
        this.statements(node.body)
        break
      case 'Match':
        this.expression(node.subject)
        for (const matchCase of node.cases) {
          this.pattern(matchCase.pattern)
          if (matchCase.guard !== null) this.expression(matchCase.guard)
          this.statements(matchCase.body)
        }
        break
      case 'Raise':
        if (node.exc !== null) this.expression(node.exc)
        if (node.cause !== null) this.expression(node.cause)
        break
      case 'Try':
      case 'TryStar':
        this.statements(node.body)
        for (const handler of node.handlers) {
          if (handler.type !== null) this.expression(handler.type)
          if (handler.name !== null) this.note(handler.name, Flag.Local, handler.nameSpan!, handler)
          this.statements(handler.body)
        }
        this.statements(node.orelse)
        this.statements(node.finalbody)
        break
      case 'Assert':
        this.expression(node.test)
        if (node.msg !== null) this.expression(node.msg)
        break
      case 'Import':
      case 'ImportFrom':
        this.imports.push(node)
        for (const alias of node.names) this.alias(alias)
        break
      case 'Global':
        this.directive(node, node.names, node.nameSpans, Flag.Global, 'global')
        break
      case 'Nonlocal':
        this.directive(node, node.names, node.nameSpans, Flag.Nonlocal, 'nonlocal')
        break
      case 'Expr':
        this.expression(node.value)
        break
      case 'Error':
        for (const child of node.children) this.recovered(child)
        break
      case 'Pass':
      case 'Break':
      case 'Continue':
        break
    }
  }

  private functionDefinition(node: FunctionDef | AsyncFunctionDef): void {
    const { args } = node
    this.note(node.name, Flag.Local, node.nameSpan, node)
    this.defaults(args)
    this.expressions(node.decorator_list)
    const generic = node.type_params.length > 0
    if (generic) {
      this.enterTypeParameters(node, node.name, false)
      // CPython asks whether there is a list of defaults, not whether anything is in it.
      this.note('.defaults', Flag.Parameter, undefined, node)
      if (args.kw_defaults.some(value => value !== null)) this.note('.kwdefaults', Flag.Parameter, undefined, node)
      this.typeParameters(node.type_params)
    }
    this.parameterAnnotations(args)
    if (node.returns !== null) this.annotation(node.returns)
    const scope = this.enter('function', node.name, node)
    if (node.kind === 'AsyncFunctionDef') scope.isAsync = true
    this.parameters(args)
    this.statements(node.body)
    this.leave()
    if (generic) this.leave()
  }

  private defaults(args: Arguments): void {
    this.expressions(args.defaults)
    for (const value of args.kw_defaults) if (value !== null) this.expression(value)
  }

  private parameterAnnotations(args: Arguments): void {
    const annotated = (arg: Argument | null): void => {
      if (arg !== null && arg.annotation !== null) this.expression(arg.annotation)
    }
    if (this.futureAnnotations) this.enter('annotation', '_annotation', args)
    for (const arg of args.posonlyargs) annotated(arg)
    for (const arg of args.args) annotated(arg)
    annotated(args.vararg)
    annotated(args.kwarg)
    for (const arg of args.kwonlyargs) annotated(arg)
    if (this.futureAnnotations) this.leave()
  }

  private annotation(node: Expression): void {
    if (this.futureAnnotations) this.enter('annotation', '_annotation', node, new Map())
    this.expression(node)
    if (this.futureAnnotations) this.leave()
  }

  private parameters(args: Arguments): void {
    const parameter = (arg: Argument): void => this.note(arg.arg, Flag.Parameter, arg.argSpan, arg)
    for (const arg of args.posonlyargs) parameter(arg)
    for (const arg of args.args) parameter(arg)
    for (const arg of args.kwonlyargs) parameter(arg)
    if (args.vararg !== null) {
      parameter(args.vararg)
      this.scope.hasVarargs = true
    }
    if (args.kwarg !== null) {
      parameter(args.kwarg)
      this.scope.hasVarkeywords = true
    }
  }

  private classDefinition(node: ClassDef): void {
    this.note(node.name, Flag.Local, node.nameSpan, node)
    this.expressions(node.decorator_list)
    const outerPrivateName = this.privateName
    const generic = node.type_params.length > 0
    if (generic) {
      this.privateName = node.name
      const scope = this.enterTypeParameters(node, node.name, true)
      scope.mangledNames = new Set()
      this.typeParameters(node.type_params)
    }
    this.expressions(node.bases)
    for (const keyword of node.keywords) this.expression(keyword.value)
    this.privateName = node.name
    this.enter('class', node.name, node)
    if (generic) {
      this.note('__type_params__', Flag.Local, undefined, node)
      this.note('.type_params', Flag.Used, undefined, node)
    }
    this.statements(node.body)
    this.leave()
    if (generic) this.leave()
    this.privateName = outerPrivateName
  }

  private typeAlias(node: TypeAlias): void {
    this.expression(node.name)
    const inClass = this.scope.kind === 'class'
    const generic = node.type_params.length > 0
    if (generic) {
      this.enterTypeParameters(node, node.name.id, false)
      this.typeParameters(node.type_params)
    }
    const scope = this.enter('type alias', node.name.id, node)
    scope.seesClass = inClass
    if (inClass) this.note('__classdict__', Flag.Used, undefined, node.value)
    this.expression(node.value)
    this.leave()
    if (generic) this.leave()
  }

  private enterTypeParameters(node: Node, name: string, ofClass: boolean): Scope {
    const inClass = this.scope.kind === 'class'
    const scope = this.enter('type parameters', name, node, this.tables.typeParameters)
    if (inClass) {
      scope.seesClass = true
      this.note('__classdict__', Flag.Used, undefined, node)
    }
    if (ofClass) {
      this.note('.type_params', Flag.Local, undefined, node)
      this.note('.type_params', Flag.Used, undefined, node)
      this.note('.generic_base', Flag.Local, undefined, node)
      this.note('.generic_base', Flag.Used, undefined, node)
    }
    return scope
  }

  private typeParameters(parameters: readonly TypeParameter[]): void {
    for (const node of parameters) {
      this.note(node.name, Flag.TypeParameter | Flag.Local, node.nameSpan, node)
      if (node.kind === 'TypeVar' && node.bound !== null) {
        const part = node.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound'
        this.typeVariable(node, node.bound, part, this.tables.bounds)
      }
      if (node.default_value !== null) {
        this.typeVariable(node, node.default_value, `a ${node.kind} default`, this.tables.defaults)
      }
    }
  }

  private typeVariable(node: TypeParameter, value: Expression, part: string, table: Map<Node, Scope>): void {
    const inClass = this.scope.seesClass
    const scope = this.enter('type variable', node.name, node, table)
    scope.seesClass = inClass
    scope.part = part
    if (inClass) this.note('__classdict__', Flag.Used, undefined, value)
    this.expression(value)
    this.leave()
  }

  private annotatedAssignment(node: Extract<Statement, { kind: 'AnnAssign' }>): void {
    const { target } = node
    if (target.kind === 'Name') {
      const flags = this.scope.lookup(target.id)?.flags ?? 0
      if (flags & (Flag.Global | Flag.Nonlocal) && this.scope !== this.module && node.simple === 1) {
        this.fail(node, `annotated name '${target.id}' can't be ${flags & Flag.Global ? 'global' : 'nonlocal'}`)
      }
      if (node.simple === 1) this.note(target.id, Flag.Annotated | Flag.Local, target)
      else if (node.value !== null) this.note(target.id, Flag.Local, target)
    } else {
      this.expression(target)
    }
    this.annotation(node.annotation)
    if (node.value !== null) this.expression(node.value)
  }

  private alias(node: Alias): void {
    if (node.name === '*') {
      if (this.scope.kind !== 'module') this.fail(node, 'import * only allowed at module level')
      return
    }
    if (node.asname !== null) {
      this.note(node.asname, Flag.Imported, node.asnameSpan!, node)
      return
    }
    const dot = node.name.indexOf('.')
    const bound = dot < 0 ? node.name : node.name.slice(0, dot)
    let place = node.nameSpan
    if (dot >= 0) {
      place = { start: place.start, end: place.start + bound.length }
      this.ownSpans.push(place)
    }
    this.note(bound, Flag.Imported, place, node)
  }

  private directive(
    node: Span,
    names: readonly string[],
    spans: readonly Span[],
    flag: Flag.Global | Flag.Nonlocal,
    word: 'global' | 'nonlocal',
  ): void {
    if (this.scope === this.module) this.hasDirective = true
    for (let i = 0; i < names.length; i++) {
      const name = names[i]
      const flags = this.scope.lookup(name)?.flags ?? 0
      if (flags & Flag.Parameter) this.fail(node, `name '${name}' is parameter and ${word}`)
      else if (flags & Flag.Used) this.fail(node, `name '${name}' is used prior to ${word} declaration`)
      else if (flags & Flag.Annotated) this.fail(node, `annotated name '${name}' can't be ${word}`)
      else if (flags & Flag.Local) this.fail(node, `name '${name}' is assigned to before ${word} declaration`)
      this.note(name, flag, spans[i], node)
      this.recordDirective(name, node)
    }
  }

  // Expressions

  private expressions(nodes: readonly Expression[]): void {
    for (const node of nodes) this.expression(node)
  }

  private expression(node: Expression): void {
    if (this.depth > maximumDepth) {
      this.tooDeep(node)
      return
    }
    this.depth++
    // Chains that lean to the left (`a + b + c`, `a.b().c[d]`) may be long; they are no depth.
    let spine: Expression[] | undefined
    let base = node
    for (;;) {
      const left = leftOf(base)
      if (left === undefined) break
      if (base.kind !== 'Attribute') {
        if (spine === undefined) spine = [base]
        else spine.push(base)
      }
      base = left
    }
    this.simpleExpression(base)
    if (spine !== undefined) for (let i = spine.length - 1; i >= 0; i--) this.afterLeft(spine[i])
    this.depth--
  }

  /** What an expression holds beside its `leftOf`. */
  private afterLeft(node: Expression): void {
    switch (node.kind) {
      case 'BinOp':
        this.expression(node.right)
        break
      case 'Compare':
        this.expressions(node.comparators)
        break
      case 'Call':
        this.expressions(node.args)
        for (const keyword of node.keywords) this.expression(keyword.value)
        if (node.keywords.length > 0 && node.func.kind === 'Name') this.keywordCalls.push({ node, scope: this.scope })
        break
      case 'Subscript':
        this.expression(node.slice)
        break
    }
  }

  private simpleExpression(start: Expression): void {
    let node = start
    for (;;) {
      switch (node.kind) {
        case 'Name':
          this.name(node.id, node.ctx === 'Load' ? Flag.Used : Flag.Local, node)
          return
        case 'Constant':
          return
        case 'UnaryOp':
        case 'Starred': {
          const inner: Expression = node.kind === 'UnaryOp' ? node.operand : node.value
          if (leftOf(inner) !== undefined) {
            this.expression(inner)
            return
          }
          node = inner
          break
        }
        case 'IfExp': {
          this.expression(node.test)
          this.expression(node.body)
          if (leftOf(node.orelse) !== undefined) {
            this.expression(node.orelse)
            return
          }
          node = node.orelse
          break
        }
        case 'NamedExpr':
          this.namedExpression(node)
          return
        case 'BoolOp':
        case 'JoinedStr':
          this.expressions(node.values)
          return
        case 'Lambda':
          this.defaults(node.args)
          this.enter('lambda', '<lambda>', node)
          this.parameters(node.args)
          this.expression(node.body)
          this.leave()
          return
        case 'Dict':
          for (const key of node.keys) if (key !== null) this.expression(key)
          this.expressions(node.values)
          return
        case 'Set':
        case 'List':
        case 'Tuple':
          this.expressions(node.elts)
          return
        case 'ListComp':
        case 'SetComp':
        case 'DictComp':
        case 'GeneratorExp':
          this.comprehension(node)
          return
        case 'Yield':
        case 'YieldFrom':
          this.refuseInAnnotation('yield expression', node)
          if (node.value !== null) this.expression(node.value)
          this.scope.yields = true
          if (this.scope.comprehension !== undefined) {
            this.fail(node, `'yield' inside ${comprehensionWords[this.scope.comprehension]}`)
          }
          return
        case 'Await':
          this.refuseInAnnotation('await expression', node)
          this.expression(node.value)
          this.scope.isAsync = true
          return
        case 'FormattedValue':
          this.expression(node.value)
          if (node.format_spec !== null) this.expression(node.format_spec)
          return
        case 'Slice':
          if (node.lower !== null) this.expression(node.lower)
          if (node.upper !== null) this.expression(node.upper)
          if (node.step !== null) this.expression(node.step)
          return
        case 'Error':
          for (const child of node.children) this.recovered(child)
          return
        default:
          return
      }
    }
  }

  private name(id: string, flag: Flag.Used | Flag.Local, node: Span): void {
    this.note(id, flag, node)
    // `super()` finds its class in the cell `__class__`.
    if (flag === Flag.Used && id === 'super' && this.scope.isFunctionLike) {
      this.note('__class__', Flag.Used, undefined, node)
    }
  }

  private refuseInAnnotation(what: string, node: Span): void {
    switch (this.scope.kind) {
      case 'annotation':
        this.fail(node, `${what} cannot be used within an annotation`)
        return
      case 'type variable':
        this.fail(node, `${what} cannot be used within ${this.scope.part}`)
        return
      case 'type alias':
        this.fail(node, `${what} cannot be used within a type alias`)
        return
      case 'type parameters':
        this.fail(node, `${what} cannot be used within the definition of a generic`)
        return
      default:
    }
  }

  // PEP 572; CPython: `symtable_handle_namedexpr`, `symtable_extend_namedexpr_scope`.
  private namedExpression(node: NamedExpr): void {
    this.refuseInAnnotation('named expression', node)
    if (this.iterableDepth > 0) {
      this.fail(node, 'assignment expression cannot be used in a comprehension iterable expression')
    }
    if (this.scope.comprehension !== undefined && node.target.kind === 'Name') {
      this.handOutTarget(node.target.id, node.target)
    }
    this.expression(node.value)
    this.expression(node.target)
  }

  /** A walrus in a comprehension binds its target in the scope around the comprehensions. */
  private handOutTarget(name: string, target: Span): void {
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent) {
      const flags = scope.lookup(name)?.flags ?? 0
      if (scope.comprehension !== undefined) {
        if (flags & Flag.Iteration && flags & (Flag.Local | Flag.Global)) {
          this.fail(target, `assignment expression cannot rebind comprehension iteration variable '${name}'`)
          return
        }
        continue
      }
      switch (scope.kind) {
        case 'function':
        case 'lambda':
          this.note(name, flags & Flag.Global ? Flag.Global : Flag.Nonlocal, undefined, target)
          this.recordDirective(name, target)
          this.noteIn(scope, name, Flag.Local, target, target)
          return
        case 'module':
          this.note(name, Flag.Global, undefined, target)
          this.recordDirective(name, target)
          this.noteIn(scope, name, Flag.Global, target, target)
          return
        case 'class':
          this.fail(target, 'assignment expression within a comprehension cannot be used in a class body')
          return
        case 'type parameters':
          this.fail(
            target,
            'assignment expression within a comprehension cannot be used within the definition of a generic',
          )
          return
        case 'type alias':
          this.fail(target, 'assignment expression within a comprehension cannot be used in a type alias')
          return
        case 'type variable':
          this.fail(target, 'assignment expression within a comprehension cannot be used in a TypeVar bound')
          return
        default:
      }
    }
  }

  private comprehension(node: ListComp | SetComp | DictComp | GeneratorExp): void {
    const kind = comprehensionKinds[node.kind]
    const [outermost, ...others] = node.generators
    if (outermost === undefined) return
    // The outermost iterable belongs to the scope around.
    this.iterable(outermost.iter)
    const scope = this.enter('comprehension', comprehensionNames[node.kind], node)
    scope.comprehension = kind
    if (outermost.is_async) scope.isAsync = true
    this.note('.0', Flag.Parameter, undefined, node)
    this.iterationTarget(outermost.target)
    this.expressions(outermost.ifs)
    for (const generator of others) this.innerGenerator(generator)
    if (node.kind === 'DictComp') {
      this.expression(node.value)
      this.expression(node.key)
    } else {
      this.expression(node.elt)
    }
    const isAsync = scope.isAsync && kind !== 'generator'
    scope.yields = kind === 'generator'
    this.leave()
    if (isAsync) this.scope.isAsync = true
  }

  private innerGenerator(node: Comprehension): void {
    this.iterationTarget(node.target)
    this.iterable(node.iter)
    this.expressions(node.ifs)
    if (node.is_async) this.scope.isAsync = true
  }

  private iterable(node: Expression): void {
    this.iterableDepth++
    this.expression(node)
    this.iterableDepth--
  }

  private iterationTarget(node: Expression): void {
    const outer = this.iterationTargetOf
    this.iterationTargetOf = this.scope
    this.expression(node)
    this.iterationTargetOf = outer
  }

  // Patterns

  private pattern(node: Pattern): void {
    if (this.depth > maximumDepth) {
      this.tooDeep(node)
      return
    }
    this.depth++
    this.patternBody(node)
    this.depth--
  }

  private patternBody(node: Pattern): void {
    switch (node.kind) {
      case 'MatchValue':
        this.expression(node.value)
        break
      case 'MatchSingleton':
        break
      case 'MatchSequence':
      case 'MatchOr':
        for (const pattern of node.patterns) this.pattern(pattern)
        break
      case 'MatchStar':
        if (node.name !== null) this.note(node.name, Flag.Local, node.nameSpan, node)
        break
      case 'MatchMapping':
        this.expressions(node.keys)
        for (const pattern of node.patterns) this.pattern(pattern)
        if (node.rest !== null) this.note(node.rest, Flag.Local, node.restSpan!, node)
        break
      case 'MatchClass':
        this.expression(node.cls)
        for (const pattern of node.patterns) this.pattern(pattern)
        for (const pattern of node.kwd_patterns) this.pattern(pattern)
        break
      case 'MatchAs':
        if (node.pattern !== null) this.pattern(node.pattern)
        if (node.name !== null) this.note(node.name, Flag.Local, node.nameSpan, node)
        break
      case 'Error':
        for (const child of node.children) this.recovered(child)
        break
    }
  }

  /** A part of text that fits nowhere: its names are noted, so that an editor knows them. */
  private recovered(node: Node): void {
    switch (node.kind) {
      case 'Module':
      case 'Expression':
      case 'Error':
      case 'comprehension':
      case 'arguments':
      case 'arg':
      case 'keyword':
      case 'alias':
      case 'withitem':
      case 'match_case':
      case 'ExceptHandler':
      case 'TypeVar':
      case 'ParamSpec':
      case 'TypeVarTuple':
        eachChild(node, child => this.recovered(child))
        break
      case 'MatchValue':
      case 'MatchSingleton':
      case 'MatchSequence':
      case 'MatchMapping':
      case 'MatchClass':
      case 'MatchStar':
      case 'MatchAs':
      case 'MatchOr':
        this.pattern(node)
        break
      default:
        if (isExpression(node)) this.expression(node)
        else this.statement(node)
    }
  }
}

/** The part at the left end of an expression, of those kinds that grow to the left without brackets. */
function leftOf(node: Expression): Expression | undefined {
  switch (node.kind) {
    case 'BinOp':
    case 'Compare':
      return node.left
    case 'Attribute':
    case 'Subscript':
      return node.value
    case 'Call':
      return node.func
    default:
      return undefined
  }
}

const comprehensionKinds = { ListComp: 'list', SetComp: 'set', DictComp: 'dict', GeneratorExp: 'generator' } as const

const comprehensionNames = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
} as const

const comprehensionWords: Record<ComprehensionKind, string> = {
  list: 'list comprehension',
  set: 'set comprehension',
  dict: 'dict comprehension',
  generator: 'generator expression',
}

const expressionKinds: ReadonlySet<string> = new Set<Expression['kind']>([
  'BoolOp',
  'NamedExpr',
  'BinOp',
  'UnaryOp',
  'Lambda',
  'IfExp',
  'Dict',
  'Set',
  'ListComp',
  'SetComp',
  'DictComp',
  'GeneratorExp',
  'Await',
  'Yield',
  'YieldFrom',
  'Compare',
  'Call',
  'FormattedValue',
  'JoinedStr',
  'Constant',
  'Attribute',
  'Subscript',
  'Starred',
  'Name',
  'List',
  'Tuple',
  'Slice',
])

function isExpression(node: Statement | Expression): node is Expression {
  return expressionKinds.has(node.kind)
}
