/**
 * The types of a program: what its modules, classes and functions are, across files, each question answered once.
 *
 * Modules are told apart by an address that whoever loads files gives them; which file an import means is theirs to say too. Knows no
 * files and no protocol.
 */

import type { Analysis, Part } from '../analyze.ts'
import { attributesOfType, builtin, moduleNames } from '../library/names.ts'
import type { Scope } from '../scope.ts'
import { standardModules } from '../standard-modules.ts'
import type { ClassDef, Expression, Node } from '../tree.ts'
import { annotatedType } from './annotation.ts'
import { type Binding, type Bindings, bindingsOf, type SelfAssignment, selfAssignments } from './bindings.ts'
import { Evaluator } from './expression.ts'
import { onlyLooks, resultOfMethod } from './library-types.ts'
import { concerned, reboundIn, type Stamps, stampsOf } from './parts.ts'
import { enteredType } from './protocol.ts'
import { Cell, Queries } from './query.ts'
import {
  type Exchange,
  type FunctionNode,
  instanceOf,
  join,
  joinAll,
  membersOf,
  never,
  none,
  type Suspendable,
  type SuspendableKind,
  type Type,
  type UserClass,
  type UserFunction,
  unknown,
  withoutSite,
} from './type.ts'
import { type Walk, walkFunction } from './walk.ts'

/** A module of the program, as who loads files knows it. */
export interface LoadedModule {
  readonly address: string
  readonly analysis: Analysis
}

/**
 * The module that a module means by a name.
 * @param level how many dots stand before the name
 */
export type ResolveModule = (from: string, name: string, level: number) => LoadedModule | undefined

/** Whether a class has a member, and what it is. */
export interface FoundMember {
  readonly found: 'yes' | 'no' | 'unknown'
  readonly member: Type | undefined
  readonly owner: UserClass | undefined
}

/** So many folders up an absolute import is looked for. */
const maximumFolders = 4

/** All modules of one moment: made anew when a text changes, with what is still true carried over. */
export class Program {
  readonly queries = new Queries()
  private readonly modules = new Map<string, ModuleTypes>()
  private readonly resolve: ResolveModule

  constructor(resolve: ResolveModule = () => undefined) {
    this.resolve = resolve
  }

  /** The types of a module. Those of an earlier text of it, and of what imported that, are forgotten. */
  typesOf(analysis: Analysis, address: string): ModuleTypes {
    const known = this.modules.get(address)
    if (known !== undefined && this.isCurrent(known, new Set())) {
      if (known.analysis !== analysis) known.update(analysis)
      return known
    }
    const types = new ModuleTypes(this, analysis, address)
    this.modules.set(address, types)
    return types
  }

  /** Lets go of a module that nobody asks about any more; who imports it loads it anew. */
  forget(address: string): void {
    this.modules.delete(address)
  }

  /** What a module imported is still what it would import. */
  private isCurrent(types: ModuleTypes, seen: Set<ModuleTypes>): boolean {
    if (seen.has(types)) return true
    seen.add(types)
    for (const [key, before] of types.imported) {
      const [level, name] = key.split(' ', 2)
      const now = this.loaded(types, name, Number(level))
      if (now !== before?.types || now?.version !== before?.version) return false
      if (now !== undefined && !this.isCurrent(now, seen)) return false
    }
    return true
  }

  /** The module that another one means by a dotted name; undefined for one of the library, or of nobody. */
  imported(from: ModuleTypes, name: string, level: number): ModuleTypes | undefined {
    const key = `${level} ${name}`
    if (from.imported.has(key)) return from.imported.get(key)?.types
    const types = this.loaded(from, name, level)
    from.imported.set(key, types && { types, version: types.version })
    return types
  }

  private loaded(from: ModuleTypes, name: string, level: number): ModuleTypes | undefined {
    // In a package, `import types` means the library's, whatever stands beside.
    const isShadowed =
      level === 0 && standardModules.has(name.split('.')[0]) && this.resolve(from.address, '', 1) !== undefined
    const found = isShadowed ? undefined : this.resolvedUpwards(from.address, name, level)
    if (found === undefined) return undefined
    const known = this.modules.get(found.address)
    if (known?.analysis === found.analysis) return known
    if (known !== undefined) {
      known.update(found.analysis)
      return known
    }
    const types = new ModuleTypes(this, found.analysis, found.address)
    this.modules.set(found.address, types)
    return types
  }

