// Destruction at the moment CPython has it (Reference 3.1, 3.3.1 object.__del__, 8.9.2; CPython: refcounts, genobject.c
// _PyGen_Finalize): an unfinished coroutine whose last reference goes is closed, one that never started warns, an object with
// `__del__` gets its call.
//
// There are no reference counts. Instructions that let go of objects name them as suspects, only while something finalizable is
// alive (m.tracked); before the next instruction settle() asks whether a suspect, or a finalizable object that it leads to, is
// still held: by the frame itself, by the holder it was last found through, or else by marking from the roots. What is not
// held dies as by counts: an object in a cycle stays until gc.collect() or the end. The finalizers run as calls between
// two instructions. Knows nothing of sessions.

import { isAnchored } from './anchored.ts'
import { setState } from './async-generator.ts'
import { lookup } from './attribute.ts'
import { isDelegating } from './chain.ts'
import { canJustEnd, close } from './close.ts'
import { CO } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import { AsyncGenASend, AsyncGenAThrow, AwaitState, Coroutine, Kind, State } from './coroutine.ts'
import { takeRaised } from './deliver.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import { RangeIterator } from './iterators.ts'
import { abandon } from './leave.ts'
import type { Machine } from './machine.ts'
import { isPendingTask, isUnfinishedTask } from './modules/asyncio-objects.ts'
import { Deque } from './modules/deque.ts'
import { NativeFunction } from './native.ts'
import { addTraceback } from './raise.ts'
import { PyRange } from './range.ts'
import { isFollowed, isHeldBy, isMarked, markReachable, newStamp, visitParts } from './reachable.ts'
import { isReachable } from './survey.ts'
import {
  CALL,
  Instance,
  MutableObj,
  Obj,
  PyFloat,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  type Result,
  type Value,
  WeakBox,
} from './value.ts'
import { clearReferences } from './weak.ts'

/** How far a dropped container is looked through for something finalizable before it is taken to hold some. */
const SEARCH_BOUND = 2000
const HOLDER_BOUND = 16

/** An object that may have lost its last reference. */
export function suspect(m: Machine, value: Value | undefined): void {
  if (!(value instanceof Obj) || (isAnchored(value) && !isWatched(m, value) && !isReferred(m, value))) return
  if (value instanceof Coroutine) {
    if (value.state === State.Closed ? isClosedHolder(m, value) : !value.isActive || isReferred(m, value))
      m.suspects.push(value)
  } else if (value instanceof AsyncGenASend && value.state !== AwaitState.Init) suspect(m, value.generator)
  else if (!isLeaf(m, value) || isWatched(m, value) || isReferred(m, value)) m.suspects.push(value)
}

/** What was raised is caught by a built-in, and goes: with it the frames that it passed. */
export function dropRaised(m: Machine): void {
  const { raised } = m
  m.raised = null
  if (m.tracked !== 0 && raised !== null) suspect(m, raised)
}

/** Has it weak references? */
function isReferred(m: Machine, object: Obj): boolean {
  return m.weak.size > 0 && m.weak.has(object)
}

/** An object of the library that asked to be finalized: a future whose exception nobody has looked at. */
function isWatched(m: Machine, object: Obj): boolean {
  return m.deletables.size > 0 && m.deletables.has(object as Instance)
}

/** Suspects all objects that are finalizable by a method. */
export function suspectDeletables(m: Machine): void {
  for (const object of m.deletables) m.suspects.push(object)
}

/** Does it matter when a closed coroutine goes? It may hold the arguments that it never looked at. */
function isClosedHolder(m: Machine, c: Coroutine): boolean {
  return c.finalizer !== null || isReferred(m, c)
}

/** Surely leads to no other object: most of what is let go of. */
function isLeaf(m: Machine, object: Obj): boolean {
  if (object instanceof Instance) {
    const { dict, slots } = object
    return (dict === null || isPlain(dict.values)) && (slots === null || isPlain(slots))
  }
  if (object instanceof PyList) return isPlain(object.items)
  if (object instanceof PyTuple) return isInert(object, 0)
  if (object instanceof PyException) return isLeafException(m, object, 0)
  if (object instanceof PyFunction) return isLeafFunction(object)
  if (object instanceof NativeFunction) return !(object.self instanceof Obj)
  return (
    object instanceof PyFloat ||
    object instanceof PyModule ||
    object instanceof RangeIterator ||
    object instanceof PyRange
  )
}

function isLeafFunction({ closure, defaults, kwdefaults, dict }: PyFunction): boolean {
  return closure === null && dict === null && kwdefaults === null && (defaults === null || isPlain(defaults))
}

