// The matcher of regular expressions: backtracking over code points, as CPython's _sre, with an explicit stack and a bound on
// the number of steps, so that no pattern can hang the host. CPython: Modules/_sre/sre_lib.h.
//
// Pure: a program and a text in, group marks out.

import { AT_ASCII_BOUNDARY, AT_LINE_END, AT_LINE_START, AT_NO_ASCII_BOUNDARY, type Program, Re } from './re-program.ts'
import { type CharSet, inCategory, lowerOf, variants } from './re-set.ts'

/** The text as code units that are code points. */
export type Subject = Uint8Array | Uint16Array | Uint32Array

export type Mode = 'match' | 'fullmatch' | 'search'

/** A match: start and end of each group (-1: none), and the group that was closed last (0: none). */
export interface Marks {
  readonly marks: Int32Array
  readonly lastIndex: number
}

const STEP_LIMIT = 50_000_000
const STACK_LIMIT = 1 << 26

// Kinds of backtrack entries; each has four numbers: kind and three operands.
const CHOICE = 0 // pc, position
const UNDO = 1 // register, old value
const SHORTER = 2 // pc of a OneGreedy, position, smallest position
const LONGER = 3 // pc of a OneLazy, position, largest position

/**
 * Tries to match at `start` (or from there on, when searching). 'steps': given up. `mustAdvance`: an empty match at `start`
 * does not count.
 */
export function runProgram(
  program: Program,
  text: Subject,
  start: number,
  end: number,
  mode: Mode,
  mustAdvance: boolean,
): Marks | undefined | 'steps' {
  const matcher = new Matcher(program, text, end, mode === 'fullmatch')
  let at = start
  let must = mustAdvance
  for (;;) {
    if (mode === 'search' && program.first !== undefined) {
      const next = skip(program.first, text, at, end)
      if (next !== at) must = false
      at = next
      if (at >= end) return undefined
    }
    const found = matcher.matchAt(at, must)
    if (found !== undefined) return found
    if (mode !== 'search' || at >= end) return undefined
    must = false
    at++
  }
}

function skip(first: CharSet, text: Subject, from: number, end: number): number {
  let at = from
  while (at < end && !first.has(text[at]!)) at++
  return at
}

// One stack serves all matches, which never overlap; a large one is given back.
let sharedStack = new Int32Array(4096)

class Matcher {
  private stack: Int32Array = sharedStack
  private readonly program: Program
  private readonly text: Subject
  private readonly end: number
  private readonly isFull: boolean
  private readonly registers: Int32Array
  private height = 0
  private steps = 0

  constructor(program: Program, text: Subject, end: number, isFull: boolean) {
    this.program = program
    this.text = text
    this.end = end
    this.isFull = isFull
    // One more register: the group closed last.
    this.registers = new Int32Array(program.registers + 1)
  }

  private push(kind: number, a: number, b: number, c: number): void {
    const { height } = this
    if (height + 4 > this.stack.length) {
      const larger = new Int32Array(this.stack.length * 2)
      larger.set(this.stack)
      this.stack = larger
      if (larger.length <= 1 << 20) sharedStack = larger
    }
    const { stack } = this
    stack[height] = kind
    stack[height + 1] = a
    stack[height + 2] = b
    stack[height + 3] = c
    this.height = height + 4
  }

  private set(register: number, value: number): void {
    const old = this.registers[register]!
    if (old === value) return
    this.push(UNDO, register, old, 0)
    this.registers[register] = value
  }

  /** Drops the alternatives above `height`, keeping what has to be undone. */
  private cut(height: number): void {
    const { stack } = this
    let to = height
    for (let from = height; from < this.height; from += 4) {
      if (stack[from] !== UNDO) continue
      if (to !== from) stack.copyWithin(to, from, from + 4)
      to += 4
    }
    this.height = to
  }

  /** Undoes everything above `height`. */
  private unwind(height: number): void {
    const { stack } = this
    while (this.height > height) {
      this.height -= 4
      if (stack[this.height] === UNDO) this.registers[stack[this.height + 1]!] = stack[this.height + 2]!
    }
  }

  private isOne(op: number, operand: number, at: number): boolean {
    const code = this.text[at]!
    switch (op) {
      case Re.Char:
        return code === operand
      case Re.Set:
        return this.program.sets[operand]!.has(code)
      case Re.AnyButNewline:
        return code !== 10
      default:
        return true
    }
  }

