// asyncio.Future. What is rare is in debugger/library/_asyncio.py. CPython: Modules/_asynciomodule.c.

import { CONTINUATIONS } from '../continuations.ts'
import { PyException } from '../exception.ts'
import { Finish } from '../finish.ts'
import { makeAlias } from '../generic-alias.ts'
import { raiseStop } from '../leave.ts'
import type { Machine } from '../machine.ts'
import { defineType, NativeFunction, type TypeSpec } from '../native.ts'
import { truth } from '../operator.ts'
import { BoundMethod, END, type Instance, PyFunction, PyList, PyType, type Result, type Value } from '../value.ts'
import { callSoon, copyContext, queueOf, TASKS } from './asyncio-loop.ts'
import {
  CANCELLED,
  callRare,
  F,
  FINISHED,
  FUTURE,
  FUTURE_ITERATOR,
  FutureIterator,
  invalidState,
  isReady,
  makeCancelledError,
  PENDING,
  raiseAgain,
  resultOf,
  seen,
  stepIterator,
  watch,
} from './asyncio-objects.ts'

const STATES = ['PENDING', 'CANCELLED', 'FINISHED'] as const

/** Sets the fields of a new future. */
export function beginFuture(m: Machine, future: Instance, loop: Value): void {
  m.touch(future)
  const slots = future.slots!
  slots[F.Loop] = loop
  slots[F.State] = PENDING
  slots[F.Callbacks] = null
  slots[F.Result] = null
  slots[F.Exception] = null
  slots[F.Trace] = null
  slots[F.SourceTraceback] = null
  slots[F.CancelMessage] = null
  slots[F.CancelledError] = null
  slots[F.IsBlocking] = false
  slots[F.LogsTraceback] = false
}

/** `Future.__init__(*, loop=None)`. */
function initialize(m: Machine, self: Instance, loop: Value | undefined): Result {
  if (queueOf(m, loop) === undefined) return callRare(m, '_future_init', self, loop ?? null)
  beginFuture(m, self, loop!)
  return null
}

/** Calls back everybody who waits. The result is None. CPython: future_schedule_callbacks. */
export function scheduleCallbacks(m: Machine, future: Instance): Result {
  const slots = future.slots!
  const list = slots[F.Callbacks]
  if (!(list instanceof PyList)) return null
  slots[F.Callbacks] = null
  const { items } = list
  if (m.trace.isOn) {
    for (let i = 0; i < items.length; i += 2) {
      const callback = items[i]
      if (callback instanceof NativeFunction) TASKS.tellWoken(m, future, callback)
    }
  }
  const loop = slots[F.Loop] as Value
  if (items.length === 2) return m.after(callSoon(m, loop, items[0]!, [future], items[1]!), Finish.None)
  if (queueOf(m, loop) === undefined) return callRare(m, '_call_all_soon', loop, pairs(m, list), future)
  for (let i = 0; i < items.length; i += 2) callSoon(m, loop, items[i]!, [future], items[i + 1]!)
  return null
}

function pairs(m: Machine, list: PyList): PyList {
  const all: Value[] = []
  for (let i = 0; i < list.items.length; i += 2) all.push(m.tuple([list.items[i]!, list.items[i + 1]!]))
  return m.list(all)
}

/** `Future.set_result(result)`, for tasks too. */
export function setResult(m: Machine, future: Instance, result: Value): Result {
  if (!isReady(m, future)) return undefined
  const slots = future.slots!
  if (slots[F.State] !== PENDING) return invalidState(m, 'invalid state')
  m.touch(future)
  slots[F.Result] = result
  slots[F.State] = FINISHED
  return scheduleCallbacks(m, future)
}

/** The same with an exception object. */
export function setException(m: Machine, future: Instance, exception: PyException): Result {
  const slots = future.slots!
  if (slots[F.State] !== PENDING) return invalidState(m, 'invalid state')
  if (exception.cls.mro.includes(m.exceptionType('StopIteration'))) {
    const text = 'StopIteration interacts badly with generators and cannot be raised into a Future'
    const other = m.exception('RuntimeError', [text])
    other.cause = exception
    other.context = exception
    other.suppressContext = true
    return setException(m, future, other)
  }
  m.touch(future)
  slots[F.Exception] = exception
  slots[F.Trace] = exception.traceback
  slots[F.State] = FINISHED
  watch(m, future)
  return scheduleCallbacks(m, future)
}

/** `Future.cancel(msg)`: whether it was pending. */
export function cancelFuture(m: Machine, future: Instance, message: Value): Result {
  const slots = future.slots!
  seen(m, future)
  if (slots[F.State] !== PENDING) return false
  m.touch(future)
  slots[F.State] = CANCELLED
  slots[F.CancelMessage] = message
  return m.after(scheduleCallbacks(m, future), Finish.Data, true)
}

