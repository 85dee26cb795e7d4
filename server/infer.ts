/**
 * What an expression is, as far as it is plain from the text: an instance of a class of this text, a module, a built-in type.
 *
 * A handful of rules, no flow: where a name is bound more than once, the last binding before the place of asking counts. Undefined
 * means "cannot tell", never an error.
 */

import type { Analysis, Expression, Node, Scope } from '../language/index.ts'
import { type FunctionKind, kindOf } from './functions.ts'
import { builtin, type LibraryName, moduleNames } from './library.ts'
import { memo } from './memo.ts'
import { type Binding, type Definition, namesOf, type Occurrence } from './names.ts'
import { type ClassNode, type FunctionNode, isFunction } from './nodes.ts'

export type Inferred =
  | { readonly kind: 'class' | 'instance'; readonly node: ClassNode }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly isBound: boolean }
  | { readonly kind: 'module'; readonly name: string }
  /** A class or function of a recorded module or of the built-ins. */
  | { readonly kind: 'library'; readonly module: string; readonly entry: LibraryName }
  /** An instance of a built-in type, by its name in `library.ts`. */
  | { readonly kind: 'type'; readonly name: string }

/** Rules that lead from one name to the next stop here. */
const maximumSteps = 12

export function infer(analysis: Analysis, node: Expression, steps = maximumSteps): Inferred | undefined {
  if (steps <= 0) return undefined
  const again = (inner: Expression): Inferred | undefined => infer(analysis, inner, steps - 1)
  switch (node.kind) {
    case 'Name': {
      const occurrence = namesOf(analysis).at(node.start)
      return occurrence === undefined ? undefined : inferName(analysis, occurrence, steps - 1)
    }
    case 'Attribute': {
      const value = again(node.value)
      return value === undefined ? undefined : inferAttribute(analysis, value, node.attr, steps - 1)
    }
    case 'Call': {
      const called = again(node.func)
      return called === undefined ? undefined : resultOfCall(analysis, called, steps - 1)
    }
    case 'Await': {
      // What an async function returns is known only where it says so.
      if (node.value.kind !== 'Call') return undefined
      const called = again(node.value.func)
      if (called?.kind !== 'function' || called.node.returns === null) return undefined
      return instanceOfAnnotation(analysis, called.node.returns, steps - 1)
    }
    case 'NamedExpr':
      return again(node.value)
    case 'Constant': {
      const { type } = node.value
      const name = type === 'True' || type === 'False' ? 'bool' : type
      return type === 'None' || type === 'Ellipsis' ? undefined : { kind: 'type', name }
    }
    case 'JoinedStr':
      return { kind: 'type', name: 'str' }
    case 'List':
    case 'ListComp':
      return { kind: 'type', name: 'list' }
    case 'Tuple':
      return { kind: 'type', name: 'tuple' }
    case 'Dict':
    case 'DictComp':
      return { kind: 'type', name: 'dict' }
    case 'Set':
    case 'SetComp':
      return { kind: 'type', name: 'set' }
    case 'GeneratorExp':
      return { kind: 'type', name: analysis.scopes.find(node)?.isAsync ? 'async_generator' : 'generator' }
    case 'Lambda':
      return { kind: 'type', name: 'function' }
    default:
      return undefined
  }
}

function inferName(analysis: Analysis, occurrence: Occurrence, steps: number): Inferred | undefined {
  const { binding } = occurrence
  if (binding.owner === undefined) {
    const entry = builtin(binding.name)
    return entry === undefined ? undefined : { kind: 'library', module: 'builtins', entry }
  }
  const names = namesOf(analysis)
  const { definitions } = binding
  const before = definitions.filter(item => item.span.start <= occurrence.span.start)
  const last = before[before.length - 1] ?? definitions[0]
  const definition = last === undefined ? undefined : names.definitionAt(last.span)
  return definition === undefined ? undefined : inferDefinition(analysis, definition, binding, steps)
}

function inferDefinition(
  analysis: Analysis,
  { node, statement }: Definition,
  binding: Binding,
  steps: number,
): Inferred | undefined {
  if (steps <= 0) return undefined
  switch (node.kind) {
    case 'ClassDef':
      return { kind: 'class', node }
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return { kind: 'function', node, isBound: false }
    case 'alias':
      return inferImport(statement, node)
    case 'arg':
      if (node.annotation !== null) return instanceOfAnnotation(analysis, node.annotation, steps)
      return binding.owner === undefined ? undefined : selfOf(binding.owner, node.arg)
    case 'Assign': {
      const target = node.targets.find(item => item.kind === 'Name' && item.id === binding.name)
      return target === undefined ? undefined : infer(analysis, node.value, steps)
    }
    case 'AnnAssign':
      return instanceOfAnnotation(analysis, node.annotation, steps)
    case 'NamedExpr':
      return infer(analysis, node.value, steps)
    case 'With':
    case 'AsyncWith': {
      const item = node.items.find(({ optional_vars: target }) => target?.kind === 'Name' && target.id === binding.name)
      return item === undefined ? undefined : infer(analysis, item.context_expr, steps)
    }
    case 'ExceptHandler': {
      const type = node.type === null ? undefined : infer(analysis, node.type, steps)
      if (type?.kind === 'class') return { kind: 'instance', node: type.node }
      if (type?.kind !== 'library') return undefined
      return { kind: 'type', name: type.entry.name === 'StopIteration' ? 'StopIteration' : 'BaseException' }
    }
    default:
      return undefined
  }
}

