/**
 * What a function says it raises: its own `raise`s, and those of the functions of the program that it calls or awaits, as far as nothing
 * around catches them. What built-in operations raise is not told.
 */

import { partsEvaluatedHere } from '../suspension.ts'
import type { ExceptHandler, Expression, Node } from '../tree.ts'
import type { ModuleTypes } from './program.ts'
import { Cell } from './query.ts'
import type { FunctionNode, Type } from './type.ts'
import type { Walk } from './walk.ts'

const known = new WeakMap<Walk, Cell<ReadonlySet<string>>>()
const nothing: ReadonlySet<string> = new Set()

/** The names of the exceptions, as written last in a dotted name. */
export function raisesOf(module: ModuleTypes, node: FunctionNode): ReadonlySet<string> {
  const walk = module.walk(node)
  let cell = known.get(walk)
  if (cell === undefined) {
    cell = new Cell<ReadonlySet<string>>()
    known.set(walk, cell)
  }
  return module.program.queries.ask(cell, nothing, () => {
    const found = new Set<string>()
    for (const statement of node.body) collect(statement, walk, [], [], found)
    return found
  })
}

/**
 * @param caught the clauses around, from the outside in
 * @param handled what the clause around has caught: a bare `raise` raises it again
 */
function collect(
  node: Node,
  walk: Walk,
  caught: readonly ExceptHandler[],
  handled: readonly string[],
  found: Set<string>,
): void {
  const add = (name: string): void => {
    if (!caught.some(clause => catches(clause, name))) found.add(name)
  }
  if (node.kind === 'Raise') {
    if (node.exc === null) handled.forEach(add)
    else {
      const name = raisedName(node.exc)
      if (name !== undefined) add(name)
    }
  }
  if (node.kind === 'Call') for (const name of ofCall(walk.types.get(node.func), false)) add(name)
  if (node.kind === 'Await') for (const name of ofCall(walk.types.get(node.value), true)) add(name)
  if (node.kind === 'Try' || node.kind === 'TryStar') {
    for (const item of node.body) collect(item, walk, [...caught, ...node.handlers], handled, found)
    for (const handler of node.handlers) {
      const names = handler.type === null ? [] : namesIn(handler.type)
      for (const item of handler.body) collect(item, walk, caught, names, found)
    }
    for (const item of [...node.orelse, ...node.finalbody]) collect(item, walk, caught, handled, found)
    return
  }
  for (const part of partsEvaluatedHere(node)) collect(part, walk, caught, handled, found)
}

/** Of a call what a plain function raises, of an await what the coroutine does. */
function ofCall(type: Type | undefined, isAwait: boolean): Iterable<string> {
  if (isAwait) {
    if (type?.kind !== 'coroutine' || type.fn === undefined || type.fn.node.kind === 'Lambda') return nothing
    return raisesOf(type.fn.module, type.fn.node)
  }
  if (type?.kind !== 'function' || type.fn.node.kind === 'Lambda') return nothing
  return type.fn.module.kindOf(type.fn.node) === 'function' ? raisesOf(type.fn.module, type.fn.node) : nothing
}

function raisedName(node: Expression): string | undefined {
  const inner = node.kind === 'Call' ? node.func : node
  const name = inner.kind === 'Name' ? inner.id : inner.kind === 'Attribute' ? inner.attr : undefined
  // A variable holds an exception of which the name does not tell.
  return name !== undefined && /^[A-Z]/.test(name) ? name : undefined
}

function namesIn(type: Expression): string[] {
  if (type.kind === 'Tuple') return type.elts.flatMap(namesIn)
  return type.kind === 'Name' ? [type.id] : type.kind === 'Attribute' ? [type.attr] : []
}

function catches({ type }: ExceptHandler, name: string): boolean {
  if (type === null) return true
  const names = namesIn(type)
  return (
    names.includes(name) ||
    names.includes('BaseException') ||
    (names.includes('Exception') && !/^(?:CancelledError|GeneratorExit|KeyboardInterrupt|SystemExit)$/.test(name))
  )
}
