// The tuple. Comparison and repr are shared with list.

import { includes } from './container-compare.ts'
import { compareSequences } from './container-order.ts'
import { reprOfContainer } from './container-repr.ts'
import { fits, itemsOf, needsIndex, repeatItems, sizeHint } from './containers.ts'
import { hashOf } from './hash.ts'
import { unhashableType } from './hashing.ts'
import { iterateTuple } from './iterators.ts'
import { countMethod, indexMethod } from './list.ts'
import { pickItems } from './list-slice.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { PySlice, sliceRange } from './slice.ts'
import { T } from './types.ts'
import { asInt, PyTuple, type PyType, type Result, type Value } from './value.ts'

function getItem(m: Machine, self: PyTuple, key: Value): Result {
  const { items } = self
  if (typeof key === 'number') {
    const item = items[key < 0 ? key + items.length : key]
    return item === undefined ? m.raise('IndexError', 'tuple index out of range') : item
  }
  if (key instanceof PySlice) {
    const range = sliceRange(m, key, items.length)
    if (range === undefined) return undefined
    if (range === null) return m.callPrelude('getitem_slice', self, key)
    if (range.step === 1 && range.length === items.length && self.cls === T.tuple) return self
    return m.tuple(pickItems(items, range.start, range.step, range.length))
  }
  if (needsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
  const n = asInt(key)
  if (n === undefined) {
    return m.raise('TypeError', `tuple indices must be integers or slices, not ${m.typeName(key)}`)
  }
  if (typeof n === 'bigint') return m.raise('IndexError', "cannot fit 'int' into an index-sized integer")
  const item = items[n < 0 ? n + items.length : n]
  return item === undefined ? m.raise('IndexError', 'tuple index out of range') : item
}

/** Makes a tuple, or an instance of a subclass, of the items of an iterable. */
function makeTuple(m: Machine, cls: PyType, iterable: Value | undefined): Result {
  if (iterable === undefined) return cls === T.tuple ? m.tuple([]) : new PyTuple(cls, [])
  if (cls === T.tuple && iterable instanceof PyTuple && iterable.cls === T.tuple) return iterable
  if (!fits(m, sizeHint(iterable))) return undefined
  const items = itemsOf(m, iterable)
  if (items === undefined) return m.callPrelude('make_tuple', cls, iterable)
  if (items === null) return undefined
  return cls === T.tuple ? m.tuple(items.slice()) : new PyTuple(cls, items.slice())
}

defineType({
  type: T.tuple,
  isBase: true,
  pattern: 'sequence',
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
  new: ['tuple(iterable=(), /)', makeTuple],
  slots: {
    repr: (m, self: PyTuple) => reprOfContainer(m, self),
    hash: (m, self: PyTuple) => {
      const hash = hashOf(self.cls === T.tuple ? self : new PyTuple(T.tuple, self.items))
      if (hash !== undefined) return hash
      const type = unhashableType(new PyTuple(T.tuple, self.items))
      if (type !== null) return m.raise('TypeError', `unhashable type: '${type.name}'`)
      return m.callPrelude('tuple_hash', self)
    },
    compare: (m, self: PyTuple, other, op) =>
      compareSequences(m, self, other, op, self.items, other instanceof PyTuple ? other.items : undefined),
    iter: (m, self: PyTuple) => iterateTuple(m, self.items),
    len: (_m, self: PyTuple) => self.items.length,
    getItem: getItem as never,
    contains: ((m: Machine, self: PyTuple, item: Value) =>
      includes(self.items, item) ?? m.callPrelude('sequence_contains', self, item)) as never,
    concat: ((m: Machine, self: PyTuple, other: Value) => {
      if (!(other instanceof PyTuple)) {
        return m.raise('TypeError', `can only concatenate tuple (not "${m.typeName(other)}") to tuple`)
      }
      if (self.items.length === 0 && other.cls === T.tuple) return other
      if (other.items.length === 0 && self.cls === T.tuple) return self
      return m.tuple(self.items.concat(other.items))
    }) as never,
    repeat: ((m: Machine, self: PyTuple, by: Value) => {
      const items = repeatItems(m, self.items, by)
      return items && m.tuple(items)
    }) as never,
  },
  methods: {
    'index(value, start=0, stop=sys.maxsize, /)': (
      m,
      self: PyTuple,
      value: Value,
      start: Value | undefined,
      stop: Value | undefined,
    ) => indexMethod(m, self, self.items, value, start, stop),
    'count(value, /)': (m, self: PyTuple, value: Value) => countMethod(m, self, self.items, value),
    '__getnewargs__()': (m, self: PyTuple) => m.tuple([m.tuple(self.items)]),
  },
})
