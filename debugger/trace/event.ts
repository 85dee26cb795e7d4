// What happens in a run, as the views see it: JSON only. `t` is machine time (instructions executed). Coroutine ids count
// from 1 by creation; 0 is the main program. Values are short reprs (at most 60 characters), made without running the program.
//
// Knows nothing of the machine or of pictures.

export type CoroutineKind = 'coroutine' | 'generator' | 'async generator'

/** What happens to tasks and timers, in the order of their numbers in the engine's log. */
export const TASK_CHANGES = ['scheduled', 'woken', 'cancelled', 'timer set', 'timer fired', 'timer cancelled'] as const
export type TaskChange = (typeof TASK_CHANGES)[number]

export type TraceEvent =
  /** A coroutine object was made by `by`, at file:line. */
  | {
      readonly t: number
      readonly kind: 'create'
      readonly id: number
      readonly by: number
      readonly name: string
      readonly type: CoroutineKind
      readonly file: string
      readonly line: number
      /** Of the library, made by the library: the program itself has no name for it. Views leave it out unless asked. */
      readonly internal?: true
    }
  /** `by` resumed `id`; control really goes on in `inner` when that is another one down its await chain. */
  | {
      readonly t: number
      readonly kind: 'resume'
      readonly id: number
      readonly by: number
      readonly how: 'send' | 'throw' | 'close' | 'next'
      readonly value?: string
      readonly exception?: string
      readonly inner?: number
    }
  /** `id` starts delegating to `target` (0: to something that is no coroutine); `what` is its name or type. */
  | {
      readonly t: number
      readonly kind: 'await'
      readonly id: number
      readonly target: number
      readonly what: string
      readonly line: number
    }
  /** `id` (the innermost) is suspended at `line`; control and the value go back to `to`, by way of the coroutines that await `id`. */
  | {
      readonly t: number
      readonly kind: 'yield'
      readonly id: number
      readonly to: number
      readonly value: string
      readonly line: number
    }
  | { readonly t: number; readonly kind: 'return'; readonly id: number; readonly to: number; readonly value: string }
  /** The exception left `id`, which is finished. */
  | {
      readonly t: number
      readonly kind: 'raise'
      readonly id: number
      readonly to: number
      readonly exception: string
      readonly message: string
      readonly line: number
    }
  /** `id` was closed without running (never started, or nothing to clean up). */
  | { readonly t: number; readonly kind: 'close'; readonly id: number }
  | { readonly t: number; readonly kind: 'never awaited'; readonly id: number; readonly line: number }
  /**
   * Something was done to an asyncio task or timer by `by`, at `line` of the program (the innermost that is not of the library). `id` is the task's coroutine (0
   * for a timer, and for a task whose coroutine is no coroutine object of the program); `name` is the task's name, or the timer's
   * callback. `what`:
   *   scheduled   its next step waits in the loop's queue: it is new, or let others have their turn; text: the exception that is to
   *               be thrown into it, or empty
   *   woken       what it waited for is done, so that its next step waits in the queue; text: what that was
   *   cancelled   cancel() was called; text: the message, or empty
   *   timer set, timer fired, timer cancelled   of loop.call_later() and call_at(), which sleep() and timeouts are built on; `timer`
   *               tells timers apart; text: the time on the loop's clock, in seconds, for which it was set
   */
  | {
      readonly t: number
      readonly kind: 'task'
      readonly what: TaskChange
      readonly id: number
      readonly by: number
      readonly name: string
      readonly text: string
      readonly line: number
      readonly timer?: number
    }
  | {
      readonly t: number
      readonly kind: 'output'
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      readonly by: number
    }

const KINDS = new Set([
  'create',
  'resume',
  'await',
  'yield',
  'return',
  'raise',
  'close',
  'never awaited',
  'output',
  'task',
])

/** True for a JSON value that is an event. */
export function isTraceEvent(value: unknown): value is TraceEvent {
  const event = value as { t?: unknown; kind?: unknown } | null
  return typeof event === 'object' && event !== null && typeof event.t === 'number' && KINDS.has(event.kind as string)
}

/** One line of text: `t=3 talk#1 resume <- main send 5`. `name` gives a coroutine's name by id. */
export function eventText(event: TraceEvent, name: (id: number) => string): string {
  const head = `t=${event.t}`
  switch (event.kind) {
    case 'create':
      return `${head} ${event.name}#${event.id} create <- ${name(event.by)} ${event.type} ${event.file}:${event.line}`
    case 'resume': {
      const what = event.exception ?? event.value
      const inner = event.inner === undefined ? '' : ` (in ${name(event.inner)})`
      return `${head} ${name(event.id)} resume <- ${name(event.by)} ${event.how}${what === undefined ? '' : ` ${what}`}${inner}`
    }
    case 'await':
      return `${head} ${name(event.id)} await -> ${event.target === 0 ? event.what : name(event.target)} line ${event.line}`
    case 'yield':
      return `${head} ${name(event.id)} yield -> ${name(event.to)} ${event.value} line ${event.line}`
    case 'return':
      return `${head} ${name(event.id)} return -> ${name(event.to)} ${event.value}`
    case 'raise':
      return `${head} ${name(event.id)} raise -> ${name(event.to)} ${event.exception}${event.message && `: ${event.message}`} line ${event.line}`
    case 'close':
      return `${head} ${name(event.id)} close`
    case 'never awaited':
      return `${head} ${name(event.id)} never awaited line ${event.line}`
    case 'task': {
      const who = event.id === 0 ? '' : ` of ${name(event.id)}`
      const what = event.timer === undefined ? event.what : `${event.what} #${event.timer}`
      return `${head} ${event.name}${who} ${what} <- ${name(event.by)}${event.text && ` ${event.text}`} line ${event.line}`
    }
    case 'output':
      return `${head} ${name(event.by)} ${event.stream} ${JSON.stringify(event.text)}`
  }
}
