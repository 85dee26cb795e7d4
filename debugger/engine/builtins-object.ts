// Built-in functions about any object: attributes, classes, identity, text.

import { dictOf, lookup } from './attribute.ts'
import { nativeRepr } from './container-repr.ts'
import { Finish } from './finish.ts'
import { isNativeFormat } from './instruction.ts'
import type { Machine } from './machine.ts'
import { defineModule, defineType } from './native.ts'
import { strOf } from './operator.ts'
import { toAscii } from './str-repr.ts'
import { T } from './types.ts'
import { asStr, Instance, type PyModule, PyTuple, PyType, type Result, type Value } from './value.ts'

// ---- attributes ----

// An attribute name as plain text; undefined when it raised.
function nameOf(m: Machine, name: Value): string | undefined {
  const text = asStr(name)
  return text ?? m.raise('TypeError', `attribute name must be string, not '${m.typeName(name)}'`)
}

function getattr(m: Machine, args: Value[]): Result {
  if (args.length < 2) return m.raise('TypeError', `getattr expected at least 2 arguments, got ${args.length}`)
  if (args.length > 3) return m.raise('TypeError', `getattr expected at most 3 arguments, got ${args.length}`)
  const name = nameOf(m, args[1] as Value)
  if (name === undefined) return undefined
  const result = m.getAttr(args[0] as Value, name)
  return args.length === 2 ? result : m.after(result, Finish.AttributeDefault, args[2])
}

function hasattr(m: Machine, object: Value, name: Value): Result {
  const text = nameOf(m, name)
  return text === undefined ? undefined : m.after(m.getAttr(object, text), Finish.HasAttribute)
}

function setattr(m: Machine, object: Value, name: Value, value: Value): Result {
  const text = nameOf(m, name)
  return text === undefined ? undefined : m.after(m.setAttr(object, text, value), Finish.None)
}

function delattr(m: Machine, object: Value, name: Value): Result {
  const text = nameOf(m, name)
  return text === undefined ? undefined : m.after(m.setAttr(object, text, undefined), Finish.None)
}

// ---- classes ----

/** May `object.__class__` be another class than that of the object (proxies, mocks)? */
function claimsAnotherClass(type: PyType): boolean {
  return ['__class__', '__getattribute__'].some(name => lookup(type, name) !== lookup(T.object, name))
}

/** `isinstance(object, cls)`. CPython: object_recursive_isinstance. */
export function isInstance(m: Machine, object: Value, cls: Value): Result {
  const type = m.typeOf(object)
  if (cls === type) return true
  if (cls instanceof PyType && cls.cls === T.type) {
    if (type.mro.includes(cls)) return true
    return object instanceof Instance && claimsAnotherClass(type)
      ? m.callPrelude('isinstance_by_class', object, cls)
      : false
  }
  if (cls instanceof PyTuple) {
    if (cls.items.every(c => c instanceof PyType && c.cls === T.type)) {
      if (cls.items.some(c => c === type || type.mro.includes(c as PyType))) return true
      if (!(object instanceof Instance)) return false
    }
    return m.callPrelude('isinstance_any', object, cls)
  }
  if (lookup(m.typeOf(cls), '__instancecheck__') !== undefined) {
    return m.after(m.callMethod(cls, '__instancecheck__', object), Finish.Truth)
  }
  return m.raise('TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union')
}

/** `issubclass(cls, other)`. CPython: object_issubclass. */
export function isSubclass(m: Machine, cls: Value, other: Value): Result {
  if (!(cls instanceof PyType) && !(other instanceof PyTuple) && !hasHook(m, other)) {
    return m.raise('TypeError', 'issubclass() arg 1 must be a class')
  }
  if (other instanceof PyType && other.cls === T.type) {
    if (cls instanceof PyType) return cls === other || cls.mro.includes(other)
    return m.raise('TypeError', 'issubclass() arg 1 must be a class')
  }
  if (other instanceof PyTuple) return m.callPrelude('issubclass_any', cls, other)
  if (hasHook(m, other)) {
    return m.after(m.callMethod(other, '__subclasscheck__', cls), Finish.Truth)
  }
  return m.raise('TypeError', 'issubclass() arg 2 must be a class, a tuple of classes, or a union')
}