/** An exception that has passed only frames which hold what they hold by themselves. */
function isLeafException(m: Machine, e: PyException, depth: number): boolean {
  if (depth > 3 || e.dict !== null || !isInert(e.args, 0)) return false
  if (e.fields !== null && !isPlain(Object.values(e.fields))) return false
  if (e.context !== null && !isLeafException(m, e.context, depth + 1)) return false
  if (e.cause !== null && !isLeafException(m, e.cause, depth + 1)) return false
  let before: Frame | null = null
  for (let entry = e.traceback; entry !== null; entry = entry.next) {
    for (let f: Frame | null = entry.frame; f?.isFinished && f !== before; f = f.back) {
      if (!hasLeafVariables(m, f)) return false
    }
    before = entry.frame
  }
  return true
}

/** Do the variables of a frame that has ended lead nowhere? Most hold plain values, and a `self` of plain values. */
function hasLeafVariables(m: Machine, frame: Frame): boolean {
  const { slots, code, func } = frame
  if (func !== null && !isLeaf(m, func)) return false
  if (frame.locals instanceof Obj && frame.locals !== frame.globals) return false
  if (frame.finishData !== undefined || frame.finishNext !== null) return false
  for (let i = 0; i < code.slotCount; i++) {
    const value = slots[i]
    if (!(value instanceof Obj)) continue
    if (!(value instanceof Instance) || m.deletables.size > 0 || m.weak.size > 0 || !isLeaf(m, value)) return false
  }
  return true
}

/** Tuples of nothing but plain values and such tuples: they never change. */
const inert = new WeakSet<PyTuple>()

function isInert(tuple: PyTuple, depth: number): boolean {
  const { items } = tuple
  if (tuple.dict !== null || items.length > 64) return false
  if (isPlain(items)) return true
  if (inert.has(tuple)) return true
  if (depth > 100) return false
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (item instanceof PyTuple ? !isInert(item, depth + 1) : item instanceof Obj) return false
  }
  inert.add(tuple)
  return true
}

function isPlain(values: readonly unknown[]): boolean {
  const { length } = values
  if (length > 64) return false
  for (let i = 0; i < length; i++) if (values[i] instanceof Obj) return false
  return true
}

/** A coroutine that has been resumed by m.frame, and is left: it may have been a temporary value there. */
export function suspectLeft(m: Machine, c: Coroutine): void {
  // A task that goes on holds it.
  if (c.task !== null && isUnfinishedTask(c.task)) return
  if (m.frame === null || !holds(m.frame, c)) m.suspects.push(c)
}

/** Suspects all variables of a frame that has ended. */
export function suspectFrame(m: Machine, frame: Frame): void {
  const { slots } = frame
  const end = frame.code.slotCount
  for (let i = 0; i < end; i++) if (slots[i] instanceof Obj) suspect(m, slots[i])
}

/** Suspects what the operand stack of a frame holds from `from` on: an exception pops it from the top. */
export function suspectStack(m: Machine, frame: Frame, from: number): void {
  for (let i = frame.sp - 1; i >= from; i--) suspect(m, frame.slots[i])
}

/** The same of a frame that ends without an exception: its stack goes from the bottom (CPython: _PyFrame_ClearLocals). */
export function suspectWholeStack(m: Machine, frame: Frame): void {
  for (let i = frame.code.slotCount; i < frame.sp; i++) suspect(m, frame.slots[i])
}

/** Before an instruction: true when a finalizer's frame was pushed, which runs first. */
export function settle(m: Machine): boolean {
  const dying = dyingSuspects(m)
  return dying.objects.length > 0 && finalizeAll(m, dying) === CALL
}

/** The same while an exception is on its way, which is raised again afterwards. */
export function settleRaised(m: Machine): boolean {
  const dying = dyingSuspects(m)
  if (dying.objects.length === 0) return false
  const data: Raised = { exception: m.raised!, isReraise: m.isReraise }
  m.raised = null
  m.isReraise = false
  const result = finalizeNext(m, { ...dying, index: 0 })
  if (result === CALL) m.after(CALL, Finish.Native, { name: 'raiseAgain', data })
  else raiseAgain(m, data)
  return result === CALL
}

/**
 * Between two things that a built-in does with `holding`: what the first let go of ends where it was called. True: finalizers run, and
 * the continuation gets the result of the first (undefined: it raised) afterwards.
 */
export function settleBetween(
  m: Machine,
  holding: Coroutine,
  result: Value | undefined,
  name: string,
  data: unknown,
): boolean {
  if (m.suspects.length === 0) return false
  const isHeldAlready = m.held.has(holding)
  m.held.add(holding)
  const runs = result === undefined ? settleRaised(m) : settleWith(m, result)
  if (!isHeldAlready) m.held.delete(holding)
  if (runs) m.after(CALL, Finish.Native, { name, data })
  return runs
}

