// The Timeline panel: a webview that draws lanes and follows the debugger.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { fork } from './fork.ts'
import { Relay, webviewHtml } from './relay.ts'

export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly root: vscode.Uri
  private readonly debugging: Debugging
  private relay: Relay | undefined
  /** A trace that was opened before the view was there. */
  private waiting: object[] = []
  private isReady = false

  constructor(extensionUri: vscode.Uri, debugging: Debugging) {
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    this.debugging = debugging
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('coroscope.timeline.focus', { preserveFocus: true })
  }

  /** Shows a trace that was read from a file; `role`: instead of what is there, or beside it. */
  async showTrace(name: string, text: string, role: 'open' | 'compare'): Promise<void> {
    const message = { type: 'trace', name, text, role }
    if (this.isReady) this.relay?.post(message)
    else this.waiting.push(message)
    await this.show()
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = { enableScripts: true, localResourceRoots: [this.root] }
    const relay = new Relay(this.debugging, view.webview, {
      ready: () => {
        this.isReady = true
        for (const message of this.waiting) relay.post(message)
        this.waiting = []
      },
      fork: step => void fork(this.debugging, this, step),
    })
    this.relay = relay
    view.webview.html = webviewHtml(view.webview, this.root, 'timeline.js', 'Coroscope Timeline')
    view.onDidDispose(() => {
      relay.dispose()
      if (this.relay === relay) this.relay = undefined
      this.isReady = false
    })
  }

  dispose(): void {
    this.relay?.dispose()
  }
}
