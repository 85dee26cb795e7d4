// Drives of the examples, written as tests for CPython. What is compared with are files under test/fixtures/pytest, which pass on
// CPython 3.13; where there is one, the tests are run on it. UPDATE=1 writes the files anew.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DapClient } from '../dap/client.ts'
import { inProcess, inWorker } from '../dap/transports.ts'
import { doSteps, driveExample, exampleDrives } from './drives.ts'

const python = [process.env.PYTHON313, 'python3.13'].find(
  name =>
    name !== undefined && spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 13))']).status === 0,
)
const root = resolve('.')

async function exported(client: DapClient, path?: string): Promise<string> {
  const { content } = await client.request<{ content: string }>('coroscope/export', { format: 'pytest', path })
  return content
}

describe('a drive as a test for CPython', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'coroscope-pytest-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs a test file by itself; skips where there is no CPython. */
  const passes = (file: string): void => {
    if (python === undefined) return
    const { stdout, stderr, status } = spawnSync(python, ['-B', file], { encoding: 'utf8' })
    assert.deepEqual([status, stdout], [0, 'passed\n'], stderr)
  }

  for (const example of exampleDrives) {
    it(`of ${example.name}`, async () => {
      const client = new DapClient(inProcess())
      await driveExample(client, example)
      const file = `test/fixtures/pytest/test_${example.name}.py`
      const text = await exported(client, resolve(file))
      await client.close()
      const portable = text.replaceAll(root, '/where/it/was/recorded')
      if (process.env.UPDATE === '1') writeFileSync(file, portable)
      assert.equal(portable, readFileSync(file, 'utf8'))
      passes(file)
    })
  }

  for (const name of ['actors', 'retry', 'round_robin', 'ticker']) {
    it(`of ${name} as it runs by itself`, async () => {
      const client = new DapClient(inProcess())
      await client.start({ program: `examples/${name}.coro` })
      await client.event('terminated')
      const file = `test/fixtures/pytest/run/test_${name}.py`
      const text = await exported(client, resolve(file))
      await client.close()
      const portable = text.replaceAll(root, '/where/it/was/recorded')
      if (process.env.UPDATE === '1') writeFileSync(file, portable)
      assert.equal(portable, readFileSync(file, 'utf8'))
      passes(file)
    })
  }

  it('of a program with tasks, input, arguments and an end by exception', () => {
    writeFileSync(
      join(folder, 'helper.coro'),
      'async def half(x):\n    await asyncio.sleep(3600)\n    return x / 2\n\n\nimport asyncio\n',
    )
    writeFileSync(
      join(folder, 'tasks.py'),
      `import asyncio
import random
import sys
import time
from helper import half


async def ticks(n):
    for i in range(n):
        await asyncio.sleep(60)
        yield i


async def main():
    print(sys.argv[1:], input("name? "))
    results = await asyncio.gather(half(4), half(5), asyncio.sleep(10, {"a", "b", "c"}))
    print(results, random.random())
    before = time.monotonic()
    print([tick async for tick in ticks(3)], round(time.monotonic() - before))
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())


async def fails():
    raise KeyError("lost")


asyncio.run(main())
`,
    )
    const file = join(folder, 'test_tasks.py')
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        resolve('dist/cli/coroscope.js'),
        'trace',
        '--format=pytest',
        '--output',
        file,
        join(folder, 'tasks.py'),
        '-x',
        'y',
      ],
      { input: 'Ann\n', encoding: 'utf8' },
    )
    assert.deepEqual([status, stderr], [0, ''])
    const text = readFileSync(file, 'utf8')
    assert.match(text, /\("half", "returns", "float", shown\("2\.0"\)\)/)
    assert.match(
      text,
      /run\.ended == \("raised", shown\("ExceptionGroup: unhandled errors in a TaskGroup \(1 sub-exception\)"\)\)/,
    )
    passes(file)
  })

  const drive = async (text: string, expression: string, steps: string[]): Promise<string> => {
    const program = join(folder, 'program.coro')
    writeFileSync(program, text)
    const client = new DapClient(inProcess())
    await client.start({ program, drive: expression })
    const { threadId } = await client.stopped()
    await doSteps(client, threadId!, steps)
    const content = await exported(client)
    await client.close()
    const file = join(folder, 'test_program.py')
    writeFileSync(file, content)
    return content
  }

  it('fails on CPython when the program does something else', async function () {
    if (python === undefined) this.skip()
    const program = 'def count(n):\n    while True:\n        n += yield n\n'
    await drive(program, 'count(1)', ['send', 'send 4', 'throw KeyError(n)'])
    passes(join(folder, 'test_program.py'))
    writeFileSync(join(folder, 'program.coro'), program.replace('+=', '-='))
    const { status, stderr } = spawnSync(python, [join(folder, 'test_program.py')], { encoding: 'utf8' })
    assert.equal(status, 1)
    assert.match(stderr, /AssertionError: \('yielded', 'int', '-3', ''\)/)
  })

  it('knows what differs from run to run: addresses, the order of sets, random numbers without a seed', async () => {
    const content = await drive(
      `import random


class Plain:
    pass


def values():
    yield Plain()
    yield {"a", "b", "c", "d", "e"}
    yield [{"x": {"p", "q"}}, frozenset("hello")]
    yield random.random(), random.randrange(1000)
    print({"red", "green", "blue"}, Plain())
    yield "it's", "\\"\\n\\t\\0é😀\\ud800"
`,
      'values()',
      ['send', 'send', 'send', 'send', 'send', 'send'],
    )
    assert.match(content, /random\.seed\(0\)/)
    passes(join(folder, 'test_program.py'))
  })

  it('of modules beside the program, of arguments and of what is printed before', async () => {
    writeFileSync(join(folder, 'helper.coro'), 'print("helper")\n\n\ndef double(x):\n    return 2 * x\n')
    const content = await drive(
      'import sys\nfrom dataclasses import dataclass\nfrom helper import double\n\nprint("hello", len(sys.argv))\n\n\n@dataclass\nclass Point:\n    x: int\n\n\ndef f(x):\n    yield Point(double(x))\n',
      'f(4)',
      ['send'],
    )
    assert.match(content, /assert drive.printed == shown\("helper\\nhello 1\\n"\)/)
    passes(join(folder, 'test_program.py'))
  })

  it('of what was executed in a frame and in the module', async () => {
    await drive('limit = 3\n\n\ndef f(x):\n    while x < limit:\n        x = x + 1\n        yield x, limit\n', 'f(0)', [
      'send',
      'set limit = 10',
      'run x = 7',
      'send',
      'send',
    ])
    passes(join(folder, 'test_program.py'))
  })

  it('of a program that is no file, from an adapter in a worker', async () => {
    const source = 'def echo(x):\n    while True:\n        x = yield x, "\\u00e9\\"\\\\"\n'
    const client = new DapClient(inWorker())
    await client.start({ program: '/virtual/echo.coro', source, drive: 'echo(1)' })
    const { threadId } = await client.stopped()
    await doSteps(client, threadId!, ['send', 'send "two"'])
    const content = await exported(client)
    const { content: session } = await client.request<{ content: string }>('coroscope/export', { format: 'session' })
    await client.close()
    assert.match(content, /SOURCE = "def echo/)
    const file = join(folder, 'test_echo.py')
    writeFileSync(file, content)
    passes(file)
    const again = new DapClient(inWorker())
    await again.start({ sessionText: session })
    await again.stopped('goto')
    const { coroutines } = await again.request<{ coroutines: { lastSent?: string }[] }>('coroscope/coroutines')
    assert.equal(coroutines[1].lastSent, "'two'")
    await again.close()
  })

  it('tells a StopIteration that was thrown from one that says the end', async () => {
    for (const expression of ['gen()', 'agen()', 'coro()'])
      for (const first of [[], ['send']])
        for (const error of ['StopIteration(3)', 'StopAsyncIteration(4)', 'GeneratorExit()', 'SystemExit(1)']) {
          const program =
            'def gen():\n    yield 1\n\n\nasync def agen():\n    yield 1\n\n\nclass Ask:\n    def __await__(self):\n        return (yield 1)\n\n\nasync def coro():\n    return await Ask()\n'
          await drive(program, expression, [...first, `throw ${error}`])
          passes(join(folder, 'test_program.py'))
        }
  })

  it('says what cannot be a test', async () => {
    const client = new DapClient(inProcess())
    await client.start({ program: 'examples/retry.coro', stopOnEntry: true })
    await client.stopped('entry')
    await client.refused('coroscope/export', { format: 'film' })
    await client.close()
    const real = new DapClient(inProcess())
    await real.start({ program: 'examples/trampoline.coro', drive: 'climb(2)', clock: 'real' })
    await real.stopped('entry')
    assert.match(await real.refused('coroscope/export', { format: 'pytest' }), /real clock/)
    await real.close()
  })
})
