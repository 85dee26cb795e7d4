// Arguments of natives as JS values: ints and sizes, with the TypeErrors of the argument converters of CPython.
//
// An object whose `__index__` is written in the language cannot be asked here: the native then calls itself again through the
// prelude (`call_with_indexes`), which asks first.

import type { Int } from './int.ts'
import type { Machine } from './machine.ts'
import { asInt, type PyType, type Result, type Value } from './value.ts'

/** Has one of the arguments an `__index__` that only Python code can answer? */
export function wantsIndex(m: Machine, ...values: (Value | undefined)[]): boolean {
  for (const v of values) {
    if (typeof v !== 'object' || v === null || asInt(v) !== undefined) continue
    if (m.typeOf(v).slots.index !== null) return true
  }
  return false
}

/** Calls the method `name` of a built-in class again, once the arguments with `__index__` are ints. */
export function retryWithIndexes(m: Machine, type: PyType, name: string, args: readonly (Value | undefined)[]): Result {
  let count = args.length
  while (count > 0 && args[count - 1] === undefined) count--
  const given = args.slice(0, count).map(arg => arg ?? null)
  return m.callPrelude('call_with_indexes', type.ns.getStr(name)!, m.tuple(given))
}

/** An int argument; undefined: TypeError was raised. */
export function intArgument(m: Machine, value: Value): Int | undefined {
  const n = asInt(value)
  if (n !== undefined) return n
  return m.raise('TypeError', `'${m.typeName(value)}' object cannot be interpreted as an integer`)
}

/** An argument of C type Py_ssize_t; undefined: raised. `absent` stands for an argument that was not given. */
export function sizeArgument(m: Machine, value: Value | undefined, absent: number): number | undefined {
  if (value === undefined) return absent
  if (typeof value === 'number') return value
  const n = intArgument(m, value)
  if (n === undefined) return undefined
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n)) {
    return m.raise('OverflowError', 'Python int too large to convert to C ssize_t')
  }
  return Number(n)
}

/** An argument of C type int; undefined: raised. */
export function cIntArgument(m: Machine, value: Value | undefined, absent: number): number | undefined {
  const n = sizeArgument(m, value, absent)
  if (n === undefined) return undefined
  if ((n | 0) !== n)
    return m.raise('OverflowError', `signed integer is ${n < 0 ? 'less than minimum' : 'greater than maximum'}`)
  return n
}

/** A position of a slice-like argument (None, int): cut to what a position can be. Undefined: raised. */
export function positionArgument(m: Machine, value: Value | undefined, absent: number): number | undefined {
  if (value === undefined || value === null) return absent
  if (typeof value === 'number') return value
  const n = asInt(value)
  if (n !== undefined) return Number(n)
  return m.raise('TypeError', 'slice indices must be integers or None or have an __index__ method')
}