function inferImport(statement: Node, alias: Extract<Node, { kind: 'alias' }>): Inferred | undefined {
  if (statement.kind === 'Import') {
    return { kind: 'module', name: alias.asname === null ? alias.name.split('.')[0] : alias.name }
  }
  if (statement.kind !== 'ImportFrom' || statement.module === null || statement.level > 0) return undefined
  return memberOfModule(statement.module, alias.name)
}

function memberOfModule(module: string, name: string): Inferred | undefined {
  if (moduleNames(`${module}.${name}`) !== undefined) return { kind: 'module', name: `${module}.${name}` }
  const entry = moduleNames(module)?.get(name)
  return entry === undefined ? undefined : { kind: 'library', module, entry }
}

/** The first parameter of a method is an instance of its class, or the class itself. */
function selfOf(scope: Scope, parameter: string): Inferred | undefined {
  const { node, parent } = scope
  if (!isFunction(node) || scope.parameters[0] !== parameter) return undefined
  const around = parent?.kind === 'type parameters' ? parent.parent : parent
  if (around?.kind !== 'class' || around.node.kind !== 'ClassDef') return undefined
  const decorators = node.decorator_list.map(decorator => (decorator.kind === 'Name' ? decorator.id : ''))
  if (decorators.includes('staticmethod')) return undefined
  const ofClass =
    decorators.includes('classmethod') || ['__new__', '__init_subclass__', '__class_getitem__'].includes(node.name)
  return { kind: ofClass ? 'class' : 'instance', node: around.node }
}

function instanceOfAnnotation(analysis: Analysis, annotation: Expression, steps: number): Inferred | undefined {
  let inner = annotation
  if (inner.kind === 'BinOp' && inner.op === 'BitOr') {
    inner = inner.right.kind === 'Constant' && inner.right.value.type === 'None' ? inner.left : inner
  }
  if (inner.kind === 'Subscript') inner = inner.value
  const type = infer(analysis, inner, steps)
  return type === undefined ? undefined : instanceOf(type)
}

function instanceOf(type: Inferred): Inferred | undefined {
  if (type.kind === 'class') return { kind: 'instance', node: type.node }
  if (type.kind !== 'library') return undefined
  const { entry, module } = type
  if (entry.kind === 'exception') return { kind: 'type', name: 'BaseException' }
  if (entry.kind !== 'class') return undefined
  return { kind: 'type', name: module === 'builtins' ? entry.name : `${module}.${entry.name}` }
}

const typeOfResult: Readonly<Record<FunctionKind, string | undefined>> = {
  function: undefined,
  coroutine: 'coroutine',
  generator: 'generator',
  'async generator': 'async_generator',
}

function resultOfCall(analysis: Analysis, called: Inferred, steps: number): Inferred | undefined {
  if (called.kind === 'function') {
    const name = typeOfResult[kindOf(analysis, called.node)]
    if (name !== undefined) return { kind: 'type', name }
    return called.node.returns === null ? undefined : instanceOfAnnotation(analysis, called.node.returns, steps)
  }
  if (called.kind === 'library') {
    if (called.entry.kind === 'coroutine function') return { kind: 'type', name: 'coroutine' }
    if (called.module === 'asyncio' && /^(?:create_task|ensure_future)$/.test(called.entry.name)) {
      return { kind: 'type', name: 'asyncio.Task' }
    }
  }
  return instanceOf(called)
}

/** A member of a class: the node that defines it and the class it is found in. */
export interface Member {
  readonly name: string
  readonly node: Node
  readonly span: { readonly start: number; readonly end: number }
  readonly value: Expression | undefined
}

/** The members a class itself defines: what its body binds, and what its methods assign to `self`. */
export const ownMembers: (node: ClassNode) => ReadonlyMap<string, Member> = memo(collectMembers)

/** Members of a class and of those of its bases that stand in this text, nearest first. */
export function members(analysis: Analysis, node: ClassNode): ReadonlyMap<string, Member> {
  const ofText = membersOfText(analysis)
  let found = ofText.get(node)
  if (found === undefined) {
    // A class that is being looked into while its own bases are read has no members yet.
    ofText.set(node, new Map())
    found = inheritedMembers(analysis, node)
    ofText.set(node, found)
  }
  return found
}

