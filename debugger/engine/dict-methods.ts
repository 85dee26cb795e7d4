// The class dict: items, construction, methods and operators. A key whose hash or equality is Python code, or one that has to
// be compared with such a key, sends the operation to the prelude (functions dict_*).
//
// The views keys(), values(), items() are in dict-views.ts.

import { equals } from './container-compare.ts'
import { reprOfContainer } from './container-repr.ts'
import { checkCount, itemsOf, raiseIfUnhashable } from './containers.ts'
import { PyDict } from './dict.ts'
import { viewOf } from './dict-views.ts'
import { Finish } from './finish.ts'
import { hashOf } from './hash.ts'
import { keyOf, type NativeKey } from './hashing.ts'
import { iterateDict, iterateDictReversed } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { PyList, PyTuple, type PyType, type Result, type Value } from './value.ts'

/** The native key to use for this dict; undefined: see `slowly`. */
export function keyIn(dict: PyDict, key: Value): NativeKey | undefined {
  const native = keyOf(key)
  if (native === undefined || dict.foreign === 0) return native
  return dict.hasForeign(hashOf(key)!) ? undefined : native
}

// What to do about a key that is not native: raise, or ask the prelude.
function slowly(m: Machine, name: string, self: PyDict, key: Value, ...rest: Value[]): Result {
  return raiseIfUnhashable(m, key) ? undefined : m.callPrelude(name, self, key, ...rest)
}

// ---- items ----

/** `self[key]`: with `__missing__` of subclasses. */
export function getItem(m: Machine, self: PyDict, key: Value): Result {
  const native = keyIn(self, key)
  if (native === undefined) return slowly(m, 'dict_getitem', self, key)
  const value = self.get(native)
  return value === undefined ? missing(m, self, key) : value
}

/** What `self[key]` does when there is no such key. */
export function missing(m: Machine, self: PyDict, key: Value): Result {
  if (self.cls !== T.dict && self.cls.mro.some(cls => cls.ns.hasStr('__missing__'))) {
    return m.callMethod(self, '__missing__', key)
  }
  return m.raiseArgs('KeyError', [key])
}

/** `self[key] = value`, `del self[key]` (value undefined). The result is null. */
export function setItem(m: Machine, self: PyDict, key: Value, value: Value | undefined): Result {
  const native = keyIn(self, key)
  if (native === undefined) {
    return value === undefined ? slowly(m, 'dict_delitem', self, key) : slowly(m, 'dict_setitem', self, key, value)
  }
  m.touch(self)
  if (value !== undefined) self.set(native, key, value)
  else if (self.delete(native) === undefined) return m.raiseArgs('KeyError', [key])
  return null
}

function contains(m: Machine, self: PyDict, key: Value): Result {
  const native = keyIn(self, key)
  return native === undefined ? slowly(m, 'dict_contains', self, key) : self.has(native)
}

function get(m: Machine, self: PyDict, key: Value, fallback: Value | undefined): Result {
  const native = keyIn(self, key)
  if (native === undefined) return slowly(m, 'dict_get', self, key, fallback ?? null)
  const found = self.get(native)
  return found === undefined ? (fallback ?? null) : found
}

function setDefault(m: Machine, self: PyDict, key: Value, fallback: Value | undefined): Result {
  const native = keyIn(self, key)
  if (native === undefined) return slowly(m, 'dict_setdefault', self, key, fallback ?? null)
  const found = self.get(native)
  if (found !== undefined) return found
  m.touch(self)
  self.set(native, key, fallback ?? null)
  return fallback ?? null
}

function pop(m: Machine, self: PyDict, key: Value, fallback: Value | undefined): Result {
  // An empty dict asks no key for its hash.
  if (self.size === 0) return fallback ?? (fallback === null ? null : m.raiseArgs('KeyError', [key]))
  const native = keyIn(self, key)
  if (native === undefined) {
    return fallback === undefined
      ? slowly(m, 'dict_pop', self, key)
      : slowly(m, 'dict_pop_default', self, key, fallback)
  }
  m.touch(self)
  const found = self.delete(native)
  if (found !== undefined) return found
  return fallback === undefined ? m.raiseArgs('KeyError', [key]) : fallback
}

function popItem(m: Machine, self: PyDict): Result {
  const position = self.previous(self.length - 1)
  if (position < 0) return m.raise('KeyError', 'popitem(): dictionary is empty')
  m.touch(self)
  const item = m.tuple([self.keyAt(position), self.valueAt(position)])
  self.deleteEntry(position)
  self.trim()
  return item
}

// ---- bulk ----

/** Is iterating over its keys and reading them what dict does (no `__iter__` of a subclass)? CPython: dict_merge. */
export function isPlainDict(value: Value): value is PyDict {
  return value instanceof PyDict && (value.cls === T.dict || value.cls.slots.iter === T.dict.slots.iter)
}

/** Puts all items of a plain dict into another; false when keys with Python code meet. */
export function mergeDict(m: Machine, into: PyDict, from: PyDict): boolean {
  if (into === from || from.size === 0) return true
  if (into.foreign > 0 || from.foreign > 0) {
    if (into.size > 0) return false
  }
  m.touch(into)
  if (into.size === 0 && into.shape === null) {
    into.assign(from)
    return true
  }
  for (let i = from.next(0); i >= 0; i = from.next(i + 1)) {
    const key = from.keyAt(i)
    into.set(keyOf(key) as NativeKey, key, from.valueAt(i))
  }
  return true
}

