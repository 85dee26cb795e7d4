/** Which parts of a text a change concerns, and which names of the module may mean something else after it. */

import type { Analysis, Part } from '../analyze.ts'

/** The parts of a text, each with the stamp that it bore. */
export type Stamps = ReadonlyMap<Part, number>

export function stampsOf({ parts }: Analysis): Stamps {
  return new Map(parts.map(part => [part, part.stamp]))
}

/** The parts, new and old, of which nothing that was known of them need be true, and the names that they bind. */
export function concerned(before: Stamps, now: Stamps): { dirty: readonly Part[]; names: ReadonlySet<string> } {
  const dirty: Part[] = []
  for (const part of before.keys()) if (!now.has(part)) dirty.push(part)
  for (const [part, stamp] of now) if (before.get(part) !== stamp) dirty.push(part)
  const names = new Set<string>()
  for (const { symbols, globals } of dirty) {
    for (const name of symbols.keys()) names.add(name)
    // A function may bind it by `global`.
    for (const name of globals.keys()) names.add(name)
  }
  return { dirty, names }
}

const rebound = new WeakMap<Part, readonly string[]>()

/** The names of the module that functions of a part assign to, having declared them `global`. */
export function reboundIn(part: Part): readonly string[] {
  let names = rebound.get(part)
  if (names === undefined) {
    const found: string[] = []
    for (const [name, places] of part.globals) {
      const isAssigned = places.some(
        ({ scope, symbol }) => scope.kind === 'function' && symbol.resolution === 'global explicit' && symbol.isBound,
      )
      if (isAssigned) found.push(name)
    }
    names = found
    rebound.set(part, names)
  }
  return names
}
