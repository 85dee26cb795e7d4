// Programs of asyncio: tasks are threads with names, their chain is one stack, the loop can be looked into, a task can be cancelled and the
// clock moved on.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import { marked } from './programs.ts'

const busy = marked(
  'busy',
  `import asyncio


async def fetch(n):
    await asyncio.sleep(n)  # @sleep
    return n  # @fetched


async def waiter(task):
    return await task  # @wait


async def main():
    inner = asyncio.create_task(fetch(5), name='inner')
    outer = asyncio.create_task(waiter(inner), name='outer')
    late = asyncio.create_task(fetch(9))
    await asyncio.sleep(1)  # @one
    print('one second')  # @here
    try:
        print(await outer)
    except asyncio.CancelledError:
        print('cancelled')  # @cancelled
    print(await late)


asyncio.run(main())
`,
)

async function toHere(client: DapClient, more: object = {}): Promise<void> {
  await client.start({ program: busy.path, source: busy.source, ...more }, [
    { path: busy.path, lines: [busy.line('here')] },
  ])
  await client.stopped('breakpoint')
}

async function threads(client: DapClient): Promise<Map<string, number>> {
  const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads')
  return new Map(threads.map(one => [one.name, one.id]))
}

async function threadOf(client: DapClient, start: string): Promise<number> {
  for (const [name, id] of await threads(client)) if (name.startsWith(start)) return id
  throw new Error(`no thread ${start}`)
}

everywhere('tasks', open => {
  it('are threads with their names', async () => {
    const client = await open()
    await toHere(client)
    const names = [...(await threads(client)).keys()].map(name => name.replace(/#\d+/, '#'))
    for (const name of [
      'main# (Task-1) · CORO_RUNNING · line 18',
      'fetch# (inner) · CORO_SUSPENDED · line 5',
      'waiter# (outer) · CORO_SUSPENDED · line 10',
      'fetch# (Task-2) · CORO_SUSPENDED · line 5',
    ])
      assert.ok(names.includes(name), `${name} is not in ${names.join('\n')}`)
    const { coroutines } = await client.request<{ coroutines: { task?: { name: string }; name: string }[] }>(
      'coroscope/coroutines',
    )
    assert.ok(coroutines.some(one => one.task?.name === 'outer' && one.name.startsWith('waiter#')))
    await client.close()
  })

  it('have one stack through the tasks they wait for', async () => {
    const client = await open()
    await toHere(client)
    const stack = await client.stack(await threadOf(client, 'waiter#'))
    const plain = stack.map(name => name.replace(/#\d+/g, '#'))
    const at = plain.indexOf(`fetch:${busy.line('sleep')}`)
    assert.ok(at >= 0, plain.join('\n'))
    assert.deepEqual(plain.slice(at), [
      `fetch:${busy.line('sleep')}`,
      '— awaited by waiter# through inner —',
      `waiter:${busy.line('wait')}`,
    ])
    await client.close()
  })

  it('and the loop can be looked into', async () => {
    const client = await open()
    await toHere(client)
    const scope = await client.scope(await threadOf(client, 'main#'), 'Event loop')
    assert.equal(scope.timers, '2')
    const timers = Object.entries(scope).filter(([name]) => /^timer \d/.test(name))
    assert.equal(timers.length, 2)
    assert.match(timers[0][0], /^timer 0 · in [34]\.\d* s$/)
    assert.match(scope['current task'], /name='Task-1'/)
    const clock = await client.request<{ isVirtual: boolean; timers: { when: number }[] }>('coroscope/clock')
    assert.equal(clock.isVirtual, true)
    assert.equal(clock.timers.length, 2)
    await client.close()
  })

  it('can be cancelled, which can be undone', async () => {
    const client = await open()
    await toHere(client)
    const outer = await threadOf(client, 'waiter#')
    assert.deepEqual(await client.request('coroscope/cancelTask', { threadId: outer, message: 'enough' }), {
      isAccepted: true,
    })
    await client.request('setBreakpoints', {
      source: { path: busy.path },
      breakpoints: [{ line: busy.line('cancelled') }],
    })
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    await client.request('setBreakpoints', { source: { path: busy.path }, breakpoints: [{ line: busy.line('here') }] })
    await client.request('reverseContinue', { threadId: 1 })
    await client.stopped('breakpoint')
    // From before the cancellation the program goes on as it would have.
    await client.request('stepBack', { threadId: await threadOf(client, 'main#') })
    await client.stopped('step')
    await client.request('setBreakpoints', { source: { path: busy.path }, breakpoints: [] })
    await client.request('continue', { threadId: 1 })
    await client.event('exited')
    assert.match(client.output.stdout, /one second\n5\n9\n$/)
    await client.close()
  })

  it('only tasks, and only those that are not done', async () => {
    const client = await open()
    await toHere(client)
    assert.match(await client.refused('coroscope/cancelTask', { threadId: 1 }), /belongs to no task/)
    assert.match(await client.refused('coroscope/cancelTask', { threadId: 77 }), /no thread 77/)
    await client.close()
  })

  it('go on when the clock does', async () => {
    const client = await open()
    await toHere(client)
    const { time } = await client.request<{ time: number }>('coroscope/advanceClock')
    const stop = await client.stopped('clock')
    assert.equal((await client.topFrame(stop.threadId!)).line, busy.line('fetched'))
    const clock = await client.request<{ time: number; timers: unknown[] }>('coroscope/clock')
    assert.ok(clock.time >= time)
    assert.equal(clock.timers.length, 1)
    await client.request('coroscope/advanceClock', { seconds: 3.5 })
    await client.stopped('clock')
    await client.request('setBreakpoints', { source: { path: busy.path }, breakpoints: [] })
    await client.request('continue', { threadId: 1 })
    await client.event('exited')
    await client.close()
  })

  it('have no clock to move where no loop runs, or time is real', async () => {
    const client = await open()
    await client.start({ program: '/p/x.py', source: 'x = 1\ny = 2\n', stopOnEntry: true })
    await client.stopped('entry')
    assert.match(await client.refused('coroscope/clock'), /No event loop is running/)
    assert.match(await client.refused('coroscope/advanceClock', { seconds: 'x' }), /must be a number/)
    await client.close()
  })
})
