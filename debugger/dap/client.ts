// What a client says it can do, in `initialize`.

import type { Arguments } from './arguments.ts'

export interface ClientAbilities {
  readonly memoryEvent: boolean
  readonly invalidatedEvent: boolean
  readonly progress: boolean
  readonly startDebugging: boolean
  readonly runInTerminal: boolean
  readonly ansi: boolean
}

export const noAbilities: ClientAbilities = {
  memoryEvent: false,
  invalidatedEvent: false,
  progress: false,
  startDebugging: false,
  runInTerminal: false,
  ansi: false,
}

export const clientAbilities = (args: Arguments): ClientAbilities => ({
  memoryEvent: args.boolean('supportsMemoryEvent') ?? false,
  invalidatedEvent: args.boolean('supportsInvalidatedEvent') ?? false,
  progress: args.boolean('supportsProgressReporting') ?? false,
  startDebugging: args.boolean('supportsStartDebuggingRequest') ?? false,
  runInTerminal: args.boolean('supportsRunInTerminalRequest') ?? false,
  ansi: args.boolean('supportsANSIStyling') ?? false,
})
