// The objects of asyncio that CPython has in C, as data: futures and tasks (instances whose state lies in slots), the iterator
// of an awaited future, the callback that is a task's next step. CPython: Modules/_asynciomodule.c.
//
// Knows nothing of how they are run: asyncio-future.ts, asyncio-task.ts, asyncio.ts.

import { lookup } from '../attribute.ts'
import { madeDeletable } from '../destruction.ts'
import type { PyDict } from '../dict.ts'
import { PyException } from '../exception.ts'
import { exceptionField } from '../exception-types.ts'
import type { Machine } from '../machine.ts'
import { setContext } from '../raise.ts'
import { bareType, T } from '../types.ts'
import { Instance, MutableObj, Obj, type PyType, type Result, type Value } from '../value.ts'

/** Indices of a future's state in Instance.slots. A task has some more. */
export enum F {
  Loop,
  State,
  /** A flat list: callback, context, callback, context …; null for none. */
  Callbacks,
  Result,
  Exception,
  /** The traceback that the exception had when it was set. */
  Trace,
  SourceTraceback,
  CancelMessage,
  /** The CancelledError that ended the task, until somebody raises it. */
  CancelledError,
  /** A task that was handed this future by `yield` may wait for it. */
  IsBlocking,
  /** Its exception was looked at by nobody. */
  LogsTraceback,
  // What follows, tasks only.
  Coro,
  /** A str, or the number that makes one. */
  Name,
  Context,
  Waiter,
  MustCancel,
  Cancels,
  LogsDestroy,
}

/** F.State. */
export const PENDING = 0
export const CANCELLED = 1
export const FINISHED = 2

export const FUTURE = bareType('_asyncio.Future', T.object, 'instance')
FUTURE.hasDict = true
FUTURE.hasWeakref = true
FUTURE.slotNames = Object.values(F)
  .filter(name => typeof name === 'string')
  .slice(0, F.Coro)
export const TASK = bareType('_asyncio.Task', FUTURE, 'instance')
TASK.slotNames = Object.values(F).filter(name => typeof name === 'string')
export const FUTURE_ITERATOR = bareType('_asyncio.FutureIter', T.object, 'native')
export const TASK_STEP = bareType('_asyncio.TaskStepMethWrapper', T.object, 'native')

/** Is it exactly a Future or a Task, whose methods nobody has overridden? */
export function isPlainFuture(value: Value | undefined): value is Instance {
  return value instanceof Instance && (value.cls === FUTURE || value.cls === TASK)
}

/** Is it a Future, a Task, or derived from one? */
export function isFuture(value: Value | undefined): value is Instance {
  return value instanceof Instance && (value.cls === FUTURE || value.cls === TASK || value.cls.mro.includes(FUTURE))
}

/** Is it a Task or derived from it? */
export function isTask(value: Value | undefined): value is Instance {
  return value instanceof Instance && (value.cls === TASK || (value.cls.isHeap && value.cls.mro.includes(TASK)))
}

/** A task that has begun and not ended: its loop, or what it waits for, keeps it alive. */
export function isUnfinishedTask(value: Value | undefined): value is Instance {
  return isTask(value) && value.slots![F.State] === PENDING && value.slots![F.Coro] !== undefined
}

/** A future that is done, and whose result or exception may hold other objects. */
export function holdsItsEnd(object: Instance): boolean {
  const { slots } = object
  if (slots === null || slots[F.State] === PENDING || !isFuture(object)) return false
  return slots[F.Result] instanceof Obj || slots[F.Exception] instanceof Obj || slots[F.CancelledError] instanceof Obj
}

/** The same, and it tells of it when it is destroyed. */
export function isPendingTask(value: Value | undefined): value is Instance {
  return isUnfinishedTask(value) && value.slots![F.LogsDestroy] === true
}

/** `await future`: yields the future once, unless it is done, and then gives its result. */
export class FutureIterator extends MutableObj {
  /** Null when it is used up. */
  future: Instance | null
  constructor(epoch: number, future: Instance) {
    super()
    this.cls = FUTURE_ITERATOR
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.future = future
  }
  save(): Instance | null {
    return this.future
  }
  restore(saved: unknown): void {
    this.future = saved as Instance | null
  }
}

/** What the loop calls for a task's next step: with an exception to throw, or null. */
export class TaskStep extends Obj {
  readonly task: Instance
  readonly exception: PyException | null
  constructor(task: Instance, exception: PyException | null) {
    super()
    this.cls = TASK_STEP
    this.task = task
    this.exception = exception
  }
}

