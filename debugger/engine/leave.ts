// Control leaves a coroutine: it yields, returns or raises. CPython: Objects/genobject.c gen_send_ex2, gen_iternext, Python/ceval.c clear_gen_frame;
// Reference 6.2.9, PEP 479.
//
// Knows nothing of instructions but the operands of Send and ForIter, which say where to go on at the end.

import { asyncGeneratorEnded, endOfAThrow, failed, usesUp, yieldedItem } from './async-generator.ts'
import { backOfThrown, climb, depthOf, through, unlink } from './chain.ts'
import {
  type Activation,
  type AnextAwaitable,
  AsyncGenASend,
  AsyncGenAThrow,
  AsyncGenWrapped,
  type Coroutine,
  KIND_WORDS,
  Kind,
  Mode,
  State,
} from './coroutine.ts'
import { deliver, deliverNext, takeRaised } from './deliver.ts'
import { dropRaised, suspect, suspectFrame, suspectLeft } from './destruction.ts'
import { exceptionField } from './exception-types.ts'
import { type Continuation, Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { setContext } from './raise.ts'
import { takesDefault } from './resume.ts'
import { END, type Value } from './value.ts'

/** Op.YieldValue in a coroutine's frame; pc and sp are stored, the value is off the stack. */
export function yielded(m: Machine, frame: Frame, value: Value): void {
  const c = frame.coroutine!
  if (value instanceof AsyncGenWrapped && c.kind === Kind.AsyncGenerator) {
    yieldedItem(m, c, value.value)
    return
  }
  const outer = m.activation!
  const going = outer.activation!
  outer.innermost = c
  outer.stamp = m.behindVersion
  outer.chainDepth = frame.depth - (going.caller === null ? 0 : going.caller.depth)
  if (m.trace.isOn) m.trace.yield(c, going, value)
  if (going.mode === Mode.Close) {
    const { via } = going
    leave(m, outer)
    const word = via === null ? KIND_WORDS[outer.kind] : 'coroutine'
    m.raise('RuntimeError', `${word} ignored GeneratorExit`)
    deliver(m, going.finish, going.finishData, going.finishNext, undefined)
    return
  }
  leave(m, outer)
  if (going.finish === Finish.Outcome) m.stop = { kind: 'outcome', outcome: { kind: 'yielded', value } }
  else deliver(m, going.finish, going.finishData, going.finishNext, value)
}

/** The activation is over; the caller's frame runs again. */
export function leave(m: Machine, c: Coroutine): void {
  m.touch(c)
  const going = c.activation!
  c.isActive = false
  m.activation = going.below
  m.frame = going.caller
  if (m.tracked !== 0) suspectLeft(m, c)
  if (going.thrown !== null) {
    if (m.tracked !== 0) suspect(m, going.thrown)
    going.thrown = null
  }
  going.caller = null
  going.below = null
  going.via = null
}

/** The receiver of the frame's Send has ended with a value. */
export function sendReturns(m: Machine, frame: Frame, value: Value): void {
  m.touch(frame)
  frame.slots[frame.sp++] = value
  frame.pc = frame.code.ops[2 * frame.pc - 1]!
}

/** The iterator of the frame's ForIter is exhausted. */
export function forEnds(m: Machine, frame: Frame): void {
  m.touch(frame)
  frame.sp--
  if (m.tracked !== 0) suspect(m, frame.slots[frame.sp])
  frame.pc = frame.code.ops[2 * frame.pc - 1]!
}

/** It is over, and lets go of its variables. */
export function finish(m: Machine, c: Coroutine): void {
  const { frame } = c
  end(m, c)
  if (frame !== null && m.tracked !== 0) suspectFrame(m, frame)
}

/** It is over. */
export function end(m: Machine, c: Coroutine): void {
  m.touch(c)
  m.tracked--
  c.state = State.Closed
  if (c.frame !== null) {
    m.touch(c.frame)
    c.frame.isFinished = true
    c.frame = null
  }
  c.delegate = null
  m.registry.finished(c)
}

/**
 * The last reference to a coroutine that is still unfinished after its finalizer is gone: nothing more of it runs. Whoever holds
 * its frame, by a traceback, holds what the frame held. CPython: gen_dealloc, take_ownership.
 */
export function abandon(m: Machine, c: Coroutine): void {
  if (m.trace.isOn) m.trace.close(c)
  m.touch(c)
  m.tracked--
  c.state = State.Closed
  const frame = c.frame!
  m.touch(frame)
  frame.isFinished = true
  frame.back = null
  frame.handled = null
  frame.finishData = frame.slots.slice(frame.code.slotCount, frame.sp)
  c.frame = null
  if (c.delegate !== null) {
    if (c.delegate.awaiter === c) {
      m.touch(c.delegate)
      c.delegate.awaiter = null
      c.stamp = -1
    }
    c.delegate = null
  }
  m.registry.finished(c)
}

/** The body has returned: m.frame and its stack are what goes on. */
export function returned(m: Machine, frame: Frame, value: Value): void {
  const c = frame.coroutine!
  if (m.trace.isOn) m.trace.return(c, value)
  finish(m, c)
  if (c.isActive) {
    const going = c.activation!
    const { via, mode } = going
    const isUsedUp = via === null || usesUp(m, via)
    leave(m, c)
    if (mode === Mode.Close) {
      // gen_close knows StopIteration only: what its finalizer lets return tells of it.
      const isAsync = c.kind === Kind.AsyncGenerator
      if (isAsync) m.raised = m.exception('StopAsyncIteration', [])
      deliver(m, going.finish, going.finishData, going.finishNext, isAsync ? undefined : value)
    } else if (c.kind === Kind.AsyncGenerator) asyncGeneratorEnded(m, going, via, isUsedUp)
    else ended(m, going, value)
    return
  }
  const outer = c.awaiter!
  const { frame: outerFrame } = outer
  if (m.activation?.activation?.throwLevel === c) frame.back = backOfThrown(c)
  unlink(m, c)
  climb(m, c, outer)
  m.frame = outerFrame
  outerFrame!.depth = frame.depth - depthOf(c)
  if (c.kind !== Kind.AsyncGenerator) {
    sendReturns(m, outerFrame!, value)
    return
  }
  const receiver = outerFrame!.slots[outerFrame!.sp - 1]!
  const via = through(receiver)
  m.raise('StopAsyncIteration')
  if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) failed(m, via, usesUp(m, via))
  if (via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END) sendReturns(m, outerFrame!, null)
  else if (takesDefault(m, receiver)) sendReturns(m, outerFrame!, (receiver as AnextAwaitable).default!)
}