  /** What is imported absolutely may stand in a folder further up: beside the package that the module is part of. */
  private resolvedUpwards(from: string, name: string, level: number): LoadedModule | undefined {
    const found = this.resolve(from, name, level)
    if (found !== undefined || level > 0 || standardModules.has(name.split('.')[0])) return found
    for (let up = 2; up <= maximumFolders; up++) {
      const above = this.resolve(from, name, up)
      if (above !== undefined) return above
    }
    return undefined
  }

  // The library

  onlyLooks(module: string, name: string): boolean {
    return onlyLooks(module, name)
  }

  isCoroutineFunction(module: string, name: string): boolean {
    return moduleNames(module)?.get(name)?.kind === 'coroutine function'
  }

  /** A name of a module of the library. */
  libraryMember(module: string, name: string): Type {
    const entry = moduleNames(module)?.get(name)
    if (entry === undefined) {
      const inner = `${module}.${name}`
      if (moduleNames(inner) !== undefined) return { kind: 'module', name: inner }
      // The parts of asyncio show what asyncio shows.
      const top = module.split('.')[0]
      if (top === 'asyncio' && module !== top && moduleNames(top)?.has(name)) return this.libraryMember(top, name)
      return unknown
    }
    switch (entry.kind) {
      case 'class':
      case 'exception':
        return { kind: 'class', cls: { kind: 'library', module, name } }
      case 'module':
        return { kind: 'module', name: `${module}.${name}` }
      default:
        return { kind: 'library', module, name }
    }
  }

  builtin(name: string): Type {
    if (name === '__name__' || name === '__file__') return instanceOf('builtins', 'str')
    return builtin(name) === undefined ? unknown : this.libraryMember('builtins', name)
  }

  // Members

  /** `value.name`. */
  member(value: Type, name: string): Type {
    switch (value.kind) {
      case 'union':
        return joinAll(value.members.map(item => this.member(item, name)))
      case 'module':
        return value.types === undefined
          ? this.libraryMember(value.name, name)
          : this.ofModule(value.name, value.types, name)
      case 'class':
        if (value.cls.kind === 'library') return unknown
        return this.findMember(value.cls, name).member ?? unknown
      case 'object': {
        if (value.cls.kind === 'library')
          return this.libraryAttribute(value, `${value.cls.module}.${value.cls.name}`, name)
        const { member } = this.findMember(value.cls, name)
        return member === undefined ? unknown : this.bound(member, value)
      }
      case 'coroutine':
      case 'generator':
        return /^(?:send|throw|close|__next__|__await__)$/.test(name)
          ? { kind: 'library', module: 'builtins', owner: value.kind, name, self: withoutSite(value) }
          : unknown
      case 'async generator':
        return /^(?:asend|athrow|aclose|__anext__)$/.test(name)
          ? { kind: 'library', module: 'builtins', owner: value.kind, name, self: withoutSite(value) }
          : unknown
      case 'never':
        return never
      default:
        return unknown
    }
  }

  /** What a module binds; of a package also the modules in it. */
  private ofModule(module: string, types: ModuleTypes, name: string): Type {
    if (types.bindings.has(name) || !/[\\/]__init__\.\w+$/.test(types.address)) return types.exported(name)
    const inner = this.imported(types, name, 1)
    return inner === undefined ? unknown : { kind: 'module', name: `${module}.${name}`, types: inner }
  }

  private libraryAttribute(self: Type, cls: string, name: string): Type {
    const isKnown = resultOfMethod(cls, name) !== undefined || attributesOfType(cls)?.get(name)?.kind === 'function'
    return isKnown ? { kind: 'library', module: '', owner: cls, name, self } : unknown
  }

  private bound(member: Type, self: Type): Type {
    if (member.kind !== 'function' || member.self !== undefined || member.fn.node.kind === 'Lambda') return member
    const decorators = decoratorNames(member.fn.node)
    if (decorators.includes('staticmethod')) return member
    if (decorators.some(item => item === 'property' || item === 'cached_property'))
      return withoutSite(this.resultOf(member.fn, self))
    return { ...member, self }
  }

