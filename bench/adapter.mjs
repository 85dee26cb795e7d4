// A client of the debug adapter for the benchmark: starts it as a program and talks over its standard streams.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export class Adapter {
  constructor() {
    this.child = spawn(process.execPath, ['dist/adapter/node.js', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.seq = 1
    this.pending = new Map()
    this.waiting = []
    this.events = []
    this.stdout = ''
    this.data = Buffer.alloc(0)
    this.child.stdout.on('data', chunk => this.take(chunk))
  }

  take(chunk) {
    this.data = Buffer.concat([this.data, chunk])
    for (;;) {
      const end = this.data.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/Content-Length: (\d+)/.exec(this.data.toString('latin1', 0, end))[1])
      if (this.data.length < end + 4 + length) return
      const message = JSON.parse(this.data.toString('utf8', end + 4, end + 4 + length))
      this.data = this.data.subarray(end + 4 + length)
      if (message.type === 'response') {
        this.pending.get(message.request_seq)?.(message)
        this.pending.delete(message.request_seq)
      } else {
        if (message.event === 'output' && message.body.category === 'stdout') this.stdout += message.body.output
        const index = this.waiting.findIndex(one => one.names.includes(message.event))
        if (index >= 0) this.waiting.splice(index, 1)[0].done(message)
        else this.events.push(message)
      }
    }
  }

  /** The body of a successful response. */
  async request(command, args) {
    const seq = this.seq++
    const response = await new Promise(resolve => {
      this.pending.set(seq, resolve)
      const body = Buffer.from(JSON.stringify({ seq, type: 'request', command, arguments: args }))
      this.child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]))
    })
    if (!response.success) throw new Error(`${command}: ${response.message}`)
    return response.body
  }

  /** The next event with one of these names. */
  event(...names) {
    const index = this.events.findIndex(event => names.includes(event.event))
    if (index >= 0) return Promise.resolve(this.events.splice(index, 1)[0])
    return new Promise(done => this.waiting.push({ names, done }))
  }

  async launch(attributes, lines = []) {
    await this.request('initialize', { adapterID: 'coro' })
    await this.request('launch', attributes)
    await this.event('initialized')
    const answer = await this.request('setBreakpoints', {
      source: { path: attributes.program },
      breakpoints: lines.map(line => ({ line })),
    })
    if (answer.breakpoints.some(one => !one.verified))
      throw new Error(`a breakpoint was not bound: ${JSON.stringify(answer)}`)
    await this.request('setExceptionBreakpoints', { filters: [] })
    await this.request('configurationDone')
  }

  async end() {
    if (this.child.exitCode !== null) return
    this.child.stdin.end()
    await once(this.child, 'exit')
  }
}
