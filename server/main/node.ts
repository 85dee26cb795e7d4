/** The language server as a process: over stdio (`--stdio`) or the channel to the process that forked it (`--node-ipc`). */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { engineNames } from './engine-names.ts'
import { serveConnection } from './serve.ts'
import { WholeMessages } from './whole-messages.ts'

/** Put in by the bundler. */
declare const __VERSION__: string

/** Serves one client over the streams or channel that the arguments name. */
export function serve(): void {
  // Memory that is free again is given back sooner: an editor has several servers beside it.
  setFlagsFromString('--heap-growing-percent=40')
  if (!process.argv.some(arg => /^--(?:stdio|node-ipc|socket|pipe)/.test(arg))) process.argv.push('--stdio')
  const isStdio = process.argv.includes('--stdio')
  const connection = isStdio
    ? createConnection(ProposedFeatures.all, process.stdin, new WholeMessages(process.stdout))
    : createConnection(ProposedFeatures.all)
  serveConnection(connection, {
    modules: engineNames,
    version: __VERSION__,
    now: () => performance.now(),
    readFile,
    rulePages: `${pathToFileURL(join(__dirname, '..', '..', 'docs', 'rules')).href}/`,
    files,
  })
}

/** Modules beside the program; what is no file, or cannot be read, is not there. */
function readFile(uri: string): string | undefined {
  try {
    const path = uri.startsWith('file:') ? fileURLToPath(uri) : undefined
    // Most that is asked for is not there, and to be told so by an error costs much.
    return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile()
      ? readFileSync(path, 'utf8')
      : undefined
  } catch {
    return undefined
  }
}

/** Folders that hold no programs of the user's. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'dist', 'build'])

/** More than this is no workspace to read as a whole. */
const maximumFiles = 20_000

/** The programs below a folder, those nearest to it first. */
function* files(folder: string): Generator<string> {
  if (!folder.startsWith('file:')) return
  const waiting = [fileURLToPath(folder)]
  let count = 0
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const entry of entriesOf(next)) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue
      const path = join(next, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (/\.(?:coro|py)$/.test(entry.name)) {
        if (++count > maximumFiles) return
        yield pathToFileURL(path).href
      }
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

serve()
