/** Renaming a name everywhere it means the same thing. */

import { type Analysis, isKeyword, type Span, type TokenKind } from '../../language/index.ts'
import { keywords } from '../../language/token.ts'
import type { Feature } from '../feature.ts'
import { namesOf } from '../names.ts'
import { nodePath } from '../nodes.ts'
import { memberReferences, type SymbolAt, symbolAt } from '../symbol-at.ts'

/** A text to put in place of a span. */
export interface Edit {
  readonly span: Span
  readonly newText: string
}

/** Edits, or why there are none. */
export type RenameResult = { readonly edits: readonly Edit[] } | { readonly refused: string }

export const prepareRename: Feature<[offset: number], { span: Span; text: string } | { refused: string }> = {
  capability: { renameProvider: { prepareProvider: true } },
  answer(analysis, offset) {
    const symbol = symbolAt(analysis, offset)
    const refused = reasonAgainst(analysis, symbol)
    if (refused !== undefined || symbol === undefined) return { refused: refused ?? 'There is no name here.' }
    return { span: symbol.span, text: analysis.source.slice(symbol.span.start, symbol.span.end) }
  },
}

export const rename: Feature<[offset: number, newName: string], RenameResult> = {
  capability: {},
  answer(analysis, offset, newName) {
    const symbol = symbolAt(analysis, offset)
    const refused = reasonAgainst(analysis, symbol) ?? reasonAgainstName(newName)
    if (refused !== undefined || symbol === undefined) return { refused: refused ?? 'There is no name here.' }
    const places = placesOf(analysis, symbol)
    const clash = symbol.kind === 'name' ? clashOf(symbol, newName) : undefined
    if (clash !== undefined) return { refused: clash }
    return { edits: places.flatMap(span => editAt(analysis, span, newName)) }
  },
}

function placesOf(analysis: Analysis, symbol: SymbolAt): Span[] {
  const found =
    symbol.kind === 'name'
      ? symbol.occurrence.binding.occurrences
      : memberReferences(analysis, symbol.owner, symbol.name)
  return found.map(item => item.span)
}

/** In `import a` and `from m import a` the name is the module's own; in the program it is changed with `as`. */
function editAt(analysis: Analysis, span: Span, newName: string): Edit[] {
  const alias = nodePath(analysis, span.start).find(node => node.kind === 'alias')
  if (alias?.kind !== 'alias' || alias.asname !== null) return [{ span, newText: newName }]
  return [{ span: { start: alias.end, end: alias.end }, newText: ` as ${newName}` }]
}

function reasonAgainst(analysis: Analysis, symbol: SymbolAt | undefined): string | undefined {
  if (symbol === undefined) return 'There is no name here.'
  if (symbol.kind === 'name') {
    const { name, owner, occurrences } = symbol.occurrence.binding
    if (owner === undefined) return `'${name}' is not defined in this file.`
    const names = namesOf(analysis)
    for (const { span } of occurrences) {
      const node = names.definitionAt(span)?.node
      if (node?.kind === 'alias' && node.asname === null && node.name.includes('.')) {
        return `'${name}' is the package of '${node.name}'.`
      }
    }
  } else if (/^__\w+__$/.test(symbol.name)) {
    return `'${symbol.name}' has a meaning of its own in Python.`
  }
  return undefined
}

/** Why a name cannot be another one. */
export function reasonAgainstName(name: string): string | undefined {
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*$/u.test(name)) return `'${name}' is not a name.`
  const kind: TokenKind | undefined = keywords.get(name)
  return kind !== undefined && isKeyword(kind) ? `'${name}' is a keyword.` : undefined
}

/** Another name of the same spelling in a scope where this one stands would take its place. */
function clashOf(symbol: Extract<SymbolAt, { kind: 'name' }>, newName: string): string | undefined {
  const { binding } = symbol.occurrence
  if (binding.name === newName) return undefined
  for (const { scope } of binding.occurrences) {
    const other = scope.lookup(newName)
    if (other !== undefined && (other.isBound || other.isReferenced))
      return `'${newName}' already means something here.`
  }
  return undefined
}
