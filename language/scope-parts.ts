/**
 * The scopes of a module put together from those of its parts, each bound on its own.
 *
 * What a function sees of names does not depend on the module around it, so a part's scopes stay as they are; only the names of the
 * module itself are merged. The exception are `global` and `nonlocal` statements of the module itself, which look at all that went
 * before them: `hasDirective` says that the module must be bound as one. This file looks at no tree.
 */

import type { Diagnostic } from './diagnostic.ts'
import { Flag, Scope, ScopeSymbol, type Scopes } from './scope.ts'
import type { Call, Import, ImportFrom, Module, Node, Span, TypeParameter } from './tree.ts'

/** Scopes by the nodes that open them. */
export class ScopeTables {
  readonly byNode = new Map<Node, Scope>()
  readonly typeParameters = new Map<Node, Scope>()
  readonly bounds = new Map<Node, Scope>()
  readonly defaults = new Map<Node, Scope>()

  of(node: Node): Scope {
    const scope = this.byNode.get(node)
    if (scope === undefined) throw new Error(`a ${node.kind} opens no scope`)
    return scope
  }

  /** Forgets the scopes that `node` opens. */
  forget(node: Node): void {
    this.byNode.delete(node)
    this.typeParameters.delete(node)
    this.bounds.delete(node)
    this.defaults.delete(node)
  }
}

/** A name as one scope uses it. */
export interface NameInScope {
  readonly scope: Scope
  readonly symbol: ScopeSymbol
}

/** By name, where scopes read or bind names of the module or of the built-ins. */
export function globalsIn(scopes: readonly Scope[]): ReadonlyMap<string, readonly NameInScope[]> {
  const found = new Map<string, NameInScope[]>()
  for (const scope of scopes) {
    for (const symbol of scope.symbols.values()) {
      if (!symbol.resolution.startsWith('global')) continue
      const all = found.get(symbol.name)
      if (all === undefined) found.set(symbol.name, [{ scope, symbol }])
      else all.push({ scope, symbol })
    }
  }
  return found
}

/** What the binder finds out about a part of a module. */
export interface BoundPart {
  /** The names of the module, as far as this part uses them. */
  readonly module: Scope
  /** All scopes but the module's. */
  readonly scopes: readonly Scope[]
  /** Errors found on the way over the tree. */
  readonly visited: readonly Diagnostic[]
  /** Errors found when names were resolved, which CPython does after all of the tree. */
  readonly resolved: readonly Diagnostic[]
  /** Names of inlined comprehensions that the part does not use itself. */
  readonly inlined: ReadonlySet<string>
  readonly imports: readonly (Import | ImportFrom)[]
  readonly keywordCalls: Scopes['keywordCalls']
  /** Spans of names that no node holds. */
  readonly ownSpans: readonly Span[]
  /** There are `global` or `nonlocal` statements of the module itself. */
  readonly hasDirective: boolean
}

/** The scopes of a module whose parts, in the order of the text, are `parts`. Scopes of the parts become its own. */
export function joinScopes(
  tree: Module,
  parts: readonly BoundPart[],
  tables: ScopeTables,
  futureAnnotations: boolean,
): Scopes {
  const module = new Scope('module', '<module>', tree, undefined, undefined)
  tables.byNode.set(tree, module)
  const all: Scope[] = [module]
  const visited: Diagnostic[] = []
  const resolved: Diagnostic[] = []
  const imports: (Import | ImportFrom)[] = []
  const keywordCalls: { readonly node: Call; readonly scope: Scope }[] = []
  for (const part of parts) {
    for (const scope of part.scopes) {
      all.push(scope)
      if (scope.parent?.kind === 'module') (scope as { parent: Scope }).parent = module
    }
    for (const child of part.module.children) module.children.push(child)
    if (part.module.yields) module.yields = true
    if (part.module.isAsync) module.isAsync = true
    if (part.module.returnsValue) module.returnsValue = true
    for (const [name, symbol] of part.module.symbols) if (!part.inlined.has(name)) mergeSymbol(module, symbol)
    for (const item of part.visited) visited.push(item)
    for (const item of part.resolved) resolved.push(item)
    for (const item of part.imports) imports.push(item)
    // A call of the module itself was noted with the part's own scope of it.
    for (const call of part.keywordCalls)
      keywordCalls.push(call.scope.kind === 'module' ? { ...call, scope: module } : call)
  }
  for (const symbol of module.symbols.values()) {
    symbol.resolution =
      symbol.flags & Flag.Global ? 'global explicit' : symbol.flags & Flag.Bound ? 'local' : 'global implicit'
  }
  for (const part of parts) for (const name of part.inlined) mergeInlined(module, part.module.symbols.get(name)!)
  const tooDeep = visited.findIndex(isRecursionError)
  return {
    module,
    all,
    // That the text nests too deep is said once.
    diagnostics: [...visited.filter((item, i) => i === tooDeep || !isRecursionError(item)), ...resolved],
    imports,
    keywordCalls,
    futureAnnotations,
    of: node => tables.of(node),
    find: node => tables.byNode.get(node),
    typeParametersOf: node => tables.typeParameters.get(node),
    boundOf: (parameter: TypeParameter) => tables.bounds.get(parameter),
    defaultOf: (parameter: TypeParameter) => tables.defaults.get(parameter),
  }
}

function isRecursionError(item: Diagnostic): boolean {
  return item.type === 'RecursionError'
}

function mergeSymbol(module: Scope, symbol: ScopeSymbol): void {
  const merged = symbolIn(module, symbol.name)
  merged.flags |= symbol.flags
  for (const place of symbol.definitions) merged.addPlace(place, true)
  for (const place of symbol.references) merged.addPlace(place, false)
}

function symbolIn(module: Scope, name: string): ScopeSymbol {
  let symbol = module.symbols.get(name)
  if (symbol === undefined) {
    symbol = new ScopeSymbol(name)
    module.symbols.set(name, symbol)
  }
  return symbol
}

/** A name of an inlined comprehension is the module's only where the module does not use it itself. */
function mergeInlined(module: Scope, symbol: ScopeSymbol): void {
  const known = module.symbols.get(symbol.name)
  if (known !== undefined) {
    known.flags |= symbol.flags & Flag.ComprehensionCell
    return
  }
  const copy = symbolIn(module, symbol.name)
  copy.flags = symbol.flags
  copy.resolution = symbol.resolution
}
