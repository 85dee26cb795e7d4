/**
 * Formatting that never changes what a program means: indentation of a range by four columns a block, blanks at line ends, and the
 * place of a clause that has just been typed.
 *
 * The layout within lines is left to tools made for it. Edits of a range are given only when the tree stays as it was.
 */

import { type Analysis, analyze, dumpAst, type Span, TokenKind, tokenIndexAt } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { nodePath } from '../nodes.ts'
import type { Edit } from './rename.ts'

export interface FormattingOptions {
  readonly tabSize: number
  readonly insertSpaces: boolean
}

export const rangeFormatting: Feature<[ranges: readonly Span[], options: FormattingOptions], Edit[]> = {
  capability: { documentRangeFormattingProvider: { rangesSupport: true } },
  answer(analysis, ranges, options) {
    if (analysis.diagnostics.some(item => item.severity === 'error' && (item.phase ?? 'parse') === 'parse')) return []
    const edits = lineEdits(analysis, ranges, options)
    if (keepsMeaning(analysis, edits)) return edits
    // Part of a block alone cannot be moved; blanks at line ends can always go.
    const trailing = edits.filter(({ newText, span }) => newText === '' && isLineEnd(analysis, span.end))
    return keepsMeaning(analysis, trailing) ? trailing : []
  },
}

function isLineEnd({ source }: Analysis, offset: number): boolean {
  return offset >= source.length || source[offset] === '\n' || source[offset] === '\r'
}

function lineEdits(analysis: Analysis, ranges: readonly Span[], options: FormattingOptions): Edit[] {
  const { text, source } = analysis
  const unit = options.insertSpaces ? ' '.repeat(Math.max(1, options.tabSize)) : '\t'
  const depths = depthsByLine(analysis)
  const edits: Edit[] = []
  const seen = new Set<number>()
  /** How many columns the statement was moved that goes on in the next line. */
  let moved = 0
  for (const range of ranges) {
    for (let line = text.lineAt(range.start); line <= text.lineAt(range.end); line++) {
      const span = text.lineSpan(line)
      if (seen.has(line) || (span.start >= range.end && range.end > range.start)) continue
      seen.add(line)
      const inString = startsInString(analysis, span.start)
      const content = source.slice(span.start, span.end)
      const indent = /^[ \t]*/.exec(content)![0]
      const depth = depths.get(line)
      if (!inString && content.trim() !== '') {
        let wanted = indent
        if (depth !== undefined) {
          wanted = unit.repeat(depth)
          moved = wanted.length - indent.length
        } else if (moved !== 0 && !indent.includes('\t') && options.insertSpaces) {
          wanted = ' '.repeat(Math.max(0, indent.length + moved))
        }
        if (wanted !== indent)
          edits.push({ span: { start: span.start, end: span.start + indent.length }, newText: wanted })
      }
      const rest = content.trimEnd()
      if (rest.length < content.length && !startsInString(analysis, span.end)) {
        const start = content.trim() === '' ? span.start : span.start + rest.length
        if (edits.at(-1)?.span.start !== start) edits.push({ span: { start, end: span.end }, newText: '' })
      }
    }
  }
  return edits
}

/** By line, how deep in blocks the statement or comment is that starts there. */
function depthsByLine({ tokens, text }: Analysis): ReadonlyMap<number, number> {
  const depths = new Map<number, number>()
  const { kinds, starts } = tokens.significant
  let depth = 0
  let atStart = true
  for (let i = 0; i < kinds.length; i++) {
    switch (kinds[i]) {
      case TokenKind.Indent:
        depth++
        break
      case TokenKind.Dedent:
        depth--
        break
      case TokenKind.Newline:
        atStart = true
        break
      default:
        if (atStart) depths.set(text.lineAt(starts[i]), depth)
        atStart = false
    }
  }
  // A comment on a line of its own goes with the statement below it.
  const { kinds: trivia, starts: places } = tokens.trivia
  for (let i = trivia.length - 1; i >= 0; i--) {
    if (trivia[i] !== TokenKind.Comment) continue
    const line = text.lineAt(places[i])
    const below = depths.get(line + 1)
    if (below !== undefined && text.lineText(line).trimStart().startsWith('#') && !depths.has(line))
      depths.set(line, below)
  }
  return depths
}

/** Whether a place is inside of a string. */
function startsInString({ tokens }: Analysis, offset: number): boolean {
  const { kinds, starts, ends } = tokens.significant
  const i = tokenIndexAt(tokens, offset)
  if (i < 0 || starts[i] >= offset || ends[i] <= offset) return isInFString(tokens, i)
  return kinds[i] === TokenKind.String || kinds[i] === TokenKind.FStringMiddle
}