  /** A member as found on a class and its bases, nearest first. */
  findMember(cls: UserClass, name: string): FoundMember {
    const seen = new Set<ClassDef>()
    const waiting: UserClass[] = [cls]
    let isOpen = false
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (seen.has(next.node)) continue
      seen.add(next.node)
      const member = next.module.ownMember(next, name)
      if (member !== undefined) {
        const isMethod = member.kind === 'function' || member.kind === 'class'
        return { found: 'yes', member: isMethod ? member : join(member, this.inherited(next, name)), owner: next }
      }
      const inherited: UserClass[] = []
      for (const base of this.basesOf(next)) {
        if (base.kind === 'class' && base.cls.kind === 'user') inherited.push(base.cls)
        else if (!isPlainBase(base, name)) isOpen = true
      }
      waiting.unshift(...inherited)
    }
    return { found: isOpen || seen.size > 100 ? 'unknown' : 'no', member: undefined, owner: undefined }
  }

  /** What the classes above put into an attribute that a class gives values of its own. */
  private inherited(cls: UserClass, name: string): Type {
    const seen = new Set<ClassDef>([cls.node])
    const waiting = [cls]
    let type: Type = never
    for (let next = waiting.pop(); next !== undefined && seen.size < 100; next = waiting.pop()) {
      for (const base of this.basesOf(next)) {
        if (base.kind !== 'class' || base.cls.kind !== 'user' || seen.has(base.cls.node)) continue
        seen.add(base.cls.node)
        type = join(type, base.cls.module.ownMember(base.cls, name) ?? never)
        waiting.push(base.cls)
      }
    }
    return type
  }

  basesOf(cls: UserClass): readonly Type[] {
    return cls.module.basesOf(cls)
  }

  // Functions

  /** What a call of a function gives. */
  resultOf(fn: UserFunction, self?: Type): Type {
    const { node } = fn
    if (node.kind === 'Lambda') return this.lambdaResult(fn)
    const wrapped = wrapperOf(fn)
    if (wrapped === 'unknown') return unknown
    const kind = fn.module.kindOf(node)
    if (wrapped === 'asynccontextmanager' || wrapped === 'contextmanager') {
      const { yields } = this.exchange(fn)
      return instanceOf(
        'contextlib',
        wrapped === 'contextmanager' ? '_GeneratorContextManager' : '_AsyncGeneratorContextManager',
        yields,
      )
    }
    if (kind !== 'function') {
      return { kind, name: node.name, fn, ...(wrapped === 'types.coroutine' ? { awaitable: true as const } : {}) }
    }
    const result = this.declared(fn, self)
    if (result !== undefined) return result
    // What a subclass is to write may give anything.
    const returned = fn.owner !== undefined && isStub(node) ? unknown : fn.module.walk(node).returns
    if (wrapped !== 'types.coroutine') return returned
    // A generator that it gives is wrapped in something to be awaited.
    return returned.kind === 'generator' ? { ...returned, awaitable: true } : unknown
  }

  lambdaResult(fn: UserFunction): Type {
    if (fn.node.kind !== 'Lambda') return unknown
    const { body, args } = fn.node
    const scope = fn.module.analysis.scopes.find(fn.node)
    if (scope?.yields) return { kind: scope.isAsync ? 'async generator' : 'generator', name: '<lambda>' }
    const isSimple = args.args.length + args.posonlyargs.length + args.kwonlyargs.length === 0 || body.kind === 'Call'
    if (!isSimple || body.kind !== 'Call' || body.func.kind !== 'Name') return unknown
    if (scope?.lookup(body.func.id)?.isParameter) return unknown
    const callee = fn.module.global(body.func.id)
    return callee.kind === 'function' && scope?.lookup(body.func.id)?.resolution.startsWith('global')
      ? withoutSite(this.resultOf(callee.fn))
      : unknown
  }

  /** The return annotation of a function, as a type. */
  private declared(fn: UserFunction, self?: Type): Type | undefined {
    if (fn.node.kind === 'Lambda' || fn.node.returns === null) return undefined
    return fn.module.annotation(fn.node.returns, fn.owner, self)
  }

  /** What an awaited coroutine or generator gives at its end. */
  returnsOf(type: Suspendable): Type {
    if (type.fn === undefined) return type.exchange?.returns ?? unknown
    const { fn } = type
    if (type.kind === 'coroutine') {
      const declared = this.declared(fn)
      if (declared !== undefined) return declared
    }
    return this.exchange(fn).returns
  }

  exchangeOf(type: Suspendable): Exchange {
    return type.fn === undefined
      ? (type.exchange ?? { yields: unknown, sends: unknown, returns: unknown })
      : this.exchange(type.fn)
  }

  /** What a coroutine, generator or async generator function yields, receives and returns. Annotations go before the code. */
  exchange(fn: UserFunction): Exchange {
    const { node, module } = fn
    if (node.kind === 'Lambda') return { yields: unknown, sends: unknown, returns: unknown }
    const kind = module.kindOf(node)
    const declared = this.declared(fn)
    if (kind !== 'coroutine' && kind !== 'function' && declared !== undefined) {
      const [only] = membersOf(declared)
      if (only !== undefined && only.kind === kind && only.exchange !== undefined) return only.exchange
      if (only?.kind === 'object' && only.cls.kind === 'library' && only.cls.module === 'typing') {
        return { yields: only.args[0] ?? unknown, sends: none, returns: none }
      }
    }
    const walk = module.walk(node)
    const returns = kind === 'async generator' ? none : kind === 'coroutine' ? (declared ?? walk.returns) : walk.returns
    return { yields: walk.yields, sends: walk.sends, returns }
  }
}

