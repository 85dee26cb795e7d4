// From the name of a file in the adapter's answers to an address the editor can open.

import * as vscode from 'vscode'

/** The address of a file of the program. Paths come back as they were sent: absolute ones, or addresses on the web. */
export function sourceUri(session: vscode.DebugSession, file: string): vscode.Uri {
  if (/^[a-z][a-z0-9+.-]+:\//i.test(file) && !/^[a-z]:[\\/]/i.test(file)) return vscode.Uri.parse(file)
  if (/^(?:[\\/]|[a-z]:[\\/])/i.test(file)) return vscode.Uri.file(file)
  const base = session.workspaceFolder ?? vscode.workspace.workspaceFolders?.[0]
  return base ? vscode.Uri.joinPath(base.uri, file) : vscode.Uri.file(file)
}

/** Whether an open document is that file. */
export const isSameSource = (document: vscode.TextDocument, session: vscode.DebugSession, file: string): boolean =>
  document.uri.toString() === sourceUri(session, file).toString()
