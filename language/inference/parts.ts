/** Which parts of a text a change concerns: those that are new, and those that read names of such, and so on. */

import type { Part } from '../analyze.ts'

/** The names of the module that a part binds and reads. */
interface PartNames {
  readonly binds: ReadonlySet<string>
  readonly reads: ReadonlySet<string>
}

const known = new WeakMap<Part, PartNames>()

/** What a part has to do with the names of its module. Found once: the same part stands for the same text. */
export function namesOfPart(part: Part): PartNames {
  let names = known.get(part)
  if (names === undefined) {
    names = findNames(part)
    known.set(part, names)
  }
  return names
}

function findNames(part: Part): PartNames {
  const binds = new Set<string>()
  const reads = new Set<string>()
  for (const [name, symbol] of part.symbols) {
    if (symbol.isBound) binds.add(name)
    reads.add(name)
  }
  for (const scope of part.scopes) {
    for (const symbol of scope.symbols.values()) {
      if (symbol.resolution === 'local' || symbol.resolution === 'cell') continue
      reads.add(symbol.name)
      if (symbol.resolution === 'global explicit' && symbol.isBound) binds.add(symbol.name)
    }
  }
  return { binds, reads }
}

/** The parts of before and now that a change concerns, and the names that may mean something else. */
export function concerned(
  before: ReadonlySet<Part>,
  now: ReadonlySet<Part>,
): { dirty: ReadonlySet<Part>; names: ReadonlySet<string> } {
  const dirty = new Set<Part>()
  const names = new Set<string>()
  const waiting: string[] = []
  const add = (part: Part): void => {
    if (dirty.has(part)) return
    dirty.add(part)
    for (const name of namesOfPart(part).binds) {
      if (names.has(name)) continue
      names.add(name)
      waiting.push(name)
    }
  }
  for (const part of before) if (!now.has(part)) add(part)
  for (const part of now) if (!before.has(part)) add(part)
  if (waiting.length === 0) return { dirty, names }
  const readers = new Map<string, Part[]>()
  for (const part of now) {
    for (const name of namesOfPart(part).reads) {
      const list = readers.get(name)
      if (list === undefined) readers.set(name, [part])
      else list.push(part)
    }
  }
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
    for (const part of readers.get(name) ?? []) add(part)
  return { dirty, names }
}
