// Which objects an instruction lets go of: asked before the instruction runs, only while something finalizable is alive.
// Moving an object (into a container, a variable, a callee's frame) is not letting go.
//
// Knows nothing of what becomes of them: destruction.ts.

import { suspect, suspectFrame } from './destruction.ts'
import { PyDict } from './dict.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { Deque } from './modules/deque.ts'
import { NativeFunction } from './native.ts'
import { OPS, Op } from './op.ts'
import { PySet } from './set.ts'
import { BoundMethod, type Cell, Instance, MutableObj, Obj, PyFunction, PyList, PyType, type Value } from './value.ts'

/** Kinds of letting go, by opcode; 0: none. */
export enum Lets {
  Nothing,
  /** Values that it pops. */
  Popped,
  Local,
  Global,
  CellContents,
  Attribute,
  Item,
  Call,
  Return,
  Handled,
  Iterator,
  Receiver,
}

export const LETS_GO = new Uint8Array(256)
const POPPING = [
  ...[Op.PopTop, Op.BinaryOp, Op.CompareOp, Op.IsOp, Op.ContainsOp, Op.UnaryNegative, Op.UnaryInvert, Op.UnaryNot],
  ...[Op.ToBool, Op.LoadAttr, Op.BinarySubscr, Op.BinarySlice, Op.PopJumpIfNone, Op.PopJumpIfNotNone, Op.ToList],
  ...[Op.ToArgs, Op.ToMapping, Op.ListExtend, Op.SetUpdate, Op.DictUpdate, Op.DictMerge, Op.UnpackPrepare],
  ...[Op.UnpackSequence, Op.UnpackEx, Op.ConvertValue, Op.FormatSimple, Op.FormatWithSpec, Op.EndAsyncFor],
  ...[
    Op.CheckExcMatch,
    Op.CleanupThrow,
    Op.StoreSlice,
    Op.MatchClass,
    Op.GetIter,
    Op.GetAwaitable,
    Op.GetAiter,
    Op.GetAnext,
    Op.GetYieldFromIter,
  ],
]
for (const op of POPPING) LETS_GO[op] = Lets.Popped
/** How many values these pop; 255: it depends on the operand. */
const POPS = new Uint8Array(256).fill(255)
for (const op of POPPING) if (OPS[op]!.pops(2) === OPS[op]!.pops(3)) POPS[op] = OPS[op]!.pops(2)
LETS_GO[Op.StoreFast] = LETS_GO[Op.DeleteFast] = Lets.Local
LETS_GO[Op.StoreGlobal] = LETS_GO[Op.DeleteGlobal] = Lets.Global
LETS_GO[Op.StoreName] = LETS_GO[Op.DeleteName] = Lets.Global
LETS_GO[Op.StoreDeref] = LETS_GO[Op.DeleteDeref] = Lets.CellContents
LETS_GO[Op.StoreAttr] = LETS_GO[Op.DeleteAttr] = Lets.Attribute
LETS_GO[Op.StoreSubscr] = LETS_GO[Op.DeleteSubscr] = Lets.Item
LETS_GO[Op.Call] = LETS_GO[Op.CallKw] = LETS_GO[Op.CallEx] = Lets.Call
LETS_GO[Op.ReturnValue] = LETS_GO[Op.ReturnConst] = Lets.Return
LETS_GO[Op.PopExcept] = Lets.Handled
LETS_GO[Op.ForIter] = Lets.Iterator
LETS_GO[Op.EndSend] = Lets.Receiver

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
export function letGo(m: Machine, frame: Frame, op: Op, arg: number, sp: number): void {
  const { slots } = frame
  switch (LETS_GO[op] as Lets) {
    case Lets.Popped: {
      const fixed = POPS[op]!
      const count = fixed === 255 ? OPS[op]!.pops(arg) : fixed
      for (let i = sp - count; i < sp; i++) {
        const value = slots[i]
        if (typeof value === 'object' && value !== null) temporary(m, frame, value)
      }
      return
    }
    case Lets.Local:
      suspect(m, slots[arg])
      return
    case Lets.Global: {
      const space = op === Op.StoreGlobal || op === Op.DeleteGlobal ? frame.globals : frame.locals
      if (space instanceof PyDict) suspect(m, space.getStr(frame.code.names[arg]!))
      return
    }
    case Lets.CellContents:
      suspect(m, (slots[arg] as Cell).value)
      return
    case Lets.Attribute: {
      const object = slots[sp - 1]
      if (object instanceof Instance && object.dict !== null) {
        suspect(m, object.dict.getStr(frame.code.names[arg]!))
        putInto(object.dict, object)
        putInto(slots[sp - 2], object.dict)
      }
      temporary(m, frame, object)
      return
    }
    case Lets.Item:
      item(m, slots[sp - 2], slots[sp - 1])
      temporary(m, frame, slots[sp - 2])
      return
    case Lets.Call:
      call(m, frame, op, arg, sp)
      return
    case Lets.Return:
      suspectFrame(m, frame)
      return
    case Lets.Handled:
      if (frame.handled !== null) suspect(m, frame.handled)
      return
    case Lets.Iterator:
      temporary(m, frame, slots[sp - 1])
      return
    case Lets.Receiver:
      temporary(m, frame, slots[sp - 2])
      return
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
    if (typeof key === 'string') suspect(m, container.getStr(key))
    else if (container.size < ITEMS_BOUND) for (const each of container.values) suspect(m, each)
  } else items(m, container)
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
  const receiver = slots[base + 1]
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
    if (i > base + 1 && receiver instanceof MutableObj) putInto(value, receiver)
  }
}

function isRemoving(native: NativeFunction): boolean {
  native.def.isRemoving ??= REMOVING.has(native.def.name)
  return native.def.isRemoving
}

/** A guess at where it is held from now on; guesses are verified. */
function putInto(value: Value | undefined, holder: MutableObj): void {
  if (value instanceof MutableObj && value.holder === null && value !== holder) value.holder = holder
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
