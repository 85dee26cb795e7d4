// `coroscope drive FILE EXPR`: the coroutine that EXPR makes, driven line by line from a terminal or from a script on standard input.

import { createInterface } from 'node:readline'
import { nodeHost } from '../debugger/main/host.ts'
import type {
  Action,
  CoroutineInfo,
  FrameInfo,
  LaunchOptions,
  Outcome,
  SessionListener,
  Stopped,
} from '../debugger/session/index.ts'
import { Session, SessionError } from '../debugger/session/index.ts'
import { Output } from './output.ts'

const usage = 'usage: coroscope drive FILE EXPR [ARG…]\n'
const help = `send            send(None)
send EXPR       send a value
throw EXPR      throw an exception: throw ValueError("x")
close           close it
back            undo the last of these
print EXPR      show a value, without changing anything
run CODE        execute code in the coroutine's frame
locals          show the coroutine's variables
chain           show what it awaits
next            show what send, throw and close would do
quit            leave
`

/** What a person typed. */
type Command =
  | { readonly kind: 'drive'; readonly action: Action; readonly expression: string | undefined }
  | { readonly kind: 'print' | 'run'; readonly text: string }
  | { readonly kind: 'back' | 'locals' | 'chain' | 'next' | 'help' | 'quit' | 'nothing' }
  | { readonly kind: 'unknown'; readonly text: string }

export function parseCommand(line: string): Command {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return { kind: 'nothing' }
  const call = /^\.?(send|throw|close)\s*\(([\s\S]*)\)$/.exec(text)
  const [, word = '', rest = ''] = call ?? /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const expression = rest.trim() === '' ? undefined : rest.trim()
  switch (word) {
    case 'send':
    case 'throw':
    case 'close':
      return { kind: 'drive', action: word, expression }
    case 'print':
    case 'p':
      return { kind: 'print', text: rest }
    case 'run':
      return { kind: 'run', text: rest }
    case 'back':
    case 'locals':
    case 'chain':
    case 'next':
    case 'help':
    case 'quit':
      return { kind: word }
    case 'exit':
    case 'q':
      return { kind: 'quit' }
    case '?':
      return { kind: 'help' }
    default:
      return { kind: 'unknown', text: word }
  }
}

export async function drive(args: readonly string[]): Promise<void> {
  const [path, expression, ...rest] = args
  if (path === undefined || expression === undefined) {
    process.stderr.write(usage)
    process.exitCode = 2
    return
  }
  process.exitCode = await new Terminal().start(path, expression, rest)
}

class Terminal {
  private readonly out = new Output(1)
  private readonly err = new Output(2)
  private readonly session: Session
  private stopped: ((stop: Stopped | 'ended') => void) | undefined
  private status = 0

