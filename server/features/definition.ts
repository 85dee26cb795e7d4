/** Where a name or attribute is defined. */

import type { Span } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { namesOf } from '../names.ts'
import { nodePath, touches } from '../nodes.ts'
import { memberHere } from '../typed-members.ts'

export const definition: Feature<[offset: number], Span[]> = {
  capability: { definitionProvider: true },
  answer(analysis, offset) {
    const names = namesOf(analysis)
    const occurrence = names.at(offset)
    if (occurrence !== undefined) {
      const { definitions } = occurrence.binding
      // A function or class is where its name comes from, however often the name is bound.
      const definite = definitions.filter(item => isDefinite(names.definitionAt(item.span)?.node.kind))
      const parameters = definitions.filter(item => names.definitionAt(item.span)?.node.kind === 'arg')
      const best = definite.length > 0 ? definite : parameters.length > 0 ? parameters : definitions
      const bound = best.filter(item => names.definitionAt(item.span) !== undefined)
      return (bound.length > 0 ? bound : best).map(item => item.span)
    }
    const path = nodePath(analysis, offset)
    const node = path[path.length - 1]
    if (node.kind !== 'Attribute' || !touches(node.attrSpan, offset)) return []
    // One of another text is found by who knows where that is.
    const found = memberHere(analysis, node)
    return found?.analysis === analysis ? [found.member.span] : []
  },
}

/** Where a name is first bound or declared in the text: an import is not followed. */
export const declaration: Feature<[offset: number], Span[]> = {
  capability: { declarationProvider: true },
  answer(analysis, offset) {
    const occurrence = namesOf(analysis).at(offset)
    const [first] = occurrence?.binding.definitions ?? []
    return first === undefined ? definition.answer(analysis, offset) : [first.span]
  },
}

function isDefinite(kind: string | undefined): boolean {
  return kind === 'FunctionDef' || kind === 'AsyncFunctionDef' || kind === 'ClassDef' || kind === 'TypeAlias'
}
