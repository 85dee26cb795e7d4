// Operators on plain ints and floats, without looking at classes: what most programs do most of the time. `undefined`: the
// general way has to be taken (also for errors).
//
// Knows nothing of dispatch (operator.ts).

import { normalInt } from './int.ts'
import type { Machine } from './machine.ts'
import { Binary } from './op.ts'
import { T } from './types.ts'
import { PyFloat, type Value } from './value.ts'

const MAX = 9007199254740991

function number(n: number): number | undefined {
  return n <= MAX && n >= -MAX ? n + 0 : undefined
}

export function fastBinary(_m: Machine, op: Binary, a: Value, b: Value): Value | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') return fastInt(op, a, b)
    if (typeof b === 'bigint') return bigOperation(op, BigInt(a), b)
    return b instanceof PyFloat && b.cls === T.float ? fastFloat(op, a, b.value) : undefined
  }
  if (a instanceof PyFloat && a.cls === T.float) {
    if (b instanceof PyFloat) return b.cls === T.float ? fastFloat(op, a.value, b.value) : undefined
    return typeof b === 'number' ? fastFloat(op, a.value, b) : undefined
  }
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return bigOperation(op, a, b)
    return typeof b === 'number' ? bigOperation(op, a, BigInt(b)) : undefined
  }
  if (typeof a === 'string' && typeof b === 'string' && (op === Binary.Add || op === Binary.InplaceAdd)) {
    return a.length + b.length < 1 << 20 ? a + b : undefined
  }
  return undefined
}

/** Ints of which one is beyond 2**53, or the result is. */
function bigOperation(op: Binary, a: bigint, b: bigint): Value | undefined {
  switch (op) {
    case Binary.Add:
    case Binary.InplaceAdd:
      return normalInt(a + b)
    case Binary.Subtract:
    case Binary.InplaceSubtract:
      return normalInt(a - b)
    case Binary.Multiply:
    case Binary.InplaceMultiply:
      return a < LARGE && a > -LARGE && b < LARGE && b > -LARGE ? normalInt(a * b) : undefined
    case Binary.And:
    case Binary.InplaceAnd:
      return normalInt(a & b)
    case Binary.Or:
    case Binary.InplaceOr:
      return normalInt(a | b)
    case Binary.Xor:
    case Binary.InplaceXor:
      return normalInt(a ^ b)
    case Binary.Remainder:
    case Binary.InplaceRemainder: {
      if (b === 0n) return undefined
      const r = a % b
      return normalInt(r !== 0n && r < 0n !== b < 0n ? r + b : r)
    }
    default:
      return undefined
  }
}

/** Products of smaller ints are not checked against the limits. */
const LARGE = 1n << 4096n

function fastInt(op: Binary, a: number, b: number): Value | undefined {
  switch (op) {
    // The interpreter comes here with these when the result is too large for a number.
    case Binary.Add:
    case Binary.InplaceAdd:
    case Binary.Subtract:
    case Binary.InplaceSubtract:
    case Binary.Multiply:
    case Binary.InplaceMultiply:
      return bigOperation(op, BigInt(a), BigInt(b))
    case Binary.Remainder:
    case Binary.InplaceRemainder: {
      if (b === 0) return undefined
      const r = a % b
      return (r !== 0 && r < 0 !== b < 0 ? r + b : r) + 0
    }
    case Binary.FloorDivide:
    case Binary.InplaceFloorDivide: {
      if (b === 0 || a > MAX / 2 || a < -MAX / 2) return undefined
      const r = a % b
      return (r !== 0 && r < 0 !== b < 0 ? a - r - b : a - r) / b + 0
    }
    case Binary.TrueDivide:
    case Binary.InplaceTrueDivide:
      return b === 0 ? undefined : new PyFloat(T.float, a / b)
    case Binary.And:
    case Binary.InplaceAnd:
      return (a | 0) === a && (b | 0) === b ? a & b : undefined
    case Binary.Or:
    case Binary.InplaceOr:
      return (a | 0) === a && (b | 0) === b ? a | b : undefined
    case Binary.Xor:
    case Binary.InplaceXor:
      return (a | 0) === a && (b | 0) === b ? a ^ b : undefined
    case Binary.Lshift:
    case Binary.InplaceLshift:
      return b >= 0 && b < 53 ? number(a * 2 ** b) : undefined
    case Binary.Rshift:
    case Binary.InplaceRshift:
      return b >= 0 && b < 32 && (a | 0) === a ? a >> b : undefined
    case Binary.Power:
    case Binary.InplacePower: {
      if (b < 0 || b > 64) return undefined
      let n = 1
      for (let i = 0; i < b; i++) {
        n *= a
        if (n > MAX || n < -MAX) return undefined
      }
      return n + 0
    }
    default:
      return undefined
  }
}

function fastFloat(op: Binary, a: number, b: number): Value | undefined {
  switch (op) {
    case Binary.Add:
    case Binary.InplaceAdd:
      return new PyFloat(T.float, a + b)
    case Binary.Subtract:
    case Binary.InplaceSubtract:
      return new PyFloat(T.float, a - b)
    case Binary.Multiply:
    case Binary.InplaceMultiply:
      return new PyFloat(T.float, a * b)
    case Binary.TrueDivide:
    case Binary.InplaceTrueDivide:
      return b === 0 ? undefined : new PyFloat(T.float, a / b)
    default:
      return undefined
  }
}

/** The six comparisons (op.ts Compare) of ints, floats and strs. */
export function fastCompare(op: number, a: Value, b: Value): boolean | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    switch (op) {
      case 0:
        return a < b
      case 1:
        return a <= b
      case 2:
        return a === b
      case 3:
        return a !== b
      case 4:
        return a > b
      default:
        return a >= b
    }
  }
  let x: number | bigint
  let y: number | bigint
  if (typeof a === 'number' || typeof a === 'bigint') x = a
  else if (a instanceof PyFloat && a.cls === T.float) x = a.value
  else if (typeof a === 'string' && typeof b === 'string') {
    if (op === 2) return a === b
    return op === 3 ? a !== b : undefined
  } else return undefined
  if (typeof b === 'number' || typeof b === 'bigint') y = b
  else if (b instanceof PyFloat && b.cls === T.float) y = b.value
  else return undefined
  switch (op) {
    case 0:
      return x < y
    case 1:
      return x <= y
    case 2:
      // biome-ignore lint/suspicious/noDoubleEquals: a float and a large int are compared by value
      return x == y
    case 3:
      // biome-ignore lint/suspicious/noDoubleEquals: a float and a large int are compared by value
      return x != y
    case 4:
      return x > y
    default:
      return x >= y
  }
}
