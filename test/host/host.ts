// Tests that run inside the extension host of a real editor, with its `vscode` API: the extension as the editor sees it. Bundled and
// started by scripts/e2e-host.mjs; prints one line a test and throws when one has failed.

import assert from 'node:assert/strict'
import * as vscode from 'vscode'

/** Put in by the script: words of the only tests to run; empty: all. */
declare const ONLY: string

type Test = [name: string, run: () => Promise<void>]
const tests: Test[] = []
const check = (name: string, run: () => Promise<void>) => tests.push([name, run])

/** Folders of the workspace, as the script has made them. */
const folders = () => vscode.workspace.workspaceFolders ?? []
const fileUri = (name: string, folder = 0) => vscode.Uri.joinPath(folders()[folder]!.uri, name)
const open = async (name: string, folder = 0) => {
  const document = await vscode.workspace.openTextDocument(fileUri(name, folder))
  return vscode.window.showTextDocument(document)
}

/** How long anything may take, in ms: a machine may be slow. */
const patience = 120_000

async function until<T>(what: string | (() => string), look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const found = await look()
    if (found !== undefined && (found as unknown) !== false) return found
    if (Date.now() > end) throw new Error(`waited for ${typeof what === 'string' ? what : what()}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

interface Event {
  readonly session: vscode.DebugSession
  readonly event: string
  readonly body: { readonly reason?: string; readonly threadId?: number } | undefined
}
const events: Event[] = []

/** The next event of this name, from now on or unread; with a session, of that one. */
async function event(name: string, reason?: string): Promise<Event> {
  return until(`${name} ${reason ?? ''}`, () => {
    const at = events.findIndex(each => each.event === name && (reason === undefined || each.body?.reason === reason))
    return at < 0 ? undefined : events.splice(0, at + 1).at(-1)
  })
}

async function drive(name: string, expression: string): Promise<{ session: vscode.DebugSession; threadId: number }> {
  events.length = 0
  const config = {
    type: 'coro',
    request: 'launch',
    name: `Drive ${expression}`,
    program: fileUri(name).fsPath,
    drive: expression,
  }
  assert.ok(await vscode.debug.startDebugging(folders()[0], config))
  const { session, body } = await event('stopped', 'entry')
  return { session, threadId: body?.threadId ?? 0 }
}

/** The sessions that have begun and not ended. */
const alive = new Set<vscode.DebugSession>()

/** Ends all sessions, as somebody who presses Stop again when nothing happens. */
async function stopAll(): Promise<void> {
  let asked = 0
  await until(
    () => `the end of ${[...alive].map(session => session.name).join(', ')}`,
    () => {
      if (alive.size > 0 && Date.now() - asked > 10_000) {
        asked = Date.now()
        void vscode.debug.stopDebugging()
      }
      return alive.size === 0
    },
  )
  events.length = 0
}

interface Info {
  readonly threadId: number
  readonly name: string
  readonly state: string
  readonly lastYielded?: string
}
const coroutines = async (session: vscode.DebugSession): Promise<Info[]> =>
  (await session.customRequest('coroscope/coroutines')).coroutines

check('the extension is activated by a Coro document, quickly', async () => {
  const extension = vscode.extensions.getExtension('coroscope.coroscope')!
  const isActive = extension.isActive
  const start = Date.now()
  await open('talk.coro')
  await extension.activate()
  console.log(`activation: ${isActive ? 'was active' : `${Date.now() - start} ms, the document opened`}`)
  assert.ok(extension.isActive)
})

check('every command of the manifest is registered', async () => {
  const known = new Set(await vscode.commands.getCommands(true))
  const { contributes } = vscode.extensions.getExtension('coroscope.coroscope')!.packageJSON
  for (const { command } of contributes.commands) assert.ok(known.has(command), command)
})

check('diagnostics come from the language server', async () => {
  await open('bad.coro')
  const [first] = await until('diagnostics', () => {
    const found = vscode.languages.getDiagnostics(fileUri('bad.coro'))
    return found.length > 0 ? found : undefined
  })
  assert.equal(first!.severity, vscode.DiagnosticSeverity.Error)
})

check('code lenses: run, drive, state machine; a setting turns them off', async () => {
  await open('talk.coro')
  const titles = async () =>
    (
      await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        fileUri('talk.coro'),
        100,
      )
    ).map(lens => lens.command?.title ?? '')
  const found = await until('lenses', async () => {
    const all = await titles()
    return all.some(title => title.includes('Drive')) ? all : undefined
  })
  assert.ok(found.some(title => title.includes('State machine')))
  const settings = vscode.workspace.getConfiguration('coroscope')
  await settings.update('codeLens', false, vscode.ConfigurationTarget.Global)
  await until('no lenses', async () => ((await titles()).length === 0 ? true : undefined))
  await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global)
})

check('drive: created, sent to, thrown into, back, closed', async () => {
  await open('talk.coro')
  const { session, threadId } = await drive('talk.coro', 'talk(10)')
  const state = async () => (await coroutines(session)).find(info => info.name === 'talk#1')
  assert.equal((await state())?.state, 'CORO_CREATED')
  await vscode.commands.executeCommand('coroscope.sendNone')
  await event('stopped', 'suspended')
  assert.equal((await state())?.lastYielded, "'have 0'")
  await session.customRequest('coroscope/drive', { threadId, action: 'send', expression: '4' })
  await event('stopped', 'suspended')
  assert.equal((await state())?.lastYielded, "'have 4'")
  await vscode.commands.executeCommand('coroscope.stepBack')
  await event('stopped', 'step')
  assert.equal((await state())?.lastYielded, "'have 0'")
  await vscode.commands.executeCommand('coroscope.close')
  await event('stopped', 'return')
  assert.equal(await state(), undefined)
  await stopAll()
})

check('the bytes of a variable are a file, and change with it', async () => {
  await open('talk.coro')
  const { session, threadId } = await drive('talk.coro', 'talk(10)')
  await session.customRequest('evaluate', { expression: 'data = bytearray(b"hello")', context: 'repl' })
  const { memoryReference } = await session.customRequest('evaluate', { expression: 'data', context: 'hover' })
  assert.ok(memoryReference, String(threadId))
  const path = `vscode-debug-memory://${session.id}/${encodeURIComponent(memoryReference)}/memory.bin?range=0:5`
  const read = async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(path)))
  assert.equal(await read(), 'hello')
  await session.customRequest('evaluate', { expression: 'data[0] = 106', context: 'repl' })
  assert.equal(await read(), 'jello')
  await stopAll()
})

