// A run as the views see it, against an adapter that answers from a table.

import assert from 'node:assert/strict'
import type { CoroutineInfo, Debuggee, TraceAnswer } from '../../client/views/debuggee.ts'
import { offersFor, Run } from '../../client/views/run.ts'
import { eventInWords, outcomeInWords, storyOf } from '../../client/views/words.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { roundRobin, story, talk } from './synthetic.ts'

const info: CoroutineInfo = { threadId: 2, id: 1, name: 'talk#1', kind: 'coroutine', state: 'CORO_SUSPENDED', line: 14 }

/** An adapter that answers what it is told to, and keeps what it was asked. */
class Adapter implements Debuggee {
  readonly asked: string[] = []
  coroutines: readonly CoroutineInfo[] = [info]
  trace: TraceAnswer = { time: 0, events: [], future: [] }
  refusal: string | undefined

  async request<Answer>(command: string, args?: object): Promise<Answer> {
    this.asked.push(`${command} ${JSON.stringify(args ?? {})}`)
    if (command === 'coroscope/coroutines') return { time: this.trace.time, coroutines: this.coroutines } as Answer
    if (command === 'coroscope/trace') {
      const { from = 0 } = args as { from?: number }
      const inside = (event: TraceEvent) => event.t >= from
      const { time, events, future } = this.trace
      return { time, events: events.filter(inside), future: future.filter(inside) } as Answer
    }
    if (this.refusal !== undefined) throw new Error(this.refusal)
    if (command === 'coroscope/drive') return { outcome: 'yielded', value: '3', type: 'int' } as Answer
    if (command === 'coroscope/preview')
      return { outcomes: [{ outcome: 'returned', value: '1', type: 'int', output: '' }] } as Answer
    return {} as Answer
  }
}

async function started(adapter: Adapter): Promise<Run> {
  const run = new Run()
  run.use(adapter)
  run.onEvent('stopped', { threadId: 2 })
  await settled()
  return run
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve()
}

