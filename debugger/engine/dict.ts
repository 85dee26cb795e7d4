// The dict: attribute namespaces with shapes (for inline caches) and general tables.
//
// Shape mode: the keys are str and live in an immutable `Shape`, shared by all namespaces that were filled in the same
// order; `values[i]` belongs to the i-th name. An inline cache that saw `dict.shape === shape` knows index i of a name
// (or that the name is absent) as long as the dict still has that very shape; replacing a value keeps the shape.
// Table mode (`shape === null`): entries in insertion order with holes where one was deleted, and an index from the
// normalised key (hashing.ts) to the entry.
//
// Every method that changes the dict expects that the caller has called `machine.touch(dict)`.
// Knows nothing of the machine; runs no Python code: keys that need it come with their hash, as "foreign" entries.

import { keyOf, keyOfString, type NativeKey, stringOfKey } from './hashing.ts'
import { MutableObj, type PyType, type Value } from './value.ts'

/** More names than this in one namespace of instances, or more ways on from one shape, and a dict becomes a table. */
const SHAPE_LIMIT = 128
/** Deletions that a module or class namespace survives before it becomes a table. */
const DELETION_LIMIT = 16
/** Tables up to this many entries are searched from front to back and have no `Map`. */
const LINEAR_LIMIT = 8

/**
 * The names of a namespace, in order. Immutable. A shape shares its arrays with the shapes that continue it: only the
 * first `length` names are its own.
 */
export class Shape {
  readonly names: string[]
  readonly indexes: Map<string, number>
  readonly length: number
  /** Private shapes serve one namespace (module, class); they may grow long and are not found again from the root. */
  readonly isPrivate: boolean
  readonly deletions: number
  private readonly next: Map<string, Shape> | null

  constructor(names: string[], indexes: Map<string, number>, length: number, isPrivate: boolean, deletions: number) {
    this.names = names
    this.indexes = indexes
    this.length = length
    this.isPrivate = isPrivate
    this.deletions = deletions
    this.next = isPrivate ? null : new Map()
  }

  /** The beginning of a tree of shapes: one per class is best, so that its instances share. */
  static root(): Shape {
    return new Shape([], new Map(), 0, false, 0)
  }

  /** The beginning of a private chain. */
  static private(): Shape {
    return new Shape([], new Map(), 0, true, 0)
  }

  /** The index of a name in `values`, or -1. */
  indexOf(name: string): number {
    const i = this.indexes.get(name)
    return i !== undefined && i < this.length ? i : -1
  }

  /** The shape with one more name; undefined when the dict had better become a table. */
  with(name: string): Shape | undefined {
    if (this.next === null) return this.extend(name)
    let shape = this.next.get(name)
    if (shape === undefined) {
      if (this.length >= SHAPE_LIMIT || this.next.size >= SHAPE_LIMIT) return undefined
      shape = this.extend(name)
      this.next.set(name, shape)
    }
    return shape
  }

  private extend(name: string): Shape {
    const { names, length } = this
    if (names.length === length) {
      names.push(name)
      this.indexes.set(name, length)
      return new Shape(names, this.indexes, length + 1, this.isPrivate, this.deletions)
    }
    if (names[length] === name) return new Shape(names, this.indexes, length + 1, this.isPrivate, this.deletions)
    // Somebody else continued from here (another path, or a future that was undone): part company.
    const own = names.slice(0, length)
    own.push(name)
    return new Shape(own, indexNames(own), length + 1, this.isPrivate, this.deletions)
  }

  /** The private shape without the i-th name. */
  without(i: number): Shape | undefined {
    if (!this.isPrivate || this.deletions >= DELETION_LIMIT) return undefined
    const names = this.names.slice(0, this.length)
    names.splice(i, 1)
    return new Shape(names, indexNames(names), names.length, true, this.deletions + 1)
  }
}

