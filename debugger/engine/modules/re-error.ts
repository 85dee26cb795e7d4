// re.PatternError: what a bad pattern or template raises. CPython: Lib/re/_constants.py.

import { PyException } from '../exception.ts'
import { EXCEPTIONS } from '../exception-types.ts'
import type { Machine } from '../machine.ts'
import { defineType } from '../native.ts'
import { bareType } from '../types.ts'
import { asInt, type Result, type Value } from '../value.ts'
import type { PatternError } from './re-tree.ts'

const patternErrorType = bareType('re.PatternError', EXCEPTIONS.Exception, 'exception')
patternErrorType.hasDict = true

/** Fills in the attributes and the message with the position, as PatternError.__init__ does. */
function fill(m: Machine, self: PyException, message: Value, pattern: Value, position: number | null): void {
  m.touch(self)
  const dict = m.namespace()
  dict.setStr('msg', message)
  dict.setStr('pattern', pattern)
  dict.setStr('pos', position)
  let line: number | null = null
  let column: number | null = null
  let text = String(message)
  if (typeof pattern === 'string' && position !== null) {
    const before = Array.from(pattern).slice(0, position)
    line = before.filter(c => c === '\n').length + 1
    column = position - before.lastIndexOf('\n')
    text += ` at position ${position}`
    if (pattern.includes('\n')) text += ` (line ${line}, column ${column})`
  } else if (position !== null) {
    line = 1
    column = position + 1
    text += ` at position ${position}`
  }
  dict.setStr('lineno', line)
  dict.setStr('colno', column)
  self.dict = dict
  self.args = m.tuple([text])
}

defineType({
  type: patternErrorType,
  name: 're.PatternError',
  isBase: true,
  hasDict: true,
  init: [
    'PatternError(msg, pattern=None, pos=None)',
    (m: Machine, self: PyException, message: Value, pattern: Value | undefined, pos: Value | undefined): Result => {
      fill(m, self, message, pattern ?? null, pos === undefined || pos === null ? null : Number(asInt(pos)))
      return null
    },
  ],
})

/** The class, also known as re.error. */
export const PATTERN_ERROR = patternErrorType

/** Raises what is wrong with a pattern or template. */
export function raisePatternError(m: Machine, error: PatternError, pattern: Value): undefined {
  if (error.type !== undefined) return m.raise(error.type, error.message)
  const exception = m.exception(patternErrorType, [error.message])
  if (exception instanceof PyException) fill(m, exception, error.message, pattern, error.position ?? null)
  return m.raiseValue(exception)
}
