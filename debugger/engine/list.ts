// The list: construction, items, operators and methods. What has to run Python code (items with their own `__eq__`, iterables
// that are not built-in containers) is handed to the prelude.
//
// Slices are in list-slice.ts, sorting in sort.ts.

import { includes, indexIn } from './container-compare.ts'
import { compareSequences } from './container-order.ts'
import { reprOfContainer } from './container-repr.ts'
import { checkCount, fits, itemsOf, needsIndex, positionOf, repeatItems, sizeHint } from './containers.ts'
import type { PyDict } from './dict.ts'
import { Finish } from './finish.ts'
import { iterateList, ListReverseIterator, listReverseIteratorType } from './iterators.ts'
import { deleteSlice, getSlice, setSlice } from './list-slice.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { PySlice } from './slice.ts'
import { sortList } from './sort.ts'
import { T } from './types.ts'
import { asInt, PyList, type PyType, type Result, type Value } from './value.ts'

// The index that a key means; undefined when it raised.
function indexOfKey(m: Machine, key: Value, length: number, message: string): number | undefined {
  const n = asInt(key)
  if (n === undefined) {
    return m.raise('TypeError', `list indices must be integers or slices, not ${m.typeName(key)}`)
  }
  if (typeof n === 'bigint' && BigInt.asIntN(64, n) !== n) {
    return m.raise('IndexError', "cannot fit 'int' into an index-sized integer")
  }
  const i = n < 0 ? Number(n) + length : Number(n)
  return i < 0 || i >= length ? m.raise('IndexError', message) : i
}

