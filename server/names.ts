/**
 * Which name means what: every place a name is written in a text, and the binding it belongs to.
 *
 * Built from the binder's symbols: what stands in a part of the text once for each part, and kept with it over edits; the names of the
 * module, which all parts share, for each analysis, and only those that are asked for. Knows names, not attributes.
 */

import {
  type Analysis,
  eachChild,
  type Node,
  type Part,
  type Scope,
  type ScopeSymbol,
  type Span,
} from '../language/index.ts'
import { memo } from './memo.ts'
import { isFunction, isStatement } from './nodes.ts'
import { partIndexAt } from './parts.ts'

/** A name bound in a scope; `owner` is undefined for a built-in or unknown name. */
export interface Binding {
  readonly name: string
  readonly owner: Scope | undefined
  /** Where it is written, in the order of the text. */
  readonly occurrences: readonly Occurrence[]
  /** Those of `occurrences` where it is bound or declared. */
  readonly definitions: readonly Occurrence[]
}

/** A name as it stands in the text. */
export interface Occurrence {
  readonly span: Span
  readonly binding: Binding
  /** The scope in which it is written. */
  readonly scope: Scope
  /** It is bound or declared here, not read. */
  readonly isDefinition: boolean
}

/** The names of a text. */
export interface Names {
  /** Those of the part at an index, in the order of the text. */
  inPart(index: number): readonly Occurrence[]
  /** The name that `offset` is on or just behind. */
  at(offset: number): Occurrence | undefined
  /** The binding that `name`, as written in `scope`, means. */
  lookup(scope: Scope, name: string): Binding | undefined
  /** The node that binds a name at a place: a definition, parameter, import, handler, or the statement of an assignment. */
  definitionAt(span: Span): Definition | undefined
}

/** What binds a name. */
export interface Definition {
  readonly span: Span
  readonly node: Node
  /** The nearest statement, comprehension or walrus around the name. */
  readonly statement: Node
}

export const namesOf: (analysis: Analysis) => Names = memo(analysis => new NameIndex(analysis))

/** A name as it is written in a part. */
interface Place {
  readonly span: Span
  readonly home: Home
  /** Undefined for the module itself. */
  readonly scope: Scope | undefined
  readonly isDefinition: boolean
}

/** What a name of a part means: a name of a scope in it, or, without `owner`, one of the module or of nobody. */
interface Home {
  readonly name: string
  readonly owner: Scope | undefined
  readonly places: Place[]
}

/** The names of a part, by themselves. */
class PartNames {
  readonly places: readonly Place[]
  /** By owner and name. */
  private readonly homes = new Map<Scope | undefined, Map<string, Home>>()

  constructor(part: Part) {
    const found: Place[] = []
    const add = (symbol: ScopeSymbol, owner: Scope | undefined, scope: Scope | undefined): void => {
      if (symbol.definitions.length === 0 && symbol.references.length === 0) return
      const home = this.homeOf(owner, symbol.name)
      for (const span of symbol.definitions) {
        if (span.end > span.start) found.push({ span, home, scope, isDefinition: true })
      }
      for (const span of symbol.references) {
        if (span.end > span.start) found.push({ span, home, scope, isDefinition: false })
      }
    }
    for (const symbol of part.symbols.values()) add(symbol, undefined, undefined)
    for (const scope of part.scopes) {
      for (const symbol of scope.symbols.values()) add(symbol, ownerOf(scope, symbol), scope)
    }
    this.places = withoutRepeats(inTextOrder(found))
    for (const place of this.places) place.home.places.push(place)
  }

  home(owner: Scope | undefined, name: string): Home | undefined {
    return this.homes.get(owner)?.get(name)
  }

  private homeOf(owner: Scope | undefined, name: string): Home {
    let ofOwner = this.homes.get(owner)
    if (ofOwner === undefined) {
      ofOwner = new Map()
      this.homes.set(owner, ofOwner)
    }
    let home = ofOwner.get(name)
    if (home === undefined) {
      home = { name, owner, places: [] }
      ofOwner.set(name, home)
    }
    return home
  }
}

