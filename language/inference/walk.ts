/**
 * A walk through one function (or the top level of a module) along all its paths: the types of its expressions, what it yields and
 * returns, and the fate of the coroutines, generators, tasks and locks it has to do with.
 *
 * Loops are gone through twice, the second time with what the first left; a `finally` once for each way into it. What is noted of an
 * expression holds for every time it was met.
 */

import type { Scope } from '../scope.ts'
import type {
  Call,
  Comprehension,
  Expression,
  Match,
  Module,
  Name,
  Node,
  Pattern,
  Statement,
  Try,
  TryStar,
} from '../tree.ts'
import { Evaluator } from './expression.ts'
import { narrow } from './narrow.ts'
import type { ModuleTypes } from './program.ts'
import { enteredType, iteratedType } from './protocol.ts'
import { Fate, joinInto, joinStates, State } from './state.ts'
import {
  builtinInstance,
  type FunctionNode,
  instanceOf,
  join,
  never,
  none,
  type Site,
  sitesOf,
  type Type,
  type UserClass,
  unknown,
  withoutSite,
} from './type.ts'

/** What became of an object on some path. */
export interface FlowEvent {
  readonly kind: 'lost' | 'lost on a path' | 'used twice' | 'held at exit' | 'held when raised'

  readonly site: Site
  /** Where it was noticed. */
  readonly at: Node | undefined
}

/** What a walk through a function finds. */
export interface Walk {
  /** By expression; constants are left out, and what is never reached. */
  readonly types: ReadonlyMap<Node, Type>
  readonly returns: Type
  readonly yields: Type
  readonly sends: Type
  readonly events: readonly FlowEvent[]
  /** No path leads to its end: it never returns. */
  readonly isEndless: boolean
  /** The statements that some path leads to. */
  readonly reached: ReadonlySet<Statement>
  /** Each variable with the types it has anywhere. */
  readonly locals: ReadonlyMap<string, Type>
}

export function walkFunction(module: ModuleTypes, node: FunctionNode): Walk {
  return new Walker(module, module.ownerOf(node), node).run()
}

/** The top level of a module or some statements of it, classes' bodies included. */
export function walkModule(module: ModuleTypes, body?: readonly Statement[]): Walk {
  return new Walker(module, undefined, module.analysis.tree).run(body)
}

/** Where the paths out of a block go. */
interface Loop {
  breaks: State | undefined
  continues: State | undefined
}

/** A `finally` on the way out, with the states of the ways that lead through it. */
interface Exits {
  returns: State | undefined
  breaks: State | undefined
  continues: State | undefined
}

/** Where exceptions of a block go. */
interface Catcher {
  /** What was known when one may have been raised. */
  state: State | undefined
  /** They go on outwards too. */
  readonly passesOn: boolean
}

/** Loops nested deeper are gone through once. */
const maximumLoopDepth = 3

class Walker extends Evaluator {
  private readonly root: FunctionNode | Module
  private readonly scope: Scope | undefined
  /** What is known here; undefined where no path leads. */
  private state: State | undefined = new State()
  private readonly types = new Map<Node, Type>()
  private readonly locals = new Map<string, Type>()
  private readonly sites = new Map<Node, Site>()
  /** Locks that were acquired, by the call and by the path they are reached by. */
  private readonly lockSites = new Map<Node, Site>()
  private readonly locks = new Map<string, Site>()
  private readonly events: FlowEvent[] = []
  private readonly noted = new Set<string>()
  /** Objects of which something became somewhere. */
  private readonly touched = new Set<Site>()
  /** Generators of which nothing has become where the function is left. */
  private readonly untouched: { readonly site: Site; readonly at: Node | undefined }[] = []
  /** Where coroutines are awaited or closed. */
  private readonly uses = new Map<Site, Set<Node>>()
  /** The statements around each of these places, from the outside in, and those around what is looked at now. */
  private readonly usePaths = new Map<Node, readonly Statement[]>()
  private readonly around: Statement[] = []
  /** Conditional expressions around what is looked at now. */
  private conditions = 0
  private returns: Type = never
  private yields: Type = never
  private sends: Type = never
  /** Where exceptions go: what was known when one may have been raised. */
  private readonly catchers: Catcher[] = []
  private readonly reached = new Set<Statement>()
  private readonly loops: Loop[] = []
  private readonly finals: (Exits & { readonly loops: number })[] = []
  private loopDepth = 0
  private finalDepth = 0
  private exitState: State | undefined

  constructor(module: ModuleTypes, owner: UserClass | undefined, root: FunctionNode | Module) {
    super(module, owner)
    this.root = root
    this.scope = module.analysis.scopes.find(root)
  }