/** `Future.add_done_callback(fn, *, context=None)`. */
export function addCallback(m: Machine, future: Instance, fn: Value, context: Value): Result {
  const slots = future.slots!
  if (slots[F.State] !== PENDING) return m.after(callSoon(m, slots[F.Loop]!, fn, [future], context), Finish.None)
  const list = slots[F.Callbacks]
  if (list instanceof PyList) {
    m.touch(list)
    list.items.push(fn, context)
  } else {
    m.touch(future)
    slots[F.Callbacks] = m.list([fn, context])
  }
  return null
}

/** Can its equality with other callbacks be told without running a program? */
const isPlainCallable = (fn: Value): boolean =>
  fn instanceof PyFunction ||
  fn instanceof NativeFunction ||
  (fn instanceof BoundMethod && (fn.func instanceof PyFunction || fn.func instanceof NativeFunction))

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a instanceof BoundMethod && b instanceof BoundMethod) return a.func === b.func && a.self === b.self
  return a instanceof NativeFunction && b instanceof NativeFunction && a.def === b.def && a.self === b.self
}

function removeCallback(m: Machine, self: Instance, fn: Value): Result {
  if (!isReady(m, self)) return undefined
  const list = self.slots![F.Callbacks]
  if (!(list instanceof PyList)) return 0
  const { items } = list
  const kept: Value[] = []
  for (let i = 0; i < items.length; i += 2) {
    const each = items[i]!
    if (!isPlainCallable(fn) || !isPlainCallable(each)) return callRare(m, '_remove_done_callback', self, fn)
    if (!isSame(each, fn)) kept.push(each, items[i + 1]!)
  }
  return keepCallbacks(m, self, kept)
}

/** Puts others in the place of its callbacks: how many fewer they are. */
export function keepCallbacks(m: Machine, future: Instance, kept: Value[]): number {
  const list = future.slots![F.Callbacks]
  const before = list instanceof PyList ? list.items.length : 0
  m.touch(future)
  future.slots![F.Callbacks] = kept.length === 0 ? null : m.list(kept)
  return (before - kept.length) / 2
}

function exceptionOf(m: Machine, self: Instance): Result {
  const slots = self.slots!
  if (slots[F.Loop] === undefined) return invalidState(m, 'Future object is not initialized.')
  if (slots[F.State] === CANCELLED) {
    return raiseAgain(m, makeCancelledError(m, self))
  }
  if (slots[F.State] !== FINISHED) return invalidState(m, 'Exception is not set.')
  seen(m, self)
  return slots[F.Exception] as Value
}

function setGivenException(m: Machine, self: Instance, given: Value): Result {
  if (!isReady(m, self)) return undefined
  if (self.slots![F.State] !== PENDING) return invalidState(m, 'invalid state')
  if (given instanceof PyException) return setException(m, self, given)
  const isClass = given instanceof PyType && given.mro.includes(m.exceptionType('BaseException'))
  if (!isClass) return m.raise('TypeError', 'invalid exception object')
  return m.after(m.call(given), Finish.Native, { name: 'futureExceptionMade', data: self })
}
CONTINUATIONS.futureExceptionMade = (m, data, made) => {
  if (made === undefined) return undefined
  if (!(made instanceof PyException)) return m.raise('TypeError', 'invalid exception object')
  return setException(m, data as Instance, made)
}

// ---- attributes ----

const read =
  (index: F) =>
  (m: Machine, self: Instance): Result =>
    isReady(m, self) ? ((self.slots![index] ?? null) as Value) : undefined

const cannotDelete = (m: Machine): undefined => m.raise('AttributeError', 'cannot delete attribute')

/** A getset whose value is a bool. */
export const flag = (index: F, isInverse = false) =>
  [
    (m: Machine, self: Instance) => (isReady(m, self) ? self.slots![index] === !isInverse : undefined),
    (m: Machine, self: Instance, value: Value | undefined): Result => {
      if (value === undefined) return cannotDelete(m)
      return m.after(truth(m, value), Finish.Native, { name: 'flagTold', data: { self, index } })
    },
  ] as const
CONTINUATIONS.flagTold = (m, data, value) => {
  if (value === undefined) return undefined
  const { self, index } = data as { self: Instance; index: F }
  m.touch(self)
  self.slots![index] = value
  return null
}

