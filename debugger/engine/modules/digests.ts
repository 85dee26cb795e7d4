// Message digests: MD5 (RFC 1321), SHA-1, SHA-2 (FIPS 180-4), SHA-3 (FIPS 202). Bytes in, bytes out.
//
// Knows nothing of Python.

/** A digest algorithm. Sizes in bytes. */
export interface Digest {
  readonly digestSize: number
  readonly blockSize: number
  readonly compute: (message: Uint8Array) => Uint8Array
}

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n))
const rotateRight = (x: number, n: number) => (x >>> n) | (x << (32 - n))

/** The message with a 1 bit, zeros and its length in bits, in blocks. */
function padded(message: Uint8Array, block: number, lengthBytes: number, littleEndian: boolean): DataView {
  const size = Math.ceil((message.length + 1 + lengthBytes) / block) * block
  const bytes = new Uint8Array(size)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  const bits = BigInt(message.length) * 8n
  view.setBigUint64(littleEndian ? size - lengthBytes : size - 8, bits, littleEndian)
  return view
}

function words(values: ArrayLike<number>, count: number, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * 4))
  for (let i = 0; i < count; i++) view.setUint32(4 * i, values[i]!, littleEndian)
  return new Uint8Array(view.buffer)
}

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
const MD5_SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)

function md5(message: Uint8Array): Uint8Array {
  const view = padded(message, 64, 8, true)
  const h = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = h as unknown as [number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      let f: number
      let g: number
      if (round === 0) {
        f = (b & c) | (~b & d)
        g = i
      } else if (round === 1) {
        f = (d & b) | (~d & c)
        g = (5 * i + 1) % 16
      } else if (round === 2) {
        f = b ^ c ^ d
        g = (3 * i + 5) % 16
      } else {
        f = c ^ (b | ~d)
        g = (7 * i) % 16
      }
      const sum = (a + f + MD5_SINES[i]! + view.getInt32(at + 4 * g, true)) | 0
      a = d
      d = c
      c = b
      b = (b + rotateLeft(sum, MD5_SHIFTS[round]![i & 3]!)) | 0
    }
    h[0]! += a
    h[1]! += b
    h[2]! += c
    h[3]! += d
  }
  return words(h, 4, true)
}

function sha1(message: Uint8Array): Uint8Array {
  const view = padded(message, 64, 8, false)
  const h = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const w = new Int32Array(80)
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i)
    for (let i = 16; i < 80; i++) w[i] = rotateLeft(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1)
    let [a, b, c, d, e] = h as unknown as [number, number, number, number, number]
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6]
      const next = (rotateLeft(a, 5) + f + e + k + w[i]!) | 0
      e = d
      d = c
      c = rotateLeft(b, 30)
      b = a
      a = next
    }
    h[0]! += a
    h[1]! += b
    h[2]! += c
    h[3]! += d
    h[4]! += e
  }
  return words(h, 5, false)
}

/** The first primes. */
function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every(p => n % p !== 0)) found.push(n)
  return found
}

/** The first 64 bits of the fraction of the k-th root of n. */
function rootFraction(n: number, k: 2 | 3): bigint {
  const scaled = BigInt(n) << BigInt(64 * k)
  let low = 0n
  let high = 1n << 72n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** BigInt(k) <= scaled) low = middle
    else high = middle
  }
  return low & 0xffffffffffffffffn
}

