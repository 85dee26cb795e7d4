// Making classes: `class` statements, type(), and the built-in classes `object` and `type` themselves. CPython:
// Objects/typeobject.c type_new, mro_implementation, best_base; Python/bltinmodule.c builtin___build_class__.
//
// Knows nothing of instructions. What has to call the program's code in the middle (metaclass hooks) is in the prelude.

import {
  ensureDict,
  genericGetAttribute,
  genericSetAttribute,
  lookup,
  moduleGetAttribute,
  typeGetAttribute,
  typeSetAttribute,
} from './attribute.ts'
import { callFound, createInstance, enter, newInstance, OBJECT } from './call.ts'
import { CONTINUATIONS } from './continuations.ts'
import { address, MethodDecorator } from './descriptor.ts'
import { PyDict } from './dict.ts'
import { Finish } from './finish.ts'
import { Frame } from './frame.ts'
import { importModule } from './import.ts'
import type { Machine } from './machine.ts'
import { MappingProxy } from './mapping-proxy.ts'
import { defineModule, defineType, NativeFunction } from './native.ts'
import { NO_SLOTS } from './slot.ts'
import { computeSlots, GENERIC, modified } from './slot-call.ts'
import { SlotMember } from './slot-member.ts'
import { codePoints } from './str.ts'
import { moduleOf, typeTitleOf } from './type-title.ts'
import { BUILTIN_TYPES, T } from './types.ts'
import { isIdentifierPart, isIdentifierStart } from './unicode.ts'
import {
  asStr,
  CALL,
  Cell,
  MutableObj,
  Obj,
  PyFunction,
  PyList,
  PyModule,
  PyTuple,
  PyType,
  type Result,
  type Value,
} from './value.ts'

GENERIC.getattr = genericGetAttribute

// ---- object ----

function objectNew(m: Machine, cls: PyType, args: Value[], kwargs: PyDict): Result {
  if (isUnmade(cls)) return m.raise('TypeError', `cannot create '${cls.name}' instances`)
  const excess = args.length > 0 || kwargs.size > 0
  if (excess) {
    if (lookup(cls, '__new__') !== OBJECT.create) {
      return m.raise('TypeError', 'object.__new__() takes exactly one argument (the type to instantiate)')
    }
    if (lookup(cls, '__init__') === OBJECT.initialize) return m.raise('TypeError', `${cls.name}() takes no arguments`)
  }
  if (cls.isAbstract) return m.callPrelude('_raise_abstract', cls)
  if (cls.layout !== 'instance') {
    return m.raise('TypeError', `object.__new__(${cls.name}) is not safe, use ${builtinBase(cls).name}.__new__()`)
  }
  return newInstance(m, cls)
}

/** Built-in classes without a constructor. */
const UNMADE = new Set([
  'coroutine',
  'generator',
  'async_generator',
  'frame',
  'coroutine_wrapper',
  'builtin_function_or_method',
  'getset_descriptor',
  'member_descriptor',
  'wrapper_descriptor',
  'method_descriptor',
  'classmethod_descriptor',
  'method-wrapper',
  'dict_keys',
  'dict_values',
  'dict_items',
  'async_generator_asend',
  'async_generator_athrow',
])

/** Of the built-in iterators only those that are classes of builtins can be made by calling. */
const isUnmade = (cls: PyType): boolean => !cls.isHeap && (UNMADE.has(cls.name) || /.iterator$/.test(cls.name))

function builtinBase(cls: PyType): PyType {
  return cls.mro.find(c => !c.isHeap)!
}

function objectInit(m: Machine, self: Value, args: Value[], kwargs: PyDict): Result {
  if (args.length === 0 && kwargs.size === 0) return null
  const cls = m.typeOf(self)
  if (lookup(cls, '__init__') !== OBJECT.initialize) {
    return m.raise('TypeError', 'object.__init__() takes exactly one argument (the instance to initialize)')
  }
  if (lookup(cls, '__new__') === OBJECT.create) return m.raise('TypeError', `${cls.name}() takes no arguments`)
  return null
}

