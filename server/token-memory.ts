/** The semantic tokens a client last got, so that it can be sent what has changed since. Knows numbers, not tokens. */

import type * as lsp from 'vscode-languageserver-protocol'

export class TokenMemory {
  private readonly last = new Map<string, { readonly id: string; readonly data: readonly number[] }>()
  private count = 0

  full(uri: string, data: number[]): lsp.SemanticTokens {
    const id = String(++this.count)
    this.last.set(uri, { id, data })
    return { resultId: id, data }
  }

  /** The one stretch in which the new tokens differ from those of `previousId`; all tokens when that is not known. */
  delta(uri: string, previousId: string, data: number[]): lsp.SemanticTokens | lsp.SemanticTokensDelta {
    const before = this.last.get(uri)
    const { resultId } = this.full(uri, data)
    if (before === undefined || before.id !== previousId) return { resultId: resultId!, data }
    const old = before.data
    const shorter = Math.min(old.length, data.length)
    let start = 0
    while (start < shorter && old[start] === data[start]) start++
    // Whole tokens, five numbers each.
    start -= start % 5
    let tail = 0
    while (tail < shorter - start && old[old.length - 1 - tail] === data[data.length - 1 - tail]) tail++
    tail -= tail % 5
    const deleteCount = old.length - start - tail
    const inserted = data.slice(start, data.length - tail)
    const edits = deleteCount === 0 && inserted.length === 0 ? [] : [{ start, deleteCount, data: inserted }]
    return { resultId: resultId!, edits }
  }

  forget(uri: string): void {
    this.last.delete(uri)
  }
}
