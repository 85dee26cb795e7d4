/**
 * Which reads of a local may find it unbound: those become LoadFastCheck.
 * CPython: Python/flowgraph.c add_checks_for_loads_of_uninitialized_variables (without its limit of 64 locals).
 */

import type { Block } from './compiler-graph.ts'
import { isJump, Pseudo } from './compiler-instruction.ts'
import { Op } from './op.ts'

/** @param parameters the first so many of the `locals` locals are bound at the start */
export function checkUnboundLocals(entry: Block, locals: number, parameters: number): void {
  if (locals === 0) return
  const words = (locals + 31) >> 5
  const unsafe = new Map<Block, Int32Array>()
  const todo: Block[] = []
  const reach = (block: Block | null, mask: Int32Array) => {
    if (block === null) return
    let known = unsafe.get(block)
    let changed = false
    if (known === undefined) {
      known = new Int32Array(words)
      unsafe.set(block, known)
      changed = true
    }
    for (let w = 0; w < words; w++) {
      const both = known[w]! | mask[w]!
      if (both !== known[w]) {
        known[w] = both
        changed = true
      }
    }
    if (changed) todo.push(block)
  }
  const start = new Int32Array(words)
  for (let slot = parameters; slot < locals; slot++) start[slot >> 5]! |= 1 << (slot & 31)
  reach(entry, start)
  while (todo.length > 0) {
    const b = todo.pop()!
    const mask = unsafe.get(b)!.slice()
    for (const i of b.instructions) {
      if (i.handler !== null) reach(i.handler, mask)
      const word = i.arg >> 5
      const bit = 1 << (i.arg & 31)
      switch (i.op) {
        case Op.DeleteFast:
        case Op.LoadFastAndClear:
        case Pseudo.StoreFastMaybeNull:
          mask[word]! |= bit
          break
        case Op.StoreFast:
          mask[word]! &= ~bit
          break
        case Op.LoadFast:
        case Op.LoadFastCheck:
          if (mask[word]! & bit) i.op = Op.LoadFastCheck
          mask[word]! &= ~bit
          break
      }
      if (isJump(i.op)) reach(i.target, mask)
    }
    if (b.fallsThrough) reach(b.next, mask)
  }
}
