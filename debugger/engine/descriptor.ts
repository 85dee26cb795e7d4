// What binds: functions, methods, natives, property, classmethod, staticmethod, super. CPython: Objects/descrobject.c,
// funcobject.c, classobject.c, typeobject.c super_*.
//
// Knows nothing of class creation.

import {
  bind,
  dictOf,
  ensureDict,
  genericGetAttribute,
  getAttribute,
  getsetGet,
  getsetSet,
  lookup,
} from './attribute.ts'
import { codeObject } from './code-object.ts'
import { PyDict } from './dict.ts'
import type { Machine } from './machine.ts'
import { defineType, type GetSet, NativeFunction } from './native.ts'
import { T } from './types.ts'
import {
  BoundMethod,
  CALL,
  Cell,
  MutableObj,
  Obj,
  PyFunction,
  PyTuple,
  PyType,
  type Result,
  type Value,
} from './value.ts'

/** A `property`. */
export class Property extends MutableObj {
  get: Value = null
  set: Value = null
  delete: Value = null
  doc: Value = null
  name: Value | undefined = undefined
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
  }
  save(): unknown {
    const { cls, get, set, delete: del, doc, name, dict } = this
    return { cls, get, set, delete: del, doc, name, dict }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** A `classmethod` or `staticmethod`. */
export class MethodDecorator extends MutableObj {
  callable: Value
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, callable: Value) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.callable = callable
  }
  save(): unknown {
    return { callable: this.callable, dict: this.dict }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** A `super` object. */
export class Super extends MutableObj {
  type: PyType | null = null
  object: Value | undefined = undefined
  objectType: PyType | null = null
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
  }
  save(): unknown {
    return { type: this.type, object: this.object, objectType: this.objectType, dict: this.dict }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

defineType({
  type: T.method,
  new: [
    'method(function, instance, /)',
    (m: Machine, _cls: PyType, func: Value, self: Value) => {
      if (lookup(m.typeOf(func), '__call__') === undefined)
        return m.raise('TypeError', 'first argument must be callable')
      if (self === null) return m.raise('TypeError', 'instance must not be None')
      return bind(func, self)
    },
  ],
  call: [
    'method(*args, **kwargs)',
    (m: Machine, self: BoundMethod, args: Value[], kwargs: PyDict) =>
      m.callWith(self.func, [self.self, ...args], kwargs),
  ],
  slots: {
    getattr: (m, self: BoundMethod, name) => {
      const found = lookup(T.method, name)
      if (found !== undefined) return genericGetAttribute(m, self, name)
      return getAttribute(m, self.func, name)
    },
    repr: (m, self: BoundMethod) => m.callPrelude('_method_repr', self, self.self),
    compare: (m, self: BoundMethod, other, op) => {
      if (!(other instanceof BoundMethod) || (op !== 2 && op !== 3)) return m.notImplemented
      const equal = self.func === other.func && self.self === other.self
      return op === 2 ? equal : !equal
    },
    hash: (m, self: BoundMethod) => m.idOf(self.self as Value) + m.idOf(self.func as Value),
  },
  members: {
    __func__: (_m, self: BoundMethod) => self.func,
    __self__: (_m, self: BoundMethod) => self.self,
  },
  getset: { __doc__: (m, self: BoundMethod) => getAttribute(m, self.func, '__doc__') },
})

// ---- natives ----

const boundNative = (_m: Machine, self: NativeFunction, object: Value | undefined) => {
  if (object === undefined) return self
  const cls = self.def.kind === 'slot' ? T.methodWrapper : T.builtinFunction
  return new NativeFunction(cls, self.def, object)
}

const nativeGetset = {
  __name__: (_m: Machine, self: NativeFunction) => self.def.name,
  __qualname__: (_m: Machine, self: NativeFunction) => self.def.qualname,
  __doc__: (_m: Machine, self: NativeFunction) => self.def.doc,
  __text_signature__: (_m: Machine, self: NativeFunction) => {
    const { text } = self.def.signature
    return self.def.hasSelf ? `($self${text ? `, ${text}` : ''})` : `(${text})`
  },
}

const nativeCall = [
  'call(*args, **kwargs)',
  (m: Machine, self: NativeFunction, args: Value[], kwargs: PyDict) => m.callWith(self, args, kwargs),
] as const

defineType({
  type: T.methodDescriptor,
  call: nativeCall,
  slots: {
    get: (m, self: NativeFunction, object) => boundNative(m, self, object),
    repr: (_m, self: NativeFunction) => `<method '${self.def.name}' of '${self.def.owner!.name}' objects>`,
  },
  getset: nativeGetset,
  members: { __objclass__: (_m, self: NativeFunction) => self.def.owner },
})
defineType({
  type: T.slotWrapper,
  call: nativeCall,
  slots: {
    get: (m, self: NativeFunction, object) => boundNative(m, self, object),
    repr: (_m, self: NativeFunction) => `<slot wrapper '${self.def.name}' of '${self.def.owner!.name}' objects>`,
  },
  getset: nativeGetset,
  members: { __objclass__: (_m, self: NativeFunction) => self.def.owner },
})
defineType({
  type: T.classMethodDescriptor,
  call: nativeCall,
  slots: {
    get: (_m, self: NativeFunction, _object, owner) => new NativeFunction(T.builtinFunction, self.def, owner),
    repr: (_m, self: NativeFunction) => `<method '${self.def.name}' of '${self.def.owner!.name}' objects>`,
  },
  getset: nativeGetset,
  members: { __objclass__: (_m, self: NativeFunction) => self.def.owner },
})
defineType({
  type: T.methodWrapper,
  call: nativeCall,
  slots: {
    repr: (m, self: NativeFunction) =>
      `<method-wrapper '${self.def.name}' of ${m.typeName(self.self!)} object at ${address(m, self.self!)}>`,
    compare: compareBound,
    hash: (m, self: NativeFunction) => m.idOf(self.self as Value) + self.def.name.length,
  },
  getset: { ...nativeGetset, __objclass__: (_m: Machine, self: NativeFunction) => self.def.owner },
  members: { __self__: (_m, self: NativeFunction) => self.self as Value },
})
defineType({
  type: T.builtinFunction,
  call: nativeCall,
  slots: {
    repr: (m, self: NativeFunction) => {
      if (self.self === undefined)
        return `<built-in ${self.def.kind === 'new' ? 'method' : 'function'} ${self.def.name}>`
      return `<built-in method ${self.def.name} of ${m.typeName(self.self)} object at ${address(m, self.self)}>`
    },
    compare: compareBound,
    hash: (m, self: NativeFunction) =>
      self.self === undefined ? m.idOf(self) : m.idOf(self.self) + self.def.name.length,
  },
  getset: {
    ...nativeGetset,
    __module__: (_m, self: NativeFunction) =>
      self.self === undefined && self.def.owner === null ? self.def.module : null,
  },
  members: {
    __self__: (m, self: NativeFunction) => {
      if (self.self !== undefined) return self.self
      return self.def.owner ?? m.modules.getStr(self.def.module) ?? null
    },
  },
})

function compareBound(m: Machine, self: never, other: Value, op: number): Result {
  const a = self as NativeFunction
  if (!(other instanceof NativeFunction) || (op !== 2 && op !== 3)) return m.notImplemented
  const equal = a === other || (a.def === other.def && a.self === other.self && a.self !== undefined)
  return op === 2 ? equal : !equal
}

/** `0x7f…`: the address in a default repr. */
export function address(m: Machine, value: Value): string {
  return `0x${m.idOf(value).toString(16).padStart(12, '0')}`
}

for (const type of [T.getsetDescriptor, T.memberDescriptor]) {
  const word = type === T.memberDescriptor ? 'member' : 'attribute'
  defineType({
    type,
    slots: {
      get: (m, self: GetSet, object) => getsetGet(m, self, object),
      set: (m, self: GetSet, object, value) => getsetSet(m, self, object, value),
      repr: (_m, self: GetSet) => `<${word} '${self.name}' of '${self.owner.name}' objects>`,
    },
    getset: { __doc__: () => null, __qualname__: (_m, self: GetSet) => `${self.owner.qualname}.${self.name}` },
    members: {
      __name__: (_m, self: GetSet) => self.name,
      __objclass__: (_m, self: GetSet) => self.owner,
    },
  })
}

// ---- functions ----

const functionString = (field: 'name' | 'qualname') =>
  [
    (_m: Machine, self: PyFunction) => self[field],
    (m: Machine, self: PyFunction, value: Value | undefined) => {
      if (typeof value !== 'string') return m.raise('TypeError', `__${field}__ must be set to a string object`)
      m.touch(self)
      self[field] = value
      return null
    },
  ] as const

const functionValue = (field: 'doc' | 'module') =>
  [
    (_m: Machine, self: PyFunction) => self[field],
    (m: Machine, self: PyFunction, value: Value | undefined) => {
      m.touch(self)
      self[field] = value ?? null
      return null
    },
  ] as const

defineType({
  type: T.function,
  call: [
    'function(*args, **kwargs)',
    (m: Machine, self: PyFunction, args: Value[], kwargs: PyDict) => m.callWith(self, args, kwargs),
  ],
  slots: {
    get: (_m, self: PyFunction, object) => (object === undefined ? self : bind(self, object)),
    repr: (m, self: PyFunction) => `<function ${self.qualname} at ${address(m, self)}>`,
  },
  getset: {
    __name__: functionString('name'),
    __qualname__: functionString('qualname'),
    __doc__: functionValue('doc'),
    __module__: functionValue('module'),
    __code__: [
      (m, self: PyFunction) => codeObject(m, self.code),
      (m, self: PyFunction, value) => {
        if (value === undefined || m.typeOf(value) !== T.code) {
          return m.raise('TypeError', '__code__ must be set to a code object')
        }
        m.touch(self)
        self.code = (value as Value & { code: PyFunction['code'] }).code
        return null
      },
    ],
    __defaults__: [
      (m, self: PyFunction) => (self.defaults === null ? null : m.tuple(self.defaults)),
      (m, self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyTuple)) {
          return m.raise('TypeError', '__defaults__ must be set to a tuple object')
        }
        m.touch(self)
        self.defaults = value instanceof PyTuple ? value.items : null
        return null
      },
    ],
    __kwdefaults__: [
      (_m, self: PyFunction) => self.kwdefaults,
      (m, self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyDict)) {
          return m.raise('TypeError', '__kwdefaults__ must be set to a dict object')
        }
        m.touch(self)
        self.kwdefaults = value ?? null
        return null
      },
    ],
    __annotations__: [
      (m, self: PyFunction) => annotationsOf(m, self),
      (m, self: PyFunction, value) => {
        if (value !== undefined && value !== null && !(value instanceof PyDict)) {
          return m.raise('TypeError', '__annotations__ must be set to a dict object')
        }
        m.touch(self)
        self.annotations = value ?? undefined
        return null
      },
    ],
    __type_params__: [
      (m, self: PyFunction) => self.typeParams ?? m.tuple([]),
      (m, self: PyFunction, value) => {
        m.touch(self)
        self.typeParams = value
        return null
      },
    ],
    __dict__: [
      (m, self: PyFunction) => ensureDict(m, self),
      (m, self: PyFunction, value) => {
        if (!(value instanceof PyDict))
          return m.raise(
            'TypeError',
            `__dict__ must be set to a dictionary, not a '${value === undefined ? 'NULL' : m.typeName(value)}'`,
          )
        m.touch(self)
        self.dict = value
        return null
      },
    ],
  },
  members: {
    __closure__: (m, self: PyFunction) => (self.closure === null ? null : m.tuple(self.closure)),
    __globals__: (_m, self: PyFunction) => self.globals,
    __builtins__: (_m, self: PyFunction) => self.builtins,
  },
})

