// Continuations by name, so that a frame that holds one stays plain data: see Finish.Native. Files add theirs when loaded.
//
// Knows nothing of what they do.

import type { Machine } from './machine.ts'
import type { Result, Value } from './value.ts'

/** `result` is the value that a call gave, or undefined when it raised (m.raised). */
export type ContinuationFn = (m: Machine, data: unknown, result: Value | undefined) => Result

export const CONTINUATIONS: Record<string, ContinuationFn> = Object.create(null) as Record<string, ContinuationFn>

/** The end of a task's step, for which there is a kind of its own (Finish.TaskStep): asyncio-task.ts. */
export const TASK_STEP: { ran: ContinuationFn } = { ran: (_m, _data, result) => result }
