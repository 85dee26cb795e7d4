// Data breakpoints and memory: stopping where a variable, an attribute or an item is read or written, and looking at bytes and changing
// them.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { marked } from './programs.ts'

const stored = marked(
  'stored',
  `class Account:
    __slots__ = ('limit',)
    bank = 'b'


class Box:
    def __init__(self):
        self.count = 0

    def add(self, n):
        self.count += n  # @attribute


def work(box, items, table):
    total = 0  # @start
    for item in items:
        total += item  # @local
        box.add(item)
    items.append(4)  # @append
    items[0] = 10  # @item
    table['a'] = total  # @key
    table.update(b=2)  # @update
    return total


def outer():
    shared = 1  # @outer

    def inner():
        nonlocal shared
        shared = 2  # @cell

    inner()
    return shared


level = 0  # @global
box = Box()
account = Account()
account.limit = 5
items = [1, 2, 3]
table = {'a': 0}
buffer = bytearray(b'hello')
fixed = b'world'
print('ready')  # @ready
level = 1  # @write
print(level)  # @read
globals()['level'] = 2  # @native
setattr(box, 'count', 5)  # @setattr
account.limit = 6  # @slot
work(box, items, table)  # @work
outer()
buffer[1] = 65  # @byte
buffer.extend(b'!')  # @extend
print(buffer)  # @buffer
`,
)

interface Info {
  readonly dataId: string | null
  readonly description: string
  readonly accessTypes: string[]
  readonly canPersist: boolean
}

async function begin(client: DapClient, program: Marked, mark: string, initialize: object = {}): Promise<number> {
  await client.start(
    { program: program.path, source: program.source },
    [{ path: program.path, lines: [program.line(mark)] }],
    initialize as Record<string, unknown>,
  )
  await client.stopped('breakpoint')
  return (await client.topFrame(1)).id
}

const info = (client: DapClient, name: string, frameId: number): Promise<Info> =>
  client.request<Info>('dataBreakpointInfo', { name, frameId })

async function watch(client: DapClient, name: string, accessType: string, frameId: number, more: object = {}) {
  const { dataId } = await info(client, name, frameId)
  assert.ok(dataId, name)
  const { breakpoints } = await client.request<DebugProtocol.SetDataBreakpointsResponse['body']>('setDataBreakpoints', {
    breakpoints: [{ dataId, accessType, ...more }],
  })
  assert.equal(breakpoints[0].verified, true, breakpoints[0].message)
  return breakpoints[0].id!
}

/** Goes on to a data breakpoint; gives its text and the line it is at. */
async function next(client: DapClient, command = 'continue'): Promise<[string, number]> {
  await client.request(command, { threadId: 1 })
  const stop = await client.stopped('data breakpoint')
  return [stop.text!, (await client.topFrame(1)).line]
}

async function toTheEnd(client: DapClient): Promise<void> {
  await client.request('continue', { threadId: 1 })
  await client.event('exited')
  await client.close()
}

