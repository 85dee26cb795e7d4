// Python values as the machine holds them. Everything here is plain data: no closures, promises, host iterators.
//
//   None → null · bool → boolean · int → number when |n| < 2**53, else bigint · str → string (UTF-16, read by code point)
//   everything else → a subclass of Obj. `undefined` is never a value: it means "unbound", and, as a native's result,
//   "an exception was raised" (Machine.raised holds it).
//
// Knows nothing of frames, instructions or the debugger.

import type { Code } from './code.ts'
import type { PyDict } from './dict.ts'
import type { HashKind } from './hashing.ts'

export type Value = null | boolean | number | bigint | string | Obj

/** Every heap object has its class and, when its class gives it one, an instance dict. */
export abstract class Obj {
  /** `type(self)`. */
  cls: PyType
  constructor(cls: PyType) {
    this.cls = cls
  }
}

/**
 * A heap object whose contents can change. `epoch` is the epoch in which it was last saved; the first write in a later
 * epoch must call `machine.touch(this)` BEFORE the change, which puts `save()` into the journal.
 */
export abstract class MutableObj extends Obj {
  epoch: number
  /** True once a reference to an unfinished coroutine (or to a marked container) was put in: see destruction. */
  marked = false
  constructor(cls: PyType, epoch: number) {
    super(cls)
    this.epoch = epoch
  }
  /** A shallow copy of the contents, to be given back to `restore`. Identity of the contents is kept. */
  abstract save(): unknown
  /** Puts back what `save` returned. */
  abstract restore(saved: unknown): void
}

/** A `float`. Boxed so that an int is a plain number. Never mutated. */
export class PyFloat extends Obj {
  readonly value: number
  constructor(cls: PyType, value: number) {
    super(cls)
    this.value = value
  }
}

/** A `complex`. */
export class PyComplex extends Obj {
  readonly real: number
  readonly imag: number
  constructor(cls: PyType, real: number, imag: number) {
    super(cls)
    this.real = real
    this.imag = imag
  }
}

/** A `tuple` (or an instance of a subclass without its own state: see Instance for those with a dict). */
export class PyTuple extends Obj {
  readonly items: readonly Value[]
  /** Instance dict of a subclass instance, else null. */
  dict: PyDict | null = null
  constructor(cls: PyType, items: readonly Value[]) {
    super(cls)
    this.items = items
  }
}

/** `bytes`. */
export class PyBytes extends Obj {
  readonly bytes: Uint8Array
  constructor(cls: PyType, bytes: Uint8Array) {
    super(cls)
    this.bytes = bytes
  }
}

/** A `list`, or an instance of a subclass of list. */
export class PyList extends MutableObj {
  items: Value[]
  dict: PyDict | null = null
  constructor(cls: PyType, epoch: number, items: Value[]) {
    super(cls, epoch)
    this.items = items
  }
  save(): Value[] {
    return this.items.slice()
  }
  restore(saved: unknown): void {
    this.items = saved as Value[]
  }
}

/** A cell shared between a function and its closures. `undefined`: unbound. */
export class Cell extends MutableObj {
  value: Value | undefined
  constructor(cls: PyType, epoch: number, value: Value | undefined) {
    super(cls, epoch)
    this.value = value
  }
  save(): Value | undefined {
    return this.value
  }
  restore(saved: unknown): void {
    this.value = saved as Value | undefined
  }
}

/**
 * An instance of a class defined in the language, or of a subclass of an immutable built-in (`payload` then holds the
 * int, str, float, tuple … value that natives work on).
 */
export class Instance extends MutableObj {
  dict: PyDict | null
  /** Values of `__slots__`, by slot index; undefined: unset. Null when the class has none. */
  slots: (Value | undefined)[] | null
  payload: Value | undefined
  constructor(cls: PyType, epoch: number, dict: PyDict | null) {
    super(cls, epoch)
    this.dict = dict
    this.slots = null
    this.payload = undefined
  }
  save(): unknown {
    return { cls: this.cls, dict: this.dict, slots: this.slots?.slice() ?? null, payload: this.payload }
  }
  restore(saved: unknown): void {
    const s = saved as { cls: PyType; dict: PyDict | null; slots: (Value | undefined)[] | null; payload: Value | undefined }
    this.cls = s.cls
    this.dict = s.dict
    this.slots = s.slots
    this.payload = s.payload
  }
}

/** A class. Its own type is `cls` (its metaclass). */
export interface PyType extends MutableObj {
  name: string
  qualname: string
  bases: readonly PyType[]
  /** Method resolution order, self first. */
  mro: readonly PyType[]
  /** The class namespace (`__dict__`). */
  ns: PyDict
  /**
   * Unique over the whole process; replaced (never re-used, also not by going back) whenever the class or one of its
   * bases changes. An inline cache that holds a version is valid exactly as long as the class still has it.
   */
  version: number
  /** How instances are hashed and compared, once asked for (hashing.ts); undefined again whenever `version` changes. */
  hashKind: HashKind | undefined
}

export type { PyDict }

/** A function written in the language. Immutable parts are readonly; defaults and dict may be assigned. */
export class PyFunction extends MutableObj {
  readonly code: Code
  readonly globals: PyDict
  readonly closure: readonly Cell[] | null
  name: string
  qualname: string
  defaults: readonly Value[] | null
  /** Keyword-only defaults by name. */
  kwdefaults: PyDict | null
  annotations: Value | undefined
  doc: Value
  module: Value
  dict: PyDict | null = null
  constructor(
    cls: PyType, epoch: number, code: Code, globals: PyDict, closure: readonly Cell[] | null, qualname: string,
    defaults: readonly Value[] | null, kwdefaults: PyDict | null, doc: Value, module: Value,
  ) {
    super(cls, epoch)
    this.code = code
    this.globals = globals
    this.closure = closure
    this.name = code.name
    this.qualname = qualname
    this.defaults = defaults
    this.kwdefaults = kwdefaults
    this.doc = doc
    this.module = module
  }
  save(): unknown {
    const { name, qualname, defaults, kwdefaults, annotations, doc, module, dict } = this
    return { name, qualname, defaults, kwdefaults, annotations, doc, module, dict }
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
    super(cls)
    this.func = func
    this.self = self
  }
}
