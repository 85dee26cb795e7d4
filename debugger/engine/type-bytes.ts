// The class bytes. Operators are in bytes-slots.ts, methods in bytes-methods.ts, shared with bytearray.

import { newContent } from './bytes-content.ts'
import { fromHex, makeTable, SHARED_METHODS } from './bytes-methods.ts'
import { SHARED_SLOTS } from './bytes-slots.ts'
import { hashOf } from './hash.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { bytesRepr } from './str-repr.ts'
import { T } from './types.ts'
import { PyBytes, type PyType, type Result, type Value } from './value.ts'

defineType({
  type: T.bytes,
  isBase: true,
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  new: [
    'bytes(source=None, encoding=None, errors=None)',
    (
      m: Machine,
      cls: PyType,
      source: Value | undefined,
      encoding: Value | undefined,
      errors: Value | undefined,
    ): Result => {
      if (
        cls === T.bytes &&
        source instanceof PyBytes &&
        source.cls === T.bytes &&
        encoding === undefined &&
        errors === undefined
      ) {
        return source
      }
      const content = newContent(m, 'bytes', source, encoding, errors)
      if (content === 'python') return m.callPrelude('bytes_new', cls, source!)
      return content && new PyBytes(cls, content)
    },
  ],
  slots: {
    ...SHARED_SLOTS,
    repr: (_m, self: PyBytes) => bytesRepr(self.bytes),
    // Not repr(self): a subclass's __repr__ does not count.
    str: (_m, self: PyBytes) => bytesRepr(self.bytes),
    hash: (_m, self: PyBytes) => hashOf(self.cls === T.bytes ? self : new PyBytes(T.bytes, self.bytes)),
  },
  methods: {
    ...SHARED_METHODS,
    '__bytes__()': (_m: Machine, self: PyBytes) => (self.cls === T.bytes ? self : new PyBytes(T.bytes, self.bytes)),
    '__getnewargs__()': (m: Machine, self: PyBytes) => m.tuple([new PyBytes(T.bytes, self.bytes)]),
  },
  classMethods: { 'fromhex(string, /)': fromHex },
  staticMethods: { 'maketrans(frm, to, /)': makeTable },
})
