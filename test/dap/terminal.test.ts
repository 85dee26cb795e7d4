// A program in a terminal: what the client is asked to run shows the output and sends what is typed; input can be gone back over.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { DapClient, type Transport } from './client.ts'
import { inWorker, overStdio, overTcp } from './transports.ts'

const path = '/p/asks.py'
const source = `name = input('Name? ')
print('Hello,', name)  # 2
try:
    input()
except EOFError:
    print('over')
`

interface Run {
  readonly args: string[]
  readonly env: Record<string, string>
  readonly kind: string
}

/** Starts what the client is asked to run, as a terminal would. */
function runIn(request: DebugProtocol.Request): { child: ChildProcess; text(): string } {
  const { args, env } = request.arguments as Run
  const child = spawn(args[0], args.slice(1), { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  let text = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return { child, text: () => text }
}

async function until(holds: () => boolean, text?: () => string): Promise<void> {
  for (let i = 0; i < 12_000 && !holds(); i++) await new Promise(resolve => setTimeout(resolve, 10))
  assert.ok(holds(), text?.())
}

describe('a terminal', () => {
  const children: ChildProcess[] = []
  const clients: DapClient[] = []
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill()
    for (const client of clients.splice(0)) await client.transport.close().catch(() => {})
  })
  const open = (transport: Transport = overStdio()): DapClient => {
    const client = new DapClient(transport)
    clients.push(client)
    return client
  }

  const showsAndGives = async (client: DapClient): Promise<void> => {
    await client.request('initialize', { adapterID: 'coro', supportsRunInTerminalRequest: true })
    await client.request('launch', { program: path, source, console: 'integratedTerminal' })
    await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: 2 }] })
    const request = await client.askedFor('runInTerminal')
    assert.equal((request.arguments as Run).kind, 'integrated')
    const begun = client.request('configurationDone')
    const terminal = runIn(request)
    children.push(terminal.child)
    await begun
    await until(() => terminal.text() === 'Name? ')
    // A pause while nothing is typed, and on.
    await client.request('pause', { threadId: 1 })
    assert.equal((await client.stopped('pause')).text, 'waiting for input')
    await client.request('continue', { threadId: 1 })
    terminal.child.stdin!.write('Ada é\n')
    await client.stopped('breakpoint')
    const name = await client.request('evaluate', { expression: 'name', context: 'watch' })
    assert.equal(name.result, "'Ada é'")
    // Back to before the question and on: the answer is known.
    await client.request('stepBack', { threadId: 1 })
    await client.stopped('step')
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    terminal.child.stdin!.end()
    await client.request('continue', { threadId: 1 })
    await client.event('exited')
    await until(
      () => terminal.text() === 'Name? Hello, Ada é\nover\n',
      () => JSON.stringify(terminal.text()),
    )
    assert.equal(client.output.stdout, undefined)
    await client.close()
    await until(() => terminal.child.exitCode !== null)
  }

  it('shows the output and gives the input', () => showsAndGives(open()))

  it('does so over TCP', async () => showsAndGives(open(await overTcp())))

  it('is not there in a worker', async () => {
    const client = open(inWorker())
    await client.request('initialize', { adapterID: 'coro', supportsRunInTerminalRequest: true })
    assert.match(
      await client.refused('launch', { program: path, source, console: 'integratedTerminal' }),
      /no terminals here/,
    )
    await client.request('launch', { program: path, source })
    await client.close()
  })

  it('is not there when the client has none, or refuses', async () => {
    const without = open()
    await without.request('initialize', { adapterID: 'coro' })
    assert.match(
      await without.refused('launch', { program: path, source, console: 'integratedTerminal' }),
      /cannot open terminals/,
    )
    await without.request('launch', { program: path, source })
    await without.close()

    const refusing = open()
    refusing.answers = () => ({ success: false, message: 'no shell' })
    await refusing.request('initialize', { adapterID: 'coro', supportsRunInTerminalRequest: true })
    await refusing.request('launch', { program: path, source, console: 'externalTerminal' })
    await refusing.request('configurationDone')
    await refusing.event('exited')
    assert.match(refusing.output.important, /refused 'runInTerminal': no shell/)
    assert.match(refusing.output.stdout, /^Name\? /)
    await refusing.close()
  })
})
