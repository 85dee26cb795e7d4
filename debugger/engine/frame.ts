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
    return new SavedFrame(this)
  }

  restore(saved: unknown): void {
    const s = saved as SavedFrame
    this.locals = s.locals
    this.slots = s.slots
    this.sp = s.sp
    this.pc = s.pc
    this.back = s.back
    this.depth = s.depth
    this.finish = s.finish
    this.finishData = s.finishData
    this.finishNext = s.finishNext
    this.handled = s.handled
    this.coroutine = s.coroutine
    this.isFinished = s.isFinished
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

/** What changes of a frame. */
class SavedFrame {
  readonly locals: Value
  readonly slots: (Value | undefined)[]
  readonly sp: number
  readonly pc: number
  readonly back: Frame | null
  readonly depth: number
  readonly finish: Finish
  readonly finishData: unknown
  readonly finishNext: Continuation | null
  readonly handled: PyException | null
  readonly coroutine: Coroutine | null
  readonly isFinished: boolean

  constructor(frame: Frame) {
    this.locals = frame.locals
    this.slots = frame.slots.slice()
    this.sp = frame.sp
    this.pc = frame.pc
    this.back = frame.back
    this.depth = frame.depth
    this.finish = frame.finish
    this.finishData = frame.finishData
    this.finishNext = frame.finishNext
    this.handled = frame.handled
    this.coroutine = frame.coroutine
    this.isFinished = frame.isFinished
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
