// Tuples with named fields that CPython makes in C (sys.version_info, time.struct_time …). CPython: Objects/structseq.c.

import { nativeRepr } from './container-repr.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { T } from './types.ts'
import { PyTuple, type PyType, type Value } from './value.ts'

/** A class of tuples whose items have these names. `visible`: how many of them are items (all by default). */
export function structType(name: string, fields: readonly string[]): PyType {
  const getters = fields.map((field, i) => [field, (_m: Machine, self: PyTuple) => self.items[i]] as const)
  const type = defineType({
    name,
    base: T.tuple,
    slots: {
      repr: (m, self: PyTuple) => {
        const parts = fields.map((field, i) => `${field}=${nativeRepr(m, self.items[i] as Value) ?? '…'}`)
        return `${name}(${parts.join(', ')})`
      },
    },
    members: Object.fromEntries(getters),
    values: {
      n_fields: fields.length,
      n_sequence_fields: fields.length,
      n_unnamed_fields: 0,
      __match_args__: new PyTuple(T.tuple, fields),
    },
  })
  return type
}

/** An instance of such a class. */
export function makeStruct(type: PyType, items: readonly Value[]): PyTuple {
  return new PyTuple(type, items)
}
