/**
 * What a name, attribute or keyword is: its signature, what calling it makes and where that can be suspended, its docstring.
 */

import {
  type Analysis,
  type ControlPoint,
  controlPoints,
  type Expression,
  type Node,
  type Span,
  suspensionPoints,
} from '../../language/index.ts'
import { raisesOf, type Type, typeText } from '../../language/inference/index.ts'
import type { Feature } from '../feature.ts'
import { inferHere, typeTextAt } from '../flow-types.ts'
import { docstringOf, kindOf, signatureText, suspensionSummary } from '../functions.ts'
import { type Inferred, infer } from '../infer.ts'
import { attributesOfType, boundSignature, builtin, type LibraryName, moduleNames } from '../library.ts'
import { namesOf, type Occurrence } from '../names.ts'
import { type ClassNode, excerpt, type FunctionNode, isFunction, nodePath, touches } from '../nodes.ts'
import { memberHere } from '../typed-members.ts'
import { typesOf } from '../types.ts'

export interface HoverData {
  readonly span: Span
  readonly markdown: string
}

export const hover: Feature<[offset: number], HoverData | undefined> = {
  capability: { hoverProvider: true },
  answer(analysis, offset) {
    const occurrence = namesOf(analysis).at(offset)
    if (occurrence !== undefined) {
      const markdown = describeName(analysis, occurrence)
      return markdown === undefined ? undefined : { span: occurrence.span, markdown }
    }
    const path = nodePath(analysis, offset)
    const node = path[path.length - 1]
    if (node.kind === 'Attribute' && touches(node.attrSpan, offset)) {
      const markdown = describeAttribute(analysis, node)
      return markdown === undefined ? undefined : { span: node.attrSpan, markdown }
    }
    if (node.kind === 'alias' && touches(node.nameSpan, offset)) {
      const markdown = describeImport(path, node)
      return markdown === undefined ? undefined : { span: node.nameSpan, markdown }
    }
    return describeKeyword(analysis, path, offset)
  },
}

function code(text: string): string {
  return `\`\`\`coro\n${text}\n\`\`\``
}

/** Docstrings are shown as written: what would be markup in Markdown is not. */
function prose(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&').replace(/\n/g, '  \n')
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n\n')
}

/** What hover and completion say of a function. */
export function describeFunction(analysis: Analysis, node: FunctionNode): string {
  const kind = kindOf(analysis, node)
  const decorators = node.decorator_list.map(decorator => `@${excerpt(analysis, decorator)}\n`).join('')
  const what = kind === 'function' ? undefined : `Calling it makes ${article(kind)} · ${suspensionSummary(node)}`
  const docstring = docstringOf(node.body)
  return joined([
    code(decorators + signatureText(analysis, node)),
    what,
    kind === 'function' ? undefined : describeExchange(analysis, node),
    kind === 'function' ? undefined : whereSuspended(analysis, node),
    docstring === undefined ? undefined : prose(docstring),
  ])
}

/** What it yields, receives, returns and may raise. */
function describeExchange(analysis: Analysis, node: FunctionNode): string {
  const types = typesOf(analysis)
  const { program } = types
  const fn = types.functionOf(node)
  const kind = kindOf(analysis, node)
  const { yields, sends, returns } = program.exchange(fn)
  const word = (type: Type): string => `\`${typeText(type, item => program.exchangeOf(item))}\``
  const parts = kind === 'coroutine' ? [] : [`Yields ${word(yields)}`, `receives ${word(sends)}`]
  if (kind !== 'async generator') parts.push(`${parts.length === 0 ? 'R' : 'r'}eturns ${word(returns)}`)
  const raised = [...raisesOf(types, node)].sort()
  if (raised.length > 0) parts.push(`may raise ${raised.map(name => `\`${name}\``).join(', ')}`)
  return `${parts.join(', ')}.`
}

/** As the word is spoken, as far as its letters tell. */
function anArticle(name: string): string {
  return /^[aeiou]/i.test(name) ? 'An' : 'A'
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

/** The first suspension points, with their lines: what it yields, what it awaits. */
function whereSuspended(analysis: Analysis, node: FunctionNode): string | undefined {
  const points = suspensionPoints(node)
  if (points.length === 0) return undefined
  const shown = points
    .slice(0, 6)
    .map(point => `- line ${lineOf(analysis, point.keyword)}: \`${pointText(analysis, point)}\``)
  if (points.length > shown.length) shown.push(`- … ${points.length - shown.length} more`)
  return shown.join('\n')
}

