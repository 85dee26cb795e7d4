// How functions and classes written in TypeScript are made known to the language: a signature in Argument Clinic's text form
// and a function. Keyword binding, defaults and the TypeErrors about arguments come from the signature, in CPython's words.
//
//   nativeFunction('len(obj, /)', (m, obj) => …)
//   defineType({ type: T.list, new: …, slots: { len: (m, self) => … }, methods: { 'append(object, /)': (m, self, x) => … } })
//   defineModule('math', { functions: { 'sqrt(x, /)': (m, x) => … }, values: { pi: … } })
//
// A native gets the machine, then `self` (methods) or the class (classMethods, new), then one argument for each parameter:
// `undefined` where a parameter with a default was not given, a Value[] for `*args`, a PyDict for `**kwargs`. It returns a
// value, `undefined` after m.raise(…), or what m.call(…) and friends return, as its last act. It never runs Python code itself.
// `self` of methods of int and str is already the plain value; other arguments are as given (asInt, asStr in value.ts).
//
// Knows nothing of frames.

import type { PyDict } from './dict.ts'
import type { Machine } from './machine.ts'
import { parseSignature, type Signature } from './signature.ts'
import type { Slots } from './slot.ts'
import { bareType, T } from './types.ts'
import { type Layout, Obj, type PyType, type Result, type Value } from './value.ts'

/** A native function of any parameters after the machine. */
export type NativeFn = (m: Machine, ...args: never[]) => Result
/** How call.ts sees it. */
export type AnyNative = (m: Machine, ...args: (Value | undefined | Value[] | PyDict)[]) => Result

export type NativeKind = 'function' | 'method' | 'classmethod' | 'staticmethod' | 'new' | 'slot'

/** What a native callable does; shared by its unbound and bound forms. Immutable. */
export class NativeDef {
  readonly name: string
  readonly kind: NativeKind
  readonly fn: AnyNative
  /** The class that has it, or null for a function of a module. */
  owner: PyType | null
  /** `__module__` of a function; 'builtins' is left out of messages. */
  readonly module: string
  readonly doc: string | null
  /** `fn` expects the plain int or str as its receiver. */
  unwrapsSelf = false
  /** The first argument of `fn` is a receiver or a class. */
  readonly hasSelf: boolean
  /** May let go of what its receiver holds; filled in when first asked (letting-go.ts). */
  isRemoving: boolean | undefined = undefined
  private readonly text: string
  private parsed: Signature | null = null
  constructor(
    text: string,
    kind: NativeKind,
    fn: NativeFn,
    owner: PyType | null,
    module: string,
    doc: string | null = null,
  ) {
    this.text = text
    this.name = text.slice(0, text.indexOf('('))
    this.kind = kind
    this.hasSelf = kind !== 'function' && kind !== 'staticmethod'
    this.fn = fn as unknown as AnyNative
    this.owner = owner
    this.module = module
    this.doc = doc
  }
  /** Read from its text when first asked for: most natives are never called. */
  get signature(): Signature {
    this.parsed ??= parseSignature(this.text)
    return this.parsed
  }
  /** As messages name it: `list.append`, `len`, `math.sqrt`. */
  get fullName(): string {
    if (this.kind === 'new' || this.name === '__init__') return this.owner!.name
    if (this.owner) return `${this.owner.name}.${this.name}`
    return this.module === 'builtins' ? this.name : `${this.module}.${this.name}`
  }
  /** As `__qualname__`. */
  get qualname(): string {
    return this.owner && this.kind !== 'function' ? `${this.owner.name}.${this.name}` : this.name
  }
}

/**
 * A native callable object: `len`, `[].append` (bound: `self` is the list), `dict.fromkeys` (`self` is the class),
 * `str.join` (method_descriptor), `int.__add__` (wrapper_descriptor), `(1).__add__` (method-wrapper). `cls` tells which.
 */
export class NativeFunction extends Obj {
  readonly def: NativeDef
  /** The receiver of a bound form; undefined: unbound, or a plain function. */
  readonly self: Value | undefined
  constructor(cls: PyType, def: NativeDef, self: Value | undefined) {
    super()
    this.cls = cls
    this.def = def
    this.self = self
  }
}

/** `property`-like attributes of built-in classes (getset_descriptor, member_descriptor). */
export class GetSet extends Obj {
  readonly name: string
  readonly owner: PyType
  readonly getter: (m: Machine, self: never) => Result
  /** Undefined value: deletion. */
  readonly setter: ((m: Machine, self: never, value: Value | undefined) => Result) | null
  constructor(cls: PyType, name: string, owner: PyType, getter: GetSet['getter'], setter: GetSet['setter']) {
    super()
    this.cls = cls
    this.name = name
    this.owner = owner
    this.getter = getter
    this.setter = setter
  }
}

export type Getter = (m: Machine, self: never) => Result
/** A setter returns null, or undefined when it raised. `value` undefined: delete. */
export type Setter = (m: Machine, self: never, value: Value | undefined) => Result

