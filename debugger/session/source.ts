// From the bytes of a file to its text, as CPython's tokenizer reads them (Parser/tokenizer/file_tokenizer.c): UTF-8 unless a
// declaration in the first two lines says otherwise. Knows nothing of the language beyond that.

export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is what CPython prints of its SyntaxError. */
  | { readonly kind: 'error'; readonly message: string; readonly text: string }

const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/
const blank = /^[ \t\f]*(?:#.*)?$/

/** The text of a program, or why CPython would not read it. */
export function decodeSource(bytes: Uint8Array, path: string): Decoded {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const encoding = declaredEncoding(bytes)
  if (encoding !== undefined && isLatin1(encoding)) return { kind: 'text', text: latin1(bytes, 0, bytes.length) }
  if (encoding !== undefined && !isUtf8(encoding)) return failed(`encoding problem: ${encoding}`)
  const zero = bytes.indexOf(0)
  const text = utf8(bytes, hasMark ? 3 : 0)
  // The file is read by lines, each as far as a null byte.
  if (zero >= 0 && (typeof text === 'string' || zero < text.bad)) return withNull(bytes, zero, path)
  if (typeof text === 'string') return { kind: 'text', text }
  const byte = bytes[text.bad].toString(16).padStart(2, '0')
  let line = 1
  for (let i = 0; i < text.bad; i++) if (bytes[i] === 10) line++
  const message = `Non-UTF-8 code starting with '\\x${byte}' in file ${path} on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`
  return failed(message)
}

const failed = (message: string): Decoded => ({ kind: 'error', message, text: `SyntaxError: ${message}\n` })

/** A file with a null byte: shown with its line as far as the byte. */
function withNull(bytes: Uint8Array, zero: number, path: string): Decoded {
  const message = 'source code cannot contain null bytes'
  const start = bytes.lastIndexOf(10, zero) + 1
  let line = 1
  for (let i = 0; i < zero; i++) if (bytes[i] === 10) line++
  const before = utf8(bytes.subarray(start, zero), 0)
  const shown = (typeof before === 'string' ? before : '').replace(/^[ \t\f]+/, '')
  return { kind: 'error', message, text: `  File "${path}", line ${line}\n    ${shown}\nSyntaxError: ${message}\n` }
}

/** Reference 2.1.4: a comment in line 1, or in line 2 when line 1 is blank or a comment. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  let start = 0
  for (let line = 0; line < 2; line++) {
    let end = bytes.indexOf(10, start)
    if (end < 0) end = bytes.length
    const text = latin1(bytes, start, Math.min(end, start + 512))
    const found = declaration.exec(text)
    if (found !== null) return found[1]
    if (!blank.test(text.replace(/\r$/, ''))) return undefined
    start = end + 1
  }
  return undefined
}

const normal = (name: string): string => name.toLowerCase().replaceAll('_', '-')
const isUtf8 = (name: string): boolean => /^(?:utf-?8|utf-8-sig|u8|ascii|us-ascii)$/.test(normal(name))
const isLatin1 = (name: string): boolean => /^(?:latin-?1|iso-?8859-1|l1|cp819)$/.test(normal(name))

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i += 4096) text += String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 4096)))
  return text
}

/** Strict UTF-8 (no surrogates, no long forms), or the index of the first byte that is none. */
function utf8(bytes: Uint8Array, from: number): string | { readonly bad: number } {
  const parts: string[] = []
  let units: number[] = []
  for (let i = from; i < bytes.length; ) {
    const lead = bytes[i]
    let point = lead
    if (lead < 0x80) i++
    else {
      const length =
        lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
      if (length === 0) return { bad: i }
      point = lead & (0x7f >> length)
      for (let k = 1; k < length; k++) {
        const next = bytes[i + k]
        if (next === undefined || (next & 0xc0) !== 0x80) return { bad: i }
        point = (point << 6) | (next & 0x3f)
      }
      const least = length === 3 ? 0x800 : length === 4 ? 0x10000 : 0x80
      if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return { bad: i }
      i += length
    }
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
    else units.push(point)
    if (units.length > 4000) {
      parts.push(String.fromCharCode(...units))
      units = []
    }
  }
  parts.push(String.fromCharCode(...units))
  return parts.join('')
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