function annotationsOf(m: Machine, self: PyFunction): Value {
  if (self.annotations instanceof PyTuple) {
    const { items } = self.annotations
    const dict = m.dict()
    for (let i = 0; i + 1 < items.length; i += 2) dict.setStr(items[i] as string, items[i + 1]!)
    m.touch(self)
    self.annotations = dict
  } else if (self.annotations === undefined) {
    m.touch(self)
    self.annotations = m.dict()
  }
  return self.annotations
}

defineType({
  type: T.cell,
  slots: {
    repr: (m, self: Cell) =>
      self.value === undefined
        ? `<cell at ${address(m, self)}: empty>`
        : `<cell at ${address(m, self)}: ${m.typeName(self.value)} object at ${address(m, self.value)}>`,
  },
  getset: {
    cell_contents: [
      (m, self: Cell) => (self.value === undefined ? m.raise('ValueError', 'cell is empty') : self.value),
      (m, self: Cell, value) => {
        m.touch(self)
        self.value = value
        return null
      },
    ],
  },
  new: ['cell(contents=None, /)', (m: Machine, _cls: PyType, value?: Value) => new Cell(T.cell, m.epoch, value)],
})

// ---- property ----

const propertyCopy = (which: 'get' | 'set' | 'delete') => (m: Machine, self: Property, value: Value) => {
  const parts = { get: self.get, set: self.set, delete: self.delete, [which]: value }
  const made = m.call(self.cls, parts.get, parts.set, parts.delete, self.doc)
  if (!(made instanceof Property)) return made
  made.name = self.name
  return made
}

