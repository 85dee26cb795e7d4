/**
 * Programs with marks in them. `$0` is the cursor and is taken out. A line that holds a comment of `^^^` and words says something of
 * the stretch above it and stays in, so that the program remains one.
 */

import { SourceText, type Span } from '../../language/index.ts'

/** A stretch of the program and what the fixture says of it. */
export interface Mark extends Span {
  readonly words: string
}

export interface Fixture {
  readonly source: string
  readonly text: SourceText
  /** Where `$0` was; the end of the program without one. */
  readonly offset: number
  readonly marks: readonly Mark[]
}

export function fixture(marked: string): Fixture {
  const clean = marked.replace(/^\n/, '')
  const at = clean.indexOf('$0')
  const source = at < 0 ? clean : clean.slice(0, at) + clean.slice(at + 2)
  const text = new SourceText(source)
  const marks: Mark[] = []
  let above = 0
  for (let line = 0; line < text.lineCount; line++) {
    const found = /^(\s*#\s*)(\^+)\s*(.*)$/.exec(text.lineText(line))
    if (found === null) {
      above = line
      continue
    }
    const start = text.lineStarts[above] + found[1].length
    marks.push({ start, end: start + found[2].length, words: found[3] })
  }
  return { source, text, offset: at < 0 ? source.length : at, marks }
}

/** Spans with words as the fixture writes them, for comparing: `2:4 name`. */
export function written(text: SourceText, marks: readonly Mark[]): string[] {
  const sorted = [...marks].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.map(({ start, end, words }) => {
    const { line, character } = text.positionAt(start)
    return `${line + 1}:${character} ${JSON.stringify(text.source.slice(start, end))} ${words}`.trimEnd()
  })
}
