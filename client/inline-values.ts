// Values at the ends of lines while stopped: the variables of the function in which the selected frame stands, and for each
// suspended coroutine what it last sent and yielded.

import * as vscode from 'vscode'
import type { Debugging } from './debugging.ts'
import { withoutStrings } from './drivable.ts'
import { isSameSource } from './source.ts'

const keywords = new Set(
  'and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try type while with yield None True False self cls'.split(
    ' ',
  ),
)

export class InlineValues implements vscode.InlineValuesProvider, vscode.Disposable {
  private readonly debugging: Debugging
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onDidChangeInlineValues = this.changed.event
  private readonly follow: vscode.Disposable

  constructor(debugging: Debugging) {
    this.debugging = debugging
    this.follow = debugging.onDidChange(() => this.changed.fire())
  }

  dispose(): void {
    this.follow.dispose()
    this.changed.dispose()
  }

  provideInlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    context: vscode.InlineValueContext,
  ): vscode.InlineValue[] {
    const { session } = this.debugging
    if (!session || !vscode.workspace.getConfiguration('coroscope').get('inlineValues', true)) return []
    const values: vscode.InlineValue[] = []
    for (const info of this.debugging.coroutines) {
      if (info.state !== 'CORO_SUSPENDED' || info.file === undefined || info.line === undefined) continue
      if (info.line > document.lineCount || !isSameSource(document, session, info.file)) continue
      const parts = [
        info.lastSent === undefined || info.lastSent === 'None' ? '' : `sent ${info.lastSent}`,
        info.lastYielded === undefined ? '' : `yielded ${info.lastYielded}`,
      ].filter(part => part !== '')
      if (parts.length === 0) continue
      values.push(new vscode.InlineValueText(document.lineAt(info.line - 1).range, `${info.name} ${parts.join(', ')}`))
    }
    return [...values, ...variables(document, viewPort, context.stoppedLocation.end.line)]
  }
}

/** Names to look up: those on the lines from the enclosing `def` to the line stopped at, each once a line. */
function variables(document: vscode.TextDocument, viewPort: vscode.Range, stopped: number): vscode.InlineValue[] {
  const indentOf = (line: number) => document.lineAt(line).firstNonWhitespaceCharacterIndex
  let first = stopped
  const indent = indentOf(Math.min(stopped, document.lineCount - 1))
  while (first > 0 && !(indentOf(first) < indent && /^\s*(?:async\s+)?def\b/.test(document.lineAt(first).text))) first--
  const values: vscode.InlineValue[] = []
  for (let line = Math.max(first, viewPort.start.line); line <= Math.min(stopped, document.lineCount - 1); line++) {
    const seen = new Set<string>()
    const code = withoutStrings(document.lineAt(line).text)
    for (const match of code.matchAll(/(?<![\w.])[\p{L}_][\p{L}\p{N}_]*(?!\s*\()/gu)) {
      const name = match[0]
      if (keywords.has(name) || seen.has(name) || /^\s*(?:from|import|class|@)/.test(code)) continue
      seen.add(name)
      const range = new vscode.Range(line, match.index, line, match.index + name.length)
      values.push(new vscode.InlineValueVariableLookup(range, name, true))
    }
  }
  return values
}
