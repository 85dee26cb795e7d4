/**
 * Small words between the code: what calling a function makes, the numbers of its suspension points, the names of the parameters that
 * arguments are for. Each sort can be switched off.
 */

import { type Analysis, type Node, type Span, suspensionPoints, walk } from '../../language/index.ts'
import { typeText } from '../../language/inference/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf, parametersOf } from '../functions.ts'
import { infer, members } from '../infer.ts'
import { type FunctionNode, isFunction } from '../nodes.ts'
import { partIndexAt } from '../parts.ts'
import { typesOf } from '../types.ts'

export interface InlayData {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
  readonly paddingLeft: boolean
  readonly kind?: 'type' | 'parameter'
}

/** Which hints are wanted. */
export interface InlaySettings {
  /** What a generator or coroutine function without a return annotation makes. */
  readonly types: boolean
  /** The number of each suspension point, as the state machine has it. */
  readonly suspensionPoints: boolean
  /** The parameter that a positional argument is for, where the argument does not say so itself. */
  readonly parameterNames: boolean
}

export const defaultInlays: InlaySettings = { types: true, suspensionPoints: false, parameterNames: false }

export const inlayHints: Feature<[range: Span, settings?: InlaySettings], InlayData[]> = {
  capability: { inlayHintProvider: true },
  answer(analysis, range, settings = defaultInlays) {
    const { parts } = analysis
    const found: InlayData[] = []
    for (let i = partIndexAt(parts, range.start); i < parts.length && parts[i].start <= range.end; i++) {
      for (const statement of parts[i].statements) {
        walk(statement, node => {
          // Decorators stand before the function that they are in.
          if (node.end < range.start) return false
          if (isFunction(node)) ofFunction(analysis, node, settings, found)
          else if (node.kind === 'Call' && settings.parameterNames) ofCall(analysis, node, found)
          return undefined
        })
      }
    }
    return found
      .filter(({ offset }) => range.start <= offset && offset <= range.end)
      .sort((a, b) => a.offset - b.offset)
  },
}

function ofFunction(analysis: Analysis, node: FunctionNode, settings: InlaySettings, found: InlayData[]): void {
  const points = suspensionPoints(node)
  if (settings.types) {
    const label = typeLabel(analysis, node)
    const [first] = node.body
    const end = node.returns?.end ?? Math.max(node.args.end + 1, node.nameSpan.end)
    if (label !== undefined && first !== undefined && end <= first.start) {
      const count = points.length
      const makes = kindOf(analysis, node)
      found.push({
        offset: end,
        label: `→ ${label}`,
        tooltip: `Calling it runs nothing yet: it makes ${makes === 'async generator' ? 'an' : 'a'} ${makes} with ${count} suspension point${count === 1 ? '' : 's'}.`,
        paddingLeft: true,
        kind: 'type',
      })
    }
  }
  if (!settings.suspensionPoints) return
  points.forEach(({ keyword, kind }, i) => {
    found.push({
      offset: keyword.start,
      label: `${i + 1}`,
      tooltip: `Suspension point ${i + 1} of ${points.length} of '${node.name}' (${kind}).`,
      paddingLeft: false,
    })
  })
}

/** What is worth saying of what a call makes, that is not written there. */
function typeLabel(analysis: Analysis, node: FunctionNode): string | undefined {
  const kind = kindOf(analysis, node)
  if (kind === 'function') return undefined
  if (node.returns !== null) return kind === 'generator' ? 'generator' : undefined
  const types = typesOf(analysis)
  const fn = types.functionOf(node)
  const text = typeText({ kind, name: node.name, fn }, type => types.program.exchangeOf(type))
  // That an `async def` makes a coroutine is plain; of what is the news.
  const says = !/^\w+\[(?:Any|None|Never)(?:, (?:Any|None|Never))*\]$/.test(text)
  return says ? text : kind === 'coroutine' ? undefined : kind
}

function ofCall(analysis: Analysis, node: Extract<Node, { kind: 'Call' }>, found: InlayData[]): void {
  if (node.args.length === 0) return
  const called = infer(analysis, node.func)
  const target =
    called?.kind === 'class'
      ? members(analysis, called.node).get('__init__')?.node
      : called?.kind === 'function'
        ? called.node
        : undefined
  if (!isFunction(target)) return
  const skips = called?.kind === 'class' || (called?.kind === 'function' && called.isBound) ? 1 : 0
  const parameters = parametersOf(analysis, target.args).slice(skips)
  for (let i = 0; i < node.args.length; i++) {
    const argument = node.args[i]
    const parameter = parameters[i]
    if (argument.kind === 'Starred' || parameter === undefined) return
    if (parameter.kind !== 'positional' && parameter.kind !== 'positional-only') return
    if (saysName(argument, parameter.name)) continue
    found.push({
      offset: argument.start,
      label: `${parameter.name}=`,
      tooltip: parameter.label,
      paddingLeft: false,
      kind: 'parameter',
    })
  }
}

function saysName(argument: Node, name: string): boolean {
  const written = argument.kind === 'Name' ? argument.id : argument.kind === 'Attribute' ? argument.attr : ''
  return written.toLowerCase().endsWith(name.toLowerCase())
}
