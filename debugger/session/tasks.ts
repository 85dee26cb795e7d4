// What asyncio's loop is about to do, read from its objects: tasks and what they wait for, the ready queue, the timers, the clock. Runs
// nothing.

import { PyDict } from '../engine/dict.ts'
import type { Coroutine, Machine, Value } from '../engine/index.ts'
import { BoundMethod, Coroutine as CoroutineObject, Instance, PyFloat, PyList, PyModule } from '../engine/index.ts'
import { F, isTask, PENDING, TaskStep } from '../engine/modules/asyncio-objects.ts'
import { Deque } from '../engine/modules/deque.ts'
import { monotonic } from '../engine/modules/time.ts'

/** A task as a view shows it. */
export interface TaskInfo {
  readonly name: string
  /** It was asked to end by CancelledError, which it has not met yet. */
  readonly isCancelling: boolean
}

/** A callback that waits for its time. */
export interface Timer {
  /** On the loop's clock, in seconds. */
  readonly when: number
  readonly handle: Instance
}

/** The loop that runs, or ran last, and what it has to do. */
export interface Loop {
  readonly object: Instance
  /** Seconds on its clock. */
  readonly time: number
  readonly current: Instance | undefined
  readonly ready: readonly Instance[]
  /** Those that were not cancelled, the next first. */
  readonly timers: readonly Timer[]
}

/** The task whose coroutine this is. */
export function taskOf(coroutine: Coroutine): Instance | undefined {
  const { task } = coroutine
  return task !== null && isTask(task) ? task : undefined
}

export function taskInfo(task: Instance): TaskInfo {
  return {
    name: nameOf(task),
    isCancelling: task.slots?.[F.MustCancel] === true || Number(task.slots?.[F.Cancels]) > 0,
  }
}

export const isPending = (task: Instance): boolean => task.slots?.[F.State] === PENDING

/** What the task that a coroutine runs in waits for, when that is a task. */
export function awaitedThroughTask(
  coroutine: Coroutine,
): { readonly task: Instance; readonly coroutine: Coroutine } | undefined {
  let top = coroutine
  while (top.awaiter !== null) top = top.awaiter
  const waiter = taskOf(top)?.slots?.[F.Waiter]
  if (!isTask(waiter) || !isPending(waiter)) return undefined
  const inner = waiter.slots?.[F.Coro]
  return inner instanceof CoroutineObject && inner.frame !== null ? { task: waiter, coroutine: inner } : undefined
}

/** `Task-3`, or the name that the program gave. */
export function nameOf(task: Instance): string {
  const name = task.slots?.[F.Name]
  return typeof name === 'number' ? `Task-${name}` : String(name ?? '?')
}

export function runningLoop(m: Machine): Loop | undefined {
  const module = m.modules.getStr('_asyncio')
  if (!(module instanceof PyModule)) return undefined
  const loop = module.dict.getStr('_running_loop')
  if (!(loop instanceof Instance)) return undefined
  const ready = attribute(loop, '_ready')
  const scheduled = attribute(loop, '_scheduled')
  const handles = (items: readonly Value[]): Instance[] =>
    items.filter((item): item is Instance => item instanceof Instance && attribute(item, '_cancelled') !== true)
  return {
    object: loop,
    time: monotonic(m),
    current: currentTask(m),
    ready: ready instanceof Deque ? handles(ready.items()) : [],
    timers: (scheduled instanceof PyList ? handles(scheduled.items) : [])
      .map(handle => ({ when: number(attribute(handle, '_when')), handle }))
      .sort((a, b) => a.when - b.when),
  }
}

function currentTask(m: Machine): Instance | undefined {
  let outer: Coroutine | null = m.activation
  for (; outer !== null; outer = outer.activation?.below ?? null) {
    const task = taskOf(outer)
    if (task !== undefined) return task
  }
  return undefined
}

/** What a callback will do, in words: `next step of Task-2 (sleeper#3)`; undefined: its repr says it best. */
export function handleText(handle: Instance): string | undefined {
  const callback = attribute(handle, '_callback')
  const [task, exception] =
    callback instanceof TaskStep
      ? [callback.task, callback.exception]
      : callback instanceof BoundMethod && isTask(callback.self)
        ? [callback.self, null]
        : [undefined, null]
  if (task === undefined) return undefined
  const coro = task.slots?.[F.Coro]
  const of = coro instanceof CoroutineObject ? ` (${coro.label}#${coro.id})` : ''
  const what = exception === null ? 'next step of' : `${exception.cls.name} for`
  return `${what} ${nameOf(task)}${of}`
}

const number = (value: Value | undefined): number =>
  value instanceof PyFloat ? value.value : typeof value === 'number' ? value : 0

/** An attribute of an object's own, also from slots. */
function attribute(object: Instance, name: string): Value | undefined {
  const stored = object.dict instanceof PyDict ? object.dict.getStr(name) : undefined
  if (stored !== undefined) return stored
  const slot = object.cls.slotNames.indexOf(name)
  return slot < 0 ? undefined : object.slots?.[slot]
}
