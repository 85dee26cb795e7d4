// Drive mode as a client sees it: send, throw, close, back and preview.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Body, DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import { marked, talk } from './programs.ts'

const decorated = marked(
  'decorated',
  `import types


@types.coroutine
def ask(q):
    try:
        answer = yield q
        answer = answer or 'nothing'  # @answered
        return answer  # @returned
    finally:  # @cleanup
        print('asked')


async def talk():
    return await ask('hello')
`,
)

interface Coroutines {
  time: number
  coroutines: {
    threadId: number
    id: number
    name: string
    state: string
    kind: string
    line?: number
    awaiting?: string
    lastSent?: string
    lastYielded?: string
  }[]
}

async function driving(client: DapClient, drive: string, marks: string[] = []): Promise<number> {
  await client.start({ program: talk.path, source: talk.source, drive }, [
    { path: talk.path, lines: marks.map(mark => talk.line(mark)) },
  ])
  const { threadId } = await client.stopped('entry')
  return threadId!
}

/** Drives, waits for the halt that follows, and gives the outcome. */
async function act(client: DapClient, threadId: number, action: string, expression?: string): Promise<Body> {
  const args = { threadId, action, ...(expression === undefined ? {} : { expression }) }
  const outcome = await client.request('coroscope/drive', args)
  const { reason } = await client.stopped()
  const reasons: Record<string, string> = {
    yielded: 'suspended',
    returned: 'return',
    closed: 'return',
    raised: 'exception',
  }
  assert.equal(reason, reasons[String(outcome.outcome)])
  return outcome
}