function pointText(analysis: Analysis, { node }: ControlPoint): string {
  const header = node.kind === 'AsyncFor' || node.kind === 'AsyncWith' ? headerOf(node) : node
  return excerpt(analysis, header, 60).replace(/`/g, "'")
}

function headerOf(node: Extract<Node, { kind: 'AsyncFor' | 'AsyncWith' }>): Span {
  const last = node.kind === 'AsyncFor' ? node.iter : (node.items[node.items.length - 1] ?? node)
  return { start: node.start, end: last.end }
}

function lineOf(analysis: Analysis, span: Span): number {
  return analysis.text.lineAt(span.start) + 1
}

export function describeClass(analysis: Analysis, node: ClassNode): string {
  const written = [...node.bases, ...node.keywords].map(base => excerpt(analysis, base, 40))
  const init = node.body.find(statement => isFunction(statement) && statement.name === '__init__')
  const docstring = docstringOf(node.body)
  return joined([
    code(`class ${node.name}${written.length > 0 ? `(${written.join(', ')})` : ''}`),
    isFunction(init) ? code(signatureText(analysis, init)) : undefined,
    docstring === undefined ? undefined : prose(docstring),
  ])
}

export function describeLibrary(entry: LibraryName, module: string): string {
  const words: Record<LibraryName['kind'], string> = {
    class: 'class',
    exception: 'exception',
    function: 'def',
    'coroutine function': 'async def',
    module: 'module',
    value: '',
  }
  const path = module === 'builtins' ? entry.name : `${module}.${entry.name}`
  const makes = entry.kind === 'coroutine function' ? 'Calling it makes a coroutine.' : undefined
  return joined([code(`${words[entry.kind]} ${path}${entry.signature}`.trim()), makes])
}

function describeName(analysis: Analysis, occurrence: Occurrence): string | undefined {
  const { binding } = occurrence
  if (binding.owner === undefined) {
    const entry = builtin(binding.name)
    return entry === undefined ? undefined : describeLibrary(entry, 'builtins')
  }
  const names = namesOf(analysis)
  const { definitions } = binding
  const near = definitions.filter(item => item.span.start <= occurrence.span.start)
  const last = near[near.length - 1] ?? definitions[0]
  const definition = last === undefined ? undefined : names.definitionAt(last.span)
  if (definition === undefined) return code(`(name) ${binding.name}`)
  const { node, statement } = definition
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return describeFunction(analysis, node)
    case 'ClassDef':
      return describeClass(analysis, node)
    case 'arg': {
      const annotation = node.annotation === null ? '' : `: ${excerpt(analysis, node.annotation)}`
      return code(`(parameter) ${node.arg}${annotation}`)
    }
    case 'alias': {
      const described = describeImport([statement, node], node)
      return described ?? code(excerpt(analysis, statement))
    }
    case 'ExceptHandler':
      return code(`(exception) ${binding.name}${node.type === null ? '' : `: ${excerpt(analysis, node.type)}`}`)
    case 'comprehension':
    case 'For':
    case 'AsyncFor':
      return joined([
        code(`(variable) ${binding.name} in ${excerpt(analysis, node.iter)}`),
        describeType(analysis, occurrence),
      ])
    case 'With':
    case 'AsyncWith':
      return joined([
        code(`(variable) ${binding.name} from ${excerpt(analysis, node.items[0] ?? node)}`),
        describeType(analysis, occurrence),
      ])
    case 'TypeVar':
    case 'ParamSpec':
    case 'TypeVarTuple':
      return code(`(type parameter) ${excerpt(analysis, node)}`)
    case 'Assign':
    case 'AnnAssign':
    case 'AugAssign':
    case 'NamedExpr':
    case 'TypeAlias':
      return joined([code(excerpt(analysis, node)), describeType(analysis, occurrence)])
    default:
      return code(`(variable) ${binding.name}`)
  }
}

/** What the value is, in words, where it can be told and is worth telling. */
function describeType(analysis: Analysis, occurrence: Occurrence): string | undefined {
  const name = { kind: 'Name', id: occurrence.binding.name, ctx: 'Load', ...occurrence.span } as const
  const target = expressionAt(analysis, occurrence.span)
  const text = target && typeTextAt(analysis, target)
  if (text !== undefined) return `${anArticle(text)} \`${text}\`.`
  const inferred = infer(analysis, name)
  return inferred === undefined ? undefined : describeInferred(inferred)
}

function expressionAt(analysis: Analysis, span: Span): Expression | undefined {
  const node = nodePath(analysis, span.start).find(item => item.kind === 'Name' && item.start === span.start)
  return node?.kind === 'Name' ? node : undefined
}

function describeInferred(type: Inferred): string | undefined {
  if (type.kind === 'instance') return `${anArticle(type.node.name)} \`${type.node.name}\`.`
  if (type.kind === 'type') return `${anArticle(type.name)} \`${type.name}\`.`
  return undefined
}

function describeAttribute(analysis: Analysis, node: Extract<Node, { kind: 'Attribute' }>): string | undefined {
  const found = memberHere(analysis, node)
  if (found !== undefined) {
    const { analysis: place, member } = found
    if (isFunction(member.node)) return describeFunction(place, member.node)
    if (member.node.kind === 'ClassDef') return describeClass(place, member.node)
    const text = typeTextAt(analysis, node)
    return joined([
      code(excerpt(place, member.node)),
      text === undefined ? undefined : `${anArticle(text)} \`${text}\`.`,
    ])
  }
  const value = inferHere(analysis, node.value)
  if (value?.kind === 'module') {
    const entry = moduleNames(value.name)?.get(node.attr)
    return entry === undefined ? undefined : describeLibrary(entry, value.name)
  }
  if (value?.kind === 'type') {
    const entry = attributesOfType(value.name)?.get(node.attr)
    return entry === undefined
      ? undefined
      : code(`${entry.kind === 'value' ? '' : 'def '}${value.name}.${entry.name}${boundSignature(entry.signature)}`)
  }
  return undefined
}

function describeImport(path: readonly Node[], alias: Extract<Node, { kind: 'alias' }>): string | undefined {
  const statement = path.find(node => node.kind === 'Import' || node.kind === 'ImportFrom')
  if (statement?.kind === 'ImportFrom' && statement.module !== null && statement.level === 0) {
    const entry = moduleNames(statement.module)?.get(alias.name)
    return entry === undefined ? undefined : describeLibrary(entry, statement.module)
  }
  if (statement?.kind !== 'Import' || moduleNames(alias.name) === undefined) return undefined
  return code(`module ${alias.name}`)
}

const keywordWords: Readonly<Record<ControlPoint['kind'], string>> = {
  yield:
    'Hands a value to whoever resumed it and waits. The expression is what is sent in; what is thrown in is raised here.',
  'yield from':
    'Passes every send, throw and close on to the inner iterator until that ends; the expression is what it returned.',
  await: 'Passes control to what is awaited until that ends; the expression is what it returned.',
  'async for': 'Awaits `__anext__()` for each item.',
  'async with': 'Awaits `__aenter__()` on the way in and `__aexit__()` on the way out.',
  return: 'Ends it. Whoever resumed it gets StopIteration with this value.',
  raise: 'Ends it with an exception, unless it is caught here.',
}

function describeKeyword(analysis: Analysis, path: readonly Node[], offset: number): HoverData | undefined {
  const around = [...path].reverse().find(isFunction)
  if (around === undefined || kindOf(analysis, around) === 'function') return undefined
  const header = { start: around.start, end: Math.max(around.start, around.nameSpan.start - 1) }
  if (touches(header, offset)) return { span: header, markdown: describeFunction(analysis, around) }
  const point = controlPoints(around).find(item => touches(item.keyword, offset))
  if (point === undefined) return undefined
  const points = suspensionPoints(around)
  const index = points.indexOf(point)
  const place = index < 0 ? '' : `Suspension point ${index + 1} of ${points.length} in \`${around.name}\`. `
  return { span: point.keyword, markdown: place + keywordWords[point.kind] }
}
