// The unfinished coroutine objects, and the numbers that `id()` gives.
//
// Knows nothing of how coroutines run.

import { type Coroutine, State } from './coroutine.ts'
import { Obj, type Value } from './value.ts'

/** Distance between two addresses, as CPython's small objects have. */
const ALIGNMENT = 16
const FIRST_ADDRESS = 0x7f0000000000

/** An object and which address it has got. */
export interface GivenAddress {
  readonly object: Obj | string | bigint
  readonly index: number
}

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
  private given: GivenAddress[] = []
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

  /** The unfinished ones with this number or a later one, the latest first. */
  madeFrom(id: number): Coroutine[] {
    const all: Coroutine[] = []
    for (let c = this.newest; c !== null && c.id >= id; c = c.older) all.push(c)
    return all
  }

  /** After going back or forward: those from `nextId` on are gone, and `touched` may have come to life or to an end. */
  renew(nextId: number, touched: Iterable<Coroutine>): void {
    while (this.newest !== null && this.newest.id >= nextId) this.finished(this.newest)
    const come: Coroutine[] = []
    for (const c of touched) {
      const isListed = c.older !== null || c.newer !== null || this.oldest === c
      const isUnfinished = c.id < nextId && c.state !== State.Closed
      if (isListed && !isUnfinished) this.finished(c)
      else if (isUnfinished && !isListed) come.push(c)
    }
    if (come.length > 0) this.merge(come.sort((a, b) => b.id - a.id))
  }

  /** Puts these, the latest first, where they belong. */
  private merge(come: readonly Coroutine[]): void {
    let newer: Coroutine | null = null
    let older = this.newest
    for (const c of come) {
      while (older !== null && older.id > c.id) {
        newer = older
        older = older.older
      }
      c.older = older
      c.newer = newer
      if (older === null) this.oldest = c
      else older.newer = c
      if (newer === null) this.newest = c
      else newer.older = c
      newer = c
    }
    this.size += come.length
    this.version++
  }

  /** Takes back all addresses from the n-th on, and says which. */
  rollbackAddresses(n: number): GivenAddress[] {
    const taken: GivenAddress[] = []
    while (this.given.length > 0 && this.given[this.given.length - 1]!.index >= n) {
      const one = this.given.pop()!
      if (one.object instanceof Obj) this.ids.delete(one.object)
      else this.textIds.delete(one.object)
      taken.push(one)
    }
    this.addresses = n
    return taken
  }

  /** Gives those again that were taken back; `addresses` have been given out then. */
  giveAgain(taken: readonly GivenAddress[], addresses: number): void {
    this.addresses = addresses
    for (const one of [...taken].reverse()) {
      const { object, index } = one
      const address = FIRST_ADDRESS + ALIGNMENT * 4 * index
      if (object instanceof Obj) this.ids.set(object, address)
      else this.textIds.set(object, address)
      this.given.push(one)
    }
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
