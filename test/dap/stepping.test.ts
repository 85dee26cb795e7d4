// Stepping keeps to its coroutine. While many coroutines take turns, every step is counted: how many lines of others were executed meanwhile,
// and on how many of them it stopped, which is none.

import assert from 'node:assert/strict'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { marked } from './programs.ts'

const crowd = marked(
  'crowd',
  `import asyncio

lines = 0  # lines executed by anybody but 'first'


class Turn:
    def __await__(self):
        x = yield from self.again()  # @delegates
        return x

    def again(self):
        yield  # @again
        return 1


async def items(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i  # @item


async def helper(n):
    await asyncio.sleep(0)  # @helper
    return n


async def first(n):
    total = 0  # @first
    async for i in items(n):  # @loop
        total += i
        total += await helper(i)
        await asyncio.sleep(0)
        if i == 1:
            await asyncio.gather(helper(1), helper(2))
    return total  # @return


async def other(n):
    global lines
    for _ in range(n):
        lines += 1
        await asyncio.sleep(0)
        lines += 1
        try:
            await helper(0)
        finally:
            lines += 1


async def main():
    tasks = [asyncio.create_task(other(30)) for _ in range(5)]
    result = await first(3)  # @main
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(result)


asyncio.run(main())
`,
)

const byHand = marked(
  'byhand',
  `class Turn:
    def __await__(self):
        x = yield from self.again()  # @delegates
        return x

    def again(self):
        y = yield 'again'  # @again
        return y


async def source(n):
    for i in range(n):
        got = await Turn()  # @turn
        yield i + (got or 0)  # @item


async def consume(n):
    total = 0  # @begin
    async for i in source(n):  # @loop
        total += i  # @add
    return total  # @end


def resumer(coroutine):
    for value in range(20):
        try:
            coroutine.send(None if value == 0 else value)  # @send
        except StopIteration as stop:
            return stop.value
        before = value  # @between


print(resumer(consume(3)))
print('over')
`,
)

const start = (client: DapClient, program: Marked, mark: string): Promise<void> =>
  client.start({ program: program.path, source: program.source }, [{ path: program.path, lines: [program.line(mark)] }])

async function clear(client: DapClient, program: Marked): Promise<void> {
  await client.request('setBreakpoints', { source: { path: program.path }, breakpoints: [] })
}

const lines = async (client: DapClient): Promise<number> =>
  Number((await client.request('evaluate', { expression: 'lines', context: 'watch' })).result)

everywhere('stepping', open => {
  it('over stays in its coroutine whatever else the loop runs', async () => {
    const client = await open()
    await start(client, crowd, 'first')
    const { threadId } = await client.stopped('breakpoint')
    await clear(client, crowd)
    let stops = 0
    let foreign = 0
    const before = await lines(client)
    for (; stops < 60; stops++) {
      await client.request('next', { threadId })
      const stop = await client.stopped('step')
      const [top] = await client.stack(stop.threadId!)
      if (top === `main:${crowd.line('main')}` || top.startsWith('main:')) break
      if (stop.threadId !== threadId || !top.startsWith('first:')) foreign++
    }
    const passed = (await lines(client)) - before
    assert.equal(foreign, 0)
    assert.ok(stops >= 14, `${stops} stops`)
    // The others were executed meanwhile: there was something to be passed over.
    assert.ok(passed >= 50, `${passed} lines of others`)
    await client.close()
  })

  it('in goes into what is awaited, never into the library or another task', async () => {
    const client = await open()
    await start(client, crowd, 'first')
    const { threadId } = await client.stopped('breakpoint')
    await clear(client, crowd)
    const seen = new Set<string>()
    for (let i = 0; i < 40; i++) {
      await client.request('stepIn', { threadId })
      const stop = await client.stopped('step')
      const stack = await client.stack(stop.threadId!)
      const [name] = stack[0].split(':')
      seen.add(name)
      if (name === 'main') break
      assert.ok(['first', 'items', 'helper'].includes(name), `${name} is foreign`)
      // What it is in was called or awaited from there: the stack says so.
      assert.ok(stack.some(frame => frame.startsWith('first:')) || name !== 'other', stack.join())
      if (stop.threadId !== threadId) {
        await client.request('stepOut', { threadId: stop.threadId })
        const out = await client.stopped()
        if (out.threadId !== threadId) break
      }
    }
    assert.ok(seen.has('items') || seen.has('helper'), [...seen].join())
    assert.ok(!seen.has('other'))
    await client.close()
  })

  it('out of a generator goes to who resumed it', async () => {
    const client = await open()
    await start(client, byHand, 'again')
    const { threadId } = await client.stopped('breakpoint')
    await clear(client, byHand)
    await client.request('stepOut', { threadId })
    const stop = await client.stopped('step')
    // It has suspended: its whole chain has, and who resumed it has control.
    assert.deepEqual((await client.stack(1))[0], `resumer:${byHand.line('send')}`)
    assert.equal(stop.threadId, threadId)
    await client.close()
  })

  it('shows the chain of awaits as one stack, with a label where one owner waits for another', async () => {
    const client = await open()
    await start(client, byHand, 'between')
    await client.stopped('breakpoint')
    const plain = (await client.stack(2)).map(name => name.replace(/#\d+/, '#'))
    assert.deepEqual(plain, [
      `Turn.again:${byHand.line('again')}`,
      '— awaited by Turn.__await__# —',
      `Turn.__await__:${byHand.line('delegates')}`,
      '— awaited by source# —',
      `source:${byHand.line('turn')}`,
      '— awaited by consume# —',
      `consume:${byHand.line('loop')}`,
    ])
    await client.close()
  })

  it('over an await of an async generator comes back with its item', async () => {
    const client = await open()
    await start(client, byHand, 'begin')
    const { threadId } = await client.stopped('breakpoint')
    await clear(client, byHand)
    const seen: number[] = []
    for (let i = 0; i < 12; i++) {
      await client.request('next', { threadId })
      const stop = await client.stopped('step')
      if (stop.threadId !== threadId) break
      const frame = await client.topFrame(threadId!)
      assert.equal(frame.name, 'consume')
      seen.push(frame.line)
    }
    const [loop, add, end] = ['loop', 'add', 'end'].map(mark => byHand.line(mark))
    assert.deepEqual(seen, [loop, add, loop, add, loop, add, loop, end])
    await client.close()
  })
})
