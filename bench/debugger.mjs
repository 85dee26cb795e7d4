// What debugging costs: a run with and without history, a breakpoint that is never hit, the memory of a history, very many coroutines.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Adapter } from './adapter.mjs'

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Programs whose work is of different kinds: numbers, objects and lists, coroutines. */
const programs = {
  numbers: `
def never_called():
    return 1

def work(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total

print(work(1_500_000))
`,
  objects: `
def never_called():
    return 1

class Point:
    def __init__(self, x):
        self.x = x
        self.seen = []

points = [Point(i) for i in range(2000)]
for turn in range(60):
    for point in points:
        point.x += 1
        point.seen.append(turn)
print(sum(point.x for point in points))
`,
  coroutines: `
def never_called():
    return 1

class Turn:
    def __await__(self):
        yield

async def worker(n):
    for i in range(n):
        await Turn()
    return n

workers = [worker(400) for i in range(400)]
live = list(workers)
while live:
    for one in list(live):
        try:
            one.send(None)
        except StopIteration:
            live.remove(one)
print('done')
`,
}

/** Milliseconds from the start of the program to its end. */
async function run(program, attributes, line) {
  const adapter = new Adapter()
  try {
    await adapter.request('initialize', { adapterID: 'coro' })
    await adapter.request('launch', { program, ...attributes })
    await adapter.event('initialized')
    if (line !== undefined)
      await adapter.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line }] })
    await adapter.request('setExceptionBreakpoints', { filters: [] })
    const start = performance.now()
    await adapter.request('configurationDone')
    await adapter.event('exited')
    return performance.now() - start
  } finally {
    await adapter.end()
  }
}

async function costs(scratch) {
  for (const [name, source] of Object.entries(programs)) {
    const program = join(scratch, `${name}.py`)
    writeFileSync(program, source)
    const times = { without: [], history: [], armed: [] }
    // One after the other, so that a busy moment of the machine meets all three.
    for (let i = 0; i < 3; i++) {
      times.without.push(await run(program, { noDebug: true }))
      times.history.push(await run(program, {}))
      times.armed.push(await run(program, {}, 3))
    }
    const [without, history, armed] = [times.without, times.history, times.armed].map(median)
    console.log(
      `history on, ${name.padEnd(12)}            ${(history / without).toFixed(2)} x (${without.toFixed(0)} ms without)`,
    )
    console.log(`breakpoint not hit, ${name.padEnd(12)}     ${(armed / history).toFixed(2)} x`)
  }
}

const resident = pid => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000

/** A program that changes many objects all the time, so that there is much to keep. */
const changing = `
data = [[i] for i in range(20_000)]
for turn in range(150):
    for item in data:
        item[0] += 1
print('done')
`

async function memory(scratch) {
  const program = join(scratch, 'changing.py')
  writeFileSync(program, changing)
  for (const maxHistoryMB of [1, 64, 256]) {
    const adapter = new Adapter()
    await adapter.launch({ program, maxHistoryMB }, [6])
    await adapter.event('stopped')
    const { time } = await adapter.request('coroscope/coroutines', { count: 1 })
    console.log(
      `history of at most ${String(maxHistoryMB).padStart(3)} MB            ${resident(adapter.child.pid).toFixed(0)} MB resident after ${(time / 1e6).toFixed(0)} million instructions`,
    )
    await adapter.end()
  }
}

const crowd = `
class Turn:
    def __await__(self):
        yield 1

async def inner():
    await Turn()

async def worker(n):
    await inner()

workers = [worker(i) for i in range(17_000)]
for one in workers:
    one.send(None)
print('here')
`

async function many(scratch) {
  const program = join(scratch, 'crowd.py')
  writeFileSync(program, crowd)
  const adapter = new Adapter()
  await adapter.launch({ program }, [15])
  await adapter.event('stopped')
  const timed = async (command, args) => {
    const start = performance.now()
    const body = await adapter.request(command, args)
    return { body, ms: performance.now() - start }
  }
  const first = await timed('coroscope/coroutines', { start: 0, count: 100 })
  const all = await timed('coroscope/coroutines', {})
  const threads = await timed('threads', {})
  const { total } = first.body
  console.log(`first page of ${total} coroutines       ${first.ms.toFixed(1)} ms`)
  console.log(`all of them                          ${all.ms.toFixed(1)} ms (as threads ${threads.ms.toFixed(1)} ms)`)
  await adapter.end()
}

export async function debuggerRows(scratch) {
  await costs(scratch)
  await memory(scratch)
  await many(scratch)
}
