/**
 * Which parts of a module must be looked at again when some of them have changed.
 *
 * What can be said of a part depends on its text and, through the names of the module that it uses, on the parts that bind these, on
 * those that they use, and so on. Each part bears a stamp; it gets another when anything that it depends on has changed.
 */

import type { ScopeSymbol } from './scope.ts'
import type { NameInScope } from './scope-parts.ts'

/** A part as far as names go. */
export interface Stamped {
  stamp: number
  readonly symbols: ReadonlyMap<string, ScopeSymbol>
  readonly globals: ReadonlyMap<string, readonly NameInScope[]>
}

export class Dependents<P extends Stamped> {
  private readonly users = new Map<string, Set<P>>()
  private count = 0

  /** The parts that use a name of the module or of the built-ins, or bind one. */
  usersOf(name: string): Iterable<P> {
    return this.users.get(name) ?? []
  }

  /** Stamps all parts anew, as if there had been none before. */
  restart(parts: Iterable<P>): void {
    this.users.clear()
    this.update([], parts)
  }

  /** Notes that some parts have gone and others have come, and stamps all that this concerns. */
  update(gone: Iterable<P>, come: Iterable<P>): void {
    const names: string[] = []
    const seen = new Set<string>()
    const changed = (part: P): void => {
      for (const name of bound(part)) {
        if (seen.has(name)) continue
        seen.add(name)
        names.push(name)
      }
    }
    for (const part of gone) {
      for (const name of used(part)) this.users.get(name)?.delete(part)
      changed(part)
    }
    for (const part of come) {
      for (const name of used(part)) {
        const users = this.users.get(name)
        if (users === undefined) this.users.set(name, new Set([part]))
        else users.add(part)
      }
      part.stamp = ++this.count
      changed(part)
    }
    const stamp = ++this.count
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      for (const part of this.users.get(name) ?? []) {
        if (part.stamp === stamp) continue
        part.stamp = stamp
        changed(part)
      }
    }
  }
}

function* used({ symbols, globals }: Stamped): Generator<string> {
  yield* symbols.keys()
  for (const name of globals.keys()) if (!symbols.has(name)) yield name
}

function* bound({ symbols, globals }: Stamped): Generator<string> {
  for (const symbol of symbols.values()) if (symbol.isBound || symbol.isGlobal) yield symbol.name
  for (const [name, places] of globals) if (places.some(({ symbol }) => symbol.isBound)) yield name
}
