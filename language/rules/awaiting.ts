/** Coroutines, generators and tasks that are made and lost, used twice, or put where their result is meant. */

import { type Suspendable, type Type, typeName } from '../inference/type.ts'
import type { FlowEvent } from '../inference/walk.ts'
import type { Expression, Node } from '../tree.ts'
import { eachChild } from '../tree-walk.ts'
import { addAwait, asyncioName, at } from './fixes.ts'
import { type Context, calledName, type Fix, isAsync, type Looks, libraryName, source, typeOf } from './rule.ts'

/** The coroutine that an expression certainly is, when it was made right there. */
function madeHere(context: Context, node: Expression): Suspendable | undefined {
  if (node.kind !== 'Call') return undefined
  const type = typeOf(context, node)
  return isSuspendable(type) ? type : undefined
}

function isSuspendable(type: Type): type is Suspendable {
  return type.kind === 'coroutine' || type.kind === 'generator' || type.kind === 'async generator'
}

/** What the walk through the unit noticed. `contextOf` gives the context of a node of the unit. */
export function lookAtEvents(events: readonly FlowEvent[], contextOf: (node: Node) => Context): void {
  const lost = new Set<Node>()
  for (const event of events) {
    const { site, kind } = event
    if (site.what === 'lock') continue
    const context = contextOf(site.node)
    if (kind === 'used twice') usedTwice(event, contextOf(event.at ?? site.node))
    else if (kind === 'lost' || kind === 'lost on a path') {
      if (lost.has(site.node)) continue
      lost.add(site.node)
      reportLost(event, context)
    }
  }
}

function reportLost({ site, kind, at: where }: FlowEvent, context: Context): void {
  const node = site.node as Expression
  const line =
    where === undefined || kind === 'lost on a path' ? undefined : context.analysis.text.lineAt(where.start) + 1
  const own = context.analysis.text.lineAt(node.start) + 1
  const isHere = where !== undefined && where.start <= node.start && where.end >= node.end
  const when =
    kind === 'lost on a path'
      ? ' on every path'
      : isHere || line === undefined || line === own
        ? ''
        : where?.kind === 'Return'
          ? ` when line ${line} returns`
          : ''
  switch (site.what) {
    case 'coroutine': {
      const negation = kind === 'lost on a path' ? 'is not awaited' : 'was never awaited'
      context.report('never-awaited', node, `coroutine '${site.name}' ${negation}${when}`, {
        hint: 'Await it, hand it to a task, or keep what the call makes.',
        fixes: isUsableInPlace(context, node) ? addAwait(context, node) : [],
      })
      return
    }
    case 'generator':
    case 'async generator':
      if (kind === 'lost on a path') return
      context.report(
        'never-iterated',
        node,
        `the ${site.what} '${site.name}' is made and dropped: nothing of it runs`,
        {
          hint:
            site.what === 'generator'
              ? 'Iterate over it, or keep what the call makes.'
              : "Iterate over it with 'async for', or keep what the call makes.",
        },
      )
      return
    case 'several':
      if (kind === 'lost on a path') return
      context.report('never-awaited', node, `the coroutines made here were never awaited${when}`, {
        hint: "Give them to 'await asyncio.gather(*…)' or to a task group.",
        fixes: gatherFix(context, node),
      })
      return
    case 'task':
      if (kind === 'lost on a path') return
      context.report(
        'task-not-kept',
        node,
        `nothing keeps the task that ${site.name}() makes: it can vanish before it is done`,
        {
          hint: 'The event loop holds tasks weakly. Keep it in a variable or set, await it, or use asyncio.TaskGroup.',
          fixes: keepTask(context, node),
        },
      )
      return
    case 'future':
      if (kind === 'lost on a path') return
      context.report('never-awaited', node, `what ${site.name}() gives was never awaited`, {
        hint: 'Without await nobody waits for it, and its exceptions go unseen.',
        fixes: addAwait(context, node),
      })
      return
    default:
  }
}

