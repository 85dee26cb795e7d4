/**
 * The language server: one table from the requests of the Language Server Protocol to the features that answer them.
 *
 * Knows a connection by its type only, so that it runs wherever one can be made. A request about a document that is not open is
 * answered with nothing; a failure of ours is logged and answered with nothing, so that the editor never suffers from it.
 */

import type { CancellationToken, Connection } from 'vscode-languageserver'
import type * as lsp from 'vscode-languageserver-protocol'
import { type Analysis, type AnalyzeOptions, dumpTokens, dumpTree } from '../language/index.ts'
import type { CheckOptions } from '../language/rules/index.ts'
import {
  toCallItem,
  toCodeAction,
  toCodeLens,
  toCompletionItem,
  toDiagnostic,
  toDocumentation,
  toDocumentSymbol,
  toFoldingRange,
  toHighlight,
  toIncomingCall,
  toInlayHint,
  toInlineValue,
  toLocation,
  toOffset,
  toOutgoingCall,
  toPlace,
  toRange,
  toSelectionRange,
  toSignatureHelp,
  toSpan,
  toStateMachine,
  toTextEdit,
  toTypeItem,
  toWorkspaceEdit,
  toWorkspaceSymbols,
} from './convert.ts'
import { type Document, Documents } from './documents.ts'
import { incomingCalls, outgoingCalls, prepareCalls } from './features/call-hierarchy.ts'
import { codeActions } from './features/code-action.ts'
import { codeLens } from './features/code-lens.ts'
import { type Completion, completion, type EngineNames } from './features/completion.ts'
import { declaration, definition } from './features/definition.ts'
import { diagnostics, diagnosticsWithin, maximumLength } from './features/diagnostics.ts'
import { documentLinks } from './features/document-link.ts'
import { folding } from './features/folding.ts'
import { onTypeFormatting, rangeFormatting } from './features/formatting.ts'
import { highlight } from './features/highlight.ts'
import { hover } from './features/hover.ts'
import { inlayHints } from './features/inlay-hints.ts'
import { inlineValues } from './features/inline-values.ts'
import { linkedEditing } from './features/linked-editing.ts'
import { machineAt } from './features/machine.ts'
import { references } from './features/references.ts'
import { prepareRename, reasonAgainstName, rename } from './features/rename.ts'
import { selection } from './features/selection.ts'
import { encodedTokens, encodeTokens, prepareTokens, semanticTokens } from './features/semantic-tokens.ts'
import { signature } from './features/signature.ts'
import { documentSymbols } from './features/symbols.ts'
import { Project } from './project.ts'
import { Reports } from './reports.ts'
import { initialSettings, readSettings, type Settings } from './settings.ts'
import { TokenMemory } from './token-memory.ts'
import { Workspace } from './workspace.ts'

export interface ServerOptions {
  /** Runs a piece of work once what has already arrived is handled: one check for many keystrokes. */
  readonly defer: (work: () => void, milliseconds?: number) => void
  /** Milliseconds since some moment; left out, no work is cut into slices. */
  readonly now?: () => number
  /** The version told to clients. */
  readonly version?: string
  /** The library modules that the engine has, by dotted name, and the names in each; left out, no import is refused. */
  readonly modules?: EngineNames
  /** The text of a file beside the program; left out where there are no files. */
  readonly readFile?: (uri: string) => string | undefined
  /** The address of the folder with a page on each rule, a slash at its end. */
  readonly rulePages?: string
  /** The programs below a folder, one after another; left out where there are no files. */
  readonly files?: (folder: string) => Iterable<string>
  /** Makes the error that tells a client why it gets no answer. */
  readonly failure: (message: string) => Error
}

/** A Python name, as an expression of JavaScript. */
const namePattern = '[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*'

/** Milliseconds of work between looking for messages. */
const slice = 12

/** Characters: in a statement longer than that, which no person has written, errors are told without reading it a second time. */
const patience = 50_000

/** The same for work that nobody has asked for yet. */
const shortSlice = 2

/** What concerns the server when files and folders are renamed. */
const programFiles = [
  { scheme: 'file', pattern: { glob: '**/*.{coro,py}', matches: 'file' as const } },
  { scheme: 'file', pattern: { glob: '**/*', matches: 'folder' as const } },
]

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

/** So many completions are documented at once for a client that does not ask for documentation later. */
const maximumDocumented = 300

/** More symbols than this no list shows. */
const maximumSymbols = 2000

/** Milliseconds without a keystroke after which somebody counts as not typing. */
const pause = 250

/** Milliseconds without a keystroke after which what an editor is going to ask for is brought up to date. */
const idle = 40

