// asyncio.Task: its steps, its waking up, its cancellation. What is rare is in debugger/library/_asyncio.py. CPython:
// Modules/_asynciomodule.c task_step_impl, task_step_handle_result_impl, task_wakeup.

import type { TaskChange } from '../../trace/event.ts'
import { CONTINUATIONS, TASK_STEP as TASK_STEP_RAN } from '../continuations.ts'
import { Coroutine, Kind } from '../coroutine.ts'
import { takeRaised } from '../deliver.ts'
import type { PyDict } from '../dict.ts'
import type { PyException } from '../exception.ts'
import { Finish } from '../finish.ts'
import type { Machine } from '../machine.ts'
import { defineType, NativeDef, NativeFunction } from '../native.ts'
import { strOf } from '../operator.ts'
import { send } from '../resume.ts'
import { shortRepr } from '../short-repr.ts'
import { T } from '../types.ts'
import { asStr, CALL, END, Instance, type Result, type Value } from '../value.ts'
import {
  abandoned,
  addCallback,
  beginFuture,
  COMMON,
  cancelFuture,
  flag,
  setException,
  setResult,
} from './asyncio-future.ts'
import {
  callSoon,
  copyContext,
  endHandle,
  endHandleOfRound,
  queueOf,
  type Running,
  stepAgain,
  TASKS,
} from './asyncio-loop.ts'
import {
  callRare,
  F,
  failureOf,
  isPlainFuture,
  isReady,
  isTask,
  makeCancelledError,
  PENDING,
  seen,
  setupOf,
  stopValue,
  TASK,
  TASK_STEP,
  TaskStep,
} from './asyncio-objects.ts'

/** The method that a future calls back: it shows as `Task.task_wakeup`. */
const wakeUpDef = new NativeDef(
  'task_wakeup(future, /)',
  'method',
  (m: Machine, self: Instance, future: Value) => wakeUp(m, self, future, null),
  TASK,
  '_asyncio',
)

/** The callback that wakes this task. */
export const wakeUpOf = (task: Instance): NativeFunction => new NativeFunction(T.builtinFunction, wakeUpDef, task)

// ---- beginning ----

/** Fields of a new task, whose future part has begun. */
export function beginTask(m: Machine, task: Instance, coro: Value, name: Value, context: Value): void {
  m.touch(task)
  const slots = task.slots!
  slots[F.Coro] = coro
  slots[F.Name] = name === null ? nextName(m) : name
  slots[F.Context] = context
  slots[F.Waiter] = null
  slots[F.MustCancel] = false
  slots[F.Cancels] = 0
  slots[F.LogsDestroy] = true
  if (coro instanceof Coroutine) {
    m.touch(coro)
    coro.task = task
  }
}

/** The number of the next task without a name of its own. */
function nextName(m: Machine): number {
  const last = ((m.extra.taskCount as number | undefined) ?? 0) + 1
  m.extra.taskCount = last
  return last
}

function initialize(
  m: Machine,
  self: Instance,
  coro: Value,
  loop: Value | undefined,
  name: Value | undefined,
  context: Value | undefined,
  eager: Value | undefined,
): Result {
  const isPlain =
    coro instanceof Coroutine &&
    coro.kind !== Kind.AsyncGenerator &&
    queueOf(m, loop) !== undefined &&
    (name === undefined || name === null || typeof name === 'string') &&
    (eager === undefined || eager === false)
  if (!isPlain) {
    return callRare(m, '_task_init', self, coro, loop ?? null, name ?? null, context ?? null, eager ?? false)
  }
  beginFuture(m, self, loop!)
  const own = context === undefined || context === null ? copyContext(m) : context
  beginTask(m, self, coro, name ?? null, own)
  return m.after(stepSoon(m, self, null), Finish.None)
}

/** Tells the trace what is done to a task; `by`: by the end of another one, whose frame has gone by now. */
function tell(m: Machine, change: TaskChange, task: Instance, text: string, by: Coroutine | null = null): void {
  const name = task.slots![F.Name]
  m.trace.task(change, coroutineOf(task), typeof name === 'number' ? name : String(name), text, by)
}

function coroutineOf(task: Instance): Coroutine | null {
  const coro = task.slots![F.Coro]
  return coro instanceof Coroutine ? coro : null
}

/** A future that is done calls back: the tasks among those who wait are woken. */
TASKS.tellWoken = (m, future, callback) => {
  if (callback.def !== wakeUpDef) return
  const task = callback.self as Instance
  const { cls } = future
  if (isTask(future)) tell(m, 'woken', task, String(nameOf(m, future)), coroutineOf(future))
  else tell(m, 'woken', task, cls.name)
}