function settleWith(m: Machine, result: Value): boolean {
  const dying = dyingSuspects(m)
  if (dying.objects.length === 0 || finalizeNext(m, { ...dying, index: 0 }) !== CALL) return false
  m.after(CALL, Finish.Data, result)
  return true
}

interface Raised {
  readonly exception: PyException
  readonly isReraise: boolean
}

function raiseAgain(m: Machine, { exception, isReraise }: Raised): undefined {
  m.raised = exception
  m.isReraise = isReraise
  return undefined
}
CONTINUATIONS.raiseAgain = (m, data) => raiseAgain(m, data as Raised)

/** Which finalizable objects die because of what was let go of, in order. */
function dyingSuspects(m: Machine): Dying {
  const lost = takeLost(m)
  if (lost.length === 0) return NOBODY
  const [only] = lost
  if (lost.length > 1 || !(only instanceof Coroutine) || !isAlone(m, only)) return orderOfDeath(m, lost)
  if (isReachable(m, only)) return NOBODY
  const isThrough = only.kind === Kind.Coroutine && only.state === State.Created && isWarningPlain(m)
  return { ...NOBODY, objects: lost, through: isThrough ? new Set(lost) : NOBODY.through, entries: lost, entryOf: [0] }
}

/** One of many, that leads to nothing whose end would be noticed: whether it is held is all there is to ask. */
function isAlone(m: Machine, c: Coroutine): boolean {
  // With checkpoints each such search would have more copied.
  if (m.journal.isKeeping) return false
  if (m.registry.size < MANY || m.garbage.size > 0 || c.isActive || c.isFinalized || isReferred(m, c)) return false
  if (c.task !== null || c.finalizer !== null || c.awaiter !== null || c.delegate !== null) return false
  const { frame } = c
  if (frame === null || frame.handled !== null || frame.finishData !== undefined || frame.finishNext !== null)
    return false
  const { slots, sp, func, locals, globals } = frame
  if (func !== null && !isLeaf(m, func)) return false
  if (locals instanceof Obj && locals !== globals) return false
  for (let i = 0; i < sp; i++) {
    const value = slots[i]
    if (value instanceof Obj && (isWatched(m, value) || isReferred(m, value) || !isLeaf(m, value))) return false
  }
  return true
}

/** Objects to finalize, in order. */
interface Dying {
  readonly objects: readonly Obj[]
  /** Those whose parts come after them in the list already, since their finalizers can keep nothing alive. */
  readonly through: ReadonlySet<Obj>
  /** Weak references to them that live, or die after them among what was let go of together: their callbacks are called. */
  readonly callbacks: ReadonlyMap<Obj, readonly Instance[]>
  /** What was let go of, one after the other, and for each object which of these it dies with: the later ones are held until then. */
  readonly entries: readonly Obj[]
  readonly entryOf: readonly number[]
}
const NOBODY: Dying = { objects: [], through: new Set(), callbacks: new Map(), entries: [], entryOf: [] }

const NOTHING: Obj[] = []

/** The suspects that seem to be lost, as often as they were let go of. */
function takeLost(m: Machine): Obj[] {
  const { suspects } = m
  const [only] = suspects
  if (suspects.length === 1 && only instanceof MutableObj) {
    // Popped, so that the array keeps its room.
    suspects.pop()
    const verdict = verdictOn(m, only)
    if (verdict !== Verdict.Unnoticed) return verdict === Verdict.Lost ? [only] : NOTHING
    suspects.push(only)
  }
  m.suspects = []
  const lost: Obj[] = []
  const worst = { verdict: Verdict.Kept }
  const verdicts = new Map<Obj, Verdict>()
  const judge = (object: Obj): void => {
    let verdict = verdicts.get(object)
    if (verdict === undefined) {
      verdict = verdictOn(m, object)
      verdicts.set(object, verdict)
    }
    if (verdict === Verdict.Kept) return
    lost.push(object)
    if (verdict > worst.verdict) worst.verdict = verdict
  }
  for (let i = 0; i < suspects.length; i++) {
    const object = suspects[i]!
    if (object instanceof MutableObj) judge(object)
    else for (const part of partsOf(object)) judge(part)
  }
  if (worst.verdict === Verdict.Lost) return m.unnoticed.length === 0 ? lost : [...lost, ...m.unnoticed.splice(0)]
  if (worst.verdict !== Verdict.Unnoticed) return NOTHING
  m.unnoticed.push(...lost)
  if (m.unnoticed.length * SHARE < m.registry.size) return NOTHING
  return m.unnoticed.splice(0)
}

/** One search serves this part of the unfinished coroutines. */
const SHARE = 8

