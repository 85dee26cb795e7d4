// How much memory the copies in a history hold, roughly, in bytes. A copy is a few words; what it keeps alive that the program has let go of
// may be very much more, and is looked for.
//
// Knows nothing of checkpoints.

import { PyByteArray } from './bytes.ts'
import { PyDict } from './dict.ts'
import { PySet } from './set.ts'
import { Instance, type MutableObj, PyBytes, PyList, PyTuple, type Value } from './value.ts'

/** The parts of an object, or of what it saved, that hold other objects. */
interface Parts {
  readonly slots?: unknown
  readonly items?: unknown
  readonly values?: unknown
  readonly natives?: unknown
  /** Of a set: a dict. */
  readonly members?: unknown
  readonly bytes?: unknown
  readonly state?: unknown
}

/** An object with a few fields, and what is kept beside a copy. */
const fields = 200
/** The same for a copy of one field. */
const oneField = 80
/** Objects that are looked at between two checkpoints. */
const mostLookedAt = 5_000
/** Shorter strings are not worth looking at. */
const longString = 200

/** Size of a shallow copy. */
export function weightOfCopy(saved: unknown): number {
  if (Array.isArray(saved)) return oneField + 40 + 8 * saved.length
  if (typeof saved !== 'object' || saved === null) return oneField
  const parts = saved as Parts
  let size = fields
  for (const part of [parts.slots, parts.items, parts.values, parts.natives])
    if (Array.isArray(part)) size += 40 + 8 * part.length
  for (const part of [parts.bytes, parts.state]) if (ArrayBuffer.isView(part)) size += part.byteLength
  // The table of a set is a few times as long.
  if (parts.members !== undefined) size += 4 * weightOfCopy(parts.members)
  return size
}

/** Weighs what copies hold and their objects do not. Each object counts once, however many copies hold it. */
export class Scales {
  private readonly weighed = new WeakSet<object>()
  private left = 0

  /** A new checkpoint: so many objects are looked at until the next. */
  begin(): void {
    this.left = mostLookedAt
  }

  /** What `saved`, a copy of the object, holds and the object itself does not any more. */
  replaced(object: MutableObj, saved: unknown): number {
    if (typeof saved !== 'object' || saved === null) return 0
    const before = saved as Parts
    const now = object as unknown as Parts
    return (
      this.differing(before.slots, now.slots) +
      this.differing(before.items, now.items) +
      this.differing(before.values, now.values)
    )
  }

  private differing(before: unknown, now: unknown): number {
    if (!Array.isArray(before)) return 0
    const present: readonly unknown[] = Array.isArray(now) ? now : []
    let size = 0
    for (let i = 0; i < before.length && this.left > 0; i++) {
      const value: unknown = before[i]
      if (typeof value === 'string' ? value.length < longString : typeof value !== 'object' || value === null) continue
      if (value !== present[i]) size += this.weigh(value as Value)
    }
    return size
  }

  /** The value and what it is made of. */
  private weigh(value: Value): number {
    if (typeof value === 'string') return value.length < longString ? 0 : value.length
    if (typeof value !== 'object' || value === null || this.left <= 0 || this.weighed.has(value)) return 0
    this.left--
    this.weighed.add(value)
    if (value instanceof PyList || value instanceof PyTuple) return fields + this.weighAll(value.items)
    if (value instanceof PyDict) return fields + 100 + 16 * value.natives.length + this.weighAll(value.values)
    if (value instanceof PySet) return fields + this.weigh(value.members)
    if (value instanceof PyBytes || value instanceof PyByteArray) return fields + value.bytes.length
    if (value instanceof Instance) return fields + (value.dict === null ? 0 : this.weigh(value.dict))
    return fields
  }

  private weighAll(values: readonly Value[]): number {
    // Arrays that grow have room to spare.
    let size = 10 * values.length
    let i = 0
    for (; i < values.length && this.left > 0; i++) size += this.weigh(values[i]!)
    // The others are taken to be like the first.
    if (i > 0 && i < values.length) size = Math.round((size * values.length) / i)
    return size
  }
}
