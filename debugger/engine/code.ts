// Compiled code: what one block of the language (module, function, class body, lambda, generator expression) became.
// Immutable but for what is not part of a program's state: inline caches, tables made when needed, armed breakpoints.

import type { Value } from './value.ts'

/** CPython's co_flags, the same bits. */
export const CO = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
  /** `from __future__ import annotations` is in force. */
  FUTURE_ANNOTATIONS: 0x1000000,
  /** Ours: frames of this code are left out of tracebacks, `f_back` and stepping (the prelude's own helpers). */
  HIDDEN: 0x40000000,
} as const

export interface ExceptionEntry {
  /** First and one past the last instruction covered. */
  readonly start: number
  readonly end: number
  /** Instruction to go on at. */
  readonly target: number
  /** Operand stack depth to cut back to. */
  readonly depth: number
  /** Push the index of the raising instruction below the exception. */
  readonly lasti: boolean
}

/** What most runs never look at: made when first asked for. */
export interface LazyParts {
  /** The instructions and what they refer to. Asked for once. */
  body(): CodeBody
  /** A copy of the instructions. */
  original(): Int32Array
  positions(): Int32Array
  lineStarts(): Uint8Array
}

/** What a function is made and called by. */
export interface CodeHead {
  readonly name: string
  readonly qualname: string
  /** File as the user named it; shown in tracebacks. */
  readonly filename: string
  readonly firstLine: number
  readonly flags: number
  readonly argCount: number
  readonly posOnlyCount: number
  readonly kwOnlyCount: number
  /** A name for each slot: parameters, other locals, then cells that are not parameters, then free variables (CPython's co_localsplusnames). */
  readonly varNames: readonly string[]
  /** How many of varNames, from the start, are co_varnames. */
  readonly localCount: number
  readonly cellNames: readonly string[]
  readonly freeNames: readonly string[]
  /** Slot (index into Frame.slots) of cell/free variable i of cellNames ++ freeNames. */
  readonly cellSlots: readonly number[]
  /** Number of slots before the operand stack. */
  readonly slotCount: number
  readonly stackSize: number
  /** A call does nothing but make the generator, coroutine or async generator: ReturnGenerator is the first instruction. */
  readonly makesCoroutine: boolean
  readonly doc: string | null
}

/** What runs. Of the library's functions most never do. */
export interface CodeBody {
  readonly consts: readonly (Value | Code)[]
  readonly names: readonly string[]
  /** Pairs: opcode at 2*pc, argument at 2*pc+1. A breakpoint replaces an opcode by Op.Break; `Code.original` keeps it. */
  readonly ops: Int32Array
  readonly exceptionTable: readonly ExceptionEntry[]
}

/** One class for all code, compiled or shipped, so that the host sees one shape. */
export class Code implements CodeHead, CodeBody {
  readonly name: string
  readonly qualname: string
  /** File as the user named it; shown in tracebacks. */
  readonly filename: string
  readonly firstLine: number
  readonly flags: number
  readonly argCount: number
  readonly posOnlyCount: number
  readonly kwOnlyCount: number
  /** A name for each slot: parameters, other locals, then cells that are not parameters, then free variables (CPython's co_localsplusnames). */
  readonly varNames: readonly string[]
  /** How many of varNames, from the start, are co_varnames. */
  readonly localCount: number
  readonly cellNames: readonly string[]
  readonly freeNames: readonly string[]
  /** Slot (index into Frame.slots) of cell/free variable i of cellNames ++ freeNames. */
  readonly cellSlots: readonly number[]
  /** Number of slots before the operand stack. */
  readonly slotCount: number
  readonly stackSize: number
  readonly doc: string | null
  readonly makesCoroutine: boolean
  /** Inline caches by pc, made when first needed. Validated by versions, so never part of a snapshot. */
  readonly caches: (object | undefined)[] = []
  /** The number of arguments when they are positional and nothing else; else -1. */
  readonly plainArgCount: number
  /** The code whose instructions these are: itself, unless it is a copy with other flags. Breakpoints and sources go by it. */
  readonly template: Code
  /** It comes with Coroscope. */
  readonly isLibrary: boolean
  /** What each instruction may let go of (letting-go.ts); made when first needed. */
  lets: Uint8Array | null = null
  private readonly lazy: LazyParts
  // The body as far as it is here. The interpreter reads these: when it has asked for `ops`, all are.
  loadedOps: Int32Array | null = null
  loadedConsts: readonly (Value | Code)[] | null = null
  loadedNames: readonly string[] | null = null
  private loadedExceptionTable: readonly ExceptionEntry[] | null = null
  private ownOriginal: Int32Array | null = null
  private ownPositions: Int32Array | null = null
  private ownLineStarts: Uint8Array | null = null

  constructor(fields: CodeHead, lazy: LazyParts, template?: Code) {
    this.template = template ?? this
    this.name = fields.name
    this.qualname = fields.qualname
    this.filename = fields.filename
    this.firstLine = fields.firstLine
    this.flags = fields.flags
    this.argCount = fields.argCount
    this.posOnlyCount = fields.posOnlyCount
    this.kwOnlyCount = fields.kwOnlyCount
    this.varNames = fields.varNames
    this.localCount = fields.localCount
    this.cellNames = fields.cellNames
    this.freeNames = fields.freeNames
    this.cellSlots = fields.cellSlots
    this.slotCount = fields.slotCount
    this.stackSize = fields.stackSize
    this.doc = fields.doc
    this.makesCoroutine = fields.makesCoroutine
    const isPlain = (this.flags & (CO.VARARGS | CO.VARKEYWORDS)) === 0 && this.kwOnlyCount === 0
    this.plainArgCount = isPlain ? this.argCount : -1
    this.isLibrary = this.filename.startsWith('<library>/')
    this.lazy = lazy
  }

  /** The same code with other flags; instructions, and so breakpoints, are shared. */
  withFlags(flags: number): Code {
    return new Code(
      { ...(this as CodeHead), flags },
      {
        body: () => this,
        original: () => this.original,
        positions: () => this.positions,
        lineStarts: () => this.lineStarts,
      },
      this.template,
    )
  }

  get ops(): Int32Array {
    if (this.loadedOps === null) this.load()
    return this.loadedOps!
  }

  get consts(): readonly (Value | Code)[] {
    if (this.loadedConsts === null) this.load()
    return this.loadedConsts!
  }

  get names(): readonly string[] {
    if (this.loadedNames === null) this.load()
    return this.loadedNames!
  }

  get exceptionTable(): readonly ExceptionEntry[] {
    if (this.loadedExceptionTable === null) this.load()
    return this.loadedExceptionTable!
  }

  private load(): void {
    const { ops, consts, names, exceptionTable } = this.lazy.body()
    this.loadedOps = ops
    this.loadedConsts = consts
    this.loadedNames = names
    this.loadedExceptionTable = exceptionTable
  }

  /** The instructions without breakpoints. */
  get original(): Int32Array {
    this.ownOriginal ??= this.lazy.original()
    return this.ownOriginal
  }

  /** Source positions per instruction: 4 numbers (line 1-based, endLine, column, endColumn in UTF-16 units 0-based); -1 unknown. */
  get positions(): Int32Array {
    this.ownPositions ??= this.lazy.positions()
    return this.ownPositions
  }

  /** Line start flags: 1 where a debugger may stop (first instruction of a statement/line, as CPython's line events). */
  get lineStarts(): Uint8Array {
    this.ownLineStarts ??= this.lazy.lineStarts()
    return this.ownLineStarts
  }
}
