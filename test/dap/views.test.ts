// What the views ask of the adapter: who was never awaited, how old each coroutine is, parts of the library, a halt when one is resumed.

import assert from 'node:assert/strict'
import { everywhere } from './everywhere.ts'

interface Coroutines {
  readonly time: number
  readonly coroutines: {
    readonly threadId: number
    readonly name: string
    readonly state: string
    readonly isInternal?: boolean
    readonly since?: number
  }[]
  readonly neverAwaited: {
    readonly name: string
    readonly createdAt: { readonly file: string; readonly line: number }
  }[]
}

const path = '/tmp/views.coro'
const source = `import asyncio

async def forgotten():
    pass

async def napping(n):
    await asyncio.sleep(n)
    return n

async def main():
    forgotten()
    tasks = [asyncio.create_task(napping(n)) for n in (1, 2)]
    await asyncio.sleep(0)
    print("stop here")
    await asyncio.gather(*tasks)

asyncio.run(main())
`
const line = (text: string) => source.split('\n').findIndex(each => each.includes(text)) + 1

everywhere('what views ask', open => {
  it('coroutines: never awaited, age, parts of the library', async () => {
    const client = await open()
    await client.start({ program: path, source }, [{ path, lines: [line('stop here')] }])
    await client.stopped('breakpoint')
    const answer = await client.request<Coroutines>('coroscope/coroutines', {})
    assert.deepEqual(
      answer.neverAwaited.map(({ name, createdAt }) => [name, createdAt.line]),
      [['forgotten#2', line('    forgotten()')]],
    )
    const napping = answer.coroutines.filter(info => info.name.startsWith('napping'))
    assert.equal(napping.length, 2)
    for (const { since = -1 } of napping) assert.ok(since > 0 && since < answer.time)
    assert.ok(!answer.coroutines.some(info => info.isInternal && /^(?:napping|main|sleep)#/.test(info.name)))
    await client.close()
  })

  it('who wakes whom is in the trace', async () => {
    const client = await open()
    const queue = `import asyncio

async def giver(box):
    box.set_result(3)

async def main():
    box = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(giver(box))
    print(await box)
    await task

asyncio.run(main())
`
    await client.start({ program: path, source: queue }, [{ path, lines: [9] }])
    await client.stopped('breakpoint')
    await client.request('continue', { threadId: 1 })
    await client.event('terminated')
    const { events } = await client.request<{ events: { kind: string; what?: string; id: number; by: number }[] }>(
      'coroscope/trace',
      {},
    )
    const wakes = events.filter(event => event.what === 'woken').map(({ id, by }) => [id, by])
    // main#1 waits for the box, which giver#2 fills.
    assert.deepEqual(wakes[0], [1, 2])
    await client.close()
  })

  it('what happened last comes with the end: nobody can be asked for it any more', async () => {
    const client = await open()
    const path = '/w/short.coro'
    const short = `def count():
    yield 1

numbers = count()
print(next(numbers))
print(next(numbers, 2))
`
    await client.start({ program: path, source: short }, [{ path, lines: [6] }])
    await client.stopped('breakpoint')
    const known = await client.request<{ time: number; events: { kind: string }[] }>('coroscope/trace', {})
    await client.request('continue', { threadId: 1 })
    const { from, events = [] } = (await client.event('coroscope/ended')).body as {
      from: number
      events?: { kind: string }[]
    }
    assert.equal(from, known.time)
    assert.deepEqual(
      events.map(event => event.kind).filter(kind => kind !== 'output'),
      ['resume', 'return'],
    )
    await client.event('terminated')
    await client.close()
  })

  it('a task that ends wakes whom it was awaited by: that is told as its doing', async () => {
    const client = await open()
    const path = '/w/wake.coro'
    const awaited = `import asyncio

async def child():
    await asyncio.sleep(1)

async def main():
    await asyncio.create_task(child())

asyncio.run(main())
`
    await client.start({ program: path, source: awaited })
    await client.event('terminated')
    const { events } = await client.request<{ events: { kind: string; what?: string; id: number; by: number }[] }>(
      'coroscope/trace',
      {},
    )
    const wakes = events.filter(event => event.what === 'woken').map(({ id, by }) => [id, by])
    // The timer wakes child#2, whose end wakes main#1.
    assert.deepEqual(wakes, [
      [2, 0],
      [1, 2],
    ])
    await client.close()
  })

  it('two coroutines have two addresses', async () => {
    const client = await open()
    const source = 'async def f():\n    pass\n\nc, d = f(), f()\nprint(c, d)\n'
    await client.start({ program: path, source }, [{ path, lines: [5] }])
    await client.stopped('breakpoint')
    const { c, d } = await client.scope(1, 'Locals')
    assert.match(c!, /^<coroutine object f at 0x7f[0-9a-f]+>$/)
    assert.notEqual(c, d)
    await client.close()
  })

  it('a preview says which finally blocks would run', async () => {
    const client = await open()
    const nested = `def talk():
    try:
        try:
            yield 1
        finally:
            print("inner")
    finally:
        print("outer")
`
    await client.start({ program: path, source: nested, drive: 'talk()' }, [])
    const { threadId } = await client.stopped('entry')
    const preview = async (actions: object[]) => {
      const answer = await client.request<{ outcomes: { cleanups: { line: number }[]; output: string }[] }>(
        'coroscope/preview',
        { threadId, actions },
      )
      return answer.outcomes.map(outcome => outcome.cleanups.map(place => place.line))
    }
    assert.deepEqual(await preview([{ action: 'send' }, { action: 'close' }]), [[], []])
    await client.request('coroscope/drive', { threadId, action: 'send' })
    await client.stopped('suspended')
    assert.deepEqual(
      await preview([{ action: 'send' }, { action: 'throw', expression: 'ValueError' }, { action: 'close' }]),
      [
        [5, 7],
        [5, 7],
        [5, 7],
      ],
    )
    await client.close()
  })

  it('a selected coroutine is told as the one that stopped', async () => {
    const client = await open()
    await client.start({ program: path, source }, [{ path, lines: [line('stop here')] }])
    await client.stopped('breakpoint')
    const { coroutines } = await client.request<Coroutines>('coroscope/coroutines', {})
    const one = coroutines.find(info => info.name.startsWith('napping'))!
    await client.request('coroscope/select', { threadId: one.threadId })
    assert.equal((await client.stopped('goto')).threadId, one.threadId)
    await client.close()
  })

  it('halts when a suspended coroutine is resumed, once', async () => {
    const client = await open()
    await client.start({ program: path, source }, [{ path, lines: [line('stop here')] }])
    const { threadId: main } = await client.stopped('breakpoint')
    const { coroutines } = await client.request<Coroutines>('coroscope/coroutines', {})
    const second = coroutines.filter(info => info.name.startsWith('napping'))[1]!
    assert.deepEqual(await client.request('coroscope/breakOnResume', { threadId: second.threadId }), { isSet: true })
    assert.deepEqual(await client.request('coroscope/breakOnResume', { threadId: second.threadId }), { isSet: false })
    assert.deepEqual(await client.request('coroscope/breakOnResume', { threadId: second.threadId }), { isSet: true })
    await client.request('continue', { threadId: main })
    const stopped = await client.stopped('breakpoint')
    assert.equal(stopped.threadId, second.threadId)
    const then = await client.request<Coroutines>('coroscope/coroutines', {})
    assert.equal(then.coroutines.find(info => info.name === second.name)?.state, 'CORO_RUNNING')
    assert.ok(
      !then.coroutines.some(info => info.name.startsWith('napping') && info.name !== second.name),
      'the first has ended',
    )
    await client.request('continue', { threadId: second.threadId })
    await client.event('terminated')
    await client.close()
  })
})
