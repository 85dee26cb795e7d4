// Compiled code: what one block of the language (module, function, class body, lambda, generator expression) became.
// Immutable but for two tables that are not part of a program's state: inline caches and armed breakpoints.

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

export interface Code {
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
  readonly consts: readonly (Value | Code)[]
  readonly names: readonly string[]
  /** Pairs: opcode at 2*pc, argument at 2*pc+1. A breakpoint replaces an opcode by Op.Break; `original` keeps it. */
  readonly ops: Int32Array
  readonly original: Int32Array
  /** Source positions per instruction: 4 numbers (line 1-based, endLine, column, endColumn in UTF-16 units 0-based); -1 unknown. */
  readonly positions: Int32Array
  readonly exceptionTable: readonly ExceptionEntry[]
  /** Line start flags: 1 where a debugger may stop (first instruction of a statement/line, as CPython's line events). */
  readonly lineStarts: Uint8Array
  readonly doc: string | null
  /** Inline caches by pc, made when first needed. Validated by versions, so never part of a snapshot. */
  readonly caches: (object | undefined)[]
}
