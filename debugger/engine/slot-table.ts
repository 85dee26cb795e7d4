// Where CPython keeps the elements of a set: open addressing with linear probes, deleted slots and the same moments of
// growth (CPython: Objects/setobject.c). Only the order matters here: whether an element is present is known before.
//
// Knows nothing of sets and keys.

import type { Hash } from './dict.ts'
import type { Value } from './value.ts'

const LINEAR_PROBES = 9
const MIN_SIZE = 8
/** Stands in a slot whose element was removed. */
const DELETED = Symbol('deleted')

type Slot = Value | undefined | typeof DELETED

/** A table of slots; a position is the index of a slot. */
export class SlotTable {
  private slots: Slot[] = new Array(MIN_SIZE).fill(undefined)
  private hashes: Hash[] = new Array(MIN_SIZE).fill(0)
  private mask = MIN_SIZE - 1
  /** Slots that are not empty, deleted ones included. */
  private fill = 0
  private used = 0
  /** Where pop begins to search. */
  private finger = 0

  /** Adds an element that is not in the table: to the last deleted slot on its way, if any. CPython: set_add_entry. */
  add(element: Value, hash: Hash): void {
    const { slots } = this
    const probe = new Probe(hash, this.mask)
    let deleted = -1
    for (;;) {
      for (let j = probe.first; j <= probe.last; j++) {
        const slot = slots[j]
        if (slot === DELETED) deleted = j
        else if (slot === undefined) {
          this.used++
          if (deleted >= 0) {
            slots[deleted] = element
            this.hashes[deleted] = hash
            return
          }
          slots[j] = element
          this.hashes[j] = hash
          this.fill++
          if (this.fill * 5 >= this.mask * 3) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
          return
        }
      }
      probe.advance()
    }
  }

  /** Removes an element that is in the table (this very object, or this number). */
  delete(element: Value, hash: Hash): void {
    const probe = new Probe(hash, this.mask)
    for (;;) {
      for (let j = probe.first; j <= probe.last; j++) {
        if (this.slots[j] === element) {
          this.slots[j] = DELETED
          this.used--
          return
        }
      }
      probe.advance()
    }
  }

  /** Removes and gives the first element from the finger on. The table must not be empty. */
  pop(): Value {
    let i = this.finger & this.mask
    while (this.slots[i] === undefined || this.slots[i] === DELETED) i = i === this.mask ? 0 : i + 1
    const element = this.slots[i] as Value
    this.slots[i] = DELETED
    this.used--
    this.finger = i + 1
    return element
  }

  /** The first position of an element from `from` on, or -1. */
  next(from: number): number {
    const { slots } = this
    for (let i = from; i < slots.length; i++) {
      const slot = slots[i]
      if (slot !== undefined && slot !== DELETED) return i
    }
    return -1
  }

  elementAt(position: number): Value {
    return this.slots[position] as Value
  }

  /** Makes room before `count` elements are added. */
  prepare(count: number): void {
    if ((this.fill + count) * 5 >= this.mask * 3) this.resize((this.used + count) * 2)
  }

  /** Takes all elements of another table when this one was never filled; false: they have to be added one by one. */
  fillFrom(other: SlotTable): boolean {
    this.prepare(other.used)
    if (this.fill > 0) return false
    if (this.mask === other.mask && other.fill === other.used) {
      this.slots = other.slots.slice()
      this.hashes = other.hashes.slice()
    } else {
      for (let i = other.next(0); i >= 0; i = other.next(i + 1))
        this.insert(other.elementAt(i), other.hashes[i] as Hash)
    }
    this.fill = other.used
    this.used = other.used
    return true
  }

  /** CPython: the end of set_difference_update_internal. */
  compact(): void {
    if (this.fill - this.used > Math.floor(this.mask / 4))
      this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
  }

  copy(): SlotTable {
    const copy = new SlotTable()
    copy.slots = this.slots.slice()
    copy.hashes = this.hashes.slice()
    copy.mask = this.mask
    copy.fill = this.fill
    copy.used = this.used
    copy.finger = this.finger
    return copy
  }

  // CPython: set_insert_clean.
  private insert(element: Value, hash: Hash): void {
    const probe = new Probe(hash, this.mask)
    for (;;) {
      for (let j = probe.first; j <= probe.last; j++) {
        if (this.slots[j] === undefined) {
          this.slots[j] = element
          this.hashes[j] = hash
          return
        }
      }
      probe.advance()
    }
  }

  private resize(above: number): void {
    let size = MIN_SIZE
    while (size <= above) size *= 2
    const { slots, hashes } = this
    this.slots = new Array(size).fill(undefined)
    this.hashes = new Array(size).fill(0)
    this.mask = size - 1
    this.fill = this.used
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]
      if (slot !== undefined && slot !== DELETED) this.insert(slot, hashes[i] as Hash)
    }
  }
}

/** The slots to look at, in order: runs of up to ten neighbours. */
class Probe {
  first: number
  last: number
  private readonly mask: number
  private perturb: Hash

  constructor(hash: Hash, mask: number) {
    const small = typeof hash === 'number' && hash >= 0 && hash <= 0x7fffffff
    this.mask = mask
    // The hash as an unsigned 64 bit number.
    this.perturb = small ? hash : BigInt.asUintN(64, BigInt(hash))
    this.first = typeof this.perturb === 'number' ? this.perturb & mask : Number(this.perturb & BigInt(mask))
    this.last = this.end()
  }

  advance(): void {
    if (typeof this.perturb === 'number') {
      this.perturb >>= 5
      this.first = (this.first * 5 + 1 + this.perturb) % (this.mask + 1)
    } else {
      this.perturb >>= 5n
      this.first = Number((BigInt(this.first * 5 + 1) + this.perturb) & BigInt(this.mask))
    }
    this.last = this.end()
  }

  private end(): number {
    return this.first + LINEAR_PROBES <= this.mask ? this.first + LINEAR_PROBES : this.first
  }
}
