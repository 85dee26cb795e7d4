/**
 * The one SyntaxError that CPython 3.13 reports for a text: its words, its place.
 *
 * Two passes as in CPython (Parser/pegen.c `_PyPegen_run_parser`): the first only finds that the text is wrong and how far it can
 * be read; the second tries the rules for wrong text on the way. If none of them speaks up, it is `invalid syntax` at the token
 * at which the first pass ended.
 */

import type { Diagnostic } from './diagnostic.ts'
import { numberValue } from './number.ts'
import { type Restart, start } from './restart.ts'
import { Grammar, type Match, type Rule, type Special } from './strict-engine.ts'
import { expressionRules } from './strict-expression.ts'
import { Raised, Strict, TooDeep } from './strict-state.ts'
import { statementRules } from './strict-statement.ts'
import type { SourceText } from './text.ts'
import { TokenKind } from './token.ts'

const rules: Record<string, Rule | Special> = {
  ...expressionRules,
  ...statementRules,
  real: part('real number required in complex literal', type => type !== 'complex'),
  rest_of_body: { alternatives: ['statements &DEDENT'] },
  imaginary: part('imaginary number required in complex literal', type => type === 'complex'),
}

/** A number of a complex pattern, `1 + 2j`; one of the wrong kind is an error at once. */
function part(message: string, fits: (type: string) => boolean): Special {
  return grammar => {
    const number = grammar.rule('number')
    return strict => {
      const match: Match | undefined = number(strict)
      if (match === undefined) return undefined
      const value = numberValue(strict.tokenText(match.first))
      if ('type' in value && !fits(value.type)) strict.raiseRange(message, match.first, match.last)
      return match
    }
  }
}

const grammar = new Grammar(rules)

/**
 * The error that CPython reports, or `undefined` if it reports none or if the text is beyond what is looked at. Reading starts at
 * the first of `places` from which an error is found.
 *
 * @param quiet places at which statements start at the left margin, from which on the tokenizer finds nothing wrong
 */
export function strictError(
  given: SourceText,
  entry: 'file' | 'eval',
  places: readonly Restart[] = [start],
  quiet: ReadonlySet<number> = new Set(),
): Diagnostic | undefined {
  const { source } = given
  // CPython adds the line end that is missing at the end of a file.
  const isWhole = entry === 'eval' || /[\r\n]/.test(source.slice(-1))
  const text = isWhole ? given : given.edited({ start: source.length, end: source.length }, '\n')
  for (const place of places) {
    const strict = new Strict(text, place, entry === 'file', quiet)
    const found = strictErrorFrom(strict, place.indents.length > 1 ? 'rest_of_body' : entry)
    if (found !== undefined) return within(source, found)
  }
  return undefined
}

function strictErrorFrom(strict: Strict, entry: string): Diagnostic | undefined {
  try {
    return run(strict, entry)
  } catch (thrown) {
    // A RangeError is the host's stack at its end, where the caller has left little of it.
    if (thrown instanceof TooDeep || thrown instanceof RangeError) return strict.anyTokenError()
    throw thrown
  }
}

function within(source: string, found: Diagnostic): Diagnostic {
  if (found.end <= source.length) return found
  return { ...found, start: Math.min(found.start, source.length), end: source.length }
}

function run(strict: Strict, entry: string): Diagnostic | undefined {
  const rule = grammar.rule(entry)
  const attempt = (): Diagnostic | boolean => {
    try {
      return rule(strict) !== undefined
    } catch (thrown) {
      if (thrown instanceof Raised) return thrown.diagnostic
      throw thrown
    }
  }
  const first = attempt()
  if (first === true) return undefined
  if (first !== false) return finish(strict, first)
  const reached = strict.filled - 1
  strict.restart()
  const second = attempt()
  if (typeof second !== 'boolean') return finish(strict, second)
  const found = generic(strict, reached)
  return found.type === 'SyntaxError' ? finish(strict, found) : found
}

/** What CPython says when no rule has anything to say (`_Pypegen_set_syntax_error`). */
function generic(strict: Strict, reached: number): Diagnostic {
  const kind = strict.tokenKind(reached)
  try {
    if (kind === TokenKind.Indent) strict.raiseAtToken('unexpected indent', strict.filled - 1, 'IndentationError')
    if (kind === TokenKind.Dedent) strict.raiseAtToken('unexpected unindent', strict.filled - 1, 'IndentationError')
    return strict.raiseRange('invalid syntax', reached, reached)
  } catch (thrown) {
    if (thrown instanceof Raised) return thrown.diagnostic
    throw thrown
  }
}

/** An error of the tokenizer stands; one of the parser may give way to one of the tokenizer further on. */
function finish(strict: Strict, found: Diagnostic): Diagnostic {
  if (strict.tokenizer.errors.length > 0) return found
  return strict.preferTokenError(found)
}
