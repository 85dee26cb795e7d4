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
}

export interface TraceState {
  /** Time of the last event. */
  readonly t: number
  /** By id; finished ones stay, as CORO_CLOSED. */
  readonly coroutines: ReadonlyMap<number, Traced>
  /** The coroutine that runs, 0: the main program. */
  readonly running: number
}

export const EMPTY_TRACE: TraceState = { t: 0, coroutines: new Map(), running: 0 }

export function fold(state: TraceState, event: TraceEvent): TraceState {
  const coroutines = new Map(state.coroutines)
  return { t: event.t, coroutines, running: apply(coroutines, state.running, event) }
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
    case 'output':
      break
  }
  return running
}

/** All events folded; for long traces keep states at intervals. */
export function foldAll(events: Iterable<TraceEvent>, from: TraceState = EMPTY_TRACE): TraceState {
  const coroutines = new Map(from.coroutines)
  let { t, running } = from
  for (const event of events) {
    running = apply(coroutines, running, event)
    t = event.t
  }
  return { t, coroutines, running }
}