/** A weak reference whose callback waits for the death of its object: when it dies itself matters to that. */
function isReferenceWithCallback(m: Machine, object: Obj): boolean {
  if (m.weak.size === 0 || !(object instanceof Instance) || object.slots === null || object.slots[0] === null)
    return false
  return object.slots.some(slot => slot instanceof WeakBox && slot.object !== null)
}

/** Mutable objects behind an immutable holder. */
function partsOf(object: Obj): Obj[] {
  const parts: Obj[] = []
  visitParts(object, part => {
    if (part instanceof MutableObj) parts.push(part)
    else parts.push(...partsOf(part))
  })
  return parts
}

/** Finalizable, and not finalized yet. */
function isTracked(m: Machine, object: Obj): boolean {
  if (isReferred(m, object)) return true
  if (object instanceof Coroutine) return object.state !== State.Closed && !object.isActive && !object.isFinalized
  if (object instanceof AsyncGenASend || object instanceof AsyncGenAThrow) return object.state === AwaitState.Init
  return object instanceof Instance && m.deletables.has(object)
}

/** The same, or a task that has not ended: only a collection, or the end of the program, looks for those. */
function isFinalizable(m: Machine, object: Obj): boolean {
  return isTracked(m, object) || isPendingTask(object)
}

/** What cheap tests say of a suspect, the least important first. */
enum Verdict {
  /** Held, or it leads to nothing finalizable. */
  Kept,
  /** It holds weak references with callbacks, and it matters when they die if anything else does. */
  Refers,
  /** It leads to generators whose end nobody would notice, and to nothing else. */
  Unnoticed,
  Lost,
}

function verdictOn(m: Machine, object: Obj): Verdict {
  if (!isFollowed(object)) return Verdict.Kept
  if (object instanceof Coroutine && (object.state === State.Closed ? !isClosedHolder(m, object) : object.isActive))
    return Verdict.Kept
  if (isHeld(m, object)) return Verdict.Kept
  if (isSpent(object)) return Verdict.Lost
  const found = trackedIn(m, object)
  if (found === undefined) return Verdict.Lost
  let verdict = Verdict.Kept
  for (const each of found) {
    if (isHeld(m, each)) continue
    if (!isTracked(m, each)) verdict = Math.max(verdict, Verdict.Refers)
    else if (isUnnoticed(m, each)) verdict = Verdict.Unnoticed
    else return Verdict.Lost
  }
  return verdict
}

/** Unfinished though its finalizer has run: its frame may outlive it, by a traceback. */
function isSpent(object: Obj): boolean {
  return object instanceof Coroutine && object.isFinalized && object.state !== State.Closed
}

/** From so many unfinished coroutines on a search takes long, and those whose end nobody would notice wait for one another. */
const MANY = 256

/** Would the end of this object run nothing, and tell nobody? Then it may come later. */
function isUnnoticed(m: Machine, object: Obj): boolean {
  return (
    m.registry.size >= MANY &&
    object instanceof Coroutine &&
    object.kind === Kind.Generator &&
    !isReferred(m, object) &&
    (object.state === State.Created || (!isDelegating(object) && canJustEnd(object)))
  )
}

/** Is it held by the running frame, or still where it was last found, by something that is held? */
function isHeld(m: Machine, object: Obj): boolean {
  return isHeldByHint(m, object) || isGlobal(m, object) || isNearby(m, object)
}

/** Frames from the running one down whose variables are looked into, how deep, and how many objects in all. */
const NEAR_FRAMES = 4
const NEAR_DEPTH = 3
const NEAR_OBJECTS = 200

/** Do the latest frames lead to it in a few steps? It saves a search of everything, and is remembered as the hint. */
function isNearby(m: Machine, object: Obj): boolean {
  const left = { objects: NEAR_OBJECTS }
  let frame = m.frame
  for (let n = 0; n < NEAR_FRAMES && frame !== null; n++) {
    const { slots } = frame
    const end = frame.isFinished ? frame.code.slotCount : frame.sp
    for (let i = 0; i < end; i++) {
      const value = slots[i]
      if (value instanceof Obj && leadsTo(value, object, NEAR_DEPTH, left)) {
        remember(value, frame)
        return true
      }
    }
    frame = frame.back
  }
  return false
}

function leadsTo(from: Obj, object: Obj, depth: number, left: { objects: number }): boolean {
  if (from === object) return true
  if (depth === 0 || left.objects-- <= 0) return false
  if (from instanceof PyTuple || from instanceof PyList) return partLeadsTo(from, from.items, object, depth, left)
  if (from instanceof Deque) return partLeadsTo(from, from.items(), object, depth, left)
  if (from instanceof Coroutine) {
    const { frame } = from
    return frame !== null && partLeadsTo(frame, frame.slots.slice(0, frame.sp), object, depth, left)
  }
  if (!(from instanceof Instance)) return false
  const { dict, slots } = from
  return (
    (dict !== null && partLeadsTo(from, dict.values, object, depth, left)) ||
    (slots !== null && partLeadsTo(from, slots, object, depth, left))
  )
}