defineType({
  type: T.object,
  new: ['object(*args, **kwargs)', objectNew],
  init: ['object(*args, **kwargs)', objectInit],
  slots: {
    repr: (m, self: Value) => `<${typeTitleOf(m.typeOf(self))} object at ${address(m, self)}>`,
    str: (m, self: Value) => {
      const type = m.typeOf(self)
      const found = lookup(type, '__repr__')!
      if (found instanceof NativeFunction) return type.slots.repr!(m, self)
      return m.after(callFound(m, found, self, []), Finish.CheckStr)
    },
    hash: (m, self: Value) => Math.floor(m.idOf(self) / 16),
    compare: (m, self: Value, other, op) => {
      if (op === 2) return self === other ? true : m.notImplemented
      if (op !== 3) return m.notImplemented
      const equal = m.typeOf(self).slots.compare!(m, self, other, 2)
      return m.after(equal, Finish.Opposite)
    },
    getattr: genericGetAttribute as never,
    setattr: genericSetAttribute as never,
  },
  methods: {
    '__format__(format_spec, /)': (m: Machine, self: Value, spec: Value) => {
      if (asStr(spec) !== '') {
        return m.raise('TypeError', `unsupported format string passed to ${m.typeName(self)}.__format__`)
      }
      return m.typeOf(self).slots.str!(m, self)
    },
    '__sizeof__()': () => 16,
    '__reduce_ex__(protocol, /)': (m: Machine, self: Value) => m.callPrelude('_reduce_ex', self),
    '__reduce__()': (m: Machine, self: Value) => m.callPrelude('_reduce_ex', self),
    '__getstate__()': (m: Machine, self: Value) => m.callPrelude('_getstate', self),
  },
  classMethods: {
    '__init_subclass__()': () => null,
    '__subclasshook__(object, /)': (m: Machine) => m.notImplemented,
  },
  getset: {
    __class__: [(m, self: Value) => m.typeOf(self), (m, self: Value, value) => setClass(m, self, value)],
  },
})

// CPython: object_set_class.
function setClass(m: Machine, self: Value, value: Value | undefined): Result {
  if (value === undefined) return m.raise('TypeError', "can't delete __class__ attribute")
  if (!(value instanceof PyType)) {
    return m.raise('TypeError', `__class__ must be set to a class, not '${m.typeName(value)}' object`)
  }
  const old = m.typeOf(self)
  const isModule = self instanceof PyModule && value.layout === 'module'
  if (!isModule && (!value.isHeap || !old.isHeap)) {
    return m.raise('TypeError', '__class__ assignment only supported for mutable types or ModuleType subclasses')
  }
  const isSame =
    value.layout === old.layout &&
    value.hasDict === old.hasDict &&
    builtinBase(value) === builtinBase(old) &&
    value.slotNames.length === old.slotNames.length &&
    value.slotNames.every((name, i) => name === old.slotNames[i])
  if (!isSame) {
    return m.raise('TypeError', `__class__ assignment: '${value.name}' object layout differs from '${old.name}'`)
  }
  const object = self as MutableObj
  m.touch(object)
  object.cls = value
  return null
}

/** `__dict__` of instances: lies in the namespace of the class that gives it. */
function addDictDescriptor(type: PyType): void {
  type.ns.setStr('__dict__', DICT_DESCRIPTOR)
}

/** Getter and setter of `__dict__`. */
class DictDescriptor extends Obj {
  constructor(cls: PyType) {
    super()
    this.cls = cls
  }
}
const dictDescriptorType = defineType({
  name: 'getset_descriptor',
  slots: {
    get: (m, self: DictDescriptor, object) => {
      if (object === undefined) return self
      const dict = ensureDict(m, object)
      return dict ?? m.raise('AttributeError', `'${m.typeName(object)}' object has no attribute '__dict__'`)
    },
    set: (m, _self: DictDescriptor, object, value) => {
      if (value === undefined) return m.raise('TypeError', 'cannot delete __dict__')
      if (!(value instanceof PyDict)) {
        return m.raise('TypeError', `__dict__ must be set to a dictionary, not a '${m.typeName(value)}'`)
      }
      if (!(object instanceof MutableObj)) return m.raise('AttributeError', 'readonly attribute')
      m.touch(object)
      ;(object as MutableObj & { dict: PyDict | null }).dict = value
      return null
    },
    repr: () => `<attribute '__dict__' of objects>`,
  },
  getset: { __doc__: () => 'dictionary for instance variables', __name__: () => '__dict__' },
})
const DICT_DESCRIPTOR = new DictDescriptor(dictDescriptorType)

/** `__weakref__` is always None here until something refers weakly. */
class WeakrefDescriptor extends Obj {
  constructor(cls: PyType) {
    super()
    this.cls = cls
  }
}
const weakrefDescriptorType = defineType({
  name: 'getset_descriptor',
  slots: {
    get: (_m, self: WeakrefDescriptor, object) => (object === undefined ? self : null),
    set: m => m.raise('AttributeError', "attribute '__weakref__' of objects is not writable"),
  },
  getset: { __doc__: () => 'list of weak references to the object', __name__: () => '__weakref__' },
})
const WEAKREF_DESCRIPTOR = new WeakrefDescriptor(weakrefDescriptorType)

