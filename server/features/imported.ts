/** What a name or attribute stands for that comes from another module: to be followed there by who has its text. */

import type { Analysis, Node } from '../../language/index.ts'
import type { Feature } from '../feature.ts'
import { type Definition, namesOf } from '../names.ts'
import { nodePath, touches } from '../nodes.ts'

/** A module, or a name of it. */
export interface Imported {
  /** Dotted; empty in `from . import x`. */
  readonly module: string
  /** How many dots stand before it. */
  readonly level: number
  readonly name: string | undefined
}

export const imported: Feature<[offset: number], Imported | undefined> = {
  capability: {},
  answer(analysis, offset) {
    const names = namesOf(analysis)
    const occurrence = names.at(offset)
    if (occurrence !== undefined)
      return importOf(
        analysis,
        occurrence.binding.definitions.map(item => names.definitionAt(item.span)),
      )
    const path = nodePath(analysis, offset)
    const node = path[path.length - 1]
    if (node.kind === 'Attribute' && touches(node.attrSpan, offset)) return attributeOf(analysis, node)
    const statement = path.find(item => item.kind === 'Import' || item.kind === 'ImportFrom')
    if (statement?.kind === 'ImportFrom' && touches(statement.moduleSpan, offset)) {
      return { module: statement.module ?? '', level: statement.level, name: undefined }
    }
    if (node.kind !== 'alias' || statement === undefined) return undefined
    return ofAlias(statement, node, true)
  },
}

function importOf(analysis: Analysis, definitions: readonly (Definition | undefined)[]): Imported | undefined {
  for (const definition of definitions) {
    if (definition?.node.kind !== 'alias') continue
    const isWhole = definition.node.asname !== null || analysis.source[definition.span.end] !== '.'
    return ofAlias(definition.statement, definition.node, isWhole)
  }
  return undefined
}

/** `isWhole`: the dotted name is meant, not its first part alone. */
function ofAlias(statement: Node, alias: Extract<Node, { kind: 'alias' }>, isWhole: boolean): Imported | undefined {
  if (statement.kind === 'ImportFrom')
    return { module: statement.module ?? '', level: statement.level, name: alias.name }
  if (statement.kind !== 'Import') return undefined
  return { module: isWhole ? alias.name : alias.name.split('.')[0], level: 0, name: undefined }
}

function attributeOf(analysis: Analysis, { value, attr }: Extract<Node, { kind: 'Attribute' }>): Imported | undefined {
  if (value.kind !== 'Name') return undefined
  const module = imported.answer(analysis, value.start)
  if (module === undefined) return undefined
  // `from . import helper` names a module, `import helper` one too.
  return module.name === undefined
    ? { ...module, name: attr }
    : { module: joined(module.module, module.name), level: module.level, name: attr }
}

function joined(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`
}
