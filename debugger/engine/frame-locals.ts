// FrameLocalsProxy: what `frame.f_locals` of a function is, a view of its variables that writes through (PEP 667; CPython:
// Objects/frameobject.c). What is stored under names that the function does not have is kept beside the frame.
//
// Knows nothing of the frames of modules and classes, whose `f_locals` is their namespace.

import { nativeRepr } from './container-repr.ts'
import { raiseIfUnhashable } from './containers.ts'
import { suspect } from './destruction.ts'
import { PyDict } from './dict.ts'
import { Frame } from './frame.ts'
import { keyOf } from './hashing.ts'
import { iterateList } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { frameLocals } from './session-run.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { Cell, Obj, PyTuple, type PyType, type Result, type Value } from './value.ts'

/** A view of the variables of one frame. */
export class FrameLocals extends Obj {
  readonly frame: Frame
  constructor(frame: Frame) {
    super()
    this.cls = T.frameLocals
    this.frame = frame
  }
}

/** What is stored in a frame's proxies under other names than its variables', and when the first of it was (CPython: f_extra_locals). */
const extras = new WeakMap<Frame, { readonly dict: PyDict; readonly time: number }>()

/** Undefined also for what lies ahead: the machine has gone back behind it. */
function extrasOf(m: Machine, frame: Frame): PyDict | undefined {
  const found = extras.get(frame)
  return found === undefined || found.time > m.time ? undefined : found.dict
}

/** `frame.f_locals`. */
export function localsOf(_m: Machine, frame: Frame): Value {
  return frame.locals instanceof PyDict ? frame.locals : new FrameLocals(frame)
}

/** All of it as a dict of its own. */
function snapshot(m: Machine, { frame }: FrameLocals): PyDict {
  const dict = frameLocals(m, frame)
  const others = extrasOf(m, frame)
  if (others === undefined) return dict
  const keys = others.keyList()
  for (const key of keys) dict.set(keyOf(key)!, key, others.get(keyOf(key)!)!)
  return dict
}

/** The slot of a variable, bound or not; -1. */
function slotOf({ code }: Frame, name: Value): number {
  return typeof name === 'string' ? code.varNames.indexOf(name) : -1
}

function valueAt({ slots }: Frame, slot: number): Value | undefined {
  const value = slots[slot]
  return value instanceof Cell ? value.value : value
}

/** The value of a name; undefined when there is none, or when the key is refused (m.raised). */
function lookUp(m: Machine, { frame }: FrameLocals, key: Value): Value | undefined {
  const slot = slotOf(frame, key)
  const value = slot < 0 ? undefined : valueAt(frame, slot)
  if (value !== undefined || raiseIfUnhashable(m, key)) return value
  const native = keyOf(key)
  return native === undefined ? undefined : extrasOf(m, frame)?.get(native)
}

function store(m: Machine, { frame }: FrameLocals, key: Value, value: Value): Result {
  const slot = slotOf(frame, key)
  if (slot >= 0) {
    const held = frame.slots[slot]
    if (m.tracked !== 0) suspect(m, valueAt(frame, slot))
    if (held instanceof Cell && frame.code.cellSlots.includes(slot)) {
      m.touch(held)
      held.value = value
    } else {
      m.touch(frame)
      frame.slots[slot] = value
    }
    return null
  }
  if (raiseIfUnhashable(m, key)) return undefined
  const native = keyOf(key)
  if (native === undefined) return m.raise('TypeError', `unsupported key of f_locals: '${m.typeName(key)}'`)
  let dict = extrasOf(m, frame)
  if (dict === undefined) {
    dict = m.dict()
    extras.set(frame, { dict, time: m.time })
  }
  m.touch(dict)
  dict.set(native, key, value)
  return null
}

const NO_UPDATE = 'update() argument must be dict or another FrameLocalsProxy'

