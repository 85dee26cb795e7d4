// How CPython 3.13 prints a SyntaxError and a SyntaxWarning (Lib/traceback.py `_format_syntax_error`, Lib/warnings.py). Knows nothing
// of how they are found.

import type { Diagnostic } from '../../language/index.ts'
import { SourceText } from '../../language/index.ts'

/** The lines that CPython writes to standard error for `error`, with their line ends. */
export function syntaxErrorText(error: Diagnostic, source: string, file: string): string {
  // No SyntaxError, so it has no place.
  if (error.type === 'RecursionError') return `${error.type}: ${error.message}\n`
  const text = new SourceText(source)
  const place = reportedPlace(error, text)
  const head = place.line === null ? '' : `  File "${file}", line ${place.line}\n`
  const picture = place.line === null ? '' : pictureOf(text, place)
  const message = error.reported?.inFile?.message ?? error.message
  return `${head}${picture}${error.type}: ${message}${place.line === null ? ` (${file})` : ''}\n`
}

/** What CPython writes when it compiles a program with a warning. */
export function syntaxWarningText(warning: Diagnostic, source: string, file: string): string {
  const text = new SourceText(source)
  const line = reportedPlace(warning, text).line ?? 1
  return `${file}:${line}: ${warning.type}: ${warning.message}\n  ${text.lineText(line - 1).trim()}\n`
}

/** Line and columns from 1, in code points, as in `SyntaxError.lineno` and its kin. */
interface Place {
  readonly line: number | null
  readonly offset: number | null
  readonly endLine: number | null
  readonly endOffset: number | null
}

function reportedPlace(error: Diagnostic, text: SourceText): Place {
  if (error.reported !== undefined) {
    // The program is a file here, for which CPython tells some places otherwise than compile() does.
    const { lineno, offset, end_lineno, end_offset } = { ...error.reported, ...error.reported.inFile }
    return { line: lineno, offset, endLine: end_lineno, endOffset: end_offset }
  }
  return {
    line: text.lineAt(error.start) + 1,
    offset: text.codePointColumn(error.start) + 1,
    endLine: text.lineAt(error.end) + 1,
    endOffset: text.codePointColumn(error.end) + 1,
  }
}

/** The line with its indentation taken off, and carets under the part that is wrong. */
function pictureOf(text: SourceText, place: Place): string {
  const full = [...text.lineText(place.line! - 1)]
  const indent = full.findIndex(unit => unit !== ' ' && unit !== '\f')
  const spaces = indent < 0 ? full.length : indent
  const shown = full.slice(spaces)
  const line = `    ${shown.join('')}\n`
  if (place.offset === null) return line
  // The text that CPython compares with includes its line end.
  const length = full.length + 1
  let from = place.offset
  let to = place.line === place.endLine ? place.endOffset || from : full.length + 1
  if (from > length) from = full.length + 1
  if (to > length) to = full.length + 1
  if (from >= to || to < 0) to = from + 1
  const column = from - 1 - spaces
  if (column < 0) return line
  const gap = Array.from({ length: column }, (_, i) => (/\s/.test(shown[i] ?? '') ? shown[i] : ' ')).join('')
  return `${line}    ${gap}${'^'.repeat(to - from)}\n`
}
