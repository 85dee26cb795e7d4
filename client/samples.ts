// Open Samples: the examples that come with the extension, copied to where they can be edited and debugged.

import * as vscode from 'vscode'

/** `which`: the first sample, without a question; else the person picks one. */
export async function openSamples(context: vscode.ExtensionContext, which?: 'first'): Promise<void> {
  const from = which === 'first' ? firstSample(context) : await pickSample(context)
  if (!from) return
  const name = from.path.split('/').at(-1) ?? 'sample.coro'
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'samples')
  const copy = vscode.Uri.joinPath(folder, name)
  await vscode.workspace.fs.createDirectory(folder)
  const isThere = await vscode.workspace.fs.stat(copy).then(
    () => true,
    () => false,
  )
  // A copy that was edited before is kept.
  if (!isThere) await vscode.workspace.fs.copy(from, copy)
  await vscode.window.showTextDocument(copy)
}

/** What a newcomer runs first: the same as on the page. */
const firstSample = (context: vscode.ExtensionContext): vscode.Uri =>
  vscode.Uri.joinPath(context.extensionUri, 'client', 'page', 'first.coro')

async function pickSample(context: vscode.ExtensionContext): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'examples')
  const files = (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter(name => name.endsWith('.coro'))
    .sort()
    .map(name => vscode.Uri.joinPath(folder, name))
  const samples = await Promise.all(
    [firstSample(context), ...files].map(async uri => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))
      return { label: uri.path.split('/').at(-1) ?? '', detail: firstSentence(text), uri }
    }),
  )
  return (await vscode.window.showQuickPick(samples, { title: 'Samples', matchOnDetail: true }))?.uri
}

/** What a sample says of itself: its docstring or first comment, to the end of the first line. */
function firstSentence(text: string): string {
  const match = /^(?:\s*(?:#(?!!)\s*(.+)|(?:"""|''')\s*(.+?)(?:"""|'''|$)|#!.*|)$)/m.exec(text)
  return match?.[1] ?? match?.[2] ?? ''
}
