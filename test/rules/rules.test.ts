/** The rules: where each speaks and where it is silent, and what its repairs make of a program. */

import assert from 'node:assert/strict'
import { analyze } from '../../language/index.ts'
import { rules } from '../../language/rules/index.ts'
import { cases, hints, strict } from './cases.ts'
import { checkText, expected, quiet, repaired } from './program.ts'

describe('rules: where they speak', () => {
  for (const [id, programs] of Object.entries(cases)) {
    programs.forEach((program, i) => {
      it(`${id}, program ${i + 1}`, () => {
        assert.deepEqual(checkText(program, quiet).found, expected(program))
      })
    })
  }
  for (const [id, programs] of Object.entries(hints)) {
    programs.forEach((program, i) => {
      it(`${id}, program ${i + 1}`, () => {
        assert.deepEqual(checkText(program).found, expected(program))
      })
    })
  }

  for (const [id, programs] of Object.entries(strict)) {
    programs.forEach((program, i) => {
      it(`${id}, program ${i + 1}`, () => {
        assert.deepEqual(checkText(program, { levels: { '*': 'off', [id]: 'warning' } }).found, expected(program))
        assert.ok(!checkText(program).found.some(item => item.endsWith(id)))
      })
    })
  }

  it('has programs for every rule', () => {
    const tried = { ...cases, ...hints, ...strict }
    assert.deepEqual(
      rules.map(rule => rule.id).filter(id => tried[id] === undefined),
      [],
    )
  })

  it('speaks as loudly as it is told to', () => {
    const program = 'import asyncio\nasync def f(): await asyncio.sleep(0)\nf()\n'
    const level = (levels: Record<string, 'error' | 'off' | 'hint'>) =>
      checkText(program, { levels }).findings.map(item => item.severity)
    assert.deepEqual(level({}), ['warning'])
    assert.deepEqual(level({ 'never-awaited': 'error' }), ['error'])
    assert.deepEqual(level({ 'never-awaited': 'off' }), [])
    assert.deepEqual(level({ '*': 'hint' }), ['hint'])
  })

  it('says nothing general where only coroutines are asked about', () => {
    const program = 'import asyncio\nasync def f(): await asyncio.sleep(0)\nf()\nmissing\nasyncio.missing\n'
    assert.deepEqual(checkText(program, { coroutinesOnly: true }).found, ['3 never-awaited'])
  })

  it('is silenced for a whole file', () => {
    const program = '# coro: ignore-file[never-awaited]\nimport asyncio\nasync def f(): await asyncio.sleep(0)\nf()\n'
    assert.deepEqual(checkText(program).found, [])
  })
})