/** An answer that the client shows as the reason why there is none. */
class Refused extends Error {}

const features = [
  codeActions,
  codeLens,
  completion,
  declaration,
  definition,
  diagnostics,
  documentLinks,
  documentSymbols,
  folding,
  highlight,
  hover,
  inlayHints,
  inlineValues,
  linkedEditing,
  onTypeFormatting,
  prepareCalls,
  prepareRename,
  rangeFormatting,
  references,
  selection,
  semanticTokens,
  signature,
]

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

/** What a code action is known by until its edit is asked for. */
interface ActionData {
  readonly uri: string
  readonly version: number
  readonly range: lsp.Range
  readonly index: number
}

interface AtDocument {
  readonly textDocument: lsp.TextDocumentIdentifier
}

interface AtPosition extends AtDocument {
  readonly position: lsp.Position
}

class Server {
  private readonly connection: Connection
  private readonly options: ServerOptions
  private readonly documents: Documents
  private readonly workspace: Workspace
  private readonly project: Project
  private folders: readonly string[] = []
  private readonly tokens = new TokenMemory()
  /** Documents that have changed since their diagnostics were last sent. */
  private readonly changed = new Set<Document>()
  /** Those of `changed` of which a part of their diagnostics has been sent. */
  private readonly unfinished = new Set<Document>()
  /** Documents of which all that is found out in idle moments once was. */
  private readonly prepared = new WeakSet<Document>()
  private readonly reports = new Reports()
  /** How often anything has changed, and how often it had when the workspace was last reported on. */
  private changeCount = 0
  private reportedCount = -1
  private onChange: (() => void)[] = []
  private pulls = false
  private canRefresh = false
  /** The last piece of work was much longer than a slice. */
  private isSlow = false
  private resolvesEdits = false
  private canWatch = false
  private hasSnippets = false
  private asksForDocumentation = false
  /** What the last completion offered, by label. */
  private offered: ReadonlyMap<string, Completion> = new Map()
  private settings: Settings = initialSettings

  constructor(connection: Connection, options: ServerOptions) {
    this.connection = connection
    this.options = options
    this.documents = new Documents(
      uri => this.analyzeOptions(uri),
      uri => this.ruleOptions(uri),
      uri => options.readFile?.(uri),
      options.now,
    )
    this.workspace = new Workspace(options)
    this.project = new Project(this.documents, this.workspace)
  }

  listen(): void {
    this.connection.onInitialize(params => this.initialize(params))
    for (const [method, handler] of Object.entries(this.requests)) {
      this.connection.onRequest(method, (params: unknown, token: CancellationToken) =>
        this.isForOthers(method, params) ? null : this.answered(method, () => handler(params as never, token)),
      )
    }
    for (const [method, handler] of Object.entries(this.notifications)) {
      this.connection.onNotification(method, (params: unknown) => this.guarded(method, () => handler(params as never)))
    }
    this.connection.listen()
  }

