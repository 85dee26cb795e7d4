// From events to the state of every coroutine at a time: the one fold that all views share. Pure: `fold` returns a new state
// and shares what did not change.
//
// Knows nothing of the machine or of pictures.

import type { CoroutineKind, TraceEvent } from './event.ts'

export type CoroutineState = 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED'

/** What the events so far say about one coroutine. */
export interface Traced {
  readonly id: number
  readonly name: string
  readonly type: CoroutineKind
  readonly file: string
  /** Line of creation. */
  readonly createdLine: number
  readonly createdBy: number
  readonly createdAt: number
  readonly state: CoroutineState
  /** Line where it is suspended or ended; undefined before it ran. */
  readonly line?: number
  /** What it awaits: the id (0: not a coroutine), and words. Absent when it awaits nothing. */
  readonly awaiting?: { readonly id: number; readonly what: string }
  /** The coroutine that awaits it. */
  readonly awaitedBy?: number
  /** Who resumed it last. */
  readonly resumedBy?: number
  readonly lastSent?: string
  readonly lastYielded?: string
  readonly result?: string
  readonly exception?: string
  readonly neverAwaited?: true
  /** The asyncio task whose coroutine it is. */
  readonly task?: TracedTask
}

/** What the events so far say about a task. */
export interface TracedTask {
  readonly name: string
  /** Its next step waits in the loop's queue, for this reason; absent while it runs or waits for something. */
  readonly ready?: 'scheduled' | 'woken'
  /** Who scheduled or woke it last. */
  readonly readiedBy?: number
  /** How often cancel() was called, and by whom last. */
  readonly cancels: number
  readonly cancelledBy?: number
}

/** A timer that is set. */
export interface TracedTimer {
  readonly name: string
  readonly by: number
  /** On the loop's clock, in seconds. */
  readonly at: number
}

export interface TraceState {
  /** Time of the last event. */
  readonly t: number
  /** By id; finished ones stay, as CORO_CLOSED. */
  readonly coroutines: ReadonlyMap<number, Traced>
  /** The coroutine that runs, 0: the main program. */
  readonly running: number
  /** The timers that are set, by number. */
  readonly timers: ReadonlyMap<number, TracedTimer>
}

export const EMPTY_TRACE: TraceState = { t: 0, coroutines: new Map(), running: 0, timers: new Map() }

export function fold(state: TraceState, event: TraceEvent): TraceState {
  const coroutines = new Map(state.coroutines)
  return {
    t: event.t,
    coroutines,
    running: apply(coroutines, state.running, event),
    timers: timersAfter(state.timers, event),
  }
}

/** The timers that are set after the event. */
function timersAfter(timers: TraceState['timers'], event: TraceEvent): TraceState['timers'] {
  if (event.kind !== 'task' || event.timer === undefined) return timers
  const changed = new Map(timers)
  if (event.what === 'timer set') changed.set(event.timer, { name: event.name, by: event.by, at: Number(event.text) })
  else changed.delete(event.timer)
  return changed
}

/** Changes `coroutines` as the event says; gives who runs then. */
function apply(coroutines: Map<number, Traced>, before: number, event: TraceEvent): number {
  const change = (id: number, what: Partial<Traced>) => {
    const old = coroutines.get(id)
    if (old) coroutines.set(id, { ...old, ...what })
  }
  let running = before
  switch (event.kind) {
    case 'create':
      coroutines.set(event.id, {
        id: event.id,
        name: event.name,
        type: event.type,
        file: event.file,
        createdLine: event.line,
        createdBy: event.by,
        createdAt: event.t,
        state: 'CORO_CREATED',
      })
      break
    case 'resume': {
      const sent = event.value === undefined ? {} : { lastSent: event.value }
      change(event.id, { state: 'CORO_RUNNING', resumedBy: event.by, ...sent })
      notReady(coroutines, event.id)
      running = event.inner ?? event.id
      for (let id = event.id; id !== running; ) {
        const next = coroutines.get(id)?.awaiting?.id
        if (!next || next === event.id) break
        change(next, { state: 'CORO_RUNNING' })
        id = next
      }
      change(running, { state: 'CORO_RUNNING' })
      break
    }
    case 'await':
      change(event.id, { awaiting: { id: event.target, what: event.what }, line: event.line })
      if (event.target !== 0) {
        change(event.target, { awaitedBy: event.id, state: 'CORO_RUNNING' })
        running = event.target
      }
      break
    case 'yield':
      change(event.id, { state: 'CORO_SUSPENDED', line: event.line, lastYielded: event.value })
      for (let id = coroutines.get(event.id)?.awaitedBy; id !== undefined && id !== event.to; ) {
        const outer = coroutines.get(id)
        if (outer?.state !== 'CORO_RUNNING') break
        change(id, { state: 'CORO_SUSPENDED' })
        id = outer.awaitedBy
      }
      running = event.to
      break
    case 'return':
    case 'raise':
    case 'close': {
      const outer = coroutines.get(event.id)?.awaitedBy
      if (outer !== undefined && coroutines.get(outer)?.awaiting?.id === event.id) {
        const { awaiting: _, ...rest } = coroutines.get(outer)!
        coroutines.set(outer, rest)
      }
      const old = coroutines.get(event.id)
      if (old) {
        const { awaiting: _, ...rest } = old
        const end =
          event.kind === 'return'
            ? { result: event.value }
            : event.kind === 'raise'
              ? {
                  exception: event.message ? `${event.exception}: ${event.message}` : event.exception,
                  line: event.line,
                }
              : {}
        coroutines.set(event.id, { ...rest, state: 'CORO_CLOSED', ...end })
      }
      if (event.kind !== 'close') running = event.to
      break
    }
    case 'never awaited':
      change(event.id, { neverAwaited: true })
      break
    case 'task': {
      if (event.timer !== undefined) break
      const { ready: _, ...known } = coroutines.get(event.id)?.task ?? { name: event.name, cancels: 0 }
      const task: TracedTask =
        event.what === 'cancelled'
          ? { ...(coroutines.get(event.id)?.task ?? known), cancels: known.cancels + 1, cancelledBy: event.by }
          : { ...known, ready: event.what === 'woken' ? 'woken' : 'scheduled', readiedBy: event.by }
      change(event.id, { task })
      break
    }
    case 'output':
      break
  }
  return running
}

/** All events folded; for long traces keep states at intervals. */
export function foldAll(events: Iterable<TraceEvent>, from: TraceState = EMPTY_TRACE): TraceState {
  const coroutines = new Map(from.coroutines)
  let { t, running, timers } = from
  for (const event of events) {
    running = apply(coroutines, running, event)
    timers = timersAfter(timers, event)
    t = event.t
  }
  return { t, coroutines, running, timers }
}

/** The task runs: it waits in the queue no more. */
function notReady(coroutines: Map<number, Traced>, id: number): void {
  const traced = coroutines.get(id)
  if (traced?.task?.ready === undefined) return
  const { ready: _, ...task } = traced.task
  coroutines.set(id, { ...traced, task })
}
