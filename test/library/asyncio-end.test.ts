// How a run of asyncio ends that CPython would not end: by a message and exit status 3.

import { equal, match } from 'node:assert/strict'
import { run } from './run.ts'

describe('the end of asyncio.run()', () => {
  it('names each waiting task of a deadlock, what it waits for and where', () => {
    const { err, status } = run(`import asyncio
async def wait(e):
    await e.wait()
async def main():
    e = asyncio.Event()
    async with asyncio.TaskGroup() as g:
        g.create_task(wait(e), name='one')
        g.create_task(wait(e), name='two')
asyncio.run(main())
`)
    equal(status, 3)
    match(err, /^asyncio: deadlock: nothing is ready to run/)
    match(err, /'Task-1' waits for TaskGroup\.__aexit__\(\) at \/p\/program\.py:6, in main/)
    match(err, /'one' waits for Event\.wait\(\) at \/p\/program\.py:3, in wait/)
  })

  for (const pause of ['0', '3600']) {
    it(`gives up on a task that swallows its cancellation for ever, sleeping ${pause} s`, () => {
      const { out, err, status } = run(`import asyncio
async def stubborn():
    while True:
        try:
            await asyncio.sleep(${pause})
        except asyncio.CancelledError:
            print('swallowed')
async def main():
    asyncio.create_task(stubborn())
    await asyncio.sleep(0)
asyncio.run(main())
`)
      equal(out, 'swallowed\n')
      equal(status, 3)
      match(err, /^asyncio: the shutdown does not end: .*\n {2}'Task-2' waits for sleep\(\) at \/p\/program\.py:5/)
    })
  }

  it('waits for a task that swallows its cancellation and ends later', () => {
    const { out, status } = run(`import asyncio
async def slow():
    try:
        await asyncio.sleep(1e6)
    except asyncio.CancelledError:
        for i in range(1000):
            await asyncio.sleep(60)
    print('ended')
async def main():
    asyncio.create_task(slow())
    await asyncio.sleep(0)
asyncio.run(main())
`)
    equal(out, 'ended\n')
    equal(status, 0)
  })
})
