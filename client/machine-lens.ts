// Code lenses of the editor's own making: State machine above every function that can be suspended; in Python files also Drive…, for
// which no language server of ours is there.

import * as vscode from 'vscode'
import { drivableFunctions } from './drivable.ts'

export function registerMachineLens(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>()
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeConfiguration(event => event.affectsConfiguration('coroscope') && changed.fire()),
    vscode.languages.registerCodeLensProvider([{ language: 'coro' }, { language: 'python' }], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses(document) {
        const settings = vscode.workspace.getConfiguration('coroscope')
        const isPython = document.languageId === 'python'
        if (!settings.get('codeLens', true) || (isPython && !settings.get('codeLensInPython', false))) return []
        const uri = document.uri.toString()
        return drivableFunctions(document.getText()).flatMap(({ name, parameters, line }) => {
          const range = new vscode.Range(line, 0, line, 0)
          const machine = {
            title: '$(type-hierarchy) State machine',
            command: 'coroscope.showStateMachine',
            arguments: [uri, line],
          }
          const drive = { title: '$(rocket) Drive…', command: 'coroscope.drive', arguments: [uri, name, [parameters]] }
          return (isPython ? [drive, machine] : [machine]).map(command => new vscode.CodeLens(range, command))
        })
      },
    }),
  )
}
