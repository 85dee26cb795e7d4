// The adapter as a process: what comes over its streams may be anything, and when its client goes it ends.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { FrameReader, frame } from '../../debugger/main/framing.ts'
import { endless } from './programs.ts'
import { startProgram } from './transports.ts'

type Message = DebugProtocol.ProtocolMessage & {
  event?: string
  command?: string
  success?: boolean
  body?: { output?: string }
}

function listen(stream: NodeJS.ReadableStream): { until: (match: (message: Message) => boolean) => Promise<Message> } {
  const seen: Message[] = []
  const waiting: { match: (message: Message) => boolean; found: (message: Message) => void }[] = []
  const reader = new FrameReader({
    message: message => {
      seen.push(message as Message)
      for (const one of waiting.splice(0)) {
        if (one.match(message as Message)) one.found(message as Message)
        else waiting.push(one)
      }
    },
    garbled: problem => {
      throw new Error(problem)
    },
  })
  stream.on('data', (chunk: Buffer) => reader.push(chunk))
  return {
    until: match => {
      const known = seen.find(match)
      return known === undefined ? new Promise(found => waiting.push({ match, found })) : Promise.resolve(known)
    },
  }
}

let seq = 1
const request = (command: string, args: object = {}): Buffer =>
  frame({ seq: seq++, type: 'request', command, arguments: args })
const answers =
  (command: string) =>
  (message: Message): boolean =>
    message.type === 'response' && message.command === command

describe('the adapter as a process', () => {
  it('says what was no message, and goes on', async () => {
    const { child, exit } = startProgram(['--stdio'])
    const { until } = listen(child.stdout!)
    child.stdin!.write('Content-Length: 5\r\n\r\n{oops')
    await until(message => message.event === 'output' && /not JSON/.test(message.body?.output ?? ''))
    for (const odd of [
      null,
      3,
      'x',
      [],
      {},
      { type: 'request' },
      { type: 'request', command: 7, seq: 'x' },
      { type: 'response', request_seq: 99 },
    ])
      child.stdin!.write(frame(odd as object))
    child.stdin!.write(request('initialize', { adapterID: 'coro' }))
    assert.equal((await until(answers('initialize'))).success, true)
    child.stdin!.write(request('disconnect'))
    await until(answers('disconnect'))
    assert.equal(await exit, 0)
  })

  for (const [what, leave] of Object.entries({
    'closes its end': (stream: NodeJS.WritableStream) => stream.end(),
    disconnects: (stream: NodeJS.WritableStream) => stream.write(request('disconnect')),
  })) {
    it(`ends when the client ${what} during an endless loop`, async () => {
      const { child, exit } = startProgram(['--stdio'])
      const { until } = listen(child.stdout!)
      for (const message of [
        request('initialize'),
        request('launch', { program: endless.path, source: endless.source }),
        request('configurationDone'),
      ])
        child.stdin!.write(message)
      await until(answers('configurationDone'))
      leave(child.stdin!)
      assert.equal(await exit, 0)
    })
  }

  it('ends when its only client vanishes from TCP', async () => {
    const { child, exit } = startProgram(['--port', '0'])
    const [line] = (await once(child.stderr!, 'data')) as [Buffer]
    const socket = connect(Number(/:(\d+)\s*$/.exec(line.toString())![1]), '127.0.0.1')
    await once(socket, 'connect')
    const { until } = listen(socket)
    socket.write(request('initialize'))
    await until(answers('initialize'))
    socket.resetAndDestroy()
    assert.equal(await exit, 0)
  })

  it('serves several clients over TCP, each its own session', async () => {
    const { child, exit } = startProgram(['--port=0'])
    const [line] = (await once(child.stderr!, 'data')) as [Buffer]
    const port = Number(/:(\d+)\s*$/.exec(line.toString())![1])
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    for (const socket of sockets) {
      const { until } = listen(socket)
      socket.write(request('initialize'))
      await until(answers('initialize'))
    }
    for (const socket of sockets) socket.end()
    assert.equal(await exit, 0)
  })

  it('refuses arguments that make no sense', async () => {
    for (const args of [['--port'], ['--port', 'x'], ['--port', '70000'], ['--fly']])
      assert.equal(await startProgram(args).exit, 2)
  })
})
