// The extension on the desktop (and in a remote's extension host): language server and debug adapter are processes of their
// own, so that neither a long analysis nor an endless loop can hold up the editor.

import * as vscode from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { activateWith, isCodeLensOn, serverSettings } from './activate.ts'
import { languageClientOptions } from './platform.ts'

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, {
    async createLanguageClient() {
      const module = context.asAbsolutePath('dist/server/node.js')
      const server = { module, transport: TransportKind.ipc }
      const options = languageClientOptions(isCodeLensOn, serverSettings)
      return new LanguageClient('coroscope', 'Coroscope Language Server', { run: server, debug: server }, options)
    },
    // 'node' is the editor's own runtime here (it forks itself): nothing needs to be installed.
    createDebugAdapter: (_context, _session, executable) =>
      executable ?? new vscode.DebugAdapterExecutable('node', [context.asAbsolutePath('dist/adapter/node.js')]),
    readsFiles: scheme => scheme === 'file',
  })
}

export function deactivate(): void {}