/** The task's next step comes after what is ready. */
export function stepSoon(m: Machine, task: Instance, exception: PyException | null): Result {
  const slots = task.slots!
  if (m.trace.isOn) tell(m, 'scheduled', task, exception === null ? '' : shortRepr(exception))
  const coro = slots[F.Coro]
  if (exception === null && coro instanceof Coroutine && coro.task === task && coro.activation !== null) {
    return stepAgain(m, slots[F.Loop]!, task, coro.activation, slots[F.Context]!)
  }
  return callSoon(m, slots[F.Loop]!, new TaskStep(task, exception), [], slots[F.Context]!)
}

// ---- a step ----

/**
 * Task.__step: as the loop's current task. The end of it is the end of the handle's call; `running` is null when the program makes the
 * call itself.
 */
function step(m: Machine, task: Instance, exception: PyException | null, running: Running | null): Result {
  const slots = task.slots!
  const loop = slots[F.Loop] as Instance
  const { current } = setupOf(m)
  const at = current.find(loop)
  if (at >= 0 && current.valueAt(at) !== null)
    return endHandle(m, running, callRare(m, '_step_inside', task, exception))
  setCurrent(m, current, at, loop, task)
  const coro = slots[F.Coro]
  const isPlain = exception === null && slots[F.State] === PENDING && slots[F.MustCancel] === false
  if (isPlain && coro instanceof Coroutine) {
    if (slots[F.Waiter] !== null) {
      m.touch(task)
      slots[F.Waiter] = null
    }
    const sent = send(m, coro, null)
    if (sent === CALL) {
      if (running !== null) return m.after(CALL, Finish.TaskStep, running)
      return m.after(CALL, Finish.Native, { name: 'taskStepRan', data: task })
    }
    return endStep(m, task, running, sent === END ? returned(m, task, null) : stepped(m, task, sent))
  }
  return endStep(m, task, running, runStep(m, task, exception))
}

TASK_STEP_RAN.ran = (m, data, result) => {
  const running = data as Running
  const task = running.task!
  const after = stepped(m, task, result)
  if (after === CALL) return endStep(m, task, running, CALL)
  leaveTask(m, task)
  return endHandleOfRound(m, running, after)
}
CONTINUATIONS.taskStepRan = (m, data, result) =>
  endStep(m, data as Instance, null, stepped(m, data as Instance, result))

/** The loop has no current task any more, and the handle's call is over. */
function endStep(m: Machine, task: Instance, running: Running | null, result: Result): Result {
  if (result === CALL) {
    m.after(CALL, Finish.Native, { name: 'taskLeft', data: task })
    return endHandle(m, running, CALL)
  }
  leaveTask(m, task)
  return endHandle(m, running, result)
}

/** `at`: the loop's entry in the dict of current tasks, or -1. */
function setCurrent(m: Machine, current: PyDict, at: number, loop: Instance, task: Instance | null): void {
  m.touch(current)
  if (at >= 0 && current.shape === null) current.values[at] = task
  else current.set(loop, loop, task)
}

/** Its entry stays, as None, until the loop stops: making it anew for each step would cost more than the step. */
function leaveTask(m: Machine, task: Instance): void {
  const { current } = setupOf(m)
  const loop = task.slots![F.Loop] as Instance
  setCurrent(m, current, current.find(loop), loop, null)
}
CONTINUATIONS.taskLeft = (m, task, result) => {
  leaveTask(m, task as Instance)
  return result
}

/** Resumes the coroutine and does what follows from how it went. The result is None. */
export function runStep(m: Machine, task: Instance, exception: PyException | null): Result {
  const slots = task.slots!
  if (slots[F.State] !== PENDING) return callRare(m, '_already_done', task, exception)
  let thrown = exception
  m.touch(task)
  if (slots[F.MustCancel] === true) {
    if (thrown === null || !thrown.cls.mro.includes(setupOf(m).cancelled)) thrown = makeCancelledError(m, task)
    slots[F.MustCancel] = false
  }
  slots[F.Waiter] = null
  const coro = slots[F.Coro] as Value
  let result: Result
  if (thrown !== null) result = m.callMethod(coro, 'throw', thrown)
  else if (coro instanceof Coroutine) {
    const sent = send(m, coro, null)
    if (sent === END) return returned(m, task, null)
    result = sent
  } else result = m.callMethod(coro, 'send', null)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'taskStepped', data: task })
  return stepped(m, task, result)
}
CONTINUATIONS.taskStepped = (m, task, result) => stepped(m, task as Instance, result)

