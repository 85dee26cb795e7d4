// A trace as Chrome Trace Event JSON, which Perfetto and chrome://tracing open: a track for each coroutine, a slice while it runs,
// flow arrows for what is sent and given back, a counter of the coroutines alive. One instruction is one microsecond.

import type { TraceEvent } from '../../trace/index.ts'
import { readTrace } from './spans.ts'

type Entry = Record<string, unknown>

export function traceChrome(events: readonly TraceEvent[], title: string): string {
  const { lanes, spans, arrows, end } = readTrace(events)
  const out: Entry[] = [{ ph: 'M', pid: 1, tid: 0, name: 'process_name', args: { name: title } }]
  lanes.forEach((lane, index) => {
    out.push({ ph: 'M', pid: 1, tid: lane.id, name: 'thread_name', args: { name: lane.name } })
    out.push({ ph: 'M', pid: 1, tid: lane.id, name: 'thread_sort_index', args: { sort_index: index } })
  })
  for (const span of spans)
    out.push({
      ph: 'X',
      pid: 1,
      tid: span.id,
      ts: span.from,
      dur: span.to - span.from,
      name: 'running',
      cat: 'coroutine',
    })
  arrows.forEach((arrow, index) => {
    const flow = { pid: 1, cat: 'control', name: arrow.kind, id: index + 1 }
    // A flow binds to the slice that encloses it: it leaves at the end of one and arrives at the start of the next.
    out.push({ ...flow, ph: 's', tid: arrow.from, ts: Math.max(0, arrow.t - 1) })
    out.push({ ...flow, ph: 'f', bp: 'e', tid: arrow.to, ts: arrow.t })
    if (arrow.kind === 'throw' || arrow.kind === 'close' || arrow.kind === 'raise')
      out.push({
        ph: 'i',
        s: 't',
        pid: 1,
        tid: arrow.to,
        ts: arrow.t,
        cat: 'control',
        name: `${arrow.kind} ${arrow.label}`.trim(),
      })
  })
  let alive = 0
  const changes = lanes.flatMap(lane => [
    { t: lane.from, by: lane.id === 0 ? 0 : 1 },
    ...(lane.to === undefined ? [] : [{ t: lane.to, by: -1 }]),
  ])
  changes.sort((a, b) => a.t - b.t)
  for (const change of changes) {
    alive += change.by
    out.push({ ph: 'C', pid: 1, tid: 0, ts: change.t, name: 'coroutines alive', args: { alive } })
  }
  out.push({ ph: 'C', pid: 1, tid: 0, ts: end, name: 'coroutines alive', args: { alive } })
  return `${JSON.stringify({ displayTimeUnit: 'ns', otherData: { unit: 'one instruction is 1 us' }, traceEvents: out })}\n`
}
