/**
 * What each word of the text is, for colouring: names by what they mean, and the keywords that suspend.
 *
 * Strings, numbers, comments and plain keywords are left to the editor's grammar, which sees them as well.
 */

import { type Analysis, type Node, type Span, TokenKind, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { type FunctionKind, kindOf } from '../functions.ts'
import { infer, memberAt } from '../infer.ts'
import { attributesOfType, builtin, type LibraryName, moduleNames } from '../library.ts'
import { memo } from '../memo.ts'
import { type Binding, namesOf } from '../names.ts'
import { isFunction } from '../nodes.ts'

const types = [
  'namespace',
  'class',
  'function',
  'method',
  'parameter',
  'variable',
  'property',
  'typeParameter',
  'keyword',
  'decorator',
] as const

const modifiers = ['declaration', 'async', 'generator', 'readonly', 'defaultLibrary', 'modification'] as const

type TokenType = (typeof types)[number]
type Modifier = (typeof modifiers)[number]

/** A word and what it is. */
export interface SemanticToken extends Span {
  readonly type: TokenType
  readonly modifiers: readonly Modifier[]
}

export const semanticTokens: Feature<[range?: Span], readonly SemanticToken[]> = {
  capability: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...types], tokenModifiers: [...modifiers] },
      full: { delta: true },
      range: true,
    },
  },
  answer(analysis, range) {
    const all = allTokens(analysis)
    return range === undefined ? all : all.filter(token => token.end > range.start && token.start < range.end)
  },
}

/** The protocol's form: five numbers for each token, places relative to the token before. */
export function encodeTokens({ text }: Analysis, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = []
  let lastLine = 0
  let lastColumn = 0
  for (const token of tokens) {
    const { line, character } = text.positionAt(token.start)
    const bits = token.modifiers.reduce((sum, modifier) => sum | (1 << modifiers.indexOf(modifier)), 0)
    const column = line === lastLine ? character - lastColumn : character
    data.push(line - lastLine, column, token.end - token.start, types.indexOf(token.type), bits)
    lastLine = line
    lastColumn = character
  }
  return data
}

/** A token in words, for tests: `function.async.declaration`. */
export function tokenWords(token: SemanticToken): string {
  return [token.type, ...token.modifiers].join('.')
}

const allTokens = memo((analysis: Analysis): readonly SemanticToken[] => {
  const found: SemanticToken[] = []
  const add = ({ start, end }: Span, type: TokenType, ...rest: Modifier[]): void => {
    // Names are never broken over lines; one with a line end in it comes from a text in disorder.
    if (end > start) found.push({ start, end, type, modifiers: rest })
  }
  const kinds = new Map<Binding, Description>()
  for (const { binding, span, isDefinition } of namesOf(analysis).occurrences) {
    let description = kinds.get(binding)
    if (description === undefined) {
      description = describe(analysis, binding)
      kinds.set(binding, description)
    }
    if (description.type === undefined) continue
    add(span, description.type, ...(isDefinition ? (['declaration'] as const) : []), ...description.modifiers)
  }
  addAttributes(analysis, add)
  addSuspendingKeywords(analysis, add)
  found.sort((a, b) => a.start - b.start)
  return found.filter((token, i) => i === 0 || token.start >= found[i - 1].end)
})

type Add = (span: Span, type: TokenType, ...rest: Modifier[]) => void

interface Description {
  readonly type: TokenType | undefined
  readonly modifiers: readonly Modifier[]
}

function kindModifiers(kind: FunctionKind): Modifier[] {
  switch (kind) {
    case 'coroutine':
      return ['async']
    case 'generator':
      return ['generator']
    case 'async generator':
      return ['async', 'generator']
    case 'function':
      return []
  }
}