  run(body: readonly Statement[] = this.root.body): Walk {
    if (this.root.kind !== 'Module') this.parameters(this.root)
    this.block(body)
    if (this.state !== undefined) {
      this.returns = join(this.returns, none)
      this.leave(this.state, undefined)
    }
    this.neverUsed()
    return {
      types: this.types,
      returns: withoutSite(this.returns),
      yields: this.yields,
      sends: this.sends.kind === 'never' ? unknown : this.sends,
      events: this.events,
      isEndless: this.exitState === undefined,
      reached: this.reached,
      locals: this.locals,
    }
  }

  /** What is made on some paths, and used on none. */
  private neverUsed(): void {
    for (const { site, at } of this.untouched) if (!this.touched.has(site)) this.event('lost', site, at)
    if (this.root.kind === 'Module' || this.exitState === undefined) return
    // A variable that may hold anything else as well is no longer followed.
    const held = new Set<Site>()
    for (const [, type] of this.exitState.variables) for (const site of sitesOf(type)) held.add(site)
    for (const [site, fate] of this.exitState.fates) {
      const isUnused = fate === (Fate.Fresh | Fate.Perhaps) && !this.touched.has(site)
      if (isUnused && held.has(site) && site.what === 'coroutine') this.event('lost', site, undefined)
    }
  }

  private parameters(node: FunctionNode): void {
    const { args } = node
    const set = (name: string, type: Type): void => {
      this.state?.variables.set(name, type)
      this.locals.set(name, type)
    }
    const positional = [...args.posonlyargs, ...args.args]
    for (const item of [...positional, ...args.kwonlyargs]) {
      set(item.arg, item.annotation === null ? unknown : this.module.annotation(item.annotation, this.owner))
    }
    const first = positional[0]
    if (first !== undefined && this.owner !== undefined && first.annotation === null) {
      const names = node.decorator_list.map(item => (item.kind === 'Name' ? item.id : ''))
      const ofClass =
        names.includes('classmethod') || ['__new__', '__init_subclass__', '__class_getitem__'].includes(node.name)
      if (!names.includes('staticmethod')) {
        set(
          first.arg,
          ofClass ? { kind: 'class', cls: this.owner } : { kind: 'object', cls: this.owner, args: [], open: true },
        )
      }
    }
    if (args.vararg !== null) set(args.vararg.arg, builtinInstance('tuple'))
    if (args.kwarg !== null) set(args.kwarg.arg, builtinInstance('dict'))
  }

  // What becomes of values

  private event(kind: FlowEvent['kind'], site: Site, at: Node | undefined): void {
    const key = `${kind} ${site.node.start} ${site.node.end} ${at?.start ?? ''}`
    if (this.noted.has(key)) return
    this.noted.add(key)
    this.events.push({ kind, site, at })
  }

  protected override record(node: Node, type: Type): void {
    const known = this.types.get(node)
    this.types.set(node, known === undefined ? type : join(known, type))
  }

  protected override made(type: Type, node: Expression): Type {
    if (this.state === undefined) return type
    const described = describe(type, node, node.kind === 'Call' ? this.types.get(node.func) : undefined)
    if (described === undefined) return type
    let site = this.sites.get(node)
    if (site === undefined) {
      site = { node, what: described.what, name: described.name }
      this.sites.set(node, site)
    } else if (this.state.fates.get(site) === Fate.Fresh && this.isBoundInLoop(site)) {
      // Made again in the next round, with nothing done about the one before.
      this.event('lost', site, node)
    }
    this.state.fates.set(site, Fate.Fresh)
    return { ...type, site } as Type
  }

  private isBoundInLoop(site: Site): boolean {
    for (const [, type] of this.state?.variables ?? []) if (sitesOf(type).includes(site)) return true
    return false
  }

  protected override handOn(type: Type): void {
    this.mark(type, Fate.Gone)
  }

  private mark(type: Type, fate: Fate): void {
    for (const site of sitesOf(type)) this.touched.add(site)
    this.state?.mark(type, fate)
  }

  protected override awaited(node: Expression, type: Type): void {
    this.consumed(node, type)
    if (node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'acquire')
      this.acquired(node, node.func.value)
  }

  protected override consumed(node: Expression, type: Type): void {
    for (const site of sitesOf(type)) {
      if (site.what === 'task' || site.what === 'future') continue
      const fate = this.state?.fates.get(site)
      const isUsed =
        fate === Fate.Used ||
        (fate === (Fate.Used | Fate.Fresh) && type.kind === 'coroutine' && this.comesAfterUse(site))
      if (isUsed) this.event('used twice', site, node)
    }
    this.mark(type, Fate.Used)
    this.noteUse(type, node)
  }

  /** It was used in a branch of a statement before, and nothing that may hang together with it decides whether it is used here. */
  private comesAfterUse(site: Site): boolean {
    if (this.conditions > 0) return false
    const here = this.around
    for (const node of this.uses.get(site) ?? []) {
      const there = this.usePaths.get(node) ?? []
      let i = 0
      while (i < here.length && here[i] === there[i]) i++
      // This statement stands beside the one in which the other is.
      if (i === here.length - 1 && i < there.length) return true
    }
    return false
  }

