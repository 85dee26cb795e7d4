/**
 * Advice about coroutines that CPython gives only when the program runs, or never: coroutines that are dropped, code that can never
 * run. Each rule is certain of what it says; where it cannot tell, it is silent.
 */

import { type Analysis, type Diagnostic, type Node, type Statement, walk } from '../language/index.ts'
import { kindOf } from './functions.ts'
import { infer } from './infer.ts'
import { coroutineFunctions } from './library.ts'
import { memo } from './memo.ts'
import { fullSpan } from './nodes.ts'

export const adviceOn: (analysis: Analysis) => readonly Diagnostic[] = memo(analysis => {
  const found: Diagnostic[] = []
  const suspects = suspectNames(analysis)
  walk(analysis.tree, node => {
    if (node.kind === 'Expr') dropped(analysis, node, suspects, found)
    else if (node.kind === 'Await') awaitedInVain(analysis, node, suspects, found)
    else unreachable(node, found)
    return undefined
  })
  return found.sort((a, b) => a.start - b.start)
})

/** Names that may mean something of which a rule has a thing to say, so that most calls need not be looked into. */
interface Suspects {
  /** Whose call should not be dropped. */
  readonly dropped: ReadonlySet<string>
  /** Whose call makes what cannot be awaited. */
  readonly awaited: ReadonlySet<string>
}

function suspectNames({ scopes }: Analysis): Suspects {
  const dropped = new Set(coroutineFunctions())
  const awaited = new Set<string>()
  for (const scope of scopes.all) {
    if (scope.yields) awaited.add(scope.name)
    if (scope.yields || scope.isAsync) dropped.add(scope.name)
  }
  return { dropped, awaited }
}

/** A call that makes a coroutine, generator or async generator, and nobody keeps it. */
function dropped(
  analysis: Analysis,
  { value }: Extract<Node, { kind: 'Expr' }>,
  suspects: Suspects,
  found: Diagnostic[],
): void {
  if (value.kind !== 'Call' || !suspects.dropped.has(nameOf(value.func))) return
  const called = infer(analysis, value.func)
  const name = nameOf(value.func)
  if (called?.kind === 'function') {
    const kind = kindOf(analysis, called.node)
    if (kind === 'coroutine') {
      found.push(
        advice(
          value,
          `coroutine '${name}' is never awaited`,
          'never-awaited',
          'Await it, or keep what the call makes.',
        ),
      )
    } else if (kind !== 'function') {
      const message = `this call makes the ${kind} '${name}' and drops it: nothing of it runs`
      found.push(advice(value, message, 'never-iterated', 'Iterate over it, or keep what the call makes.'))
    }
  } else if (called?.kind === 'library' && called.entry.kind === 'coroutine function') {
    found.push(
      advice(value, `coroutine '${name}' is never awaited`, 'never-awaited', 'Await it, or keep what the call makes.'),
    )
  }
}

/** `await` of what is plainly no awaitable. */
function awaitedInVain(
  analysis: Analysis,
  { value }: Extract<Node, { kind: 'Await' }>,
  suspects: Suspects,
  found: Diagnostic[],
): void {
  if (value.kind !== 'Call' || !suspects.awaited.has(nameOf(value.func))) return
  const called = infer(analysis, value.func)
  if (called?.kind !== 'function' || called.node.decorator_list.length > 0) return
  const kind = kindOf(analysis, called.node)
  if (kind === 'generator' || kind === 'async generator') {
    const word = kind === 'generator' ? 'generator' : 'async_generator'
    const instead =
      kind === 'generator' ? "Drive it with 'yield from' or a for loop." : "Use 'async for', or await anext() of it."
    found.push(advice(value, `object ${word} can't be used in 'await' expression`, 'not-awaitable', instead))
  }
}

function nameOf(node: Node): string {
  return node.kind === 'Attribute' ? node.attr : node.kind === 'Name' ? node.id : '?'
}

function advice(node: Node, message: string, code: string, hint: string): Diagnostic {
  return { start: node.start, end: node.end, severity: 'warning', type: 'RuntimeWarning', message, code, hint }
}

/** Statements after `return`, `raise`, `break` or `continue` in the same block. */
function unreachable(node: Node, found: Diagnostic[]): void {
  for (const block of blocksOf(node)) {
    const end = block.findIndex(leaves)
    if (end < 0 || end === block.length - 1) continue
    const next = block[end + 1]
    // `return; yield` is how a function is made a generator that yields nothing.
    if (next.kind === 'Expr' && (next.value.kind === 'Yield' || next.value.kind === 'YieldFrom')) continue
    found.push({
      start: fullSpan(next).start,
      end: block[block.length - 1].end,
      severity: 'hint',
      type: 'SyntaxWarning',
      message: 'this code is never reached',
      code: 'unreachable',
    })
  }
}

function leaves(statement: Statement): boolean {
  return ['Return', 'Raise', 'Break', 'Continue'].includes(statement.kind)
}

function blocksOf(node: Node): (readonly Statement[])[] {
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
