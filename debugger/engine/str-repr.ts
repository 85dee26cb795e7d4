// repr() and ascii() of str, repr() of bytes: quoting, escapes, what is printable.

import { isPrintableChar } from './unicode.ts'

/** repr(s). CPython: unicode_repr. */
export function strRepr(s: string): string {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'"
  // The common case: printable ASCII that needs no escape.
  if (/^[ !#-&(-[\]-~]*$/.test(s)) return quote + s + quote
  let out = quote
  for (const char of s) {
    if (char === quote || char === '\\') out += `\\${char}`
    else if (isPrintableChar(char)) out += char
    else out += escapeChar(char)
  }
  return out + quote
}

/** ascii(s): repr with everything outside ASCII escaped. */
export function strAscii(s: string): string {
  return toAscii(strRepr(s))
}

/** Escapes everything outside ASCII in a repr. */
export function toAscii(repr: string): string {
  return repr.replace(/[^\0-\x7f]/gu, escapeChar)
}

/** One character as \n, \t, \r, \xhh, \uhhhh or \Uhhhhhhhh. */
export function escapeChar(char: string): string {
  const c = char.codePointAt(0)!
  if (c === 10) return '\\n'
  if (c === 9) return '\\t'
  if (c === 13) return '\\r'
  return hexEscape(c)
}

/** A code point as \xhh, \uhhhh or \Uhhhhhhhh. */
export function hexEscape(c: number): string {
  if (c < 256) return `\\x${c.toString(16).padStart(2, '0')}`
  if (c < 65536) return `\\u${c.toString(16).padStart(4, '0')}`
  return `\\U${c.toString(16).padStart(8, '0')}`
}

/** repr(bytes): b'…'. CPython: PyBytes_Repr. */
export function bytesRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'"
  return `b${quote}${bytesBody(bytes, quote)}${quote}`
}

/** The inside of a bytes literal with this quote. */
export function bytesBody(bytes: Uint8Array, quote: string): string {
  let out = ''
  for (const b of bytes) {
    if (b === 92 || b === quote.charCodeAt(0)) out += `\\${String.fromCharCode(b)}`
    else if (b >= 32 && b < 127) out += String.fromCharCode(b)
    else out += escapeChar(String.fromCharCode(b))
  }
  return out
}
