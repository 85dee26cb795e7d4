// The conversation of `coroscope drive`: a command after the other, from a terminal or from a script on standard input. What is shown is made
// in drive-view.ts.

import { readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { nodeHost } from '../debugger/main/host.ts'
import type {
  Action,
  BreakpointRequest,
  ExportFormat,
  LaunchOptions,
  Outcome,
  SessionListener,
  Stopped,
} from '../debugger/session/index.ts'
import { exportFormats, exportSession, Session, SessionError } from '../debugger/session/index.ts'
import { type Command, help, isAlone, likeWords, parseCommand, words } from './drive-commands.ts'
import { Lines } from './drive-lines.ts'
import { coloured, plain, View } from './drive-view.ts'
import { Output } from './output.ts'

/** Exceptions that one thinks of first after `throw`. */
const thrown = ['asyncio.CancelledError()', 'GeneratorExit()', 'KeyError("")', 'TimeoutError()', 'ValueError("")']

export class Terminal {
  private readonly out = new Output(1)
  private readonly err = new Output(2)
  private readonly session: Session
  private readonly view: View
  private readonly lines: Lines
  private stopped: ((stop: Stopped | 'ended') => void) | undefined
  private status = 0
  /** The coroutine under the person's hands. */
  private selected = 0
  /** What the program has written since the last line end. */
  private tail = ''
  private hasFailed = false

  constructor() {
    const ignore = (): void => {}
    const listener: SessionListener = {
      output: (category, text) => {
        ;(category === 'stdout' ? this.out : this.err).write(text)
        if (category === 'stdout') this.tail = (this.tail + text).slice((this.tail + text).lastIndexOf('\n') + 1)
      },
      input: given => {
        this.flush()
        this.lines.ask(this.tail, given)
        this.tail = ''
        return true
      },
      stopped: stop => this.stopped?.(stop),
      ended: status => {
        this.status = status
        this.stopped?.('ended')
      },
      continued: ignore,
      coroutine: ignore,
      breakpointChanged: ignore,
      sourceLoaded: ignore,
      changed: ignore,
    }
    this.session = new Session(nodeHost, listener)
    const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
    this.view = new View(this.session, isColoured ? coloured : plain)
    this.lines = new Lines({ complete: line => this.complete(line), interrupt: () => this.interrupt() })
  }

  /** The exit status of the command. */
  async start(options: LaunchOptions): Promise<number> {
    const status = await this.hold(options)
    this.lines.close()
    this.session.abandon()
    this.flush()
    return status
  }

  private async hold(options: LaunchOptions): Promise<number> {
    try {
      this.session.launch(options)
    } catch (error) {
      return this.refuse(error)
    }
    const first = await this.until(() => this.session.begin())
    const driven = this.session.drivenId
    if (first === 'ended' || (options.drive !== undefined && driven === undefined))
      return this.status === 0 ? 2 : this.status
    this.selected = first.coroutine === 0 ? (driven ?? 0) : first.coroutine
    this.say(this.view.situation(this.selected))
    await this.converse()
    return this.hasFailed ? 1 : 0
  }

  private refuse(error: unknown): number {
    if (!(error instanceof SessionError)) throw error
    this.err.write(`${error.message}\n`)
    return error.programStatus ?? 2
  }

  private async converse(): Promise<void> {
    for (;;) {
      this.flush()
      const text = await this.lines.next()
      if (text === undefined) return
      const command = parseCommand(text)
      if (typeof command === 'object' && command.word === 'quit') return
      await this.try(command)
      if (this.session.state === 'ended' || this.out.isClosed) return
    }
  }

  /** Ctrl-C. */
  private interrupt(): boolean {
    if (this.session.state !== 'running') return false
    this.session.pause()
    return true
  }

  /** Obeys; what goes wrong is said, with the line of the script it is on. */
  private async try(command: Command | string | undefined): Promise<void> {
    if (command === undefined) return
    try {
      if (typeof command === 'string') {
        const like = likeWords(command)
        const hint = like.length > 0 ? `did you mean ${like.join(' or ')}?` : 'help lists them'
        throw new SessionError(`there is no command '${command}': ${hint}`)
      }
      if (command.rest !== '' && isAlone(command.word) && !['help', 'quit'].includes(command.word))
        throw new SessionError(`'${command.word}' takes nothing after it`)
      await this.obey(command)
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      this.hasFailed ||= !this.lines.isTerminal
      if (this.lines.isTerminal) this.say(error.message)
      else {
        // In the order of the script, also where both go to the same place.
        this.out.flush()
        this.err.write(`coroscope drive: line ${this.lines.count}: ${error.message}\n`)
      }
    }
  }

  private async obey({ word, rest }: Command): Promise<void> {
    const { session, view, selected } = this
    switch (word) {
      case 'send':
      case 'throw':
      case 'close':
        return this.act(word, rest)
      case 'asend':
      case 'athrow':
      case 'aclose': {
        const one = view.info(selected)
        if (one !== undefined && one.kind !== 'async generator')
          throw new SessionError(`${one.name} is no async generator: use ${word.slice(1)}`)
        return this.act(word.slice(1) as Action, rest)
      }
      case 'next':
        return this.say(view.next(selected))
      case 'step':
        return this.go(() => session.stepIn(selected, undefined))
      case 'over':
        return this.go(() => session.next(selected))
      case 'out':
        return this.go(() => session.stepOut(selected))
      case 'continue':
        return this.go(() => session.continue(selected))
      case 'back':
        for (let i = count(rest, 1); i > 0; i--) await this.arrive(() => session.stepBack(selected))
        return this.say(view.situation(this.selected))
      case 'travel': {
        const moment = session.momentAt(count(rest, undefined))
        await this.arrive(() => session.travel(moment))
        return this.say(view.situation(this.selected))
      }
      case 'restart':
        return this.restart()
      case 'where':
        return this.say(view.where(selected))
      case 'list':
        return this.say(view.list(selected, 5))
      case 'locals':
        return this.say(view.locals(selected))
      case 'print':
        if (rest === '') throw new SessionError('print what? Give an expression')
        return this.say(session.evaluate(rest, view.frame(selected), false).value)
      case 'run':
        return this.execute(rest)
      case 'coroutines':
        return this.say(view.coroutines())
      case 'select':
        return this.select(count(rest, undefined))
      case 'break':
        return rest === '' ? this.say(this.breakpoints()) : this.setBreakpoint(rest)
      case 'clear':
        return this.clear(rest)
      case 'trace':
        return this.say(view.trace(count(rest, 20)))
      case 'save':
        return this.write('session', rest)
      case 'export':
        return this.export(rest)
      case 'help':
        return this.say(help)
      case 'quit':
        return
    }
  }

  private async act(action: Action, rest: string): Promise<void> {
    let told: Outcome | SessionError | undefined
    const stop = await this.until(() =>
      this.session.drive(this.selected, action, rest === '' ? undefined : rest, result => {
        told = result
      }),
    )
    if (told instanceof SessionError) throw told
    if (told !== undefined) this.say(`→ ${this.view.outcome(told)}`)
    else if (stop !== 'ended') this.sayStop(stop)
    if (stop !== 'ended') this.say(this.view.situation(this.selected))
  }

  /** Goes on by lines or to a breakpoint; the end of what is driven is no end of the conversation. */
  private async go(action: () => void): Promise<void> {
    if (this.selected !== 0 && this.view.info(this.selected) === undefined)
      throw new SessionError(this.session.whyNotCoroutine(this.selected))
    const stop = await this.arrive(action)
    if (stop === 'ended') return
    this.sayStop(stop)
    this.say(this.view.situation(this.selected))
  }

  private sayStop({ reason, text }: Stopped): void {
    if (text !== undefined) this.say(`→ ${text.replace(/^\S+#\d+ /, '')}`)
    else if (reason !== 'step') this.say(`→ ${reason}`)
  }

  /** Waits for the next stop, and selects what stopped. */
  private async arrive(action: () => void): Promise<Stopped | 'ended'> {
    const stop = await this.until(action)
    if (stop !== 'ended' && (stop.coroutine !== 0 || this.session.drivenId === undefined))
      this.selected = stop.coroutine
    return stop
  }

  private async restart(): Promise<void> {
    const frame = this.view.frame(this.session.drivenId ?? 0)
    if (frame === undefined) await this.arrive(() => this.session.restart(undefined))
    else await this.arrive(() => this.session.restartFrame(frame))
    this.say(this.view.situation(this.selected))
  }

  private execute(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.session.execute(text, this.view.frame(this.selected), false, result => {
        if (result instanceof SessionError) reject(result)
        else {
          if (result.value !== 'None') this.say(result.value)
          resolve()
        }
      })
    })
  }

  private select(id: number): void {
    const finished = /finished/.test(this.session.whyNotCoroutine(id))
    if (!this.session.isCoroutine(id))
      throw new SessionError(
        finished ? this.session.whyNotCoroutine(id) : `there is no coroutine ${id}: coroutines lists them`,
      )
    this.selected = id
    this.say(this.view.situation(id))
  }

  // Breakpoints

  private get program(): string {
    return nodeHost.resolve(this.session.options.program)
  }

  private requests(path: string): readonly BreakpointRequest[] {
    return this.session.keep().breakpoints.lines[path] ?? []
  }

  private setBreakpoint(rest: string): void {
    const [, file, line, condition] = /^(?:(.+):)?(\d+)(?:\s+if\s+(.+))?$/s.exec(rest) ?? []
    if (line === undefined)
      throw new SessionError(`'${rest}' is no place: break LINE, break FILE:LINE, break LINE if x > 3`)
    const path = file === undefined ? this.program : nodeHost.resolve(join(dirname(this.program), file))
    const request = { line: Number(line), column: undefined, condition, hitCondition: undefined, logMessage: undefined }
    const others = this.requests(path).filter(one => one.line !== request.line)
    const infos = this.session.setBreakpoints(path, [...others, request])
    const made = infos[infos.length - 1]
    if (made.verified) this.say(`breakpoint at ${basename(path)}:${made.line}`)
    else if (path === this.program) {
      this.session.setBreakpoints(path, others)
      throw new SessionError(made.message ?? 'no breakpoint can be there')
    } else this.say(made.message ?? '')
  }

  private breakpoints(): string {
    const { lines } = this.session.keep().breakpoints
    const all = Object.entries(lines).flatMap(([path, requests]) =>
      requests.map(
        ({ line, condition }) => `  ${basename(path)}:${line}${condition === undefined ? '' : ` if ${condition}`}`,
      ),
    )
    return all.length === 0 ? 'no breakpoints: break LINE sets one' : all.join('\n')
  }

  private clear(rest: string): void {
    const { lines } = this.session.keep().breakpoints
    const line = rest === '' ? undefined : count(rest, undefined)
    let cleared = 0
    for (const [path, requests] of Object.entries(lines)) {
      const left = requests.filter(one => line !== undefined && one.line !== line)
      cleared += requests.length - left.length
      this.session.setBreakpoints(path, left)
    }
    if (line !== undefined && cleared === 0) throw new SessionError(`there is no breakpoint on line ${line}`)
    this.say(`${cleared} cleared`)
  }

  // Writing

  private export(rest: string): void {
    const [, name = '', file = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? []
    const format = exportFormats.find(one => one === name)
    if (format === undefined)
      throw new SessionError(
        name === ''
          ? `export as what? ${exportFormats.join(', ')}`
          : `there is no format '${name}': ${exportFormats.join(', ')}`,
      )
    this.write(format, file)
  }

  private write(format: ExportFormat, file: string): void {
    const { fileName, content } = exportSession(
      this.session,
      nodeHost,
      format,
      file === '-' ? undefined : file || undefined,
    )
    if (file === '-') {
      this.out.write(content)
      return
    }
    const name = file === '' ? fileName : file
    try {
      writeFileSync(name, content)
    } catch (error) {
      throw new SessionError(`'${name}' cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
    }
    this.say(`wrote ${name}`)
  }

  // Completion

  private complete(line: string): [string[], string] {
    const space = line.search(/\s/)
    if (space < 0) return [words.filter(word => word.startsWith(line)).map(word => `${word} `), line]
    const word = line.slice(0, space)
    const rest = line.slice(space + 1)
    if (word === 'help') return [words.filter(one => one.startsWith(rest)), rest]
    if (word === 'export' && !/\s/.test(rest)) return [exportFormats.filter(one => one.startsWith(rest)), rest]
    if (word === 'export' || word === 'save') return completeFile(word === 'save' ? rest : rest.replace(/^\S+\s+/, ''))
    if (this.session.state !== 'stopped') return [[], line]
    if (word === 'select')
      return [
        this.session
          .threads()
          .map(one => String(one.id))
          .filter(id => id.startsWith(rest)),
        rest,
      ]
    if (word === 'throw' || word === 'athrow') {
      const fit = thrown.filter(one => one.startsWith(rest))
      if (fit.length > 0) return [fit, rest]
    }
    const found = this.session.completions(rest, rest.length, this.view.frame(this.selected))
    return [found.map(item => item.label), rest.slice(found[0]?.start ?? rest.length)]
  }

  // The session

  /** Sets the session going and waits until it stands again. */
  private until(go: () => void): Promise<Stopped | 'ended'> {
    return new Promise((resolve, reject) => {
      this.stopped = resolve
      try {
        go()
      } catch (error) {
        reject(error)
      }
    })
  }

  private say(text: string): void {
    if (text !== '') this.out.write(`${text}\n`)
  }

  private flush(): void {
    this.out.flush()
    this.err.flush()
  }
}

/** A number that a person wrote; `otherwise` when nothing was. */
function count(text: string, otherwise: number | undefined): number {
  if (text === '' && otherwise !== undefined) return otherwise
  if (!/^\d{1,15}$/.test(text)) throw new SessionError(text === '' ? 'which number?' : `'${text}' is no number`)
  return Number(text)
}

function completeFile(text: string): [string[], string] {
  const folder = text.includes('/') ? dirname(text.endsWith('/') ? `${text}x` : text) : '.'
  const start = text.endsWith('/') || text === '' ? '' : basename(text)
  try {
    const names = readdirSync(folder).filter(name => name.startsWith(start))
    return [names, start]
  } catch {
    return [[], start]
  }
}