  private noteUse(type: Type, node: Node): void {
    this.usePaths.set(node, [...this.around])
    for (const site of sitesOf(type)) {
      const known = this.uses.get(site)
      if (known === undefined) this.uses.set(site, new Set([node]))
      else known.add(node)
    }
  }

  /** Used in several places: which of them a path comes by may hang together with what it came by before. */
  private isUsedHereAndThere(site: Site): boolean {
    return (this.uses.get(site)?.size ?? 0) > 1
  }

  protected override iterated(node: Expression, type: Type): void {
    for (const site of sitesOf(type)) {
      if (site.what !== 'generator' && site.what !== 'async generator') {
        this.mark(type, Fate.Gone)
        return
      }
      if (this.state?.fates.get(site) === Fate.Used) this.event('used twice', site, node)
    }
    this.mark(type, Fate.Used)
  }

  protected override called(node: Call, callee: Type): void {
    // A coroutine that was closed is as one that was awaited.
    if (
      callee.kind === 'library' &&
      callee.owner === 'coroutine' &&
      callee.name === 'close' &&
      node.func.kind === 'Attribute'
    ) {
      const closed = this.types.get(node.func.value)
      if (closed?.kind === 'coroutine') {
        this.mark(closed, Fate.Used)
        this.noteUse(closed, node)
      }
    }
    if (callee.kind === 'library' && callee.name === 'release' && node.func.kind === 'Attribute') {
      const path = pathText(node.func.value)
      const site = path === undefined ? undefined : this.locks.get(path)
      if (site !== undefined && this.state?.fates.has(site)) this.state.fates.set(site, Fate.Used)
    }
  }

  /** `await lock.acquire()`: held from here on. */
  private acquired(node: Call, lock: Expression): void {
    const type = this.types.get(lock)
    if (type?.kind !== 'object' || type.cls.kind !== 'library' || type.cls.module !== 'asyncio') return
    if (!/^(?:Lock|Condition|Semaphore|BoundedSemaphore)$/.test(type.cls.name)) return
    const path = pathText(lock)
    if (path === undefined || this.state === undefined) return
    let site = this.locks.get(path)
    if (site === undefined || site.node !== node) {
      site = this.lockSites.get(node) ?? { node, what: 'lock', name: path }
      this.lockSites.set(node, site)
      this.locks.set(path, site)
    }
    // While it is being acquired it is not held yet.
    this.pending = site
  }

  private pending: Site | undefined

  protected override mayRaise(node: Node): void {
    if (this.state !== undefined) {
      this.raise(this.state, node)
    }
    if (this.pending !== undefined && node.kind === 'Await') {
      this.state?.fates.set(this.pending, Fate.Fresh)
      this.pending = undefined
    }
  }

  private raise(state: State, node: Node): void {
    for (let i = this.catchers.length - 1; i >= 0; i--) {
      const catcher = this.catchers[i]
      catcher.state = joinInto(catcher.state, state)
      if (!catcher.passesOn) return
    }
    this.raisedOut(state, node)
  }

  private raisedOut(state: State, node: Node): void {
    if (this.locks.size === 0) return
    for (const site of this.locks.values()) {
      if (state.fates.get(site) === Fate.Fresh && !isReleaseOf(node, site)) this.event('held when raised', site, node)
    }
  }

  protected override suspended(node: Node, yields: Type): Type {
    this.yields = join(this.yields, yields)
    void node
    return unknown
  }

  protected override delegated(_node: Node, type: Type): void {
    const isGenerator = this.root.kind === 'FunctionDef'
    if (this.root.kind === 'AsyncFunctionDef' && this.scope?.yields) return
    const { program } = this.module
    const yields = type.kind === 'coroutine' || type.kind === 'generator' ? program.exchangeOf(type).yields : unknown
    if (isGenerator) {
      const { can, result } =
        type.kind === 'generator' ? { can: 'yes', result: yields } : iteratedType(program, type, false)
      this.yields = join(this.yields, can === 'yes' ? result : unknown)
    } else this.yields = join(this.yields, yields)
  }

  protected override captured(node: Node): void {
    const scope = this.module.analysis.scopes.find(node)
    if (scope === undefined || this.state === undefined || this.state.fates.isEmpty) return
    for (const name of scope.symbols.keys()) {
      const type = this.state.variables.get(name)
      if (type !== undefined && scope.symbols.get(name)?.resolution === 'free') this.handOn(type)
    }
  }

  // Names

  override lookup(node: Name): Type {
    const known = this.state?.variables.get(node.id)
    if (known !== undefined) return known
    const symbol = this.scope?.lookup(node.id)
    if (this.root.kind === 'Module') return this.module.global(node.id)
    if (symbol?.resolution === 'free') return this.outer(node.id)
    if (symbol?.resolution === 'local' || symbol?.resolution === 'cell') return unknown
    return this.module.global(node.id)
  }