/** The place where it is made is one where its result would do. */
function isUsableInPlace(context: Context, node: Expression): boolean {
  const parent = context.around[context.around.length - 1]
  return (
    parent?.kind === 'Expr' ||
    parent?.kind === 'Assign' ||
    parent?.kind === 'AnnAssign' ||
    parent?.kind === 'NamedExpr' ||
    node.kind === 'Call'
  )
}

function gatherFix(context: Context, node: Expression): Fix[] {
  const name = asyncioName(context)
  if (!isAsync(context) || name === undefined) return []
  return [
    {
      title: `Await them together with '${name}.gather'`,
      edits: [
        { span: at(node.start), newText: `await ${name}.gather(*` },
        { span: at(node.end), newText: ')' },
      ],
      isPreferred: true,
    },
  ]
}

function keepTask(context: Context, node: Expression): Fix[] {
  const parent = context.around[context.around.length - 1]
  if (parent?.kind !== 'Expr') return isAsync(context) ? addAwait(context, node) : []
  const taken = new Set(context.analysis.scopes.find(context.unit.node)?.symbols.keys() ?? [])
  let name = 'task'
  for (let i = 2; taken.has(name); i++) name = `task${i}`
  const fixes: Fix[] = [
    { title: `Keep it in '${name}'`, edits: [{ span: at(node.start), newText: `${name} = ` }], isPreferred: false },
  ]
  return isAsync(context) ? [...addAwait(context, node).map(fix => ({ ...fix, isPreferred: false })), ...fixes] : fixes
}

function usedTwice({ site, at: where }: FlowEvent, context: Context): void {
  if (where === undefined) return
  const made = context.analysis.text.lineAt(site.node.start) + 1
  if (site.what === 'coroutine') {
    context.report('awaited-twice', where, 'cannot reuse already awaited coroutine', {
      hint: `'${site.name}' of line ${made} has been awaited before: call it again, or keep its result.`,
      fixes: callAgain(site.node, where, context),
    })
  } else if (site.what === 'generator' || site.what === 'async generator') {
    context.report(
      'iterated-twice',
      where.kind === 'For' || where.kind === 'AsyncFor' ? where.iter : where,
      `the ${site.what} '${site.name}' has been iterated to its end: there is nothing left`,
      {
        hint: `It was made in line ${made}. Make another one, or keep its values in a list.`,
      },
    )
  }
}

/** The call that made it, once more. What it was called with must still be there: names and constants. */
function callAgain(made: Node, where: Node, context: Context): Fix[] {
  const isPlain = (node: Expression): boolean =>
    node.kind === 'Name' || node.kind === 'Constant' || (node.kind === 'Attribute' && isPlain(node.value))
  if (made.kind !== 'Call' || where.kind !== 'Name' || !isPlain(made.func)) return []
  if (![...made.args, ...made.keywords.map(item => item.value)].every(isPlain)) return []
  const text = source(context, made)
  return [
    {
      title: `Call '${text}' again`,
      edits: [{ span: { start: where.start, end: where.end }, newText: text }],
      isPreferred: true,
    },
  ]
}

// Where a result is meant

const words = { coroutine: 'coroutine', generator: 'generator', 'async generator': 'async generator' } as const

function truth(test: Expression, context: Context): void {
  let node = test
  while (node.kind === 'UnaryOp' && node.op === 'Not') node = node.operand
  if (node.kind === 'NamedExpr') node = node.value
  const type = typeOf(context, node)
  const made = madeHere(context, node) ?? (node.kind === 'Name' && isSuspendable(type) ? type : undefined)
  if (made !== undefined) {
    const hint = made.kind === 'coroutine' ? 'Await it to ask for its result.' : 'Ask for what it yields.'
    context.report(
      'always-true',
      node,
      `the ${words[made.kind]} '${made.name || source(context, node)}' is always true`,
      {
        hint,
        fixes: made.kind === 'coroutine' ? addAwait(context, node) : [],
      },
    )
  } else if (
    type.kind === 'function' &&
    type.fn.node.kind !== 'Lambda' &&
    node.kind !== 'Call' &&
    type.fn.module.kindOf(type.fn.node) === 'coroutine'
  ) {
    context.report('always-true', node, `the function '${type.fn.node.name}' is always true`, {
      hint: 'Call it and await the result.',
    })
  }
}

