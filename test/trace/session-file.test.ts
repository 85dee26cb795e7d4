// Sessions that are kept as a file and opened again: the same moment, and clear words when that cannot be.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { type Body, DapClient } from '../dap/client.ts'
import { inProcess } from '../dap/transports.ts'
import { doSteps, driveExample, exampleDrives } from './drives.ts'

let folder = ''
let program = ''
const source = `import helper


def count(n):
    while True:
        print("at", n)
        got = yield n
        n = helper.add(n, got or 1)
`

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'coroscope-session-'))
  program = join(folder, 'count.coro')
})
beforeEach(() => {
  writeFileSync(program, source)
  writeFileSync(join(folder, 'helper.coro'), 'def add(a, b):\n    return a + b\n')
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** What a person sees, and what would come next. */
async function picture(client: DapClient): Promise<Body> {
  const { coroutines, time } = await client.request<{ coroutines: Body[]; time: number }>('coroscope/coroutines')
  const { events, future } = await client.request<{ events: Body[]; future: Body[] }>('coroscope/trace')
  const stacks: Record<string, string[]> = {}
  for (const one of coroutines) stacks[String(one.name)] = await client.stack(one.threadId as number)
  return { coroutines, time, events, future, stacks }
}

async function keep(client: DapClient, name = 'kept.json'): Promise<string> {
  const { content, fileName } = await client.request<{ content: string; fileName: string }>('coroscope/export', {
    format: 'session',
  })
  assert.match(fileName, /\.session\.json$/)
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

async function reopen(file: string, more: Body = {}): Promise<DapClient> {
  const client = new DapClient(inProcess())
  await client.start({ session: file, ...more })
  await client.stopped('goto')
  return client
}

/** The message of a launch that fails. */
async function refusal(file: string, more: Body = {}): Promise<string> {
  const client = new DapClient(inProcess())
  await client.request('initialize', { adapterID: 'coro' })
  const message = await client.refused('launch', { session: file, ...more })
  await client.close()
  return message
}

async function counting(steps: string[], breakpoints: (number | Body)[] = []): Promise<DapClient> {
  const client = new DapClient(inProcess())
  await client.start({ program, drive: 'count(1)' }, [{ path: program, lines: breakpoints }])
  const { threadId } = await client.stopped('entry')
  await doSteps(client, threadId!, steps)
  return client
}

describe('a session file', () => {
  for (const example of exampleDrives) {
    it(`opens ${example.name} again at the same moment`, async () => {
      const client = new DapClient(inProcess())
      await driveExample(client, example)
      const before = await picture(client)
      const file = await keep(client)
      await client.close()
      const again = await reopen(file)
      assert.deepEqual(await picture(again), before)
      assert.equal(again.output.important, undefined)
      assert.equal(await keep(again, 'again.json').then(name => readFileSync(name, 'utf8')), readFileSync(file, 'utf8'))
      await again.close()
    })
  }

  it('keeps what was undone, and going back goes on to work', async () => {
    const client = await counting(['send', 'send 5', 'send 6', 'back', 'back'])
    const before = await picture(client)
    const file = await keep(client)
    await client.close()
    const again = await reopen(file)
    assert.deepEqual(await picture(again), before)
    const future = before.future as { t: number }[]
    assert.ok(future.length > 0)
    await again.request('coroscope/travel', { time: future[future.length - 1].t })
    await again.stopped('goto')
    const { coroutines } = await again.request<{ coroutines: Body[] }>('coroscope/coroutines')
    assert.equal(coroutines[1].lastSent, '6')
    await again.close()
  })

  it('keeps futures that were left for others, which can be taken up again', async () => {
    const client = await counting(['send', 'send 5', 'send 6', 'back', 'back', 'send 7'])
    const before = await client.request<{ futures: Body[] }>('coroscope/futures')
    assert.equal(before.futures.length, 1)
    const file = await keep(client)
    await client.close()
    const again = await reopen(file)
    assert.deepEqual(await again.request('coroscope/futures'), before)
    const { id, end } = before.futures[0] as { id: number; end: number }
    await again.request('coroscope/travel', { future: id, time: end })
    await again.stopped('goto')
    const { coroutines } = await again.request<{ coroutines: Body[] }>('coroscope/coroutines')
    assert.equal(coroutines[1].lastSent, '6')
    await again.close()
  })

  it('opens in the middle of running code, with its breakpoints, and goes on from there', async () => {
    const client = await counting(['send'], [{ line: 8, condition: 'got == 3' }])
    void client.ask('coroscope/drive', { threadId: 2, action: 'send', expression: '3' })
    await client.stopped('breakpoint')
    const before = await picture(client)
    const file = await keep(client)
    await client.close()
    const again = new DapClient(inProcess())
    await again.start({ session: file })
    const added = (await again.event('breakpoint')).body as DebugProtocol.BreakpointEvent['body']
    assert.deepEqual([added.reason, added.breakpoint.line, added.breakpoint.verified], ['new', 8, true])
    await again.stopped('goto')
    assert.deepEqual(await picture(again), before)
    await again.request('next', { threadId: 2 })
    await again.stopped('step')
    assert.equal((await again.scope(2, 'Locals')).n, '4')
    await again.request('continue', { threadId: 2 })
    await again.stopped('suspended')
    await again.close()
  })

  it('opens a run that a person stopped', async () => {
    const client = new DapClient(inProcess())
    await client.start({ program: 'examples/round_robin.coro' }, [
      { path: 'examples/round_robin.coro', lines: [{ line: 47, hitCondition: '3' }] },
    ])
    await client.stopped('breakpoint')
    const before = await picture(client)
    const file = await keep(client)
    await client.close()
    const again = await reopen(file)
    assert.deepEqual(await picture(again), before)
    await again.close()
  })

  it('a client’s own breakpoints stay as they are', async () => {
    const client = await counting(['send'], [8])
    const file = await keep(client)
    await client.close()
    const again = new DapClient(inProcess())
    await again.start({ session: file }, [{ path: program, lines: [{ line: 8, condition: 'False' }] }])
    await again.stopped('goto')
    assert.equal(
      again.events.some(event => event.event === 'breakpoint'),
      false,
    )
    await again.close()
  })

  it('is found beside its program after both were moved', async () => {
    const client = await counting(['send', 'send'])
    const file = await keep(client)
    await client.close()
    const moved = mkdtempSync(join(tmpdir(), 'coroscope-moved-'))
    for (const name of ['count.coro', 'helper.coro', 'kept.json']) renameSync(join(folder, name), join(moved, name))
    const again = await reopen(join(moved, 'kept.json'))
    assert.equal(
      await again.request<{ coroutines: Body[] }>('coroscope/coroutines').then(b => b.coroutines[1].lastYielded),
      '2',
    )
    await again.close()
    assert.match(await refusal(file), /cannot be read: there is no such file/)
    rmSync(moved, { recursive: true })
  })

  it('says when the program has changed', async () => {
    const client = await counting(['send'])
    const file = await keep(client)
    await client.close()
    writeFileSync(program, source.replace('at', 'AT'))
    assert.match(await refusal(file), /'count.coro' has changed since the session was kept/)
    writeFileSync(program, source)
    writeFileSync(join(folder, 'helper.coro'), 'def add(a, b):\n    return a - b\n')
    assert.match(await refusal(file), /'helper.coro' has changed/)
    rmSync(join(folder, 'helper.coro'))
    assert.match(await refusal(file), /helper.coro' .* is not beside the program any more/)
    rmSync(program)
    assert.match(await refusal(file), /can't open file/)
  })

  it('says when the file is cut, damaged, of another version or none at all', async () => {
    const client = await counting(['send', 'send 2'])
    const file = await keep(client)
    await client.close()
    const text = readFileSync(file, 'utf8')
    const cases: [string, RegExp][] = [
      [text.slice(0, -30), /'kept.json' is cut short or damaged/],
      [text.slice(0, 200), /cut short or damaged/],
      ['', /is no session file: it is not JSON/],
      ['hello', /is no session file: it is not JSON/],
      ['[1, 2]', /is no session file of Coroscope/],
      ['{"is": "other"}', /is no session file of Coroscope/],
      [
        text.replace('"version": 1', '"version": 99'),
        /another version of Coroscope: it has form 99, this one reads form 1/,
      ],
      [
        text.replace('"moment": {', '"moment": {"time": -1, "x": {').replace('},\n  "end"', '}},\n  "end"'),
        /'moment.time' is not a whole number/,
      ],
      [text.replace(/"events": \d+,/, ''), /'events' is not there/],
      [text.replace('"choices": [', '"choices": [7,'), /'choices\[0\]' is not a list/],
    ]
    for (const [content, message] of cases) {
      writeFileSync(file, content)
      assert.match(await refusal(file), message)
    }
    assert.match(await refusal(folder), /it is a folder/)
    assert.match(await refusal(join(folder, 'nowhere.json')), /there is no such file/)
    assert.match(await refusal('', {}), /'session' must be a session file/)
  })

  it('says how far it came when the run goes another way, and never hangs', async () => {
    const client = await counting(['send', 'send 2', 'send 3'])
    const file = await keep(client)
    await client.close()
    const text = readFileSync(file, 'utf8')
    const wrong = [
      text.replace('["drive",1,"send","2"]', '["drive",9,"send","2"]'),
      text.replace('["drive",1,"send","2"]', '["drive",1,"throw","nonsense"]'),
      text.replace('["drive",1,"send","2"]', '["dance",1]'),
      text.replace('["drive",1,"send","2"]', '["drive",1,"close",null]'),
      text
        .replace(/\[(\d+), \["drive",1,"send","3"\]/, '[$19999999, ["drive",1,"send","3"]')
        .replace(/"time":(\d+)/g, '"time":$19999999'),
      text.replace(/\[(\d+), \["begin"/, '[$19999999, ["begin"').replace(/"time":(\d+)/g, '"time":$19999999'),
      text.replace(/"events": \d+/, '"events": 3'),
    ]
    for (const content of wrong) {
      writeFileSync(file, content)
      const again = await reopen(file)
      assert.match(again.output.important, /The session was opened again as far as choice \d of \d: /)
      await again.close()
    }
  })
})
