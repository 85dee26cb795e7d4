// The status bar item: the selected coroutine, its state and the last value that came out of it.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { facts, statusText } from './words.ts'

export function showStatus(debugging: Debugging): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('coroscope.selected', vscode.StatusBarAlignment.Left, 40)
  item.name = 'Coroscope: selected coroutine'
  item.command = 'coroscope.showTimeline'
  const update = () => {
    const info = debugging.selected
    if (!debugging.session || !info) return item.hide()
    const isDriver = info.isMain && debugging.session.configuration.drive !== undefined
    item.text = isDriver ? '$(debug-pause) finished · Step Back undoes' : statusText(info)
    item.tooltip = [info.name, ...facts(info, debugging.nameOf), '', 'Show the timeline'].join('\n')
    item.show()
  }
  return vscode.Disposable.from(item, debugging.onDidChange(update))
}
