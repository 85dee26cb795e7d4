/**
 * What the front end has to say about a text, beside the tree and never inside it.
 *
 * Each pass writes to a `Sink`; nothing is thrown for a user's text. This file knows neither how a finding is made nor how it is
 * shown.
 */

import type { Span } from './text.ts'

export type Severity = 'error' | 'warning' | 'information' | 'hint'

/**
 * The pass of CPython that makes a finding, in the order in which CPython runs them: a program with an error of an earlier pass
 * never reaches a later one. `subset` is ours: what Coro refuses although CPython runs it.
 */
export type Phase = 'parse' | 'future' | 'symtable' | 'compile' | 'subset'

const phaseOrder: readonly Phase[] = ['parse', 'future', 'symtable', 'compile', 'subset']

/** The name of the Python exception or warning category that CPython gives the finding. */
export type DiagnosticType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'MemoryError'
  | 'RecursionError'
  | 'ValueError'
  | 'OverflowError'
  | 'SyntaxWarning'
  | 'DeprecationWarning'
  | 'RuntimeWarning'
  | 'NotInCoro'

/** One finding, with its place in UTF-16 offsets. */
export interface Diagnostic extends Span {
  readonly severity: Severity
  readonly type: DiagnosticType
  /** CPython's own words, without the name of the exception. */
  readonly message: string
  /** Our words, where we can help more than CPython does. */
  readonly hint?: string
  /** A stable name of the rule, for documentation and code actions. */
  readonly code?: string
  /** `parse` when left out. */
  readonly phase?: Phase
  /**
   * What CPython's exception says, where the span cannot: `lineno` 1-based, `offset` 1-based in code points, `null` for None.
   * Left out, it follows from the span.
   */
  readonly reported?: ReportedPlace
}

/** The place attributes of a `SyntaxError`, as CPython fills them. */
export interface ReportedPlace {
  readonly lineno: number | null
  readonly offset: number | null
  readonly end_lineno: number | null
  readonly end_offset: number | null
  /** What is other when CPython reads the program from a file, and not by `compile`. */
  readonly inFile?: {
    readonly message?: string
    readonly lineno?: number
    readonly offset: number | null
    readonly end_offset: number | null
  }
}

/** Where a pass puts its findings. */
export interface Sink {
  add(diagnostic: Diagnostic): void
}

/** A sink that keeps findings in the order in which they came. */
export class DiagnosticList implements Sink {
  readonly items: Diagnostic[] = []

  add(diagnostic: Diagnostic): void {
    this.items.push(diagnostic)
  }

  get hasErrors(): boolean {
    return this.items.some(item => item.severity === 'error')
  }
}

/**
 * The one error that CPython would report for the file: of the earliest pass that has any, the one found first. The parser puts
 * the one it vouches for at the head of its list.
 */
export function firstSyntaxError(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  let best: Diagnostic | undefined
  let bestOrder = phaseOrder.length
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error') continue
    const order = phaseOrder.indexOf(diagnostic.phase ?? 'parse')
    if (order < bestOrder) {
      best = diagnostic
      bestOrder = order
    }
  }
  return best
}

/** After these CPython reads no further: its tokenizer's, and of indentation. */
const endsReading =
  /^(unterminated |unmatched |closing parenthesis |invalid (character|non-printable|decimal|hexadecimal|octal|binary|imaginary|digit)|leading zeros|unexpected (character after line|EOF)|too many (nested|levels)|unindent does not|inconsistent use of tabs|unexpected (un)?indent)/
const numberWarning = /^invalid \w+ literal$/

/**
 * The SyntaxWarnings that CPython gives before it reports the error. After an error of the parser it reads all tokens to the end
 * (_PyPegen_tokenize_full_source_to_check_for_errors), so that numbers warn wherever they are, but strings only where the parser
 * has come to. Without an error: all of them.
 */
export function warningsBefore(error: Diagnostic | undefined, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const warnings = diagnostics.filter(one => one.severity === 'warning' && one.type === 'SyntaxWarning')
  if (error === undefined || error.phase === 'subset') return warnings
  if (error.phase === 'compile') {
    const at = diagnostics.indexOf(error)
    return warnings.filter(one => one.phase !== 'compile' || diagnostics.indexOf(one) < at)
  }
  const parsed = warnings.filter(one => one.phase !== 'compile')
  if (error.phase === 'future' || error.phase === 'symtable') return parsed
  if (endsReading.test(error.message)) return parsed.filter(one => one.start < error.start)
  const isGeneric = error.message === 'invalid syntax' || error.type === 'IndentationError'
  return parsed.filter(
    ({ message, start }) =>
      numberWarning.test(message) ||
      start < error.start ||
      (!isGeneric && start < Math.max(error.end, error.start + 2)),
  )
}
