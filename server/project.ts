/**
 * What goes beyond one document: where imported names come from, where a name of one module is used in others, the classes below a
 * class. Knows open documents and the files around them; answers are places, by address.
 */

import { type Analysis, type Expression, type Node, type Span, walk } from '../language/index.ts'
import { type ModuleTypes, type Type, type UserClass, walkModule } from '../language/inference/index.ts'
import type { Documents } from './documents.ts'
import { type CallGroup, callsElsewhere, describe, functionAround, functionAt } from './features/call-hierarchy.ts'
import type { ModulesBeside } from './features/completion.ts'
import { definition } from './features/definition.ts'
import { type Imported, imported } from './features/imported.ts'
import { importersOf } from './importers.ts'
import { memo } from './memo.ts'
import { namesOf } from './names.ts'
import { type ClassNode, type FunctionNode, isFunction, nodePath, touches } from './nodes.ts'
import {
  argumentsFor,
  type MemberSymbol,
  type ParameterSymbol,
  type Place,
  placesOfMember,
  symbolOf,
} from './project-members.ts'
import { classesOf, memberOf } from './typed-members.ts'
import { typesOf } from './types.ts'
import type { Workspace } from './workspace.ts'

/** A place in some document. */
export interface Elsewhere {
  readonly uri: string
  readonly analysis: Analysis
  readonly span: Span
}

/** A place where another module's name stands. */
export interface Use extends Elsewhere {
  /** In an import that binds it, read by its own name, or behind a module's. */
  readonly kind: 'import' | 'name' | 'attribute'
}

/** A place where a member or parameter stands. */
export interface SymbolPlace extends Elsewhere {
  readonly isDefinition: boolean
}

/** Calls between a function here and one of another module. */
export interface CallElsewhere {
  /** The module of the other function. */
  readonly uri: string
  readonly analysis: Analysis
  readonly group: CallGroup
}

export class Project {
  private readonly documents: Documents
  private readonly workspace: Workspace

  constructor(documents: Documents, workspace: Workspace) {
    this.documents = documents
    this.workspace = workspace
  }

  // Imports

  /** Where what stands at a place is defined, when that is in another module. */
  follow(uri: string, analysis: Analysis, offset: number, steps = 10): Elsewhere | undefined {
    const meant = imported.answer(analysis, offset)
    if (steps === 0) return undefined
    return (meant && this.followImport(uri, meant, steps)) ?? this.memberElsewhere(analysis, offset)
  }

  private followImport(uri: string, { module, level, name }: Imported, steps: number): Elsewhere | undefined {
    const document = this.documents.module(uri, module, level)
    if (name !== undefined && document !== undefined) {
      const scope = document.analysis.scopes.module
      const [first] = namesOf(document.analysis).lookup(scope, name)?.definitions ?? []
      if (first !== undefined) {
        // A package may only hand it on.
        const further = this.follow(document.uri, document.analysis, first.span.start, steps - 1)
        return further ?? { uri: document.uri, analysis: document.analysis, span: first.span }
      }
    }
    const inside =
      name === undefined ? undefined : this.documents.module(uri, module === '' ? name : `${module}.${name}`, level)
    const whole = name === undefined ? document : inside
    return whole && { uri: whole.uri, analysis: whole.analysis, span: { start: 0, end: 0 } }
  }

  /** The member of a class of another module that an attribute means. */
  private memberElsewhere(analysis: Analysis, offset: number): Elsewhere | undefined {
    const path = nodePath(analysis, offset)
    const node = path[path.length - 1]
    if (node.kind !== 'Attribute' || !touches(node.attrSpan, offset)) return undefined
    for (const cls of classesOf(this.typeOf(analysis, node.value, path))) {
      const found = memberOf(cls, node.attr)
      const module = found?.owner.module
      if (found === undefined || module === undefined) continue
      return module.analysis === analysis
        ? undefined
        : { uri: module.address, analysis: module.analysis, span: found.member.span }
    }
    return undefined
  }

  /** Where a name is bound that other modules may import; undefined for any other. */
  originOf(uri: string, analysis: Analysis, offset: number): (Elsewhere & { readonly name: string }) | undefined {
    const elsewhere = this.follow(uri, analysis, offset)
    const place = elsewhere ?? { uri, analysis, span: { start: offset, end: offset } }
    const occurrence = namesOf(place.analysis).at(place.span.start)
    if (occurrence === undefined || occurrence.binding.owner?.kind !== 'module') return undefined
    const [first] = occurrence.binding.definitions
    if (first === undefined || (elsewhere !== undefined && elsewhere.span.end === 0)) return undefined
    const { node } = namesOf(place.analysis).definitionAt(first.span) ?? {}
    // What is imported from where nobody can look is this document's own affair.
    if (node?.kind === 'alias') return undefined
    return { ...place, span: first.span, name: occurrence.binding.name }
  }

