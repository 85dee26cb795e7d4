/** Who calls a function and whom it calls, `await` and `yield from` included, as far as it is plain what is called. */

import { type Analysis, type Span, walk } from '../../language/index.ts'
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
      callsOf(analysis).found.filter(call => call.to === node),
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
      callsOf(analysis).found.filter(call => call.from === node),
      call => call.to,
    )
  },
}

/** The function whose name, or whose use, stands at a place. */
export function functionAt(analysis: Analysis, offset: number): FunctionNode | undefined {
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

/** A call of something that is not a function of the text. */
export interface CallElsewhere {
  readonly from: FunctionNode | undefined
  readonly span: Span
}

const callsOf = memo((analysis: Analysis): { found: readonly FoundCall[]; elsewhere: readonly CallElsewhere[] } => {
  const found: FoundCall[] = []
  const elsewhere: CallElsewhere[] = []
  const functions: FunctionNode[] = []
  walk(analysis.tree, node => {
    if (isFunction(node)) functions.push(node)
    if (node.kind !== 'Call') return undefined
    // Functions come before what is in them: the last that contains the call is the innermost.
    let from: FunctionNode | undefined
    for (let i = functions.length - 1; i >= 0 && from === undefined; i--) {
      const item = functions[i]
      if (item.start <= node.start && node.end <= item.end && isInBody(item, node)) from = item
    }
    // A function that is handed on (`call_soon(f)`, `map(f, xs)`) is called by whom it is given to, on behalf of who gives it.
    for (const called of [node.func, ...node.args, ...node.keywords.map(keyword => keyword.value)]) {
      if (called.kind !== 'Name' && called.kind !== 'Attribute') continue
      const span = called.kind === 'Attribute' ? called.attrSpan : called
      const type = infer(analysis, called)
      if (type?.kind === 'function') found.push({ from, to: type.node, span })
      else if (called === node.func || type?.kind === 'module' || type === undefined) elsewhere.push({ from, span })
    }
    return undefined
  })
  return { found, elsewhere }
})

/** The calls in the function at a place that may lead to other modules. */
export function callsElsewhere(analysis: Analysis, offset: number): CallElsewhere[] {
  const node = functionAt(analysis, offset)
  return callsOf(analysis).elsewhere.filter(call => call.from === node)
}

/** The function in whose body a place is; undefined for the module's own code. */
export function functionAround(analysis: Analysis, place: Span): FunctionNode | undefined {
  return nodePath(analysis, place.start).findLast(
    (item): item is FunctionNode => isFunction(item) && isInBody(item, place),
  )
}

function isInBody(around: FunctionNode, node: Span): boolean {
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

/** How the hierarchy shows a function. */
export function describe(analysis: Analysis, node: FunctionNode | undefined): Caller {
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
