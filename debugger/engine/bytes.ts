// The objects that hold bytes: bytearray and memoryview (bytes itself is PyBytes), and reading the bytes of any of them.
//
// Knows nothing of methods.

import type { PyDict } from './dict.ts'
import { Fail } from './fail.ts'
import type { Machine } from './machine.ts'
import { T } from './types.ts'
import { MutableObj, PyBytes, type PyType, type Value } from './value.ts'

/** `bytearray`: a buffer with room to grow. */
export class PyByteArray extends MutableObj {
  private buffer: Uint8Array
  private used: number
  dict: PyDict | null = null
  /** The bytearray takes the bytes over. */
  constructor(cls: PyType, epoch: number, bytes: Uint8Array) {
    super()
    this.cls = cls
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.buffer = bytes
    this.used = bytes.length
  }
  /** The content: a window, valid until the next change of size. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.used)
  }
  /** Replaces the content; takes the bytes over. */
  set bytes(bytes: Uint8Array) {
    this.buffer = bytes
    this.used = bytes.length
  }
  /** Adds bytes at the end. */
  append(bytes: ArrayLike<number>): void {
    const needed = this.used + bytes.length
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.buffer.length + (this.buffer.length >> 1) + 16))
      larger.set(this.bytes)
      this.buffer = larger
    }
    this.buffer.set(bytes, this.used)
    this.used = needed
  }
  save(): unknown {
    return { cls: this.cls, bytes: this.bytes.slice(), dict: this.dict }
  }
  restore(saved: unknown): void {
    // The saved copy may be put back more than once: it is not written to.
    const s = saved as { cls: PyType; bytes: Uint8Array; dict: PyDict | null }
    this.cls = s.cls
    this.bytes = s.bytes.slice()
    this.dict = s.dict
  }
}

/** `memoryview` of bytes or a bytearray: `length` items of format B from `start`, every `step`-th. */
export class PyMemoryView extends MutableObj {
  readonly source: PyBytes | PyByteArray
  readonly start: number
  readonly length: number
  readonly step: number
  isReleased = false
  constructor(epoch: number, source: PyBytes | PyByteArray, start: number, length: number, step: number) {
    super()
    this.cls = T.memoryview
    this.epoch = epoch
    this.mark = 0
    this.holder = null
    this.source = source
    this.start = start
    this.length = length
    this.step = step
  }
  get bytes(): Uint8Array {
    const all = this.source.bytes
    if (this.step === 1) return all.subarray(this.start, this.start + this.length)
    return Uint8Array.from({ length: this.length }, (_, i) => all[this.start + i * this.step]!)
  }
  save(): unknown {
    return this.isReleased
  }
  restore(saved: unknown): void {
    this.isReleased = saved as boolean
  }
}

/** The bytes of a bytes-like object; undefined for other values. Not to be written to. */
export function bytesOf(v: Value | undefined): Uint8Array | undefined {
  if (v instanceof PyBytes || v instanceof PyByteArray) return v.bytes
  return v instanceof PyMemoryView && !v.isReleased ? v.bytes : undefined
}

/** A new bytes object, or the exception. */
export function bytesOrRaise(m: Machine, bytes: Uint8Array | Fail): PyBytes | undefined {
  return bytes instanceof Fail ? m.raiseFail(bytes) : new PyBytes(T.bytes, bytes)
}
