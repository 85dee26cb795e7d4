// Where the statements of a text are. Knows nothing of code.

import { analyze, SourceText, walk } from '../../language/index.ts'

/** A statement: lines from 1, columns from 0. */
export interface StatementSpan {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** Statements of one block have the same number. */
  readonly block: number
}

const kinds: ReadonlySet<string> = new Set(
  (
    'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If With ' +
    'AsyncWith Match Raise Try TryStar Assert Import ImportFrom Expr Pass Break Continue'
  ).split(' '),
)

/** The statements of a text, found by place. */
export class Statements {
  /** Those that cover a part of a line, outer before inner. */
  private readonly byLine = new Map<number, StatementSpan[]>()

  constructor(source: string, path: string) {
    if (source === '') return
    const text = new SourceText(source)
    const blocks = new Map<object, number>()
    let block = 0
    walk(analyze(source, { path }).tree, node => {
      for (const part of Object.values(node) as unknown[]) {
        if (!Array.isArray(part) || !part.some(isStatement)) continue
        block++
        for (const statement of part) blocks.set(statement as object, block)
      }
      if (!kinds.has(node.kind)) return true
      const start = text.positionAt(node.start)
      const end = text.positionAt(node.end)
      const span = {
        line: start.line + 1,
        column: start.character,
        endLine: end.line + 1,
        endColumn: end.character,
        block: blocks.get(node) ?? 0,
      }
      for (let line = span.line; line <= span.endLine; line++) {
        const there = this.byLine.get(line)
        if (there === undefined) this.byLine.set(line, [span])
        else there.push(span)
      }
      return true
    })
  }

  /** The innermost statement at a place. */
  at(line: number, column: number): StatementSpan | undefined {
    let found: StatementSpan | undefined
    for (const span of this.byLine.get(line) ?? []) {
      const begins = span.line < line || span.column <= column
      const ends = span.endLine > line || span.endColumn > column
      if (begins && ends) found = span
    }
    return found
  }
}

const isStatement = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && 'kind' in part && kinds.has(String(part.kind))
