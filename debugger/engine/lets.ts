// What each instruction of a code may let go of, as far as the code alone tells: a value that a variable or a constant holds as
// well is not lost when it leaves the operand stack. Computed once a code, by following the operand stack through each
// basic block. letting-go.ts names the suspects of what is left.
//
// Knows nothing of machines.

import { CO, type Code } from './code.ts'
import { OPS, Op } from './op.ts'

/** Kinds of letting go; 0: none. */
export enum Lets {
  Nothing,
  /** Values that it pops. */
  Popped,
  /** The one value that it pops. */
  PoppedOne,
  Local,
  Global,
  CellContents,
  Attribute,
  Item,
  /** A call with arguments that nobody else may hold. */
  Call,
  /** A call whose callee and arguments are held elsewhere: only a native that takes items out of a container lets go. */
  HeldCall,
  /** The same with a callee that LoadMethod found: what a property has made may be held by nobody. */
  MethodCall,
  Return,
  Handled,
  Receiver,
  /** Of the one value that it pops, unless that is a coroutine (or generator), which is delivered again. */
  Awaited,
  Iterated,
}

const LETS_GO = new Uint8Array(256)
const POPPING = [
  ...[Op.PopTop, Op.BinaryOp, Op.CompareOp, Op.IsOp, Op.ContainsOp, Op.UnaryNegative, Op.UnaryInvert, Op.UnaryNot],
  ...[Op.ToBool, Op.LoadAttr, Op.BinarySubscr, Op.BinarySlice, Op.PopJumpIfNone, Op.PopJumpIfNotNone, Op.ToList],
  ...[Op.ToArgs, Op.ToMapping, Op.ListExtend, Op.SetUpdate, Op.DictUpdate, Op.DictMerge, Op.UnpackPrepare],
  ...[Op.UnpackSequence, Op.UnpackEx, Op.ConvertValue, Op.FormatSimple, Op.FormatWithSpec, Op.EndAsyncFor],
  ...[Op.CheckExcMatch, Op.CleanupThrow, Op.StoreSlice, Op.MatchClass, Op.GetAiter],
  Op.GetAnext,
]
for (const op of POPPING) LETS_GO[op] = Lets.Popped
LETS_GO[Op.StoreFast] = LETS_GO[Op.DeleteFast] = Lets.Local
LETS_GO[Op.StoreGlobal] = LETS_GO[Op.DeleteGlobal] = Lets.Global
LETS_GO[Op.StoreName] = LETS_GO[Op.DeleteName] = Lets.Global
LETS_GO[Op.StoreDeref] = LETS_GO[Op.DeleteDeref] = Lets.CellContents
LETS_GO[Op.StoreAttr] = LETS_GO[Op.DeleteAttr] = Lets.Attribute
LETS_GO[Op.StoreSubscr] = LETS_GO[Op.DeleteSubscr] = Lets.Item
LETS_GO[Op.Call] = LETS_GO[Op.CallKw] = LETS_GO[Op.CallEx] = Lets.Call
LETS_GO[Op.ReturnValue] = LETS_GO[Op.ReturnConst] = Lets.Return
LETS_GO[Op.PopExcept] = Lets.Handled
LETS_GO[Op.EndSend] = Lets.Receiver
LETS_GO[Op.GetAwaitable] = Lets.Awaited
LETS_GO[Op.GetIter] = LETS_GO[Op.GetYieldFromIter] = Lets.Iterated

/** Who else holds a value on the operand stack: the local variable of this number, or one of these. */
const NOBODY = -1
/** A constant, a class: for good. */
const FOR_GOOD = -2
/** A global or a cell: until other code runs, which may bind it anew. */
const UNTIL_CALL = -3
/** What LoadMethod found: a method by its class. */
const ITS_CLASS = -4

/** During these no other code of the program runs that might bind a global anew. */
const QUIET = new Uint8Array(256)
const QUIET_OPS = [
  ...[
    Op.Nop,
    Op.Resume,
    Op.LoadFast,
    Op.LoadFastCheck,
    Op.LoadConst,
    Op.LoadGlobal,
    Op.LoadDeref,
    Op.LoadName,
    Op.PushNull,
  ],
  ...[Op.Copy, Op.Swap, Op.StoreFast, Op.LoadMethod, Op.LoadAttr, Op.BinaryOp, Op.CompareOp, Op.IsOp, Op.BinarySubscr],
  ...[Op.PopTop, Op.BuildTuple, Op.BuildList, Op.LoadClosure],
]
for (const op of QUIET_OPS) QUIET[op] = 1

