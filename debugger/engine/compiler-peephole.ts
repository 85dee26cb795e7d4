/**
 * Improvements that CPython makes after code generation and that a program or a debugger can notice in lines, in what is
 * never executed, or in speed: jumps to jumps, constant conditions, instructions that do nothing, exits copied to where
 * they are needed. CPython: Python/flowgraph.c optimize_cfg.
 */

import { boolean, type Constant, type ConstantTable, isTrue, tuple } from './compiler-constant.ts'
import {
  type Block,
  type BlockInstruction,
  blocksFrom,
  makeNop,
  newInstruction,
  nextNonempty,
  removeUnreachable,
} from './compiler-graph.ts'
import { isJump, isSetup, isUnconditionalJump, Pseudo } from './compiler-instruction.ts'
import { resolveLines } from './compiler-lines.ts'
import { applyStaticSwaps, swaptimize } from './compiler-swap.ts'
import { COMPARE_TO_BOOL, Op } from './op.ts'

/** An exit block up to this size is copied to where a jump leads to it. */
const SMALL_EXIT = 4

export function optimize(entry: Block, constants: ConstantTable): void {
  inlineSmallExits(entry)
  removeUnreachable(entry)
  resolveLines(entry)
  for (const b of blocksFrom(entry)) foldConstants(b, constants)
  for (const b of blocksFrom(entry)) optimizeBlock(b, constants)
  removeNopsAndPairs(entry)
  removeUnreachable(entry)
  removeNopsAndJumps(entry)
}

/** Instructions that do nothing, and jumps to what comes next anyway, as far as no line is lost. */
export function removeNopsAndJumps(entry: Block): void {
  for (;;) {
    const nops = removeNops(entry)
    const jumps = removeJumpsToNext(entry)
    if (nops + jumps === 0) break
  }
}

function inlineSmallExits(entry: Block): void {
  let changed = true
  while (changed) {
    changed = false
    for (const b of blocksFrom(entry)) if (inlineSmallExit(b)) changed = true
  }
}

function inlineSmallExit(b: Block): boolean {
  const last = b.last
  if (last === undefined || !isUnconditionalJump(last.op)) return false
  const target = last.target!
  const isSmallExit = target.exits && sizeInCPython(target) <= SMALL_EXIT
  const hasNoLineAndEnds = target.hasNoLine && target.instructions.length > 0 && !target.fallsThrough
  if (!isSmallExit && !hasNoLineAndEnds) return false
  const jump = last.op
  makeNop(last)
  for (const instruction of target.instructions) b.instructions.push({ ...instruction })
  if (hasNoLineAndEnds) {
    const now = b.last!
    if (isUnconditionalJump(now.op) && jump === Pseudo.JumpNoInterrupt) now.op = jump
  }
  target.predecessors--
  return true
}

/** Instructions that are two here count as one. */
function sizeInCPython(b: Block): number {
  return b.instructions.filter(i => i.op !== Op.ToException && i.op !== Op.UnpackPrepare && i.op !== Op.ToList).length
}

/** Conditions and identity tests on constants. CPython: basicblock_optimize_load_const. */
function foldConstants(b: Block, constants: ConstantTable): void {
  let loaded: Constant | undefined
  const { instructions } = b
  for (let at = 0; at < instructions.length; at++) {
    const i = instructions[at]!
    const isCopy = loaded !== undefined && i.op === Op.Copy && i.arg === 1
    if (i.op === Op.LoadConst) loaded = constants.constantAt(i.arg)
    else if (!isCopy) loaded = undefined
    if (loaded === undefined) continue
    const next = instructions[at + 1]
    if (next === undefined) continue
    if (next.op === Op.ToBool) {
      loaded = boolean(isTrue(loaded))
      const index = constants.add(loaded)
      makeNop(i)
      next.op = Op.LoadConst
      next.arg = index
    } else if (next.op === Op.PopJumpIfFalse || next.op === Op.PopJumpIfTrue) {
      const jumps = isTrue(loaded) === (next.op === Op.PopJumpIfTrue)
      makeNop(i)
      if (jumps) next.op = Op.Jump
      else makeNop(next)
    } else if (next.op === Op.IsOp && loaded.type === 'None') {
      let jump = at + 2
      while (instructions[jump]?.op === Op.ToBool || instructions[jump]?.op === Op.Nop) jump++
      const test = instructions[jump]
      if (test === undefined || (test.op !== Op.PopJumpIfFalse && test.op !== Op.PopJumpIfTrue)) continue
      const onNone = (test.op === Op.PopJumpIfTrue) !== (next.arg === 1)
      makeNop(i)
      makeNop(next)
      for (let k = at + 2; k < jump; k++) makeNop(instructions[k]!)
      test.op = onNone ? Op.PopJumpIfNone : Op.PopJumpIfNotNone
    } else if (next.op === Op.ReturnValue && !isCopy) {
      next.op = Op.ReturnConst
      next.arg = i.arg
      makeNop(i)
    }
  }
}