function propertyFailure(m: Machine, self: Property, object: Value, word: string): undefined {
  const type = `'${m.typeOf(object).qualname}' object`
  const name = propertyName(m, self)
  return m.raise(
    'AttributeError',
    typeof name === 'string' ? `property '${name}' of ${type} has no ${word}` : `property of ${type} has no ${word}`,
  )
}

function propertyName(_m: Machine, self: Property): Value | undefined {
  if (self.name !== undefined) return self.name
  return self.get instanceof PyFunction ? self.get.name : undefined
}

defineType({
  type: T.property,
  isBase: true,
  new: ['property(*args, **kwargs)', (m: Machine, cls: PyType) => new Property(cls, m.epoch)],
  init: [
    'property(fget=None, fset=None, fdel=None, doc=None)',
    (m: Machine, self: Property, get?: Value, set?: Value, del?: Value, doc?: Value) => {
      m.touch(self)
      self.get = get ?? null
      self.set = set ?? null
      self.delete = del ?? null
      self.doc = doc ?? (get instanceof PyFunction ? get.doc : null)
      if (self.cls.hasDict && self.cls !== T.property) ensureDict(m, self)?.setStr('__doc__', self.doc)
      return null
    },
  ],
  slots: {
    get: (m, self: Property, object) => {
      if (object === undefined) return self
      return self.get === null ? propertyFailure(m, self, object, 'getter') : m.call(self.get, object)
    },
    set: (m, self: Property, object, value) => {
      if (value === undefined) {
        return self.delete === null ? propertyFailure(m, self, object, 'deleter') : m.call(self.delete, object)
      }
      return self.set === null ? propertyFailure(m, self, object, 'setter') : m.call(self.set, object, value)
    },
  },
  methods: {
    'getter(object, /)': propertyCopy('get'),
    'setter(object, /)': propertyCopy('set'),
    'deleter(object, /)': propertyCopy('delete'),
    '__set_name__(owner, name, /)': (m: Machine, self: Property, _owner: Value, name: Value) => {
      m.touch(self)
      self.name = name
      return null
    },
  },
  getset: {
    __name__: [
      (m, self: Property) =>
        propertyName(m, self) ?? m.raise('AttributeError', "'property' object has no attribute '__name__'"),
      (m, self: Property, value) => {
        m.touch(self)
        self.name = value
        return null
      },
    ],
    __doc__: [
      (_m, self: Property) => self.doc,
      (m, self: Property, value) => {
        m.touch(self)
        self.doc = value ?? null
        return null
      },
    ],
    __isabstractmethod__: (m, self: Property) => m.callPrelude('_is_abstract', self.get, self.set, self.delete),
  },
  members: {
    fget: (_m, self: Property) => self.get,
    fset: (_m, self: Property) => self.set,
    fdel: (_m, self: Property) => self.delete,
  },
})

