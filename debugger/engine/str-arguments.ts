// Arguments of str methods as plain strings, with the TypeErrors of the methods.

import type { Machine } from './machine.ts'
import { asStr, type Value } from './value.ts'

/** A str argument; otherwise TypeError "find() argument 1 must be str, not int". `what` is what stands before "must be". */
export function strArgument(m: Machine, value: Value, what: string): string | undefined {
  const text = asStr(value)
  return text ?? m.raise('TypeError', `${what} must be str, not ${m.typeName(value)}`)
}

/** An optional str argument of a function such as encode. */
export function optionalStr(m: Machine, value: Value | undefined, absent: string, what: string): string | undefined {
  return value === undefined ? absent : strArgument(m, value, what)
}
