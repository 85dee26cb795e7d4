// Where an exception goes on: the handler of the frame, or the frames below. CPython: ceval.c exception_unwind,
// get_exception_handler.
//
// Knows nothing of instructions.

import { CO, type Code, type ExceptionEntry } from './code.ts'
import { deliver } from './deliver.ts'
import { settleRaised, suspectStack } from './destruction.ts'
import type { Frame } from './frame.ts'
import { raisedOut } from './leave.ts'
import type { Machine } from './machine.ts'
import { addTraceback } from './raise.ts'

/**
 * m.raised goes up from m.frame. True: m.frame (with no m.raised, or with m.raised thrown into another frame) goes on; false:
 * m.stop, or nothing is left to run.
 */
export function unwind(m: Machine): boolean {
  if (m.stopAtRaise && !m.isReraise && m.frame !== null && !(m.frame.code.flags & CO.HIDDEN)) {
    const exception = m.raised!
    if (exception !== m.reported) {
      m.reported = exception
      m.stop = { kind: 'raise', frame: m.frame, exception }
      return false
    }
  }
  for (;;) {
    // What the raising instruction, or the frame that was left, let go of is finalized first.
    if (m.suspects.length !== 0 && settleRaised(m)) return true
    const frame = m.frame
    const exception = m.raised!
    if (frame === null) return false
    if (m.isReraise) m.isReraise = false
    else addTraceback(m, exception, frame)
    const entry = handlerAt(frame.code, frame.pc - 1)
    if (entry !== undefined) {
      if (frame.epoch !== m.epoch) m.touch(frame)
      let sp = frame.code.slotCount + entry.depth
      if (m.tracked !== 0 && settlePopped(m, frame, sp)) return true
      if (entry.lasti) frame.slots[sp++] = frame.pc - 1
      frame.slots[sp++] = exception
      frame.sp = sp
      frame.pc = entry.target
      m.raised = null
      m.reported = null
      return true
    }
    if (m.tracked !== 0) {
      // No traceback keeps the variables of a hidden frame.
      if (frame.code.flags & CO.HIDDEN) suspectStack(m, frame, 0)
      else if (settlePopped(m, frame, frame.code.slotCount)) return true
    }
    leave(m, frame)
    if (m.stop !== null) return false
    if (m.raised === null) return true
  }
}

/**
 * What the exception pops from the operand stack ends while the frame is still at the instruction that raised. True: a finalizer
 * runs first; then this is done again.
 */
function settlePopped(m: Machine, frame: Frame, sp: number): boolean {
  suspectStack(m, frame, sp)
  if (m.suspects.length === 0) return false
  m.touch(frame)
  if (frame.sp > sp) frame.sp = sp
  m.isReraise = true
  if (settleRaised(m)) return true
  m.isReraise = false
  return false
}

/** The innermost entry of the exception table that covers an instruction. */
export function handlerAt(code: Code, pc: number): ExceptionEntry | undefined {
  const table = code.exceptionTable
  for (let i = 0; i < table.length; i++) {
    const entry = table[i]!
    if (pc >= entry.start && pc < entry.end) return entry
  }
  return undefined
}

/** The exception leaves the frame. */
function leave(m: Machine, frame: Frame): void {
  if (frame.coroutine !== null) {
    raisedOut(m, frame)
    return
  }
  m.touch(frame)
  frame.isFinished = true
  m.frame = frame.back
  if (frame.back === null && frame.finish === 0) return
  deliver(m, frame.finish, frame.finishData, frame.finishNext, undefined)
}
