// The loop's side of asyncio's hot path: contexts, handles, call_soon and the run of what is ready. A loop of the usual class
// that is not in debug mode is served here; any other through its own methods.
//
// Knows nothing of tasks but how to call them.

import type { TaskChange } from '../../trace/event.ts'
import { lookup } from '../attribute.ts'
import { newInstance } from '../call.ts'
import { CONTINUATIONS } from '../continuations.ts'
import type { Activation } from '../coroutine.ts'
import { takeRaised } from '../deliver.ts'
import { suspectDeletables } from '../destruction.ts'
import type { PyDict, Shape } from '../dict.ts'
import { Finish } from '../finish.ts'
import { floatRepr } from '../float-text.ts'
import { EMPTY_TUPLE, type Machine } from '../machine.ts'
import { NativeFunction } from '../native.ts'
import {
  BoundMethod,
  CALL,
  Instance,
  PyFloat,
  PyFunction,
  PyTuple,
  type PyType,
  type Result,
  type Value,
} from '../value.ts'
import { callRare, setupOf, TaskStep } from './asyncio-objects.ts'
import { Deque } from './deque.ts'

/** Slots of a Handle: its `__slots__`, sorted. */
enum H {
  Args,
  Callback,
  Cancelled,
  Context,
  Loop,
  Repr,
  SourceTraceback,
}

/** Slots of a Context. */
enum C {
  Data,
  Entered,
  Previous,
}

// ---- contexts ----

/** The context in force; made when first asked for. */
export function currentContext(m: Machine): Instance {
  const known = m.extra.context
  if (known instanceof Instance) return known
  const made = newInstance(m, m.extra.contextClass as PyType)
  made.slots![C.Data] = m.dict()
  made.slots![C.Previous] = null
  made.slots![C.Entered] = true
  m.extra.context = made
  return made
}

/** `contextvars.copy_context()`. The variables' dict is never changed, so it is shared. */
export function copyContext(m: Machine): Instance {
  const { slots } = currentContext(m)
  const made = newInstance(m, m.extra.contextClass as PyType)
  made.slots![C.Data] = slots![C.Data]
  made.slots![C.Previous] = null
  made.slots![C.Entered] = false
  return made
}

// ---- call_soon ----

/** Where the loop that was asked about last has what decides: for loops of the same class and with the same attributes. */
const places = { version: -1, shape: null as Shape | null, debug: 0, closed: 0, ready: 0 }

/** The queue of a loop to which call_soon() does nothing but append; undefined for any other. */
export function queueOf(m: Machine, loop: Value | undefined): Deque | undefined {
  if (!(loop instanceof Instance) || loop.dict === null) return undefined
  const { shape, values } = loop.dict
  if (shape === null || shape !== places.shape || loop.cls.version !== places.version) {
    if (!findPlaces(m, loop, shape)) return undefined
  }
  if (values[places.debug] !== false || values[places.closed] !== false) return undefined
  const ready = values[places.ready]
  return ready instanceof Deque ? ready : undefined
}

/** False: its call_soon() is another one, or it has not all it takes. */
function findPlaces(m: Machine, loop: Instance, shape: Shape | null): boolean {
  if (shape === null || lookup(loop.cls, 'call_soon') !== setupOf(m).callSoon || shape.indexOf('call_soon') >= 0)
    return false
  const [debug, closed, ready] = ['_debug', '_closed', '_ready'].map(name => shape.indexOf(name)) as [
    number,
    number,
    number,
  ]
  if (debug < 0 || closed < 0 || ready < 0) return false
  Object.assign(places, { version: loop.cls.version, shape, debug, closed, ready })
  return true
}

/** A Handle, as Handle.__init__ makes it. */
export function makeHandle(m: Machine, callback: Value, args: Value, loop: Value, context: Value): Instance {
  const handle = new Instance(setupOf(m).handle, m.epoch, null)
  handle.slots = [args, callback, false, context, loop, null, null]
  return handle
}

/** `loop.call_soon(callback, *args, context=context)`; the result does not matter. */
export function callSoon(m: Machine, loop: Value, callback: Value, args: readonly Value[], context: Value): Result {
  const ready = queueOf(m, loop)
  const tuple = m.tuple(args)
  if (ready === undefined) return callRare(m, '_call_soon', loop, callback, tuple, context)
  m.touch(ready)
  ready.append(makeHandle(m, callback, tuple, loop, context))
  return null
}

