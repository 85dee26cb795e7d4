// set and frozenset. Membership is a dict's (normalised keys, foreign entries for keys with Python code); the order is
// CPython's open-addressing table when all elements hash the same in every run (numbers, None, tuples of those), and
// the order of insertion otherwise.
//
// Knows nothing of the machine; runs no Python code. Callers `touch` a set before they change it.

import { type Hash, PyDict } from './dict.ts'
import { hashOfElements, hashOfNative, stableHash } from './hash.ts'
import { keyOf, keyOfElements, type NativeKey } from './hashing.ts'
import { SlotTable } from './slot-table.ts'
import { MutableObj, type PyType, type Value } from './value.ts'

interface SavedSet {
  readonly members: unknown
  readonly slots: SlotTable | null
  readonly dict: PyDict | null
}

/** A set or frozenset, or an instance of a subclass. */
export class PySet extends MutableObj {
  /** The elements as the keys of a dict whose values are all None. */
  readonly members: PyDict
  /** Where CPython would keep each element; null when the order is that of insertion. */
  slots: SlotTable | null
  /** Instance namespace of an instance of a subclass. */
  dict: PyDict | null = null

  constructor(cls: PyType, epoch: number) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.members = new PyDict(cls, epoch)
    this.slots = new SlotTable()
  }

  get size(): number {
    return this.members.size
  }

  /** Adds an element with its native key; false when an equal one is there. */
  add(key: NativeKey, element: Value): boolean {
    const before = this.members.size
    this.members.set(key, element, null)
    if (this.members.size === before) return false
    if (this.slots !== null) {
      const hash = stableHash(element)
      if (hash === undefined) this.slots = null
      else this.slots.add(element, hash)
    }
    return true
  }

  has(key: NativeKey): boolean {
    return this.members.find(key) >= 0
  }

  /** Removes an element; false when it was not there. */
  delete(key: NativeKey): boolean {
    const entry = this.members.find(key)
    if (entry < 0) return false
    this.deleteEntry(entry)
    return true
  }

  /** Removes the element at an entry of `members`. */
  deleteEntry(entry: number): void {
    if (this.slots !== null) {
      const element = this.members.keyAt(entry)
      this.slots.delete(element, stableHash(element) as Hash)
    }
    this.members.deleteEntry(entry)
    if (this.members.size === 0) this.members.clear()
  }

  /** Adds an element whose hash or equality is Python code and that is equal to none here. */
  appendForeign(hash: Hash, element: Value): void {
    this.slots = null
    this.members.appendForeign(hash, element, null)
  }

  clear(): void {
    this.members.clear()
    this.slots = new SlotTable()
  }

  /** Removes and gives the element that CPython's set.pop takes. The set must not be empty. */
  pop(): Value {
    if (this.slots === null) {
      const entry = this.members.next(0)
      const element = this.members.keyAt(entry)
      this.members.deleteEntry(entry)
      return element
    }
    const element = this.slots.pop()
    this.members.delete(keyOf(element) as NativeKey)
    return element
  }

  // ---- in order of iteration; positions change when the table grows, as in CPython ----

  /** The first position of an element from `from` on, or -1. */
  next(from: number): number {
    return this.slots === null ? this.members.next(from) : this.slots.next(from)
  }

  elementAt(position: number): Value {
    return this.slots === null ? this.members.keyAt(position) : this.slots.elementAt(position)
  }

  /** All elements in order of iteration. */
  elements(): Value[] {
    if (this.slots === null) return this.members.keyList()
    const out: Value[] = []
    for (let i = this.slots.next(0); i >= 0; i = this.slots.next(i + 1)) out.push(this.slots.elementAt(i))
    return out
  }

  /** Adds all elements of another set; neither has foreign elements. CPython: set_merge. */
  merge(other: PySet): void {
    if (other === this || other.size === 0) return
    if (this.slots !== null && other.slots !== null) {
      if (this.slots.fillFrom(other.slots)) this.members.assign(other.members)
      else for (const element of other.elements()) this.add(keyOf(element) as NativeKey, element)
      return
    }
    this.slots = null
    for (const element of other.elements()) this.members.set(keyOf(element) as NativeKey, element, null)
  }

  /** Makes room as CPython does before `count` elements of a dict are added. */
  prepare(count: number): void {
    this.slots?.prepare(count)
  }

  /** After a difference CPython shrinks a table with many deleted slots. */
  compact(): void {
    this.slots?.compact()
  }

  /** Becomes an exact copy, with the same table; what was here is gone. */
  copyFrom(other: PySet): void {
    this.members.assign(other.members)
    this.slots = other.slots?.copy() ?? null
  }

  /** As a key of dicts and sets. Undefined: has foreign elements. */
  contentKey(): NativeKey | undefined {
    if (this.members.foreign > 0) return undefined
    return keyOfElements(this.members.natives.filter(key => key !== undefined) as NativeKey[])
  }

  contentHash(): Hash {
    const hashes: Hash[] = []
    const { members } = this
    for (let i = members.next(0); i >= 0; i = members.next(i + 1)) {
      const key = members.natives[i]
      hashes.push(key !== null && typeof key === 'object' && 'hash' in key ? key.hash : hashOfNative(members.keyAt(i)))
    }
    return hashOfElements(hashes)
  }

  stableHash(): Hash | undefined {
    return this.slots === null ? undefined : this.contentHash()
  }

  override save(): SavedSet {
    return { members: this.members.save(), slots: this.slots?.copy() ?? null, dict: this.dict }
  }

  override restore(saved: unknown): void {
    const s = saved as SavedSet
    this.members.restore(s.members)
    this.slots = s.slots
    this.dict = s.dict
  }
}
