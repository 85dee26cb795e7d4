/** Growing a selection: the word, the expression around it, the statement, the block, the function, the file. */

import { type Node, type Span, tokenIndexAt } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { docstringOf } from '../functions.ts'
import { fullSpan, nodePath } from '../nodes.ts'

/** Spans around a place, innermost first, each within the next. */
export const selection: Feature<[offset: number], Span[]> = {
  capability: { selectionRangeProvider: true },
  answer(analysis, offset) {
    const spans: Span[] = []
    const add = (span: Span): void => {
      const inner = spans[spans.length - 1]
      if (span.start > offset || span.end < offset) return
      if (inner !== undefined && (span.start > inner.start || span.end < inner.end)) return
      if (inner !== undefined && span.start === inner.start && span.end === inner.end) return
      spans.push({ start: span.start, end: span.end })
    }
    const { starts, ends } = analysis.tokens.significant
    const token = tokenIndexAt(analysis.tokens, offset)
    if (token >= 0 && ends[token] > starts[token]) add({ start: starts[token], end: ends[token] })
    for (const node of nodePath(analysis, offset).reverse()) {
      const bodies = bodiesOf(node).filter(body => body.length > 0)
      for (const body of bodies) {
        const whole = { start: fullSpan(body[0]).start, end: body[body.length - 1].end }
        if (docstringOf(body) !== undefined && body.length > 1) add({ start: body[1].start, end: whole.end })
        add(whole)
      }
      add(node)
      add(fullSpan(node))
    }
    add({ start: 0, end: analysis.source.length })
    return spans
  },
}

function bodiesOf(node: Node): (readonly Node[])[] {
  const bodies: (readonly Node[])[] = []
  if ('body' in node && Array.isArray(node.body)) bodies.push(node.body)
  if ('orelse' in node && Array.isArray(node.orelse)) bodies.push(node.orelse)
  if ('finalbody' in node) bodies.push(node.finalbody)
  return bodies
}