  private readonly requests: Record<string, (params: never, token: CancellationToken) => unknown> = {
    'textDocument/diagnostic': (
      { textDocument, previousResultId }: lsp.DocumentDiagnosticParams,
      token: CancellationToken,
    ) => {
      const document = this.documents.get(textDocument.uri)
      return document === undefined ? null : this.pulledDiagnostics(document, previousResultId, token)
    },
    'workspace/diagnostic': (params: lsp.WorkspaceDiagnosticParams, token: CancellationToken) =>
      this.workspaceDiagnostics(params, token),
    'textDocument/hover': this.at((analysis, offset, { textDocument: { uri } }) => {
      const elsewhere = this.project.follow(uri, analysis, offset)
      const data = hover.answer(analysis, offset)
      const markdown = elsewhere && hover.answer(elsewhere.analysis, elsewhere.span.start)?.markdown
      const value = markdown ?? data?.markdown
      return (
        value && { contents: { kind: 'markdown', value }, ...(data && { range: toRange(analysis.text, data.span) }) }
      )
    }),
    'textDocument/definition': this.at((analysis, offset, { textDocument: { uri } }) => {
      const elsewhere = this.project.follow(uri, analysis, offset)
      if (elsewhere !== undefined) return [toPlace(elsewhere)]
      return definition.answer(analysis, offset).map(span => toLocation(uri, analysis.text, span))
    }),
    'textDocument/declaration': this.at((analysis, offset, { textDocument: { uri } }) =>
      declaration.answer(analysis, offset).map(span => toLocation(uri, analysis.text, span)),
    ),
    'textDocument/typeDefinition': this.at((analysis, offset) =>
      this.project.typeDefinition(analysis, offset).map(toPlace),
    ),
    'textDocument/implementation': this.at((analysis, offset) =>
      this.project.implementations(analysis, offset).map(toPlace),
    ),
    'textDocument/prepareTypeHierarchy': this.at((analysis, offset) => {
      const cls = this.project.classAt(analysis, offset)
      return cls && [toTypeItem(cls)]
    }),
    'typeHierarchy/supertypes': this.ofItem((analysis, offset) => {
      const cls = this.project.classAt(analysis, offset)
      return cls && this.project.basesOf(cls).map(toTypeItem)
    }),
    'typeHierarchy/subtypes': this.ofItem((analysis, offset) => {
      const cls = this.project.classAt(analysis, offset)
      return cls && this.project.subclassesOf(cls).map(toTypeItem)
    }),
    'textDocument/references': this.at((analysis, offset, params: AtPosition & lsp.ReferenceParams) => {
      const { uri } = params.textDocument
      const { includeDeclaration } = params.context
      const origin = this.project.originOf(uri, analysis, offset)
      if (origin === undefined) {
        const plain = references.answer(analysis, offset, includeDeclaration).map(span => ({ uri, analysis, span }))
        const symbol = this.project.symbolAt(analysis, offset)
        const places = symbol === undefined ? [] : this.project.placesOf(symbol)
        return distinct([...plain, ...places.filter(place => includeDeclaration || !place.isDefinition)]).map(toPlace)
      }
      const own = references.answer(origin.analysis, origin.span.start, includeDeclaration)
      const uses = this.project.usesElsewhere(origin.uri, origin.name)
      return [
        ...own.map(span => toLocation(origin.uri, origin.analysis.text, span)),
        ...uses.filter(use => includeDeclaration || use.kind !== 'import').map(toPlace),
      ]
    }),
    'textDocument/documentHighlight': this.at((analysis, offset) =>
      highlight.answer(analysis, offset).map(item => toHighlight(analysis.text, item)),
    ),
    'textDocument/prepareRename': this.at((analysis, offset) => {
      const symbol = this.project.symbolAt(analysis, offset)
      if (symbol !== undefined && !isSpecial(symbol.name))
        return { range: toRange(analysis.text, symbol.span), placeholder: symbol.name }
      const data = prepareRename.answer(analysis, offset)
      if ('refused' in data) throw new Refused(data.refused)
      return { range: toRange(analysis.text, data.span), placeholder: data.text }
    }),
    'textDocument/rename': this.at((analysis, offset, params: AtPosition & lsp.RenameParams) => {
      const { uri } = params.textDocument
      const symbol = this.project.symbolAt(analysis, offset)
      if (symbol !== undefined && !isSpecial(symbol.name)) return this.renamed(symbol, analysis, offset, uri, params)
      // A name that other modules import is renamed where it is bound, and there.
      const origin = this.project.originOf(uri, analysis, offset) ?? {
        uri,
        analysis,
        span: { start: offset },
        name: '',
      }
      const data = rename.answer(origin.analysis, origin.span.start, params.newName)
      if ('refused' in data) throw new Refused(data.refused)
      const uses = origin.name === '' ? [] : this.project.usesElsewhere(origin.uri, origin.name)
      return toWorkspaceEdit([
        ...data.edits.map(edit => ({ uri: origin.uri, analysis: origin.analysis, ...edit })),
        ...uses.map(use => ({ ...use, newText: params.newName })),
      ])
    }),
    'textDocument/completion': this.at((analysis, offset, { textDocument: { uri } }) => {
      const modules = this.project.modulesBeside(uri)
      const { items, replaced } = completion.answer(analysis, offset, this.options.modules, modules)
      this.offered = new Map(items.map(item => [item.label, item]))
      const { hasSnippets } = this
      // Of a long list most is never looked at, and what a function makes takes finding out.
      const atOnce = !this.asksForDocumentation && items.length <= maximumDocumented
      const all = items.map(item => toCompletionItem(analysis.text, item, replaced, hasSnippets, atOnce))
      return { isIncomplete: false, items: all }
    }),
    'completionItem/resolve': (item: lsp.CompletionItem) => {
      const text = this.offered.get(item.label)?.documentation?.()
      return text === undefined ? item : { ...item, ...toDocumentation(text) }
    },
    'textDocument/signatureHelp': this.at((analysis, offset) => {
      const data = signature.answer(analysis, offset)
      return data && toSignatureHelp(data)
    }),
    'textDocument/documentSymbol': this.about(analysis =>
      documentSymbols.answer(analysis).map(node => toDocumentSymbol(analysis.text, node)),
    ),
    'textDocument/foldingRange': this.about(analysis =>
      folding.answer(analysis).map(fold => toFoldingRange(analysis.text, fold)),
    ),
    'textDocument/selectionRange': this.about((analysis, { positions }: lsp.SelectionRangeParams) =>
      positions.map(position =>
        toSelectionRange(analysis.text, selection.answer(analysis, toOffset(analysis.text, position))),
      ),
    ),
    'textDocument/prepareCallHierarchy': this.at((analysis, offset, { textDocument: { uri } }) => {
      const caller = prepareCalls.answer(analysis, offset)
      return caller && [toCallItem(uri, analysis.text, caller)]
    }),
    'callHierarchy/incomingCalls': this.ofItem((analysis, offset, uri) => {
      // Those of a method are told by types, here as elsewhere.
      const isMember = this.project.symbolAt(analysis, offset)?.kind === 'member'
      const here = isMember ? [] : incomingCalls.answer(analysis, offset)
      return [
        ...here.map(group => toIncomingCall(uri, analysis.text, group)),
        ...this.project
          .callsTo(uri, analysis, offset)
          .map(({ uri, analysis, group }) => toIncomingCall(uri, analysis.text, group)),
      ]
    }),
    'callHierarchy/outgoingCalls': this.ofItem((analysis, offset, uri) => [
      ...outgoingCalls.answer(analysis, offset).map(group => toOutgoingCall(uri, analysis.text, group)),
      ...this.project
        .callsFrom(uri, analysis, offset)
        .map(call => toOutgoingCall(call.uri, call.analysis.text, call.group, analysis.text)),
    ]),
    'textDocument/codeLens': this.about((analysis, { textDocument: { uri } }) =>
      this.settings.codeLens ? codeLens.answer(analysis).map(lens => toCodeLens(uri, analysis.text, lens)) : [],
    ),
    'textDocument/inlayHint': this.about((analysis, { range }: lsp.InlayHintParams) =>
      inlayHints
        .answer(analysis, toSpan(analysis.text, range), this.settings.inlayHints)
        .map(hint => toInlayHint(analysis.text, hint)),
    ),
    'textDocument/codeAction': this.about((analysis, { textDocument: { uri }, range, context }: lsp.CodeActionParams) =>
      this.actionsIn(analysis, uri, range)
        .map((action, index): lsp.CodeAction => {
          const { edit, ...rest } = action
          const version = this.documents.get(uri)?.version
          return this.resolvesEdits ? { ...rest, data: { uri, version, range, index } } : action
        })
        .filter(({ kind }) => context?.only?.some(only => kind?.startsWith(only)) !== false),
    ),
    'codeAction/resolve': (action: lsp.CodeAction) => {
      const { uri, version, range, index } = (action.data ?? {}) as Partial<ActionData>
      const document = uri === undefined ? undefined : this.documents.get(uri)
      // What was offered for another text may do harm to this one.
      if (document === undefined || range === undefined || document.version !== version) return action
      const found = this.actionsIn(document.analysis, document.uri, range)[index ?? -1]
      return found?.title === action.title ? { ...action, edit: found.edit } : action
    },
    'textDocument/semanticTokens/full': this.about((analysis, { textDocument: { uri } }) =>
      // Of a text that long the editor is asked to look at what is in view.
      this.tokens.full(uri, analysis.source.length > maximumLength ? [] : encodedTokens(analysis)),
    ),
    'textDocument/semanticTokens/full/delta': this.about(
      (analysis, { textDocument: { uri }, previousResultId }: lsp.SemanticTokensDeltaParams) =>
        this.tokens.delta(uri, previousResultId, analysis.source.length > maximumLength ? [] : encodedTokens(analysis)),
    ),
    'textDocument/semanticTokens/range': this.about((analysis, { range }: lsp.SemanticTokensRangeParams) => ({
      data: encodeTokens(analysis, semanticTokens.answer(analysis, toSpan(analysis.text, range))),
    })),
    'workspace/symbol': ({ query }: lsp.WorkspaceSymbolParams, token: CancellationToken) =>
      this.workspaceSymbols(query, token),
    'textDocument/documentLink': this.about((analysis, { textDocument: { uri } }) =>
      documentLinks
        .answer(analysis, (module, level) => this.project.addressOf(uri, module, level))
        .map(({ span, ...link }) => ({ range: toRange(analysis.text, span), ...link })),
    ),
    'textDocument/rangeFormatting': this.about((analysis, { range, options }: lsp.DocumentRangeFormattingParams) =>
      rangeFormatting
        .answer(analysis, [toSpan(analysis.text, range)], options)
        .map(edit => toTextEdit(analysis.text, edit)),
    ),
    'textDocument/rangesFormatting': this.about((analysis, { ranges, options }: lsp.DocumentRangesFormattingParams) =>
      rangeFormatting
        .answer(
          analysis,
          ranges.map(range => toSpan(analysis.text, range)),
          options,
        )
        .map(edit => toTextEdit(analysis.text, edit)),
    ),
    'textDocument/onTypeFormatting': this.at(
      (analysis, offset, params: AtPosition & lsp.DocumentOnTypeFormattingParams) =>
        onTypeFormatting
          .answer(analysis, offset, params.ch, params.options)
          .map(edit => toTextEdit(analysis.text, edit)),
    ),
    'textDocument/linkedEditingRange': this.at((analysis, offset) => {
      const spans = linkedEditing.answer(analysis, offset)
      return spans && { ranges: spans.map(span => toRange(analysis.text, span)), wordPattern: namePattern }
    }),
    'textDocument/inlineValue': this.about((analysis, { range, context }: lsp.InlineValueParams) => {
      if (this.settings.ownInlineValues) return []
      const stopped = toOffset(analysis.text, { line: context.stoppedLocation.end.line, character: 1 << 24 })
      return inlineValues
        .answer(analysis, toSpan(analysis.text, range), stopped)
        .map(value => toInlineValue(analysis.text, value))
    }),
    'workspace/willRenameFiles': ({ files }: lsp.RenameFilesParams) => {
      const renamed = (uri: string): string | undefined => {
        const file = files.find(({ oldUri }) => uri === oldUri || uri.startsWith(`${oldUri.replace(/\/$/, '')}/`))
        return file && file.newUri.replace(/\/$/, '') + uri.slice(file.oldUri.replace(/\/$/, '').length)
      }
      const edits = this.project.importsOf(renamed)
      return edits.length === 0 ? null : toWorkspaceEdit(edits)
    },
    'coroscope/stateMachine': this.at((analysis, offset) => {
      const machine = machineAt.answer(analysis, offset)
      return machine && toStateMachine(analysis.text, machine)
    }),
    'coroscope/tokens': this.about(analysis => dumpTokens(analysis.tokens)),
    'coroscope/tree': this.about(analysis => dumpTree(analysis.tree)),
  }

