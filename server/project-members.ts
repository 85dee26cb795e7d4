/**
 * Members of classes and parameters of functions, wherever in the program they stand: who defines one, and everywhere it is used.
 *
 * A method that another one overrides means the same as that: all of a family go by one name. What is used through values of which
 * nothing is known is not found.
 */

import { type Analysis, type Expression, eachChild, type Node, type Span } from '../language/index.ts'
import { membersOf, type Type, type UserClass } from '../language/inference/index.ts'
import { topLevelWalk } from './flow-types.ts'
import { infer } from './infer.ts'
import { namesOf } from './names.ts'
import { type FunctionNode, isFunction, nodePath, touches } from './nodes.ts'
import { calleeOfType, classesAbove, classesOf, memberOf } from './typed-members.ts'
import { typesOf } from './types.ts'

/** A member, by the classes that define it. */
export interface MemberSymbol {
  readonly kind: 'member'
  readonly name: string
  /** The word that was asked about. */
  readonly span: Span
  /** The one that was meant first, then those that override it or are overridden. */
  readonly owners: readonly UserClass[]
}

/** A parameter of a function. */
export interface ParameterSymbol {
  readonly kind: 'parameter'
  readonly name: string
  readonly span: Span
  readonly node: FunctionNode
  /** The text in which the function stands. */
  readonly analysis: Analysis
}

/** One place in one text. */
export interface Place {
  readonly span: Span
  readonly isDefinition: boolean
}

/** The types of a text's expressions, found function by function. */
class TextTypes {
  private readonly analysis: Analysis

  constructor(analysis: Analysis) {
    this.analysis = analysis
  }

  /** @param around the function in whose body the expression stands */
  of(node: Expression, around: FunctionNode | undefined): Type | undefined {
    const types = typesOf(this.analysis)
    const walk = around === undefined ? topLevelWalk(this.analysis) : types.walk(around)
    const known = walk.types.get(node)
    if (known !== undefined) return known
    // Where no path leads, what is plain from the text.
    const plain = infer(this.analysis, node)
    return plain?.kind === 'class' || plain?.kind === 'instance'
      ? { kind: plain.kind === 'class' ? 'class' : 'object', cls: types.classOf(plain.node), args: [] }
      : undefined
  }

  at(path: readonly Node[], node: Expression): Type | undefined {
    const inBody = path.findLast(
      (item): item is FunctionNode =>
        isFunction(item) && item.body.some(statement => statement.start <= node.start && node.end <= statement.end),
    )
    return this.of(node, inBody)
  }
}

/** Calls `visit` with each node of a text and the function in whose body it stands. */
function eachNode({ tree }: Analysis, visit: (node: Node, around: FunctionNode | undefined) => void): void {
  const waiting: [Node, FunctionNode | undefined][] = [[tree, undefined]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next
    visit(node, around)
    const body: ReadonlySet<Node> | undefined = isFunction(node) ? new Set(node.body) : undefined
    eachChild(node, child => waiting.push([child, body?.has(child) ? (node as FunctionNode) : around]))
  }
}

/** The member or parameter at a place: by its definition, an attribute, or a keyword argument. */
export function symbolOf(
  analysis: Analysis,
  offset: number,
  below: (cls: UserClass) => readonly UserClass[],
): MemberSymbol | ParameterSymbol | undefined {
  const path = nodePath(analysis, offset)
  const leaf = path[path.length - 1]
  const types = new TextTypes(analysis)
  if (leaf.kind === 'Attribute' && touches(leaf.attrSpan, offset)) {
    for (const cls of classesOf(types.at(path, leaf.value))) {
      const found = memberOf(cls, leaf.attr)
      if (found !== undefined)
        return { kind: 'member', name: leaf.attr, span: leaf.attrSpan, owners: family(found.owner, leaf.attr, below) }
    }
    return undefined
  }
  const named = path.findLast(item => item.kind === 'keyword')
  const call = path.findLast(item => item.kind === 'Call')
  if (named?.kind === 'keyword' && call?.kind === 'Call' && named.argSpan !== null && touches(named.argSpan, offset))
    return symbolOfArgument(types.at(path, call.func), named.arg ?? '', named.argSpan, below)
  const occurrence = namesOf(analysis).at(offset)
  if (occurrence === undefined) return undefined
  const { span } = occurrence
  const { owner, name, definitions } = occurrence.binding
  if (owner?.kind === 'class' && owner.node.kind === 'ClassDef') {
    const cls = typesOf(analysis).classOf(owner.node)
    return { kind: 'member', name, span, owners: family(memberOf(cls, name)?.owner ?? cls, name, below) }
  }
  const isParameter = definitions.some(item => namesOf(analysis).definitionAt(item.span)?.node.kind === 'arg')
  return owner?.kind === 'function' && isFunction(owner.node) && isParameter
    ? { kind: 'parameter', name, span, node: owner.node, analysis }
    : undefined
}

