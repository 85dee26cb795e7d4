// Between a webview that follows the debugger and the debug adapter: the view asks in the adapter's own requests, and is told what
// it tells. Only requests on the list below pass. Knows no picture.

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
  'stackTrace',
  'stepInTargets',
])
const followed = new Set(['stopped', 'continued', 'coroscope/changed', 'coroscope/ended', 'terminated'])

/** What any view posts. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'request'; readonly seq: number; readonly command: string; readonly arguments?: object }
  | { readonly type: 'select'; readonly threadId: number }
  | { readonly type: 'reveal'; readonly file: string; readonly line: number }
  | { readonly type: 'save'; readonly name: string; readonly text: string }
  | {
      readonly type: 'fork'
      readonly threadId: number
      readonly action: 'send' | 'throw' | 'close'
      readonly expression?: string
    }

/** A view's line to the debugger, as long as the view lives. */
export class Relay implements vscode.Disposable {
  private readonly debugging: Debugging
  private readonly webview: vscode.Webview
  private readonly parts: vscode.Disposable
  private shownSession: vscode.DebugSession | undefined
  private shownThread: number | undefined

  constructor(
    debugging: Debugging,
    webview: vscode.Webview,
    own: { ready(): void; fork?(step: FromView & { type: 'fork' }): void },
  ) {
    this.debugging = debugging
    this.webview = webview
    this.parts = vscode.Disposable.from(
      debugging.onDidChange(() => this.tellSession()),
      debugging.onDidSendEvent(({ event, body }) => {
        if (!followed.has(event)) return
        this.tellSession()
        this.post({ type: 'event', event, body })
      }),
      webview.onDidReceiveMessage((message: FromView) => {
        if (message.type === 'ready') {
          this.tellSession(true)
          own.ready()
        } else if (message.type === 'fork') own.fork?.(message)
        else void this.receive(message)
      }),
    )
  }

  post(message: object): void {
    void this.webview.postMessage(message)
  }

  dispose(): void {
    this.parts.dispose()
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
      case 'fork':
        return
      case 'select':
        return this.debugging.select(message.threadId)
      case 'reveal':
        return showLine(this.debugging.session, message.file, message.line)
      case 'save':
        return saveText(message.name, message.text)
      case 'request':
        return this.relay(message)
    }
  }

  private async relay(message: FromView & { type: 'request' }): Promise<void> {
    const { seq, command } = message
    try {
      if (!passed.has(command)) throw new Error(`A view may not ask for '${command}'.`)
      const { session } = this.debugging
      if (!session) throw new Error('No session is running.')
      this.post({ type: 'answer', seq, body: await session.customRequest(command, message.arguments) })
    } catch (error) {
      this.post({ type: 'answer', seq, error: messageOf(error) })
    }
  }
}

/** Shows a line of a program in the first column, beside the views. */
async function showLine(session: vscode.DebugSession | undefined, file: string, line: number): Promise<void> {
  const uri = session ? sourceUri(session, file) : vscode.Uri.parse(file)
  const at = new vscode.Position(Math.max(0, line - 1), 0)
  const options = { selection: new vscode.Range(at, at), preserveFocus: true, viewColumn: vscode.ViewColumn.One }
  await vscode.window.showTextDocument(uri, options).then(undefined, () => {
    void vscode.window.showWarningMessage(`${file} cannot be opened.`)
  })
}

/** Asks where a text is to be kept, and keeps it there. */
async function saveText(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri
  const target = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {})
  if (!target) return
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text))
}

/** The page of a webview: one script, one style sheet, nothing from anywhere else. */
export function webviewHtml(webview: vscode.Webview, root: vscode.Uri, script: string, title: string): string {
  const nonce = crypto.randomUUID().replaceAll('-', '')
  const [code, style] = [script, 'views.css'].map(file => webview.asWebviewUri(vscode.Uri.joinPath(root, file)))
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body class="in-vscode">
<script nonce="${nonce}" src="${code}"></script>
</body>
</html>`
}
