/** What may be written next: names in scope, attributes, modules and their names, keywords, snippets, keyword arguments. */

import {
  type Analysis,
  type Expression,
  mangle,
  type Node,
  type Scope,
  type Span,
  TokenKind,
  tokenIndexAt,
} from '../../language/index.ts'
import type { UserClass } from '../../language/inference/index.ts'
import { keywords } from '../../language/token.ts'
import type { Feature } from '../feature.ts'
import { inferHere, typeAt } from '../flow-types.ts'
import { kindOf, type Parameter, parametersOf, signatureText } from '../functions.ts'
import { infer, type Member, members } from '../infer.ts'
import {
  attributesOfType,
  boundSignature,
  builtinNames,
  knownModules,
  type LibraryName,
  moduleNames,
} from '../library.ts'
import { namesOf } from '../names.ts'
import { isFunction, nodePath } from '../nodes.ts'
import { scopeAt } from '../scope-at.ts'
import { calleeOf, classesAbove, classesOf, membersOfClass } from '../typed-members.ts'
import { describeClass, describeFunction, describeLibrary } from './hover.ts'
import { callAround } from './signature.ts'

export type CompletionKind =
  | 'method'
  | 'function'
  | 'field'
  | 'variable'
  | 'class'
  | 'module'
  | 'property'
  | 'value'
  | 'keyword'
  | 'snippet'
  | 'type parameter'

export interface Completion {
  readonly label: string
  readonly kind: CompletionKind
  readonly detail?: string
  /** Markdown; made when somebody looks at the item. */
  readonly documentation?: () => string
  /** Text with holes `‹name›` to fill in, where it differs from the label; equal names are filled in together. */
  readonly insert?: string
  /** Digits; smaller is offered earlier. */
  readonly rank: number
}

export interface Completions {
  readonly items: readonly Completion[]
  /** What an accepted item replaces. */
  readonly replaced: Span
}

/** Names by module that the engine has. An empty list says nothing of the names. */
export type EngineNames = ReadonlyMap<string, readonly string[]>

/** The modules beside the program. */
export interface ModulesBeside {
  /** The one of this name, `level` dots before it. */
  readonly find: (module: string, level: number) => { readonly uri: string; readonly analysis: Analysis } | undefined
  /** The names of those in the package at an address; of what is no package there are none. */
  readonly inside: (address: string) => readonly string[]
  /** The names of those in the package that a dotted name means, `level` dots before it. */
  readonly below: (module: string, level: number) => readonly string[]
}

const nothingBeside: ModulesBeside = { find: () => undefined, inside: () => [], below: () => [] }

/**
 * @param engine what may be imported; everything that is recorded when left out
 * @param modules finds modules beside the program
 */
