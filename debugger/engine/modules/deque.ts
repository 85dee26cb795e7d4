// collections.deque: an array with a gap at the front, so that both ends are cheap. CPython: Modules/_collectionsmodule.c.

import { includes, indexIn } from '../container-compare.ts'
import { compareSequences } from '../container-order.ts'
import { nativeRepr } from '../container-repr.ts'
import { fits, itemsOf, needsIndex, PURE_ITERABLES, positionOf, repeatItems } from '../containers.ts'
import type { PyDict } from '../dict.ts'
import { Finish } from '../finish.ts'
import { ITERATOR_SLOTS, NativeIterator } from '../iterators.ts'
import type { Machine } from '../machine.ts'
import { defineModule, defineType } from '../native.ts'
import { asInt, END, MutableObj, type PyType, type Result, type Value } from '../value.ts'

/** Holes at the front are given back when there are more than this and more than half of the array. */
const MAX_HOLES = 64

/** A deque. */
export class Deque extends MutableObj {
  /** The items are slots[head …]. */
  private slots: (Value | undefined)[]
  private head = 0
  maxLength: number | null
  /** Goes up with each change of length: iterators notice. */
  version = 0
  dict: PyDict | null = null

  constructor(cls: PyType, epoch: number, items: Value[], maxLength: number | null) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.slots = items
    this.maxLength = maxLength
  }

  get size(): number {
    return this.slots.length - this.head
  }

  at(i: number): Value {
    return this.slots[this.head + i] as Value
  }

  put(i: number, value: Value): void {
    this.slots[this.head + i] = value
  }

  /** Holds this very object? */
  includes(value: Value): boolean {
    return this.slots.lastIndexOf(value) >= this.head
  }

  items(): Value[] {
    return this.slots.slice(this.head) as Value[]
  }

  setItems(items: Value[]): void {
    this.slots = items
    this.head = 0
    this.version++
  }

  append(value: Value): void {
    this.slots.push(value)
    this.version++
    if (this.maxLength !== null && this.size > this.maxLength) this.popLeft()
  }

  appendLeft(value: Value): void {
    if (this.head === 0) {
      const gap = Math.min(MAX_HOLES, this.slots.length + 4)
      this.slots = new Array<Value | undefined>(gap).fill(undefined).concat(this.slots)
      this.head = gap
    }
    this.slots[--this.head] = value
    this.version++
    if (this.maxLength !== null && this.size > this.maxLength) this.pop()
  }

  pop(): Value {
    this.version++
    return this.slots.pop() as Value
  }

  popLeft(): Value {
    this.version++
    const value = this.slots[this.head] as Value
    this.slots[this.head++] = undefined
    if (this.head > MAX_HOLES && this.head * 2 > this.slots.length) {
      this.slots = this.slots.slice(this.head)
      this.head = 0
    }
    return value
  }

  save(): unknown {
    return { items: this.items(), maxLength: this.maxLength, version: this.version, dict: this.dict, cls: this.cls }
  }

  restore(saved: unknown): void {
    const s = saved as { items: Value[]; maxLength: number | null; version: number; dict: PyDict | null; cls: PyType }
    this.slots = s.items
    this.head = 0
    this.maxLength = s.maxLength
    this.version = s.version
    this.dict = s.dict
    this.cls = s.cls
  }
}

