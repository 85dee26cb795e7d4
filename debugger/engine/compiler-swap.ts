/**
 * Rearrangements of the stack that can be done while compiling: `a, b = b, a` needs no tuple and no swap.
 * CPython: Python/flowgraph.c swaptimize, apply_static_swaps.
 */

import { type BlockInstruction, makeNop } from './compiler-graph.ts'
import { Pseudo } from './compiler-instruction.ts'
import { Op } from './op.ts'

/** Replaces a run of swaps that starts at `at` by the shortest one of the same effect; gives the index of its last. */
export function swaptimize(instructions: BlockInstruction[], at: number): number {
  let depth = instructions[at]!.arg
  let length = 0
  let more = false
  while (at + ++length < instructions.length) {
    const i = instructions[at + length]!
    if (i.op === Op.Swap) {
      depth = Math.max(depth, i.arg)
      more = true
    } else if (i.op !== Op.Nop) break
  }
  if (!more) return at
  const stack = Array.from({ length: depth }, (_, k) => k)
  for (let k = 0; k < length; k++) {
    const i = instructions[at + k]!
    if (i.op !== Op.Swap) continue
    const top = stack[0]!
    stack[0] = stack[i.arg - 1]!
    stack[i.arg - 1] = top
  }
  const visited = -1
  let current = length - 1
  for (let k = 0; k < depth; k++) {
    if (stack[k] === visited || stack[k] === k) continue
    let j = k
    for (;;) {
      if (j !== 0) {
        const i = instructions[at + current--]!
        i.op = Op.Swap
        i.arg = j + 1
      }
      if (stack[j] === visited) break
      const next = stack[j]!
      stack[j] = visited
      j = next
    }
  }
  while (current >= 0) makeNop(instructions[at + current--]!)
  return at + length - 1
}

function isStore(i: BlockInstruction): boolean {
  return i.op === Op.StoreFast || i.op === Pseudo.StoreFastMaybeNull
}

/** Instructions whose order can be exchanged: they take one value and run nothing. */
function isSwappable(i: BlockInstruction): boolean {
  return isStore(i) || i.op === Op.PopTop
}

function nextSwappable(instructions: BlockInstruction[], from: number, line: number): number {
  for (let k = from + 1; k < instructions.length; k++) {
    const i = instructions[k]!
    if (line >= 0 && i.location.line !== line) return -1
    if (i.op === Op.Nop) continue
    return isSwappable(i) ? k : -1
  }
  return -1
}

/** Applies the swaps that end at `at` to the stores after them. */
export function applyStaticSwaps(instructions: BlockInstruction[], at: number): void {
  for (let k = at; k >= 0; k--) {
    const swap = instructions[k]!
    if (swap.op !== Op.Swap) {
      if (swap.op === Op.Nop || isSwappable(swap)) continue
      return
    }
    const first = nextSwappable(instructions, k, -1)
    if (first < 0) return
    let second = first
    const line = instructions[first]!.location.line
    for (let count = swap.arg; count > 1; count--) {
      second = nextSwappable(instructions, second, line)
      if (second < 0) return
    }
    const a = instructions[first]!
    const b = instructions[second]!
    const nameA = isStore(a) ? a.arg : -1
    const nameB = isStore(b) ? b.arg : -1
    if (nameA >= 0 || nameB >= 0) {
      if (nameA === nameB) return
      for (let m = first + 1; m < second; m++) {
        const i = instructions[m]!
        if (isStore(i) && (i.arg === nameA || i.arg === nameB)) return
      }
    }
    makeNop(swap)
    instructions[first] = b
    instructions[second] = a
  }
}
