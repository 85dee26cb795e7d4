/**
 * The second pass of the binder: where each name lives (local, cell, free, global), and which comprehensions are inlined
 * (PEP 709). CPython: Python/symtable.c `analyze_block`.
 *
 * Works on scopes alone; it looks at no tree. Names that a `nonlocal` or `global` statement gets wrong are reported through
 * `fail`, which knows where the statement stands.
 */

import { Flag, type Resolution, type Scope, ScopeSymbol } from './scope.ts'

/** Reports `message` at the `global` or `nonlocal` statement of `scope` that names `name`. */
export type FailAtDirective = (scope: Scope, name: string, message: string) => void

/** Settles `resolution` of every symbol in `module` and below. */
export function resolveScopes(module: Scope, fail: FailAtDirective): void {
  resolve(module, { bound: undefined, typeParameters: new Names(), classScope: undefined }, fail)
}

/** A set of names that starts as what it is laid over, and changes without changing that. */
class Names {
  private readonly below: Names | undefined
  private changes: Map<string, boolean> | undefined

  constructor(below?: Names) {
    this.below = below
  }

  has(name: string): boolean {
    for (let at: Names | undefined = this; at !== undefined; at = at.below) {
      const here = at.changes?.get(name)
      if (here !== undefined) return here
    }
    return false
  }

  add(name: string): void {
    this.changes ??= new Map()
    this.changes.set(name, true)
  }

  delete(name: string): void {
    this.changes ??= new Map()
    this.changes.set(name, false)
  }
}

/** What a scope sees of those around it. */
interface Outside {
  /** Names bound in enclosing functions; undefined at module level. */
  readonly bound: Names | undefined
  /** Those of `bound` that are type parameters. */
  readonly typeParameters: Names
  /** The class whose names this type scope sees. */
  readonly classScope: Scope | undefined
}

/** Resolves one scope and those inside it; returns the names that they need from outside. */
function resolve(scope: Scope, outside: Outside, fail: FailAtDirective): Set<string> | undefined {
  const isClass = scope.kind === 'class'
  const own: Outside = {
    bound: outside.bound && new Names(outside.bound),
    typeParameters: new Names(outside.typeParameters),
    classScope: outside.classScope,
  }
  let free: Set<string> | undefined
  for (const symbol of scope.symbols.values()) {
    symbol.resolution = resolveName(scope, symbol, own, fail)
    if (symbol.resolution === 'free') {
      free ??= new Set()
      free.add(symbol.name)
    }
  }
  if (scope.children.length === 0) return free

  // A `global` in a class has no effect on the functions in it: what they inherit is as it was before.
  const bound = isClass || own.bound === undefined ? new Names(outside.bound) : own.bound
  if (isClass) {
    bound.add('__class__')
    bound.add('__classdict__')
  } else if (scope.isFunctionLike) {
    for (const symbol of scope.symbols.values()) if (symbol.resolution === 'local') bound.add(symbol.name)
  }

  const innerFree = new Set<string>()
  const inlinedCells = new Set<string>()
  for (const child of scope.children) {
    const classScope = child.seesClass ? (isClass ? scope : own.classScope) : undefined
    const childFree = resolve(child, { bound, typeParameters: own.typeParameters, classScope }, fail) ?? new Set()
    // All but generator expressions are inlined, except in a type scope directly in a class.
    if (child.comprehension !== undefined && !child.yields && !scope.seesClass) {
      inlineComprehension(scope, child, childFree, inlinedCells)
      child.isInlined = true
    }
    for (const name of childFree) innerFree.add(name)
  }

  if (scope.isFunctionLike) makeCells(scope, innerFree, inlinedCells)
  else if (isClass) {
    if (innerFree.delete('__class__')) scope.needsClassCell = true
    if (innerFree.delete('__classdict__')) scope.needsClassDict = true
  }
  for (const name of inlinedCells) {
    const symbol = scope.symbols.get(name)
    if (symbol !== undefined) symbol.flags |= Flag.ComprehensionCell
  }
  for (const name of innerFree) passOn(scope, name, own.bound)
  if (free === undefined) return innerFree
  for (const name of innerFree) free.add(name)
  return free
}

