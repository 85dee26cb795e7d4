// Python values as the machine holds them. Everything here is plain data: no closures, promises, host iterators.
//
//   None → null · bool → boolean · int → number when |n| < 2**53 (never -0), else bigint · str → string (UTF-16, read by
//   code point) · everything else → a subclass of Obj. `undefined` is never a value: it means "unbound", and, as a native's
//   result, "an exception was raised" (Machine.raised holds it).
//
// Instances of subclasses: a boxed built-in (list, dict, tuple, float, exception …) keeps its JS class with another `cls` and
// perhaps a `dict`; a subclass of int or str is an Instance whose `payload` is the plain int or str; anything else is an
// Instance. Knows nothing of frames, instructions or the debugger.

import type { Code } from './code.ts'
import type { PyDict, Shape } from './dict.ts'
import type { HashKind } from './hashing.ts'
import type { Slots } from './slot.ts'

export type Value = null | boolean | number | bigint | string | Obj

/** What a native gives when it has pushed a frame: the value comes when that frame ends. */
export const CALL: unique symbol = Symbol('CALL')

/** What a `next` slot gives when the iterator is exhausted (no StopIteration is made). */
export const END: unique symbol = Symbol('END')

/** Result of whatever may run a program: a value, `undefined` (raised: Machine.raised), or CALL (a frame was pushed). */
export type Result = Value | undefined | typeof CALL

/**
 * Every heap object has its class. The base classes here have no constructors: each class stores these fields itself, since a
 * store in a shared constructor meets objects of all classes, which costs the host several times what making the object does.
 */
export abstract class Obj {
  /** `type(self)`. */
  cls!: PyType
}

/**
 * A heap object whose contents can change. `epoch` is the epoch in which it was last saved; the first write in a later
 * epoch must call `m.touch(this)` BEFORE the change, which puts `save()` into the journal. New objects take `m.epoch`.
 */
export abstract class MutableObj extends Obj {
  epoch!: number
  /** Stamp of the last search that reached it, and what it was reached through: hints for destruction.ts, never state. */
  mark!: number
  holder!: Obj | null
  /** A shallow copy of the contents, to be given back to `restore`. Identity of the contents is kept. */
  abstract save(): unknown
  /** Puts back what `save` returned. */
  abstract restore(saved: unknown): void
}

/** Where a weak reference keeps its object, which it does not hold (weak.ts): null once that is dead. */
export class WeakBox extends MutableObj {
  object: Value
  constructor(cls: PyType, epoch: number, object: Value) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.object = object
  }
  save(): unknown {
    return this.object
  }
  restore(saved: unknown): void {
    this.object = saved as Value
  }
}

/** A boxed built-in value that never changes itself; an instance of a subclass may have a dict (which changes). */
export abstract class BoxedObj extends MutableObj {
  /** Instance dict, made at the first write; always null for exact built-in types. */
  dict!: PyDict | null
  save(): unknown {
    return { cls: this.cls, dict: this.dict }
  }
  restore(saved: unknown): void {
    const s = saved as { cls: PyType; dict: PyDict | null }
    this.cls = s.cls
    this.dict = s.dict
  }
}

/** A `float`. Boxed so that an int is a plain number. */
export class PyFloat extends BoxedObj {
  readonly value: number
  constructor(cls: PyType, value: number) {
    super()
    this.cls = cls
    this.epoch = 0
    this.mark = 0
    this.holder = null
    this.dict = null
    this.value = value
  }
}

/** A `complex`. */
export class PyComplex extends BoxedObj {
  readonly real: number
  readonly imag: number
  constructor(cls: PyType, real: number, imag: number) {
    super()
    this.cls = cls
    this.epoch = 0
    this.mark = 0
    this.holder = null
    this.dict = null
    this.real = real
    this.imag = imag
  }
}

/** A `tuple`. */
export class PyTuple extends BoxedObj {
  readonly items: readonly Value[]
  constructor(cls: PyType, items: readonly Value[]) {
    super()
    this.cls = cls
    this.epoch = 0
    this.mark = 0
    this.holder = null
    this.dict = null
    this.items = items
  }
}

/** `bytes`. */
export class PyBytes extends BoxedObj {
  readonly bytes: Uint8Array
  constructor(cls: PyType, bytes: Uint8Array) {
    super()
    this.cls = cls
    this.epoch = 0
    this.mark = 0
    this.holder = null
    this.dict = null
    this.bytes = bytes
  }
}

