/** The language server as a process: over stdio (`--stdio`) or the channel to the process that forked it (`--node-ipc`). */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { engineNames } from './engine-names.ts'
import { serveConnection } from './serve.ts'

/** Put in by the bundler. */
declare const __VERSION__: string

/** Serves one client over the streams or channel that the arguments name. */
export function serve(): void {
  if (!process.argv.some(arg => /^--(?:stdio|node-ipc|socket|pipe)/.test(arg))) process.argv.push('--stdio')
  serveConnection(createConnection(ProposedFeatures.all), {
    modules: engineNames,
    version: __VERSION__,
    now: () => performance.now(),
    readFile,
    rulePages: `${pathToFileURL(join(__dirname, '..', '..', 'docs', 'rules')).href}/`,
  })
}

/** Modules beside the program; what is no file, or cannot be read, is not there. */
function readFile(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? readFileSync(fileURLToPath(uri), 'utf8') : undefined
  } catch {
    return undefined
  }
}

serve()