function partLeadsTo(
  holder: MutableObj,
  parts: readonly (Value | undefined)[],
  object: Obj,
  depth: number,
  left: { objects: number },
): boolean {
  const end = Math.min(parts.length, NEAR_OBJECTS)
  for (let i = 0; i < end; i++) {
    const part = parts[i]
    if (!(part instanceof Obj) || !leadsTo(part, object, depth - 1, left)) continue
    remember(part, holder)
    return true
  }
  return false
}

/** A guess for the next time; hints must not go round in circles. */
function remember(object: Obj, holder: MutableObj): void {
  if (object instanceof MutableObj && object !== holder && !isHeldBy(holder, object)) object.holder = holder
}

const GLOBALS_BOUND = 512

/** Is it a variable of the module whose code runs? */
function isGlobal({ frame }: Machine, object: Obj): boolean {
  return frame !== null && frame.globals.size < GLOBALS_BOUND && frame.globals.values.includes(object)
}

function isHeldByHint(m: Machine, object: Obj): boolean {
  const { frame } = m
  let held: Obj = object
  for (let depth = 0; depth < HOLDER_BOUND; depth++) {
    if (frame !== null && holds(frame, held)) return true
    if (held instanceof Coroutine ? isUnfinishedTask(held.task ?? undefined) : isUnfinishedTask(held)) return true
    const holder: Obj | null = held instanceof MutableObj ? held.holder : null
    if (holder === null) return false
    if (holder instanceof Frame) {
      if (!holds(holder, held)) return false
      if (isOnStack(m, holder)) return true
      const c = holder.coroutine
      if (c === null || c.frame !== holder) return false
      if (isActivated(m, c)) return true
      held = c
      continue
    }
    if (!refersTo(holder, held)) return false
    if (holder instanceof PyDict && m.roots.has(holder)) return true
    if (holder instanceof Coroutine && isActivated(m, holder)) return true
    held = holder
  }
  return false
}

/** Is it in a deque that is held? */
export function isQueued(m: Machine, object: Coroutine): boolean {
  const { holder } = object
  return holder instanceof Deque && holder.includes(object) && isHeldByHint(m, holder)
}

function holds(frame: Frame, object: Obj): boolean {
  const { slots, sp } = frame
  for (let i = 0; i < sp; i++) if (slots[i] === object) return true
  return false
}

function isOnStack(m: Machine, frame: Frame): boolean {
  for (let f = m.frame; f !== null; f = f.back) if (f === frame) return true
  return false
}

/** Is it being resumed? One that was left behind by going back only looks so. */
function isActivated(m: Machine, c: Coroutine): boolean {
  for (let each = m.activation; each !== null; each = each.activation!.below) if (each === c) return true
  return false
}

function refersTo(holder: Obj, object: Obj): boolean {
  if (holder instanceof Deque) return holder.includes(object)
  if (holder instanceof PyList || holder instanceof PyTuple)
    return holder.items.includes(object) || holder.dict === object
  if (holder instanceof PyDict && (holder.has(object) || holder.values.includes(object))) return true
  let found = false
  visitParts(holder, part => {
    if (part === object) found = true
  })
  return found
}

/** A frame on the stack, or of a coroutine that is not finished and not looked through, holds what it holds by itself. */
function isHoldingItself(object: Obj, seen: ReadonlySet<Obj>): boolean {
  return object instanceof Frame && !object.isFinished && (object.coroutine === null || !seen.has(object.coroutine))
}

/** The finalizable objects, and weak references with callbacks, that it leads to; undefined: too much to look through. */
function trackedIn(m: Machine, object: Obj): Obj[] | undefined {
  const seen = new Set<Obj>([object])
  const waiting: Obj[] = [object]
  const found: Obj[] = []
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isTracked(m, next) || isReferenceWithCallback(m, next)) found.push(next)
    if (seen.size > SEARCH_BOUND) return undefined
    visitParts(next, part => {
      if (!seen.has(part) && isFollowed(part) && !isAnchored(part) && !isHoldingItself(part, seen)) {
        seen.add(part)
        waiting.push(part)
      }
    })
  }
  return found
}

/**
 * The objects to finalize because of `lost`, in the order in which reference counts would reach zero when the entries are let
 * go of one after the other. What such an object holds is left alone: its finalizer comes first, and may keep it alive.
 */
