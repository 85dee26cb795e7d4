/**
 * The language server: one table from the requests of the Language Server Protocol to what answers them (`requests/`, each from the
 * features it needs), and what the client tells unasked.
 *
 * Knows a connection by its type only, so that it runs wherever one can be made. A request about a document that is not open is
 * answered with nothing; a failure of ours is logged and answered with nothing, so that the editor never suffers from it.
 */

import type { CancellationToken, Connection } from 'vscode-languageserver'
import type * as lsp from 'vscode-languageserver-protocol'
import { type AtDocument, Refused, type Requests } from './asking.ts'
import { initialize } from './initialize.ts'
import { wrongParameters } from './parameters.ts'
import { Reporter } from './reporting.ts'
import { hierarchies } from './requests/hierarchies.ts'
import { navigation } from './requests/navigation.ts'
import { renaming } from './requests/renaming.ts'
import { showing } from './requests/showing.ts'
import { writing } from './requests/writing.ts'
import { type ServerOptions, Serving } from './serving.ts'
import { readSettings } from './settings.ts'

/** Requests that are answered from all files of the workspace. */
const aboutWorkspace: ReadonlySet<string> = new Set([
  'callHierarchy/incomingCalls',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/rename',
  'typeHierarchy/subtypes',
  'workspace/diagnostic',
  'workspace/symbol',
  'workspace/willRenameFiles',
])
/** What a Python file is served with: what Python servers lack. */
const inPythonFiles: ReadonlySet<string> = new Set([
  'textDocument/diagnostic',
  'textDocument/codeAction',
  'textDocument/codeLens',
  'textDocument/inlayHint',
  'coroscope/stateMachine',
  'coroscope/tokens',
  'coroscope/tree',
])

/** Serves one client over `connection` until it says goodbye. */
export function startServer(connection: Connection, options: ServerOptions): void {
  new Server(connection, options).listen()
}

class Server {
  private readonly serving: Serving
  private readonly reporter: Reporter
  private readonly requests: Requests
  private stage: 'not initialized' | 'serving' | 'shut down' = 'not initialized'

  constructor(connection: Connection, options: ServerOptions) {
    this.serving = new Serving(connection, options)
    this.reporter = new Reporter(this.serving)
    this.requests = {
      ...this.reporter.requests,
      ...navigation(this.serving),
      ...hierarchies(this.serving),
      ...renaming(this.serving),
      ...writing(this.serving),
      ...showing(this.serving),
    }
  }

  listen(): void {
    const { connection } = this.serving
    connection.onInitialize(params => {
      this.stage = 'serving'
      return initialize(this.serving, params)
    })
    connection.onShutdown(() => {
      this.stage = 'shut down'
    })
    for (const [method, handler] of Object.entries(this.requests)) {
      connection.onRequest(method, (params: unknown, token: CancellationToken) =>
        this.asked(method, params, () => handler(params as never, token)),
      )
    }
    for (const [method, handler] of Object.entries(this.notifications)) {
      connection.onNotification(method, (params: unknown) =>
        this.serving.guarded(method, () => this.told(method, params, () => handler(params as never))),
      )
    }
    connection.listen()
  }

