// A client of the debug adapter for the benchmark: starts it as a program and talks over its standard streams.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

export class Adapter {
  /** `isMeasured`: its memory can be asked for. */
  constructor(isMeasured = false) {
    const flags = isMeasured ? ['--expose-gc', '--require', './bench/heap.cjs'] : []
    this.child = spawn(process.execPath, [...flags, 'dist/adapter/node.js', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', ...(isMeasured ? ['ipc'] : [])],
    })
    this.seq = 1
    this.pending = new Map()
    this.waiting = []
    this.events = []
    this.stdout = ''
    this.chunks = []
    this.size = 0
    /** Bytes of the message that is coming, header included; 0: not known yet. */
    this.wanted = 0
    this.child.stdout.on('data', chunk => this.take(chunk))
  }

  take(chunk) {
    this.chunks.push(chunk)
    this.size += chunk.length
    // A long message comes in very many chunks: they are put together once.
    while (this.size > 0 && this.size >= this.wanted) {
      const data = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks)
      this.chunks = [data]
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/Content-Length: (\d+)/.exec(data.toString('latin1', 0, end))[1])
      this.wanted = end + 4 + length
      if (data.length < this.wanted) return
      const message = JSON.parse(data.toString('utf8', end + 4, this.wanted))
      const rest = data.subarray(this.wanted)
      this.chunks = rest.length === 0 ? [] : [rest]
      this.size = rest.length
      this.wanted = 0
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

  /** Bytes in use when garbage has been collected: `heap` by what lives, `rss` of the process. */
  async memory() {
    const answer = once(this.child, 'message')
    this.child.send('collect')
    return (await answer)[0]
  }

  /** Seconds of processor time so far. */
  get cpu() {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  /** Milliseconds for which the adapter's own thread has run. */
  get busy() {
    return Number(readFileSync(`/proc/${this.child.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  }

  async end() {
    if (this.child.exitCode !== null) return
    this.child.stdin.end()
    await once(this.child, 'exit')
  }
}
