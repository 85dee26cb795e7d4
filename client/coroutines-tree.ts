// The Coroutines view in the debug side bar. A click selects a coroutine's thread, a double click goes to where it is suspended;
// grouping and filter are in its tool bar.

import * as vscode from 'vscode'
import { type Grouping, type Row, rowsOf } from './coroutine-rows.ts'
import type { Debugging } from './debugging.ts'
import type { CoroutineInfo } from './protocol.ts'
import { sourceUri } from './source.ts'
import { ageInWords, description, facts, isDrivable, messageOf } from './words.ts'

/** What a command gets of a row: the session may be over by the time somebody acts on it. */
export interface CoroutineRow {
  readonly session: vscode.DebugSession
  readonly info: CoroutineInfo
}

/** A row in its session. */
type Node = Row & { readonly session: vscode.DebugSession; readonly parent?: Node }

const groupings: readonly (vscode.QuickPickItem & { readonly grouping: Grouping })[] = [
  { grouping: 'await', label: 'Await tree', description: 'each under the one that awaits it' },
  { grouping: 'creator', label: 'Creator', description: 'each under the one that made it' },
  { grouping: 'file', label: 'File', description: 'by the file its code is in' },
]

const settings = () => vscode.workspace.getConfiguration('coroscope')

export class CoroutinesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly debugging: Debugging
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly parts: vscode.Disposable
  private readonly view: vscode.TreeView<Node>
  private lastClick: { threadId: number; at: number } | undefined
  private filter = ''
  /** Coroutines that the program will be halted at when they are resumed. */
  private readonly watched = new Set<number>()
  readonly onDidChangeTreeData = this.changed.event

  constructor(debugging: Debugging) {
    this.debugging = debugging
    const view = vscode.window.createTreeView('coroscope.coroutines', { treeDataProvider: this, showCollapseAll: true })
    this.view = view
    const on = (command: string, act: (node: Node) => unknown) =>
      vscode.commands.registerCommand(`coroscope.${command}`, act)
    this.parts = vscode.Disposable.from(
      this.changed,
      view,
      debugging.onDidChange(() => {
        if (!debugging.session) this.watched.clear()
        this.changed.fire()
        const alive = debugging.coroutines.filter(info => !info.isMain && !info.isInternal).length
        view.badge = alive === 0 ? undefined : { value: alive, tooltip: `${alive} coroutines alive` }
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('coroscope.coroutines')) this.changed.fire()
      }),
      on('selectCoroutine', node => this.click(node)),
      on('goToSuspension', node => node.kind === 'coroutine' && goTo(node.session, node.info.file, node.info.line)),
      on('goToCreation', node => goToCreation(node)),
      on('breakOnResume', node => this.breakOnResume(node)),
      vscode.commands.registerCommand('coroscope.groupCoroutines', () => this.chooseGrouping()),
      vscode.commands.registerCommand('coroscope.filterCoroutines', () => this.askForFilter()),
      vscode.commands.registerCommand('coroscope.clearCoroutineFilter', () => this.setFilter('')),
    )
  }

  getChildren(node?: Node): Node[] {
    const { session, coroutines, neverAwaited } = this.debugging
    if (!session) return []
    const rows =
      node?.rows ??
      rowsOf(coroutines, neverAwaited, {
        grouping: settings().get<Grouping>('coroutines.groupBy', 'await'),
        filter: this.filter,
        showsLibrary: settings().get('coroutines.showLibrary', false),
      })
    return rows.map(row => ({ ...row, session, ...(node ? { parent: node } : {}) }))
  }

  getParent(node: Node): Node | undefined {
    return node.parent
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const hasRows = node.rows.length > 0
    const label = node.kind === 'coroutine' ? node.info.name : node.kind === 'group' ? node.name : node.lost.name
    const item = new vscode.TreeItem(
      label,
      hasRows ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    )
    // A row that gets its first child is another row: else the view would keep it folded.
    item.id = `${node.session.id} ${node.key} ${hasRows}`
    if (node.kind === 'group') {
      item.iconPath =
        node.file === undefined ? new vscode.ThemeIcon('warning', warningColour) : new vscode.ThemeIcon('file-code')
      item.description = node.file === undefined ? `${node.rows.length}` : ''
      if (node.file) item.tooltip = node.file
      return item
    }
    if (node.kind === 'never awaited') {
      const { createdAt } = node.lost
      item.iconPath = new vscode.ThemeIcon('warning', warningColour)
      item.description = `created at line ${createdAt.line}, never awaited`
      item.tooltip = `${node.lost.name} was destroyed without ever having been awaited.\nIt was created at ${createdAt.file}:${createdAt.line}.`
      item.command = { command: 'coroscope.goToCreation', title: 'Go to its Creation', arguments: [node] }
      item.contextValue = 'made'
      return item
    }
    const { info } = node
    const age = ageInWords(info, this.debugging.time)
    const words = [...facts(info, this.debugging.nameOf), age].filter(fact => fact !== '')
    const mark = this.watched.has(info.id) ? ' · breaks when resumed' : ''
    const isDriver = info.isMain && node.session.configuration.drive !== undefined
    item.description = isDriver ? 'you drive' : description(info) + mark
    item.iconPath = icon(info, this.debugging.selected?.id === info.id, this.watched.has(info.id))
    item.tooltip = [info.name, ...words].join('\n')
    item.accessibilityInformation = { label: [info.name, ...words].join(', ') + mark }
    item.command = { command: 'coroscope.selectCoroutine', title: 'Select', arguments: [node] }
    item.contextValue = [
      isDrivable(info) ? 'drivable' : '',
      info.line === undefined ? '' : 'suspended',
      info.createdAt === undefined || info.createdAt.file.startsWith('<') ? '' : 'made',
    ].join(' ')
    return item
  }

  dispose(): void {
    this.parts.dispose()
  }

  private click(node: Node): void {
    if (node.kind !== 'coroutine') return
    const { threadId } = node.info
    const now = Date.now()
    const isSecond = this.lastClick?.threadId === threadId && now - this.lastClick.at < 500
    this.lastClick = { threadId, at: now }
    this.debugging.select(threadId)
    if (isSecond) return void goTo(node.session, node.info.file, node.info.line)
    // The editor shows the thread that was told last; while the program runs there is nothing to show.
    if (this.debugging.isStopped)
      node.session.customRequest('coroscope/select', { threadId }).then(undefined, () => undefined)
  }

  private async breakOnResume(node: Node): Promise<void> {
    if (node.kind !== 'coroutine') return
    try {
      const { isSet } = await node.session.customRequest('coroscope/breakOnResume', { threadId: node.info.threadId })
      if (isSet) this.watched.add(node.info.id)
      else this.watched.delete(node.info.id)
      this.changed.fire()
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error))
    }
  }

  private async chooseGrouping(): Promise<void> {
    const picked = await vscode.window.showQuickPick(groupings, { title: 'Group Coroutines by' })
    if (picked) await settings().update('coroutines.groupBy', picked.grouping, vscode.ConfigurationTarget.Global)
  }

  private async askForFilter(): Promise<void> {
    const value = await vscode.window.showInputBox({
      title: 'Filter Coroutines',
      prompt: 'Part of a name, a state, a value or a file. Empty: all of them.',
      placeHolder: 'fetch, suspended, …',
      value: this.filter,
    })
    if (value !== undefined) this.setFilter(value)
  }

  private setFilter(filter: string): void {
    this.filter = filter.trim()
    this.view.message = this.filter === '' ? '' : `Only those with “${this.filter}”`
    void vscode.commands.executeCommand('setContext', 'coroscope.filtered', this.filter !== '')
    this.changed.fire()
  }
}

const warningColour = new vscode.ThemeColor('list.warningForeground')

/** State by shape (as the timeline draws it), the selected one by colour. */
function icon(info: CoroutineInfo, isSelected: boolean, isWatched: boolean): vscode.ThemeIcon {
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
  const name = isWatched
    ? 'debug-breakpoint'
    : isSelected && shape === 'debug-pause'
      ? 'debug-stackframe-focused'
      : shape
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(hue))
}

function goToCreation(node: Node): Promise<void> | undefined {
  const place =
    node.kind === 'coroutine' ? node.info.createdAt : node.kind === 'never awaited' ? node.lost.createdAt : undefined
  return place && goTo(node.session, place.file, place.line)
}

async function goTo(session: vscode.DebugSession, file: string | undefined, line: number | undefined): Promise<void> {
  if (file === undefined || line === undefined) return
  const at = new vscode.Position(line - 1, 0)
  await vscode.window.showTextDocument(sourceUri(session, file), { selection: new vscode.Range(at, at) })
}
