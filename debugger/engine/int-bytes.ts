// int.to_bytes and int.from_bytes.

import { type Fail, overflowError, valueError } from './fail.ts'
import { type Int, normalInt } from './int.ts'

/** int.to_bytes(n, length, byteorder, signed=…). CPython: _PyLong_AsByteArray. */
export function intToBytes(n: Int, length: number, byteorder: string, signed: boolean): Uint8Array | Fail {
  if (byteorder !== 'little' && byteorder !== 'big') return valueError("byteorder must be either 'little' or 'big'")
  if (length < 0) return valueError('length argument must be non-negative')
  if (n < 0 && !signed) return overflowError("can't convert negative int to unsigned")
  const value = BigInt(n)
  const bits = BigInt(length) * 8n
  const fits = signed
    ? length === 0
      ? value === 0n || value === -1n
      : value >= -(1n << (bits - 1n)) && value < 1n << (bits - 1n)
    : value < 1n << bits
  if (!fits) return overflowError('int too big to convert')
  if (length === 0) return new Uint8Array(0)
  const hex = BigInt.asUintN(Number(bits), value)
    .toString(16)
    .padStart(length * 2, '0')
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return byteorder === 'little' ? bytes.reverse() : bytes
}

/** int.from_bytes(bytes, byteorder, signed=…). */
export function intFromBytes(bytes: Uint8Array, byteorder: string, signed: boolean): Int | Fail {
  if (byteorder !== 'little' && byteorder !== 'big') return valueError("byteorder must be either 'little' or 'big'")
  if (bytes.length === 0) return 0
  let hex = ''
  for (const b of byteorder === 'big' ? bytes : bytes.toReversed()) hex += (b < 16 ? '0' : '') + b.toString(16)
  const n = BigInt(`0x${hex}`)
  return normalInt(signed ? BigInt.asIntN(bytes.length * 8, n) : n)
}
