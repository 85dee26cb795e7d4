/** The language server as a web worker: messages come and go by `postMessage`. */

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import { serveConnection } from './serve.ts'

declare const self: DedicatedWorkerGlobalScope

serveConnection(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)))
