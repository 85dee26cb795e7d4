// Slots of classes written in the language: for each special method a class defines, the slot function that calls it, and the
// checks of what it returns. CPython: Objects/typeobject.c slot_*, fixup_slot_dispatchers.
//
// Knows nothing of instructions.

import { lookup } from './attribute.ts'
import { bindSpecial, callFound, callStack, plain } from './call.ts'
import { CONTINUATIONS } from './continuations.ts'
import { Finish } from './finish.ts'
import type { Machine } from './machine.ts'
import { NativeFunction } from './native.ts'
import { SLOT_NAMES, type SlotName, Slots } from './slot.ts'
import { COMPARE_METHODS, SLOT_METHODS } from './slot-methods.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { CALL, newVersion, PyFunction, type PyType, type Result, type Value } from './value.ts'

/** Calls the special method of type(self) that is known to exist (it may be None: then as if it did not). */
function call(m: Machine, self: Value, name: string, args: readonly Value[]): Result {
  const found = lookup(m.typeOf(self), name)
  if (found === undefined) return m.raise('AttributeError', `'${m.typeName(self)}' object has no attribute '${name}'`)
  return callFound(m, found, self, args)
}

const NONE: readonly Value[] = []

const unary = (name: string, finish: Finish) => (m: Machine, self: Value) => {
  const result = call(m, self, name, NONE)
  return finish === Finish.Push ? result : m.after(result, finish)
}

/**
 * The same where what is raised while the method is looked up gives way to the words for a class that lacks it. CPython:
 * slot_am_await, slot_tp_iter, which only ask whether there is one.
 */
const asked = (name: string, type: string, words: string) => (m: Machine, self: Value) => {
  const found = lookup(m.typeOf(self), name)
  if (found instanceof PyFunction) return callFound(m, found, self, NONE)
  const bound = bindSpecial(m, found!, self, m.typeOf(self))
  const data: Asked = { type, message: words.replace('%', m.typeName(self)) }
  return bound === CALL ? m.after(CALL, Finish.Native, { name: 'slotAsked', data }) : slotAsked(m, data, bound)
}

interface Asked {
  readonly type: string
  readonly message: string
}

function slotAsked(m: Machine, { type, message }: Asked, bound: Result): Result {
  if (bound !== undefined) return callStack(m, bound as Value, [], 0, 0, null)
  m.raised = null
  return m.raise(type, message)
}

CONTINUATIONS.slotAsked = (m, data, result) => slotAsked(m, data as Asked, result)

/** CPython: SLOT1BINFULL. The attempts are made one after the other (Finish.Binary). */
const binary = (slot: SlotName, name: string, reflected: string) => {
  const dispatch = (m: Machine, left: Value, right: Value): Result => {
    const leftType = m.typeOf(left)
    const rightType = m.typeOf(right)
    let other = leftType !== rightType && (rightType.slots[slot] as unknown) === dispatch
    if ((leftType.slots[slot] as unknown) === dispatch) {
      const mine = lookup(leftType, name)
      if (other && rightType.mro.includes(leftType)) {
        const theirs = lookup(rightType, reflected)
        if (theirs !== undefined && theirs !== lookup(leftType, reflected)) {
          const result = callFound(m, theirs, right, [left])
          return m.after(result, Finish.OrElse, { receiver: left, found: mine, argument: right })
        }
        if (theirs !== undefined) other = true
      }
      if (mine !== undefined) {
        const result = callFound(m, mine, left, [right])
        if (!other) return result
        const theirs = lookup(rightType, reflected)
        if (theirs === undefined) return result
        if (result !== CALL && result !== NOT_IMPLEMENTED) return result
        return m.after(result, Finish.OrElse, { receiver: right, found: theirs, argument: left })
      }
    }
    if (!other) return NOT_IMPLEMENTED
    const theirs = lookup(rightType, reflected)
    return theirs === undefined ? NOT_IMPLEMENTED : callFound(m, theirs, right, [left])
  }
  return dispatch
}

