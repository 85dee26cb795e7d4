/** What helps who is writing: completions, signatures, repairs, indentation. */

import type * as lsp from 'vscode-languageserver-protocol'
import type { Analysis } from '../../language/index.ts'
import { type AtPosition, askingOf, type Requests } from '../asking.ts'
import { toCodeAction, toCompletionItem, toDocumentation, toSignatureHelp, toSpan, toTextEdit } from '../convert.ts'
import { codeActions } from '../features/code-action.ts'
import { type Completion, completion } from '../features/completion.ts'
import { onTypeFormatting, rangeFormatting } from '../features/formatting.ts'
import { signature } from '../features/signature.ts'
import type { Serving } from '../serving.ts'

/** So many completions are documented at once for a client that does not ask for documentation later. */
const maximumDocumented = 300

/** What a code action is known by until its edit is asked for. */
interface ActionData {
  readonly uri: string
  readonly version: number
  readonly range: lsp.Range
  readonly index: number
}

export function writing(serving: Serving): Requests {
  const { about, at } = askingOf(serving.documents)
  /** What the last completion offered, by label. */
  let offered: ReadonlyMap<string, Completion> = new Map()
  return {
    'textDocument/completion': at((analysis, offset, { textDocument: { uri } }) => {
      const modules = serving.project.modulesBeside(uri)
      const { items, replaced } = completion.answer(analysis, offset, serving.options.modules, modules)
      offered = new Map(items.map(item => [item.label, item]))
      const { hasSnippets, asksForDocumentation } = serving.client
      // Of a long list most is never looked at, and what a function makes takes finding out.
      const atOnce = !asksForDocumentation && items.length <= maximumDocumented
      const all = items.map(item => toCompletionItem(analysis.text, item, replaced, hasSnippets, atOnce))
      return { isIncomplete: false, items: all }
    }),
    'completionItem/resolve': (item: lsp.CompletionItem) => {
      const text = offered.get(item.label)?.documentation?.()
      return text === undefined ? item : { ...item, ...toDocumentation(text) }
    },
    'textDocument/signatureHelp': at((analysis, offset) => {
      const data = signature.answer(analysis, offset)
      return data && toSignatureHelp(data)
    }),
    'textDocument/codeAction': about((analysis, { textDocument: { uri }, range, context }: lsp.CodeActionParams) =>
      actionsIn(analysis, uri, range)
        .map((action, index): lsp.CodeAction => {
          const { edit, ...rest } = action
          const version = serving.documents.get(uri)?.version
          return serving.client.resolvesEdits ? { ...rest, data: { uri, version, range, index } } : action
        })
        .filter(({ kind }) => context?.only?.some(only => kind?.startsWith(only)) !== false),
    ),
    'codeAction/resolve': (action: lsp.CodeAction) => {
      const { uri, version, range, index } = (action.data ?? {}) as Partial<ActionData>
      const document = uri === undefined ? undefined : serving.documents.get(uri)
      // What was offered for another text may do harm to this one.
      if (document === undefined || range === undefined || document.version !== version) return action
      const found = actionsIn(document.analysis, document.uri, range)[index ?? -1]
      return found?.title === action.title ? { ...action, edit: found.edit } : action
    },
    'textDocument/rangeFormatting': about((analysis, { range, options }: lsp.DocumentRangeFormattingParams) =>
      rangeFormatting
        .answer(analysis, [toSpan(analysis.text, range)], options)
        .map(edit => toTextEdit(analysis.text, edit)),
    ),
    'textDocument/rangesFormatting': about((analysis, { ranges, options }: lsp.DocumentRangesFormattingParams) =>
      rangeFormatting
        .answer(
          analysis,
          ranges.map(range => toSpan(analysis.text, range)),
          options,
        )
        .map(edit => toTextEdit(analysis.text, edit)),
    ),
    'textDocument/onTypeFormatting': at((analysis, offset, params: AtPosition & lsp.DocumentOnTypeFormattingParams) =>
      onTypeFormatting.answer(analysis, offset, params.ch, params.options).map(edit => toTextEdit(analysis.text, edit)),
    ),
  }
}

function actionsIn(analysis: Analysis, uri: string, range: lsp.Range): lsp.CodeAction[] {
  return codeActions
    .answer(analysis, toSpan(analysis.text, range))
    .map(action => toCodeAction(uri, analysis.text, action))
}
