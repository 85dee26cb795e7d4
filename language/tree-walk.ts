/**
 * Going over a tree: the children of a node in the order of the text, and a walk that needs no stack of the host.
 *
 * This file knows the shape of the tree and nothing of what it means.
 */

import type { Arguments, Node } from './tree.ts'

/** The child nodes of `node`, in the order of the text (decorators before the function they decorate). */
export function children(node: Node): Node[] {
  const out: Node[] = []
  eachChild(node, child => out.push(child))
  return out
}

/**
 * Visits `root` and everything below it, parents first, in the order of the text. A `visit` that returns `false` leaves out what
 * is below that node. Works on trees of any depth.
 */
export function walk(root: Node, visit: (node: Node) => boolean | undefined): void {
  const stack: Node[] = [root]
  while (stack.length > 0) {
    const node = stack.pop()!
    if (visit(node) === false) continue
    const from = stack.length
    eachChild(node, child => stack.push(child))
    for (let low = from, high = stack.length - 1; low < high; low++, high--) {
      const swap = stack[low]
      stack[low] = stack[high]
      stack[high] = swap
    }
  }
}

/** Calls `visit` with each child of `node`, in the order of the text. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  const all = (nodes: readonly Node[]): void => {
    for (const child of nodes) visit(child)
  }
  const maybe = (child: Node | null): void => {
    if (child !== null) visit(child)
  }
  switch (node.kind) {
    case 'Module':
      all(node.body)
      break
    case 'Expression':
      visit(node.body)
      break
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      all(node.decorator_list)
      all(node.type_params)
      visit(node.args)
      maybe(node.returns)
      all(node.body)
      break
    case 'ClassDef':
      all(node.decorator_list)
      all(node.type_params)
      all(inTextOrder([...node.bases, ...node.keywords]))
      all(node.body)
      break
    case 'Return':
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'Expr':
    case 'Attribute':
    case 'Starred':
    case 'keyword':
    case 'MatchValue':
      maybe(node.value)
      break
    case 'Delete':
      all(node.targets)
      break
    case 'Assign':
      all(node.targets)
      visit(node.value)
      break
    case 'TypeAlias':
      visit(node.name)
      all(node.type_params)
      visit(node.value)
      break
    case 'AugAssign':
    case 'NamedExpr':
      visit(node.target)
      visit(node.value)
      break
    case 'AnnAssign':
      visit(node.target)
      visit(node.annotation)
      maybe(node.value)
      break
    case 'For':
    case 'AsyncFor':
      visit(node.target)
      visit(node.iter)
      all(node.body)
      all(node.orelse)
      break
    case 'While':
    case 'If':
      visit(node.test)
      all(node.body)
      all(node.orelse)
      break
    case 'With':
    case 'AsyncWith':
      all(node.items)
      all(node.body)
      break
    case 'Match':
      visit(node.subject)
      all(node.cases)
      break
    case 'Raise':
      maybe(node.exc)
      maybe(node.cause)
      break
    case 'Try':
    case 'TryStar':
      all(node.body)
      all(node.handlers)
      all(node.orelse)
      all(node.finalbody)
      break
    case 'Assert':
      visit(node.test)
      maybe(node.msg)
      break
    case 'Import':
    case 'ImportFrom':
      all(node.names)
      break
    case 'Error':
      all(node.children)
      break
    case 'BoolOp':
    case 'JoinedStr':
      all(node.values)
      break
    case 'BinOp':
      visit(node.left)
      visit(node.right)
      break
    case 'UnaryOp':
      visit(node.operand)
      break
    case 'Lambda':
      visit(node.args)
      visit(node.body)
      break
    case 'IfExp':
      visit(node.body)
      visit(node.test)
      visit(node.orelse)
      break
    case 'Dict':
      for (let i = 0; i < node.values.length; i++) {
        maybe(node.keys[i])
        visit(node.values[i])
      }
      break
    case 'Set':
    case 'List':
    case 'Tuple':
      all(node.elts)
      break
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      visit(node.elt)
      all(node.generators)
      break
    case 'DictComp':
      visit(node.key)
      visit(node.value)
      all(node.generators)
      break
    case 'Compare':
      visit(node.left)
      all(node.comparators)
      break
    case 'Call':
      visit(node.func)
      all(inTextOrder([...node.args, ...node.keywords]))
      break
    case 'FormattedValue':
      visit(node.value)
      maybe(node.format_spec)
      break
    case 'Subscript':
      visit(node.value)
      visit(node.slice)
      break
    case 'Slice':
      maybe(node.lower)
      maybe(node.upper)
      maybe(node.step)
      break
    case 'comprehension':
      visit(node.target)
      visit(node.iter)
      all(node.ifs)
      break
    case 'ExceptHandler':
      maybe(node.type)
      all(node.body)
      break
    case 'arguments':
      all(parametersInTextOrder(node))
      break
    case 'arg':
      maybe(node.annotation)
      break
    case 'withitem':
      visit(node.context_expr)
      maybe(node.optional_vars)
      break
    case 'match_case':
      visit(node.pattern)
      maybe(node.guard)
      all(node.body)
      break
    case 'MatchSequence':
    case 'MatchOr':
      all(node.patterns)
      break
    case 'MatchMapping':
      for (let i = 0; i < node.patterns.length; i++) {
        visit(node.keys[i])
        visit(node.patterns[i])
      }
      break
    case 'MatchClass':
      visit(node.cls)
      all(node.patterns)
      all(node.kwd_patterns)
      break
    case 'MatchAs':
      maybe(node.pattern)
      break
    case 'TypeVar':
      maybe(node.bound)
      maybe(node.default_value)
      break
    case 'ParamSpec':
    case 'TypeVarTuple':
      maybe(node.default_value)
      break
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'Constant':
    case 'Name':
    case 'alias':
    case 'MatchSingleton':
    case 'MatchStar':
      break
  }
}

function inTextOrder(nodes: Node[]): Node[] {
  return nodes.sort((a, b) => a.start - b.start)
}

function parametersInTextOrder(node: Arguments): Node[] {
  const out: Node[] = [...node.posonlyargs, ...node.args, ...node.kwonlyargs, ...node.defaults]
  for (const value of node.kw_defaults) if (value !== null) out.push(value)
  if (node.vararg !== null) out.push(node.vararg)
  if (node.kwarg !== null) out.push(node.kwarg)
  return inTextOrder(out)
}
