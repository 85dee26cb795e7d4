/** What both entry points do once they have a connection: the only file that knows a timer. */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver'
import { startServer } from '../index.ts'

/** Serves the client behind `connection`. */
export function serveConnection(connection: Connection): void {
  startServer(connection, {
    defer: work => {
      setTimeout(work, 0)
    },
    failure: message => new ResponseError(LSPErrorCodes.RequestFailed, message),
  })
}
