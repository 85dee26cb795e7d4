/** Everywhere a name or attribute is used. */

import type { Span } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { memberReferences, symbolAt } from '../symbol-at.ts'

export const references: Feature<[offset: number, includeDeclaration: boolean], Span[]> = {
  capability: { referencesProvider: true },
  answer(analysis, offset, includeDeclaration) {
    const symbol = symbolAt(analysis, offset)
    if (symbol === undefined) return []
    const found =
      symbol.kind === 'name'
        ? symbol.occurrence.binding.occurrences
        : memberReferences(analysis, symbol.owner, symbol.name)
    return found.filter(item => includeDeclaration || !item.isDefinition).map(item => item.span)
  },
}
