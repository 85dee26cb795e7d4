/**
 * The last step of compiling: from instructions with labels to Code, with the exception table, the stack size, positions and
 * line starts. CPython: Python/assemble.c, Python/instrumentation.c initialize_lines.
 */

import { CO, Code, type CodeBody, type CodeHead, type ExceptionEntry } from './code.ts'
import { type ConstantTable, constantValue } from './compiler-constant.ts'
import {
  type Block,
  type BlockInstruction,
  blocksFrom,
  buildGraph,
  findHandlers,
  makeNop,
  moveColdBlocks,
  newInstruction,
} from './compiler-graph.ts'
import { type Instruction, isSetup, Pseudo } from './compiler-instruction.ts'
import { resolveLines } from './compiler-lines.ts'
import { lineLocation, NOWHERE } from './compiler-location.ts'
import { optimize, removeNopsAndJumps } from './compiler-peephole.ts'
import { checkUnboundLocals } from './compiler-unbound.ts'
import { OPS, Op, stackEffect } from './op.ts'
import type { Value } from './value.ts'

/** What one block of code is besides its instructions. */
export interface CodeParts {
  readonly name: string
  readonly qualname: string
  readonly filename: string
  readonly firstLine: number
  readonly flags: number
  readonly argCount: number
  readonly posOnlyCount: number
  readonly kwOnlyCount: number
  /** Fast locals in slot order, parameters first; operands of fast instructions are indexes into it. */
  readonly locals: readonly string[]
  readonly parameters: number
  /** Operands of cell instructions are indexes into cells followed by free variables. */
  readonly cells: readonly string[]
  readonly frees: readonly string[]
  readonly names: readonly string[]
  readonly constants: ConstantTable
  readonly doc: string | null
}

export function assemble(instructions: readonly Instruction[], parts: CodeParts): Code {
  const entry = buildGraph(instructions)
  findHandlers(entry)
  optimize(entry, parts.constants)
  checkUnboundLocals(entry, parts.locals.length, parts.parameters)
  moveColdBlocks(entry)
  resolveLines(entry)
  const isGenerator = (parts.flags & (CO.GENERATOR | CO.COROUTINE | CO.ASYNC_GENERATOR)) !== 0
  const stackSize = Math.max(computeDepths(entry), isGenerator ? 1 : 0, 1)
  for (const b of blocksFrom(entry)) for (const i of b.instructions) if (isSetup(i.op)) makeNop(i)
  removeNopsAndJumps(entry)
  dropEndFor(entry)
  const constants = keepUsedConstants(entry, parts.constants)
  const slots = layOut(parts)
  insertPrefix(entry, parts, isGenerator)
  return emit(entry, parts, slots, stackSize, constants)
}

/** Stack depth at the start of each block; gives the largest anywhere. CPython: calculate_stackdepth. */
function computeDepths(entry: Block): number {
  let largest = 0
  const todo: Block[] = []
  const reach = (block: Block, depth: number) => {
    if (block.startDepth >= 0) {
      if (block.startDepth !== depth) throw new Error('two stack depths at one place')
      return
    }
    block.startDepth = depth
    todo.push(block)
  }
  reach(entry, 0)
  while (todo.length > 0) {
    const b = todo.pop()!
    let depth = b.startDepth
    for (const i of b.instructions) {
      if (i.target !== null) {
        const effect = isSetup(i.op) ? (i.op === Pseudo.SetupCleanup ? 2 : 1) : effectOf(i, true)
        reach(i.target, depth + effect)
        largest = Math.max(largest, depth + effect)
      }
      depth += effectOf(i, false)
      if (depth < 0) throw new Error('stack underflow')
      largest = Math.max(largest, depth)
    }
    if (b.fallsThrough && b.next !== null) reach(b.next, depth)
  }
  return largest
}

function effectOf(i: BlockInstruction, jump: boolean): number {
  if (i.op === Pseudo.StoreFastMaybeNull) return -1
  return i.op >= Pseudo.SetupFinally ? 0 : stackEffect(i.op as Op, i.arg, jump)
}