check('hovering an await while stopped says who waits for whom', async () => {
  await open('talk.coro')
  await drive('talk.coro', 'talk(10)')
  await vscode.commands.executeCommand('coroscope.sendNone')
  await event('stopped', 'suspended')
  const document = await vscode.workspace.openTextDocument(fileUri('talk.coro'))
  const line = document
    .getText()
    .split('\n')
    .findIndex(text => text.includes('await Ask'))
  const column = document.lineAt(line).text.indexOf('await')
  const words = await until('the hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line, column + 1),
    )
    const text = hovers
      .flatMap(hover => hover.contents.map(each => (typeof each === 'string' ? each : each.value)))
      .join('\n')
    return text.includes('awaits') ? text.replaceAll('&nbsp;', ' ').replaceAll('\\', '') : undefined
  })
  assert.match(words, /talk#1 awaits Ask\.__await__#2/)
  await stopAll()
})

check('a fork is a second session at the same moment; what is done there does not touch the first', async () => {
  const { session, threadId } = await drive('talk.coro', 'talk(10)')
  await session.customRequest('coroscope/drive', { threadId, action: 'send' })
  await event('stopped', 'suspended')
  events.length = 0
  await vscode.commands.executeCommand('coroscope.fork')
  const other = await until(
    'the fork',
    () => events.find(each => each.session.id !== session.id && each.event === 'stopped')?.session,
  )
  assert.match(other.name, /fork of/)
  await other.customRequest('coroscope/drive', { threadId, action: 'send', expression: '7' })
  const yielded = async (each: vscode.DebugSession) =>
    (await coroutines(each)).find(info => info.name === 'talk#1')?.lastYielded
  assert.equal(await yielded(other), "'have 7'")
  assert.equal(await yielded(session), "'have 0'")
  await stopAll()
})

