/**
 * The two ways into the front end. Both take any text.
 *
 * The tolerant parser makes the tree. Where it found anything wrong, the strict one is asked what CPython would say; its answer
 * comes first and stands for what the tolerant one said about the same place.
 */

import type { Diagnostic } from './diagnostic.ts'
import { type ParseResult, parseModule, parseRoot, parseTolerantly } from './parser.ts'
import { restarts } from './restart.ts'
import { strictError } from './strict.ts'
import type { SourceText } from './text.ts'
import type { ExpressionRoot, Module } from './tree.ts'

/** Parses the text of a module. */
export function parse(source: string): ParseResult<Module> {
  const { result, firstErrorStart } = parseTolerantly(source, parseModule)
  if (firstErrorStart < 0) return withoutNulls(result)
  return withExactError(result, strictError(source, 'file', restarts(result.tree, result.text, firstErrorStart)))
}

/** Parses a lone expression, as `eval` takes it: blanks before it are stripped, and offsets are those of what is left. */
export function parseExpression(source: string): ParseResult<ExpressionRoot> {
  const stripped = source.replace(/^[ \t]+/, '')
  const { result, firstErrorStart } = parseTolerantly(stripped, parseRoot)
  if (firstErrorStart < 0) return withoutNulls(result)
  return withExactError(result, strictError(stripped, 'eval'))
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

function withExactError<Root>(result: ParseResult<Root>, exact: Diagnostic | undefined): ParseResult<Root> {
  const found = result.text.source.includes('\0') ? nullError(result.text) : exact
  if (found === undefined) return result
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
