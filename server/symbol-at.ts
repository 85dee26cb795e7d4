/** What stands at a place, a name or an attribute of a class of this text, and where else it stands. */

import { type Analysis, type Span, walk } from '../language/index.ts'
import { infer, members, ownMembers } from './infer.ts'
import { memo } from './memo.ts'
import { namesOf, type Occurrence } from './names.ts'
import { type ClassNode, nodePath, touches } from './nodes.ts'

export type SymbolAt =
  | { readonly kind: 'name'; readonly span: Span; readonly occurrence: Occurrence }
  | { readonly kind: 'member'; readonly span: Span; readonly owner: ClassNode; readonly name: string }

/** A place where a member stands. */
export interface MemberReference {
  readonly span: Span
  readonly isDefinition: boolean
}

export function symbolAt(analysis: Analysis, offset: number): SymbolAt | undefined {
  const occurrence = namesOf(analysis).at(offset)
  if (occurrence !== undefined) {
    const { owner, name } = occurrence.binding
    // A name bound in a class body is a member, and used as an attribute.
    if (owner?.kind === 'class' && owner.node.kind === 'ClassDef') {
      return { kind: 'member', span: occurrence.span, owner: owner.node, name }
    }
    return { kind: 'name', span: occurrence.span, occurrence }
  }
  const path = nodePath(analysis, offset)
  const node = path[path.length - 1]
  if (node.kind !== 'Attribute' || !touches(node.attrSpan, offset)) return undefined
  const owner = attributesOf(analysis).find(item => item.span.start === node.attrSpan.start)?.owner
  return owner === undefined ? undefined : { kind: 'member', span: node.attrSpan, owner, name: node.attr }
}

/** Everywhere in the text that a member of a class stands, as far as the objects it is taken from can be told. */
export function memberReferences(analysis: Analysis, owner: ClassNode, name: string): MemberReference[] {
  const found: MemberReference[] = []
  const seen = new Set<number>()
  const add = (span: Span, isDefinition: boolean): void => {
    if (seen.has(span.start)) return
    seen.add(span.start)
    found.push({ span, isDefinition })
  }
  const scope = analysis.scopes.find(owner)
  const inClass = scope === undefined ? undefined : namesOf(analysis).lookup(scope, name)
  if (inClass?.owner === scope) for (const item of inClass?.occurrences ?? []) add(item.span, item.isDefinition)
  for (const attribute of attributesOf(analysis)) {
    if (attribute.name === name && attribute.owner === owner) add(attribute.span, attribute.isDefinition)
  }
  return found.sort((a, b) => a.span.start - b.span.start)
}

interface AttributeReference extends MemberReference {
  readonly name: string
  /** The class of this text that defines the member. */
  readonly owner: ClassNode
}

/** The attributes of a text of which it can be told what class defines them. */
const attributesOf: (analysis: Analysis) => readonly AttributeReference[] = memo(analysis => {
  const found: AttributeReference[] = []
  const owners = new Map<ClassNode, Map<string, ClassNode>>()
  walk(analysis.tree, node => {
    if (node.kind !== 'Attribute') return undefined
    const value = infer(analysis, node.value)
    if (value?.kind !== 'class' && value?.kind !== 'instance') return undefined
    let ofClass = owners.get(value.node)
    if (ofClass === undefined) {
      ofClass = definers(analysis, value.node)
      owners.set(value.node, ofClass)
    }
    const owner = ofClass.get(node.attr)
    if (owner !== undefined) {
      found.push({ span: node.attrSpan, name: node.attr, owner, isDefinition: node.ctx !== 'Load' })
    }
    return undefined
  })
  return found
})

function definers(analysis: Analysis, node: ClassNode): Map<string, ClassNode> {
  const byMember = new Map<unknown, ClassNode>()
  const classes = [...analysis.scopes.all].flatMap(scope => (scope.node.kind === 'ClassDef' ? [scope.node] : []))
  for (const each of new Set(classes)) for (const member of ownMembers(each).values()) byMember.set(member, each)
  const found = new Map<string, ClassNode>()
  for (const [name, member] of members(analysis, node)) {
    const definer = byMember.get(member)
    if (definer !== undefined) found.set(name, definer)
  }
  return found
}
