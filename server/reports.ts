/** The diagnostics that a client last got of each document, so that it can be told that nothing has changed. */

import type * as lsp from 'vscode-languageserver-protocol'

export class Reports {
  private readonly last = new Map<string, { readonly id: string; readonly text: string }>()
  private count = 0

  /** All of `items`, or only that they are those of `previousId`. */
  report(
    uri: string,
    items: lsp.Diagnostic[],
    previousId: string | undefined,
  ): lsp.FullDocumentDiagnosticReport | lsp.UnchangedDocumentDiagnosticReport {
    const text = JSON.stringify(items)
    const before = this.last.get(uri)
    if (before !== undefined && before.text === text && before.id === previousId) {
      return { kind: 'unchanged', resultId: before.id }
    }
    const id = String(++this.count)
    this.last.set(uri, { id, text })
    return { kind: 'full', resultId: id, items }
  }

  forget(uri: string): void {
    this.last.delete(uri)
  }
}
