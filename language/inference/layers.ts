/**
 * Maps that are copied often and changed little: a copy shares what was there and holds its own changes apart. Where two copies of one map
 * meet again, only what either changed is looked at, so that a branch costs what happens in it, however much is known before it.
 */

/** As a `Map`; `undefined` is no value. */
export class Layers<K, V> {
  /** Shared by copies, and never changed. */
  private base: ReadonlyMap<K, V>
  /** What differs from it; undefined for what is gone. */
  private own: Map<K, V | undefined>

  constructor(base: ReadonlyMap<K, V> = new Map(), own: Map<K, V | undefined> = new Map()) {
    this.base = base
    this.own = own
  }

  get isEmpty(): boolean {
    return this.base.size === 0 && this.own.size === 0
  }

  get(key: K): V | undefined {
    const own = this.own.get(key)
    return own !== undefined || this.own.has(key) ? own : this.base.get(key)
  }

  has(key: K): boolean {
    return this.get(key) !== undefined
  }

  set(key: K, value: V): void {
    this.own.set(key, value)
  }

  delete(key: K): void {
    if (this.base.has(key)) this.own.set(key, undefined)
    else this.own.delete(key)
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    for (const entry of this.base) if (!this.own.has(entry[0])) yield entry
    for (const [key, value] of this.own) if (value !== undefined) yield [key, value]
  }

  copy(): Layers<K, V> {
    // Many changes are made part of what is shared: done rarely, and the more rarely the more there is to be copied.
    if (this.own.size > 16 && this.own.size ** 2 > this.base.size) {
      this.base = new Map(this)
      this.own = new Map()
    }
    return this.twin()
  }

  /** A copy that goes on sharing what this one shares with others. */
  twin(): Layers<K, V> {
    return new Layers(this.base, new Map(this.own))
  }

  /**
   * Takes in what another one holds.
   * @param combine the value where at least one has one; the same for two that are the same
   */
  join(other: Layers<K, V>, combine: (own: V | undefined, other: V | undefined) => V): void {
    const take = (key: K): void => {
      const [before, added] = [this.get(key), other.get(key)]
      if (before === undefined && added === undefined) return
      const value = combine(before, added)
      if (value !== before) this.own.set(key, value)
    }
    if (this.base === other.base) {
      for (const key of other.own.keys()) take(key)
      for (const key of [...this.own.keys()]) if (!other.own.has(key)) take(key)
    } else {
      const seen = new Set<K>()
      for (const [key] of other) {
        seen.add(key)
        take(key)
      }
      for (const [key] of [...this]) if (!seen.has(key)) take(key)
    }
  }
}
