/**
 * The control flow graph of one block of code, and the passes over it that need no knowledge of single instructions:
 * building it, finding handlers, dropping what cannot be reached. CPython: Python/flowgraph.c.
 */

import type { Opcode } from './compiler-instruction.ts'
import {
  type Instruction,
  isExit,
  isJump,
  isSetup,
  isUnconditionalJump,
  type Label,
  Pseudo,
} from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { Op } from './op.ts'

export interface BlockInstruction {
  op: Opcode
  arg: number
  location: Location
  target: Block | null
  /** The innermost handler in force. */
  handler: Block | null
}

/** A basic block: entered only at its start, left only at its end (or by an exception). */
export class Block {
  instructions: BlockInstruction[] = []
  /** The next in the order of the text. */
  next: Block | null = null
  /** How many ways lead to its start. */
  predecessors = 0
  isHandler = false
  /** A handler that wants the index of the raising instruction. */
  keepsLasti = false
  /** Reached only by exceptions: moved to the end. */
  isCold = false
  /** Operand stack depth at the start; -1 unknown. */
  startDepth = -1

  get last(): BlockInstruction | undefined {
    return this.instructions[this.instructions.length - 1]
  }
  get fallsThrough(): boolean {
    const last = this.last
    return last === undefined || !(isExit(last.op) || isUnconditionalJump(last.op))
  }
  get exits(): boolean {
    const last = this.last
    return last !== undefined && isExit(last.op)
  }
  get hasNoLine(): boolean {
    return this.instructions.every(i => i.location.line < 0)
  }
}

export function newInstruction(
  op: Opcode,
  arg: number,
  location: Location,
  target: Block | null = null,
): BlockInstruction {
  return { op, arg, location, target, handler: null }
}

/** Turns an instruction into one that does nothing, where it stands. */
export function makeNop(instruction: BlockInstruction): void {
  instruction.op = Op.Nop
  instruction.arg = 0
  instruction.target = null
}

/** The first block from `block` on that has instructions. */
export function nextNonempty(block: Block | null): Block | null {
  let at = block
  while (at !== null && at.instructions.length === 0) at = at.next
  return at
}

/** A block and all that come after it. */
export function blocksFrom(entry: Block): Block[] {
  const blocks: Block[] = []
  for (let b: Block | null = entry; b !== null; b = b.next) blocks.push(b)
  return blocks
}

/** Cuts a sequence of instructions at labels and after jumps and exits. */
export function buildGraph(instructions: readonly Instruction[]): Block {
  const isTarget = new Set<number>()
  for (const { target } of instructions) {
    if (target === null) continue
    if (target.position < 0) throw new Error('a label was never placed')
    isTarget.add(target.position)
  }
  const entry = new Block()
  const blockAt = new Map<number, Block>()
  let block = entry
  const start = () => {
    block.next = new Block()
    block = block.next
  }
  const pending: [BlockInstruction, Label][] = []
  for (let i = 0; i <= instructions.length; i++) {
    const last = block.last
    if (last !== undefined && (isTarget.has(i) || isJump(last.op) || isExit(last.op))) start()
    if (isTarget.has(i)) blockAt.set(i, block)
    if (i === instructions.length) break
    const { op, arg, location, target } = instructions[i]!
    const made = newInstruction(op, arg, location)
    if (target !== null) pending.push([made, target])
    block.instructions.push(made)
  }
  for (const [instruction, label] of pending) instruction.target = blockAt.get(label.position)!
  return entry
}

/** Finds the handler in force at each instruction; PopBlock becomes Nop. CPython: label_exception_targets. */
export function findHandlers(entry: Block): void {
  for (const b of blocksFrom(entry)) {
    for (const i of b.instructions) if (isSetup(i.op)) i.target!.isHandler = true
  }
  const visited = new Set<Block>([entry])
  const todo: [Block, Block[]][] = [[entry, []]]
  while (todo.length > 0) {
    const [b, handlers] = todo.pop()!
    const visit = (block: Block | null, stack: Block[]) => {
      if (block === null || visited.has(block)) return
      visited.add(block)
      todo.push([block, stack])
    }
    for (const i of b.instructions) {
      if (isSetup(i.op)) {
        const target = i.target!
        if (i.op !== Pseudo.SetupFinally) target.keepsLasti = true
        visit(target, handlers.slice())
        handlers.push(target)
        continue
      }
      if (i.op === Pseudo.PopBlock) {
        handlers.pop()
        makeNop(i)
        i.handler = handlers[handlers.length - 1] ?? null
        continue
      }
      i.handler = handlers[handlers.length - 1] ?? null
      if (isJump(i.op)) visit(i.target, handlers.slice())
    }
    if (b.fallsThrough) visit(b.next, handlers)
  }
}

/** Empties blocks that nothing leads to, and counts predecessors. CPython: remove_unreachable. */
export function removeUnreachable(entry: Block): void {
  for (const b of blocksFrom(entry)) b.predecessors = 0
  entry.predecessors = 1
  const visited = new Set<Block>([entry])
  const todo = [entry]
  const reach = (block: Block) => {
    if (!visited.has(block)) {
      visited.add(block)
      todo.push(block)
    }
    block.predecessors++
  }
  while (todo.length > 0) {
    const b = todo.pop()!
    if (b.next !== null && b.fallsThrough) reach(b.next)
    for (const i of b.instructions) if (i.target !== null) reach(i.target)
  }
  for (const b of blocksFrom(entry)) {
    if (b.predecessors > 0) continue
    b.instructions = []
    b.isHandler = false
  }
}

/** Moves what only exceptions lead to behind the rest. CPython: push_cold_blocks_to_end. */
export function moveColdBlocks(entry: Block): void {
  if (entry.next === null) return
  markCold(entry)
  for (const b of blocksFrom(entry)) {
    // A cold block that falls into a warm one needs a jump once it has moved.
    if (b.isCold && b.fallsThrough && b.next !== null && !b.next.isCold) {
      const jump = new Block()
      jump.instructions.push(newInstruction(Pseudo.JumpNoInterrupt, 0, NOWHERE, b.next))
      jump.isCold = true
      jump.predecessors = 1
      jump.next = b.next
      b.next = jump
    }
  }
  let cold: Block | null = null
  let coldTail: Block | null = null
  let b: Block = entry
  while (b.next !== null) {
    while (b.next !== null && !b.next.isCold) b = b.next
    if (b.next === null) break
    const first: Block = b.next
    let end: Block = first
    while (end.next?.isCold) end = end.next
    b.next = end.next
    end.next = null
    if (coldTail === null) cold = first
    else coldTail.next = first
    coldTail = end
  }
  b.next = cold
}

function markCold(entry: Block): void {
  const warm = new Set<Block>([entry])
  const todo = [entry]
  while (todo.length > 0) {
    const b = todo.pop()!
    const reach = (block: Block | null) => {
      if (block === null || warm.has(block) || block.isHandler) return
      warm.add(block)
      todo.push(block)
    }
    if (b.fallsThrough) reach(b.next)
    for (const i of b.instructions) if (isJump(i.op)) reach(i.target)
  }
  const visited = new Set<Block>()
  for (const b of blocksFrom(entry)) if (b.isHandler && !warm.has(b)) todo.push(b)
  while (todo.length > 0) {
    const b = todo.pop()!
    b.isCold = true
    const reach = (block: Block | null) => {
      if (block === null || warm.has(block) || visited.has(block)) return
      visited.add(block)
      todo.push(block)
    }
    if (b.fallsThrough) reach(b.next)
    for (const i of b.instructions) if (isJump(i.op)) reach(i.target)
  }
}
