/** The ways in which clients ask: about a document, a place in one, or an item that they were given. */

import type { CancellationToken } from 'vscode-languageserver'
import type * as lsp from 'vscode-languageserver-protocol'
import type { Analysis } from '../language/index.ts'
import { toOffset } from './convert.ts'
import type { Documents } from './documents.ts'

/** An answer that the client shows as the reason why there is none. */
export class Refused extends Error {}

/** What answers requests, by method. The parameters have been looked at: `parameters.ts`. */
export type Requests = Record<string, (params: never, token: CancellationToken) => unknown>

export interface AtDocument {
  readonly textDocument: lsp.TextDocumentIdentifier
}

export interface AtPosition extends AtDocument {
  readonly position: lsp.Position
}

export interface Asking {
  /** A request about a whole document. */
  about<Params extends AtDocument>(answer: (analysis: Analysis, params: Params) => unknown): (params: never) => unknown
  /** A request about a place in a document. */
  at<Params extends AtPosition>(
    answer: (analysis: Analysis, offset: number, params: Params) => unknown,
  ): (params: never) => unknown
  /** A request about an item of a hierarchy. */
  ofItem(answer: (analysis: Analysis, offset: number, uri: string) => unknown): (params: never) => unknown
}

/** A document that is not open is answered with nothing. */
export function askingOf(documents: Documents): Asking {
  const asking: Asking = {
    about: answer => params => {
      const document = documents.get((params as AtDocument).textDocument.uri)
      return document === undefined ? null : (answer(document.analysis, params) ?? null)
    },
    at: <Params extends AtPosition>(answer: (analysis: Analysis, offset: number, params: Params) => unknown) =>
      asking.about((analysis, params: Params) => answer(analysis, toOffset(analysis.text, params.position), params)),
    ofItem: answer => params => {
      const { item } = params as { readonly item: lsp.CallHierarchyItem }
      // One of a file that is not open is given as well.
      const document = documents.get(item.uri) ?? documents.read(item.uri)
      if (document === undefined) return null
      const { analysis } = document
      return answer(analysis, toOffset(analysis.text, item.selectionRange.start), item.uri)
    },
  }
  return asking
}

/** Of places that are the same the first. */
export function distinct<T extends { readonly uri: string; readonly span: { readonly start: number } }>(
  items: readonly T[],
): T[] {
  const seen = new Set<string>()
  return items.filter(({ uri, span }) => {
    const key = `${uri} ${span.start}`
    return !seen.has(key) && seen.add(key)
  })
}
