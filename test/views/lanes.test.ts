// From events to lanes: states, ends, crossings and the order of lanes.

import assert from 'node:assert/strict'
import { LaneState, Lanes } from '../../client/views/lanes.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { crossingsOf, roundRobin, story, talk } from './synthetic.ts'

function lanesOf(events: readonly TraceEvent[]): Lanes {
  const lanes = new Lanes()
  for (const event of events) lanes.push(event)
  return lanes
}

/** A lane as text: each segment's state and the event at which it starts (0: the start of the program), then its end. */
function picture(lanes: Lanes, id: number): string {
  const lane = lanes.byId.get(id)
  assert.ok(lane, `lane ${id}`)
  const at = (slot: number) => lanes.slots.lastAtMost(slot)
  const parts = lane.starts.map((start, index) => `${LaneState[lane.stateAt(index)]}@${at(start)}`)
  if (lane.end) parts.push(`${lane.end.how}@${at(lane.end.slot)} ${lane.end.text}`.trim())
  if (lane.neverAwaited !== undefined) parts.push('never awaited')
  return parts.join(' ')
}

describe('lanes', () => {
  it('a coroutine is created, runs, delegates while it awaits, and returns', () => {
    const lanes = lanesOf(talk)
    assert.equal(picture(lanes, 0), 'Running@0 Lent@2 Running@5 Lent@6 Running@8')
    assert.equal(picture(lanes, 1), 'Created@1 Running@2 Delegating@4 Running@7 return@8 8')
    assert.equal(picture(lanes, 2), 'Created@3 Running@4 Suspended@5 Running@6 return@7 4')
  })

  it('exactly one lane runs at any moment', () => {
    for (const events of [talk, roundRobin(5, 400), roundRobin(60, 900)]) {
      const lanes = lanesOf(events)
      for (let index = 0; index < lanes.slots.length; index++) {
        const slot = lanes.slots.at(index)
        const running = [...lanes.byId.values()].filter(lane => {
          if (lane.end && lane.end.slot <= slot) return false
          let state: LaneState | undefined
          for (const [segment, start] of lane.starts.entries()) if (start <= slot) state = lane.stateAt(segment)
          return state === LaneState.Running
        })
        assert.equal(running.length, 1, `at slot ${slot}: ${running.map(lane => lane.name)}`)
      }
    }
  })

  it('values stand with the crossings; None is not written', () => {
    const crossings = crossingsOf(lanesOf(talk)).map(({ from, to, how, text }) => `${from}>${to} ${how} ${text}`.trim())
    assert.deepEqual(crossings, [
      '0>1 send',
      '1>2 await',
      "2>0 yield 'x?'",
      '0>2 send 4',
      '2>1 return 4',
      '1>0 return 8',
    ])
  })

  it('the awaited opens under its awaiter, indented', () => {
    const lanes = lanesOf(
      story(
        { kind: 'create', id: 1, by: 0, name: 'a', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'create', id: 2, by: 0, name: 'b', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'create', id: 3, by: 0, name: 'c', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'resume', id: 1, by: 0, how: 'send' },
        { kind: 'await', id: 1, target: 3, what: 'c#3', line: 1 },
      ),
    )
    assert.deepEqual(
      lanes.order().map(({ lane, depth }) => `${' '.repeat(depth)}${lane.name}`),
      ['main', 'a#1', ' c#3', 'b#2'],
    )
  })

  it('an exception ends with its type, a close without words', () => {
    const made = { kind: 'create', by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 } as const
    const lanes = lanesOf(
      story(
        { ...made, id: 1 },
        { ...made, id: 2 },
        { ...made, id: 3 },
        { kind: 'resume', id: 1, by: 0, how: 'throw', exception: 'ValueError' },
        { kind: 'raise', id: 1, to: 0, exception: 'ValueError', message: 'no', line: 3 },
        { kind: 'resume', id: 2, by: 0, how: 'close' },
        { kind: 'raise', id: 2, to: 0, exception: 'GeneratorExit', message: '', line: 3 },
        { kind: 'close', id: 3 },
      ),
    )
    assert.equal(picture(lanes, 1), 'Created@1 Running@4 raise@5 ValueError')
    assert.equal(picture(lanes, 2), 'Created@2 Running@6 close@7')
    assert.equal(picture(lanes, 3), 'Created@3 close@8')
    assert.equal(crossingsOf(lanes)[0]?.text, 'ValueError')
  })

  it('a close that is caught and raises something else ends with what it raised', () => {
    const lanes = lanesOf(
      story(
        { kind: 'create', id: 1, by: 0, name: 'f', type: 'generator', file: 'f', line: 1 },
        { kind: 'resume', id: 1, by: 0, how: 'next' },
        { kind: 'yield', id: 1, to: 0, value: '1', line: 2 },
        { kind: 'resume', id: 1, by: 0, how: 'close' },
        { kind: 'raise', id: 1, to: 0, exception: 'KeyError', message: '', line: 4 },
      ),
    )
    assert.equal(picture(lanes, 1), 'Created@1 Running@2 Suspended@3 Running@4 raise@5 KeyError')
  })

  it('one that is never awaited keeps its hairline and is marked', () => {
    const lanes = lanesOf(
      story(
        { kind: 'create', id: 1, by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'never awaited', id: 1, line: 1 },
        { kind: 'close', id: 1 },
      ),
    )
    assert.equal(picture(lanes, 1), 'Created@1 close@3 never awaited')
  })

  it('output takes no slot', () => {
    const lanes = lanesOf(talk)
    assert.equal(lanes.slots.length, talk.length)
    assert.equal(lanes.outputs[0]?.slot, lanes.slots.at(5))
  })

  it('a hand-edited trace (unknown ids, a circle of awaits) makes a picture all the same', () => {
    const lanes = lanesOf(
      story(
        { kind: 'resume', id: 7, by: 3, how: 'send' },
        { kind: 'create', id: 1, by: 9, name: 'a', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'create', id: 2, by: 9, name: 'b', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'await', id: 1, target: 2, what: 'b', line: 1 },
        { kind: 'await', id: 2, target: 1, what: 'a', line: 1 },
        { kind: 'await', id: 1, target: 1, what: 'a', line: 1 },
        { kind: 'resume', id: 1, by: 0, how: 'send', inner: 55 },
        { kind: 'return', id: 55, to: 66, value: '1' },
      ),
    )
    assert.deepEqual(
      lanes.order().map(({ lane, depth }) => `${depth} ${lane.name}`),
      ['0 main', '0 a#1', '1 b#2'],
    )
  })

  it('an await chain thousands deep is laid out', () => {
    const events: TraceEvent[] = []
    for (let id = 1; id <= 20_000; id++) {
      events.push({ t: id, kind: 'create', id, by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 })
      if (id > 1) events.push({ t: id, kind: 'await', id: id - 1, target: id, what: 'f', line: 1 })
    }
    const rows = lanesOf(events).order()
    assert.equal(rows.length, 20_001)
    assert.equal(rows.at(-1)?.depth, 19_999)
  })
})
