// The Coroutines view as rows: grouped, filtered, with those that nobody awaited; the words of hovers; the lines that are marked.

import assert from 'node:assert/strict'
import { type Row, type RowOptions, rowsOf } from '../../client/coroutine-rows.ts'
import type { CoroutineInfo } from '../../client/protocol.ts'
import { suspensionLines } from '../../client/suspension-lines.ts'
import { ageInWords, outcomeInWords } from '../../client/words.ts'

const info = (id: number, name: string, more: Partial<CoroutineInfo> = {}): CoroutineInfo => ({
  threadId: id + 1,
  id,
  name: `${name}#${id}`,
  kind: 'coroutine',
  state: 'CORO_SUSPENDED',
  file: '/a/app.coro',
  line: 3,
  createdBy: 0,
  ...more,
})
const main: CoroutineInfo = { threadId: 1, id: 0, name: 'main', kind: 'main', state: 'CORO_RUNNING', isMain: true }
const all: CoroutineInfo[] = [
  main,
  info(1, 'boss', { awaitingId: 4 }),
  info(2, 'work', { createdBy: 1, lastYielded: "'tea'" }),
  info(3, 'Future.__await__', { awaitedBy: 4, isInternal: true, file: '<library>/asyncio/futures.py' }),
  info(4, 'sleep', { awaitedBy: 1, awaitingId: 3, createdBy: 1, file: '<library>/asyncio/tasks.py' }),
]

/** Rows as text, indented. */
function text(rows: readonly Row[], depth = 0): string[] {
  return rows.flatMap(row => {
    const name =
      row.kind === 'coroutine' ? row.info.name : row.kind === 'group' ? `[${row.name}]` : `! ${row.lost.name}`
    return [`${'.'.repeat(depth)}${name}`, ...text(row.rows, depth + 1)]
  })
}
const rows = (options: Partial<RowOptions>, lost: Parameters<typeof rowsOf>[1] = []) =>
  text(rowsOf(all, lost, { grouping: 'await', filter: '', showsLibrary: false, ...options }))

describe('rows of the Coroutines view', () => {
  it('each under the one that awaits it, made it, or by file', () => {
    assert.deepEqual(rows({}), ['main', 'boss#1', '.sleep#4', 'work#2'])
    assert.deepEqual(rows({ grouping: 'creator' }), ['main', '.boss#1', '..work#2', '..sleep#4'])
    assert.deepEqual(rows({ grouping: 'file' }), [
      '[no file]',
      '.main',
      '[app.coro]',
      '.boss#1',
      '.work#2',
      '[tasks.py]',
      '.sleep#4',
    ])
  })

  it('what the library made for itself is there when it is asked for', () => {
    assert.deepEqual(rows({ showsLibrary: true }), ['main', 'boss#1', '.sleep#4', '..Future.__await__#3', 'work#2'])
  })

  it('a filter keeps those above a match in a tree, and looks at names, states and values', () => {
    assert.deepEqual(rows({ filter: 'SLEEP' }), ['boss#1', '.sleep#4'])
    assert.deepEqual(rows({ filter: 'tea' }), ['work#2'])
    assert.deepEqual(rows({ filter: 'sleep', grouping: 'file' }), ['[tasks.py]', '.sleep#4'])
    assert.deepEqual(rows({ filter: 'nobody' }), [])
  })

  it('those never awaited come last, with their creation', () => {
    const lost = [{ id: 9, name: 'lost#9', createdAt: { file: '/a/app.coro', line: 7 } }]
    assert.deepEqual(rows({}, lost).slice(-2), ['[Never awaited]', '.! lost#9'])
    assert.deepEqual(rows({ filter: 'boss' }, lost), ['boss#1'])
  })

  it('a circle of awaits, as a bug would make it, hangs nothing', () => {
    const circle = [info(1, 'a', { awaitedBy: 2 }), info(2, 'b', { awaitedBy: 1 })]
    assert.ok(text(rowsOf(circle, [], { grouping: 'await', filter: 'a', showsLibrary: false })).length <= 2)
  })
})

describe('words for the editor', () => {
  it('how old a coroutine is', () => {
    assert.equal(ageInWords(info(1, 'a', { since: 1000 }), 3500), 'made 2,500 instructions ago')
    assert.equal(ageInWords(info(1, 'a'), 10), '')
  })

  it('which finally blocks a step would run', () => {
    const outcome = { outcome: 'closed', value: 'None', type: 'NoneType', output: 'bye\n' } as const
    const file = 'a.coro'
    assert.equal(outcomeInWords(outcome), 'closes it, prints "bye"')
    assert.equal(
      outcomeInWords({ ...outcome, cleanups: [{ file, line: 4 }] }),
      'closes it, prints "bye", runs finally at line 4',
    )
    assert.match(
      outcomeInWords({
        ...outcome,
        cleanups: [
          { file, line: 4 },
          { file, line: 9 },
        ],
      }),
      /finally at lines 4, 9$/,
    )
  })
})

describe('lines with a suspension point', () => {
  const check = (text: string, lines: number[]) => assert.deepEqual(suspensionLines(text), lines)

  it('await, yield, async for, async with', () => {
    check(
      'async def f():\n    await g()\n    async for x in y:\n        pass\n    async with a as b:\n        yield x\n',
      [2, 3, 5, 6],
    )
  })

  it('not in strings, comments and names', () => {
    check("x = \"await y\"\n# yield\nawaiting = obj.yield_\nx = 'it\\'s await'\n", [])
    check('def f():\n    """\n    await nothing\n    """\n    yield 1\n', [5])
    check('x = """a""" + (yield)\ny = f"{1}" # await\n', [1])
  })

  it('a half-typed file has marks too', () => {
    check('async def f(:\n    x = await\n    s = "open\n    yield s', [2, 4])
  })
})
