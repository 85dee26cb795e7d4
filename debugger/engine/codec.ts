// Text encodings: str.encode and bytes.decode with the standard error handlers. CPython: Objects/unicodeobject.c.
//
// Knows no Python objects but the bytes a UnicodeDecodeError holds.

import { nameOfCodePoint } from '../../language/index.ts'
import { type CodePage, codePageOf, encodeEscapes, isRefusedEncoding, readEscape } from './codec-other.ts'
import { Fail } from './fail.ts'
import { hexEscape } from './str-repr.ts'
import { T } from './types.ts'
import { PyBytes } from './value.ts'

type Encoding = 'utf-8' | 'ascii' | 'latin-1' | Wide | Charmap
/** A code page. */
interface Charmap {
  readonly name: 'charmap'
  readonly page: CodePage
}
interface Wide {
  readonly name: string
  readonly size: 2 | 4
  readonly bigEndian: boolean
  /** Written in front when encoding, read when decoding. */
  readonly mark: boolean
}

function normalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '')
}

function encodingOf(name: string): Encoding | 'utf-8-sig' | 'unicode-escape' | undefined {
  const normal = normalName(name)
  switch (normal) {
    case 'utf_8':
    case 'utf8':
    case 'u8':
    case 'utf':
    case 'cp65001':
    case 'utf8_ucs2':
    case 'utf8_ucs4':
      return 'utf-8'
    case 'utf_8_sig':
      return 'utf-8-sig'
    case 'ascii':
    case 'us_ascii':
    case '646':
    case 'iso646_us':
    case 'ansi_x3.4_1968':
    case 'us':
    case 'cp367':
    case 'ibm367':
      return 'ascii'
    case 'latin_1':
    case 'latin1':
    case 'latin':
    case 'l1':
    case 'iso_8859_1':
    case 'iso8859_1':
    case '8859':
    case 'cp819':
    case 'iso8859':
    case 'ibm819':
      return 'latin-1'
    case 'utf_16':
    case 'utf16':
    case 'u16':
      return { name: 'utf-16', size: 2, bigEndian: false, mark: true }
    case 'utf_16_le':
    case 'utf_16le':
      return { name: 'utf-16-le', size: 2, bigEndian: false, mark: false }
    case 'utf_16_be':
    case 'utf_16be':
      return { name: 'utf-16-be', size: 2, bigEndian: true, mark: false }
    case 'utf_32':
    case 'utf32':
    case 'u32':
      return { name: 'utf-32', size: 4, bigEndian: false, mark: true }
    case 'utf_32_le':
    case 'utf_32le':
      return { name: 'utf-32-le', size: 4, bigEndian: false, mark: false }
    case 'utf_32_be':
    case 'utf_32be':
      return { name: 'utf-32-be', size: 4, bigEndian: true, mark: false }
    case 'unicode_escape':
    case 'unicodeescape':
      return 'unicode-escape'
    default: {
      const page = codePageOf(normal)
      return page && { name: 'charmap', page }
    }
  }
}

function unknownEncoding(name: string): Fail {
  const isKnown = isRefusedEncoding(normalName(name))
  return new Fail('LookupError', isKnown ? `the encoding '${name}' is not in Coro` : `unknown encoding: ${name}`)
}

const unknownHandler = (name: string) => new Fail('LookupError', `unknown error handler name '${name}'`)