function getItem(m: Machine, self: PyList, key: Value): Result {
  if (typeof key === 'number') {
    const item = self.items[key < 0 ? key + self.items.length : key]
    return item === undefined ? m.raise('IndexError', 'list index out of range') : item
  }
  if (key instanceof PySlice) return getSlice(m, self, key)
  if (needsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
  const i = indexOfKey(m, key, self.items.length, 'list index out of range')
  return i === undefined ? undefined : self.items[i]
}

function setItem(m: Machine, self: PyList, key: Value, value: Value | undefined): Result {
  if (key instanceof PySlice) return value === undefined ? deleteSlice(m, self, key) : setSlice(m, self, key, value)
  if (needsIndex(m, key)) {
    return value === undefined
      ? m.callPrelude('delitem_index', self, key)
      : m.callPrelude('setitem_index', self, key, value)
  }
  const i = indexOfKey(m, key, self.items.length, 'list assignment index out of range')
  if (i === undefined) return undefined
  m.touch(self)
  if (value === undefined) self.items.splice(i, 1)
  else self.items[i] = value
  return null
}

/** Appends the items of any iterable; the result is null. */
export function extendList(m: Machine, self: PyList, iterable: Value): Result {
  if (!fits(m, sizeHint(iterable))) return undefined
  const items = itemsOf(m, iterable)
  if (items === undefined) return m.callPrelude('list_extend', self, iterable)
  if (items === null || !fits(m, self.items.length + items.length)) return undefined
  m.touch(self)
  const own = self.items
  const count = items.length
  for (let i = 0; i < count; i++) own.push(items[i] as Value)
  return null
}

function concat(m: Machine, self: PyList, other: Value): Result {
  if (!(other instanceof PyList)) {
    return m.raise('TypeError', `can only concatenate list (not "${m.typeName(other)}") to list`)
  }
  return fits(m, self.items.length + other.items.length) ? m.list(self.items.concat(other.items)) : undefined
}

function pop(m: Machine, self: PyList, index: Value | undefined): Result {
  const { items } = self
  if (index === undefined || index === -1) {
    if (items.length === 0) return m.raise('IndexError', 'pop from empty list')
    m.touch(self)
    return self.items.pop()
  }
  if (needsIndex(m, index)) return m.callPrelude('list_pop_index', self, index)
  const n = positionOf(m, index)
  if (n === undefined) return undefined
  if (items.length === 0) return m.raise('IndexError', 'pop from empty list')
  const i = n < 0 ? n + items.length : n
  if (i < 0 || i >= items.length) return m.raise('IndexError', 'pop index out of range')
  m.touch(self)
  return self.items.splice(i, 1)[0]
}

function insert(m: Machine, self: PyList, index: Value, object: Value): Result {
  if (needsIndex(m, index)) return m.callPrelude('list_insert_index', self, index, object)
  const n = positionOf(m, index)
  if (n === undefined) return undefined
  m.touch(self)
  const i = n < 0 ? Math.max(0, n + self.items.length) : n
  if (i >= self.items.length) self.items.push(object)
  else self.items.splice(i, 0, object)
  return null
}

function remove(m: Machine, self: PyList, value: Value): Result {
  const i = indexIn(self.items, value, 0, self.items.length)
  if (i === undefined) return m.callPrelude('list_remove', self, value)
  if (i < 0) return m.raise('ValueError', 'list.remove(x): x not in list')
  m.touch(self)
  self.items.splice(i, 1)
  return null
}

/** `index(value, start, stop)` of list and tuple. */
export function indexMethod(
  m: Machine,
  self: Value,
  items: readonly Value[],
  value: Value,
  start: Value | undefined,
  stop: Value | undefined,
): Result {
  const length = items.length
  const from = start === undefined ? 0 : sliceBound(m, start)
  if (from === undefined) return undefined
  const to = stop === undefined ? length : sliceBound(m, stop)
  if (to === undefined) return undefined
  const first = from < 0 ? Math.max(0, from + length) : from
  const last = to < 0 ? to + length : to
  const i = indexIn(items, value, first, last)
  if (i === undefined) return m.callPrelude('sequence_index', self, value, first, Math.min(last, length))
  if (i >= 0) return i
  if (self instanceof PyList) return m.callPrelude('raise_not_in_list', value)
  return m.raise('ValueError', 'tuple.index(x): x not in tuple')
}

function sliceBound(m: Machine, value: Value): number | undefined {
  const n = asInt(value)
  if (n === undefined) {
    return m.raise('TypeError', 'slice indices must be integers or have an __index__ method')
  }
  return Number(n)
}

/** `count(value)` of list and tuple. */
export function countMethod(m: Machine, self: Value, items: readonly Value[], value: Value): Result {
  let count = 0
  for (let i = 0; i < items.length; ) {
    const found = indexIn(items, value, i, items.length)
    if (found === undefined) return m.callPrelude('sequence_count', self, value)
    if (found < 0) break
    count++
    i = found + 1
  }
  return count
}

function makeList(m: Machine, cls: PyType): PyList {
  return new PyList(cls, m.epoch, [])
}

function init(m: Machine, self: PyList, args: Value[], kwargs: PyDict): Result {
  if (kwargs.size > 0 && self.cls === T.list) return m.raise('TypeError', 'list() takes no keyword arguments')
  if (!checkCount(m, 'list', args, 0, 1)) return undefined
  const iterable = args[0]
  m.touch(self)
  self.items = []
  return iterable === undefined ? null : extendList(m, self, iterable)
}

defineType({
  type: T.list,
  isBase: true,
  pattern: 'sequence',
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  new: ['list(*args, **kwargs)', makeList],
  init: ['list(*args, **kwargs)', init],
  slots: {
    repr: (m, self: PyList) => reprOfContainer(m, self),
    compare: (m, self: PyList, other, op) =>
      compareSequences(m, self, other, op, self.items, other instanceof PyList ? other.items : undefined),
    iter: (m, self: PyList) => iterateList(m, self),
    len: (_m, self: PyList) => self.items.length,
    getItem: getItem as never,
    setItem,
    contains: (m, self: PyList, item) => includes(self.items, item) ?? m.callPrelude('sequence_contains', self, item),
    concat: concat as never,
    repeat: (m, self: PyList, by) => {
      const items = repeatItems(m, self.items, by)
      return items && m.list(items)
    },
    inplaceConcat: (m, self: PyList, other) => m.after(extendList(m, self, other), Finish.Data, self),
    inplaceRepeat: (m, self: PyList, by) => {
      const items = repeatItems(m, self.items, by)
      if (items === undefined) return undefined
      m.touch(self)
      self.items = items
      return self
    },
  },
  methods: {
    'append(object, /)': (m, self: PyList, object: Value) => {
      if (self.items.length >= m.limits.items) return m.raise('MemoryError')
      m.touch(self)
      self.items.push(object)
      return null
    },
    'extend(iterable, /)': extendList,
    'insert(index, object, /)': insert,
    'remove(value, /)': remove,
    'pop(index=-1, /)': pop,
    'clear()': (m, self: PyList) => {
      m.touch(self)
      self.items = []
      return null
    },
    'index(value, start=0, stop=sys.maxsize, /)': (
      m,
      self: PyList,
      value: Value,
      start: Value | undefined,
      stop: Value | undefined,
    ) => indexMethod(m, self, self.items, value, start, stop),
    'count(value, /)': (m, self: PyList, value: Value) => countMethod(m, self, self.items, value),
    'copy()': (m, self: PyList) => m.list(self.items.slice()),
    'reverse()': (m, self: PyList) => {
      m.touch(self)
      self.items.reverse()
      return null
    },
    'sort(*, key=None, reverse=False)': sortList,
    '__reversed__()': (m, self: PyList) => new ListReverseIterator(listReverseIteratorType, m.epoch, self),
  },
  values: { __hash__: null },
})
