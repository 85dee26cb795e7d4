// Python's view of a string (a sequence of code points) over JS strings (UTF-16). Strings without surrogates, nearly all,
// take the fast path: there a position is the same in both views.
//
// Knows nothing of methods' arguments or errors.

const SURROGATE = /[\ud800-\udfff]/

/** Results longer than this (in UTF-16 units) are refused with MemoryError. */
export const STR_LIMIT = 1 << 28

/** True when every UTF-16 unit is a code point of its own. Costs nothing for Latin-1 strings. */
export function isPlain(s: string): boolean {
  return !SURROGATE.test(s)
}

// The code points of the last string with surrogates: programs tend to index one string many times.
let lastText = ''
let lastChars: readonly string[] = []

/** The code points of s, each as a string. */
export function codePoints(s: string): readonly string[] {
  if (s !== lastText) {
    const chars = Array.from(s)
    if (s.length > 1 << 22) return chars
    lastChars = chars
    lastText = s
  }
  return lastChars
}

/** len(s). */
export function strLength(s: string): number {
  return isPlain(s) ? s.length : codePoints(s).length
}

/** s[i] for 0 <= i < len(s); undefined outside. Negative positions are the caller's to add up. */
export function charAt(s: string, i: number): string | undefined {
  return isPlain(s) ? s[i] : codePoints(s)[i]
}

/** The UTF-16 offset of code point number i (0 <= i <= len). */
export function unitOffset(s: string, i: number): number {
  if (isPlain(s)) return i
  const chars = codePoints(s)
  let offset = 0
  for (let k = 0; k < i && k < chars.length; k++) offset += chars[k]!.length
  return offset
}

/** The number of code points before UTF-16 offset `offset`. */
export function pointIndex(s: string, offset: number): number {
  return isPlain(s) ? offset : strLength(s.slice(0, offset))
}

/** s[start:stop] for positions already within 0 … len. */
export function substring(s: string, start: number, stop: number): string {
  if (isPlain(s)) return s.slice(start, Math.max(start, stop))
  return codePoints(s).slice(start, Math.max(start, stop)).join('')
}

/** The characters at start, start + step, … (`count` of them): what a slice with a step selects. */
export function stepSlice(s: string, start: number, step: number, count: number): string {
  const chars: ArrayLike<string> = isPlain(s) ? s : codePoints(s)
  let out = ''
  for (let k = 0, i = start; k < count; k++, i += step) out += chars[i]
  return out
}

/** Negative, 0 or positive as a is before, equal to or after b, by code points. */
export function compareStr(a: string, b: string): number {
  if (a === b) return 0
  if (isPlain(a) && isPlain(b)) return a < b ? -1 : 1
  const n = Math.min(a.length, b.length)
  let i = 0
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i === n) return a.length - b.length
  return sortWeight(a.charCodeAt(i)) - sortWeight(b.charCodeAt(i))
}

// Moves surrogates (which stand for code points from 0x10000 on) after all other units.
function sortWeight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** A place of a text as 'start:end' arguments of methods give it, in code points, cut to its length. CPython: ADJUST_INDICES. */
export function adjustRange(length: number, start: number, end: number): readonly [number, number] {
  const stop = end > length ? length : end < 0 ? Math.max(0, end + length) : end
  return [start < 0 ? Math.max(0, start + length) : start, stop]
}
