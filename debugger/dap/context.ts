// What the rows of the request table work on: the session, the client's way of counting, and the numbers it holds.

import type { FrameInfo, Place, Session, SessionHost, Terminal } from '../session/index.ts'
import { SessionError } from '../session/index.ts'
import type { TraceEvent } from '../trace/index.ts'
import type { Arguments } from './arguments.ts'
import type { ClientAbilities } from './client.ts'
import { noAbilities } from './client.ts'
import type { ClientFormat } from './convert.ts'
import { Convert, coroutineOf, defaultFormat, SourceReferences, threadOf } from './convert.ts'
import { Handles } from './handles.ts'
import { memoryAt, memoryText } from './memory.ts'

/** Events that are sent without having been asked for. */
const mostUnasked = 20_000

export class Context {
  readonly session: Session
  readonly host: SessionHost
  readonly send: (event: string, body?: object) => void
  /** Sends a request to the client. */
  readonly ask: (request: string, args: object, answered?: (isGranted: boolean) => void) => void
  /** Numbers of library sources. Live as long as the adapter. */
  readonly references = new SourceReferences()
  /** Frames by DAP id. Emptied at every stop and whenever the program goes on. */
  readonly frames = new Handles<FrameInfo>()
  /** Containers of variables by reference. Emptied as `frames` is. */
  readonly containers = new Handles<object>()
  /** Places that variables point to, by reference. Emptied as `frames` is. */
  readonly places = new Handles<Place>()
  /** Objects whose bytes can be looked at. Live until the program is started again. */
  readonly memories = new Handles<object>()
  convert = new Convert(defaultFormat, this.references)
  /** Time up to which a client knows the trace. */
  tracedUntil = 0
  initialized = false
  client: ClientAbilities = noAbilities
  /** The name of this debugger in the client's configurations. */
  adapterId = 'coro'
  /** Where the program's output and input go instead of the client's console. */
  private terminal: Terminal | undefined
  /** Settled when a terminal has connected or will not. */
  private terminalReady: Promise<void> = Promise.resolve()
  private isTerminalAsked = false
  private asked = false
  private progressId = ''
  private progresses = 0
  private later: (() => void)[] = []

  constructor(session: Session, host: SessionHost, send: (event: string, body?: object) => void, ask: Context['ask']) {
    this.session = session
    this.host = host
    this.send = send
    this.ask = ask
  }

  /** What has happened since a client last asked for the trace; without events when it is too much to be sent unasked. */
  lastEvents(): { time: number; from: number; events?: readonly TraceEvent[] } {
    const from = this.tracedUntil
    const { time } = this.session
    if (this.session.eventsSince(from) > mostUnasked) return { time, from }
    return { time, from, events: this.session.trace(from, time).events }
  }

  /** Asks the client for a terminal; the program starts when it is there. */
  openTerminal(kind: 'integrated' | 'external', title: string): void {
    if (!this.client.runInTerminal)
      throw new SessionError(`This client cannot open terminals: use "console": "internalConsole".`)
    if (this.host.offerTerminal === undefined)
      throw new SessionError(`There are no terminals here: use "console": "internalConsole".`)
    const offered = this.host.offerTerminal.bind(this.host)
    this.isTerminalAsked = true
    this.terminalReady = new Promise(ready => {
      const offer = offered(terminal => {
        this.terminal = terminal
        ready()
      })
      offer.then(({ args, cwd, env, withdraw }) => {
        this.ask('runInTerminal', { kind, title, cwd, args, env }, isGranted => {
          if (isGranted) return
          withdraw()
          ready()
        })
      }, ready)
    })
  }

  /** A terminal was asked for. */
  get awaitsTerminal(): boolean {
    return this.isTerminalAsked
  }

  /** Runs `action` once the terminal that was asked for is there, at once when none was. */
  whenReady(action: () => void): Promise<undefined> {
    return this.terminalReady.then(() => {
      action()
      return undefined
    })
  }

  /** Text for the terminal; false: there is none. */
  toTerminal(text: string): boolean {
    this.terminal?.write(text)
    return this.terminal !== undefined
  }

