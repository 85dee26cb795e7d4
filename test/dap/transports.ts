// The ways to reach an adapter: in this process, as a program over its standard streams, over TCP, in a worker.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { CoroAdapter } from '../../debugger/dap/index.ts'
import { FrameReader, frame } from '../../debugger/main/framing.ts'
import { nodeHost } from '../../debugger/main/host.ts'
import type { Transport } from './client.ts'

export const adapterProgram = 'dist/adapter/node.js'
export const adapterWorker = 'dist/page/adapter.js'

type Listener = (message: DebugProtocol.ProtocolMessage) => void

export function inProcess(): Transport {
  const adapter = new CoroAdapter(nodeHost)
  return {
    send: message => adapter.handleMessage(JSON.parse(JSON.stringify(message)) as DebugProtocol.ProtocolMessage),
    receive: listener => {
      adapter.onDidSendMessage(message =>
        listener(JSON.parse(JSON.stringify(message)) as DebugProtocol.ProtocolMessage),
      )
    },
    close: async () => adapter.shutdown(),
  }
}

function overStreams(input: Readable, output: Writable, close: () => Promise<void>): Transport {
  return {
    send: message => void output.write(frame(message)),
    receive: (listener: Listener) => {
      const reader = new FrameReader({
        message: message => listener(message as DebugProtocol.ProtocolMessage),
        garbled: problem => {
          throw new Error(problem)
        },
      })
      input.on('data', (chunk: Buffer) => reader.push(chunk))
    },
    close,
  }
}

/** Starts the adapter as a program; `exit` gives its exit status. */
export function startProgram(args: string[]): { child: ChildProcess; exit: Promise<number | null> } {
  const child = spawn(process.execPath, [adapterProgram, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, exit }
}

export function overStdio(): Transport {
  const { child, exit } = startProgram(['--stdio'])
  return overStreams(child.stdout!, child.stdin!, async () => {
    child.stdin!.end()
    await exit
  })
}

export async function overTcp(): Promise<Transport> {
  const { child, exit } = startProgram(['--port', '0'])
  const [line] = (await once(child.stderr!, 'data')) as [Buffer]
  const port = Number(/:(\d+)\s*$/.exec(line.toString())![1])
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return overStreams(socket, socket, async () => {
    socket.destroy()
    await exit
  })
}

/** The bundle that a browser runs, in a worker of Node with the few globals that a web worker has beyond it. */
export function inWorker(): Transport {
  const shim = `const { parentPort } = require('node:worker_threads')
globalThis.self = globalThis
self.postMessage = message => parentPort.postMessage(JSON.parse(JSON.stringify(message)))
self.close = () => process.exit(0)
parentPort.on('message', data => self.onmessage({ data }))
`
  const worker = new Worker(shim + readFileSync(adapterWorker, 'utf8'), { eval: true })
  return {
    send: message => worker.postMessage(message),
    receive: listener => void worker.on('message', listener),
    close: async () => void (await worker.terminate()),
  }
}
