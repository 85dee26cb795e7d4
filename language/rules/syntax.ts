/** Questions about the text of a function that several rules ask. Knows the tree only. */

import type { FunctionNode } from '../inference/type.ts'
import { partsEvaluatedHere } from '../suspension.ts'
import type { Expression, Node, Statement } from '../tree.ts'

/** Goes over what runs as part of the nodes, inner functions left out, until `visit` says true. */
export function some(nodes: readonly Node[], visit: (node: Node) => boolean): boolean {
  const waiting: Node[] = [...nodes].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (visit(node)) return true
    const parts = partsEvaluatedHere(node)
    for (let i = parts.length - 1; i >= 0; i--) waiting.push(parts[i])
  }
  return false
}

/** A node at which a coroutine hands control to the loop. */
export function isSuspension(node: Node): boolean {
  return (
    node.kind === 'Await' ||
    node.kind === 'AsyncFor' ||
    node.kind === 'AsyncWith' ||
    (node.kind === 'comprehension' && node.is_async === 1)
  )
}

export function hasSuspension(nodes: readonly Node[]): boolean {
  return some(nodes, isSuspension)
}

export function hasYield(nodes: readonly Node[]): boolean {
  return some(nodes, node => node.kind === 'Yield' || node.kind === 'YieldFrom')
}

/** The names of the exceptions in an `except` clause, as written last; empty for a bare one. */
export function caughtNames(type: Expression | null): string[] {
  if (type === null) return []
  if (type.kind === 'Tuple') return type.elts.flatMap(caughtNames)
  if (type.kind === 'Name') return [type.id]
  return type.kind === 'Attribute' ? [type.attr] : ['?']
}

/** Whether the loop is left by a `break` of its own in these statements. */
export function hasOwnBreak(body: readonly Statement[]): boolean {
  return body.some(statement => {
    switch (statement.kind) {
      case 'Break':
        return true
      case 'If':
        return hasOwnBreak(statement.body) || hasOwnBreak(statement.orelse)
      case 'For':
      case 'AsyncFor':
      case 'While':
        return hasOwnBreak(statement.orelse)
      case 'With':
      case 'AsyncWith':
        return hasOwnBreak(statement.body)
      case 'Try':
      case 'TryStar':
        return [
          statement.body,
          statement.orelse,
          statement.finalbody,
          ...statement.handlers.map(item => item.body),
        ].some(hasOwnBreak)
      case 'Match':
        return statement.cases.some(item => hasOwnBreak(item.body))
      default:
        return false
    }
  })
}

export function isFunction(node: Node | undefined): node is FunctionNode {
  return node?.kind === 'FunctionDef' || node?.kind === 'AsyncFunctionDef'
}

/** The text of a statement's line up to it. */
export function indentOf(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1
  return /^\s*/.exec(source.slice(start, offset))?.[0] ?? ''
}
