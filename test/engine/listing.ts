// Code in the form in which scripts/record-code.py writes CPython's: what the two instruction sets do not share is taken
// out, so that the rest must be equal.

import type { Code } from '../../debugger/engine/code.ts'
import { isCode } from '../../debugger/engine/compile-check.ts'
import { OPS, Op } from '../../debugger/engine/op.ts'

export interface Listing {
  readonly name: string
  readonly flags: number
  readonly locals: readonly string[]
  readonly cells: readonly string[]
  readonly frees: readonly string[]
  /** Name and operand, with `line:column-endLine:endColumn`. */
  readonly instructions: readonly string[]
  /** `start-end target depth`, `lasti` at the end when it is pushed. */
  readonly handlers: readonly string[]
}

const OPPOSITE = new Map([
  [Op.PopJumpIfTrue, Op.PopJumpIfFalse],
  [Op.PopJumpIfFalse, Op.PopJumpIfTrue],
  [Op.PopJumpIfNone, Op.PopJumpIfNotNone],
  [Op.PopJumpIfNotNone, Op.PopJumpIfNone],
])

/** Instructions that are one with their neighbour in CPython. */
function ours(code: Code): Set<number> {
  const found = new Set<number>()
  const op = (pc: number) => code.ops[2 * pc]
  for (let pc = 0; 2 * pc < code.ops.length; pc++) {
    switch (op(pc)) {
      case Op.UnpackPrepare:
      case Op.ToList:
      case Op.ToMapping:
      case Op.EgMatched:
        found.add(pc)
        break
      case Op.ToArgs:
        found.add(pc)
        if (op(pc - 1) === Op.Swap && op(pc + 1) === Op.Swap) found.add(pc - 1).add(pc + 1)
        break
      case Op.ToException:
        found.add(pc)
        if (code.ops[2 * pc + 1] === 1 || op(pc + 1) === Op.Swap) found.add(pc - 1)
    }
  }
  return found
}

export function listing(code: Code): Listing {
  const count = code.ops.length / 2
  const skipped = ours(code)
  const op = (pc: number) => code.ops[2 * pc] as Op
  const arg = (pc: number) => code.ops[2 * pc + 1]!
  const isBackwardTest = (pc: number) => OPPOSITE.has(op(pc)) && arg(pc) <= pc
  const index: number[] = []
  let next = 0
  for (let pc = 0; pc < count; pc++) {
    index.push(next)
    if (!skipped.has(pc)) next += isBackwardTest(pc) ? 2 : 1
  }
  index.push(next)
  const instructions: string[] = []
  for (let pc = 0; pc < count; pc++) {
    if (skipped.has(pc)) continue
    const [line, endLine, column, endColumn] = code.positions.slice(4 * pc, 4 * pc + 4)
    const place = line < 0 || isFast(op(pc)) ? '' : ` ${line}:${column}-${endLine}:${endColumn}`
    if (isBackwardTest(pc)) {
      instructions.push(`${Op[OPPOSITE.get(op(pc))!]} ${index[pc]! + 2}${place}`, `Jump ${index[arg(pc)]}${place}`)
    } else instructions.push(`${nameOf(op(pc))}${operand(code, pc, index)}${place}`)
  }
  return {
    name: code.qualname,
    flags: code.flags,
    locals: code.varNames.slice(0, code.localCount),
    cells: code.cellNames,
    frees: code.freeNames,
    instructions,
    handlers: handlers(code, index, instructions),
  }
}

/** Where two of these follow each other, CPython has one, which stands where the first does. */
function isFast(op: Op): boolean {
  return op === Op.LoadFast || op === Op.StoreFast || op === Op.LoadFastCheck || op === Op.LoadClosure
}

/** The table; a gap of nothing but jumps, which raise nothing, is closed. */
function handlers(code: Code, index: readonly number[], instructions: readonly string[]): string[] {
  const merged: { start: number; end: number; rest: string }[] = []
  for (const e of code.exceptionTable) {
    const start = index[e.start]!
    const end = index[e.end]!
    const rest = `${index[e.target]} ${e.depth}${e.lasti ? ' lasti' : ''}`
    const last = merged.at(-1)
    const gap = last?.rest === rest ? instructions.slice(last.end, start) : null
    if (last !== undefined && gap?.every(i => /^(Pop)?Jump/.test(i))) last.end = end
    else merged.push({ start, end, rest })
  }
  return merged.map(({ start, end, rest }) => `${start}-${end} ${rest}`)
}

function nameOf(op: Op): string {
  return op === Op.JumpBackward ? 'Jump' : op === Op.LoadClosure ? 'LoadFast' : Op[op]!
}

function operand(code: Code, pc: number, index: readonly number[]): string {
  const arg = code.ops[2 * pc + 1]!
  switch (OPS[code.ops[2 * pc]!]!.operand) {
    case 'none':
      return ''
    case 'name':
      return ` ${code.names[arg]}`
    case 'slot':
      return ` ${code.varNames[arg]}`
    case 'jump':
      return ` ${index[arg]}`
    case 'constant': {
      const constant = code.consts[arg]!
      if (isCode(constant)) return ' code'
      if (typeof constant === 'string') return ` ${JSON.stringify(constant)}`
      return typeof constant === 'object' && constant !== null ? ' …' : ` ${constant}`
    }
    default:
      return ` ${arg}`
  }
}
