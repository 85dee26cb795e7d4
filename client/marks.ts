// Marks in the editor: in the gutter where a coroutine can be suspended, and which one is; the line of the selected one is lit, the
// lines of its await chain softly.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import type { CoroutineInfo } from './protocol.ts'
import { isSameSource } from './source.ts'
import { suspensionLines } from './suspension-lines.ts'
import { stateInWords } from './words.ts'

const isProgram = (document: vscode.TextDocument) => document.languageId === 'coro' || document.languageId === 'python'

export function markSuspensions(context: vscode.ExtensionContext, debugging: Debugging): vscode.Disposable {
  const icon = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'client', 'icons', `${name}.svg`)
  const gutter = (name: string) => ({
    light: { gutterIconPath: icon(`${name}-light`), gutterIconSize: 'contain' },
    dark: { gutterIconPath: icon(`${name}-dark`), gutterIconSize: 'contain' },
  })
  const possible = vscode.window.createTextEditorDecorationType(gutter('suspension'))
  const suspended = vscode.window.createTextEditorDecorationType({
    ...gutter('suspended'),
    overviewRulerColor: new vscode.ThemeColor('coroscope.lane1'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  })
  const chain = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('coroscope.awaitChainLine'),
  })
  const selected = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('coroscope.suspendedLine'),
  })
  const isOn = () => vscode.workspace.getConfiguration('coroscope').get('suspensionMarks', true)

  const markEditor = (editor: vscode.TextEditor) => {
    const { document } = editor
    if (!isProgram(document)) return
    const { session } = debugging
    const isHere = (info: CoroutineInfo) =>
      session !== undefined &&
      info.state === 'CORO_SUSPENDED' &&
      info.file !== undefined &&
      info.line !== undefined &&
      info.line <= document.lineCount &&
      isSameSource(document, session, info.file)
    const here = debugging.coroutines.filter(isHere)
    const range = (line: number) => document.lineAt(line - 1).range
    const options = (info: CoroutineInfo) => ({
      range: range(info.line ?? 1),
      hoverMessage: new vscode.MarkdownString().appendText(`${info.name}: ${stateInWords(info)}`),
    })
    const taken = new Set(here.map(info => info.line))
    // A .py file is marked while it is debugged here only: other tools have a say in its gutter.
    const wants = isOn() && (document.languageId === 'coro' || here.length > 0)
    const lines = wants ? suspensionLines(document.getText()).filter(line => !taken.has(line)) : []
    editor.setDecorations(possible, lines.map(range))
    editor.setDecorations(suspended, here.map(options))
    const one = debugging.selected
    editor.setDecorations(selected, here.filter(info => info.id === one?.id).map(options))
    const others = one ? chainOf(one, debugging.coroutines) : []
    editor.setDecorations(chain, others.filter(isHere).map(options))
  }
  const mark = () => vscode.window.visibleTextEditors.forEach(markEditor)
  let timer: ReturnType<typeof setTimeout> | undefined
  mark()
  return vscode.Disposable.from(
    possible,
    suspended,
    chain,
    selected,
    debugging.onDidChange(mark),
    vscode.window.onDidChangeVisibleTextEditors(mark),
    vscode.workspace.onDidChangeConfiguration(
      event => event.affectsConfiguration('coroscope.suspensionMarks') && mark(),
    ),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!isProgram(document)) return
      clearTimeout(timer)
      timer = setTimeout(mark, 200)
    }),
    { dispose: () => clearTimeout(timer) },
  )
}

/** Those that a coroutine awaits, all the way down, and those that await it, all the way up. */
function chainOf(one: CoroutineInfo, all: readonly CoroutineInfo[]): CoroutineInfo[] {
  const byId = new Map(all.map(info => [info.id, info]))
  const found = new Map<number, CoroutineInfo>()
  for (const next of ['awaitingId', 'awaitedBy'] as const)
    for (let id = one[next]; id !== undefined && !found.has(id) && id !== one.id; ) {
      const info = byId.get(id)
      if (!info) break
      found.set(id, info)
      id = info[next]
    }
  return [...found.values()]
}