  private readonly notifications: Record<string, (params: never) => void> = {
    'textDocument/didOpen': (params: lsp.DidOpenTextDocumentParams) => this.check(this.documents.didOpen(params)),
    'textDocument/didChange': (params: lsp.DidChangeTextDocumentParams) => this.didChange(params),
    'textDocument/didClose': (params: lsp.DidCloseTextDocumentParams) => {
      const { uri } = params.textDocument
      const document = this.documents.get(uri)
      if (document === undefined) return
      this.changed.delete(document)
      this.unfinished.delete(document)
      this.documents.didClose(params)
      this.tokens.forget(uri)
      this.reports.forget(uri)
      this.workspace.changed(uri)
      this.noteChange()
      if (!this.pulls) this.send(uri, undefined, [])
    },
    'textDocument/didSave': () => {},
    'workspace/didChangeConfiguration': ({ settings }: lsp.DidChangeConfigurationParams) => {
      this.settings = readSettings(this.settings, settings)
      for (const document of this.documents.all) this.check(document)
    },
    'workspace/didChangeWatchedFiles': ({ changes }: lsp.DidChangeWatchedFilesParams) => {
      for (const { uri } of changes) this.workspace.changed(uri)
      this.othersChanged()
    },
    'workspace/didChangeWorkspaceFolders': ({ event }: lsp.DidChangeWorkspaceFoldersParams) => {
      const removed = new Set(event.removed.map(({ uri }) => uri))
      const added = event.added.map(({ uri }) => uri)
      this.folders = [...this.folders.filter(folder => !removed.has(folder)), ...added]
      this.workspace.addFolders(added)
      for (const folder of removed) this.workspace.removeFolder(folder)
    },
    'workspace/didRenameFiles': ({ files }: lsp.RenameFilesParams) => {
      for (const { oldUri, newUri } of files) {
        this.workspace.changed(oldUri)
        this.workspace.changed(newUri)
      }
      this.othersChanged()
    },
    initialized: () => {
      this.workspace.addFolders(this.folders)
      if (this.canWatch) this.watchFiles()
    },
  }

