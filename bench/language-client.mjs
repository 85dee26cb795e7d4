// A client of a language server for the benchmark: starts it as a program and talks over its standard streams.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export class LanguageClient {
  /** @param {string[]} command */
  constructor(command) {
    this.child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] })
    this.id = 1
    this.pending = new Map()
    this.published = new Map()
    this.waiting = undefined
    this.data = Buffer.alloc(0)
    this.chunks = []
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
      this.receive(message)
    }
  }

  receive(message) {
    if (message.id !== undefined && message.method === undefined) {
      this.pending.get(message.id)?.(message)
      this.pending.delete(message.id)
    } else if (message.method === 'textDocument/publishDiagnostics') {
      this.published.set(message.params.uri, message.params)
      this.waiting?.(message.params)
    } else if (message.id !== undefined) {
      // What a server asks of its client: settings, mostly.
      const result = message.method === 'workspace/configuration' ? message.params.items.map(() => ({})) : null
      this.write({ id: message.id, result })
    }
  }

  write(body) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...body })
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  notify(method, params) {
    this.write({ method, params })
  }

  request(method, params) {
    const id = this.id++
    return new Promise(resolve => {
      this.pending.set(id, message => resolve(message.result))
      this.write({ id, method, params })
    })
  }

  /** The diagnostics of a version of a document, once they are there. */
  diagnostics(uri, version, limit = 30_000) {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(undefined), limit)
      this.waiting = params => {
        if (params.uri !== uri || (params.version ?? version) < version) return
        clearTimeout(timer)
        this.waiting = undefined
        resolve(params.diagnostics)
      }
    })
  }

  async initialize(rootUri) {
    const { capabilities } = await this.request('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: rootUri === null ? null : [{ uri: rootUri, name: 'bench' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          semanticTokens: { requests: { full: { delta: true }, range: true }, tokenTypes: [], tokenModifiers: [] },
        },
      },
    })
    this.notify('initialized', {})
    return capabilities
  }

  /** Megabytes in memory, where the system says. */
  get memory() {
    const path = `/proc/${this.child.pid}/status`
    return existsSync(path) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))[1]) / 1024 : Number.NaN
  }

  async end() {
    this.child.kill()
  }
}
