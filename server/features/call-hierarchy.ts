/** Who calls a function and whom it calls, `await` and `yield from` included, as far as it is plain what is called. */

import { type Analysis, type Node, type Span, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { kindOf } from '../functions.ts'
import { infer } from '../infer.ts'
import { memo } from '../memo.ts'
import { type FunctionNode, fullSpan, isFunction, nodePath } from '../nodes.ts'

/** A function as the hierarchy shows it; `undefined` for the module itself. */
export interface Caller {
  readonly name: string
  readonly detail: string
  readonly isMethod: boolean
  readonly span: Span
  readonly nameSpan: Span
}

/** Calls between two functions. */
export interface CallGroup {
  readonly other: Caller
  readonly calls: readonly Span[]
}

export const prepareCalls: Feature<[offset: number], Caller | undefined> = {
  capability: { callHierarchyProvider: true },
  answer(analysis, offset) {
    const node = functionAt(analysis, offset)
    return node && describe(analysis, node)
  },
}

/** @param offset within the name of the function */
export const incomingCalls: Feature<[offset: number], CallGroup[]> = {
  capability: {},
  answer(analysis, offset) {
    const node = functionAt(analysis, offset)
    return grouped(
      analysis,
      callsOf(analysis).filter(call => call.to === node),
      call => call.from,
    )
  },
}

export const outgoingCalls: Feature<[offset: number], CallGroup[]> = {
  capability: {},
  answer(analysis, offset) {
    const node = functionAt(analysis, offset)
    return grouped(
      analysis,
      callsOf(analysis).filter(call => call.from === node),
      call => call.to,
    )
  },
}

/** The function whose name, or whose use, stands at a place. */
function functionAt(analysis: Analysis, offset: number): FunctionNode | undefined {
  const path = nodePath(analysis, offset)
  const node = path[path.length - 1]
  if (node.kind === 'Name' || node.kind === 'Attribute') {
    const type = infer(analysis, node)
    return type?.kind === 'function' ? type.node : undefined
  }
  const around = path.findLast(isFunction)
  return around !== undefined && offset >= around.start && offset <= around.nameSpan.end ? around : undefined
}

interface FoundCall {
  readonly from: FunctionNode | undefined
  readonly to: FunctionNode
  readonly span: Span
}

const callsOf = memo((analysis: Analysis): readonly FoundCall[] => {
  const found: FoundCall[] = []
  const functions: FunctionNode[] = []
  walk(analysis.tree, node => {
    if (isFunction(node)) functions.push(node)
    if (node.kind !== 'Call') return undefined
    const type = infer(analysis, node.func)
    if (type?.kind !== 'function') return undefined
    const span = node.func.kind === 'Attribute' ? node.func.attrSpan : node.func
    // Functions come before what is in them: the last that contains the call is the innermost.
    const from = functions.findLast(item => item.start <= node.start && node.end <= item.end && isInBody(item, node))
    found.push({ from, to: type.node, span })
    return undefined
  })
  return found
})

function isInBody(around: FunctionNode, node: Node): boolean {
  const [first] = around.body
  return first !== undefined && node.start >= first.start
}

function grouped(
  analysis: Analysis,
  calls: readonly FoundCall[],
  otherOf: (call: FoundCall) => FunctionNode | undefined,
): CallGroup[] {
  const groups = new Map<FunctionNode | undefined, Span[]>()
  for (const call of calls) {
    const other = otherOf(call)
    const spans = groups.get(other)
    if (spans === undefined) groups.set(other, [call.span])
    else spans.push(call.span)
  }
  return [...groups].map(([other, spans]) => ({ other: describe(analysis, other), calls: spans }))
}

function describe(analysis: Analysis, node: FunctionNode | undefined): Caller {
  if (node === undefined) {
    const top = { start: 0, end: 0 }
    return {
      name: analysis.path,
      detail: 'module',
      isMethod: false,
      span: { start: 0, end: analysis.source.length },
      nameSpan: top,
    }
  }
  const scope = analysis.scopes.find(node)
  return {
    name: node.name,
    detail: kindOf(analysis, node),
    isMethod: scope?.parent?.kind === 'class',
    span: fullSpan(node),
    nameSpan: node.nameSpan,
  }
}
