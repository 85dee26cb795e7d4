// Regular expressions of module re: from the tree to the instructions that re-match.ts runs.
//
// An instruction is its number and operands in one array of ints. Registers hold group marks (two per group), then counters
// of loops and heights of the backtrack stack.

import { type Alphabet, type CharSet, makeSet, variants } from './re-set.ts'
import { MAXREPEAT, type Node, type ParsedPattern, type Place, RE, widthOf } from './re-tree.ts'

export enum Re {
  /** The pattern has matched. */
  Match,
  /** code: this character. */
  Char,
  /** Any character but a newline. */
  AnyButNewline,
  Any,
  /** set */
  Set,
  /** target: go on there; if that fails, with the next instruction. */
  Split,
  /** target */
  Jump,
  /** register: the position goes into it (a mark of a group). */
  Save,
  /** group: its end mark, and it becomes the last group. */
  Close,
  /** place (see PLACES) */
  At,
  /** register (count, last position): a loop begins. */
  LoopInit,
  /** register, min, max, exit: head of a greedy loop; its body follows. */
  LoopGreedy,
  /** register, min, max, exit: head of a lazy loop. */
  LoopLazy,
  /** Same operands: backtracking into a lazy loop takes one more round. */
  LoopMore,
  /** item kind, item operand, min, max, next character or -1: a repeated single character, as many as possible. */
  OneGreedy,
  OneLazy,
  /** group, ignore case: the text of the group. */
  Reference,
  /** group, target: there if the group has not matched. */
  IfGroup,
  /** register: remembers the height of the backtrack stack. */
  Mark,
  /** register: forgets all alternatives since Mark. */
  Cut,
  /** register, register: as Mark, and remembers the position. */
  LookBegin,
  /** register, register: as Cut, and back to the position. */
  LookEnd,
  /** register, target: a negative look: go on at target if what follows fails. */
  NotBegin,
  /** register: what must not match has matched. */
  NotEnd,
  /** width: moves back, for a look-behind. */
  Back,
  Fail,
}

export const PLACES: readonly Place[] = ['start', 'string start', 'end', 'string end', 'boundary', 'no boundary']
/** Place of ^ and $ with flag M, and of \b and \B with flag A. */
export const AT_LINE_START = 6
export const AT_LINE_END = 7
export const AT_ASCII_BOUNDARY = 8
export const AT_NO_ASCII_BOUNDARY = 9

/** Compiled pattern: immutable. */
export interface Program {
  readonly code: Int32Array
  readonly sets: readonly CharSet[]
  readonly registers: number
  readonly groups: number
  /** What a match must begin with, if that is known: makes searching fast. */
  readonly first: CharSet | undefined
}

/** What is wrong with a look-behind: its position in the pattern. */
export interface NotFixedWidth {
  readonly message: string
}

/** Compiles; the only error left is a look-behind of variable width. */
export function compileProgram(parsed: ParsedPattern): Program | NotFixedWidth {
  const compiler = new Compiler(parsed)
  return compiler.compile()
}

class Compiler {
  private readonly parsed: ParsedPattern
  private readonly code: number[] = []
  private readonly sets: CharSet[] = []
  private registers: number
  private variable = false

  constructor(parsed: ParsedPattern) {
    this.parsed = parsed
    this.registers = 2 * (parsed.groups + 1)
  }

  compile(): Program | NotFixedWidth {
    const { parsed, code } = this
    this.node(parsed.node, parsed.flags)
    code.push(Re.Match)
    if (this.variable) return { message: 'look-behind requires fixed-width pattern' }
    const first = this.firstSet(parsed.node, parsed.flags)
    return { code: Int32Array.from(code), sets: this.sets, registers: this.registers, groups: parsed.groups, first }
  }

  private alphabet(flags: number): Alphabet {
    return { ascii: (flags & RE.A) !== 0 || (flags & RE.U) === 0, ignoreCase: (flags & RE.I) !== 0 }
  }

  private addSet(set: CharSet): number {
    this.sets.push(set)
    return this.sets.length - 1
  }

  /** A node that matches exactly one character, as (instruction, operand). */
  private single(node: Node, flags: number): readonly [Re, number] | undefined {
    const alphabet = this.alphabet(flags)
    switch (node.kind) {
      case 'char':
        if (!alphabet.ignoreCase || variants(node.code, alphabet.ascii).length === 1) return [Re.Char, node.code]
        return [Re.Set, this.addSet(makeSet([node], false, alphabet))]
      case 'any':
        return [flags & RE.S ? Re.Any : Re.AnyButNewline, 0]
      case 'set':
        return [Re.Set, this.addSet(makeSet(node.items, node.negated, alphabet))]
      case 'group':
        return node.index === undefined ? this.single(node.item, combine(flags, node.add, node.remove)) : undefined
      default:
        return undefined
    }
  }

