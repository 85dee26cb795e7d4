// Module zlib: its checksums (RFC 1950, ISO 3309). Compressing is not part of the engine: language/library/absences.ts.

import { bytesOf } from '../bytes.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { asInt, type Result, type Value } from '../value.ts'
import { adler32, asUnsigned32, crc32 } from './checksum.ts'

/** A checksum as a function of bytes and of the checksum of what came before them. */
const checksum =
  (compute: (bytes: Uint8Array, start: number) => number, usual: number) =>
  (m: Machine, data: Value, value: Value | undefined): Result => {
    const bytes = bytesOf(data)
    if (bytes === undefined) {
      return m.raise('TypeError', `a bytes-like object is required, not '${m.typeName(data)}'`)
    }
    if (value === undefined) return compute(bytes, usual)
    const start = asInt(value)
    if (start === undefined) {
      return m.raise('TypeError', `'${m.typeName(value)}' object cannot be interpreted as an integer`)
    }
    return compute(bytes, asUnsigned32(start))
  }

defineModule('zlib', {
  functions: {
    'adler32(data, value=1, /)': checksum(adler32, 1),
    'crc32(data, value=0, /)': checksum(crc32, 0),
  },
})
