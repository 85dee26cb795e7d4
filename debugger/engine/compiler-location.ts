/**
 * Places of instructions in the source, as tracebacks show them. Knows no instructions.
 */

import type { SourceText } from '../../language/text.ts'
import type { Span } from '../../language/tree.ts'

/** Lines count from 1, columns are UTF-16 units from 0; -1 is unknown. */
export interface Location {
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
}

/** An artificial instruction: it gets the location of what leads to it. CPython: NO_LOCATION. */
export const NOWHERE: Location = { line: -1, endLine: -1, column: -1, endColumn: -1 }

/** The location of a span of the source. */
export function locationOf(text: SourceText, span: Span): Location {
  const start = text.positionAt(span.start)
  const end = text.positionAt(span.end)
  return { line: start.line + 1, endLine: end.line + 1, column: start.character, endColumn: end.character }
}

/** The beginning of a line: where a block of code as a whole is said to stand. */
export function lineLocation(line: number, column = 0): Location {
  return { line, endLine: line, column, endColumn: column }
}