/** text.encode(encoding, errors). */
export function encode(text: string, encoding: string, errors: string): Uint8Array | Fail {
  const known = encodingOf(encoding)
  if (known === undefined) return unknownEncoding(encoding)
  if (known === 'utf-8-sig') {
    const body = encode(text, 'utf-8', errors)
    return body instanceof Fail ? body : Uint8Array.from([0xef, 0xbb, 0xbf, ...body])
  }
  if (known === 'unicode-escape') return Uint8Array.from(encodeEscapes(text), c => c.charCodeAt(0))
  const name = typeof known === 'string' ? known : known.name
  const out = new ByteWriter()
  const put = (c: number) => putPoint(out, known, c)
  if (typeof known === 'object' && 'mark' in known && known.mark) put(0xfeff)
  const chars = Array.from(text)
  const fits = (i: number) => isEncodable(known, chars[i]!.codePointAt(0)!)
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i]!.codePointAt(0)!
    if (isEncodable(known, c)) {
      put(c)
      continue
    }
    let end = i + 1
    while (end < chars.length && !fits(end)) end++
    for (; i < end; i++) {
      const bad = chars[i]!.codePointAt(0)!
      if (errors === 'surrogatepass' && isSurrogate(bad) && (known === 'utf-8' || isWide(known))) {
        putRaw(out, known, bad)
        continue
      }
      if (errors === 'surrogateescape' && bad >= 0xdc80 && bad <= 0xdcff) {
        out.put(bad - 0xdc00)
        continue
      }
      const replacement = encodeReplacement(bad, errors)
      if (replacement === undefined) return encodeError(name, text, i, end)
      if (replacement instanceof Fail) return replacement
      for (const r of replacement) put(r.codePointAt(0)!)
    }
    i--
  }
  return out.bytes()
}

function isWide(encoding: Encoding): encoding is Wide {
  return typeof encoding === 'object' && 'size' in encoding
}

const isSurrogate = (c: number) => c >= 0xd800 && c <= 0xdfff

function isEncodable(encoding: Encoding, c: number): boolean {
  if (encoding === 'ascii') return c < 128
  if (encoding === 'latin-1') return c < 256
  if (typeof encoding === 'object' && 'page' in encoding) return encoding.page.encode(c) >= 0
  return !isSurrogate(c)
}

function putPoint(out: ByteWriter, encoding: Encoding, c: number): void {
  if (encoding === 'utf-8' || isWide(encoding)) putRaw(out, encoding, c)
  else out.put(typeof encoding === 'string' ? c : encoding.page.encode(c))
}

function putRaw(out: ByteWriter, encoding: 'utf-8' | Wide, c: number): void {
  if (typeof encoding === 'string') {
    if (c < 0x80) out.put(c)
    else if (c < 0x800) out.put(0xc0 | (c >> 6), 0x80 | (c & 63))
    else if (c < 0x10000) out.put(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63))
    else out.put(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63))
  } else if (encoding.size === 4) {
    putUnit(out, encoding, c)
  } else if (c < 0x10000) {
    putUnit(out, encoding, c)
  } else {
    putUnit(out, encoding, 0xd800 + ((c - 0x10000) >> 10))
    putUnit(out, encoding, 0xdc00 + ((c - 0x10000) & 1023))
  }
}

function putUnit(out: ByteWriter, { size, bigEndian }: Wide, unit: number): void {
  for (let k = 0; k < size; k++) out.put((unit >> (8 * (bigEndian ? size - 1 - k : k))) & 255)
}

function encodeReplacement(c: number, errors: string): string | undefined | Fail {
  switch (errors) {
    case 'strict':
    case 'surrogatepass':
    case 'surrogateescape':
      return undefined
    case 'ignore':
      return ''
    case 'replace':
      return '?'
    case 'backslashreplace':
      return hexEscape(c)
    case 'xmlcharrefreplace':
      return `&#${c};`
    case 'namereplace': {
      const name = nameOfCodePoint(c)
      return name === undefined ? hexEscape(c) : `\\N{${name}}`
    }
    default:
      return unknownHandler(errors)
  }
}

const UNDEFINED = 'character maps to <undefined>'

function encodeError(encoding: string, text: string, start: number, end: number): Fail {
  const reason =
    encoding === 'ascii'
      ? 'ordinal not in range(128)'
      : encoding === 'latin-1'
        ? 'ordinal not in range(256)'
        : encoding === 'charmap'
          ? UNDEFINED
          : 'surrogates not allowed'
  const char = Array.from(text)[start]!
  const what =
    end === start + 1
      ? `character '${hexEscape(char.codePointAt(0)!)}' in position ${start}`
      : `characters in position ${start}-${end - 1}`
  return new Fail('UnicodeEncodeError', `'${encoding}' codec can't encode ${what}: ${reason}`, [
    encoding,
    text,
    start,
    end,
    reason,
  ])
}

