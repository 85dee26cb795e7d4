/** `# coro: ignore[id]`: comments that silence rules, on their line or, alone on a line, on the next. */

import type { Analysis } from '../analyze.ts'
import { TokenKind } from '../token.ts'
import type { Span } from '../tree.ts'

export interface IgnoreComment extends Span {
  /** The line whose findings it silences, from 0. */
  readonly line: number
  /** The rules; undefined for all. */
  readonly ids: readonly { readonly id: string; readonly span: Span }[] | undefined
}

const pattern = /#\s*coro:\s*ignore(?:\s*\[([^\]]*)\])?/g

/** The comments of a text, in its order. `# coro: ignore-file[id]` is for the whole text: `line` is -1. */
export function ignoreComments({ source, text, tokens }: Analysis): IgnoreComment[] {
  if (!source.includes('coro:')) return []
  const found: IgnoreComment[] = []
  const { trivia } = tokens
  for (let i = 0; i < trivia.length; i++) {
    if (trivia.kinds[i] !== TokenKind.Comment) continue
    const token = { start: trivia.starts[i], end: trivia.ends[i] }
    const comment = source.slice(token.start, token.end)
    const isFile = /#\s*coro:\s*ignore-file/.test(comment)
    for (const match of comment.replace('ignore-file', 'ignore     ').matchAll(pattern)) {
      const start = token.start + match.index
      const line = text.lineAt(start)
      const isAlone = source.slice(text.lineSpan(line).start, token.start).trim() === ''
      found.push({
        start,
        end: start + match[0].length,
        line: isFile ? -1 : isAlone ? line + 1 : line,
        ids: idsIn(match[1], start + match[0].indexOf('[') + 1),
      })
    }
  }
  return found
}

function idsIn(list: string | undefined, start: number): IgnoreComment['ids'] {
  if (list === undefined) return undefined
  const ids: { id: string; span: Span }[] = []
  for (const match of list.matchAll(/[\w-]+/g)) {
    const at = start + match.index
    ids.push({ id: match[0], span: { start: at, end: at + match[0].length } })
  }
  return ids
}
