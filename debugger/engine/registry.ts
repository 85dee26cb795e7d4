// The unfinished coroutine objects, and the numbers that `id()` gives.
//
// Knows nothing of how coroutines run.

import { type Coroutine, State } from './coroutine.ts'
import { Obj, type Value } from './value.ts'

/** Distance between two addresses, as CPython's small objects have. */
const ALIGNMENT = 16
const FIRST_ADDRESS = 0x7f0000000000

export class CoroutineRegistry {
  // The unfinished ones are linked in creation order through `older` and `newer`: no allocation for one more.
  private oldest: Coroutine | null = null
  private newest: Coroutine | null = null
  private readonly ids = new WeakMap<Obj, number>()
  private readonly textIds = new Map<string | bigint, number>()
  /** How many are unfinished. */
  size = 0
  /** Grows whenever one comes or goes: who keeps a list looks here whether it still holds. */
  version = 0
  /** How many addresses have been given out: a machine register. */
  addresses = 0
  /** Objects that got one since the oldest checkpoint, so that going back can take them away again. */
  private given: { readonly object: Obj | string | bigint; readonly index: number }[] = []
  /** A checkpoint exists. */
  isLogged = false

  created(c: Coroutine): void {
    c.older = this.newest
    c.newer = null
    if (this.newest === null) this.oldest = c
    else this.newest.newer = c
    this.newest = c
    this.size++
    this.version++
  }

  finished(c: Coroutine): void {
    const { older, newer } = c
    if (older !== null) older.newer = newer
    else if (this.oldest === c) this.oldest = newer
    else return
    if (newer !== null) newer.older = older
    else this.newest = older
    c.older = null
    c.newer = null
    this.size--
    this.version++
  }

  unfinished(): readonly Coroutine[] {
    const all: Coroutine[] = []
    for (let c = this.oldest; c !== null; c = c.newer) all.push(c)
    return all
  }

  get(id: number): Coroutine | undefined {
    for (let c = this.oldest; c !== null; c = c.newer) if (c.id === id) return c
    return undefined
  }

  /** After going back: what was made since is gone, `revived` are unfinished again. */
  rollback(nextId: number, revived: Iterable<Coroutine>): void {
    const all = new Set([...this.unfinished(), ...revived])
    this.oldest = null
    this.newest = null
    this.size = 0
    this.version++
    const kept = [...all].filter(c => c.id < nextId && c.state !== State.Closed)
    for (const c of kept.sort((a, b) => a.id - b.id)) this.created(c)
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
