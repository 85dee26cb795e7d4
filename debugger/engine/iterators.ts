// Iterators over built-in containers: a source and an index, plain data. The interpreter's `for` may look into
// ListIterator, TupleIterator and RangeIterator directly.
//
// Knows nothing of how a loop is run; iterators that combine others are in iterator-tools.ts.

import type { PyDict } from './dict.ts'
import { add as addInts, type Int, mul as mulInts, sub as subInts } from './int.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import type { PySet } from './set.ts'
import { T } from './types.ts'
import { asInt, END, MutableObj, Obj, type PyList, PyTuple, type PyType, type Result, type Value } from './value.ts'

type Next = Value | undefined | typeof END

/** An iterator whose `next` slot runs no Python code, so that natives may advance it. At its end it lets go of what it went through. */
export abstract class NativeIterator extends MutableObj {
  /** False while something inside it needs Python code. */
  get isPure(): boolean {
    return true
  }
  /** No more items than this are left; Infinity: nobody knows. */
  abstract get bound(): number
  /** The next item, END, or undefined when it raised. */
  abstract next(m: Machine): Result | typeof END
}

/** Is advancing this iterator free of Python code? */
export function isPureIterator(value: Value): value is NativeIterator {
  return value instanceof NativeIterator && value.isPure
}

/** Slots that all native iterators share. */
export const ITERATOR_SLOTS = {
  iter: (_m: Machine, self: Value) => self,
  next: (m: Machine, self: NativeIterator) => self.next(m),
}

// ---- sequences ----

/** `iter([])`. `list` becomes null when the end was reached: then appending does not revive it. */
export class ListIterator extends NativeIterator {
  list: PyList | null
  index = 0
  constructor(cls: PyType, epoch: number, list: PyList) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.list = list
  }
  get bound(): number {
    return this.list === null ? 0 : this.list.items.length - this.index
  }
  next(m: Machine): Next {
    if (this.list === null) return END
    m.touch(this)
    if (this.index < this.list.items.length) return this.list.items[this.index++] as Value
    if (m.tracked !== 0) m.suspects.push(this.list)
    this.list = null
    return END
  }
  save(): unknown {
    return { list: this.list, index: this.index }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** `reversed([])`: counts down. */
export class ListReverseIterator extends NativeIterator {
  readonly list: PyList
  index: number
  constructor(cls: PyType, epoch: number, list: PyList) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.list = list
    this.index = list.items.length - 1
  }
  get bound(): number {
    return this.index + 1
  }
  next(m: Machine): Next {
    m.touch(this)
    if (this.index >= 0 && this.index < this.list.items.length) return this.list.items[this.index--] as Value
    // CPython 3.13 holds the list until the iterator goes.
    this.index = -1
    return END
  }
  save(): unknown {
    return this.index
  }
  restore(saved: unknown): void {
    this.index = saved as number
  }
}