function dropEndFor(entry: Block): void {
  for (const b of blocksFrom(entry)) b.instructions = b.instructions.filter(i => i.op !== Pseudo.EndFor)
}

interface Slots {
  readonly varNames: string[]
  /** Slot of cell or free variable i. */
  readonly cellSlots: number[]
}

/** Parameters and locals, then cells that are not among them, then free variables. CPython: fix_cell_offsets. */
function layOut(parts: CodeParts): Slots {
  const varNames = [...parts.locals]
  const cellSlots: number[] = []
  for (const name of parts.cells) {
    const local = parts.locals.indexOf(name)
    cellSlots.push(local >= 0 ? local : varNames.length)
    if (local < 0) varNames.push(name)
  }
  for (const name of parts.frees) {
    cellSlots.push(varNames.length)
    varNames.push(name)
  }
  return { varNames, cellSlots }
}

/** CPython: insert_prefix_instructions. */
function insertPrefix(entry: Block, parts: CodeParts, isGenerator: boolean): void {
  const prefix: BlockInstruction[] = []
  if (parts.frees.length > 0) prefix.push(newInstruction(Op.CopyFreeVars, parts.frees.length, NOWHERE))
  const order = parts.cells.map((_, i) => i)
  const slot = (i: number) => {
    const local = parts.locals.indexOf(parts.cells[i]!)
    return local >= 0 ? local : parts.locals.length + i
  }
  order.sort((a, b) => slot(a) - slot(b))
  for (const i of order) prefix.push(newInstruction(Op.MakeCell, i, NOWHERE))
  if (isGenerator) {
    const location = lineLocation(parts.firstLine, -1)
    prefix.push(newInstruction(Op.ReturnGenerator, 0, location), newInstruction(Op.PopTop, 0, location))
  }
  entry.instructions = [...prefix, ...entry.instructions]
}

function usesCell(op: number): boolean {
  switch (op) {
    case Op.LoadDeref:
    case Op.StoreDeref:
    case Op.DeleteDeref:
    case Op.LoadClosure:
    case Op.MakeCell:
    case Op.LoadFromDictOrDeref:
      return true
    default:
      return false
  }
}

/** Constants that are still loaded, and the first, which may be the docstring. CPython: remove_unused_consts. */
function keepUsedConstants(entry: Block, constants: ConstantTable): (Value | Code)[] {
  const kept: (Value | Code)[] = []
  const newIndex = new Map<number, number>()
  const used = new Set<number>(constants.entries.length > 0 ? [0] : [])
  const loads = blocksFrom(entry)
    .flatMap(b => b.instructions)
    .filter(i => OPS[i.op]?.operand === 'constant')
  for (const i of loads) used.add(i.arg)
  constants.entries.forEach((constant, index) => {
    if (!used.has(index)) return
    newIndex.set(index, kept.length)
    kept.push('type' in constant ? constantValue(constant) : constant)
  })
  for (const i of loads) i.arg = newIndex.get(i.arg)!
  return kept
}