/**
 * The same for the next step of a task, without an exception: the handle of its last one serves again, which nobody has any more once it has
 * been called.
 */
export function stepAgain(m: Machine, loop: Value, task: Instance, activation: Activation, context: Value): Result {
  const ready = queueOf(m, loop)
  if (ready === undefined) return callSoon(m, loop, new TaskStep(task, null), [], context)
  const last = activation.stepHandle
  const slots = last === null ? null : last.slots!
  let handle = last
  if (handle === null || slots === null || slots[H.Cancelled] !== false || slots[H.Loop] !== loop) {
    handle = makeHandle(m, new TaskStep(task, null), EMPTY_TUPLE, loop, context)
    activation.stepHandle = handle
  }
  m.touch(ready)
  ready.append(handle)
  return null
}

/** Tells the trace what is done to a TimerHandle, whose own slots are `_scheduled` and `_when`. */
export function tellTimer(m: Machine, change: TaskChange, handle: Instance): void {
  const { slots } = handle
  if (slots === null || !handle.cls.mro.includes(setupOf(m).timer)) return
  const when = slots[H.SourceTraceback + 2]
  const callback = slots[H.Callback]
  const named = callback === undefined || callback === null ? undefined : nameOf(callback)
  m.trace.timer(change, handle, named ?? 'callback', when instanceof PyFloat ? floatRepr(when.value) : String(when))
}

function nameOf(callback: Value): string | undefined {
  if (callback instanceof PyFunction) return callback.qualname
  if (callback instanceof BoundMethod) return nameOf(callback.func)
  return callback instanceof NativeFunction ? callback.def.qualname : undefined
}

// ---- running ----

/** Runs the handles that were ready when a round of the loop began. */
interface Round {
  readonly ready: Deque
  readonly left: number
}

/** A handle whose call is going on. Immutable. */
export class Running {
  readonly handle: Instance
  readonly context: Instance
  readonly previous: Value
  /** The task whose step it is, or null. */
  readonly task: Instance | null
  /** The round that is to follow, and how many handles of it are left; null for a single handle. */
  readonly ready: Deque | null
  readonly left: number
  constructor(
    handle: Instance,
    context: Instance,
    previous: Value,
    task: Instance | null,
    ready: Deque | null,
    left: number,
  ) {
    this.handle = handle
    this.context = context
    this.previous = previous
    this.task = task
    this.ready = ready
    this.left = left
  }
}

/** How to call a task's step and wake-up: asyncio-task.ts. */
export const TASKS: {
  step: (m: Machine, task: Instance, exception: TaskStep['exception'], running: Running | null) => Result
  wakeUp: (m: Machine, task: Instance, future: Value, running: Running | null) => Result
  wakeUpDef: NativeFunction['def'] | null
  tellWoken: (m: Machine, future: Instance, callback: NativeFunction) => void
} = { step: () => null, wakeUp: () => null, wakeUpDef: null, tellWoken: () => undefined }

/** Up to so many futures whose exception nobody has looked at are looked for before each handle, more only once a round. */
const WATCHED_EACH_TIME = 16

/** Handle._run. The result is None. */
function runHandle(m: Machine, handle: Instance, ready: Deque | null, left: number): Result {
  if (m.deletables.size > 0 && m.deletables.size <= WATCHED_EACH_TIME) suspectDeletables(m)
  const { slots } = handle
  const setup = setupOf(m)
  const isHandle = slots !== null && (handle.cls === setup.handle || handle.cls === setup.timer)
  const context = isHandle ? slots[H.Context] : undefined
  const args = isHandle ? slots[H.Args] : undefined
  const isPlain =
    context instanceof Instance &&
    context.cls === m.extra.contextClass &&
    context.slots![C.Entered] === false &&
    args instanceof PyTuple
  if (!isPlain) return goesOn(m, m.callMethod(handle, '_run'), ready, left)
  const previous = (m.extra.context as Value | undefined) ?? null
  m.touch(context)
  context.slots![C.Entered] = true
  m.extra.context = context
  const callback = slots![H.Callback] as Value
  if (callback instanceof TaskStep) {
    const { task, exception } = callback
    return TASKS.step(m, task, exception, new Running(handle, context, previous, task, ready, left))
  }
  if (callback instanceof NativeFunction && callback.def === TASKS.wakeUpDef) {
    const task = callback.self as Instance
    return TASKS.wakeUp(m, task, args.items[0]!, new Running(handle, context, previous, task, ready, left))
  }
  const running = new Running(handle, context, previous, null, ready, left)
  return endHandle(m, running, m.callWith(callback, args.items, null))
}

