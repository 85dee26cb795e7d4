// `coroscope language-server` and `coroscope debug-adapter`: the servers that editors start, from the command.

import { serveArguments } from '../debugger/main/serve.ts'

const adapterUsage = 'usage: coroscope debug-adapter --stdio | --port N\n'
const adapterHelp = `${adapterUsage}
The Debug Adapter, for editors and other clients of the Debug Adapter Protocol.

  --stdio    one client, over standard input and output
  --port N   clients over TCP on 127.0.0.1, each with a program of its own; 0: any free port, which is said on standard error.
             It ends with its last client.
`
const serverUsage = 'usage: coroscope language-server --stdio\n'
const serverHelp = `${serverUsage}
The language server, for editors and other clients of the Language Server Protocol, over standard input and output.
`

export async function debugAdapter(args: readonly string[]): Promise<void> {
  if (args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(adapterHelp)
    return
  }
  const serve = serveArguments(args)
  if (serve !== undefined) return serve()
  const port = /^--port(?:=(.*))?$/s.exec(args[0] ?? '')
  const problem = port === null ? '' : `'${port[1] ?? args[1] ?? ''}' is no port: a number from 0 to 65535\n`
  process.stderr.write(`${problem === '' ? '' : `coroscope debug-adapter: ${problem}`}${adapterUsage}`)
  process.exitCode = 2
}

/** The server reads its own transport from the arguments of the process. */
export async function languageServer(args: readonly string[]): Promise<void> {
  if (args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(serverHelp)
    return
  }
  if (args.length === 1 && args[0] === '--stdio') {
    await import('../server/main/node.ts')
    return
  }
  process.stderr.write(serverUsage)
  process.exitCode = 2
}