function resolveName(scope: Scope, symbol: ScopeSymbol, seen: Outside, fail: FailAtDirective): Resolution {
  const { name, flags } = symbol
  const { bound, typeParameters, classScope } = seen
  if (flags & Flag.Global) {
    if (flags & Flag.Nonlocal) fail(scope, name, `name '${name}' is nonlocal and global`)
    bound?.delete(name)
    return 'global explicit'
  }
  if (flags & Flag.Nonlocal) {
    if (bound === undefined) {
      fail(scope, name, 'nonlocal declaration not allowed at module level')
      return 'global implicit'
    }
    if (!bound.has(name)) {
      fail(scope, name, `no binding for nonlocal '${name}' found`)
      return 'global implicit'
    }
    if (typeParameters.has(name)) fail(scope, name, `nonlocal binding not allowed for type parameter '${name}'`)
    return 'free'
  }
  if (flags & Flag.Bound) {
    if (flags & Flag.TypeParameter) typeParameters.add(name)
    else if (typeParameters.has(name)) typeParameters.delete(name)
    return 'local'
  }
  const inClass = classScope?.symbols.get(name)
  if (inClass !== undefined) {
    if (inClass.flags & Flag.Global) return 'global explicit'
    if (inClass.flags & Flag.Bound && !(inClass.flags & Flag.Nonlocal)) return 'global implicit'
  }
  return bound?.has(name) ? 'free' : 'global implicit'
}

/** A local name that a scope inside needs becomes a cell, and is needed from outside no more. */
function makeCells(scope: Scope, free: Set<string>, inlinedCells: ReadonlySet<string>): void {
  if (free.size === 0 && inlinedCells.size === 0) return
  for (const symbol of scope.symbols.values()) {
    const { name } = symbol
    if (symbol.resolution !== 'local' || !(free.has(name) || inlinedCells.has(name))) continue
    symbol.resolution = 'cell'
    free.delete(name)
  }
}

/** Notes in a scope a name that a scope inside it needs from further out. */
function passOn(scope: Scope, name: string, bound: Names | undefined): void {
  const symbol = scope.symbols.get(name)
  if (symbol !== undefined) {
    // Free in a method, and also a name of the class with the same name.
    if (scope.kind === 'class' || scope.seesClass) symbol.flags |= Flag.FreeInClass
  } else if (bound === undefined || bound.has(name)) {
    const passing = new ScopeSymbol(name)
    passing.resolution = 'free'
    scope.symbols.set(name, passing)
  }
}

/** Merges the names of a comprehension into the scope that it runs in. CPython: `inline_comprehension`. */
function inlineComprehension(
  scope: Scope,
  comprehension: Scope,
  comprehensionFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  for (const symbol of comprehension.symbols.values()) {
    const { name, flags } = symbol
    if (flags & Flag.Parameter) continue
    if (symbol.resolution === 'cell' || flags & Flag.ComprehensionCell) inlinedCells.add(name)
    const existing = scope.symbols.get(name)
    if (existing === undefined) {
      const copy = new ScopeSymbol(name)
      copy.flags = flags
      copy.resolution = symbol.resolution
      if (symbol.resolution === 'free' && scope.kind === 'class' && name === '__class__') {
        copy.resolution = 'global implicit'
        comprehensionFree.delete(name)
      }
      scope.symbols.set(name, copy)
    } else if (existing.flags & Flag.Bound && scope.kind !== 'class' && !isFreeBelow(comprehension, name)) {
      // What was free in the comprehension is now simply a local, unless a scope inside it closes over it.
      comprehensionFree.delete(name)
    }
  }
}

function isFreeBelow(scope: Scope, name: string): boolean {
  return scope.children.some(child =>
    child.isInlined ? isFreeBelow(child, name) : child.symbols.get(name)?.resolution === 'free',
  )
}
