// SHA-256 (FIPS 180-4) of a text in UTF-8: what tells whether a program is still the one that was recorded. Written out because a session
// also runs where there is no synchronous digest.

/** Fractional parts of cube roots (and square roots) of the first primes, 32 bits of each. */
const primes = [...Array(312).keys()].filter(n => n > 1 && ![2, 3, 5, 7, 11, 13, 17].some(p => n > p && n % p === 0))
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0
const roundConstants = Int32Array.from(primes.slice(0, 64), prime => fraction(Math.cbrt(prime)))
const start = primes.slice(0, 8).map(prime => fraction(Math.sqrt(prime)))

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

/** The digest as eight words. */
function digest(text: string): Int32Array {
  const data = utf8(text)
  // One bit, zeros, and the length in bits fill up the last block.
  const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64)
  padded.set(data)
  padded[data.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(data.length / 2 ** 29))
  view.setUint32(padded.length - 4, data.length << 3)
  const state = Int32Array.from(start)
  const words = new Int32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i)
    for (let i = 16; i < 64; i++) {
      const [a, b] = [words[i - 15], words[i - 2]]
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
      words[i] = words[i - 16] + low + words[i - 7] + high
    }
    mix(state, words)
  }
  return state
}

function mix(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + roundConstants[i] + words[i]) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const done = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] += done[i]
}

/** Lone surrogates become U+FFFD. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let point = character.codePointAt(0)!
    if (point >= 0xd800 && point < 0xe000) point = 0xfffd
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
  }
  return Uint8Array.from(bytes)
}

/** As `sha256sum` prints it for a file in UTF-8. */
export function sha256Hex(text: string): string {
  return [...digest(text)].map(word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** As a Content-Security-Policy names a style that it allows. */
export function sha256Base64(text: string): string {
  const words = digest(text)
  const bytes = Array.from({ length: 33 }, (_, i) => (i < 32 ? (words[i >> 2] >>> (24 - 8 * (i & 3))) & 255 : 0))
  let out = ''
  for (let i = 0; i < 33; i += 3) {
    const three = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2]
    for (const shift of [18, 12, 6, 0]) out += alphabet[(three >> shift) & 63]
  }
  return `${out.slice(0, 43)}=`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