function indexNames(names: readonly string[]): Map<string, number> {
  const indexes = new Map<string, number>()
  for (let i = 0; i < names.length; i++) indexes.set(names[i] as string, i)
  return indexes
}

/** A Python hash: an int as the machine holds it. */
export type Hash = number | bigint

type EntriesByHash = Map<Hash, number[]>

/** Stands in the place of a native key for a key whose `__hash__` or `__eq__` is Python code; holds its hash. */
export class ForeignKey {
  readonly hash: Hash
  constructor(hash: Hash) {
    this.hash = hash
  }
}

/** Key of a table entry; undefined: the entry was deleted. */
export type TableKey = NativeKey | ForeignKey | undefined

interface SavedDict {
  readonly shape: Shape | null
  readonly values: Value[]
  readonly natives: TableKey[] | null
  readonly keys: Value[] | null
  readonly size: number
  readonly usable: number
  readonly foreign: number
  readonly dict: PyDict | null
}

const NO_KEYS: TableKey[] = []
/** Of every empty dict: never pushed to. */
const NO_VALUES: Value[] = []

/** The array with one more value: itself, or while there are few another one, since an array that grows takes far more room. */
export function withValue(values: Value[], value: Value): Value[] {
  switch (values.length) {
    case 0:
      return [value]
    case 1:
      return [values[0]!, value]
    case 2:
      return [values[0]!, values[1]!, value]
    case 3:
      return [values[0]!, values[1]!, values[2]!, value]
    default:
      values.push(value)
      return values
  }
}

/** A dict, or an instance of a subclass (whose instance namespace is `dict`). */
export class PyDict extends MutableObj {
  /** The shape in shape mode, null in table mode. */
  shape: Shape | null
  /** Values by index in the shape, or by entry. At a deleted entry: null. */
  values: Value[] = NO_VALUES
  /** Number of items. */
  size = 0
  /** Table mode: normalised keys by entry. */
  natives: TableKey[] = NO_KEYS
  /** Table mode: the key objects by entry, where some differ from their native keys; else null. */
  private keys: Value[] | null = null
  /** Table mode with many entries: entry by native key. */
  private index: Map<NativeKey, number> | null = null
  /** Number of foreign entries. */
  foreign = 0
  /** Foreign entries by hash. */
  private foreignByHash: EntriesByHash | null = null
  /** Native entries by hash: made when a foreign key is looked for, gone when a native one is added. */
  private nativeByHash: EntriesByHash | null = null
  private hashOf: ((key: Value) => Hash) | null = null
  /** Entries that can be added before the table is compacted: CPython's dk_usable, so that positions move when its do. */
  private usable = 0
  /** Instance namespace of an instance of a subclass. */
  dict: PyDict | null = null