/** The body has let m.raised out. Goes on unwinding in m.frame unless m.raised is null then. */
export function raisedOut(m: Machine, frame: Frame): void {
  const c = frame.coroutine!
  if (m.trace.isOn) m.trace.raise(c, m.raised!, frame)
  finish(m, c)
  if (c.isActive) {
    const going = c.activation!
    const { via, mode } = going
    const isUsedUp = via === null || usesUp(m, via)
    leave(m, c)
    if (mode === Mode.Close && (m.raisedIs('GeneratorExit') || m.raisedIs('StopIteration'))) {
      const value = m.raisedIs('GeneratorExit') ? null : exceptionField(m.raised!, 'value')
      dropRaised(m)
      deliver(m, going.finish, going.finishData, going.finishNext, value)
      return
    }
    if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) failed(m, via, isUsedUp)
    if (via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END) ended(m, going, null)
    else deliver(m, going.finish, going.finishData, going.finishNext, undefined)
    return
  }
  const outer = c.awaiter!
  const { frame: outerFrame } = outer
  const receiver = outerFrame!.slots[outerFrame!.sp - 1]!
  const via = through(receiver)
  if (m.activation?.activation?.throwLevel === c) frame.back = backOfThrown(c)
  unlink(m, c)
  outerFrame!.depth = frame.depth - depthOf(c)
  m.frame = outerFrame
  if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) failed(m, via, usesUp(m, via))
  const isEnd = via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END
  // A StopIteration thrown into one that has not started leaves it as it is: the value of the await.
  if (!isEnd && m.raisedIs('StopIteration')) {
    const value = exceptionField(takeRaised(m), 'value')
    climb(m, c, outer)
    sendReturns(m, outerFrame!, value)
    return
  }
  if (isEnd || takesDefault(m, receiver)) {
    climb(m, c, outer)
    sendReturns(m, outerFrame!, isEnd ? null : (receiver as AnextAwaitable).default!)
    return
  }
  const throwing = m.activation?.activation
  if (throwing?.throwLevel === c) {
    throwing.throwLevel = outer
    if (outerFrame!.handled !== null) setContext(m, m.raised!)
  }
}

/** An activation has ended with a value: StopIteration for the caller, which is only made when somebody can see it. */
export function ended(m: Machine, going: Activation, value: Value): void {
  endWith(m, going.finish, going.finishData, going.finishNext, value)
}

/** An iteration on behalf of m.frame is over: as StopIteration(value), without making one where nobody can see it. */
export function endWith(m: Machine, kind: Finish, data: unknown, next: Continuation | null, value: Value): void {
  if (kind === Finish.ForNext && next === null) forEnds(m, m.frame!)
  else if (kind === Finish.SendNext) sendReturns(m, m.frame!, value)
  else if (kind === Finish.StopDefault) deliverNext(m, next, data as Value)
  else if (kind === Finish.Outcome) {
    m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
  } else {
    raiseStop(m, value)
    deliver(m, kind, data, next, undefined)
  }
}

/** Raises `StopIteration(value)`. CPython: _PyGen_SetStopIterationValue. */
export function raiseStop(m: Machine, value: Value): undefined {
  if (value === null) return m.raise('StopIteration')
  return m.raiseArgs('StopIteration', [value])
}