/** `_collections._deque_iterator`, and the reversed one. */
class DequeIterator extends NativeIterator {
  readonly deque: Deque
  index: number
  readonly step: 1 | -1
  version: number
  constructor(cls: PyType, epoch: number, deque: Deque, step: 1 | -1) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.deque = deque
    this.step = step
    this.index = step === 1 ? 0 : deque.size - 1
    this.version = deque.version
  }
  get bound(): number {
    return this.deque.size
  }
  next(m: Machine): Value | undefined | typeof END {
    if (this.version !== this.deque.version) {
      return m.raise('RuntimeError', 'deque mutated during iteration')
    }
    if (this.index < 0 || this.index >= this.deque.size) return END
    m.touch(this)
    const item = this.deque.at(this.index)
    this.index += this.step
    return item
  }
  save(): unknown {
    return { index: this.index, version: this.version }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

const iteratorType = (name: string) =>
  defineType({
    name,
    slots: ITERATOR_SLOTS,
    methods: {
      '__length_hint__()': (_m: Machine, self: DequeIterator) =>
        Math.max(0, self.step === 1 ? self.deque.size - self.index : self.index + 1),
    },
  })
const dequeIterator = iteratorType('_collections._deque_iterator')
const dequeReverseIterator = iteratorType('_collections._deque_reverse_iterator')

// ---- methods ----

function init(m: Machine, self: Deque, iterable: Value | undefined, maxlen: Value | undefined): Result {
  let limit: number | null = null
  if (maxlen !== undefined && maxlen !== null) {
    const n = asInt(maxlen)
    if (n === undefined) return m.raise('TypeError', 'an integer is required')
    if (n < 0) return m.raise('ValueError', 'maxlen must be non-negative')
    limit = Number(n)
  }
  m.touch(self)
  self.setItems([])
  self.maxLength = limit
  return iterable === undefined ? null : extend(m, self, iterable)
}

function extend(m: Machine, self: Deque, iterable: Value): Result {
  const items = itemsOf(m, iterable)
  if (items === undefined) return m.callPrelude('deque_extend', self, iterable)
  if (items === null || !fits(m, self.size + items.length)) return undefined
  m.touch(self)
  for (const item of items) self.append(item)
  return null
}

function extendLeft(m: Machine, self: Deque, iterable: Value): Result {
  const items = itemsOf(m, iterable)
  if (items === undefined) return m.callPrelude('deque_extendleft', self, iterable)
  if (items === null) return undefined
  m.touch(self)
  for (const item of items) self.appendLeft(item)
  return null
}

function indexOf(m: Machine, self: Deque, key: Value): number | undefined {
  const n = asInt(key)
  if (n === undefined) return m.raise('TypeError', `sequence index must be integer, not '${m.typeName(key)}'`)
  const i = n < 0 ? Number(n) + self.size : Number(n)
  return i < 0 || i >= self.size ? m.raise('IndexError', 'deque index out of range') : i
}

function getItem(m: Machine, self: Deque, key: Value): Result {
  if (needsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
  const i = indexOf(m, self, key)
  return i === undefined ? undefined : self.at(i)
}

function setItem(m: Machine, self: Deque, key: Value, value: Value | undefined): Result {
  if (needsIndex(m, key)) {
    return value === undefined
      ? m.callPrelude('delitem_index', self, key)
      : m.callPrelude('setitem_index', self, key, value)
  }
  const i = indexOf(m, self, key)
  if (i === undefined) return undefined
  m.touch(self)
  if (value !== undefined) self.put(i, value)
  else removeAt(self, i)
  return null
}

function removeAt(self: Deque, i: number): void {
  const items = self.items()
  items.splice(i, 1)
  self.setItems(items)
}

function rotate(m: Machine, self: Deque, by: Value | undefined): Result {
  const n = by === undefined ? 1 : positionOf(m, by)
  if (n === undefined) return undefined
  if (self.size < 2) return null
  const items = self.items()
  const shift = ((n % items.length) + items.length) % items.length
  m.touch(self)
  self.setItems(items.slice(items.length - shift).concat(items.slice(0, items.length - shift)))
  return null
}

function insert(m: Machine, self: Deque, index: Value, value: Value): Result {
  const n = positionOf(m, index)
  if (n === undefined) return undefined
  if (self.maxLength !== null && self.size >= self.maxLength) {
    return m.raise('IndexError', 'deque already at its maximum size')
  }
  m.touch(self)
  const items = self.items()
  items.splice(n < 0 ? Math.max(0, n + items.length) : n, 0, value)
  self.setItems(items)
  return null
}

function remove(m: Machine, self: Deque, value: Value): Result {
  const i = indexIn(self.items(), value, 0, self.size)
  if (i === undefined) return m.callPrelude('deque_remove', self, value)
  if (i < 0) return m.raise('ValueError', 'deque.remove(x): x not in deque')
  m.touch(self)
  removeAt(self, i)
  return null
}

function position(m: Machine, self: Deque, value: Value, start: Value | undefined, stop: Value | undefined): Result {
  const { size } = self
  const bound = (v: Value | undefined, absent: number): number | undefined => {
    if (v === undefined) return absent
    const n = asInt(v)
    if (n === undefined) return m.raise('TypeError', 'slice indices must be integers or have an __index__ method')
    return Math.min(size, Math.max(0, n < 0 ? Number(n) + size : Number(n)))
  }
  const from = bound(start, 0)
  const to = from === undefined ? undefined : bound(stop, size)
  if (from === undefined || to === undefined) return undefined
  const i = indexIn(self.items(), value, from, to)
  if (i === undefined) return m.callPrelude('sequence_index', self, value, from, to)
  return i >= 0 ? i : m.callPrelude('raise_not_in_deque', value)
}

function count(m: Machine, self: Deque, value: Value): Result {
  let found = 0
  const items = self.items()
  for (let i = 0; i < items.length; i++) {
    const at = indexIn(items, value, i, items.length)
    if (at === undefined) return m.callPrelude('sequence_count', self, value)
    if (at < 0) break
    found++
    i = at
  }
  return found
}

function copy(m: Machine, self: Deque): Result {
  if (self.cls === dequeType) return new Deque(dequeType, m.epoch, self.items(), self.maxLength)
  return self.maxLength === null ? m.call(self.cls, self) : m.call(self.cls, self, self.maxLength)
}

// Keeps the last `maxLength` items.
function cut(items: Value[], maxLength: number | null): Value[] {
  return maxLength !== null && items.length > maxLength ? items.slice(items.length - maxLength) : items
}

/** `collections.deque`. */
export const dequeType: PyType = defineType({
  name: 'collections.deque',
  isBase: true,
  hasWeakref: true,
  pattern: 'sequence',
  doc: 'A list-like sequence optimized for data accesses near its endpoints.',
  new: ['deque(*args, **kwargs)', (m: Machine, cls: PyType) => new Deque(cls, m.epoch, [], null)],
  init: ['deque(iterable=(), maxlen=None)', init],
  slots: {
    repr: (m, self: Deque) => {
      const items = nativeRepr(m, m.list(self.items()))
      if (items === undefined) return m.callPrelude('container_repr', self)
      const limit = self.maxLength === null ? '' : `, maxlen=${self.maxLength}`
      return `${self.cls.name}(${items}${limit})`
    },
    compare: (m, self: Deque, other, op) =>
      compareSequences(m, self, other, op, self.items(), other instanceof Deque ? other.items() : undefined),
    iter: (m, self: Deque) => new DequeIterator(dequeIterator, m.epoch, self, 1),
    len: (_m, self: Deque) => self.size,
    bool: (_m, self: Deque) => self.size > 0,
    getItem: getItem as never,
    setItem,
    contains: ((m: Machine, self: Deque, value: Value) =>
      includes(self.items(), value) ?? m.callPrelude('sequence_contains', self, value)) as never,
    concat: ((m: Machine, self: Deque, other: Value) => {
      if (!(other instanceof Deque)) {
        return m.raise('TypeError', `can only concatenate deque (not "${m.typeName(other)}") to deque`)
      }
      const items = cut(self.items().concat(other.items()), self.maxLength)
      return new Deque(dequeType, m.epoch, items, self.maxLength)
    }) as never,
    repeat: ((m: Machine, self: Deque, by: Value) => {
      const items = repeatItems(m, self.items(), by)
      return items && new Deque(dequeType, m.epoch, cut(items, self.maxLength), self.maxLength)
    }) as never,
    inplaceConcat: ((m: Machine, self: Deque, other: Value) =>
      m.after(extend(m, self, other), Finish.Data, self)) as never,
    inplaceRepeat: ((m: Machine, self: Deque, by: Value) => {
      const items = repeatItems(m, self.items(), by)
      if (items === undefined) return undefined
      m.touch(self)
      self.setItems(cut(items, self.maxLength))
      return self
    }) as never,
  },
  methods: {
    'append(item, /)': (m: Machine, self: Deque, item: Value) => {
      m.touch(self)
      self.append(item)
      return null
    },
    'appendleft(item, /)': (m: Machine, self: Deque, item: Value) => {
      m.touch(self)
      self.appendLeft(item)
      return null
    },
    'pop()': (m: Machine, self: Deque) => {
      if (self.size === 0) return m.raise('IndexError', 'pop from an empty deque')
      m.touch(self)
      return self.pop()
    },
    'popleft()': (m: Machine, self: Deque) => {
      if (self.size === 0) return m.raise('IndexError', 'pop from an empty deque')
      m.touch(self)
      return self.popLeft()
    },
    'clear()': (m: Machine, self: Deque) => {
      m.touch(self)
      self.setItems([])
      return null
    },
    'reverse()': (m: Machine, self: Deque) => {
      m.touch(self)
      self.setItems(self.items().reverse())
      return null
    },
    'extend(iterable, /)': extend,
    'extendleft(iterable, /)': extendLeft,
    'rotate(n=1, /)': rotate,
    'insert(index, value, /)': insert,
    'remove(value, /)': remove,
    'index(value, start=0, stop=<unrepresentable>, /)': position,
    'count(value, /)': count,
    'copy()': copy,
    '__copy__()': copy,
    '__reversed__()': (m: Machine, self: Deque) => new DequeIterator(dequeReverseIterator, m.epoch, self, -1),
  },
  getset: { maxlen: (_m: Machine, self: Deque) => self.maxLength },
  values: { __hash__: null },
})
PURE_ITERABLES.add(dequeType)

defineModule('_collections', { values: { deque: dequeType } })