// ---- type ----

/** `type(name, bases, namespace)`. CPython: type_new. The hooks of the new class are called by the prelude. */
function typeNew(m: Machine, meta: PyType, args: Value[], kwargs: PyDict): Result {
  if (meta === T.type && args.length === 1 && kwargs.size === 0) return m.typeOf(args[0]!)
  if (args.length !== 3) return m.raise('TypeError', 'type() takes 1 or 3 arguments')
  const [name, bases, namespace] = args as [Value, Value, Value]
  const text = asStr(name)
  if (text === undefined) return m.raise('TypeError', `type.__new__() argument 1 must be str, not ${m.typeName(name)}`)
  if (!(bases instanceof PyTuple)) {
    return m.raise('TypeError', `type.__new__() argument 2 must be tuple, not ${m.typeName(bases)}`)
  }
  if (!(namespace instanceof PyDict)) {
    return m.raise('TypeError', `type.__new__() argument 3 must be dict, not ${m.typeName(namespace)}`)
  }
  for (const base of bases.items) {
    if (!(base instanceof PyType) && lookup(m.typeOf(base), '__mro_entries__') !== undefined) {
      return m.raise('TypeError', "type() doesn't support MRO entry resolution; use types.new_class()")
    }
  }
  const winner = bestMetaclass(m, meta, bases.items as PyType[])
  if (winner === undefined) return undefined
  if (winner !== meta) {
    const create = lookup(winner, '__new__')
    if (create instanceof MethodDecorator) {
      return m.callWith(create.callable, [winner, ...args], kwargs)
    }
    if (create !== undefined && create !== T.type.ns.getStr('__new__')) {
      return m.callWith(create, [winner, ...args], kwargs)
    }
  }
  if (!bases.items.every(base => base instanceof PyType)) return m.raise('TypeError', 'bases must be types')
  const type = makeClass(m, winner, text, bases.items as PyType[], namespace)
  if (type === undefined) return undefined
  return finishClass(m, type, kwargs)
}

/** The most derived metaclass. CPython: _PyType_CalculateMetaclass. */
function bestMetaclass(m: Machine, meta: PyType, bases: readonly Value[]): PyType | undefined {
  let winner = meta
  for (const base of bases) {
    const cls = m.typeOf(base)
    if (winner.mro.includes(cls)) continue
    if (cls.mro.includes(winner)) winner = cls
    else {
      return m.raise(
        'TypeError',
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      )
    }
  }
  return winner
}

/** The base that decides about the layout of instances. CPython: best_base. */
function bestBase(m: Machine, bases: readonly PyType[]): PyType | undefined {
  let winner: PyType | undefined
  let base: PyType | undefined
  for (const candidate of bases) {
    if (!candidate.isBase) {
      return m.raise('TypeError', `type '${candidate.name}' is not an acceptable base type`)
    }
    const solid = solidBase(candidate)
    if (winner === undefined || (solid !== winner && solid.mro.includes(winner))) {
      winner = solid
      base = candidate
    } else if (!winner.mro.includes(solid)) {
      return m.raise('TypeError', 'multiple bases have instance lay-out conflict')
    }
  }
  return base
}

// CPython: solid_base, extra_ivars.
function solidBase(type: PyType): PyType {
  for (let t: PyType = type; ; t = t.base!) {
    if (t.base === null) return t
    if (t.slotNames.length > t.base.slotNames.length) return t
    if (!t.isHeap && (t.layout !== t.base.layout || t.layout === 'native')) return t
  }
}

