// The module `_engine`: natives that only the prelude (debugger/library/prelude.py) uses. Each is one small step on data, so
// that the loop around it, which calls the program's code, can be written in the language.

import { anchor } from './anchored.ts'
import { sumOf } from './builtins-iterate.ts'
import { collectGarbage } from './destruction.ts'
import type { Hash, PyDict } from './dict.ts'
import { makeGroup } from './exception-types.ts'
import { Finish } from './finish.ts'
import { makeAlias, unite } from './generic-alias.ts'
import { hashOfHashes, hashOfNative } from './hash.ts'
import { keyOf } from './hashing.ts'
import { loadModule } from './import.ts'
import { iterOf } from './iterate.ts'
import { Enumerate, FilterIterator, MapIterator, Reversed, Zip } from './iterator-tools.ts'
import { type CallableIterator, SequenceIterator } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { PySet } from './set.ts'
import { add, contains, discard, SET_OPERATIONS } from './set-methods.ts'
import { orderOfKeys } from './sort.ts'
import { T } from './types.ts'
import { asInt, CALL, type PyList, type PyType, type Result, type Value } from './value.ts'
import { boxed, makeBox, referencesTo, sharedReference } from './weak.ts'

/** The built-in class behind a value: what its natives work on, whatever a subclass overrides. */
function nativeClass(m: Machine, value: Value): PyType {
  return m.typeOf(value).mro.find(cls => !cls.isHeap) as PyType
}

function index(m: Machine, value: Value): Result {
  if (asInt(value) !== undefined) return asInt(value)
  const slot = m.typeOf(value).slots.index
  if (slot === null) {
    return m.raise('TypeError', `'${m.typeName(value)}' object cannot be interpreted as an integer`)
  }
  return m.after(slot(m, value), Finish.CheckIndex)
}

function truth(value: Value): boolean {
  return value === true
}