function stepped(m: Machine, task: Instance, result: Value | undefined): Result {
  if (result === undefined) {
    const raised = takeRaised(m)
    const isStop = raised.cls.mro.includes(m.exceptionType('StopIteration'))
    return isStop ? returned(m, task, stopValue(raised)) : raisedOut(m, task, raised)
  }
  if (result === null) return stepSoon(m, task, null)
  if (isPlainFuture(result) && result !== task) {
    const slots = task.slots!
    const future = result.slots!
    if (future[F.Loop] === slots[F.Loop] && future[F.IsBlocking] === true) {
      m.touch(result)
      future[F.IsBlocking] = false
      m.touch(task)
      slots[F.Waiter] = result
      const added = addCallback(m, result, wakeUpOf(task), slots[F.Context]!)
      return slots[F.MustCancel] === true || added !== null
        ? m.after(added, Finish.Native, { name: 'waiterKnown', data: task })
        : null
    }
  }
  return callRare(m, '_yielded', task, result)
}

/** The task was cancelled while it ran: what it waits for now is cancelled at once. */
CONTINUATIONS.waiterKnown = (m, data, result) => {
  if (result === undefined) return undefined
  const task = data as Instance
  const slots = task.slots!
  if (slots[F.MustCancel] !== true) return null
  const asked = cancelAny(m, slots[F.Waiter] as Value, slots[F.CancelMessage] as Value)
  return m.after(asked, Finish.Native, { name: 'waiterAsked', data: task })
}
CONTINUATIONS.waiterAsked = (m, data, accepted) => {
  if (accepted === undefined) return undefined
  if (accepted !== false && accepted !== null) {
    m.touch(data as Instance)
    ;(data as Instance).slots![F.MustCancel] = false
  }
  return null
}

function returned(m: Machine, task: Instance, value: Value): Result {
  const slots = task.slots!
  if (slots[F.MustCancel] !== true) return setResult(m, task, value)
  m.touch(task)
  slots[F.MustCancel] = false
  return m.after(cancelFuture(m, task, slots[F.CancelMessage] as Value), Finish.None)
}

function raisedOut(m: Machine, task: Instance, exception: PyException): Result {
  const { mro } = exception.cls
  if (mro.includes(setupOf(m).cancelled)) {
    m.touch(task)
    task.slots![F.CancelledError] = exception
    return m.after(cancelFuture(m, task, null), Finish.None)
  }
  const result = setException(m, task, exception)
  if (mro.includes(m.exceptionType('KeyboardInterrupt')) || mro.includes(m.exceptionType('SystemExit'))) {
    return m.after(result, Finish.Native, { name: 'raiseOn', data: exception })
  }
  return result
}
CONTINUATIONS.raiseOn = (m, exception) => {
  m.raised = exception as PyException
  return undefined
}

/** A future it waits for is done. CPython: task_wakeup. */
function wakeUp(m: Machine, task: Instance, future: Value, running: Running | null): Result {
  if (!isPlainFuture(future)) return endHandle(m, running, callRare(m, '_wake_up', task, future))
  return step(m, task, failureOf(m, future), running)
}

TASKS.step = step
TASKS.wakeUp = wakeUp
TASKS.wakeUpDef = wakeUpDef

// ---- cancelling ----

/** `waiter.cancel(msg=message)` of anything. */
function cancelAny(m: Machine, waiter: Value, message: Value): Result {
  if (waiter instanceof Instance && waiter.cls === TASK) return cancelTask(m, waiter, message)
  if (isPlainFuture(waiter)) return cancelFuture(m, waiter, message)
  return callRare(m, '_cancel', waiter, message)
}

