// Encodings beyond the Unicode ones: the code pages cp1252 and iso8859-15, and unicode_escape; the names of those that CPython
// has and we refuse.
//
// Pure tables and functions; error handlers are codec.ts's business.

import { codePointOfName } from '../../language/index.ts'
import { escapeChar } from './str-repr.ts'

/** A code page by its byte: the code points of bytes that differ from Latin-1 (-1: undefined). */
export interface CodePage {
  readonly decode: (byte: number) => number
  /** -1: not in the page. */
  readonly encode: (codePoint: number) => number
}

function codePage(first: number, special: readonly number[]): CodePage {
  const table = Array.from({ length: 256 }, (_, byte) => special[byte - first] ?? byte)
  const bytes = new Map(table.map((code, byte) => [code, byte] as const))
  bytes.delete(-1)
  return { decode: byte => table[byte]!, encode: code => bytes.get(code) ?? -1 }
}

const CP1252 = [
  0x20ac, -1, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, -1, 0x17d, -1, -1,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, -1, 0x17e, 0x178,
]
const LATIN9 = [
  0x20ac, 0xa5, 0x160, 0xa7, 0x161, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xb2, 0xb3, 0x17d, 0xb5, 0xb6,
  0xb7, 0x17e, 0xb9, 0xba, 0xbb, 0x152, 0x153, 0x178,
]

const PAGES: Readonly<Record<string, CodePage>> = {
  cp1252: codePage(0x80, CP1252),
  windows_1252: codePage(0x80, CP1252),
  '1252': codePage(0x80, CP1252),
  iso8859_15: codePage(0xa4, LATIN9),
  iso_8859_15: codePage(0xa4, LATIN9),
  latin9: codePage(0xa4, LATIN9),
}

/** The code page of a normalised encoding name. */
export function codePageOf(name: string): CodePage | undefined {
  return Object.hasOwn(PAGES, name) ? PAGES[name] : undefined
}

const REFUSED = new Set(
  `big5 big5hkscs cp037 cp273 cp424 cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863
cp864 cp865 cp866 cp869 cp874 cp875 cp932 cp949 cp950 cp1006 cp1026 cp1125 cp1140 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256
cp1257 cp1258 euc_jp euc_jis_2004 euc_jisx0213 euc_kr gb2312 gbk gb18030 hz iso2022_jp iso2022_jp_1 iso2022_jp_2
iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8
iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_16 iso_8859_2 iso_8859_5 iso_8859_7 iso_8859_9 johab koi8_r
koi8_t koi8_u kz1048 mac_cyrillic mac_greek mac_iceland mac_latin2 mac_roman mac_turkish ptcp154 shift_jis shift_jis_2004
shift_jisx0213 utf_7 idna punycode raw_unicode_escape mbcs oem palmos undefined windows_1250 windows_1251 latin2 sjis gbk`.split(
    /\s+/,
  ),
)

/** Has CPython this encoding, though we have not? */
export function isRefusedEncoding(name: string): boolean {
  return REFUSED.has(name)
}

/** text.encode('unicode_escape'): always possible. CPython: PyUnicode_AsUnicodeEscapeString. */
export function encodeEscapes(text: string): string {
  let out = ''
  for (const char of text) {
    if (char === '\\') out += '\\\\'
    else if (char >= ' ' && char < '\x7f') out += char
    else out += escapeChar(char)
  }
  return out
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const SIZES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** One character or escape of unicode_escape bytes from `at` on: its text and end, or what is wrong up to an end. */
export function readEscape(
  bytes: Uint8Array,
  at: number,
): { readonly text: string; readonly next: number } | { readonly reason: string; readonly end: number } {
  const byte = bytes[at]!
  if (byte !== 92) return { text: String.fromCharCode(byte), next: at + 1 }
  if (at + 1 >= bytes.length) return { reason: '\\ at end of string', end: at + 1 }
  const char = String.fromCharCode(bytes[at + 1]!)
  const simple = SIMPLE[char]
  if (simple !== undefined) return { text: simple, next: at + 2 }
  if (char >= '0' && char <= '7') {
    let end = at + 1
    while (end < at + 4 && bytes[end]! >= 48 && bytes[end]! <= 55) end++
    return {
      text: String.fromCharCode(Number.parseInt(String.fromCharCode(...bytes.subarray(at + 1, end)), 8)),
      next: end,
    }
  }
  const size = SIZES[char]
  if (size !== undefined) {
    let end = at + 2
    while (end < at + 2 + size && /[0-9a-fA-F]/.test(String.fromCharCode(bytes[end] ?? 0))) end++
    if (end < at + 2 + size) return { reason: `truncated \\${char}${'X'.repeat(size)} escape`, end }
    const code = Number.parseInt(String.fromCharCode(...bytes.subarray(at + 2, end)), 16)
    return code > 0x10ffff
      ? { reason: 'illegal Unicode character', end }
      : { text: String.fromCodePoint(code), next: end }
  }
  if (char === 'N') {
    const close = bytes.indexOf(125, at)
    if (bytes[at + 2] !== 123 || close < 0)
      return { reason: 'malformed \\N character escape', end: close < 0 ? bytes.length : at + 2 }
    const code = codePointOfName(String.fromCharCode(...bytes.subarray(at + 3, Math.min(close, at + 1000))))
    return code === undefined
      ? { reason: 'unknown Unicode character name', end: close + 1 }
      : { text: String.fromCodePoint(code), next: close + 1 }
  }
  return { text: `\\${char}`, next: at + 2 }
}
