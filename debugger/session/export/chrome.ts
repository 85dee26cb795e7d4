// A trace as Chrome Trace Event JSON, which Perfetto and chrome://tracing open: a track for each coroutine with one slice for its life and, inside
// it, one for each state; flow arrows for what is sent, awaited and given back; counters of the states. One instruction is one microsecond.
//
// Entries are in the order in which things happen, which matters where times are equal: a flow belongs to the innermost slice that is open on its
// track just then, so it leaves before the slice of the giver ends, and arrives after the slice of the taker has begun.

import type { TraceEvent } from '../../trace/index.ts'
import { namesOf } from './spans.ts'

type Entry = Record<string, unknown>

const process = 1
/** Track 0 means something else to some readers. */
const trackOf = (id: number): number => id + 1

/** `title` names the program. */
export function traceChrome(events: readonly TraceEvent[], title: string): string {
  const out = new Tracks(namesOf(events), title)
  for (const event of events) out.take(event)
  out.end(events[events.length - 1]?.t ?? 0)
  const traceEvents = out.entries.map(entry => JSON.stringify(entry)).join(',\n')
  return `{"displayTimeUnit": "ns", "otherData": {"unit": "one instruction is 1 us"}, "traceEvents": [\n${traceEvents}\n]}\n`
}

type State = 'created' | 'running' | 'suspended' | 'waiting'

class Tracks {
  readonly entries: Entry[] = []
  private readonly name: (id: number) => string
  private readonly lanes = new Map<number, State>()
  private readonly count: Record<State, number> = { created: 0, running: 0, suspended: 0, waiting: 0 }
  private flows = 0

  constructor(name: (id: number) => string, title: string) {
    this.name = name
    this.add({ ph: 'M', name: 'process_name', args: { name: title } }, 0)
    this.begin(0, 0, 'running', {})
  }

  take(event: TraceEvent): void {
    const { t } = event
    switch (event.kind) {
      case 'create':
        this.begin(event.id, t, 'created', { file: event.file, line: event.line, type: event.type })
        return
      case 'resume': {
        const target = event.inner ?? event.id
        const what = event.how === 'next' ? 'send' : event.how
        this.pass(t, event.by, target, what, event.exception ?? event.value ?? '', {
          state: 'waiting',
          name: `resumes ${this.name(event.id)}`,
        })
        if (what !== 'send') this.instant(target, t, `${what} ${event.exception ?? ''}`.trim())
        return
      }
      case 'await':
        if (event.target !== 0)
          this.pass(t, event.id, event.target, 'await', '', {
            state: 'waiting',
            name: `awaits ${this.name(event.target)}, line ${event.line}`,
          })
        return
      case 'yield':
        this.pass(t, event.id, event.to, 'yield', event.value, {
          state: 'suspended',
          name: `suspended at line ${event.line}`,
        })
        return
      case 'return':
        this.pass(t, event.id, event.to, 'return', event.value, undefined)
        return
      case 'raise': {
        const what = event.message === '' ? event.exception : `${event.exception}: ${event.message}`
        this.instant(event.id, t, `raise ${what}`)
        this.pass(t, event.id, event.to, 'raise', what, undefined)
        return
      }
      case 'close':
        this.finish(event.id, t)
        return
      case 'never awaited':
        this.instant(event.id, t, 'never awaited')
        return
      case 'task':
        if (event.what === 'cancelled') this.instant(event.id, t, 'cancel', { by: event.by, message: event.text })
        return
      case 'output':
        this.instant(event.by, t, 'print', { text: event.text, stream: event.stream })
    }
  }

  end(t: number): void {
    for (const id of [...this.lanes.keys()]) this.finish(id, t)
  }

  /** Control goes from one lane to another, with a value; the giver is left in a state, or has ended. */
  private pass(
    t: number,
    from: number,
    to: number,
    kind: string,
    value: string,
    left: { readonly state: State; readonly name: string } | undefined,
  ): void {
    this.know(from, t)
    this.know(to, t)
    const flow = { cat: 'control', name: kind, id: ++this.flows }
    const args = value === '' || value === 'None' ? {} : { args: { value } }
    this.add({ ...flow, ph: 's', tid: trackOf(from), ...args }, t)
    if (left === undefined) this.finish(from, t)
    else this.change(from, t, left.state, left.name, kind === 'yield' ? { yielded: value } : undefined)
    this.change(to, t, 'running', 'running', undefined)
    this.add({ ...flow, ph: 'f', bp: 'e', tid: trackOf(to), ...args }, t)
    this.counters(t)
  }

  /** A lane that no event made: the oldest events of a long run are not kept. */
  private know(id: number, t: number): void {
    if (!this.lanes.has(id)) this.begin(id, t, 'suspended', {})
  }

  private begin(id: number, t: number, state: State, args: Entry): void {
    if (this.lanes.has(id)) return
    const tid = trackOf(id)
    this.add({ ph: 'M', tid, name: 'thread_name', args: { name: this.name(id) } }, t)
    this.add({ ph: 'M', tid, name: 'thread_sort_index', args: { sort_index: id } }, t)
    this.add({ ph: 'B', tid, cat: 'coroutine', name: this.name(id), args }, t)
    this.add({ ph: 'B', tid, cat: 'state', name: state }, t)
    this.lanes.set(id, state)
    this.count[state]++
    this.counters(t)
  }

  private change(id: number, t: number, state: State, name: string, args: Entry | undefined): void {
    const before = this.lanes.get(id)
    if (before === undefined) return
    this.count[before]--
    this.count[state]++
    this.lanes.set(id, state)
    const tid = trackOf(id)
    this.add({ ph: 'E', tid }, t)
    this.add({ ph: 'B', tid, cat: 'state', name, ...(args === undefined ? {} : { args }) }, t)
  }

  private finish(id: number, t: number): void {
    const state = this.lanes.get(id)
    if (state === undefined) return
    this.lanes.delete(id)
    this.count[state]--
    // The slice of its state, and that of its life.
    this.add({ ph: 'E', tid: trackOf(id) }, t)
    this.add({ ph: 'E', tid: trackOf(id) }, t)
    this.counters(t)
  }

  private instant(id: number, t: number, name: string, args: Entry | undefined = undefined): void {
    const entry = { ph: 'i', s: 't', tid: trackOf(id), cat: 'control', name }
    this.add(args === undefined ? entry : { ...entry, args }, t)
  }

  private counters(t: number): void {
    this.add({ ph: 'C', tid: 0, name: 'coroutines', args: { ...this.count } }, t)
  }

  private add(entry: Entry, t: number): void {
    this.entries.push({ pid: process, tid: 0, ts: t, ...entry })
  }
}
