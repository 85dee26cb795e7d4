/**
 * The open documents: their text, kept in step with the client by incremental changes, and what is known of each.
 *
 * A document is analysed when something is asked of it, once for each version. Knows no features.
 */

import type * as lsp from 'vscode-languageserver-protocol'
import { type Analysis, type AnalyzeOptions, LiveAnalysis } from '../language/index.ts'
import { Program } from '../language/inference/index.ts'
import type { CheckOptions } from '../language/rules/index.ts'
import { toSpan } from './convert.ts'
import { placeIn, type Surroundings } from './types.ts'

/** One open document. */
export class Document {
  readonly uri: string
  version: number
  /** The client calls it Python, so that other servers look after it as well. */
  isPython = false
  private readonly live: LiveAnalysis

  private readonly surroundings: Surroundings

  constructor(uri: string, version: number, source: string, options: AnalyzeOptions, surroundings: Surroundings) {
    this.uri = uri
    this.version = version
    this.surroundings = surroundings
    this.live = new LiveAnalysis(source, options)
  }

  get source(): string {
    return this.live.text.source
  }

  /** What the front end says of the present text. Not to be used once the document has changed. */
  get analysis(): Analysis {
    const { analysis } = this.live
    placeIn(analysis, this.surroundings)
    return analysis
  }

  /** Other files have changed, on which what is known may rest. */
  refresh(): void {
    this.live.refresh()
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

/** For so many milliseconds it is taken that no file has changed of which nobody has told. */
const freshness = 2000

/** The ends of the file of a module, in the order in which they are looked for. */
const moduleFiles = ['.coro', '.py', '/__init__.coro', '/__init__.py']

/** The documents a client has open, by address, and the modules beside them. */
export class Documents {
  private readonly open = new Map<string, Document>()
  /** Modules that were read and are not open, as they were when they were last asked for. */
  private readonly beside = new Map<string, Document>()
  /** Which document a module is, by its address without an end, as found out since `lookedAt`. */
  private readonly modules = new Map<string, Document | undefined>()
  private lookedAt = 0
  private readonly now: (() => number) | undefined
  private readonly optionsFor: (uri: string) => AnalyzeOptions
  private readonly readFile: (uri: string) => string | undefined

  private readonly rulesFor: (uri: string) => CheckOptions
  /** All documents and the modules beside them are one program. */
  private readonly program = new Program((from, name, level) => {
    const document = this.module(from, name, level)
    return document && { address: document.uri, analysis: document.analysis }
  })

  constructor(
    optionsFor: (uri: string) => AnalyzeOptions,
    rulesFor: (uri: string) => CheckOptions,
    readFile: (uri: string) => string | undefined,
    now?: () => number,
  ) {
    this.now = now
    this.optionsFor = optionsFor
    this.rulesFor = rulesFor
    this.readFile = readFile
  }

  private document(uri: string, version: number, source: string): Document {
    const { program } = this
    return new Document(uri, version, source, this.optionsFor(uri), { program, uri, options: () => this.rulesFor(uri) })
  }

  /**
   * The module that a document means by a dotted name.
   * @param level how many dots stand before the name: 0 and 1 are the folder of the document
   */
  module(from: string, name: string, level: number): Document | undefined {
    let folder = from.slice(0, from.lastIndexOf('/'))
    for (let up = 1; up < level; up++) folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
    const stem = name === '' ? folder : `${folder}/${name.replaceAll('.', '/')}`
    if (this.now === undefined) return this.lookUp(stem)
    if (this.now() > this.lookedAt + freshness) {
      this.modules.clear()
      this.lookedAt = this.now()
    }
    if (this.modules.has(stem)) return this.modules.get(stem)
    const document = this.lookUp(stem)
    this.modules.set(stem, document)
    return document
  }

  private lookUp(stem: string): Document | undefined {
    for (const end of moduleFiles) {
      const document = this.open.get(stem + end) ?? this.read(stem + end)
      if (document !== undefined) return document
    }
    return undefined
  }

  /** Files have come, changed or gone. */
  filesChanged(): void {
    this.modules.clear()
  }

  /** A file that is not open, as it is now. */
  read(uri: string): Document | undefined {
    const source = this.readFile(uri)
    const known = this.beside.get(uri)
    if (source === undefined || known?.source === source) return source === undefined ? undefined : known
    const document = this.document(uri, 0, source)
    this.beside.set(uri, document)
    return document
  }

  get(uri: string): Document | undefined {
    return this.open.get(uri)
  }

  get all(): readonly Document[] {
    return [...this.open.values()]
  }

  didOpen({ textDocument: { uri, version, text, languageId } }: lsp.DidOpenTextDocumentParams): Document {
    const document = this.document(uri, version, text)
    document.isPython = languageId === 'python'
    this.open.set(uri, document)
    this.modules.clear()
    return document
  }

  didChange({ textDocument, contentChanges }: lsp.DidChangeTextDocumentParams): Document | undefined {
    const document = this.open.get(textDocument.uri)
    // Some clients tell no version.
    document?.change(textDocument.version ?? document.version + 1, contentChanges)
    return document
  }

  didClose({ textDocument }: lsp.DidCloseTextDocumentParams): void {
    this.open.delete(textDocument.uri)
    this.program.forget(textDocument.uri)
    this.modules.clear()
  }
}
