/**
 * Advice about coroutines that CPython gives only when the program runs, or never. Each rule is certain of what it says: where it
 * cannot tell, it is silent.
 */

import { type Analysis, type Diagnostic, eachChild, type Node, type NodeKind } from '../../language/index.ts'
import { coroutineFunctions } from '../library.ts'
import { memo } from '../memo.ts'
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
export const adviceOn: (analysis: Analysis) => readonly Diagnostic[] = memo(analysis => {
  const suspects = suspectNames(analysis)
  const found: Diagnostic[] = []
  const waiting: [Node, FunctionNode | undefined][] = [[analysis.tree, undefined]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next
    for (const rule of rules[node.kind] ?? []) found.push(...rule(node, { analysis, around, suspects }))
    const inner = isFunction(node) ? node : node.kind === 'Lambda' || node.kind === 'ClassDef' ? undefined : around
    eachChild(node, child => waiting.push([child, inner]))
  }
  return found.sort((a, b) => a.start - b.start)
})

/** Names of which a rule may have a thing to say, so that most calls need not be looked into. */
function suspectNames({ scopes }: Analysis): ReadonlySet<string> {
  const names = new Set(coroutineFunctions())
  for (const scope of scopes.all) if (scope.yields || scope.isAsync) names.add(scope.name)
  return names
}