/** Bases that cannot bring a special method of the protocols here. */
function isPlainBase(base: Type, name: string): boolean {
  if (base.kind !== 'class' || base.cls.kind !== 'library') return false
  if (base.cls.module === 'abc' && base.cls.name === 'ABC') return true
  if (base.cls.module === 'typing' && (base.cls.name === 'Generic' || base.cls.name === 'Protocol')) return true
  if (base.cls.module === 'enum') return /^__a?(?:wait|iter|next|enter|exit)__$/.test(name) && name !== '__iter__'
  if (base.cls.module !== 'builtins') return false
  return !(attributesOfType(base.cls.name)?.has(name) ?? false) &&
    !/^__(?:iter|next|enter|exit|len|getitem|call)__$/.test(name)
    ? /^__a/.test(name) ||
        base.cls.name === 'object' ||
        moduleNames('builtins')?.get(base.cls.name)?.kind === 'exception'
    : base.cls.name === 'object'
}

/** A body that only says what a subclass must do. */
export function isStub({ body }: FunctionNode): boolean {
  return body.every(
    item =>
      item.kind === 'Pass' ||
      (item.kind === 'Raise' && item.exc !== null) ||
      (item.kind === 'Expr' && item.value.kind === 'Constant'),
  )
}

/** The last part of the name of each decorator. */
export function decoratorNames(node: Pick<FunctionNode, 'decorator_list'>): string[] {
  return node.decorator_list.map(decorator => {
    const inner = decorator.kind === 'Call' ? decorator.func : decorator
    return inner.kind === 'Name' ? inner.id : inner.kind === 'Attribute' ? inner.attr : ''
  })
}

/** Decorators after which a call makes what it made before. */
const transparent: ReadonlySet<string> = new Set(
  'staticmethod classmethod property cached_property override final abstractmethod wraps no_type_check setter getter deleter'.split(
    ' ',
  ),
)

/** What the decorators of a function make of it: nothing else, a context manager, or what cannot be told. */
export function wrapperOf(
  fn: UserFunction,
): 'nothing' | 'asynccontextmanager' | 'contextmanager' | 'types.coroutine' | 'unknown' {
  const { node, module } = fn
  if (node.kind === 'Lambda') return 'nothing'
  let found: ReturnType<typeof wrapperOf> = 'nothing'
  const names = decoratorNames(node)
  for (let i = names.length - 1; i >= 0; i--) {
    if (transparent.has(names[i])) continue
    const type = module.evaluate(node.decorator_list[i], undefined)
    if (type.kind !== 'library') return 'unknown'
    if (type.module === 'contextlib' && (names[i] === 'asynccontextmanager' || names[i] === 'contextmanager'))
      found = names[i] as typeof found
    else if (type.module === 'types' && names[i] === 'coroutine') found = 'types.coroutine'
    else return 'unknown'
  }
  return found
}

/** What is known of one module. */
export class ModuleTypes {
  readonly program: Program
  readonly address: string
  /** What else is known of each part of the text, as long as neither it nor what it relies on changes. */
  readonly facts = new Map<Part, unknown>()
  private present: Analysis
  private stamps: Stamps
  /** Another one after each change of the text. */
  version = 0
  /** What its imports were found to mean, by level and name. */
  readonly imported = new Map<string, { readonly types: ModuleTypes; readonly version: number } | undefined>()
  private readonly evaluator: Evaluator
  private knownBindings: Bindings | undefined
  private rebound: ReadonlySet<string> | undefined
  private readonly globals = new Map<string, Cell<Type>>()
  private readonly classes = new Map<ClassDef, ClassTypes>()
  private readonly walks = new Map<Node, Cell<Walk>>()