const inPlace = (name: string) => (m: Machine, left: Value, right: Value) => call(m, left, name, [right])

const iterOf = asked('__iter__', 'TypeError', "'%' object is not iterable")

const DISPATCH: { [K in SlotName]?: NonNullable<Slots[K]> } = {
  repr: unary('__repr__', Finish.CheckRepr),
  str: unary('__str__', Finish.CheckStr),
  hash: (m, self) => {
    const found = lookup(m.typeOf(self), '__hash__')
    if (found === undefined || found === null) return unhashable(m, self)
    return m.after(callFound(m, found, self, []), Finish.CheckHash)
  },
  compare: (m, self, other, op) => {
    const found = lookup(m.typeOf(self), COMPARE_METHODS[op]!)
    return found === undefined ? NOT_IMPLEMENTED : callFound(m, found, self, [other])
  },
  getattr: (m, self, name) => {
    const type = m.typeOf(self)
    const result = callFound(m, lookup(type, '__getattribute__')!, self, [name])
    if (lookup(type, '__getattr__') === undefined) return result
    if (result !== CALL && result !== undefined) return result
    return m.after(result, Finish.GetattrHook, { object: self, name })
  },
  setattr: (m, self, name, value) =>
    m.after(
      value === undefined ? call(m, self, '__delattr__', [name]) : call(m, self, '__setattr__', [name, value]),
      Finish.None,
    ),
  get: (m, self, object, owner) => call(m, self, '__get__', [object === undefined ? null : object, owner]),
  set: (m, self, object, value) => {
    const name = value === undefined ? '__delete__' : '__set__'
    if (lookup(m.typeOf(self), name) === undefined) return m.raise('AttributeError', name)
    return m.after(call(m, self, name, value === undefined ? [object] : [object, value]), Finish.None)
  },
  bool: (m, self) => {
    const found = lookup(m.typeOf(self), '__bool__')
    if (found !== undefined) return m.after(callFound(m, found, self, []), Finish.CheckBool)
    return m.after(call(m, self, '__len__', []), Finish.LenToBool)
  },
  iter: (m, self) => {
    const found = lookup(m.typeOf(self), '__iter__')
    if (found === null) return m.raise('TypeError', `'${m.typeName(self)}' object is not iterable`)
    return m.after(iterOf(m, self), Finish.CheckIter)
  },
  next: unary('__next__', Finish.Push),
  await: asked('__await__', 'AttributeError', 'object % does not have __await__ method'),
  aiter: asked('__aiter__', 'AttributeError', 'object % does not have __aiter__ method'),
  anext: asked('__anext__', 'AttributeError', 'object % does not have __anext__ method'),
  len: unary('__len__', Finish.CheckLen),
  getItem: (m, self, key) => call(m, self, '__getitem__', [key]),
  setItem: (m, self, key, value) => {
    const name = value === undefined ? '__delitem__' : '__setitem__'
    if (lookup(m.typeOf(self), name) === undefined) {
      const verb = value === undefined ? 'deletion' : 'assignment'
      return m.raise('TypeError', `'${m.typeName(self)}' object does not support item ${verb}`)
    }
    return m.after(call(m, self, name, value === undefined ? [key] : [key, value]), Finish.None)
  },
  contains: (m, self, value) => {
    const found = lookup(m.typeOf(self), '__contains__')
    if (found === null) return m.raise('TypeError', `'${m.typeName(self)}' object is not a container`)
    return m.after(callFound(m, found!, self, [value]), Finish.Truth)
  },
  int: unary('__int__', Finish.CheckInt),
  float: (m, self) => m.after(call(m, self, '__float__', []), Finish.CheckFloat, m.typeOf(self)),
  index: unary('__index__', Finish.CheckIndex),
  neg: unary('__neg__', Finish.Push),
  pos: unary('__pos__', Finish.Push),
  abs: unary('__abs__', Finish.Push),
  invert: unary('__invert__', Finish.Push),
  pow: (m, left, right, modulus) => {
    if (modulus === null) return POW(m, left, right)
    if (lookup(m.typeOf(left), '__pow__') === undefined) return NOT_IMPLEMENTED
    return call(m, left, '__pow__', [right, modulus])
  },
}
for (const name of [
  'add',
  'sub',
  'mul',
  'matmul',
  'truediv',
  'floordiv',
  'mod',
  'divmod',
  'lshift',
  'rshift',
] as const) {
  DISPATCH[name] = binary(name, `__${name}__`, `__r${name}__`)
}
for (const name of ['and', 'xor', 'or'] as const) DISPATCH[name] = binary(name, `__${name}__`, `__r${name}__`)
for (const name of ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'lshift', 'rshift', 'pow'] as const) {
  DISPATCH[`i${name}`] = inPlace(`__i${name}__`)
}
for (const name of ['and', 'xor', 'or'] as const) DISPATCH[`i${name}`] = inPlace(`__i${name}__`)

