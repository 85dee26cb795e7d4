// From the specs of built-in classes (native.ts) to classes: inherited slots, and namespaces in which every slot is visible as
// its special methods. Done once per process, before the first machine. CPython: typeobject.c PyType_Ready, add_operators.
//
// Knows nothing of machines.

import { OBJECT } from './call.ts'
import { EXCEPTIONS } from './exception-types.ts'
import type { Machine } from './machine.ts'
import {
  GetSet,
  NativeDef,
  type NativeFn,
  NativeFunction,
  type NativeKind,
  TYPE_SPECS,
  type TypeSpec,
} from './native.ts'
import { SLOT_NAMES, type SlotName, Slots } from './slot.ts'
import { UNWRAPPED, unwrapping } from './slot-call.ts'
import { COMPARE_METHODS, SLOT_METHODS } from './slot-methods.ts'
import { adoptNamespaces, BUILTIN_TYPES, T } from './types.ts'
import { END, type PyType, type Result, type Value } from './value.ts'

/** What a class says of its slots itself. */
type OwnSlots = NonNullable<TypeSpec['slots']>

let isReady = false

/** Makes all built-in classes usable. */
export function readyTypes(): void {
  if (isReady) return
  isReady = true
  const specs = new Map<PyType, TypeSpec[]>()
  for (const { type, spec } of TYPE_SPECS) {
    const known = specs.get(type)
    if (known) known.push(spec)
    else specs.set(type, [spec])
  }
  const order = [...BUILTIN_TYPES].sort((a, b) => a.mro.length - b.mro.length)
  for (const type of order) readyType(type, specs.get(type) ?? [])
  adoptNamespaces()
  OBJECT.create = T.object.ns.getStr('__new__')
  OBJECT.initialize = T.object.ns.getStr('__init__')
  const exception = EXCEPTIONS.BaseException!
  OBJECT.createException = exception.ns.getStr('__new__')
  OBJECT.initializeException = exception.ns.getStr('__init__')
}

function readyType(type: PyType, specs: readonly TypeSpec[]): void {
  const { ns } = type
  const own: OwnSlots =
    specs.length === 1 ? (specs[0]!.slots ?? {}) : Object.assign({}, ...specs.map(spec => spec.slots))
  const module = specs.map(spec => moduleOf(spec.name)).find(name => name !== undefined) ?? 'builtins'
  for (const spec of specs) {
    if (spec.new) {
      const def = new NativeDef(named(spec.new[0], '__new__'), 'new', spec.new[1], type, module)
      ns.setStr('__new__', new NativeFunction(T.builtinFunction, def, undefined))
    }
  }
  const names = SLOT_NAMES.filter(name => own[name])
  for (const name of names) addSlotMethods(type, name, own[name])
  for (const spec of specs) {
    if (spec.init) addNative(type, T.slotWrapper, 'slot', named(spec.init[0], '__init__'), spec.init[1], module)
    if (spec.call) addNative(type, T.slotWrapper, 'slot', named(spec.call[0], '__call__'), spec.call[1], module)
    const { methods, classMethods, staticMethods, values } = spec
    for (const text in methods) addNative(type, T.methodDescriptor, 'method', text, methods[text]!, module)
    for (const text in classMethods)
      addNative(type, T.classMethodDescriptor, 'classmethod', text, classMethods[text]!, module)
    for (const text in staticMethods)
      addNative(type, T.builtinFunction, 'staticmethod', text, staticMethods[text]!, module)
    addAccessors(type, T.getsetDescriptor, spec.getset)
    addAccessors(type, T.memberDescriptor, spec.members)
    for (const name in values) ns.setStr(name, values[name]!)
    if (spec.doc !== undefined) ns.setStr('__doc__', spec.doc)
  }
  if (own.compare && !own.hash && !ns.hasStr('__hash__')) ns.setStr('__hash__', null)
  if (!ns.hasStr('__doc__')) ns.setStr('__doc__', null)
  if (module !== 'builtins') ns.setStr('__module__', module)
  inherit(type, own, names, specs)
}

function addAccessors(type: PyType, kind: PyType, table: TypeSpec['getset']): void {
  for (const name in table) {
    const access = table[name]!
    const [getter, setter] = typeof access === 'function' ? [access, null] : access
    type.ns.setStr(name, new GetSet(kind, name, type, getter, setter))
  }
}

/** What a class does not define itself comes from the classes after it in the mro, which are ready. */
function inherit(type: PyType, own: OwnSlots, names: readonly SlotName[], specs: readonly TypeSpec[]): void {
  const [, base, ...others] = type.mro
  const withheld = withheldSlots(type, specs)
  const isLikeBase = base !== undefined && type !== T.bool && hasAllOf(base, others)
  if (isLikeBase && names.length === 0 && withheld.length === 0) {
    type.slots = base.slots
    return
  }
  const slots = new Slots()
  const fields = slots as unknown as Record<SlotName, unknown>
  for (const name of isLikeBase ? SLOT_NAMES : []) fields[name] = base!.slots[name]
  for (const name of isLikeBase ? [...names, ...withheld] : SLOT_NAMES) {
    let slot: unknown = own[name] ?? null
    if (name === 'hash' && withheld.includes(name)) slot = null
    else if (slot === null && !withheld.includes(name)) {
      slot = base?.slots[name] ?? others.find(other => other.slots[name] !== null)?.slots[name] ?? null
      const isObjects = slot === T.object.slots[name]
      if (slot !== null && type === T.bool && !isObjects && UNWRAPPED.has(name)) slot = unwrapping(slot)
    }
    fields[name] = slot
  }
  type.slots = slots
}

