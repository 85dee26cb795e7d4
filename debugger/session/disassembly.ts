// Instructions with addresses: each piece of code that is loaded has a stretch of the address space, one address for an instruction. Knows
// nothing of how addresses are shown.

import type { Code } from '../engine/index.ts'
import { dumpCode } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import type { CodeIndex } from './code-index.ts'
import { locationAt } from './code-index.ts'
import type { InstructionInfo } from './contract.ts'

/** Addresses of one code; none has as many instructions. */
const stretch = 1 << 20

export class Disassembly {
  private readonly index: CodeIndex
  private readonly codes: Code[] = []
  private readonly numbers = new Map<Code, number>()
  private readonly texts = new Map<Code, readonly string[]>()

  constructor(index: CodeIndex) {
    this.index = index
  }

  /** The address of an instruction. Numbers are given as they are asked for, and kept. */
  address(code: Code, pc: number): number {
    let number = this.numbers.get(code)
    if (number === undefined) {
      number = this.codes.push(code)
      this.numbers.set(code, number)
    }
    return number * stretch + pc
  }

  /** The instruction at an address. */
  spot(address: number): Spot | undefined {
    const code = this.codes[Math.floor(address / stretch) - 1]
    const pc = address % stretch
    return code !== undefined && pc < code.lineStarts.length ? { code, pc } : undefined
  }

  /** `count` instructions from `address` on; addresses without one are given too, as what they are. */
  instructions(address: number, count: number): InstructionInfo[] {
    return Array.from({ length: count }, (_, i) => this.instruction(address + i))
  }

  private instruction(address: number): InstructionInfo {
    const spot = this.spot(address)
    if (spot === undefined) return { address, text: undefined, code: undefined, path: undefined, place: undefined }
    const { code, pc } = spot
    return {
      address,
      text: this.text(code)[pc] ?? '',
      code: pc === 0 ? code.qualname : undefined,
      path: this.index.fileOf(code)?.path,
      place: code.positions[4 * pc] > 0 ? locationAt(code, pc) : undefined,
    }
  }

  /** The lines of the dump, by instruction. */
  private text(code: Code): readonly string[] {
    const known = this.texts.get(code)
    if (known !== undefined) return known
    const lines: string[] = []
    for (const line of dumpCode(code).split('\n')) {
      const match = /^[ \d]{5}[ *][ >] *(\d+) (.*)$/.exec(line)
      // The dump goes on with the codes inside, which count from 0 again.
      if (match !== null && Number(match[1]) === lines.length && lines.length < code.lineStarts.length)
        lines.push(match[2])
    }
    this.texts.set(code, lines)
    return lines
  }
}
