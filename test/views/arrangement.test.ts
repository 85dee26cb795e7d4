// Rows: grouped, folded, pinned; the library's own coroutines stand for nobody but whom they work for.

import assert from 'node:assert/strict'
import { Arrangement } from '../../client/views/arrangement.ts'
import { Lanes } from '../../client/views/lanes.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { crossingsOf, roundRobin, story, talk } from './synthetic.ts'

function lanesOf(events: readonly TraceEvent[], showsInternal = false): Lanes {
  const lanes = new Lanes('main', showsInternal)
  for (const event of events) lanes.push(event)
  return lanes
}

/** Rows as text: depth in dots, then the name, `+n` for what is folded, `!` for a pin. */
const rows = (arrangement: Arrangement, lanes: Lanes): string[] =>
  arrangement
    .arrange(lanes)
    .rows.map(
      ({ lane, depth, folded = [], isPinned }) =>
        `${'.'.repeat(depth)}${lane.name}${folded.length > 0 ? ` +${folded.length}` : ''}${isPinned ? ' !' : ''}`,
    )

const family = story(
  { kind: 'create', id: 1, by: 0, name: 'boss', type: 'coroutine', file: 'a.py', line: 1 },
  { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
  { kind: 'create', id: 2, by: 1, name: 'work', type: 'coroutine', file: 'a.py', line: 2 },
  { kind: 'create', id: 3, by: 1, name: 'work', type: 'coroutine', file: 'a.py', line: 2 },
  { kind: 'await', id: 1, target: 3, what: 'work#3', line: 4 },
  { kind: 'yield', id: 3, to: 0, value: 'None', line: 9 },
)

describe('arrangement', () => {
  it('by await, by creator, by function', () => {
    const arrangement = new Arrangement()
    const lanes = lanesOf(family)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1', '.work#3', 'work#2'])
    arrangement.group('creator')
    assert.deepEqual(rows(arrangement, lanes), ['main', '.boss#1', '..work#2', '..work#3'])
    arrangement.group('function')
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1', 'work#2', '.work#3'])
  })

  it('folds one lane or all, and the row of what is folded is that of whom it stands under', () => {
    const arrangement = new Arrangement()
    const lanes = lanesOf(family)
    arrangement.toggleFold(1)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1 +1', 'work#2'])
    assert.equal(arrangement.arrange(lanes).rowOf.get(3), 1)
    arrangement.foldAll(lanes)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1', '.work#3', 'work#2'])
    arrangement.group('function')
    arrangement.foldAll(lanes)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1', 'work#2 +1'])
  })

  it('pinned lanes come first, without indentation', () => {
    const arrangement = new Arrangement()
    const lanes = lanesOf(family)
    arrangement.togglePin(3)
    assert.deepEqual(rows(arrangement, lanes), ['work#3 !', 'main', 'boss#1', 'work#2'])
    assert.equal(arrangement.arrange(lanes).pinned, 1)
    arrangement.togglePin(3)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'boss#1', '.work#3', 'work#2'])
  })

  it('ten thousand lanes are grouped by function and folded', () => {
    const arrangement = new Arrangement()
    const lanes = lanesOf(roundRobin(10_000, 20_000))
    arrangement.group('function')
    arrangement.foldAll(lanes)
    assert.deepEqual(rows(arrangement, lanes), ['main', 'worker#1 +9999'])
  })

  it('a creator that is younger than what it made is a circle somebody wrote by hand: nothing hangs', () => {
    const lanes = lanesOf(
      story(
        { kind: 'create', id: 1, by: 2, name: 'a', type: 'coroutine', file: 'a.py', line: 1 },
        { kind: 'create', id: 2, by: 1, name: 'b', type: 'coroutine', file: 'a.py', line: 1 },
      ),
    )
    const arrangement = new Arrangement()
    arrangement.group('creator')
    assert.equal(rows(arrangement, lanes).length, 3)
  })
})

describe('wake-ups', () => {
  const woken = story(
    ...family.map(({ t: _, ...event }) => event),
    { kind: 'resume', id: 2, by: 0, how: 'send', value: 'None' },
    { kind: 'task', what: 'woken', id: 1, by: 2, name: 'Task-1', text: 'Future', line: 4 },
    { kind: 'task', what: 'woken', id: 3, by: 0, name: 'Task-2', text: 'Future', line: 4 },
    { kind: 'task', what: 'scheduled', id: 3, by: 2, name: 'Task-2', text: '', line: 4 },
    { kind: 'return', id: 2, to: 0, value: 'None' },
  )

  it('an arrow from who did it to who can go on; no control passes, and the loop itself is no news', () => {
    const lanes = lanesOf(woken)
    const found = crossingsOf(lanes).filter(each => each.how === 'wake')
    assert.deepEqual(
      found.map(({ from, to }) => [from, to]),
      [[2, 1]],
    )
    assert.equal(lanesOf(woken.slice(0, -1)).running, 2)
  })
})

describe('coroutines of the library', () => {
  /** `main` awaits its sleep, which is made of a part that nobody has a name for. */
  const sleeping = story(
    { kind: 'create', id: 1, by: 0, name: 'main', type: 'coroutine', file: 'a.py', line: 1 },
    { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
    { kind: 'create', id: 2, by: 1, name: 'sleep', type: 'coroutine', file: 'a.py', line: 4 },
    { kind: 'await', id: 1, target: 2, what: 'sleep#2', line: 4 },
    {
      kind: 'create',
      id: 3,
      by: 2,
      name: '__sleep0',
      type: 'generator',
      file: '<library>/asyncio/tasks.py',
      line: 88,
      internal: true,
    },
    { kind: 'await', id: 2, target: 3, what: '__sleep0#3', line: 88 },
    { kind: 'yield', id: 3, to: 0, value: 'None', line: 82 },
    { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None', inner: 3 },
    { kind: 'return', id: 3, to: 2, value: 'None' },
    { kind: 'return', id: 2, to: 1, value: 'None' },
    { kind: 'return', id: 1, to: 0, value: '7' },
  )

  it('have no lane: what they do is done by whom they work for', () => {
    const lanes = lanesOf(sleeping)
    assert.deepEqual([...lanes.byId.keys()], [0, 1, 2])
    assert.deepEqual(
      crossingsOf(lanes).map(({ from, to, how }) => `${from}>${to} ${how}`),
      ['0>1 send', '1>2 await', '2>0 yield', '0>2 send', '2>1 return', '1>0 return'],
    )
    assert.equal(lanes.laneOf(3), 2)
  })

  it('have lanes when they are asked for', () => {
    assert.deepEqual([...lanesOf(sleeping, true).byId.keys()], [0, 1, 2, 3])
  })

  it('exactly one lane runs at any moment', () => {
    const lanes = lanesOf(sleeping)
    assert.equal(lanes.running, 0)
    assert.equal(lanesOf(talk).running, 0)
  })
})
