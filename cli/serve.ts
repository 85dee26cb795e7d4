// `coroscope language-server` and `coroscope debug-adapter`: the servers that editors start, from the command.

import { serveArguments } from '../debugger/main/serve.ts'

export async function debugAdapter(args: readonly string[]): Promise<void> {
  const serve = serveArguments(args)
  if (serve !== undefined) return serve()
  process.stderr.write('usage: coroscope debug-adapter --stdio | --port N\n')
  process.exitCode = 2
}

/** The server reads its own transport from the arguments of the process. */
export async function languageServer(args: readonly string[]): Promise<void> {
  if (args.length === 1 && args[0] === '--stdio') {
    await import('../server/main/node.ts')
    return
  }
  process.stderr.write('usage: coroscope language-server --stdio\n')
  process.exitCode = 2
}
