/** The language server, wherever it runs. */

export { type ServerOptions, startServer } from './server.ts'
