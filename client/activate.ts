// Everything the extension registers, the same on the desktop and on the web. Nothing is started here: the language server
// starts with the first Coro document, the debug adapter with the first session.

import * as vscode from 'vscode'
import { CoroutinesTree } from './coroutines-tree.ts'
import { Debugging } from './debugging.ts'
import { registerDriveCommands } from './drive.ts'
import { InlineValues } from './inline-values.ts'
import { registerLaunch } from './launch.ts'
import { markSuspensions } from './marks.ts'
import type { LanguageServerConnection, Platform } from './platform.ts'
import { openSamples } from './samples.ts'
import { registerStart } from './start.ts'
import { showStatus } from './status.ts'
import { TimelineView } from './timeline.ts'
import { messageOf } from './words.ts'

export function activateWith(context: vscode.ExtensionContext, platform: Platform): void {
  const debugging = new Debugging()
  const timeline = new TimelineView(context.extensionUri, debugging)
  const inlineValues = new InlineValues(debugging)
  context.subscriptions.push(
    debugging,
    timeline,
    inlineValues,
    new CoroutinesTree(debugging),
    showStatus(debugging),
    markSuspensions(debugging),
    registerLaunch(context, platform),
    registerStart(context, timeline),
    registerDriveCommands(debugging),
    vscode.languages.registerInlineValuesProvider([{ language: 'coro' }, { language: 'python' }], inlineValues),
    vscode.window.registerWebviewViewProvider('coroscope.timeline', timeline, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    vscode.commands.registerCommand('coroscope.showTimeline', () => timeline.show()),
    vscode.commands.registerCommand('coroscope.openSamples', () => openSamples(context)),
    startLanguageServerWhenNeeded(context, platform),
  )
}

/** Starts the language server once a Coro document is open, and restarts it on command. */
function startLanguageServerWhenNeeded(context: vscode.ExtensionContext, platform: Platform): vscode.Disposable {
  let client: LanguageServerConnection | undefined
  let starting: Promise<void> | undefined
  const start = async () => {
    client = await platform.createLanguageClient(context)
    await client.start()
  }
  const ensure = () => {
    if (starting) return
    starting = start().catch(error => {
      starting = undefined
      void vscode.window.showErrorMessage(`The Coro language server did not start: ${messageOf(error)}`)
    })
  }
  const startFor = (document: vscode.TextDocument) => {
    if (document.languageId === 'coro') ensure()
  }
  for (const document of vscode.workspace.textDocuments) startFor(document)
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.commands.registerCommand('coroscope.restartServer', async () => {
      await client?.stop().catch(() => undefined)
      starting = undefined
      ensure()
    }),
    { dispose: () => void client?.stop().catch(() => undefined) },
  )
}

/** Whether the person wants code lenses. */
export const isCodeLensOn = (): boolean => vscode.workspace.getConfiguration('coroscope').get('codeLens', true)
