// sys.stdout, sys.stderr and sys.stdin: text streams to and from the host. They hold no state: what was written is in the
// trace, and nothing is buffered.

import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { strLength } from './str.ts'
import { asStr, Obj, PyModule, type Result, type Value } from './value.ts'

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
  if (self.stream === 'stdin') return refuse(m, self, 'not writable')
  m.write(self.stream, plain)
  return strLength(plain)
}

/** Raises io.UnsupportedOperation. */
function refuse(m: Machine, self: TextStream, what: string): Result {
  return self.stream === 'stdin'
    ? m.callPrelude('standard_stream', 'refuse_text', what)
    : m.callPrelude('standard_stream', 'refuse', what)
}

/** A way to read: what `_stdio` does for standard input, refused for the others. */
const reads =
  (what: string) =>
  (m: Machine, self: TextStream, size?: Value): Result =>
    self.stream === 'stdin'
      ? m.callPrelude('standard_stream', what, ...(size === undefined ? [] : [size]))
      : refuse(m, self, 'not readable')

/** Only standard input is ever closed, by the module that reads it. */
function isClosed(m: Machine, self: TextStream): boolean {
  const module = self.stream === 'stdin' ? m.modules.getStr('_stdio') : undefined
  return module instanceof PyModule && module.dict.getStr('is_closed') === true
}

const nextLine = reads('next_line')

const isAnswer = (answer: boolean) => (_m: Machine, _self: Value) => answer

/** `_io.TextIOWrapper`. */
export const textStreamType = defineType({
  name: '_io.TextIOWrapper',
  slots: {
    repr: (_m, self: TextStream) => {
      const mode = self.stream === 'stdin' ? 'r' : 'w'
      return `<_io.TextIOWrapper name='<${self.stream}>' mode='${mode}' encoding='utf-8'>`
    },
    iter: (m, self: TextStream) => (isClosed(m, self) ? m.raise('ValueError', 'I/O operation on closed file.') : self),
    next: nextLine,
  },
  methods: {
    'write(text, /)': write,
    'writelines(lines, /)': (m: Machine, self: TextStream, lines: Value) => m.callPrelude('write_lines', self, lines),
    'flush()': () => null,
    'close()': (m: Machine, self: TextStream) =>
      self.stream === 'stdin' ? m.callPrelude('standard_stream', 'close') : null,
    'isatty()': (m: Machine, self: TextStream) => m.options.isTerminal?.(self.stream) ?? false,
    'writable()': (_m: Machine, self: TextStream) => self.stream !== 'stdin',
    'readable()': (_m: Machine, self: TextStream) => self.stream === 'stdin',
    'seekable()': isAnswer(false),
    'fileno()': (_m: Machine, self: TextStream) => ['stdin', 'stdout', 'stderr'].indexOf(self.stream),
    'read(size=-1, /)': reads('read'),
    'readline(size=-1, /)': reads('readline'),
    'readlines(hint=-1, /)': reads('readlines'),
    '__enter__()': (_m: Machine, self: TextStream) => self,
    '__exit__(*args)': (m: Machine, self: TextStream) =>
      self.stream === 'stdin' ? m.callPrelude('standard_stream', 'close') : null,
    'reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)': () => null,
  },
  getset: {
    encoding: () => 'utf-8',
    errors: (_m, self: TextStream) => (self.stream === 'stderr' ? 'backslashreplace' : 'strict'),
    name: (_m, self: TextStream) => `<${self.stream}>`,
    mode: (_m, self: TextStream) => (self.stream === 'stdin' ? 'r' : 'w'),
    closed: isClosed,
    buffer: (m, self: TextStream) => m.callPrelude('standard_stream', 'buffer', self.stream),
    line_buffering: () => true,
    newlines: () => null,
  },
})

export const STDIN = new TextStream('stdin')
export const STDOUT = new TextStream('stdout')
export const STDERR = new TextStream('stderr')
