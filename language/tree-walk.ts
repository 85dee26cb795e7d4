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
  const push = (child: Node): void => {
    stack.push(child)
  }
  while (stack.length > 0) {
    const node = stack.pop()!
    if (visit(node) === false) continue
    const from = stack.length
    eachChild(node, push)
    for (let low = from, high = stack.length - 1; low < high; low++, high--) {
      const swap = stack[low]
      stack[low] = stack[high]
      stack[high] = swap
    }
  }
}

/** Calls `visit` with each child of `node`, in the order of the text. */
export function eachChild(node: Node, visit: Visit): void {
  switch (node.kind) {
    case 'Module':
      all(node.body, visit)
      break
    case 'Expression':
      visit(node.body)
      break
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      all(node.decorator_list, visit)
      all(node.type_params, visit)
      visit(node.args)
      maybe(node.returns, visit)
      all(node.body, visit)
      break
    case 'ClassDef':
      all(node.decorator_list, visit)
      all(node.type_params, visit)
      merged(node.bases, node.keywords, visit)
      all(node.body, visit)
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
      maybe(node.value, visit)
      break
    case 'Delete':
      all(node.targets, visit)
      break
    case 'Assign':
      all(node.targets, visit)
      visit(node.value)
      break
    case 'TypeAlias':
      visit(node.name)
      all(node.type_params, visit)
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
      maybe(node.value, visit)
      break
    case 'For':
    case 'AsyncFor':
      visit(node.target)
      visit(node.iter)
      all(node.body, visit)
      all(node.orelse, visit)
      break
    case 'While':
    case 'If':
      visit(node.test)
      all(node.body, visit)
      all(node.orelse, visit)
      break
    case 'With':
    case 'AsyncWith':
      all(node.items, visit)
      all(node.body, visit)
      break
    case 'Match':
      visit(node.subject)
      all(node.cases, visit)
      break
    case 'Raise':
      maybe(node.exc, visit)
      maybe(node.cause, visit)
      break
    case 'Try':
    case 'TryStar':
      all(node.body, visit)
      all(node.handlers, visit)
      all(node.orelse, visit)
      all(node.finalbody, visit)
      break
    case 'Assert':
      visit(node.test)
      maybe(node.msg, visit)
      break
    case 'Import':
    case 'ImportFrom':
      all(node.names, visit)
      break
    case 'Error':
      all(node.children, visit)
      break
    case 'BoolOp':
    case 'JoinedStr':
      all(node.values, visit)
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
        maybe(node.keys[i], visit)
        visit(node.values[i])
      }
      break
    case 'Set':
    case 'List':
    case 'Tuple':
      all(node.elts, visit)
      break
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      visit(node.elt)
      all(node.generators, visit)
      break
    case 'DictComp':
      visit(node.key)
      visit(node.value)
      all(node.generators, visit)
      break
    case 'Compare':
      visit(node.left)
      all(node.comparators, visit)
      break
    case 'Call':
      visit(node.func)
      merged(node.args, node.keywords, visit)
      break
    case 'FormattedValue':
      visit(node.value)
      maybe(node.format_spec, visit)
      break
    case 'Subscript':
      visit(node.value)
      visit(node.slice)
      break
    case 'Slice':
      maybe(node.lower, visit)
      maybe(node.upper, visit)
      maybe(node.step, visit)
      break
    case 'comprehension':
      visit(node.target)
      visit(node.iter)
      all(node.ifs, visit)
      break
    case 'ExceptHandler':
      maybe(node.type, visit)
      all(node.body, visit)
      break
    case 'arguments':
      all(parametersInTextOrder(node), visit)
      break
    case 'arg':
      maybe(node.annotation, visit)
      break
    case 'withitem':
      visit(node.context_expr)
      maybe(node.optional_vars, visit)
      break
    case 'match_case':
      visit(node.pattern)
      maybe(node.guard, visit)
      all(node.body, visit)
      break
    case 'MatchSequence':
    case 'MatchOr':
      all(node.patterns, visit)
      break
    case 'MatchMapping':
      for (let i = 0; i < node.patterns.length; i++) {
        visit(node.keys[i])
        visit(node.patterns[i])
      }
      break
    case 'MatchClass':
      visit(node.cls)
      all(node.patterns, visit)
      all(node.kwd_patterns, visit)
      break
    case 'MatchAs':
      maybe(node.pattern, visit)
      break
    case 'TypeVar':
      maybe(node.bound, visit)
      maybe(node.default_value, visit)
      break
    case 'ParamSpec':
    case 'TypeVarTuple':
      maybe(node.default_value, visit)
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

type Visit = (child: Node) => void

function all(nodes: readonly Node[], visit: Visit): void {
  for (let i = 0; i < nodes.length; i++) visit(nodes[i])
}

function maybe(child: Node | null, visit: Visit): void {
  if (child !== null) visit(child)
}

/** Two lists that may be mixed in the text; nearly always one is behind the other. */
function merged(first: readonly Node[], second: readonly Node[], visit: Visit): void {
  const isMixed = first.length > 0 && second.length > 0 && first[first.length - 1].start > second[0].start
  if (isMixed) all(inTextOrder([...first, ...second]), visit)
  else {
    all(first, visit)
    all(second, visit)
  }
}

function inTextOrder(nodes: Node[]): Node[] {
  return nodes.sort((a, b) => a.start - b.start)
}

function parametersInTextOrder(node: Arguments): readonly Node[] {
  const { posonlyargs, kwonlyargs, defaults, vararg, kwarg } = node
  const isPlain = posonlyargs.length + kwonlyargs.length + defaults.length === 0 && vararg === null && kwarg === null
  if (isPlain) return node.args
  const out: Node[] = [...node.posonlyargs, ...node.args, ...node.kwonlyargs, ...node.defaults]
  for (const value of node.kw_defaults) if (value !== null) out.push(value)
  if (node.vararg !== null) out.push(node.vararg)
  if (node.kwarg !== null) out.push(node.kwarg)
  return inTextOrder(out)
}