  /** A variable of a function around: what it may be anywhere there. */
  private outer(name: string): Type {
    for (let at = this.scope?.parent; at !== undefined; at = at.parent) {
      const symbol = at.symbols.get(name)
      if (
        at.kind === 'class' ||
        symbol === undefined ||
        !(symbol.resolution === 'local' || symbol.resolution === 'cell')
      )
        continue
      if (at.node.kind !== 'FunctionDef' && at.node.kind !== 'AsyncFunctionDef') return unknown
      if (at.children.some(child => isReboundIn(child, name))) return unknown
      return withoutSite(this.module.walk(at.node).locals.get(name) ?? unknown)
    }
    return unknown
  }

  protected override bindName(node: Name, type: Type): void {
    const { state } = this
    if (state === undefined) return
    this.lose(node.id, node, type)
    const symbol = this.root.kind === 'Module' ? undefined : this.scope?.lookup(node.id)
    const known = this.locals.get(node.id)
    this.locals.set(node.id, known === undefined ? withoutSite(type) : join(known, withoutSite(type)))
    if (symbol !== undefined && symbol.resolution !== 'local') {
      // Others can see it: what it holds may be used there.
      this.handOn(type)
      const isShared =
        symbol.resolution !== 'cell' || this.scope?.children.some(child => isReboundIn(child, node.id)) === true
      state.variables.set(node.id, isShared ? unknown : withoutSite(type))
      return
    }
    state.variables.set(node.id, type)
    this.record(node, type)
  }

  /** The variable gets another value: what it held is lost, unless somebody has it. */
  private lose(name: string, at: Node, next: Type): void {
    const { state } = this
    const before = state?.variables.get(name)
    if (state === undefined || before === undefined || state.fates.isEmpty) return
    const kept = sitesOf(next)
    for (const site of sitesOf(before)) {
      // Made again by the same call: that has been noticed when it was.
      if (kept.includes(site)) continue
      if (state.fates.get(site) === Fate.Fresh && site.what !== 'lock' && !state.isHeldElsewhere(site, name)) {
        this.event('lost', site, at)
        state.fates.set(site, Fate.Gone)
      }
    }
  }

  /** The function is left: what nobody has used is lost. */
  private leave(state: State, at: Node | undefined): void {
    this.exitState = joinStates(this.exitState, state)
    if (this.root.kind === 'Module') return
    for (const [site, fate] of state.fates) {
      if (site.what === 'lock') {
        if (fate === Fate.Fresh) this.event('held at exit', site, at)
      } else if (fate === Fate.Fresh) {
        // A generator may be made for what happens on other paths only.
        if (site.what === 'generator' || site.what === 'async generator') this.untouched.push({ site, at })
        else this.event('lost', site, at)
      } else if (fate === (Fate.Fresh | Fate.Used) && !this.isUsedHereAndThere(site))
        this.event('lost on a path', site, at)
    }
  }

  // Parts of expressions that run on some paths only

  protected override when(test: Expression, truth: boolean, evaluate: () => Type): Type {
    if (this.state === undefined) return evaluate()
    const before = this.state
    this.state = before.copy()
    narrow(this.module.program, this.state, test, truth, inner => this.types.get(inner))
    this.conditions++
    const type = evaluate()
    this.conditions--
    this.state = joinStates(before, this.state)
    return type
  }

  protected override shadowed(generators: readonly Comprehension[], evaluate: () => Type): Type {
    const names = new Set<string>()
    for (const { target } of generators) namesIn(target, names)
    const { state } = this
    const before = new Map([...names].map(name => [name, state?.variables.get(name)] as const))
    const type = evaluate()
    for (const [name, known] of before) {
      if (known === undefined) this.state?.variables.delete(name)
      else this.state?.variables.set(name, known)
    }
    return type
  }

  // Statements

  private block(body: readonly Statement[]): void {
    for (const statement of body) {
      if (this.state === undefined) return
      this.reached.add(statement)
      this.around.push(statement)
      this.statement(statement)
      this.around.pop()
    }
  }

