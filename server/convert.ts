/**
 * The only place that knows positions and enumerations of the Language Server Protocol: everything else speaks of offsets and
 * words.
 */

import type * as lsp from 'vscode-languageserver-protocol'
import {
  type Diagnostic,
  type MachineState,
  machineToDot,
  machineToMermaid,
  type SourceText,
  type Span,
  type StateMachine,
  type Transition,
} from '../language/index.ts'
import type { UserClass } from '../language/inference/index.ts'
import { ruleIds } from '../language/rules/index.ts'
import type { Caller, CallGroup } from './features/call-hierarchy.ts'
import type { CodeActionData } from './features/code-action.ts'
import type { Lens } from './features/code-lens.ts'
import type { Completion, CompletionKind } from './features/completion.ts'
import type { Fold } from './features/folding.ts'
import type { HighlightData } from './features/highlight.ts'
import type { InlayData } from './features/inlay-hints.ts'
import type { InlineValueData } from './features/inline-values.ts'
import type { Edit } from './features/rename.ts'
import type { SignatureData } from './features/signature.ts'
import type { OutlineKind, OutlineNode } from './features/symbols.ts'
import { fullSpan } from './nodes.ts'
import type { Elsewhere } from './project.ts'

export function toOffset(text: SourceText, position: lsp.Position): number {
  return text.offsetAtPlace(position)
}

export function toSpan(text: SourceText, range: lsp.Range): Span {
  return { start: text.offsetAtPlace(range.start), end: text.offsetAtPlace(range.end) }
}

export function toRange(text: SourceText, span: Span): lsp.Range {
  return { start: text.placeAt(span.start), end: text.placeAt(span.end) }
}

export function toLocation(uri: string, text: SourceText, span: Span): lsp.Location {
  return { uri, range: toRange(text, span) }
}

const severities = { error: 1, warning: 2, information: 3, hint: 4 } as const

export function toDiagnostic(text: SourceText, diagnostic: Diagnostic, pages?: string): lsp.Diagnostic {
  const { type, message, hint, severity, code } = diagnostic
  return {
    range: toRange(text, visible(text, diagnostic)),
    severity: severities[severity],
    // CPython's own findings are called by their type; ours have a code.
    source: code === undefined ? type : 'Coro',
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(code === undefined ? {} : { code }),
    ...(pages !== undefined && code !== undefined && ruleIds.has(code)
      ? { codeDescription: { href: `${pages}${code}.md` } }
      : {}),
    ...(code === 'unreachable' || code === 'unused-ignore' ? { tags: [1 as const] } : {}),
  }
}

/** A squiggle must be seen: an empty span becomes the character before or after it, a span of many lines its first line. */
function visible(text: SourceText, span: Span): Span {
  const line = text.lineSpan(text.lineAt(span.start))
  const end = Math.min(span.end, Math.max(line.end, span.start))
  if (end > span.start) return { start: span.start, end }
  if (span.start < line.end) return { start: span.start, end: span.start + 1 }
  return { start: Math.max(line.start, span.start - 1), end: span.start }
}

export const outlineKinds: Readonly<Record<OutlineKind, lsp.SymbolKind>> = {
  class: 5,
  method: 6,
  field: 8,
  constructor: 9,
  function: 12,
  variable: 13,
  constant: 14,
  'type parameter': 26,
}

export function toDocumentSymbol(text: SourceText, node: OutlineNode): lsp.DocumentSymbol {
  return {
    name: node.name,
    detail: node.detail,
    kind: outlineKinds[node.kind],
    range: toRange(text, node.span),
    selectionRange: toRange(text, node.nameSpan),
    children: node.children.map(child => toDocumentSymbol(text, child)),
  }
}

export function toWorkspaceSymbols(
  uri: string,
  text: SourceText,
  node: OutlineNode,
  container = '',
): lsp.SymbolInformation[] {
  const own = {
    name: node.name,
    kind: outlineKinds[node.kind],
    location: toLocation(uri, text, node.nameSpan),
    containerName: container,
  }
  return [own, ...node.children.flatMap(child => toWorkspaceSymbols(uri, text, child, node.name))]
}

