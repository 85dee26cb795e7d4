// Searching and cutting strings: find, count, replace, split, strip, partition … on JS strings.
//
// Positions are code points where a program sees them. Knows nothing of argument conversion.

import { type Fail, memoryError, valueError } from './fail.ts'
import { adjustRange, codePoints, isPlain, pointIndex, STR_LIMIT, strLength, unitOffset } from './str.ts'
import { isLineBreakUnit, isSpaceUnit } from './unicode.ts'

/** Tells white space by its code; bytes know less of it than str. */
export type IsSpace = (unit: number) => boolean

/** Where the part start:end of s lies, in UTF-16 units; undefined when start is after the end. */
export function unitRange(s: string, start: number, end: number): readonly [number, number] | undefined {
  const [from, to] = adjustRange(strLength(s), start, end)
  if (from > to) return undefined
  return isPlain(s) ? [from, to] : [unitOffset(s, from), unitOffset(s, to)]
}

/** s.find(part, start, end): position, or -1. */
export function find(s: string, part: string, start = 0, end: number = Number.POSITIVE_INFINITY): number {
  const range = unitRange(s, start, end)
  if (range === undefined) return -1
  const at = s.indexOf(part, range[0])
  return at < 0 || at + part.length > range[1] ? -1 : pointIndex(s, at)
}

/** s.rfind(part, start, end): position, or -1. */
export function rfind(s: string, part: string, start = 0, end: number = Number.POSITIVE_INFINITY): number {
  const range = unitRange(s, start, end)
  if (range === undefined || range[1] - part.length < range[0]) return -1
  const at = s.lastIndexOf(part, range[1] - part.length)
  return at < range[0] ? -1 : pointIndex(s, at)
}

/** s.count(part, start, end): occurrences that do not overlap. */
export function count(s: string, part: string, start = 0, end: number = Number.POSITIVE_INFINITY): number {
  const range = unitRange(s, start, end)
  if (range === undefined) return 0
  if (part === '') return strLength(s.slice(range[0], range[1])) + 1
  let n = 0
  for (
    let at = s.indexOf(part, range[0]);
    at >= 0 && at + part.length <= range[1];
    at = s.indexOf(part, at + part.length)
  )
    n++
  return n
}

/** s.startswith(prefix, start, end) or, `atEnd`, s.endswith. */
export function hasAffix(s: string, affix: string, atEnd: boolean, start: number, end: number): boolean {
  const range = unitRange(s, start, end)
  if (range === undefined || range[1] - range[0] < affix.length) return false
  return s.startsWith(affix, atEnd ? range[1] - affix.length : range[0])
}

/** s.replace(old, by, limit); negative limit: all. */
export function replace(s: string, old: string, by: string, limit: number): string | Fail {
  if (limit === 0) return s
  const max = limit < 0 ? Number.POSITIVE_INFINITY : limit
  if (old === '') {
    const chars = codePoints(s)
    const n = Math.min(max, chars.length + 1)
    if (s.length + n * by.length > STR_LIMIT) return memoryError()
    let out = ''
    for (let i = 0; i <= chars.length; i++) out += (i < n ? by : '') + (chars[i] ?? '')
    return out
  }
  if (by.length > old.length && s.length * ((by.length + 1) / old.length) > STR_LIMIT) {
    if (s.length + Math.min(max, count(s, old)) * (by.length - old.length) > STR_LIMIT) return memoryError()
  }
  if (max === Number.POSITIVE_INFINITY) return by.includes('$') ? s.replaceAll(old, () => by) : s.replaceAll(old, by)
  let out = ''
  let from = 0
  for (let n = 0; n < max; n++) {
    const at = s.indexOf(old, from)
    if (at < 0) break
    out += s.slice(from, at) + by
    from = at + old.length
  }
  return out + s.slice(from)
}

/** s.split(sep, limit): `sep` null splits at white space; negative limit: no limit. */
export function split(s: string, sep: string | null, limit: number, isSpace: IsSpace = isSpaceUnit): string[] | Fail {
  const max = limit < 0 ? Number.POSITIVE_INFINITY : limit
  if (sep === null) return splitSpace(s, max, isSpace)
  if (sep === '') return valueError('empty separator')
  if (max === Number.POSITIVE_INFINITY) return s.split(sep)
  const parts: string[] = []
  let from = 0
  while (parts.length < max) {
    const at = s.indexOf(sep, from)
    if (at < 0) break
    parts.push(s.slice(from, at))
    from = at + sep.length
  }
  parts.push(s.slice(from))
  return parts
}

function splitSpace(s: string, max: number, isSpace: IsSpace): string[] {
  const parts: string[] = []
  let i = 0
  const n = s.length
  for (;;) {
    while (i < n && isSpace(s.charCodeAt(i))) i++
    if (i === n) return parts
    if (parts.length >= max) {
      parts.push(s.slice(i))
      return parts
    }
    const start = i
    while (i < n && !isSpace(s.charCodeAt(i))) i++
    parts.push(s.slice(start, i))
  }
}

