/**
 * Which name means what: every place a name is written in a text, and the binding it belongs to.
 *
 * Built from the binder's symbols, once for each analysis. Knows names, not attributes.
 */

import { type Analysis, eachChild, type Node, type Scope, type ScopeSymbol, type Span } from '../language/index.ts'
import { memo } from './memo.ts'
import { isFunction, isStatement } from './nodes.ts'

/** A name bound in a scope; `owner` is undefined for a built-in or unknown name. */
export interface Binding {
  readonly name: string
  readonly owner: Scope | undefined
  /** Where it is written, in the order of the text. */
  readonly occurrences: Occurrence[]
  /** Those of `occurrences` where it is bound or declared. */
  readonly definitions: Occurrence[]
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
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[]
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

class NameIndex implements Names {
  readonly occurrences: readonly Occurrence[]
  private readonly found: Occurrence[] = []
  private readonly bindings = new Map<Scope | undefined, Map<string, Binding>>()
  private readonly analysis: Analysis
  private nodes: Map<number, Definition> | undefined

  constructor(analysis: Analysis) {
    this.analysis = analysis
    for (const scope of analysis.scopes.all) {
      for (const symbol of scope.symbols.values()) {
        if (symbol.definitions.length === 0 && symbol.references.length === 0) continue
        const binding = this.bindingOf(scope, symbol)
        for (const span of symbol.definitions) this.add(span, binding, scope, true)
        for (const span of symbol.references) this.add(span, binding, scope, false)
      }
    }
    this.addKeywordArguments()
    this.occurrences = withoutRepeats(inTextOrder(this.found))
    for (const occurrence of this.occurrences) {
      occurrence.binding.occurrences.push(occurrence)
      if (occurrence.isDefinition) occurrence.binding.definitions.push(occurrence)
    }
  }

  private add(span: Span, binding: Binding, scope: Scope, isDefinition: boolean): void {
    if (span.end > span.start) this.found.push({ span, binding, scope, isDefinition })
  }

  at(offset: number): Occurrence | undefined {
    let low = -1
    let high = this.occurrences.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.occurrences[middle].span.start <= offset) low = middle
      else high = middle - 1
    }
    const found = this.occurrences[low]
    return found !== undefined && offset <= found.span.end ? found : undefined
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
    this.nodes ??= collectDefinitions(this.analysis.tree)
    return this.nodes.get(span.start)
  }

  private bindingOf(scope: Scope, symbol: ScopeSymbol): Binding {
    return this.binding(this.ownerOf(scope, symbol), symbol.name)
  }

  private binding(owner: Scope | undefined, name: string): Binding {
    let ofOwner = this.bindings.get(owner)
    if (ofOwner === undefined) {
      ofOwner = new Map()
      this.bindings.set(owner, ofOwner)
    }
    let binding = ofOwner.get(name)
    if (binding === undefined) {
      binding = { name, owner, occurrences: [], definitions: [] }
      ofOwner.set(name, binding)
    }
    return binding
  }

  private ownerOf(scope: Scope, symbol: ScopeSymbol): Scope | undefined {
    const { name } = symbol
    if (isInAnnotation(scope)) return boundAround(scope, name)
    switch (symbol.resolution) {
      case 'local':
      case 'cell':
        return scope
      case 'free': {
        for (let at = scope.parent; at !== undefined; at = at.parent) {
          const outer = at.symbols.get(name)
          if (at.kind === 'class' || outer === undefined) continue
          if (outer.resolution === 'local' || outer.resolution === 'cell') return at
        }
        return undefined
      }
      default: {
        if (scope.seesClass) {
          const inClass = scope.parent?.kind === 'class' ? scope.parent : scope.parent?.parent
          if (inClass?.kind === 'class' && inClass.symbols.get(name)?.isBound) return inClass
        }
        const { module } = this.analysis.scopes
        const global = module.symbols.get(name)
        return global?.isBound || global?.isGlobal ? module : undefined
      }
    }
  }

  /** `f(a=1)` names the parameter `a` of a function `f` of this text. */
  private addKeywordArguments(): void {
    const { scopes } = this.analysis
    if (scopes.keywordCalls.length === 0) return
    const functions = new Map<Binding, Scope | undefined>()
    for (const scope of scopes.all) {
      if (scope.kind !== 'function' || scope.parent === undefined || scope.parent.kind === 'class') continue
      const around = scope.parent.kind === 'type parameters' ? scope.parent.parent! : scope.parent
      const symbol = isFunction(scope.node) ? around.lookup(scope.node.name) : undefined
      if (symbol === undefined) continue
      const binding = this.bindingOf(around, symbol)
      // A name bound twice may mean another function.
      functions.set(binding, functions.has(binding) || symbol.definitions.length > 1 ? undefined : scope)
    }
    for (const { node, scope } of scopes.keywordCalls) {
      const symbol = node.func.kind === 'Name' ? scope.lookup(node.func.id) : undefined
      const called = symbol && functions.get(this.bindingOf(scope, symbol))
      if (called === undefined) continue
      for (const { arg, argSpan } of node.keywords) {
        if (arg === null || argSpan === null) continue
        const parameter = called.lookup(arg)
        if (parameter?.isParameter) this.add(argSpan, this.bindingOf(called, parameter), scope, false)
      }
    }
  }
}

/** Under `from __future__ import annotations` the binder leaves annotations unresolved, since nothing evaluates them. */
function isInAnnotation(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'annotation') return true
  return false
}

/** The scope whose name would be meant if the annotation were evaluated where it stands. */
function boundAround(scope: Scope, name: string): Scope | undefined {
  let passedFunction = false
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const isHidden = at.kind === 'class' && passedFunction
    if (at.symbols.get(name)?.isBound && !isHidden) return at
    if (at.kind === 'function' || at.kind === 'lambda') passedFunction = true
  }
  return undefined
}

/** Sorted by place, definitions before references at the same. Numbers are sorted, as there may be a hundred thousand of them. */
function inTextOrder(occurrences: readonly Occurrence[]): Occurrence[] {
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
function withoutRepeats(occurrences: readonly Occurrence[]): Occurrence[] {
  return occurrences.filter((item, i) => {
    const before = occurrences[i - 1]
    return before === undefined || before.span.start !== item.span.start || before.binding !== item.binding
  })
}

function collectDefinitions(tree: Node): Map<number, Definition> {
  const found = new Map<number, Definition>()
  const note = (span: Span | null, node: Node, statement: Node): void => {
    if (span !== null && span.end > span.start) found.set(span.start, { span, node, statement })
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
  const waiting: [Node, Node][] = [[tree, tree]]
  for (;;) {
    const next = waiting.pop()
    if (next === undefined) return found
    const [node, statement] = next
    visit(node, statement)
    const inner = isStatement(node) || node.kind === 'comprehension' || node.kind === 'NamedExpr' ? node : statement
    eachChild(node, child => waiting.push([child, inner]))
  }
}
