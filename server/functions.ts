/**
 * What is to be said of a function: its signature, its docstring, what calling it makes, and where it can be suspended.
 */

import { type Analysis, type Arguments, type Expression, type Node, suspensionPoints } from '../language/index.ts'
import { excerpt, type FunctionNode } from './nodes.ts'

/** What a call of a function makes. */
export type FunctionKind = 'function' | 'coroutine' | 'generator' | 'async generator'

export function kindOf(analysis: Analysis, node: FunctionNode): FunctionKind {
  const scope = analysis.scopes.find(node)
  if (scope?.isAsyncGenerator) return 'async generator'
  if (scope?.isGenerator) return 'generator'
  return node.kind === 'AsyncFunctionDef' ? 'coroutine' : 'function'
}

/** `name(parameters) -> result`, on one line, as in the source. */
export function signatureText(analysis: Analysis, node: FunctionNode): string {
  const async = node.kind === 'AsyncFunctionDef' ? 'async ' : ''
  const returns = node.returns === null ? '' : ` -> ${excerpt(analysis, node.returns)}`
  return `${async}def ${node.name}(${parametersText(analysis, node.args)})${returns}`
}

/** A parameter as written, with what must be known to show and fill it in. */
export interface Parameter {
  readonly name: string
  /** With stars, annotation and default. */
  readonly label: string
  readonly isRequired: boolean
  readonly kind: 'positional-only' | 'positional' | 'keyword-only' | '*' | '**'
}

export function parametersOf(analysis: Analysis, args: Arguments): Parameter[] {
  const positional = [...args.posonlyargs, ...args.args]
  const firstDefault = positional.length - args.defaults.length
  const out: Parameter[] = []
  const add = (arg: Arguments['args'][number], kind: Parameter['kind'], value: Expression | null | undefined): void => {
    const annotation = arg.annotation === null ? '' : `: ${excerpt(analysis, arg.annotation)}`
    const equals = annotation === '' ? '=' : ' = '
    const written = value === null || value === undefined ? '' : equals + excerpt(analysis, value, 40)
    const stars = kind === '*' || kind === '**' ? kind : ''
    out.push({
      name: arg.arg,
      label: `${stars}${arg.arg}${annotation}${written}`,
      isRequired: written === '' && stars === '',
      kind,
    })
  }
  positional.forEach((arg, i) => {
    add(arg, i < args.posonlyargs.length ? 'positional-only' : 'positional', args.defaults[i - firstDefault])
  })
  if (args.vararg !== null) add(args.vararg, '*', null)
  args.kwonlyargs.forEach((arg, i) => {
    add(arg, 'keyword-only', args.kw_defaults[i])
  })
  if (args.kwarg !== null) add(args.kwarg, '**', null)
  return out
}

/** The parameters as text, with the markers `/` and `*` where Python needs them. */
export function parametersText(analysis: Analysis, args: Arguments): string {
  const parameters = parametersOf(analysis, args)
  const parts: string[] = []
  parameters.forEach(({ kind, label }, i) => {
    const before = parameters[i - 1]?.kind
    if (before === 'positional-only' && kind !== 'positional-only') parts.push('/')
    if (kind === 'keyword-only' && before !== 'keyword-only' && before !== '*') parts.push('*')
    parts.push(label)
  })
  if (parameters[parameters.length - 1]?.kind === 'positional-only') parts.push('/')
  return parts.join(', ')
}

/** The docstring of a function, class or module, its common indentation taken away (as `inspect.cleandoc` does). */
export function docstringOf(body: readonly Node[]): string | undefined {
  const first = body[0]
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.type !== 'str') return undefined
  const lines = first.value.value.value.split('\n')
  const rest = lines.slice(1).filter(line => line.trim() !== '')
  const margin = Math.min(...rest.map(line => line.length - line.trimStart().length))
  const clean = [lines[0].trim(), ...lines.slice(1).map(line => line.slice(Math.min(margin, line.length)))]
  return clean.join('\n').trim()
}

/** Counts of suspension points in words: `3 suspension points: yield ×2, await ×1`. */
export function suspensionSummary(node: FunctionNode): string {
  const points = suspensionPoints(node)
  if (points.length === 0) return 'no suspension points'
  const counts = new Map<string, number>()
  for (const { kind } of points) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const parts = [...counts].map(([kind, count]) => (count === 1 ? `\`${kind}\`` : `\`${kind}\` ×${count}`))
  return `${points.length} suspension point${points.length === 1 ? '' : 's'}: ${parts.join(', ')}`
}
