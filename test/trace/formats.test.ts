// Traces in the forms that others read, from events written down here.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { Machine } from '../../debugger/engine/index.ts'
import { nodeHost } from '../../debugger/main/host.ts'
import { exportTrace } from '../../debugger/session/export/index.ts'
import { loadProgram } from '../../debugger/session/index.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { readPerfetto } from './perfetto.ts'

/** What happens in a program that runs by itself. */
function traceOf(path: string): TraceEvent[] {
  const program = loadProgram(nodeHost, path, undefined, 'test')
  assert.equal(program.kind, 'ready')
  if (program.kind !== 'ready') return []
  const machine = new Machine({ write: () => {}, library: nodeHost.library })
  machine.startModule(program.code, '__main__')
  machine.run(50_000_000)
  return machine.trace.events()
}

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
  it('as Chrome JSON: a life with its states inside it, flows between them, and counters', () => {
    const { slices, flows, threads, counters } = readPerfetto(exportTrace(events, 'chrome', 'x'))
    assert.deepEqual(
      slices.map(({ tid, depth, name, from, to }) => `${tid}${'  '.repeat(depth)} ${name} ${from}-${to}`),
      [
        '1 main 0-60',
        '1   running 0-12',
        '2 talk#1 10-44',
        '2   created 10-12',
        '1   resumes talk#1 12-30',
        '2   running 12-21',
        '3 a;b#2 20-40',
        '3   created 20-21',
        '2   awaits a;b#2, line 4 21-40',
        '3   running 21-30',
        '3   suspended at line 10 30-35',
        '1   running 30-35',
        '1   resumes talk#1 35-44',
        '3   running 35-40',
        '2   running 40-44',
        '1   running 44-60',
        '4 lost#3 50-60',
        '4   created 50-60',
      ],
    )
    assert.deepEqual(
      flows.map(
        ({ name, from, to }) =>
          `${name}: ${threads.get(from.tid)} ${from.name} ${from.from} → ${threads.get(to.tid)} ${to.name} ${to.from}`,
      ),
      [
        'send: main running 0 → talk#1 running 12',
        'await: talk#1 running 12 → a;b#2 running 21',
        'yield: a;b#2 running 21 → main running 30',
        'throw: main running 30 → a;b#2 running 35',
        'raise: a;b#2 running 35 → talk#1 running 40',
        'return: talk#1 running 40 → main running 44',
      ],
    )
    assert.deepEqual(counters[counters.length - 1], { created: 0, running: 0, suspended: 0, waiting: 0 })
  })
  it('as Chrome JSON of every example, by the rules of Perfetto', () => {
    const examples = readdirSync('examples').filter(name => /\.(coro|py)$/.test(name))
    const programs = [...examples.map(name => `examples/${name}`), 'test/fixtures/run/asyncio/cancellation.py']
    for (const name of programs) {
      const { slices, flows } = readPerfetto(exportTrace(traceOf(name), 'chrome', name))
      assert.ok(slices.length > 3 && flows.length > 3, name)
      const running = slices.filter(slice => slice.name === 'running').sort((a, b) => a.from - b.from)
      for (const [i, slice] of running.entries())
        if (i > 0) assert.ok(slice.from >= running[i - 1].to, `${name}: two run at once at ${slice.from}`)
    }
  })
  it('as Chrome JSON of a trace whose beginning is lost', () => {
    for (let from = 0; from < events.length; from++) readPerfetto(exportTrace(events.slice(from), 'chrome', 'x'))
  })
  it('as a page that needs nothing else and shows text as text', () => {
    const hostile: TraceEvent[] = [
      ...events,
      {
        t: 70,
        kind: 'create',
        id: 4,
        by: 0,
        name: '<img src=x onerror=alert(1)>',
        type: 'coroutine',
        file: 'x',
        line: 1,
      },
      { t: 71, kind: 'resume', id: 4, by: 0, how: 'send', value: '"</svg><script>alert(2)</script>' },
      { t: 72, kind: 'output', stream: 'stdout', text: '</style><b>&amp;', by: 4 },
    ]
    const page = exportTrace(hostile, 'html', '<script>alert(1)</script>')
    assert.ok(page.startsWith('<!doctype html>'))
    assert.doesNotMatch(page, /<script|https?:|<img|<b>|url\(|@import|<[^>]*\s(?:on\w+|style|src)=/)
    assert.match(page, /&lt;x&gt;/)
    const policy = /content="(default-src 'none'; style-src 'sha256-([^']+)'[^"]*)"/.exec(page)!
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]
    assert.equal(policy[2], createHash('sha256').update(style).digest('base64'))
    assert.doesNotMatch(policy[1], /unsafe|\*|script-src/)
    assert.match(page, /<svg [\s\S]*class="running h1"[\s\S]*class="created h3"[\s\S]*never awaited/)
  })
  it('of a trace too long to be drawn: says what is left out', () => {
    const many: TraceEvent[] = [events[0]]
    for (let t = 20; many.length < 30_000; t += 2)
      many.push(
        { t, kind: 'resume', id: 1, by: 0, how: 'send', value: String(t) },
        { t: t + 1, kind: 'yield', id: 1, to: 0, value: "'x'", line: 5 },
      )
    const diagram = exportTrace(many, 'mermaid', 'x')
    assert.ok(diagram.length < 50_000)
    assert.match(diagram, /Note over c0: \d+ more steps are left out/)
    const page = exportTrace(many, 'html', 'x')
    assert.match(
      page,
      /30001 events · the picture has the first 3000 · the table has the first 20000; coroscope trace --format jsonl/,
    )
    assert.ok(page.length < 8_000_000)
    readPerfetto(exportTrace(many, 'chrome', 'x'))
  })
  it('of nothing', () => {
    for (const format of ['text', 'jsonl', 'mermaid', 'chrome', 'html'] as const)
      assert.equal(typeof exportTrace([], format, 'x'), 'string')
  })
})
