// Stopping at what happens to a coroutine: breakpoint modes, and the exception filters for what arrives in a coroutine, leaves one, or
// never comes to anything.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { marked, talk } from './programs.ts'

const tasks = marked(
  'tasks',
  `import asyncio


async def sleeper(n):
    try:
        await asyncio.sleep(n)  # @sleep
    except asyncio.CancelledError:
        print('cancelled', n)  # @handled
        raise
    return n


def bad():
    yield 1
    next(iter([]))  # @escapes


async def forgotten():
    pass


async def main():
    one = asyncio.create_task(sleeper(1))
    two = asyncio.create_task(sleeper(2))
    await asyncio.sleep(0.5)  # @half
    two.cancel()
    print(await one)
    try:
        await two  # @two
    except asyncio.CancelledError:
        pass
    try:
        list(bad())  # @bad
    except RuntimeError as error:
        print(error)
    forgotten()  # @forgotten
    a = await sleeper(3); b = await sleeper(4)  # @both
    raise KeyError(a + b)  # @raise


try:
    asyncio.run(main())
except KeyError as error:
    print('key', error)  # @caught
`,
)

async function launch(client: DapClient, program: Marked, more: object = {}): Promise<DebugProtocol.Capabilities> {
  const capabilities = await client.request<DebugProtocol.Capabilities>('initialize', { adapterID: 'coro' })
  await client.request('launch', { program: program.path, source: program.source, ...more })
  await client.event('initialized')
  return capabilities
}

async function mode(client: DapClient, program: Marked, mark: string, name: string, more: object = {}) {
  const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
    source: { path: program.path },
    breakpoints: [{ line: program.line(mark), mode: name, ...more }],
  })
  return breakpoints[0]
}

async function filter(client: DapClient, filterId: string, condition?: string) {
  const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>(
    'setExceptionBreakpoints',
    { filters: [], filterOptions: [condition === undefined ? { filterId } : { filterId, condition }] },
  )
  return breakpoints[0]
}

const go = (client: DapClient) => client.request('continue', { threadId: 1 })

async function toTheEnd(client: DapClient): Promise<void> {
  await go(client)
  assert.deepEqual((await client.event('exited')).body, { exitCode: 0 })
}

everywhere('breakpoint modes', open => {
  it('are told in the capabilities and have their own places', async () => {
    const client = await open()
    const { breakpointModes } = await launch(client, talk)
    assert.deepEqual(
      breakpointModes?.map(one => one.mode),
      ['reached', 'suspends', 'resumes', 'thrown', 'closed'],
    )
    assert.equal((await mode(client, talk, 'x', 'suspends')).line, talk.line('x'))
    assert.match((await mode(client, talk, 'first', 'suspends')).message!, /Nothing is awaited or yielded/)
    assert.match(
      await client.refused('setBreakpoints', { source: { path: talk.path }, breakpoints: [{ line: 1, mode: 'x' }] }),
      /'mode' must be/,
    )
    await client.close()
  })

  it('stop when an await suspends, in the coroutine that awaits', async () => {
    const client = await open()
    await launch(client, talk, { drive: 'talk(1)' })
    const { id } = await mode(client, talk, 'await', 'suspends')
    await client.request('configurationDone')
    await client.stopped('entry')
    await client.request('next', { threadId: 2 })
    const stop = await client.stopped('suspended')
    assert.deepEqual(stop.hitBreakpointIds, [id])
    await client.close()
  })

  it('stop when it is resumed, thrown into, or closed', async () => {
    const client = await open()
    await launch(client, talk, { drive: 'talk(1)' })
    await client.request('configurationDone')
    const { threadId } = await client.stopped('entry')
    await client.request('next', { threadId })
    await client.stopped('suspended')
    for (const [name, reason, drive] of [
      ['resumes', 'resumed', { action: 'send', expression: '5' }],
      ['thrown', 'thrown into', { action: 'throw', expression: 'ValueError("v")' }],
      ['closed', 'closed', { action: 'close' }],
    ] as const) {
      const { id } = await mode(client, talk, 'x', name)
      const answer = client.ask('coroscope/drive', { threadId, ...drive })
      const stop = await client.stopped(reason)
      assert.deepEqual(stop.hitBreakpointIds, [id])
      // inner() is what stands at the line; it is coroutine 2.
      assert.equal(stop.threadId, 3)
      assert.match(stop.text!, /^inner#2 was (resumed|thrown into|closed) at line \d+$/)
      await mode(client, talk, 'x', 'reached')
      await client.request('continue', { threadId: 1 })
      assert.equal((await answer).success, true, name)
      await client.stopped()
      // stepBack at a suspension undoes the drive: nothing of it is left.
      await client.request('stepBack', { threadId })
      await client.stopped('step')
    }
    await client.close()
  })

  it('stop in run mode whichever task it is, with conditions and hit counts', async () => {
    const client = await open()
    await launch(client, tasks)
    await mode(client, tasks, 'sleep', 'suspends', { condition: 'n == 2' })
    await client.request('configurationDone')
    const stop = await client.stopped('suspended')
    assert.match(stop.text!, /^sleeper#\d+ was suspended at line 6$/)
    assert.equal((await client.scope(stop.threadId!, 'Locals')).n ?? '2', '2')
    await mode(client, tasks, 'sleep', 'resumes', { hitCondition: '2' })
    await go(client)
    const second = await client.stopped('resumed')
    assert.ok(second.threadId !== stop.threadId)
    await mode(client, tasks, 'sleep', 'reached', { condition: 'False' })
    await toTheEnd(client)
    await client.close()
  })

  it('are met again by reverse continue', async () => {
    const client = await open()
    await launch(client, tasks)
    await mode(client, tasks, 'half', 'suspends')
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'forgotten' }] })
    await client.request('configurationDone')
    const first = await client.stopped('suspended')
    const { time } = await client.request<{ time: number }>('coroscope/coroutines', {})
    await filter(client, 'neverAwaited')
    await go(client)
    await client.stopped('exception')
    await client.request('reverseContinue', { threadId: 1 })
    const again = await client.stopped('suspended')
    assert.equal((await client.request<{ time: number }>('coroscope/coroutines', {})).time, time)
    assert.ok(first && again)
    await client.close()
  })
})

