/**
 * Where the strict parser may start, so that a long file is not read once more for each letter typed in it.
 *
 * What comes before the first error is right, and a right statement has nothing to say about a wrong one after it: it is enough
 * to start with the statement before the one with the error, at the top level or in the body of a class or function around it.
 * This file knows the tolerant tree; it does not judge errors.
 */

import type { SourceText } from './text.ts'
import { indentAt } from './tokenizer.ts'
import type { Module, Statement } from './tree.ts'

/** A place at the start of a line at which a statement starts. */
export interface Restart {
  readonly offset: number
  /** The columns of the blocks around it, outermost first, as the tokenizer keeps them. */
  readonly indents: readonly Indent[]
}

/** The width of a line's white space, and the same with a tab as one column. */
export interface Indent {
  readonly column: number
  readonly altColumn: number
}

const top: readonly Indent[] = [{ column: 0, altColumn: 0 }]

/** The start of the text, which is always right. */
export const start: Restart = { offset: 0, indents: top }

/**
 * Places to start at, the nearest to the error first and the start of the text last. From a place in a body the error may turn out
 * to lie behind the end of that body; then the next place is to be tried.
 */
export function restarts(tree: Module, text: SourceText, errorStart: number): readonly Restart[] {
  const found: Restart[] = [start]
  let body = tree.body
  let indents = top
  for (;;) {
    const at = lastBefore(body, errorStart)
    const near = startBefore(body, at, text)
    if (near !== undefined) found.unshift({ offset: near, indents })
    const holder = body[at]
    if (holder === undefined || !isDefinition(holder) || holder.body.length === 0) break
    const first = lineOf(holder.body[0], text)
    if (first === undefined || lastBefore(holder.body, errorStart) < 1) break
    body = holder.body
    indents = [...indents, indentAt(text.source, first)]
  }
  const { offset } = found[0]
  return offset > 0 && suspicious.test(text.source.slice(0, offset)) ? [start] : found
}

/**
 * Right statements that the rules for wrong ones object to, once there is an error anywhere: `print -1`, taken for Python 2's, and
 * `type A[*B = c]`, taken for a subscript.
 */
const suspicious = /\b(?:print|exec)\b[ \t\\]*[-+*[~]|\btype[ \t\\]+[^\s=]+[ \t\\]*\[/

function isDefinition(node: Statement): node is Statement & { readonly body: readonly Statement[] } {
  return node.kind === 'ClassDef' || node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef'
}

/** The index of the last statement that starts at or before `offset`, or -1. */
function lastBefore(body: readonly Statement[], offset: number): number {
  let low = 0
  let high = body.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (firstOffset(body[middle]) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The start of the nearest statement before the one at `at` that has its lines to itself. */
function startBefore(body: readonly Statement[], at: number, text: SourceText): number | undefined {
  for (let i = at - 1; i >= 0; i--) {
    const line = lineOf(body[i], text)
    if (line !== undefined && body[i].kind !== 'Error' && (i === 0 || body[i - 1].end < line)) return line
  }
  return undefined
}

/** The start of the line of a statement with nothing but white space before it. */
function lineOf(statement: Statement, text: SourceText): number | undefined {
  const { source } = text
  const first = firstOffset(statement)
  const line = text.lineAt(first)
  const offset = text.lineStarts[line]
  if (!/^[ \t\f]*$/.test(source.slice(offset, first))) return undefined
  const isDecorated = first !== statement.start
  if (isDecorated && source[first] !== '@') return undefined
  return line > 0 && text.lineText(line - 1).endsWith('\\') ? undefined : offset
}

/** The start of a statement, its first decorator's `@` included if that stands right before the name. */
function firstOffset(statement: Statement): number {
  if ('decorator_list' in statement && statement.decorator_list.length > 0) return statement.decorator_list[0].start - 1
  return statement.start
}