function update(m: Machine, self: FrameLocals, other: Value): Result {
  const from = other instanceof FrameLocals ? snapshot(m, other) : other
  if (!(from instanceof PyDict)) return m.raise('TypeError', NO_UPDATE)
  const values = from.valueList()
  for (const [i, key] of from.keyList().entries()) if (store(m, self, key, values[i]!) === undefined) return undefined
  return null
}

const asDict = (m: Machine, value: Value): Value => (value instanceof FrameLocals ? snapshot(m, value) : value)

defineType({
  type: T.frameLocals,
  pattern: 'mapping',
  new: [
    'FrameLocalsProxy(frame, /)',
    (m: Machine, _cls: PyType, frame: Value): Result =>
      frame instanceof Frame ? new FrameLocals(frame) : m.raise('TypeError', `expect frame, not ${m.typeName(frame)}`),
  ],
  slots: {
    repr: (m, self: FrameLocals) => m.callPrelude('frame_locals_repr', self.frame, snapshot(m, self)),
    len: (m, self: FrameLocals) => snapshot(m, self).size,
    iter: (m, self: FrameLocals) => iterateList(m, m.list(snapshot(m, self).keyList())),
    getItem: ((m: Machine, self: FrameLocals, key: Value) => {
      const value = lookUp(m, self, key)
      if (value !== undefined || m.raised !== null) return value
      return m.raise('KeyError', `local variable '${nativeRepr(m, key) ?? m.typeName(key)}' is not defined`)
    }) as never,
    setItem: (m, self: Value, key, value) =>
      value === undefined
        ? m.raise('TypeError', 'cannot remove variables from FrameLocalsProxy')
        : store(m, self as FrameLocals, key, value),
    contains: ((m: Machine, self: FrameLocals, key: Value) => {
      const value = lookUp(m, self, key)
      return m.raised === null ? value !== undefined : undefined
    }) as never,
    compare: (m, self: Value, other, op) => {
      if (op !== Compare.Eq && op !== Compare.Ne) return NOT_IMPLEMENTED
      const { frame } = self as FrameLocals
      if (other instanceof FrameLocals) return (other.frame === frame) === (op === Compare.Eq)
      if (!(other instanceof PyDict)) return NOT_IMPLEMENTED
      return m.callPrelude('compare_values', snapshot(m, self as FrameLocals), other, op)
    },
    or: (m, left, right) => {
      const [a, b] = [asDict(m, left), asDict(m, right)]
      return a instanceof PyDict && b instanceof PyDict ? m.callPrelude('or_values', a, b) : NOT_IMPLEMENTED
    },
    ior: (m, self: Value, other: Value) => {
      if (!(other instanceof PyDict || other instanceof FrameLocals)) return NOT_IMPLEMENTED
      return update(m, self as FrameLocals, other) === undefined ? undefined : self
    },
  },
  methods: {
    'get(key, default=None, /)': (m: Machine, self: FrameLocals, key: Value, fallback: Value | undefined) => {
      const value = lookUp(m, self, key)
      return value === undefined && m.raised === null ? (fallback ?? null) : value
    },
    'setdefault(key, default=None, /)': (m: Machine, self: FrameLocals, key: Value, fallback: Value | undefined) => {
      const value = lookUp(m, self, key)
      if (value !== undefined || m.raised !== null) return value
      return store(m, self, key, fallback ?? null) === undefined ? undefined : (fallback ?? null)
    },
    'keys()': (m: Machine, self: FrameLocals) => m.list(snapshot(m, self).keyList()),
    'values()': (m: Machine, self: FrameLocals) => m.list(snapshot(m, self).valueList()),
    'items()': (m: Machine, self: FrameLocals) => {
      const dict = snapshot(m, self)
      const values = dict.valueList()
      return m.list(dict.keyList().map((key, i) => new PyTuple(T.tuple, [key, values[i]!])))
    },
    'update(object, /)': update,
    'copy()': (m: Machine, self: FrameLocals) => snapshot(m, self),
    '__reversed__()': (m: Machine, self: FrameLocals) => m.list(snapshot(m, self).keyList().reverse()),
  },
  values: { __hash__: null },
})