/** A coroutine as an operand: CPython raises TypeError, or compares the object itself. */
function operand(node: Expression, context: Context, what: string): void {
  const type = typeOf(context, node)
  if (type.kind !== 'coroutine') return
  context.report(
    'coroutine-operand',
    node,
    `${what} with the coroutine '${type.name || source(context, node)}', not with its result`,
    {
      hint: 'Await it first.',
      fixes: addAwait(context, node),
    },
  )
}

const generatorAttributes = /^(?:send|throw|close|cr_\w+|gi_\w+|ag_\w+|asend|athrow|aclose|__\w+__)$/

export const awaitingLooks: Looks = {
  If: (node, context) => truth(node.test, context),
  While: (node, context) => truth(node.test, context),
  IfExp: (node, context) => truth(node.test, context),
  Assert: (node, context) => truth(node.test, context),
  UnaryOp: (node, context) => {
    if (node.op === 'Not') {
      const parent = context.around[context.around.length - 1]
      if (
        parent?.kind !== 'If' &&
        parent?.kind !== 'While' &&
        parent?.kind !== 'Assert' &&
        parent?.kind !== 'IfExp' &&
        parent?.kind !== 'UnaryOp'
      )
        truth(node, context)
    } else operand(node.operand, context, 'an operation')
  },
  BoolOp: (node, context) => {
    for (const value of node.values.slice(0, -1)) truth(value, context)
    const parent = context.around[context.around.length - 1]
    if (parent !== undefined && 'test' in parent) truth(node.values[node.values.length - 1], context)
  },
  comprehension: (node, context) => {
    for (const test of node.ifs) truth(test, context)
  },
  BinOp: (node, context) => {
    operand(node.left, context, 'an operation')
    operand(node.right, context, 'an operation')
  },
  Compare: (node, context) => {
    const sides = [node.left, ...node.comparators]
    node.ops.forEach((op, i) => {
      if (op === 'Is' || op === 'IsNot') return
      for (const side of [sides[i], sides[i + 1]])
        if (madeHere(context, side) !== undefined) operand(side, context, 'a comparison')
    })
  },
  AugAssign: (node, context) => operand(node.value, context, 'an operation'),
  Subscript: (node, context) => {
    const type = typeOf(context, node.value)
    if (type.kind !== 'coroutine' || node.ctx !== 'Load') return
    context.report('coroutine-operand', node.value, "'coroutine' object is not subscriptable", {
      hint: 'Await it first.',
      fixes: addAwait({ ...context, around: [...context.around, node] }, node.value),
    })
  },
  Attribute: (node, context) => {
    const type = typeOf(context, node.value)
    if (type.kind !== 'coroutine' || generatorAttributes.test(node.attr)) return
    context.report('coroutine-operand', node.value, `'coroutine' object has no attribute '${node.attr}'`, {
      hint: 'Await it first.',
      fixes: addAwait({ ...context, around: [...context.around, node] }, node.value),
    })
  },
  FormattedValue: (node, context) => {
    if (madeHere(context, node.value)?.kind !== 'coroutine') return
    context.report(
      'coroutine-argument',
      node.value,
      `the coroutine '${calledName(node.value)}' is formatted, not its result`,
      {
        hint: 'It was never awaited. Await it first.',
        fixes: addAwait(context, node.value),
      },
    )
  },
  Call: (node, context) => {
    const callee = typeOf(context, node.func)
    if (isSuspendable(callee)) {
      context.report('coroutine-operand', node.func, `'${typeName(callee)}' object is not callable`, {
        fixes:
          callee.kind === 'coroutine' ? addAwait({ ...context, around: [...context.around, node] }, node.func) : [],
      })
      return
    }
    const name = libraryName(callee)
    if (name === 'builtins.any' || name === 'builtins.all') {
      const [arg] = node.args
      if (arg?.kind === 'GeneratorExp' || arg?.kind === 'ListComp' || arg?.kind === 'SetComp') truth(arg.elt, context)
    }
    const takesIt = callee.kind === 'function' ? looksOnlyAt(context, callee) : undefined
    node.args.forEach((arg, i) => {
      const isLooked = (name !== undefined && isLookedAt(context, callee)) || takesIt?.(i) === true
      if (isLooked) argument(arg, context, name ?? calledName(node.func))
    })
    if (name !== undefined && looksAtElements.test(name)) {
      for (const arg of node.args) for (const element of elementsOf(arg)) argument(element, context, name)
    }
    if (name !== undefined && isLookedAt(context, callee)) {
      for (const keyword of node.keywords) argument(keyword.value, context, name)
    }
  },
}

