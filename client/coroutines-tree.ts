// The Coroutines view in the debug side bar: the await tree. A coroutine stands under the one that awaits it; a click selects
// it for the commands, a double click goes to where it is suspended.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import type { CoroutineInfo } from './protocol.ts'
import { sourceUri } from './source.ts'
import { description, facts, isDrivable } from './words.ts'

/** What a tree row is: the session may be over by the time somebody acts on it. */
export interface CoroutineRow {
  readonly session: vscode.DebugSession
  readonly info: CoroutineInfo
}

export class CoroutinesTree implements vscode.TreeDataProvider<CoroutineRow>, vscode.Disposable {
  private readonly debugging: Debugging
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly parts: vscode.Disposable
  private lastClick: { threadId: number; at: number } | undefined
  readonly onDidChangeTreeData = this.changed.event

  constructor(debugging: Debugging) {
    this.debugging = debugging
    const view = vscode.window.createTreeView('coroscope.coroutines', { treeDataProvider: this })
    this.parts = vscode.Disposable.from(
      this.changed,
      view,
      debugging.onDidChange(() => {
        this.changed.fire()
        const alive = debugging.coroutines.filter(info => !info.isMain).length
        view.badge = alive === 0 ? undefined : { value: alive, tooltip: `${alive} coroutines alive` }
      }),
      vscode.commands.registerCommand('coroscope.selectCoroutine', (row: CoroutineRow) => this.click(row)),
      vscode.commands.registerCommand('coroscope.goToSuspension', (row: CoroutineRow) =>
        goTo(row.session, row.info.file, row.info.line),
      ),
      vscode.commands.registerCommand('coroscope.goToCreation', (row: CoroutineRow) =>
        goTo(row.session, row.info.createdAt?.file, row.info.createdAt?.line),
      ),
    )
  }

  getChildren(row?: CoroutineRow): CoroutineRow[] {
    const { session, coroutines } = this.debugging
    if (!session) return []
    const ids = new Set(coroutines.map(info => info.id))
    const parentOf = (info: CoroutineInfo) =>
      info.awaitedBy !== undefined && ids.has(info.awaitedBy) ? info.awaitedBy : undefined
    return coroutines.filter(info => parentOf(info) === row?.info.id).map(info => ({ session, info }))
  }

  getTreeItem(row: CoroutineRow): vscode.TreeItem {
    const { info } = row
    const hasChildren = this.debugging.coroutines.some(other => other.awaitedBy === info.id)
    const item = new vscode.TreeItem(
      info.name,
      hasChildren ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    )
    // A row that gets its first child is another row: else the view would keep it folded.
    item.id = `${row.session.id} ${info.id} ${hasChildren}`
    item.description = description(info)
    item.iconPath = icon(info, this.debugging.selected?.id === info.id)
    item.tooltip = [info.name, ...facts(info, this.debugging.nameOf)].join('\n')
    item.accessibilityInformation = { label: [info.name, ...facts(info, this.debugging.nameOf)].join(', ') }
    item.command = { command: 'coroscope.selectCoroutine', title: 'Select', arguments: [row] }
    item.contextValue = [
      isDrivable(info) ? 'drivable' : '',
      info.line === undefined ? '' : 'suspended',
      info.createdAt === undefined ? '' : 'created',
    ].join(' ')
    return item
  }

  dispose(): void {
    this.parts.dispose()
  }

  private click(row: CoroutineRow): void {
    const { threadId } = row.info
    const now = Date.now()
    const isSecond = this.lastClick?.threadId === threadId && now - this.lastClick.at < 500
    this.lastClick = { threadId, at: now }
    this.debugging.select(threadId)
    if (isSecond) void goTo(row.session, row.info.file, row.info.line)
  }
}

/** State by shape (as the timeline draws it), the selected one by colour. */
function icon(info: CoroutineInfo, isSelected: boolean): vscode.ThemeIcon {
  const shape =
    info.state === 'CORO_CREATED'
      ? 'circle-large-outline'
      : info.state === 'CORO_RUNNING'
        ? 'play'
        : info.state === 'CORO_CLOSED'
          ? 'circle-filled'
          : info.awaitingId === undefined
            ? 'debug-pause'
            : 'ellipsis'
  const hue = info.isMain ? 'foreground' : `coroscope.lane${((info.id - 1) % 8) + 1}`
  return new vscode.ThemeIcon(
    isSelected && shape === 'debug-pause' ? 'debug-stackframe-focused' : shape,
    new vscode.ThemeColor(hue),
  )
}

async function goTo(session: vscode.DebugSession, file: string | undefined, line: number | undefined): Promise<void> {
  if (file === undefined || line === undefined) return
  const at = new vscode.Position(line - 1, 0)
  await vscode.window.showTextDocument(sourceUri(session, file), { selection: new vscode.Range(at, at) })
}
