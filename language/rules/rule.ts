/**
 * What a rule about coroutine programs is, what it is given, and what it says.
 *
 * A rule is silent wherever it cannot be certain: types that are not known answer no question. Knows no protocol.
 */

import type { Analysis } from '../analyze.ts'
import type { Diagnostic, Severity } from '../diagnostic.ts'
import type { ModuleTypes } from '../inference/program.ts'
import { type FunctionNode, type SuspendableKind, type Type, unknown } from '../inference/type.ts'
import type { Walk } from '../inference/walk.ts'
import type { Expression, Lambda, Module, Node, Span } from '../tree.ts'

/** How loudly a rule speaks; `off` is not at all. */
export type Level = Severity | 'off'

/** A rule as it is told to people. Its page in the documentation bears its id. */
export interface RuleInfo {
  readonly id: string
  /** What it finds, in one line. */
  readonly title: string
  /** How loud it is unless somebody says otherwise. */
  readonly level: Level
  /** Names under which other linters know it. */
  readonly alike?: readonly string[]
}

/** A change of the text that repairs a finding. */
export interface Fix {
  readonly title: string
  readonly edits: readonly FixEdit[]
  /** The one to take when only one is asked for: it is what nearly everybody means. */
  readonly isPreferred: boolean
}

export interface FixEdit {
  readonly span: Span
  readonly newText: string
}

/** A diagnostic of a rule: `code` is the rule's id. */
export interface Finding extends Diagnostic {
  readonly code: string
  readonly fixes?: readonly Fix[]
}

/** The piece of program that is walked as one: a function, or the top level of a module. */
export interface Unit {
  readonly node: FunctionNode | Module
  readonly walk: Walk
  /** What a call of the function makes. */
  readonly kind: SuspendableKind | 'function' | 'module'
}

/** What a rule is given. */
export interface Context {
  readonly module: ModuleTypes
  readonly analysis: Analysis
  readonly unit: Unit
  /** The nodes around the one in question, from the outside in, up to the unit. */
  readonly around: readonly Node[]
  /** The lambda or comprehension in between, when there is one that runs elsewhere. */
  readonly inner: Lambda | undefined
  report(
    id: string,
    span: Span,
    message: string,
    more?: { readonly hint?: string; readonly fixes?: readonly Fix[] },
  ): void
}

/** Looks at one node. */
export type Look<N extends Node = Node> = (node: N, context: Context) => void

/** Looks by kind of node. */
export type Looks = { readonly [K in Node['kind']]?: Look<Extract<Node, { kind: K }>> }

/** The type of an expression wherever it was met; `unknown` for one that is never reached. */
export function typeOf({ unit, module }: Context, node: Expression): Type {
  const known = unit.walk.types.get(node)
  if (known !== undefined) return known
  return node.kind === 'Constant' ? module.evaluate(node, undefined) : unknown
}

/** A class of the program or library as a dotted name: what `asyncio.sleep` means, however it was imported. */
export function libraryName(type: Type): string | undefined {
  if (type.kind === 'library')
    return type.owner === undefined ? `${type.module}.${type.name}` : `${type.owner}.${type.name}`
  return type.kind === 'class' && type.cls.kind === 'library' ? `${type.cls.module}.${type.cls.name}` : undefined
}

/** The unit is one that an event loop runs: `await` works in it. */
export function isAsync({ unit, inner }: Context): boolean {
  return unit.node.kind === 'AsyncFunctionDef' && inner === undefined
}

/** The text of a node as written. */
export function source({ analysis }: { readonly analysis: Analysis }, span: Span): string {
  return analysis.source.slice(span.start, span.end)
}

/** The end of a call of `name(` up to its arguments, for messages: `create_task(…)`. */
export function calledName(node: Expression): string {
  const func = node.kind === 'Call' ? node.func : node
  return func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : 'it'
}
