// Traces from files: read, refused in words, travelled in; and where two runs part.

import assert from 'node:assert/strict'
import type { CoroutinesAnswer, TraceAnswer } from '../../client/views/debuggee.ts'
import { firstDifference, Recording, readTrace } from '../../client/views/recording.ts'
import { Run } from '../../client/views/run.ts'
import { story, talk } from './synthetic.ts'

const text = talk.map(event => `${JSON.stringify(event)}\n`).join('')

describe('a trace from a file', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readTrace(text), { events: talk, warning: undefined })
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
    ['a time that is none', '{"t":1e999,"kind":"close","id":1}\n', /'t' of the event/],
  ]
  for (const [what, content, why] of refused)
    it(`${what} is refused in words`, () => {
      assert.throws(() => readTrace(content), why)
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