function makeClass(
  m: Machine,
  meta: PyType,
  name: string,
  givenBases: readonly PyType[],
  namespace: PyDict,
): PyType | undefined {
  const bases = givenBases.length === 0 ? [T.object] : givenBases
  const base = bestBase(m, bases)
  if (base === undefined) return undefined
  if (name.includes('\0')) return m.raise('ValueError', 'type name must not contain null characters')
  const ns = m.namespace()
  for (let i = namespace.next(0); i >= 0; i = namespace.next(i + 1)) {
    const key = asStr(namespace.keyAt(i))
    if (key !== undefined) ns.setStr(key, namespace.valueAt(i))
  }
  const type = new PyType(meta, m.epoch, name, bases, ns, NO_SLOTS, true)
  type.base = base
  type.layout = base.layout
  type.slotNames = base.slotNames
  type.hasDict = bases.some(b => b.hasDict && b.layout !== 'type') || (base.layout === 'type' && base !== T.type)
  type.hasWeakref = bases.some(b => b.hasWeakref)
  type.pattern = base.pattern ?? bases.find(b => b.pattern !== null)?.pattern ?? null
  if (!setQualname(m, type)) return undefined
  if (!ns.hasStr('__module__')) {
    const module = callerGlobals(m)?.getStr('__name__')
    if (module !== undefined) ns.setStr('__module__', module)
  }
  if (!addSlots(m, type, base, bases)) return undefined
  if (!ns.hasStr('__doc__')) ns.setStr('__doc__', null)
  wrapSpecialMethods(m, ns)
  const cell = ns.getStr('__classcell__')
  if (cell !== undefined) {
    if (!(cell instanceof Cell)) {
      return m.raise(
        'TypeError',
        `type.__new__() argument 3: __classcell__ must be a nonlocal cell, not <class '${m.typeName(cell)}'>`,
      )
    }
    m.touch(cell)
    cell.value = type
    ns.deleteStr('__classcell__')
  }
  if (ns.hasStr('__eq__') && !ns.hasStr('__hash__')) ns.setStr('__hash__', null)
  const mro = linearize(m, type, bases)
  if (mro === undefined) return undefined
  type.mro = mro
  computeSlots(type)
  for (const b of bases) addSubclass(m, b, type)
  return type
}

function addSubclass(m: Machine, base: PyType, type: PyType): void {
  if (base.isHeap) {
    m.touch(base)
    base.subclasses.push(type)
  } else {
    const known = m.extra.subclasses as ReadonlyMap<PyType, readonly PyType[]> | undefined
    m.extra.subclasses = new Map([...(known ?? []), [base, [...(known?.get(base) ?? []), type]]])
  }
}

/** `type.__subclasses__()`: built-in ones first. */
function subclassesOf(m: Machine, type: PyType): Value[] {
  const known = m.extra.subclasses as ReadonlyMap<PyType, readonly PyType[]> | undefined
  const own = type.isHeap ? type.subclasses : BUILTIN_TYPES.filter(sub => sub.bases.includes(type))
  return [...own, ...(known?.get(type) ?? [])]
}

function callerGlobals(m: Machine): PyDict | undefined {
  for (let frame = m.frame; frame !== null; frame = frame.back) {
    if (!(frame.code.flags & 0x40000000) && frame.globals !== m.prelude) return frame.globals
  }
  return undefined
}

function setQualname(m: Machine, type: PyType): boolean {
  const qualname = type.ns.getStr('__qualname__')
  if (qualname === undefined) return true
  const text = asStr(qualname)
  if (text === undefined) {
    m.raise('TypeError', `type __qualname__ must be a str, not ${m.typeName(qualname)}`)
    return false
  }
  type.qualname = text
  type.ns.deleteStr('__qualname__')
  return true
}

// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, decorated or not.
function wrapSpecialMethods(m: Machine, ns: PyDict): void {
  const create = ns.getStr('__new__')
  if (create instanceof PyFunction) ns.setStr('__new__', new MethodDecorator(T.staticMethod, m.epoch, create))
  for (const name of ['__init_subclass__', '__class_getitem__']) {
    const found = ns.getStr(name)
    if (found instanceof PyFunction) ns.setStr(name, new MethodDecorator(T.classMethod, m.epoch, found))
  }
}