/** By instruction index: what it may let go of, as Lets. Kept in Code.lets. */
export function letsOf(code: Code): Uint8Array {
  const { original } = code
  const count = original.length / 2
  const lets = new Uint8Array(count)
  const starts = blockStarts(code, count)
  const isCoroutine = (code.flags & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR)) !== 0
  let stack: number[] = []
  for (let pc = 0; pc < count; pc++) {
    const op = original[2 * pc]! as Op
    const arg = original[2 * pc + 1]!
    // What lies on the stack at the start of a block came from several places.
    if (starts[pc] === 1) stack = []
    // The end of a coroutine lets go of its variables by itself.
    if (LETS_GO[op] !== Lets.Return || !isCoroutine) lets[pc] = kindOf(op, arg, stack)
    follow(stack, op, arg)
  }
  code.lets = lets
  return lets
}

function blockStarts(code: Code, count: number): Uint8Array {
  const { original } = code
  const starts = new Uint8Array(count + 1)
  for (let pc = 0; pc < count; pc++) {
    const { operand, ends } = OPS[original[2 * pc]!]!
    if (operand === 'jump') starts[original[2 * pc + 1]!] = 1
    if (ends) starts[pc + 1] = 1
  }
  for (const entry of code.exceptionTable) starts[entry.target] = 1
  return starts
}

/** The holder of the n-th value from the top, 1 being the top. */
function holderAt(stack: readonly number[], n: number): number {
  return stack[stack.length - n] ?? NOBODY
}

function isHeld(stack: readonly number[], count: number): boolean {
  for (let n = 1; n <= count; n++) if (holderAt(stack, n) === NOBODY) return false
  return true
}

function kindOf(op: Op, arg: number, stack: readonly number[]): Lets {
  const kind = LETS_GO[op]! as Lets
  if (kind === Lets.Awaited || kind === Lets.Iterated) return isHeld(stack, 1) ? Lets.Nothing : kind
  if (kind === Lets.Popped) {
    const pops = OPS[op]!.pops(arg)
    return isHeld(stack, pops) ? Lets.Nothing : pops === 1 ? Lets.PoppedOne : kind
  }
  if (op === Op.Call || op === Op.CallKw) {
    const pops = OPS[op]!.pops(arg)
    if (!isHeld(stack, pops)) return kind
    return holderAt(stack, pops) === ITS_CLASS ? Lets.MethodCall : Lets.HeldCall
  }
  return kind
}

/** The stack after the instruction, if it does not jump. */
function follow(stack: number[], op: Op, arg: number): void {
  if (QUIET[op] === 0) for (let i = 0; i < stack.length; i++) if (stack[i] === UNTIL_CALL) stack[i] = NOBODY
  switch (op) {
    case Op.LoadFast:
    case Op.LoadFastCheck:
      stack.push(arg)
      return
    case Op.LoadConst:
    case Op.PushNull:
      stack.push(FOR_GOOD)
      return
    case Op.LoadGlobal:
    case Op.LoadName:
    case Op.LoadDeref:
      stack.push(UNTIL_CALL)
      return
    case Op.Copy:
      stack.push(holderAt(stack, arg))
      return
    case Op.Swap: {
      while (stack.length < arg) stack.unshift(NOBODY)
      const top = stack.length - 1
      const other = stack.length - arg
      const moved = stack[top]!
      stack[top] = stack[other]!
      stack[other] = moved
      return
    }
    case Op.LoadMethod: {
      // The method and its receiver, or an attribute of it that is a callable by itself.
      const receiver = stack.pop() ?? NOBODY
      stack.push(ITS_CLASS, receiver)
      return
    }
    case Op.StoreFast:
    case Op.DeleteFast:
    case Op.LoadFastAndClear: {
      const { pops, pushes } = OPS[op]!
      stack.length = Math.max(0, stack.length - pops(arg))
      for (let i = 0; i < stack.length; i++) if (stack[i] === arg) stack[i] = NOBODY
      for (let i = pushes(arg, false); i > 0; i--) stack.push(NOBODY)
      return
    }
    default: {
      const { pops, pushes } = OPS[op]!
      stack.length = Math.max(0, stack.length - pops(arg))
      for (let i = pushes(arg, false); i > 0; i--) stack.push(NOBODY)
    }
  }
}