  private statement(node: Statement): void {
    switch (node.kind) {
      case 'Expr':
        this.drop(node.value, node)
        return
      case 'Assign':
        this.assignment(node.targets, node.value)
        return
      case 'AnnAssign': {
        const declared = this.module.annotation(node.annotation, this.owner)
        if (node.value === null) return
        const value = this.evaluate(node.value)
        this.assign(node.target, declared.kind === 'unknown' || sitesOf(value).length > 0 ? value : declared)
        return
      }
      case 'AugAssign': {
        if (node.target.kind === 'Name') this.lookup({ ...node.target, ctx: 'Load' })
        else this.assign(node.target, unknown)
        this.handOn(this.evaluate(node.value))
        this.mayRaise(node)
        if (node.target.kind === 'Name') {
          const before = this.state?.variables.get(node.target.id)
          // What is added to goes on in what comes of it.
          if (before?.kind === 'object') this.handOn(before)
          this.bindName(
            node.target,
            before?.kind === 'object' && before.cls.kind === 'library' ? withoutSite(before) : unknown,
          )
        }
        return
      }
      case 'Return': {
        if (node.value !== null) {
          const type = this.evaluate(node.value)
          this.handOn(type)
          this.returns = join(this.returns, withoutSite(type))
        } else this.returns = join(this.returns, none)
        this.exitBy('returns', node)
        return
      }
      case 'Raise':
        if (node.exc !== null) this.handOn(this.evaluate(node.exc))
        if (node.cause !== null) this.handOn(this.evaluate(node.cause))
        this.mayRaise(node)
        this.state = undefined
        return
      case 'Break':
        this.exitBy('breaks', node)
        return
      case 'Continue':
        this.exitBy('continues', node)
        return
      case 'If': {
        this.evaluate(node.test)
        const before = this.state
        this.branch(node.test, true, before)
        this.block(node.body)
        const after = this.state
        this.branch(node.test, false, before)
        this.block(node.orelse)
        this.state = joinStates(after, this.state)
        return
      }
      case 'While':
        this.loop(node)
        return
      case 'For':
      case 'AsyncFor':
        this.loop(node)
        return
      case 'With':
      case 'AsyncWith':
        this.withStatement(node)
        return
      case 'Try':
      case 'TryStar':
        this.tryStatement(node)
        return
      case 'Match':
        this.match(node)
        return
      case 'FunctionDef':
      case 'AsyncFunctionDef': {
        for (const item of node.decorator_list) this.evaluate(item)
        for (const item of [...node.args.defaults, ...node.args.kw_defaults])
          if (item !== null) this.handOn(this.evaluate(item))
        this.captured(node)
        const isGlobal = this.root.kind === 'Module'
        if (!isGlobal) this.define(node.name, { kind: 'function', fn: { node, module: this.module, owner: undefined } })
        return
      }
      case 'ClassDef':
        for (const item of [...node.decorator_list, ...node.bases]) this.evaluate(item)
        for (const item of node.keywords) this.evaluate(item.value)
        if (this.root.kind === 'Module') {
          // Its body runs here, with names of its own.
          const before: State | undefined = this.state
          this.state = before?.copy()
          this.block(node.body)
          this.state = before
        } else {
          const isPlain = node.decorator_list.length === 0
          this.define(node.name, isPlain ? { kind: 'class', cls: this.module.classOf(node) } : unknown)
        }
        return
      case 'Delete':
        for (const target of node.targets) {
          if (target.kind === 'Name') {
            this.lose(target.id, target, never)
            this.state?.variables.delete(target.id)
          } else this.evaluate({ ...target } as Expression)
        }
        return
      case 'Assert':
        this.evaluate(node.test)
        if (node.msg !== null) this.evaluate(node.msg)
        this.mayRaise(node)
        if (this.state !== undefined)
          narrow(this.module.program, this.state, node.test, true, inner => this.types.get(inner))
        return
      case 'Import':
      case 'ImportFrom':
        this.mayRaise(node)
        if (this.root.kind === 'Module') return
        for (const alias of node.names) {
          const name = alias.asname ?? (node.kind === 'Import' ? alias.name.split('.')[0] : alias.name)
          this.define(name, this.module.importedName({ kind: 'import', node, alias }))
        }
        return
      default:
    }
  }

  /** An expression of which nobody takes the value: what it makes is lost, on whichever path. */
  private drop(value: Expression, statement: Statement): void {
    switch (value.kind) {
      case 'IfExp': {
        const { test, body, orelse } = value
        this.evaluate(test)
        this.when(test, true, () => this.dropped(body, statement))
        this.when(test, false, () => this.dropped(orelse, statement))
        this.record(value, unknown)
        return
      }
      case 'BoolOp': {
        const { values, op } = value
        const [first, last] = values
        if (values.length > 2) break
        this.evaluate(first)
        this.when(first, op === 'And', () => this.dropped(last, statement))
        this.record(value, unknown)
        return
      }
      default:
    }
    this.lost(this.evaluate(value), value, statement)
    // A list of tasks holds them no longer than it is there.
    for (const element of elementsOf(value)) {
      const site = this.sites.get(element)
      if (site?.what === 'task') this.event('lost', site, statement)
    }
  }

  private dropped(value: Expression, statement: Statement): Type {
    this.drop(value, statement)
    return unknown
  }

  private lost(type: Type, value: Expression, statement: Statement): void {
    for (const site of sitesOf(type)) {
      if (this.state?.fates.get(site) === Fate.Fresh && value.kind !== 'Name' && site.what !== 'lock') {
        this.event('lost', site, statement)
        this.state.fates.set(site, Fate.Gone)
      }
    }
  }

