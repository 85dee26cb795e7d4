/**
 * The open documents: their text, kept in step with the client by incremental changes, and what is known of each.
 *
 * A document is analysed when something is asked of it, once for each version. Knows no features.
 */

import type * as lsp from 'vscode-languageserver-protocol'
import { type Analysis, type AnalyzeOptions, LiveAnalysis } from '../language/index.ts'
import { toSpan } from './convert.ts'

/** One open document. */
export class Document {
  readonly uri: string
  version: number
  private readonly live: LiveAnalysis

  constructor(uri: string, version: number, source: string, options: AnalyzeOptions) {
    this.uri = uri
    this.version = version
    this.live = new LiveAnalysis(source, options)
  }

  get source(): string {
    return this.live.text.source
  }

  /** What the front end says of the present text. Not to be used once the document has changed. */
  get analysis(): Analysis {
    return this.live.analysis
  }

  /** Applies changes one after another, each to the text that the one before left. */
  change(version: number, changes: readonly lsp.TextDocumentContentChangeEvent[]): void {
    for (const change of changes) {
      if (!('range' in change) || change.range === undefined) {
        this.live.replace(change.text)
        continue
      }
      const { start, end } = toSpan(this.live.text, change.range)
      // A range the wrong way round is read as the stretch between its ends.
      this.live.edit({ start: Math.min(start, end), end: Math.max(start, end) }, change.text)
    }
    this.version = version
  }
}

/** The ends of the file of a module, in the order in which they are looked for. */
const moduleFiles = ['.coro', '.py', '/__init__.coro', '/__init__.py']

/** The documents a client has open, by address, and the modules beside them. */
export class Documents {
  private readonly open = new Map<string, Document>()
  /** Modules that were read and are not open, as they were when they were last asked for. */
  private readonly beside = new Map<string, Document>()
  private readonly optionsFor: (uri: string) => AnalyzeOptions
  private readonly readFile: (uri: string) => string | undefined

  constructor(optionsFor: (uri: string) => AnalyzeOptions, readFile: (uri: string) => string | undefined) {
    this.optionsFor = optionsFor
    this.readFile = readFile
  }

  /**
   * The module that a document means by a dotted name.
   * @param level how many dots stand before the name: 0 and 1 are the folder of the document
   */
  module(from: string, name: string, level: number): Document | undefined {
    let folder = from.slice(0, from.lastIndexOf('/'))
    for (let up = 1; up < level; up++) folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
    const stem = name === '' ? folder : `${folder}/${name.replaceAll('.', '/')}`
    for (const end of moduleFiles) {
      const document = this.open.get(stem + end) ?? this.read(stem + end)
      if (document !== undefined) return document
    }
    return undefined
  }

  private read(uri: string): Document | undefined {
    const source = this.readFile(uri)
    const known = this.beside.get(uri)
    if (source === undefined || known?.source === source) return source === undefined ? undefined : known
    const document = new Document(uri, 0, source, this.optionsFor(uri))
    this.beside.set(uri, document)
    return document
  }

  get(uri: string): Document | undefined {
    return this.open.get(uri)
  }

  get all(): readonly Document[] {
    return [...this.open.values()]
  }

  didOpen({ textDocument: { uri, version, text } }: lsp.DidOpenTextDocumentParams): Document {
    const document = new Document(uri, version, text, this.optionsFor(uri))
    this.open.set(uri, document)
    return document
  }

  didChange({ textDocument, contentChanges }: lsp.DidChangeTextDocumentParams): Document | undefined {
    const document = this.open.get(textDocument.uri)
    document?.change(textDocument.version, contentChanges)
    return document
  }

  didClose({ textDocument }: lsp.DidCloseTextDocumentParams): void {
    this.open.delete(textDocument.uri)
  }
}
