// State Machine: the graph of the coroutine function under the cursor in a tab to the side. The language server makes the machine,
// the webview draws it and lights the live state.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { type LanguageServerConnection, lentScheme } from './platform.ts'
import { Relay, webviewHtml } from './relay.ts'
import { messageOf } from './words.ts'

/** Gives the language server, started if need be. */
export type Server = () => Promise<LanguageServerConnection>

export const machineViewType = 'coroscope.machine'

export class StateMachinePanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly root: vscode.Uri
  private readonly debugging: Debugging
  private readonly server: Server
  private readonly parts: vscode.Disposable
  private panel: vscode.WebviewPanel | undefined
  private relay: Relay | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private last: { document: vscode.TextDocument; position: vscode.Position } | undefined
  private asked = 0

  constructor(extensionUri: vscode.Uri, debugging: Debugging, server: Server) {
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    this.debugging = debugging
    this.server = server
    this.parts = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(event => this.follow(event.textEditor)),
      vscode.window.onDidChangeActiveTextEditor(editor => editor && this.follow(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.last?.document) this.askLater()
      }),
      vscode.window.registerWebviewPanelSerializer(machineViewType, this),
    )
  }

  /** Opens the tab for a function: the one at a line, else the one under the cursor. */
  async show(uri?: vscode.Uri, line?: number): Promise<void> {
    const editor = vscode.window.activeTextEditor
    const document = uri ? await vscode.workspace.openTextDocument(uri) : editor?.document
    const position = line !== undefined ? new vscode.Position(line, 0) : editor?.selection.active
    if (document && isProgram(document)) {
      const text = line === undefined ? '' : document.lineAt(Math.min(line, document.lineCount - 1)).text
      const column = /\bdef\s+/.exec(text)
      const at = column ? new vscode.Position(line ?? 0, column.index + column[0].length) : position
      this.last = { document, position: at ?? new vscode.Position(0, 0) }
    }
    if (this.panel) this.panel.reveal(undefined, true)
    else
      this.use(
        vscode.window.createWebviewPanel(
          machineViewType,
          'State Machine',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          { enableScripts: true, localResourceRoots: [this.root], retainContextWhenHidden: true },
        ),
      )
    this.askLater(0)
  }

  /** A window that is loaded again brings the tab back. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.root] }
    this.use(panel)
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.panel?.dispose()
    this.parts.dispose()
  }

  private use(panel: vscode.WebviewPanel): void {
    this.panel = panel
    panel.iconPath = vscode.Uri.joinPath(this.root, '..', '..', 'client', 'icons', 'coroscope.png')
    const relay = new Relay(this.debugging, panel.webview, {
      ready: () => {
        const editor = vscode.window.visibleTextEditors.find(each => isProgram(each.document))
        if (!this.last && editor) this.last = { document: editor.document, position: editor.selection.active }
        this.askLater(0)
      },
    })
    this.relay = relay
    panel.webview.html = webviewHtml(panel.webview, this.root, 'machine.js', 'State Machine')
    panel.onDidDispose(() => {
      relay.dispose()
      if (this.panel === panel) this.panel = undefined
    })
  }

  private follow(editor: vscode.TextEditor): void {
    if (!this.panel || !isProgram(editor.document)) return
    this.last = { document: editor.document, position: editor.selection.active }
    this.askLater()
  }

  private askLater(delay = 150): void {
    if (!this.panel) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(), delay)
  }

  private async ask(): Promise<void> {
    const { last } = this
    const turn = ++this.asked
    const nothing = (why: string) => this.relay?.post({ type: 'nothing', why })
    if (!last) return nothing('Put the cursor into an async function or a generator function.')
    const { document, position } = last
    try {
      const server = await this.server()
      const answer = await ask(server, document, position)
      if (turn !== this.asked) return
      if (!answer) return nothing('The cursor is not in an async function or a generator function.')
      this.relay?.post({
        type: 'machine',
        answer,
        file: document.uri.toString(),
        path: document.uri.fsPath,
        source: document.getText(),
      })
    } catch (error) {
      if (turn === this.asked) nothing(`The state machine could not be made: ${messageOf(error)}`)
    }
  }
}

const isProgram = (document: vscode.TextDocument): boolean =>
  document.languageId === 'coro' || document.languageId === 'python'

/** Asks about a document; the server knows the Coro ones, a Python file is lent to it. */
async function ask(server: LanguageServerConnection, document: vscode.TextDocument, position: vscode.Position) {
  const { line, character } = position
  const about = (uri: string) =>
    server.sendRequest('coroscope/stateMachine', { textDocument: { uri }, position: { line, character } })
  if (document.languageId === 'coro') return about(document.uri.toString())
  const uri = document.uri.with({ scheme: lentScheme, authority: '' }).toString()
  const textDocument = { uri, languageId: 'coro', version: 1, text: document.getText() }
  await server.sendNotification('textDocument/didOpen', { textDocument })
  try {
    return await about(uri)
  } finally {
    await server.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }
}
