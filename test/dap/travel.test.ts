// Going back in other ways than by line and breakpoint: into and out of calls, to a coroutine's previous suspension, to a future that was
// left, from the end of the program; and forks as child sessions.

import assert from 'node:assert/strict'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { marked, ring, script, talk } from './programs.ts'

const start = (client: DapClient, program: Marked, marks: string[], more: object = {}, initialize: object = {}) =>
  client.start(
    { program: program.path, source: program.source, ...more },
    [{ path: program.path, lines: marks.map(mark => program.line(mark)) }],
    initialize as Record<string, unknown>,
  )

const timeOf = async (client: DapClient): Promise<number> =>
  (await client.request<{ time: number }>('coroscope/coroutines', {})).time

async function back(client: DapClient, command: string, threadId = 1): Promise<string> {
  await client.request(command, { threadId })
  await client.stopped('step')
  return (await client.stack(threadId))[0]
}

const raising = marked(
  'raising',
  `def fail(n):
    raise (KeyError if n % 2 else ValueError)(n)  # @raise

for n in range(1, 5):
    try:
        fail(n)
    except (KeyError, ValueError):
        pass
print(n)  # @last
`,
)

interface Future {
  readonly id: number
  readonly from: number
  readonly end: number
  readonly choices: string[]
  readonly events?: { readonly kind: string }[]
}

everywhere('going back', open => {
  it('into the call that was made just before', async () => {
    const client = await open()
    await start(client, script, ['print'])
    await client.stopped('breakpoint')
    // The loop's last test, then what fib did last.
    assert.equal(await back(client, 'coroscope/stepBackInto'), `work:${script.line('loop')}`)
    assert.match(await back(client, 'coroscope/stepBackInto'), /^fib:/)
    assert.match(await back(client, 'coroscope/stepBackInto'), /^fib:/)
    await client.close()
  })

  it('out of a call to the line that made it, and over it', async () => {
    const client = await open()
    await start(client, script, ['test'])
    await client.stopped('breakpoint')
    assert.equal(await back(client, 'coroscope/stepBackOut'), `work:${script.line('body')}`)
    assert.equal(await back(client, 'coroscope/stepBackOut'), `<module>:${script.line('call')}`)
    assert.equal(await back(client, 'coroscope/stepBackOver'), `<module>:${script.line('call') - 1}`)
    await client.close()
  })

  it('to where an exception was raised, as a filter asks', async () => {
    const client = await open()
    await start(client, raising, ['last'], { stopOnEntry: true })
    await client.stopped('entry')
    await client.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [{ filterId: 'raised', condition: 'KeyError' }],
    })
    for (const key of [1, 3]) {
      await client.request('continue', { threadId: 1 })
      const { text } = await client.stopped('exception')
      assert.equal(text, `KeyError: ${key}`)
    }
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    for (const key of [3, 1]) {
      await client.request('reverseContinue', { threadId: 1 })
      assert.equal((await client.stopped('exception')).text, `KeyError: ${key}`)
      assert.equal((await client.stack(1))[0], `fail:${raising.line('raise')}`)
      const info = await client.request<{ exceptionId: string }>('exceptionInfo', { threadId: 1 })
      assert.equal(info.exceptionId, 'KeyError')
    }
    // On from there as before.
    await client.request('continue', { threadId: 1 })
    assert.equal((await client.stopped('exception')).text, 'KeyError: 3')
    await client.close()
  })

  it('into an awaited coroutine and out to who resumed it', async () => {
    const client = await open()
    await start(client, ring, ['after'])
    const { threadId } = await client.stopped('breakpoint')
    await client.request('coroscope/stepBackOut', { threadId })
    const stop = await client.stopped('step')
    assert.deepEqual([stop.threadId, (await client.stack(1))[0]], [1, `run:${ring.line('send')}`])
    await client.close()
  })

  it("to a coroutine's previous suspension, whatever else ran meanwhile", async () => {
    const client = await open()
    await start(client, ring, ['over'])
    await client.stopped('breakpoint')
    const names: string[] = []
    // worker 'a' has finished: it lives again at each of its three suspensions.
    for (let i = 0; i < 3; i++) {
      await client.request('coroscope/previousSuspension', { threadId: 2 })
      const { threadId } = await client.stopped('goto')
      assert.equal(threadId, 2)
      assert.match((await client.stack(2)).at(-1)!, new RegExp(`^worker:${ring.line('turn')}$`))
      names.push((await client.scope(2, 'Coroutine')).state)
    }
    assert.deepEqual(names, ['CORO_SUSPENDED', 'CORO_SUSPENDED', 'CORO_SUSPENDED'])
    assert.match(await client.refused('coroscope/previousSuspension', { threadId: 2 }), /was not suspended before/)
    assert.match(await client.refused('coroscope/previousSuspension', { threadId: 99 }), /no thread 99/)
    await client.close()
  })
})