/** `Task.cancel(msg)`: asks the innermost of what it waits for, along a chain of tasks. CPython: _asyncio_Task_cancel_impl. */
function cancelTask(m: Machine, first: Instance, message: Value): Result {
  const chain: Instance[] = []
  let accepted: Result = false
  for (let task = first; ; ) {
    const slots = task.slots!
    seen(m, task)
    if (slots[F.State] !== PENDING) break
    m.touch(task)
    slots[F.Cancels] = (slots[F.Cancels] as number) + 1
    if (m.trace.isOn)
      tell(
        m,
        'cancelled',
        task,
        message === null ? '' : typeof message === 'string' ? message.slice(0, 60) : shortRepr(message),
      )
    chain.push(task)
    const waiter = slots[F.Waiter]
    if (waiter === null || waiter === undefined) break
    if (waiter instanceof Instance && waiter.cls === TASK && !chain.includes(waiter)) {
      task = waiter
      continue
    }
    accepted = cancelAny(m, waiter, message)
    break
  }
  if (chain.length === 0) return false
  return m.after(accepted, Finish.Native, { name: 'cancelAsked', data: { chain, message } })
}
CONTINUATIONS.cancelAsked = (m, data, accepted) => {
  if (accepted === undefined) return undefined
  const { chain, message } = data as { chain: Instance[]; message: Value }
  if (accepted !== false && accepted !== null) return true
  const task = chain[chain.length - 1]!
  m.touch(task)
  task.slots![F.MustCancel] = true
  task.slots![F.CancelMessage] = message
  return true
}

function uncancel(m: Machine, self: Instance): Result {
  const slots = self.slots!
  const count = (slots[F.Cancels] ?? 0) as number
  if (count === 0) return 0
  m.touch(self)
  slots[F.Cancels] = count - 1
  if (count === 1) slots[F.MustCancel] = false
  return count - 1
}

// ---- the class ----

function nameOf(_m: Machine, self: Instance): Value {
  const name = self.slots![F.Name]
  return typeof name === 'number' ? `Task-${name}` : ((name ?? null) as Value)
}

/** It is destroyed: before its end that is reported. CPython: TaskObj_finalize. */
function destroyed(m: Machine, task: Instance): Result {
  const slots = task.slots!
  if (slots[F.State] !== PENDING || slots[F.LogsDestroy] !== true || slots[F.Coro] === undefined) {
    return abandoned(m, task)
  }
  m.touch(task)
  slots[F.LogsDestroy] = false
  return callRare(m, '_destroyed', task)
}

const refuse = (name: string) => (m: Machine) => m.raise('RuntimeError', `Task does not support ${name} operation`)
const read = (index: F) => (_m: Machine, self: Instance) => (self.slots![index] ?? null) as Value

defineType({
  ...COMMON,
  type: TASK,
  name: '_asyncio.Task',
  isBase: true,
  init: ['__init__(coro, *, loop=None, name=None, context=None, eager_start=False)', initialize],
  methods: {
    ...COMMON.methods,
    'set_result(result, /)': refuse('set_result'),
    'set_exception(exception, /)': refuse('set_exception'),
    'cancel(msg=None)': (m: Machine, self: Instance, message: Value | undefined) =>
      isReady(m, self) ? cancelTask(m, self, message ?? null) : undefined,
    'cancelling()': read(F.Cancels),
    'uncancel()': uncancel,
    'get_stack(*, limit=None)': (m: Machine, self: Instance, limit: Value | undefined) =>
      callRare(m, '_get_stack', self, limit ?? null),
    'print_stack(*, limit=None, file=None)': (
      m: Machine,
      self: Instance,
      limit: Value | undefined,
      file: Value | undefined,
    ) => callRare(m, '_print_stack', self, limit ?? null, file ?? null),
    'get_name()': nameOf,
    'set_name(value, /)': (m: Machine, self: Instance, value: Value) => {
      const text = asStr(value)
      if (text === undefined) return m.after(strOf(m, value), Finish.Native, { name: 'taskNamed', data: self })
      m.touch(self)
      self.slots![F.Name] = value
      return null
    },
    'get_coro()': read(F.Coro),
    'get_context()': read(F.Context),
    '__del__()': destroyed,
  },
  getset: {
    ...COMMON.getset,
    _log_destroy_pending: flag(F.LogsDestroy),
    _must_cancel: (_m: Machine, self: Instance) => self.slots![F.MustCancel] === true,
    _coro: read(F.Coro),
    _fut_waiter: read(F.Waiter),
  },
})
CONTINUATIONS.taskNamed = (m, data, text) => {
  if (text === undefined) return undefined
  m.touch(data as Instance)
  ;(data as Instance).slots![F.Name] = text
  return null
}

defineType({
  type: TASK_STEP,
  name: '_asyncio.TaskStepMethWrapper',
  call: ['__call__()', (m: Machine, self: TaskStep) => step(m, self.task, self.exception, null)],
  getset: {
    __self__: (_m: Machine, self: TaskStep) => self.task,
  },
})

/** The callback that is the task's next step. */
export const stepOf = (task: Instance, exception: PyException | null): TaskStep => new TaskStep(task, exception)