describe('rules: repairs', () => {
  function check(id: string, before: string, after: string | undefined): void {
    const prelude =
      'import asyncio\nimport time\nasync def co(): await asyncio.sleep(0)\ndef plain(): return 1\nasync def ag(): yield 1\n'
    assert.equal(repaired(`${prelude}${before}`, id), after === undefined ? undefined : `${prelude}${after}`)
  }

  it('await', () => {
    check('never-awaited', 'async def f():\n    co()\n', 'async def f():\n    await co()\n')
    check('never-awaited', 'async def f():\n    x = co()\n', 'async def f():\n    x = await co()\n')
    check('never-awaited', 'def f():\n    co()\n', 'async def f():\n    await co()\n')
    check('never-awaited', 'co()\n', 'asyncio.run(co())\n')
    check(
      'never-awaited',
      'async def f():\n    [co() for _ in "ab"]\n',
      'async def f():\n    await asyncio.gather(*[co() for _ in "ab"])\n',
    )
    check('always-true', 'async def f():\n    if co(): pass\n', 'async def f():\n    if await co(): pass\n')
    check('coroutine-argument', 'async def f():\n    print(co())\n', 'async def f():\n    print(await co())\n')
    check('coroutine-operand', 'async def f():\n    return co() + 1\n', 'async def f():\n    return await co() + 1\n')
    check('coroutine-operand', 'async def f():\n    return co().x\n', 'async def f():\n    return (await co()).x\n')
    check('coroutine-operand', 'async def f():\n    return co()[0]\n', 'async def f():\n    return (await co())[0]\n')
    check('not-awaitable', 'async def f():\n    await plain()\n', 'async def f():\n    plain()\n')
    check('not-awaitable', 'async def f():\n    await co\n', 'async def f():\n    await co()\n')
  })

  it('the other keyword', () => {
    check(
      'not-iterable',
      'async def f():\n    for x in ag(): pass\n',
      'async def f():\n    async for x in ag(): pass\n',
    )
    check('not-iterable', 'async def f():\n    async for x in [1]: pass\n', 'async def f():\n    for x in [1]: pass\n')
    check(
      'not-a-context',
      'async def f():\n    with asyncio.Lock(): pass\n',
      'async def f():\n    async with asyncio.Lock(): pass\n',
    )
    check(
      'special-method',
      'class C:\n    async def __init__(self): pass\n',
      'class C:\n    def __init__(self): pass\n',
    )
    check(
      'special-method',
      'class C:\n    def __anext__(self): return 1\n',
      'class C:\n    async def __anext__(self): return 1\n',
    )
  })

  it('calls of asyncio', () => {
    check('run-in-loop', 'async def f():\n    asyncio.run(co())\n', 'async def f():\n    await co()\n')
    check('blocking-call', 'async def f():\n    time.sleep(1)\n', 'async def f():\n    await asyncio.sleep(1)\n')
    check(
      'not-a-coroutine',
      'async def f():\n    await asyncio.create_task(co)\n',
      'async def f():\n    await asyncio.create_task(co())\n',
    )
    check(
      'gather-collection',
      'async def f():\n    await asyncio.gather([co()])\n',
      'async def f():\n    await asyncio.gather(*[co()])\n',
    )
    check(
      'gather-collection',
      'async def f():\n    await asyncio.gather(co() for _ in "ab")\n',
      'async def f():\n    await asyncio.gather(*(co() for _ in "ab"))\n',
    )
    check(
      'wait-coroutines',
      'async def f():\n    await asyncio.wait([co()])\n',
      'async def f():\n    await asyncio.wait([asyncio.create_task(co())])\n',
    )
    check('loop-at-import', 'loop = asyncio.get_event_loop()\n', 'loop = asyncio.new_event_loop()\n')
    check(
      'task-not-kept',
      'async def f():\n    asyncio.create_task(co())\n',
      'async def f():\n    await asyncio.create_task(co())\n',
    )
  })

  it('exceptions', () => {
    check(
      'cancelled-swallowed',
      'async def f():\n    try: await co()\n    except asyncio.CancelledError: pass\n',
      'async def f():\n    try: await co()\n    except asyncio.CancelledError: raise\n',
    )
    check(
      'cancelled-swallowed',
      'async def f():\n    try: await co()\n    except BaseException:\n        print(1)\n',
      'async def f():\n    try: await co()\n    except BaseException:\n        print(1)\n        raise\n',
    )
    check(
      'stop-iteration',
      'def g():\n    yield 1\n    raise StopIteration(2)\n',
      'def g():\n    yield 1\n    return 2\n',
    )
    check(
      'group-member-raised',
      'def f(e):\n    raise e.exceptions[0]\n',
      'def f(e):\n    raise e.exceptions[0] from e\n',
    )
  })

  it('a lock becomes an async with', () => {
    check(
      'lock-not-released',
      'async def f():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await co()\n    if lock:\n        print(1)\n    lock.release()\n    print(2)\n',
      'async def f():\n    lock = asyncio.Lock()\n    async with lock:\n        await co()\n        if lock:\n            print(1)\n    print(2)\n',
    )
    check(
      'lock-not-released',
      'async def f():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    print(1)\n',
      'async def f():\n    lock = asyncio.Lock()\n    async with lock:\n        print(1)\n',
    )
  })

  it('loops, a second await, an async generator that nobody closes', () => {
    check(
      'loop-without-suspension',
      'async def f():\n    while True:\n        pass\n',
      'async def f():\n    while True:\n        await asyncio.sleep(0)\n',
    )
    check(
      'loop-without-suspension',
      'async def f(n):\n    while True:\n        n += 1\n',
      'async def f(n):\n    while True:\n        n += 1\n        await asyncio.sleep(0)\n',
    )
    check(
      'awaited-twice',
      'async def f():\n    c = co()\n    await c\n    await c\n',
      'async def f():\n    c = co()\n    await c\n    await co()\n',
    )
    assert.equal(
      repaired(
        'async def g():\n    try: yield 1\n    finally: await x()\nasync def f():\n    async for i in g():\n        print(i)\n',
        'await-in-generator-finally',
      ),
      'import contextlib\nasync def g():\n    try: yield 1\n    finally: await x()\nasync def f():\n    async with contextlib.aclosing(g()) as items:\n        async for i in items:\n            print(i)\n',
    )
  })

  it('names', () => {
    check('undefined-name', 'print(plian)\n', 'print(plain)\n')
    check('unresolved-attribute', 'asyncio.sleeep(1)\n', 'asyncio.sleep(1)\n')
    assert.equal(
      repaired('"""Doc."""\nprint(asyncio)\n', 'undefined-name'),
      '"""Doc."""\nimport asyncio\nprint(asyncio)\n',
    )
    assert.equal(
      repaired('async def f(): pass\nf()\n', 'never-awaited'),
      'import asyncio\nasync def f(): pass\nasyncio.run(f())\n',
    )
  })

  it('leave a program, in which the finding is gone', () => {
    for (const [id, programs] of Object.entries(cases)) {
      for (const program of programs) {
        const before = checkText(program, quiet).findings.filter(item => item.code === id).length
        const after = before === 0 ? undefined : repaired(program, id, quiet)
        if (after === undefined) continue
        const errors = analyze(after).diagnostics.filter(item => item.severity === 'error' && item.phase !== 'subset')
        assert.deepEqual(errors, [], `${id}\n${after}`)
        const left = checkText(after, quiet).findings.filter(item => item.code === id).length
        assert.ok(left < before, `${id}: ${before} before, ${left} after\n${after}`)
      }
    }
  })
})
