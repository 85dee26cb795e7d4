// `==`, `<` … of lists, tuples and deques: the first pair of different items decides. CPython: list_richcompare.

import { equalItems, lessThan, sameOrEqual } from './container-compare.ts'
import type { Machine } from './machine.ts'
import { COMPARE_SYMBOLS, Compare } from './op.ts'
import { NOT_IMPLEMENTED } from './types.ts'
import type { Result, Value } from './value.ts'

/** Compares two sequences of one kind; `theirs` is undefined when the other operand is of another kind. */
export function compareSequences(
  m: Machine,
  self: Value,
  other: Value,
  op: number,
  mine: readonly Value[],
  theirs: readonly Value[] | undefined,
): Result {
  if (theirs === undefined) return NOT_IMPLEMENTED
  if (op === Compare.Eq || op === Compare.Ne) {
    const equal = equalItems(mine, theirs, 0)
    if (equal === undefined) return m.callPrelude(op === Compare.Eq ? 'sequence_eq' : 'sequence_ne', self, other)
    return equal === (op === Compare.Eq)
  }
  const length = Math.min(mine.length, theirs.length)
  for (let i = 0; i < length; i++) {
    const a = mine[i] as Value
    const b = theirs[i] as Value
    const same = sameOrEqual(a, b)
    if (same === undefined) return compareInPrelude(m, self, other, op)
    if (same) continue
    const result = orderOf(a, b, op)
    return result === undefined ? compareInPrelude(m, self, other, op) : result
  }
  return orderOfLengths(mine.length, theirs.length, op)
}

function compareInPrelude(m: Machine, self: Value, other: Value, op: number): Result {
  return m.callPrelude('sequence_order', self, other, COMPARE_SYMBOLS[op] as string)
}

// The answer for the first pair that differs; undefined when Python code (or its TypeError) is needed. NaN is why `<=` is not
// "not >".
function orderOf(a: Value, b: Value, op: number): boolean | undefined {
  const less = lessThan(a, b)
  const greater = less === undefined ? undefined : lessThan(b, a)
  if (less === undefined || greater === undefined) return undefined
  return op === Compare.Lt || op === Compare.Le ? less : greater
}

/** `mine <op> theirs` of two lengths. */
export function orderOfLengths(mine: number, theirs: number, op: number): boolean {
  switch (op) {
    case Compare.Lt:
      return mine < theirs
    case Compare.Le:
      return mine <= theirs
    case Compare.Gt:
      return mine > theirs
    default:
      return mine >= theirs
  }
}