/** A `list`. */
export class PyList extends MutableObj {
  items: Value[]
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, items: Value[]) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.items = items
  }
  save(): unknown {
    return { cls: this.cls, items: this.items.slice(), dict: this.dict }
  }
  restore(saved: unknown): void {
    const s = saved as Pick<PyList, 'cls' | 'items' | 'dict'>
    this.cls = s.cls
    this.items = s.items
    this.dict = s.dict
  }
}

/** A cell shared between a function and its closures. `undefined`: unbound. */
export class Cell extends MutableObj {
  value: Value | undefined
  constructor(cls: PyType, epoch: number, value: Value | undefined) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.value = value
  }
  save(): Value | undefined {
    return this.value
  }
  restore(saved: unknown): void {
    this.value = saved as Value | undefined
  }
}

/** An instance of a class defined in the language, or of a subclass of int or str (`payload` is then the plain value). */
export class Instance extends MutableObj {
  /** Null when the class has `__slots__` and no `__dict__`. */
  dict: PyDict | null
  /** Values of `__slots__`, by slot index; undefined: unset. Null when the class has none. */
  slots: (Value | undefined)[] | null = null
  /** What a native keeps here: the plain int or str of a subclass instance; else undefined. */
  payload: Value | undefined = undefined
  constructor(cls: PyType, epoch: number, dict: PyDict | null) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.dict = dict
  }
  save(): unknown {
    return { cls: this.cls, dict: this.dict, slots: this.slots?.slice() ?? null, payload: this.payload }
  }
  restore(saved: unknown): void {
    const s = saved as Pick<Instance, 'cls' | 'dict' | 'slots' | 'payload'>
    this.cls = s.cls
    this.dict = s.dict
    this.slots = s.slots
    this.payload = s.payload
  }
}

/** How `object.__new__` of a class makes an instance: the JS class behind it. */
export type Layout = 'none' | 'instance' | 'int' | 'str' | 'exception' | 'type' | 'module' | 'native'

/** Source of type versions: unique over the process, never re-used, also not by going back. */
let lastVersion = 0
export function newVersion(): number {
  return ++lastVersion
}

/** What calling a class does, as far as it can be told from the class alone (call.ts). */
export interface Construction {
  /** Of the class, when this was found. */
  readonly version: number
  readonly create: Value | undefined
  readonly initialize: Value | undefined
  readonly hasFinalizer: boolean
}

/** In PyType.lookups: no class of the mro has it. */
export const ABSENT: unique symbol = Symbol('ABSENT')

/** A class. Its own type is `cls` (its metaclass). Built-in classes are shared by all machines and never change. */
export class PyType extends MutableObj {
  name: string
  qualname: string
  bases: readonly PyType[]
  /** The base whose layout the instances have (`__base__`); null only for object. */
  base: PyType | null
  /** Method resolution order, self first. */
  mro: readonly PyType[]
  /** The class namespace (`__dict__`). */
  ns: PyDict
  /** Native behaviour, own or inherited. */
  slots: Slots
  /**
   * Unique over the whole process; replaced (never re-used, also not by going back) whenever the class or one of its
   * bases changes. An inline cache that holds a version is valid exactly as long as the class still has it.
   */
  version = newVersion()
  /** What lookup found along the mro, for this version; emptied with it. */
  lookups: Map<string, Value | typeof ABSENT> = new Map()
  /** How instances are hashed (hashing.ts); emptied with the version. */
  hashKind: HashKind | undefined = undefined
  /** Made by a class statement or type(): attributes may be set. */
  readonly isHeap: boolean
  /** May be a base class. */
  isBase = true
  layout: Layout = 'instance'
  /** Instances have a `__dict__`. */
  hasDict = false
  /** Instances can be weakly referenced. */
  hasWeakref = false
  /** Names of all `__slots__` of the class and its bases, by index in Instance.slots. */
  slotNames: readonly string[] = []
  /** Match of sequence/mapping patterns: Py_TPFLAGS_SEQUENCE / MAPPING. */
  pattern: 'sequence' | 'mapping' | null = null
  /** Abstract methods remain (`__abstractmethods__` is set and not empty). */
  isAbstract = false
  /** What calling it does; made by the first call. */
  construction: Construction | null = null
  /** Something else keeps its instances alive for as long as they matter (anchored.ts). */
  isAnchored = false
  /** Where the shapes of instance dicts begin; made by the first instance. */
  instanceShape: Shape | undefined = undefined
  /** Direct subclasses that are alive, in creation order; classes of the program only. */
  subclasses: PyType[] = []
  constructor(
    cls: PyType,
    epoch: number,
    name: string,
    bases: readonly PyType[],
    ns: PyDict,
    slots: Slots,
    isHeap: boolean,
  ) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.name = name
    this.qualname = name
    this.bases = bases
    this.base = bases[0] ?? null
    this.mro = []
    this.ns = ns
    this.slots = slots
    this.isHeap = isHeap
  }
  save(): unknown {
    const {
      cls,
      name,
      qualname,
      bases,
      base,
      mro,
      slots,
      layout,
      hasDict,
      hasWeakref,
      slotNames,
      isAbstract,
      pattern,
    } = this
    const subclasses = this.subclasses.slice()
    return {
      cls,
      name,
      qualname,
      bases,
      base,
      mro,
      slots,
      layout,
      hasDict,
      hasWeakref,
      slotNames,
      isAbstract,
      pattern,
      subclasses,
    }
  }
  /** Invalidates whatever was cached about this class (not its subclasses: see type.ts modified). */
  changed(): void {
    this.version = newVersion()
    this.lookups = new Map()
    this.hashKind = undefined
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
    this.changed()
  }
}