/** What `name=` in a call means: a parameter, or the field of a dataclass. */
function symbolOfArgument(
  called: Type | undefined,
  name: string,
  span: Span,
  below: (cls: UserClass) => readonly UserClass[],
): MemberSymbol | ParameterSymbol | undefined {
  for (const type of called === undefined ? [] : membersOf(called)) {
    const callee = calleeOfType(type)
    if (callee === undefined || !callee.parameters.some(item => item.name === name)) continue
    if (callee.node !== undefined)
      return { kind: 'parameter', name, span, node: callee.node, analysis: callee.analysis }
    const owner = type.kind === 'class' && type.cls.kind === 'user' ? memberOf(type.cls, name)?.owner : undefined
    if (owner !== undefined) return { kind: 'member', name, span, owners: family(owner, name, below) }
  }
  return undefined
}

/** The classes that define a member that one of them defines: above it and below. */
function family(first: UserClass, name: string, below: (cls: UserClass) => readonly UserClass[]): UserClass[] {
  const found: UserClass[] = [first]
  const defines = (cls: UserClass): boolean => memberOf(cls, name)?.owner.node === cls.node
  // What every class has of its own is no family matter.
  if (/^__\w+__$/.test(name)) return found
  for (let i = 0; i < found.length; i++) {
    const above = [...classesAbove(found[i])].filter(item => item.kind === 'user')
    for (const cls of [...above, ...below(found[i])]) {
      if (defines(cls) && !found.some(item => item.node === cls.node)) found.push(cls)
    }
  }
  return found
}

/** Where a member stands in a text. */
export function placesOfMember(analysis: Analysis, { name, owners }: MemberSymbol): Place[] {
  const found = new Map<number, Place>()
  const add = (span: Span, isDefinition: boolean): void => {
    if (!found.has(span.start)) found.set(span.start, { span, isDefinition })
  }
  const isOwner = (cls: UserClass | undefined): boolean => owners.some(owner => owner.node === cls?.node)
  for (const owner of owners) {
    const scope = owner.module.analysis === analysis ? analysis.scopes.find(owner.node) : undefined
    const binding = scope && namesOf(analysis).lookup(scope, name)
    if (binding?.owner === scope) for (const item of binding?.occurrences ?? []) add(item.span, item.isDefinition)
  }
  const types = new TextTypes(analysis)
  eachNode(analysis, (node, around) => {
    if (node.kind === 'Attribute' && node.attr === name) {
      const classes = classesOf(types.of(node.value, around))
      if (classes.some(cls => isOwner(memberOf(cls, name)?.owner))) add(node.attrSpan, node.ctx !== 'Load')
    } else if (node.kind === 'Call') {
      for (const { arg, argSpan } of node.keywords) {
        if (arg !== name || argSpan === null) continue
        const meant = symbolOfArgument(types.of(node.func, around), name, argSpan, () => [])
        if (meant?.kind === 'member' && meant.owners.some(isOwner)) add(argSpan, false)
      }
    }
  })
  return [...found.values()].sort((a, b) => a.span.start - b.span.start)
}

/** Where a parameter is named in calls in a text. */
export function argumentsFor(analysis: Analysis, { name, node: target }: ParameterSymbol): Place[] {
  const found: Place[] = []
  const types = new TextTypes(analysis)
  eachNode(analysis, (node, around) => {
    if (node.kind !== 'Call') return
    for (const { arg, argSpan } of node.keywords) {
      if (arg !== name || argSpan === null) continue
      const called = types.of(node.func, around)
      const isMeant = called !== undefined && membersOf(called).some(type => calleeOfType(type)?.node === target)
      if (isMeant) found.push({ span: argSpan, isDefinition: false })
    }
  })
  return found.sort((a, b) => a.span.start - b.span.start)
}
