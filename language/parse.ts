/**
 * The two ways into the front end. Both take any text.
 *
 * The tolerant parser makes the tree. Where it found anything wrong, the strict one is asked what CPython would say; its answer
 * comes first and stands for what the tolerant one said about the same place.
 */

import type { Diagnostic } from './diagnostic.ts'
import { type ParseResult, parseModule, parseRoot, parseTolerantly } from './parser.ts'
import { strictError } from './strict.ts'
import type { ExpressionRoot, Module, Statement } from './tree.ts'

/** Parses the text of a module. */
export function parse(source: string): ParseResult<Module> {
  const result = parseTolerantly(source, parseModule)
  const firstError = result.diagnostics.find(item => item.severity === 'error')
  if (firstError === undefined) return withoutNulls(result)
  return withExactError(result, strictError(source, 'file', restartOffset(result, firstError.start)))
}

/** Parses a lone expression, as `eval` takes it: blanks before it are stripped, and offsets are those of what is left. */
export function parseExpression(source: string): ParseResult<ExpressionRoot> {
  const stripped = source.replace(/^[ \t]+/, '')
  const result = parseTolerantly(stripped, parseRoot)
  if (!result.diagnostics.some(item => item.severity === 'error')) return withoutNulls(result)
  return withExactError(result, strictError(stripped, 'eval'))
}

/** A text with a null character is no program, wherever it stands. */
function withoutNulls<Root>(result: ParseResult<Root>): ParseResult<Root> {
  const at = result.text.source.indexOf('\0')
  return at < 0 ? result : withExactError(result, nullError(at))
}

function nullError(at: number): Diagnostic {
  return {
    start: at,
    end: at + 1,
    severity: 'error',
    type: 'SyntaxError',
    message: 'source code string cannot contain null bytes',
    reported: { lineno: null, offset: null, end_lineno: null, end_offset: null },
  }
}

/**
 * Where the strict parser may start: at a statement of the top level some way before the error, so that a long file is not read
 * once more for each letter typed at its end.
 */
function restartOffset(result: ParseResult<Module>, errorStart: number): number {
  const { body } = result.tree
  let low = 0
  let high = body.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (firstOffset(body[middle]) <= errorStart) low = middle + 1
    else high = middle
  }
  for (let i = low - 3; i > 0; i--) {
    const start = result.text.lineStarts[result.text.lineAt(firstOffset(body[i]))]
    if (body[i - 1].end < start && body[i].kind !== 'Error') {
      return suspicious.test(result.text.source.slice(0, start)) ? 0 : start
    }
  }
  return 0
}

/** Right statements that the rules for wrong ones take for Python 2's: `print -1`. They are found wherever the error is. */
const suspicious = /\b(?:print|exec)\b[ \t\\]*[-+*[~]/

/** The start of a statement, decorators included. */
function firstOffset(statement: Statement): number {
  if ('decorator_list' in statement && statement.decorator_list.length > 0) {
    return statement.decorator_list[0].start - 1
  }
  return statement.start
}

function withExactError<Root>(result: ParseResult<Root>, exact: Diagnostic | undefined): ParseResult<Root> {
  const found = result.text.source.includes('\0') ? nullError(result.text.source.indexOf('\0')) : exact
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
