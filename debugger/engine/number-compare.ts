// Comparison of real numbers, exact also between int and float of any size (the host compares bigint and number exactly).

import { Compare } from './op.ts'

/** a <op> b of two ints or doubles. */
export function compareNumbers(a: number | bigint, b: number | bigint, op: number): boolean {
  switch (op) {
    case Compare.Lt:
      return a < b
    case Compare.Le:
      return a <= b
    case Compare.Eq:
      // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same value are equal only so
      return a == b
    case Compare.Ne:
      // biome-ignore lint/suspicious/noDoubleEquals: as above
      return a != b
    case Compare.Gt:
      return a > b
    default:
      return a >= b
  }
}
