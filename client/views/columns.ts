// Lists of numbers that grow at their end, outside the heap: a long run has millions, and none of them should be looked at by the
// garbage collector. Knows nothing of what the numbers say.

/** Integers of 32 bits. */
export class Integers {
  private data = new Int32Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(2 * this.length)
      larger.set(this.data)
      this.data = larger
    }
    this.data[this.length++] = value
  }

  /** The number at a place; NaN where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.length ? this.data[index]! : Number.NaN
  }
}

/** Numbers in ascending order. */
export class Ascending {
  private data = new Float64Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Float64Array(2 * this.length)
      larger.set(this.data)
      this.data = larger
    }
    this.data[this.length++] = value
  }

  /** The number at a place; NaN where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.length ? this.data[index]! : Number.NaN
  }

  get last(): number {
    return this.at(this.length - 1)
  }

  /** Index of the last one that is at most `value`, or -1. */
  lastAtMost(value: number): number {
    const { data } = this
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (data[middle]! <= value) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** Index of the last entry of an ascending list that is at most `value`, or -1. */
export function lastAtMost(list: readonly number[], value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The same for a value not far after the entry at `from`, which is at most `value`: walking along a list costs little. */
export function lastAtMostFrom(list: readonly number[], value: number, from: number): number {
  let step = 1
  let low = from
  while (low + step < list.length && list[low + step]! <= value) {
    low += step
    step *= 2
  }
  let high = Math.min(list.length, low + step)
  low++
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
