// Figures of a selected area, and search.

import assert from 'node:assert/strict'
import { figuresOf, timeAt } from '../../client/views/area.ts'
import { Lanes } from '../../client/views/lanes.ts'
import { Search } from '../../client/views/search.ts'
import { roundRobin, talk } from './synthetic.ts'

const lanes = new Lanes()
for (const event of talk) lanes.push(event)

describe('area', () => {
  it('adds up how long each lane was in each state, in instructions', () => {
    const figures = figuresOf(lanes, { from: 0, to: lanes.lastSlot, lanes: [lanes.byId.get(1)!] })
    // talk#1: made at 10, running from 20 to 40, awaiting to 80, running to its end at 90.
    assert.deepEqual(
      figures.states.map(({ state, time }) => `${state} ${time}`),
      ['awaiting 40', 'running 30', 'created 10'],
    )
    assert.equal(figures.to, 90)
  })

  it('counts the events on its lanes', () => {
    const figures = figuresOf(lanes, { from: 0, to: lanes.lastSlot, lanes: [...lanes.byId.values()] })
    assert.deepEqual(
      figures.events.map(({ kind, count }) => `${kind} ${count}`),
      ['create 2', 'return 2', 'send 2', 'await 1', 'output 1', 'yield 1'],
    )
  })

  it('is the same whichever corner came first, and half a segment counts half', () => {
    const all = [...lanes.byId.values()]
    const [a, b] = [lanes.slots.at(2), (lanes.slots.at(4) + lanes.slots.at(5)) / 2]
    assert.deepEqual(figuresOf(lanes, { from: b, to: a, lanes: all }), figuresOf(lanes, { from: a, to: b, lanes: all }))
    assert.equal(timeAt(lanes, b), 45)
  })
})

describe('search', () => {
  const find = (text: string) => {
    const search = new Search()
    search.start(lanes, text, () => undefined)
    return search
  }

  it('finds values, names, exceptions and printed text', () => {
    assert.deepEqual(find("'x?'").found, [4])
    assert.deepEqual(find('asked').found, [5])
    assert.deepEqual(find('ASK.').found, [2, 3, 7])
    assert.deepEqual(find('nowhere').found, [])
    assert.deepEqual(find('   ').found, [])
  })

  it('goes round', () => {
    const search = find('Ask.')
    assert.equal(search.next(2, 1), 3)
    assert.equal(search.next(7, 1), 2)
    assert.equal(search.next(2, -1), 7)
  })

  it('a long run is searched in pieces', async () => {
    const many = new Lanes()
    for (const event of roundRobin(3, 120_000)) many.push(event)
    const search = new Search()
    let calls = 0
    await new Promise<void>(resolve =>
      search.start(many, 'nothing like it', () => {
        calls++
        if (search.isDone) resolve()
      }),
    )
    assert.ok(calls >= 3, `${calls} pieces`)
  })
})