/** Is `base` itself derived from the `others`, so that it has inherited what they have? */
const hasAllOf = (base: PyType, others: readonly PyType[]): boolean => base.mro.length === others.length + 1

/** The slots of the special methods that a class sets to None: one that makes itself unhashable does not inherit a hash. */
function withheldSlots(type: PyType, specs: readonly TypeSpec[]): readonly SlotName[] {
  const names = specs.flatMap(({ values = {} }) => Object.keys(values).filter(name => values[name] === null))
  if (type.ns.getStr('__hash__') === null) names.push('__hash__')
  return names.length === 0 ? [] : SLOT_NAMES.filter(slot => SLOT_METHODS[slot]?.some(name => names.includes(name)))
}

function moduleOf(name: string | undefined): string | undefined {
  if (name === undefined || !name.includes('.')) return undefined
  return name.slice(0, name.lastIndexOf('.'))
}

/** The signature under the name it has in the namespace. */
function named(text: string, name: string): string {
  return name + text.slice(text.indexOf('('))
}

function addNative(type: PyType, cls: PyType, kind: NativeKind, text: string, fn: NativeFn, module: string): void {
  const def = new NativeDef(text, kind, fn, type, module)
  def.unwrapsSelf = (type === T.int || type === T.str) && (kind === 'method' || kind === 'slot')
  type.ns.setStr(def.name, new NativeFunction(cls, def, undefined))
}

type Call = (...args: unknown[]) => Result

function addSlotMethods(type: PyType, name: SlotName, slot: unknown): void {
  const fn = slot as Call
  for (const [method, signature, how] of wrappers(name)) {
    if (type.ns.hasStr(method)) continue
    addNative(
      type,
      T.slotWrapper,
      'slot',
      method + signature,
      ((m: Machine, ...args: unknown[]) => how(m, fn, args)) as unknown as NativeFn,
      'builtins',
    )
    if (!UNWRAPPED.has(name)) (type.ns.getStr(method) as NativeFunction).def.unwrapsSelf = false
  }
}

type How = (m: Machine, slot: Call, args: unknown[]) => Result
type Wrapper = readonly [method: string, signature: string, how: How]

const plainCall: How = (m, slot, args) => slot(m, ...args)
const noResult: How = (m, slot, args) => slot(m, ...args)

/** How a slot is called as its special methods: CPython's wrap_* functions. */
function wrappers(name: SlotName): readonly Wrapper[] {
  const methods = SLOT_METHODS[name]!
  switch (name) {
    case 'compare':
      return COMPARE_METHODS.map((method, op) => [
        method,
        '(value, /)',
        (m, slot, [self, other]) => slot(m, self, other, op),
      ])
    case 'next':
      return [
        [
          '__next__',
          '()',
          (m, slot, [self]) => {
            const item = (slot as (m: Machine, self: unknown) => Result | typeof END)(m, self)
            return item === END ? m.raise('StopIteration') : item
          },
        ],
      ]
    case 'getattr':
      return [['__getattribute__', '(name, /)', plainCall]]
    case 'setattr':
      return [
        ['__setattr__', '(name, value, /)', noResult],
        ['__delattr__', '(name, /)', (m, slot, [self, key]) => slot(m, self, key, undefined)],
      ]
    case 'get':
      return [
        [
          '__get__',
          '(instance, owner=None, /)',
          (m, slot, [self, object, owner]) => {
            const cls = owner === undefined || owner === null ? m.typeOf(object as Value) : owner
            if (object === null && (owner === null || owner === undefined)) {
              return m.raise('TypeError', '__get__(None, None) is invalid')
            }
            return slot(m, self, object === null ? undefined : object, cls)
          },
        ],
      ]
    case 'set':
      return [
        ['__set__', '(instance, value, /)', noResult],
        ['__delete__', '(instance, /)', (m, slot, [self, object]) => slot(m, self, object, undefined)],
      ]
    case 'setItem':
      return [
        ['__setitem__', '(key, value, /)', noResult],
        ['__delitem__', '(key, /)', (m, slot, [self, key]) => slot(m, self, key, undefined)],
      ]
    case 'pow':
      return [
        ['__pow__', '(value, mod=None, /)', (m, slot, [self, other, mod]) => slot(m, self, other, mod ?? null)],
        ['__rpow__', '(value, mod=None, /)', (m, slot, [self, other, mod]) => slot(m, other, self, mod ?? null)],
      ]
    case 'repeat':
    case 'inplaceRepeat':
      // CPython: wrap_indexargfunc converts the argument before the slot sees it.
      return methods.map(method => [
        method,
        '(value, /)',
        (m, slot, args) =>
          m.typeOf(args[1] as Value).slots.index === null
            ? m.raise('TypeError', `'${m.typeName(args[1] as Value)}' object cannot be interpreted as an integer`)
            : plainCall(m, slot, args),
      ])
    case 'concat':
    case 'inplaceConcat':
    case 'contains':
      return [[methods[0]!, '(key, /)', plainCall]]
    case 'getItem':
      return [['__getitem__', '(key, /)', plainCall]]
    default:
      break
  }
  if (methods.length === 2) {
    return [
      [methods[0]!, '(value, /)', plainCall],
      [methods[1]!, '(value, /)', (m, slot, [self, other]) => slot(m, other, self)],
    ]
  }
  const isInPlace = name.length > 2 && name[0] === 'i' && SLOT_NAMES.includes(name.slice(1) as SlotName)
  return [[methods[0]!, isInPlace ? '(value, /)' : '()', plainCall]]
}
