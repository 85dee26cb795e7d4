/**
 * Places as CPython's symbol table and compiler report them. Unlike the parser, they give `SyntaxError.offset` in UTF-8 bytes
 * (Python/compile.c `compiler_error`, Python/symtable.c `SET_ERROR_LOCATION`), so a line with other than ASCII characters needs
 * its place spelled out.
 */

import type { ReportedPlace } from './diagnostic.ts'
import type { SourceText, Span } from './text.ts'

/** What a diagnostic over `span` must carry as `reported`; nothing when it follows from the span. */
export function reportedInBytes(text: SourceText, span: Span): { reported?: ReportedPlace } {
  const start = text.astPositionAt(span.start)
  const end = text.astPositionAt(span.end)
  if (start.col_offset === text.codePointColumn(span.start) && end.col_offset === text.codePointColumn(span.end)) {
    return {}
  }
  return {
    reported: {
      lineno: start.lineno,
      offset: start.col_offset + 1,
      end_lineno: end.lineno,
      end_offset: end.col_offset + 1,
    },
  }
}