/** s.rsplit(sep, limit). */
export function rsplit(s: string, sep: string | null, limit: number, isSpace: IsSpace = isSpaceUnit): string[] | Fail {
  const max = limit < 0 ? Number.POSITIVE_INFINITY : limit
  if (sep === '') return valueError('empty separator')
  const parts: string[] = []
  let end = s.length
  if (sep !== null) {
    while (parts.length < max && end >= sep.length) {
      const at = s.lastIndexOf(sep, end - sep.length)
      if (at < 0) break
      parts.push(s.slice(at + sep.length, end))
      end = at
    }
    parts.push(s.slice(0, end))
    return parts.reverse()
  }
  for (;;) {
    while (end > 0 && isSpace(s.charCodeAt(end - 1))) end--
    if (end === 0) return parts.reverse()
    if (parts.length >= max) {
      parts.push(s.slice(0, end))
      return parts.reverse()
    }
    const stop = end
    while (end > 0 && !isSpace(s.charCodeAt(end - 1))) end--
    parts.push(s.slice(end, stop))
  }
}

/** s.splitlines(keepEnds). */
export function splitLines(
  s: string,
  keepEnds: boolean,
  isBreak: (unit: number) => boolean = isLineBreakUnit,
): string[] {
  const lines: string[] = []
  let start = 0
  let i = 0
  while (i < s.length) {
    const c = s.charCodeAt(i++)
    if (!isBreak(c)) continue
    const end = i - 1
    if (c === 13 && s.charCodeAt(i) === 10) i++
    lines.push(s.slice(start, keepEnds ? i : end))
    start = i
  }
  if (start < s.length) lines.push(s.slice(start))
  return lines
}

export type Side = 'both' | 'left' | 'right'

/** s.strip(), lstrip(), rstrip() of white space. */
export function stripSpace(s: string, side: Side, isSpace: IsSpace = isSpaceUnit): string {
  let start = 0
  let end = s.length
  if (side !== 'right') while (start < end && isSpace(s.charCodeAt(start))) start++
  if (side !== 'left') while (end > start && isSpace(s.charCodeAt(end - 1))) end--
  return s.slice(start, end)
}

/** s.strip(chars) and its one-sided forms. */
export function stripChars(s: string, chars: string, side: Side): string {
  if (isPlain(s) && isPlain(chars)) {
    let start = 0
    let end = s.length
    if (side !== 'right') while (start < end && chars.includes(s[start]!)) start++
    if (side !== 'left') while (end > start && chars.includes(s[end - 1]!)) end--
    return s.slice(start, end)
  }
  const set = new Set(chars)
  const points = codePoints(s)
  let start = 0
  let end = points.length
  if (side !== 'right') while (start < end && set.has(points[start]!)) start++
  if (side !== 'left') while (end > start && set.has(points[end - 1]!)) end--
  return points.slice(start, end).join('')
}

/** s.partition(sep) as three strings. */
export function partition(s: string, sep: string): readonly [string, string, string] | Fail {
  if (sep === '') return valueError('empty separator')
  const at = s.indexOf(sep)
  return at < 0 ? [s, '', ''] : [s.slice(0, at), sep, s.slice(at + sep.length)]
}

/** s.rpartition(sep) as three strings. */
export function rpartition(s: string, sep: string): readonly [string, string, string] | Fail {
  if (sep === '') return valueError('empty separator')
  const at = s.lastIndexOf(sep)
  return at < 0 ? ['', '', s] : [s.slice(0, at), sep, s.slice(at + sep.length)]
}

/** s padded to `width` code points. CPython: str.center puts the odd one left when the width is odd. */
export function pad(s: string, width: number, fill: string, align: 'left' | 'right' | 'center'): string | Fail {
  const missing = width - strLength(s)
  if (missing <= 0) return s
  if (missing * fill.length + s.length > STR_LIMIT) return memoryError()
  const left = align === 'left' ? 0 : align === 'right' ? missing : (missing >> 1) + (missing & width & 1)
  return fill.repeat(left) + s + fill.repeat(missing - left)
}

/** s.zfill(width). */
export function zfill(s: string, width: number): string | Fail {
  const missing = width - strLength(s)
  if (missing <= 0) return s
  if (missing + s.length > STR_LIMIT) return memoryError()
  const sign = s[0] === '+' || s[0] === '-' ? s[0] : ''
  return sign + '0'.repeat(missing) + s.slice(sign.length)
}

/** s.expandtabs(size). */
export function expandTabs(s: string, size: number): string | Fail {
  let out = ''
  let column = 0
  for (const char of s) {
    if (char === '\t') {
      const n = size > 0 ? size - (column % size) : 0
      if (out.length + n > STR_LIMIT) return memoryError()
      out += ' '.repeat(n)
      column += n
    } else {
      out += char
      column = char === '\n' || char === '\r' ? 0 : column + 1
    }
  }
  return out
}