  /** The address of a module that a document means. */
  addressOf(uri: string, module: string, level: number): string | undefined {
    return this.documents.module(uri, module, level)?.uri
  }

  /** The modules that a document can name. */
  modulesBeside(uri: string): ModulesBeside {
    const folder = folderOf(uri)
    const below = (module: string, level: number): string[] => {
      let at = folder
      for (let up = 1; up < level; up++) at = folderOf(at)
      return this.modulesIn(module === '' ? at : `${at}/${module.replaceAll('.', '/')}`, uri)
    }
    return {
      find: (module, level) => this.documents.module(uri, module, level),
      inside: address => (/\/__init__\.\w+$/.test(address) ? this.modulesIn(folderOf(address), address) : []),
      below,
    }
  }

  /** The names of the modules and packages in a folder, those but `but`. */
  private modulesIn(folder: string, but: string): string[] {
    const found = new Set<string>()
    const uris = [...this.documents.all, ...this.workspace.files].map(({ uri }) => uri)
    for (const uri of uris) {
      if (uri === but || !uri.startsWith(`${folder}/`)) continue
      const [first, ...rest] = uri.slice(folder.length + 1).split('/')
      const name = rest.length === 0 ? first.replace(/\.(?:coro|py)$/, '') : first
      if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && name !== '__init__' && name !== '__main__') found.add(name)
    }
    return [...found].sort()
  }

  /** The documents but one in which a word occurs, of those that can know some modules: that one, where nothing else is said. */
  private *mentioning(
    word: string,
    but: string,
    modules: readonly string[] = [but],
  ): Generator<{ readonly uri: string; readonly analysis: Analysis }> {
    const open = this.documents.all.map(({ uri, source }) => ({ uri, source }))
    const isOpen = new Set(open.map(({ uri }) => uri))
    const files = [...open, ...this.workspace.files.filter(({ uri }) => !isOpen.has(uri))]
    const users = modules.map(module => importersOf(module, files))
    for (const { uri, source } of files) {
      const mayKnow = modules.includes(uri) || users.some(importers => importers.has(uri))
      if (uri === but || !mayKnow || !source.includes(word)) continue
      const document = this.documents.get(uri) ?? this.documents.read(uri)
      if (document !== undefined) yield document
    }
  }

  /** Where a name that the module at `uri` binds stands in other modules. */
  usesElsewhere(uri: string, name: string): Use[] {
    const found: Use[] = []
    for (const { uri: other, analysis } of this.mentioning(name, uri)) {
      const names = namesOf(analysis)
      const add = (span: Span, kind: Use['kind']): void => {
        found.push({ uri: other, analysis, span, kind })
      }
      /** Bindings that mean the module, and dotted paths that do. */
      const modules = new Set<unknown>()
      const paths = new Set<string>()
      for (const node of analysis.scopes.imports) {
        if (node.kind === 'Import') {
          for (const alias of node.names) {
            if (this.addressOf(other, alias.name, 0) !== uri) continue
            if (alias.asname === null && alias.name.includes('.')) paths.add(alias.name)
            else modules.add(names.at((alias.asnameSpan ?? alias.nameSpan).start)?.binding)
          }
          continue
        }
        const isSource = this.addressOf(other, node.module ?? '', node.level) === uri
        for (const alias of node.names) {
          const binding = names.at((alias.asnameSpan ?? alias.nameSpan).start)?.binding
          if (isSource && alias.name === name) {
            add(alias.nameSpan, 'import')
            if (alias.asname !== null) continue
            for (const { span } of binding?.occurrences ?? []) {
              if (span.start !== alias.nameSpan.start) add(span, 'name')
            }
          } else if (this.addressOf(other, joined(node.module, alias.name), node.level) === uri) modules.add(binding)
        }
      }
      if (modules.size === 0 && paths.size === 0) continue
      walk(analysis.tree, node => {
        if (node.kind !== 'Attribute' || node.attr !== name) return undefined
        const { value } = node
        const isModule =
          value.kind === 'Name' ? modules.has(names.at(value.start)?.binding) : paths.has(dotted(value) ?? '')
        if (isModule) add(node.attrSpan, 'attribute')
        return undefined
      })
    }
    return found
  }

  // Members and parameters

  /** The member or parameter at a place. */
  symbolAt(analysis: Analysis, offset: number): MemberSymbol | ParameterSymbol | undefined {
    return symbolOf(analysis, offset, cls => this.below(cls))
  }

  /** Everywhere in the program that a member or parameter is bound or used. */
  placesOf(symbol: MemberSymbol | ParameterSymbol): SymbolPlace[] {
    const found: SymbolPlace[] = []
    const seen = new Set<string>()
    const add = (uri: string, analysis: Analysis, places: readonly Place[]): void => {
      for (const place of places) {
        const key = `${uri} ${place.span.start}`
        if (!seen.has(key)) found.push({ uri, analysis, ...place })
        seen.add(key)
      }
    }
    const home = symbol.kind === 'parameter' ? symbol.analysis : symbol.owners[0].module.analysis
    const uri = typesOf(home).address
    if (symbol.kind === 'parameter') {
      const scope = home.scopes.find(symbol.node)
      const binding = scope && namesOf(home).lookup(scope, symbol.name)
      add(uri, home, binding?.owner === scope ? (binding?.occurrences ?? []) : [])
    }
    const homes = symbol.kind === 'parameter' ? [uri] : [...new Set(symbol.owners.map(owner => owner.module.address))]
    for (const document of [{ uri, analysis: home }, ...this.mentioning(symbol.name, uri, homes)]) {
      const { analysis } = document
      const places = symbol.kind === 'parameter' ? argumentsFor(analysis, symbol) : placesOfMember(analysis, symbol)
      add(document.uri, analysis, places)
    }
    return found
  }

  // Types

  /** The type of an expression. */
  typeOf(analysis: Analysis, node: Expression, path: readonly Node[]): Type | undefined {
    const types = typesOf(analysis)
    const around = path.findLast(isFunction)
    const walked = around === undefined || !isInBody(around, node) ? moduleWalk(types) : types.walk(around)
    return walked.types.get(node)
  }

  /** Where the class of what stands at a place is defined, or the function that makes it. */
  typeDefinition(analysis: Analysis, offset: number): Elsewhere[] {
    const path = nodePath(analysis, offset)
    const leaf = path[path.length - 1]
    const { definitions = [] } = namesOf(analysis).at(offset)?.binding ?? {}
    const nodes: (Expression | undefined)[] = [isExpression(leaf) ? leaf : undefined]
    for (const { span } of definitions) {
      const { node } = namesOf(analysis).definitionAt(span) ?? {}
      if (node?.kind === 'Assign' || node?.kind === 'NamedExpr') nodes.push(node.value)
      else if (node?.kind === 'AnnAssign' || node?.kind === 'arg') {
        const { annotation } = node
        const type = annotation && typesOf(analysis).annotation(annotation, undefined)
        if (type) return this.sourcesOf(type)
      }
    }
    for (const node of nodes) {
      const type = node && this.typeOf(analysis, node, nodePath(analysis, node.start))
      const found = type === undefined ? [] : this.sourcesOf(type)
      if (found.length > 0) return found
    }
    return []
  }

  /** The class that a class statement makes. */
  classOf(analysis: Analysis, node: ClassNode): UserClass {
    return typesOf(analysis).classOf(node)
  }

  /** The classes of the program directly above one. */
  basesOf(cls: UserClass): UserClass[] {
    return cls.module.program
      .basesOf(cls)
      .flatMap(base => (base.kind === 'class' && base.cls.kind === 'user' ? [base.cls] : []))
  }

  /** The classes of the program directly below one, of its own module and of those that mention it. */
  subclassesOf(cls: UserClass): UserClass[] {
    const { address, analysis } = cls.module
    const found: UserClass[] = []
    for (const document of [{ uri: address, analysis }, ...this.mentioning(cls.name, address)]) {
      for (const { node } of document.analysis.scopes.all) {
        if (node.kind !== 'ClassDef' || node.bases.length === 0) continue
        const other = this.classOf(document.analysis, node)
        if (!found.includes(other) && this.basesOf(other).some(base => base.node === cls.node)) found.push(other)
      }
    }
    return found
  }

  /** The class, function or module that a type comes from. */
  sourcesOf(type: Type): Elsewhere[] {
    const at = (module: ModuleTypes, span: Span): Elsewhere => ({
      uri: module.address,
      analysis: module.analysis,
      span,
    })
    switch (type.kind) {
      case 'union':
        return type.members.flatMap(member => this.sourcesOf(member))
      case 'object':
      case 'class':
        return type.cls.kind === 'user' ? [at(type.cls.module, type.cls.node.nameSpan)] : []
      case 'function': {
        const { node, module } = type.fn
        return node.kind === 'Lambda' ? [] : [at(module, node.nameSpan)]
      }
      case 'coroutine':
      case 'generator':
      case 'async generator':
        return type.fn === undefined || type.fn.node.kind === 'Lambda'
          ? []
          : [at(type.fn.module, type.fn.node.nameSpan)]
      case 'module':
        return type.types === undefined ? [] : [at(type.types, { start: 0, end: 0 })]
      default:
        return []
    }
  }

  // Classes

  /** The class whose statement or name stands at a place. */
  classAt(analysis: Analysis, offset: number): UserClass | undefined {
    const path = nodePath(analysis, offset)
    const leaf = path[path.length - 1]
    if (leaf.kind === 'Name' || leaf.kind === 'Attribute') {
      const type = this.typeOf(analysis, leaf, path)
      return type?.kind === 'class' && type.cls.kind === 'user' ? type.cls : undefined
    }
    const node = path.findLast(item => item.kind === 'ClassDef')
    if (node?.kind !== 'ClassDef' || offset > node.nameSpan.end) return undefined
    return this.classOf(analysis, node)
  }

  /** What makes good on a class or method: the classes below it, and their methods of that name. */
  implementations(analysis: Analysis, offset: number): Elsewhere[] {
    const cls = this.classAt(analysis, offset)
    if (cls !== undefined) return this.below(cls).map(placeOfClass)
    const path = nodePath(analysis, offset)
    const leaf = path[path.length - 1]
    let owner: UserClass | undefined
    let name = ''
    if (leaf.kind === 'Attribute') {
      const value = this.typeOf(analysis, leaf.value, path)
      const of = value?.kind === 'object' || value?.kind === 'class' ? value.cls : undefined
      owner = of?.kind === 'user' ? of : undefined
      name = leaf.attr
    } else {
      const method = path.findLast(isFunction)
      const around = path[path.indexOf(method as Node) - 1]
      if (method === undefined || offset > method.nameSpan.end || around?.kind !== 'ClassDef') return []
      owner = this.classOf(analysis, around)
      name = method.name
    }
    if (owner === undefined) return []
    return [owner, ...this.below(owner)].flatMap(each => {
      const method = each.node.body.find(item => isFunction(item) && item.name === name)
      if (!isFunction(method) || (each === owner && method.start === path.findLast(isFunction)?.start)) return []
      return [{ uri: each.module.address, analysis: each.module.analysis, span: method.nameSpan }]
    })
  }

  private below(cls: UserClass): UserClass[] {
    const found: UserClass[] = []
    const waiting = this.subclassesOf(cls)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (found.includes(next)) continue
      found.push(next)
      waiting.push(...this.subclassesOf(next))
    }
    return found
  }

  // Calls

  /** The functions of other modules that the function at a place calls. */
  callsFrom(uri: string, analysis: Analysis, offset: number): CallElsewhere[] {
    const groups = new Map<FunctionNode, { to: Elsewhere; spans: Span[] }>()
    for (const { span } of callsElsewhere(analysis, offset)) {
      const place = this.follow(uri, analysis, span.start) ?? this.memberHere(uri, analysis, span.start)
      const node = place && functionAt(place.analysis, place.span.start)
      if (place === undefined || node === undefined) continue
      const group = groups.get(node)
      if (group === undefined) groups.set(node, { to: place, spans: [span] })
      else group.spans.push(span)
    }
    return [...groups].map(([node, { to, spans }]) => ({
      uri: to.uri,
      analysis: to.analysis,
      group: { other: describe(to.analysis, node), calls: spans },
    }))
  }

  /** The member that an attribute means, of a class of the same text that only types tell. */
  private memberHere(uri: string, analysis: Analysis, offset: number): Elsewhere | undefined {
    const [span] = definition.answer(analysis, offset)
    return span && namesOf(analysis).at(offset) === undefined ? { uri, analysis, span } : undefined
  }

  /** The functions that use the one at a place: of other modules, and of a method those here too. */
  callsTo(uri: string, analysis: Analysis, offset: number): CallElsewhere[] {
    const node = functionAt(analysis, offset)
    if (node === undefined) return []
    const groups = new Map<string, CallElsewhere & { readonly group: { calls: Span[] } }>()
    const symbol = this.symbolAt(analysis, node.nameSpan.start)
    const uses: Elsewhere[] =
      symbol?.kind === 'member'
        ? this.placesOf(symbol).filter(place => !place.isDefinition)
        : analysis.scopes.find(node)?.parent?.kind === 'module'
          ? this.usesElsewhere(uri, node.name).filter(use => use.kind !== 'import')
          : []
    for (const use of uses) {
      const around = functionAround(use.analysis, use.span)
      const key = `${use.uri} ${around?.start}`
      const group = groups.get(key)
      if (group !== undefined) group.group.calls.push(use.span)
      else {
        const other = describe(use.analysis, around)
        groups.set(key, { uri: use.uri, analysis: use.analysis, group: { other, calls: [use.span] } })
      }
    }
    return [...groups.values()]
  }

  // Files

  /**
   * What must change in imports once files have other names.
   * @param renamed the new address of one that is renamed, or of one below a folder that is
   */
  importsOf(renamed: (uri: string) => string | undefined): (Elsewhere & { readonly newText: string })[] {
    const found: (Elsewhere & { readonly newText: string })[] = []
    const seen = new Set<string>()
    for (const { uri, analysis } of this.everyDocument()) {
      if (seen.has(uri)) continue
      seen.add(uri)
      const change = (span: Span, module: string, level: number): void => {
        const target = this.addressOf(uri, module, level)
        const moved = target === undefined || isForOthers(uri, target) ? undefined : renamed(target)
        const name = moved === undefined ? undefined : moduleName(uri, moved, level)
        if (name !== undefined && name !== module) found.push({ uri, analysis, span, newText: name })
      }
      for (const node of analysis.scopes.imports) {
        if (node.kind === 'Import') for (const alias of node.names) change(alias.nameSpan, alias.name, 0)
        else {
          if (node.module !== null) change(node.moduleSpan, node.module, node.level)
          for (const alias of node.names) {
            // `from package import module`: the last part of its name stands here.
            const module = joined(node.module, alias.name)
            const target = this.addressOf(uri, module, node.level)
            const moved = target === undefined || isForOthers(uri, target) ? undefined : renamed(target)
            const name = moved === undefined ? undefined : moduleName(uri, moved, node.level)
            const last = name?.split('.').pop()
            if (last !== undefined && last !== alias.name) {
              const newText =
                alias.asname === null && isUsed(analysis, alias.nameSpan) ? `${last} as ${alias.name}` : last
              found.push({ uri, analysis, span: alias.nameSpan, newText })
            }
          }
        }
      }
    }
    return found
  }

  private *everyDocument(): Generator<{ readonly uri: string; readonly analysis: Analysis }> {
    yield* this.documents.all
    for (const { uri, source } of this.workspace.files) {
      if (this.documents.get(uri) !== undefined || !/\bimport\b/.test(source)) continue
      const document = this.documents.read(uri)
      if (document !== undefined) yield document
    }
  }
}