everywhere('column breakpoints', open => {
  it('tell each statement and each suspension point of a line apart', async () => {
    const client = await open()
    await launch(client, tasks)
    const line = tasks.line('both')
    const { breakpoints } = await client.request<DebugProtocol.BreakpointLocationsResponse['body']>(
      'breakpointLocations',
      { source: { path: tasks.path }, line },
    )
    // a = …; await …; b = …; await …
    assert.deepEqual(
      breakpoints.map(one => one.column),
      [5, 9, 27, 31],
    )
    const bound = await client.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
      source: { path: tasks.path },
      breakpoints: [31, 9].map(column => ({ line, column })),
    })
    assert.deepEqual(
      bound.breakpoints.map(one => [one.verified, one.column]),
      [
        [true, 31],
        [true, 9],
      ],
    )
    await client.request('configurationDone')
    assert.deepEqual((await client.stopped('breakpoint')).hitBreakpointIds, [bound.breakpoints[1].id])
    await go(client)
    const stop = await client.stopped('breakpoint')
    assert.deepEqual(stop.hitBreakpointIds, [bound.breakpoints[0].id])
    assert.equal((await client.scope(stop.threadId!, 'Locals')).a, '3')
    await client.close()
  })
})

everywhere('exception filters', open => {
  it('stop at what leaves a coroutine, with who it leaves', async () => {
    const client = await open()
    await launch(client, tasks)
    const { id } = await filter(client, 'leaving', 'KeyError')
    await client.request('configurationDone')
    const stop = await client.stopped('exception')
    assert.equal(stop.text, `KeyError: 7 leaves main#1 at line ${tasks.line('raise')}`)
    assert.deepEqual(stop.hitBreakpointIds, [id])
    const info = await client.request('exceptionInfo', { threadId: stop.threadId })
    assert.equal(info.breakMode, 'userUnhandled')
    assert.equal(info.exceptionId, 'KeyError')
    await toTheEnd(client)
    await client.close()
  })

  it('stop where CancelledError arrives', async () => {
    const client = await open()
    await launch(client, tasks)
    await filter(client, 'cancelled')
    await client.request('configurationDone')
    const stop = await client.stopped('exception')
    assert.match(stop.text!, /^CancelledError arrives in sleeper#\d+ at line 6$/)
    await go(client)
    // Awaiting the cancelled task brings it to main.
    const second = await client.stopped('exception')
    assert.match(second.text!, /CancelledError/)
    assert.equal((await client.topFrame(second.threadId!)).line, tasks.line('two'))
    await toTheEnd(client)
    await client.close()
  })

  it('stop where GeneratorExit arrives', async () => {
    const client = await open()
    await launch(client, talk, { drive: 'talk(1)' })
    await filter(client, 'generatorExit')
    await client.request('configurationDone')
    const { threadId } = await client.stopped('entry')
    await client.request('next', { threadId })
    await client.stopped('suspended')
    await client.request('stepOut', { threadId })
    assert.match((await client.stopped('exception')).text!, /^GeneratorExit arrives in /)
    await client.close()
  })

  it('stop where StopIteration would escape', async () => {
    const client = await open()
    await launch(client, tasks)
    await filter(client, 'stopIteration')
    await client.request('configurationDone')
    const stop = await client.stopped('exception')
    assert.match(stop.text!, /^RuntimeError: generator raised StopIteration leaves bad#\d+ at line \d+$/)
    await toTheEnd(client)
    await client.close()
  })

  it('stop where a coroutine is destroyed that was never awaited', async () => {
    const client = await open()
    await launch(client, tasks)
    await filter(client, 'neverAwaited')
    await client.request('configurationDone')
    const stop = await client.stopped('exception')
    assert.equal(
      stop.text,
      `coroutine 'forgotten' was never awaited; it was created at ${tasks.path}:${tasks.line('forgotten')}`,
    )
    await filter(client, 'neverAwaited', 'other')
    await toTheEnd(client)
    await client.close()
  })

  it('take class names or an expression', async () => {
    const client = await open()
    await launch(client, tasks)
    assert.equal((await filter(client, 'raised', 'ValueError, KeyError')).verified, true)
    assert.match((await filter(client, 'raised', '1 +')).message!, /class names here/)
    assert.equal((await filter(client, 'raised', 'exception.args == (7,)')).verified, true)
    await client.request('configurationDone')
    assert.equal((await client.stopped('exception')).text, 'KeyError: 7')
    await client.close()
  })

  it('leave out what the language uses to end loops, unless it is raised by a statement', async () => {
    const client = await open()
    await launch(client, tasks)
    await filter(client, 'raised')
    await client.request('configurationDone')
    assert.equal((await client.stopped('exception')).text, 'KeyError: 7')
    await toTheEnd(client)
    await client.close()
  })

  it('can be named by paths of classes', async () => {
    const client = await open()
    await launch(client, tasks)
    await client.request('setExceptionBreakpoints', {
      filters: [],
      exceptionOptions: [{ path: [{ names: ['KeyError'] }], breakMode: 'always' }],
    })
    await client.request('configurationDone')
    assert.equal((await client.stopped('exception')).text, 'KeyError: 7')
    await client.close()
  })
})
