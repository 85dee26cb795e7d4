// Hovering an `await`, `yield`, `async for` or `async with` while the program stands still: who waits there, for whom, all the way down.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import type { CoroutineInfo } from './protocol.ts'
import { isSameSource } from './source.ts'

const keyword = /\b(?:await|yield(?:\s+from)?|async\s+(?:for|with))\b/g

export function registerAwaitHover(debugging: Debugging): vscode.Disposable {
  return vscode.languages.registerHoverProvider([{ language: 'coro' }, { language: 'python' }], {
    provideHover(document, position) {
      const { session } = debugging
      if (!session || !debugging.isStopped) return undefined
      const text = document.lineAt(position.line).text
      const match = [...text.matchAll(keyword)].find(
        each => each.index <= position.character && position.character <= each.index + each[0].length,
      )
      if (!match) return undefined
      const here = debugging.coroutines.filter(
        info =>
          info.state === 'CORO_SUSPENDED' &&
          info.line === position.line + 1 &&
          info.file !== undefined &&
          isSameSource(document, session, info.file),
      )
      if (here.length === 0) return undefined
      const lines = here.slice(0, most).map(info => waitingInWords(info, debugging.coroutines))
      if (here.length > most) lines.push(`and ${here.length - most} more`)
      const words = new vscode.MarkdownString()
      // As text: a name is never markup.
      for (const [index, line] of lines.entries()) {
        if (index > 0) words.appendMarkdown('\n\n')
        words.appendText(line)
      }
      const start = new vscode.Position(position.line, match.index)
      return new vscode.Hover(words, new vscode.Range(start, start.translate(0, match[0].length)))
    },
  })
}

/** So many coroutines are told of. */
const most = 8

/** `talk#1 awaits Ask.__await__#2, suspended at line 6; it yielded 'x?'`. */
export function waitingInWords(info: CoroutineInfo, all: readonly CoroutineInfo[]): string {
  const byId = new Map(all.map(each => [each.id, each]))
  let words = info.name
  const seen = new Set<number>()
  let at = info
  while (at.awaitingId !== undefined && !seen.has(at.id)) {
    seen.add(at.id)
    const next = byId.get(at.awaitingId)
    if (!next) break
    if (!next.isInternal) words += ` awaits ${next.name}${next.line === undefined ? '' : ` (line ${next.line})`}`
    at = next
  }
  if (at === info || at.isInternal)
    words += info.awaiting && at === info ? ` awaits ${info.awaiting}` : ' is suspended here'
  const value = info.lastYielded ?? at.lastYielded
  return value === undefined ? words : `${words}; it yielded ${value}`
}
