/**
 * What each word of the text is, for colouring: names by what they mean, and the keywords that suspend.
 *
 * Strings, numbers, comments and plain keywords are left to the editor's grammar, which sees them as well.
 */

import { type Analysis, type Node, type Part, type Span, TokenKind, tokenIndexAt, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { type FunctionKind, kindOf } from '../functions.ts'
import { infer, memberAt } from '../infer.ts'
import { attributesOfType, builtin, type LibraryName, moduleNames } from '../library.ts'
import { memoOfPart } from '../memo.ts'
import { type Binding, namesOf } from '../names.ts'
import { isFunction } from '../nodes.ts'
import { partIndexAt } from '../parts.ts'

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
export interface SemanticToken {
  readonly start: number
  readonly length: number
  /** Index into the legend. */
  readonly type: number
  /** The modifiers of the legend as bits. */
  readonly bits: number
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
    const { parts } = analysis
    const first = range === undefined ? 0 : partIndexAt(parts, range.start)
    const found: SemanticToken[] = []
    for (let i = first; i < parts.length; i++) {
      const { start } = parts[i]
      if (range !== undefined && start > range.end) break
      for (const token of tokensOfPart(analysis, i)) {
        const moved = { ...token, start: token.start + start }
        const isInside = range === undefined || (moved.start + moved.length > range.start && moved.start < range.end)
        if (isInside) found.push(moved)
      }
    }
    return found
  },
}

/**
 * All tokens in the protocol's form: five numbers for each, places relative to the token before.
 */
export function encodedTokens(analysis: Analysis): number[] {
  const { parts, text } = analysis
  const pieces: number[][] = []
  /** The line of the last token. */
  let last = 0
  for (let i = 0; i < parts.length; i++) {
    const { data, lastLine } = encodedPart(analysis, i)
    if (data.length === 0) continue
    const line = text.lineAt(parts[i].start)
    // A part starts a line, so only the line of its first token depends on what is before it.
    const piece = data.slice()
    piece[0] += line - last
    pieces.push(piece)
    last = line + lastLine
  }
  return ([] as number[]).concat(...pieces)
}

/** Finds out tokens as far as there is time for it; whether that was all. */
export function prepareTokens(analysis: Analysis, goesOn: () => boolean): boolean {
  for (let i = 0; i < analysis.parts.length; i++) {
    if (encodedPart.isKnown(analysis, i)) continue
    if (!goesOn()) return false
    encodedPart(analysis, i)
  }
  return true
}

/** The tokens of a part in the protocol's form, lines counted from its start. */
const encodedPart = memoOfPart((analysis, part, index) => {
  const first = analysis.text.lineAt(part.start)
  const moved = tokensOfPart(analysis, index).map(token => ({ ...token, start: token.start + part.start }))
  const data = encodeTokens(analysis, moved, first)
  let lastLine = 0
  for (let at = 0; at < data.length; at += 5) lastLine += data[at]
  return { data, lastLine }
})

/**
 * Tokens in the protocol's form.
 * @param firstLine the line from which lines are counted
 */
export function encodeTokens({ text }: Analysis, tokens: readonly SemanticToken[], firstLine = 0): number[] {
  const { lineStarts } = text
  const data: number[] = []
  let line = firstLine
  let lastLine = firstLine
  let lastColumn = 0
  for (const { start, length, type, bits } of tokens) {
    while (line + 1 < lineStarts.length && lineStarts[line + 1] <= start) line++
    const column = text.width(lineStarts[line], start)
    const width = text.width(start, start + length)
    data.push(line - lastLine, line === lastLine ? column - lastColumn : column, width, type, bits)
    lastLine = line
    lastColumn = column
  }
  return data
}

/** Names that stand in many parts are looked into once. */
const descriptions = new WeakMap<Binding, Description>()

/** The tokens of a part, as if it began at 0. */
const tokensOfPart = memoOfPart((analysis, part, index): readonly SemanticToken[] => {
  const found: SemanticToken[] = []
  const add = ({ start, end }: Span, type: TokenType, ...rest: Modifier[]): void => {
    // Names are never broken over lines; one with a line end in it comes from a text in disorder.
    if (end <= start) return
    const bits = rest.reduce((sum, modifier) => sum | (1 << modifiers.indexOf(modifier)), 0)
    found.push({ start: start - part.start, length: end - start, type: types.indexOf(type), bits })
  }
  for (const { binding, span, isDefinition } of namesOf(analysis).inPart(index)) {
    let description = descriptions.get(binding)
    if (description === undefined) {
      description = describe(analysis, binding)
      descriptions.set(binding, description)
    }
    if (description.type === undefined) continue
    add(span, description.type, ...(isDefinition ? (['declaration'] as const) : []), ...description.modifiers)
  }
  addAttributes(analysis, part, add)
  addSuspendingKeywords(analysis, index, add)
  found.sort((a, b) => a.start - b.start)
  return found.filter((token, i) => i === 0 || token.start >= found[i - 1].start + found[i - 1].length)
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
  const { owner, name, definitions } = binding
  if (owner === undefined) {
    const entry = builtin(name)
    return entry === undefined ? { type: undefined, modifiers: [] } : ofLibrary(entry, ['defaultLibrary'])
  }
  const names = namesOf(analysis)
  const symbol = owner.symbols.get(name)
  if (symbol?.isParameter) return { type: 'parameter', modifiers: [] }
  if (symbol?.isTypeParameter) return { type: 'typeParameter', modifiers: [] }
  for (const { span } of definitions) {
    const definition = names.definitionAt(span)
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

function addAttributes(analysis: Analysis, part: Part, add: Add): void {
  for (const statement of part.statements) addAttributesIn(analysis, statement, add)
}

function addAttributesIn(analysis: Analysis, statement: Node, add: Add): void {
  walk(statement, node => {
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
function addSuspendingKeywords({ tokens, parts }: Analysis, index: number, add: Add): void {
  const { kinds, starts, ends } = tokens.significant
  const { start } = parts[index]
  const end = parts[index + 1]?.start ?? Number.POSITIVE_INFINITY
  for (let i = Math.max(0, tokenIndexAt(tokens, start - 1)); i < kinds.length && starts[i] < end; i++) {
    if (starts[i] < start) continue
    const kind = kinds[i]
    if (kind === TokenKind.Async || kind === TokenKind.Await)
      add({ start: starts[i], end: ends[i] }, 'keyword', 'async')
    else if (kind === TokenKind.Yield) add({ start: starts[i], end: ends[i] }, 'keyword', 'generator')
  }
}
