// Who had control when, from the events of a run: the one reading of a trace that its exports share. Knows no format.

import type { TraceEvent } from '../../trace/index.ts'

/** A stretch of time in which one coroutine ran without giving control away. */
export interface Span {
  readonly id: number
  readonly from: number
  readonly to: number
}

/** One passing of control, as an arrow from lane to lane. */
export interface Arrow {
  readonly t: number
  readonly from: number
  readonly to: number
  readonly kind: 'send' | 'throw' | 'close' | 'await' | 'yield' | 'return' | 'raise'
  /** The value or exception passed; empty where it says nothing. */
  readonly label: string
}

export interface Lane {
  readonly id: number
  readonly name: string
  readonly from: number
  /** When it finished; undefined: it was alive at the end. */
  readonly to: number | undefined
  readonly file: string | undefined
  readonly line: number | undefined
}

export interface Reading {
  readonly lanes: readonly Lane[]
  readonly spans: readonly Span[]
  readonly arrows: readonly Arrow[]
  readonly end: number
}

/** `talk#1` for each id that the events create; `main` for 0. */
export function namesOf(events: readonly TraceEvent[]): (id: number) => string {
  const names = new Map<number, string>([[0, 'main']])
  for (const event of events) if (event.kind === 'create') names.set(event.id, `${event.name}#${event.id}`)
  return id => names.get(id) ?? `#${id}`
}

export function readTrace(events: readonly TraceEvent[]): Reading {
  const name = namesOf(events)
  const lanes = new Map<number, Lane>([
    [0, { id: 0, name: 'main', from: 0, to: undefined, file: undefined, line: undefined }],
  ])
  const spans: Span[] = []
  const arrows: Arrow[] = []
  let running = 0
  let since = 0
  let end = 0
  const pass = (event: { t: number }, to: number, kind: Arrow['kind'], label: string, from = running): void => {
    if (event.t > since) spans.push({ id: running, from: since, to: event.t })
    arrows.push({ t: event.t, from, to, kind, label })
    running = to
    since = event.t
  }
  const finish = (id: number, t: number): void => {
    const lane = lanes.get(id)
    if (lane !== undefined) lanes.set(id, { ...lane, to: t })
  }
  for (const event of events) {
    end = event.t
    switch (event.kind) {
      case 'create':
        lanes.set(event.id, {
          id: event.id,
          name: name(event.id),
          from: event.t,
          to: undefined,
          file: event.file,
          line: event.line,
        })
        break
      case 'resume': {
        const kind = event.how === 'next' ? 'send' : event.how
        const value = event.value === 'None' ? '' : (event.value ?? '')
        pass(event, event.inner ?? event.id, kind, event.exception ?? value, event.by)
        break
      }
      case 'await':
        if (event.target !== 0) pass(event, event.target, 'await', '', event.id)
        break
      case 'yield':
        pass(event, event.to, 'yield', event.value, event.id)
        break
      case 'return':
        finish(event.id, event.t)
        pass(event, event.to, 'return', event.value === 'None' ? '' : event.value, event.id)
        break
      case 'raise':
        finish(event.id, event.t)
        pass(
          event,
          event.to,
          'raise',
          event.message ? `${event.exception}: ${event.message}` : event.exception,
          event.id,
        )
        break
      case 'close':
        finish(event.id, event.t)
        break
      case 'never awaited':
      case 'output':
        break
    }
  }
  if (end > since) spans.push({ id: running, from: since, to: end })
  return { lanes: [...lanes.values()], spans, arrows, end }
}
