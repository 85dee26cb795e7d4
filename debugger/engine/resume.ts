// Resuming coroutines of all kinds with a value, by a driver or by `await` and `yield from`. CPython: Objects/genobject.c gen_send_ex2;
// Reference 6.2.9, 8.9, PEP 380, 492.
//
// A resumption is an activation of the outermost coroutine; control goes at once to the innermost of its chain of awaits, and
// what that yields goes at once to whoever resumed. Throwing into a frame is: make it the running one with m.raised set.
//
// Knows nothing of instructions but the operand of Send, which says where to go on at the end.

import { Refusal, unpackOnTheWay } from './anext.ts'
import { delegateToASend, delegateToAThrow } from './async-generator.ts'
import { BARE_YIELD, BARE_YIELDED } from './bare-yield.ts'
import { isTooDeep } from './call.ts'
import { innermostOf, isRunning, link } from './chain.ts'
import {
  Activation,
  AnextAwaitable,
  AsyncGenASend,
  AsyncGenAThrow,
  Coroutine,
  CoroutineWrapper,
  KIND_WORDS,
  Kind,
  Mode,
  State,
} from './coroutine.ts'
import { takeRaised } from './deliver.ts'
import { dropRaised } from './destruction.ts'
import type { PyException } from './exception.ts'
import { Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import { sendReturns } from './leave.ts'
import type { Machine } from './machine.ts'
import { FutureIterator, stepIterator } from './modules/asyncio-objects.ts'
import { setContext } from './raise.ts'
import { throwAbove } from './throw.ts'
import { CALL, END, PyTuple, type Result, type Value } from './value.ts'

function activate(m: Machine, c: Coroutine, mode: Mode, via: Value): void {
  m.touch(c)
  let { activation } = c
  if (activation === null) {
    activation = new Activation()
    c.activation = activation
  } else {
    activation.finish = Finish.Push
    activation.finishData = undefined
    activation.finishNext = null
    activation.throwLevel = null
    activation.thrown = null
  }
  c.isActive = true
  activation.caller = m.frame
  activation.mode = mode
  activation.via = via
  activation.startedAt = m.time
  activation.below = m.activation
  m.activation = c
  const frame = c.frame!
  m.touch(frame)
  frame.back = m.frame
}

export function executing(m: Machine, c: Coroutine): undefined {
  return m.raise('ValueError', `${KIND_WORDS[c.kind]} already executing`)
}

/**
 * send(value): CALL, or undefined when it raised. `isNext`: what gives END at once when it has finished. CPython: gen_send_ex2.
 */
export function send(m: Machine, c: Coroutine, value: Value, via: Value = null): Result | typeof END {
  if (c.state === State.Closed) {
    if (c.kind === Kind.Coroutine) return m.raise('RuntimeError', 'cannot reuse already awaited coroutine')
    return END
  }
  if (c.isActive || (c.awaiter !== null && isRunning(c))) return executing(m, c)
  if (c.state === State.Created && value !== null) {
    return m.raise('TypeError', `can't send non-None value to a just-started ${KIND_WORDS[c.kind]}`)
  }
  if (c.awaiter !== null) {
    m.behindVersion++
    c.stamp = -1
  }
  const inner = innermostOf(m, c)
  if (value instanceof PyTuple && m.extra.hasAnextWithDefault === true) {
    const sent = unpackOnTheWay(m, c, inner, value)
    if (sent instanceof Refusal) return throwAbove(m, c, sent.by, takeRaised(m))
    value = sent
  }
  const back = m.frame
  const depth = (back === null ? 0 : back.depth) + c.chainDepth
  if (isTooDeep(m, depth)) return m.raise('RecursionError', 'maximum recursion depth exceeded')
  if (m.trace.isOn) m.trace.resume(c, inner, value)
  activate(m, c, Mode.Send, via)
  const frame = inner.frame!
  m.touch(frame)
  frame.depth = depth
  frame.slots[frame.sp++] = value
  m.frame = frame
  if (inner.delegate !== null) {
    // The next one down is running on somebody else's behalf: its Send fails here.
    executing(m, inner.delegate)
    return CALL
  }
  if (inner.state === State.Created) started(m, inner)
  return CALL
}

export function started(m: Machine, c: Coroutine): void {
  m.touch(c)
  c.state = State.Suspended
}

/** Throws into the innermost frame of a chain that is ready for it. */
export function throwAt(
  m: Machine,
  outer: Coroutine,
  inner: Coroutine,
  exception: PyException,
  mode: Mode,
  via: Value,
): Result {
  const { frame } = inner
  if (m.trace.isOn) m.trace.resumeThrow(outer, inner, mode === Mode.Close ? 'close' : 'throw', exception)
  activate(m, outer, mode, via)
  outer.activation!.throwLevel = inner
  m.touch(frame!)
  frame!.depth = (m.frame === null ? 0 : m.frame.depth) + outer.chainDepth
  enterWithException(m, inner, exception)
  return CALL
}

export function enterWithException(m: Machine, c: Coroutine, exception: PyException): void {
  const frame = c.frame!
  if (c.state === State.Created) started(m, c)
  if (c.delegate !== null) {
    // As if suspended at the yield of the `yield from`, which CleanupThrow covers.
    c.delegate = null
    frame.pc++
  }
  frame.slots[frame.sp++] = null
  m.frame = frame
  if (frame.handled !== null) setContext(m, exception)
  m.raised = exception
}

/**
 * Op.Send: `value` goes to the receiver. CALL: go on in m.frame (perhaps to unwind); END: it has ended without a value at
 * once; a value: it yielded that; undefined: raised. The receiver lies on top of the frame's stack.
 */
export function sendTo(m: Machine, frame: Frame, receiver: Value, value: Value): Result | typeof END {
  if (receiver instanceof Coroutine) return delegateTo(m, frame, receiver, value)
  if (receiver instanceof CoroutineWrapper) return delegateTo(m, frame, receiver.coroutine, value)
  if (receiver instanceof AsyncGenASend) return delegateToASend(m, frame, receiver, value)
  if (receiver instanceof AsyncGenAThrow) return delegateToAThrow(m, frame, receiver, value)
  if (receiver === BARE_YIELD) {
    frame.slots[frame.sp - 1] = BARE_YIELDED
    return null
  }
  if (receiver === BARE_YIELDED) {
    sendReturns(m, frame, null)
    return CALL
  }
  if (receiver instanceof AnextAwaitable) {
    const { wrapped } = receiver
    const result =
      wrapped instanceof Coroutine ? delegateTo(m, frame, wrapped, value) : delegateToASend(m, frame, wrapped, value)
    if (result !== undefined || !takesDefault(m, receiver)) return result
    sendReturns(m, frame, receiver.default!)
    return CALL
  }
  if (receiver instanceof FutureIterator) {
    const step = stepIterator(m, receiver)
    if (!step.isEnd || step.value === undefined) return step.value
    sendReturns(m, frame, step.value)
    return CALL
  }
  const { next } = m.typeOf(receiver).slots
  if (value === null && next !== null) {
    const result = next(m, receiver)
    if (result === CALL) return m.after(CALL, Finish.SendNext)
    return result
  }
  return m.after(m.callPrelude('_send', receiver, value), Finish.SendNext)
}

export function delegateTo(m: Machine, frame: Frame, inner: Coroutine, value: Value): Result | typeof END {
  if (inner.state === State.Closed) {
    if (inner.kind === Kind.Coroutine) return m.raise('RuntimeError', 'cannot reuse already awaited coroutine')
    return END
  }
  if (inner.isActive || (inner.awaiter !== null && isRunning(inner))) return executing(m, inner)
  if (inner.state === State.Created && value !== null) {
    return m.raise('TypeError', `can't send non-None value to a just-started ${KIND_WORDS[inner.kind]}`)
  }
  const outer = frame.coroutine!
  const last = link(m, outer, inner)
  if (last === undefined) return undefined
  if (m.trace.isOn) m.trace.await(outer, inner)
  last.frame!.slots[last.frame!.sp++] = value
  if (last.delegate !== null) executing(m, last.delegate)
  else if (last.state === State.Created) started(m, last)
  return CALL
}

/** Takes m.raised if it is the StopAsyncIteration for which an anext() has a default. CPython: anextawaitable_proxy. */
export function takesDefault(m: Machine, receiver: Value): boolean {
  if (!(receiver instanceof AnextAwaitable) || receiver.default === undefined) return false
  if (!m.raisedIs('StopAsyncIteration')) return false
  dropRaised(m)
  return true
}