export const completion: Feature<[offset: number, engine?: EngineNames, modules?: ModulesBeside], Completions> = {
  capability: { completionProvider: { triggerCharacters: ['.', '@'], resolveProvider: true } },
  answer(analysis, offset, engine, modules = nothingBeside) {
    const replaced = wordBefore(analysis, offset)
    const nothing = { items: [], replaced }
    if (isInText(analysis, offset)) return nothing
    const line = analysis.source.slice(analysis.text.lineStarts[analysis.text.lineAt(offset)], replaced.start)
    const fromImport = /^\s*from\s+([\w.]+)\s+import\b[^#]*$/.exec(line)
    if (fromImport !== null) {
      const [, dots, module] = /^(\.*)(.*)$/.exec(fromImport[1])!
      const local = modules.find(module, dots.length)?.analysis
      const inside = moduleList(modules.below(module, dots.length))
      const names = local === undefined ? namesOfModule(module, engine) : namesOfText(local)
      return { items: distinct([...names, ...inside]), replaced }
    }
    const path = /^\s*(?:from|import)\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*([\w.]*)$/.exec(line)
    if (path !== null) {
      const [, dots, written] = /^(\.*)(.*)$/.exec(path[1])!
      const above = written.includes('.') ? written.slice(0, written.lastIndexOf('.')) : ''
      const ofProgram = moduleList(modules.below(above, dots.length))
      const ofLibrary = dots === '' ? moduleItems(importable(engine), written) : []
      return { items: distinct([...ofProgram, ...ofLibrary]), replaced }
    }
    if (analysis.source[lastNonSpace(analysis, replaced.start)] === '.' && isAfterDot(analysis, replaced.start)) {
      return { items: attributeItems(analysis, replaced.start, engine, modules), replaced }
    }
    if (/(?:^|\s)(?:def|class|as)\s+$/.test(line) || /^\s*for\s+$/.test(line)) return nothing
    if (/\basync\s+$/.test(line)) {
      // At the start of a line a statement, else part of a comprehension.
      const words = /^\s*async\s+$/.test(line) ? ['def', 'for', 'with'] : ['for']
      return { items: words.map(label => ({ label, kind: 'keyword', rank: 1 })), replaced }
    }
    return { items: nameItems(analysis, offset, line), replaced }
  },
}

function moduleList(names: readonly string[]): Completion[] {
  return names.map(label => ({ label, kind: 'module', rank: 1 }))
}

/** Of items with the same label the first. */
function distinct(items: readonly Completion[]): Completion[] {
  const seen = new Set<string>()
  return items.filter(({ label }) => !seen.has(label) && seen.add(label))
}

/** The identifier that ends at `offset`. */
function wordBefore({ source }: Analysis, offset: number): Span {
  let start = offset
  while (start > 0 && /[\p{L}\p{N}_]/u.test(source[start - 1])) start--
  return { start, end: offset }
}

function lastNonSpace({ source }: Analysis, before: number): number {
  let at = before - 1
  while (at >= 0 && /\s/.test(source[at])) at--
  return at
}

/** The dot before `offset` is an operator, not the end of a number or part of `...`. */
function isAfterDot(analysis: Analysis, offset: number): boolean {
  const index = tokenIndexAt(analysis.tokens, lastNonSpace(analysis, offset))
  return analysis.tokens.significant.kinds[index] === TokenKind.Dot
}

/** In a comment, or in a string that is not the replacement field of an f-string. */
function isInText(analysis: Analysis, offset: number): boolean {
  const { significant, trivia } = analysis.tokens
  const index = tokenIndexAt(analysis.tokens, offset - 1)
  const kind = significant.kinds[index]
  const isString = kind === TokenKind.String || kind === TokenKind.FStringMiddle || kind === TokenKind.FStringStart
  if (isString && offset > significant.starts[index] && offset < significant.ends[index]) return true
  if (kind === TokenKind.Number && offset <= significant.ends[index]) return true
  for (let i = trivia.length - 1; i >= 0; i--) {
    if (trivia.starts[i] >= offset) continue
    return trivia.kinds[i] === TokenKind.Comment && offset <= trivia.ends[i]
  }
  return false
}

function importable(engine: EngineNames | undefined): string[] {
  return engine === undefined ? knownModules() : [...engine.keys()].filter(name => !/(?:^|\.)_/.test(name))
}

/** The names of a module; of those that are recorded, the ones the engine has. */
function namesOfModule(module: string, engine: EngineNames | undefined): Completion[] {
  const recorded = [...(moduleNames(module)?.values() ?? [])]
  const has = new Set(engine?.get(module))
  const names = has.size === 0 ? recorded : recorded.filter(entry => has.has(entry.name))
  return engine !== undefined && !engine.has(module) ? [] : names.map(entry => libraryItem(entry, module, 1, false))
}

/** What a module of the user's binds. */
function namesOfText(analysis: Analysis): Completion[] {
  return namesInScope(analysis, analysis.scopes.module).filter(item => !item.label.startsWith('_'))
}

/** Modules of which the part before the last dot is written. */
function moduleItems(modules: readonly string[], written: string): Completion[] {
  const found = new Set<string>()
  for (const module of modules) {
    if (!module.startsWith(written) || module === written) continue
    found.add(module.slice(written.length).split('.')[0])
  }
  return [...found].map(label => ({ label, kind: 'module', rank: 1 }))
}

const libraryKinds: Readonly<Record<LibraryName['kind'], CompletionKind>> = {
  class: 'class',
  exception: 'class',
  function: 'function',
  'coroutine function': 'function',
  module: 'module',
  value: 'value',
}

function libraryItem(entry: LibraryName, module: string, rank: number, isMethod: boolean): Completion {
  const isCallable = entry.kind === 'function' || entry.kind === 'coroutine function'
  const signature = isMethod ? boundSignature(entry.signature) : entry.signature
  const async = entry.kind === 'coroutine function' ? 'async ' : ''
  return {
    label: entry.name,
    kind: isMethod ? (isCallable ? 'method' : 'property') : libraryKinds[entry.kind],
    ...(signature === '' ? {} : { detail: `${async}${entry.name}${signature}` }),
    ...(isMethod ? {} : { documentation: () => describeLibrary(entry, module) }),
    rank,
  }
}

function attributeItems(
  analysis: Analysis,
  offset: number,
  engine: EngineNames | undefined,
  modules: ModulesBeside,
): Completion[] {
  const dot = lastNonSpace(analysis, offset)
  const node = nodePath(analysis, dot)
    .reverse()
    .find(item => item.kind === 'Attribute' && item.value.end <= dot && item.attrSpan.start >= dot)
  if (node?.kind !== 'Attribute') return []
  const type = typeAt(analysis, node.value)
  const typed = classesOf(type).flatMap(cls => [...membersOfClass(cls), ...membersFromLibrary(cls)])
  if (typed.length > 0)
    return typed.map(item => ('label' in item ? item : memberItem(item.owner.module.analysis, item.member)))
  if (type?.kind === 'module' && type.types !== undefined) {
    const below = modules.inside(type.types.address)
    return [...namesOfText(type.types.analysis), ...below.map(label => ({ label, kind: 'module' as const, rank: 2 }))]
  }
  const value = inferHere(analysis, node.value)
  switch (value?.kind) {
    case 'module': {
      const local = modules.find(value.name, 0)?.analysis
      if (local !== undefined) return namesOfText(local)
      const inside = importable(engine).filter(name => name.startsWith(`${value.name}.`))
      const entries = namesOfModule(value.name, engine)
      const known = new Set(entries.map(entry => entry.label))
      const submodules = inside.map(name => name.slice(value.name.length + 1)).filter(name => !known.has(name))
      return [...entries, ...submodules.map(label => ({ label, kind: 'module' as const, rank: 2 }))]
    }
    case 'class':
    case 'instance':
      return [...members(analysis, value.node).values()].map(member => memberItem(analysis, member))
    case 'type':
      return [...(attributesOfType(value.name)?.values() ?? [])].map(entry => libraryItem(entry, '', 1, true))
    case 'function':
      return [...(attributesOfType('function')?.values() ?? [])].map(entry => libraryItem(entry, '', 1, true))
    default:
      return attributesWritten(analysis)
  }
}

/** What a class of the program has from those of the library next above it. */
function membersFromLibrary(cls: UserClass): Completion[] {
  return [...classesAbove(cls)].flatMap(item => {
    if (item.kind === 'user') return []
    const name = item.module === 'builtins' ? item.name : `${item.module}.${item.name}`
    return [...(attributesOfType(name)?.values() ?? [])].map(entry => libraryItem(entry, '', 2, true))
  })
}

/** Where it cannot be told what the object is: every attribute that the text names somewhere. */
function attributesWritten(analysis: Analysis): Completion[] {
  const found = new Map<string, Completion>()
  for (const scope of analysis.scopes.all) {
    if (scope.node.kind !== 'ClassDef') continue
    for (const member of members(analysis, scope.node).values()) {
      if (!found.has(member.name)) found.set(member.name, { ...memberItem(analysis, member), rank: 2 })
    }
  }
  for (const type of ['coroutine', 'generator']) {
    for (const entry of attributesOfType(type)?.values() ?? []) {
      if (!found.has(entry.name) && entry.kind === 'function') found.set(entry.name, libraryItem(entry, '', 3, true))
    }
  }
  return [...found.values()]
}

function memberItem(analysis: Analysis, member: Member): Completion {
  const { name, node } = member
  const rank = name.startsWith('__') ? 3 : name.startsWith('_') ? 2 : 1
  if (isFunction(node)) {
    return {
      label: name,
      kind: 'method',
      detail: signatureText(analysis, node),
      documentation: () => describeFunction(analysis, node),
      rank,
    }
  }
  return { label: name, kind: node.kind === 'ClassDef' ? 'class' : 'field', rank }
}

function nameItems(analysis: Analysis, offset: number, line: string): Completion[] {
  const found = new Map<string, Completion>()
  const add = (item: Completion): void => {
    if (!found.has(item.label)) found.set(item.label, item)
  }
  const scope = scopeAt(analysis, offset)
  for (const item of keywordArguments(analysis, offset)) add(item)
  for (const item of namesInScope(analysis, scope)) add(item)
  for (const item of snippets(analysis, scope, line)) add({ ...item, label: item.label })
  for (const keyword of keywordsAt(analysis, offset, scope, line)) add({ label: keyword, kind: 'keyword', rank: 5 })
  for (const keyword of ['match', 'case', 'type'])
    if (line.trim() === '') add({ label: keyword, kind: 'keyword', rank: 5 })
  for (const entry of builtinNames()) add(libraryItem(entry, 'builtins', entry.name.startsWith('_') ? 9 : 6, false))
  return [...found.values()]
}

/** Keywords that can stand in an expression or behind one. */
const inExpressions: ReadonlySet<string> = new Set(
  'False None True and as async await else for from if import in is lambda not or yield'.split(' '),
)

/** The keywords that can be meant: statements at the start of a line, and what needs a function or a loop in one. */
function keywordsAt(analysis: Analysis, offset: number, scope: Scope, line: string): string[] {
  const isStatement = line.trim() === '' || /:\s*$/.test(line)
  const around = nodePath(analysis, offset)
  const inFunction = scope.kind === 'function' || scope.kind === 'lambda'
  const inLoop = around.some(node => node.kind === 'For' || node.kind === 'AsyncFor' || node.kind === 'While')
  return [...keywords.keys()].filter(keyword => {
    if (!isStatement && !inExpressions.has(keyword)) return false
    switch (keyword) {
      case 'await':
        // In a plain function too: a repair makes it async.
        return inFunction || scope.kind === 'comprehension'
      case 'yield':
      case 'return':
      case 'nonlocal':
        return inFunction
      case 'break':
      case 'continue':
        return inLoop || isBelowLoop(analysis, offset)
      default:
        return true
    }
  })
}

/** The lines above, further out each, lead to the head of a loop before that of a function. */
function isBelowLoop({ text }: Analysis, offset: number): boolean {
  const { line, character } = text.positionAt(offset)
  let column = character
  for (let above = line - 1; above >= 0 && column > 0; above--) {
    const content = text.lineText(above)
    const indent = content.length - content.trimStart().length
    if (content.trim() === '' || indent >= column) continue
    column = indent
    if (/^\s*(?:async\s+for|for|while)\b/.test(content)) return true
    if (/^\s*(?:async\s+def|def|class)\b/.test(content)) return false
  }
  return false
}

function namesInScope(analysis: Analysis, from: Scope): Completion[] {
  const out: Completion[] = []
  const seen = new Set<string>()
  const names = namesOf(analysis)
  let distance = 0
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    if (scope !== from && scope.kind === 'class') continue
    for (const symbol of scope.symbols.values()) {
      const { name } = symbol
      const isHere = symbol.definitions.length > 0 && (symbol.isBound || symbol.isGlobal || symbol.isNonlocal)
      if (!isHere || name.startsWith('.') || seen.has(name)) continue
      seen.add(name)
      const binding = names.lookup(scope, name)
      const node = symbol.definitions.map(span => names.definitionAt(span)?.node).find(item => item !== undefined)
      const written =
        name === mangle(scope.privateName, name) && scope.privateName !== undefined ? unmangled(scope, name) : name
      // A name that ends the text and stands nowhere else is the one being written.
      const isAtEnd = symbol.definitions.some(span => span.end === analysis.source.length)
      if (isAtEnd && binding?.occurrences.length === 1) continue
      out.push(describeNamed(analysis, written, node, symbol.isParameter, Math.min(distance + 1, 3)))
    }
    distance++
  }
  return out
}

