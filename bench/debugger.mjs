// What debugging costs: travel through a long history, a run with and without history, a breakpoint that is never hit, the memory of a history, very many coroutines.
import { writeFileSync } from 'node:fs'
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

/** Seconds of processor time from the start of the program to its end: other work of the machine does not count. */
async function run(program, attributes, line) {
  const adapter = new Adapter()
  try {
    await adapter.request('initialize', { adapterID: 'coro' })
    await adapter.request('launch', { program, ...attributes })
    await adapter.event('initialized')
    if (line !== undefined)
      await adapter.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line }] })
    await adapter.request('setExceptionBreakpoints', { filters: [] })
    const start = adapter.cpu
    await adapter.request('configurationDone')
    await adapter.event('exited')
    return adapter.cpu - start
  } finally {
    await adapter.end()
  }
}

async function costs(scratch) {
  for (const [name, source] of Object.entries(programs)) {
    const program = join(scratch, `${name}.py`)
    writeFileSync(program, source)
    const pairs = { history: [], armed: [] }
    let without = []
    // In turns, and compared in pairs: a busy moment of the machine meets both of a pair.
    for (let i = 0; i < 7; i++) {
      const plain = await run(program, { noDebug: true })
      const kept = await run(program, {})
      const armed = await run(program, {}, 3)
      without.push(plain)
      pairs.history.push(kept / plain)
      pairs.armed.push(armed / kept)
    }
    without = median(without)
    console.log(
      `history on, ${name.padEnd(12)}            ${median(pairs.history).toFixed(2)} x (${(1000 * without).toFixed(0)} ms of processor time without)`,
    )
    console.log(`breakpoint not hit, ${name.padEnd(12)}    ${median(pairs.armed).toFixed(2)} x`)
  }
}

/** Programs of which there is much to keep: many small objects that change all the time, and large ones that are replaced. */
const changing = {
  changes: `
data = [[i] for i in range(20_000)]
for turn in range(150):
    for item in data:
        item[0] += 1
print('done')
`,
  replaces: `
for turn in range(1000):
    text = [turn] * 100_000
    for i in range(1000):
        pass
print('done')
`,
}

const megabytes = bytes => `${(bytes / 1e6).toFixed(0)} MB`

async function memory(scratch) {
  for (const [name, source] of Object.entries(changing)) {
    const program = join(scratch, `${name}.py`)
    writeFileSync(program, source)
    let baseline
    for (const maxHistoryMB of [1, 64, 256]) {
      const adapter = new Adapter(true)
      await adapter.launch({ program, maxHistoryMB }, [6])
      await adapter.event('stopped')
      const history = await adapter.request('coroscope/history')
      const { heap, rss } = await adapter.memory()
      await adapter.end()
      // With a bound of next to nothing, what lives is the program and the debugger.
      baseline ??= heap - history.bytes
      console.log(
        `history of at most ${String(maxHistoryMB).padStart(3)} MB, ${name.padEnd(10)}${megabytes(history.bytes)} counted, heap grown by ${megabytes(heap - baseline)} over ${megabytes(baseline)} (process: ${megabytes(rss)}), ${history.checkpoints} checkpoints in ${(history.end / 1e6).toFixed(0)} million instructions`,
      )
    }
  }
}

/** Programs of some ten million instructions that are stopped at their last line. */
const long = {
  numbers: `
def work(n):
    total = 0
    for i in range(n):
        total += i
        if total > 1000:
            total -= 1000
    return total

work(1_000_000)
print('here')
`,
  changes: `
data = [[i] for i in range(20_000)]
for turn in range(50):
    for item in data:
        item[0] += 1
print('here')
`,
  tasks: `
import asyncio

async def worker(queue, n):
    for i in range(n):
        await queue.put(i)
        await asyncio.sleep(0)

async def main():
    queue = asyncio.Queue(10)
    workers = [asyncio.create_task(worker(queue, 300)) for i in range(100)]
    for i in range(100 * 300):
        await queue.get()

asyncio.run(main())
print('here')
`,
}

async function travels(scratch) {
  for (const [name, source] of Object.entries(long)) {
    const program = join(scratch, `${name}.py`)
    writeFileSync(program, source)
    const adapter = new Adapter()
    await adapter.launch({ program }, [source.split('\n').length - 1])
    await adapter.event('stopped')
    const { end } = await adapter.request('coroscope/history')
    const times = []
    const busy = []
    // From anywhere to anywhere: the shares are spread evenly over the history and come in an order that jumps about.
    for (let i = 1; i <= 40; i++) {
      const share = i % 10 === 0 ? (i / 10) % 2 : (i * 0.6180339887) % 1
      const [start, before] = [performance.now(), adapter.busy]
      await adapter.request('coroscope/travel', { time: Math.floor(end * share) })
      await adapter.event('stopped')
      times.push(performance.now() - start)
      busy.push(adapter.busy - before)
    }
    await adapter.end()
    console.log(
      `travel to any time, ${name.padEnd(12)}    worst ${Math.max(...times).toFixed(1)} ms, median ${median(times).toFixed(1)} ms; of processor time ${Math.max(...busy).toFixed(1)} and ${median(busy).toFixed(1)} ms (${(end / 1e6).toFixed(1)} million instructions)`,
    )
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
  await travels(scratch)
  await costs(scratch)
  await memory(scratch)
  await many(scratch)
}
