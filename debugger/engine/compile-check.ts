/**
 * Proves of finished code that the operand stack is used consistently: the same depth on every way to an instruction,
 * never below zero, never above `stackSize`, and every jump and table entry inside the code. Reads only the op table.
 */

import type { Code } from './code.ts'
import { OPS, Op } from './op.ts'

/** Complaints about the code and the codes in it; empty when all is well. */
export function checkCode(code: Code): string[] {
  const complaints: string[] = []
  checkOne(code, complaints)
  for (const constant of code.consts) if (isCode(constant)) complaints.push(...checkCode(constant))
  return complaints
}

/** Is the constant the code of something inside? */
export function isCode(constant: unknown): constant is Code {
  return typeof constant === 'object' && constant !== null && 'exceptionTable' in constant
}

function checkOne(code: Code, complaints: string[]): void {
  const count = code.ops.length / 2
  const depths = new Int32Array(count).fill(-1)
  const todo: number[] = []
  const complain = (pc: number, what: string) => complaints.push(`${code.qualname} at ${pc}: ${what}`)
  const reach = (from: number, pc: number, depth: number) => {
    if (pc < 0 || pc >= count) complain(from, `goes to ${pc}`)
    else if (depths[pc] === -1) {
      depths[pc] = depth
      todo.push(pc)
    } else if (depths[pc] !== depth) complain(pc, `depth ${depth} from ${from}, ${depths[pc]} before`)
  }
  reach(0, 0, 0)
  while (todo.length > 0 && complaints.length < 10) {
    const pc = todo.pop()!
    const op = code.ops[2 * pc]! as Op
    const arg = code.ops[2 * pc + 1]!
    const info = OPS[op]
    if (info === undefined || op === Op.Break) {
      complain(pc, `opcode ${op}`)
      continue
    }
    checkOperand(code, pc, complain)
    const depth = depths[pc]!
    if (depth < info.pops(arg)) complain(pc, `${info.name} needs ${info.pops(arg)} values of ${depth}`)
    const after = (jump: boolean) => depth - info.pops(arg) + info.pushes(arg, jump)
    if (Math.max(depth, after(false)) > code.stackSize) complain(pc, `${info.name} exceeds the stack`)
    if (info.operand === 'jump') reach(pc, arg, after(true))
    if (!info.ends) reach(pc, pc + 1, after(false))
    for (const entry of code.exceptionTable) {
      if (pc < entry.start || pc >= entry.end) continue
      if (entry.depth > depth - Math.min(info.pops(arg), depth) && entry.depth > depth)
        complain(pc, `its handler cuts the stack to ${entry.depth} of ${depth}`)
      reach(pc, entry.target, entry.depth + 1 + (entry.lasti ? 1 : 0))
      if (entry.depth + 1 + (entry.lasti ? 1 : 0) > code.stackSize) complain(pc, 'its handler exceeds the stack')
    }
  }
}

function checkOperand(code: Code, pc: number, complain: (pc: number, what: string) => void): void {
  const arg = code.ops[2 * pc + 1]!
  const limits: Partial<Record<string, number>> = {
    constant: code.consts.length,
    name: code.names.length,
    slot: code.slotCount,
  }
  const limit = limits[OPS[code.ops[2 * pc]!]!.operand]
  if (limit !== undefined && (arg < 0 || arg >= limit)) complain(pc, `operand ${arg} of ${limit}`)
}
