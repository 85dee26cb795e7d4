// Is a coroutine that was let go of held by anybody? When thousands are alive, a search through everything for each that goes takes time
// that grows with their square. So one search is remembered: it began an epoch, in which the journal tells what is written. What is
// neither new nor written since refers to what it referred to then; only the rest is looked through.
//
// A survey is no state: its answers are those of a search, and going back ends its epoch. Knows nothing of what becomes of the coroutine.

import { Coroutine } from './coroutine.ts'
import { Frame } from './frame.ts'
import type { Epoch, Machine } from './machine.ts'
import { isFollowed, markReachable, newStamp, visitParts, visitRoots } from './reachable.ts'
import { MutableObj, type Obj } from './value.ts'

/** What is remembered of a search. */
export interface Survey {
  readonly epoch: Epoch
  readonly stamp: number
  /** Who held each coroutine, if only one did. */
  readonly holders: ReadonlyMap<Coroutine, Obj | null>
  /** How many objects may be looked through until a new search is worth its time. */
  budget: number
}

/** How much of what the last search went through may be gone through again, in all, before the next one. */
const BUDGET_SHARE = 64

/** Is it reachable from where the program stands? */
export function isReachable(m: Machine, c: Coroutine): boolean {
  const survey = m.survey
  if (survey === null || survey.epoch !== m.epoch) return begin(m, c)
  return lookAgain(m, survey, c) ?? begin(m, c)
}

/** Searches through everything, and remembers it. */
function begin(m: Machine, c: Coroutine): boolean {
  const holders = new Map<Coroutine, Obj | null>()
  const shared = new Set<Coroutine>()
  let size = 0
  const stamp = newStamp()
  markReachable(m, stamp, (object, holder) => {
    size++
    if (!(object instanceof Coroutine) || shared.has(object)) return
    if (!holders.has(object)) {
      holders.set(object, holder)
      return
    }
    holders.delete(object)
    shared.add(object)
  })
  m.survey = { epoch: m.journal.observe(m), stamp, holders, budget: size * BUDGET_SHARE }
  return c.mark === stamp
}

/** Is it reachable? Looks through what is new or written since, first from the roots; undefined: that does not tell. */
function lookAgain(m: Machine, survey: Survey, c: Coroutine): boolean | undefined {
  const { epoch, stamp, holders } = survey
  const seen = new Set<MutableObj>()
  const waiting: Obj[] = []
  let isFound = false
  const found = (object: Obj, holder: Obj | null): void => {
    survey.budget--
    if (object === c) {
      isFound = true
      if (holder !== null) c.holder = holder
    } else if (object instanceof MutableObj) {
      if ((object.mark === stamp && object.epoch !== epoch) || seen.has(object)) return
      seen.add(object)
    }
    if (isFollowed(object)) waiting.push(object)
  }
  const follow = (): void => {
    for (let object = waiting.pop(); object !== undefined && !isFound && survey.budget > 0; object = waiting.pop()) {
      const holder = object
      visitParts(object, part => found(part, holder))
    }
  }
  visitRoots(m, found, dict => dict.epoch !== epoch)
  follow()
  if (isFound) return true
  if (survey.budget <= 0) return undefined
  if (c.mark === stamp) {
    // It was there: the only one who held it must have changed.
    const holder = holders.get(c)
    if (!(holder instanceof MutableObj)) return undefined
    if (holder.epoch !== epoch && !(holder instanceof Frame && isRunning(m, holder))) return undefined
  }
  for (const object of m.journal.written!) found(object, null)
  follow()
  return isFound || survey.budget <= 0 ? undefined : false
}

function isRunning(m: Machine, frame: Frame): boolean {
  for (let f = m.frame; f !== null; f = f.back) if (f === frame) return true
  return false
}
