// Code as a Python object: `f.__code__`, `cr_code`, `compile()`.
//
// Knows nothing of functions and frames.

import { CO, type Code } from './code.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { T } from './types.ts'
import { Obj, PyBytes, type Value } from './value.ts'

/** A `code` object. One per Code. */
export class PyCode extends Obj {
  readonly code: Code
  constructor(code: Code) {
    super()
    this.cls = T.code
    this.code = code
  }
}

const objects = new WeakMap<Code, PyCode>()

/** The code object of a Code; always the same. */
export function codeObject(_m: Machine, code: Code): PyCode {
  let object = objects.get(code)
  if (!object) {
    object = new PyCode(code)
    objects.set(code, object)
  }
  return object
}

const strings = (m: Machine, names: readonly string[]) => m.tuple(names)

/** A constant: code in it becomes a code object. */
function constant(m: Machine, value: Value | Code): Value {
  return typeof value === 'object' && value !== null && !(value instanceof Obj) ? codeObject(m, value) : value
}

defineType({
  type: T.code,
  slots: {
    repr: (m, self: PyCode) =>
      `<code object ${self.code.name} at 0x${m.idOf(self).toString(16)}, file "${self.code.filename}", line ${self.code.firstLine}>`,
  },
  members: {
    co_name: (_m, self: PyCode) => self.code.name,
    co_qualname: (_m, self: PyCode) => self.code.qualname,
    co_filename: (_m, self: PyCode) => self.code.filename,
    co_firstlineno: (_m, self: PyCode) => self.code.firstLine,
    co_flags: (_m, self: PyCode) => self.code.flags & ~CO.HIDDEN,
    co_argcount: (_m, self: PyCode) => self.code.argCount,
    co_posonlyargcount: (_m, self: PyCode) => self.code.posOnlyCount,
    co_kwonlyargcount: (_m, self: PyCode) => self.code.kwOnlyCount,
    co_stacksize: (_m, self: PyCode) => self.code.stackSize,
    co_consts: (m, self: PyCode) => m.tuple(self.code.consts.map(value => constant(m, value))),
    co_names: (m, self: PyCode) => strings(m, self.code.names),
  },
  getset: {
    co_nlocals: (_m, self: PyCode) => self.code.localCount,
    co_varnames: (m, self: PyCode) => strings(m, self.code.varNames.slice(0, self.code.localCount)),
    co_cellvars: (m, self: PyCode) => strings(m, self.code.cellNames),
    co_freevars: (m, self: PyCode) => strings(m, self.code.freeNames),
    co_code: (_m, self: PyCode) => new PyBytes(T.bytes, new Uint8Array(self.code.original.buffer.slice(0))),
  },
  methods: {
    'co_positions()': (m: Machine, self: PyCode) => m.callPrelude('iter', m.list(positions(m, self.code))),
    'co_lines()': (m: Machine, self: PyCode) => m.callPrelude('iter', m.list(lines(m, self.code))),
  },
})

function positions(m: Machine, code: Code): Value[] {
  const out: Value[] = []
  for (let i = 0; i < code.positions.length; i += 4) {
    const part = Array.from(code.positions.slice(i, i + 4), n => (n < 0 ? null : n))
    out.push(m.tuple([part[0]!, part[1]!, part[2]!, part[3]!]))
  }
  return out
}

function lines(m: Machine, code: Code): Value[] {
  const out: Value[] = []
  const count = code.positions.length / 4
  for (let start = 0; start < count; ) {
    const line = code.positions[4 * start]!
    let end = start + 1
    while (end < count && code.positions[4 * end] === line) end++
    out.push(m.tuple([2 * start, 2 * end, line < 0 ? null : line]))
    start = end
  }
  return out
}
