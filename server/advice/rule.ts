/** What a rule of advice is given, and what it gives. */

import type { Analysis, Diagnostic, Expression, Node, Span, Statement } from '../../language/index.ts'
import { type FunctionKind, kindOf } from '../functions.ts'
import { infer } from '../infer.ts'
import type { FunctionNode } from '../nodes.ts'

/** Where a rule is asked. */
export interface Place {
  readonly analysis: Analysis
  /** The function whose body the node stands in. */
  readonly around: FunctionNode | undefined
  /** Names of functions whose call makes a coroutine, generator or async generator, of this text and of the library. */
  readonly suspects: ReadonlySet<string>
}

/** Looks at one node. */
export type Rule = (node: Node, place: Place) => readonly Diagnostic[]

export function advice(span: Span, message: string, code: string, hint: string): Diagnostic {
  return { start: span.start, end: span.end, severity: 'warning', type: 'RuntimeWarning', message, code, hint }
}

/** What a call makes, when that is a coroutine, generator or async generator. */
export interface Made {
  readonly name: string
  readonly kind: Exclude<FunctionKind, 'function'>
  /** As `type(x).__name__` gives it. */
  readonly type: 'coroutine' | 'generator' | 'async_generator'
}

const types = { coroutine: 'coroutine', generator: 'generator', 'async generator': 'async_generator' } as const

/** What `node` makes, if it is a call of which that is certain. A decorated function may make anything. */
export function madeBy(node: Expression, { analysis, suspects }: Place): Made | undefined {
  if (node.kind !== 'Call') return undefined
  const name = node.func.kind === 'Attribute' ? node.func.attr : node.func.kind === 'Name' ? node.func.id : ''
  if (!suspects.has(name)) return undefined
  const called = infer(analysis, node.func)
  if (called?.kind === 'library') {
    return called.entry.kind === 'coroutine function' ? { name, kind: 'coroutine', type: 'coroutine' } : undefined
  }
  if (called?.kind !== 'function' || called.node.decorator_list.some(decorator => !keepsKind(decorator)))
    return undefined
  const kind = kindOf(analysis, called.node)
  return kind === 'function' ? undefined : { name, kind, type: types[kind] }
}

/** Decorators after which a call makes what it made before. */
function keepsKind(decorator: Expression): boolean {
  return decorator.kind === 'Name' && ['staticmethod', 'classmethod', 'override', 'final'].includes(decorator.id)
}

/** The blocks of statements in a node. */
export function blocksOf(node: Node): (readonly Statement[])[] {
  switch (node.kind) {
    case 'Module':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'With':
    case 'AsyncWith':
    case 'ExceptHandler':
    case 'match_case':
      return [node.body]
    case 'For':
    case 'AsyncFor':
    case 'While':
    case 'If':
      return [node.body, node.orelse]
    case 'Try':
    case 'TryStar':
      return [node.body, node.orelse, node.finalbody]
    default:
      return []
  }
}