/** What the functions below do with the elements of what they are given; none of them awaits any. */
const looksAtElements = /^builtins\.(?:sum|sorted|min|max|str\.join)$/

/** The coroutines that are elements of a display or comprehension. */
function elementsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'List':
    case 'Set':
    case 'Tuple':
      return node.elts
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return [node.elt]
    default:
      return []
  }
}

function isLookedAt({ module }: Context, callee: Type): boolean {
  if (callee.kind === 'class' && callee.cls.kind === 'library')
    return module.program.onlyLooks(callee.cls.module, callee.cls.name)
  if (callee.kind !== 'library') return false
  // Strings keep nothing that they are given.
  if (callee.owner !== undefined) return callee.owner === 'builtins.str'
  return module.program.onlyLooks(callee.module, callee.name)
}

function argument(node: Expression, context: Context, callee: string): void {
  if (node.kind !== 'Call') return
  const type = typeOf(context, node)
  if (type.kind !== 'coroutine') return
  const name = callee.replace(/^builtins\./, '')
  context.report('coroutine-argument', node, `${name}() is given the coroutine '${type.name}', not its result`, {
    hint: 'It was never awaited. Await it first.',
    fixes: addAwait(context, node),
  })
}

/** Which parameters a plain function of the program does nothing with but look at: print, format, compare, or ignore. */
function looksOnlyAt(context: Context, callee: Extract<Type, { kind: 'function' }>): (index: number) => boolean {
  const { node, module } = callee.fn
  if (node.kind !== 'FunctionDef' || node.decorator_list.length > 0 || module.kindOf(node) !== 'function')
    return () => false
  const positional = [...node.args.posonlyargs, ...node.args.args].slice(callee.self === undefined ? 0 : 1)
  const isOverridable = callee.self !== undefined
  return index => {
    const parameter = positional[index]
    if (parameter === undefined || isOverridable) return false
    const scope = module.analysis.scopes.find(node)
    const symbol = scope?.lookup(parameter.arg)
    if (symbol === undefined || symbol.resolution !== 'local' || symbol.definitions.length !== 1) return false
    const places = new Set(symbol.references.map(place => place.start))
    if (places.size === 0) return false
    const looked = lookedPlaces(node, (type: Expression) => module.walk(node).types.get(type), context)
    return [...places].every(place => looked.has(place))
  }
}

/** Starts of the names in a function that are only printed or formatted. */
function lookedPlaces(node: Node, typeOfNode: (node: Expression) => Type | undefined, context: Context): Set<number> {
  const found = new Set<number>()
  const visit = (inner: Node): void => {
    if (inner.kind === 'FormattedValue' && inner.value.kind === 'Name') found.add(inner.value.start)
    if (inner.kind === 'Call') {
      const callee = typeOfNode(inner.func)
      if (callee !== undefined && isLookedAt(context, callee)) {
        for (const arg of inner.args) if (arg.kind === 'Name') found.add(arg.start)
      }
    }
  }
  walkNodes(node, visit)
  return found
}

function walkNodes(node: Node, visit: (node: Node) => void): void {
  visit(node)
  eachChild(node, child => walkNodes(child, visit))
}
