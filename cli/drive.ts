// `coroscope drive`: its arguments. The conversation itself is in drive-terminal.ts.

import { nodeHost } from '../debugger/main/host.ts'
import type { LaunchOptions } from '../debugger/session/index.ts'
import { reopenOptions, SessionError } from '../debugger/session/index.ts'
import { Terminal } from './drive-terminal.ts'

const usage = `usage: coroscope drive [--clock virtual|real] FILE EXPR [ARG…]
       coroscope drive --session SESSION [FILE]
`
const help = `${usage}
Runs the top level of FILE, then evaluates EXPR, which makes a coroutine, a generator or an async generator. You decide what happens to it:
commands are read from the terminal (with completion and history), or from standard input as a script, one on a line.

  --session SESSION     opens a session that was saved ('save'), at the same moment; FILE says where the program is now
  --clock virtual|real  what time is to the program: part of the run, or the clock of this machine

  coroscope drive talk.coro 'talk("Ada")'
  printf 'send\\nsend "tea"\\n' | coroscope drive talk.coro 'talk("Ada")'

'help' at the prompt lists the commands. Status: 0; 1 when a command of a script failed or the program did; 2 when there is nothing to drive.
`

export interface DriveRequest {
  readonly path: string | undefined
  readonly expression: string | undefined
  readonly session: string | undefined
  readonly args: readonly string[]
  readonly clock: 'virtual' | 'real'
}

/** What the arguments ask for; a string says what is wrong with them. */
export function parseDrive(args: readonly string[]): DriveRequest | 'help' | { readonly problem: string } {
  let clock: DriveRequest['clock'] = 'virtual'
  let session: string | undefined
  let i = 0
  for (; i < args.length && args[i].startsWith('-') && args[i] !== '-'; i++) {
    const [, name = args[i], inline] = /^(--\w+)=(.*)$/s.exec(args[i]) ?? []
    if (name === '--help' || name === '-h') return 'help'
    if (name === '--') {
      i++
      break
    }
    if (name !== '--clock' && name !== '--session') return { problem: `there is no option '${name}'` }
    const value = inline ?? args[++i]
    if (name === '--session') {
      if (value === undefined || value === '') return { problem: '--session needs a session file' }
      session = value
    } else {
      if (value !== 'virtual' && value !== 'real') return { problem: `--clock is 'virtual' or 'real'` }
      clock = value
    }
  }
  const [path, expression, ...rest] = args.slice(i)
  if (session !== undefined) {
    if (expression !== undefined) return { problem: 'a session has its expression and arguments in it' }
    return { path, expression, session, args: [], clock }
  }
  if (path === undefined) return { problem: 'which file?' }
  if (expression === undefined)
    return { problem: `which coroutine? Give an expression that makes it, such as 'talk("Ada")'` }
  return { path, expression, session, args: rest, clock }
}

export async function drive(args: readonly string[]): Promise<void> {
  const request = parseDrive(args)
  if (request === 'help') {
    process.stdout.write(help)
    return
  }
  if ('problem' in request) {
    process.stderr.write(`coroscope drive: ${request.problem}\n${usage}`)
    process.exitCode = 2
    return
  }
  let options: LaunchOptions
  try {
    options = optionsOf(request)
  } catch (error) {
    if (!(error instanceof SessionError)) throw error
    process.stderr.write(`coroscope drive: ${error.message}\n`)
    process.exitCode = 2
    return
  }
  process.exitCode = await new Terminal().start(options)
}

function optionsOf({ path, expression, session, args, clock }: DriveRequest): LaunchOptions {
  if (session !== undefined) return reopenOptions(nodeHost, session, path)
  return {
    program: path!,
    source: undefined,
    drive: expression,
    args,
    stopOnEntry: true,
    justMyCode: true,
    clock,
    noDebug: false,
    maxHistoryMB: 256,
  }
}