const membersOfText = memo((_analysis: Analysis) => new Map<ClassNode, ReadonlyMap<string, Member>>())

function inheritedMembers(analysis: Analysis, node: ClassNode): Map<string, Member> {
  const found = new Map<string, Member>()
  const seen = new Set<ClassNode>()
  const waiting: ClassNode[] = [node]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const [name, member] of ownMembers(next)) if (!found.has(name)) found.set(name, member)
    for (const base of next.bases) {
      const inferred = infer(analysis, base)
      if (inferred?.kind === 'class') waiting.push(inferred.node)
    }
  }
  return found
}

function collectMembers(node: ClassNode): Map<string, Member> {
  const found = new Map<string, Member>()
  const add = (name: string, span: Member['span'], definition: Node, value?: Expression): void => {
    if (!found.has(name)) found.set(name, { name, node: definition, span, value })
  }
  for (const statement of node.body) {
    switch (statement.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        add(statement.name, statement.nameSpan, statement)
        break
      case 'Assign':
        for (const target of statement.targets) {
          if (target.kind === 'Name') add(target.id, target, statement, statement.value)
        }
        break
      case 'AnnAssign':
        if (statement.target.kind === 'Name') {
          add(statement.target.id, statement.target, statement, statement.value ?? undefined)
        }
        break
      default:
    }
  }
  for (const statement of node.body) {
    if (!isFunction(statement)) continue
    const self = statement.args.posonlyargs[0] ?? statement.args.args[0]
    if (self === undefined) continue
    for (const { target, node: assignment, value } of assignmentsTo(self.arg, statement)) {
      add(target.attr, target.attrSpan, assignment, value)
    }
  }
  return found
}

interface SelfAssignment {
  readonly target: Extract<Expression, { kind: 'Attribute' }>
  readonly node: Node
  readonly value: Expression | undefined
}

function assignmentsTo(self: string, method: FunctionNode): SelfAssignment[] {
  const found: SelfAssignment[] = []
  const note = (target: Expression, node: Node, value: Expression | undefined): void => {
    if (target.kind === 'Attribute' && target.value.kind === 'Name' && target.value.id === self) {
      found.push({ target, node, value })
    } else if (target.kind === 'Tuple' || target.kind === 'List') {
      for (const element of target.elts) note(element, node, undefined)
    }
  }
  const waiting: (readonly Node[])[] = [method.body]
  for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
    for (const statement of body) {
      switch (statement.kind) {
        case 'Assign':
          for (const target of statement.targets) note(target, statement, statement.value)
          break
        case 'AnnAssign':
          note(statement.target, statement, statement.value ?? undefined)
          break
        case 'AugAssign':
          note(statement.target, statement, undefined)
          break
        case 'For':
        case 'AsyncFor':
        case 'While':
        case 'If':
          if ('target' in statement) note(statement.target, statement, undefined)
          waiting.push(statement.body, statement.orelse)
          break
        case 'With':
        case 'AsyncWith':
          for (const item of statement.items)
            if (item.optional_vars !== null) note(item.optional_vars, statement, undefined)
          waiting.push(statement.body)
          break
        case 'Try':
        case 'TryStar':
          waiting.push(statement.body, statement.orelse, statement.finalbody)
          for (const handler of statement.handlers) waiting.push(handler.body)
          break
        case 'Match':
          for (const matchCase of statement.cases) waiting.push(matchCase.body)
          break
        default:
      }
    }
  }
  return found
}

function inferAttribute(analysis: Analysis, value: Inferred, attr: string, steps: number): Inferred | undefined {
  switch (value.kind) {
    case 'module':
      return memberOfModule(value.name, attr)
    case 'class':
    case 'instance': {
      const member = members(analysis, value.node).get(attr)
      if (member === undefined) return undefined
      return inferMember(analysis, member, value.kind === 'instance', steps)
    }
    default:
      return undefined
  }
}

function inferMember(analysis: Analysis, member: Member, isBound: boolean, steps: number): Inferred | undefined {
  const { node, value } = member
  if (isFunction(node)) {
    const isProperty = node.decorator_list.some(decorator => decorator.kind === 'Name' && decorator.id === 'property')
    if (!isProperty) return { kind: 'function', node, isBound }
    return node.returns === null ? undefined : instanceOfAnnotation(analysis, node.returns, steps)
  }
  if (node.kind === 'ClassDef') return { kind: 'class', node }
  if (node.kind === 'AnnAssign') return instanceOfAnnotation(analysis, node.annotation, steps)
  return value === undefined ? undefined : infer(analysis, value, steps)
}

/** The member that an attribute expression names, where it can be told. */
export function memberAt(analysis: Analysis, node: Extract<Expression, { kind: 'Attribute' }>): Member | undefined {
  const value = infer(analysis, node.value)
  return value?.kind === 'class' || value?.kind === 'instance'
    ? members(analysis, value.node).get(node.attr)
    : undefined
}
