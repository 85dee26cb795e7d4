// What the debugger knows now: the active session, its coroutines, which one is selected, whether it has stopped. One source
// for the tree, the status bar, the marks in the editor and the commands. Reads the session, never changes it.

import * as vscode from 'vscode'
import type { CoroutineInfo, CoroutinesAnswer, NeverAwaited } from './protocol.ts'
import { isDrivable } from './words.ts'

/** Requests after which the program goes on. */
const goingOn = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'restartFrame',
  'goto',
])

export class Debugging implements vscode.Disposable {
  /** The Coroscope session in front, if there is one. */
  session: vscode.DebugSession | undefined
  coroutines: readonly CoroutineInfo[] = []
  neverAwaited: readonly NeverAwaited[] = []
  /** Machine time of `coroutines`. */
  time = 0
  isStopped = false

  private selectedThread: number | undefined
  private isViewShown = false
  private refreshing = false
  private refreshed: Promise<void> = Promise.resolve()
  private refreshAgain = false
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly message = new vscode.EventEmitter<{ session: vscode.DebugSession; event: string; body: unknown }>()
  private readonly parts: vscode.Disposable[]
  /** After any of the fields has changed. */
  readonly onDidChange = this.changed.event
  /** Events of the debug adapter that views follow. */
  readonly onDidSendEvent = this.message.event

  constructor() {
    this.parts = [
      this.changed,
      this.message,
      vscode.debug.registerDebugAdapterTrackerFactory('coro', {
        createDebugAdapterTracker: session => ({
          // That a program goes on is not announced to whoever asked for it.
          onWillReceiveMessage: message => {
            if (message.type === 'request' && goingOn.has(message.command))
              this.onEvent(session, 'continued', undefined)
          },
          onDidSendMessage: message => {
            if (message.type === 'event') this.onEvent(session, message.event, message.body)
          },
        }),
      }),
      vscode.debug.onDidChangeActiveDebugSession(session => this.use(session)),
      vscode.debug.onDidTerminateDebugSession(session => {
        if (session === this.session) this.use(vscode.debug.activeDebugSession)
      }),
      vscode.debug.onDidChangeActiveStackItem(item => {
        if (item && item.session === this.session) this.select(item.threadId)
      }),
    ]
    this.use(vscode.debug.activeDebugSession)
  }

  /** The coroutine that commands act on: the one selected, else the only one that can be driven. */
  get selected(): CoroutineInfo | undefined {
    const chosen = this.coroutines.find(info => info.threadId === this.selectedThread)
    if (chosen) return chosen
    const drivable = this.coroutines.filter(isDrivable)
    return drivable.length === 1 ? drivable[0] : undefined
  }

  select(threadId: number): void {
    if (this.selectedThread === threadId) return
    this.selectedThread = threadId
    this.publish()
  }

  nameOf = (id: number): string | undefined => this.coroutines.find(info => info.id === id)?.name

  dispose(): void {
    for (const part of this.parts) part.dispose()
  }

  private use(session: vscode.DebugSession | undefined): void {
    const own = session?.type === 'coro' ? session : undefined
    if (own === this.session) return
    this.session = own
    this.coroutines = []
    this.neverAwaited = []
    this.time = 0
    this.isStopped = false
    this.selectedThread = undefined
    this.publish()
    if (own) this.refreshNow()
  }

  private onEvent(session: vscode.DebugSession, event: string, body: unknown): void {
    // The first stop can come before the editor says which session is active.
    if (!this.session && session.type === 'coro') this.use(session)
    if (session !== this.session) return
    this.message.fire({ session, event, body })
    if (event === 'stopped') {
      this.isStopped = true
      if (!this.isViewShown) {
        // The view has just come into being, folded: a person who stops for the first time should see it.
        this.isViewShown = true
        void vscode.commands.executeCommand('coroscope.coroutines.focus', { preserveFocus: true })
      }
      const { threadId } = (body ?? {}) as { threadId?: number }
      if (threadId !== undefined) this.selectedThread = threadId
      this.refreshNow()
    } else if (event === 'continued') {
      this.isStopped = false
      this.publish()
    } else if (event === 'coroscope/changed') this.refreshNow()
  }

  /** When what is known is up to date with the last stop. */
  get settled(): Promise<void> {
    return this.refreshed
  }

  private refreshNow(): void {
    const asked = this.refresh()
    // A question that only waits for the one under way is over at once.
    if (!this.refreshAgain) this.refreshed = asked
  }

  /** Asks for the coroutines; while an answer is awaited, one more question at most is kept. */
  private async refresh(): Promise<void> {
    if (this.refreshing) {
      this.refreshAgain = true
      return
    }
    this.refreshing = true
    try {
      do {
        this.refreshAgain = false
        const session = this.session
        if (!session) break
        const answer: CoroutinesAnswer = await session.customRequest('coroscope/coroutines')
        if (session !== this.session) continue
        this.coroutines = answer.coroutines
        this.neverAwaited = answer.neverAwaited ?? []
        this.time = answer.time
        this.publish()
      } while (this.refreshAgain)
    } catch {
      // The session has not been launched yet or is ending; the next event asks again.
    } finally {
      this.refreshing = false
    }
  }

  private publish(): void {
    const selected = this.selected
    const set = (key: string, value: boolean) =>
      void vscode.commands.executeCommand('setContext', `coroscope.${key}`, value)
    set('debugging', this.session !== undefined)
    set('canDrive', this.isStopped && selected !== undefined && isDrivable(selected))
    set('canGoBack', this.isStopped && this.session !== undefined)
    this.changed.fire()
  }
}
