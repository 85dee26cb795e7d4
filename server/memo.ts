/** Derived facts, kept as long as what they derive from. */

import type { Analysis, Part } from '../language/index.ts'

/**
 * What is derived from a part of a text and from what its names mean, kept over edits that concern neither. Nothing in it may be an
 * offset, save relative to the start of the part, or one that nodes of the part hold.
 */
export function memoOfPart<Value>(derive: (analysis: Analysis, part: Part, index: number) => Value): MemoOfPart<Value> {
  const known = new WeakMap<Part, { readonly stamp: number; readonly value: Value }>()
  const answer = (analysis: Analysis, index: number): Value => {
    const part = analysis.parts[index]
    let entry = known.get(part)
    if (entry === undefined || entry.stamp !== part.stamp) {
      entry = { stamp: part.stamp, value: derive(analysis, part, index) }
      known.set(part, entry)
    }
    return entry.value
  }
  return Object.assign(answer, {
    isKnown: ({ parts }: Analysis, index: number) => known.get(parts[index])?.stamp === parts[index].stamp,
    last: ({ parts }: Analysis, index: number) => known.get(parts[index])?.value,
  })
}

export interface MemoOfPart<Value> {
  (analysis: Analysis, index: number): Value
  /** Whether the answer is there. */
  isKnown(analysis: Analysis, index: number): boolean
  /** The answer that is there, even one that was given before other parts changed. */
  last(analysis: Analysis, index: number): Value | undefined
}

/** `derive` with a memory: computed once for each key, and forgotten with it. */
export function memo<Key extends object, Value>(derive: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>()
  return key => {
    let entry = known.get(key)
    if (entry === undefined) {
      entry = { value: derive(key) }
      known.set(key, entry)
    }
    return entry.value
  }
}
