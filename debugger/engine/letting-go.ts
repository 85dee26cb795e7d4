// Which objects an instruction lets go of: asked before the instruction runs, only while something finalizable is alive and only
// where the code leaves it open (lets.ts). Moving an object (into a container, a variable, a callee's frame) is not letting go.
//
// Knows nothing of what becomes of them: destruction.ts.

import { Coroutine, State } from './coroutine.ts'
import { isQueued, suspect, suspectFrame } from './destruction.ts'
import { PyDict } from './dict.ts'
import type { Frame } from './frame.ts'
import { keyOf } from './hashing.ts'
import { Lets } from './lets.ts'
import type { Machine } from './machine.ts'
import { Deque } from './modules/deque.ts'
import { NativeFunction } from './native.ts'
import { OPS, Op } from './op.ts'
import { isHeldBy, isPassing } from './reachable.ts'
import { PySet } from './set.ts'
import { BoundMethod, type Cell, Instance, MutableObj, Obj, PyFunction, PyList, PyType, type Value } from './value.ts'

/** Methods of containers that let go of items without giving them back. */
const REMOVING = new Set([
  'clear',
  'remove',
  'discard',
  'update',
  '__delitem__',
  '__setitem__',
  'popitem',
  'difference_update',
])
const ITEMS_BOUND = 10_000

/** Names as suspects what the instruction is about to let go of. */
export function letGo(m: Machine, frame: Frame, kind: Lets, op: Op, arg: number, sp: number): void {
  const { slots } = frame
  switch (kind) {
    case Lets.Awaited:
    case Lets.Iterated:
    case Lets.PoppedOne:
      temporary(m, frame, slots[sp - 1])
      return
    case Lets.Popped: {
      for (let i = sp - OPS[op]!.pops(arg); i < sp; i++) {
        const value = slots[i]
        if (typeof value === 'object' && value !== null) temporary(m, frame, value)
      }
      return
    }
    case Lets.Local: {
      const value = slots[arg]
      // Most often a scheduler's queue has it again.
      frame.sp = sp
      if (!(value instanceof Coroutine) || !isQueued(m, value)) suspect(m, value)
      return
    }
    case Lets.Global: {
      const space = op === Op.StoreGlobal || op === Op.DeleteGlobal ? frame.globals : frame.locals
      if (!(space instanceof PyDict)) return
      suspect(m, space.getStr(frame.code.names[arg]!))
      const value = slots[sp - 1]
      if (value instanceof Coroutine && (op === Op.StoreGlobal || op === Op.StoreName)) putInto(m, value, space)
      return
    }
    case Lets.CellContents:
      suspect(m, (slots[arg] as Cell).value)
      return
    case Lets.Attribute: {
      const object = slots[sp - 1]
      if (object instanceof Instance && object.dict !== null) {
        suspect(m, object.dict.getStr(frame.code.names[arg]!))
        putInto(m, object.dict, object)
        putInto(m, slots[sp - 2], object.dict)
      }
      temporary(m, frame, object)
      return
    }
    case Lets.Item:
      item(m, slots[sp - 2], slots[sp - 1])
      if (op === Op.StoreSubscr && slots[sp - 2] instanceof MutableObj)
        putInto(m, slots[sp - 3], slots[sp - 2] as MutableObj)
      temporary(m, frame, slots[sp - 2])
      return
    case Lets.Call:
      call(m, frame, op, arg, sp)
      return
    case Lets.HeldCall:
    case Lets.MethodCall:
      heldCall(m, frame, kind, op, arg, sp)
      return
    case Lets.Return:
      suspectFrame(m, frame)
      return
    case Lets.Handled:
      if (frame.handled !== null) suspect(m, frame.handled)
      return
    case Lets.Receiver: {
      const receiver = slots[sp - 2]
      if (!(receiver instanceof Coroutine) || receiver.state !== State.Closed) temporary(m, frame, receiver)
      return
    }
    default:
      return
  }
}

/** A value on the operand stack, unless a variable of the frame holds it too. */
function temporary(m: Machine, frame: Frame, value: Value | undefined): void {
  // A class on the stack is one that a variable names.
  if (typeof value !== 'object' || value === null || value instanceof PyType) return
  const { slots } = frame
  const end = frame.code.slotCount
  for (let i = 0; i < end; i++) if (slots[i] === value) return
  suspect(m, value)
}

