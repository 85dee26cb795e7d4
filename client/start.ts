// Starting a session from the editor: run the file, debug it, or drive one of its functions.

import * as vscode from 'vscode'
import { type Drivable, drivableFunctions, suggestedCall } from './drivable.ts'
import type { TimelineView } from './timeline.ts'

export function registerStart(context: vscode.ExtensionContext, timeline: TimelineView): vscode.Disposable {
  const launch = async (uri: vscode.Uri | undefined, extra: object, name: string, noDebug = false) => {
    const document = await programDocument(uri)
    if (!document) return false
    if (document.isDirty && !document.isUntitled) await document.save()
    const config = { type: 'coro', request: 'launch', name, program: programOf(document), ...extra }
    return vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(document.uri), config, { noDebug })
  }

  const drive = async (uri?: vscode.Uri, chosen?: Chosen) => {
    const document = await programDocument(uri)
    if (!document) return
    const target = chosen ?? (await pickFunction(document))
    if (!target) return
    const key = `drive ${document.uri.toString()} ${target.name}`
    const before = context.workspaceState.get<string>(key)
    const call = `${target.name}()`
    const offered = before ?? suggestedCall(document.getText(), target.name) ?? call
    const expression = target.parameters === '' ? call : await askForCall(target, offered)
    if (expression === undefined) return
    await context.workspaceState.update(key, expression)
    // With the timeline in the panel, the debug console must not push it away.
    const withTimeline = vscode.workspace.getConfiguration('coroscope').get('timeline.showOnStart', true)
    const extra = { drive: expression, ...(withTimeline ? { internalConsoleOptions: 'neverOpen' } : {}) }
    // In a folder without trust the editor asks first; who says no has nothing to look at.
    if (!(await launch(document.uri, extra, `Drive ${expression}`))) return
    if (withTimeline) await timeline.show()
    await vscode.window.showTextDocument(document, { preserveFocus: false, preview: false })
  }

  const commands: Record<string, (uri?: vscode.Uri, chosen?: Chosen) => Thenable<unknown>> = {
    run: uri => launch(uri, {}, 'Run', true),
    debug: uri => launch(uri, {}, 'Debug'),
    debugPython: uri => launch(uri, {}, 'Debug in Coroscope'),
    drive,
  }
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      // A code lens comes from the language server: an address as text, the function's name, its parameters.
      vscode.commands.registerCommand(`coroscope.${name}`, (uri?: unknown, target?: unknown, parameters?: unknown) =>
        run(uriFrom(uri), chosenFrom(target, parameters)),
      ),
    ),
  )
}

/** The function to call. */
type Chosen = Pick<Drivable, 'name' | 'parameters'>

/** The address that a command was given, as one or as text. */
export function uriFrom(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value
  return typeof value === 'string' && value !== '' ? vscode.Uri.parse(value) : undefined
}

function chosenFrom(name: unknown, parameters: unknown): Chosen | undefined {
  if (typeof name !== 'string') return undefined
  return { name, parameters: Array.isArray(parameters) ? parameters.map(String).join(', ') : '' }
}

async function programDocument(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  if (uri) return vscode.workspace.openTextDocument(uri)
  const document = vscode.window.activeTextEditor?.document
  if (document && (document.languageId === 'coro' || document.languageId === 'python')) return document
  void vscode.window.showInformationMessage('Open a .coro or .py file first.')
  return undefined
}

/** A path where there is a disk, an address elsewhere. */
const programOf = (document: vscode.TextDocument): string =>
  document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString()

async function pickFunction(document: vscode.TextDocument): Promise<Chosen | undefined> {
  const functions = drivableFunctions(document.getText())
  if (functions.length === 0) {
    void vscode.window.showInformationMessage(
      'This file has no function that makes a coroutine or a generator: write an `async def`, or a `def` with a `yield`.',
    )
    return undefined
  }
  const picked = await vscode.window.showQuickPick(
    functions.map(target => ({
      label: `${target.name}(${target.parameters})`,
      description: target.kind,
      detail: `line ${target.line + 1}`,
      target,
    })),
    { title: 'Drive…', placeHolder: 'The function to call; you decide what is sent to what it makes' },
  )
  return picked?.target
}

/** Asks for the arguments of a call, written as the whole call so that nothing is hidden. */
async function askForCall(target: Chosen, value: string): Promise<string | undefined> {
  const input = vscode.window.createInputBox()
  input.title = `Drive ${target.name}(${target.parameters})`
  input.prompt = 'The call that makes it. Enter to start; it waits for you in CORO_CREATED.'
  input.value = value
  const open = value.indexOf('(') + 1
  input.valueSelection = [open, Math.max(open, value.length - 1)]
  return new Promise(resolve => {
    input.onDidAccept(() => {
      const text = input.value.trim()
      if (text === '') {
        input.validationMessage = `Write a call, such as ${target.name}(1).`
        return
      }
      resolve(text)
      input.hide()
    })
    input.onDidHide(() => {
      resolve(undefined)
      input.dispose()
    })
    input.show()
  })
}