  matchAt(start: number, mustAdvance: boolean): Marks | undefined | 'steps' {
    const { program, text, end, registers } = this
    const { code, sets } = program
    const last = program.registers
    registers.fill(-1)
    registers[last] = 0
    this.height = 0
    let pc = 0
    let at = start
    for (;;) {
      if (++this.steps > STEP_LIMIT || this.height > STACK_LIMIT) return 'steps'
      let failed = false
      switch (code[pc] as Re) {
        case Re.Match:
          if ((this.isFull && at !== end) || (mustAdvance && at === start)) {
            failed = true
            break
          }
          registers[0] = start
          registers[1] = at
          return { marks: registers.slice(0, 2 * (program.groups + 1)), lastIndex: registers[last]! }
        case Re.Char:
          if (at < end && text[at] === code[pc + 1]) {
            at++
            pc += 2
          } else failed = true
          break
        case Re.AnyButNewline:
          if (at < end && text[at] !== 10) {
            at++
            pc++
          } else failed = true
          break
        case Re.Any:
          if (at < end) {
            at++
            pc++
          } else failed = true
          break
        case Re.Set:
          if (at < end && sets[code[pc + 1]!]!.has(text[at]!)) {
            at++
            pc += 2
          } else failed = true
          break
        case Re.Split:
          this.push(CHOICE, code[pc + 1]!, at, 0)
          pc += 2
          break
        case Re.Jump:
          pc = code[pc + 1]!
          break
        case Re.Save:
          this.set(code[pc + 1]!, at)
          pc += 2
          break
        case Re.Close: {
          const group = code[pc + 1]!
          this.set(2 * group + 1, at)
          this.set(last, group)
          pc += 2
          break
        }
        case Re.At:
          if (this.isAt(code[pc + 1]!, at)) pc += 2
          else failed = true
          break
        case Re.LoopInit:
          this.set(code[pc + 1]!, 0)
          this.set(code[pc + 1]! + 1, -1)
          pc += 2
          break
        case Re.LoopGreedy: {
          const register = code[pc + 1]!
          const count = registers[register]!
          const max = code[pc + 3]!
          const exit = code[pc + 4]!
          if (count < code[pc + 2]!) {
            this.set(register, count + 1)
            pc += 5
          } else if ((max < 0 || count < max) && registers[register + 1] !== at) {
            this.push(CHOICE, exit, at, 0)
            this.set(register, count + 1)
            this.set(register + 1, at)
            pc += 5
          } else pc = exit
          break
        }
        case Re.LoopLazy: {
          const register = code[pc + 1]!
          const count = registers[register]!
          const max = code[pc + 3]!
          if (count < code[pc + 2]!) {
            this.set(register, count + 1)
            pc += 5
          } else {
            if ((max < 0 || count < max) && registers[register + 1] !== at) this.push(CHOICE, pc + 7, at, 0)
            pc = code[pc + 4]!
          }
          break
        }
        case Re.LoopMore: {
          const register = code[pc + 1]!
          this.set(register, registers[register]! + 1)
          this.set(register + 1, at)
          pc += 2
          break
        }
        case Re.OneGreedy: {
          const op = code[pc + 1]!
          const operand = code[pc + 2]!
          const min = code[pc + 3]!
          const max = code[pc + 4]!
          const limit = max < 0 || end - at < max ? end : at + max
          const from = at
          if (op === Re.Any) at = limit
          else if (op === Re.Set) {
            const set = sets[operand]!
            while (at < limit && set.has(text[at]!)) at++
          } else while (at < limit && this.isOne(op, operand, at)) at++
          this.steps += at - from
          if (at - from < min) failed = true
          else {
            if (at > from + min) this.push(SHORTER, pc, at, from + min)
            pc += 6
          }
          break
        }
        case Re.OneLazy: {
          const op = code[pc + 1]!
          const operand = code[pc + 2]!
          const min = code[pc + 3]!
          const max = code[pc + 4]!
          const from = at
          while (at < end && at - from < min && this.isOne(op, operand, at)) at++
          if (at - from < min) failed = true
          else {
            const limit = max < 0 || end - from < max ? end : from + max
            if (at < limit) this.push(LONGER, pc, at, limit)
            pc += 6
          }
          break
        }
        case Re.Reference: {
          const next = this.reference(code[pc + 1]!, code[pc + 2]!, at)
          if (next < 0) failed = true
          else {
            at = next
            pc += 3
          }
          break
        }
        case Re.IfGroup: {
          const group = code[pc + 1]!
          pc = registers[2 * group + 1]! >= 0 && registers[2 * group]! >= 0 ? pc + 3 : code[pc + 2]!
          break
        }
        case Re.Mark:
          this.set(code[pc + 1]!, this.height)
          this.registers[code[pc + 1]!] = this.height
          pc += 2
          break
        case Re.Cut:
          this.cut(registers[code[pc + 1]!]!)
          pc += 2
          break
        case Re.LookBegin:
          this.set(code[pc + 1]! + 1, at)
          this.set(code[pc + 1]!, this.height)
          this.registers[code[pc + 1]!] = this.height
          pc += 2
          break
        case Re.LookEnd:
          this.cut(registers[code[pc + 1]!]!)
          at = registers[code[pc + 1]! + 1]!
          pc += 2
          break
        case Re.NotBegin:
          this.set(code[pc + 1]!, this.height)
          this.registers[code[pc + 1]!] = this.height
          this.push(CHOICE, code[pc + 2]!, at, 0)
          pc += 3
          break
        case Re.NotEnd:
          this.unwind(registers[code[pc + 1]!]!)
          failed = true
          break
        case Re.Back:
          at -= code[pc + 1]!
          if (at < 0) failed = true
          else pc += 2
          break
        case Re.Fail:
          failed = true
          break
      }
      if (!failed) continue
      // Back to the newest alternative.
      for (;;) {
        if (this.height === 0) return undefined
        const top = this.height - 4
        const { stack } = this
        const kind = stack[top]!
        if (kind === UNDO) {
          registers[stack[top + 1]!] = stack[top + 2]!
          this.height = top
          continue
        }
        if (kind === CHOICE) {
          pc = stack[top + 1]!
          at = stack[top + 2]!
          this.height = top
          break
        }
        const one = stack[top + 1]!
        if (kind === SHORTER) {
          at = stack[top + 2]! - 1
          const least = stack[top + 3]!
          const follows = code[one + 5]!
          if (follows >= 0) while (at > least && text[at] !== follows) at--
          this.steps++
          if (at > least) stack[top + 2] = at
          else this.height = top
        } else {
          at = stack[top + 2]!
          if (!this.isOne(code[one + 1]!, code[one + 2]!, at)) {
            this.height = top
            continue
          }
          at++
          if (at < stack[top + 3]!) stack[top + 2] = at
          else this.height = top
        }
        pc = one + 6
        break
      }
    }
  }