  constructor(program: Program, analysis: Analysis, address: string) {
    this.program = program
    this.present = analysis
    this.stamps = stampsOf(analysis)
    this.address = address
    this.evaluator = new Evaluator(this, undefined)
  }

  get analysis(): Analysis {
    return this.present
  }

  /** Takes the analysis of a later text. What is known of parts that the change cannot concern is kept. */
  update(analysis: Analysis): void {
    const before = this.stamps
    this.version++
    this.present = analysis
    this.stamps = stampsOf(analysis)
    this.knownBindings = undefined
    this.rebound = undefined
    const { dirty, names } = concerned(before, this.stamps)
    for (const name of names) this.globals.delete(name)
    for (const part of dirty) {
      if (!this.stamps.has(part)) this.facts.delete(part)
      for (const scope of part.scopes) {
        this.walks.delete(scope.node)
        if (scope.node.kind === 'ClassDef') this.classes.delete(scope.node)
      }
    }
  }

  get bindings(): Bindings {
    this.knownBindings ??= bindingsOf(this.analysis.tree.body)
    return this.knownBindings
  }

  /** A name as it is read in a function: of the module, or built in. */
  global(name: string): Type {
    let cell = this.globals.get(name)
    if (cell === undefined) {
      cell = new Cell<Type>()
      this.globals.set(name, cell)
    }
    return this.program.queries.ask(cell, never, () => this.findGlobal(name))
  }

  private findGlobal(name: string): Type {
    const bindings = this.bindings.get(name)
    if (bindings === undefined) {
      const symbol = this.analysis.scopes.module.symbols.get(name)
      return symbol?.isBound || symbol?.isGlobal || this.isRebound(name) ? unknown : this.program.builtin(name)
    }
    if (this.isRebound(name)) return unknown
    return withoutSite(this.joined(bindings, undefined, node => this.evaluator.evaluate(node)))
  }

  /** Assigned by a function that declares it `global`. */
  private isRebound(name: string): boolean {
    if (this.rebound === undefined) {
      const names = new Set<string>()
      for (const part of this.analysis.parts) for (const item of reboundIn(part)) names.add(item)
      this.rebound = names
    }
    return this.rebound.has(name)
  }

  private joined(
    bindings: readonly Binding[],
    owner: UserClass | undefined,
    evaluate: (node: Expression) => Type,
  ): Type {
    let type: Type = never
    const declared = bindings.find(item => item.kind === 'annotation')
    if (declared?.kind === 'annotation') return this.annotation(declared.node, owner)
    for (const binding of bindings) {
      type = join(type, this.bound(binding, owner, evaluate))
      if (type.kind === 'unknown') break
    }
    return type
  }

  private bound(binding: Binding, owner: UserClass | undefined, evaluate: (node: Expression) => Type): Type {
    switch (binding.kind) {
      case 'function':
        return { kind: 'function', fn: { node: binding.node, module: this, owner } }
      case 'class':
        return binding.node.decorator_list.length > 0 && !this.isPlainDecorated(binding.node)
          ? unknown
          : { kind: 'class', cls: this.classOf(binding.node) }
      case 'import':
        return this.importedName(binding)
      case 'value':
        return evaluate(binding.node)
      case 'entered':
        return enteredType(this.program, evaluate(binding.node), binding.isAsync).result
      default:
        return unknown
    }
  }

  /** Decorators that give back the class. */
  private isPlainDecorated(node: ClassDef): boolean {
    return node.decorator_list.every(decorator => {
      const inner = decorator.kind === 'Call' ? decorator.func : decorator
      const name = inner.kind === 'Name' ? inner.id : inner.kind === 'Attribute' ? inner.attr : ''
      return ['dataclass', 'final', 'total_ordering', 'runtime_checkable', 'unique'].includes(name)
    })
  }