check('the state machine opens beside the code, also of a Python file, and brings no problems with it', async () => {
  for (const name of ['talk.coro', 'plain.py']) {
    await open(name)
    await vscode.commands.executeCommand(
      'coroscope.showStateMachine',
      fileUri(name).toString(),
      name === 'plain.py' ? 0 : 9,
    )
    await until('its tab', () =>
      vscode.window.tabGroups.all.flatMap(group => group.tabs).find(tab => tab.label === 'State Machine'),
    )
  }
  // What the server says of another document after that comes later than what it would have said of the lent one.
  const bad = await open('bad.coro')
  const lineOf = () => vscode.languages.getDiagnostics(fileUri('bad.coro'))[0]?.range.start.line
  await until('the first diagnostics', () => (lineOf() === 0 ? true : undefined))
  await bad.edit(edit => edit.insert(new vscode.Position(0, 0), '\n'))
  await until('the diagnostics after an edit', () => (lineOf() === 1 ? true : undefined))
  await vscode.commands.executeCommand('workbench.action.files.revert')
  const lent = vscode.languages.getDiagnostics().filter(([uri]) => uri.scheme === 'coroscope-lent')
  assert.deepEqual(lent, [])
})

check('F5 without a launch.json runs the file in front; what is in the editor is what runs', async () => {
  const editor = await open('counter.coro')
  await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'print("edited")\n'))
  const printed: string[] = []
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('coro', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: message => {
        if (message.type === 'event' && message.event === 'output') printed.push(message.body.output)
      },
    }),
  })
  await vscode.commands.executeCommand('coroscope.debug')
  await until('its output', () => (printed.join('').includes('edited') ? true : undefined))
  tracker.dispose()
  await until('the end', () => alive.size === 0)
})

check('a program of the second folder of the workspace', async () => {
  await open('second.coro', 1)
  events.length = 0
  await vscode.commands.executeCommand('coroscope.debug')
  await event('terminated')
})

check('a program that cannot be started fails in words', async () => {
  const config = { type: 'coro', request: 'launch', name: 'missing', program: '/nowhere/missing.coro' }
  const started = await vscode.debug.startDebugging(folders()[0], config)
  assert.equal(started && vscode.debug.activeDebugSession?.name === 'missing', false)
})

check('a trace from a file is opened in the timeline', async () => {
  const { session, threadId } = await drive('talk.coro', 'talk(10)')
  await session.customRequest('coroscope/drive', { threadId, action: 'send' })
  const { content } = await session.customRequest('coroscope/export', { format: 'jsonl' })
  await stopAll()
  await vscode.workspace.fs.writeFile(fileUri('kept.jsonl'), new TextEncoder().encode(content))
  await vscode.commands.executeCommand('coroscope.importTrace', fileUri('kept.jsonl'))
})

check('the first sample is a copy that can be edited', async () => {
  await vscode.commands.executeCommand('coroscope.openSamples', 'first')
  const editor = await until('the sample', () => vscode.window.activeTextEditor)
  assert.match(editor.document.uri.path, /samples\/first\.coro$/)
  assert.equal(editor.document.languageId, 'coro')
})

/** What the editor calls. */
export async function run(): Promise<void> {
  vscode.debug.onDidStartDebugSession(session => alive.add(session))
  vscode.debug.onDidTerminateDebugSession(session => alive.delete(session))
  vscode.debug.registerDebugAdapterTrackerFactory('coro', {
    createDebugAdapterTracker: session => ({
      onDidSendMessage: message => {
        if (message.type === 'event') events.push({ session, event: message.event, body: message.body })
      },
    }),
  })
  let passed = 0
  for (const [name, act] of tests.filter(([name]) => name.includes(ONLY))) {
    const start = Date.now()
    try {
      await act()
      passed++
      console.log(`  ok    ${name} (${Date.now() - start} ms)`)
    } catch (error) {
      console.log(`  FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}`)
      throw error // The rest would wait for what this one has left.
    }
  }
  console.log(`in the extension host: all ${passed} passed`)
}
