// Traces as the engine would write them, made without it: small stories for reading, long runs for measuring.

import type { Crossing, Lanes } from '../../client/views/lanes.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'

type Untimed<E> = E extends TraceEvent ? Omit<E, 't'> : never

/** Events with times 10 instructions apart. */
export function story(...events: Untimed<TraceEvent>[]): TraceEvent[] {
  return events.map((event, index) => ({ t: (index + 1) * 10, ...event }) as TraceEvent)
}

/** `talk` awaits `Ask.__await__`, is sent to twice and returns: the figure that explains lanes. */
export const talk: TraceEvent[] = story(
  { kind: 'create', id: 1, by: 0, name: 'talk', type: 'coroutine', file: 'talk.coro', line: 20 },
  { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
  { kind: 'create', id: 2, by: 1, name: 'Ask.__await__', type: 'generator', file: 'talk.coro', line: 14 },
  { kind: 'await', id: 1, target: 2, what: 'Ask.__await__#2', line: 14 },
  { kind: 'yield', id: 2, to: 0, value: "'x?'", line: 6 },
  { kind: 'output', stream: 'stdout', text: 'asked\n', by: 0 },
  { kind: 'resume', id: 1, by: 0, how: 'send', value: '4', inner: 2 },
  { kind: 'return', id: 2, to: 1, value: '4' },
  { kind: 'return', id: 1, to: 0, value: '8' },
)

/** Every crossing of a picture. */
export const crossingsOf = ({ crossings }: Lanes): Crossing[] =>
  Array.from({ length: crossings.length }, (_, index) => crossings.at(index))

/** A scheduler that resumes `tasks` in turn until `count` events are made; each task awaits a sleep of its own now and then. */
export function roundRobin(tasks: number, count: number): TraceEvent[] {
  const events: TraceEvent[] = []
  let t = 0
  const push = (event: Untimed<TraceEvent>) => {
    t += 7
    events.push({ t, ...event } as TraceEvent)
  }
  for (let id = 1; id <= tasks; id++)
    push({ kind: 'create', id, by: 0, name: 'worker', type: 'coroutine', file: 'many.coro', line: 3 })
  let next = tasks + 1
  const sleeping = new Map<number, number>()
  while (events.length < count) {
    for (let id = 1; id <= tasks && events.length < count; id++) {
      const inner = sleeping.get(id)
      push({ kind: 'resume', id, by: 0, how: 'send', value: 'None', ...(inner ? { inner } : {}) })
      if (inner) {
        push({ kind: 'return', id: inner, to: id, value: 'None' })
        sleeping.delete(id)
      } else if (tasks < 50 && events.length % 3 === 0) {
        push({ kind: 'create', id: next, by: id, name: 'sleep', type: 'generator', file: 'many.coro', line: 9 })
        push({ kind: 'await', id, target: next, what: `sleep#${next}`, line: 5 })
        sleeping.set(id, next++)
      }
      push({ kind: 'yield', id: sleeping.get(id) ?? id, to: 0, value: 'None', line: 5 })
    }
  }
  return events
}
