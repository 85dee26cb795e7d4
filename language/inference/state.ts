/**
 * What is known at one place of a function: the types of its variables, and the fate so far of each object that is followed.
 *
 * A state is changed in place by the walk that owns it; where paths part it is copied, where they meet two become one.
 */

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
  readonly variables: Map<string, Type>
  readonly fates: Map<Site, number>

  constructor(variables: Map<string, Type> = new Map(), fates: Map<Site, number> = new Map()) {
    this.variables = variables
    this.fates = fates
  }

  copy(): State {
    return new State(new Map(this.variables), new Map(this.fates))
  }

  /** Whether a variable other than `name` holds the object. */
  isHeldElsewhere(site: Site, name: string): boolean {
    for (const [other, type] of this.variables) if (other !== name && sitesOf(type).includes(site)) return true
    return false
  }

  mark(type: Type, fate: Fate): void {
    if (this.fates.size === 0) return
    for (const site of sitesOf(type)) if (this.fates.has(site)) this.fates.set(site, fate)
  }
}

/** A variable that has no value on one of the paths is taken to have the other's. */
export function joinStates(a: State | undefined, b: State | undefined): State | undefined {
  if (a === undefined || a === b) return b
  if (b === undefined) return a
  const result = a.copy()
  for (const [name, type] of b.variables) {
    const other = result.variables.get(name)
    if (other !== type) result.variables.set(name, other === undefined ? type : join(other, type))
  }
  if (a.fates.size > 0 || b.fates.size > 0) {
    for (const [site, fate] of b.fates) result.fates.set(site, (a.fates.get(site) ?? Fate.Perhaps) | fate)
    for (const [site, fate] of a.fates) if (!b.fates.has(site)) result.fates.set(site, fate | Fate.Perhaps)
  }
  return result
}

/** As `joinStates`, into a state that nobody else holds. */
export function joinInto(target: State | undefined, state: State): State {
  if (target === undefined) return state.copy()
  for (const [name, type] of state.variables) {
    const other = target.variables.get(name)
    if (other !== type) target.variables.set(name, other === undefined ? type : join(other, type))
  }
  if (target.fates.size === 0 && state.fates.size === 0) return target
  for (const site of target.fates.keys()) {
    if (!state.fates.has(site)) target.fates.set(site, target.fates.get(site)! | Fate.Perhaps)
  }
  for (const [site, fate] of state.fates) target.fates.set(site, (target.fates.get(site) ?? Fate.Perhaps) | fate)
  return target
}
