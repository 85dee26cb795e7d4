/** The parameters of the call that is being written, and which of them the cursor is at. */

import { type Analysis, type Node, type Span, TokenKind, tokenIndexAt } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { inferHere } from '../flow-types.ts'
import { docstringOf, kindOf, type Parameter, parametersOf } from '../functions.ts'
import { type Inferred, members } from '../infer.ts'
import { attributesOfType, boundSignature } from '../library.ts'
import { isFunction, nodePath } from '../nodes.ts'
import { type Callee, calleeOf } from '../typed-members.ts'

export interface SignatureData {
  readonly label: string
  /** Where each parameter stands in the label. */
  readonly parameters: readonly Span[]
  /** Index of the parameter that the next thing typed goes to. */
  readonly active: number | undefined
  readonly documentation: string | undefined
}

export const signature: Feature<[offset: number], SignatureData | undefined> = {
  capability: { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')', '='] } },
  answer(analysis, offset) {
    const call = callAround(analysis, offset)
    if (call === undefined) return undefined
    const described = describeCallee(analysis, call.node)
    if (described === undefined) return undefined
    return { ...described, active: activeParameter(described.names, call) }
  },
}

/** A call that is being written. */
export interface CallPlace {
  readonly node: Extract<Node, { kind: 'Call' }>
  /** How many commas of this call are before the cursor. */
  readonly index: number
  /** The name before `=` in the argument the cursor is in. */
  readonly keyword: string | undefined
}

/** The innermost call between whose brackets the cursor is. */
export function callAround(analysis: Analysis, offset: number): CallPlace | undefined {
  // A call that is not closed yet ends at its last word; the cursor may be some way behind it.
  const { starts, ends } = analysis.tokens.significant
  let last = tokenIndexAt(analysis.tokens, offset - 1)
  while (last > 0 && (ends[last] === starts[last] || analysis.source.slice(starts[last], ends[last]).trim() === ''))
    last--
  const path = nodePath(analysis, Math.min(offset, ends[last] ?? offset))
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i]
    if (node.kind === 'Lambda' || isFunction(node) || node.kind === 'ClassDef') return undefined
    if (node.kind !== 'Call') continue
    const place = placeIn(analysis, node, offset)
    if (place !== undefined) return place
  }
  return undefined
}

/** Counts commas from the opening bracket of a call to the cursor; undefined when the cursor is outside the brackets. */
function placeIn(analysis: Analysis, node: CallPlace['node'], offset: number): CallPlace | undefined {
  const { kinds, starts, ends } = analysis.tokens.significant
  let depth = 0
  let index = 0
  let keyword: string | undefined
  for (let i = tokenIndexAt(analysis.tokens, node.func.end); i < kinds.length && starts[i] < offset; i++) {
    if (starts[i] < node.func.end) continue
    switch (kinds[i]) {
      case TokenKind.LeftParenthesis:
      case TokenKind.LeftBracket:
      case TokenKind.LeftBrace:
        depth++
        break
      case TokenKind.RightParenthesis:
      case TokenKind.RightBracket:
      case TokenKind.RightBrace:
        depth--
        if (depth === 0) return undefined
        break
      case TokenKind.Comma:
        if (depth === 1) {
          index++
          keyword = undefined
        }
        break
      case TokenKind.Equal:
        if (depth === 1 && kinds[i - 1] === TokenKind.Name) keyword = analysis.source.slice(starts[i - 1], ends[i - 1])
        break
      default:
    }
  }
  return depth > 0 ? { node, index, keyword } : undefined
}

interface Described {
  readonly label: string
  readonly parameters: readonly Span[]
  readonly names: readonly Pick<Parameter, 'name' | 'kind'>[]
  readonly documentation: string | undefined
}

function describeCallee(analysis: Analysis, node: CallPlace['node']): Described | undefined {
  const callee = calleeOf(analysis, node.func)
  if (callee !== undefined) return fromCallee(callee)
  const called = inferHere(analysis, node.func)
  if (called !== undefined) return describeInferred(analysis, called)
  if (node.func.kind !== 'Attribute') return undefined
  const value = inferHere(analysis, node.func.value)
  const entry = value?.kind === 'type' ? attributesOfType(value.name)?.get(node.func.attr) : undefined
  return entry === undefined ? undefined : fromText(entry.name, boundSignature(entry.signature))
}

