// Dicts as data: shapes for namespaces, tables for the rest, and that both can be put back.

import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { PyDict, Shape } from '../../debugger/engine/dict.ts'
import { keyOf, keyOfItems, type NativeKey } from '../../debugger/engine/hashing.ts'
import { T } from '../../debugger/engine/types.ts'
import { PyFloat, PyTuple, type Value } from '../../debugger/engine/value.ts'

const table = (): PyDict => new PyDict(T.dict, 1)
const namespace = (): PyDict => new PyDict(T.dict, 1, Shape.private())

function put(dict: PyDict, key: Value, value: Value): void {
  dict.set(keyOf(key) as NativeKey, key, value)
}

describe('containers: shapes', () => {
  it('are shared by dicts that are filled in the same order', () => {
    const root = Shape.root()
    const [a, b, c] = [1, 2, 3].map(() => new PyDict(T.dict, 1, root))
    for (const name of ['x', 'y']) for (const dict of [a, b]) dict!.setStr(name, name)
    for (const name of ['y', 'x']) c!.setStr(name, name)
    equal(a!.shape, b!.shape)
    notEqual(a!.shape, c!.shape)
    deepEqual(c!.keyList(), ['y', 'x'])
  })

  it('stay when a value is replaced, and change when a name is added', () => {
    const dict = namespace()
    dict.setStr('x', 1)
    const { shape } = dict
    dict.setStr('x', 2)
    equal(dict.shape, shape)
    dict.setStr('y', 3)
    notEqual(dict.shape, shape)
    equal(shape!.indexOf('y'), -1)
  })

  it('part when two futures continue from one state', () => {
    const dict = namespace()
    dict.setStr('x', 1)
    const saved = dict.save()
    dict.setStr('lost', 2)
    dict.restore(saved)
    dict.setStr('y', 3)
    deepEqual(dict.keyList(), ['x', 'y'])
    equal(dict.getStr('lost'), undefined)
  })

  it('survive a few deletions and keep the order', () => {
    const dict = namespace()
    for (const name of ['a', 'b', 'c', 'd']) dict.setStr(name, name)
    dict.deleteStr('b')
    notEqual(dict.shape, null)
    dict.setStr('b', 'again')
    deepEqual(dict.keyList(), ['a', 'c', 'd', 'b'])
  })

  it('give way to a table: many names in an instance, a key that is no str', () => {
    const instance = new PyDict(T.dict, 1, Shape.root())
    for (let i = 0; i < 300; i++) instance.setStr(`n${i}`, i)
    equal(instance.shape, null)
    equal(instance.size, 300)
    equal(instance.getStr('n299'), 299)
    const mixed = namespace()
    mixed.setStr('x', 1)
    put(mixed, 5, 'five')
    deepEqual(mixed.keyList(), ['x', 5])
  })

  it('take the names of JavaScript for ordinary ones', () => {
    for (const dict of [namespace(), table()]) {
      for (const name of ['__proto__', 'constructor', 'hasOwnProperty', '\0s']) {
        equal(dict.getStr(name), undefined)
        dict.setStr(name, name)
        equal(dict.getStr(name), name)
      }
      equal(dict.size, 4)
    }
  })
})

describe('containers: tables', () => {
  it('hold one entry for keys that Python finds equal', () => {
    const dict = table()
    for (const key of [1, true, new PyFloat(T.float, 1)]) put(dict, key, 'one')
    deepEqual(dict.keyList(), [1])
    const nan = new PyFloat(T.float, Number.NaN)
    put(dict, nan, 'nan')
    put(dict, new PyFloat(T.float, Number.NaN), 'another')
    equal(dict.size, 3)
    equal(dict.get(keyOf(nan) as NativeKey), 'nan')
  })

  it('tell texts of tuples apart', () => {
    const key = (...items: Value[]) => keyOfItems(items)
    notEqual(key('a', 'b'), key('ab'))
    notEqual(key('n1;'), key(1))
    notEqual(key(new PyTuple(T.tuple, ['a']), 'b'), key(new PyTuple(T.tuple, ['a', 'b'])))
    equal(key(1, 2n ** 70n, null), key(1, 2n ** 70n, null))
  })

  it('keep positions until they grow, so that a loop sees what was added', () => {
    const dict = table()
    for (let i = 0; i < 5; i++) put(dict, i, i)
    dict.delete(0)
    equal(dict.next(0), 1)
    equal(dict.length, 5)
    put(dict, 'grows', 1)
    equal(dict.next(0), 0)
    deepEqual(dict.keyList(), [1, 2, 3, 4, 'grows'])
  })

  it('come back with a saved state, also when it was large', () => {
    const dict = table()
    for (let i = 0; i < 50; i++) put(dict, `k${i}`, i)
    const saved = dict.save()
    for (let i = 0; i < 50; i += 2) dict.delete(`k${i}`)
    put(dict, 'new', 1)
    dict.restore(saved)
    equal(dict.size, 50)
    equal(dict.get('k48'), 48)
    equal(dict.get('new'), undefined)
  })
})
