/** The language server as a web worker: messages come and go by `postMessage`. */

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import { engineNames } from './engine-names.ts'
import { serveConnection } from './serve.ts'

/** Put in by the bundler. */
declare const __VERSION__: string

declare const self: DedicatedWorkerGlobalScope

serveConnection(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  modules: engineNames,
  version: __VERSION__,
  now: () => performance.now(),
})
