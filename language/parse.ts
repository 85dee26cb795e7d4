/**
 * The two ways into the front end. Both take any text.
 *
 * The tolerant parser makes the tree. Where it found anything wrong, the strict one is asked what CPython would say; its answer
 * comes first and stands for what the tolerant one said about the same place.
 */

import type { Diagnostic } from './diagnostic.ts'
import {
  collect,
  type Findings,
  firstErrorStart,
  hasOpenString,
  mendSpans,
  type ParseResult,
  Parser,
} from './parser.ts'
import { moduleOf, type OpenString, type Reading, readTolerantly } from './reading.ts'
import { restarts } from './restart.ts'
import { strictError } from './strict.ts'
import { type Columns, SourceText } from './text.ts'
import type { ExpressionRoot, Module } from './tree.ts'

/**
 * Parses the text of a module.
 * @param patience as for `parseReading`
 */
export function parse(source: string, columns?: Columns, patience?: number): ParseResult<Module> {
  return parseReading(readTolerantly(new SourceText(source, columns)).best, patience)
}

/**
 * The module that a reading makes, and the error that CPython would report.
 * @param patience how much text may be read once more to find that error; where it is more, what the tolerant parser says stands
 */
export function parseReading(reading: Reading, patience = Number.POSITIVE_INFINITY): ParseResult<Module> {
  const result = moduleOf(reading)
  const first = firstErrorStart(reading)
  if (first < 0) return withoutNulls(result)
  const places = restarts(result.tree, result.text, first)
  const { text } = result
  if (text.lineSpan(text.lineAt(first)).end - places[0].offset > patience) return withoutNulls(onlyTooDeep(result))
  return withExactError(result, strictError(result.text, 'file', places, quietPlaces(reading)))
}

/** Where the sections start behind the last one in which the tokenizer found something wrong. */
function quietPlaces({ sections, errors }: Reading): ReadonlySet<number> {
  const places = new Set<number>()
  for (let i = sections.length - 1; i > 0; i--) {
    if (errors.length > 0 && sections[i].errors.length > 0) break
    places.add(sections[i].start)
  }
  return places
}

/** Parses a lone expression, as `eval` takes it: blanks before it are stripped, and offsets are those of what is left. */
export function parseExpression(source: string): ParseResult<ExpressionRoot> {
  const text = new SourceText(source.replace(/^[ \t]+/, ''))
  let read = readRoot(text, 'line')
  if (hasOpenString(read.findings)) {
    const second = readRoot(text, 'file')
    if (second.result.diagnostics.length < read.result.diagnostics.length) read = second
  }
  const { result, findings } = read
  return firstErrorStart(findings) < 0 ? withoutNulls(result) : withExactError(result, strictError(text, 'eval'))
}

function readRoot(
  text: SourceText,
  openString: OpenString,
): { readonly result: ParseResult<ExpressionRoot>; readonly findings: Findings } {
  const parser = new Parser(text, { openString })
  const tree = parser.parseRoot()
  const { tokenizer } = parser
  const findings = { found: parser.diagnostics.items, errors: tokenizer.errors, warnings: tokenizer.warnings }
  if (parser.diagnostics.hasErrors || tokenizer.errors.length > 0) mendSpans([tree])
  return { result: { tree, tokens: tokenizer.tokens, text, diagnostics: collect(findings, text) }, findings }
}

/** A text with a null character is no program, wherever it stands. */
function withoutNulls<Root>(result: ParseResult<Root>): ParseResult<Root> {
  const at = result.text.source.indexOf('\0')
  return at < 0 ? result : withExactError(result, nullError(result.text))
}

function nullError(text: SourceText): Diagnostic {
  const at = text.source.indexOf('\0')
  const message = 'source code cannot contain null bytes'
  const inFile = { message, lineno: text.lineAt(at) + 1, offset: null, end_offset: null }
  return {
    start: at,
    end: at + 1,
    severity: 'error',
    type: 'SyntaxError',
    message: 'source code string cannot contain null bytes',
    reported: { lineno: null, offset: null, end_lineno: null, end_offset: null, inFile },
  }
}

/** Where nothing is wrong but that the text nests deeper than we follow, that is all there is to say. */
function onlyTooDeep<Root>(result: ParseResult<Root>): ParseResult<Root> {
  const tooDeep = result.diagnostics.find(item => item.type === 'RecursionError')
  if (tooDeep === undefined) return result
  return { ...result, diagnostics: [tooDeep, ...result.diagnostics.filter(item => item.severity !== 'error')] }
}

function withExactError<Root>(result: ParseResult<Root>, exact: Diagnostic | undefined): ParseResult<Root> {
  const found = result.text.source.includes('\0') ? nullError(result.text) : exact
  if (found === undefined) return onlyTooDeep(result)
  const { text } = result
  const line = text.lineAt(found.start)
  const others = result.diagnostics.filter(item => {
    if (item.severity !== 'error') return true
    return text.lineAt(item.start) > line && item.start >= found.end
  })
  const same = result.diagnostics.find(item => item.severity === 'error' && item.message === found.message)
  const exactWithHint = same?.hint === undefined ? found : { ...found, hint: same.hint }
  return { ...result, diagnostics: [exactWithHint, ...others] }
}
