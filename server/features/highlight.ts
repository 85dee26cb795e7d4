/**
 * What belongs to the word under the cursor: the other places of a name, or, on `async`, `await`, `yield`, `return` or `raise`, every
 * place where the function can be suspended or left; on `break` or `continue`, the loop.
 */

import { controlPoints, eachChild, type Node, type Span } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { isFunction, nodePath, touches } from '../nodes.ts'
import { memberReferences, symbolAt } from '../symbol-at.ts'

export interface HighlightData {
  readonly span: Span
  readonly kind: 'text' | 'read' | 'write'
}

export const highlight: Feature<[offset: number], HighlightData[]> = {
  capability: { documentHighlightProvider: true },
  answer(analysis, offset) {
    const symbol = symbolAt(analysis, offset)
    if (symbol !== undefined) {
      const places =
        symbol.kind === 'name'
          ? symbol.occurrence.binding.occurrences
          : memberReferences(analysis, symbol.owner, symbol.name)
      return places.map(({ span, isDefinition }) => ({ span, kind: isDefinition ? 'write' : 'read' }))
    }
    const path = nodePath(analysis, offset)
    return controlFlow(path, offset) ?? loopFlow(path, offset) ?? []
  },
}

function controlFlow(path: readonly Node[], offset: number): HighlightData[] | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i]
    if (!isFunction(node)) continue
    const header = { start: node.start, end: node.nameSpan.start }
    const points = controlPoints(node)
    if (!touches(header, offset) && !points.some(point => touches(point.keyword, offset))) return undefined
    const word = node.kind === 'AsyncFunctionDef' ? 'async def' : 'def'
    const own: HighlightData = { span: { start: node.start, end: node.start + word.length }, kind: 'text' }
    return [own, ...points.map(point => ({ span: point.keyword, kind: 'text' as const }))]
  }
  return undefined
}

function loopFlow(path: readonly Node[], offset: number): HighlightData[] | undefined {
  const leaf = path[path.length - 1]
  const onJump = leaf.kind === 'Break' || leaf.kind === 'Continue'
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i]
    if (isFunction(node)) return undefined
    if (node.kind !== 'For' && node.kind !== 'AsyncFor' && node.kind !== 'While') continue
    const keyword = { start: node.start, end: node.start + (node.kind === 'For' ? 3 : 5) }
    if (!onJump && !touches(keyword, offset)) continue
    return [{ span: keyword, kind: 'text' }, ...jumpsOf(node).map(span => ({ span, kind: 'text' as const }))]
  }
  return undefined
}

function jumpsOf(loop: Extract<Node, { kind: 'For' | 'AsyncFor' | 'While' }>): Span[] {
  const found: Span[] = []
  const waiting: Node[] = [...loop.body]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    switch (node.kind) {
      case 'Break':
      case 'Continue':
        found.push(node)
        break
      case 'For':
      case 'AsyncFor':
      case 'While':
        // What stands in the body of an inner loop is that loop's.
        waiting.push(...node.orelse)
        break
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        break
      default:
        eachChild(node, child => waiting.push(child))
    }
  }
  return found.sort((a, b) => a.start - b.start)
}
