// mappingproxy (types.MappingProxyType, and a class's `__dict__`): everything is handed to the mapping behind it.

import { nativeRepr } from './container-repr.ts'
import { PyDict } from './dict.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import type { Slots } from './slot.ts'
import { T } from './types.ts'
import { Obj, PyList, PyTuple, type Result, type Value } from './value.ts'

/** A read-only view of a mapping. */
export class MappingProxy extends Obj {
  readonly mapping: Value
  constructor(mapping: Value) {
    super()
    this.cls = T.mappingProxy
    this.mapping = mapping
  }
}

function slotsOf(m: Machine, self: MappingProxy): Slots {
  return m.typeOf(self.mapping).slots
}

function unwrap(value: Value): Value {
  return value instanceof MappingProxy ? value.mapping : value
}

defineType({
  type: T.mappingProxy,
  pattern: 'mapping',
  doc: 'Read-only proxy of a mapping.',
  new: [
    'mappingproxy(mapping)',
    (m: Machine, _cls: Value, mapping: Value): Result => {
      const isMapping = m.typeOf(mapping).slots.getItem !== null
      if (!isMapping || typeof mapping === 'string' || mapping instanceof PyList || mapping instanceof PyTuple) {
        return m.raise('TypeError', `mappingproxy() argument must be a mapping, not ${m.typeName(mapping)}`)
      }
      return new MappingProxy(mapping)
    },
  ],
  slots: {
    repr: (m, self: MappingProxy) => {
      const text = nativeRepr(m, self.mapping)
      return text === undefined ? m.callPrelude('repr_in', 'mappingproxy(', self.mapping, ')') : `mappingproxy(${text})`
    },
    str: (m, self: MappingProxy) => m.callPrelude('str_of', self.mapping),
    hash: (m, self: MappingProxy) => m.callPrelude('hash_of', self.mapping),
    len: (m, self: MappingProxy) => slotsOf(m, self).len!(m, self.mapping),
    iter: (m, self: MappingProxy) =>
      self.mapping instanceof PyDict ? slotsOf(m, self).iter!(m, self.mapping) : m.callPrelude('iter_of', self.mapping),
    getItem: ((m: Machine, self: MappingProxy, key: Value) => slotsOf(m, self).getItem!(m, self.mapping, key)) as never,
    contains: ((m: Machine, self: MappingProxy, key: Value) =>
      self.mapping instanceof PyDict
        ? slotsOf(m, self).contains!(m, self.mapping, key)
        : m.callPrelude('contains_in', self.mapping, key)) as never,
    compare: (m, self: MappingProxy, other, op) => m.callPrelude('compare_values', self.mapping, unwrap(other), op),
    or: (m, left, right) => m.callPrelude('or_values', unwrap(left), unwrap(right)),
  },
  methods: {
    'get(key, default=None, /)': (m: Machine, self: MappingProxy, key: Value, fallback: Value | undefined) =>
      m.callMethod(self.mapping, 'get', key, fallback ?? null),
    'keys()': (m: Machine, self: MappingProxy) => m.callMethod(self.mapping, 'keys'),
    'values()': (m: Machine, self: MappingProxy) => m.callMethod(self.mapping, 'values'),
    'items()': (m: Machine, self: MappingProxy) => m.callMethod(self.mapping, 'items'),
    'copy()': (m: Machine, self: MappingProxy) => m.callMethod(self.mapping, 'copy'),
    '__reversed__()': (m: Machine, self: MappingProxy) => m.callMethod(self.mapping, '__reversed__'),
  },
})