function describe(analysis: Analysis, binding: Binding): Description {
  const { owner, name, occurrences } = binding
  if (owner === undefined) {
    const entry = builtin(name)
    return entry === undefined ? { type: undefined, modifiers: [] } : ofLibrary(entry, ['defaultLibrary'])
  }
  const names = namesOf(analysis)
  const symbol = owner.symbols.get(name)
  if (symbol?.isParameter) return { type: 'parameter', modifiers: [] }
  if (symbol?.isTypeParameter) return { type: 'typeParameter', modifiers: [] }
  for (const { span, isDefinition } of occurrences) {
    const definition = isDefinition ? names.definitionAt(span) : undefined
    const node = definition?.node
    if (isFunction(node)) {
      return { type: owner.kind === 'class' ? 'method' : 'function', modifiers: kindModifiers(kindOf(analysis, node)) }
    }
    if (node?.kind === 'ClassDef' || node?.kind === 'TypeAlias') return { type: 'class', modifiers: [] }
    if (node?.kind === 'alias' && definition !== undefined) return ofImport(definition.statement, node)
  }
  if (owner.kind === 'class') return { type: 'property', modifiers: [] }
  const isConstant = owner.kind === 'module' && /^[A-Z][A-Z0-9_]+$/.test(name)
  return { type: 'variable', modifiers: isConstant ? ['readonly'] : [] }
}

function ofImport(statement: Node, alias: Extract<Node, { kind: 'alias' }>): Description {
  if (statement.kind !== 'ImportFrom') return { type: 'namespace', modifiers: [] }
  const { module, level } = statement
  if (module === null || level > 0) return { type: 'variable', modifiers: [] }
  const entry = moduleNames(module)?.get(alias.name)
  if (entry !== undefined) return ofLibrary(entry, [])
  return { type: moduleNames(`${module}.${alias.name}`) === undefined ? 'variable' : 'namespace', modifiers: [] }
}

function ofLibrary(entry: LibraryName, rest: readonly Modifier[]): Description {
  switch (entry.kind) {
    case 'class':
    case 'exception':
      return { type: 'class', modifiers: rest }
    case 'function':
      return { type: 'function', modifiers: rest }
    case 'coroutine function':
      return { type: 'function', modifiers: ['async', ...rest] }
    case 'module':
      return { type: 'namespace', modifiers: rest }
    case 'value':
      return { type: 'variable', modifiers: rest }
  }
}

function addAttributes(analysis: Analysis, add: Add): void {
  walk(analysis.tree, node => {
    if (node.kind !== 'Attribute') return undefined
    const member = memberAt(analysis, node)
    if (member !== undefined) {
      if (isFunction(member.node)) add(node.attrSpan, 'method', ...kindModifiers(kindOf(analysis, member.node)))
      else add(node.attrSpan, member.node.kind === 'ClassDef' ? 'class' : 'property')
      return undefined
    }
    const value = infer(analysis, node.value)
    const entry =
      value?.kind === 'module'
        ? moduleNames(value.name)?.get(node.attr)
        : value?.kind === 'type'
          ? attributesOfType(value.name)?.get(node.attr)
          : undefined
    if (entry === undefined) {
      add(node.attrSpan, 'property')
    } else {
      const { type, modifiers: rest } = ofLibrary(entry, [])
      const isMethod = value?.kind === 'type' && type === 'function'
      const isProperty = value?.kind === 'type' && type === 'variable'
      add(node.attrSpan, isMethod ? 'method' : isProperty ? 'property' : (type ?? 'property'), ...rest)
    }
    return undefined
  })
}

/** `async`, `await` and `yield` stand out: there control changes hands. */
function addSuspendingKeywords({ tokens }: Analysis, add: Add): void {
  const { kinds, starts, ends } = tokens.significant
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]
    if (kind === TokenKind.Async || kind === TokenKind.Await)
      add({ start: starts[i], end: ends[i] }, 'keyword', 'async')
    else if (kind === TokenKind.Yield) add({ start: starts[i], end: ends[i] }, 'keyword', 'generator')
  }
}
