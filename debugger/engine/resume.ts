// Resuming, suspending and ending coroutines of all kinds. CPython: Objects/genobject.c gen_send_ex2, _gen_throw, gen_close,
// async_gen_*; Reference 6.2.9, 8.9, PEP 380, 492, 525.
//
// A resumption is an activation of the outermost coroutine; control goes at once to the innermost of its chain of awaits, and
// what that yields goes at once to whoever resumed. Awaiters' frames stay linked (`frame.back`), so results and exceptions
// travel up the chain like those of calls. Throwing into a frame is: make it the running one with m.raised set.
//
// Knows nothing of instructions but the operand of Send and ForIter, which say where to go on at the end.

import { FRAME_DEPTH, HIDDEN_DEPTH, isTooDeep } from './call.ts'
import { CO } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import {
  Activation,
  AnextAwaitable,
  AsyncGenASend,
  AsyncGenAThrow,
  AsyncGenWrapped,
  AwaitState,
  Coroutine,
  CoroutineWrapper,
  KIND_WORDS,
  Kind,
  Mode,
  State,
} from './coroutine.ts'
import { suspect, suspectFrame, suspectLeft, suspectWholeStack } from './destruction.ts'
import type { PyException } from './exception.ts'
import { exceptionField } from './exception-types.ts'
import { type Continuation, Finish } from './finish.ts'
import { applyFinish } from './finish-apply.ts'
import { type Frame, setSeemingBack } from './frame.ts'
import { isException, type Machine } from './machine.ts'
import { FutureIterator, stepIterator } from './modules/asyncio-objects.ts'
import { Intrinsic1, Op } from './op.ts'
import { setContext } from './raise.ts'
import { CALL, END, PyTuple, type Result, type Value } from './value.ts'

function depthOf(c: Coroutine): number {
  return c.code.flags & CO.HIDDEN ? HIDDEN_DEPTH : FRAME_DEPTH
}

/** Is its frame executing, or below one that is (gi_running)? */
export function isRunning(c: Coroutine): boolean {
  for (let o: Coroutine | null = c; o !== null; o = o.awaiter) if (o.isActive) return true
  return false
}

/** Is it suspended in a `yield from` or `await` (`_PyGen_yf` gives something)? */
export function isDelegating(c: Coroutine): boolean {
  return awaited(c) !== undefined
}

/** What it awaits: `cr_await`, `gi_yieldfrom`, `ag_await`; undefined for nothing, or while it runs. CPython: _PyGen_yf. */
export function awaited(c: Coroutine): Value | undefined {
  return isRunning(c) ? undefined : suspendedOn(c)
}

/** What its frame is suspended on, whether or not it counts as running. */
function suspendedOn(c: Coroutine): Value | undefined {
  const { frame } = c
  if (frame === null || c.state !== State.Suspended) return undefined
  if (c.delegate !== null) return frame.slots[frame.sp - 1]
  const at = 2 * (frame.pc - 1)
  return frame.code.original[at] === Op.YieldValue && frame.code.original[at + 1] === 1
    ? frame.slots[frame.sp - 1]
    : undefined
}

// ---- starting an activation ----

/** Finds the innermost of the chain; from memory in O(1), or by walking. */
function innermostOf(m: Machine, outer: Coroutine): Coroutine {
  if (outer.stamp === m.behindVersion) return outer.innermost
  let inner = outer
  let depth = depthOf(outer)
  for (;;) {
    const next: Coroutine | null = inner.delegate
    if (next === null) break
    if (next.state === State.Closed || viaOf(inner)?.state === AwaitState.Closed) {
      // It ended behind our back, or what leads to it was used up: the Send is done again, and finds that.
      m.touch(inner)
      m.touch(inner.frame!)
      inner.delegate = null
      inner.frame!.pc--
      break
    }
    if (next.awaiter !== inner) adopt(m, inner, next)
    if (next.isActive) return inner
    inner = next
    depth += depthOf(next)
  }
  outer.innermost = inner
  outer.chainDepth = depth
  outer.stamp = m.behindVersion
  return inner
}

/** `inner` is awaited by `outer` from now on. */
function adopt(m: Machine, outer: Coroutine, inner: Coroutine): void {
  if (inner.awaiter !== null) m.behindVersion++
  m.touch(inner)
  m.touch(inner.frame!)
  inner.awaiter = outer
  inner.frame!.back = outer.frame
  inner.stamp = -1
}

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

