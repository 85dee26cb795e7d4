// Where the text can be suspended: the lines with `await`, `yield`, `async for` and `async with`. Read from the editor's own
// syntax tree, so that the marks are there while one types.

import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

/** Numbers of the lines with a suspension point, from 1. */
export function suspensionLines(state: EditorState): Set<number> {
  const lines = new Set<number>()
  syntaxTree(state).iterate({
    enter: node => {
      const isKeyword = node.name === 'await' || node.name === 'yield'
      if (isKeyword) lines.add(state.doc.lineAt(node.from).number)
      if (node.name !== 'async') return
      const rest = state.doc.sliceString(node.to, node.to + 12)
      if (/^\s+(?:for|with)\b/.test(rest)) lines.add(state.doc.lineAt(node.from).number)
    },
  })
  return lines
}
