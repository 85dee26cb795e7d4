/**
 * What values offer whose classes and functions may stand in other modules: members by name, and what a call takes. Found through types,
 * where `infer.ts` sees one text only.
 */

import type { Analysis, Expression } from '../language/index.ts'
import { type Class, decoratorNames, membersOf, type Type, type UserClass } from '../language/inference/index.ts'
import { typeAt } from './flow-types.ts'
import { docstringOf, type FunctionKind, kindOf, type Parameter, parametersOf } from './functions.ts'
import { type Member, memberAt, ownMembers } from './infer.ts'
import { excerpt, type FunctionNode, isFunction } from './nodes.ts'

/** A member and the class that defines it. */
export interface TypedMember {
  readonly owner: UserClass
  readonly member: Member
}

/** The classes of the program that a value may be of, or may be itself. */
export function classesOf(type: Type | undefined): UserClass[] {
  const found: UserClass[] = []
  for (const item of type === undefined ? [] : membersOf(type)) {
    const isOne = (item.kind === 'object' || item.kind === 'class') && item.cls.kind === 'user'
    if (isOne && !found.includes(item.cls as UserClass)) found.push(item.cls as UserClass)
  }
  return found
}

/** A class and those above it, nearest first; of the library's only the ones next to classes of the program. */
export function* classesAbove(cls: UserClass): Generator<Class> {
  const seen = new Set<unknown>()
  const waiting: Class[] = [cls]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const key = next.kind === 'user' ? next.node : `${next.module}.${next.name}`
    if (seen.has(key)) continue
    seen.add(key)
    yield next
    if (next.kind === 'library') continue
    const bases = next.module.program.basesOf(next).flatMap(base => (base.kind === 'class' ? [base.cls] : []))
    waiting.unshift(...bases)
  }
}

/** The member that an object of a class has by a name. */
export function memberOf(cls: UserClass, name: string): TypedMember | undefined {
  for (const owner of classesAbove(cls)) {
    const member = owner.kind === 'user' ? ownMembers(owner.node).get(name) : undefined
    if (owner.kind === 'user' && member !== undefined) return { owner, member }
  }
  return undefined
}

/** All members of a class, those that are hidden by nearer ones left out. */
export function membersOfClass(cls: UserClass): TypedMember[] {
  const found = new Map<string, TypedMember>()
  for (const owner of classesAbove(cls)) {
    if (owner.kind !== 'user') continue
    for (const member of ownMembers(owner.node).values()) {
      if (!found.has(member.name)) found.set(member.name, { owner, member })
    }
  }
  return [...found.values()]
}

/** The member that an attribute means, and the text in which it is defined. */
export function memberHere(
  analysis: Analysis,
  node: Extract<Expression, { kind: 'Attribute' }>,
): { readonly analysis: Analysis; readonly member: Member } | undefined {
  const plain = memberAt(analysis, node)
  if (plain !== undefined) return { analysis, member: plain }
  for (const cls of classesOf(typeAt(analysis, node.value))) {
    const found = memberOf(cls, node.attr)
    if (found !== undefined) return { analysis: found.owner.module.analysis, member: found.member }
  }
  return undefined
}

/** What can be called. */
export interface Callee {
  readonly name: string
  /** Without the one that the call itself fills. */
  readonly parameters: readonly Parameter[]
  readonly kind: FunctionKind
  readonly documentation: string | undefined
  /** The function whose parameters they are, where there is one. */
  readonly node: FunctionNode | undefined
  /** The text in which it stands. */
  readonly analysis: Analysis
}

/** What a call of an expression calls; of several the first that is known. */
export function calleeOf(analysis: Analysis, func: Expression): Callee | undefined {
  const type = typeAt(analysis, func)
  for (const item of type === undefined ? [] : membersOf(type)) {
    const found = calleeOfType(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** What a call of a value of a type calls. */
export function calleeOfType(type: Type): Callee | undefined {
  switch (type.kind) {
    case 'function': {
      const { node, module } = type.fn
      return node.kind === 'Lambda' ? undefined : ofFunction(module.analysis, node, node.name, type.self !== undefined)
    }
    case 'class':
    case 'object': {
      if (type.cls.kind !== 'user') return undefined
      const { cls } = type
      const called = memberOf(cls, type.kind === 'class' ? '__init__' : '__call__')
      if (called !== undefined && isFunction(called.member.node))
        return ofFunction(called.owner.module.analysis, called.member.node, cls.name, true)
      return type.kind === 'class' ? ofClass(cls) : undefined
    }
    default:
      return undefined
  }
}

function ofFunction(analysis: Analysis, node: FunctionNode, name: string, isBound: boolean): Callee {
  return {
    name,
    parameters: parametersOf(analysis, node.args).slice(isBound ? 1 : 0),
    kind: name === node.name ? kindOf(analysis, node) : 'function',
    documentation: docstringOf(node.body),
    node,
    analysis,
  }
}

/** A class without `__init__` of its own: a dataclass takes its fields, those of its bases first. */
function ofClass(cls: UserClass): Callee {
  const fields = new Map<string, Parameter>()
  for (const each of [...classesAbove(cls)].reverse()) {
    if (each.kind !== 'user' || !decoratorNames(each.node).includes('dataclass')) continue
    const { analysis } = each.module
    for (const item of each.node.body) {
      if (item.kind !== 'AnnAssign' || item.target.kind !== 'Name') continue
      if (/\bClassVar\b/.test(excerpt(analysis, item.annotation))) continue
      const written = item.value === null ? '' : ` = ${excerpt(analysis, item.value, 40)}`
      fields.set(item.target.id, {
        name: item.target.id,
        label: `${item.target.id}: ${excerpt(analysis, item.annotation)}${written}`,
        isRequired: item.value === null,
        kind: 'positional',
      })
    }
  }
  return {
    name: cls.name,
    parameters: [...fields.values()],
    kind: 'function',
    documentation: docstringOf(cls.node.body),
    node: undefined,
    analysis: cls.module.analysis,
  }
}
