// The hot part of asyncio: running a handle of the loop, and a step of a task. What is rare (errors, cancellation, futures) is
// in debugger/library/_asyncio.py, whose methods are called from here by name. CPython: Modules/_asynciomodule.c task_step.

import { newInstance } from '../call.ts'
import { CONTINUATIONS } from '../continuations.ts'
import { forgetDeletable, madeDeletable, suspectDeletables } from '../destruction.ts'
import type { PyDict } from '../dict.ts'
import { exceptionField } from '../exception-types.ts'
import { Finish } from '../finish.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { takeRaised } from '../resume.ts'
import { T } from '../types.ts'
import { BoundMethod, CALL, Instance, PyTuple, type PyType, type Result, type Value } from '../value.ts'
import { Deque } from './deque.ts'

/** What the library told about itself: `_engine.task_setup`. */
interface Setup {
  readonly step: Value
  readonly current: PyDict
  readonly handle: PyType
}

const setupOf = (m: Machine): Setup => m.extra.asyncio as Setup

// ---- handles ----

function slotOf(object: Instance, name: string): Value | undefined {
  return object.slots?.[object.cls.slotNames.indexOf(name)]
}

function setSlot(m: Machine, object: Instance, name: string, value: Value): void {
  m.touch(object)
  object.slots![object.cls.slotNames.indexOf(name)] = value
}

/** A Handle, as Handle.__init__ makes it. */
function makeHandle(m: Machine, cls: PyType, callback: Value, args: Value, loop: Value, context: Value): Instance {
  const handle = newInstance(m, cls)
  const values: Record<string, Value> = {
    _callback: callback,
    _args: args,
    _cancelled: false,
    _loop: loop,
    _source_traceback: null,
    _repr: null,
    _context: context,
  }
  handle.slots = cls.slotNames.map(name => values[name])
  return handle
}

interface Running {
  readonly handle: Instance
  readonly context: Instance
  readonly previous: Value
}

/** Up to so many futures whose exception nobody has looked at are looked for before each handle, more only once a round. */
const WATCHED_EACH_TIME = 16

/** Handle._run. The result is None. */
function runHandle(m: Machine, handle: Instance): Result {
  if (m.deletables.size > 0 && m.deletables.size <= WATCHED_EACH_TIME) suspectDeletables(m)
  const context = slotOf(handle, '_context')
  const callback = slotOf(handle, '_callback')
  const args = slotOf(handle, '_args')
  const isPlain = context instanceof Instance && slotOf(context, '_entered') === false && args instanceof PyTuple
  if (!isPlain || callback === undefined) return m.callMethod(handle, '_run')
  const data: Running = { handle, context, previous: (m.extra.context as Value | undefined) ?? null }
  setSlot(m, context, '_entered', true)
  m.extra.context = context
  const isStep = callback instanceof BoundMethod && callback.func === setupOf(m).step
  const result = isStep
    ? step(m, callback.self as Instance, args.items[0] ?? null)
    : m.callWith(callback, args.items, null)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'handleRan', data })
  return handleRan(m, data, result)
}

function handleRan(m: Machine, { handle, context, previous }: Running, result: Value | undefined): Result {
  m.extra.context = previous
  setSlot(m, context, '_entered', false)
  return result === undefined ? m.callMethod(handle, '_failed', takeRaised(m)) : null
}
CONTINUATIONS.handleRan = (m, data, result) => handleRan(m, data as Running, result)

// ---- tasks ----

/** Task.__step(exc). */
function step(m: Machine, task: Instance, exc: Value): Result {
  const dict = task.dict as PyDict
  const { current } = setupOf(m)
  const coro = dict.getStr('_coro') as Value
  const loop = dict.getStr('_loop') as Instance
  const isSimple = exc === null && dict.getStr('_state') === undefined && dict.getStr('_must_cancel') === false
  if (!isSimple || current.has(loop)) return m.callMethod(task, '_slow_step', exc)
  m.touch(dict)
  dict.setStr('_fut_waiter', null)
  m.touch(current)
  current.set(loop, loop, task)
  const result = m.callMethod(coro, 'send', null)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'taskStepped', data: task })
  return stepped(m, task, result)
}

function stepped(m: Machine, task: Instance, result: Value | undefined): Result {
  const dict = task.dict as PyDict
  const { current, step: stepFunction, handle: handleClass } = setupOf(m)
  const loop = dict.getStr('_loop') as Instance
  m.touch(current)
  current.delete(loop)
  if (result === undefined) {
    const raised = takeRaised(m)
    const isPlain = raised.cls.name === 'StopIteration' && !raised.cls.isHeap && dict.getStr('_must_cancel') === false
    return isPlain
      ? m.callMethod(task, '_returned', exceptionField(raised, 'value'))
      : m.callMethod(task, '_raised', raised)
  }
  const ready = loop.dict?.getStr('_ready')
  if (result !== null || !(ready instanceof Deque) || loop.dict?.getStr('_closed') !== false) {
    return m.callMethod(task, '_yielded', result)
  }
  // A bare yield: go on in the next round.
  const callback = new BoundMethod(T.method, stepFunction, task)
  m.touch(ready)
  ready.append(makeHandle(m, handleClass, callback, m.tuple([]), loop, dict.getStr('_context') as Value))
  return null
}
CONTINUATIONS.taskStepped = (m, task, result) => stepped(m, task as Instance, result)

defineModule('_engine', {
  functions: {
    'task_setup(step, current, handle, /)': (m: Machine, stepFunction: Value, current: Value, handle: PyType) => {
      m.extra.asyncio = { step: stepFunction, current: current as PyDict, handle } satisfies Setup
      return null
    },
    'task_step(task, exc, /)': step,
    'run_handle(handle, /)': runHandle,
    // A future whose exception nobody has looked at tells of it when it is destroyed.
    'watch(future, /)': (m: Machine, future: Instance) => {
      if (!m.deletables.has(future)) madeDeletable(m, future)
      return null
    },
    'unwatch(future, /)': (m: Machine, future: Instance) => {
      forgetDeletable(m, future)
      return null
    },
    // Async generators that this loop is to close, oldest first. Weakly known: those that nobody holds close themselves.
    'async_generators_of(loop, /)': (m: Machine, loop: Value) =>
      m.list(
        m.registry.unfinished().filter(({ finalizer }) => finalizer instanceof BoundMethod && finalizer.self === loop),
      ),
    'look_for_lost()': (m: Machine) => {
      suspectDeletables(m)
      return null
    },
    'make_handle(cls, callback, args, loop, context, /)': makeHandle,
  },
})