  private readonly notifications: Record<string, (params: never) => void> = {
    'textDocument/didOpen': (params: lsp.DidOpenTextDocumentParams) =>
      this.reporter.check(this.serving.documents.didOpen(params)),
    'textDocument/didChange': (params: lsp.DidChangeTextDocumentParams) =>
      this.reporter.check(this.serving.documents.didChange(params)),
    'textDocument/didClose': (params: lsp.DidCloseTextDocumentParams) => {
      const { uri } = params.textDocument
      const { documents, tokens, workspace } = this.serving
      const document = documents.get(uri)
      if (document === undefined) return
      documents.didClose(params)
      tokens.forget(uri)
      workspace.changed(uri)
      this.reporter.forget(document)
    },
    'textDocument/didSave': () => {},
    'workspace/didChangeConfiguration': ({ settings }: lsp.DidChangeConfigurationParams) => {
      this.serving.settings = readSettings(this.serving.settings, settings)
      for (const document of this.serving.documents.all) this.reporter.check(document)
    },
    'workspace/didChangeWatchedFiles': ({ changes }: lsp.DidChangeWatchedFilesParams) => {
      for (const { uri } of changes) this.serving.workspace.changed(uri)
      this.othersChanged()
    },
    'workspace/didChangeWorkspaceFolders': ({ event }: lsp.DidChangeWorkspaceFoldersParams) =>
      this.foldersChanged(event),
    'workspace/didRenameFiles': ({ files }: lsp.RenameFilesParams) => {
      for (const { oldUri, newUri } of files) {
        this.serving.workspace.changed(oldUri)
        this.serving.workspace.changed(newUri)
      }
      this.othersChanged()
    },
    initialized: () => {
      const { connection, client, workspace, folders } = this.serving
      workspace.addFolders(folders)
      if (client.canWatch) this.watchFiles()
      // Of a client that says that it tells of them, the connection hears itself.
      if (client.hasFolders) connection.workspace.onDidChangeWorkspaceFolders(event => this.foldersChanged(event))
    },
  }

  private foldersChanged(event: lsp.WorkspaceFoldersChangeEvent): void {
    const { serving } = this
    const removed = new Set(event.removed.map(({ uri }) => uri))
    const added = event.added.map(({ uri }) => uri)
    serving.folders = [...serving.folders.filter(folder => !removed.has(folder)), ...added]
    serving.workspace.addFolders(added)
    for (const folder of removed) serving.workspace.removeFolder(folder)
  }

  /** Asks to be told of files that come, change and go. */
  private watchFiles(): void {
    const { connection } = this.serving
    const method = 'workspace/didChangeWatchedFiles'
    const registerOptions = { watchers: [{ globPattern: '**/*.{coro,py}' }] }
    const registrations = [{ id: 'programs', method, registerOptions }]
    connection
      .sendRequest('client/registerCapability', { registrations })
      .catch(error => this.serving.log(method, error))
  }

  /** Files that are not open have changed: what is said of those that are may be other now. */
  private othersChanged(): void {
    const { connection, documents, client } = this.serving
    this.reporter.noteChange()
    documents.filesChanged()
    for (const document of documents.all) {
      document.refresh()
      this.reporter.check(document)
    }
    if (client.pulls && client.canRefresh) connection.languages.diagnostics.refresh().catch(() => {})
  }

  /** In a Python file others answer what any Python server can. */
  private isForOthers(method: string, params: unknown): boolean {
    const uri = (params as Partial<AtDocument> | undefined)?.textDocument?.uri
    const isPython = uri !== undefined && this.serving.documents.get(uri)?.isPython === true
    return isPython && (this.serving.settings.python === 'off' || !inPythonFiles.has(method))
  }

  /** The answer to a request that comes in its time, with parameters that are what they should be. */
  private asked(method: string, params: unknown, answer: () => unknown): unknown {
    const { failure } = this.serving.options
    if (this.stage === 'not initialized') throw failure('The server has not been initialized.', this.stage)
    if (this.stage === 'shut down') throw failure('The server has been shut down.', this.stage)
    const wrong = wrongParameters(method, params)
    if (wrong !== undefined) throw failure(wrong, 'wrong parameters')
    return this.isForOthers(method, params) ? null : this.answered(method, answer)
  }

  private told(method: string, params: unknown, work: () => void): void {
    const wrong = wrongParameters(method, params)
    if (wrong === undefined) work()
    else this.serving.connection.console.error(wrong)
  }

  /** The answer, once every file of the workspace has been read when it is one about all of them. */
  private answered(method: string, answer: () => unknown): unknown {
    const { workspace, options } = this.serving
    const failed = (error: unknown): null => {
      if (error instanceof Refused) throw options.failure(error.message, 'refused')
      this.serving.log(method, error)
      return null
    }
    try {
      if (aboutWorkspace.has(method) && !workspace.isComplete) {
        return workspace.complete().then(answer).catch(failed)
      }
      const result = answer()
      return result instanceof Promise ? result.catch(failed) : result
    } catch (error) {
      return failed(error)
    }
  }
}
