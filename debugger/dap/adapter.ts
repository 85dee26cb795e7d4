// The Debug Adapter: takes messages, finds the row of the request table, checks that the request fits the moment, and sends
// exactly one response. Tells what the session tells, as events. Runs wherever messages can be passed; knows no streams.

import { DebugSession, Event, Response } from '@vscode/debugadapter'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { SessionHost, SessionListener } from '../session/index.ts'
import { Session, SessionError } from '../session/index.ts'
import { Arguments } from './arguments.ts'
import { Context } from './context.ts'
import { stopped, threadOf } from './convert.ts'
import type { Duty } from './requests.ts'
import { requests } from './requests.ts'

/** How long a client may take to answer a request of ours, in milliseconds. */
const patience = 300_000

export class CoroAdapter extends DebugSession {
  /** Called once the client asked to disconnect; the host then ends the process or the worker. */
  onDisconnect: (() => void) | undefined
  private readonly context: Context

  constructor(host: SessionHost) {
    super()
    const session = new Session(host, this.listener())
    this.context = new Context(
      session,
      host,
      (event, body) => this.sendEvent(new Event(event, body)),
      (request, args, answered) =>
        this.sendRequest(request, args, patience, response => {
          this.answered(request, response)
          answered?.(response.success)
        }),
    )
  }

  /** Ends the program without a word: the client has gone. */
  override shutdown(): void {
    this.context.session.abandon()
    this.context.closeTerminal()
  }

  /** Tells the client that what came was no message. */
  complain(problem: string): void {
    this.sendEvent(new Event('output', { category: 'important', output: `${problem}\n` }))
  }

  /** The client has answered a request of ours, or has not. */
  private answered(request: string, response: DebugProtocol.Response): void {
    if (response.success) return
    const why = response.message ?? 'no reason was given'
    this.sendEvent(new Event('output', { category: 'important', output: `The client refused '${request}': ${why}\n` }))
  }

  /** Takes what came, whatever it is. */
  receive(message: unknown): void {
    this.handleMessage(message as DebugProtocol.ProtocolMessage)
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    const type = typeof message === 'object' && message !== null ? message.type : undefined
    if (type === 'request' || type === 'response' || type === 'event') super.handleMessage(message)
    else this.complain('A message came that is neither a request nor a response.')
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const { command, seq } = request
    const response: DebugProtocol.Response = new Response({
      seq: Number.isSafeInteger(seq) ? seq : 0,
      command: String(command),
      type: 'request',
    })
    const fail = (error: unknown): void => this.fail(response, error)
    const succeed = (body: unknown): void => {
      if (body !== undefined) response.body = body
      this.sendResponse(response)
      this.context.afterResponse()
      if (command === 'disconnect') this.onDisconnect?.()
    }
    try {
      const row = Object.hasOwn(requests, command) ? requests[command] : undefined
      if (typeof command !== 'string') throw new SessionError(`A request came without the name of a command.`)
      if (row === undefined) throw new SessionError(`'${command}' is not a request that this debugger knows.`)
      this.check(command, row.duty)
      const answer = row.answer(this.context, new Arguments(command, request.arguments), seq)
      if (answer instanceof Promise) answer.then(succeed, fail)
      else succeed(answer)
    } catch (error) {
      fail(error)
    }
  }

  /** Throws, in words, when the request does not fit the moment. */
  private check(command: string, duty: Duty): void {
    const { initialized, session } = this.context
    if (command === 'disconnect') return
    if (command === 'initialize') {
      if (initialized) throw new SessionError(`'initialize' was sent before; it is sent once.`)
      return
    }
    if (!initialized) throw new SessionError(`Send 'initialize' first.`)
    if (duty === 'always') return
    const { state } = session
    if (state === 'empty') throw new SessionError(`Nothing is being debugged yet: send 'launch' first.`)
    if (duty === 'launched') return
    if (duty === 'history' && session.isTravelable) return
    if (state === 'ended') throw new SessionError(`The program has ended.`)
    if (state === 'ready') throw new SessionError(`The program has not started yet: send 'configurationDone' first.`)
    if ((duty === 'stopped' || duty === 'history') && state === 'running')
      throw new SessionError(`The program is running: pause it first.`)
    if (duty === 'running' && state !== 'running') throw new SessionError(`The program is already stopped.`)
  }

  private fail(response: DebugProtocol.Response, error: unknown): void {
    const expected = error instanceof SessionError
    const text = expected ? error.message : `The debugger made a mistake in '${response.command}': ${messageOf(error)}`
    response.success = false
    const failed = response as DebugProtocol.ErrorResponse
    failed.message = text
    // Clients put variables where `format` has braces: a text with braces of its own goes in as one.
    const format = text.includes('{') ? { format: '{text}', variables: { text } } : { format: text }
    failed.body = { error: { id: expected ? 1 : 2, ...format, showUser: false } }
    this.sendResponse(response)
  }

  private listener(): SessionListener {
    const send = (event: string, body?: object): void => this.sendEvent(new Event(event, body))
    return {
      output: (category, text, place) => {
        // What the debugger itself says is told apart from what the program prints.
        if ((category === 'stdout' || category === 'stderr') && this.context.toTerminal(text)) return
        const isOurs = category === 'console' && this.context.client.ansi
        const output = isOurs ? text.replace(/^(.+)$/gm, '\x1b[2m$1\x1b[22m') : text
        const body: DebugProtocol.OutputEvent['body'] = { category, output }
        if (place !== undefined) {
          body.source = this.context.convert.source(this.context.session.sourceOf(place.file))
          body.line = this.context.convert.lineToClient(place.line)
        }
        send('output', body)
      },
      stopped: stop => {
        this.context.forgetHandles()
        send('stopped', stopped(stop))
      },
      continued: coroutine => {
        this.context.forgetHandles()
        this.context.continued(coroutine)
      },
      coroutine: (reason, id) => send('thread', { reason, threadId: threadOf(id) }),
      breakpointChanged: (info, reason) =>
        send('breakpoint', { reason: reason ?? 'changed', breakpoint: this.context.convert.breakpoint(info) }),
      input: given => this.context.readTerminal(given),
      progress: (stage, title, done) => this.context.progress(stage, title, done),
      memoryChanged: (memory, count) => {
        const { client } = this.context
        if (client.memoryEvent)
          send('memory', { memoryReference: this.context.memoryReference(memory), offset: 0, count })
      },
      sourceLoaded: source => {
        send('loadedSource', { reason: 'new', source: this.context.convert.source(source) })
      },
      changed: time => {
        this.context.tracedUntil = Math.min(this.context.tracedUntil, time)
        send('coroscope/changed', { time })
      },
      ended: exitCode => {
        this.context.forgetHandles()
        this.context.closeTerminal()
        send('coroscope/ended', this.context.lastEvents())
        send('exited', { exitCode })
        send('terminated')
      },
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