everywhere('data breakpoints', open => {
  it('say what can be watched, and why not', async () => {
    const client = await open()
    const frame = await begin(client, stored, 'ready')
    assert.deepEqual(await info(client, 'level', frame), {
      dataId: 'level',
      description: 'level',
      accessTypes: ['read', 'write', 'readWrite'],
      canPersist: true,
    })
    assert.deepEqual((await info(client, 'fixed[0]', frame)).accessTypes, ['read'])
    for (const [name, why] of [
      ['nothing', /no variable 'nothing'/],
      ['box.add', /computed or missing/],
      ['level + 1', /cannot be watched/],
      ['items[9]', /computed or missing/],
      ['1 +', /cannot be watched/],
      ['nowhere.x', /NameError/],
    ] as const) {
      const { dataId, description } = await info(client, name, frame)
      assert.equal(dataId, null, name)
      assert.match(description, why)
    }
    const wrong = await client.request<DebugProtocol.SetDataBreakpointsResponse['body']>('setDataBreakpoints', {
      breakpoints: [{ dataId: 'nothing' }, { dataId: '' }],
    })
    assert.deepEqual(
      wrong.breakpoints.map(one => one.verified),
      [false, false],
    )
    await toTheEnd(client)
  })

  it('stop after a global is written, by whatever writes it', async () => {
    const client = await open()
    const id = await watch(client, 'level', 'write', await begin(client, stored, 'ready'))
    await client.request('continue', { threadId: 1 })
    const stop = await client.stopped('data breakpoint')
    assert.deepEqual([stop.text, stop.hitBreakpointIds], ['level: 0 → 1', [id]])
    assert.deepEqual((await next(client))[0], 'level: 1 → 2')
    await toTheEnd(client)
  })

  it('stop before it is read', async () => {
    const client = await open()
    await watch(client, 'level', 'read', await begin(client, stored, 'ready'))
    assert.deepEqual(await next(client), ['level is read', stored.line('read')])
    await toTheEnd(client)
  })

  it('stop at attributes, also where they are set by a function, and in slots', async () => {
    const client = await open()
    const frame = await begin(client, stored, 'ready')
    await watch(client, 'box.count', 'write', frame, { condition: 'True', hitCondition: '>= 2' })
    assert.equal((await next(client))[0], 'box.count: 5 → 6')
    assert.equal((await client.stack(1))[0], `Box.add:${stored.line('attribute')}`)
    assert.equal((await next(client))[0], 'box.count: 6 → 8')
    await client.request('setDataBreakpoints', { breakpoints: [] })
    await toTheEnd(client)
  })

  it('stop at slots and items', async () => {
    const client = await open()
    const frame = await begin(client, stored, 'ready')
    await watch(client, 'account.limit', 'write', frame)
    assert.equal((await next(client))[0], 'account.limit: 5 → 6')
    for (const [name, texts] of [
      ['items[0]', ['items[0]: 1 → 10']],
      ["table['b']", []],
    ] as const) {
      const { dataId } = await info(client, name, (await client.topFrame(1)).id)
      if (texts.length === 0) assert.equal(dataId, null)
      else await watch(client, name, 'write', (await client.topFrame(1)).id)
      for (const text of texts) assert.equal((await next(client))[0], text)
    }
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId: "table['a']", accessType: 'write' }] })
    assert.equal((await next(client))[0], "table['a']: 0 → 6")
    await toTheEnd(client)
  })

  it('stop at a local and at a variable of a closure, from the variables view', async () => {
    const client = await open()
    await begin(client, stored, 'ready')
    await client.request('setBreakpoints', {
      source: { path: stored.path },
      breakpoints: [{ line: stored.line('local') }],
    })
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    await client.request('setBreakpoints', { source: { path: stored.path }, breakpoints: [] })
    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: (await client.topFrame(1)).id,
    })
    const local = await client.request<Info>('dataBreakpointInfo', {
      variablesReference: scopes[0].variablesReference,
      name: 'total',
    })
    assert.equal(local.canPersist, false)
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId: local.dataId, accessType: 'readWrite' }] })
    // It is read where the program stands already.
    assert.deepEqual(await next(client), ['total: 0 → 1', stored.line('local')])
    assert.deepEqual(await next(client), ['total is read', stored.line('local')])
    assert.equal((await next(client))[0], 'total: 1 → 3')
    // Back and forth again, the same is met.
    await client.request('stepBack', { threadId: 1 })
    await client.stopped('step')
    assert.equal((await next(client)).length, 2)
    await client.request('setDataBreakpoints', { breakpoints: [] })
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'outer' }] })
    await client.request('continue', { threadId: 1 })
    await client.stopped('function breakpoint')
    await client.request('next', { threadId: 1 })
    await client.stopped('step')
    await watch(client, 'shared', 'write', (await client.topFrame(1)).id)
    assert.equal((await next(client))[0], 'shared: 1 → 2')
    await toTheEnd(client)
  })

  it('are met again by reverse continue', async () => {
    const client = await open()
    await watch(client, 'level', 'write', await begin(client, stored, 'ready'))
    assert.equal((await next(client))[0], 'level: 0 → 1')
    const { time } = await client.request<{ time: number }>('coroscope/coroutines', {})
    await next(client)
    assert.deepEqual(await next(client, 'reverseContinue'), ['level: 0 → 1', stored.line('write')])
    assert.equal((await client.request<{ time: number }>('coroscope/coroutines', {})).time, time)
    assert.equal((await next(client))[0], 'level: 1 → 2')
    await client.close()
  })
})

