// Traces and sessions as files: a trace is opened in the timeline or compared there with the run, what happened so far is saved.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import type { ExportAnswer } from './protocol.ts'
import type { TimelineView } from './timeline.ts'
import { messageOf } from './words.ts'

const formats = [
  {
    format: 'pytest',
    label: 'Test for CPython',
    description: '.py',
    detail: 'What was driven, as a test that passes on CPython 3.13',
  },
  {
    format: 'session',
    label: 'Session',
    description: '.json',
    detail: 'Opened again at the same moment, with all that was done',
  },
  { format: 'html', label: 'Page', description: '.html', detail: 'One page that shows the trace and needs no network' },
  {
    format: 'jsonl',
    label: 'Trace',
    description: '.jsonl',
    detail: 'Events as JSON lines; can be opened in the timeline',
  },
  { format: 'chrome', label: 'Perfetto', description: '.json', detail: 'For Perfetto and chrome://tracing' },
  { format: 'mermaid', label: 'Mermaid', description: '.mmd', detail: 'A sequence diagram' },
  { format: 'text', label: 'Text', description: '.txt', detail: 'An event a line' },
] as const

export function registerTraceFiles(debugging: Debugging, timeline: TimelineView): vscode.Disposable {
  const open = async (role: 'open' | 'compare', uri?: vscode.Uri) => {
    const file = uri ?? (await pickTrace(role))
    if (!file) return
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file))
      await timeline.showTrace(file.path.split('/').at(-1) ?? 'trace', text, role)
    } catch (error) {
      void vscode.window.showErrorMessage(`${file.path} cannot be read: ${messageOf(error)}`)
    }
  }
  const uriOf = (value: unknown) => (value instanceof vscode.Uri ? value : undefined)
  return vscode.Disposable.from(
    vscode.commands.registerCommand('coroscope.importTrace', (uri?: unknown) => open('open', uriOf(uri))),
    vscode.commands.registerCommand('coroscope.compareTrace', (uri?: unknown) => open('compare', uriOf(uri))),
    vscode.commands.registerCommand('coroscope.export', () => save(debugging.session)),
  )
}

async function pickTrace(role: 'open' | 'compare'): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: role === 'open' ? 'Open a trace' : 'Compare with a trace',
    openLabel: role === 'open' ? 'Open' : 'Compare',
    filters: { Traces: ['jsonl', 'ndjson'] },
  })
  return files?.[0]
}

async function save(session: vscode.DebugSession | undefined): Promise<void> {
  if (!session) {
    void vscode.window.showInformationMessage('There is no session to export: start one first.')
    return
  }
  const picked = await vscode.window.showQuickPick(formats, { title: 'Export the Session as', matchOnDetail: true })
  if (!picked) return
  try {
    const { format } = picked
    const draft: ExportAnswer = await session.customRequest('coroscope/export', { format })
    const folder = (session.workspaceFolder ?? vscode.workspace.workspaceFolders?.[0])?.uri
    const options = folder ? { defaultUri: vscode.Uri.joinPath(folder, draft.fileName) } : {}
    const target = await vscode.window.showSaveDialog(options)
    if (!target) return
    // Where it is going to lie tells a test how to find the program.
    const placed: ExportAnswer =
      target.scheme === 'file'
        ? await session.customRequest('coroscope/export', { format, path: target.fsPath })
        : draft
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(placed.content))
    await vscode.window.showTextDocument(target)
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error))
  }
}