function executing(m: Machine, c: Coroutine): undefined {
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

function started(m: Machine, c: Coroutine): void {
  m.touch(c)
  c.state = State.Suspended
}

/** Throws into the innermost frame of a chain that is ready for it. */
function throwAt(
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

function enterWithException(m: Machine, c: Coroutine, exception: PyException): void {
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

// ---- await and yield from: Send ----

/**
 * Op.Send: `value` goes to the receiver. CALL: go on in m.frame (perhaps to unwind); END: it has ended without a value at
 * once; a value: it yielded that; undefined: raised. The receiver lies on top of the frame's stack.
 */
export function sendTo(m: Machine, frame: Frame, receiver: Value, value: Value): Result | typeof END {
  if (receiver instanceof Coroutine) return delegateTo(m, frame, receiver, value)
  if (receiver instanceof CoroutineWrapper) return delegateTo(m, frame, receiver.coroutine, value)
  if (receiver instanceof AsyncGenASend) return delegateToASend(m, frame, receiver, value)
  if (receiver instanceof AsyncGenAThrow) return delegateToAThrow(m, frame, receiver, value)
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

function delegateTo(m: Machine, frame: Frame, inner: Coroutine, value: Value): Result | typeof END {
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

/** Puts `inner` (and what it awaits) below `outer`; the innermost becomes the running one. Undefined: too deep. */
function link(m: Machine, outer: Coroutine, inner: Coroutine): Coroutine | undefined {
  const frame = outer.frame!
  inner.stamp = inner.delegate === null ? -1 : inner.stamp
  let last = inner
  let chain = depthOf(inner)
  if (inner.delegate !== null) {
    if (inner.awaiter !== null) inner.stamp = -1
    last = innermostOf(m, inner)
    chain = inner.chainDepth
  }
  const depth = frame.depth + chain
  if (isTooDeep(m, depth)) return m.raise('RecursionError', 'maximum recursion depth exceeded')
  adopt(m, outer, inner)
  m.touch(outer)
  outer.delegate = inner
  m.touch(last.frame!)
  last.frame!.depth = depth
  m.frame = last.frame
  return last
}

/** Takes m.raised if it is the StopAsyncIteration for which an anext() has a default. CPython: anextawaitable_proxy. */
function takesDefault(m: Machine, receiver: Value): boolean {
  if (!(receiver instanceof AnextAwaitable) || receiver.default === undefined) return false
  if (!m.raisedIs('StopAsyncIteration')) return false
  m.raised = null
  return true
}

/** What a coroutine's Send waits for; an anext() stands for what it wraps. */
function through(receiver: Value): Value {
  return receiver instanceof AnextAwaitable ? receiver.wrapped : receiver
}

// CPython: async_gen_asend_send.
function delegateToASend(m: Machine, frame: Frame, receiver: AsyncGenASend, value: Value): Result | typeof END {
  const sent = startASend(m, receiver, value)
  if (sent === undefined) return undefined
  const { generator } = receiver
  if (generator.state === State.Closed) return asyncEnd(m, receiver, generator)
  const result = delegateTo(m, frame, generator, sent)
  if (result === undefined) failed(m, receiver)
  return result
}

/** One that was never sent to is finalizable: it warns when it dies. */
export function setState(m: Machine, via: AsyncGenASend | AsyncGenAThrow, state: AwaitState): void {
  if (via.state === AwaitState.Init) m.tracked--
  via.state = state
}

/** The checks of asend().send(): what is really sent, undefined when it raised. */
function startASend(m: Machine, receiver: AsyncGenASend, value: Value): Value | undefined {
  const { generator } = receiver
  if (receiver.state === AwaitState.Closed) {
    return m.raise('RuntimeError', 'cannot reuse already awaited __anext__()/asend()')
  }
  m.touch(receiver)
  m.touch(generator)
  let sent = value
  if (receiver.state === AwaitState.Init) {
    if (generator.isAsyncRunning) {
      setState(m, receiver, AwaitState.Closed)
      return m.raise('RuntimeError', 'anext(): asynchronous generator is already running')
    }
    if (sent === null) sent = receiver.value
    setState(m, receiver, AwaitState.Iter)
  }
  generator.isAsyncRunning = true
  return sent
}

/**
 * Does the end of this step use the object up? An athrow() object that was sent to again does not notice that it is done:
 * async_gen_athrow_send.
 */
function usesUp(m: Machine, via: Value): boolean {
  if (!(via instanceof AsyncGenAThrow) || via.args === null) return true
  const going = m.activation?.activation ?? null
  return going === null || going.throwLevel !== null || via.startedAt === going.startedAt
}

/** The state of an asend or athrow object after its generator raised. */
function failed(m: Machine, receiver: AsyncGenASend | AsyncGenAThrow, isUsedUp = true): undefined {
  const { generator } = receiver
  m.touch(receiver)
  m.touch(generator)
  if (isUsedUp) setState(m, receiver, AwaitState.Closed)
  generator.isAsyncRunning = false
  const stop = m.raisedIs('StopAsyncIteration') || m.raisedIs('GeneratorExit')
  if (stop) {
    generator.isAsyncClosed = true
  }
  return undefined
}

/** An async generator that has finished is asked again: StopAsyncIteration. */
function asyncEnd(m: Machine, receiver: AsyncGenASend | AsyncGenAThrow, generator: Coroutine): undefined {
  m.raise('StopAsyncIteration')
  m.touch(generator)
  generator.isAsyncClosed = true
  return failed(m, receiver)
}

function delegateToAThrow(m: Machine, frame: Frame, receiver: AsyncGenAThrow, value: Value): Result | typeof END {
  const start = startAThrow(m, receiver, value)
  if (start === undefined || start === END) return start
  const { generator } = receiver
  if (start === null) {
    const result = delegateTo(m, frame, generator, value)
    if (result === undefined) failed(m, receiver, false)
    return result
  }
  receiver.startedAt = m.activation?.activation?.startedAt ?? -1
  // The first time: the exception is thrown into the generator's chain, which is linked below us for that.
  const exception = start
  if (generator.isActive || isRunning(generator)) {
    executing(m, generator)
    return failed(m, receiver)
  }
  const last = link(m, frame.coroutine!, generator)
  if (last === undefined) return failed(m, receiver)
  if (m.trace.isOn) m.trace.await(frame.coroutine!, generator)
  enterWithException(m, last, exception)
  return CALL
}

/** After a failure of athrow()/aclose(): for aclose() the end of the generator is what was wanted. */
function endOfAThrow(m: Machine, receiver: AsyncGenAThrow): Result | typeof END {
  if (receiver.args === null && (m.raisedIs('StopAsyncIteration') || m.raisedIs('GeneratorExit'))) {
    m.raised = null
    return END
  }
  return undefined
}

const NOTHING: readonly Value[] = []

/** The checks of async_gen_athrow_send: the exception to throw, null to go on with send, END when it is done. */
function startAThrow(m: Machine, receiver: AsyncGenAThrow, value: Value): PyException | null | typeof END | undefined {
  const { generator } = receiver
  if (receiver.state === AwaitState.Closed) {
    return m.raise('RuntimeError', 'cannot reuse already awaited aclose()/athrow()')
  }
  m.touch(receiver)
  if (generator.state === State.Closed) {
    setState(m, receiver, AwaitState.Closed)
    return END
  }
  if (receiver.state === AwaitState.Iter) return null
  if (generator.isAsyncRunning) {
    setState(m, receiver, AwaitState.Closed)
    const method = receiver.args === null ? 'aclose' : 'athrow'
    return m.raise('RuntimeError', `${method}(): asynchronous generator is already running`)
  }
  if (generator.isAsyncClosed) {
    setState(m, receiver, AwaitState.Closed)
    return m.raise('StopAsyncIteration')
  }
  if (value !== null) return m.raise('RuntimeError', "can't send non-None value to a just-started coroutine")
  m.touch(generator)
  setState(m, receiver, AwaitState.Iter)
  generator.isAsyncRunning = true
  if (receiver.args === null) {
    generator.isAsyncClosed = true
    return m.exception('GeneratorExit', [])
  }
  const exception = receiver.args[0]!
  if (receiver.isMade) receiver.args = NOTHING
  if (isException(exception)) return exception
  generator.isAsyncRunning = false
  setState(m, receiver, AwaitState.Closed)
  return m.raise(
    'TypeError',
    `exceptions must be classes or instances deriving from BaseException, not ${m.typeName(exception)}`,
  )
}

// ---- suspending ----

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
function leave(m: Machine, c: Coroutine): void {
  m.touch(c)
  const going = c.activation!
  c.isActive = false
  m.activation = going.below
  m.frame = going.caller
  if (m.tracked !== 0) suspectLeft(m, c)
  going.caller = null
  going.below = null
  going.via = null
}

/** An async generator yields an item: whoever awaits its asend() gets it as the result. */
function yieldedItem(m: Machine, c: Coroutine, value: Value): void {
  if (c.isActive) {
    const going = c.activation!
    const { via } = going
    if (m.trace.isOn) m.trace.yield(c, going, value)
    c.innermost = c
    c.stamp = m.behindVersion
    c.chainDepth = depthOf(c)
    const isUsedUp = usesUp(m, via)
    leave(m, c)
    if (going.mode === Mode.Close) {
      // Only its finalizer closes an async generator directly.
      m.raise('RuntimeError', `${KIND_WORDS[c.kind]} ignored GeneratorExit`)
      deliver(m, going.finish, going.finishData, going.finishNext, undefined)
    } else if (via === null && going.finish === Finish.Outcome)
      m.stop = { kind: 'outcome', outcome: { kind: 'yielded', value } }
    else if (itemFor(m, c, via, isUsedUp)) ended(m, going, value)
    else deliver(m, going.finish, going.finishData, going.finishNext, undefined)
    return
  }
  const outer = c.awaiter!
  const frame = outer.frame!
  const via = through(frame.slots[frame.sp - 1]!)
  if (m.trace.isOn) m.trace.yieldTo(c, outer, value)
  unlink(m, c)
  climb(m, c, outer)
  m.frame = frame
  frame.depth = c.frame!.depth - depthOf(c)
  if (itemFor(m, c, via, usesUp(m, via))) sendReturns(m, frame, value)
}

/** What an item means to the asend, athrow or aclose object it came through; false when it raised. */
function itemFor(m: Machine, c: Coroutine, via: Value, isUsedUp: boolean): boolean {
  m.touch(c)
  c.isAsyncRunning = false
  if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) {
    if (isUsedUp) {
      m.touch(via)
      setState(m, via, AwaitState.Closed)
    }
    if (via instanceof AsyncGenAThrow && via.args === null) {
      m.raise('RuntimeError', 'async generator ignored GeneratorExit')
      return false
    }
  }
  return true
}

function unlink(m: Machine, c: Coroutine): void {
  const outer = c.awaiter!
  m.touch(c)
  m.touch(outer)
  m.touch(outer.frame!)
  outer.delegate = null
  c.awaiter = null
  c.stamp = -1
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

// ---- ending ----

function finish(m: Machine, c: Coroutine): void {
  m.touch(c)
  m.tracked--
  c.state = State.Closed
  if (c.frame !== null) {
    m.touch(c.frame)
    c.frame.isFinished = true
    if (m.tracked !== 0) suspectFrame(m, c.frame)
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

function climb(m: Machine, from: Coroutine, to: Coroutine): void {
  const { activation } = m
  if (activation !== null && activation.activation!.throwLevel === from) activation.activation!.throwLevel = to
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
      m.raised = null
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

function asyncGeneratorEnded(m: Machine, going: Activation, via: Value, isUsedUp: boolean): void {
  if (via === null && going.finish === Finish.Outcome) {
    ended(m, going, null)
    return
  }
  m.raise('StopAsyncIteration')
  if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) failed(m, via, isUsedUp)
  if (via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END) ended(m, going, null)
  else deliver(m, going.finish, going.finishData, going.finishNext, undefined)
}

/** An activation has ended with a value: StopIteration for the caller, which is only made when somebody can see it. */
function ended(m: Machine, going: Activation, value: Value): void {
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

// ---- delivering ----

/** Hands a value (or, undefined, m.raised) to m.frame through continuations. Afterwards m.raised tells whether to unwind. */
export function deliver(
  m: Machine,
  kind: Finish,
  data: unknown,
  next: Continuation | null,
  value: Value | undefined,
): void {
  const back = m.frame
  if (kind === Finish.Push && value !== undefined) {
    push(m, back, value)
    return
  }
  if (kind === Finish.Outcome) {
    if (value !== undefined) m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
    else m.stop = { kind: 'outcome', outcome: { kind: 'raised', exception: takeRaised(m) } }
    return
  }
  if (value === undefined && back !== null) {
    if (kind === Finish.ForNext && next === null && m.raisedIs('StopIteration')) {
      m.raised = null
      forEnds(m, back)
      return
    }
    if (kind === Finish.SendNext && m.raisedIs('StopIteration')) {
      const result = exceptionField(m.raised!, 'value')
      m.raised = null
      sendReturns(m, back, result)
      return
    }
  }
  const result = kind === Finish.Push ? value : applyFinish(m, kind, data, value)
  if (result === CALL) {
    for (let rest = next; rest !== null; rest = rest.next) m.after(CALL, rest.finish, rest.data)
    return
  }
  if (next !== null) {
    deliver(m, next.finish, next.data, next.next, result)
    return
  }
  if (result === undefined || kind === Finish.Discard) return
  push(m, back, result)
  if (kind === Finish.PushNull) back!.slots[back!.sp++] = undefined
}

function deliverNext(m: Machine, next: Continuation | null, value: Value): void {
  if (next === null) push(m, m.frame, value)
  else deliver(m, next.finish, next.data, next.next, value)
}

function push(m: Machine, frame: Frame | null, value: Value): void {
  if (frame === null) {
    if (m.isUnstopped) m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
    return
  }
  if (frame.epoch !== m.epoch) m.touch(frame)
  frame.slots[frame.sp++] = value
}

export function takeRaised(m: Machine): PyException {
  const exception = m.raised!
  m.raised = null
  return exception
}

// ---- throw ----

/** throw(): `exception` is made already. `args` are what a foreign throw() is to get. CPython: _gen_throw. */
export function throwInto(
  m: Machine,
  c: Coroutine,
  exception: PyException,
  args: readonly Value[],
  via: Value = null,
  closesOnExit = true,
): Result {
  if (c.isActive || isRunning(c)) return executing(m, c)
  if (c.state === State.Closed) {
    if (c.kind === Kind.Coroutine) return m.raise('RuntimeError', 'cannot reuse already awaited coroutine')
    m.raised = exception
    return undefined
  }
  if (c.awaiter !== null) {
    m.behindVersion++
    c.stamp = -1
  }
  const closes = closesOnExit && exception.cls.mro.includes(m.exceptionType('GeneratorExit'))
  if (closes && isDelegating(c)) {
    const closed = closeDelegates(m, c)
    if (closed === CALL) return m.after(CALL, Finish.Native, { name: 'throwAfterClose', data: { c, exception, via } })
    return throwAfterClose(m, { c, exception, via }, closed)
  }
  const inner = innermostOf(m, c)
  if (inner.delegate !== null) return executing(m, inner.delegate)
  const foreign = awaited(inner)
  const held = args[0] === exception ? exception : null
  if (foreign === undefined || closes || foreign instanceof FutureIterator)
    return throwHeld(m, c, inner, exception, via, held)
  m.touch(c)
  c.isActive = true
  const result = m.callPrelude('_throw_into', foreign, m.tuple(args))
  const data = { c, inner, exception, via, held }
  const back = result === CALL ? throwingFrame(c, inner) : null
  if (back !== null) setSeemingBack(m.frame!, back)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'foreignThrew', data })
  return foreignThrew(m, data, result)
}

/**
 * CPython goes down through awaiters, whose frames are those of callers meanwhile, if what they await is a generator or coroutine
 * itself; a wrapper's or asend()'s throw() is called without (_gen_throw). The innermost such frame.
 */
function throwingFrame(c: Coroutine, inner: Coroutine): Frame | null {
  for (let each = inner; each !== c && each.awaiter !== null; each = each.awaiter) {
    const outer = each.awaiter.frame!
    if (outer.slots[outer.sp - 1] === each) return outer
  }
  return null
}

/** `held`: the exception, if throw() was called with it. */
function throwHeld(
  m: Machine,
  c: Coroutine,
  inner: Coroutine,
  exception: PyException,
  via: Value,
  held: PyException | null,
): Result {
  const result = throwAt(m, c, inner, exception, Mode.Send, via)
  if (result === CALL && c.activation !== null) c.activation.thrown = held
  return result
}

interface ForeignThrow {
  readonly held: PyException | null
  readonly c: Coroutine
  readonly inner: Coroutine
  readonly exception: PyException
  readonly via: Value
}

/** After throw() of what the innermost awaits: what it gives is yielded; what it raises goes into the innermost. */
function foreignThrew(m: Machine, data: ForeignThrow, result: Value | undefined): Result {
  const { c, inner, exception, via, held } = data
  m.touch(c)
  c.isActive = false
  if (result === undefined) return throwHeld(m, c, inner, takeRaised(m), via, held)
  const pair = result as PyTuple
  // (): it has no throw(); (value,): what throw() gave.
  return pair.items.length === 0 ? throwHeld(m, c, inner, exception, via, held) : pair.items[0]!
}
CONTINUATIONS.foreignThrew = (m, data, result) => foreignThrew(m, data as ForeignThrow, result)

/**
 * throw() of something that is no exception. The innermost refuses it, which its awaiter sees as an exception of what it
 * awaits; without an awaiter the caller sees it. A foreign iterator's throw() is given it first.
 */
export function throwInvalid(m: Machine, c: Coroutine, args: readonly Value[], error: PyException): Result {
  if (c.state !== State.Suspended || isRunning(c)) return m.raiseValue(error)
  const inner = innermostOf(m, c)
  if (inner.delegate !== null) return executing(m, inner.delegate)
  const foreign = awaited(inner)
  if (foreign === undefined) return throwAbove(m, c, inner, error)
  m.touch(c)
  c.isActive = true
  const data = { c, inner, exception: error, via: null, held: null }
  const result = m.callPrelude('_throw_into', foreign, m.tuple(args))
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'foreignRefused', data })
  return foreignRefused(m, data, result)
}

function foreignRefused(m: Machine, data: ForeignThrow, result: Value | undefined): Result {
  const { c, inner, exception } = data
  if (result === undefined || (result as PyTuple).items.length > 0) return foreignThrew(m, data, result)
  m.touch(c)
  c.isActive = false
  return throwAbove(m, c, inner, exception)
}
CONTINUATIONS.foreignRefused = (m, data, result) => foreignRefused(m, data as ForeignThrow, result)

/** Raises the error where `inner` is awaited. */
function throwAbove(m: Machine, c: Coroutine, inner: Coroutine, error: PyException): Result {
  const outer = inner.awaiter
  if (inner === c || outer === null) return m.raiseValue(error)
  m.touch(inner)
  m.touch(outer)
  m.touch(outer.frame!)
  inner.awaiter = null
  outer.delegate = null
  outer.frame!.pc++
  m.behindVersion++
  return throwAt(m, c, innermostOf(m, c), error, Mode.Send, null)
}

function throwAfterClose(
  m: Machine,
  data: { c: Coroutine; exception: PyException; via: Value },
  result: Value | undefined,
): Result {
  const { c, exception, via } = data
  const thrown = result === undefined ? takeRaised(m) : exception
  return throwHere(m, c, thrown, Mode.Send, via)
}
CONTINUATIONS.throwAfterClose = (m, data, result) =>
  throwAfterClose(m, data as { c: Coroutine; exception: PyException; via: Value }, result)

/** Throws at the suspension point of this very coroutine, whatever it awaits. */
function throwHere(m: Machine, c: Coroutine, exception: PyException, mode: Mode, via: Value): Result {
  m.touch(c)
  const { delegate } = c
  if (delegate !== null) {
    m.touch(delegate)
    if (delegate.awaiter === c) delegate.awaiter = null
    m.touch(c.frame!)
    c.delegate = null
    c.frame!.pc++
  }
  c.innermost = c
  c.chainDepth = depthOf(c)
  c.stamp = m.behindVersion
  return throwAt(m, c, c, exception, mode, via)
}

// ---- asend, athrow and aclose objects driven by hand ----

/** `asend.send(v)`, `athrow.send(v)`. CPython: async_gen_asend_send, async_gen_athrow_send. */
export function sendVia(m: Machine, via: AsyncGenASend | AsyncGenAThrow, value: Value): Result | typeof END {
  const { generator } = via
  if (via instanceof AsyncGenASend) {
    const sent = startASend(m, via, value)
    if (sent === undefined) return undefined
    if (generator.state === State.Closed) return asyncEnd(m, via, generator)
    const result = send(m, generator, sent, via)
    return result === undefined ? failed(m, via) : result
  }
  const start = startAThrow(m, via, value)
  if (start === undefined || start === END) return start
  if (start === null) {
    const result = send(m, generator, value, via)
    if (result !== undefined) return result
    failed(m, via, via.args === null)
    return endOfAThrow(m, via)
  }
  via.startedAt = m.time
  const result = throwInto(m, generator, start, [start], via, false)
  if (result !== undefined) return result
  failed(m, via)
  return endOfAThrow(m, via)
}

/** `asend.throw(…)`, `athrow.throw(…)`. CPython: async_gen_asend_throw, async_gen_athrow_throw. */
export function throwVia(
  m: Machine,
  via: AsyncGenASend | AsyncGenAThrow,
  exception: PyException,
  args: readonly Value[],
): Result {
  const { generator } = via
  const isASend = via instanceof AsyncGenASend
  if (via.state === AwaitState.Closed) {
    return m.raise(
      'RuntimeError',
      isASend ? 'cannot reuse already awaited __anext__()/asend()' : 'cannot reuse already awaited aclose()/athrow()',
    )
  }
  m.touch(via)
  m.touch(generator)
  if (via.state === AwaitState.Init) {
    if (generator.isAsyncRunning) {
      setState(m, via, AwaitState.Closed)
      const method = isASend ? 'anext' : via.args === null ? 'aclose' : 'athrow'
      return m.raise('RuntimeError', `${method}(): asynchronous generator is already running`)
    }
    setState(m, via, AwaitState.Iter)
    generator.isAsyncRunning = true
  }
  let result: Result
  if (generator.state === State.Closed) m.raised = exception
  else result = throwInto(m, generator, exception, args, via)
  if (result !== undefined) return result
  failed(m, via)
  if (via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END) return m.raise('StopIteration')
  return undefined
}

/** `asend.close()`: GeneratorExit through it; the end is silent. */
export function closeVia(m: Machine, via: AsyncGenASend | AsyncGenAThrow): Result {
  if (via.state === AwaitState.Closed) return null
  const exit = m.exception('GeneratorExit', [])
  const result = throwVia(m, via, exit, [exit])
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'closedVia', data: null })
  return closedVia(m, result)
}

function closedVia(m: Machine, result: Value | undefined): Result {
  if (result !== undefined) return m.raise('RuntimeError', 'coroutine ignored GeneratorExit')
  if (m.raisedIs('StopIteration') || m.raisedIs('StopAsyncIteration') || m.raisedIs('GeneratorExit')) {
    m.raised = null
    return null
  }
  return undefined
}
CONTINUATIONS.closedVia = (m, _data, result) => closedVia(m, result)

// ---- anext(iterator, default) ----

/** A tuple that is sent to it is taken for the arguments of send(). CPython: anextawaitable_proxy. */
export function unpackSent(m: Machine, { wrapped }: AnextAwaitable, value: Value): Value | undefined {
  if (!(value instanceof PyTuple)) return value
  const { items } = value
  if (items.length === 1) return items[0]!
  return m.raise('TypeError', `${m.typeName(wrapped)}.send() takes exactly one argument (${items.length} given)`)
}

/** The coroutine of a chain that did not get what was sent; m.raised tells why. */
class Refusal {
  constructor(readonly by: Coroutine) {}
}

/** What the innermost of the chain gets. */
function unpackOnTheWay(m: Machine, outer: Coroutine, inner: Coroutine, value: Value): Value | Refusal {
  let sent = value
  for (let c = outer; c !== inner && c.delegate !== null; c = c.delegate) {
    const receiver = c.frame!.slots[c.frame!.sp - 1]
    if (!(receiver instanceof AnextAwaitable)) continue
    const next = unpackSent(m, receiver, sent)
    if (next === undefined) return new Refusal(c.delegate)
    sent = next
  }
  return sent
}

/** The end of one step of it: StopAsyncIteration is StopIteration(default). */
export function stepAnext(m: Machine, self: AnextAwaitable, result: Result | typeof END): Result | typeof END {
  if (self.default === undefined) return result
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'anextStepped', data: self })
  if (result !== undefined || !takesDefault(m, self)) return result
  return raiseStop(m, self.default)
}
CONTINUATIONS.anextStepped = (m, data, result) => {
  const self = data as AnextAwaitable
  if (result !== undefined || !takesDefault(m, self)) return result
  return raiseStop(m, self.default!)
}