function hasHook(m: Machine, cls: Value): boolean {
  return lookup(m.typeOf(cls), '__subclasscheck__') !== undefined
}

defineType({
  type: T.type,
  methods: {
    '__instancecheck__(instance, /)': (m: Machine, self: PyType, object: Value) =>
      m.typeOf(object).mro.includes(self)
        ? true
        : object instanceof Instance && claimsAnotherClass(object.cls)
          ? m.callPrelude('isinstance_by_class', object, self)
          : false,
    '__subclasscheck__(subclass, /)': (m: Machine, self: PyType, cls: Value) =>
      cls instanceof PyType ? cls.mro.includes(self) : m.raise('TypeError', 'issubclass() arg 1 must be a class'),
  },
})

// ---- identity and calls ----

function hash(m: Machine, object: Value): Result {
  const slot = m.typeOf(object).slots.hash
  return slot === null || lookup(m.typeOf(object), '__hash__') === null
    ? m.raise('TypeError', `unhashable type: '${m.typeName(object)}'`)
    : slot(m, object)
}

function callable(m: Machine, object: Value): Result {
  return lookup(m.typeOf(object), '__call__') !== undefined
}

// ---- text ----

function repr(m: Machine, object: Value): Result {
  return m.typeOf(object).slots.repr!(m, object)
}

function ascii(m: Machine, object: Value): Result {
  const text = nativeRepr(m, object)
  return text === undefined ? m.callPrelude('ascii_of', object) : toAscii(text)
}

function format(m: Machine, value: Value, spec: Value | undefined): Result {
  if (asStr(spec ?? '') === undefined) {
    return m.raise('TypeError', `format() argument 2 must be str, not ${m.typeName(spec as Value)}`)
  }
  if (spec === undefined || spec === '') {
    if (typeof value === 'string') return value
    if (isNativeFormat(m, value)) return strOf(m, value)
  }
  return m.after(m.callMethod(value, '__format__', spec ?? ''), Finish.CheckFormat)
}

// ---- listing names ----

/** Names of a class and its bases, unsorted. CPython: merge_class_dict. */
function classNames(type: PyType, into: Set<string>): void {
  for (const cls of type.mro) for (const name of cls.ns.keyList()) if (typeof name === 'string') into.add(name)
}

defineType({
  type: T.object,
  methods: {
    '__dir__()': (m: Machine, self: Value) => {
      const names = new Set<string>()
      for (const name of dictOf(self)?.keyList() ?? []) if (typeof name === 'string') names.add(name)
      classNames(m.typeOf(self), names)
      return m.list([...names])
    },
  },
})
defineType({
  type: T.type,
  methods: {
    '__dir__()': (m: Machine, self: PyType) => {
      const names = new Set<string>()
      classNames(self, names)
      return m.list([...names])
    },
  },
})
defineType({
  type: T.module,
  methods: {
    '__dir__()': (m: Machine, self: PyModule) => {
      const hook = self.dict.getStr('__dir__')
      return hook === undefined ? m.list(self.dict.keyList()) : m.call(hook)
    },
  },
})

defineModule('builtins', {
  functions: {
    'getattr(*args)': getattr,
    'hasattr(obj, name, /)': hasattr,
    'setattr(obj, name, value, /)': setattr,
    'delattr(obj, name, /)': delattr,
    'isinstance(obj, class_or_tuple, /)': isInstance,
    'issubclass(cls, class_or_tuple, /)': isSubclass,
    'hash(obj, /)': hash,
    'id(obj, /)': (m: Machine, object: Value) => m.idOf(object),
    'callable(obj, /)': callable,
    'repr(obj, /)': repr,
    'ascii(obj, /)': ascii,
    "format(value, format_spec='', /)": format,
  },
})