export function toFoldingRange(text: SourceText, fold: Fold): lsp.FoldingRange {
  return {
    startLine: text.lineAt(fold.start),
    endLine: text.lineAt(fold.end),
    ...(fold.kind === 'code' ? {} : { kind: fold.kind }),
  }
}

export function toHighlight(text: SourceText, highlight: HighlightData): lsp.DocumentHighlight {
  const kinds = { text: 1, read: 2, write: 3 } as const
  return { range: toRange(text, highlight.span), kind: kinds[highlight.kind] }
}

/** A list of spans, innermost first, as the protocol's chain of parents. */
export function toSelectionRange(text: SourceText, spans: readonly Span[]): lsp.SelectionRange {
  let chain: lsp.SelectionRange | undefined
  for (let i = spans.length - 1; i >= 0; i--) {
    const range = toRange(text, spans[i])
    chain = chain === undefined ? { range } : { range, parent: chain }
  }
  return chain ?? { range: toRange(text, { start: 0, end: 0 }) }
}

const completionKinds: Readonly<Record<CompletionKind, lsp.CompletionItemKind>> = {
  method: 2,
  function: 3,
  field: 5,
  variable: 6,
  class: 7,
  module: 9,
  property: 10,
  value: 12,
  keyword: 14,
  snippet: 15,
  'type parameter': 25,
}

export function toDocumentation(value: string): Pick<lsp.CompletionItem, 'documentation'> {
  return { documentation: { kind: 'markdown', value } }
}

/**
 * @param withSnippets whether the client fills in `${1:holes}`
 * @param withDocumentation whether it comes now, since the client does not ask for it later
 */
export function toCompletionItem(
  text: SourceText,
  item: Completion,
  replaced: Span,
  withSnippets: boolean,
  withDocumentation: boolean,
): lsp.CompletionItem {
  const isSnippet = item.insert !== undefined && withSnippets
  return {
    label: item.label,
    kind: completionKinds[item.kind],
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined || !withDocumentation ? {} : toDocumentation(item.documentation())),
    sortText: `${item.rank}${item.label}`,
    ...(isSnippet ? { insertTextFormat: 2 as const } : {}),
    textEdit: {
      range: toRange(text, replaced),
      newText: isSnippet ? snippetText(item.insert ?? '') : withoutHoles(item.insert ?? item.label),
    },
  }
}

/** Holes `‹name›` as the protocol numbers them; a hole of a name seen before gets the number it had. */
function snippetText(text: string): string {
  const numbers = new Map<string, number>()
  let count = 0
  return text.replace(/[$}\\]/g, '\\$&').replace(/‹([^›]*)›/g, (_, name: string) => {
    const number = numbers.get(name) ?? ++count
    if (name !== '') numbers.set(name, number)
    return name === '' ? `$${number}` : `\${${number}:${name}}`
  })
}

function withoutHoles(text: string): string {
  return text.replace(/‹([^›]*)›/g, '$1')
}

export function toSignatureHelp(data: SignatureData): lsp.SignatureHelp {
  return {
    signatures: [
      {
        label: data.label,
        parameters: data.parameters.map(label => ({ label: [label.start, label.end] as [number, number] })),
        ...(data.documentation === undefined
          ? {}
          : { documentation: { kind: 'markdown' as const, value: data.documentation } }),
      },
    ],
    activeSignature: 0,
    ...(data.active === undefined ? {} : { activeParameter: data.active }),
  }
}

export function toCodeLens(uri: string, text: SourceText, lens: Lens): lsp.CodeLens {
  return {
    range: toRange(text, lens.span),
    command: { title: lens.title, command: lens.command, arguments: [uri, ...lens.rest] },
  }
}

