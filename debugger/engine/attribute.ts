// Reading and writing attributes. CPython: Objects/object.c PyObject_GenericGetAttr, typeobject.c type_getattro.
//
// Knows nothing of inline caches (interpret.ts has them).

import { absentName, standardModules } from '../../language/index.ts'
import { PyDict } from './dict.ts'
import { PyException } from './exception.ts'
import { setExceptionField } from './exception-types.ts'
import { Finish } from './finish.ts'
import type { Machine } from './machine.ts'
import { type GetSet, NativeFunction } from './native.ts'
import { modified } from './slot-call.ts'
import { T } from './types.ts'
import {
  ABSENT,
  BoundMethod,
  BoxedObj,
  CALL,
  Instance,
  MutableObj,
  Obj,
  PyFunction,
  PyList,
  PyModule,
  PyType,
  type Result,
  type Value,
} from './value.ts'

/** What a name means on a class: along the mro, undefined if nowhere. CPython: _PyType_Lookup. */
export function lookup(type: PyType, name: string): Value | undefined {
  const { lookups } = type
  const known = lookups.get(name)
  if (known !== undefined) return known === ABSENT ? undefined : known
  let found: Value | undefined
  const { mro } = type
  for (let i = 0; i < mro.length; i++) {
    found = mro[i]!.ns.getStr(name)
    if (found !== undefined) break
  }
  lookups.set(name, found ?? (found === null ? null : ABSENT))
  return found
}

/** Has the class a `__del__` of the program's? Looked up once for each version of the class. */
export function hasFinalizer(type: PyType): boolean {
  const found = lookup(type, '__del__')
  // Futures say themselves when they are to be finalized.
  return found !== undefined && !(found instanceof NativeFunction)
}

/** `getattr(object, name)`. */
export function getAttribute(m: Machine, object: Value, name: string): Result {
  const type = m.typeOf(object)
  const slot = type.slots.getattr
  return slot === null ? genericGetAttribute(m, object, name) : slot(m, object, name)
}

/** `setattr(object, name, value)`, or `delattr` when value is undefined. The result is null. */
export function setAttribute(m: Machine, object: Value, name: string, value: Value | undefined): Result {
  const type = m.typeOf(object)
  const slot = type.slots.setattr
  return slot === null ? genericSetAttribute(m, object, name, value) : slot(m, object, name, value)
}

/** The instance dict, if there is one already. */
export function dictOf(object: Value): PyDict | null {
  if (object instanceof Instance || object instanceof PyException) return object.dict
  if (
    object instanceof BoxedObj ||
    object instanceof PyList ||
    object instanceof PyDict ||
    object instanceof PyFunction ||
    object instanceof PyModule
  ) {
    return object.dict
  }
  if (object instanceof Obj && 'dict' in object && object.dict instanceof PyDict) return object.dict
  return null
}

/** The instance dict, made now if the class gives one; null if it does not. */
export function ensureDict(m: Machine, object: Value): PyDict | null {
  const known = dictOf(object)
  if (known !== null) return known
  if (!(object instanceof MutableObj) || !object.cls.hasDict || object instanceof PyType) return null
  m.touch(object)
  const dict = m.namespace()
  ;(object as MutableObj & { dict: PyDict | null }).dict = dict
  return dict
}

/** CPython: _PyObject_GenericGetAttrWithDict. */
export function genericGetAttribute(m: Machine, object: Value, name: string): Result {
  const type = m.typeOf(object)
  const found = lookup(type, name)
  let get: NonNullable<PyType['slots']['get']> | null = null
  if (found !== undefined) {
    const { slots } = m.typeOf(found)
    get = slots.get
    if (get !== null && slots.set !== null) return get(m, found, object, type)
  }
  const dict = dictOf(object)
  if (dict !== null) {
    const own = dict.getStr(name)
    if (own !== undefined) return own
  }
  if (get !== null) return get(m, found!, object, type)
  if (found !== undefined) return found
  return noAttribute(m, object, `'${type.name}' object has no attribute '${name}'`, name)
}