/** `iter(())`, and `iter` of other sequences that never change (their items are copied). */
export class TupleIterator extends NativeIterator {
  items: readonly Value[] | null
  index = 0
  constructor(cls: PyType, epoch: number, items: readonly Value[]) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.items = items
  }
  get bound(): number {
    return this.items === null ? 0 : this.items.length - this.index
  }
  next(m: Machine): Next {
    if (this.items === null) return END
    m.touch(this)
    if (this.index < this.items.length) return this.items[this.index++] as Value
    if (m.tracked !== 0) for (const item of this.items) if (item instanceof Obj) m.suspects.push(item)
    this.items = null
    return END
  }
  save(): unknown {
    return { items: this.items, index: this.index }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** `iter('')`: by code point; the index counts UTF-16 units. */
export class StrIterator extends NativeIterator {
  text: string | null
  index = 0
  constructor(cls: PyType, epoch: number, text: string) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.text = text
  }
  get bound(): number {
    return this.text === null ? 0 : this.text.length - this.index
  }
  next(m: Machine): Next {
    if (this.text === null) return END
    m.touch(this)
    if (this.index < this.text.length) {
      const width = this.text.codePointAt(this.index)! > 0xffff ? 2 : 1
      const item = width === 1 ? this.text[this.index]! : this.text.slice(this.index, this.index + 2)
      this.index += width
      return item
    }
    this.text = null
    return END
  }
  save(): unknown {
    return { text: this.text, index: this.index }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** `iter(range(…))`, also of ranges beyond 2**53. */
export class RangeIterator extends NativeIterator {
  /** The next item. */
  value: Int
  step: Int
  /** How many are left. */
  left: Int
  constructor(cls: PyType, epoch: number, start: Int, step: Int, length: Int) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.value = start
    this.step = step
    this.left = length
  }
  get bound(): number {
    return Number(this.left)
  }
  next(m: Machine): Next {
    if (this.left === 0) return END
    m.touch(this)
    const value = this.value
    if (typeof this.left === 'number') this.left--
    else this.left = subInts(this.left, 1)
    if (typeof value === 'number' && typeof this.step === 'number' && Number.isSafeInteger(value + this.step)) {
      this.value = value + this.step
    } else this.value = addInts(value, this.step)
    return value
  }
  save(): unknown {
    return { value: this.value, step: this.step, left: this.left }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

// ---- dicts and sets ----

/** What an iterator over a dict delivers. */
export type DictItems = 'keys' | 'values' | 'items'

/** Iterator over a dict, forwards or backwards. CPython: dictiter_iternextkey and its siblings. */
export class DictIterator extends NativeIterator {
  source: PyDict | null
  readonly what: DictItems
  readonly isReversed: boolean
  position: number
  /** Size of the dict when the iterator was made; -1 after it was seen to have changed. */
  size: number
  /** Items still expected. */
  left: number
  constructor(cls: PyType, epoch: number, source: PyDict, what: DictItems, isReversed: boolean) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.source = source
    this.what = what
    this.isReversed = isReversed
    this.position = isReversed ? source.length - 1 : 0
    this.size = source.size
    this.left = source.size
  }
  get bound(): number {
    return this.left
  }
  next(m: Machine): Next {
    const { source } = this
    if (source === null) return END
    m.touch(this)
    if (this.size !== source.size) {
      this.size = -1
      return m.raise('RuntimeError', 'dictionary changed size during iteration')
    }
    const position = this.isReversed
      ? this.position < 0
        ? -1
        : source.previous(this.position)
      : source.next(this.position)
    if (position < 0) {
      if (m.tracked !== 0) m.suspects.push(source)
      this.source = null
      return END
    }
    if (this.left === 0 && !this.isReversed) {
      this.source = null
      return m.raise('RuntimeError', 'dictionary keys changed during iteration')
    }
    this.position = this.isReversed ? position - 1 : position + 1
    this.left--
    if (this.what === 'keys') return source.keyAt(position)
    if (this.what === 'values') return source.valueAt(position)
    return new PyTuple(T.tuple, [source.keyAt(position), source.valueAt(position)])
  }
  save(): unknown {
    return { source: this.source, position: this.position, size: this.size, left: this.left }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** Iterator over a set or frozenset. CPython: setiter_iternext. */
export class SetIterator extends NativeIterator {
  source: PySet | null
  position = 0
  size: number
  left: number
  constructor(cls: PyType, epoch: number, source: PySet) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.source = source
    this.size = source.size
    this.left = source.size
  }
  get bound(): number {
    return this.left
  }
  next(m: Machine): Next {
    const { source } = this
    if (source === null) return END
    m.touch(this)
    if (this.size !== source.size) {
      this.size = -1
      return m.raise('RuntimeError', 'Set changed size during iteration')
    }
    const position = source.next(this.position)
    if (position < 0) {
      if (m.tracked !== 0) m.suspects.push(source)
      this.source = null
      return END
    }
    this.position = position + 1
    this.left--
    return source.elementAt(position)
  }
  save(): unknown {
    return { source: this.source, position: this.position, size: this.size, left: this.left }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

// ---- by index over anything with __getitem__ ----

/** `iter(object with __getitem__)`: asks for 0, 1, 2 … until IndexError or StopIteration. */
export class SequenceIterator extends MutableObj {
  source: Value | undefined
  index = 0
  constructor(epoch: number, source: Value) {
    super()
    this.cls = sequenceIteratorType
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.source = source
  }
  save(): unknown {
    return { source: this.source, index: this.index }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** `iter(callable, sentinel)`. */
export class CallableIterator extends MutableObj {
  callable: Value | undefined
  sentinel: Value
  constructor(epoch: number, callable: Value, sentinel: Value) {
    super()
    this.cls = callableIteratorType
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.callable = callable
    this.sentinel = sentinel
  }
  save(): unknown {
    return { callable: this.callable, sentinel: this.sentinel }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

// ---- the classes ----

const lengthHint = (m: Machine, self: ListIterator) => {
  void m
  return self.list === null ? 0 : Math.max(0, self.list.items.length - self.index)
}

/** `list_iterator`. */
export const listIteratorType = defineType({
  name: 'list_iterator',
  slots: ITERATOR_SLOTS,
  methods: { '__length_hint__()': lengthHint, '__setstate__(object, /)': setIndex },
})

/** `list_reverseiterator`. */
export const listReverseIteratorType = defineType({
  name: 'list_reverseiterator',
  slots: ITERATOR_SLOTS,
  methods: {
    '__length_hint__()': (_m: Machine, self: ListReverseIterator) => {
      const length = self.index + 1
      return self.list.items.length < length ? 0 : length
    },
  },
})

/** `tuple_iterator`. */
export const tupleIteratorType = defineType({
  name: 'tuple_iterator',
  slots: ITERATOR_SLOTS,
  methods: {
    '__length_hint__()': (_m: Machine, self: TupleIterator) =>
      self.items === null ? 0 : self.items.length - self.index,
    '__setstate__(object, /)': setIndex,
  },
})

/** `str_ascii_iterator`: what CPython makes of a str whose characters are all ASCII. */
export const strAsciiIteratorType = defineType({
  name: 'str_ascii_iterator',
  slots: ITERATOR_SLOTS,
  methods: { '__length_hint__()': strLengthHint },
})

/** `str_iterator`. */
export const strIteratorType = defineType({
  name: 'str_iterator',
  slots: ITERATOR_SLOTS,
  methods: { '__length_hint__()': strLengthHint },
})

/** `bytes_iterator`. */
export const bytesIteratorType = defineType({
  name: 'bytes_iterator',
  slots: ITERATOR_SLOTS,
  methods: {
    '__length_hint__()': (_m: Machine, self: TupleIterator) =>
      self.items === null ? 0 : self.items.length - self.index,
  },
})

/** `range_iterator`. */
export const rangeIteratorType = defineType({
  name: 'range_iterator',
  slots: ITERATOR_SLOTS,
  methods: { '__length_hint__()': (_m: Machine, self: RangeIterator) => self.left },
})

/** `longrange_iterator`: ranges beyond C's long. */
export const longRangeIteratorType = defineType({
  name: 'longrange_iterator',
  slots: ITERATOR_SLOTS,
  methods: { '__length_hint__()': (_m: Machine, self: RangeIterator) => self.left },
})

const dictIteratorType = (name: string) =>
  defineType({
    name,
    slots: ITERATOR_SLOTS,
    methods: {
      '__length_hint__()': (_m: Machine, self: DictIterator) =>
        self.source !== null && self.size === self.source.size ? self.left : 0,
    },
  })

const DICT_ITERATORS = {
  keys: dictIteratorType('dict_keyiterator'),
  values: dictIteratorType('dict_valueiterator'),
  items: dictIteratorType('dict_itemiterator'),
}
const DICT_REVERSE_ITERATORS = {
  keys: dictIteratorType('dict_reversekeyiterator'),
  values: dictIteratorType('dict_reversevalueiterator'),
  items: dictIteratorType('dict_reverseitemiterator'),
}

/** `set_iterator`. */
export const setIteratorType = defineType({
  name: 'set_iterator',
  slots: ITERATOR_SLOTS,
  methods: {
    '__length_hint__()': (_m: Machine, self: SetIterator) =>
      self.source !== null && self.size === self.source.size ? self.left : 0,
  },
})

/** `iterator`: over an object with `__getitem__`. */
export const sequenceIteratorType = defineType({
  name: 'iterator',
  slots: {
    iter: ITERATOR_SLOTS.iter,
    next: (m, self: SequenceIterator) => {
      if (self.source === undefined) return END
      m.touch(self)
      return m.callPrelude('sequence_iterator_next', self, self.source, self.index++)
    },
  },
})

/** `callable_iterator`. */
export const callableIteratorType = defineType({
  name: 'callable_iterator',
  slots: {
    iter: ITERATOR_SLOTS.iter,
    next: (m, self: CallableIterator) => {
      if (self.callable === undefined) return END
      return m.callPrelude('callable_iterator_next', self, self.callable, self.sentinel)
    },
  },
})

function strLengthHint(_m: Machine, self: StrIterator): Value {
  return self.text === null ? 0 : Array.from(self.text.slice(self.index)).length
}

function setIndex(m: Machine, self: ListIterator | TupleIterator, state: Value): Value {
  m.touch(self)
  self.index = Math.max(0, Number(asInt(state) ?? 0))
  return null
}

// ---- making them ----

export function iterateList(m: Machine, list: PyList): ListIterator {
  return new ListIterator(listIteratorType, m.epoch, list)
}

export function iterateTuple(m: Machine, items: readonly Value[]): TupleIterator {
  return new TupleIterator(tupleIteratorType, m.epoch, items)
}

export function iterateStr(m: Machine, text: string): StrIterator {
  return new StrIterator(isAscii(text) ? strAsciiIteratorType : strIteratorType, m.epoch, text)
}

export function iterateBytes(m: Machine, bytes: Uint8Array): TupleIterator {
  return new TupleIterator(bytesIteratorType, m.epoch, Array.from(bytes))
}

/** Iterator over start, start + step, … of `length` items. */
export function iterateRange(m: Machine, start: Int, step: Int, length: Int): RangeIterator {
  const stop = addInts(start, mulInts(length, step) as Int)
  const isLong = [start, step, stop].some(n => typeof n === 'bigint' && BigInt.asIntN(64, n) !== n)
  return new RangeIterator(isLong ? longRangeIteratorType : rangeIteratorType, m.epoch, start, step, length)
}

export function iterateDict(m: Machine, dict: PyDict, what: DictItems): DictIterator {
  return new DictIterator(DICT_ITERATORS[what], m.epoch, dict, what, false)
}

export function iterateDictReversed(m: Machine, dict: PyDict, what: DictItems): DictIterator {
  return new DictIterator(DICT_REVERSE_ITERATORS[what], m.epoch, dict, what, true)
}

export function iterateSet(m: Machine, set: PySet): SetIterator {
  return new SetIterator(setIteratorType, m.epoch, set)
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}