const partNames = memo((part: Part) => new PartNames(part))

/** The last of the sorted `items` that starts at or before `offset`. */
function lastAt<T extends { readonly span: Span }>(items: readonly T[], offset: number): T | undefined {
  let low = -1
  let high = items.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (items[middle].span.start <= offset) low = middle
    else high = middle - 1
  }
  return items[low]
}

/** A binding whose places are looked up when somebody wants them. */
class LazyBinding implements Binding {
  readonly name: string
  readonly owner: Scope | undefined
  private readonly find: (binding: Binding) => readonly Occurrence[]
  private readonly findBound: (() => readonly Occurrence[]) | undefined
  private found: readonly Occurrence[] | undefined
  private bound: readonly Occurrence[] | undefined

  /** @param findBound a quicker way to those that bind the name, where there is one */
  constructor(
    name: string,
    owner: Scope | undefined,
    find: (binding: Binding) => readonly Occurrence[],
    findBound?: () => readonly Occurrence[],
  ) {
    this.name = name
    this.owner = owner
    this.find = find
    this.findBound = findBound
  }

  get occurrences(): readonly Occurrence[] {
    this.found ??= this.find(this)
    return this.found
  }

  get definitions(): readonly Occurrence[] {
    this.bound ??= this.findBound?.() ?? this.occurrences.filter(item => item.isDefinition)
    return this.bound
  }
}

class NameIndex implements Names {
  private readonly analysis: Analysis
  private readonly globals = new Map<string, Binding>()
  private readonly locals = new Map<Scope, Map<string, Binding>>()
  private foundArguments: { readonly sorted: Occurrence[]; readonly of: Map<Binding, Occurrence[]> } | undefined
  /** An undefined answer to a question about arguments that is asked while they are being collected. */
  private isCollecting = false

  constructor(analysis: Analysis) {
    this.analysis = analysis
  }

  inPart(index: number): readonly Occurrence[] {
    const part = this.analysis.parts[index]
    const own = partNames(part).places.map(place => this.occurrence(place))
    const end = this.analysis.parts[index + 1]?.start ?? Number.POSITIVE_INFINITY
    const named = this.keywordArguments.sorted
    let first = 0
    let high = named.length
    while (first < high) {
      const middle = (first + high) >> 1
      if (named[middle].span.start < part.start) first = middle + 1
      else high = middle
    }
    let last = first
    while (last < named.length && named[last].span.start < end) last++
    if (first === last) return own
    return [...own, ...named.slice(first, last)].sort((a, b) => a.span.start - b.span.start)
  }

  at(offset: number): Occurrence | undefined {
    const { parts } = this.analysis
    // Just behind the last word of a part the next one may start.
    for (let i = partIndexAt(parts, offset); i >= 0; i--) {
      const found = lastAt(partNames(parts[i]).places, offset)
      if (found !== undefined && offset <= found.span.end) return this.occurrence(found)
      if (parts[i].start < offset) break
    }
    const named = lastAt(this.keywordArguments.sorted, offset)
    return named !== undefined && offset <= named.span.end ? named : undefined
  }

