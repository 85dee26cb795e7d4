/** What both entry points do once they have a connection: the only file that knows a timer. */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver'
import { type ServerOptions, startServer } from '../index.ts'

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
    failure: message => new ResponseError(LSPErrorCodes.RequestFailed, message),
  })
}
