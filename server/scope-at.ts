/** The scope in which something written at a place would be looked up. */

import type { Analysis, Node, Scope } from '../language/index.ts'
import { isFunction, nodePath } from './nodes.ts'

export function scopeAt(analysis: Analysis, offset: number): Scope {
  const { scopes, text } = analysis
  let scope = scopes.module
  for (const node of nodePath(analysis, offset)) {
    const inner = scopes.find(node)
    if (inner !== undefined && isInside(node, offset)) scope = inner
  }
  if (scope.kind !== 'module') return scope
  return blockByIndentation(analysis, text.positionAt(offset).character, offset) ?? scope
}

/** The parameters' defaults and annotations, decorators and bases belong to the scope around. */
function isInside(node: Node, offset: number): boolean {
  if (isFunction(node) || node.kind === 'ClassDef') {
    const first = node.body[0]
    return first !== undefined && offset >= first.start
  }
  return true
}

/** An empty line behind a function is still in it when the cursor is indented. */
function blockByIndentation(analysis: Analysis, column: number, offset: number): Scope | undefined {
  if (column === 0) return undefined
  let found: Scope | undefined
  for (const scope of analysis.scopes.all) {
    const { node } = scope
    if ((isFunction(node) || node.kind === 'ClassDef') && scope.kind !== 'type parameters' && node.start < offset) {
      if (
        analysis.text.positionAt(node.start).character < column &&
        !hasCodeBetween(analysis, node.end, offset, column)
      ) {
        found = scope
      }
    }
  }
  return found
}

/** Whether a line between two places starts further left than `column`. */
function hasCodeBetween({ text, source }: Analysis, from: number, to: number, column: number): boolean {
  for (let line = text.lineAt(from) + 1; line < text.lineAt(to); line++) {
    const { start, end } = text.lineSpan(line)
    const content = source.slice(start, end)
    if (content.trim() !== '' && content.length - content.trimStart().length < column) return true
  }
  return false
}