  /** The position after the text of a group, or -1. */
  private reference(group: number, caseMode: number, at: number): number {
    const start = this.registers[2 * group]!
    const stop = this.registers[2 * group + 1]!
    if (start < 0 || stop < start || at + stop - start > this.end) return -1
    const { text } = this
    this.steps += stop - start
    for (let i = start, k = at; i < stop; i++, k++) {
      if (text[i] === text[k]) continue
      if (caseMode === 0) return -1
      const ascii = caseMode === 2
      if (lowerOf(text[i]!, ascii) !== lowerOf(text[k]!, ascii) && !variants(text[i]!, ascii).includes(text[k]!))
        return -1
    }
    return at + stop - start
  }

  private isAt(place: number, at: number): boolean {
    const { text, end } = this
    switch (place) {
      case 0:
      case 1:
        return at === 0
      case 2:
        return at === end || (at === end - 1 && text[at] === 10)
      case 3:
        return at === end
      case AT_LINE_START:
        return at === 0 || text[at - 1] === 10
      case AT_LINE_END:
        return at === end || text[at] === 10
    }
    const ascii = place === AT_ASCII_BOUNDARY || place === AT_NO_ASCII_BOUNDARY
    if (end === 0) return false
    const before = at > 0 && inCategory(text[at - 1]!, 'word', ascii)
    const after = at < end && inCategory(text[at]!, 'word', ascii)
    return (before !== after) === (place === 4 || place === AT_ASCII_BOUNDARY)
  }
}