/** What a handle's call gave does not matter; the round goes on when it has ended. */
function goesOn(m: Machine, result: Result, ready: Deque | null, left: number): Result {
  if (result === CALL) {
    const round: Round | null = ready === null ? null : { ready, left }
    return m.after(CALL, Finish.Native, { name: 'roundGoesOn', data: round })
  }
  return result === undefined ? undefined : null
}
CONTINUATIONS.roundGoesOn = (m, data, result) => {
  if (result === undefined) return undefined
  if (data === null) return null
  const { ready, left } = data as Round
  return runRound(m, ready, left)
}

/** The end of a handle's call, now or when what it has called has ended. Null: the program has made the call itself. */
export function endHandle(m: Machine, running: Running | null, result: Result): Result {
  if (running === null) return result
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'handleRan', data: running })
  return handleRan(m, running, result)
}

function handleRan(m: Machine, running: Running, result: Value | undefined): Result {
  const { context } = running
  m.extra.context = running.previous
  m.touch(context)
  context.slots![C.Entered] = false
  if (result !== undefined) return null
  return goesOn(m, m.callMethod(running.handle, '_failed', takeRaised(m)), running.ready, running.left)
}
/** The same in the middle of a round, which goes on. */
export function endHandleOfRound(m: Machine, running: Running | null, result: Value | undefined): Result {
  if (running === null) return result
  const ran = handleRan(m, running, result)
  return ran !== null || running.ready === null ? ran : runRound(m, running.ready, running.left)
}
CONTINUATIONS.handleRan = (m, data, result) => endHandleOfRound(m, data as Running, result)

/** The handles of a round, one after the other; CALL while one of them runs code. */
function runRound(m: Machine, ready: Deque, left: number): Result {
  for (let rest = left - 1; rest >= 0 && ready.size > 0; rest--) {
    m.touch(ready)
    const handle = ready.popLeft() as Instance
    if (handle.slots?.[H.Cancelled] === true) continue
    const result = runHandle(m, handle, ready, rest)
    if (result !== null) return result
  }
  return null
}

/** `run_ready(ready)`: as many handles as are ready now. */
export function runReady(m: Machine, ready: Deque): Result {
  return runRound(m, ready, ready.size)
}

/** `run_handle(handle)`. */
export function runOne(m: Machine, handle: Instance): Result {
  return runHandle(m, handle, null, 0)
}

/** `Context.run(callable, *args, **kwargs)`. */
export function runInContext(m: Machine, context: Instance, callee: Value, args: Value[], kwargs: PyDict): Result {
  const slots = context.slots!
  if (slots[C.Entered] === true) return alreadyEntered(m, context)
  const previous = (m.extra.context as Value | undefined) ?? null
  m.touch(context)
  slots[C.Entered] = true
  m.extra.context = context
  const result = m.callWith(callee, args, kwargs)
  const data = { context, previous }
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'contextRan', data })
  return contextRan(m, data, result)
}

function alreadyEntered(m: Machine, context: Instance): Result {
  return m.after(m.callMethod(context, '__repr__'), Finish.Native, { name: 'contextEntered', data: null })
}
CONTINUATIONS.contextEntered = (m, _data, text) =>
  text === undefined ? undefined : m.raise('RuntimeError', `cannot enter context: ${String(text)} is already entered`)

function contextRan(
  m: Machine,
  { context, previous }: { context: Instance; previous: Value },
  result: Value | undefined,
): Result {
  m.extra.context = previous
  m.touch(context)
  context.slots![C.Entered] = false
  return result
}
CONTINUATIONS.contextRan = (m, data, result) => contextRan(m, data as { context: Instance; previous: Value }, result)
