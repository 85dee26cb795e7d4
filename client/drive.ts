// Driving the selected coroutine: Send None, Send…, Throw…, Close and Step Back. Each box says what would happen before it is
// accepted, and shows an error beside what was typed instead of in a dialog.

import * as vscode from 'vscode'
import type { CoroutineRow } from './coroutines-tree.ts'
import type { Debugging } from './debugging.ts'
import type { Action, CoroutineInfo, PreviewAnswer } from './protocol.ts'
import { isDrivable, messageOf, outcomeInWords, stateInWords } from './words.ts'

const likelyExceptions = ['ValueError()', 'TimeoutError()', 'RuntimeError()', 'KeyboardInterrupt()', 'GeneratorExit()']

/** The coroutine that a command acts on, in its session. */
interface Target {
  readonly session: vscode.DebugSession
  readonly info: CoroutineInfo
}

export function registerDriveCommands(debugging: Debugging): vscode.Disposable {
  /** Last values given, newest first, offered again. */
  const sent: string[] = []
  const thrown: string[] = []
  const target = async (row: CoroutineRow | undefined): Promise<Target | undefined> => {
    await debugging.settled
    const chosen =
      row ?? (debugging.session && debugging.selected && { session: debugging.session, info: debugging.selected })
    if (!chosen) say('No coroutine is selected. Pick one in the Coroutines view.')
    else if (!isDrivable(chosen.info)) say(`${chosen.info.name} cannot be driven now: ${stateInWords(chosen.info)}.`)
    else return chosen
    return undefined
  }
  const commands: Record<string, (row?: CoroutineRow) => unknown> = {
    sendNone: async row => withTarget(await target(row), each => driveOrSay(each, 'send', 'None')),
    send: async row => withTarget(await target(row), each => askAndDrive(each, 'send', sent, ['None'])),
    throw: async row => withTarget(await target(row), each => askAndDrive(each, 'throw', thrown, likelyExceptions)),
    close: async row => withTarget(await target(row), each => driveOrSay(each, 'close')),
    stepBack: () => vscode.commands.executeCommand('workbench.action.debug.stepBack'),
  }
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`coroscope.${name}`, (row?: unknown) => run(isRow(row) ? row : undefined)),
    ),
  )
}

const withTarget = (target: Target | undefined, act: (target: Target) => unknown): unknown => target && act(target)

const isRow = (value: unknown): value is CoroutineRow =>
  typeof value === 'object' && value !== null && 'info' in value && 'session' in value

const say = (text: string): void => void vscode.window.showInformationMessage(text)

function drive(target: Target, action: Action, expression?: string): Thenable<unknown> {
  const asked = expression === undefined ? {} : { expression }
  return target.session.customRequest('coroscope/drive', { threadId: target.info.threadId, action, ...asked })
}

async function driveOrSay(target: Target, action: Action, expression?: string): Promise<void> {
  try {
    await drive(target, action, expression)
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error))
  }
}

/** What an action would do, in words; an error in the expression is an error here. */
async function preview(target: Target, actions: readonly { action: Action; expression: string }[]): Promise<string[]> {
  const answer: PreviewAnswer = await target.session.customRequest('coroscope/preview', {
    threadId: target.info.threadId,
    actions,
  })
  return answer.outcomes.map(outcome => {
    if (outcome.outcome === 'refused') throw new Error(outcome.value)
    return outcomeInWords(outcome)
  })
}

interface Choice extends vscode.QuickPickItem {
  readonly expression: string
}

/** Asks for an expression: type one, or pick one from before; each row says what it would lead to. */
async function askAndDrive(target: Target, action: 'send' | 'throw', before: string[], offered: readonly string[]) {
  const pick = vscode.window.createQuickPick<Choice>()
  pick.title = action === 'send' ? `Send to ${target.info.name}` : `Throw into ${target.info.name}`
  pick.placeholder = action === 'send' ? 'A value: 3, "text", [1, 2], a name' : 'An exception: ValueError("no")'
  const known = [...new Set([...before, ...offered])]
  const outcomes = new Map<string, string>()
  let error: string | undefined
  const show = () => {
    const typed = pick.value.trim()
    const listed = typed === '' ? known : [typed, ...known.filter(each => each !== typed && each.includes(typed))]
    pick.items = listed.map((expression, index) => ({
      expression,
      label: action === 'send' ? `send ${expression}` : `throw ${expression}`,
      description: outcomes.get(expression) ?? '',
      alwaysShow: true,
      ...(index === 0 && error !== undefined ? { detail: `$(error) ${error}` } : {}),
    }))
  }
  let asked = 0
  const look = async (expressions: readonly string[]) => {
    const turn = ++asked
    for (const expression of expressions) {
      try {
        const [words] = await preview(target, [{ action, expression }])
        outcomes.set(expression, words ?? '')
      } catch (problem) {
        outcomes.set(expression, messageOf(problem))
      }
      if (turn !== asked) return
      show()
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  pick.onDidChangeValue(text => {
    error = undefined
    show()
    clearTimeout(timer)
    if (text.trim() !== '') timer = setTimeout(() => void look([text.trim()]), 150)
  })
  pick.onDidAccept(async () => {
    const expression = pick.selectedItems[0]?.expression ?? pick.value.trim()
    if (expression === '') return
    pick.busy = true
    try {
      await drive(target, action, expression)
      const at = before.indexOf(expression)
      if (at >= 0) before.splice(at, 1)
      before.unshift(expression)
      before.splice(8)
      pick.hide()
    } catch (problem) {
      error = messageOf(problem)
      show()
    } finally {
      pick.busy = false
    }
  })
  pick.onDidHide(() => {
    asked++
    clearTimeout(timer)
    pick.dispose()
  })
  show()
  pick.show()
  void look(known)
}