function isExpression(node: Node): node is Extract<Node, { kind: 'Name' | 'Attribute' | 'Call' }> {
  return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Call'
}

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')))
}

function isInBody({ body }: FunctionNode, { start, end }: Span): boolean {
  return body.some(item => item.start <= start && end <= item.end)
}

/** What Python files have to do with each other is for Python's own servers. */
function isForOthers(from: string, target: string): boolean {
  return from.endsWith('.py') && target.endsWith('.py')
}

const moduleWalk = memo((types: ModuleTypes) => walkModule(types))

function placeOfClass(cls: UserClass): Elsewhere {
  return { uri: cls.module.address, analysis: cls.module.analysis, span: cls.node.nameSpan }
}

function isUsed(analysis: Analysis, span: Span): boolean {
  return (namesOf(analysis).at(span.start)?.binding.occurrences.length ?? 0) > 1
}

function joined(module: string | null, name: string): string {
  return module === null || module === '' ? name : `${module}.${name}`
}

/** `a.b.c` as text. */
function dotted(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id
  if (node.kind !== 'Attribute') return undefined
  const before = dotted(node.value)
  return before === undefined ? undefined : `${before}.${node.attr}`
}

/** The name by which a document imports the module at `target`; undefined where it cannot. */
function moduleName(from: string, target: string, level: number): string | undefined {
  let folder = from.slice(0, from.lastIndexOf('/'))
  for (let up = 1; up < level; up++) folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
  if (!target.startsWith(`${folder}/`)) return undefined
  const path = target.slice(folder.length + 1).replace(/(?:\/__init__)?\.(?:coro|py)$/, '')
  return /^[\p{L}_][\p{L}\p{N}_]*(?:\/[\p{L}_][\p{L}\p{N}_]*)*$/u.test(path) ? path.replaceAll('/', '.') : undefined
}