/** Raises AttributeError with `name` and `obj`, which suggestions need. */
export function noAttribute(m: Machine, object: Value, message: string, name: string): undefined {
  m.raise('AttributeError', message)
  setExceptionField(m, m.raised!, 'name', name)
  setExceptionField(m, m.raised!, 'obj', object)
  return undefined
}

/** CPython: _PyObject_GenericSetAttrWithDict. */
export function genericSetAttribute(m: Machine, object: Value, name: string, value: Value | undefined): Result {
  const type = m.typeOf(object)
  const found = lookup(type, name)
  if (found !== undefined) {
    const { set } = m.typeOf(found).slots
    if (set !== null) {
      const result = set(m, found, object, value)
      return result
    }
  }
  const dict = value === undefined ? dictOf(object) : ensureDict(m, object)
  if (dict === null) {
    if (found !== undefined) {
      return noAttribute(m, object, `'${type.name}' object attribute '${name}' is read-only`, name)
    }
    const hint = type.hasDict ? '' : ' and no __dict__ for setting new attributes'
    return noAttribute(m, object, `'${type.name}' object has no attribute '${name}'${hint}`, name)
  }
  m.touch(dict)
  if (value !== undefined) {
    dict.setStr(name, value)
    return null
  }
  if (dict.deleteStr(name) === undefined) {
    return noAttribute(m, object, `'${type.name}' object has no attribute '${name}'`, name)
  }
  return null
}

/** CPython: type_getattro. */
export function typeGetAttribute(m: Machine, self: Value, name: string): Result {
  const type = self as PyType
  const meta = type.cls
  const fromMeta = lookup(meta, name)
  let get: NonNullable<PyType['slots']['get']> | null = null
  if (fromMeta !== undefined) {
    const { slots } = m.typeOf(fromMeta)
    get = slots.get
    if (get !== null && slots.set !== null) return get(m, fromMeta, type, meta)
  }
  const found = lookup(type, name)
  if (found !== undefined) {
    const local = m.typeOf(found).slots.get
    return local === null ? found : local(m, found, undefined, type)
  }
  if (get !== null) return get(m, fromMeta!, type, meta)
  if (fromMeta !== undefined) return fromMeta
  return noAttribute(m, type, `type object '${type.name}' has no attribute '${name}'`, name)
}

/** CPython: type_setattro. */
export function typeSetAttribute(m: Machine, self: Value, name: string, value: Value | undefined): Result {
  const type = self as PyType
  if (!type.isHeap) {
    return m.raise('TypeError', `cannot set '${name}' attribute of immutable type '${type.name}'`)
  }
  const fromMeta = lookup(type.cls, name)
  if (fromMeta !== undefined) {
    const { set } = m.typeOf(fromMeta).slots
    if (set !== null) return set(m, fromMeta, type, value)
  }
  m.touch(type.ns)
  if (value !== undefined) type.ns.setStr(name, value)
  else if (type.ns.deleteStr(name) === undefined) {
    return noAttribute(m, type, `type object '${type.name}' has no attribute '${name}'`, name)
  }
  modified(m, type, name)
  return null
}

/** Attribute of an object as a special method: on the class, bound. Undefined without raising when there is none. */
export function special(m: Machine, object: Value, name: string): Result {
  const type = m.typeOf(object)
  const found = lookup(type, name)
  if (found === undefined) return undefined
  const get = m.typeOf(found).slots.get
  return get === null ? found : get(m, found, object, type)
}

/** `__getattr__` after a failed lookup: see Finish.GetattrHook. */
export function getattrHook(m: Machine, object: Value, name: string): Result {
  const hook = lookup(m.typeOf(object), '__getattr__')!
  if (hook instanceof PyFunction) return m.call(hook, object, name)
  const bound = special(m, object, '__getattr__')
  if (bound === CALL) return m.after(CALL, Finish.CallWith, [name])
  return bound === undefined ? undefined : m.call(bound, name)
}

/** Binds what was found on a class, for the method caches: the plain function and its receiver go apart. */
export function isMethodLike(value: Value | undefined): value is PyFunction | NativeFunction {
  return (
    value instanceof PyFunction ||
    (value instanceof NativeFunction && value.cls === T.methodDescriptor && value.self === undefined)
  )
}