// CPython: type_new_slots. False when it raised.
function addSlots(m: Machine, type: PyType, base: PyType, bases: readonly PyType[]): boolean {
  const { ns } = type
  const declared = ns.getStr('__slots__')
  const mayDict = !base.hasDict || base.layout === 'type'
  if (declared === undefined) {
    if (type.layout === 'type') {
      type.hasDict = true
      return true
    }
    if (!type.hasDict && mayDict) {
      type.hasDict = true
      addDictDescriptor(type)
    }
    if (!type.hasWeakref && type.layout !== 'int') {
      type.hasWeakref = true
      ns.setStr('__weakref__', WEAKREF_DESCRIPTOR)
    }
    return true
  }
  const names = slotNamesOf(m, declared)
  if (names === undefined) return false
  if (names.length > 0 && (base.layout === 'int' || m.isSubtype(base, T.bytes) || m.isSubtype(base, T.tuple))) {
    m.raise('TypeError', `nonempty __slots__ not supported for subtype of '${base.name}'`)
    return false
  }
  const own: string[] = []
  let wantsDict = false
  for (const name of names) {
    if (!isIdentifier(name)) {
      m.raise('TypeError', '__slots__ must be identifiers')
      return false
    }
    if (name === '__dict__') {
      if (type.hasDict || wantsDict) {
        m.raise('TypeError', '__dict__ slot disallowed: we already got one')
        return false
      }
      wantsDict = true
      continue
    }
    if (name === '__weakref__') {
      if (type.hasWeakref) {
        m.raise('TypeError', '__weakref__ slot disallowed: we already got one')
        return false
      }
      type.hasWeakref = true
      ns.setStr('__weakref__', WEAKREF_DESCRIPTOR)
      continue
    }
    const mangled = mangle(type.name, name)
    if (ns.hasStr(mangled) && mangled !== '__qualname__' && mangled !== '__classcell__') {
      m.raise('ValueError', `'${name}' in __slots__ conflicts with class variable`)
      return false
    }
    own.push(mangled)
  }
  own.sort()
  if (wantsDict) {
    type.hasDict = true
    addDictDescriptor(type)
  }
  if (!wantsDict && bases.length > 1) type.hasDict = bases.some(b => b.hasDict)
  const first = base.slotNames.length
  for (let i = 0; i < own.length; i++) ns.setStr(own[i]!, new SlotMember(own[i]!, type, first + i))
  type.slotNames = [...base.slotNames, ...own]
  return true
}

function slotNamesOf(m: Machine, declared: Value): string[] | undefined {
  if (typeof declared === 'string') return [declared]
  const items =
    declared instanceof PyTuple || declared instanceof PyList
      ? declared.items
      : declared instanceof PyDict
        ? declared.keyList()
        : undefined
  if (items === undefined) {
    return m.raise('TypeError', `'${m.typeName(declared)}' object is not iterable`)
  }
  const names: string[] = []
  for (const item of items) {
    const name = asStr(item)
    if (name === undefined) return m.raise('TypeError', `__slots__ items must be strings, not '${m.typeName(item)}'`)
    names.push(name)
  }
  return names
}

/** Private names: `__x` in class C is `_C__x`. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name
  const stripped = className.replace(/^_+/, '')
  return stripped === '' ? name : `_${stripped}${name}`
}

/** C3. CPython: mro_implementation, pmerge. */
function linearize(m: Machine, type: PyType, bases: readonly PyType[]): PyType[] | undefined {
  for (let i = 0; i < bases.length; i++) {
    if (bases.indexOf(bases[i]!) !== i) return m.raise('TypeError', `duplicate base class ${bases[i]!.name}`)
  }
  if (bases.length === 1) return [type, ...bases[0]!.mro]
  const lists = [...bases.map(base => [...base.mro]), [...bases]]
  const result: PyType[] = [type]
  for (;;) {
    const rest = lists.filter(list => list.length > 0)
    if (rest.length === 0) return result
    const next = rest.map(list => list[0]!).find(head => rest.every(list => list.indexOf(head) <= 0))
    if (next === undefined) {
      const names = [...new Set(rest.map(list => list[0]!.name))].join(', ')
      return m.raise('TypeError', `Cannot create a consistent method resolution order (MRO) for bases ${names}`)
    }
    result.push(next)
    for (const list of lists) if (list[0] === next) list.shift()
  }
}

// Calls `__set_name__` of what lies in the namespace, then `__init_subclass__` of the parent.
function finishClass(m: Machine, type: PyType, kwargs: PyDict): Result {
  const named: Value[] = []
  for (const key of type.ns.keyList()) {
    const value = type.ns.getStr(key as string)
    if (value instanceof Obj && lookup(value.cls, '__set_name__') !== undefined) named.push(m.tuple([key, value]))
  }
  const parent = lookupParentInit(type)
  if (named.length === 0 && parent === T.object.ns.getStr('__init_subclass__')) {
    if (kwargs.size === 0) return type
    return m.raise('TypeError', `${type.name}.__init_subclass__() takes no keyword arguments`)
  }
  return m.after(m.callPrelude('_finish_class', type, m.list(named), kwargs), Finish.Data, type)
}

function lookupParentInit(type: PyType): Value | undefined {
  for (const cls of type.mro.slice(1)) {
    const found = cls.ns.getStr('__init_subclass__')
    if (found !== undefined) return found
  }
  return undefined
}

