// The extension in a browser: language server and debug adapter are web workers. A worker is made from the bundle's text,
// because the web extension host refuses one made from an extension's address.

import * as vscode from 'vscode'
import { LanguageClient } from 'vscode-languageclient/browser'
import { activateWith, isCodeLensOn, serverSettings } from './activate.ts'
import { languageClientOptions } from './platform.ts'

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, {
    async createLanguageClient() {
      const worker = await startWorker(context, 'dist/server/worker.js')
      return new LanguageClient(
        'coroscope',
        'Coroscope Language Server',
        worker,
        languageClientOptions(isCodeLensOn, serverSettings),
      )
    },
    createDebugAdapter: async () =>
      new vscode.DebugAdapterInlineImplementation(
        new WorkerAdapter(await startWorker(context, 'dist/adapter/worker.js', 'dist/library.pack')),
      ),
    readsFiles: () => false,
  })
}

export function deactivate(): void {}

/** `pack`: the library's code, which the worker finds in a global. */
async function startWorker(context: vscode.ExtensionContext, path: string, pack?: string): Promise<Worker> {
  const read = async (name: string) =>
    new Uint8Array(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, name)))
  const code = await read(path)
  const before = pack === undefined ? '' : JSON.stringify(new TextDecoder('latin1').decode(await read(pack)))
  const parts = before === '' ? [code] : [`globalThis.COROSCOPE_PACK = ${before};\n`, code]
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }))
  return new Worker(address)
}

/** A debug adapter in a worker; protocol messages go through as they are. */
class WorkerAdapter implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>()
  readonly onDidSendMessage = this.sent.event
  private readonly worker: Worker

  constructor(worker: Worker) {
    this.worker = worker
    worker.onmessage = message => this.sent.fire(message.data)
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.worker.postMessage(message)
  }

  dispose(): void {
    this.worker.terminate()
    this.sent.dispose()
  }
}
