// A small client of the Debug Adapter Protocol for tests: requests and the events between them, over any transport. It fails a test
// when a request gets no answer or more than one, when a message is out of order, or when something expected does not come.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'

/** A way to pass messages to an adapter. */
export interface Transport {
  send(message: object): void
  /** Sets who gets what the adapter sends. */
  receive(listener: (message: DebugProtocol.ProtocolMessage) => void): void
  close(): Promise<void>
}

export type Body = Record<string, unknown>

/** How long a test waits for an answer. Far more than anything here takes. */
const patience = Number(process.env.COROSCOPE_PATIENCE ?? 120000)

export class DapClient {
  readonly events: DebugProtocol.Event[] = []
  /** Everything printed so far, by category. */
  readonly output: Record<string, string> = {}
  readonly transport: Transport
  /** What the adapter has asked of its client. */
  readonly asked: DebugProtocol.Request[] = []
  answers: ((request: DebugProtocol.Request) => { success: boolean; message?: string; body?: object }) | undefined
  private readonly waitingForRequests: { command: string; found: (request: DebugProtocol.Request) => void }[] = []
  /** Requests that were answered with success. */
  readonly succeeded = new Set<string>()
  private seq = 1
  private lastSeq = 0
  private readonly pending = new Map<number, (response: DebugProtocol.Response) => void>()
  private readonly answered = new Set<number>()
  private readonly waiting: {
    match: (event: DebugProtocol.Event) => boolean
    found: (event: DebugProtocol.Event) => void
  }[] = []
  /** Events are consumed in order by `event`. */
  private unread: DebugProtocol.Event[] = []
  private readonly problems: string[] = []

  constructor(transport: Transport) {
    this.transport = transport
    transport.receive(message => this.take(message))
  }

  /** Sends a request and gives its response, whether it succeeded or not. */
  ask(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    const seq = this.seq++
    const answer = new Promise<DebugProtocol.Response>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${command}; ${this.transcript()}`)), patience)
      this.pending.set(seq, response => {
        clearTimeout(timer)
        resolve(response)
      })
    })
    this.transport.send({ seq, type: 'request', command, ...(args === undefined ? {} : { arguments: args }) })
    return answer
  }

  /** The body of a successful response. */
  async request<T = Body>(command: string, args?: unknown): Promise<T> {
    const response = await this.ask(command, args)
    assert.equal(response.success, true, `${command}: ${response.message}`)
    return (response.body ?? {}) as T
  }

  /** The message of a response that failed. */
  async refused(command: string, args?: unknown): Promise<string> {
    const response = await this.ask(command, args)
    assert.equal(response.success, false, `${command} should have failed`)
    assert.ok(response.message, `${command} failed without a message`)
    return response.message
  }

  /** The next unread event of this name; what came before it counts as read. */
  event(name: string): Promise<DebugProtocol.Event> {
    const match = (event: DebugProtocol.Event): boolean => event.event === name
    const index = this.unread.findIndex(match)
    if (index >= 0) {
      const [found] = this.unread.splice(0, index + 1).slice(-1)
      return Promise.resolve(found)
    }
    this.unread = []
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no event ${name}; ${this.transcript()}`)), patience)
      this.waiting.push({
        match,
        found: event => {
          clearTimeout(timer)
          resolve(event)
        },
      })
    })
  }

  /** Waits for the next stop and checks its reason. */
  async stopped(reason?: string): Promise<DebugProtocol.StoppedEvent['body']> {
    const event = await this.event('stopped')
    const body = event.body as DebugProtocol.StoppedEvent['body']
    if (reason !== undefined) assert.equal(body.reason, reason, body.text)
    return body
  }

  /** initialize, launch, breakpoints, configurationDone. */
  async start(
    launch: Body,
    breakpoints: { path: string; lines: (number | Body)[] }[] = [],
    initialize: Body = {},
  ): Promise<void> {
    await this.request('initialize', {
      adapterID: 'coro',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
      ...initialize,
    })
    await this.request('launch', launch)
    await this.event('initialized')
    for (const { path, lines } of breakpoints)
      await this.request('setBreakpoints', {
        source: { path },
        breakpoints: lines.map(line => (typeof line === 'number' ? { line } : line)),
      })
    await this.request('configurationDone')
  }

  /** The frames of a thread, as `name:line`. */
  async stack(threadId: number): Promise<string[]> {
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId })
    return stackFrames.map(frame => (frame.presentationHint === 'label' ? frame.name : `${frame.name}:${frame.line}`))
  }

  async topFrame(threadId: number): Promise<DebugProtocol.StackFrame> {
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId })
    return stackFrames[0]
  }

  /** The variables of a scope of a thread's innermost frame, as text by name. */
  async scope(threadId: number, name: string): Promise<Record<string, string>> {
    const frame = await this.topFrame(threadId)
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame.id })
    const scope = scopes.find(candidate => candidate.name === name)
    assert.ok(scope, `no scope ${name}`)
    const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: scope.variablesReference,
    })
    return Object.fromEntries(variables.map(variable => [variable.name, variable.value]))
  }

  /** Fails the test for anything that was wrong with the conversation, then closes the transport. */
  async close(): Promise<void> {
    await this.transport.close()
    assert.deepEqual(this.problems, [])
  }

  transcript(): string {
    return this.events
      .filter(event => event.event !== 'loadedSource')
      .map(event => `${event.event} ${JSON.stringify(event.body ?? {})}`)
      .join('\n')
  }

  private take(message: DebugProtocol.ProtocolMessage): void {
    if (message.seq !== this.lastSeq + 1) this.problems.push(`message ${message.seq} came after ${this.lastSeq}`)
    this.lastSeq = message.seq
    if (message.type === 'response') this.takeResponse(message as DebugProtocol.Response)
    else if (message.type === 'event') this.takeEvent(message as DebugProtocol.Event)
    else if (message.type === 'request') this.takeRequest(message as DebugProtocol.Request)
  }

  /** What the adapter asks of its client: answered as `answers` says, else with success and nothing more. */
  private takeRequest(request: DebugProtocol.Request): void {
    this.asked.push(request)
    const { seq, command } = request
    const answer = this.answers?.(request) ?? { success: true }
    this.transport.send({ seq: this.seq++, type: 'response', request_seq: seq, command, ...answer })
    const index = this.waitingForRequests.findIndex(one => one.command === command)
    if (index >= 0) this.waitingForRequests.splice(index, 1)[0].found(request)
  }

  /** The first request of this name that the adapter has made or makes. */
  askedFor(command: string): Promise<DebugProtocol.Request> {
    const known = this.asked.find(one => one.command === command)
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`was not asked to ${command}`)), patience)
      this.waitingForRequests.push({
        command,
        found: request => {
          clearTimeout(timer)
          resolve(request)
        },
      })
    })
  }

  private takeResponse(response: DebugProtocol.Response): void {
    const { request_seq: seq } = response
    if (this.answered.has(seq)) this.problems.push(`${response.command} was answered twice`)
    this.answered.add(seq)
    if (response.success) this.succeeded.add(response.command)
    const done = this.pending.get(seq)
    this.pending.delete(seq)
    done?.(response)
  }

  private takeEvent(event: DebugProtocol.Event): void {
    this.events.push(event)
    if (event.event === 'output') {
      const { category = 'console', output } = event.body as DebugProtocol.OutputEvent['body']
      this.output[category] = (this.output[category] ?? '') + output
    }
    const index = this.waiting.findIndex(one => one.match(event))
    if (index < 0) this.unread.push(event)
    else this.waiting.splice(index, 1)[0].found(event)
  }
}
