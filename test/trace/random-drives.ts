// Random drives of small programs, each exported as a test: what scripts/fuzz-drives.mjs runs on CPython. Not a test by itself.

import { DapClient } from '../dap/client.ts'
import { inProcess } from '../dap/transports.ts'

/** Coroutines of every kind that catch, swallow, delegate and clean up. */
const zoo = `class Wait:
    def __init__(self, x):
        self.x = x

    def __await__(self):
        try:
            return (yield self.x)
        except KeyError as e:
            print("wait caught", e)
            return (yield "again")
        finally:
            print("wait over")


async def agen():
    n = 0
    while n < 5:
        try:
            got = yield n
            print("got", got)
            await Wait(f"w{n}")
        except ValueError as e:
            print("agen caught", repr(e))
            yield "after"
        n += 1


async def agen_cleans():
    try:
        yield 1
        await Wait("in")
        yield 2
    except GeneratorExit:
        print("exit seen")
        raise
    finally:
        print("agen done")


def swallow():
    while True:
        try:
            x = yield "s"
            print("x", x)
        except GeneratorExit:
            print("no")
            return 99
        except Exception as e:
            print("swallowed", type(e).__name__)


def inner():
    try:
        a = yield "a"
        b = yield a
        return (a, b)
    finally:
        print("inner over")


def delegating():
    r = yield from inner()
    print("r", r)
    for x in range(2):
        yield from iter([x, x + 1])
    return {"r": r}


def closing():
    try:
        yield 1
        yield 2
    finally:
        raise RuntimeError("in finally")


async def nested():
    async for x in agen():
        print("x", x)
        if x == 2:
            return [x]
        await Wait(x)
`

const subjects: readonly (readonly [program: string, drive: string])[] = [
  ['retry', 'fetch_with_retry("/d")'],
  ['actors', 'counter(PostOffice(), "c")'],
  ['actors', 'printer(PostOffice(), "p")'],
  ['cleanup', 'session("demo")'],
  ['custom_awaitable', 'talk("Ada")'],
  ['pipeline', 'totals(parse(clean(lines())))'],
  ['pipeline', 'chain(totals(parse(clean(lines()))))'],
  ['round_robin', 'worker("solo", 3)'],
  ['round_robin', 'flaky()'],
  ['ticker', 'ticker("clock", 3)'],
  ['ticker', 'collect(ticker("l", 3))'],
  ['trampoline', 'climb(3)'],
  ['trampoline', 'depth_of(((None, None), None))'],
  ...['agen()', 'agen_cleans()', 'swallow()', 'delegating()', 'closing()', 'nested()'].map(
    drive => ['', drive] as const,
  ),
]
const values = ['None', 'None', '1', '"tea"', '("add", 5, None)', '("stop",)', '[1, {2}]', '"/index"', '2.5']
const errors = [
  ...['ValueError("v")', 'KeyError("k")', 'TimeoutError', 'GeneratorExit', 'StopIteration(3)', 'RuntimeError()'],
  ...['StopAsyncIteration', 'KeyboardInterrupt()', 'BaseException(1)', 'SystemExit(3)'],
]

/** One drive by seed: the test file of it, or why there is none. `from`: where the test is going to lie. */
export async function randomDrive(seed: number, from: string): Promise<{ what: string; test: string }> {
  let state = seed * 2654435761 + 1
  const below = (n: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * n)
  }
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]
  const [name, drive] = pick(subjects)
  const client = new DapClient(inProcess())
  const launch = name === '' ? { program: '/zoo.py', source: zoo } : { program: `examples/${name}.coro` }
  await client.start({ ...launch, drive })
  const { threadId } = await client.stopped('entry')
  const said = [drive]
  for (let i = 2 + below(8); i > 0; i--) {
    const action = pick(['send', 'send', 'send', 'send', 'throw', 'close'])
    const expression = action === 'send' ? pick(values) : action === 'throw' ? pick(errors) : undefined
    const args = expression === undefined ? {} : { expression }
    const { success, message } = await client.ask('coroscope/drive', { threadId, action, ...args })
    said.push(`${action} ${expression ?? ''}`)
    if (!success) {
      if (/finished/.test(message ?? '')) break
      continue
    }
    await client.stopped()
    if (below(6) > 0 || !(await client.ask('stepBack', { threadId })).success) continue
    await client.stopped()
    said.push('back')
  }
  const { success, message, body } = await client.ask('coroscope/export', { format: 'pytest', path: from })
  await client.close()
  return {
    what: said.join('; '),
    test: success ? (body as { content: string }).content : `raise Exception(${JSON.stringify(message)})\n`,
  }
}
