// What the trace tells of asyncio's tasks and timers, and the state it folds into.

import { deepEqual, equal } from 'node:assert/strict'
import { eventText, foldAll, isTraceEvent, type TraceEvent } from '../../debugger/trace/index.ts'
import { start } from './machine-run.ts'

const program = `import asyncio


async def worker(event):
    await event.wait()
    await asyncio.sleep(2)


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(event), name="w")
    await asyncio.sleep(0)
    event.set()
    await asyncio.sleep(1)
    task.cancel("enough")
    await asyncio.gather(task, return_exceptions=True)


asyncio.run(main())
`

function traced(source: string): TraceEvent[] {
  const { machine } = start(source)
  equal(machine.run(50_000_000).kind, 'finished')
  return machine.trace.events()
}

describe('task events', () => {
  const events = traced(program)
  const told = events.filter(event => event.kind === 'task')
  const timerOf = (event: TraceEvent) => (event.kind === 'task' ? event.timer : undefined)
  const names = new Map(events.flatMap(event => (event.kind === 'create' ? [[event.id, event.name] as const] : [])))

  it('say who scheduled, woke and cancelled which task, and where', () => {
    const lines = told
      .filter(event => timerOf(event) === undefined && !/shutdown/.test(names.get(event.id) ?? ''))
      .map(event => eventText(event, id => (id === 0 ? 'main program' : (names.get(id) ?? '?'))).replace(/^t=\d+ /, ''))
    deepEqual(lines, [
      'Task-1 of main scheduled <- main program line 19',
      'w of worker scheduled <- main line 11',
      'Task-1 of main scheduled <- main program line 19',
      'w of worker woken <- main Future line 13',
      'Task-1 of main woken <- main program Future line 19',
      'w of worker cancelled <- main enough line 15',
      'w of worker woken <- main Future line 15',
      'Task-1 of main woken <- main program _GatheringFuture line 19',
    ])
  })

  it('tell of timers that are set, fire and are cancelled, each by its number', () => {
    const timers = told.filter(event => timerOf(event) !== undefined)
    const [one, two] = timers.map(timerOf)
    deepEqual(
      timers.map(event => (event.kind === 'task' ? [event.what, event.timer, event.line] : [])),
      [
        ['timer set', one, 14],
        ['timer set', two, 6],
        ['timer fired', one, 19],
        ['timer cancelled', two, 6],
      ],
    )
  })

  it('fold into what is ready and which timers are set', () => {
    const at = told.findIndex(event => event.kind === 'task' && event.what === 'cancelled')
    const before = events.slice(0, events.indexOf(told[at]!) + 1)
    const state = foldAll(before)
    deepEqual(
      [...state.coroutines.values()].filter(one => one.task !== undefined).map(one => one.task),
      [
        { name: 'Task-1', cancels: 0, readiedBy: 0 },
        { name: 'w', cancels: 1, cancelledBy: 1, readiedBy: 1 },
      ],
    )
    equal(state.timers.size, 1)
    equal(foldAll(events).timers.size, 0)
  })

  it('survive JSON', () => {
    for (const event of told) deepEqual(JSON.parse(JSON.stringify(event)), event)
    equal(told.every(isTraceEvent), true)
  })

  it('are the same after going back', () => {
    const { machine } = start(program)
    machine.run(11_000)
    const epoch = machine.journal.checkpoint(machine)
    machine.run(50_000_000)
    const first = machine.trace.events()
    machine.journal.rollback(machine, epoch)
    machine.run(50_000_000)
    deepEqual(machine.trace.events(), first)
  })
})
