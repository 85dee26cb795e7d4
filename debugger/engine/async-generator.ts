// What `asend()`, `athrow()` and `aclose()` of async generators give, awaited or driven by hand. CPython: Objects/genobject.c async_gen_asend_*,
// async_gen_athrow_*, async_gen_unwrap_value; PEP 525.
//
// Knows nothing of instructions.

import { climb, depthOf, isRunning, link, through, unlink } from './chain.ts'
import { CONTINUATIONS } from './continuations.ts'
import {
  type Activation,
  AsyncGenASend,
  AsyncGenAThrow,
  AwaitState,
  type Coroutine,
  KIND_WORDS,
  Mode,
  State,
} from './coroutine.ts'
import { deliver } from './deliver.ts'
import { dropRaised } from './destruction.ts'
import type { PyException } from './exception.ts'
import { Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import { ended, leave, sendReturns } from './leave.ts'
import { isException, type Machine } from './machine.ts'
import { delegateTo, enterWithException, executing, send } from './resume.ts'
import { throwInto } from './throw.ts'
import { CALL, END, type Result, type Value } from './value.ts'

// CPython: async_gen_asend_send.
export function delegateToASend(m: Machine, frame: Frame, receiver: AsyncGenASend, value: Value): Result | typeof END {
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
export function usesUp(m: Machine, via: Value): boolean {
  if (!(via instanceof AsyncGenAThrow) || via.args === null) return true
  const going = m.activation?.activation ?? null
  return going === null || going.throwLevel !== null || via.startedAt === going.startedAt
}

/** The state of an asend or athrow object after its generator raised. */
export function failed(m: Machine, receiver: AsyncGenASend | AsyncGenAThrow, isUsedUp = true): undefined {
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

export function delegateToAThrow(
  m: Machine,
  frame: Frame,
  receiver: AsyncGenAThrow,
  value: Value,
): Result | typeof END {
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
export function endOfAThrow(m: Machine, receiver: AsyncGenAThrow): Result | typeof END {
  if (receiver.args === null && (m.raisedIs('StopAsyncIteration') || m.raisedIs('GeneratorExit'))) {
    dropRaised(m)
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

/** An async generator yields an item: whoever awaits its asend() gets it as the result. */
export function yieldedItem(m: Machine, c: Coroutine, value: Value): void {
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

export function asyncGeneratorEnded(m: Machine, going: Activation, via: Value, isUsedUp: boolean): void {
  if (via === null && going.finish === Finish.Outcome) {
    ended(m, going, null)
    return
  }
  m.raise('StopAsyncIteration')
  if (via instanceof AsyncGenASend || via instanceof AsyncGenAThrow) failed(m, via, isUsedUp)
  if (via instanceof AsyncGenAThrow && endOfAThrow(m, via) === END) ended(m, going, null)
  else deliver(m, going.finish, going.finishData, going.finishNext, undefined)
}

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
    dropRaised(m)
    return null
  }
  return undefined
}

CONTINUATIONS.closedVia = (m, _data, result) => closedVia(m, result)
