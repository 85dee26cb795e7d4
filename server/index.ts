/** The language server, wherever it runs. */

export { startServer } from './server.ts'
export type { FailureKind, ServerOptions } from './serving.ts'
