/** Finding the part of a text that holds a place. */

import type { Part } from '../language/index.ts'

/** The index of the part in which `offset` is. */
export function partIndexAt(parts: readonly Part[], offset: number): number {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (parts[middle].start <= offset) low = middle
    else high = middle - 1
  }
  return low
}
