/**
 * Lines of artificial instructions: each gets the location of what leads to it, and an exit without line that several
 * ways lead to is copied for each, so that a traceback or a debugger always has a line. CPython: flowgraph.c
 * resolve_line_numbers.
 */

import { Block, blocksFrom, nextNonempty } from './compiler-graph.ts'
import { isJump } from './compiler-instruction.ts'
import { NOWHERE } from './compiler-location.ts'
import { Op } from './op.ts'

export function resolveLines(entry: Block): void {
  duplicateExits(entry)
  propagateLines(entry)
}

/** Instructions at which CPython looks at signals and other requests: a block with one wants a line. */
function checksRequests(op: number): boolean {
  return (
    op === Op.Jump ||
    op === Op.JumpBackward ||
    op === Op.Resume ||
    op === Op.Call ||
    op === Op.CallKw ||
    op === Op.CallEx
  )
}

function isExitWithoutLine(b: Block): boolean {
  if (!b.exits && !b.instructions.some(i => checksRequests(i.op))) return false
  return b.hasNoLine
}

function duplicateExits(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    const last = b.last
    if (last === undefined || !isJump(last.op)) continue
    const target = nextNonempty(last.target)
    if (target === null || !isExitWithoutLine(target) || target.predecessors <= 1) continue
    const copy = new Block()
    copy.instructions = target.instructions.map(i => ({ ...i }))
    copy.instructions[0]!.location = last.location
    last.target = copy
    copy.predecessors = 1
    copy.isCold = target.isCold
    copy.next = target.next
    target.next = copy
    target.predecessors--
    if (target.fallsThrough && copy.next !== null) copy.next.predecessors++
  }
  for (const b of blocksFrom(entry)) {
    const next = b.next
    if (!b.fallsThrough || next === null || b.instructions.length === 0) continue
    if (next.instructions.length > 0 && isExitWithoutLine(next)) next.instructions[0]!.location = b.last!.location
  }
}

function propagateLines(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    const last = b.last
    if (last === undefined) continue
    let previous = NOWHERE
    for (const i of b.instructions) {
      if (i.location.line === NOWHERE.line) i.location = previous
      else previous = i.location
    }
    const follow = (block: Block | null) => {
      const first = block?.predecessors === 1 ? block.instructions[0] : undefined
      if (first !== undefined && first.location.line === NOWHERE.line) first.location = previous
    }
    if (b.fallsThrough) follow(b.next)
    if (isJump(last.op)) follow(last.target)
  }
}