everywhere('driving', open => {
  it('starts on the new coroutine', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    const { coroutines } = await client.request<Coroutines>('coroscope/coroutines', {})
    const talking = coroutines.find(one => one.threadId === threadId)!
    assert.equal(talking.state, 'CORO_CREATED')
    assert.equal(talking.name, 'talk#1')
    assert.equal(talking.kind, 'coroutine')
    const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads')
    assert.deepEqual(threads.map(thread => thread.id).sort(), [1, threadId])
    assert.equal((await client.scope(threadId, 'Coroutine')).state, 'CORO_CREATED')
    assert.equal((await client.scope(threadId, 'Locals')).n, '1')
    await client.close()
  })

  it('sends, and shows where it is suspended', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    assert.deepEqual(await act(client, threadId, 'send'), { outcome: 'yielded', value: "'x?'", type: 'str' })
    assert.equal((client.events.at(-1)!.body as DebugProtocol.StoppedEvent['body']).threadId, threadId)
    assert.deepEqual(await client.stack(threadId), [
      `Ask.__await__:${talk.line('ask')}`,
      '— awaited by inner#2 —',
      `inner:${talk.line('x')}`,
      '— awaited by talk#1 —',
      `talk:${talk.line('await')}`,
    ])
    const scope = await client.scope(threadId, 'Coroutine')
    assert.deepEqual(Object.keys(scope).slice(0, 10), [
      'state',
      'kind',
      'awaiting',
      'awaited by',
      'created at',
      'suspended at',
      'last sent',
      'last yielded',
      'result',
      'exception',
    ])
    assert.deepEqual(await act(client, threadId, 'send', '4'), { outcome: 'yielded', value: "'y?'", type: 'str' })
    assert.deepEqual(await act(client, threadId, 'send', '10'), { outcome: 'returned', value: '15', type: 'int' })
    assert.match((client.events.at(-1)!.body as DebugProtocol.StoppedEvent['body']).text!, /returned 15/)
    assert.equal(client.output.stdout, 'x is 4\nleaving\n')
    assert.match(
      await client.refused('coroscope/drive', { threadId, action: 'send' }),
      /talk#1 is finished: returned 15/,
    )
    await client.close()
  })

  it('throws and closes', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    assert.deepEqual(await act(client, threadId, 'throw', 'ValueError("no")'), {
      outcome: 'returned',
      value: '-1',
      type: 'int',
    })
    assert.equal(client.output.stdout, 'caught no\nleaving\n')
    await client.close()

    const other = await open()
    const thread = await driving(other, 'talk(1)')
    await act(other, thread, 'send')
    assert.deepEqual(await act(other, thread, 'close'), { outcome: 'closed', value: 'None', type: 'NoneType' })
    assert.equal(other.output.stdout, 'leaving\n')
    await other.close()

    const third = await open()
    const id = await driving(third, 'talk(1)')
    await act(third, id, 'send')
    assert.deepEqual(await act(third, id, 'throw', 'KeyError("k")'), {
      outcome: 'raised',
      value: "'k'",
      type: 'KeyError',
    })
    await third.close()
  })

  it('steps by the table: over sends None, out closes, in stops on the first line', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await client.request('next', { threadId })
    await client.stopped('suspended')
    await client.request('stepIn', { threadId })
    const inside = await client.stopped('step')
    assert.deepEqual(await client.stack(inside.threadId!), [
      `Ask.__await__:${talk.line('answer')}`,
      '— awaited by inner#2 —',
      `inner:${talk.line('x')}`,
      '— awaited by talk#1 —',
      `talk:${talk.line('await')}`,
    ])
    await client.request('next', { threadId: inside.threadId })
    const outside = await client.stopped('step')
    assert.equal((await client.topFrame(outside.threadId!)).name, 'inner')
    await client.request('continue', { threadId })
    const stop = await client.stopped()
    assert.equal(stop.reason, 'exception')
    assert.match(stop.text!, /TypeError/)
    await client.close()
  })

  it('continues to a breakpoint, and on to the end of the drive', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)', ['printed'])
    await act(client, threadId, 'send')
    const answer = client.ask('coroscope/drive', { threadId, action: 'send', expression: '2' })
    const stop = await client.stopped('breakpoint')
    assert.equal((await client.scope(stop.threadId!, 'Locals')).x, '2')
    await client.request('continue', { threadId: stop.threadId })
    assert.deepEqual((await answer).body, { outcome: 'yielded', value: "'y?'", type: 'str' })
    await client.stopped('suspended')
    await client.close()
  })

  it('goes back over a send and takes another way', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    await act(client, threadId, 'send', '4')
    await client.request('stepBack', { threadId })
    await client.stopped('step')
    assert.equal((await client.stack(threadId))[0], `Ask.__await__:${talk.line('ask')}`)
    assert.equal((await client.scope(threadId, 'Coroutine'))['last yielded'], "'x?'")
    assert.deepEqual(await act(client, threadId, 'throw', 'ValueError'), {
      outcome: 'returned',
      value: '-1',
      type: 'int',
    })
    await client.request('reverseContinue', { threadId: 1 })
    await client.stopped('step')
    assert.deepEqual(await act(client, threadId, 'send', '5'), { outcome: 'yielded', value: "'y?'", type: 'str' })
    await client.close()
  })

  it('does not print again what it has printed', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    await act(client, threadId, 'send', '4')
    assert.equal(client.output.stdout, 'x is 4\n')
    await client.request('stepBack', { threadId })
    await client.stopped()
    await act(client, threadId, 'send', '4')
    assert.equal(client.output.stdout, 'x is 4\n')
    await client.request('stepBack', { threadId })
    await client.stopped()
    await act(client, threadId, 'send', '5')
    assert.equal(client.output.stdout, 'x is 4\nx is 5\n')
    await client.close()
  })

  it('says that there is nothing before the start', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    assert.match(await client.refused('stepBack', { threadId }), /nothing before this/)
    await client.close()
  })

  it('previews without a trace', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    const before = await client.request<Coroutines>('coroscope/coroutines', {})
    const { outcomes } = await client.request<{ outcomes: unknown[] }>('coroscope/preview', {
      threadId,
      actions: [
        { action: 'send' },
        { action: 'send', expression: '4' },
        { action: 'throw', expression: 'ValueError("z")' },
        { action: 'close' },
      ],
    })
    const cleanups = [{ file: talk.path, line: talk.line('leaving') - 1 }]
    const file = talk.path
    const inner = [
      { threadId: threadId + 2, name: 'Ask.__await__#3', file, line: 6 },
      { threadId: threadId + 1, name: 'inner#2', file, line: 11 },
    ]
    const leaves = [...inner, { threadId, name: 'talk#1', file, line: 19 }]
    assert.deepEqual(outcomes, [
      {
        outcome: 'raised',
        value: "unsupported operand type(s) for +: 'NoneType' and 'int'",
        type: 'TypeError',
        output: 'x is None\nleaving\n',
        cleanups,
        leaves,
      },
      { outcome: 'yielded', value: "'y?'", type: 'str', output: 'x is 4\n', cleanups: [], leaves: inner },
      { outcome: 'returned', value: '-1', type: 'int', output: 'caught z\nleaving\n', cleanups, leaves },
      { outcome: 'closed', value: 'None', type: 'NoneType', output: 'leaving\n', cleanups, leaves },
    ])
    assert.equal(client.output.stdout, undefined)
    assert.deepEqual(await client.request('coroscope/coroutines', {}), before)
    await client.close()
  })

  it('offers send, throw and close as targets', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    await act(client, threadId, 'send', '4')
    const frame = await client.topFrame(threadId)
    const { targets } = await client.request<DebugProtocol.StepInTargetsResponse['body']>('stepInTargets', {
      frameId: frame.id,
    })
    const labels = targets.map(target => target.label)
    assert.deepEqual(labels, [
      'send(None)',
      'send(4)',
      'throw(ValueError)',
      'throw(GeneratorExit)',
      'throw(CancelledError)',
      'close()',
    ])
    await client.request('stepIn', { threadId, targetId: targets[2].id })
    const stop = await client.stopped('return')
    assert.match(stop.text!, /returned -1/)
    await client.close()
  })

  it('takes verbs in the Debug Console', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    const say = (expression: string): Promise<Record<string, unknown>> =>
      client.request('evaluate', { expression, context: 'repl' })
    assert.equal((await say('send(None)')).result, "yielded 'x?'")
    await client.stopped('suspended')
    assert.equal((await say('throw(ValueError("x"))')).result, 'returned -1')
    await client.stopped('return')
    assert.match(await client.refused('coroscope/drive', { threadId, action: 'close' }), /finished/)
    await client.close()
  })

  it('drives generators', async () => {
    const client = await open()
    const threadId = await driving(client, 'counter(3)')
    assert.deepEqual(await act(client, threadId, 'send'), { outcome: 'yielded', value: '0', type: 'int' })
    assert.deepEqual(await act(client, threadId, 'send', '2'), { outcome: 'yielded', value: '2', type: 'int' })
    await client.request('continue', { threadId })
    const stop = await client.stopped('return')
    assert.match(stop.text!, /returned None/)
    await client.close()
  })

  it('restarts the driven coroutine afresh', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId })
    const own = stackFrames.find(frame => frame.name === 'talk')!
    assert.equal(own.canRestart, true)
    await client.request('restartFrame', { frameId: own.id })
    const stop = await client.stopped('entry')
    assert.equal((await client.scope(stop.threadId!, 'Coroutine')).state, 'CORO_CREATED')
    await client.close()
  })

  it('closes a coroutine as its thread is terminated', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    await client.request('terminateThreads', { threadIds: [threadId] })
    await client.stopped('return')
    assert.equal(client.output.stdout, 'leaving\n')
    const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads')
    assert.deepEqual(
      threads.map(thread => thread.id),
      [1],
    )
    await client.close()
  })

  it('refuses what makes no sense, in words, and stays usable', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    const refused = (args: object): Promise<string> => client.refused('coroscope/drive', { threadId, ...args })
    assert.match(await refused({ action: 'push' }), /'send' or 'throw' or 'close'/)
    assert.match(await refused({ action: 'throw' }), /what to throw/)
    assert.match(await refused({ action: 'close', expression: '1' }), /takes no value/)
    assert.match(await refused({ action: 'send', expression: 'nonsense' }), /NameError: name 'nonsense' is not defined/)
    assert.match(await refused({ action: 'send', expression: '1 +' }), /SyntaxError/)
    assert.match(await client.refused('coroscope/drive', { threadId: 99, action: 'send' }), /no thread 99/)
    assert.match(await client.refused('coroscope/drive', { threadId: 1, action: 'send' }), /main program/)
    assert.match(await client.refused('coroscope/preview', { threadId: 99, actions: [] }), /no thread 99/)
    assert.deepEqual(await act(client, threadId, 'send', '5'), {
      outcome: 'raised',
      value: "can't send non-None value to a just-started coroutine",
      type: 'TypeError',
    })
    assert.deepEqual(await act(client, threadId, 'send'), { outcome: 'yielded', value: "'x?'", type: 'str' })
    await client.close()
  })

  it('a preview says what is wrong with one action, and tries the others', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'send')
    const { outcomes } = await client.request<{ outcomes: { outcome: string; value: string }[] }>('coroscope/preview', {
      threadId,
      actions: [{ action: 'send', expression: '1/0' }, { action: 'close' }, { action: 'throw' }],
    })
    assert.deepEqual(
      outcomes.map(({ outcome, value }) => [outcome, value]),
      [
        ['refused', 'ZeroDivisionError: division by zero'],
        ['closed', 'None'],
        ['refused', 'Say what to throw, for example ValueError("x").'],
      ],
    )
    assert.match(await client.refused('coroscope/preview', { threadId }), /needs 'actions'/)
    for (const actions of [[], [{ action: 'close' }]])
      assert.match(await client.refused('coroscope/preview', { threadId: 1, actions }), /main program is no coroutine/)
    await client.close()
  })

  it('shows the result or the exception of what was driven when it has ended', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    for (const value of [undefined, '4', '10']) await act(client, threadId, 'send', value)
    const { body } = client.events.findLast(event => event.event === 'stopped') as DebugProtocol.StoppedEvent
    assert.equal(body.threadId, 1)
    assert.deepEqual(await client.stack(1), [`talk#1 returned 15:${talk.line('talk')}`])
    const scope = await client.scope(1, 'Coroutine')
    assert.deepEqual([scope.state, scope.result, scope.exception], ['CORO_CLOSED', '15', '—'])
    const { id } = await client.topFrame(1)
    assert.equal((await client.request('evaluate', { expression: 'talk.__name__', frameId: id })).result, "'talk'")
    assert.match(await client.refused('restartFrame', { frameId: id }), /cannot be restarted/)
    assert.deepEqual((await client.request('stepInTargets', { frameId: id })).targets, [])
    await client.request('stepBack', { threadId: 1 })
    await client.stopped('step')
    assert.equal((await client.scope(threadId, 'Coroutine')).state, 'CORO_SUSPENDED')
    assert.deepEqual(await act(client, threadId, 'throw', 'OSError("k")'), {
      outcome: 'raised',
      value: 'k',
      type: 'OSError',
    })
    const raised = await client.scope(1, 'Coroutine')
    assert.deepEqual([raised.state, raised.result, raised.exception], ['CORO_CLOSED', '—', 'OSError: k'])
    await client.close()
  })

  it('the console says that what was driven is finished', async () => {
    const client = await open()
    const threadId = await driving(client, 'talk(1)')
    await act(client, threadId, 'close')
    for (const expression of ['send(1)', 'throw(5)', 'close()'])
      assert.match(await client.refused('evaluate', { expression, context: 'repl' }), /talk#1 is finished: closed/)
    assert.equal((await client.request('evaluate', { expression: '1 + 1', context: 'repl' })).result, '2')
    await client.close()
  })

  it('the parts of a value are counted anew after a look that changed it', async () => {
    const client = await open()
    await client.start({ program: '/log.coro', source: 'log = []\ndef f():\n    yield\n', drive: 'f()' })
    const { threadId } = await client.stopped('entry')
    const frameId = (await client.topFrame(threadId!)).id
    const look = async (expression: string, context = 'watch'): Promise<unknown[]> => {
      const body = await client.request('evaluate', { expression, context, frameId })
      return [body.result, body.indexedVariables]
    }
    assert.deepEqual(await look('log.append(4) or log'), ['[4]', 1])
    assert.deepEqual(await look('log'), ['[]', undefined])
    assert.deepEqual(await look('log.append(4) or log', 'repl'), ['[4]', 1])
    assert.deepEqual(await look('log.append(5) or log'), ['[4, 5]', 2])
    assert.deepEqual(await look('log'), ['[4]', 1])
    await client.close()
  })

  it('tells what is wrong with a drive expression', async () => {
    const client = await open()
    await client.start({ program: talk.path, source: talk.source, drive: '[1]' })
    const stop = await client.stopped('exception')
    assert.match(stop.text!, /'\[1\]' gives a list, which cannot be driven/)
    assert.equal((await client.request('evaluate', { expression: '1 + 1' })).result, '2')
    await client.close()

    const other = await open()
    await other.start({ program: talk.path, source: talk.source, drive: 'tallk(1)' })
    assert.match((await other.stopped('exception')).text!, /NameError/)
    await other.close()

    const third = await open()
    await third.request('initialize', { adapterID: 'coro' })
    const problems: [drive: string, problem: RegExp][] = [
      ['talk(', /cannot be evaluated/],
      ['await talk(1)', /'await' outside function\. Leave out the await/],
      ['(yield)', /'yield' outside function/],
      ['[await x for x in y]', /cannot be evaluated/],
      ['talk(n=1, n=2)', /keyword argument repeated: n/],
      ['open("x")', /cannot be evaluated: .*not in Coro/],
    ]
    for (const [drive, problem] of problems)
      assert.match(await third.refused('launch', { program: talk.path, source: talk.source, drive }), problem)
    await third.request('launch', { program: talk.path, source: talk.source, drive: 'talk(1)' })
    await third.close()
  })

  it('goes into what types.coroutine has decorated', async () => {
    const client = await open()
    await client.start({ program: decorated.path, source: decorated.source, drive: 'talk()' }, [
      { path: decorated.path, lines: [decorated.line('returned')] },
    ])
    const { threadId } = await client.stopped('entry')
    const preview = await client.request<{ outcomes: { cleanups: { line: number }[] }[] }>('coroscope/preview', {
      threadId,
      actions: [{ action: 'send' }],
    })
    assert.deepEqual(preview.outcomes[0]!.cleanups, [])
    await act(client, threadId!, 'send')
    const then = await client.request<{ outcomes: { cleanups: { line: number }[] }[] }>('coroscope/preview', {
      threadId,
      actions: [{ action: 'close' }],
    })
    assert.deepEqual(
      then.outcomes[0]!.cleanups.map(place => place.line),
      [decorated.line('cleanup')],
    )
    await client.request('stepIn', { threadId })
    const { threadId: asking } = await client.stopped('step')
    const frame = await client.topFrame(asking!)
    assert.deepEqual([frame.line, frame.presentationHint], [decorated.line('answered'), 'normal'])
    await client.request('continue', { threadId })
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(asking!)).line, decorated.line('returned'))
    await client.close()
  })
})
