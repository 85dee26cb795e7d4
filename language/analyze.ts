/**
 * All the front end can say of a text, in one call: tree, tokens, scopes and every finding, in CPython's order.
 *
 * Never throws, whatever the text. Knows no protocol and no files.
 */

import { type Diagnostic, warningsBefore } from './diagnostic.ts'
import { parse } from './parse.ts'
import type { ParseResult } from './parser.ts'
import { type RefusalOptions, refuse } from './refusal.ts'
import type { Scope, ScopeSymbol, Scopes } from './scope.ts'
import { globalsIn, type NameInScope } from './scope-parts.ts'
import { bind } from './symbols.ts'
import type { Columns, SourceText } from './text.ts'
import type { Tokens } from './token.ts'
import type { Module, Statement } from './tree.ts'
import { validate, validateRepeatedly } from './validate.ts'

export interface AnalyzeOptions extends RefusalOptions {
  /** How the file is called in messages. */
  readonly path?: string
  /**
   * How much text may be read once more to find CPython's own words for what is wrong, in characters; left out, as much as it takes.
   * Beyond, errors are named in ours.
   */
  readonly patience?: number
  /** How the editor counts columns. */
  readonly columns?: Columns
}

/** A text and what is known of it. A value: nothing in it changes. */
export interface Analysis {
  readonly source: string
  readonly path: string
  readonly text: SourceText
  readonly tree: Module
  readonly tokens: Tokens
  readonly scopes: Scopes
  /**
   * Of the parser, `__future__`, the symbol table, the compiler and Coro's refusals, in this order. With any of severity `error` the
   * program must not run: `firstSyntaxError` is what CPython would say; code `not-in-coro` marks a refusal.
   */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * The text in parts, in its order. The same object in a later analysis of the document stands for the same statements and scopes,
   * wherever they have moved to.
   */
  readonly parts: readonly Part[]
  /** Those of `parts` that bind or read a name of the module or of the built-ins, in their order. */
  readonly partsUsing: PartsUsing
}

export type PartsUsing = (name: string) => readonly Part[]

/** Some statements at the top level of a module, and the scopes in them. */
export interface Part {
  /** Where it starts; it ends where the next one starts. */
  readonly start: number
  readonly statements: readonly Statement[]
  /** All but the module's. */
  readonly scopes: readonly Scope[]
  /** The names of the module that it binds or reads itself, with their places in it. */
  readonly symbols: ReadonlyMap<string, ScopeSymbol>
  /** Another one as soon as something may have changed that it depends on through names of the module. */
  readonly stamp: number
  /** By name, where its scopes use names of the module or of the built-ins. */
  readonly globals: ReadonlyMap<string, readonly NameInScope[]>
}

/** Analyses the text of a module. */
export function analyze(source: string, options: AnalyzeOptions = {}): Analysis {
  return analysisOfParsed(parse(source, options.columns, options.patience), options)
}

/** The rest of the analysis, the module bound and checked as one. */
export function analysisOfParsed(parsed: ParseResult<Module>, options: AnalyzeOptions): Analysis {
  const { tree, text } = parsed
  const scopes = bind(tree, text)
  const later = [...scopes.diagnostics, ...validate(tree, text, scopes)]
  const inner = scopes.all.slice(1)
  const whole: Part = {
    start: 0,
    statements: tree.body,
    scopes: inner,
    symbols: scopes.module.symbols,
    globals: globalsIn(inner),
    stamp: 0,
  }
  return analysisOf(parsed, scopes, later, options, [whole])
}

/** An analysis of what the passes have found. `later` is what those after the parser did, each in its order. */
export function analysisOf(
  { tree, tokens, text, diagnostics: parsing }: ParseResult<Module>,
  scopes: Scopes,
  later: readonly Diagnostic[],
  options: AnalyzeOptions,
  parts: readonly Part[],
  partsUsing: PartsUsing = name => parts.filter(part => part.symbols.has(name) || part.globals.has(name)),
): Analysis {
  const diagnostics = [
    ...parsing,
    ...inPhase(later, 'future'),
    ...inPhase(later, 'symtable'),
    ...inPhase(later, 'compile'),
    ...refuse(scopes, options, partsUsing, tree, text.source),
  ]
  return {
    source: text.source,
    path: options.path ?? '<unknown>',
    text,
    tree,
    tokens,
    scopes,
    diagnostics: withoutEchoes(tree, diagnostics),
    parts,
    partsUsing,
  }
}

function inPhase(diagnostics: readonly Diagnostic[], phase: Diagnostic['phase']): Diagnostic[] {
  return diagnostics.filter(diagnostic => diagnostic.phase === phase)
}

/**
 * Where the parser had to guess, later passes report what only follows from the guess: their findings within a top-level statement
 * that has a parse error are left out.
 */
function withoutEchoes(tree: Module, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const parseErrors = diagnostics.filter(item => item.severity === 'error' && (item.phase ?? 'parse') === 'parse')
  if (parseErrors.length === 0) return diagnostics
  const broken = new Set(parseErrors.map(item => statementIndexAt(tree, item.start)))
  return diagnostics.filter(
    item => (item.phase ?? 'parse') === 'parse' || !broken.has(statementIndexAt(tree, item.start)),
  )
}

/** The last top-level statement that starts at or before `offset`. */
export function statementAt({ tree }: Analysis, offset: number): Statement | undefined {
  return tree.body[statementIndexAt(tree, offset)]
}

function statementIndexAt(tree: Module, offset: number): number {
  let low = -1
  let high = tree.body.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (tree.body[middle].start <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The SyntaxWarnings that CPython writes for this text before it runs it, or before it reports `error`, in its order. */
export function warningsOf({ diagnostics, tree, text, scopes }: Analysis, error: Diagnostic | undefined): Diagnostic[] {
  const warnings = warningsBefore(error, diagnostics)
  if (!warnings.some(one => one.phase === 'compile')) return warnings
  const parsed = warnings.filter(one => one.phase !== 'compile')
  const compiled = validateRepeatedly(tree, text, scopes)
  const end = compiled.findIndex(({ severity }) => severity === 'error')
  const before = (end < 0 ? compiled : compiled.slice(0, end)).filter(({ type }) => type === 'SyntaxWarning')
  return [...parsed, ...before]
}