/** What futures and tasks have in common; each has its own copy, as in CPython. */
export const COMMON: Pick<TypeSpec, 'methods' | 'getset' | 'classMethods' | 'slots'> = {
  slots: {
    repr: (m, self: Instance) => (isReady(m, self) ? callRare(m, '_repr', self) : undefined),
    await: (m, self: Instance) => (isReady(m, self) ? new FutureIterator(m.epoch, self) : undefined),
    iter: (m, self: Instance) => (isReady(m, self) ? new FutureIterator(m.epoch, self) : undefined),
  },
  methods: {
    'result()': resultOf,
    'exception()': exceptionOf,
    'add_done_callback(fn, /, *, context=<unrepresentable>)': (
      m: Machine,
      self: Instance,
      fn: Value,
      context: Value | undefined,
    ) => (isReady(m, self) ? addCallback(m, self, fn, context ?? copyContext(m)) : undefined),
    'remove_done_callback(fn, /)': removeCallback,
    'cancelled()': (_m: Machine, self: Instance) => self.slots![F.State] === CANCELLED,
    'done()': (_m: Machine, self: Instance) => {
      const state = self.slots![F.State]
      return state !== undefined && state !== PENDING
    },
    '_make_cancelled_error()': makeCancelledError,
    '__del__()': (m: Machine, self: Instance) => abandoned(m, self),
  },
  classMethods: { '__class_getitem__(object, /)': (m: Machine, cls: PyType, args: Value) => makeAlias(m, cls, args) },
  getset: {
    _state: (m: Machine, self: Instance) => (isReady(m, self) ? STATES[self.slots![F.State] as number]! : undefined),
    _asyncio_future_blocking: flag(F.IsBlocking),
    _loop: (_m: Machine, self: Instance) => (self.slots![F.Loop] ?? null) as Value,
    _callbacks: (m: Machine, self: Instance) => {
      if (!isReady(m, self)) return undefined
      const list = self.slots![F.Callbacks]
      return list instanceof PyList ? pairs(m, list) : null
    },
    _result: read(F.Result),
    _exception: read(F.Exception),
    _log_traceback: [
      (m: Machine, self: Instance) => (isReady(m, self) ? self.slots![F.LogsTraceback] === true : undefined),
      (m: Machine, self: Instance, value: Value | undefined) => {
        if (value === undefined) return cannotDelete(m)
        if (value !== false) return m.raise('ValueError', '_log_traceback can only be set to False')
        seen(m, self)
        return null
      },
    ],
    _source_traceback: read(F.SourceTraceback),
    _cancel_message: [
      read(F.CancelMessage),
      (m: Machine, self: Instance, value: Value | undefined) => {
        if (value === undefined) return cannotDelete(m)
        m.touch(self)
        self.slots![F.CancelMessage] = value
        return null
      },
    ],
  },
}

/** It is destroyed: an exception that nobody has looked at is reported. CPython: FutureObj_finalize. */
export function abandoned(m: Machine, future: Instance): Result {
  if (future.slots![F.LogsTraceback] !== true) return null
  seen(m, future)
  return callRare(m, '_never_retrieved', future)
}

defineType({
  ...COMMON,
  type: FUTURE,
  name: '_asyncio.Future',
  isBase: true,
  init: ['__init__(*, loop=None)', initialize],
  methods: {
    ...COMMON.methods,
    'set_result(result, /)': setResult,
    'set_exception(exception, /)': setGivenException,
    'cancel(msg=None)': (m: Machine, self: Instance, message: Value | undefined) =>
      isReady(m, self) ? cancelFuture(m, self, message ?? null) : undefined,
    'get_loop()': (m: Machine, self: Instance) => (isReady(m, self) ? (self.slots![F.Loop] as Value) : undefined),
  },
})

function throwIntoIterator(m: Machine, self: FutureIterator, type: Value, value: Value, trace: Value): Result {
  m.touch(self)
  self.future = null
  return callRare(m, '_throw', type, value, trace)
}

defineType({
  type: FUTURE_ITERATOR,
  name: '_asyncio.FutureIter',
  slots: {
    iter: (_m, self: FutureIterator) => self,
    next: (m, self: FutureIterator) => {
      const { isEnd, value } = stepIterator(m, self)
      if (!isEnd || value === undefined) return value
      if (value === null) return END
      return raiseStop(m, value)
    },
  },
  methods: {
    'send(value, /)': (m: Machine, self: FutureIterator) => {
      const { isEnd, value } = stepIterator(m, self)
      if (!isEnd || value === undefined) return value
      return raiseStop(m, value)
    },
    'throw(type, value=None, traceback=None, /)': (
      m: Machine,
      self: FutureIterator,
      type: Value,
      value: Value | undefined,
      trace: Value | undefined,
    ) => throwIntoIterator(m, self, type, value ?? null, trace ?? null),
    'close()': (m: Machine, self: FutureIterator) => {
      m.touch(self)
      self.future = null
      return null
    },
  },
})
