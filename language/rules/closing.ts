/** Where an async generator function of a module is iterated, and whether that closes it: `contextlib.aclosing`. */

import type { Analysis } from '../analyze.ts'
import type { FunctionNode } from '../inference/type.ts'
import type { AsyncFor, Call, Node } from '../tree.ts'
import { eachChild } from '../tree-walk.ts'
import { at, importEdit, moduleAlias } from './fixes.ts'
import type { Context, Fix, FixEdit } from './rule.ts'
import { hasSuspension, hasYield, indentOf, some } from './syntax.ts'

/** An async generator that has something to clean up which takes an await: a `finally` or an `async with` around a yield. */
export function needsClosing(node: FunctionNode): boolean {
  return some(
    node.body,
    item =>
      (item.kind === 'AsyncWith' && hasYield(item.body)) ||
      ((item.kind === 'Try' || item.kind === 'TryStar') && hasYield(item.body) && hasSuspension(item.finalbody)),
  )
}

interface Uses {
  readonly calls: readonly Call[]
  /** Those that are the argument of `aclosing(…)`. */
  readonly closed: ReadonlySet<Node>
  /** Those that an `async for` iterates over directly, with the loop. */
  readonly loops: readonly AsyncFor[]
}

function usesOf({ tree }: Analysis, name: string): Uses {
  const calls: Call[] = []
  const closed = new Set<Node>()
  const loops: AsyncFor[] = []
  const visit = (node: Node): void => {
    if (node.kind === 'Call') {
      const callee = calledName(node)
      if (callee === name) calls.push(node)
      if (callee === 'aclosing' && node.args[0] !== undefined) closed.add(node.args[0])
    }
    if (node.kind === 'AsyncFor' && node.iter.kind === 'Call' && calledName(node.iter) === name) loops.push(node)
    eachChild(node, visit)
  }
  for (const statement of tree.body) visit(statement)
  return { calls, closed, loops }
}

function calledName({ func }: Call): string | undefined {
  return func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : undefined
}

/** Everybody in the module who makes the generator closes it. */
export function isClosedByCallers(node: FunctionNode, { analysis }: Context): boolean {
  const { calls, closed } = usesOf(analysis, node.name)
  return calls.length > 0 && calls.every(call => closed.has(call))
}

/** Puts `async with contextlib.aclosing(…)` around the loops over the generator in the module. */
export function aclosingFix(node: FunctionNode, context: Context): Fix[] {
  const { analysis } = context
  const { source, text } = analysis
  const edits: FixEdit[] = []
  for (const loop of usesOf(analysis, node.name).loops) {
    const first = text.lineAt(loop.start)
    const indent = indentOf(source, loop.start)
    const isAlone = source.slice(text.lineSpan(first).start, loop.start) === indent
    if (!isAlone || some([...loop.body, ...loop.orelse], hasLines)) continue
    const module = moduleAlias(analysis.tree.body, 'contextlib') ?? 'contextlib'
    const made = source.slice(loop.iter.start, loop.iter.end)
    edits.push({ span: at(loop.start), newText: `async with ${module}.aclosing(${made}) as items:\n${indent}    ` })
    edits.push({ span: { start: loop.iter.start, end: loop.iter.end }, newText: 'items' })
    for (let line = first + 1; line <= text.lineAt(loop.end); line++) {
      const { start, end } = text.lineSpan(line)
      if (source.slice(start, end).trim() !== '') edits.push({ span: at(start), newText: '    ' })
    }
  }
  if (edits.length === 0) return []
  if (moduleAlias(analysis.tree.body, 'contextlib') === undefined) edits.unshift(importEdit(context, 'contextlib'))
  return [{ title: "Close it where it is iterated: 'contextlib.aclosing'", edits, isPreferred: true }]
}

/** Moving the lines of such a string would change it. */
function hasLines(node: Node): boolean {
  return node.kind === 'Constant' && node.value.type === 'str' && node.value.value.includes('\n')
}