function unmangled(scope: Scope, name: string): string {
  const prefix = `_${scope.privateName?.replace(/^_+/, '')}__`
  return name.startsWith(prefix) ? name.slice(prefix.length - 2) : name
}

function describeNamed(
  analysis: Analysis,
  label: string,
  node: Node | undefined,
  isParameter: boolean,
  rank: number,
): Completion {
  if (isFunction(node)) {
    const kind = kindOf(analysis, node)
    const makes = kind === 'function' ? '' : ` · ${kind}`
    return {
      label,
      kind: 'function',
      detail: signatureText(analysis, node) + makes,
      documentation: () => describeFunction(analysis, node),
      rank,
    }
  }
  if (node?.kind === 'ClassDef')
    return { label, kind: 'class', documentation: () => describeClass(analysis, node), rank }
  if (node?.kind === 'alias') return { label, kind: 'module', rank }
  if (node?.kind === 'TypeVar' || node?.kind === 'ParamSpec' || node?.kind === 'TypeVarTuple') {
    return { label, kind: 'type parameter', rank }
  }
  return { label, kind: 'variable', ...(isParameter ? { detail: 'parameter' } : {}), rank }
}

/** `name=` for the parameters of the call around the cursor. */
function keywordArguments(analysis: Analysis, offset: number): Completion[] {
  const call = callAround(analysis, offset)?.node
  if (call === undefined) return []
  const given = new Set(call.keywords.map(keyword => keyword.arg))
  return parametersOfCall(analysis, call.func)
    .filter(({ kind, name }) => (kind === 'positional' || kind === 'keyword-only') && !given.has(name))
    .map(({ name, label }) => ({ label: `${name}=`, kind: 'variable', detail: label, rank: 0 }))
}

