/** What binds the names of a module or class body, and what methods assign to `self`. Knows the tree only. */

import type { Alias, ClassDef, Expression, Import, ImportFrom, Node, Statement } from '../tree.ts'
import type { FunctionNode } from './type.ts'

/** One way in which a name gets its value. */
export type Binding =
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: ClassDef }
  | { readonly kind: 'import'; readonly node: Import | ImportFrom; readonly alias: Alias }
  | { readonly kind: 'value'; readonly node: Expression }
  | { readonly kind: 'annotation'; readonly node: Expression }
  | { readonly kind: 'entered'; readonly node: Expression; readonly isAsync: boolean }
  | { readonly kind: 'other' }

export type Bindings = ReadonlyMap<string, readonly Binding[]>

/** The bindings of the statements that run as part of a body, those in functions and classes left out. */
export function bindingsOf(body: readonly Statement[]): Bindings {
  const found = new Map<string, Binding[]>()
  const add = (name: string, binding: Binding): void => {
    const known = found.get(name)
    if (known === undefined) found.set(name, [binding])
    else known.push(binding)
  }
  const target = (node: Expression, binding: Binding): void => {
    if (node.kind === 'Name') add(node.id, binding)
    else if (node.kind === 'Tuple' || node.kind === 'List')
      for (const item of node.elts) target(item, { kind: 'other' })
    else if (node.kind === 'Starred') target(node.value, { kind: 'other' })
  }
  forEachStatement(body, statement => {
    switch (statement.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        add(statement.name, { kind: 'function', node: statement })
        break
      case 'ClassDef':
        add(statement.name, { kind: 'class', node: statement })
        break
      case 'Import':
      case 'ImportFrom':
        for (const alias of statement.names) {
          const name = alias.asname ?? (statement.kind === 'Import' ? alias.name.split('.')[0] : alias.name)
          add(name, { kind: 'import', node: statement, alias })
        }
        break
      case 'Assign':
        for (const item of statement.targets) target(item, { kind: 'value', node: statement.value })
        break
      case 'AnnAssign':
        target(statement.target, { kind: 'annotation', node: statement.annotation })
        break
      case 'AugAssign':
        target(statement.target, { kind: 'other' })
        break
      case 'For':
      case 'AsyncFor':
        target(statement.target, { kind: 'other' })
        break
      case 'With':
      case 'AsyncWith':
        for (const { context_expr: node, optional_vars } of statement.items) {
          if (optional_vars !== null)
            target(optional_vars, { kind: 'entered', node, isAsync: statement.kind === 'AsyncWith' })
        }
        break
      case 'Try':
      case 'TryStar':
        for (const { name } of statement.handlers) if (name !== null) add(name, { kind: 'other' })
        break
      case 'TypeAlias':
        target(statement.name, { kind: 'other' })
        break
      case 'Delete':
        for (const item of statement.targets) target(item, { kind: 'other' })
        break
      default:
    }
  })
  return found
}

/** Every statement of a body and of the blocks in it, in the order of the text; not of inner functions and classes. */
export function forEachStatement(body: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement)
    for (const block of blocksOf(statement)) forEachStatement(block, visit)
  }
}

/** The blocks of a statement that run where it stands. */
export function blocksOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'For':
    case 'AsyncFor':
    case 'While':
    case 'If':
      return [statement.body, statement.orelse]
    case 'With':
    case 'AsyncWith':
      return [statement.body]
    case 'Try':
    case 'TryStar':
      return [statement.body, ...statement.handlers.map(handler => handler.body), statement.orelse, statement.finalbody]
    case 'Match':
      return statement.cases.map(item => item.body)
    default:
      return []
  }
}

/** An assignment to an attribute of a method's first parameter. */
export interface SelfAssignment {
  readonly method: FunctionNode
  /** What is assigned; undefined where it is not written as one expression. */
  readonly value: Expression | undefined
  readonly annotation: Expression | undefined
  readonly node: Node
}

/** What the methods of a class assign to attributes of `self`, by name. */
export function selfAssignments(node: ClassDef): ReadonlyMap<string, readonly SelfAssignment[]> {
  const found = new Map<string, SelfAssignment[]>()
  for (const method of node.body) {
    if (method.kind !== 'FunctionDef' && method.kind !== 'AsyncFunctionDef') continue
    const self = (method.args.posonlyargs[0] ?? method.args.args[0])?.arg
    if (self === undefined) continue
    const add = (target: Expression, assignment: Omit<SelfAssignment, 'method' | 'node'>): void => {
      if (target.kind === 'Attribute' && target.value.kind === 'Name' && target.value.id === self) {
        const known = found.get(target.attr)
        const item = { ...assignment, method, node: target }
        if (known === undefined) found.set(target.attr, [item])
        else known.push(item)
      } else if (target.kind === 'Tuple' || target.kind === 'List') {
        for (const item of target.elts) add(item, { value: undefined, annotation: undefined })
      } else if (target.kind === 'Starred') add(target.value, { value: undefined, annotation: undefined })
    }
    forEachStatement(method.body, statement => {
      switch (statement.kind) {
        case 'Assign':
          for (const target of statement.targets) add(target, { value: statement.value, annotation: undefined })
          break
        case 'AnnAssign':
          add(statement.target, { value: statement.value ?? undefined, annotation: statement.annotation })
          break
        case 'AugAssign':
        case 'For':
        case 'AsyncFor':
          add(statement.target, { value: undefined, annotation: undefined })
          break
        case 'With':
        case 'AsyncWith':
          for (const item of statement.items) {
            if (item.optional_vars !== null) add(item.optional_vars, { value: undefined, annotation: undefined })
          }
          break
        default:
      }
    })
  }
  return found
}