export interface TypeSpec {
  /** A bare class of types.ts to be filled in; else a new one is made, named `name`, derived from `base` (default: object). */
  readonly type?: PyType
  /** `list_iterator`, `collections.deque` (the module before the last dot; builtins without one). */
  readonly name?: string
  readonly base?: PyType
  readonly layout?: Layout
  readonly doc?: string
  /** May it be a base class? Default: for types.ts classes as said there, for new ones false. */
  readonly isBase?: boolean
  readonly hasDict?: boolean
  readonly hasWeakref?: boolean
  readonly pattern?: 'sequence' | 'mapping'
  /** `__new__`: fn(m, cls, …). Without it, instances cannot be created by calling ("cannot create 'x' instances"), unless inherited. */
  readonly new?: readonly [signature: string, fn: NativeFn]
  /** `__init__`: fn(m, self, …) returns null. */
  readonly init?: readonly [signature: string, fn: NativeFn]
  /** `__call__`: fn(m, self, …). */
  readonly call?: readonly [signature: string, fn: NativeFn]
  /** Functions by slot; each becomes visible as its special methods (`__len__`, `__add__` and `__radd__`, …). */
  readonly slots?: { readonly [K in keyof Slots]?: SlotFn<NonNullable<Slots[K]>> }
  /** Keys are signatures without `self`: 'append(object, /)'. */
  readonly methods?: Readonly<Record<string, NativeFn>>
  readonly classMethods?: Readonly<Record<string, NativeFn>>
  readonly staticMethods?: Readonly<Record<string, NativeFn>>
  /** Attributes that are computed. */
  readonly getset?: Readonly<Record<string, Getter | readonly [Getter, Setter]>>
  /** The same, shown as `<member 'start' of 'slice' objects>`. */
  readonly members?: Readonly<Record<string, Getter | readonly [Getter, Setter]>>
  /** Plain class attributes: `{ __hash__: null }`, `{ __match_args__: … }`. */
  readonly values?: Readonly<Record<string, Value>>
}

/** A slot function may name the JS class of its receiver. */
type SlotFn<F> = F extends (m: Machine, self: Value, ...rest: infer R) => infer Out
  ? (m: Machine, self: never, ...rest: R) => Out
  : never

/** All that was defined, in order; type-ready.ts turns it into namespaces before the first machine runs. */
export const TYPE_SPECS: { readonly type: PyType; readonly spec: TypeSpec }[] = []

/** Defines a built-in class, or fills in a bare one. Several specs for one class add up. Takes effect before the first machine. */
export function defineType(spec: TypeSpec): PyType {
  const type = spec.type ?? bareType(spec.name!, spec.base ?? T.object, spec.layout)
  if (spec.isBase !== undefined || !spec.type) type.isBase = spec.isBase ?? false
  if (spec.layout !== undefined) type.layout = spec.layout
  if (spec.hasDict !== undefined) type.hasDict = spec.hasDict
  if (spec.hasWeakref !== undefined) type.hasWeakref = spec.hasWeakref
  if (spec.pattern !== undefined) type.pattern = spec.pattern
  TYPE_SPECS.push({ type, spec })
  return type
}

export interface ModuleSpec {
  readonly doc?: string
  readonly functions?: Readonly<Record<string, NativeFn>>
  /** Values shared by all machines (immutable ones only), and classes. */
  readonly values?: Readonly<Record<string, Value>>
  /** Values that each machine makes for itself when it imports the module. */
  readonly fresh?: (m: Machine, namespace: PyDict) => void
}

/** A native module, or the native part of a module written in the language. */
export class NativeModule {
  readonly name: string
  readonly specs: ModuleSpec[] = []
  private made: readonly NativeFunction[] | null = null

  constructor(name: string) {
    this.name = name
  }

  /** Its functions, shared by all machines; made when first asked for. */
  get functions(): readonly NativeFunction[] {
    this.made ??= this.specs.flatMap(({ functions = {} }) =>
      Object.entries(functions).map(([text, fn]) => nativeFunction(text, fn, this.name)),
    )
    return this.made
  }
}

/** Native modules (and the native part of modules written in the language: `_name`), by name. */
export const NATIVE_MODULES = new Map<string, NativeModule>()

/** Makes a native module known. Several specs for one name add up ('builtins' has many authors). Takes effect before the first machine. */
export function defineModule(name: string, spec: ModuleSpec): void {
  let module = NATIVE_MODULES.get(name)
  if (module === undefined) {
    module = new NativeModule(name)
    NATIVE_MODULES.set(name, module)
  }
  module.specs.push(spec)
}

/** A function of a module. */
export function nativeFunction(signature: string, fn: NativeFn, module = 'builtins'): NativeFunction {
  return new NativeFunction(T.builtinFunction, new NativeDef(signature, 'function', fn, null, module), undefined)
}