  private define(name: string, type: Type): void {
    this.state?.variables.set(name, type)
    const known = this.locals.get(name)
    this.locals.set(name, known === undefined ? type : join(known, type))
  }

  private assignment(targets: readonly Expression[], value: Expression): void {
    const [target] = targets
    // `a, b = f(), g()` is two assignments.
    if (
      targets.length === 1 &&
      target.kind === 'Tuple' &&
      value.kind === 'Tuple' &&
      target.elts.length === value.elts.length
    ) {
      const isPlain = [...target.elts, ...value.elts].every(item => item.kind !== 'Starred')
      if (isPlain) {
        const types = value.elts.map(item => this.evaluate(item))
        target.elts.forEach((item, i) => {
          this.assign(item, types[i])
        })
        return
      }
    }
    const type = this.evaluate(value)
    for (const item of targets) this.assign(item, type)
  }

  private branch(test: Expression, truth: boolean, before: State | undefined): void {
    if (before === undefined || isConstantly(test, !truth)) {
      this.state = undefined
      return
    }
    this.state = before.copy()
    narrow(this.module.program, this.state, test, truth, inner => this.types.get(inner))
  }

  /** `return`, `break` or `continue`: through every `finally` up to where it leads. */
  private exitBy(way: keyof Exits, node: Node): void {
    const { state } = this
    this.state = undefined
    if (state === undefined) return
    const final = this.finals[this.finals.length - 1]
    if (final !== undefined && (way === 'returns' || final.loops === this.loops.length)) {
      final[way] = joinStates(final[way], state)
      return
    }
    if (way === 'returns') this.leave(state, node)
    else {
      const loop = this.loops[this.loops.length - 1]
      if (loop !== undefined) loop[way] = joinStates(loop[way], state)
    }
  }

  private loop(node: Extract<Statement, { kind: 'While' | 'For' | 'AsyncFor' }>): void {
    let element: Type = unknown
    if (node.kind !== 'While') {
      const iterable = this.evaluate(node.iter)
      this.mayRaise(node.iter)
      element = iteratedType(this.module.program, iterable, node.kind === 'AsyncFor').result
      if (node.kind === 'AsyncFor') this.delegated(node, iterable)
      this.goThrough(node, element, iterable)
      return
    }
    this.goThrough(node, element, undefined)
  }

  private goThrough(
    node: Extract<Statement, { kind: 'While' | 'For' | 'AsyncFor' }>,
    element: Type,
    iterable: Type | undefined,
  ): void {
    const rounds = this.loopDepth >= maximumLoopDepth ? 1 : 2
    const loop: Loop = { breaks: undefined, continues: undefined }
    this.loops.push(loop)
    this.loopDepth++
    let done: State | undefined
    for (let round = 0; round < rounds; round++) {
      if (this.state === undefined) break
      if (node.kind === 'While') {
        this.evaluate(node.test)
        const before: State | undefined = this.state
        this.branch(node.test, false, before)
        done = joinStates(done, this.state)
        this.branch(node.test, true, before)
      } else {
        const end: State = this.state.copy()
        if (iterable !== undefined) this.exhaust(end, node, iterable, true)
        done = joinStates(done, end)
        this.mayRaise(node)
        this.assign(node.target, element)
      }
      this.block(node.body)
      this.state = joinStates(this.state, loop.continues)
      loop.continues = undefined
    }
    // After the last round the loop may end as well.
    const last: State | undefined = this.state
    if (last !== undefined) {
      if (node.kind === 'While') {
        this.branch(node.test, false, last)
        done = joinStates(done, this.state)
      } else {
        if (iterable !== undefined) this.exhaust(last, node, iterable, false)
        done = joinStates(done, last)
      }
    }
    this.loopDepth--
    this.loops.pop()
    // How often it was gone through, if at all, is not known.
    this.state = blurred(done)
    this.block(node.orelse)
    this.state = joinStates(this.state, loop.breaks)
  }

  /** A generator that a loop has taken to its end. */
  private exhaust(state: State, node: Node, iterable: Type, goesOn: boolean): void {
    const before = this.state
    this.state = state
    for (const site of sitesOf(iterable)) {
      const isGenerator = site.what === 'generator' || site.what === 'async generator'
      if (
        isGenerator &&
        state.fates.get(site) === Fate.Used &&
        before?.fates.get(site) === Fate.Used &&
        !this.isOwnLoop(node, site)
      ) {
        this.event('used twice', site, node)
      }
      if (state.fates.has(site)) state.fates.set(site, isGenerator ? Fate.Used : Fate.Gone)
    }
    this.state = before
    if (!goesOn) return
    // In the body it is neither fresh nor finished.
    for (const site of sitesOf(iterable)) if (before?.fates.has(site)) before.fates.set(site, Fate.Gone)
  }

