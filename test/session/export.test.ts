// Traces in the forms that others read, from events written down here.

import assert from 'node:assert/strict'
import { exportTrace } from '../../debugger/session/export/index.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'

const events: TraceEvent[] = [
  { t: 10, kind: 'create', id: 1, by: 0, name: 'talk', type: 'coroutine', file: 'x.py', line: 3 },
  { t: 12, kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
  { t: 20, kind: 'create', id: 2, by: 1, name: 'a;b', type: 'coroutine', file: 'x.py', line: 9 },
  { t: 21, kind: 'await', id: 1, target: 2, what: 'a;b', line: 4 },
  { t: 30, kind: 'yield', id: 2, to: 0, value: "'<x>'", line: 10 },
  { t: 35, kind: 'resume', id: 1, by: 0, how: 'throw', exception: 'ValueError', inner: 2 },
  { t: 38, kind: 'output', stream: 'stdout', text: 'caught\n', by: 2 },
  { t: 40, kind: 'raise', id: 2, to: 1, exception: 'KeyError', message: 'k', line: 11 },
  { t: 44, kind: 'return', id: 1, to: 0, value: '5' },
  { t: 50, kind: 'create', id: 3, by: 0, name: 'lost', type: 'coroutine', file: 'x.py', line: 20 },
  { t: 60, kind: 'never awaited', id: 3, line: 20 },
]

describe('exports of a trace', () => {
  it('as text, a line each', () => {
    const lines = exportTrace(events, 'text', 'x').trimEnd().split('\n')
    assert.equal(lines.length, events.length)
    assert.equal(lines[1], 't=12 talk#1 resume <- main send None')
    assert.equal(lines[5], 't=35 talk#1 resume <- main throw ValueError (in a;b#2)')
  })
  it('as JSON lines that give the events back', () => {
    const lines = exportTrace(events, 'jsonl', 'x').trimEnd().split('\n')
    assert.deepEqual(
      lines.map(line => JSON.parse(line) as unknown),
      events,
    )
  })
  it('as a Mermaid diagram whose names cannot break it', () => {
    assert.equal(
      exportTrace(events, 'mermaid', 'x'),
      `sequenceDiagram
    participant c0 as main
    participant c1 as talk#35;1
    participant c2 as a#59;b#35;2
    participant c3 as lost#35;3
    c0->>c1: send
    c1->>c2: await
    c2-->>c0: yield '#lt;x#gt;'
    c0-xc2: throw ValueError
    c2--xc1: raise KeyError: k
    c1-->>c0: return 5
    Note over c3: never awaited
`,
    )
  })
  it('as Chrome JSON with slices, flows in pairs and counters', () => {
    const { traceEvents } = JSON.parse(exportTrace(events, 'chrome', 'x')) as {
      traceEvents: { ph: string; id?: number; tid: number; ts: number; dur: number }[]
    }
    const count = (ph: string): number => traceEvents.filter(event => event.ph === ph).length
    assert.equal(count('s'), count('f'))
    assert.equal(count('s'), 6)
    assert.deepEqual(
      traceEvents.filter(event => event.ph === 'X').map(({ tid, ts, dur }) => [tid, ts, dur]),
      [
        [0, 0, 12],
        [1, 12, 9],
        [2, 21, 9],
        [0, 30, 5],
        [2, 35, 5],
        [1, 40, 4],
        [0, 44, 16],
      ],
    )
  })
  it('as a page that needs nothing else and shows text as text', () => {
    const page = exportTrace(events, 'html', '<script>alert(1)</script>')
    assert.ok(page.startsWith('<!doctype html>'))
    assert.doesNotMatch(page, /<script|https?:|src=/)
    assert.match(page, /&lt;x&gt;/)
  })
  it('of nothing', () => {
    for (const format of ['text', 'jsonl', 'mermaid', 'chrome', 'html'] as const)
      assert.equal(typeof exportTrace([], format, 'x'), 'string')
  })
})