function optimizeBlock(b: Block, constants: ConstantTable): void {
  const { instructions } = b
  let at = 0
  while (at < instructions.length) {
    const i = instructions[at]!
    const next = instructions[at + 1]
    const target = i.target?.instructions[0]
    switch (i.op) {
      case Op.BuildTuple:
        if (next?.op === Op.UnpackPrepare && next.arg === i.arg && i.arg >= 1 && i.arg <= 3) {
          // a, b = b, a
          const unpack = instructions[at + 2]!
          if (i.arg === 1) makeNop(unpack)
          else unpack.op = Op.Swap
          makeNop(i)
          makeNop(next)
        } else foldTuple(b, at, constants)
        break
      case Op.PopJumpIfFalse:
      case Op.PopJumpIfTrue:
      case Op.PopJumpIfNone:
      case Op.PopJumpIfNotNone:
        if (target?.op === Op.Jump && thread(b, i, target, i.op)) continue
        break
      case Op.Jump:
      case Pseudo.JumpNoInterrupt:
        if (target?.op === Op.Jump && thread(b, i, target, Op.Jump)) continue
        if (target?.op === Pseudo.JumpNoInterrupt && thread(b, i, target, i.op)) continue
        break
      case Op.CompareOp:
        if (next?.op === Op.ToBool) {
          next.op = Op.CompareOp
          next.arg = i.arg | COMPARE_TO_BOOL
          makeNop(i)
        }
        break
      case Op.ContainsOp:
      case Op.IsOp:
        if (next?.op === Op.ToBool) {
          next.op = i.op
          next.arg = i.arg
          makeNop(i)
        } else if (next?.op === Op.UnaryNot) {
          next.op = i.op
          next.arg = i.arg ^ 1
          makeNop(i)
        }
        break
      case Op.ToBool:
        if (next?.op === Op.ToBool) makeNop(i)
        break
      case Op.UnaryNot:
        if (next?.op === Op.ToBool) {
          next.op = Op.UnaryNot
          i.op = Op.ToBool
          if (instructions[at - 1]?.op === Op.ToBool) makeNop(i)
        } else if (next?.op === Op.UnaryNot) {
          makeNop(i)
          makeNop(next)
        }
        break
      case Op.StoreFast:
        if (next?.op === Op.StoreFast && next.arg === i.arg && next.location.line === i.location.line) {
          i.op = Op.PopTop
          i.arg = 0
        }
        break
      case Op.Swap:
        if (i.arg === 1) makeNop(i)
        break
    }
    at++
  }
  for (let k = 0; k < instructions.length; k++) {
    if (instructions[k]!.op !== Op.Swap) continue
    k = swaptimize(instructions, k)
    applyStaticSwaps(instructions, k)
  }
}

/** A jump to a jump goes to where that one goes; what remains of it keeps its line. */
function thread(b: Block, jump: BlockInstruction, target: BlockInstruction, op: BlockInstruction['op']): boolean {
  if (jump.target === target.target) return false
  const added = newInstruction(op, 0, target.location, target.target)
  added.handler = jump.handler
  makeNop(jump)
  b.instructions.push(added)
  return true
}

/** Constants followed by BuildTuple become one constant. */
function foldTuple(b: Block, at: number, constants: ConstantTable): void {
  const build = b.instructions[at]!
  const items: Constant[] = []
  const found: BlockInstruction[] = []
  for (let k = at - build.arg; k < at; k++) {
    const i = b.instructions[k]
    const constant = i?.op === Op.LoadConst ? constants.constantAt(i.arg) : undefined
    if (i === undefined || constant === undefined) return
    items.push(constant)
    found.push(i)
  }
  for (const i of found) makeNop(i)
  build.op = Op.LoadConst
  build.arg = constants.add(tuple(items))
}

function removeNopsIn(b: Block): number {
  const kept: BlockInstruction[] = []
  let previousLine = -1
  const { instructions } = b
  for (let at = 0; at < instructions.length; at++) {
    const i = instructions[at]!
    const line = i.location.line
    if (i.op === Op.Nop) {
      if (line < 0 || previousLine === line) continue
      const next = instructions[at + 1]
      if (next !== undefined) {
        if (next.location.line === line) continue
        if (next.location.line < 0) {
          next.location = i.location
          continue
        }
      } else {
        const block = nextNonempty(b.next)
        if (block !== null) {
          let first = block.instructions[0]!
          for (const candidate of block.instructions) {
            if (candidate.location.line < 0 && candidate.op === Op.Nop) continue
            first = candidate
            break
          }
          if (first.location.line === line) continue
        }
      }
    }
    kept.push(i)
    previousLine = line
  }
  const removed = instructions.length - kept.length
  b.instructions = kept
  return removed
}

function removeNops(entry: Block): number {
  let removed = 0
  for (const b of blocksFrom(entry)) removed += removeNopsIn(b)
  return removed
}

/** A value that is pushed only to be dropped. CPython: remove_redundant_nops_and_pairs. */
function removeNopsAndPairs(entry: Block): void {
  const targets = new Set<Block>()
  for (const b of blocksFrom(entry)) for (const i of b.instructions) if (i.target !== null) targets.add(i.target)
  let done = false
  while (!done) {
    done = true
    let i: BlockInstruction | null = null
    for (const b of blocksFrom(entry)) {
      removeNopsIn(b)
      if (targets.has(b)) i = null
      for (const instruction of b.instructions) {
        const previous: BlockInstruction | null = i
        i = instruction
        const isPush = previous?.op === Op.LoadConst || (previous?.op === Op.Copy && previous.arg === 1)
        if (previous !== null && isPush && i.op === Op.PopTop) {
          makeNop(previous)
          makeNop(i)
          done = false
        }
      }
      if ((i !== null && (isJump(i.op) || isSetup(i.op))) || !b.fallsThrough) i = null
    }
  }
}

function removeJumpsToNext(entry: Block): number {
  let removed = 0
  for (const b of blocksFrom(entry)) {
    const last = b.last
    if (last === undefined || !isUnconditionalJump(last.op)) continue
    const target = nextNonempty(last.target)
    if (target === null || target !== nextNonempty(b.next)) continue
    makeNop(last)
    removed++
  }
  return removed
}
