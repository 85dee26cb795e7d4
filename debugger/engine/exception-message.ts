// What `str(exception)` gives, as far as it is known without running the program: for the trace and for views, at most 60 characters.
// CPython: BaseException_str and its overrides in Objects/exceptions.c.
//
// Knows nothing of a `__str__` that the program has written: such an exception is told by its arguments.

import type { PyException } from './exception.ts'
import { EXCEPTIONS, exceptionField } from './exception-types.ts'
import { SHORT, shortRepr } from './short-repr.ts'
import { PyTuple, type Value } from './value.ts'

/** The message of an exception; an empty one when it has none. */
export function shortMessage(exception: PyException): string {
  const text = messageOf(exception)
  return text.length <= SHORT ? text : text.slice(0, SHORT)
}

function messageOf(exception: PyException): string {
  const { args } = exception
  const { mro } = exception.cls
  const first = args.items[0]
  if (first === undefined) return ''
  if (args.items.length === 1) return mro.includes(EXCEPTIONS.KeyError!) ? shortRepr(first) : plain(first)
  if (mro.includes(EXCEPTIONS.BaseExceptionGroup!)) {
    const inner = exceptionField(exception, 'exceptions')
    const count = inner instanceof PyTuple ? inner.items.length : 0
    return `${plain(first)} (${count} sub-exception${count === 1 ? '' : 's'})`
  }
  if (mro.includes(EXCEPTIONS.OSError!)) {
    const [errno, strerror, file, other] = ['errno', 'strerror', 'filename', 'filename2'].map(name =>
      exceptionField(exception, name),
    ) as [Value, Value, Value, Value]
    if (file !== null || (errno !== null && strerror !== null))
      return `[Errno ${plain(errno)}] ${plain(strerror)}${file === null ? '' : `: ${shortRepr(file)}`}${other === null ? '' : ` -> ${shortRepr(other)}`}`
  }
  if (mro.includes(EXCEPTIONS.SyntaxError!)) return plain(first)
  return shortRepr(args)
}

/** `str(value)`. */
const plain = (value: Value): string => (typeof value === 'string' ? value : shortRepr(value))
