// What an object refers to, as CPython counts references, and what can be reached from where the program stands.
//
// Classes, modules and the globals of functions are not followed from an object: a module lives as long as the program and
// leads to them. Knows nothing of what is done with the answer.

import { Coroutine } from './coroutine.ts'
import { PyDict } from './dict.ts'
import { PyException, PyTraceback } from './exception.ts'
import { Frame, visibleFrame } from './frame.ts'
import type { Machine } from './machine.ts'
import { NativeFunction } from './native.ts'
import {
  BoundMethod,
  Cell,
  Instance,
  MutableObj,
  Obj,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  PyType,
  WeakBox,
} from './value.ts'

/** Called with each object that is referred to, in the order in which CPython gives references up. */
export type Visit = (object: Obj) => void

/** Bookkeeping of a mark: unique over the process, so that no mark needs clearing. */
let lastStamp = 0
export function newStamp(): number {
  return ++lastStamp
}

function visitValue(value: unknown, visit: Visit): void {
  if (value instanceof Obj) visit(value)
}

function visitAll(values: readonly unknown[], visit: Visit): void {
  for (let i = 0; i < values.length; i++) if (values[i] instanceof Obj) visit(values[i] as Obj)
}

function visitBackwards(values: readonly unknown[], visit: Visit): void {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] instanceof Obj) visit(values[i] as Obj)
}

/**
 * Variables and operand stack of a frame; a finished one has only variables, for who holds it by a traceback. The exception it is
 * handling belongs to its coroutine or to the thread (CPython: _PyErr_StackItem), so that frame and exception are no cycle.
 */
export function visitFrame(frame: Frame, visit: Visit): void {
  const { slots, code } = frame
  const end = frame.isFinished ? code.slotCount : frame.sp
  for (let i = 0; i < end; i++) if (slots[i] instanceof Obj) visit(slots[i] as Obj)
  if (frame.func !== null) visit(frame.func)
  if (frame.locals !== frame.globals) visitValue(frame.locals, visit)
  visitPlain(frame.finishData, visit, 4)
  for (let next = frame.finishNext; next !== null; next = next.next) visitPlain(next.data, visit, 4)
  if (frame.isFinished) {
    // Who holds a frame that has ended holds its caller's too (CPython: take_ownership, f_back).
    const back = visibleFrame(frame.back)
    if (back !== null) visit(back)
  }
}

/** Objects in the data of continuations: nested arrays and records. */
function visitPlain(data: unknown, visit: Visit, depth: number): void {
  if (data instanceof Obj) visit(data)
  else if (typeof data === 'object' && data !== null && depth > 0) {
    for (const part of Array.isArray(data) ? data : Object.values(data)) visitPlain(part, visit, depth - 1)
  }
}

/** What `__slots__` name, those of the class itself before those of its bases (CPython: subtype_dealloc, clear_slots). */
function visitSlots(slots: readonly unknown[], cls: PyType, visit: Visit): void {
  let end = slots.length
  for (let type: PyType | null = cls; type !== null && end > 0; type = type.base) {
    const first = type.base === null ? 0 : type.base.slotNames.length
    for (let i = first; i < end; i++) visitValue(slots[i], visit)
    end = Math.min(end, first)
  }
}

/** Everything the object itself refers to. */
export function visitParts(object: Obj, visit: Visit): void {
  if (object instanceof Instance) {
    if (object.slots !== null) visitSlots(object.slots, object.cls, visit)
    if (object.dict !== null) visit(object.dict)
    visitValue(object.payload, visit)
  } else if (object instanceof PyDict) {
    if (object.dict !== null) visit(object.dict)
    if (object.shape === null) visitAll(object.keyObjects(), visit)
    visitAll(object.values, visit)
  } else if (object instanceof PyList || object instanceof PyTuple) {
    if (object.dict !== null) visit(object.dict)
    visitBackwards(object.items, visit)
  } else if (object instanceof BoundMethod) {
    visitValue(object.func, visit)
    visitValue(object.self, visit)
  } else if (object instanceof Cell) visitValue(object.value, visit)
  else if (object instanceof Coroutine) {
    if (object.frame !== null) {
      // The frame is an object of its own: who holds it keeps what it holds when the coroutine goes (CPython: take_ownership).
      visit(object.frame)
      visitValue(object.frame.handled, visit)
    }
    visitValue(object.finalizer, visit)
  } else if (object instanceof Frame) visitFrame(object, visit)
  else if (object instanceof PyFunction) {
    if (object.closure !== null) visitAll(object.closure, visit)
    if (object.defaults !== null) visitAll(object.defaults, visit)
    if (object.kwdefaults !== null) visit(object.kwdefaults)
    if (object.dict !== null) visit(object.dict)
  } else if (object instanceof PyException) {
    if (object.fields !== null) visitAll(Object.values(object.fields), visit)
    if (object.dict !== null) visit(object.dict)
    visit(object.args)
    if (object.traceback !== null) visit(object.traceback)
    if (object.cause !== null) visit(object.cause)
    if (object.context !== null) visit(object.context)
  } else if (object instanceof PyTraceback) {
    if (object.next !== null) visit(object.next)
    visit(object.frame)
  } else if (object instanceof PyType) {
    if (object.isHeap) visitAll(object.ns.values, visit)
  } else if (object instanceof NativeFunction) visitValue(object.self, visit)
  else if (!(object instanceof WeakBox)) visitFields(object, visit)
}

