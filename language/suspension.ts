/**
 * Where a function hands over control: its suspension points, its `return`s and `raise`s. Knows the tree only.
 */

import type { AsyncFunctionDef, FunctionDef, Node, Span } from './tree.ts'
import { children } from './tree-walk.ts'

/** A place where a function hands control to whoever resumed it, or ends. */
export interface ControlPoint {
  readonly kind: 'yield' | 'yield from' | 'await' | 'async for' | 'async with' | 'return' | 'raise'
  readonly node: Node
  /** The keyword, the first one where there are two. */
  readonly keyword: Span
}

const known = new WeakMap<Node, readonly ControlPoint[]>()

/** The control points of one function in the order of the text, those of functions inside it left out. */
export function controlPoints(node: FunctionDef | AsyncFunctionDef): readonly ControlPoint[] {
  const before = known.get(node)
  if (before !== undefined) return before
  const found: ControlPoint[] = []
  const waiting: Node[] = [...node.body]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const point = pointAt(next)
    if (point !== undefined) found.push(point)
    for (const part of partsEvaluatedHere(next)) waiting.push(part)
  }
  found.sort((a, b) => a.keyword.start - b.keyword.start)
  known.set(node, found)
  return found
}

/** Those of `controlPoints` at which the function can be suspended. */
export function suspensionPoints(node: FunctionDef | AsyncFunctionDef): ControlPoint[] {
  return controlPoints(node).filter(({ kind }) => kind !== 'return' && kind !== 'raise')
}

function pointAt(node: Node): ControlPoint | undefined {
  const point = (kind: ControlPoint['kind']): ControlPoint => {
    const word = kind.split(' ')[0]
    // Nodes move with the text around them.
    return {
      kind,
      node,
      get keyword() {
        return { start: node.start, end: node.start + word.length }
      },
    }
  }
  switch (node.kind) {
    case 'Await':
      return point('await')
    case 'Yield':
      return point('yield')
    case 'YieldFrom':
      return point('yield from')
    case 'AsyncFor':
      return point('async for')
    case 'AsyncWith':
      return point('async with')
    case 'comprehension':
      return node.is_async ? point('async for') : undefined
    case 'Return':
      return point('return')
    case 'Raise':
      return point('raise')
    default:
      return undefined
  }
}

/** The children of a node that run in the function the node stands in; the bodies of inner functions do not. */
export function partsEvaluatedHere(node: Node): Node[] {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [...node.decorator_list, node.args]
    case 'ClassDef':
      return [...node.decorator_list, ...node.bases, ...node.keywords]
    case 'Lambda':
      return [node.args]
    case 'GeneratorExp':
      return node.generators.slice(0, 1).map(generator => generator.iter)
    default:
      return children(node)
  }
}
