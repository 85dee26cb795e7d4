/**
 * Questions that are answered once, and may ask each other in circles.
 *
 * A question that is met again while it is being answered gets a stand-in. What was answered with its help is good for the question at
 * the bottom only and forgotten with it; so each answer depends on the question alone, never on what was asked before.
 */

/** One question and what is known of its answer. */
export class Cell<T> {
  value: T | undefined
  isDone = false
  /** Its place on the stack while it is being answered, else -1. */
  depth = -1
  /** The lowest place on the stack that its answer relied on, while it is kept only for the question at the bottom. */
  relied = Number.POSITIVE_INFINITY
}

/** Chains of questions are cut here: what comes after is not known. */
const maximumDepth = 60

/** The questions being answered. One for all modules of a program. */
export class Queries {
  private depth = 0
  private relied = Number.POSITIVE_INFINITY
  private provisional: Cell<unknown>[] = []

  /** The answer to `cell`. */
  ask<T>(cell: Cell<T>, standIn: T, answer: () => T): T {
    if (cell.isDone) {
      this.relied = Math.min(this.relied, cell.relied)
      return cell.value as T
    }
    if (cell.depth >= 0) {
      this.relied = Math.min(this.relied, cell.depth)
      return standIn
    }
    if (this.depth > maximumDepth) {
      this.relied = 0
      return standIn
    }
    const outer = this.relied
    const mark = this.provisional.length
    this.relied = Number.POSITIVE_INFINITY
    const depth = this.depth++
    cell.depth = depth
    try {
      const value = answer()
      cell.value = value
      cell.isDone = true
      return value
    } finally {
      this.depth--
      cell.depth = -1
      if (this.relied < depth) {
        cell.relied = this.relied
        this.provisional.push(cell as Cell<unknown>)
        this.relied = Math.min(outer, this.relied)
      } else {
        cell.relied = Number.POSITIVE_INFINITY
        this.relied = outer
        this.forget(mark)
      }
    }
  }

  /** Answers that relied on the question that has just been settled. */
  private forget(mark: number): void {
    for (const cell of this.provisional.splice(mark)) {
      cell.isDone = false
      cell.value = undefined
    }
  }
}
