// The Debug Adapter over standard input and output, and over TCP. When the client goes, its program ends; when the last one has
// gone, so does the process.

import { createServer } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { CoroAdapter } from '../dap/index.ts'
import { FrameReader, frame } from './framing.ts'
import { nodeHost } from './host.ts'
import { runTerminal } from './terminal.ts'

/** Serves one client on a pair of streams; `gone` is called once, when the client has left. */
export function serveStreams(input: Readable, output: Writable, gone: () => void): void {
  const adapter = new CoroAdapter(nodeHost)
  let over = false
  const end = (): void => {
    if (over) return
    over = true
    adapter.shutdown()
    gone()
  }
  adapter.onDidSendMessage(message => {
    if (!over) output.write(frame(message))
  })
  adapter.onDisconnect = () => output.end(end)
  const reader = new FrameReader({
    message: message => adapter.receive(message),
    garbled: problem => adapter.complain(problem),
  })
  input.on('data', (chunk: Buffer) => {
    if (!over) reader.push(chunk)
  })
  input.on('end', end)
  input.on('close', end)
  input.on('error', end)
  output.on('error', end)
}

export function serveStdio(): void {
  process.on('SIGTERM', () => process.exit(0))
  serveStreams(process.stdin, process.stdout, () => process.exit(0))
}

/** Listens on this machine only. Port 0 takes a free one; the address is said on standard error. */
export function serveTcp(port: number): void {
  let clients = 0
  const server = createServer(socket => {
    clients++
    socket.setNoDelay(true)
    serveStreams(socket, socket, () => {
      socket.destroy()
      if (--clients === 0) process.exit(0)
    })
  })
  server.on('error', error => {
    const code = (error as NodeJS.ErrnoException).code
    process.stderr.write(`coroscope: cannot listen on port ${port}: ${code === 'EADDRINUSE' ? 'it is in use' : code}\n`)
    process.exit(2)
  })
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    const actual = typeof address === 'object' && address !== null ? address.port : port
    process.stderr.write(`coroscope: debug adapter listening on 127.0.0.1:${actual}\n`)
  })
}

/** `--stdio` (the default), `--port N`, or `--terminal N` for the terminal of a program; undefined when the arguments make no sense. */
export function serveArguments(args: readonly string[]): (() => void) | undefined {
  if (args.length === 0 || (args.length === 1 && args[0] === '--stdio')) return serveStdio
  if (args.length === 2 && args[0] === '--terminal' && /^\d{1,5}$/.test(args[1]))
    return () => runTerminal(Number(args[1]))
  const text =
    args.length === 2 && args[0] === '--port'
      ? args[1]
      : args.length === 1
        ? /^--port=(.*)$/.exec(args[0])?.[1]
        : undefined
  if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65535) return undefined
  return () => serveTcp(Number(text))
}