/** `module.name`: the namespace, then `__getattr__` of the module. */
export function moduleGetAttribute(m: Machine, self: Value, name: string): Result {
  const module = self as PyModule
  const found = lookup(module.cls, name)
  if (found !== undefined) {
    const { slots } = m.typeOf(found)
    if (slots.get !== null && slots.set !== null) return slots.get(m, found, module, module.cls)
  }
  const own = module.dict.getStr(name)
  if (own !== undefined) return own
  if (found !== undefined) {
    const get = m.typeOf(found).slots.get
    return get === null ? found : get(m, found, module, module.cls)
  }
  const hook = module.dict.getStr('__getattr__')
  if (hook !== undefined) return m.call(hook, name)
  const moduleName = module.dict.getStr('__name__')
  if (typeof moduleName !== 'string') return noAttribute(m, module, `module has no attribute '${name}'`, name)
  const spec = module.dict.getStr('__spec__')
  const isStarting = spec instanceof Instance && spec.dict?.getStr('_initializing') === true
  const origin = spec instanceof Instance ? spec.dict?.getStr('origin') : undefined
  return noAttribute(
    m,
    module,
    besideProgram(m, moduleName, name, origin, isStarting) ??
      (isStarting
        ? `partially initialized module '${moduleName}'${typeof origin === 'string' ? ` from '${origin}'` : ''} has no attribute '${name}' (most likely due to a circular import)`
        : (absentHere(module, moduleName, name) ?? `module '${moduleName}' has no attribute '${name}'`)),
    name,
  )
}

/**
 * What is said of a module beside the program that may stand in the way of another one. CPython: module_getattro,
 * _PyModule_IsPossiblyShadowing.
 */
function besideProgram(
  m: Machine,
  module: string,
  name: string,
  origin: Value | undefined,
  isStarting: boolean,
): string | undefined {
  if (typeof origin !== 'string') return undefined
  const root = origin.endsWith('/__init__.py') ? origin.slice(0, -'/__init__.py'.length) : origin
  if (m.extra.programFolder === undefined || root.slice(0, root.lastIndexOf('/')) !== m.extra.programFolder)
    return undefined
  if (standardModules.has(module)) {
    return `module '${module}' has no attribute '${name}' (consider renaming '${origin}' since it has the same name as the standard library module named '${module}' and the import system gives it precedence)`
  }
  if (!isStarting) return undefined
  return `module '${module}' has no attribute '${name}' (consider renaming '${origin}' if it has the same name as a third-party module you intended to import)`
}

/** A bound method object. */
export function bind(func: Value, self: Value): BoundMethod {
  return new BoundMethod(T.method, func, self)
}

/** Getter of a getset or member descriptor, with the check of the receiver. */
export function getsetGet(m: Machine, self: Value, object: Value | undefined): Result {
  const descriptor = self as GetSet
  if (object === undefined) return descriptor
  if (!m.isInstance(object, descriptor.owner)) {
    return m.raise(
      'TypeError',
      `descriptor '${descriptor.name}' for '${descriptor.owner.name}' objects doesn't apply to a '${m.typeName(object)}' object`,
    )
  }
  return descriptor.getter(m, object as never)
}

export function getsetSet(m: Machine, self: Value, object: Value, value: Value | undefined): Result {
  const descriptor = self as GetSet
  if (!m.isInstance(object, descriptor.owner)) {
    return m.raise(
      'TypeError',
      `descriptor '${descriptor.name}' for '${descriptor.owner.name}' objects doesn't apply to a '${m.typeName(object)}' object`,
    )
  }
  if (descriptor.setter === null) {
    if (descriptor.cls === T.memberDescriptor) return m.raise('AttributeError', 'readonly attribute')
    return m.raise(
      'AttributeError',
      `attribute '${descriptor.name}' of '${descriptor.owner.name}' objects is not writable`,
    )
  }
  return descriptor.setter(m, object as never, value)
}

/** Why a module of the library lacks a name that CPython's has. */
function absentHere(module: PyModule, moduleName: string, name: string): string | undefined {
  const file = module.dict.getStr('__file__')
  return typeof file !== 'string' || file.startsWith('<library>/') ? absentName(moduleName, name) : undefined
}