  private didChange(params: lsp.DidChangeTextDocumentParams): void {
    const document = this.documents.didChange(params)
    if (document === undefined) return
    this.unfinished.delete(document)
    this.check(document)
  }

  /** Asks to be told of files that come, change and go. */
  private watchFiles(): void {
    const method = 'workspace/didChangeWatchedFiles'
    const registerOptions = { watchers: [{ globPattern: '**/*.{coro,py}' }] }
    const registrations = [{ id: 'programs', method, registerOptions }]
    this.connection.sendRequest('client/registerCapability', { registrations }).catch(error => this.log(method, error))
  }

  /** Files that are not open have changed: what is said of those that are may be other now. */
  private othersChanged(): void {
    this.noteChange()
    this.documents.filesChanged()
    for (const document of this.documents.all) {
      document.refresh()
      this.check(document)
    }
    if (this.pulls && this.canRefresh) this.connection.languages.diagnostics.refresh().catch(() => {})
  }

  private initialize(params: lsp.InitializeParams): lsp.InitializeResult {
    const { capabilities, initializationOptions } = params
    this.folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : [])
    this.canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    this.resolvesEdits =
      capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
      capabilities.textDocument.codeAction.dataSupport === true
    this.canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true
    // A client that asks for diagnostics is not sent them as well: it would show each twice.
    this.pulls = capabilities.textDocument?.diagnostic !== undefined
    const item = capabilities.textDocument?.completion?.completionItem
    this.hasSnippets = item?.snippetSupport === true
    this.asksForDocumentation = item?.resolveSupport?.properties.includes('documentation') === true
    this.settings = readSettings(this.settings, initializationOptions)
    return {
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: 2, save: false },
        workspaceSymbolProvider: true,
        typeDefinitionProvider: true,
        implementationProvider: true,
        typeHierarchyProvider: true,
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: { willRename: { filters: programFiles }, didRename: { filters: programFiles } },
        },
        ...Object.assign({}, ...features.map(feature => feature.capability)),
      },
      serverInfo: {
        name: 'Coroscope',
        ...(this.options.version === undefined ? {} : { version: this.options.version }),
      },
    }
  }

  /** In a Python file others answer what any Python server can. */
  private isForOthers(method: string, params: unknown): boolean {
    const uri = (params as Partial<AtDocument> | undefined)?.textDocument?.uri
    const isPython = uri !== undefined && this.documents.get(uri)?.isPython === true
    return isPython && (this.settings.python === 'off' || !inPythonFiles.has(method))
  }

  /** A member or parameter gets another name everywhere in the program. */
  private renamed(
    symbol: NonNullable<ReturnType<Project['symbolAt']>>,
    analysis: Analysis,
    offset: number,
    uri: string,
    { newName }: lsp.RenameParams,
  ): lsp.WorkspaceEdit {
    // A parameter may clash with other names of its function.
    const definitions = this.project.placesOf(symbol).filter(place => place.isDefinition)
    const first = symbol.kind === 'parameter' ? definitions[0] : undefined
    const own = rename.answer(first?.analysis ?? analysis, first?.span.start ?? offset, newName)
    const refused = symbol.kind === 'member' ? reasonAgainstName(newName) : 'refused' in own ? own.refused : undefined
    if (refused !== undefined) throw new Refused(refused)
    const plain = 'edits' in own ? own.edits.map(edit => ({ ...edit, analysis: first?.analysis ?? analysis })) : []
    const here = plain.map(edit => ({
      uri: first?.uri ?? uri,
      analysis: edit.analysis,
      span: edit.span,
      newText: newName,
    }))
    const places = this.project.placesOf(symbol).map(place => ({ ...place, newText: newName }))
    return toWorkspaceEdit(distinct([...here, ...places]))
  }

  private workspaceSymbols(query: string, token: CancellationToken): lsp.SymbolInformation[] {
    const found: lsp.SymbolInformation[] = []
    const add = (symbols: readonly lsp.SymbolInformation[]): void => {
      for (const symbol of symbols) {
        if (found.length < maximumSymbols && isLike(symbol.name, query)) found.push(symbol)
      }
    }
    const open = new Set<string>()
    if (token.isCancellationRequested) return found
    for (const { uri, analysis } of this.documents.all) {
      open.add(uri)
      add(documentSymbols.answer(analysis).flatMap(node => toWorkspaceSymbols(uri, analysis.text, node)))
    }
    for (const { uri, symbols } of this.workspace.files) if (!open.has(uri)) add(symbols)
    return found
  }

  /** What is wrong with a document, found out in slices: somebody may be typing. Who has typed on gets what is known. */
  private pulledDiagnostics(
    document: Document,
    previousId: string | undefined,
    token: CancellationToken,
    version = document.version,
  ): unknown {
    const { now, defer } = this.options
    const start = now?.() ?? 0
    const isCurrent = document.version === version && this.documents.get(document.uri) === document
    const { analysis } = document
    const { items, isComplete } = diagnosticsWithin(
      analysis,
      () => isCurrent && (now === undefined || now() < start + slice),
    )
    if (isComplete || !isCurrent || token.isCancellationRequested) {
      if (isCurrent) this.isSlow = now !== undefined && now() - start > slice * 5
      const isOpen = this.documents.get(document.uri) === document
      const found = isOpen ? items.map(item => toDiagnostic(analysis.text, item, this.options.rulePages)) : []
      return this.reports.report(document.uri, found, previousId)
    }
    return new Promise<void>(resolve => defer(resolve, this.isSlow ? pause : 0)).then(() =>
      this.pulledDiagnostics(document, previousId, token, version),
    )
  }

  /**
   * What is wrong with the programs of the workspace, read one after another so that others are answered meanwhile. Who asks again while
   * nothing has changed waits until something does.
   */
  private async workspaceDiagnostics(
    { previousResultIds }: lsp.WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<lsp.WorkspaceDiagnosticReport> {
    if (previousResultIds.length > 0 && this.changeCount === this.reportedCount) await this.nextChange(token)
    this.reportedCount = this.changeCount
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]))
    const files = this.workspace.files.map(({ uri }) => uri).filter(uri => uri.endsWith('.coro'))
    const items: lsp.WorkspaceDocumentDiagnosticReport[] = []
    const open = this.documents.all.map(({ uri }) => uri).filter(uri => this.isInWorkspace(uri))
    for (const uri of new Set([...open, ...files])) {
      await new Promise<void>(resolve => this.options.defer(resolve))
      if (token.isCancellationRequested) break
      const edited = this.documents.get(uri)
      const document = edited ?? this.documents.read(uri)
      if (document === undefined || this.isSilentIn(document)) continue
      const { analysis } = document
      const found = diagnostics.answer(analysis).map(item => toDiagnostic(analysis.text, item, this.options.rulePages))
      items.push({ ...this.reports.report(uri, found, before.get(uri)), uri, version: edited?.version ?? null })
    }
    return { items }
  }

  private isInWorkspace(uri: string): boolean {
    return this.folders.some(folder => uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
  }

  private nextChange(token: CancellationToken): Promise<void> {
    return new Promise(resolve => {
      this.onChange.push(resolve)
      token.onCancellationRequested(() => resolve())
    })
  }

  /** Something has changed on which diagnostics may rest. */
  private noteChange(): void {
    this.changeCount++
    const waiting = this.onChange
    this.onChange = []
    for (const resolve of waiting) resolve()
  }

  private actionsIn(analysis: Analysis, uri: string, range: lsp.Range): lsp.CodeAction[] {
    return codeActions
      .answer(analysis, toSpan(analysis.text, range))
      .map(action => toCodeAction(uri, analysis.text, action))
  }

  // The ways to ask

  /** A request about a whole document. */
  private about<Params extends AtDocument>(
    answer: (analysis: Analysis, params: Params) => unknown,
  ): (params: never) => unknown {
    return (params: Params) => {
      if (params?.textDocument === undefined) throw new Refused('The request names no document.')
      const document = this.documents.get(params.textDocument.uri)
      return document === undefined ? null : (answer(document.analysis, params) ?? null)
    }
  }

  /** A request about a place in a document. */
  private at<Params extends AtPosition>(
    answer: (analysis: Analysis, offset: number, params: Params) => unknown,
  ): (params: never) => unknown {
    return this.about((analysis, params: Params) => answer(analysis, toOffset(analysis.text, params.position), params))
  }

  /** A request about an item of the call hierarchy. */
  private ofItem(answer: (analysis: Analysis, offset: number, uri: string) => unknown): (params: never) => unknown {
    return ({ item }: { readonly item?: lsp.CallHierarchyItem }) => {
      if (item === undefined) throw new Refused('The request names no item.')
      const document = this.documents.get(item.uri)
      if (document === undefined) return null
      const { analysis } = document
      return answer(analysis, toOffset(analysis.text, item.selectionRange.start), item.uri)
    }
  }

  /** The answer, once every file of the workspace has been read when it is one about all of them. */
  private answered(method: string, answer: () => unknown): unknown {
    const failed = (error: unknown): null => {
      if (error instanceof Refused) throw this.options.failure(error.message)
      this.log(method, error)
      return null
    }
    try {
      if (aboutWorkspace.has(method) && !this.workspace.isComplete) {
        return this.workspace.complete().then(answer).catch(failed)
      }
      const result = answer()
      return result instanceof Promise ? result.catch(failed) : result
    } catch (error) {
      return failed(error)
    }
  }

  private guarded(method: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.log(method, error)
    }
  }

  private log(method: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.connection.console.error(`${method}: ${text}`)
  }

  // Diagnostics that are sent unasked

  private check(document: Document | undefined): void {
    if (document === undefined) return
    this.noteChange()
    if (this.pulls) return
    if (this.changed.size === 0) this.options.defer(() => this.sendChanged())
    this.changed.add(document)
  }

  /**
   * Sends what is wrong with each document that has changed. What takes long comes later, in slices: between two of them messages are
   * handled, and a letter typed meanwhile starts over with what it has not made doubtful.
   */
  private sendChanged(): void {
    const { now, defer } = this.options
    const start = now?.() ?? 0
    const goesOn = (): boolean => now === undefined || now() < start + slice
    const changed = [...this.changed]
    this.changed.clear()
    for (const document of changed) {
      this.guarded('diagnostics', () => {
        const { uri, version, analysis } = document
        const { items, isComplete } = this.isSilentIn(document)
          ? { items: [], isComplete: true }
          : diagnosticsWithin(analysis, goesOn)
        // What comes in slices is shown first and last, not in between.
        if (isComplete || !this.unfinished.has(document)) {
          this.send(
            uri,
            version,
            items.map(item => toDiagnostic(analysis.text, item, this.options.rulePages)),
          )
        }
        this.unfinished.delete(document)
        const took = now === undefined ? 0 : now() - start
        if (isComplete) {
          // Of a new document a little at once, since who types without pause leaves no other time for it.
          if (!this.prepared.has(document)) this.prepare(document, version)
          else if (now !== undefined) defer(() => this.prepare(document, version), idle)
          // A statement that takes so long is looked at once nobody is typing in it.
          this.isSlow = took > slice * 5
          return
        }
        this.unfinished.add(document)
        const goOn = (): void => {
          if (document.version === version && this.documents.get(uri) === document) this.check(document)
        }
        if (this.isSlow) defer(goOn, pause)
        else goOn()
      })
    }
  }

  /** Finds out in idle moments what an editor is going to ask for: the colours of the text. */
  private prepare(document: Document, version: number): void {
    const { now } = this.options
    if (now === undefined || document.version !== version || this.documents.get(document.uri) !== document) return
    if (document.isPython || document.source.length > maximumLength) return
    const end = now() + shortSlice
    this.guarded('semantic tokens', () => {
      if (prepareTokens(document.analysis, () => now() < end)) this.prepared.add(document)
      else this.options.defer(() => this.prepare(document, version))
    })
  }

  private isSilentIn(document: Document): boolean {
    return document.isPython && this.settings.python === 'off'
  }

  private send(uri: string, version: number | undefined, items: lsp.Diagnostic[]): void {
    const params = { uri, ...(version === undefined ? {} : { version }), diagnostics: items }
    this.connection.sendNotification('textDocument/publishDiagnostics', params).catch(error => {
      this.log('textDocument/publishDiagnostics', error)
    })
  }

  private ruleOptions(uri: string): CheckOptions {
    const { modules, readFile } = this.options
    return {
      levels: this.settings.rules,
      ...(modules === undefined ? {} : { engine: modules }),
      canResolve: readFile !== undefined && uri.startsWith('file:'),
      coroutinesOnly: this.documents.get(uri)?.isPython === true,
    }
  }

  private analyzeOptions(uri: string): AnalyzeOptions {
    const { modules } = this.options
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1)
    return {
      path: uri.slice(folder.length),
      patience,
      ...(modules === undefined ? {} : { modules }),
      isLocalModule: name => this.documents.module(uri, name, 0) !== undefined,
    }
  }
}

/** Names with a meaning of their own in Python. */
function isSpecial(name: string): boolean {
  return /^__\w+__$/.test(name)
}

/** Of places that are the same the first. */
function distinct<T extends { readonly uri: string; readonly span: { readonly start: number } }>(
  items: readonly T[],
): T[] {
  const seen = new Set<string>()
  return items.filter(({ uri, span }) => {
    const key = `${uri} ${span.start}`
    return !seen.has(key) && seen.add(key)
  })
}

/** The letters of the query occur in this order. */
function isLike(name: string, query: string): boolean {
  let from = 0
  for (const letter of query.toLowerCase()) {
    from = name.toLowerCase().indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
