/** What stands at a place, and where else it stands. */

import type { CancellationToken } from 'vscode-languageserver'
import type * as lsp from 'vscode-languageserver-protocol'
import { type AtPosition, askingOf, distinct, type Requests } from '../asking.ts'
import { toHighlight, toLocation, toPlace, toRange, toWorkspaceSymbols } from '../convert.ts'
import { declaration, definition } from '../features/definition.ts'
import { highlight } from '../features/highlight.ts'
import { hover } from '../features/hover.ts'
import { references } from '../features/references.ts'
import { documentSymbols } from '../features/symbols.ts'
import type { Serving } from '../serving.ts'

/** More symbols than this no list shows. */
const maximumSymbols = 2000

export function navigation(serving: Serving): Requests {
  const { at } = askingOf(serving.documents)
  return {
    'textDocument/hover': at((analysis, offset, { textDocument: { uri } }) => {
      const elsewhere = serving.project.follow(uri, analysis, offset)
      const data = hover.answer(analysis, offset)
      const markdown = elsewhere && hover.answer(elsewhere.analysis, elsewhere.span.start)?.markdown
      const value = markdown ?? data?.markdown
      return (
        value && { contents: { kind: 'markdown', value }, ...(data && { range: toRange(analysis.text, data.span) }) }
      )
    }),
    'textDocument/definition': at((analysis, offset, { textDocument: { uri } }) => {
      const elsewhere = serving.project.follow(uri, analysis, offset)
      if (elsewhere !== undefined) return [toPlace(elsewhere)]
      return definition.answer(analysis, offset).map(span => toLocation(uri, analysis.text, span))
    }),
    'textDocument/declaration': at((analysis, offset, { textDocument: { uri } }) =>
      declaration.answer(analysis, offset).map(span => toLocation(uri, analysis.text, span)),
    ),
    'textDocument/typeDefinition': at((analysis, offset) =>
      serving.project.typeDefinition(analysis, offset).map(toPlace),
    ),
    'textDocument/implementation': at((analysis, offset) =>
      serving.project.implementations(analysis, offset).map(toPlace),
    ),
    'textDocument/references': at((analysis, offset, params: AtPosition & lsp.ReferenceParams) => {
      const { uri } = params.textDocument
      const { includeDeclaration } = params.context
      const origin = serving.project.originOf(uri, analysis, offset)
      if (origin === undefined) {
        const plain = references.answer(analysis, offset, includeDeclaration).map(span => ({ uri, analysis, span }))
        const symbol = serving.project.symbolAt(analysis, offset)
        const places = symbol === undefined ? [] : serving.project.placesOf(symbol)
        return distinct([...plain, ...places.filter(place => includeDeclaration || !place.isDefinition)]).map(toPlace)
      }
      const own = references.answer(origin.analysis, origin.span.start, includeDeclaration)
      const uses = serving.project.usesElsewhere(origin.uri, origin.name)
      return [
        ...own.map(span => toLocation(origin.uri, origin.analysis.text, span)),
        ...uses.filter(use => includeDeclaration || use.kind !== 'import').map(toPlace),
      ]
    }),
    'textDocument/documentHighlight': at((analysis, offset) =>
      highlight.answer(analysis, offset).map(item => toHighlight(analysis.text, item)),
    ),
    'workspace/symbol': ({ query }: lsp.WorkspaceSymbolParams, token: CancellationToken) =>
      workspaceSymbols(serving, query, token),
  }
}

function workspaceSymbols(serving: Serving, query: string, token: CancellationToken): lsp.SymbolInformation[] {
  const found: lsp.SymbolInformation[] = []
  const add = (symbols: readonly lsp.SymbolInformation[]): void => {
    for (const symbol of symbols) {
      if (found.length < maximumSymbols && isLike(symbol.name, query)) found.push(symbol)
    }
  }
  const open = new Set<string>()
  if (token.isCancellationRequested) return found
  for (const { uri, analysis } of serving.documents.all) {
    open.add(uri)
    add(documentSymbols.answer(analysis).flatMap(node => toWorkspaceSymbols(uri, analysis.text, node)))
  }
  for (const { uri, symbols } of serving.workspace.files) if (!open.has(uri)) add(symbols)
  return found
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