  importedName({ node, alias }: Extract<Binding, { kind: 'import' }>): Type {
    if (node.kind === 'Import') {
      const name = alias.asname === null ? alias.name.split('.')[0] : alias.name
      const types = this.program.imported(this, name, 0)
      return { kind: 'module', name, ...(types === undefined ? {} : { types }) }
    }
    const module = node.module ?? ''
    const inner = this.program.imported(this, module === '' ? alias.name : `${module}.${alias.name}`, node.level)
    const types = this.program.imported(this, module, node.level)
    // A name of the package goes before a module in it.
    if (types !== undefined && types !== this && types.bindings.has(alias.name)) return types.exported(alias.name)
    if (inner !== undefined) return { kind: 'module', name: alias.name, types: inner }
    if (types !== undefined || node.level > 0) return types?.exported(alias.name) ?? unknown
    return this.program.libraryMember(module, alias.name)
  }

  /** A name as other modules see it. */
  exported(name: string): Type {
    return this.bindings.has(name) ? this.global(name) : unknown
  }

  /** An expression outside of the flow of a function: a decorator, a base, a default. */
  evaluate(node: Expression, owner: UserClass | undefined): Type {
    return owner === undefined ? this.evaluator.evaluate(node) : this.classTypes(owner.node).evaluate(node)
  }

  annotation(node: Expression, owner: UserClass | undefined, self?: Type): Type {
    return annotatedType(this.program, node, inner => {
      if (inner.kind === 'Name' && inner.id === 'Self' && owner !== undefined) {
        return self?.kind === 'object' ? { kind: 'class', cls: self.cls } : { kind: 'class', cls: owner }
      }
      return this.evaluate(inner, owner)
    })
  }

  // Classes

  private classTypes(node: ClassDef): ClassTypes {
    let types = this.classes.get(node)
    if (types === undefined) {
      types = new ClassTypes(this, node)
      this.classes.set(node, types)
    }
    return types
  }

  classOf(node: ClassDef): UserClass {
    return this.classTypes(node).cls
  }

  basesOf({ node }: UserClass): readonly Type[] {
    return this.classTypes(node).bases
  }

  ownMember({ node }: UserClass, name: string): Type | undefined {
    return this.classTypes(node).member(name)
  }

  /** The type of a binding in a class body. */
  joinedIn(bindings: readonly Binding[], owner: UserClass, evaluate: (node: Expression) => Type): Type {
    return this.joined(bindings, owner, evaluate)
  }

  // Functions

  kindOf(node: FunctionNode): SuspendableKind | 'function' {
    const scope = this.analysis.scopes.find(node)
    if (scope?.isAsyncGenerator) return 'async generator'
    if (scope?.isGenerator) return 'generator'
    return node.kind === 'AsyncFunctionDef' ? 'coroutine' : 'function'
  }

  /** The class around a function, when it is a method. */
  ownerOf(node: FunctionNode): UserClass | undefined {
    let around: Scope | undefined = this.analysis.scopes.find(node)?.parent
    if (around?.kind === 'type parameters') around = around.parent
    return around?.kind === 'class' && around.node.kind === 'ClassDef' ? this.classOf(around.node) : undefined
  }

  functionOf(node: FunctionNode): UserFunction {
    return { node, module: this, owner: this.ownerOf(node) }
  }

  /** What a walk through a function finds. */
  walk(node: FunctionNode): Walk {
    let cell = this.walks.get(node)
    if (cell === undefined) {
      cell = new Cell<Walk>()
      this.walks.set(node, cell)
    }
    return this.program.queries.ask(cell, unfinishedWalk, () => walkFunction(this, node))
  }
}

/** Stands in for the walk through a function that asks for itself. */
const unfinishedWalk: Walk = {
  types: new Map(),
  returns: never,
  yields: never,
  sends: unknown,
  events: [],
  isEndless: false,
  reached: new Set(),
  locals: new Map(),
}

/** What is known of one class. */
class ClassTypes {
  readonly cls: UserClass
  private readonly module: ModuleTypes
  private readonly evaluator: ClassEvaluator
  private readonly cells = new Map<string, Cell<Type | undefined>>()
  private readonly basesCell = new Cell<readonly Type[]>()
  private knownBindings: Bindings | undefined
  private knownAssignments: ReadonlyMap<string, readonly SelfAssignment[]> | undefined

  constructor(module: ModuleTypes, node: ClassDef) {
    this.module = module
    this.cls = { kind: 'user', name: node.name, node, module }
    this.evaluator = new ClassEvaluator(module, this.cls, name => this.bindings.has(name) && this.member(name))
  }

