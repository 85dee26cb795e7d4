/**
 * Docstrings: which statement is one, and how its indentation goes. CPython: Python/compile.c _PyCompile_CleanDoc.
 */

import type { Statement } from '../../language/tree.ts'

/** The text of the docstring of a body, or null. */
export function docstringOf(body: readonly Statement[]): string | null {
  const first = body[0]
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.type !== 'str') return null
  return first.value.value.value
}

/** Takes the common indentation off all lines but the first; tabs count to the next multiple of 8. */
export function cleanDocstring(doc: string): string {
  const expanded = expandTabs(doc)
  const first = expanded.replace(/^ +/, '')
  if (!expanded.includes('\n')) return first
  const lines = first.split('\n')
  let margin = Number.POSITIVE_INFINITY
  for (const line of lines.slice(1)) {
    const indentation = line.length - line.replace(/^ +/, '').length
    if (indentation < line.length) margin = Math.min(margin, indentation)
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0
  return lines.map((line, i) => (i === 0 ? line : line.replace(new RegExp(`^ {0,${margin}}`), ''))).join('\n')
}

/** `str.expandtabs()`. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  let column = 0
  let result = ''
  for (const character of text) {
    if (character === '\t') {
      const spaces = 8 - (column % 8)
      result += ' '.repeat(spaces)
      column += spaces
    } else {
      result += character
      column = character === '\n' || character === '\r' ? 0 : column + 1
    }
  }
  return result
}