everywhere('futures', open => {
  it('that were left are listed and can be gone on in', async () => {
    const client = await open()
    await start(client, talk, [], { drive: 'talk(1)' })
    const { threadId } = await client.stopped('entry')
    const drive = async (action: string, expression?: string): Promise<unknown> => {
      const answer = await client.request('coroscope/drive', { threadId, action, expression })
      await client.stopped()
      return answer.value
    }
    await drive('send')
    const branch = await timeOf(client)
    await drive('send', '5')
    await drive('send', '6')
    const end = await timeOf(client)
    assert.deepEqual((await client.request<{ futures: Future[] }>('coroscope/futures')).futures, [])
    await client.request('coroscope/travel', { time: branch })
    await client.stopped('goto')
    assert.equal(await drive('throw', 'ValueError("v")'), '-1')
    const { futures } = await client.request<{ futures: Future[] }>('coroscope/futures', { events: true })
    assert.equal(futures.length, 1)
    const [{ id, from, choices, events }] = futures
    assert.deepEqual([from, futures[0].end, choices], [branch, end, ['send(5) on #1', 'send(6) on #1']])
    assert.ok(events!.some(event => event.kind === 'return'))

    await client.request('coroscope/travel', { future: id })
    await client.stopped('goto')
    assert.equal(await timeOf(client), end)
    assert.match(await client.refused('stackTrace', { threadId }), /talk#1 is finished: returned 12/)
    const after = (await client.request<{ futures: Future[] }>('coroscope/futures')).futures
    assert.deepEqual(
      after.map(one => one.choices),
      [['throw(ValueError("v")) on #1']],
    )
    // Nothing is printed twice.
    assert.equal(client.output.stdout.match(/x is 5/g)?.length, 1)
    assert.match(await client.refused('coroscope/travel', { future: 77 }), /no future 77/)
    await client.close()
  })
})

everywhere('the end of the program', open => {
  it('is stopped at when asked for, and one can go back from there', async () => {
    const client = await open()
    await start(client, script, ['body'], { stopAtEnd: true })
    for (let i = 0; i < 5; i++) {
      await client.stopped('breakpoint')
      await client.request('continue', { threadId: 1 })
    }
    const stop = await client.stopped('end')
    assert.match(stop.text!, /ended with status 0/)
    assert.deepEqual(await client.stack(1), [])
    assert.equal(await back(client, 'stepBack'), `<module>:${script.line('end')}`)
    await client.request('continue', { threadId: 1 })
    await client.stopped('end')
    await client.request('reverseContinue', { threadId: 1 })
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('body'))
    await client.request('continue', { threadId: 1 })
    await client.stopped('end')
    await client.request('continue', { threadId: 1 })
    assert.deepEqual((await client.event('exited')).body, { exitCode: 0 })
    await client.close()
  })

  it('is no end of looking back, also when nobody asked to stop there', async () => {
    const client = await open()
    await start(client, script, [])
    await client.event('terminated')
    assert.match(await client.refused('continue', { threadId: 1 }), /has ended/)
    const { events, time } = await client.request<{ events: unknown[]; time: number }>('coroscope/trace')
    assert.ok(events.length > 0)
    await client.request('coroscope/travel', { time: Math.floor(time / 2) })
    await client.stopped('goto')
    assert.equal(await timeOf(client), Math.floor(time / 2))
    await client.request('continue', { threadId: 1 })
    await client.event('terminated')
    // What was printed is not printed again.
    assert.equal(client.output.stdout, 'total 12\nresult 12\n')
    await client.close()
  })
})