  private node(node: Node, flags: number): void {
    const { code } = this
    switch (node.kind) {
      case 'char':
      case 'any':
      case 'set': {
        const [op, operand] = this.single(node, flags)!
        if (op === Re.Any || op === Re.AnyButNewline) code.push(op)
        else code.push(op, operand)
        return
      }
      case 'at':
        code.push(Re.At, placeNumber(node.place, flags))
        return
      case 'sequence':
        node.items.forEach((item, i) => {
          if (item.kind === 'repeat') this.repeat(item, flags, node.items[i + 1])
          else this.node(item, flags)
        })
        return
      case 'branch':
        this.branch(node.items, flags)
        return
      case 'repeat':
        this.repeat(node, flags, undefined)
        return
      case 'group': {
        const inner = combine(flags, node.add, node.remove)
        if (node.index === undefined) {
          this.node(node.item, inner)
          return
        }
        code.push(Re.Save, 2 * node.index)
        this.node(node.item, inner)
        code.push(Re.Close, node.index)
        return
      }
      case 'atomic': {
        const register = this.registers++
        code.push(Re.Mark, register)
        this.node(node.item, flags)
        code.push(Re.Cut, register)
        return
      }
      case 'look':
        this.look(node, flags)
        return
      case 'reference':
        code.push(Re.Reference, node.group, flags & RE.I ? (this.alphabet(flags).ascii ? 2 : 1) : 0)
        return
      case 'conditional': {
        code.push(Re.IfGroup, node.group, 0)
        const toNo = code.length - 1
        this.node(node.yes, flags)
        if (node.no === undefined) {
          code[toNo] = code.length
          return
        }
        code.push(Re.Jump, 0)
        const toEnd = code.length - 1
        code[toNo] = code.length
        this.node(node.no, flags)
        code[toEnd] = code.length
        return
      }
      case 'failure':
        code.push(Re.Fail)
        return
    }
  }

  private branch(items: readonly Node[], flags: number): void {
    const { code } = this
    const toEnd: number[] = []
    items.forEach((item, i) => {
      const isLast = i === items.length - 1
      let toNext = 0
      if (!isLast) {
        code.push(Re.Split, 0)
        toNext = code.length - 1
      }
      this.node(item, flags)
      if (isLast) return
      code.push(Re.Jump, 0)
      toEnd.push(code.length - 1)
      code[toNext] = code.length
    })
    for (const at of toEnd) code[at] = code.length
  }

  private repeat(node: Extract<Node, { kind: 'repeat' }>, flags: number, next: Node | undefined): void {
    const { code } = this
    const { min, mode } = node
    const max = node.max === MAXREPEAT ? -1 : node.max
    if (mode === 'possessive') {
      const register = this.registers++
      code.push(Re.Mark, register)
      this.repeat({ ...node, mode: 'greedy' }, flags, undefined)
      code.push(Re.Cut, register)
      return
    }
    const single = this.single(node.item, flags)
    if (single !== undefined) {
      // A plain letter that must follow saves trying most of the shorter repetitions.
      const follows = next?.kind === 'char' && !(flags & RE.I) ? next.code : -1
      code.push(mode === 'lazy' ? Re.OneLazy : Re.OneGreedy, single[0], single[1], min, max, follows)
      return
    }
    const register = this.registers
    this.registers += 2
    code.push(Re.LoopInit, register)
    const head = code.length
    code.push(mode === 'lazy' ? Re.LoopLazy : Re.LoopGreedy, register, min, max, 0)
    const exit = code.length - 1
    if (mode === 'lazy') {
      // The body begins after the instruction that backtracking comes back to.
      code.push(Re.Jump, code.length + 4, Re.LoopMore, register)
    }
    this.node(node.item, flags)
    code.push(Re.Jump, head)
    code[exit] = code.length
  }

  private look(node: Extract<Node, { kind: 'look' }>, flags: number): void {
    const { code } = this
    const back = () => {
      if (!node.behind) return
      const [low, high] = widthOf(node.item, this.parsed.widths)
      if (low !== high) this.variable = true
      code.push(Re.Back, low)
    }
    if (node.negated) {
      const register = this.registers++
      code.push(Re.NotBegin, register, 0)
      const target = code.length - 1
      back()
      this.node(node.item, flags)
      code.push(Re.NotEnd, register)
      code[target] = code.length
      return
    }
    const register = this.registers
    this.registers += 2
    code.push(Re.LookBegin, register)
    back()
    this.node(node.item, flags)
    code.push(Re.LookEnd, register)
  }

  /** Characters a match can begin with; undefined: any, or it may be empty. */
  private firstSet(node: Node, flags: number): CharSet | undefined {
    switch (node.kind) {
      case 'char':
        return makeSet([node], false, this.alphabet(flags))
      case 'set':
        return makeSet(node.items, node.negated, this.alphabet(flags))
      case 'sequence': {
        const first = node.items.find(item => item.kind !== 'at' && item.kind !== 'look')
        return first && this.firstSet(first, flags)
      }
      case 'branch': {
        const sets = node.items.map(item => this.firstSet(item, flags))
        if (sets.includes(undefined)) return undefined
        const known = sets as CharSet[]
        return makeUnion(known)
      }
      case 'repeat':
        return node.min > 0 ? this.firstSet(node.item, flags) : undefined
      case 'group':
        return this.firstSet(node.item, combine(flags, node.add, node.remove))
      case 'atomic':
        return this.firstSet(node.item, flags)
      default:
        return undefined
    }
  }
}

function makeUnion(sets: readonly CharSet[]): CharSet {
  const SetClass = sets[0]!.constructor as typeof CharSet
  return new SetClass(code => sets.some(set => set.has(code)))
}

/** Flags of an inline group: i, m, s, x and the alphabet. */
function combine(flags: number, add: number, remove: number): number {
  const alphabet = RE.A | RE.L | RE.U
  const base = add & alphabet ? flags & ~alphabet : flags
  return (base | add) & ~remove
}

function placeNumber(place: Place, flags: number): number {
  if (flags & RE.M) {
    if (place === 'start') return AT_LINE_START
    if (place === 'end') return AT_LINE_END
  }
  const ascii = (flags & RE.A) !== 0 || (flags & RE.U) === 0
  if (ascii && place === 'boundary') return AT_ASCII_BOUNDARY
  if (ascii && place === 'no boundary') return AT_NO_ASCII_BOUNDARY
  return PLACES.indexOf(place)
}
