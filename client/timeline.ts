// The Timeline panel: a webview that draws lanes, and a relay between it and the debug adapter. The view asks in the
// adapter's own requests; only requests on the list below pass.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { sourceUri } from './source.ts'
import { messageOf } from './words.ts'

const passed = new Set([
  'coroscope/coroutines',
  'coroscope/trace',
  'coroscope/preview',
  'coroscope/drive',
  'coroscope/travel',
  'stepBack',
  'reverseContinue',
  'next',
  'stepIn',
  'stepOut',
  'continue',
  'pause',
])
const followed = new Set(['stopped', 'continued', 'coroscope/changed', 'terminated'])

/** What the view posts. */
type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'request'; readonly seq: number; readonly command: string; readonly arguments?: object }
  | { readonly type: 'select'; readonly threadId: number }
  | { readonly type: 'reveal'; readonly file: string; readonly line: number }

export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly root: vscode.Uri
  private readonly debugging: Debugging
  private readonly follow: vscode.Disposable
  private view: vscode.WebviewView | undefined
  private shownSession: vscode.DebugSession | undefined
  private shownThread: number | undefined

  constructor(extensionUri: vscode.Uri, debugging: Debugging) {
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    this.debugging = debugging
    this.follow = vscode.Disposable.from(
      debugging.onDidChange(() => this.tellSession()),
      debugging.onDidSendEvent(({ event, body }) => {
        if (!followed.has(event)) return
        this.tellSession()
        this.post({ type: 'event', event, body })
      }),
    )
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('coroscope.timeline.focus', { preserveFocus: true })
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view
    this.shownSession = undefined
    this.shownThread = undefined
    view.webview.options = { enableScripts: true, localResourceRoots: [this.root] }
    view.webview.html = this.html(view.webview)
    const listening = view.webview.onDidReceiveMessage((message: FromView) => void this.receive(message))
    view.onDidDispose(() => {
      listening.dispose()
      this.view = undefined
    })
  }

  dispose(): void {
    this.follow.dispose()
  }

  private post(message: object): void {
    void this.view?.webview.postMessage(message)
  }

  /** Tells the view which session and which coroutine are in front, when that has changed. */
  private tellSession(force = false): void {
    const { session, selected, isStopped } = this.debugging
    const thread = selected?.threadId
    if (!force && session === this.shownSession && thread === this.shownThread) return
    const isNew = force || session !== this.shownSession
    this.shownSession = session
    this.shownThread = thread
    if (isNew)
      this.post({
        type: 'session',
        name: session?.name,
        isDriven: session?.configuration.drive !== undefined,
        isStopped,
      })
    if (thread !== undefined) this.post({ type: 'selected', threadId: thread })
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.tellSession(true)
      case 'select':
        return this.debugging.select(message.threadId)
      case 'reveal': {
        const { session } = this.debugging
        if (!session) return
        const at = new vscode.Position(Math.max(0, message.line - 1), 0)
        const options = { selection: new vscode.Range(at, at), preserveFocus: true, viewColumn: vscode.ViewColumn.One }
        await vscode.window.showTextDocument(sourceUri(session, message.file), options)
        return
      }
      case 'request':
        return this.relay(message)
    }
  }

  private async relay(message: FromView & { type: 'request' }): Promise<void> {
    const { seq, command } = message
    try {
      if (!passed.has(command)) throw new Error(`The timeline may not ask for '${command}'.`)
      const { session } = this.debugging
      if (!session) throw new Error('No session is running.')
      this.post({ type: 'answer', seq, body: await session.customRequest(command, message.arguments) })
    } catch (error) {
      this.post({ type: 'answer', seq, error: messageOf(error) })
    }
  }

  private html(webview: vscode.Webview): string {
    const nonce = crypto.randomUUID().replaceAll('-', '')
    const script = webview.asWebviewUri(vscode.Uri.joinPath(this.root, 'timeline.js'))
    const style = webview.asWebviewUri(vscode.Uri.joinPath(this.root, 'views.css'))
    const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Coroscope Timeline</title>
<link rel="stylesheet" href="${style}">
</head>
<body class="in-vscode">
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`
  }
}