everywhere('memory', open => {
  const text = (bytes: string): string => Buffer.from(bytes, 'base64').toString('latin1')
  const variable = async (client: DapClient, name: string): Promise<DebugProtocol.EvaluateResponse['body']> =>
    client.request('evaluate', { expression: name, frameId: (await client.topFrame(1)).id, context: 'watch' })

  it('is read and written, and tells of its changes', async () => {
    const client = await open()
    await begin(client, stored, 'ready', { supportsMemoryEvent: true })
    const { memoryReference } = await variable(client, 'buffer')
    assert.ok(memoryReference)
    const all = await client.request('readMemory', { memoryReference, count: 100 })
    assert.equal(text(all.data as string), 'hello')
    assert.equal(all.unreadableBytes, 95)
    const part = await client.request('readMemory', { memoryReference, offset: 1, count: 3 })
    assert.equal(text(part.data as string), 'ell')
    assert.equal(Number(part.address), Number(all.address) + 1)
    const none = await client.request('readMemory', { memoryReference, offset: 5, count: 2 })
    assert.deepEqual([none.data, none.unreadableBytes], [undefined, 2])

    const data = Buffer.from('JO').toString('base64')
    const written = await client.request('writeMemory', { memoryReference, offset: 3, data })
    assert.deepEqual(written, { offset: 3, bytesWritten: 2 })
    assert.deepEqual((await client.event('memory')).body, { memoryReference, offset: 3, count: 2 })
    assert.equal((await variable(client, 'buffer')).result, "bytearray(b'helJO')")
    assert.match(await client.refused('writeMemory', { memoryReference, offset: 4, data }), /outside the 5 bytes/)
    const partial = await client.request('writeMemory', { memoryReference, offset: 4, data, allowPartial: true })
    assert.equal(partial.bytesWritten, 1)
    assert.match(await client.refused('writeMemory', { memoryReference, data: '?' }), /base64/)

    const fixed = await variable(client, 'fixed')
    assert.equal(
      text((await client.request('readMemory', { memoryReference: fixed.memoryReference, count: 5 })).data as string),
      'world',
    )
    assert.match(
      await client.refused('writeMemory', { memoryReference: fixed.memoryReference, data }),
      /bytes object cannot be changed/,
    )
    assert.match(await client.refused('readMemory', { memoryReference: '0x3', count: 1 }), /There is no memory 0x3/)

    await client.request('setBreakpoints', {
      source: { path: stored.path },
      breakpoints: [{ line: stored.line('buffer') }],
    })
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    await client.event('memory')
    assert.equal(text((await client.request('readMemory', { memoryReference, count: 9 })).data as string), 'hAlJJ!')
    await toTheEnd(client)
    assert.equal(client.output.stdout, "ready\n1\nbytearray(b'hAlJJ!')\n")
  })

  it('can be watched byte by byte', async () => {
    const client = await open()
    await begin(client, stored, 'ready')
    const { memoryReference } = await variable(client, 'buffer')
    const { dataId, accessTypes } = await client.request<Info>('dataBreakpointInfo', {
      name: `0x${(Number(memoryReference) + 1).toString(16)}`,
      asAddress: true,
      bytes: 2,
    })
    assert.deepEqual(accessTypes, ['read', 'write', 'readWrite'])
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] })
    await client.request('continue', { threadId: 1 })
    assert.match((await client.stopped('data breakpoint')).text!, /65 6c → 41 6c|'65 6c' → '41 6c'/)
    await toTheEnd(client)
  })
})
