/**
 * What is known at one place of a function: the types of its variables, and the fate so far of each object that is followed.
 *
 * A state is changed in place by the walk that owns it; where paths part it is copied, where they meet two become one.
 */

import { Layers } from './layers.ts'
import { join, type Site, sitesOf, type Type } from './type.ts'

/** What may have become of an object, as bits: one for each path on which it came to that. */
export enum Fate {
  /** Made, and nobody has used it yet. */
  Fresh = 1,
  /** Awaited, iterated to its end, or released. */
  Used = 2,
  /** Handed on: somebody else may use it. */
  Gone = 4,
  /** There is a path on which it was not made at all, or an exception came between. */
  Perhaps = 8,
}

export class State {
  readonly variables: Layers<string, Type>
  readonly fates: Layers<Site, number>

  constructor(variables: Layers<string, Type> = new Layers(), fates: Layers<Site, number> = new Layers()) {
    this.variables = variables
    this.fates = fates
  }

  copy(): State {
    return new State(this.variables.copy(), this.fates.copy())
  }

  /** Whether a variable other than `name` holds the object. */
  isHeldElsewhere(site: Site, name: string): boolean {
    for (const [other, type] of this.variables) if (other !== name && sitesOf(type).includes(site)) return true
    return false
  }

  mark(type: Type, fate: Fate): void {
    if (this.fates.isEmpty) return
    for (const site of sitesOf(type)) if (this.fates.has(site)) this.fates.set(site, fate)
  }
}

/** A variable that has no value on one of the paths is taken to have the other's. */
export function joinStates(a: State | undefined, b: State | undefined): State | undefined {
  if (a === undefined || a === b) return b
  return b === undefined ? a : joinInto(new State(a.variables.twin(), a.fates.twin()), b)
}

/** As `joinStates`, into a state that nobody else holds. */
export function joinInto(target: State | undefined, state: State): State {
  if (target === undefined) return state.copy()
  target.variables.join(state.variables, joinTypes)
  target.fates.join(state.fates, joinFates)
  return target
}

function joinTypes(a: Type | undefined, b: Type | undefined): Type {
  if (a === undefined || a === b) return b as Type
  return b === undefined ? a : join(a, b)
}

/** What was not made on one of the paths was perhaps not made. */
function joinFates(a: number = Fate.Perhaps, b: number = Fate.Perhaps): number {
  return a | b
}