function describeInferred(analysis: Analysis, called: Inferred): Described | undefined {
  switch (called.kind) {
    case 'function':
      return fromFunction(analysis, called.node, called.node.name, called.isBound)
    case 'class': {
      const init = members(analysis, called.node).get('__init__')?.node
      if (isFunction(init)) return fromFunction(analysis, init, called.node.name, true)
      return { label: `${called.node.name}()`, parameters: [], names: [], documentation: docstringOf(called.node.body) }
    }
    case 'instance': {
      const call = members(analysis, called.node).get('__call__')?.node
      return isFunction(call) ? fromFunction(analysis, call, called.node.name, true) : undefined
    }
    case 'library':
      return fromText(called.entry.name, called.entry.signature)
    default:
      return undefined
  }
}

function fromFunction(
  analysis: Analysis,
  node: Extract<Node, { kind: 'FunctionDef' | 'AsyncFunctionDef' }>,
  name: string,
  skipsFirst: boolean,
): Described {
  const parameters = parametersOf(analysis, node.args).slice(skipsFirst ? 1 : 0)
  return fromCallee({ name, parameters, kind: kindOf(analysis, node), documentation: docstringOf(node.body) })
}

function fromCallee({
  name,
  parameters,
  kind,
  documentation,
}: Pick<Callee, 'name' | 'parameters' | 'kind' | 'documentation'>): Described {
  const shown = withMarkers(parameters)
  let label = `${name}(`
  const spans: Span[] = []
  shown.forEach((part, i) => {
    if (i > 0) label += ', '
    if (part.parameter) spans.push({ start: label.length, end: label.length + part.label.length })
    label += part.label
  })
  label += kind === 'function' ? ')' : `) → ${kind}`
  return { label, parameters: spans, names: parameters, documentation }
}

function withMarkers(parameters: readonly Parameter[]): { label: string; parameter: boolean }[] {
  const out: { label: string; parameter: boolean }[] = []
  parameters.forEach(({ kind, label }, i) => {
    const before = parameters[i - 1]?.kind
    if (before === 'positional-only' && kind !== before) out.push({ label: '/', parameter: false })
    if (kind === 'keyword-only' && before !== 'keyword-only' && before !== '*')
      out.push({ label: '*', parameter: false })
    out.push({ label, parameter: true })
  })
  return out
}

/** From a recorded signature, `(delay, result=None)`. */
function fromText(name: string, text: string): Described | undefined {
  if (text === '' || text === '(...)') return undefined
  const label = name + text
  const parameters: Span[] = []
  const names: Described['names'][number][] = []
  let depth = 0
  let start = name.length + 1
  let onlyKeywords = false
  for (let i = name.length; i < label.length; i++) {
    const letter = label[i]
    if ('([{'.includes(letter)) depth++
    if (')]}'.includes(letter)) depth--
    const ends = (letter === ',' && depth === 1) || (letter === ')' && depth === 0)
    if (!ends) continue
    const part = label.slice(start, i)
    const word = part.trim()
    if (word === '*') onlyKeywords = true
    else if (word !== '' && word !== '/') {
      const kind = word.startsWith('**')
        ? '**'
        : word.startsWith('*')
          ? '*'
          : onlyKeywords
            ? 'keyword-only'
            : 'positional'
      if (kind === '*') onlyKeywords = true
      parameters.push({ start: start + part.length - part.trimStart().length, end: i })
      names.push({ name: /^\**(\w+)/.exec(word)?.[1] ?? word, kind })
    }
    start = i + 1
    if (letter === ')') break
  }
  return { label, parameters, names, documentation: undefined }
}

function activeParameter(parameters: Described['names'], place: CallPlace): number | undefined {
  if (place.keyword !== undefined) {
    const named = parameters.findIndex(({ name, kind }) => name === place.keyword && kind !== '*')
    const rest = parameters.findIndex(({ kind }) => kind === '**')
    return named >= 0 ? named : rest >= 0 ? rest : undefined
  }
  const star = parameters.findIndex(({ kind }) => kind === '*')
  const positional = parameters.filter(({ kind }) => kind === 'positional' || kind === 'positional-only').length
  if (place.index < positional) return place.index
  return star >= 0 ? star : undefined
}