function parametersOfCall(analysis: Analysis, func: Expression): readonly Parameter[] {
  const callee = calleeOf(analysis, func)
  if (callee !== undefined) return callee.parameters
  const called = infer(analysis, func)
  const target =
    called?.kind === 'class'
      ? members(analysis, called.node).get('__init__')?.node
      : called?.kind === 'function'
        ? called.node
        : undefined
  return isFunction(target) ? parametersOf(analysis, target.args).slice(target.name === '__init__' ? 1 : 0) : []
}

/** Shapes of code that a coroutine program is made of; at the start of a line only. */
function snippets(analysis: Analysis, scope: Scope, line: string): Completion[] {
  if (line.trim() !== '') return []
  const snippet = (label: string, detail: string, insert: string): Completion => ({
    label,
    kind: 'snippet',
    detail,
    insert: insert.replace(/\n/g, analysis.source.includes('\r\n') ? '\r\n' : '\n'),
    rank: 4,
  })
  const always = [
    snippet('async def', 'a coroutine function', 'async def ‹name›(‹›):\n    ‹pass›'),
    snippet('gen', 'a generator function', 'def ‹name›(‹›):\n    while True:\n        ‹received› = yield ‹value›'),
    snippet(
      'awaitable',
      'a class whose instances can be awaited',
      'class ‹Name›:\n    def __await__(self):\n        ‹received› = yield ‹self›\n        return ‹received›',
    ),
    snippet('try finally', 'clean up whatever happens', 'try:\n    ‹pass›\nfinally:\n    ‹cleanup()›'),
    snippet('main', 'run when it is the program', "if __name__ == '__main__':\n    ‹main()›"),
  ]
  const inAsync = scope.kind === 'function' && scope.node.kind === 'AsyncFunctionDef'
  if (!inAsync) return always
  return [
    ...always,
    snippet('async for', 'over an asynchronous iterable', 'async for ‹item› in ‹items›:\n    ‹pass›'),
    snippet('async with', 'an asynchronous context', 'async with ‹context› as ‹name›:\n    ‹pass›'),
    snippet(
      'cancelled',
      'clean up when cancelled',
      'try:\n    ‹pass›\nexcept asyncio.CancelledError:\n    ‹cleanup()›\n    raise',
    ),
  ]
}