/** Two-operand power; the slot compared against is `pow` itself, so it has its own dispatcher. */
const POW = (m: Machine, left: Value, right: Value): Result => {
  const leftType = m.typeOf(left)
  const rightType = m.typeOf(right)
  const theirs = leftType === rightType ? undefined : lookup(rightType, '__rpow__')
  const isTheirs = theirs !== undefined && rightType.slots.pow === DISPATCH.pow
  const mine = leftType.slots.pow === DISPATCH.pow ? lookup(leftType, '__pow__') : undefined
  if (isTheirs && mine !== undefined && rightType.mro.includes(leftType) && theirs !== lookup(leftType, '__rpow__')) {
    const result = callFound(m, theirs, right, [left])
    return m.after(result, Finish.OrElse, { receiver: left, found: mine, argument: right })
  }
  if (mine === undefined) return isTheirs ? callFound(m, theirs, right, [left]) : NOT_IMPLEMENTED
  const result = callFound(m, mine, left, [right])
  if (!isTheirs || (result !== CALL && result !== NOT_IMPLEMENTED)) return result
  return m.after(result, Finish.OrElse, { receiver: right, found: theirs, argument: left })
}

/** Raises `TypeError: unhashable type`. */
export function unhashable(m: Machine, self: Value): undefined {
  return m.raise('TypeError', `unhashable type: '${m.typeName(self)}'`)
}

/** `object.__getattribute__` plus `__getattr__` of the class. */
const getattrWithHook = (inherited: Slots['getattr'], generic: NonNullable<Slots['getattr']>) => {
  const base = inherited ?? generic
  return (m: Machine, self: Value, name: string): Result => {
    const result = base(m, self, name)
    if (result !== undefined && result !== CALL) return result
    if (result === undefined && !m.raisedIs('AttributeError')) return undefined
    return m.after(result, Finish.GetattrHook, { object: self, name })
  }
}

/** Sets by slot: the generic getattr is needed to combine it with `__getattr__`; given by type-ready.ts. */
export const GENERIC: { getattr: NonNullable<Slots['getattr']> | null } = { getattr: null }

/** Works out all slots of a class from what its special methods are now. */
export function computeSlots(type: PyType): void {
  const [, base, ...others] = type.mro
  if (base === undefined || !(base.isHeap || base === T.object)) {
    type.slots = computed(type, new Slots(), SLOT_NAMES)
    return
  }
  // Whatever neither the class nor another base says anything of is as in the first base.
  const names = new Set<SlotName>()
  addOwnSlots(type, names)
  for (const other of others) if (!base.mro.includes(other)) addOwnSlots(other, names)
  type.slots = names.size === 0 ? base.slots : computed(type, copyOf(base.slots), names)
}

/** Adds the slots that the special methods in a class's own namespace have to do with. */
function addOwnSlots(type: PyType, names: Set<SlotName>): void {
  for (const name of type.ns.keyList()) {
    const slots = typeof name === 'string' ? SLOTS_OF_METHOD.get(name) : undefined
    if (slots !== undefined) for (const slot of slots) names.add(slot)
  }
}

const SLOTS_OF_METHOD: ReadonlyMap<string, readonly SlotName[]> = slotsOfMethods()