/** A function written in the language. */
export class PyFunction extends MutableObj {
  code: Code
  readonly globals: PyDict
  /** The builtins its frames see. */
  readonly builtins: PyDict
  closure: readonly Cell[] | null = null
  name: string
  qualname: string
  defaults: readonly Value[] | null = null
  /** Keyword-only defaults by name. */
  kwdefaults: PyDict | null = null
  /** The dict, or the tuple (name, value, …) it is made of when first asked for. */
  annotations: Value | undefined = undefined
  typeParams: Value | undefined = undefined
  doc: Value
  module: Value
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, code: Code, globals: PyDict, builtins: PyDict, module: Value) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.code = code
    this.globals = globals
    this.builtins = builtins
    this.name = code.name
    this.qualname = code.qualname
    this.doc = code.doc
    this.module = module
  }
  save(): unknown {
    const { code, closure, name, qualname, defaults, kwdefaults, annotations, typeParams, doc, module, dict } = this
    return { code, closure, name, qualname, defaults, kwdefaults, annotations, typeParams, doc, module, dict }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** A method bound to its receiver. */
export class BoundMethod extends Obj {
  readonly func: Value
  readonly self: Value
  constructor(cls: PyType, func: Value, self: Value) {
    super()
    this.cls = cls
    this.func = func
    this.self = self
  }
}

/** A module. `dict` is its namespace. */
export class PyModule extends MutableObj {
  dict: PyDict
  constructor(cls: PyType, epoch: number, dict: PyDict) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.dict = dict
  }
  save(): unknown {
    return { cls: this.cls, dict: this.dict }
  }
  restore(saved: unknown): void {
    Object.assign(this, saved)
  }
}

/** The values `NotImplemented` and `Ellipsis`: made in types.ts. */
export class Singleton extends Obj {
  readonly text: string
  constructor(cls: PyType, text: string) {
    super()
    this.cls = cls
    this.text = text
  }
}

/** The plain int behind an int, bool or instance of an int subclass; undefined for anything else. */
export function asInt(v: Value | undefined): number | bigint | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v
    case 'boolean':
      return v ? 1 : 0
    case 'object':
      if (v instanceof Instance && v.payload !== undefined && typeof v.payload !== 'string') return asInt(v.payload)
      return undefined
    default:
      return undefined
  }
}

/** The plain string behind a str or instance of a str subclass; undefined for anything else. */
export function asStr(v: Value | undefined): string | undefined {
  if (typeof v === 'string') return v
  return v instanceof Instance && typeof v.payload === 'string' ? v.payload : undefined
}

/** A result of integer arithmetic in its one representation: number when |n| < 2**53, else bigint. */
export function normalInt(n: bigint): number | bigint {
  return n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : n
}
