// Open Samples: the examples that come with the extension, copied to where they can be edited and debugged.

import * as vscode from 'vscode'

export async function openSamples(context: vscode.ExtensionContext): Promise<void> {
  const from = vscode.Uri.joinPath(context.extensionUri, 'examples')
  const names = (await vscode.workspace.fs.readDirectory(from))
    .map(([name]) => name)
    .filter(name => name.endsWith('.coro'))
  const samples = await Promise.all(
    names.sort().map(async name => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, name)))
      return { label: name, detail: firstSentence(text) }
    }),
  )
  const picked = await vscode.window.showQuickPick(samples, { title: 'Samples', matchOnDetail: true })
  if (!picked) return
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'samples')
  const copy = vscode.Uri.joinPath(folder, picked.label)
  await vscode.workspace.fs.createDirectory(folder)
  const isThere = await vscode.workspace.fs.stat(copy).then(
    () => true,
    () => false,
  )
  // A copy that was edited before is kept.
  if (!isThere) await vscode.workspace.fs.copy(vscode.Uri.joinPath(from, picked.label), copy)
  await vscode.window.showTextDocument(copy)
}

/** What a sample says of itself: its docstring or first comment, to the end of the first line. */
function firstSentence(text: string): string {
  const match = /^(?:\s*(?:#(?!!)\s*(.+)|(?:"""|''')\s*(.+?)(?:"""|'''|$)|#!.*|)$)/m.exec(text)
  return match?.[1] ?? match?.[2] ?? ''
}