  get bindings(): Bindings {
    this.knownBindings ??= bindingsOf(this.cls.node.body)
    return this.knownBindings
  }

  get bases(): readonly Type[] {
    return this.module.program.queries.ask(this.basesCell, [unknown], () => {
      const bases = this.cls.node.bases.map(base => {
        const type = this.module.evaluate(base.kind === 'Subscript' ? base.value : base, undefined)
        return type.kind === 'library' && type.module === 'typing' && /^(?:Generic|Protocol)$/.test(type.name)
          ? ({ kind: 'class', cls: { kind: 'library', module: 'typing', name: type.name } } as const)
          : type
      })
      // A metaclass may add anything; `metaclass=ABCMeta` does not.
      const isPlain = this.cls.node.keywords.every(
        ({ arg, value }) => arg !== 'metaclass' || lastName(value) === 'ABCMeta',
      )
      return isPlain && !this.hasOpenDecorator() ? bases : [...bases, unknown]
    })
  }

  private hasOpenDecorator(): boolean {
    return this.cls.node.decorator_list.some(item => {
      const name = lastName(item.kind === 'Call' ? item.func : item)
      return name !== 'dataclass' && name !== 'final' && name !== 'total_ordering' && name !== 'runtime_checkable'
    })
  }

  evaluate(node: Expression): Type {
    return this.evaluator.evaluate(node)
  }

  member(name: string): Type | undefined {
    const bindings = this.bindings.get(name)
    this.knownAssignments ??= selfAssignments(this.cls.node)
    const assignments = this.knownAssignments.get(name)
    if (bindings === undefined && assignments === undefined) return undefined
    let cell = this.cells.get(name)
    if (cell === undefined) {
      cell = new Cell<Type | undefined>()
      this.cells.set(name, cell)
    }
    return this.module.program.queries.ask<Type | undefined>(cell, never, () =>
      this.find(bindings ?? [], assignments ?? []),
    )
  }

  private find(bindings: readonly Binding[], assignments: readonly SelfAssignment[]): Type {
    const { module, cls } = this
    const declared = assignments.find(item => item.annotation !== undefined)?.annotation
    if (declared !== undefined) return module.annotation(declared, cls)
    let type = module.joinedIn(bindings, cls, node => this.evaluate(node))
    for (const { method, value } of assignments) {
      if (type.kind === 'unknown') break
      type = join(type, value === undefined ? unknown : withoutSite(this.assigned(method, value)))
    }
    // What is only ever None here gets its value from somebody else.
    return type.kind === 'none' ? unknown : type
  }

  private assigned(method: FunctionNode, value: Expression): Type {
    if (value.kind === 'Constant') return this.evaluate(value)
    const walk = this.module.walk(method)
    // The method is being walked through right now: what can be told without its variables must do.
    return walk === unfinishedWalk
      ? new MethodEvaluator(this.module, this.cls, method).evaluate(value)
      : (walk.types.get(value) ?? never)
  }
}

function lastName(node: Expression): string {
  return node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : ''
}

/** Expressions in a method, nothing known of its variables but `self`. */
class MethodEvaluator extends Evaluator {
  private readonly method: FunctionNode

  constructor(module: ModuleTypes, owner: UserClass, method: FunctionNode) {
    super(module, owner)
    this.method = method
  }

  override lookup(node: Extract<Expression, { kind: 'Name' }>): Type {
    const self = this.method.args.posonlyargs[0] ?? this.method.args.args[0]
    const symbol = this.module.analysis.scopes.find(this.method)?.lookup(node.id)
    if (symbol?.resolution !== undefined && !symbol.resolution.startsWith('global')) {
      return self?.arg === node.id && this.owner !== undefined ? { kind: 'object', cls: this.owner, args: [] } : unknown
    }
    return this.module.global(node.id)
  }
}

/** Expressions in a class body see its names first. */
class ClassEvaluator extends Evaluator {
  private readonly own: (name: string) => Type | undefined | false

  constructor(module: ModuleTypes, owner: UserClass, own: (name: string) => Type | undefined | false) {
    super(module, owner)
    this.own = own
  }

  override lookup(node: Extract<Expression, { kind: 'Name' }>): Type {
    const own = this.own(node.id)
    return own === false || own === undefined ? this.module.global(node.id) : own
  }
}