const typeText = (field: 'name' | 'qualname') =>
  [
    (_m: Machine, self: PyType) =>
      field === 'name' && self.name.endsWith(`.${self.qualname}`) ? self.qualname : self[field],
    (m: Machine, self: PyType, value: Value | undefined) => {
      if (!self.isHeap) {
        return m.raise('TypeError', `cannot set '__${field}__' attribute of immutable type '${self.name}'`)
      }
      const text = asStr(value)
      if (text === undefined) {
        return m.raise(
          'TypeError',
          `can only assign string to ${self.name}.__${field}__, not '${value === undefined ? 'NoneType' : m.typeName(value)}'`,
        )
      }
      m.touch(self)
      self[field] = text
      return null
    },
  ] as const

defineType({
  type: T.type,
  isBase: true,
  new: ['type(*args, **kwargs)', typeNew],
  init: [
    'type(*args, **kwargs)',
    (m: Machine, _self: PyType, args: Value[], kwargs: PyDict) => {
      if (args.length === 1 && kwargs.size > 0)
        return m.raise('TypeError', 'type.__init__() takes no keyword arguments')
      if (args.length !== 1 && args.length !== 3) return m.raise('TypeError', 'type.__init__() takes 1 or 3 arguments')
      return null
    },
  ],
  call: [
    'type(*args, **kwargs)',
    (m: Machine, self: PyType, args: Value[], kwargs: PyDict) => {
      const names = kwargs.size === 0 ? null : kwargs.keyList()
      const all = names === null ? args : [...args, ...kwargs.valueList()]
      return createInstance(m, self, all, 0, all.length, names)
    },
  ],
  slots: {
    repr: (_m, self: PyType) => `<class '${typeTitleOf(self)}'>`,
    getattr: typeGetAttribute as never,
    setattr: typeSetAttribute as never,
    or: (m, left, right) => m.callPrelude('_union', left, right),
  },
  methods: {
    'mro()': (m: Machine, self: PyType) => m.list([...self.mro]),
    '__subclasses__()': (m: Machine, self: PyType) => m.list(subclassesOf(m, self)),
    '__sizeof__()': () => 900,
  },
  classMethods: {
    '__prepare__(*args, **kwargs)': (m: Machine) => m.namespace(),
  },
  getset: {
    __name__: typeText('name'),
    __qualname__: typeText('qualname'),
    __module__: [
      (_m, self: PyType) => moduleOf(self),
      (m, self: PyType, value) => setInNamespace(m, self, '__module__', value),
    ],
    __doc__: [
      (m, self: PyType) => {
        const doc = self.ns.getStr('__doc__') ?? null
        const get = m.typeOf(doc).slots.get
        return get === null ? doc : get(m, doc, undefined, self)
      },
      (m, self: PyType, value) => setInNamespace(m, self, '__doc__', value),
    ],
    __bases__: [(m, self: PyType) => m.tuple(self.bases), (m, self: PyType, value) => setBases(m, self, value)],
    __mro__: (m, self: PyType) => m.tuple(self.mro),
    __base__: (_m, self: PyType) => self.base,
    __dict__: (_m, self: PyType) => new MappingProxy(self.ns),
    __abstractmethods__: [
      (m, self: PyType) => self.ns.getStr('__abstractmethods__') ?? m.raise('AttributeError', '__abstractmethods__'),
      (m, self: PyType, value) => {
        m.touch(self)
        m.touch(self.ns)
        if (value === undefined) self.ns.deleteStr('__abstractmethods__')
        else self.ns.setStr('__abstractmethods__', value)
        self.isAbstract = value !== undefined && (value as { size?: number }).size !== 0
        modified(m, self, '__abstractmethods__')
        return null
      },
    ],
    __annotations__: [
      (m, self: PyType) => {
        const own = self.ns.getStr('__annotations__')
        if (own !== undefined) return own
        if (!self.isHeap)
          return m.raise('AttributeError', `type object '${self.name}' has no attribute '__annotations__'`)
        const made = m.dict()
        m.touch(self.ns)
        self.ns.setStr('__annotations__', made)
        return made
      },
      (m, self: PyType, value) => setInNamespace(m, self, '__annotations__', value),
    ],
    __type_params__: [
      (m, self: PyType) => self.ns.getStr('__type_params__') ?? m.tuple([]),
      (m, self: PyType, value) => setInNamespace(m, self, '__type_params__', value),
    ],
    __flags__: (_m, self: PyType) =>
      (self.isHeap ? 1 << 9 : 1 << 8) | (self.isBase ? 1 << 10 : 0) | (self.isAbstract ? 1 << 20 : 0),
    __text_signature__: () => null,
    __dictoffset__: (_m, self: PyType) => (self.hasDict ? -1 : 0),
    __basicsize__: () => 32,
    __itemsize__: () => 0,
    __weakrefoffset__: (_m, self: PyType) => (self.hasWeakref ? 24 : 0),
  },
})