/** Any other object: its attributes, then all its fields, arrays and maps in them; `items` are those of a tuple. */
function visitFields(object: Obj, visit: Visit): void {
  if (object.cls.isHeap && 'dict' in object) visitValue(object.dict, visit)
  for (const key in object) {
    if (key === 'cls' || key === 'holder' || (key === 'dict' && object.cls.isHeap)) continue
    const field = (object as unknown as Record<string, unknown>)[key]
    if (field instanceof Obj) visit(field)
    else if (Array.isArray(field)) (key === 'items' ? visitBackwards : visitAll)(field, visit)
    else if (field instanceof Map) {
      for (const [k, v] of field) {
        visitValue(k, visit)
        visitValue(v, visit)
      }
    }
  }
}

/** Is it followed from other objects? */
export function isFollowed(object: Obj): boolean {
  if (object instanceof PyType) return object.isHeap
  return !(object instanceof PyModule)
}

/** Was it reached by the last search? */
export function isMarked(object: Obj): boolean {
  return object instanceof MutableObj && object.mark === lastStamp
}

/** Called with each object that the running program holds directly, and by what: a frame, the namespace of a module, or null. */
export type VisitRoot = (object: Obj, holder: Obj | null) => void

/** Roots: the running frames, the modules, what is raised, what the session keeps. `isPassed`: this namespace of a module is not looked at. */
export function visitRoots(m: Machine, visit: VisitRoot, isPassed?: (dict: PyDict) => boolean): void {
  const plain: Visit = object => visit(object, null)
  for (let frame = m.frame; frame !== null; frame = frame.back) {
    const holder = frame
    visitFrame(frame, object => visit(object, holder))
    visitValue(frame.handled, plain)
    if (frame.coroutine !== null) visit(frame.coroutine, null)
  }
  for (let c = m.activation; c !== null; c = c.activation!.below) {
    const { finishData, finishNext, via, thrown } = c.activation!
    visit(c, null)
    visitPlain(finishData, plain, 4)
    for (let next = finishNext; next !== null; next = next.next) visitPlain(next.data, plain, 4)
    visitValue(via, plain)
    visitValue(thrown, plain)
  }
  if (m.raised !== null) visit(m.raised, null)
  for (const object of m.held) visit(object, null)
  for (const module of m.modules.values) {
    if (!(module instanceof PyModule)) continue
    const { dict } = module
    m.roots.add(dict)
    if (isPassed?.(dict)) continue
    visitAll(dict.values, object => visit(object, dict))
  }
  for (const name in m.extra) visitPlain(m.extra[name], plain, 4)
}

const HOLDERS = 8

/** A variable's place, which will soon hold something else: a poor hint when there is another. */
export function isPassing(m: Machine, holder: Obj | null): boolean {
  return holder === null || holder instanceof Frame || (holder instanceof PyDict && m.roots.has(holder))
}

/** Does the chain of holders of `object` lead to this one? Hints must not go round in circles. */
export function isHeldBy(object: Obj | null, by: Obj): boolean {
  let holder = object
  for (let i = 0; i < HOLDERS && holder !== null; i++) {
    if (holder === by) return true
    holder = holder instanceof MutableObj ? holder.holder : null
  }
  return holder !== null
}

/**
 * Marks everything reachable from the roots with the stamp (MutableObj.mark) and remembers through what it was found
 * (MutableObj.holder). Immutable holders (bound methods, wrappers) carry no mark; every cycle leads through an object that does.
 */
export function markReachable(m: Machine, stamp: number, each?: VisitRoot): void {
  const waiting: Obj[] = []
  const found: VisitRoot = (object, holder) => {
    each?.(object, holder)
    if (object instanceof MutableObj) {
      if (object.mark === stamp) {
        if (isPassing(m, object.holder) && !isPassing(m, holder) && !isHeldBy(holder, object)) object.holder = holder
        return
      }
      object.mark = stamp
      object.holder = holder
    }
    if (isFollowed(object)) waiting.push(object)
  }
  visitRoots(m, found)
  // The nearest first, so that what is remembered leads back to a root in few steps.
  for (let i = 0; i < waiting.length; i++) {
    const holder = waiting[i]!
    visitParts(holder, part => found(part, holder))
  }
}