  lookup(scope: Scope, name: string): Binding | undefined {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      // A class is seen from itself, and from the type scopes directly in it.
      if (at !== scope && at.kind === 'class' && !scope.seesClass) continue
      const symbol = at.lookup(name)
      if (symbol === undefined) continue
      const binding = this.bindingOf(at, symbol)
      if (binding.owner !== undefined) return binding
    }
    return undefined
  }

  definitionAt(span: Span): Definition | undefined {
    const { parts } = this.analysis
    const part = parts[partIndexAt(parts, span.start)]
    return part && definitionsIn(part).get(span.start - part.start)
  }

  private occurrence({ span, home, scope, isDefinition }: Place): Occurrence {
    const binding = this.binding(home.owner, home.name)
    return { span, binding, scope: scope ?? this.analysis.scopes.module, isDefinition }
  }

  private bindingOf(scope: Scope, symbol: ScopeSymbol): Binding {
    return this.binding(scope.kind === 'module' ? undefined : ownerOf(scope, symbol), symbol.name)
  }

  private binding(owner: Scope | undefined, name: string): Binding {
    let ofOwner = this.globals
    if (owner !== undefined) {
      const known = this.locals.get(owner)
      ofOwner = known ?? new Map()
      if (known === undefined) this.locals.set(owner, ofOwner)
    }
    let binding = ofOwner.get(name)
    if (binding === undefined) {
      binding = owner === undefined ? this.globalBinding(name) : this.localBinding(owner, name)
      ofOwner.set(name, binding)
    }
    return binding
  }

  private globalBinding(name: string): Binding {
    const { scopes, parts } = this.analysis
    const symbol = scopes.module.symbols.get(name)
    const owner = symbol?.isBound || symbol?.isGlobal ? scopes.module : undefined
    const placesIn = (of: readonly Part[]): Place[] =>
      of.flatMap(part => partNames(part).home(undefined, name)?.places ?? [])
    return new LazyBinding(
      name,
      owner,
      () => placesIn(parts).map(place => this.occurrence(place)),
      // Annotations, of which the analysis does not tell what they use, bind nothing.
      () =>
        placesIn(this.analysis.partsUsing(name))
          .filter(place => place.isDefinition)
          .map(place => this.occurrence(place)),
    )
  }

  private localBinding(owner: Scope, name: string): Binding {
    const { parts } = this.analysis
    return new LazyBinding(name, owner, binding => {
      const part = parts[partIndexAt(parts, owner.node.start)]
      const own = (part && partNames(part).home(owner, name)?.places) ?? []
      const all = own.map(place => this.occurrence(place))
      const named = owner.symbols.get(name)?.isParameter ? this.keywordArguments.of.get(binding) : undefined
      return named === undefined ? all : [...all, ...named].sort((a, b) => a.span.start - b.span.start)
    })
  }

  /** `f(a=1)` names the parameter `a` of a function `f` of this text. */
  private get keywordArguments(): NonNullable<typeof this.foundArguments> {
    if (this.foundArguments !== undefined) return this.foundArguments
    const found = { sorted: [] as Occurrence[], of: new Map<Binding, Occurrence[]>() }
    if (this.isCollecting) return found
    this.isCollecting = true
    const { scopes } = this.analysis
    const functions = scopes.keywordCalls.length === 0 ? undefined : this.functions()
    for (const { node, scope } of scopes.keywordCalls) {
      const symbol = node.func.kind === 'Name' ? scope.lookup(node.func.id) : undefined
      const called = symbol && functions?.get(this.bindingOf(scope, symbol))
      if (called === undefined) continue
      for (const { arg, argSpan } of node.keywords) {
        if (arg === null || argSpan === null) continue
        const parameter = called.lookup(arg)
        if (!parameter?.isParameter) continue
        const binding = this.bindingOf(called, parameter)
        const occurrence = { span: argSpan, binding, scope, isDefinition: false }
        found.sorted.push(occurrence)
        const ofBinding = found.of.get(binding)
        if (ofBinding === undefined) found.of.set(binding, [occurrence])
        else ofBinding.push(occurrence)
      }
    }
    found.sorted.sort((a, b) => a.span.start - b.span.start)
    this.foundArguments = found
    this.isCollecting = false
    return found
  }

  /** The functions by the names that mean them and nothing else. */
  private functions(): Map<Binding, Scope | undefined> {
    const functions = new Map<Binding, Scope | undefined>()
    for (const scope of this.analysis.scopes.all) {
      if (scope.kind !== 'function' || scope.parent === undefined || scope.parent.kind === 'class') continue
      const around = scope.parent.kind === 'type parameters' ? scope.parent.parent! : scope.parent
      const symbol = isFunction(scope.node) ? around.lookup(scope.node.name) : undefined
      if (symbol === undefined) continue
      const binding = this.bindingOf(around, symbol)
      // A name bound twice may mean another function.
      functions.set(binding, functions.has(binding) || symbol.definitions.length > 1 ? undefined : scope)
    }
    return functions
  }
}