  private isOwnLoop(node: Node, site: Site): boolean {
    return site.node.start >= node.start && site.node.end <= node.end
  }

  private withStatement(node: Extract<Statement, { kind: 'With' | 'AsyncWith' }>): void {
    const isAsync = node.kind === 'AsyncWith'
    let swallows = false
    for (const { context_expr: context, optional_vars: target } of node.items) {
      const type = this.evaluate(context)
      this.handOn(type)
      const plain = withoutSite(type)
      swallows ||=
        plain.kind === 'object' &&
        plain.cls.module !== undefined &&
        /^(?:suppress|ExitStack|AsyncExitStack)$/.test(plain.cls.name)
      if (isAsync) this.delegated(node, unknown)
      this.mayRaise(node)
      if (target !== null) this.assign(target, enteredType(this.module.program, plain, isAsync).result)
    }
    const catcher: Catcher = { state: swallows ? this.state?.copy() : undefined, passesOn: !swallows }
    this.catchers.push(catcher)
    this.block(node.body)
    this.catchers.pop()
    // A manager of which little is known may swallow what is raised: only where nothing else leads on is that told.
    const endsByReturn = node.body[node.body.length - 1]?.kind === 'Return'
    if (swallows || (this.state === undefined && !endsByReturn))
      this.state = joinStates(this.state, blurred(catcher.state))
    if (isAsync && !swallows) this.mayRaise(node)
  }

  private tryStatement(node: Try | TryStar): void {
    if (node.finalbody.length === 0) {
      this.handlers(node)
      return
    }
    const final: Exits & { loops: number } = {
      returns: undefined,
      breaks: undefined,
      continues: undefined,
      loops: this.loops.length,
    }
    const catcher: Catcher = { state: undefined, passesOn: false }
    this.finals.push(final)
    this.catchers.push(catcher)
    this.handlers(node)
    this.catchers.pop()
    this.finals.pop()
    this.finalDepth++
    const normal = this.state
    const ways: [State | undefined, (after: State | undefined) => void][] = [
      [
        catcher.state,
        after => {
          this.state = after
          this.mayRaise(node.finalbody[node.finalbody.length - 1] ?? node)
          this.state = undefined
        },
      ],
      [final.returns, () => this.exitBy('returns', node)],
      [final.breaks, () => this.exitBy('breaks', node)],
      [final.continues, () => this.exitBy('continues', node)],
    ]
    for (const [entry, goOn] of ways) {
      if (entry === undefined) continue
      // Deep inside, one copy must do.
      if (this.finalDepth > 3) break
      this.state = entry
      this.block(node.finalbody)
      if (this.state !== undefined) goOn(this.state)
    }
    this.finalDepth--
    this.state = normal
    if (normal !== undefined) this.block(node.finalbody)
  }

  private handlers(node: Try | TryStar): void {
    if (node.handlers.length === 0) {
      this.block(node.body)
      this.block(node.orelse)
      return
    }
    const catcher: Catcher = { state: undefined, passesOn: false }
    const start = this.state?.copy()
    this.catchers.push(catcher)
    this.block(node.body)
    this.catchers.pop()
    this.block(node.orelse)
    let after = this.state
    // Without anything that may raise there is no telling: an interrupt can come anywhere.
    const entry = blurred(catcher.state ?? start)
    // What no clause catches goes on.
    const catchesAll = node.handlers.some(
      ({ type }) => type === null || (type.kind === 'Name' && type.id === 'BaseException'),
    )
    if (!catchesAll && entry !== undefined) {
      this.raise(entry, node)
    }
    for (const handler of node.handlers) {
      this.state = entry?.copy()
      if (handler.type !== null) this.evaluate(handler.type)
      if (handler.name !== null)
        this.define(
          handler.name,
          exceptionOf(handler.type === null ? unknown : (this.types.get(handler.type) ?? unknown)),
        )
      this.block(handler.body)
      after = joinStates(after, this.state)
    }
    this.state = after
  }

  private match(node: Match): void {
    const subject = this.evaluate(node.subject)
    this.handOn(subject)
    let after: State | undefined
    let isExhaustive = false
    for (const { pattern, guard, body } of node.cases) {
      const before = this.state
      if (before === undefined) break
      this.state = before.copy()
      this.pattern(pattern)
      if (guard !== null) {
        this.evaluate(guard)
        narrow(this.module.program, this.state, guard, true, inner => this.types.get(inner))
      }
      this.block(body)
      after = joinStates(after, this.state)
      this.state = before
      if (guard === null && matchesAll(pattern)) {
        isExhaustive = true
        break
      }
    }
    this.state = isExhaustive ? after : joinStates(after, this.state)
  }