/** `self.update(other)` without keywords. The result is null. */
export function updateFrom(m: Machine, self: PyDict, other: Value): Result {
  if (isPlainDict(other)) {
    return mergeDict(m, self, other) ? null : m.callPrelude('dict_merge', self, other)
  }
  const pairs = isPairSource(other) ? itemsOf(m, other) : undefined
  if (pairs === null) return undefined
  if (pairs === undefined || self.foreign > 0) return m.callPrelude('dict_update', self, other)
  const keys: NativeKey[] = []
  for (const pair of pairs) {
    const items = pairItems(pair)
    const key = items === undefined ? undefined : keyOf(items[0] as Value)
    if (key === undefined) return m.callPrelude('dict_update', self, m.list(pairs.slice()))
    keys.push(key)
  }
  m.touch(self)
  for (let i = 0; i < pairs.length; i++) {
    const items = pairItems(pairs[i] as Value)!
    self.set(keys[i] as NativeKey, items[0] as Value, items[1] as Value)
  }
  return null
}

// Whatever has a method keys() is a mapping for update; these have none.
function isPairSource(value: Value): boolean {
  return typeof value === 'object' && value !== null && !value.cls.isHeap
}

function pairItems(pair: Value): readonly Value[] | undefined {
  const isPair = (pair instanceof PyTuple || pair instanceof PyList) && !pair.cls.isHeap && pair.items.length === 2
  return isPair ? pair.items : undefined
}

function update(m: Machine, self: PyDict, other: Value | undefined, kwargs: PyDict): Result {
  if (other === undefined) return mergeDict(m, self, kwargs) ? null : m.callPrelude('dict_merge', self, kwargs)
  if (kwargs.size === 0) return updateFrom(m, self, other)
  return m.callPrelude('dict_update_with', self, other, kwargs)
}

function updateFromAll(name: string): (m: Machine, self: PyDict, args: Value[], kwargs: PyDict) => Result {
  return (m, self, args, kwargs) => (checkCount(m, name, args, 0, 1) ? update(m, self, args[0], kwargs) : undefined)
}

function makeDict(m: Machine, cls: PyType): PyDict {
  return new PyDict(cls, m.epoch)
}

function fromKeys(m: Machine, cls: PyType, iterable: Value, value: Value | undefined): Result {
  const keys = cls === T.dict ? itemsOf(m, iterable) : undefined
  if (keys === null) return undefined
  if (keys?.every(key => keyOf(key) !== undefined)) {
    const dict = m.dict()
    for (const key of keys) dict.set(keyOf(key) as NativeKey, key, value ?? null)
    return dict
  }
  return m.callPrelude('dict_fromkeys', cls, keys === undefined ? iterable : m.list(keys.slice()), value ?? null)
}

function copy(m: Machine, self: PyDict): PyDict {
  const dict = m.dict()
  dict.assign(self)
  return dict
}

function or(m: Machine, left: Value, right: Value): Result {
  if (!(left instanceof PyDict && right instanceof PyDict)) return NOT_IMPLEMENTED
  const result = copy(m, left)
  // A subclass that copies itself is asked to: CPython calls PyDict_Copy, always a dict.
  return m.after(updateFrom(m, result, right), Finish.Data, result)
}

function compare(m: Machine, self: PyDict, other: Value, op: number): Result {
  if (!(other instanceof PyDict) || (op !== Compare.Eq && op !== Compare.Ne)) return NOT_IMPLEMENTED
  const equal = self.size === other.size ? equalDicts(self, other) : false
  if (equal === undefined) return m.callPrelude(op === Compare.Eq ? 'dict_eq' : 'dict_ne', self, other)
  return equal === (op === Compare.Eq)
}

function equalDicts(a: PyDict, b: PyDict): boolean | undefined {
  if (a.foreign > 0 || b.foreign > 0) return undefined
  for (let i = a.next(0); i >= 0; i = a.next(i + 1)) {
    const other = b.get(keyOf(a.keyAt(i)) as NativeKey)
    if (other === undefined) return false
    if (other === a.valueAt(i)) continue
    const same = equals(a.valueAt(i), other, 1)
    if (same !== true) return same
  }
  return true
}

defineType({
  type: T.dict,
  isBase: true,
  pattern: 'mapping',
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
  new: ['dict(*args, **kwargs)', makeDict],
  init: ['dict(*args, **kwargs)', updateFromAll('dict')],
  slots: {
    repr: (m, self: PyDict) => reprOfContainer(m, self),
    compare: compare as never,
    iter: (m, self: PyDict) => iterateDict(m, self, 'keys'),
    len: (_m, self: PyDict) => self.size,
    getItem: getItem as never,
    setItem,
    contains: contains as never,
    or,
    ior: (m, self: PyDict, other: Value) => m.after(updateFrom(m, self, other), Finish.Data, self),
  },
  methods: {
    'get(key, default=None, /)': get,
    'setdefault(key, default=None, /)': setDefault,
    'pop(key, default=<unrepresentable>, /)': pop,
    'popitem()': popItem,
    'keys()': (m: Machine, self: PyDict) => viewOf(m, self, 'keys'),
    'values()': (m: Machine, self: PyDict) => viewOf(m, self, 'values'),
    'items()': (m: Machine, self: PyDict) => viewOf(m, self, 'items'),
    'update(*args, **kwargs)': updateFromAll('update'),
    'clear()': (m: Machine, self: PyDict) => {
      m.touch(self)
      self.clear()
      return null
    },
    'copy()': copy,
    '__reversed__()': (m: Machine, self: PyDict) => iterateDictReversed(m, self, 'keys'),
  },
  classMethods: { 'fromkeys(iterable, value=None, /)': fromKeys },
  values: { __hash__: null },
})
