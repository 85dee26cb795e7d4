// Columns of numbers: what is put in comes out, and places are found, by search and by walking on.

import assert from 'node:assert/strict'
import { Ascending, Integers, lastAtMost, lastAtMostFrom } from '../../client/views/columns.ts'

describe('columns', () => {
  it('hold what was pushed; beyond the end there is nothing', () => {
    const [integers, ascending] = [new Integers(), new Ascending()]
    for (let i = 0; i < 1000; i++) {
      integers.push(-i)
      ascending.push(i / 2)
    }
    assert.deepEqual([integers.length, integers.at(0), integers.at(999)], [1000, 0, -999])
    assert.deepEqual([ascending.length, ascending.at(999), ascending.last], [1000, 499.5, 499.5])
    assert.ok(Number.isNaN(integers.at(1000)) && Number.isNaN(ascending.at(1000)) && Number.isNaN(integers.at(-1)))
  })

  it('the last that is at most a value: by search, and walking on from any place before it', () => {
    const list: number[] = []
    const ascending = new Ascending()
    for (let i = 0, value = 0; i < 200; i++, value += i % 7 === 0 ? 5 : i % 3) {
      list.push(value)
      ascending.push(value)
    }
    for (let value = -1; value < list.at(-1)! + 3; value += 0.5) {
      const expected = list.findLastIndex(each => each <= value)
      assert.equal(lastAtMost(list, value), expected)
      assert.equal(ascending.lastAtMost(value), expected)
      for (let from = 0; from <= expected; from += 13) assert.equal(lastAtMostFrom(list, value, from), expected)
    }
  })
})