/** What the library told about itself (`_engine.asyncio_setup`): Python functions by name, and the classes of exceptions. */
export interface Setup {
  readonly handle: PyType
  readonly timer: PyType
  readonly callSoon: Value
  readonly current: PyDict
  readonly cancelled: PyType
  readonly invalidState: PyType
}

export function setupOf(m: Machine): Setup {
  return m.extra.asyncio as Setup
}

/** Calls a function of debugger/library/_asyncio.py. */
export function callRare(m: Machine, name: string, ...args: Value[]): Result {
  const rare = m.extra.asyncioRare as PyDict
  return m.callWith(rare.getStr(name)!, args, null)
}

/** Raises an exception object that exists: `raise e.with_traceback(trace)`. */
export function raiseAgain(m: Machine, exception: PyException): undefined {
  setContext(m, exception)
  m.raised = exception
  return undefined
}

/** Raises `InvalidStateError(message)`. */
export function invalidState(m: Machine, message: string): undefined {
  const { invalidState } = setupOf(m)
  return raiseAgain(m, m.exception(invalidState, [message]))
}

/** False, with RuntimeError raised, when `__init__` has not run. */
export function isReady(m: Machine, future: Instance): boolean {
  if (future.slots![F.Loop] !== undefined) return true
  m.raise('RuntimeError', 'Future object is not initialized.')
  return false
}

/** Nobody need be told of its exception any more. */
export function seen(m: Machine, future: Instance): void {
  if (future.slots![F.LogsTraceback] !== true) return
  m.touch(future)
  future.slots![F.LogsTraceback] = false
  if (m.deletables.delete(future)) m.tracked--
}

/** When it is destroyed, its exception is reported. */
export function watch(m: Machine, future: Instance): void {
  future.slots![F.LogsTraceback] = true
  if (!m.deletables.has(future)) madeDeletable(m, future)
}

/** The CancelledError to raise for a cancelled future. CPython: create_cancelled_error. */
export function makeCancelledError(m: Machine, future: Instance): PyException {
  const slots = future.slots!
  const known = slots[F.CancelledError]
  if (known instanceof PyException) {
    m.touch(future)
    slots[F.CancelledError] = null
    return known
  }
  const message = slots[F.CancelMessage]
  return m.exception(setupOf(m).cancelled, message === null || message === undefined ? [] : [message])
}

/** How a done future ended: its exception, or null when it has a result. Looked at from now on. CPython: future_get_result. */
export function failureOf(m: Machine, future: Instance): PyException | null {
  const slots = future.slots!
  if (slots[F.State] === CANCELLED) return makeCancelledError(m, future)
  seen(m, future)
  const exception = slots[F.Exception]
  if (!(exception instanceof PyException)) return null
  const trace = slots[F.Trace]
  if (exception.traceback !== trace) {
    m.touch(exception)
    exception.traceback = trace as PyException['traceback']
  }
  return exception
}

/** `future.result()` of a plain future. */
export function resultOf(m: Machine, future: Instance): Value | undefined {
  const slots = future.slots!
  if (slots[F.Loop] === undefined) return invalidState(m, 'Future object is not initialized.')
  if (slots[F.State] === PENDING) return invalidState(m, 'Result is not set.')
  const failure = failureOf(m, future)
  return failure === null ? (slots[F.Result] as Value) : raiseAgain(m, failure)
}

/**
 * One step of `await future`: the future when it is still pending (it is yielded), else END is true and `value` the result, or
 * undefined when it raised.
 */
export function stepIterator(m: Machine, iterator: FutureIterator): { isEnd: boolean; value: Value | undefined } {
  const { future } = iterator
  if (future === null) return { isEnd: true, value: null }
  const slots = future.slots!
  if (slots[F.State] === PENDING) {
    if (slots[F.IsBlocking] === true) {
      return { isEnd: true, value: m.raise('RuntimeError', "await wasn't used with future") }
    }
    m.touch(future)
    slots[F.IsBlocking] = true
    return { isEnd: false, value: future }
  }
  m.touch(iterator)
  iterator.future = null
  return { isEnd: true, value: resultOf(m, future) }
}

/** The value of a StopIteration. */
export function stopValue(exception: PyException): Value {
  return exceptionField(exception, 'value') ?? null
}

/** Does the class use this native method of its base unchanged? */
export function inherits(cls: PyType, base: PyType, name: string): boolean {
  return cls === base || lookup(cls, name) === lookup(base, name)
}
