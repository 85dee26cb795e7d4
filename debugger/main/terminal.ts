// A terminal for a program: the adapter waits for one to connect, the client runs this same program as the terminal's side of it. Output goes
// one way, lines that are typed the other. Only who knows the secret is let in.

import { randomBytes } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import type { Terminal, TerminalOffer } from '../session/index.ts'

/** Environment variable that holds the secret. */
const secretName = 'COROSCOPE_TERMINAL'

/** Waits for one terminal on this machine. */
export function offerTerminal(connected: (terminal: Terminal) => void): Promise<TerminalOffer> {
  const secret = randomBytes(16).toString('hex')
  // Input may end before output does.
  const server = createServer({ allowHalfOpen: true }, socket => {
    let greeting = ''
    const greet = (chunk: Buffer): void => {
      greeting += chunk.toString('latin1')
      const end = greeting.indexOf('\n')
      if (end < 0 && greeting.length <= secret.length) return
      socket.off('data', greet)
      if (greeting.slice(0, end) !== secret) {
        socket.destroy()
        return
      }
      server.close()
      connected(terminalOn(socket, Buffer.from(greeting.slice(end + 1), 'latin1')))
    }
    socket.on('data', greet)
    socket.on('error', () => socket.destroy())
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      const [, program = '', command] = process.argv
      const sub = command === 'debug-adapter' ? [command] : []
      resolve({
        args: [process.execPath, program, ...sub, '--terminal', String(port)],
        cwd: process.cwd(),
        env: { [secretName]: secret },
        withdraw: () => server.close(),
      })
    })
  })
}

/** The adapter's side of a connection. */
function terminalOn(socket: Socket, first: Buffer): Terminal {
  const lines: string[] = []
  const waiting: ((line: string | undefined) => boolean)[] = []
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let isOver = false
  const serve = (): void => {
    while (waiting.length > 0 && (lines.length > 0 || isOver)) if (waiting.shift()!(lines[0])) lines.shift()
  }
  const take = (chunk: Buffer): void => {
    const parts = (rest + decoder.write(chunk)).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts.map(line => line.replace(/\r$/, '')))
    serve()
  }
  const end = (): void => {
    if (isOver) return
    isOver = true
    if (rest !== '') lines.push(rest)
    serve()
  }
  socket.on('data', take)
  socket.on('end', end)
  socket.on('close', end)
  take(first)
  return {
    write: text => void (socket.writable && socket.write(text)),
    readLine: given => {
      waiting.push(given)
      serve()
    },
    close: () => socket.end(),
  }
}

/** The terminal's side: what comes is shown, what is typed is sent. Ends when the adapter does. */
export function runTerminal(port: number): void {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () =>
    socket.write(`${process.env[secretName] ?? ''}\n`),
  )
  socket.pipe(process.stdout)
  process.stdin.pipe(socket)
  socket.on('close', () => process.exit(0))
  socket.on('error', error => {
    process.stderr.write(`coroscope: the debugger cannot be reached: ${error.message}\n`)
    process.exit(1)
  })
}
