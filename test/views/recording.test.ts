// Traces from files: read, refused in words, travelled in; and where two runs part.

import assert from 'node:assert/strict'
import type { CoroutinesAnswer, TraceAnswer } from '../../client/views/debuggee.ts'
import { firstDifference, Recording, readTrace, TraceReader } from '../../client/views/recording.ts'
import { Run } from '../../client/views/run.ts'
import { roundRobin, story, talk } from './synthetic.ts'

const text = talk.map(event => `${JSON.stringify(event)}\n`).join('')

describe('a trace from a file', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readTrace(text).events, talk)
    assert.equal(readTrace(text).warning, undefined)
    assert.deepEqual(readTrace(text.slice(0, -1)).events, talk)
    assert.deepEqual(readTrace(`\ufeff${text.replaceAll('\n', '\r\n\r\n')}`).events, talk)
  })

  it('cut in the middle of a line: what comes before is shown, and said', () => {
    const cut = readTrace(text.slice(0, -20))
    assert.equal(cut.events.length, talk.length - 1)
    assert.match(cut.warning ?? '', /ends in the middle of line 9/)
  })

  const refused: [what: string, text: string, why: RegExp][] = [
    ['nothing', '', /no events/],
    ['another kind of file', 'async def f():\n    pass\n', /not a trace/],
    ['a line that is not JSON', `${text}oops\n${text}`, /Line 10 of the trace is not JSON/],
    [
      'an event of a later version',
      `${text}{"t":100,"kind":"teleport","id":1}\n`,
      /'teleport' is not known to this version/,
    ],
    ['something else in JSON', '[1, 2]\n', /Line 1 is not an event/],
    ['a field that is missing', '{"t":1,"kind":"create","id":1}\n', /Line 1: 'by' of the event 'create'/],
    [
      'a field of another type',
      `${text}{"t":100,"kind":"yield","id":1,"to":0,"value":{"a":1},"line":1}\n`,
      /'value' of the event 'yield'/,
    ],
    ['time that goes backwards', `${text}{"t":1,"kind":"close","id":1}\n`, /time goes backwards, from 90 to 1/],
    ['two lines that only together are JSON', '[1\n2]\n', /not a trace/],
    ['an id that is none', '{"t":1,"kind":"close","id":1e12}\n', /'id' of the event 'close'/],
    ['a time that is none', '{"t":1e999,"kind":"close","id":1}\n', /'t' of the event/],
  ]
  for (const [what, content, why] of refused)
    it(`${what} is refused in words`, () => {
      assert.throws(() => readTrace(content), why)
    })

  it('a long one is read in pieces, each shown as it comes; an error in the middle keeps what came before', () => {
    const long = roundRobin(40, 5000)
    const lines = long.map(event => `${JSON.stringify(event)}\n`)
    const reader = new TraceReader(lines.join(''))
    const seen: number[] = []
    while (!reader.isDone) {
      reader.readFor(0.001)
      seen.push(reader.events.length)
    }
    assert.ok(seen.length > 1, `${seen.length} pieces`)
    assert.deepEqual(reader.events, long)
    const broken = new TraceReader([...lines.slice(0, 4000), 'oops\n', ...lines.slice(4000)].join(''))
    assert.throws(() => broken.readFor(Number.POSITIVE_INFINITY), /Line 4001 of the trace is not JSON/)
    assert.deepEqual(broken.events, long.slice(0, 4000))
  })

  it('any place in a long one is as it is from the beginning', async () => {
    const long = roundRobin(40, 40_000)
    const walked = new Recording(long)
    for (const index of [39_000, 5, 20_000, 12_345, 39_999, 30_000]) {
      const time = long[index]!.t
      const fresh = new Recording(long.slice(0, index + 1))
      await walked.request('coroscope/travel', { time })
      assert.deepEqual(await walked.request('coroscope/coroutines'), await fresh.request('coroscope/coroutines'))
    }
  })

  it('can be travelled in; coroutines are as they were then', async () => {
    const recording = new Recording(talk)
    const at = async (time: number) => {
      await recording.request('coroscope/travel', { time })
      const answer = await recording.request<CoroutinesAnswer>('coroscope/coroutines')
      return answer.coroutines
        .filter(info => !info.isMain)
        .map(info =>
          `${info.name} ${info.state} ${info.awaiting ?? ''} ${info.lastSent ?? ''} ${info.lastYielded ?? ''}`.trim(),
        )
    }
    assert.deepEqual(await at(10), ['talk#1 CORO_CREATED'])
    assert.deepEqual(await at(50), [
      'talk#1 CORO_SUSPENDED Ask.__await__#2 None',
      "Ask.__await__#2 CORO_SUSPENDED   'x?'",
    ])
    assert.deepEqual(await at(80), ['talk#1 CORO_RUNNING  4'])
    assert.deepEqual(await at(90), [])
    await recording.request('coroscope/travel', { time: 50 })
    const trace = await recording.request<TraceAnswer>('coroscope/trace', {})
    assert.deepEqual([trace.events.length, trace.future.length], [5, 4])
    await assert.rejects(recording.request('coroscope/drive', {}), /recorded run/)
  })

  it('a click far back goes there, whatever was looked at before', async () => {
    const run = new Run()
    const recording = new Recording(talk)
    recording.onMove = time => {
      run.onEvent('coroscope/changed', { time })
      run.onEvent('stopped', {})
    }
    run.use(recording, false, true)
    run.onEvent('stopped', {})
    const arrived = (past: number) =>
      new Promise<void>(resolve => {
        run.onChange(() => run.past === past && resolve())
      })
    await arrived(talk.length)
    for (const index of [1, 6, 3]) {
      void run.travel(talk[index]!.t)
      await arrived(index + 1)
    }
  })

  it('in the views nothing can be driven, and that is said', async () => {
    const run = new Run()
    run.use(new Recording(talk), false, true)
    run.onEvent('stopped', undefined)
    await new Promise<void>(resolve => run.onChange(() => run.lanes.events.length > 0 && resolve()))
    assert.equal(run.lanes.events.length, talk.length)
    assert.match(run.whyNot ?? '', /recorded run/)
    assert.deepEqual(run.offers, [])
  })
})

describe('two runs', () => {
  it('part at the first event that differs; times and lines do not count', () => {
    assert.equal(firstDifference(talk, talk), undefined)
    assert.equal(
      firstDifference(
        talk,
        talk.map(event => ({ ...event, t: event.t * 3 })),
      ),
      undefined,
    )
    assert.equal(firstDifference(talk, talk.slice(0, 4)), 4)
    const other = talk.map((event, index) => (index === 6 ? { ...event, value: '5' } : event))
    assert.equal(firstDifference(talk, other as typeof talk), 6)
    assert.equal(firstDifference(story(), talk), 0)
  })
})