function item(m: Machine, container: Value | undefined, key: Value | undefined): void {
  if (container instanceof PyList) {
    if (typeof key === 'number') suspect(m, container.items[key < 0 ? key + container.items.length : key])
    else if (container.items.length < ITEMS_BOUND) for (const each of container.items) suspect(m, each)
  } else if (container instanceof PyDict) {
    const native = key === undefined ? undefined : keyOf(key)
    const entry = native === undefined ? -1 : container.find(native)
    if (entry >= 0) suspect(m, container.valueAt(entry))
    else if (native === undefined && container.size < ITEMS_BOUND) for (const each of container.values) suspect(m, each)
  } else items(m, container)
}

/** Whose method is called: by `o.f(x)`, by a bound `f(x)`, or by `T.f(o, x)`. */
function receiverOf(callee: Value | undefined, slots: readonly (Value | undefined)[], base: number): Value | undefined {
  const receiver = slots[base + 1]
  if (receiver !== undefined || !(callee instanceof NativeFunction)) return receiver
  return callee.self ?? (callee.def.hasSelf ? slots[base + 2] : undefined)
}

/** All that it takes is held by others. */
function heldCall(m: Machine, frame: Frame, kind: Lets, op: Op, arg: number, sp: number): void {
  const { slots } = frame
  const base = sp - OPS[op]!.pops(arg)
  const callee = slots[base]
  const receiver = receiverOf(callee, slots, base)
  if (callee instanceof PyFunction) {
    if (kind === Lets.MethodCall && receiver === undefined) temporary(m, frame, callee)
    return
  }
  if (callee instanceof NativeFunction) {
    if (isRemoving(callee)) items(m, receiver ?? callee.self)
    if (kind === Lets.MethodCall && callee.self !== undefined) temporary(m, frame, callee)
  } else if (callee instanceof BoundMethod) {
    if (callee.func instanceof NativeFunction && isRemoving(callee.func)) items(m, callee.self)
    if (kind === Lets.MethodCall) temporary(m, frame, callee)
  }
  if (receiver instanceof MutableObj && !(receiver instanceof Coroutine)) {
    for (let i = base + 2; i < sp; i++) putInto(m, slots[i], receiver)
  }
}

/** A native may let go of its arguments, a removing method of what its container holds. */
function call(m: Machine, frame: Frame, op: Op, arg: number, sp: number): void {
  const { slots } = frame
  const base = op === Op.Call ? sp - arg - 2 : sp - OPS[op]!.pops(arg)
  const callee = slots[base]
  if (callee instanceof PyFunction && op === Op.Call) {
    // Its arguments move into the callee's frame.
    if (callee.closure !== null || callee.defaults !== null) temporary(m, frame, callee)
    return
  }
  const receiver = receiverOf(callee, slots, base)
  if (callee instanceof NativeFunction) {
    if (isRemoving(callee)) items(m, receiver ?? callee.self)
    if (callee.self !== undefined) temporary(m, frame, callee)
  } else if (callee instanceof BoundMethod) {
    if (callee.func instanceof NativeFunction && isRemoving(callee.func)) items(m, callee.self)
    temporary(m, frame, callee)
  } else temporary(m, frame, callee)
  for (let i = base + 1; i < sp; i++) {
    const value = slots[i]
    if (typeof value !== 'object' || value === null) continue
    temporary(m, frame, value)
    if (i > base + 1 && receiver instanceof MutableObj) putInto(m, value, receiver)
  }
}

function isRemoving(native: NativeFunction): boolean {
  native.def.isRemoving ??= REMOVING.has(native.def.name)
  return native.def.isRemoving
}

/** A guess at where it is held from now on; guesses are verified. */
function putInto(m: Machine, value: Value | undefined, holder: MutableObj): void {
  if (!(value instanceof MutableObj) || value === holder) return
  if (isPassing(m, value.holder) && !isHeldBy(holder, value)) value.holder = holder
}

function items(m: Machine, container: Value | undefined): void {
  if (container instanceof PyList) {
    if (container.items.length < ITEMS_BOUND)
      for (let i = container.items.length - 1; i >= 0; i--) suspect(m, container.items[i])
  } else if (container instanceof PyDict) {
    if (container.size < ITEMS_BOUND) for (const each of container.values) suspect(m, each)
  } else if (container instanceof Deque) {
    if (container.size < ITEMS_BOUND) for (const each of container.items()) suspect(m, each)
  } else if (container instanceof PySet && container.size < ITEMS_BOUND) {
    for (const each of container.members.keyObjects()) if (each instanceof Obj) suspect(m, each)
  }
}