/** Made when first asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

// SHA-2's constants: fractions of cube roots and square roots of the first primes.
const cubeRoots = once(() => primes(80).map(p => rootFraction(p, 3)))
const squareRoots = once(() => primes(16).map(p => rootFraction(p, 2)))
const k256 = once(() => Int32Array.from(cubeRoots().slice(0, 64), k => Number(k >> 32n) | 0))

function sha256(initial: () => readonly number[], size: number) {
  return (message: Uint8Array): Uint8Array => {
    const view = padded(message, 64, 8, false)
    const constants = k256()
    const h = Int32Array.from(initial())
    const w = new Int32Array(64)
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i)
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15]!
        const y = w[i - 2]!
        const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3)
        const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10)
        w[i] = w[i - 16]! + s0 + w[i - 7]! + s1
      }
      const v = Array.from(h)
      for (let i = 0; i < 64; i++) {
        const [a, b, c, , e, f, g] = v as [number, number, number, number, number, number, number]
        const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)
        const t1 = (v[7]! + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0
        const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
        v.pop()
        v.unshift((t1 + t2) | 0)
        v[4] = (v[4]! + t1) | 0
      }
      for (let i = 0; i < 8; i++) h[i]! += v[i]!
    }
    return words(h, size / 4, false)
  }
}

const MASK = 0xffffffffffffffffn
const rotate64 = (x: bigint, n: bigint) => ((x >> n) | (x << (64n - n))) & MASK

function sha512(initial: () => readonly bigint[], size: number) {
  return (message: Uint8Array): Uint8Array => {
    const view = padded(message, 128, 16, false)
    const constants = cubeRoots()
    const h = initial().slice()
    const w: bigint[] = new Array(80).fill(0n)
    for (let at = 0; at < view.byteLength; at += 128) {
      for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i)
      for (let i = 16; i < 80; i++) {
        const x = w[i - 15]!
        const y = w[i - 2]!
        const s0 = rotate64(x, 1n) ^ rotate64(x, 8n) ^ (x >> 7n)
        const s1 = rotate64(y, 19n) ^ rotate64(y, 61n) ^ (y >> 6n)
        w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) & MASK
      }
      let [a, b, c, d, e, f, g, k] = h as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]
      for (let i = 0; i < 80; i++) {
        const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n)
        const t1 = (k + s1 + ((e & f) ^ (~e & MASK & g)) + constants[i]! + w[i]!) & MASK
        const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n)
        const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
        k = g
        g = f
        f = e
        e = (d + t1) & MASK
        d = c
        c = b
        b = a
        a = (t1 + t2) & MASK
      }
      for (const [i, v] of [a, b, c, d, e, f, g, k].entries()) h[i] = (h[i]! + v) & MASK
    }
    const out = new DataView(new ArrayBuffer(64))
    for (const [i, v] of h.entries()) out.setBigUint64(8 * i, v)
    return new Uint8Array(out.buffer, 0, size)
  }
}

/** Keccak with a capacity of twice the digest. CPython's sha3_*: domain bits 01. */
function sha3(size: number) {
  const rate = 200 - 2 * size
  return (message: Uint8Array): Uint8Array => {
    const length = Math.ceil((message.length + 1) / rate) * rate
    const bytes = new Uint8Array(length)
    bytes.set(message)
    bytes[message.length] = 0x06
    bytes[length - 1]! |= 0x80
    const input = new DataView(bytes.buffer)
    const lanes: bigint[] = new Array(25).fill(0n)
    for (let at = 0; at < length; at += rate) {
      for (let i = 0; i < rate / 8; i++) lanes[i]! ^= input.getBigUint64(at + 8 * i, true)
      keccak(lanes)
    }
    const out = new DataView(new ArrayBuffer(200))
    for (const [i, lane] of lanes.entries()) out.setBigUint64(8 * i, lane, true)
    return new Uint8Array(out.buffer, 0, size)
  }
}

function keccak(lanes: bigint[]): void {
  let register = 1
  const nextBit = () => {
    const bit = register & 1
    register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1
    return bit
  }
  for (let round = 0; round < 24; round++) {
    const c = [0, 1, 2, 3, 4].map(x => lanes[x]! ^ lanes[x + 5]! ^ lanes[x + 10]! ^ lanes[x + 15]! ^ lanes[x + 20]!)
    for (let x = 0; x < 5; x++) {
      const d = c[(x + 4) % 5]! ^ rotate64(c[(x + 1) % 5]!, 63n)
      for (let y = 0; y < 25; y += 5) lanes[x + y]! ^= d
    }
    let [x, y] = [1, 0]
    let current = lanes[1]!
    for (let t = 0; t < 24; t++) {
      ;[x, y] = [y, (2 * x + 3 * y) % 5]
      const saved = lanes[x + 5 * y]!
      const shift = (((t + 1) * (t + 2)) / 2) % 64
      lanes[x + 5 * y] = shift === 0 ? current : rotate64(current, BigInt(64 - shift))
      current = saved
    }
    for (let row = 0; row < 25; row += 5) {
      const r = lanes.slice(row, row + 5)
      for (let i = 0; i < 5; i++) lanes[row + i] = r[i]! ^ (~r[(i + 1) % 5]! & MASK & r[(i + 2) % 5]!)
    }
    for (let j = 0; j < 7; j++) if (nextBit()) lanes[0]! ^= 1n << BigInt(2 ** j - 1)
  }
}

const h256 = () =>
  squareRoots()
    .slice(0, 8)
    .map(h => Number(h >> 32n) | 0)
const h224 = () =>
  squareRoots()
    .slice(8)
    .map(h => Number(h & 0xffffffffn) | 0)

/** Algorithms by their name in hashlib. */
export const DIGESTS: Readonly<Record<string, Digest>> = {
  md5: { digestSize: 16, blockSize: 64, compute: md5 },
  sha1: { digestSize: 20, blockSize: 64, compute: sha1 },
  sha224: { digestSize: 28, blockSize: 64, compute: sha256(h224, 28) },
  sha256: { digestSize: 32, blockSize: 64, compute: sha256(h256, 32) },
  sha384: { digestSize: 48, blockSize: 128, compute: sha512(() => squareRoots().slice(8), 48) },
  sha512: { digestSize: 64, blockSize: 128, compute: sha512(() => squareRoots().slice(0, 8), 64) },
  sha3_224: { digestSize: 28, blockSize: 144, compute: sha3(28) },
  sha3_256: { digestSize: 32, blockSize: 136, compute: sha3(32) },
  sha3_384: { digestSize: 48, blockSize: 104, compute: sha3(48) },
  sha3_512: { digestSize: 64, blockSize: 72, compute: sha3(64) },
}
