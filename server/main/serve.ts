/** What both entry points do once they have a connection: the only file that knows a timer. */

import { type Connection, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver'
import { type FailureKind, type ServerOptions, startServer } from '../index.ts'

const codes: Readonly<Record<FailureKind, number>> = {
  refused: LSPErrorCodes.RequestFailed,
  'wrong parameters': ErrorCodes.InvalidParams,
  'not initialized': ErrorCodes.ServerNotInitialized,
  'shut down': ErrorCodes.InvalidRequest,
}

/** Serves the client behind `connection`. */
export function serveConnection(
  connection: Connection,
  options: Pick<ServerOptions, 'files' | 'modules' | 'now' | 'readFile' | 'rulePages' | 'version'> = {},
): void {
  startServer(connection, {
    ...options,
    defer: (work, milliseconds = 0) => {
      setTimeout(work, milliseconds)
    },
    failure: (message, kind) => new ResponseError(codes[kind], message),
  })
}
