// Everything the extension registers, the same on the desktop and on the web. Nothing is started here: the language server
// starts with the first Coro document, the debug adapter with the first session.

import * as vscode from 'vscode'
import { registerAwaitHover } from './await-hover.ts'
import { CoroutinesTree } from './coroutines-tree.ts'
import { Debugging } from './debugging.ts'
import { registerDriveCommands } from './drive.ts'
import { registerFork } from './fork.ts'
import { InlineValues } from './inline-values.ts'
import { registerLaunch } from './launch.ts'
import { registerMachineLens } from './machine-lens.ts'
import { markSuspensions } from './marks.ts'
import type { LanguageServerConnection, Platform, ServerSettings } from './platform.ts'
import { openSamples } from './samples.ts'
import { registerStart, uriFrom } from './start.ts'
import { StateMachinePanel } from './state-machine.ts'
import { showStatus } from './status.ts'
import { TimelineView } from './timeline.ts'
import { registerTraceFiles } from './trace-files.ts'
import { messageOf } from './words.ts'

export function activateWith(context: vscode.ExtensionContext, platform: Platform): void {
  const debugging = new Debugging()
  const timeline = new TimelineView(context.extensionUri, debugging)
  const inlineValues = new InlineValues(debugging)
  const server = new LanguageServerStarter(context, platform)
  const machine = new StateMachinePanel(context.extensionUri, debugging, () => server.started())
  context.subscriptions.push(
    debugging,
    timeline,
    inlineValues,
    new CoroutinesTree(debugging),
    showStatus(debugging),
    markSuspensions(context, debugging),
    registerAwaitHover(debugging),
    registerFork(debugging, timeline),
    registerTraceFiles(debugging, timeline),
    registerMachineLens(),
    followActiveEditor(),
    registerLaunch(context, platform),
    registerStart(context, timeline),
    registerDriveCommands(debugging),
    vscode.languages.registerInlineValuesProvider([{ language: 'coro' }, { language: 'python' }], inlineValues),
    vscode.window.registerWebviewViewProvider('coroscope.timeline', timeline, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    vscode.commands.registerCommand('coroscope.showTimeline', () => timeline.show()),
    vscode.commands.registerCommand('coroscope.openSamples', (which?: unknown) =>
      openSamples(context, which === 'first' ? which : undefined),
    ),
    vscode.commands.registerCommand('coroscope.showStateMachine', (uri?: unknown, line?: unknown) =>
      machine.show(uriFrom(uri), typeof line === 'number' ? line : undefined),
    ),
    machine,
    server,
  )
}

/** Tells the editor whether a Coro program is in front: views that a newcomer needs are there then. */
function followActiveEditor(): vscode.Disposable {
  const tell = (editor: vscode.TextEditor | undefined) => {
    // A panel that gets the focus is no editor: the program is still there.
    const has = editor?.document.languageId === 'coro' || vscode.window.visibleTextEditors.some(isCoro)
    void vscode.commands.executeCommand('setContext', 'coroscope.hasProgram', has)
  }
  tell(vscode.window.activeTextEditor)
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.onDidChangeVisibleTextEditors(() => tell(vscode.window.activeTextEditor)),
  )
}

const isCoro = (editor: vscode.TextEditor): boolean => editor.document.languageId === 'coro'

/** Starts the language server once a Coro document is open or somebody asks for it, and restarts it on command. */
class LanguageServerStarter implements vscode.Disposable {
  private readonly context: vscode.ExtensionContext
  private readonly platform: Platform
  private readonly parts: vscode.Disposable
  private starting: Promise<LanguageServerConnection> | undefined

  constructor(context: vscode.ExtensionContext, platform: Platform) {
    this.context = context
    this.platform = platform
    const startFor = (document: vscode.TextDocument) => {
      const isPython = document.languageId === 'python' && serverSettings().python !== 'off'
      if (document.languageId === 'coro' || isPython) this.ensure()
    }
    for (const document of vscode.workspace.textDocuments) startFor(document)
    this.parts = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(startFor),
      vscode.commands.registerCommand('coroscope.restartServer', async () => {
        await this.stop()
        this.ensure()
      }),
    )
  }

  /** The server, started if it was not. */
  started(): Promise<LanguageServerConnection> {
    this.starting ??= this.start()
    return this.starting
  }

  dispose(): void {
    this.parts.dispose()
    void this.stop()
  }

  private async start(): Promise<LanguageServerConnection> {
    try {
      const client = await this.platform.createLanguageClient(this.context)
      await client.start()
      return client
    } catch (error) {
      this.starting = undefined
      throw error
    }
  }

  private ensure(): void {
    this.started().catch(error => {
      void vscode.window.showErrorMessage(`The Coro language server did not start: ${messageOf(error)}`)
    })
  }

  private async stop(): Promise<void> {
    const running = this.starting
    this.starting = undefined
    await running?.then(client => client.stop()).catch(() => undefined)
  }
}

/** What the language server is told at the start; later changes reach it by themselves. */
export function serverSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration('coroscope')
  return { rules: plain(settings.get<object>('rules', {})), python: settings.get('python', 'off') }
}

/** Whether the person wants code lenses. */
export const isCodeLensOn = (): boolean => vscode.workspace.getConfiguration('coroscope').get('codeLens', true)

/** An object of the editor's settings is a proxy, which no worker can be sent: a copy of what is in it. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value)) as object
