// Weak references, as far as the machine knows them: which objects have some, and what becomes of those when the object dies
// (Reference 3.1, library reference weakref; CPython: Objects/weakrefobject.c). `weakref.ref` itself is written in the language; it
// keeps its object in a WeakBox, which holds nothing alive. An object with a weak reference is finalizable: destruction.ts
// notices its death, and clears the boxes.
//
// Knows nothing of when an object dies.

import { Coroutine } from './coroutine.ts'
import type { Machine } from './machine.ts'
import { Deque } from './modules/deque.ts'
import { NativeFunction } from './native.ts'
import { isMarked, markReachable, newStamp, visitParts } from './reachable.ts'
import { PySet } from './set.ts'
import { T } from './types.ts'
import {
  BoundMethod,
  type Instance,
  MutableObj,
  Obj,
  PyFunction,
  PyModule,
  PyType,
  type Result,
  type Value,
  WeakBox,
} from './value.ts'

/** From so many references to one object on it is looked now and then which are still in use. */
const FORGOTTEN = 64
/** A dead object is looked through for its own references no further than this. */
const SEARCH_BOUND = 1000

/** `weakref.ref(object)`: where the new reference `ref` finds its object. TypeError for classes without `__weakref__`. */
export function makeBox(m: Machine, object: Value, ref: Instance): Result {
  if (!(object instanceof Obj) || !isReferable(m, object))
    return m.raise('TypeError', `cannot create weak reference to '${m.typeName(object)}' object`)
  // Classes and modules live as long as the program: none of them is watched.
  if (object instanceof MutableObj && !(object instanceof PyType || object instanceof PyModule)) {
    let refs = m.weak.get(object)
    if (refs === undefined) m.tracked++
    else if (refs.length >= FORGOTTEN && (refs.length & (refs.length - 1)) === 0) refs = referencesTo(m, object)
    m.weak.set(object, refs === undefined ? [ref] : [...refs, ref])
  }
  return new WeakBox(T.object, m.epoch, object)
}

function isReferable(m: Machine, object: Obj): boolean {
  return (
    m.typeOf(object).hasWeakref ||
    object instanceof PyType ||
    object instanceof PyModule ||
    object instanceof PyFunction ||
    object instanceof BoundMethod ||
    object instanceof NativeFunction ||
    object instanceof Coroutine ||
    object instanceof PySet ||
    object instanceof Deque ||
    ['code', 're.Pattern', 'memoryview', 'types.GenericAlias'].includes(m.typeName(object))
  )
}

/** What the reference refers to; None once that is dead. */
export function boxed(m: Machine, box: WeakBox): Value {
  const { object } = box
  // Methods are bound anew at each use: one lives while somebody holds that very one.
  if (object instanceof BoundMethod && !isReached(m, object)) {
    m.touch(box)
    box.object = null
  }
  return box.object
}

function isReached(m: Machine, object: Obj): boolean {
  let found = false
  markReachable(m, newStamp(), part => {
    if (part === object) found = true
  })
  return found
}

/** The references to an object that are alive themselves, oldest first. */
export function referencesTo(m: Machine, object: Value): Instance[] {
  const refs = object instanceof Obj ? m.weak.get(object) : undefined
  if (refs === undefined) return []
  markReachable(m, newStamp())
  return refs.filter(isMarked)
}

/** A reference without a callback that can be given again, or None. */
export function sharedReference(m: Machine, object: Value, cls: PyType): Value {
  const refs = object instanceof Obj ? m.weak.get(object) : undefined
  return refs?.find(ref => ref.cls === cls && ref.slots?.[0] === null) ?? null
}

/**
 * The object is dead: its references are cleared, and the callbacks of those that are alive called, newest first: of `living`, else of
 * what was reached by the last search of destruction.ts, and of what the object itself leads to.
 */
export function clearReferences(m: Machine, object: Obj, living: readonly Instance[] | undefined): Result {
  const refs = m.weak.get(object)!
  m.weak.delete(object)
  m.tracked--
  const waiting: Instance[] = []
  for (const ref of refs) {
    const box = ref.slots?.find(slot => slot instanceof WeakBox)
    if (!(box instanceof WeakBox)) continue
    m.touch(box)
    box.object = null
    if (
      ref.slots![0] !== null &&
      ((living === undefined ? isMarked(ref) : living.includes(ref)) || leadsTo(object, ref))
    )
      waiting.unshift(ref)
  }
  return waiting.length === 0 ? null : m.callPrelude('call_weakref_callbacks', m.list(waiting))
}

function leadsTo(from: Obj, to: Obj): boolean {
  const seen = new Set<Obj>([from])
  for (const object of seen) {
    if (object === to) return true
    if (seen.size < SEARCH_BOUND) visitParts(object, part => void seen.add(part))
  }
  return false
}
