// Forks: a second session that has come to the same moment by the same choices, to try something there. A session is program and
// choices, so its file is all that is needed.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import type { Action, CoroutineInfo, ExportAnswer } from './protocol.ts'
import type { TimelineView } from './timeline.ts'
import { messageOf } from './words.ts'

/** A step to take on a fork. */
export interface ForkStep {
  readonly threadId: number
  readonly action?: Action
  readonly expression?: string | undefined
}

/** Starts a fork of the session in front; with a step, takes it there and shows both runs in the timeline. */
export async function fork(debugging: Debugging, timeline: TimelineView, step?: ForkStep): Promise<void> {
  const parent = debugging.session
  if (!parent || !debugging.isStopped) {
    void vscode.window.showInformationMessage('A fork is made of a program that stands still: pause it first.')
    return
  }
  try {
    const kept: ExportAnswer = await parent.customRequest('coroscope/export', { format: 'session' })
    const before: ExportAnswer = await parent.customRequest('coroscope/export', { format: 'jsonl' })
    const does = step?.action ? `${step.action} ${step.expression ?? ''}`.trim() : 'Fork'
    const config = {
      type: 'coro',
      request: 'launch',
      name: `${does} (fork of ${parent.name})`,
      sessionText: kept.content,
      drive: parent.configuration.drive,
    }
    const session = await started(parent, config)
    if (!session) throw new Error('it ended before it came to this moment.')
    if (step?.action) {
      const asked = step.expression === undefined ? {} : { expression: step.expression }
      await session.customRequest('coroscope/drive', { threadId: step.threadId, action: step.action, ...asked })
    }
    const after: ExportAnswer = await session.customRequest('coroscope/export', { format: 'jsonl' })
    // Whichever of the two the editor has in front: the other one is shown under it.
    if (debugging.session === session) await timeline.showTrace(parent.name, before.content, 'compare')
    else await timeline.showTrace(`fork: ${does}`, after.content, 'compare')
  } catch (error) {
    void vscode.window.showErrorMessage(`No fork was made: ${messageOf(error)}`)
  }
}

/** Starts a session and waits until it stands still; undefined when it ends without. */
async function started(parent: vscode.DebugSession, config: vscode.DebugConfiguration) {
  const parts: vscode.Disposable[] = []
  const isFork = (session: vscode.DebugSession) =>
    session.configuration.sessionText === config.sessionText && session !== parent
  try {
    const standing = new Promise<vscode.DebugSession | undefined>(resolve => {
      parts.push(
        vscode.debug.onDidTerminateDebugSession(session => {
          if (isFork(session)) resolve(undefined)
        }),
        vscode.debug.registerDebugAdapterTrackerFactory('coro', {
          createDebugAdapterTracker: session => ({
            onDidSendMessage: message => {
              if (isFork(session) && message.type === 'event' && message.event === 'stopped') resolve(session)
            },
          }),
        }),
      )
    })
    if (!(await vscode.debug.startDebugging(parent.workspaceFolder, config, { parentSession: parent })))
      return undefined
    return await standing
  } finally {
    for (const part of parts) part.dispose()
  }
}

/** The command: of a row of the Coroutines view, or of the session in front. */
export function registerFork(debugging: Debugging, timeline: TimelineView): vscode.Disposable {
  return vscode.commands.registerCommand('coroscope.fork', (row?: { readonly info?: CoroutineInfo }) =>
    fork(debugging, timeline, row?.info && { threadId: row.info.threadId }),
  )
}
