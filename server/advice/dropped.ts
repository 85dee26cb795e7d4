/** Coroutines and generators that nobody will ever run. */

import type { Binding } from '../names.ts'
import { namesOf } from '../names.ts'
import { advice, type Made, madeBy, type Rule } from './rule.ts'

/** A call as a statement of its own: what it makes is dropped. */
export const droppedCall: Rule = (node, place) => {
  if (node.kind !== 'Expr') return []
  const made = madeBy(node.value, place)
  return made === undefined ? [] : [dropped(node.value, made)]
}

/** A variable of a function that is given a coroutine and never looked at. */
export const unusedCoroutine: Rule = (node, place) => {
  if (node.kind !== 'Assign' || node.targets.length !== 1 || node.targets[0].kind !== 'Name') return []
  const made = madeBy(node.value, place)
  if (made === undefined) return []
  const binding = namesOf(place.analysis).at(node.targets[0].start)?.binding
  return binding === undefined || isLookedAt(binding) ? [] : [dropped(node.value, made)]
}

/** What a module or class binds can be reached from elsewhere. */
function isLookedAt({ owner, occurrences, definitions }: Binding): boolean {
  return owner?.kind !== 'function' || occurrences.length > definitions.length
}

function dropped(span: { readonly start: number; readonly end: number }, { name, kind }: Made) {
  if (kind === 'coroutine') {
    return advice(
      span,
      `coroutine '${name}' was never awaited`,
      'never-awaited',
      'Await it, or keep what the call makes.',
    )
  }
  const message = `the ${kind} '${name}' is made and dropped: nothing of it runs`
  return advice(span, message, 'never-iterated', 'Iterate over it, or keep what the call makes.')
}

/** A coroutine or generator where a truth value is asked for. */
export const alwaysTrue: Rule = (node, place) => {
  const tests =
    node.kind === 'If' || node.kind === 'While' || node.kind === 'IfExp' || node.kind === 'Assert' ? [node.test] : []
  return tests.flatMap(test => {
    const made = madeBy(test, place)
    if (made === undefined) return []
    const hint = made.kind === 'coroutine' ? 'Await it to ask for its result.' : 'Ask for what it yields.'
    return [advice(test, `the ${made.kind} '${made.name}' is always true`, 'always-true', hint)]
  })
}
