/**
 * What the compiler emits before it becomes Code: instructions with symbolic targets, and labels. Knows no tree.
 */

import type { Location } from './compiler-location.ts'
import { Op } from './op.ts'

/** Instructions that exist only while compiling. */
export enum Pseudo {
  /** From here to the PopBlock of the same nesting, an exception goes to the target; it finds the exception pushed. */
  SetupFinally = 1000,
  /** The same; the target finds the index of the raising instruction below the exception. */
  SetupCleanup,
  /** As SetupCleanup, with the result of __enter__ dropped first. */
  SetupWith,
  PopBlock,
  /** Where a loop has run out: carries the loop's line. */
  EndFor,
  /** A jump back in an `await`. */
  JumpNoInterrupt,
  /** A StoreFast that may unbind: puts back what an inlined comprehension put aside. */
  StoreFastMaybeNull,
}

export type Opcode = Op | Pseudo

/** A place in the instructions, to be jumped to. */
export class Label {
  /** Index of the instruction it stands before; -1 until it is placed. */
  position = -1
}

export interface Instruction {
  op: Opcode
  arg: number
  location: Location
  target: Label | null
}

/** Does it go on at its target whatever happens? */
export function isUnconditionalJump(op: Opcode): boolean {
  return op === Op.Jump || op === Op.JumpBackward || op === Pseudo.JumpNoInterrupt
}

/** Does it have a target that control goes to from the instruction itself? */
export function isJump(op: Opcode): boolean {
  switch (op) {
    case Op.Jump:
    case Op.JumpBackward:
    case Pseudo.JumpNoInterrupt:
    case Op.PopJumpIfFalse:
    case Op.PopJumpIfTrue:
    case Op.PopJumpIfNone:
    case Op.PopJumpIfNotNone:
    case Op.ForIter:
    case Op.Send:
      return true
    default:
      return false
  }
}

/** Does it begin the protection of an exception handler? */
export function isSetup(op: Opcode): boolean {
  return op === Pseudo.SetupFinally || op === Pseudo.SetupCleanup || op === Pseudo.SetupWith
}

/** Does it leave the code? */
export function isExit(op: Opcode): boolean {
  return op === Op.ReturnValue || op === Op.ReturnConst || op === Op.RaiseVarargs || op === Op.Reraise
}
