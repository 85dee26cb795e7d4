// The `coroscope` command: finds the sub-command and loads only what it needs, so that `run` starts as fast as it can.

import { load } from './load.ts'

const usage = `usage: coroscope <command> …

  run [--clock virtual|real] FILE [ARG…]   run a program: output and exit status as python3.13 FILE
  run [--clock virtual|real] -m MODULE     run a module or package of this folder
  drive FILE EXPR                          drive the coroutine that EXPR makes, from the terminal
  trace [--format FORMAT] FILE [ARG…]      what happened: text, jsonl, mermaid, chrome, html, or a test for CPython (pytest)
  check [--format FORMAT] FILE…            report what is wrong with programs without running them: text, json, sarif or github
  graph FILE [NAME] [--format FORMAT]      the state machine of coroutines: mermaid, dot or text
  dump WHAT FILE                           show tokens, tree, ast, scopes or code
  language-server --stdio                  serve editors
  debug-adapter --stdio | --port N         serve debuggers

  <command> --help, --version
`

const commands = [...usage.matchAll(/^ {2}([a-z]\S*)/gm)].map(([, command]) => command)

/** What somebody who wrote this may have wanted. */
function hint(command: string): string {
  if (/\.(?:coro|py)$/.test(command)) return `: coroscope run ${command} runs a program`
  const like = commands.find(one => one.startsWith(command.slice(0, 3)) || command.startsWith(one))
  return like === undefined || command.length < 2 ? '' : `; did you mean ${like}?`
}

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  switch (command) {
    case 'run':
      return load<typeof import('./run.ts')>('run').run(rest)
    case 'drive':
      return load<typeof import('./drive.ts')>('drive').drive(rest)
    case 'trace':
      return load<typeof import('./trace.ts')>('trace').trace(rest)
    case 'check':
      return load<typeof import('./check.ts')>('check').check(rest)
    case 'graph':
      return load<typeof import('./graph.ts')>('graph').graph(rest)
    case 'dump':
      return load<typeof import('./dump.ts')>('dump').dump(rest)
    case 'language-server':
      return load<typeof import('./serve.ts')>('serve').languageServer(rest)
    case 'debug-adapter':
      return load<typeof import('./serve.ts')>('serve').debugAdapter(rest)
    case '--version':
    case '-V':
      process.stdout.write(
        `Coroscope ${load<typeof import('./version.ts')>('version').version()} (Coro, a subset of Python 3.13)\n`,
      )
      return
    case '--help':
    case '-h':
    case 'help':
      if (rest.length === 1 && commands.includes(rest[0])) return main([rest[0], '--help'])
      process.stdout.write(usage)
      return
    case undefined:
      process.stderr.write(usage)
      process.exitCode = 2
      return
    default:
      process.stderr.write(`coroscope: there is no command '${command}'${hint(command)}\n\n${usage}`)
      process.exitCode = 2
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // A mistake of ours: the person gets a sentence, not the insides of the host.
  process.stderr.write(`coroscope: internal error: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 70
})