function setInNamespace(m: Machine, self: PyType, name: string, value: Value | undefined): Result {
  if (!self.isHeap) return m.raise('TypeError', `cannot set '${name}' attribute of immutable type '${self.name}'`)
  m.touch(self.ns)
  if (value === undefined) self.ns.deleteStr(name)
  else self.ns.setStr(name, value)
  modified(m, self, name)
  return null
}

function setBases(m: Machine, self: PyType, value: Value | undefined): Result {
  if (!self.isHeap) return m.raise('TypeError', `cannot set '__bases__' attribute of immutable type '${self.name}'`)
  if (!(value instanceof PyTuple)) {
    return m.raise(
      'TypeError',
      `can only assign tuple to ${self.name}.__bases__, not ${value === undefined ? 'NULL' : m.typeName(value)}`,
    )
  }
  if (value.items.length === 0) {
    return m.raise('TypeError', `can only assign non-empty tuple to ${self.name}.__bases__, not ()`)
  }
  for (const base of value.items) {
    if (!(base instanceof PyType)) {
      return m.raise('TypeError', `${self.name}.__bases__ must be tuple of classes, not '${m.typeName(base)}'`)
    }
    if (base.mro.includes(self)) return m.raise('TypeError', 'a __bases__ item causes an inheritance cycle')
  }
  const bases = value.items as PyType[]
  const base = bestBase(m, bases)
  if (base === undefined) return undefined
  if (base.layout !== self.layout) {
    return m.raise('TypeError', `__bases__ assignment: '${base.name}' object layout differs from '${self.base!.name}'`)
  }
  const mro = linearize(m, self, bases)
  if (mro === undefined) return undefined
  for (const old of self.bases) {
    if (!old.isHeap) continue
    m.touch(old)
    old.subclasses = old.subclasses.filter(sub => sub !== self)
  }
  m.touch(self)
  self.bases = bases
  self.base = base
  self.mro = mro
  for (const b of bases) addSubclass(m, b, self)
  relinearize(m, self)
  modified(m, self)
  return null
}

function relinearize(m: Machine, type: PyType): void {
  for (const sub of type.subclasses) {
    const mro = linearize(m, sub, sub.bases)
    if (mro === undefined) continue
    m.touch(sub)
    sub.mro = mro
    relinearize(m, sub)
  }
}

// ---- class statements ----

/** `__build_class__(func, name, *bases, metaclass=…, **kwds)`. CPython: builtin___build_class__. */
function buildClass(m: Machine, func: Value, name: Value, args: Value[], kwargs: PyDict): Result {
  if (!(func instanceof PyFunction)) return m.raise('TypeError', '__build_class__: func must be a function')
  const explicit = kwargs.getStr('metaclass')
  const isPlain = args.every(base => base instanceof PyType) && (explicit === undefined || explicit instanceof PyType)
  if (!isPlain) return m.callPrelude('_build_class', func, name, m.tuple(args), kwargs)
  if (explicit !== undefined) kwargs.deleteStr('metaclass')
  const bases = args as PyType[]
  const meta = bestMetaclass(m, (explicit as PyType | undefined) ?? bases[0]?.cls ?? T.type, bases)
  if (meta === undefined) return undefined
  const prepare = lookup(meta, '__prepare__')
  const isDefault = meta === T.type || prepare === T.type.ns.getStr('__prepare__')
  if (!isDefault) {
    return m.callPrelude('_build_class_with', func, name, m.tuple(args), meta, kwargs)
  }
  const state = { name, bases: m.tuple(bases), meta, kwargs, namespace: m.namespace() }
  if (runClassBody(m, func, state.namespace) === undefined) return undefined
  return m.after(CALL, Finish.Native, { name: 'classBody', data: state })
}

/** Runs the body of a class with a namespace; its result is the `__class__` cell or None. */
function runClassBody(m: Machine, func: PyFunction, namespace: Value): Result {
  const frame = new Frame(m.epoch, func.code, func.globals, func.builtins, namespace, func, m.frame)
  return enter(m, frame)
}

interface ClassState {
  readonly name: Value
  readonly bases: PyTuple
  readonly meta: PyType
  readonly kwargs: PyDict
  readonly namespace: PyDict
}

