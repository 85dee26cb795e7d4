// The bytes of bytes and bytearray objects: reading them, writing them as an assignment of the program would, and which have changed since
// somebody was shown them. Knows nothing of addresses.

import { PyByteArray } from '../engine/bytes.ts'
import type { Value } from '../engine/index.ts'
import { PyBytes } from '../engine/index.ts'
import { SessionError } from './contract.ts'
import { messages } from './messages.ts'

/** An object that has bytes to look at. */
export type Memory = PyBytes | PyByteArray

export const memoryOf = (value: Value): Memory | undefined =>
  value instanceof PyBytes || value instanceof PyByteArray ? value : undefined

/** Up to `count` bytes from `offset` on; fewer where the object ends. */
export function readBytes(memory: object, offset: number, count: number): Uint8Array {
  if (!(memory instanceof PyBytes) && !(memory instanceof PyByteArray)) return new Uint8Array(0)
  return memory.bytes.slice(Math.max(0, offset), Math.max(0, offset + count))
}

/** The assignment that puts `bytes` at `offset` of what `expression` names. As many as fit when `isPartial`. */
export function assignment(
  memory: object,
  expression: string | undefined,
  offset: number,
  bytes: Uint8Array,
  isPartial: boolean,
): { readonly text: string; readonly written: number } {
  if (memory instanceof PyBytes) throw new SessionError(messages.fixedMemory)
  if (!(memory instanceof PyByteArray) || expression === undefined) throw new SessionError(messages.namelessMemory)
  const { length } = memory.bytes
  const fits = Math.min(bytes.length, length - offset)
  if (offset < 0 || fits < 0 || (fits < bytes.length && !isPartial))
    throw new SessionError(messages.outsideMemory(length))
  const hex = [...bytes.subarray(0, fits)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return { text: `(${expression})[${offset}:${offset + fits}] = b''.fromhex('${hex}')`, written: fits }
}

/** What somebody was shown of bytearrays, and what has changed since. */
export class ShownMemory {
  private readonly shown = new Map<object, Uint8Array>()

  show(memory: object): void {
    if (memory instanceof PyByteArray) this.shown.set(memory, memory.bytes.slice())
  }

  /** Those that have changed since they were shown. */
  changed(): object[] {
    const changed: object[] = []
    for (const [memory, before] of this.shown) {
      const now = (memory as PyByteArray).bytes
      if (now.length === before.length && now.every((byte, i) => byte === before[i])) continue
      this.show(memory)
      changed.push(memory)
    }
    return changed
  }
}