  /** A line from the terminal; false: there is none. */
  readTerminal(given: (line: string | undefined) => boolean): boolean {
    this.terminal?.readLine(given)
    return this.terminal !== undefined
  }

  closeTerminal(): void {
    this.terminal?.close()
    this.terminal = undefined
  }

  /** Asks the client to debug another session beside this one. */
  startDebugging(configuration: object): void {
    this.ask('startDebugging', { request: 'launch', configuration, outputPresentation: 'separate' })
  }

  setFormat(format: ClientFormat): void {
    this.convert = new Convert(format, this.references)
  }

  /** Tells a client that asked for it that what it shows has changed. */
  invalidated(): void {
    if (this.client.invalidatedEvent) this.send('invalidated', { areas: ['all'] })
  }

  /** Tells of something that takes a while. */
  progress(stage: 'start' | 'update' | 'end', title: string, done: number): void {
    if (!this.client.progress) return
    if (stage === 'start') this.progressId = `progress ${++this.progresses}`
    const body = { progressId: this.progressId, percentage: Math.round(100 * done) }
    switch (stage) {
      case 'start':
        this.send('progressStart', { ...body, title, cancellable: true })
        break
      case 'update':
        this.send('progressUpdate', body)
        break
      case 'end':
        this.send('progressEnd', { progressId: this.progressId })
        break
    }
  }

  forgetHandles(): void {
    this.frames.clear()
    this.containers.clear()
    this.places.clear()
  }

  /** Runs `action` as soon as the response to the present request has gone out. */
  afterwards(action: () => void): void {
    this.later.push(action)
  }

  afterResponse(): void {
    const actions = this.later
    this.later = []
    for (const action of actions) action()
  }

  /** The program goes on: a request that asked for it implies that, so the client is told only when nobody asked. */
  continued(coroutine: number): void {
    if (!this.asked) this.send('continued', { threadId: threadOf(coroutine), allThreadsContinued: true })
  }

  /** Lets `action` set the program going without a `continued` event. */
  going(action: () => void): undefined {
    this.asked = true
    try {
      action()
    } finally {
      this.asked = false
    }
    return undefined
  }

  /** The coroutine that `threadId` names. */
  coroutine(args: Arguments): number {
    const thread = args.integer('threadId')
    const id = coroutineOf(thread)
    if (!this.session.isCoroutine(id)) throw new SessionError(this.session.whyNotCoroutine(id))
    return id
  }

  /** The same for going back, when it may have finished: it lives again there. */
  earlierCoroutine(args: Arguments): number {
    const id = coroutineOf(args.integer('threadId'))
    if (!this.session.wasCoroutine(id)) throw new SessionError(this.session.whyNotCoroutine(id))
    return id
  }

  frame(args: Arguments): FrameInfo {
    const id = args.integer('frameId')
    const frame = this.frames.get(id)
    if (frame === undefined) throw new SessionError(`There is no frame ${id}: frames live from one stop to the next.`)
    return frame
  }

  optionalFrame(args: Arguments): FrameInfo | undefined {
    return args.has('frameId') ? this.frame(args) : undefined
  }

  container(args: Arguments): object {
    const reference = args.integer('variablesReference')
    const container = this.containers.get(reference)
    if (container === undefined)
      throw new SessionError(`There are no variables ${reference}: variables live from one stop to the next.`)
    return container
  }

  /** The bytes at an address that `memoryReference` gave. */
  memory(args: Arguments): { readonly memory: object; readonly offset: number } {
    const reference = args.string('memoryReference')
    const at = memoryAt(reference)
    const memory = at === undefined ? undefined : this.memories.get(at.number)
    if (at === undefined || memory === undefined)
      throw new SessionError(`There is no memory ${reference}: take a reference from a bytes or bytearray variable.`)
    return { memory, offset: at.offset + (args.optionalInteger('offset') ?? 0) }
  }

  memoryReference(memory: object | undefined): string | undefined {
    return memory === undefined ? undefined : memoryText(this.memories.of(memory), 0)
  }

  referenceOf(container: object | undefined): number {
    return container === undefined ? 0 : this.containers.of(container)
  }
}
