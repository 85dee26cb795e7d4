// Frames and tracebacks as the language sees them. CPython: Objects/frameobject.c, Python/traceback.c.
//
// Knows nothing of how they run.

import { isRunning } from './chain.ts'
import { close } from './close.ts'
import { CO } from './code.ts'
import { codeObject } from './code-object.ts'
import { State } from './coroutine.ts'
import { address } from './descriptor.ts'
import { PyTraceback } from './exception.ts'
import type { Frame } from './frame.ts'
import { visibleFrame } from './frame.ts'
import { localsOf } from './frame-locals.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { T } from './types.ts'
import type { PyType, Value } from './value.ts'

defineType({
  type: T.frame,
  slots: {
    repr: (m, self: Frame) =>
      `<frame at ${address(m, self)}, file '${self.code.filename}', line ${self.line}, code ${self.code.name}>`,
  },
  members: {
    f_back: (_m, self: Frame) =>
      self.coroutine !== null && !self.isFinished && !isRunning(self.coroutine) ? null : visibleFrame(self.back),
    f_code: (m, self: Frame) => codeObject(m, self.code),
    f_globals: (_m, self: Frame) => self.globals,
    f_builtins: (_m, self: Frame) => self.builtins,
    f_lasti: (_m, self: Frame) => 2 * self.lasti,
  },
  getset: {
    f_lineno: (_m, self: Frame) => self.line,
    f_locals: (m, self: Frame) => localsOf(m, self),
    f_trace: [() => null, () => null],
    f_trace_lines: [() => true, () => null],
    f_trace_opcodes: [() => false, () => null],
  },
  methods: {
    'clear()': (m: Machine, self: Frame) => {
      const { coroutine } = self
      if (coroutine === null) {
        return self.isFinished ? null : m.raise('RuntimeError', 'cannot clear an executing frame')
      }
      if (self.isFinished) return null
      if (m.frame === self || isRunning(coroutine)) return m.raise('RuntimeError', 'cannot clear an executing frame')
      if (coroutine.state === State.Suspended) return m.raise('RuntimeError', 'cannot clear a suspended frame')
      return close(m, coroutine)
    },
  },
})

defineType({
  type: T.traceback,
  new: [
    'traceback(tb_next, tb_frame, tb_lasti, tb_lineno)',
    (m: Machine, _cls: PyType, next: Value, frame: Value, lasti: Value, line: Value) => {
      if (next !== null && !(next instanceof PyTraceback)) {
        return m.raise('TypeError', `expected traceback object or None, got '${m.typeName(next)}'`)
      }
      return new PyTraceback(m.epoch, frame as Frame, Number(lasti) / 2, Number(line), next)
    },
  ],
  members: {
    tb_frame: (_m, self: PyTraceback) => self.frame,
    tb_lasti: (_m, self: PyTraceback) => 2 * self.lasti,
    tb_lineno: (_m, self: PyTraceback) => self.line,
  },
  getset: {
    tb_next: [
      (_m, self: PyTraceback) => self.next,
      (m, self: PyTraceback, value) => {
        if (value !== null && !(value instanceof PyTraceback)) {
          return m.raise(
            'TypeError',
            `expected traceback object, got '${value === undefined ? 'NULL' : m.typeName(value)}'`,
          )
        }
        for (let tb: PyTraceback | null = value; tb !== null; tb = tb.next) {
          if (tb === self) return m.raise('ValueError', 'traceback loop detected')
        }
        m.touch(self)
        self.next = value
        return null
      },
    ],
  },
})

/** Is the frame one of the library's own helpers? */
export function isHidden(frame: Frame): boolean {
  return (frame.code.flags & CO.HIDDEN) !== 0
}
