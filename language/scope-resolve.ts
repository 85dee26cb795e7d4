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
  resolve(module, undefined, new Set(), new Set(), new Set(), undefined, fail)
}

/**
 * @param bound names bound in enclosing functions; undefined at module level
 * @param free receives the names that this scope and those inside it need from outside
 * @param globals names declared global in enclosing scopes
 * @param typeParameters those of `bound` that are type parameters
 * @param classScope the class whose names this type scope sees
 */
function resolve(
  scope: Scope,
  bound: Set<string> | undefined,
  free: Set<string>,
  globals: Set<string>,
  typeParameters: Set<string>,
  classScope: Scope | undefined,
  fail: FailAtDirective,
): void {
  const isClass = scope.kind === 'class'
  const local = new Set<string>()
  const scopes = new Map<string, Resolution>()
  // A `global` in a class has no effect on the functions in it: what they inherit is taken before.
  const innerGlobals = isClass ? new Set(globals) : globals
  const innerBound = new Set(isClass ? bound : undefined)
  const innerFree = new Set<string>()
  const inlinedCells = new Set<string>()

  for (const symbol of scope.symbols.values()) {
    const resolution = resolveName(scope, symbol, bound, local, free, globals, typeParameters, classScope, fail)
    scopes.set(symbol.name, resolution)
  }

  if (isClass) {
    innerBound.add('__class__')
    innerBound.add('__classdict__')
  } else {
    if (scope.isFunctionLike) for (const name of local) innerBound.add(name)
    if (bound !== undefined) for (const name of bound) innerBound.add(name)
  }

  for (const child of scope.children) {
    const childClass = child.seesClass ? (isClass ? scope : classScope) : undefined
    // All but generator expressions are inlined, except in a type scope directly in a class.
    const inline = child.comprehension !== undefined && !child.yields && !scope.seesClass
    const childFree = new Set<string>()
    resolve(child, new Set(innerBound), childFree, new Set(innerGlobals), new Set(typeParameters), childClass, fail)
    if (inline) {
      inlineComprehension(scope, child, scopes, childFree, inlinedCells)
      child.isInlined = true
    }
    for (const name of childFree) innerFree.add(name)
    if (child.hasFree || child.childHasFree) scope.childHasFree = true
  }

  if (scope.isFunctionLike) makeCells(scopes, innerFree, inlinedCells)
  else if (isClass) {
    if (innerFree.delete('__class__')) scope.needsClassCell = true
    if (innerFree.delete('__classdict__')) scope.needsClassDict = true
  }

  for (const symbol of scope.symbols.values()) {
    if (inlinedCells.has(symbol.name)) symbol.flags |= Flag.ComprehensionCell
    symbol.resolution = scopes.get(symbol.name)!
  }
  for (const name of innerFree) {
    const symbol = scope.symbols.get(name)
    if (symbol !== undefined) {
      // Free in a method, and also a name of the class with the same name.
      if (isClass || scope.seesClass) symbol.flags |= Flag.FreeInClass
    } else if (bound === undefined || bound.has(name)) {
      const passing = new ScopeSymbol(name)
      passing.resolution = 'free'
      scope.symbols.set(name, passing)
    }
  }
  for (const name of innerFree) free.add(name)
}

function resolveName(
  scope: Scope,
  symbol: ScopeSymbol,
  bound: Set<string> | undefined,
  local: Set<string>,
  free: Set<string>,
  globals: Set<string>,
  typeParameters: Set<string>,
  classScope: Scope | undefined,
  fail: FailAtDirective,
): Resolution {
  const { name, flags } = symbol
  if (flags & Flag.Global) {
    if (flags & Flag.Nonlocal) fail(scope, name, `name '${name}' is nonlocal and global`)
    globals.add(name)
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
    scope.hasFree = true
    free.add(name)
    return 'free'
  }
  if (flags & Flag.Bound) {
    local.add(name)
    globals.delete(name)
    if (flags & Flag.TypeParameter) typeParameters.add(name)
    else typeParameters.delete(name)
    return 'local'
  }
  const inClass = classScope?.symbols.get(name)
  if (inClass !== undefined) {
    if (inClass.flags & Flag.Global) return 'global explicit'
    if (inClass.flags & Flag.Bound && !(inClass.flags & Flag.Nonlocal)) return 'global implicit'
  }
  if (bound?.has(name)) {
    scope.hasFree = true
    free.add(name)
    return 'free'
  }
  if (globals.has(name)) return 'global implicit'
  if (scope.isNested) scope.hasFree = true
  return 'global implicit'
}

/** A local name that a scope inside needs becomes a cell, and is needed from outside no more. */
function makeCells(scopes: Map<string, Resolution>, free: Set<string>, inlinedCells: Set<string>): void {
  for (const [name, resolution] of scopes) {
    if (resolution !== 'local' || !(free.has(name) || inlinedCells.has(name))) continue
    scopes.set(name, 'cell')
    free.delete(name)
  }
}

/** Merges the names of a comprehension into the scope that it runs in. CPython: `inline_comprehension`. */
function inlineComprehension(
  scope: Scope,
  comprehension: Scope,
  scopes: Map<string, Resolution>,
  comprehensionFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  for (const symbol of comprehension.symbols.values()) {
    const { name, flags } = symbol
    if (flags & Flag.Parameter) continue
    let resolution = symbol.resolution
    if (resolution === 'cell' || flags & Flag.ComprehensionCell) inlinedCells.add(name)
    const existing = scope.symbols.get(name)
    if (existing === undefined) {
      if (resolution === 'free' && scope.kind === 'class' && name === '__class__') {
        resolution = 'global implicit'
        comprehensionFree.delete(name)
      }
      const copy = new ScopeSymbol(name)
      copy.flags = flags
      scope.symbols.set(name, copy)
      scopes.set(name, resolution)
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
