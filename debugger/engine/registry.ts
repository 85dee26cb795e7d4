// The unfinished coroutine objects, and the numbers that `id()` gives.
//
// Knows nothing of how coroutines run.

import type { Coroutine } from './coroutine.ts'
import { Obj, type Value } from './value.ts'

/** Distance between two addresses, as CPython's small objects have. */
const ALIGNMENT = 16
const FIRST_ADDRESS = 0x7f0000000000

export class CoroutineRegistry {
  /** By id, in creation order. */
  private readonly live = new Map<number, Coroutine>()
  private readonly ids = new WeakMap<Obj, number>()
  private readonly textIds = new Map<string | bigint, number>()
  /** How many addresses have been given out: a machine register. */
  addresses = 0
  /** Objects that got one since the oldest checkpoint, so that going back can take them away again. */
  private given: { readonly object: Obj | string | bigint; readonly index: number }[] = []
  /** A checkpoint exists. */
  isLogged = false

  created(c: Coroutine): void {
    this.live.set(c.id, c)
  }

  finished(c: Coroutine): void {
    this.live.delete(c.id)
  }

  unfinished(): readonly Coroutine[] {
    return [...this.live.values()]
  }

  get(id: number): Coroutine | undefined {
    return this.live.get(id)
  }

  /** After going back: what was made since is gone, `revived` are unfinished again. */
  rollback(nextId: number, revived: Iterable<Coroutine>): void {
    for (const c of revived) this.live.set(c.id, c)
    const order = [...this.live.keys()].filter(id => id < nextId).sort((a, b) => a - b)
    const sorted = order.map(id => this.live.get(id)!)
    this.live.clear()
    for (const c of sorted) this.live.set(c.id, c)
  }

  /** Takes back all addresses from the n-th on. */
  rollbackAddresses(n: number): void {
    while (this.given.length > 0 && this.given[this.given.length - 1]!.index >= n) {
      const { object } = this.given.pop()!
      if (object instanceof Obj) this.ids.delete(object)
      else this.textIds.delete(object)
    }
    this.addresses = n
  }

  /** No checkpoint is older than this many addresses. */
  forgetAddresses(n: number): void {
    this.given = this.given.filter(entry => entry.index >= n)
  }

  /** `id(value)`: the same for the same object as long as it lives; small ints and the like have fixed ones. */
  idOf(value: Value): number {
    switch (typeof value) {
      case 'number':
        return value >= -5 && value <= 256 ? 0x955000 + 32 * value : 0x600000000000 + 32 * Math.abs(value % 2 ** 40)
      case 'boolean':
        return value ? 0x955e20 : 0x955e00
      case 'string':
      case 'bigint': {
        let id = this.textIds.get(value)
        if (id === undefined) {
          id = this.next(value)
          this.textIds.set(value, id)
        }
        return id
      }
    }
    if (value === null) return 0x955f00
    let id = this.ids.get(value)
    if (id === undefined) {
      id = this.next(value)
      this.ids.set(value, id)
    }
    return id
  }

  private next(object: Obj | string | bigint): number {
    const index = this.addresses++
    if (this.isLogged) this.given.push({ object, index })
    return FIRST_ADDRESS + ALIGNMENT * 4 * index
  }
}
