// Case mappings of str. The host knows upper and lower case (with all special casing); title case and case folding are
// derived from them and from the few characters that differ.
//
// Knows nothing of Python values.

import { isCasedChar, isLowerChar, isTitleChar, isUpperChar, NEWER } from './unicode.ts'

const ASCII = /^[\0-\x7f]*$/
/** Lower case letters whose upper case was assigned after Unicode 15.1. */
const NEWER_UPPER = /[\u019b\u0264\ua7d3\ua7d5]/

/** s.lower(). */
export function lower(s: string): string {
  return ASCII.test(s) || !NEWER.test(s) ? s.toLowerCase() : mapChars(s, lowerAt)
}

/** s.upper(). */
export function upper(s: string): string {
  return ASCII.test(s) || !(NEWER.test(s) || NEWER_UPPER.test(s)) ? s.toUpperCase() : mapChars(s, upperChar)
}

function mapChars(s: string, map: (char: string, s: string, at: number) => string): string {
  let out = ''
  let at = 0
  for (const char of s) {
    out += map(char, s, at)
    at += char.length
  }
  return out
}

function upperChar(char: string): string {
  return NEWER.test(char) || NEWER_UPPER.test(char) ? char : char.toUpperCase()
}

const CASED_BEFORE = /\p{Cased}\p{Case_Ignorable}*$/u
const CASED_AFTER = /^\p{Case_Ignorable}*\p{Cased}/u

/** The lower case of `char`, which stands at unit `at` of s: a final sigma has its own form. */
function lowerAt(char: string, s: string, at: number): string {
  if (char === '\u03a3')
    return CASED_BEFORE.test(s.slice(0, at)) && !CASED_AFTER.test(s.slice(at + 1)) ? '\u03c2' : '\u03c3'
  return NEWER.test(char) ? char : char.toLowerCase()
}

/** The title case of one character, which may be several characters. */
export function titleChar(char: string): string {
  const c = char.codePointAt(0)!
  if (c < 128) return char.toUpperCase()
  if (c >= 0x1c4 && c <= 0x1cc) return c <= 0x1c6 ? '\u01c5' : c <= 0x1c9 ? '\u01c8' : '\u01cb'
  if (c >= 0x1f1 && c <= 0x1f3) return '\u01f2'
  // Georgian has no title case.
  if ((c >= 0x10d0 && c <= 0x10fa) || (c >= 0x10fd && c <= 0x10ff)) return char
  if (c >= 0x1f80 && c <= 0x1faf) return String.fromCodePoint(c | 8)
  const mapped = upperChar(char)
  if (c >= 0x1fb2 && c <= 0x1ffc && mapped.endsWith('\u0399') && mapped.length > 1) {
    // Iota subscript: kept as a mark, or in one of three characters that have it.
    if (c === 0x1fb3 || c === 0x1fbc) return '\u1fbc'
    if (c === 0x1fc3 || c === 0x1fcc) return '\u1fcc'
    if (c === 0x1ff3 || c === 0x1ffc) return '\u1ffc'
    return `${mapped.slice(0, -1)}\u0345`
  }
  if (c === 0xdf || c === 0x587 || (c >= 0xfb00 && c <= 0xfb17)) return mapped[0] + mapped.slice(1).toLowerCase()
  return mapped
}

/** s.title(). */
export function title(s: string): string {
  if (ASCII.test(s)) return s.replace(/[A-Za-z]+/g, word => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
  let afterCased = false
  return mapChars(s, (char, text, at) => {
    const mapped = afterCased ? lowerAt(char, text, at) : titleChar(char)
    afterCased = isCasedChar(char)
    return mapped
  })
}

/** s.capitalize(). */
export function capitalize(s: string): string {
  if (ASCII.test(s)) return s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase()
  let first = true
  return mapChars(s, (char, text, at) => {
    const mapped = first ? titleChar(char) : lowerAt(char, text, at)
    first = false
    return mapped
  })
}

/** s.swapcase(). */
export function swapcase(s: string): string {
  return mapChars(s, (char, text, at) =>
    isUpperChar(char) ? lowerAt(char, text, at) : isLowerChar(char) ? upperChar(char) : char,
  )
}

/** s.casefold(). */
export function casefold(s: string): string {
  return ASCII.test(s) ? s.toLowerCase() : mapChars(s, foldChar)
}

function foldChar(char: string): string {
  const c = char.codePointAt(0)!
  if (c < 128) return char.toLowerCase()
  if (c === 0x131 || NEWER.test(char) || NEWER_UPPER.test(char)) return char
  if (c === 0x1e9e) return 'ss'
  // Cherokee folds to upper case.
  if ((c >= 0x13a0 && c <= 0x13fd) || (c >= 0xab70 && c <= 0xabbf)) return char.toUpperCase()
  return char.toUpperCase().toLowerCase()
}

/** s.islower(). */
export function isLower(s: string): boolean {
  let cased = false
  for (const char of s) {
    if (isUpperChar(char) || isTitleChar(char)) return false
    cased ||= isLowerChar(char)
  }
  return cased
}

/** s.isupper(). */
export function isUpper(s: string): boolean {
  let cased = false
  for (const char of s) {
    if (isLowerChar(char) || isTitleChar(char)) return false
    cased ||= isUpperChar(char)
  }
  return cased
}

/** s.istitle(). */
export function isTitle(s: string): boolean {
  let cased = false
  let afterCased = false
  for (const char of s) {
    if (isUpperChar(char) || isTitleChar(char)) {
      if (afterCased) return false
      afterCased = cased = true
    } else if (isLowerChar(char)) {
      if (!afterCased) return false
      cased = true
    } else afterCased = false
  }
  return cased
}
