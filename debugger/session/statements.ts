// Where the statements of a text are. Knows nothing of code.

import { analyze, SourceText, walk } from '../../language/index.ts'

/** A statement: lines from 1, columns from 0. */
export interface StatementSpan {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

const kinds: ReadonlySet<string> = new Set(
  (
    'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If With ' +
    'AsyncWith Match Raise Try TryStar Assert Import ImportFrom Expr Pass Break Continue'
  ).split(' '),
)

/** All statements of a text by where they begin, outer before inner. */
export function statementSpans(source: string, path: string): StatementSpan[] {
  const text = new SourceText(source)
  const all: StatementSpan[] = []
  walk(analyze(source, { path }).tree, node => {
    if (!kinds.has(node.kind)) return true
    const start = text.positionAt(node.start)
    const end = text.positionAt(node.end)
    all.push({ line: start.line + 1, column: start.character, endLine: end.line + 1, endColumn: end.character })
    return true
  })
  return all
}