function emit(
  entry: Block,
  parts: CodeParts,
  slots: Slots,
  stackSize: number,
  constants: readonly (Value | Code)[],
): Code {
  const flat: BlockInstruction[] = []
  const startOf = new Map<Block, number>()
  for (const b of blocksFrom(entry)) {
    startOf.set(b, flat.length)
    for (const instruction of b.instructions) flat.push(instruction)
  }
  const ops = new Int32Array(flat.length * 2)
  const positions = new Int32Array(flat.length * 4)
  flat.forEach((i, pc) => {
    let op = i.op
    let arg = i.arg
    if (i.target !== null) {
      arg = startOf.get(i.target)!
      if (op === Pseudo.JumpNoInterrupt) op = Op.Jump
      else if (op === Op.Jump && arg <= pc) op = Op.JumpBackward
    } else if (usesCell(op)) arg = slots.cellSlots[arg]!
    if (op === Pseudo.StoreFastMaybeNull) op = Op.StoreFast
    if (op >= Pseudo.SetupFinally) throw new Error(`${Pseudo[op]} is left over`)
    ops[2 * pc] = op
    ops[2 * pc + 1] = arg
    const { line, endLine, column, endColumn } = i.location
    positions.set([line, endLine, column, endColumn], 4 * pc)
  })
  const exceptionTable = exceptionEntries(flat, startOf)
  const original = ops.slice()
  const lineStarts = findLineStarts(ops, positions, exceptionTable)
  const head: CodeHead = {
    name: parts.name,
    qualname: parts.qualname,
    filename: parts.filename,
    firstLine: parts.firstLine,
    flags: parts.flags,
    argCount: parts.argCount,
    posOnlyCount: parts.posOnlyCount,
    kwOnlyCount: parts.kwOnlyCount,
    varNames: slots.varNames,
    localCount: parts.locals.length,
    cellNames: parts.cells,
    freeNames: parts.frees,
    cellSlots: slots.cellSlots,
    slotCount: slots.varNames.length,
    stackSize,
    makesCoroutine: ops[0] === Op.ReturnGenerator,
    doc: parts.doc,
  }
  const body: CodeBody = { consts: constants, names: parts.names, ops, exceptionTable }
  return new Code(head, {
    body: () => body,
    original: () => original,
    positions: () => positions,
    lineStarts: () => lineStarts,
  })
}

function exceptionEntries(flat: readonly BlockInstruction[], startOf: ReadonlyMap<Block, number>): ExceptionEntry[] {
  const entries: ExceptionEntry[] = []
  let start = 0
  for (let pc = 1; pc <= flat.length; pc++) {
    const handler = flat[start]!.handler
    if (pc < flat.length && flat[pc]!.handler === handler) continue
    if (handler !== null) {
      const lasti = handler.keepsLasti
      const depth = handler.startDepth - 1 - (lasti ? 1 : 0)
      if (depth < 0) throw new Error('a handler without a stack depth')
      entries.push({ start, end: pc, target: startOf.get(handler)!, depth, lasti })
    }
    start = pc
  }
  return entries
}

/**
 * Where a line may begin: a line other than that of the instruction before in the text, or of one that jumps here; and
 * handlers. A debugger stops there when the line differs from the last one executed in the frame, or control came backwards.
 */
function findLineStarts(ops: Int32Array, positions: Int32Array, table: readonly ExceptionEntry[]): Uint8Array {
  const count = ops.length / 2
  const starts = new Uint8Array(count)
  let first = 0
  while (first < count && ops[2 * first] !== Op.Resume) first++
  const line = (pc: number) => positions[4 * pc]!
  const mayStart = (pc: number) => {
    const op = ops[2 * pc]
    return op !== Op.Resume && op !== Op.EndSend && op !== Op.EndAsyncFor
  }
  let current = -1
  for (let pc = first; pc < count; pc++) {
    if (!mayStart(pc)) continue
    if (line(pc) !== current && line(pc) >= 0) starts[pc] = 1
    current = line(pc)
  }
  for (let pc = first; pc < count; pc++) {
    switch (ops[2 * pc]) {
      case Op.Send:
      case Op.Jump:
      case Op.JumpBackward:
      case Op.PopJumpIfFalse:
      case Op.PopJumpIfTrue:
      case Op.PopJumpIfNone:
      case Op.PopJumpIfNotNone:
      case Op.ForIter: {
        const target = ops[2 * pc + 1]!
        if (mayStart(target) && line(target) >= 0 && line(target) !== line(pc)) starts[target] = 1
      }
    }
  }
  for (const entry of table) {
    if (!entry.lasti && entry.target >= first && mayStart(entry.target) && line(entry.target) >= 0)
      starts[entry.target] = 1
  }
  return starts
}