/** The scope in the same part that binds a name; undefined when it is a name of the module, built in, or nobody's. */
function ownerOf(scope: Scope, symbol: ScopeSymbol): Scope | undefined {
  const { name } = symbol
  if (isInAnnotation(scope)) return boundAround(scope, name)
  switch (symbol.resolution) {
    case 'local':
    case 'cell':
      return scope
    case 'free': {
      for (let at = scope.parent; at !== undefined; at = at.parent) {
        const outer = at.symbols.get(name)
        if (at.kind === 'class' || at.kind === 'module' || outer === undefined) continue
        if (outer.resolution === 'local' || outer.resolution === 'cell') return at
      }
      return undefined
    }
    default: {
      if (!scope.seesClass) return undefined
      const inClass = scope.parent?.kind === 'class' ? scope.parent : scope.parent?.parent
      return inClass?.kind === 'class' && inClass.symbols.get(name)?.isBound ? inClass : undefined
    }
  }
}

/** Under `from __future__ import annotations` the binder leaves annotations unresolved, since nothing evaluates them. */
function isInAnnotation(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'annotation') return true
  return false
}

/** The scope whose name would be meant if the annotation were evaluated where it stands; undefined for one of the module. */
function boundAround(scope: Scope, name: string): Scope | undefined {
  let passedFunction = false
  for (let at: Scope | undefined = scope; at !== undefined && at.kind !== 'module'; at = at.parent) {
    const isHidden = at.kind === 'class' && passedFunction
    if (at.symbols.get(name)?.isBound && !isHidden) return at
    if (at.kind === 'function' || at.kind === 'lambda') passedFunction = true
  }
  return undefined
}

/** Sorted by place, definitions before references at the same. Numbers are sorted, as there may be a hundred thousand of them. */
function inTextOrder(occurrences: readonly Place[]): Place[] {
  const shift = 2 ** 21
  const keys = new Float64Array(occurrences.length)
  for (let i = 0; i < occurrences.length; i++) {
    const { span, isDefinition } = occurrences[i]
    keys[i] = (span.start * 2 + (isDefinition ? 0 : 1)) * shift + i
  }
  keys.sort()
  return Array.from(keys, key => occurrences[key % shift])
}

/** A walrus in a comprehension is noted in two scopes at one place. */
function withoutRepeats(occurrences: readonly Place[]): Place[] {
  return occurrences.filter((item, i) => {
    const before = occurrences[i - 1]
    return before === undefined || before.span.start !== item.span.start || before.home !== item.home
  })
}

/** The definitions of a part, by how far behind its start they stand. */
const definitionsIn = memo((part: Part): ReadonlyMap<number, Definition> => {
  const found = new Map<number, Definition>()
  const note = (span: Span | null, node: Node, statement: Node): void => {
    if (span !== null && span.end > span.start) found.set(span.start - part.start, { span, node, statement })
  }
  const visit = (node: Node, statement: Node): void => {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
      case 'TypeVar':
      case 'ParamSpec':
      case 'TypeVarTuple':
      case 'ExceptHandler':
      case 'MatchStar':
      case 'MatchAs':
        note(node.nameSpan, node, statement)
        break
      case 'MatchMapping':
        note(node.restSpan, node, statement)
        break
      case 'arg':
        note(node.argSpan, node, statement)
        break
      case 'alias':
        note(node.asnameSpan ?? node.nameSpan, node, statement)
        break
      case 'Name':
        if (node.ctx !== 'Load') note(node, statement, statement)
        break
      default:
    }
  }
  // The nearest statement, comprehension or walrus around each node goes along.
  const waiting: [Node, Node][] = part.statements.map(statement => [statement, statement])
  for (;;) {
    const next = waiting.pop()
    if (next === undefined) return found
    const [node, statement] = next
    visit(node, statement)
    const inner = isStatement(node) || node.kind === 'comprehension' || node.kind === 'NamedExpr' ? node : statement
    eachChild(node, child => waiting.push([child, inner]))
  }
})
