// From what a person asked for (F5 with or without a launch.json, a picked configuration) to a launch request the adapter
// understands, and the adapter itself.

import * as vscode from 'vscode'
import { drivableFunctions, requiredParameters } from './drivable.ts'
import type { Platform } from './platform.ts'
import { sourceUri } from './source.ts'
import { failureInWords } from './words.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's own variable, which it fills in
const activeFile = '${file}'

export function registerLaunch(context: vscode.ExtensionContext, platform: Platform): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('coro', new Configurations(platform)),
    vscode.debug.registerDebugConfigurationProvider(
      'coro',
      { provideDebugConfigurations: configurationsForActiveFile },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterTrackerFactory('coro', {
      createDebugAdapterTracker: session => ({
        onDidSendMessage: message => {
          if (message.type === 'response' && message.command === 'launch' && message.success === false)
            tellFailure(session, String(message.message))
        },
      }),
    }),
    vscode.debug.registerDebugAdapterDescriptorFactory('coro', {
      createDebugAdapterDescriptor: (session, executable) => platform.createDebugAdapter(context, session, executable),
    }),
  )
}

/** Why a program cannot be started: what is wrong with it, and a way to the line. */
function tellFailure(session: vscode.DebugSession, why: string): void {
  const { words, line } = failureInWords(why)
  const go = line === undefined ? [] : [`Go to Line ${line}`]
  void vscode.window.showErrorMessage(words, ...go).then(async picked => {
    const { program } = session.configuration
    if (picked === undefined || line === undefined || typeof program !== 'string') return
    const at = new vscode.Position(line - 1, 0)
    const options = { selection: new vscode.Range(at, at) }
    await vscode.window.showTextDocument(sourceUri(session, program), options).then(undefined, () => undefined)
  })
}

/** Run this file, and drive each of its functions that needs no argument. */
function configurationsForActiveFile(): vscode.DebugConfiguration[] {
  const run = { type: 'coro', request: 'launch', name: 'Run this file', program: activeFile }
  const document = vscode.window.activeTextEditor?.document
  if (!document || !isProgram(document)) return [run]
  const drives = drivableFunctions(document.getText())
    .filter(each => requiredParameters(each.parameters).length === 0)
    .map(each => ({ ...run, name: `Drive ${each.name}()`, drive: `${each.name}()` }))
  return [run, ...drives]
}

class Configurations implements vscode.DebugConfigurationProvider {
  private readonly platform: Platform

  constructor(platform: Platform) {
    this.platform = platform
  }

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [{ type: 'coro', request: 'launch', name: 'Run this file', program: activeFile }]
  }

  /** F5 without a launch.json comes with an empty configuration. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    if (!config.type && !config.request && !config.name) {
      const document = vscode.window.activeTextEditor?.document
      if (!document || !isProgram(document)) {
        void vscode.window.showInformationMessage('Open a .coro or .py file to run it in Coroscope.')
        return undefined
      }
      config.type = 'coro'
      config.request = 'launch'
      config.name = 'Run this file'
    }
    // A session that is opened again knows its program.
    if (config.session === undefined && config.sessionText === undefined) config.program ??= activeFile
    if (config.drive === '') delete config.drive
    config.justMyCode ??= vscode.workspace.getConfiguration('coroscope').get('justMyCode', true)
    return config
  }

  /** Where the adapter cannot read the file itself it gets the text, and an address instead of a bare path. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (typeof config.program !== 'string' || config.source !== undefined) return config
    const open = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.toString() === config.program || uri.path === config.program || uri.fsPath === config.program,
    )
    const uri = open?.uri ?? addressOf(config.program, folder)
    if (this.platform.readsFiles(uri.scheme)) {
      // The file is read from disk: what is in the editor should be what runs.
      if (open?.isDirty) await open.save()
      return config
    }
    try {
      const document = open ?? (await vscode.workspace.openTextDocument(uri))
      config.source = document.getText()
      config.program = uri.toString()
      return config
    } catch {
      void vscode.window.showErrorMessage(
        `${config.program} cannot be read. Check 'program' in the launch configuration.`,
      )
      return undefined
    }
  }
}

/** The address of a program given by path or address; in the web host a bare path belongs to the workspace's file system. */
function addressOf(program: string, folder: vscode.WorkspaceFolder | undefined): vscode.Uri {
  if (/^[a-z][a-z0-9+.-]+:\//i.test(program) && !/^[a-z]:[\\/]/i.test(program)) return vscode.Uri.parse(program)
  const base = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri
  if (!base || base.scheme === 'file') return vscode.Uri.file(program)
  return program.startsWith('/') ? base.with({ path: program }) : vscode.Uri.joinPath(base, program)
}

const isProgram = (document: vscode.TextDocument): boolean =>
  document.languageId === 'coro' || document.languageId === 'python'
