// Addresses of bytes, and bytes as text: how the protocol names and carries memory. Each object whose bytes are shown has a stretch of
// addresses of its own, apart from those of instructions.

import { SessionError } from '../session/index.ts'

const first = 2 ** 44
const stretch = 2 ** 28

/** The address of a byte of the n-th object, from 1. */
export const memoryText = (number: number, offset: number): string =>
  `0x${(first + number * stretch + offset).toString(16)}`

/** The object and the byte that an address names; undefined: it is none of ours. */
export function memoryAt(text: string): { readonly number: number; readonly offset: number } | undefined {
  if (!/^0x[0-9a-f]{1,13}$/i.test(text)) return undefined
  const past = Number(text) - first
  return past < stretch ? undefined : { number: Math.floor(past / stretch), offset: past % stretch }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let k = 0; k < 4; k++) text += i + k > bytes.length ? '=' : digits[(bits >> (18 - 6 * k)) & 63]
  }
  return text
}

export function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new SessionError(`'data' must be bytes in base64.`)
  const end = text.indexOf('=')
  const body = end < 0 ? text : text.slice(0, end)
  const bytes = new Uint8Array(Math.floor((body.length * 6) / 8))
  let bits = 0
  for (let i = 0, at = 0, held = 0; i < body.length; i++) {
    bits = ((bits << 6) | digits.indexOf(body[i])) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = (bits >> held) & 255
  }
  return bytes
}
