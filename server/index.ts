/** The language server, wherever it runs. */

export { startServer } from './server.ts'
export type { ServerOptions } from './serving.ts'