function isInFString({ significant: { kinds } }: Analysis['tokens'], index: number): boolean {
  let open = 0
  for (let i = index; i >= 0 && kinds[i] !== TokenKind.Newline; i--) {
    if (kinds[i] === TokenKind.FStringEnd) open--
    else if (kinds[i] === TokenKind.FStringStart) open++
  }
  return open > 0
}

function keepsMeaning(analysis: Analysis, edits: readonly Edit[]): boolean {
  if (edits.length === 0) return true
  const after = analyze(withEdits(analysis.source, edits))
  return (
    !after.diagnostics.some(item => item.severity === 'error' && (item.phase ?? 'parse') === 'parse') &&
    dumpAst(after.tree, after.text) === dumpAst(analysis.tree, analysis.text)
  )
}

/** A text after edits that do not overlap. */
export function withEdits(source: string, edits: readonly Edit[]): string {
  let out = ''
  let at = 0
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    out += source.slice(at, span.start) + newText
    at = span.end
  }
  return out + source.slice(at)
}

/** What leaves the block that it stands in. */
const leavers = /^(?:return|raise|break|continue|pass)\b/

/**
 * Indentation once a character has been typed: `:` moves `else`, `except` and their like below what they belong to; a new line is
 * indented behind a colon, and moved out behind a statement that leaves its block.
 */
export const onTypeFormatting: Feature<[offset: number, character: string, options: FormattingOptions], Edit[]> = {
  capability: { documentOnTypeFormattingProvider: { firstTriggerCharacter: ':', moreTriggerCharacter: ['\n'] } },
  answer(analysis, offset, character, options) {
    const { text, source } = analysis
    const line = text.lineAt(offset)
    const span = text.lineSpan(line)
    const content = source.slice(span.start, span.end)
    const indent = /^[ \t]*/.exec(content)![0]
    if (startsInString(analysis, span.start)) return []
    const unit = options.insertSpaces ? ' '.repeat(Math.max(1, options.tabSize)) : '\t'
    let wanted: string | undefined
    if (character === ':') {
      const word = /^[ \t]*(else|elif|except|finally|case)\b/.exec(content)?.[1]
      if (word !== undefined && content.trimEnd().endsWith(':')) wanted = clauseIndent(analysis, line, word)
    } else if (content.trim() === '') {
      wanted = indentAfter(analysis, line, unit)
    }
    if (wanted === undefined || wanted === indent) return []
    return [{ span: { start: span.start, end: span.start + indent.length }, newText: wanted }]
  },
}

/** The white space before the nearest statement above that a clause can belong to. */
function clauseIndent({ text }: Analysis, line: number, word: string): string | undefined {
  const openers: Record<string, RegExp> = {
    else: /^(?:if|elif|for|async\s+for|while|try|except)\b/,
    elif: /^(?:if|elif)\b/,
    except: /^(?:try|except)\b/,
    finally: /^(?:try|except|else)\b/,
    case: /^case\b/,
  }
  const own = columnOf(text.lineText(line))
  let limit = Number.POSITIVE_INFINITY
  for (let above = line - 1; above >= 0; above--) {
    const content = text.lineText(above)
    if (content.trim() === '' || content.trimStart().startsWith('#')) continue
    const column = columnOf(content)
    if (column >= limit) continue
    limit = column
    // What is further out is open as well; what is further in is closed.
    if (column <= own && openers[word].test(content.trimStart())) return /^[ \t]*/.exec(content)![0]
    if (column === 0) return undefined
  }
  return undefined
}

function columnOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].length
}

function indentAfter(analysis: Analysis, line: number, unit: string): string | undefined {
  const { text, tokens } = analysis
  const start = text.lineStarts[line]
  const before = tokenIndexAt(tokens, start - 1)
  const { kinds, starts } = tokens.significant
  // The first token of the statement that ends above.
  let last = before
  while (last >= 0 && (kinds[last] <= TokenKind.Dedent || starts[last] >= start)) last--
  if (last < 0) return undefined
  let first = last
  while (first > 0 && kinds[first - 1] > TokenKind.Dedent) first--
  const above = text.lineText(text.lineAt(starts[first]))
  const indent = /^[ \t]*/.exec(above)![0]
  const isOpen = nodePath(analysis, start - 1).some(node => node.kind === 'Call' && node.end > start)
  if (isOpen) return undefined
  if (kinds[last] === TokenKind.Colon) return indent + unit
  if (leavers.test(above.trimStart())) return indent.slice(0, Math.max(0, indent.length - unit.length))
  return indent
}
