/**
 * Advice about coroutines that CPython gives only when the program runs, or never. Each rule is certain of what it says: where it
 * cannot tell, it is silent.
 */

import { type Analysis, type Diagnostic, eachChild, type Node, type NodeKind } from '../../language/index.ts'
import { coroutineFunctions } from '../library.ts'
import { memo, memoOfPart } from '../memo.ts'
import { type FunctionNode, isFunction } from '../nodes.ts'
import { blockingCall, raisedStopIteration, specialMethod, unreachable } from './definition.ts'
import { alwaysTrue, droppedCall, unusedCoroutine } from './dropped.ts'
import { wrongAwait, wrongContext, wrongIteration, wrongYieldFrom } from './protocol.ts'
import type { Rule } from './rule.ts'

/** Which rules look at which nodes. */
const rules: Partial<Record<NodeKind, readonly Rule[]>> = {
  Module: [unreachable],
  FunctionDef: [unreachable, raisedStopIteration],
  AsyncFunctionDef: [unreachable, raisedStopIteration],
  ClassDef: [specialMethod],
  If: [unreachable, alwaysTrue],
  While: [unreachable, alwaysTrue],
  IfExp: [alwaysTrue],
  Assert: [alwaysTrue],
  For: [unreachable, wrongIteration],
  AsyncFor: [unreachable, wrongIteration],
  comprehension: [wrongIteration],
  With: [unreachable, wrongContext],
  AsyncWith: [unreachable, wrongContext],
  Try: [unreachable],
  TryStar: [unreachable],
  ExceptHandler: [unreachable],
  match_case: [unreachable],
  Expr: [droppedCall],
  Assign: [unusedCoroutine],
  Call: [blockingCall],
  Await: [wrongAwait],
  YieldFrom: [wrongYieldFrom],
}

/** What the rules say of a text, in the order of the text. */
export function adviceOn(analysis: Analysis): readonly Diagnostic[] {
  return adviceWithin(analysis, () => true).found
}

/**
 * The same as far as there is time for it. What is not looked at again yet says what it said when it was last looked at.
 * @param goesOn asked before each piece of work
 */
export function adviceWithin(
  analysis: Analysis,
  goesOn: () => boolean,
): { readonly found: readonly Diagnostic[]; readonly isComplete: boolean } {
  let isComplete = true
  // The blocks of the module itself lie across its parts.
  const found = (rules.Module ?? []).flatMap(rule =>
    rule(analysis.tree, { analysis, around: undefined, suspects: new Set() }),
  )
  analysis.parts.forEach(({ start }, i) => {
    isComplete &&= adviceOnPart.isKnown(analysis, i) || goesOn()
    const items = isComplete ? adviceOnPart(analysis, i) : (adviceOnPart.last(analysis, i) ?? [])
    for (const item of items) found.push({ ...item, start: item.start + start, end: item.end + start })
  })
  return { found: found.sort((a, b) => a.start - b.start), isComplete }
}

/** What the rules say of a part, as if it began at 0. */
const adviceOnPart = memoOfPart((analysis, { start, statements }): readonly Diagnostic[] => {
  const suspects = suspectNames(analysis)
  const found: Diagnostic[] = []
  const waiting: [Node, FunctionNode | undefined][] = statements.map(statement => [statement, undefined])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next
    for (const rule of rules[node.kind] ?? []) found.push(...rule(node, { analysis, around, suspects }))
    const inner = isFunction(node) ? node : node.kind === 'Lambda' || node.kind === 'ClassDef' ? undefined : around
    eachChild(node, child => waiting.push([child, inner]))
  }
  return found.map(item => ({ ...item, start: item.start - start, end: item.end - start }))
})

/** Names of which a rule may have a thing to say, so that most calls need not be looked into. */
const suspectNames = memo(({ scopes }: Analysis): ReadonlySet<string> => {
  const names = new Set(coroutineFunctions())
  for (const scope of scopes.all) if (scope.yields || scope.isAsync) names.add(scope.name)
  return names
})