  constructor(cls: PyType, epoch: number, shape: Shape | null = null) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.shape = shape
    if (shape === null) this.natives = []
  }

  // ---- str keys: attributes and variables ----

  /** The value of a str key, or undefined. */
  getStr(name: string): Value | undefined {
    const shape = this.shape
    if (shape !== null) {
      const i = shape.indexes.get(name)
      return i !== undefined && i < shape.length ? this.values[i] : undefined
    }
    const entry = this.find(keyOfString(name))
    return entry < 0 ? undefined : this.values[entry]
  }

  hasStr(name: string): boolean {
    return this.getStr(name) !== undefined
  }

  setStr(name: string, value: Value): void {
    const shape = this.shape
    if (shape === null) {
      this.set(keyOfString(name), name, value)
      return
    }
    const i = shape.indexes.get(name)
    if (i !== undefined && i < shape.length) {
      this.values[i] = value
      return
    }
    const next = shape.with(name)
    if (next === undefined) {
      this.becomeTable()
      this.set(keyOfString(name), name, value)
      return
    }
    this.shape = next
    this.values = withValue(this.values, value)
    this.size++
  }

  /** Removes a str key and gives its value; undefined when it was not there. */
  deleteStr(name: string): Value | undefined {
    const shape = this.shape
    if (shape === null) return this.delete(keyOfString(name))
    const i = shape.indexOf(name)
    if (i < 0) return undefined
    const old = this.values[i]
    const next = shape.without(i)
    if (next === undefined) {
      this.becomeTable()
      return this.delete(keyOfString(name))
    }
    this.shape = next
    this.values.splice(i, 1)
    this.size--
    return old
  }

  // ---- native keys ----

  /** The value of a key, or undefined. Foreign entries are not looked at: see `needsPython`. */
  get(key: NativeKey): Value | undefined {
    const entry = this.find(key)
    return entry < 0 ? undefined : this.values[entry]
  }

  has(key: NativeKey): boolean {
    return this.find(key) >= 0
  }

  /** The entry (position for `keyAt` and `valueAt`) of a key, or -1. */
  find(key: NativeKey): number {
    const shape = this.shape
    if (shape !== null) {
      const name = stringOfKey(key)
      return name === undefined ? -1 : shape.indexOf(name)
    }
    if (this.index !== null) {
      const entry = this.index.get(key)
      return entry === undefined ? -1 : entry
    }
    return this.natives.indexOf(key)
  }

  /** Puts a value under a key; `original` is the key object kept when the key is new. */
  set(key: NativeKey, original: Value, value: Value): void {
    if (this.shape !== null) {
      if (typeof original === 'string') {
        this.setStr(original, value)
        return
      }
      const entry = this.find(key)
      if (entry >= 0) {
        this.values[entry] = value
        return
      }
      this.becomeTable()
    }
    const entry = this.find(key)
    if (entry >= 0) this.values[entry] = value
    else this.append(key, original, value)
  }

  /** Removes a key and gives its value; undefined when it was not there. */
  delete(key: NativeKey): Value | undefined {
    if (this.shape !== null) {
      const name = stringOfKey(key)
      return name === undefined ? undefined : this.deleteStr(name)
    }
    const entry = this.find(key)
    if (entry < 0) return undefined
    const old = this.values[entry]
    this.deleteEntry(entry)
    return old
  }

  // ---- foreign keys ----

  /** Must an operation with a native key of this hash also be compared with foreign entries? */
  hasForeign(hash: Hash): boolean {
    return this.foreign !== 0 && this.foreignHashes().has(hash)
  }

  /** The live entries whose key has this hash, in no particular order. `hashOf` gives the hash of a native key's object. */
  candidates(hash: Hash, hashOf: (key: Value) => Hash): readonly number[] {
    if (this.shape !== null) this.becomeTable()
    const foreign = this.foreign === 0 ? undefined : this.foreignHashes().get(hash)
    if (this.size === this.foreign) return foreign ?? []
    const native = this.nativeHashes(hashOf).get(hash)
    return foreign === undefined ? (native ?? []) : native === undefined ? foreign : [...foreign, ...native]
  }

  /** Adds an entry for a key that is in the dict under no equal key. */
  appendForeign(hash: Hash, key: Value, value: Value): void {
    if (this.shape !== null) this.becomeTable()
    this.append(new ForeignKey(hash), key, value)
    this.foreign++
    if (this.foreignByHash !== null) remember(this.foreignByHash, hash, this.natives.length - 1)
  }

  private foreignHashes(): EntriesByHash {
    if (this.foreignByHash !== null) return this.foreignByHash
    const map: EntriesByHash = new Map()
    for (let entry = 0; entry < this.natives.length; entry++) {
      const key = this.natives[entry]
      if (key instanceof ForeignKey) remember(map, key.hash, entry)
    }
    this.foreignByHash = map
    return map
  }

  private nativeHashes(hashOf: (key: Value) => Hash): EntriesByHash {
    if (this.nativeByHash !== null) return this.nativeByHash
    const map: EntriesByHash = new Map()
    for (let entry = this.next(0); entry >= 0; entry = this.next(entry + 1)) {
      if (!(this.natives[entry] instanceof ForeignKey)) remember(map, hashOf(this.keyAt(entry)), entry)
    }
    this.nativeByHash = map
    this.hashOf = hashOf
    return map
  }

  // ---- by position ----

  /** Positions are below this. */
  get length(): number {
    return this.shape !== null ? this.shape.length : this.natives.length
  }

  /** The key objects, and whatever stands for others. */
  keyObjects(): readonly unknown[] {
    return this.keys ?? this.natives
  }

  /** The first live position from `from` on, or -1. */
  next(from: number): number {
    if (this.shape !== null) return from < this.shape.length ? from : -1
    const { natives } = this
    for (let i = from; i < natives.length; i++) if (natives[i] !== undefined) return i
    return -1
  }

  /** The last live position from `from` on downwards, or -1. */
  previous(from: number): number {
    if (this.shape !== null) return from < this.shape.length ? from : this.shape.length - 1
    const { natives } = this
    for (let i = Math.min(from, natives.length - 1); i >= 0; i--) if (natives[i] !== undefined) return i
    return -1
  }

  keyAt(position: number): Value {
    if (this.shape !== null) return this.shape.names[position] as string
    return this.keys !== null ? (this.keys[position] as Value) : (this.natives[position] as Value)
  }

  valueAt(position: number): Value {
    return this.values[position] as Value
  }

  setValueAt(position: number, value: Value): void {
    this.values[position] = value
  }

  deleteEntry(entry: number): void {
    if (this.shape !== null) {
      this.deleteStr(this.shape.names[entry] as string)
      return
    }
    const key = this.natives[entry]
    if (key === undefined) return
    if (key instanceof ForeignKey) {
      this.foreign--
      if (this.foreignByHash !== null) forget(this.foreignByHash, key.hash, entry)
    } else {
      this.index?.delete(key)
      if (this.nativeByHash !== null) forget(this.nativeByHash, this.hashOf!(this.keyAt(entry)), entry)
    }
    this.natives[entry] = undefined
    this.values[entry] = null
    if (this.keys !== null) this.keys[entry] = null
    this.size--
  }

  /** Cuts holes off the end: dict.popitem, where CPython gives the entries back. */
  trim(): void {
    if (this.shape !== null) return
    let n = this.natives.length
    while (n > 0 && this.natives[n - 1] === undefined) n--
    this.natives.length = n
    this.values.length = n
    if (this.keys !== null) this.keys.length = n
  }

  /** All keys, in order. */
  keyList(): Value[] {
    if (this.shape !== null) return this.shape.names.slice(0, this.shape.length)
    if (this.size === this.natives.length) return (this.keys ?? (this.natives as Value[])).slice()
    const out: Value[] = []
    for (let i = this.next(0); i >= 0; i = this.next(i + 1)) out.push(this.keyAt(i))
    return out
  }

  /** All values, in the order of the keys. */
  valueList(): Value[] {
    if (this.shape !== null || this.size === this.natives.length) return this.values.slice()
    const out: Value[] = []
    for (let i = this.next(0); i >= 0; i = this.next(i + 1)) out.push(this.values[i] as Value)
    return out
  }

  // ---- as a whole ----

  /** Removes everything; the dict is a table afterwards unless it was a namespace. */
  clear(): void {
    if (this.shape?.isPrivate) this.shape = Shape.private()
    else this.shape = null
    this.values = []
    this.size = 0
    this.natives = this.shape === null ? [] : NO_KEYS
    this.keys = null
    this.foreign = 0
    this.usable = 0
    this.reindex()
  }

  /** Takes over the items of another dict; everything that was here is gone. */
  assign(other: PyDict): void {
    if (other.shape !== null) {
      this.shape = null
      this.natives = other.shape.names.slice(0, other.shape.length).map(keyOfString)
      this.keys = this.natives.some((key, i) => key !== other.keyAt(i)) ? other.keyList() : null
      this.values = other.values.slice()
    } else if (other.size === other.natives.length) {
      this.shape = null
      this.natives = other.natives.slice()
      this.keys = other.keys?.slice() ?? null
      this.values = other.values.slice()
    } else {
      this.shape = null
      this.natives = other.natives.filter(key => key !== undefined)
      this.keys = other.keys === null ? null : other.keyList()
      this.values = other.valueList()
    }
    this.size = other.size
    this.foreign = other.foreign
    this.reindex()
    this.usable = usableFor(this.size) - this.size
  }

  override save(): SavedDict {
    return {
      shape: this.shape,
      values: this.values.slice(),
      natives: this.shape !== null ? null : this.natives.slice(),
      keys: this.keys?.slice() ?? null,
      size: this.size,
      usable: this.usable,
      foreign: this.foreign,
      dict: this.dict,
    }
  }

  override restore(saved: unknown): void {
    const s = saved as SavedDict
    this.shape = s.shape
    this.values = s.values
    this.natives = s.natives ?? NO_KEYS
    this.keys = s.keys
    this.size = s.size
    this.usable = s.usable
    this.foreign = s.foreign
    this.dict = s.dict
    this.reindex()
  }

  private append(key: NativeKey | ForeignKey, original: Value, value: Value): void {
    if (this.usable <= 0) this.grow()
    this.usable--
    const entry = this.natives.length
    if (this.keys !== null) this.keys.push(original)
    else if (key !== original) {
      this.keys = this.natives.slice() as Value[]
      this.keys.push(original)
    }
    this.natives.push(key)
    this.values = withValue(this.values, value)
    this.size++
    if (key instanceof ForeignKey) return
    if (this.index !== null) this.index.set(key, entry)
    else if (entry >= LINEAR_LIMIT) this.reindex()
    if (this.nativeByHash !== null) remember(this.nativeByHash, this.hashOf!(original), entry)
  }

  // CPython: insertion_resize, GROWTH_RATE; only the moments at which holes vanish can be observed.
  private grow(): void {
    if (this.size !== this.natives.length) {
      const keys = this.keys === null ? null : this.keyList()
      this.values = this.valueList()
      this.natives = this.natives.filter(key => key !== undefined)
      this.keys = keys
      this.reindex()
    }
    this.usable = usableFor(this.size * 3) - this.size
  }

  private reindex(): void {
    const { natives } = this
    this.index = null
    this.foreignByHash = null
    this.nativeByHash = null
    if (natives.length <= LINEAR_LIMIT) return
    const index = new Map<NativeKey, number>()
    for (let i = 0; i < natives.length; i++) {
      const key = natives[i]
      if (key !== undefined && !(key instanceof ForeignKey)) index.set(key, i)
    }
    this.index = index
  }

  private becomeTable(): void {
    const shape = this.shape
    if (shape === null) return
    this.shape = null
    const names = shape.names.slice(0, shape.length)
    this.natives = names.map(keyOfString)
    this.keys = this.natives.some((key, i) => key !== names[i]) ? names : null
    this.reindex()
    this.usable = usableFor(this.size * 3) - this.size
  }
}

function remember(map: EntriesByHash, hash: Hash, entry: number): void {
  const known = map.get(hash)
  if (known === undefined) map.set(hash, [entry])
  else known.push(entry)
}

function forget(map: EntriesByHash, hash: Hash, entry: number): void {
  const rest = map.get(hash)?.filter(e => e !== entry)
  if (rest === undefined || rest.length === 0) map.delete(hash)
  else map.set(hash, rest)
}

// CPython: USABLE_FRACTION of the smallest power of two that is at least 8 and not below `wanted`.
function usableFor(wanted: number): number {
  let size = 8
  while (size < wanted) size *= 2
  return Math.floor((size * 2) / 3)
}

/** Puts a value under a key that is known to be native (keyOf is defined): for building dicts inside the engine. */
export function setItem(dict: PyDict, key: Value, value: Value): void {
  dict.set(keyOf(key) as NativeKey, key, value)
}
