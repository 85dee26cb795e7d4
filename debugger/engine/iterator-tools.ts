// enumerate, zip, map, filter and reversed: iterators over iterators. While the inner ones run no Python code, neither do they;
// otherwise the next item comes from a prelude function, which looks native to the program.

import { hasPlainIter, needsIndex } from './containers.ts'
import { PyDict } from './dict.ts'
import { add, type Int } from './int.ts'
import { arePure, nativeItersOf } from './iterate.ts'
import {
  ITERATOR_SLOTS,
  isPureIterator,
  ListReverseIterator,
  listReverseIteratorType,
  NativeIterator,
} from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineModule, defineType } from './native.ts'
import { codePoints } from './str.ts'
import { bareType, T } from './types.ts'
import { asInt, CALL, END, PyList, PyTuple, type PyType, type Result, type Value } from './value.ts'

type Next = Result | typeof END

// ---- enumerate ----

/** `enumerate(iterable, start)`. */
export class Enumerate extends NativeIterator {
  readonly iterator: Value
  index: Int
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, iterator: Value, index: Int) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.iterator = iterator
    this.index = index
  }
  override get isPure(): boolean {
    return isPureIterator(this.iterator)
  }
  get bound(): number {
    return (this.iterator as NativeIterator).bound
  }
  next(m: Machine): Next {
    if (!isPureIterator(this.iterator)) return m.callPrelude('enumerate_next', this, this.iterator)
    const item = this.iterator.next(m)
    if (item === END || item === undefined || item === CALL) return item
    return this.count(m, item)
  }
  /** `(index, item)`, and the index goes up. */
  count(m: Machine, item: Value): PyTuple {
    m.touch(this)
    const { index } = this
    this.index = add(index, 1)
    return m.tuple([index, item])
  }
  save(): unknown {
    return this.index
  }
  restore(saved: unknown): void {
    this.index = saved as Int
  }
}

function makeEnumerate(m: Machine, cls: PyType, iterable: Value | undefined, start: Value | undefined): Result {
  if (iterable === undefined) return m.raise('TypeError', "enumerate() missing required argument 'iterable'")
  const index = start === undefined ? 0 : asInt(start)
  if (index === undefined) {
    if (needsIndex(m, start)) return m.callPrelude('make_enumerate', cls, iterable, start as Value)
    return m.raise('TypeError', `'${m.typeName(start as Value)}' object cannot be interpreted as an integer`)
  }
  const iterators = nativeItersOf(m, [iterable])
  if (iterators === CALL) return m.callPrelude('make_enumerate', cls, iterable, index)
  return iterators && new Enumerate(cls, m.epoch, iterators[0] as Value, index)
}

/** `enumerate`. */
export const enumerateType = defineType({
  name: 'enumerate',
  isBase: true,
  doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  new: ['enumerate(iterable=<unrepresentable>, start=0)', makeEnumerate],
  slots: ITERATOR_SLOTS,
})

// ---- zip ----

/** `zip(*iterables, strict=False)`. */
export class Zip extends NativeIterator {
  readonly iterators: PyTuple
  readonly isStrict: boolean
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, iterators: PyTuple, isStrict: boolean) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.iterators = iterators
    this.isStrict = isStrict
  }
  override get isPure(): boolean {
    return arePure(this.iterators.items)
  }
  get bound(): number {
    return this.iterators.items.length === 0
      ? 0
      : this.iterators.items.reduce<number>((least, it) => Math.min(least, (it as NativeIterator).bound), Infinity)
  }
  next(m: Machine): Next {
    const iterators = this.iterators.items
    if (iterators.length === 0) return END
    if (!arePure(iterators)) {
      return m.callPrelude(this.isStrict ? 'zip_next_strict' : 'zip_next', this.iterators)
    }
    const items: Value[] = []
    for (let i = 0; i < iterators.length; i++) {
      const item = (iterators[i] as NativeIterator).next(m)
      if (item === END) return this.isStrict ? this.unequal(m, i) : END
      if (item === undefined || item === CALL) return item
      items.push(item)
    }
    return m.tuple(items)
  }
  // Iterator number i ended: all others must end, too.
  private unequal(m: Machine, i: number): Next {
    const iterators = this.iterators.items
    if (i > 0) return m.raise('ValueError', zipMessage(i, 'shorter'))
    for (let j = 1; j < iterators.length; j++) {
      const item = (iterators[j] as NativeIterator).next(m)
      if (item === undefined) return undefined
      if (item !== END) return m.raise('ValueError', zipMessage(j, 'longer'))
    }
    return END
  }
  save(): unknown {
    return null
  }
  restore(): void {}
}

/** What zip(strict=True) says of argument number i (from 0). */
export function zipMessage(i: number, word: string): string {
  return `zip() argument ${i + 1} is ${word} than argument${i === 1 ? ' 1' : `s 1-${i}`}`
}

function makeZip(m: Machine, cls: PyType, iterables: Value[], strict: Value | undefined): Result {
  const iterators = nativeItersOf(m, iterables)
  const isPlain = strict === undefined || typeof strict !== 'object' || strict === null
  if (iterators === CALL || !isPlain) return m.callPrelude('make_zip', cls, m.tuple(iterables), strict ?? false)
  return iterators && new Zip(cls, m.epoch, m.tuple(iterators), Boolean(strict ?? false))
}

/** `zip`. */
export const zipType = defineType({
  name: 'zip',
  isBase: true,
  doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
  new: ['zip(*iterables, strict=False)', makeZip],
  slots: ITERATOR_SLOTS,
})

// ---- map ----

