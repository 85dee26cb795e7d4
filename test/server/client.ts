/** A client in the same process: a real connection over two streams, so that messages are serialised as they are over stdio. */

import { PassThrough, type Readable, type Writable } from 'node:stream'
import type * as lsp from 'vscode-languageserver/node'
import {
  CancellationTokenSource,
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { serveConnection } from '../../server/main/serve.ts'

export interface ClientOptions {
  /** The client asks for diagnostics instead of being sent them. */
  readonly pulls?: boolean
  readonly snippets?: boolean
  /** The client asks for the documentation of an item when it shows it. */
  readonly resolves?: boolean
  /** The client asks for the edit of a code action when it is chosen. */
  readonly resolvesEdits?: boolean
  /** How the client likes columns to be counted. */
  readonly columns?: readonly string[]
  readonly initializationOptions?: unknown
  /** Files beside the documents, by address; those below `file:///test/` are the workspace. */
  readonly files?: ReadonlyMap<string, string>
}

export class TestClient {
  readonly capabilities: lsp.ServerCapabilities
  readonly serverName: string
  /** What the server logged: failures of ours. */
  readonly log: string[]
  private readonly connection: lsp.ProtocolConnection
  private readonly published = new Map<string, lsp.PublishDiagnosticsParams>()
  private readonly waiting = new Map<string, (params: lsp.PublishDiagnosticsParams) => void>()

  private constructor(connection: lsp.ProtocolConnection, result: lsp.InitializeResult, log: string[]) {
    this.connection = connection
    this.capabilities = result.capabilities
    this.serverName = result.serverInfo?.name ?? ''
    this.log = log
    connection.onNotification('textDocument/publishDiagnostics', (params: lsp.PublishDiagnosticsParams) => {
      this.published.set(params.uri, params)
      this.waiting.get(params.uri)?.(params)
    })
  }

  /** A server of its own, and a client that has introduced itself to it. */
  static async start(options: ClientOptions = {}): Promise<TestClient> {
    const up = new PassThrough()
    const down = new PassThrough()
    const { files } = options
    serveConnection(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
      ...(files === undefined ? {} : { readFile: uri => files.get(uri), files: () => files.keys() }),
    })
    return TestClient.connect(down, up, options)
  }

  /** The connection to a server that has not been initialized. */
  static early(): lsp.ProtocolConnection {
    const [up, down] = [new PassThrough(), new PassThrough()]
    serveConnection(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)))
    const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up))
    connection.listen()
    return connection
  }

  /** A client of the server at the other end of two streams. */
  static async connect(input: Readable, output: Writable, options: ClientOptions = {}): Promise<TestClient> {
    const connection = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output))
    const log: string[] = []
    connection.onNotification('window/logMessage', ({ message }: lsp.LogMessageParams) => {
      log.push(message)
    })
    connection.listen()
    const result = await connection.sendRequest<lsp.InitializeResult>('initialize', {
      processId: null,
      rootUri: options.files === undefined ? null : 'file:///test',
      capabilities: {
        workspace: { workspaceFolders: true },
        ...(options.columns === undefined ? {} : { general: { positionEncodings: options.columns } }),
        textDocument: {
          ...(options.pulls ? { diagnostic: {} } : {}),
          ...(options.resolvesEdits
            ? { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } }
            : {}),
          completion: {
            completionItem: {
              snippetSupport: options.snippets === true,
              ...(options.resolves ? { resolveSupport: { properties: ['documentation'] } } : {}),
            },
          },
        },
      },
      initializationOptions: options.initializationOptions,
    })
    await connection.sendNotification('initialized', {})
    return new TestClient(connection, result, log)
  }

  async open(uri: string, text: string, languageId = 'coro'): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    })
  }

  async notify(method: string, params: unknown): Promise<void> {
    await this.connection.sendNotification(method, params)
  }

  async change(uri: string, version: number, contentChanges: lsp.TextDocumentContentChangeEvent[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params)
  }

  /** What becomes of a request that is called off at once. */
  async requestAndCancel(method: string, params: unknown): Promise<string> {
    const source = new CancellationTokenSource()
    const answer = this.connection.sendRequest(method, params, source.token).then(
      () => 'answered',
      (error: Error) => error.message,
    )
    source.cancel()
    return answer
  }

  /** The diagnostics that are on screen. */
  shown(uri: string): lsp.Diagnostic[] {
    return this.published.get(uri)?.diagnostics ?? []
  }

  /** The diagnostics that the server sends for this version of a document. */
  async diagnostics(uri: string, version = 1): Promise<lsp.Diagnostic[]> {
    const known = this.published.get(uri)
    if (known !== undefined && (known.version ?? Number.POSITIVE_INFINITY) >= version) return known.diagnostics
    return new Promise(resolve => {
      this.waiting.set(uri, params => {
        if ((params.version ?? Number.POSITIVE_INFINITY) >= version) resolve(params.diagnostics)
      })
    })
  }

  /** Says goodbye to a server that is a process. */
  async exit(): Promise<void> {
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    this.connection.dispose()
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown')
    this.connection.dispose()
  }
}
