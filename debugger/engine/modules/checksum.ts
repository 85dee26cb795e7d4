// Cyclic redundancy checks of bytes. Pure.

/** n as an unsigned 32-bit number. */
export function asUnsigned32(n: number | bigint): number {
  return Number(BigInt.asUintN(32, BigInt(n)))
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c
})

/** CRC-32 as in zlib. */
export function crc32(bytes: Uint8Array, start: number): number {
  let c = ~start
  for (const b of bytes) c = TABLE[(c ^ b) & 255]! ^ (c >>> 8)
  return ~c >>> 0
}

/** Adler-32 (RFC 1950, 8.2). */
export function adler32(bytes: Uint8Array, start: number): number {
  let a = (start & 0xffff) % 65521
  let b = (start >>> 16) % 65521
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

/** The 16-bit CRC of BinHex (CCITT). */
export function crcHqx(bytes: Uint8Array, start: number): number {
  let c = start & 0xffff
  for (const b of bytes) {
    c ^= b << 8
    for (let k = 0; k < 8; k++) c = c & 0x8000 ? ((c << 1) ^ 0x1021) & 0xffff : (c << 1) & 0xffff
  }
  return c
}
