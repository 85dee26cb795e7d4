/**
 * The open documents: their text, kept in step with the client by incremental changes, and what is known of each.
 *
 * A document is analysed when something is asked of it, once for each version. Knows no features.
 */

import type * as lsp from 'vscode-languageserver-protocol'
import { type Analysis, type AnalyzeOptions, analyze, SourceText } from '../language/index.ts'
import { toSpan } from './convert.ts'

/** One open document. */
export class Document {
  readonly uri: string
  version: number
  private text: SourceText
  private known: Analysis | undefined
  private readonly options: AnalyzeOptions

  constructor(uri: string, version: number, source: string, options: AnalyzeOptions) {
    this.uri = uri
    this.version = version
    this.text = new SourceText(source)
    this.options = options
  }

  get source(): string {
    return this.text.source
  }

  /** What the front end says of the present text. */
  get analysis(): Analysis {
    this.known ??= analyze(this.text.source, this.options)
    return this.known
  }

  /** Applies changes one after another, each to the text that the one before left. */
  change(version: number, changes: readonly lsp.TextDocumentContentChangeEvent[]): void {
    for (const change of changes) {
      if (!('range' in change) || change.range === undefined) {
        this.text = new SourceText(change.text)
        continue
      }
      const { start, end } = toSpan(this.text, change.range)
      const { source } = this.text
      // A range the wrong way round is read as the stretch between its ends.
      const [from, to] = start <= end ? [start, end] : [end, start]
      this.text = new SourceText(source.slice(0, from) + change.text + source.slice(to))
    }
    this.version = version
    this.known = undefined
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