// ---- classmethod, staticmethod ----

for (const type of [T.classMethod, T.staticMethod]) {
  defineType({
    type,
    isBase: true,
    hasDict: true,
    new: [
      `${type.name}(function, /)`,
      (m: Machine, cls: PyType, callable: Value) => {
        const self = new MethodDecorator(cls, m.epoch, callable)
        if (callable instanceof PyFunction) copyMetadata(m, self, callable)
        return self
      },
    ],
    init: [`${type.name}(function, /)`, () => null],
    slots: {
      get: (m, self: MethodDecorator, object, owner) => {
        if (type === T.staticMethod) return self.callable
        const cls = owner ?? m.typeOf(object as Value)
        const get =
          self.callable instanceof Property || self.callable instanceof Obj ? m.typeOf(self.callable).slots.get : null
        return get !== null && !(self.callable instanceof Property)
          ? get(m, self.callable, cls, cls.cls)
          : bind(self.callable, cls)
      },
      repr: (m, self: MethodDecorator) => m.callPrelude('_decorator_repr', type.name, self.callable),
    },
    getset: {
      __isabstractmethod__: (m, self: MethodDecorator) => m.callPrelude('_is_abstract', self.callable),
    },
    members: {
      __func__: (_m, self: MethodDecorator) => self.callable,
      __wrapped__: (_m, self: MethodDecorator) => self.callable,
    },
  })
}
defineType({
  type: T.staticMethod,
  call: [
    'staticmethod(*args, **kwargs)',
    (m: Machine, self: MethodDecorator, args: Value[], kwargs: PyDict) => m.callWith(self.callable, args, kwargs),
  ],
})

