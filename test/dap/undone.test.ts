// A drive that was asked for, paused, and taken back or broken off: whoever asked for it is answered all the same.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import { marked } from './programs.ts'

const stubborn = marked(
  'stubborn',
  `class Ask:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def g():
    try:
        await Ask(1)  # @ask
    finally:
        while True:  # @loop
            pass


async def other():
    await Ask(2)
    await Ask(3)


aside = other()
`,
)

/** Suspended, then asked to close and paused in what it does then. */
async function paused(client: DapClient): Promise<{ threadId: number; close: Promise<DebugProtocol.Response> }> {
  await client.start({ program: stubborn.path, source: stubborn.source, drive: 'g()' })
  const threadId = (await client.stopped('entry')).threadId!
  await client.request('coroscope/drive', { threadId, action: 'send' })
  await client.stopped('suspended')
  const close = client.ask('coroscope/drive', { threadId, action: 'close' })
  await client.request('pause', { threadId })
  await client.stopped('pause')
  return { threadId, close }
}

async function refusal(answer: Promise<DebugProtocol.Response>): Promise<string> {
  const { success, message } = await answer
  assert.equal(success, false)
  return message!
}

everywhere('a drive without an outcome', open => {
  it('is answered when it is undone, and the next has its own answer', async () => {
    for (const undo of ['reverseContinue', 'coroscope/travel']) {
      const client = await open()
      const { threadId, close } = await paused(client)
      await client.request(undo, undo === 'reverseContinue' ? { threadId } : { time: 0 })
      await client.stopped()
      assert.match(await refusal(close), /close on g#2 was undone/)
      await client.close()
    }
    const client = await open()
    const { threadId, close } = await paused(client)
    await client.request('reverseContinue', { threadId })
    await client.stopped('step')
    assert.match(await refusal(close), /undone/)
    const again = client.ask('coroscope/drive', { threadId, action: 'throw', expression: 'ValueError()' })
    await client.request('pause', { threadId })
    await client.stopped('pause')
    await client.request('reverseContinue', { threadId })
    await client.stopped('step')
    assert.match(await refusal(again), /throw on g#2 was undone/)
    await client.close()
  })

  it('is answered when the session ends or begins anew', async () => {
    for (const [command, why] of [
      ['disconnect', /has ended/],
      ['terminate', /has ended/],
      ['restart', /was restarted/],
    ] as const) {
      const client = await open()
      const { close } = await paused(client)
      await client.request(command, {})
      assert.match(await refusal(close), why)
      await client.close()
    }
  })

  it('goes on after another that was made inside it, and has its own outcome', async () => {
    const client = await open()
    const { close } = await paused(client)
    const inner = await client.request('coroscope/drive', { threadId: 2, action: 'send' })
    assert.deepEqual(inner, { outcome: 'yielded', value: '2', type: 'int' })
    const { threadId } = await client.stopped('suspended')
    // What is paused is not between two drives: the inner one is undone first, then the outer one.
    await client.request('reverseContinue', { threadId })
    await client.stopped('step')
    await client.request('coroscope/drive', { threadId: 2, action: 'send' })
    await client.stopped('suspended')
    await client.request('coroscope/travel', { time: 0 })
    await client.stopped('goto')
    assert.match(await refusal(close), /undone/)
    await client.close()
  })

  it('a restart that cannot be carried out leaves it where it is', async () => {
    const client = await open()
    const { threadId, close } = await paused(client)
    const bad = { arguments: { program: stubborn.path, source: 'def', drive: 'g()' } }
    assert.match(await client.refused('restart', bad), /SyntaxError/)
    await client.request('reverseContinue', { threadId })
    await client.stopped('step')
    assert.match(await refusal(close), /undone/)
    await client.close()
  })
})