export function toInlayHint(text: SourceText, hint: InlayData): lsp.InlayHint {
  return {
    position: text.placeAt(hint.offset),
    label: hint.label,
    paddingLeft: hint.paddingLeft,
    paddingRight: !hint.paddingLeft && hint.kind !== 'parameter',
    tooltip: hint.tooltip,
    ...(hint.kind === undefined ? {} : { kind: hint.kind === 'type' ? (1 as const) : (2 as const) }),
  }
}

export function toCodeAction(uri: string, text: SourceText, action: CodeActionData): lsp.CodeAction {
  return {
    title: action.title,
    kind: 'quickfix',
    isPreferred: action.isPreferred,
    diagnostics: [toDiagnostic(text, action.diagnostic)],
    edit: {
      changes: {
        [uri]: action.edits.map(({ span, newText }) => ({ range: toRange(text, span), newText })),
      },
    },
  }
}

/** The answer to `coroscope/stateMachine`. */
export interface StateMachineAnswer {
  readonly name: string
  readonly states: readonly (Omit<MachineState, 'span'> & { readonly range?: lsp.Range })[]
  readonly transitions: readonly Transition[]
  readonly mermaid: string
  readonly dot: string
}

export function toStateMachine(text: SourceText, machine: StateMachine): StateMachineAnswer {
  return {
    name: machine.name,
    states: machine.states.map(({ span, ...rest }) => ({
      ...rest,
      ...(span === undefined ? {} : { range: toRange(text, span) }),
    })),
    transitions: machine.transitions,
    mermaid: machineToMermaid(machine, text),
    dot: machineToDot(machine, text),
  }
}

export function toCallItem(uri: string, text: SourceText, caller: Caller): lsp.CallHierarchyItem {
  return {
    name: caller.name,
    kind: caller.isMethod ? outlineKinds.method : caller.detail === 'module' ? moduleKind : outlineKinds.function,
    detail: caller.detail,
    uri,
    range: toRange(text, caller.span),
    selectionRange: toRange(text, caller.nameSpan),
  }
}

const moduleKind: lsp.SymbolKind = 2

export function toIncomingCall(uri: string, text: SourceText, group: CallGroup): lsp.CallHierarchyIncomingCall {
  return { from: toCallItem(uri, text, group.other), fromRanges: group.calls.map(span => toRange(text, span)) }
}

/** @param from the text of the caller, where that is another one */
export function toOutgoingCall(
  uri: string,
  text: SourceText,
  group: CallGroup,
  from: SourceText = text,
): lsp.CallHierarchyOutgoingCall {
  return { to: toCallItem(uri, text, group.other), fromRanges: group.calls.map(span => toRange(from, span)) }
}

export function toPlace({ uri, analysis, span }: Elsewhere): lsp.Location {
  return toLocation(uri, analysis.text, span)
}

export function toTextEdit(text: SourceText, { span, newText }: Edit): lsp.TextEdit {
  return { range: toRange(text, span), newText }
}

export function toWorkspaceEdit(edits: readonly (Elsewhere & Edit)[]): lsp.WorkspaceEdit {
  const changes: Record<string, lsp.TextEdit[]> = {}
  for (const { uri, analysis, ...edit } of edits) {
    changes[uri] ??= []
    changes[uri].push(toTextEdit(analysis.text, edit))
  }
  return { changes }
}

export function toTypeItem({ name, node, module }: UserClass): lsp.TypeHierarchyItem {
  const { text } = module.analysis
  return {
    name,
    kind: outlineKinds.class,
    uri: module.address,
    range: toRange(text, fullSpan(node)),
    selectionRange: toRange(text, node.nameSpan),
  }
}

export function toInlineValue(text: SourceText, { span, kind, text: shown }: InlineValueData): lsp.InlineValue {
  const range = toRange(text, span)
  return kind === 'variable' ? { range, variableName: shown, caseSensitiveLookup: true } : { range, expression: shown }
}