// CPython: functools_wraps.
function copyMetadata(m: Machine, self: MethodDecorator, func: PyFunction): void {
  const dict = m.namespace()
  dict.setStr('__module__', func.module)
  dict.setStr('__name__', func.name)
  dict.setStr('__qualname__', func.qualname)
  dict.setStr('__doc__', func.doc)
  self.dict = dict
}

// ---- super ----

/** What `super()` without arguments finds in the calling frame. CPython: super_init_without_args. */
function superFromFrame(m: Machine): readonly [PyType, Value] | undefined {
  const frame = m.frame!
  const { code } = frame
  if (code.argCount === 0) return m.raise('RuntimeError', 'super(): no arguments')
  let object = frame.slots[0]
  if (object instanceof Cell && code.cellSlots.includes(0)) object = object.value
  if (object === undefined) return m.raise('RuntimeError', 'super(): arg[0] deleted')
  const index = code.freeNames.indexOf('__class__')
  if (index < 0) return m.raise('RuntimeError', 'super(): __class__ cell not found')
  const cell = frame.slots[code.cellSlots[code.cellNames.length + index]!]
  if (!(cell instanceof Cell)) return m.raise('RuntimeError', 'super(): bad __class__ cell')
  const type = cell.value
  if (type === undefined) return m.raise('RuntimeError', 'super(): empty __class__ cell')
  if (!(type instanceof PyType)) {
    return m.raise('RuntimeError', `super(): __class__ is not a type (${m.typeName(type)})`)
  }
  return [type, object]
}

/** CPython: supercheck. */
function superCheck(m: Machine, type: PyType, object: Value): PyType | undefined {
  if (object instanceof PyType && object.mro.includes(type)) return object
  const cls = m.typeOf(object)
  if (cls.mro.includes(type)) return cls
  const which = object instanceof PyType ? 'type' : 'instance of'
  const name = object instanceof PyType ? object.name : cls.name
  return m.raise(
    'TypeError',
    `super(type, obj): obj (${which} ${name}) is not an instance or subtype of type (${type.name}).`,
  )
}

defineType({
  type: T.super,
  isBase: true,
  new: ['super(*args, **kwargs)', (m: Machine, cls: PyType) => new Super(cls, m.epoch)],
  init: [
    'super(type=None, object=None, /)',
    (m: Machine, self: Super, type?: Value, object?: Value) => {
      let cls: Value | undefined = type
      let target: Value | undefined = object
      if (cls === undefined) {
        const found = superFromFrame(m)
        if (found === undefined) return undefined
        cls = found[0]
        target = found[1]
      } else if (!(cls instanceof PyType)) {
        return m.raise('TypeError', `super() argument 1 must be a type, not ${m.typeName(cls)}`)
      }
      if (target === null) target = undefined
      let objectType: PyType | null = null
      if (target !== undefined) {
        const checked = superCheck(m, cls as PyType, target)
        if (checked === undefined) return undefined
        objectType = checked
      }
      m.touch(self)
      self.type = cls as PyType
      self.object = target
      self.objectType = objectType
      return null
    },
  ],
  slots: {
    getattr: (m, self: Super, name) => {
      if (self.objectType !== null && name !== '__class__') {
        const found = lookupAfter(self.objectType, self.type!, name)
        if (found !== undefined) {
          const get = m.typeOf(found).slots.get
          if (get === null) return found
          return get(m, found, self.object === self.objectType ? undefined : self.object, self.objectType)
        }
      }
      return genericGetAttribute(m, self, name)
    },
    repr: (_m, self: Super) =>
      self.objectType === null
        ? `<super: <class '${self.type?.name ?? 'NULL'}'>, NULL>`
        : `<super: <class '${self.type!.name}'>, <${self.objectType.name} object>>`,
    get: (m, self: Super, object) => {
      if (object === undefined || self.object !== undefined) return self
      const checked = superCheck(m, self.type!, object)
      if (checked === undefined) return undefined
      const made = new Super(self.cls, m.epoch)
      made.type = self.type
      made.object = object
      made.objectType = checked
      return made
    },
  },
  members: {
    __thisclass__: (_m, self: Super) => self.type,
    __self__: (_m, self: Super) => self.object ?? null,
    __self_class__: (_m, self: Super) => self.objectType,
  },
})

/** Along the mro of `start`, after `type`. */
export function lookupAfter(start: PyType, type: PyType, name: string): Value | undefined {
  const { mro } = start
  for (let i = mro.indexOf(type) + 1; i > 0 && i < mro.length; i++) {
    const found = mro[i]!.ns.getStr(name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The dict of any object, for natives of other files. */
export { CALL, dictOf }
