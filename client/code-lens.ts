// Code lenses: Run and Debug above the first line, Drive… above each function that makes a coroutine or a generator.

import * as vscode from 'vscode'
import { drivableFunctions } from './drivable.ts'

export function registerCodeLenses(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>()
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: document => (isOn() ? codeLenses(document) : []),
  }
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: 'coro' }, provider),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('coroscope.codeLens')) changed.fire()
    }),
  )
}

const isOn = (): boolean => vscode.workspace.getConfiguration('coroscope').get('codeLens', true)

function codeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0)
  const lens = (range: vscode.Range, command: string, title: string, tooltip: string, ...rest: string[]) =>
    new vscode.CodeLens(range, { command, title, tooltip, arguments: [document.uri, ...rest] })
  return [
    lens(top, 'coroscope.run', '$(play) Run', 'Run the file as Python would'),
    lens(top, 'coroscope.debug', '$(debug-alt) Debug', 'Run it and stop at breakpoints'),
    ...drivableFunctions(document.getText()).map(target => {
      const at = new vscode.Range(target.line, 0, target.line, 0)
      const tooltip = `Make the ${target.kind} and decide yourself what is sent, thrown and closed`
      return lens(at, 'coroscope.drive', '$(rocket) Drive…', tooltip, target.name)
    }),
  ]
}