/** `map(function, *iterables)`. */
export class MapIterator extends NativeIterator {
  readonly iterators: PyTuple
  readonly func: Value
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, func: Value, iterators: PyTuple) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.iterators = iterators
    this.func = func
  }
  override get isPure(): boolean {
    return false
  }
  get bound(): number {
    return Number.POSITIVE_INFINITY
  }
  next(m: Machine): Next {
    const iterators = this.iterators.items
    if (!arePure(iterators)) {
      return iterators.length === 1
        ? m.callPrelude('map_next', this.func, iterators[0] as Value)
        : m.callPrelude('map_next_many', this.func, this.iterators)
    }
    const args: Value[] = []
    for (const iterator of iterators) {
      const item = (iterator as NativeIterator).next(m)
      if (item === END || item === undefined || item === CALL) return item
      args.push(item)
    }
    return m.callWith(this.func, args, null)
  }
  save(): unknown {
    return null
  }
  restore(): void {}
}

function makeMap(m: Machine, cls: PyType, args: Value[]): Result {
  if (args.length < 2) return m.raise('TypeError', 'map() must have at least two arguments.')
  const iterators = nativeItersOf(m, args.slice(1))
  if (iterators === CALL) return m.callPrelude('make_map', cls, m.tuple(args))
  return iterators && new MapIterator(cls, m.epoch, args[0] as Value, m.tuple(iterators))
}

/** `map`. */
export const mapType = defineType({
  name: 'map',
  isBase: true,
  doc: 'Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.',
  new: ['map(*args)', makeMap],
  slots: ITERATOR_SLOTS,
})

// ---- filter ----

/** `filter(function or None, iterable)`. */
export class FilterIterator extends NativeIterator {
  readonly func: Value
  readonly iterator: Value
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, func: Value, iterator: Value) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.func = func
    this.iterator = iterator
  }
  override get isPure(): boolean {
    return false
  }
  get bound(): number {
    return Number.POSITIVE_INFINITY
  }
  next(m: Machine): Next {
    const isTruth = this.func === null || this.func === T.bool
    return isTruth
      ? m.callPrelude('filter_next_true', this.iterator)
      : m.callPrelude('filter_next', this.func, this.iterator)
  }
  save(): unknown {
    return null
  }
  restore(): void {}
}

function makeFilter(m: Machine, cls: PyType, func: Value, iterable: Value): Result {
  const iterators = nativeItersOf(m, [iterable])
  if (iterators === CALL) return m.callPrelude('make_filter', cls, func, iterable)
  return iterators && new FilterIterator(cls, m.epoch, func, iterators[0] as Value)
}

/** `filter`. */
export const filterType = defineType({
  name: 'filter',
  isBase: true,
  doc: 'Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  new: ['filter(function, iterable, /)', makeFilter],
  slots: ITERATOR_SLOTS,
})

// ---- reversed ----

/** `reversed(sequence)` of anything with `__len__` and `__getitem__`; `items` when that needs no Python code. */
export class Reversed extends NativeIterator {
  readonly source: Value
  readonly items: readonly Value[] | null
  index: number
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, source: Value, items: readonly Value[] | null, index: number) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.source = source
    this.items = items
    this.index = index
  }
  override get isPure(): boolean {
    return this.items !== null
  }
  get bound(): number {
    return this.index + 1
  }
  next(m: Machine): Next {
    if (this.index < 0) return END
    if (this.items === null) return m.callPrelude('reversed_next', this, this.source, this.index)
    m.touch(this)
    return this.items[this.index--] as Value
  }
  save(): unknown {
    return this.index
  }
  restore(saved: unknown): void {
    this.index = saved as number
  }
}

function makeReversed(m: Machine, cls: PyType, sequence: Value): Result {
  if (cls === reversedType) {
    if (sequence instanceof PyList && hasPlainIter(sequence, T.list) && sequence.cls === T.list) {
      return new ListReverseIterator(listReverseIteratorType, m.epoch, sequence)
    }
  }
  const type = m.typeOf(sequence)
  const hook = type.mro.find(c => c.ns.hasStr('__reversed__'))
  if (hook !== undefined) {
    if (hook.ns.getStr('__reversed__') === null) return notReversible(m, sequence)
    return m.callMethod(sequence, '__reversed__')
  }
  if (sequence instanceof PyTuple && type === T.tuple) return fixed(m, cls, sequence, sequence.items)
  if (typeof sequence === 'string') return fixed(m, cls, sequence, codePoints(sequence))
  const isMapping = sequence instanceof PyDict || type === T.mappingProxy
  if (isMapping || type.slots.getItem === null || type.slots.len === null) return notReversible(m, sequence)
  return m.callPrelude('make_reversed', cls, sequence)
}

function fixed(m: Machine, cls: PyType, sequence: Value, items: readonly Value[]): Reversed {
  return new Reversed(cls, m.epoch, sequence, items, items.length - 1)
}

function notReversible(m: Machine, sequence: Value): undefined {
  return m.raise('TypeError', `'${m.typeName(sequence)}' object is not reversible`)
}

/** `reversed`. */
export const reversedType: PyType = bareType('reversed', T.object, 'native')
defineType({
  type: reversedType,
  isBase: true,
  doc: 'Return a reverse iterator over the values of the given sequence.',
  new: ['reversed(object, /)', makeReversed],
  slots: ITERATOR_SLOTS,
  methods: {
    '__length_hint__()': (_m: Machine, self: Reversed) => self.index + 1,
  },
})

defineModule('builtins', {
  values: { enumerate: enumerateType, zip: zipType, map: mapType, filter: filterType, reversed: reversedType },
})
