/**
 * Finding nodes by place. Knows the tree and nothing of names.
 */

import { type Analysis, eachChild, type Node, type Span, type Statement } from '../language/index.ts'

/** Functions and classes begin at their decorators here, unlike in `ast`. */
export function fullSpan(node: Node): Span {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef': {
      const first = node.decorator_list[0]
      return first === undefined ? node : { start: Math.min(first.start, node.start), end: node.end }
    }
    default:
      return node
  }
}

/** Both ends belong to it: a cursor after the last character of a word is on the word. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end
}

/** The nodes that contain `offset`, from the root to the innermost. Where two meet at it, the one that starts there wins. */
export function nodePath(analysis: Analysis, offset: number): Node[] {
  const path: Node[] = [analysis.tree]
  for (;;) {
    const parent = path[path.length - 1]
    let best: Node | undefined
    eachChild(parent, child => {
      if (!touches(fullSpan(child), offset)) return
      if (best === undefined || child.start <= offset) best = child
    })
    if (best === undefined) return path
    path.push(best)
  }
}

const statementKinds: ReadonlySet<string> = new Set<Statement['kind']>([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'TypeAlias',
  'AugAssign',
  'AnnAssign',
  'For',
  'AsyncFor',
  'While',
  'If',
  'With',
  'AsyncWith',
  'Match',
  'Raise',
  'Try',
  'TryStar',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'Expr',
  'Pass',
  'Break',
  'Continue',
])

export function isStatement(node: Node): node is Statement {
  return statementKinds.has(node.kind)
}

export type FunctionNode = Extract<Node, { kind: 'FunctionDef' | 'AsyncFunctionDef' }>
export type ClassNode = Extract<Node, { kind: 'ClassDef' }>

export function isFunction(node: Node | undefined): node is FunctionNode {
  return node?.kind === 'FunctionDef' || node?.kind === 'AsyncFunctionDef'
}

/** The text of a span on one line, cut to a length a reader can take in. */
export function excerpt(analysis: Analysis, span: Span, length = 80): string {
  const text = analysis.source.slice(span.start, Math.min(span.end, span.start + 4 * length)).replace(/\s+/g, ' ')
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