function slotsOfMethods(): Map<string, SlotName[]> {
  const all = new Map<string, SlotName[]>()
  for (const slot of SLOT_NAMES) {
    for (const method of SLOT_METHODS[slot] ?? []) all.set(method, [...(all.get(method) ?? []), slot])
  }
  // __len__ makes a truth value, too.
  all.get('__len__')?.push('bool')
  return all
}

function copyOf(slots: Slots): Slots {
  const copy = new Slots()
  for (const name of SLOT_NAMES) (copy as unknown as Record<string, unknown>)[name] = slots[name]
  return copy
}

/** Fills in the slots with these names. */
function computed(type: PyType, slots: Slots, names: Iterable<SlotName>): Slots {
  for (const name of names) (slots as unknown as Record<string, unknown>)[name] = computeSlot(type, name)
  if (slots.bool === null && slots.len === DISPATCH.len) slots.bool = DISPATCH.bool!
  return slots
}

function computeSlot(type: PyType, name: SlotName): unknown {
  let native: unknown
  let isWritten = false
  let isDefined = false
  for (const method of SLOT_METHODS[name] ?? []) {
    const found = lookup(type, method)
    if (found === undefined) continue
    isDefined = true
    const own = nativeSlot(found, name)
    if (own === undefined) isWritten = true
    else if (native === undefined) native = own
  }
  if (!isDefined) return null
  if (name !== 'getattr') return isWritten ? (DISPATCH[name] ?? null) : (native ?? null)
  if (!isWritten) return native ?? null
  const isOwn = !(lookup(type, '__getattribute__') instanceof NativeFunction)
  return isOwn ? DISPATCH.getattr! : getattrWithHook(native as Slots['getattr'], GENERIC.getattr!)
}

/** The slot function behind a native special method, of the built-in class that has it; undefined: written in the language. */
function nativeSlot(found: Value, name: SlotName): unknown {
  if (!(found instanceof NativeFunction) || found.def.kind !== 'slot' || found.def.owner === null) return undefined
  // `__str__ = float.__repr__`: it stands for another slot than its own.
  if (SLOT_METHODS[name]?.includes(found.def.name) !== true) return undefined
  const { owner } = found.def
  const own = owner.slots[name]
  return (owner === T.int || owner === T.str) && own !== null && UNWRAPPED.has(name) ? unwrapping(own) : own
}

/** Slots of int and str whose `self` is the plain value, also for instances of subclasses. */
export const UNWRAPPED: ReadonlySet<SlotName> = new Set<SlotName>([
  ...(['repr', 'str', 'hash', 'bool', 'iter', 'len', 'getItem', 'contains', 'concat', 'repeat'] as const),
  ...(['int', 'float', 'index', 'neg', 'pos', 'abs', 'invert'] as const),
])

const unwrapped = new Map<unknown, unknown>()

/** The slot function for receivers that are instances of a subclass. */
export function unwrapping(slot: unknown): unknown {
  let made = unwrapped.get(slot)
  if (made === undefined) {
    const fn = slot as (m: Machine, self: Value, other: Value) => Result
    made = (m: Machine, self: Value, other: Value) => fn(m, plain(self), other)
    unwrapped.set(slot, made)
  }
  return made
}

/** After a change of a class: its version, its slots and those of all subclasses are renewed. CPython: PyType_Modified. */
export function modified(m: Machine, type: PyType, name?: string): void {
  m.touch(type)
  type.changed()
  if (name === undefined || (name.startsWith('__') && name.endsWith('__'))) computeSlots(type)
  for (const sub of type.subclasses) modified(m, sub, name)
}

/** A new version for a class and its subclasses, whose slots are right already (after going back). */
export function renewVersions(type: PyType): void {
  type.version = newVersion()
  type.lookups = new Map()
  type.hashKind = undefined
  for (const sub of type.subclasses) renewVersions(sub)
}

/** Is the special method written in the language? */
export function isWritten(value: Value | undefined): value is PyFunction {
  return value instanceof PyFunction
}
