// One activation of a piece of code: plain data, also a Python `frame` object. `slots` holds locals, cells, then the operand
// stack; nothing above `sp` counts.
//
// Knows nothing of instructions.

import { CO, type Code } from './code.ts'
import type { Coroutine } from './coroutine.ts'
import type { PyDict } from './dict.ts'
import type { PyException } from './exception.ts'
import { type Continuation, Finish } from './finish.ts'
import { T } from './types.ts'
import { MutableObj, type PyFunction, type Value } from './value.ts'

export class Frame extends MutableObj {
  readonly code: Code
  readonly globals: PyDict
  readonly builtins: PyDict
  /** The namespace of a class body, `exec` or module; null where the locals are slots. */
  locals: Value
  /** The function this is an activation of (its closure); null for modules and class bodies without one. */
  readonly func: PyFunction | null
  slots: (Value | undefined)[]
  /** Next free slot. */
  sp: number
  /** Index of the next instruction; the one being executed is pc - 1. */
  pc = 0
  /** The frame that gets control back; null at the bottom of what run() started. */
  back: Frame | null
  /** Frames below and this one; hidden ones count a little (call.ts). */
  depth = 0
  /** What happens with the result or exception (finish.ts). */
  finish: Finish = Finish.Push
  finishData: unknown = undefined
  finishNext: Continuation | null = null
  /** The exception being handled in this frame (CPython: exc_info->exc_value), or null. */
  handled: PyException | null = null
  /** The coroutine whose body this is. */
  coroutine: Coroutine | null = null
  /** Id of the coroutine whose code this is part of: its own, or that of the frame it was called from; 0: the main program. */
  owner: number
  /** run() stops when control enters this frame by a call, return or resumption. */
  trap = false
  /** Neither running nor suspended any more. */
  isFinished = false

  constructor(
    epoch: number,
    code: Code,
    globals: PyDict,
    builtins: PyDict,
    locals: Value,
    func: PyFunction | null,
    back: Frame | null,
  ) {
    super()
    this.cls = T.frame
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.code = code
    this.globals = globals
    this.builtins = builtins
    this.locals = locals
    this.func = func
    this.slots = new Array(code.slotCount + code.stackSize)
    this.sp = code.slotCount
    this.back = back
    this.owner = back === null ? 0 : back.owner
  }

  save(): unknown {
    const { locals, sp, pc, back, depth, finish, finishData, finishNext, handled, coroutine, isFinished } = this
    return {
      locals,
      slots: this.slots.slice(),
      sp,
      pc,
      back,
      depth,
      finish,
      finishData,
      finishNext,
      handled,
      coroutine,
      isFinished,
    }
  }

  restore(saved: unknown): void {
    Object.assign(this, saved)
  }

  /** Index of the instruction being executed, or suspended at; -1 before the first. */
  get lasti(): number {
    return this.pc - 1
  }

  /** Line of the current instruction (1-based), as `f_lineno`. */
  get line(): number {
    const line = this.pc > 0 ? this.code.positions[4 * (this.pc - 1)]! : this.code.firstLine
    return line > 0 ? line : this.code.firstLine
  }
}

/** Who seems to have called what a hidden frame calls, if that is not the one that it goes back to. */
const seemingBacks = new WeakMap<Frame, Frame>()

/** From now on the caller of what the hidden frame calls seems to be `back`. */
export function setSeemingBack(hidden: Frame, back: Frame): void {
  seemingBacks.set(hidden, back)
}

/** The nearest frame that is not hidden: `f_back`. */
export function visibleFrame(frame: Frame | null): Frame | null {
  let f = frame
  while (f !== null && f.code.flags & CO.HIDDEN) f = seemingBacks.get(f) ?? f.back
  return f
}