  private pattern(node: Pattern): void {
    switch (node.kind) {
      case 'MatchAs':
        if (node.pattern !== null) this.pattern(node.pattern)
        if (node.name !== null) this.define(node.name, unknown)
        return
      case 'MatchStar':
        if (node.name !== null) this.define(node.name, builtinInstance('list'))
        return
      case 'MatchMapping':
        for (const item of node.patterns) this.pattern(item)
        if (node.rest !== null) this.define(node.rest, builtinInstance('dict'))
        return
      case 'MatchSequence':
      case 'MatchOr':
        for (const item of node.patterns) this.pattern(item)
        return
      case 'MatchClass':
        for (const item of [...node.patterns, ...node.kwd_patterns]) this.pattern(item)
        return
      case 'MatchValue':
        this.evaluate(node.value)
        return
      default:
    }
  }
}

/** What a display or comprehension is made of. */
function elementsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'List':
    case 'Set':
    case 'Tuple':
      return node.elts
    case 'ListComp':
    case 'SetComp':
      return [node.elt]
    default:
      return []
  }
}

/** A function that does nothing with the task it makes but give it to its caller. */
function onlyReturnsWhatItMakes(callee: Type): boolean {
  if (callee.kind !== 'function' || callee.fn.node.kind === 'Lambda') return false
  const { node, module } = callee.fn
  const { types, reached } = module.walk(node)
  return [...reached].every(
    item => item.kind !== 'Return' || (item.value?.kind === 'Call' && types.get(item.value.func)?.kind === 'library'),
  )
}

/** What is followed of a value that has just been made. */
function describe(
  type: Type,
  node: Expression,
  callee: Type | undefined,
): { what: Site['what']; name: string } | undefined {
  switch (type.kind) {
    case 'coroutine':
    case 'generator':
    case 'async generator':
      return type.name === '<genexpr>' || type.name === '' ? undefined : { what: type.kind, name: type.name }
    case 'object': {
      if (node.kind !== 'Call') return { what: 'several', name: '' }
      if (type.cls.kind !== 'library' || type.cls.module !== 'asyncio') return undefined
      const name = node.func.kind === 'Attribute' ? node.func.attr : node.func.kind === 'Name' ? node.func.id : ''
      // A group holds its tasks.
      const isGroup = callee?.kind === 'library' && callee.owner === 'asyncio.TaskGroup'
      // What another function gives it may keep as well.
      const isOwn =
        callee?.kind === 'library' ||
        callee?.kind === 'class' ||
        (callee !== undefined && onlyReturnsWhatItMakes(callee))
      if (type.cls.name === 'Task' && !isGroup) return isOwn ? { what: 'task', name } : undefined
      return type.cls.name === 'Future' && (name === 'gather' || name === 'shield')
        ? { what: 'future', name }
        : undefined
    }
    default:
      return undefined
  }
}

/** After an exception it is not certain how far the block came. */
function blurred(state: State | undefined): State | undefined {
  if (state === undefined) return undefined
  const result = state.copy()
  for (const [site, fate] of state.fates)
    if ((fate & (fate - 1)) !== 0 && (fate & Fate.Perhaps) === 0) result.fates.set(site, fate | Fate.Perhaps)
  return result
}

function exceptionOf(type: Type): Type {
  if (type.kind !== 'class') return instanceOf('builtins', 'BaseException')
  return type.cls.kind === 'user'
    ? { kind: 'object', cls: type.cls, args: [] }
    : instanceOf('builtins', 'BaseException')
}

function isConstantly(node: Expression, truth: boolean): boolean {
  if (node.kind !== 'Constant') return false
  const { value } = node
  switch (value.type) {
    case 'True':
      return truth
    case 'False':
    case 'None':
      return !truth
    case 'int':
      return (value.value !== 0n) === truth
    default:
      return false
  }
}

function matchesAll(pattern: Pattern): boolean {
  return pattern.kind === 'MatchAs' && (pattern.pattern === null || matchesAll(pattern.pattern))
}

function namesIn(target: Expression, into: Set<string>): void {
  if (target.kind === 'Name') into.add(target.id)
  else if (target.kind === 'Tuple' || target.kind === 'List') for (const item of target.elts) namesIn(item, into)
  else if (target.kind === 'Starred') namesIn(target.value, into)
}

/** `self.lock`, `lock`: a path of names that means the same lock wherever it stands in a function. */
export function pathText(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id
  if (node.kind !== 'Attribute') return undefined
  const before = pathText(node.value)
  return before === undefined ? undefined : `${before}.${node.attr}`
}

function isReleaseOf(node: Node, site: Site): boolean {
  return (
    node.kind === 'Call' &&
    node.func.kind === 'Attribute' &&
    node.func.attr === 'release' &&
    pathText(node.func.value) === site.name
  )
}

/** A function inside says `nonlocal`. */
function isReboundIn(scope: Scope, name: string): boolean {
  if (scope.symbols.get(name)?.isNonlocal) return true
  return scope.children.some(child => isReboundIn(child, name))
}
