/** What client and server tell each other when they meet: what each of them can. */

import type * as lsp from 'vscode-languageserver-protocol'
import type { Columns } from '../language/index.ts'
import { prepareCalls } from './features/call-hierarchy.ts'
import { codeActions } from './features/code-action.ts'
import { codeLens } from './features/code-lens.ts'
import { completion } from './features/completion.ts'
import { declaration, definition } from './features/definition.ts'
import { diagnostics } from './features/diagnostics.ts'
import { documentLinks } from './features/document-link.ts'
import { folding } from './features/folding.ts'
import { onTypeFormatting, rangeFormatting } from './features/formatting.ts'
import { highlight } from './features/highlight.ts'
import { hover } from './features/hover.ts'
import { inlayHints } from './features/inlay-hints.ts'
import { inlineValues } from './features/inline-values.ts'
import { linkedEditing } from './features/linked-editing.ts'
import { references } from './features/references.ts'
import { prepareRename } from './features/rename.ts'
import { selection } from './features/selection.ts'
import { semanticTokens } from './features/semantic-tokens.ts'
import { signature } from './features/signature.ts'
import { documentSymbols } from './features/symbols.ts'
import type { Client, Serving } from './serving.ts'
import { readSettings } from './settings.ts'

/** What concerns the server when files and folders are renamed. */
const programFiles = [
  { scheme: 'file', pattern: { glob: '**/*.{coro,py}', matches: 'file' as const } },
  { scheme: 'file', pattern: { glob: '**/*', matches: 'folder' as const } },
]
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

/** Notes what the client can, and says what the server can. */
export function initialize(serving: Serving, params: lsp.InitializeParams): lsp.InitializeResult {
  serving.folders = foldersOf(params)
  serving.client = clientOf(params)
  serving.settings = readSettings(serving.settings, params.initializationOptions)
  const { version } = serving.options
  return {
    capabilities: {
      positionEncoding: serving.client.columns,
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
    serverInfo: { name: 'Coroscope', ...(version === undefined ? {} : { version }) },
  }
}

function foldersOf({ workspaceFolders, rootUri }: lsp.InitializeParams): readonly string[] {
  return workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
}

function clientOf({ capabilities }: lsp.InitializeParams): Client {
  const { workspace, textDocument, general } = capabilities
  const item = textDocument?.completion?.completionItem
  return {
    columns: columnsOf(general?.positionEncodings),
    // A client that asks for diagnostics is not sent them as well: it would show each twice.
    pulls: textDocument?.diagnostic !== undefined,
    hasFolders: workspace?.workspaceFolders === true,
    canRefresh: workspace?.diagnostics?.refreshSupport === true,
    canWatch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    resolvesEdits:
      textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
      textDocument.codeAction.dataSupport === true,
    hasSnippets: item?.snippetSupport === true,
    asksForDocumentation: item?.resolveSupport?.properties.includes('documentation') === true,
  }
}

const known: ReadonlySet<string> = new Set<Columns>(['utf-16', 'utf-8', 'utf-32'])

/** The first of the ways to count columns that the client likes; one that names none counts UTF-16 units. */
function columnsOf(liked: readonly string[] | undefined): Columns {
  return (liked?.find(name => known.has(name)) as Columns | undefined) ?? 'utf-16'
}
