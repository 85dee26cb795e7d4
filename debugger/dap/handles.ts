// Numbers that a client holds for things that live from one stop to the next: frames and containers of variables. Knows not
// what they are.

/** Gives each object one number and finds it again. Emptied whenever the program goes on. */
export class Handles<T extends object> {
  private readonly byNumber = new Map<number, T>()
  private readonly numbers = new Map<T, number>()
  /** Never starts again, so that a number of an earlier stop is told apart from one of this stop. */
  private next = 1

  of(value: T): number {
    const known = this.numbers.get(value)
    if (known !== undefined) return known
    const number = this.next++
    this.byNumber.set(number, value)
    this.numbers.set(value, number)
    return number
  }

  get(number: number): T | undefined {
    return this.byNumber.get(number)
  }

  clear(): void {
    this.byNumber.clear()
    this.numbers.clear()
  }
}