// ---- close ----

/** Ends without running: nobody calls it then. */
function endUnrun(m: Machine, c: Coroutine): void {
  if (m.trace.isOn) m.trace.close(c)
  const { frame } = c
  if (frame !== null) {
    m.touch(frame)
    frame.back = null
  }
  finish(m, c)
  // What it iterates over lies on its stack.
  if (m.tracked !== 0 && frame !== null) suspectWholeStack(m, frame)
}

/** close(). CPython: gen_close. */
export function close(m: Machine, c: Coroutine): Result {
  if (c.state === State.Created) {
    endUnrun(m, c)
    return null
  }
  if (c.state === State.Closed) return null
  if (c.isActive || isRunning(c)) return executing(m, c)
  if (c.awaiter !== null) {
    m.behindVersion++
    c.stamp = -1
  }
  if (!isDelegating(c)) return closeHere(m, c, 0)
  const closed = closeDelegates(m, c)
  if (closed === CALL) return m.after(CALL, Finish.Native, { name: 'closeSelf', data: c })
  return closeHere(m, c, closed)
}

/** After what it awaits was closed (`undefined`: that raised): GeneratorExit, or the exception, comes out here. */
function closeHere(m: Machine, c: Coroutine, closed: Value | undefined): Result {
  if (closed !== undefined && canJustEnd(c)) {
    endUnrun(m, c)
    return null
  }
  const exception = closed === undefined ? takeRaised(m) : m.exception('GeneratorExit', [])
  // It is raised where close() was called, so what is being handled there is its context (CPython: PyErr_SetNone in gen_close).
  if (closed !== undefined) setContext(m, exception)
  return throwHere(m, c, exception, Mode.Close, null)
}
CONTINUATIONS.closeSelf = (m, data, result) => closeHere(m, data as Coroutine, result)

