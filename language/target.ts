/**
 * Expressions as targets: which may be bound or deleted, and turning them into targets.
 */

import type { Context, Expression } from './tree.ts'

export type TargetUse = 'assign' | 'for' | 'delete'

/** The part of `node` that cannot be a target, or `undefined` (`_PyPegen_get_invalid_target`). */
export function invalidTarget(node: Expression, use: TargetUse): Expression | undefined {
  switch (node.kind) {
    case 'List':
    case 'Tuple':
      for (const element of node.elts) {
        const invalid = invalidTarget(element, use)
        if (invalid !== undefined) return invalid
      }
      return undefined
    case 'Starred':
      return use === 'delete' ? node : invalidTarget(node.value, use)
    case 'Compare':
      // `for x in y` without an `in` of its own.
      if (use === 'for' && node.ops[0] === 'In') return invalidTarget(node.left, use)
      return node
    case 'Name':
    case 'Attribute':
    case 'Subscript':
    case 'Error':
      return undefined
    default:
      return node
  }
}

/** Sets the context of a freshly parsed expression and of what it unpacks to. */
export function setContext(node: Expression, ctx: Context): void {
  switch (node.kind) {
    case 'List':
    case 'Tuple':
      for (const element of node.elts) setContext(element, ctx)
      assignContext(node, ctx)
      break
    case 'Starred':
      setContext(node.value, ctx)
      assignContext(node, ctx)
      break
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      assignContext(node, ctx)
      break
  }
}

function assignContext(node: { readonly ctx: Context }, ctx: Context): void {
  const fresh: { ctx: Context } = node
  fresh.ctx = ctx
}