function orderOfDeath(m: Machine, lost: readonly Obj[]): Dying {
  const stamp = newStamp()
  markReachable(m, stamp)
  if (isNothingLost(m, stamp) && !lost.some(isSpent)) return NOBODY
  const isAlive = (object: Obj): boolean =>
    (object instanceof MutableObj && object.mark === stamp) || !isFollowed(object)
  // References to each unreachable object: from unreachable objects, and by entries that are not let go of yet.
  const counts = new Map<Obj, number>()
  const waiting: Obj[] = []
  const enter = (object: Obj): void => {
    if (counts.has(object) || isAlive(object)) return
    counts.set(object, 0)
    waiting.push(object)
  }
  for (const object of lost) enter(object)
  for (const object of m.garbage) enter(object)
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    visitParts(object, part => {
      if (isAlive(part)) return
      enter(part)
      counts.set(part, counts.get(part)! + 1)
    })
  }
  for (const object of lost) if (counts.has(object)) counts.set(object, counts.get(object)! + 1)
  // What was in a cycle that has come apart since has nobody left.
  const loose = [...m.garbage].filter(object => counts.get(object) === 0)
  for (const object of loose) counts.set(object, 1)
  const graves: Graves = { counts, dead: new Set(), stamp }
  const dying = bury(m, graves, loose.length === 0 ? lost : [...loose, ...lost])
  const kept = heldByDying(dying, counts)
  for (const object of counts.keys()) {
    if (graves.dead.has(object) || kept.has(object)) continue
    if (isTracked(m, object) || isLastingFrame(m, object)) m.garbage.add(object)
  }
  return dying
}

/** What those hold whose finalizers come first: in no cycle, as far as is known. */
function heldByDying({ objects, through }: Dying, counts: ReadonlyMap<Obj, number>): ReadonlySet<Obj> {
  const kept = new Set<Obj>()
  const waiting = objects.filter(object => !through.has(object))
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    visitParts(object, part => {
      if (kept.has(part) || !counts.has(part)) return
      kept.add(part)
      waiting.push(part)
    })
  }
  return kept
}

/** Unreachable objects: how many references to each there still are, and which are dead. */
interface Graves {
  readonly counts: Map<Obj, number>
  readonly dead: Set<Obj>
  /** The mark of what the last search reached. */
  stamp: number
}

/** What was found out with a list of objects to finalize: used once, else it is found out anew. */
const gravesOf = new WeakMap<readonly Obj[], Graves>()

/** Lets go of the entries one after the other: who dies, in order. */
function bury(m: Machine, graves: Graves, lost: readonly Obj[]): Dying {
  const { counts, dead } = graves
  const order: Obj[] = []
  const through = new Set<Obj>()
  const callbacks = new Map<Obj, readonly Instance[]>()
  const warnsOnly = isWarningPlain(m)
  const dying: Obj[] = []
  const freed: Obj[] = []
  const entryOf: number[] = []
  const letGo = (object: Obj): void => {
    const count = counts.get(object)
    if (count === undefined || (object instanceof MutableObj && object.mark === graves.stamp)) return
    counts.set(object, count - 1)
    if (count === 1) freed.push(object)
  }
  for (let entry = 0; entry < lost.length; entry++) {
    letGo(lost[entry]!)
    while (freed.length > 0) dying.push(freed.pop()!)
    for (let next = dying.pop(); next !== undefined; next = dying.pop()) {
      dead.add(next)
      if (isTracked(m, next)) {
        order.push(next)
        entryOf.push(entry)
        const references = m.weak
          .get(next)
          ?.filter(each => each.mark === graves.stamp || (counts.has(each) && !dead.has(each)))
        if (references !== undefined) callbacks.set(next, references)
        const isUnstarted = next instanceof Coroutine && next.kind === Kind.Coroutine && next.state === State.Created
        if (!isUnstarted || !warnsOnly || isReferred(m, next)) continue
        through.add(next)
      }
      visitParts(next, letGo)
      while (freed.length > 0) dying.push(freed.pop()!)
      if (next instanceof Coroutine && next.state !== State.Closed && !through.has(next)) abandon(m, next)
    }
  }
  gravesOf.set(order, graves)
  return { objects: order, through, callbacks, entries: lost, entryOf }
}

/**
 * After `__del__` of the last object to finalize, with which nothing else was let go of: if it stayed unreachable, what it alone held
 * dies, as is known from when it was found to be lost. Undefined: it must be found out anew.
 */
function buryPartsOf(
  m: Machine,
  { objects, entries, entryOf, index }: Finalizing,
  lost: readonly Obj[],
): Dying | undefined {
  const object = objects[index]!
  const graves = gravesOf.get(objects)
  if (graves === undefined || index < objects.length - 1 || !(object instanceof Instance)) return undefined
  if (entryOf[index]! < entries.length - 1 || lost.some(each => each !== object)) return undefined
  gravesOf.delete(objects)
  graves.stamp = newStamp()
  markReachable(m, graves.stamp)
  if (object.mark === graves.stamp) return undefined
  graves.counts.set(object, 1)
  return bury(m, graves, [object])
}