describe('run', () => {
  it('after a stop the coroutine is selected and each next step has its outcome', async () => {
    const run = await started(new Adapter())
    assert.equal(run.selected?.name, 'talk#1')
    assert.deepEqual(
      run.offers.map(offer => `${offer.action} ${offer.expression ?? ''} ${offer.outcome?.value}`),
      ['send None 1', 'throw ValueError 1', 'close  1'],
    )
  })

  it('driving says what happened; a refusal is said too and changes nothing', async () => {
    const adapter = new Adapter()
    const run = await started(adapter)
    assert.equal(await run.drive('send', '4'), true)
    assert.equal(run.message?.text, 'You sent 4: it yielded 3.')
    adapter.refusal = "name 'x' is not defined"
    assert.equal(await run.drive('send', 'x'), false)
    assert.deepEqual(run.message, { text: "name 'x' is not defined", isError: true })
    assert.equal(run.selected?.state, 'CORO_SUSPENDED')
  })

  it('back from where a drive was paused undoes the drive; steps that were taken there are undone one by one first', async () => {
    const adapter = new Adapter()
    const run = new Run({ previews: false })
    run.use(adapter, true)
    const asked = async (command: string, reason: string): Promise<string> => {
      await run.step(command)
      const said = adapter.asked.at(-1)!.split(' ')[0]!
      run.onEvent('stopped', { threadId: 2, reason })
      await settled()
      return said
    }
    run.onEvent('stopped', { threadId: 2, reason: 'suspended' })
    await settled()
    assert.equal(await asked('continue', 'pause'), 'continue')
    assert.equal(await asked('next', 'step'), 'next')
    assert.equal(await asked('stepBack', 'step'), 'stepBack')
    assert.equal(await asked('stepBack', 'step'), 'reverseContinue')
    assert.equal(await asked('stepBack', 'step'), 'stepBack')
    // The program itself has no drive to undo.
    run.use(adapter)
    run.onEvent('stopped', { threadId: 2, reason: 'pause' })
    await settled()
    assert.equal(await asked('stepBack', 'step'), 'stepBack')
  })

  it('the picture grows by what is new, and is made anew when history is another', async () => {
    const adapter = new Adapter()
    adapter.trace = { time: 40, events: talk.slice(0, 4), future: [] }
    const run = await started(adapter)
    const { lanes } = run
    adapter.trace = { time: 90, events: talk, future: [] }
    run.onEvent('coroscope/changed', { time: 90 })
    await settled()
    assert.equal(run.lanes, lanes, 'the same picture, grown')
    assert.equal(run.past, talk.length)
    adapter.trace = { time: 20, events: talk.slice(0, 2), future: talk.slice(2) }
    run.onEvent('coroscope/changed', { time: 20 })
    await settled()
    assert.equal(run.lanes, lanes, 'going back changes only the place')
    assert.equal(run.past, 2)
    const other = { t: 25, kind: 'create', id: 9, by: 0, name: 'z', type: 'generator', file: 'f', line: 1 } as const
    adapter.trace = { time: 30, events: [...talk.slice(0, 2), other], future: [] }
    run.onEvent('coroscope/changed', { time: 30 })
    await settled()
    assert.notEqual(run.lanes, lanes)
    assert.equal(run.lanes.events.length, 3)
  })

  it('a branch that ends in the same event as the one before is told from it', async () => {
    const adapter = new Adapter()
    adapter.trace = { time: 90, events: talk, future: [] }
    const run = await started(adapter)
    const other = talk.map(event => (event.kind === 'resume' && event.value === '4' ? { ...event, value: '5' } : event))
    adapter.trace = { time: 60, events: talk.slice(0, 6), future: talk.slice(6) }
    run.onEvent('coroscope/changed', { time: 60 })
    adapter.trace = { time: 90, events: other, future: [] }
    run.onEvent('coroscope/changed', { time: 90 })
    await settled()
    assert.deepEqual(run.lanes.events, other)
  })

  it('a run that goes on asks only for what is new', async () => {
    const adapter = new Adapter()
    adapter.trace = { time: 50, events: talk.slice(0, 5), future: [] }
    const run = await started(adapter)
    adapter.asked.length = 0
    adapter.trace = { time: 90, events: talk, future: [] }
    run.onEvent('coroscope/changed', { time: 90 })
    await settled()
    assert.ok(adapter.asked.includes('coroscope/trace {"from":50}'), adapter.asked.join('\n'))
    assert.deepEqual(run.lanes.events, talk)
  })

  it('a finished coroutine stays, with its result, and says why it cannot be driven', async () => {
    const adapter = new Adapter()
    adapter.trace = { time: 40, events: talk.slice(0, 5), future: [] }
    const run = await started(adapter)
    adapter.coroutines = []
    adapter.trace = { time: 90, events: talk, future: [] }
    run.onEvent('stopped', { threadId: 2 })
    await settled()
    assert.equal(run.selected?.state, 'CORO_CLOSED')
    assert.equal(run.whyNot, 'Finished: returned 8.')
    assert.deepEqual(run.offers, [])
  })

  it('a long run is taken in pieces: something is there at once, in the end everything', async () => {
    // A clock that makes each piece as short as it can be.
    const real = performance.now
    let clock = 0
    performance.now = () => (clock += 1000)
    try {
      const adapter = new Adapter()
      const long = roundRobin(20, 5000)
      adapter.trace = { time: long[3999]!.t, events: long.slice(0, 4000), future: long.slice(4000) }
      const run = new Run()
      run.use(adapter)
      run.onEvent('stopped', { threadId: 2 })
      await settled()
      const first = run.lanes.events.length
      assert.ok(first > 0 && first < long.length, `${first} events`)
      assert.equal(run.past, first)
      const whole = () => run.lanes.events.length === long.length
      const grown = new Promise<void>(resolve => {
        run.onChange(() => whole() && resolve())
      })
      run.showInternal(true)
      await grown
      assert.equal(run.past, 4000)
      assert.deepEqual(run.lanes.events, long)
      // Another run does not get what was still to come of the one before.
      const next = new Run()
      next.use(adapter)
      next.onEvent('stopped', { threadId: 2 })
      await settled()
      next.use(undefined)
      await new Promise(resolve => setTimeout(resolve, 0))
      assert.equal(next.lanes.events.length, 0)
    } finally {
      performance.now = real
    }
  })

  it('a view that comes when what was driven has finished shows that, not the main program', async () => {
    const adapter = new Adapter()
    adapter.coroutines = [{ threadId: 1, id: 0, name: 'main', kind: 'main', state: 'CORO_RUNNING', isMain: true }]
    adapter.trace = { time: 90, events: talk, future: [] }
    const run = new Run()
    run.use(adapter, true)
    run.onEvent('stopped', undefined)
    run.selectThread(1)
    await settled()
    assert.equal(run.selected?.name, 'talk#1')
    assert.equal(run.selected?.result, '8')
  })

  it('a drag asks for the first and the last place, not for each on the way', async () => {
    const adapter = new Adapter()
    const run = await started(adapter)
    adapter.asked.length = 0
    for (const time of [10, 20, 30, 40]) void run.travel(time)
    await settled()
    assert.deepEqual(
      adapter.asked.filter(each => each.startsWith('coroscope/travel')),
      ['coroscope/travel {"time":10}', 'coroscope/travel {"time":40}'],
    )
  })

  it('the end comes with what happened last; a part that does not follow on what is known is left out', async () => {
    const adapter = new Adapter()
    adapter.trace = { time: 50, events: talk.slice(0, 5), future: [] }
    const run = await started(adapter)
    run.onEvent('coroscope/ended', { time: 90, from: 70, events: talk.slice(7) })
    assert.equal(run.lanes.events.length, 5)
    run.onEvent('coroscope/ended', { time: 90, from: 50, events: talk.slice(4) })
    run.onEvent('terminated', undefined)
    assert.deepEqual(run.lanes.events, talk)
    assert.equal(run.past, talk.length)
    assert.equal(run.selected?.result, '8')
  })

  it('the end of the session keeps the picture and says so', async () => {
    const run = await started(new Adapter())
    run.onEvent('terminated', undefined)
    assert.equal(run.phase, 'over')
    assert.equal(run.whyNot, 'The program is over. Start it again.')
  })

  it('offers: a fresh one accepts only None; values sent before are offered if they can be sent again', () => {
    const sent = (value: string) => ({ kind: 'resume', id: 1, by: 0, how: 'send', value }) as const
    const events = story(sent('<Box object>'), sent("'tea'"), sent('3'), {
      kind: 'resume',
      id: 1,
      by: 0,
      how: 'throw',
      exception: 'TimeoutError',
    })
    const words = (state: CoroutineInfo['state']) =>
      offersFor({ ...info, state }, events).map(each => `${each.action} ${each.expression ?? ''}`.trim())
    assert.deepEqual(words('CORO_SUSPENDED'), ['send None', 'send 3', "send 'tea'", 'throw TimeoutError', 'close'])
    assert.deepEqual(words('CORO_CREATED'), ['send None', 'throw TimeoutError', 'close'])
  })

  it('words: events, outcomes and states', () => {
    const name = (id: number) => ['main', 'talk#1', 'Ask.__await__#2'][id] ?? '?'
    assert.deepEqual(
      talk.slice(0, 5).map(event => eventInWords(event, name)),
      [
        'main makes talk#1 (coroutine)',
        'main sends None to talk#1',
        'talk#1 makes Ask.__await__#2 (generator)',
        'talk#1 awaits Ask.__await__#2 at line 14',
        "Ask.__await__#2 yields 'x?' to main and is suspended at line 6",
      ],
    )
    assert.equal(
      outcomeInWords({ outcome: 'closed', value: 'None', type: 'NoneType', output: 'left\n' }),
      'closed, prints "left"',
    )
    assert.equal(outcomeInWords({ outcome: 'raised', value: 'no', type: 'ValueError' }), 'raises ValueError: no')
    assert.match(storyOf({ ...info, lastYielded: "'x?'" }), /^It handed out 'x\?' and waits at line 14/)
  })
})
