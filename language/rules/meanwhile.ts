/**
 * What was found in an earlier text, for the places where nothing is known of the present one yet: while somebody types in a long
 * class its warnings stay where they are, and do not vanish and come back with every letter.
 */

import type { Finding } from './rule.ts'

/** A text and all that was found in it. */
export interface Findings {
  readonly source: string
  readonly found: readonly Finding[]
}

/** Those findings that stand in no line that has changed, at their places in `source`. */
export function carriedOver({ source: before, found }: Findings, source: string): Finding[] {
  const shorter = Math.min(before.length, source.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === source.charCodeAt(start)) start++
  let tail = 0
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === source.charCodeAt(source.length - 1 - tail)
  ) {
    tail++
  }
  // The lines that it touches say something else now.
  const from = before.lastIndexOf('\n', start - 1)
  const next = before.indexOf('\n', before.length - tail)
  const to = next < 0 ? before.length : next
  const delta = source.length - before.length
  const carried: Finding[] = []
  for (const item of found) {
    if (item.end <= from) carried.push(item)
    else if (item.start > to) carried.push({ ...item, start: item.start + delta, end: item.end + delta })
  }
  return carried
}
