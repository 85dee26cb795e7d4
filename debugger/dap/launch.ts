// The attributes of a `launch` request, checked. Knows nothing of what a session does with them.

import type { LaunchOptions, SessionHost } from '../session/index.ts'
import { reopenOptions, SessionError } from '../session/index.ts'
import type { Arguments } from './arguments.ts'

const defaultHistoryMB = 256

/** The options that `args` ask for, or a `SessionError` that names the attribute that is wrong. */
export function launchOptions(
  args: Arguments,
  pathFromClient: (path: string) => string,
  host: SessionHost,
): LaunchOptions {
  const session = args.text('session')
  if (args.has('session') && session === undefined) throw new SessionError(`'session' must be a session file.`)
  const sessionText = args.optionalString('sessionText')
  if (session !== undefined || sessionText !== undefined) {
    const program = args.text('program')
    const file = session === undefined ? 'session' : pathFromClient(session)
    const options = reopenOptions(host, file, program && pathFromClient(program), sessionText)
    return { ...options, maxHistoryMB: args.optionalInteger('maxHistoryMB') ?? defaultHistoryMB }
  }
  const program = args.text('program')
  if (program === undefined) throw new SessionError(`The launch configuration needs 'program': the file to run.`)
  if (args.has('drive') && args.text('drive') === undefined)
    throw new SessionError(`'drive' must be an expression that makes a coroutine, for example "fetch(1)".`)
  const maxHistoryMB = args.optionalInteger('maxHistoryMB') ?? defaultHistoryMB
  if (maxHistoryMB < 1) throw new SessionError(`'maxHistoryMB' must be at least 1.`)
  return {
    program: pathFromClient(program),
    source: args.optionalString('source'),
    drive: args.text('drive'),
    args: args.strings('args'),
    stopOnEntry: args.boolean('stopOnEntry') ?? false,
    justMyCode: args.boolean('justMyCode') ?? true,
    clock: args.optionalOneOf('clock', ['virtual', 'real']) ?? 'virtual',
    noDebug: args.boolean('noDebug') ?? false,
    console:
      args.optionalOneOf('console', ['internalConsole', 'integratedTerminal', 'externalTerminal']) ?? 'internalConsole',
    stopAtEnd: args.boolean('stopAtEnd') ?? false,
    maxHistoryMB,
  }
}
