/**
 * The files of the folders that a client has open: their texts and the names they bind, read in slices so that nobody waits for it.
 *
 * Knows no documents: what is open in an editor is told apart by who asks. Which files there are is for who starts the server to say.
 */

import type * as lsp from 'vscode-languageserver-protocol'
import { type Columns, parse, type SourceText, type Span, type Statement } from '../language/index.ts'
import { outlineKinds, toRange } from './convert.ts'

export interface WorkspaceOptions {
  /** The programs below a folder, one after another; left out where there are no files. */
  readonly files?: (folder: string) => Iterable<string>
  readonly readFile?: (uri: string) => string | undefined
  readonly defer: (work: () => void) => void
  readonly now?: () => number
  /** How the client counts columns. */
  readonly columns?: () => Columns
}

/** One file as it was last read. */
export interface WorkspaceFile {
  readonly uri: string
  readonly source: string
  readonly symbols: readonly lsp.SymbolInformation[]
}

/** Milliseconds of reading between looking for messages. */
const slice = 8

export class Workspace {
  private readonly options: WorkspaceOptions
  private readonly known = new Map<string, WorkspaceFile>()
  private readonly waiting: Iterator<string>[] = []
  private listeners: (() => void)[] = []
  private isReading = false

  constructor(options: WorkspaceOptions) {
    this.options = options
  }

  /** Begins to read the files of some folders. */
  addFolders(folders: readonly string[]): void {
    const { files } = this.options
    if (files === undefined) return
    for (const folder of folders) this.waiting.push(files(folder)[Symbol.iterator]())
    this.readOn()
  }

  removeFolder(folder: string): void {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`
    for (const uri of this.known.keys()) if (uri.startsWith(prefix)) this.known.delete(uri)
  }

  /** A file has come, changed or gone. */
  changed(uri: string): void {
    if (!/\.(?:coro|py)$/.test(uri)) return
    this.read(uri)
  }

  get files(): readonly WorkspaceFile[] {
    return [...this.known.values()]
  }

  file(uri: string): WorkspaceFile | undefined {
    return this.known.get(uri)
  }

  get isComplete(): boolean {
    return !this.isReading
  }

  /** Once every file has been read. */
  complete(): Promise<void> {
    if (!this.isReading) return Promise.resolve()
    return new Promise(resolve => {
      this.listeners.push(resolve)
    })
  }

  private readOn(): void {
    if (this.isReading) return
    this.isReading = true
    this.options.defer(() => this.readSlice())
  }

  private readSlice(): void {
    const { now, defer } = this.options
    const end = now === undefined ? Number.POSITIVE_INFINITY : now() + slice
    while (this.waiting.length > 0) {
      const next = this.waiting[0].next()
      if (next.done) this.waiting.shift()
      else if (!this.known.has(next.value)) this.read(next.value)
      if (now !== undefined && now() > end) {
        defer(() => this.readSlice())
        return
      }
    }
    this.isReading = false
    const { listeners } = this
    this.listeners = []
    for (const listener of listeners) listener()
  }

  private read(uri: string): void {
    const source = this.options.readFile?.(uri)
    if (source === undefined) this.known.delete(uri)
    else this.known.set(uri, { uri, source, symbols: symbolsOf(uri, source, this.options.columns?.()) })
  }
}

/** The names that a text binds, functions' own left out. */
function symbolsOf(uri: string, source: string, columns?: Columns): lsp.SymbolInformation[] {
  const { tree, text } = parse(source, columns)
  const found: lsp.SymbolInformation[] = []
  collect(tree.body, '', uri, text, found)
  return found
}

function collect(
  body: readonly Statement[],
  container: string,
  uri: string,
  text: SourceText,
  found: lsp.SymbolInformation[],
): void {
  const add = (name: string, kind: lsp.SymbolKind, span: Span): void => {
    if (name !== '') found.push({ name, kind, location: { uri, range: toRange(text, span) }, containerName: container })
  }
  for (const node of body) {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        add(node.name, container === '' ? outlineKinds.function : outlineKinds.method, node.nameSpan)
        break
      case 'ClassDef':
        add(node.name, outlineKinds.class, node.nameSpan)
        collect(node.body, node.name, uri, text, found)
        break
      case 'Assign':
        for (const target of node.targets) if (target.kind === 'Name') add(target.id, outlineKinds.variable, target)
        break
      case 'AnnAssign':
        if (node.target.kind === 'Name') add(node.target.id, outlineKinds.variable, node.target)
        break
      case 'If':
        collect([...node.body, ...node.orelse], container, uri, text, found)
        break
      case 'Try':
        collect(
          [...node.body, ...node.handlers.flatMap(handler => handler.body), ...node.orelse, ...node.finalbody],
          container,
          uri,
          text,
          found,
        )
        break
      default:
    }
  }
}