const FRAMES_BOUND = 64

/** A frame in a cycle, by a traceback that it holds: what is found to be in that cycle later on lasts as long. */
function isLastingFrame(m: Machine, object: Obj): boolean {
  return object instanceof Frame && object.isFinished && m.garbage.size < FRAMES_BOUND
}

/** Does a warning only write? Then it keeps nothing alive. */
function isWarningPlain(m: Machine): boolean {
  const module = m.modules.getStr('warnings')
  if (!(module instanceof PyModule)) return true
  const { dict } = module
  // A list of them that a program keeps is filled by a method of that list.
  return (
    dict.getStr('showwarning') === dict.getStr('_showwarning_orig') &&
    dict.getStr('_showwarnmsg_impl') instanceof PyFunction
  )
}

// ---- finalizers ----

/** Finalizes one after the other: CALL while one of them runs; its end starts the next, and nothing is pushed at last. */
function finalizeAll(m: Machine, dying: Dying): Result {
  const result = finalizeNext(m, { ...dying, index: 0 })
  return result === CALL ? m.after(CALL, Finish.Discard) : null
}

/** Goes on with the object at the index. */
function finalizeNext(m: Machine, dying: Finalizing): Result {
  const { objects, callbacks, index } = dying
  for (let i = index; i < objects.length; i++) {
    const object = objects[i]!
    if (!isFinalizable(m, object)) continue
    const isInCycle = m.garbage.delete(object)
    const finalizing: Finalizing = { ...dying, index: i }
    const result = finalize(m, object, isInCycle, callbacks.get(object))
    if (result === CALL) return m.after(CALL, Finish.Native, { name: 'finalized', data: finalizing })
    if (result === undefined) return reportIgnored(m, finalizing)
    const lost = lostBy(m, finalizing)
    if (lost.length > 0) return finalizeBetween(m, lost, finalizing)
  }
  return null
}

/** What seems to be lost after an object was finalized: the object itself, if it may lead to something finalizable. */
function lostBy(m: Machine, { objects, through, index }: Finalizing): Obj[] {
  const finalized = objects[index]!
  if (!through.has(finalized)) suspect(m, finalized)
  else if (finalized instanceof Coroutine && finalized.state !== State.Closed) abandon(m, finalized)
  return takeLost(m)
}

/** What the object finalized last held dies before the objects that are next. */
function finalizeBetween(m: Machine, lost: readonly Obj[], finalizing: Finalizing): Result {
  const parts = buryPartsOf(m, finalizing, lost)
  if (parts !== undefined) return finalizeNext(m, { ...parts, index: 0 })
  const { objects, through, callbacks, entries, entryOf, index } = finalizing
  const entry = entryOf[index] ?? entries.length
  let end = index + 1
  while (end < objects.length && (entryOf[end] ?? entry) === entry) end++
  const rest = objects.slice(index + 1, end)
  const next = orderOfDeath(m, [...lost, ...rest, ...entries.slice(entry + 1)])
  // The others die all the same, unless a finalizer has made them reachable again; at the end everything does.
  const others = rest.filter(object => !next.objects.includes(object) && (m.isExiting || !isMarked(object)))
  return finalizeNext(m, {
    ...next,
    objects: [...next.objects, ...others],
    through: new Set([...through, ...next.through]),
    callbacks: new Map([...callbacks, ...next.callbacks]),
    index: 0,
  })
}

function goOn(m: Machine, finalizing: Finalizing): Result {
  const lost = lostBy(m, finalizing)
  if (lost.length > 0) return finalizeBetween(m, lost, finalizing)
  return finalizeNext(m, { ...finalizing, index: finalizing.index + 1 })
}

interface Finalizing extends Dying {
  readonly index: number
}

CONTINUATIONS.finalized = (m, data, result) => {
  const finalizing = data as Finalizing
  return result === undefined ? reportIgnored(m, finalizing) : goOn(m, finalizing)
}

/** An exception in a finalizer is written to stderr and forgotten. CPython: PyErr_WriteUnraisable. */
function reportIgnored(m: Machine, finalizing: Finalizing): Result {
  const object = finalizing.objects[finalizing.index]!
  const where = object instanceof Instance ? (lookup(m.typeOf(object), '__del__') ?? object) : object
  const exception = takeRaised(m)
  if (exception.traceback === null) {
    let frame = m.frame
    while (frame !== null && frame.code.flags & CO.HIDDEN) frame = frame.back
    if (frame !== null) addTraceback(m, exception, frame)
  }
  const report = m.callPrelude('report_unraisable', exception, where)
  if (report === CALL) return m.after(CALL, Finish.Native, { name: 'finalized', data: finalizing })
  m.raised = null
  return goOn(m, finalizing)
}