  constructor() {
    const ignore = (): void => {}
    const listener: SessionListener = {
      output: (category, text) => (category === 'stdout' ? this.out : this.err).write(text),
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
  }

  async start(path: string, expression: string, args: readonly string[]): Promise<number> {
    const options: LaunchOptions = {
      program: path,
      source: undefined,
      drive: expression,
      args,
      stopOnEntry: true,
      justMyCode: true,
      clock: 'virtual',
      noDebug: false,
      maxHistoryMB: 256,
    }
    try {
      this.session.launch(options)
    } catch (error) {
      return this.refuse(error)
    }
    const first = await this.until(() => this.session.begin())
    if (first === 'ended' || this.driven() === undefined) {
      this.flush()
      return this.status === 0 ? 2 : this.status
    }
    this.say(this.situation())
    await this.converse()
    this.flush()
    return 0
  }

  private refuse(error: unknown): number {
    if (!(error instanceof SessionError)) throw error
    this.err.write(`${error.message}\n`)
    this.err.flush()
    return /^\S+:\d+: .* is not in Coro/m.test(error.message) || / can't open file /.test(error.message) ? 2 : 1
  }

  private async converse(): Promise<void> {
    const isTerminal = process.stdin.isTTY === true
    const lines = createInterface({
      input: process.stdin,
      ...(isTerminal ? { output: process.stdout, completer: (line: string) => this.complete(line) } : {}),
      prompt: '(drive) ',
    })
    this.flush()
    lines.prompt(true)
    for await (const line of lines) {
      const command = parseCommand(line)
      if (command.kind === 'quit') break
      try {
        await this.obey(command)
      } catch (error) {
        if (!(error instanceof SessionError)) throw error
        this.say(error.message)
      }
      this.flush()
      if (this.session.state === 'ended') break
      lines.prompt()
    }
    lines.close()
    this.session.abandon()
  }

  private async obey(command: Command): Promise<void> {
    switch (command.kind) {
      case 'drive':
        return this.act(command.action, command.expression)
      case 'back':
        await this.until(() => this.session.stepBack(this.selected()))
        return this.say(this.situation())
      case 'print':
        return this.say(this.session.evaluate(command.text, this.frame(), false).value)
      case 'run':
        return this.session.execute(command.text, this.frame(), false, result => {
          if (result instanceof SessionError) this.say(result.message)
          else if (result.value !== 'None') this.say(result.value)
        })
      case 'locals':
        return this.say(this.locals())
      case 'chain':
        return this.say(this.chain())
      case 'next':
        return this.say(this.nextSteps())
      case 'help':
        return this.say(help.trimEnd())
      case 'unknown':
        return this.say(`there is no command '${command.text}': help lists them`)
      case 'quit':
      case 'nothing':
        return
    }
  }

  private async act(action: Action, expression: string | undefined): Promise<void> {
    let told: Outcome | SessionError | undefined
    await this.until(() =>
      this.session.drive(this.selected(), action, expression, result => {
        told = result
      }),
    )
    if (told instanceof SessionError) throw told
    if (told !== undefined) this.say(`→ ${outcomeLine(told)}`)
    if (this.session.state !== 'ended') this.say(this.situation())
  }

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

  /** The coroutine under the person's hands: the one that EXPR made. */
  private driven(): CoroutineInfo | undefined {
    return this.session.coroutines().find(one => one.id === this.session.drivenId)
  }

  private selected(): number {
    return this.session.drivenId ?? 0
  }

  private situation(): string {
    const one = this.driven()
    if (one === undefined) return 'finished; back undoes the last step'
    const lines = [`${one.name}  ${one.state}  ${one.file}:${one.line}`]
    const chain = this.chain()
    if (chain !== '' && one.state === 'CORO_SUSPENDED') lines.push(chain)
    return lines.join('\n')
  }

  private chain(): string {
    const frames = this.session.stack(this.selected()).filter(frame => frame.kind !== 'label')
    return frames.map((frame, i) => `  ${i === 0 ? 'at' : 'awaited at'} ${frame.name}, line ${frame.line}`).join('\n')
  }

  private locals(): string {
    const frame = this.frame()
    if (frame === undefined) return ''
    const scope = this.session.scopes(frame).find(one => one.name === 'Locals')
    const page = { start: 0, count: 0, filter: undefined, hex: false } as const
    return scope === undefined
      ? ''
      : this.session
          .children(scope.container, page)
          .map(v => `  ${v.name} = ${v.value}`)
          .join('\n')
  }

  private nextSteps(): string {
    const frame = this.frame()
    if (frame === undefined) return 'finished'
    return this.session
      .stepInTargets(frame)
      .flatMap(target => (target.drive === undefined ? [] : [`  ${target.label} → ${this.outlook(target.drive)}`]))
      .join('\n')
  }

  /** What an action would lead to. */
  private outlook(step: { readonly action: Action; readonly expression: string | undefined }): string {
    try {
      const [outcome] = this.session.preview(this.selected(), [step])
      return `${outcomeLine(outcome)}${outcome.output === '' ? '' : `, printing ${JSON.stringify(outcome.output)}`}`
    } catch (error) {
      if (error instanceof SessionError) return error.message
      throw error
    }
  }

  /** The coroutine's own frame, below what it awaits. */
  private frame(): FrameInfo | undefined {
    const id = this.selected()
    return this.session.stack(id).find(frame => frame.coroutine === id && frame.kind !== 'label')
  }

  private complete(line: string): [string[], string] {
    const words = help
      .split('\n')
      .map(text => text.split(' ')[0])
      .filter(word => word !== '')
    const space = line.indexOf(' ')
    if (space < 0) return [words.filter(word => word.startsWith(line)), line]
    const found = this.session.completions(line, line.length, this.frame())
    return [found.map(item => item.label), line.slice(found[0]?.start ?? line.length)]
  }

  private say(text: string): void {
    if (text !== '') this.out.write(`${text}\n`)
  }

  private flush(): void {
    this.out.flush()
    this.err.flush()
  }
}

function outcomeLine(outcome: Outcome): string {
  const { outcome: kind, value, type } = outcome
  if (kind === 'raised') return `raised ${type}${value === '' ? '' : `: ${value}`}`
  return kind === 'closed' && value === 'None' ? 'closed' : `${kind} ${value}`
}