/** bytes.decode(encoding, errors). */
export function decode(bytes: Uint8Array, encoding: string, errors: string): string | Fail {
  const known = encodingOf(encoding)
  if (known === undefined) return unknownEncoding(encoding)
  if (known === 'utf-8-sig') {
    return decode(
      bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes,
      'utf-8',
      errors,
    )
  }
  if (known === 'utf-8') return decodeWith(bytes, 'utf-8', errors, readUtf8)
  if (known === 'latin-1') return decodeWith(bytes, 'latin-1', errors, (b, i) => ({ code: b[i]!, next: i + 1 }))
  if (known === 'ascii') {
    return decodeWith(bytes, 'ascii', errors, (b, i) =>
      b[i]! < 128 ? { code: b[i]!, next: i + 1 } : { reason: 'ordinal not in range(128)', end: i + 1 },
    )
  }
  if (known === 'unicode-escape') return decodeEscapes(bytes, errors)
  if (!isWide(known)) {
    return decodeWith(bytes, 'charmap', errors, (b, i) => {
      const code = known.page.decode(b[i]!)
      return code < 0 ? { reason: UNDEFINED, end: i + 1 } : { code, next: i + 1 }
    })
  }
  const { size } = known
  const marked = known.mark ? bytes.subarray(0, size) : undefined
  const isMark = (...mark: number[]) => marked?.length === size && mark.every((b, i) => marked[i] === b)
  const little = size === 2 ? isMark(0xff, 0xfe) : isMark(0xff, 0xfe, 0, 0)
  const big = size === 2 ? isMark(0xfe, 0xff) : isMark(0, 0, 0xfe, 0xff)
  const wide: Wide = known.mark ? { ...known, bigEndian: big, name: `${known.name}-${big ? 'be' : 'le'}` } : known
  return decodeWith(bytes, wide.name, errors, (b, i) => readWide(b, i, wide), little || big ? size : 0)
}

function decodeEscapes(bytes: Uint8Array, errors: string): string | Fail {
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const r = readEscape(bytes, i)
    const step = 'text' in r ? r : decodeReplacement(bytes, 'unicodeescape', errors, i, r.end, r.reason)
    if (step instanceof Fail) return step
    out += step.text
    i = step.next
  }
  return out
}

/** One code point read, or what is wrong from here to `end`. */
type Read = { readonly code: number; readonly next: number } | { readonly reason: string; readonly end: number }

function decodeWith(
  bytes: Uint8Array,
  encoding: string,
  errors: string,
  read: (bytes: Uint8Array, at: number) => Read,
  from = 0,
): string | Fail {
  const parts: string[] = []
  const asciiIsItself = encoding === 'utf-8' || encoding === 'ascii'
  let i = from
  while (i < bytes.length) {
    const start = i
    if (asciiIsItself) while (i < bytes.length && bytes[i]! < 128) i++
    else if (encoding === 'latin-1') i = bytes.length
    if (i > start) {
      parts.push(latin1(bytes, start, i))
      continue
    }
    const r = read(bytes, i)
    if ('code' in r) {
      parts.push(String.fromCodePoint(r.code))
      i = r.next
    } else {
      const replacement = decodeReplacement(bytes, encoding, errors, i, r.end, r.reason)
      if (replacement instanceof Fail) return replacement
      parts.push(replacement.text)
      i = replacement.next
    }
  }
  return parts.length === 1 ? parts[0]! : parts.join('')
}