const pair = marked(
  'pair',
  `def counter():
    n = 0
    while True:
        n += yield n  # @yield


c = counter()
next(c)
for i in range(3):
    c.send(i)  # @send
print('done')
`,
)

everywhere('a fork', open => {
  it('is a child session that stands at the same moment', async () => {
    const client = await open()
    await start(client, talk, [], { drive: 'talk(1)' }, { supportsStartDebuggingRequest: true, adapterID: 'mine' })
    const { threadId } = await client.stopped('entry')
    await client.request('next', { threadId })
    await client.stopped('suspended')
    const { isStarted } = await client.request('coroscope/fork', { name: 'What if' })
    assert.equal(isStarted, true)
    const { arguments: args } = await client.askedFor('startDebugging')
    const { configuration, request } = args as { configuration: Record<string, unknown>; request: string }
    assert.deepEqual([request, configuration.type, configuration.name], ['launch', 'mine', 'What if'])

    const child = await open()
    await child.request('initialize', { adapterID: 'coro' })
    await child.request('launch', configuration)
    await child.event('initialized')
    await child.request('configurationDone')
    await child.stopped('goto')
    assert.equal(await timeOf(child), await timeOf(client))
    const [one, two] = await Promise.all([
      client.request('coroscope/drive', { threadId, action: 'send', expression: '3' }),
      child.request('coroscope/drive', { threadId, action: 'throw', expression: 'ValueError' }),
    ])
    assert.deepEqual([one.outcome, two.outcome], ['yielded', 'returned'])
    await child.close()
    await client.close()
  })

  it('is described to a client that cannot start one, in run mode too', async () => {
    const client = await open()
    await start(client, pair, ['send'])
    await client.stopped('breakpoint')
    const { isStarted, configuration } = await client.request('coroscope/fork')
    assert.equal(isStarted, false)
    assert.deepEqual(client.asked, [])
    const child = await open()
    await child.request('initialize', { adapterID: 'coro' })
    await child.request('launch', configuration)
    await child.request('configurationDone')
    await child.stopped('goto')
    assert.equal((await child.topFrame(1)).line, pair.line('send'))
    await child.close()
    await client.close()
  })
})

everywhere('a history that is full', open => {
  it('reaches its oldest moments by running the program again, which prints nothing twice', async () => {
    const client = await open()
    // Much is changed all the time: more than a megabyte keeps.
    const source = `data = [[i] for i in range(20000)]
print('made')
for turn in range(12):
    for item in data:
        item[0] += 1
print('changed')
end = 1
`
    await client.start({ program: '/p/full.py', source, maxHistoryMB: 1 }, [{ path: '/p/full.py', lines: [7] }])
    await client.stopped('breakpoint')
    const end = await timeOf(client)
    await client.request('coroscope/travel', { time: 200_000 })
    await client.stopped('goto')
    assert.equal(await timeOf(client), 200_000)
    const early = await client.request('evaluate', { expression: 'data[0][0]', context: 'watch' })
    assert.ok(Number(early.result) < 12, String(early.result))
    await client.request('coroscope/travel', { time: end })
    await client.stopped('goto')
    assert.equal(await timeOf(client), end)
    assert.equal(client.output.stdout, 'made\nchanged\n')
    assert.equal(client.output.important, undefined)
    await client.close()
  })
})
