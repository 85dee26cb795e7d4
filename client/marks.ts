// Marks in the editor while a session lasts: the line where each coroutine is suspended gets a pause sign in the gutter, the
// selected one's line is softly lit.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { isSameSource } from './source.ts'
import { stateInWords } from './words.ts'

export function markSuspensions(debugging: Debugging): vscode.Disposable {
  const others = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    overviewRulerColor: new vscode.ThemeColor('coroscope.lane1'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  })
  const selected = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('coroscope.suspendedLine'),
  })
  const mark = () => {
    for (const editor of vscode.window.visibleTextEditors) {
      const { session } = debugging
      const here = debugging.coroutines.filter(
        info =>
          session &&
          info.state === 'CORO_SUSPENDED' &&
          info.file !== undefined &&
          info.line !== undefined &&
          isSameSource(editor.document, session, info.file),
      )
      const range = (line: number) => editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1).range
      const options = here.map(info => ({
        range: range(info.line ?? 1),
        hoverMessage: new vscode.MarkdownString().appendText(`${info.name}: ${stateInWords(info)}`),
      }))
      editor.setDecorations(others, options)
      editor.setDecorations(
        selected,
        options.filter((_, index) => here[index]?.id === debugging.selected?.id),
      )
    }
  }
  return vscode.Disposable.from(
    others,
    selected,
    debugging.onDidChange(mark),
    vscode.window.onDidChangeVisibleTextEditors(mark),
  )
}