/**
 * At a plain `yield` outside any try statement GeneratorExit would meet no handler but the one that every generator has:
 * it just ends. CPython 3.13: RESUME_OPARG_DEPTH1_MASK in gen_close.
 */
export function canJustEnd(c: Coroutine): boolean {
  const frame = c.frame!
  const { code, pc } = frame
  if (code.original[2 * (pc - 1)] !== Op.YieldValue || code.original[2 * pc - 1] === 1) return false
  for (const entry of code.exceptionTable) {
    if (pc - 1 < entry.start || pc - 1 >= entry.end) continue
    const { target } = entry
    return (
      code.original[2 * target] === Op.CallIntrinsic1 && code.original[2 * target + 1] === Intrinsic1.StopIterationError
    )
  }
  return true
}

/**
 * Closes all that `c` awaits, innermost first; each that is ours is active meanwhile. The result is null, or undefined when it
 * raised. CPython: gen_close_iter, which recurses.
 */
function closeDelegates(m: Machine, c: Coroutine): Result {
  let last = c
  let closing: Closing = { coroutine: c, above: null }
  while (last.delegate !== null && last.delegate.state === State.Suspended && !last.delegate.isActive) {
    if (viaOf(last) !== null) break
    last = last.delegate
    closing = { coroutine: last, above: closing }
  }
  for (let each: Closing | null = closing; each !== null; each = each.above) {
    m.touch(each.coroutine)
    each.coroutine.isActive = true
  }
  let result: Result = null
  const inner = last.delegate
  if (inner !== null) {
    const via = viaOf(last)
    m.touch(inner)
    if (inner.awaiter === last) inner.awaiter = null
    if (via !== null) result = closeVia(m, via)
    else result = inner.isActive ? executing(m, inner) : close(m, inner)
  } else {
    const foreign = suspendedOn(last)
    if (foreign !== undefined) result = m.callPrelude('_close_iterator', foreign)
  }
  return closeNext(m, closing, result)
}

/** The asend, athrow or aclose object through which it awaits its delegate. */
function viaOf(c: Coroutine): AsyncGenASend | AsyncGenAThrow | null {
  const receiver = through(c.frame!.slots[c.frame!.sp - 1]!)
  return receiver instanceof AsyncGenASend || receiver instanceof AsyncGenAThrow ? receiver : null
}

/** A coroutine whose delegate is being closed, and the ones above. Those below it are not held: they may die meanwhile. */
interface Closing {
  readonly coroutine: Coroutine
  readonly above: Closing | null
}

/** What the first of these awaits is closed with this result: now itself, then the one above, up to the outermost. */
function closeNext(m: Machine, first: Closing, result: Result): Result {
  let r = result
  for (let closing = first; ; closing = closing.above) {
    if (r === CALL) return m.after(CALL, Finish.Native, { name: 'closeNext', data: closing })
    const { coroutine } = closing
    m.touch(coroutine)
    coroutine.isActive = false
    if (closing.above === null) return r === undefined ? undefined : null
    r = closeHere(m, coroutine, r)
  }
}
CONTINUATIONS.closeNext = (m, data, result) => closeNext(m, data as Closing, result)