defineModule('_engine', {
  functions: {
    'index(object, /)': index,
    'engine_type(object, /)': (m: Machine, object: Value) => nativeClass(m, object).name,

    // What the built-in class does, also for instances of subclasses that override it.
    'native_getitem(self, key, /)': (m: Machine, self: Value, key: Value) =>
      nativeClass(m, self).slots.getItem!(m, self, key),
    'native_setitem(self, key, value, /)': (m: Machine, self: Value, key: Value, value: Value) =>
      nativeClass(m, self).slots.setItem!(m, self, key, value),
    'native_delitem(self, key, /)': (m: Machine, self: Value, key: Value) =>
      nativeClass(m, self).slots.setItem!(m, self, key, undefined),
    'native_method(self, name, /)': (m: Machine, self: Value, name: Value) =>
      nativeClass(m, self).ns.getStr(name as string),
    'native_len(self, /)': (m: Machine, self: Value) => nativeClass(m, self).slots.len!(m, self),
    'native_iter(self, /)': (m: Machine, self: Value) => {
      const { iter } = nativeClass(m, self).slots
      return iter === null ? iterOf(m, self) : iter(m, self)
    },
    // `__getitem__` of a sequence, as an iterator asks for it.
    'slot_of(self, name, key, /)': (m: Machine, self: Value, _name: Value, key: Value) =>
      m.typeOf(self).slots.getItem!(m, self, key),

    // Sorting.
    'list_take(self, /)': (m: Machine, self: PyList) => {
      m.touch(self)
      const { items } = self
      self.items = []
      return m.list(items)
    },
    'list_put(self, items, /)': (m: Machine, self: PyList, items: PyList) => {
      m.touch(self)
      const isChanged = self.items.length > 0
      self.items = items.items
      return isChanged
    },
    'list_pick(items, order, /)': (m: Machine, items: PyList, order: PyList) =>
      m.list(order.items.map(i => items.items[i as number] as Value)),
    'native_order(keys, reverse, /)': (m: Machine, keys: PyList, reverse: Value) => {
      const order = orderOfKeys(keys.items, truth(reverse))
      return order === undefined ? null : m.list(order)
    },
    'native_sum(items, start, /)': (m: Machine, items: PyList, start: Value) => sumOf(m, items.items, start) ?? null,
    'tuple_hash_of(hashes, /)': (_m: Machine, hashes: PyList) => hashOfHashes(hashes.items as Hash[]),

    // Dicts by entry.
    'dict_candidates(self, hash, /)': (m: Machine, self: PyDict, hash: Value) =>
      m.tuple(self.candidates(hash as Hash, hashOfNative).slice()),
    'dict_key_at(self, entry, /)': (_m: Machine, self: PyDict, entry: number) => self.keyAt(entry),
    'dict_value_at(self, entry, /)': (_m: Machine, self: PyDict, entry: number) => self.valueAt(entry),
    'dict_set_at(self, entry, value, /)': (m: Machine, self: PyDict, entry: number, value: Value) => {
      m.touch(self)
      self.setValueAt(entry, value)
      return null
    },
    'dict_delete_at(self, entry, /)': (m: Machine, self: PyDict, entry: number) => {
      m.touch(self)
      self.deleteEntry(entry)
      return null
    },
    'dict_pop_at(self, entry, /)': (m: Machine, self: PyDict, entry: number) => {
      m.touch(self)
      const value = self.valueAt(entry)
      self.deleteEntry(entry)
      return value
    },
    'dict_append(self, hash, key, value, /)': (m: Machine, self: PyDict, hash: Value, key: Value, value: Value) => {
      m.touch(self)
      const native = keyOf(key)
      if (native === undefined) self.appendForeign(hash as Hash, key, value)
      else self.set(native, key, value)
      return null
    },
    'dict_clear_to(self, other, /)': (m: Machine, self: PyDict, other: PyDict) => {
      m.touch(self)
      self.assign(other)
      return null
    },

    // Sets by entry.
    'set_candidates(self, hash, /)': (m: Machine, self: PySet, hash: Value) =>
      m.tuple(self.members.candidates(hash as Hash, hashOfNative).slice()),
    'set_element_at(self, entry, /)': (_m: Machine, self: PySet, entry: number) => self.members.keyAt(entry),
    'set_delete_at(self, entry, /)': (m: Machine, self: PySet, entry: number) => {
      m.touch(self)
      self.deleteEntry(entry)
      return null
    },
    'set_put(self, element, /)': add,
    'set_holds(self, element, /)': contains,
    'set_drop(self, element, /)': discard,
    'set_append(self, hash, element, /)': (m: Machine, self: PySet, hash: Value, element: Value) => {
      m.touch(self)
      const native = keyOf(element)
      if (native === undefined) self.appendForeign(hash as Hash, element)
      else self.add(native, element)
      return null
    },
    'set_copy(self, /)': (m: Machine, self: PySet) => {
      const copy = new PySet(nativeClass(m, self), m.epoch)
      copy.copyFrom(self)
      return copy
    },
    'set_clear_to(self, other, /)': (m: Machine, self: PySet, other: PySet) => {
      m.touch(self)
      self.copyFrom(other)
      return null
    },
    'set_operation(name, self, other, /)': (m: Machine, name: Value, self: PySet, other: Value) =>
      SET_OPERATIONS[name as string]!(m, self, other),

    // Iterators whose parts came from Python code.
    'new_enumerate(cls, iterator, start, /)': (m: Machine, cls: PyType, iterator: Value, start: number) =>
      new Enumerate(cls, m.epoch, iterator, start),
    'enumerate_count(self, item, /)': (m: Machine, self: Enumerate, item: Value) => self.count(m, item),
    'new_zip(cls, iterators, strict, /)': (m: Machine, cls: PyType, iterators: PyList, strict: Value) =>
      new Zip(cls, m.epoch, m.tuple(iterators.items.slice()), truth(strict)),
    'new_map(cls, function, iterators, /)': (m: Machine, cls: PyType, func: Value, iterators: PyList) =>
      new MapIterator(cls, m.epoch, func, m.tuple(iterators.items.slice())),
    'new_filter(cls, function, iterator, /)': (m: Machine, cls: PyType, func: Value, iterator: Value) =>
      new FilterIterator(cls, m.epoch, func, iterator),
    'new_reversed(cls, sequence, length, /)': (m: Machine, cls: PyType, sequence: Value, length: number) =>
      new Reversed(cls, m.epoch, sequence, null, length - 1),
    'reversed_step(self, index, /)': (m: Machine, self: Reversed, i: number) => {
      m.touch(self)
      self.index = i
      return null
    },
    'sequence_iterator_end(self, /)': (m: Machine, self: SequenceIterator | CallableIterator) => {
      m.touch(self)
      if (self instanceof SequenceIterator) self.source = undefined
      else self.callable = undefined
      return null
    },

    // Stops the run until the host has given a line, which is then the result, with its end (Machine.feedInput).
    'wait_for_input(prompt, /)': (m: Machine, prompt: Value): Result => {
      m.stop = { kind: 'waiting for input', prompt: prompt as string }
      return CALL
    },

    // abc: a class registered as a Sequence or Mapping matches sequence or mapping patterns from then on.
    'set_pattern(cls, kind, /)': (m: Machine, cls: PyType, kind: Value) => {
      if (cls.isHeap) {
        m.touch(cls)
        cls.pattern = kind as PyType['pattern']
      }
      return null
    },
    'get_pattern(cls, /)': (_m: Machine, cls: PyType) => cls.pattern,

    // For modules of the library.
    'weak_box(object, ref, /)': makeBox,
    'weak_boxed(box, /)': boxed,
    'weak_shared(object, cls, /)': sharedReference,
    'weak_references(object, /)': (m: Machine, object: Value) => m.list(referencesTo(m, object)),
    'collect()': (m: Machine) => collectGarbage(m),
    'anchor(cls, /)': (_m: Machine, cls: PyType) => {
      anchor(cls)
      return null
    },
    // Lets messages name a class of the library as they name it in CPython, where it is written in C: 'datetime.date'.
    'name_in_messages(cls, name, /)': (m: Machine, cls: PyType, name: Value) => {
      m.touch(cls)
      cls.name = name as string
      return cls
    },
    // A built-in class that has no name in builtins: 'coroutine', 'generator', 'function' …
    'builtin_type(name, /)': (_m: Machine, name: Value) => Object.values(T).find(type => type.name === name) ?? null,
    'prelude_function(name, /)': (m: Machine, name: Value) => m.prelude.getStr(name as string),

    // Modules and classes.
    'engine_modules()': (m: Machine) => m.modules,
    'load_module(name, search, /)': (m: Machine, name: Value, search: Value) => loadModule(m, name as string, search),
    'generic_alias(origin, args, /)': makeAlias,
    'union_of(left, right, /)': unite,
    'group_make(cls, message, items, given, /)': (
      m: Machine,
      cls: PyType,
      message: Value,
      items: PyList,
      given: Value,
    ) => makeGroup(m, cls, message, items.items.slice(), given),
  },
})
