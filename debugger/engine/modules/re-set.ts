// Sets of characters of regular expressions: what [...], \d, \w, \s and letters without case match.
//
// A character is its code point. Knows nothing of programs or matching.

import { isAlnumChar, isDecimalChar, isSpaceUnit } from '../unicode.ts'
import type { Category, SetItem } from './re-tree.ts'

/** How case and categories are to be understood: Unicode, or ASCII only (flag A and bytes). */
export interface Alphabet {
  readonly ascii: boolean
  readonly ignoreCase: boolean
}

/** A set, with a bitmap for the first 256 characters. */
export class CharSet {
  private readonly low: Uint8Array
  private readonly test: (code: number) => boolean
  constructor(test: (code: number) => boolean) {
    this.test = test
    this.low = Uint8Array.from({ length: 256 }, (_, code) => (test(code) ? 1 : 0))
  }
  has(code: number): boolean {
    return code < 256 ? this.low[code] === 1 : this.test(code)
  }
}

/** Is the character in the category? */
export function inCategory(code: number, category: Category, ascii: boolean): boolean {
  if (code < 128 || ascii) {
    if (category === 'digit') return code >= 48 && code <= 57
    const isSpace = code === 32 || (code >= 9 && code <= 13)
    if (category === 'space') return isSpace || (!ascii && code >= 28 && code <= 31)
    return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  }
  if (category === 'space') return isSpaceUnit(code)
  const char = String.fromCodePoint(code)
  return category === 'digit' ? isDecimalChar(char) : isAlnumChar(char)
}

/** The set of items, negated if so; without regard to case if the alphabet says so. */
export function makeSet(items: readonly SetItem[], negated: boolean, alphabet: Alphabet): CharSet {
  const { ascii, ignoreCase } = alphabet
  const plain = (code: number) =>
    items.some(item =>
      item.kind === 'char'
        ? code === item.code
        : item.kind === 'range'
          ? code >= item.low && code <= item.high
          : inCategory(code, item.category, ascii) !== item.negated,
    )
  if (!ignoreCase) return new CharSet(code => plain(code) !== negated)
  return new CharSet(code => (plain(lowerOf(code, ascii)) || variants(code, ascii).some(plain)) !== negated)
}

// Lower case letters that are equal without regard to case though their lower cases differ. CPython: Lib/re/_casefix.py.
const EQUIVALENT = [
  [0x69, 0x131],
  [0x73, 0x17f],
  [0xb5, 0x3bc],
  [0x345, 0x3b9, 0x1fbe],
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
  [0x3b2, 0x3d0],
  [0x3b5, 0x3f5],
  [0x3b8, 0x3d1],
  [0x3ba, 0x3f0],
  [0x3c0, 0x3d6],
  [0x3c1, 0x3f1],
  [0x3c2, 0x3c3],
  [0x3c6, 0x3d5],
  [0x432, 0x1c80],
  [0x434, 0x1c81],
  [0x43e, 0x1c82],
  [0x441, 0x1c83],
  [0x442, 0x1c84, 0x1c85],
  [0x44a, 0x1c86],
  [0x463, 0x1c87],
  [0x1e61, 0x1e9b],
  [0xa64b, 0x1c88],
  [0xfb05, 0xfb06],
]
const EQUIVALENTS = new Map<number, readonly number[]>(
  EQUIVALENT.flatMap(codes => codes.map(code => [code, codes] as const)),
)
// Upper case letters that are not the upper case of their lower case.
const OTHER_UPPER = new Map<number, readonly number[]>([
  [0x6b, [0x212a]],
  [0xe5, [0x212b]],
  [0x3c9, [0x2126]],
  [0xdf, [0x1e9e]],
  [0x69, [0x130]],
  [0x1c6, [0x1c5]],
  [0x1c9, [0x1c8]],
  [0x1cc, [0x1cb]],
  [0x1f3, [0x1f2]],
  [0x3b8, [0x3f4]],
])

/** The lower case of one character when that is one character. CPython: _PyUnicode_ToLowercase. */
export function lowerOf(code: number, ascii: boolean): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code
  if (ascii) return code
  if (code === 0x130) return 0x69
  const lower = String.fromCodePoint(code).toLowerCase()
  const first = lower.codePointAt(0)!
  return lower.length === (first > 0xffff ? 2 : 1) ? first : code
}

/** All characters equal to this one without regard to case, itself included. */
export function variants(code: number, ascii: boolean): number[] {
  const lower = lowerOf(code, ascii)
  const out = new Set([code])
  for (const l of ascii ? [lower] : (EQUIVALENTS.get(lower) ?? [lower])) {
    out.add(l)
    const upper = String.fromCodePoint(l).toUpperCase()
    const first = upper.codePointAt(0)!
    if ((ascii ? l < 128 : true) && upper.length === (first > 0xffff ? 2 : 1) && lowerOf(first, ascii) === l)
      out.add(first)
    if (!ascii) for (const other of OTHER_UPPER.get(l) ?? []) out.add(other)
  }
  return [...out]
}
