// A client of the Debug Adapter Protocol over a web worker: one worker for each run, so that a program that hangs is ended with
// its worker. Knows the protocol, not the page.

import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Debuggee } from '../views/debuggee.ts'

export interface Launch {
  /** Name of the file, as tracebacks show it. */
  readonly program: string
  readonly source: string
  /** The expression that makes what is driven; undefined: the file is run. */
  readonly drive: string | undefined
  /** Lines with a breakpoint, from 1. */
  readonly breakpoints: readonly number[]
  /** A session to open again: what was done in it is done first. */
  readonly session?: string | undefined
}

export class DebugSession implements Debuggee {
  private readonly worker: Worker
  private readonly onEvent: (event: string, body: unknown) => void
  private readonly waiting = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>()
  private readonly program: string
  private seq = 0

  private constructor(program: string, onEvent: (event: string, body: unknown) => void) {
    this.program = program
    this.onEvent = onEvent
    this.worker = new Worker(new URL('adapter.js', import.meta.url))
    this.worker.onmessage = message => this.receive(message.data)
    this.worker.onerror = error => this.fail(new Error(`The debugger stopped working: ${error.message}`))
  }

  /** Starts a program; rejects with the adapter's words when it cannot be started. */
  static async launch(launch: Launch, onEvent: (event: string, body: unknown) => void): Promise<DebugSession> {
    const session = new DebugSession(launch.program, onEvent)
    try {
      await session.request('initialize', {
        adapterID: 'coro',
        linesStartAt1: true,
        columnsStartAt1: true,
        pathFormat: 'path',
      })
      const { program, source, drive, session: kept } = launch
      await session.request(
        'launch',
        kept === undefined ? { program, source, ...(drive === undefined ? {} : { drive }) } : { sessionText: kept },
      )
      await session.setBreakpoints(launch.breakpoints)
      await session.request('setExceptionBreakpoints', { filters: [] })
      await session.request('configurationDone')
      return session
    } catch (error) {
      session.end()
      throw error
    }
  }

  request<Answer>(command: string, args?: object): Promise<Answer> {
    const seq = ++this.seq
    return new Promise((resolve, reject) => {
      this.waiting.set(seq, { resolve: body => resolve(body as Answer), reject })
      this.worker.postMessage({ seq, type: 'request', command, arguments: args })
    })
  }

  /** Sets the breakpoints of the program; resolves to the lines where they really are. */
  async setBreakpoints(lines: readonly number[]): Promise<number[]> {
    const answer = await this.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
      source: { path: this.program },
      breakpoints: lines.map(line => ({ line })),
    })
    return answer.breakpoints.map((each, index) => each.line ?? lines[index] ?? 0)
  }

  /** Ends the program, whatever it is doing. */
  end(): void {
    this.worker.terminate()
    this.fail(new Error('The program was ended.'))
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      const { event, body } = message as DebugProtocol.Event
      this.onEvent(event, body)
    } else if (message.type === 'response') {
      const response = message as DebugProtocol.Response
      const asked = this.waiting.get(response.request_seq)
      this.waiting.delete(response.request_seq)
      if (response.success) asked?.resolve(response.body)
      else asked?.reject(new Error(errorOf(response)))
    }
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

/** The words for the person: adapters put them in `body.error.format`, with named holes. */
function errorOf(response: DebugProtocol.Response): string {
  const error = (response as DebugProtocol.ErrorResponse).body?.error
  if (!error?.format) return response.message ?? 'The debugger refused.'
  return error.format.replace(/\{(\w+)\}/g, (hole: string, name: string) => error.variables?.[name] ?? hole)
}
