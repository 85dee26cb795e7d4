/** What an editor shows in and beside a text: colours, folds, outline, hints. */

import type * as lsp from 'vscode-languageserver-protocol'
import { dumpTokens, dumpTree } from '../../language/index.ts'
import { askingOf, type Requests } from '../asking.ts'
import {
  toCodeLens,
  toDocumentSymbol,
  toFoldingRange,
  toInlayHint,
  toInlineValue,
  toOffset,
  toRange,
  toSelectionRange,
  toSpan,
  toStateMachine,
} from '../convert.ts'
import { codeLens } from '../features/code-lens.ts'
import { maximumLength } from '../features/diagnostics.ts'
import { documentLinks } from '../features/document-link.ts'
import { folding } from '../features/folding.ts'
import { inlayHints } from '../features/inlay-hints.ts'
import { inlineValues } from '../features/inline-values.ts'
import { machineAt } from '../features/machine.ts'
import { selection } from '../features/selection.ts'
import { encodedTokens, encodeTokens, semanticTokens } from '../features/semantic-tokens.ts'
import { documentSymbols } from '../features/symbols.ts'
import type { Serving } from '../serving.ts'

export function showing(serving: Serving): Requests {
  const { about, at } = askingOf(serving.documents)
  return {
    'textDocument/documentSymbol': about(analysis =>
      documentSymbols.answer(analysis).map(node => toDocumentSymbol(analysis.text, node)),
    ),
    'textDocument/foldingRange': about(analysis =>
      folding.answer(analysis).map(fold => toFoldingRange(analysis.text, fold)),
    ),
    'textDocument/selectionRange': about((analysis, { positions }: lsp.SelectionRangeParams) =>
      positions.map(position =>
        toSelectionRange(analysis.text, selection.answer(analysis, toOffset(analysis.text, position))),
      ),
    ),
    'textDocument/codeLens': about((analysis, { textDocument: { uri } }) =>
      serving.settings.codeLens ? codeLens.answer(analysis).map(lens => toCodeLens(uri, analysis.text, lens)) : [],
    ),
    'textDocument/inlayHint': about((analysis, { range }: lsp.InlayHintParams) =>
      inlayHints
        .answer(analysis, toSpan(analysis.text, range), serving.settings.inlayHints)
        .map(hint => toInlayHint(analysis.text, hint)),
    ),
    'textDocument/semanticTokens/full': about((analysis, { textDocument: { uri } }) =>
      // Of a text that long the editor is asked to look at what is in view.
      serving.tokens.full(uri, analysis.source.length > maximumLength ? [] : encodedTokens(analysis)),
    ),
    'textDocument/semanticTokens/full/delta': about(
      (analysis, { textDocument: { uri }, previousResultId }: lsp.SemanticTokensDeltaParams) =>
        serving.tokens.delta(
          uri,
          previousResultId,
          analysis.source.length > maximumLength ? [] : encodedTokens(analysis),
        ),
    ),
    'textDocument/semanticTokens/range': about((analysis, { range }: lsp.SemanticTokensRangeParams) => ({
      data: encodeTokens(analysis, semanticTokens.answer(analysis, toSpan(analysis.text, range))),
    })),
    'textDocument/documentLink': about((analysis, { textDocument: { uri } }) =>
      documentLinks
        .answer(analysis, (module, level) => serving.project.addressOf(uri, module, level))
        .map(({ span, ...link }) => ({ range: toRange(analysis.text, span), ...link })),
    ),
    'textDocument/inlineValue': about((analysis, { range, context }: lsp.InlineValueParams) => {
      if (serving.settings.ownInlineValues) return []
      const stopped = toOffset(analysis.text, { line: context.stoppedLocation.end.line, character: 1 << 24 })
      return inlineValues
        .answer(analysis, toSpan(analysis.text, range), stopped)
        .map(value => toInlineValue(analysis.text, value))
    }),
    'coroscope/stateMachine': at((analysis, offset) => {
      const machine = machineAt.answer(analysis, offset)
      return machine && toStateMachine(analysis.text, machine)
    }),
    'coroscope/tokens': about(analysis => dumpTokens(analysis.tokens)),
    'coroscope/tree': about(analysis => dumpTree(analysis.tree)),
  }
}