CONTINUATIONS.classBody = (m, data, cell) => {
  if (cell === undefined) return undefined
  const { name, bases, meta, kwargs, namespace } = data as ClassState
  const made = m.callWith(meta, [name, bases, namespace], kwargs)
  return m.after(made, Finish.Native, { name: 'classMade', data: { cell, name, meta } })
}

CONTINUATIONS.classMade = (m, data, made) => {
  if (made === undefined) return undefined
  const { cell, name } = data as { cell: Value; name: string }
  if (made instanceof PyType && cell instanceof Cell) {
    if (cell.value === undefined) {
      return m.raise(
        'RuntimeError',
        `__class__ not set defining '${name}' as <class '${typeTitleOf(made)}'>. Was __classcell__ propagated to type.__new__?`,
      )
    }
    if (cell.value !== made) {
      return m.raise(
        'TypeError',
        `__class__ set to ${cell.value instanceof PyType ? `<class '${typeTitleOf(cell.value)}'>` : String(cell.value)} defining '${name}' as <class '${typeTitleOf(made)}'>`,
      )
    }
  }
  return made
}

defineModule('builtins', {
  functions: {
    '__build_class__(func, name, /, *bases, **kwds)': buildClass,
    '__import__(name, globals=None, locals=None, fromlist=(), level=0)': (
      m: Machine,
      name: Value,
      globals?: Value,
      _locals?: Value,
      from?: Value,
      level?: Value,
    ) => {
      const text = asStr(name)
      if (text === undefined) return m.raise('TypeError', 'module name must be a string')
      return importModule(m, text, globals ?? null, from ?? null, level ?? 0)
    },
  },
})

/** What the prelude's slow ways of making classes need. */
defineModule('_engine', {
  functions: {
    'run_class_body(func, namespace, /)': (m: Machine, func: PyFunction, namespace: Value) =>
      runClassBody(m, func, namespace),
    'check_class_cell(cls, cell, name, /)': (m: Machine, cls: Value, cell: Value, name: Value) =>
      CONTINUATIONS.classMade!(m, { cell, name }, cls),
    'best_metaclass(meta, bases, /)': (m: Machine, meta: PyType, bases: PyTuple) => bestMetaclass(m, meta, bases.items),
  },
})

// ---- modules and singletons ----

defineType({
  type: T.module,
  isBase: true,
  new: ['module(*args, **kwargs)', (m: Machine, cls: PyType) => new PyModule(cls, m.epoch, m.namespace())],
  init: [
    'module(name, doc=None)',
    (m: Machine, self: PyModule, name: Value, doc?: Value) => {
      if (asStr(name) === undefined) {
        return m.raise('TypeError', `module() argument 'name' must be str, not ${m.typeName(name)}`)
      }
      m.touch(self.dict)
      for (const [key, value] of [
        ['__name__', name],
        ['__doc__', doc ?? null],
        ['__package__', null],
        ['__loader__', null],
        ['__spec__', null],
      ] as const) {
        self.dict.setStr(key, value)
      }
      return null
    },
  ],
  slots: {
    getattr: moduleGetAttribute as never,
    repr: (_m, self: PyModule) => {
      const name = self.dict.getStr('__name__')
      const file = self.dict.getStr('__file__')
      if (typeof file === 'string') return `<module '${String(name)}' from '${file}'>`
      const spec = self.dict.getStr('__spec__')
      return spec === null || spec === undefined
        ? `<module '${String(name)}'>`
        : `<module '${String(name)}' (built-in)>`
    },
  },
  getset: { __dict__: (_m, self: PyModule) => self.dict },
})

defineType({
  type: T.none,
  new: ['NoneType()', () => null],
  slots: { repr: () => 'None', bool: () => false, hash: () => 0xfca86420 },
})
defineType({ type: T.ellipsis, new: ['ellipsis()', (m: Machine) => m.ellipsis], slots: { repr: () => 'Ellipsis' } })
defineType({
  type: T.notImplemented,
  new: ['NotImplementedType()', (m: Machine) => m.notImplemented],
  slots: {
    repr: () => 'NotImplemented',
    bool: m =>
      m.after(
        m.warn('DeprecationWarning', 'NotImplemented should not be used in a boolean context'),
        Finish.Data,
        true,
      ),
  },
})

function isIdentifier(name: string): boolean {
  const chars = codePoints(name)
  return chars.length > 0 && isIdentifierStart(chars[0]!) && chars.every(isIdentifierPart)
}
