// sys.stdout, sys.stderr and sys.stdin: text streams to and from the host. They hold no state: what was written is in the
// trace, and nothing is buffered.

import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { strLength } from './str.ts'
import { asStr, Obj, type Result, type Value } from './value.ts'

export type StreamName = 'stdin' | 'stdout' | 'stderr'

/** A standard stream. */
export class TextStream extends Obj {
  readonly stream: StreamName
  constructor(stream: StreamName) {
    super()
    this.cls = textStreamType
    this.stream = stream
  }
}

function write(m: Machine, self: TextStream, text: Value): Result {
  const plain = asStr(text)
  if (plain === undefined) return m.raise('TypeError', `write() argument must be str, not ${m.typeName(text)}`)
  if (self.stream === 'stdin') return m.raiseArgs('OSError', ['not writable'])
  m.write(self.stream, plain)
  return strLength(plain)
}

const isAnswer = (answer: boolean) => (_m: Machine, _self: Value) => answer

/** `_io.TextIOWrapper`. */
export const textStreamType = defineType({
  name: '_io.TextIOWrapper',
  slots: {
    repr: (_m, self: TextStream) => {
      const mode = self.stream === 'stdin' ? 'r' : 'w'
      return `<_io.TextIOWrapper name='<${self.stream}>' mode='${mode}' encoding='utf-8'>`
    },
  },
  methods: {
    'write(text, /)': write,
    'writelines(lines, /)': (m: Machine, self: TextStream, lines: Value) => m.callPrelude('write_lines', self, lines),
    'flush()': () => null,
    'close()': () => null,
    'isatty()': isAnswer(false),
    'writable()': (_m: Machine, self: TextStream) => self.stream !== 'stdin',
    'readable()': (_m: Machine, self: TextStream) => self.stream === 'stdin',
    'seekable()': isAnswer(false),
    'fileno()': (_m: Machine, self: TextStream) => ['stdin', 'stdout', 'stderr'].indexOf(self.stream),
    'readline(size=-1, /)': (m: Machine, self: TextStream) =>
      self.stream === 'stdin' ? m.callPrelude('read_line') : m.raiseArgs('OSError', ['not readable']),
    'reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)': () => null,
  },
  getset: {
    encoding: () => 'utf-8',
    errors: (_m, self: TextStream) => (self.stream === 'stderr' ? 'backslashreplace' : 'strict'),
    name: (_m, self: TextStream) => `<${self.stream}>`,
    mode: (_m, self: TextStream) => (self.stream === 'stdin' ? 'r' : 'w'),
    closed: () => false,
    line_buffering: () => true,
    newlines: () => null,
  },
})

export const STDIN = new TextStream('stdin')
export const STDOUT = new TextStream('stdout')
export const STDERR = new TextStream('stderr')