/** Bytes as the characters of the same codes. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  if (end - start <= 4096) return String.fromCharCode(...bytes.subarray(start, end))
  const parts: string[] = []
  for (let i = start; i < end; i += 4096) parts.push(String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 4096))))
  return parts.join('')
}

function readUtf8(bytes: Uint8Array, i: number): Read {
  const b = bytes[i]!
  if (b < 0x80) return { code: b, next: i + 1 }
  if (b < 0xc2 || b > 0xf4) return { reason: 'invalid start byte', end: i + 1 }
  const size = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4
  let code = b & (size === 2 ? 31 : size === 3 ? 15 : 7)
  for (let k = 1; k < size; k++) {
    const c = bytes[i + k]
    if (c === undefined) return { reason: 'unexpected end of data', end: i + k }
    // The second byte also excludes overlong forms, surrogates and what is beyond U+10FFFF.
    const low = k === 1 ? (b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80) : 0x80
    const high = k === 1 ? (b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf) : 0xbf
    if (c < low || c > high) return { reason: 'invalid continuation byte', end: i + k }
    code = (code << 6) | (c & 63)
  }
  return { code, next: i + size }
}

function readWide(bytes: Uint8Array, i: number, { size, bigEndian }: Wide): Read {
  const unit = (at: number) => {
    let v = 0
    for (let k = 0; k < size; k++) v = v * 256 + bytes[bigEndian ? at + k : at + size - 1 - k]!
    return v
  }
  if (i + size > bytes.length) return { reason: 'truncated data', end: bytes.length }
  const code = unit(i)
  if (size === 4) {
    if (code > 0x10ffff) return { reason: 'code point not in range(0x110000)', end: i + 4 }
    if (isSurrogate(code)) return { reason: 'code point in surrogate code point range(0xd800, 0xe000)', end: i + 4 }
    return { code, next: i + 4 }
  }
  if (!isSurrogate(code)) return { code, next: i + 2 }
  if (code >= 0xdc00) return { reason: 'illegal encoding', end: i + 2 }
  if (i + 4 > bytes.length) return { reason: 'unexpected end of data', end: bytes.length }
  const low = unit(i + 2)
  if (low < 0xdc00 || low > 0xdfff) return { reason: 'illegal UTF-16 surrogate', end: i + 2 }
  return { code: 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), next: i + 4 }
}

function decodeReplacement(
  bytes: Uint8Array,
  encoding: string,
  errors: string,
  start: number,
  end: number,
  reason: string,
): { readonly text: string; readonly next: number } | Fail {
  switch (errors) {
    case 'ignore':
      return { text: '', next: end }
    case 'replace':
      return { text: '\ufffd', next: end }
    case 'backslashreplace':
      return {
        text: Array.from(bytes.subarray(start, end), b => `\\x${b.toString(16).padStart(2, '0')}`).join(''),
        next: end,
      }
    case 'surrogateescape': {
      let text = ''
      let i = start
      while (i < end && bytes[i]! >= 128) text += String.fromCharCode(0xdc00 + bytes[i++]!)
      if (text !== '') return { text, next: i }
      break
    }
    case 'surrogatepass':
      if (
        encoding === 'utf-8' &&
        bytes[start] === 0xed &&
        bytes[start + 1]! >= 0xa0 &&
        bytes[start + 1]! <= 0xbf &&
        bytes[start + 2]! >= 0x80
      ) {
        const code = 0xd000 | ((bytes[start + 1]! & 63) << 6) | (bytes[start + 2]! & 63)
        return { text: String.fromCharCode(code), next: start + 3 }
      }
      break
    case 'strict':
      break
    default:
      return unknownHandler(errors)
  }
  const what =
    end === start + 1
      ? `byte 0x${bytes[start]!.toString(16).padStart(2, '0')} in position ${start}`
      : `bytes in position ${start}-${end - 1}`
  const message = `'${encoding}' codec can't decode ${what}: ${reason}`
  return new Fail('UnicodeDecodeError', message, [encoding, new PyBytes(T.bytes, bytes), start, end, reason])
}

/** Bytes that grow. */
class ByteWriter {
  private buffer = new Uint8Array(64)
  private length = 0
  put(...bytes: number[]): void {
    if (this.length + bytes.length > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2)
      larger.set(this.buffer)
      this.buffer = larger
    }
    for (const b of bytes) this.buffer[this.length++] = b
  }
  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }
}
