/** What can be folded: blocks, brackets and strings over several lines, runs of comments and imports, regions. */

import { type Analysis, type Node, type Span, TokenKind, tokenIndexAt, walk } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { memoOfPart } from '../memo.ts'

export interface Fold extends Span {
  readonly kind: 'code' | 'comment' | 'imports' | 'region'
}

export const folding: Feature<[], Fold[]> = {
  capability: { foldingRangeProvider: true },
  answer(analysis) {
    const folds = analysis.parts.flatMap(({ start }, i) =>
      foldsOfPart(analysis, i).map(fold => ({ ...fold, start: fold.start + start, end: fold.end + start })),
    )
    folds.push(...comments(analysis), ...imports(analysis))
    const byStart = new Map<number, Fold>()
    for (const fold of folds) {
      const line = analysis.text.lineAt(fold.start)
      if (analysis.text.lineAt(fold.end) <= line) continue
      // Editors fold from a line: of several that start on it, the largest.
      const other = byStart.get(line)
      if (other === undefined || other.end < fold.end) byStart.set(line, fold)
    }
    return [...byStart.values()].sort((a, b) => a.start - b.start)
  },
}

/** The folds of a part that go over lines, as if it began at 0. */
const foldsOfPart = memoOfPart((analysis, part, index): readonly Fold[] => {
  const { text } = analysis
  return [...part.statements.flatMap(statement => blocks(analysis, statement)), ...brackets(analysis, index)]
    .filter(({ start, end }) => text.lineAt(end) > text.lineAt(start))
    .map(({ start, end, kind }) => ({ start: start - part.start, end: end - part.start, kind }))
})

function blocks(analysis: Analysis, statement: Node): Fold[] {
  const found: Fold[] = []
  const add = (start: number, body: readonly Node[]): void => {
    const last = body[body.length - 1]
    if (last !== undefined) found.push({ start, end: last.end, kind: 'code' })
  }
  /** From the line of the keyword that opens a later clause, which stands above its body. */
  const clause = (body: readonly Node[], after: number): void => {
    if (body.length > 0) add(headerBefore(analysis, body[0].start, after), body)
  }
  walk(statement, node => {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
      case 'With':
      case 'AsyncWith':
      case 'ExceptHandler':
      case 'match_case':
        add(node.kind === 'match_case' ? node.pattern.start : node.start, node.body)
        break
      case 'For':
      case 'AsyncFor':
      case 'While':
        add(node.start, node.body)
        clause(node.orelse, endOf(node.body))
        break
      case 'If': {
        add(node.start, node.body)
        const [first] = node.orelse
        const isElif = first?.kind === 'If' && analysis.source.startsWith('elif', first.start)
        if (!isElif) clause(node.orelse, endOf(node.body))
        break
      }
      case 'Try':
      case 'TryStar':
        add(node.start, node.body)
        clause(node.orelse, Math.max(endOf(node.body), endOf(node.handlers)))
        clause(node.finalbody, Math.max(endOf(node.body), endOf(node.handlers), endOf(node.orelse)))
        break
      case 'Match':
        add(
          node.start,
          node.cases.flatMap(matchCase => matchCase.body),
        )
        break
      case 'Constant':
        if (node.value.type === 'str' || node.value.type === 'bytes') found.push({ ...span(node), kind: 'code' })
        break
      case 'JoinedStr':
        found.push({ ...span(node), kind: 'code' })
        break
      default:
    }
    return undefined
  })
  return found
}

function span({ start, end }: Span): Span {
  return { start, end }
}

function endOf(nodes: readonly Node[]): number {
  return nodes[nodes.length - 1]?.end ?? 0
}

/** The start of the `else:` or `finally:` above a body that starts at `start`. */
function headerBefore(analysis: Analysis, start: number, after: number): number {
  const { text } = analysis
  for (let line = text.lineAt(start); line > 0 && text.lineStarts[line] > after; line--) {
    if (/^\s*(?:else|finally)\b/.test(text.lineText(line))) return text.lineSpan(line).end
  }
  return start
}

function brackets({ tokens, text, parts }: Analysis, index: number): Fold[] {
  const found: Fold[] = []
  const open: number[] = []
  const { kinds, starts, ends } = tokens.significant
  const { start } = parts[index]
  const end = parts[index + 1]?.start ?? Number.POSITIVE_INFINITY
  for (let i = Math.max(0, tokenIndexAt(tokens, start - 1)); i < kinds.length && starts[i] < end; i++) {
    if (starts[i] < start) continue
    switch (kinds[i]) {
      case TokenKind.LeftParenthesis:
      case TokenKind.LeftBracket:
      case TokenKind.LeftBrace:
        open.push(starts[i])
        break
      case TokenKind.RightParenthesis:
      case TokenKind.RightBracket:
      case TokenKind.RightBrace: {
        const start = open.pop()
        // The line of the closing bracket stays in view.
        const line = text.lineAt(ends[i] - 1)
        if (start !== undefined && line > 0)
          found.push({ start, end: Math.max(start, text.lineSpan(line - 1).end), kind: 'code' })
        break
      }
      default:
    }
  }
  return found
}

function comments({ tokens, text }: Analysis): Fold[] {
  const found: Fold[] = []
  const regions: number[] = []
  const { kinds, starts, ends } = tokens.trivia
  let first = -1
  let last = -1
  const finish = (): void => {
    if (first >= 0 && text.lineAt(starts[last]) > text.lineAt(starts[first])) {
      found.push({ start: starts[first], end: ends[last], kind: 'comment' })
    }
    first = -1
  }
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== TokenKind.Comment) continue
    const comment = tokens.source.slice(starts[i], ends[i])
    if (/^#\s*region\b/.test(comment)) regions.push(starts[i])
    else if (/^#\s*endregion\b/.test(comment)) {
      const start = regions.pop()
      if (start !== undefined) found.push({ start, end: ends[i], kind: 'region' })
    }
    const line = text.lineAt(starts[i])
    const isAlone = text.lineText(line).trimStart().startsWith('#')
    if (!isAlone) continue
    if (first >= 0 && line !== text.lineAt(starts[last]) + 1) finish()
    if (first < 0) first = i
    last = i
  }
  finish()
  return found
}

function imports({ tree }: Analysis): Fold[] {
  const found: Fold[] = []
  let run: Node[] = []
  const finish = (): void => {
    if (run.length > 1) found.push({ start: run[0].start, end: run[run.length - 1].end, kind: 'imports' })
    run = []
  }
  for (const statement of tree.body) {
    if (statement.kind === 'Import' || statement.kind === 'ImportFrom') run.push(statement)
    else finish()
  }
  finish()
  return found
}