// CPython: _PyGen_Finalize, slot_tp_finalize; weak references go after `__del__`, and before everything else (subtype_dealloc,
// gen_dealloc, handle_weakrefs).
function finalize(m: Machine, object: Obj, isInCycle: boolean, callbacks: readonly Instance[] | undefined): Result {
  if (isReferred(m, object) && (isInCycle || !m.deletables.has(object as Instance)))
    return clearReferences(m, object, callbacks)
  if (object instanceof Coroutine) return finalizeCoroutine(m, object)
  if (object instanceof AsyncGenASend || object instanceof AsyncGenAThrow) {
    m.touch(object)
    setState(m, object, AwaitState.Closed)
    const method = object instanceof AsyncGenASend ? 'asend' : object.args === null ? 'aclose' : 'athrow'
    return m.callPrelude('warn_method_never_awaited', method, object.generator.qualname)
  }
  if (m.deletables.delete(object as Instance)) m.tracked--
  return m.callMethod(object, '__del__')
}

function finalizeCoroutine(m: Machine, c: Coroutine): Result {
  m.touch(c)
  c.isFinalized = true
  if (c.kind === Kind.AsyncGenerator && c.finalizer !== null && !c.isAsyncClosed) {
    const hook = c.finalizer
    c.finalizer = null
    m.held.add(c)
    return m.after(m.call(hook, c), Finish.Native, { name: 'hookCalled', data: c })
  }
  if (c.kind === Kind.Coroutine && c.state === State.Created) {
    m.trace.neverAwaited(c)
    return m.callPrelude('warn_never_awaited', c, m.isExiting)
  }
  return close(m, c)
}

CONTINUATIONS.hookCalled = (m, data, result) => {
  m.held.delete(data as Coroutine)
  if (result !== undefined) suspect(m, data as Coroutine)
  return result
}

/** gc.collect(): finalizes whatever is in unreachable cycles. The number of finalizable objects found. */
export function collectGarbage(m: Machine): Result {
  if (m.tracked === 0) return 0
  const stamp = newStamp()
  markReachable(m, stamp)
  const found = allTracked(m).filter(object => !(object instanceof MutableObj && object.mark === stamp))
  for (const object of m.garbage) if (object instanceof Frame) m.garbage.delete(object)
  for (const object of found) m.garbage.add(object)
  const objects = [...found.filter(object => isReferred(m, object)), ...found]
  const result = finalizeNext(m, { ...NOBODY, objects, index: 0 })
  return result === CALL ? m.after(CALL, Finish.Data, found.length) : found.length
}

/** The end of the program: everything that is left is finalized, what the main module holds first. */
export function finalizeProgram(m: Machine): Result {
  if (m.tracked === 0) return null
  m.isExiting = true
  const order: Obj[] = []
  const seen = new Set<Obj>()
  const add = (object: Obj): void => {
    if (seen.has(object) || !isFollowed(object)) return
    seen.add(object)
    if (isFinalizable(m, object)) order.push(object)
    if (seen.size < 1e6) waiting.push(object)
  }
  const waiting: Obj[] = []
  const main = m.modules.getStr('__main__')
  if (main instanceof PyModule) for (const value of main.dict.values) if (value instanceof Obj) add(value)
  for (let i = 0; i < waiting.length; i++) visitParts(waiting[i]!, add)
  for (const object of allTracked(m)) if (!seen.has(object)) order.push(object)
  return finalizeNext(m, { ...NOBODY, objects: order, index: 0 })
}

/** Every finalizable object was reached: however much was let go of, none of it matters. */
function isNothingLost(m: Machine, stamp: number): boolean {
  // The asend and athrow objects that were never sent to are counted, but not listed.
  if (m.tracked !== m.registry.size + m.deletables.size + m.weak.size) return false
  return allTracked(m).every(object => object instanceof MutableObj && object.mark === stamp)
}

function allTracked(m: Machine): Obj[] {
  const unfinished = m.registry.unfinished()
  const tasks = unfinished.flatMap(({ task }) => (task === null ? [] : [task]))
  return [...unfinished, ...m.deletables, ...m.weak.keys(), ...tasks].filter(object => isFinalizable(m, object))
}

/** It need not be finalized any more. */
export function forgetDeletable(m: Machine, object: Instance): void {
  if (m.deletables.delete(object)) m.tracked--
}

/** An instance whose class has `__del__` has been made. */
export function madeDeletable(m: Machine, object: Instance): void {
  m.deletables.add(object)
  m.tracked++
}
