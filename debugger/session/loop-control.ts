// Acting on asyncio's loop from outside: cancelling a task, and reading and moving on the clock. What is done is a choice of the run.

import type { Instance } from '../engine/index.ts'
import type { ClockInfo } from './contract.ts'
import { SessionError } from './contract.ts'
import { callMethodNow } from './looks.ts'
import { messages } from './messages.ts'
import type { Run } from './run.ts'
import { handleText, isPending, runningLoop, taskOf } from './tasks.ts'
import type { Choice } from './timeline.ts'

/** `task.cancel(message)` on the task of a coroutine; `done` is told whether it took the request. */
export function cancellation(
  run: Run,
  time: number,
  id: number,
  message: string | undefined,
  done?: (isAccepted: boolean) => void,
): Choice {
  return {
    time,
    key: JSON.stringify(['cancel', id, message ?? null]),
    apply: () => {
      const task = cancellable(run, id)
      const result = callMethodNow(run.machine, task, 'cancel', message === undefined ? [] : [message])
      done?.(result === true)
    },
  }
}

/** The task of a coroutine, or of what awaits it, that can still be cancelled. */
export function cancellable(run: Run, id: number): Instance {
  const { inspector } = run
  let coroutine = inspector.find(id)
  const name = inspector.name(id)
  while (coroutine !== undefined && coroutine.awaiter !== null && taskOf(coroutine) === undefined)
    coroutine = coroutine.awaiter
  const task = coroutine === undefined ? undefined : taskOf(coroutine)
  if (task === undefined) throw new SessionError(messages.noTask(name))
  if (!isPending(task)) throw new SessionError(messages.taskDone(name))
  return task
}

export function clockInfo(run: Run): ClockInfo {
  const { machine, values, options } = run
  const loop = runningLoop(machine)
  if (loop === undefined) throw new SessionError(messages.noLoop)
  const words = (handle: (typeof loop.ready)[0]): string => handleText(handle) ?? values.text(handle, longestCallback)
  return {
    time: loop.time,
    isVirtual: options.clock === 'virtual',
    timers: loop.timers.map(({ when, handle }) => ({ when, callback: words(handle) })),
    ready: loop.ready.map(words),
  }
}

const longestCallback = 200

/** The time on the loop's clock up to which the run must go: that of the next timer, or so many seconds on. */
export function clockTarget(run: Run, seconds: number | undefined): number {
  const loop = runningLoop(run.machine)
  if (loop === undefined) throw new SessionError(messages.noLoop)
  if (run.options.clock === 'real') throw new SessionError(messages.realClock)
  if (seconds !== undefined) return loop.time + Math.max(0, seconds)
  const [next] = loop.timers
  if (next === undefined) throw new SessionError(messages.noTimer)
  return next.when
}
