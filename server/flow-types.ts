/**
 * What an expression is at its place, found along the paths of the function around it: finer than `infer.ts`, which it falls back to.
 */

import type { Analysis, Expression } from '../language/index.ts'
import { type ModuleTypes, type Type, typeText, type Walk, walkModule } from '../language/inference/index.ts'
import { type Inferred, infer } from './infer.ts'
import { moduleNames } from './library.ts'
import { memo } from './memo.ts'
import { type FunctionNode, isFunction } from './nodes.ts'
import { partIndexAt } from './parts.ts'
import { typesOf } from './types.ts'

const topLevel = memo((types: ModuleTypes) => ({ version: -1, walk: walkModule(types) }))

/** The type of an expression; undefined where no path leads. */
export function typeAt(analysis: Analysis, node: Expression): Type | undefined {
  const types = typesOf(analysis)
  const around = functionAround(analysis, node.start)
  return (around === undefined ? topLevelWalk(analysis) : types.walk(around)).types.get(node)
}

/** The walk through what a text does outside of functions. */
export function topLevelWalk(analysis: Analysis): Walk {
  const types = typesOf(analysis)
  const known = topLevel(types)
  if (known.version !== types.version) {
    known.version = types.version
    known.walk = walkModule(types)
  }
  return known.walk
}

/** The innermost function whose body holds a place. */
function functionAround({ parts }: Analysis, offset: number): FunctionNode | undefined {
  const part = parts[partIndexAt(parts, offset)]
  let found: FunctionNode | undefined
  for (const { kind, node } of part?.scopes ?? []) {
    if (kind !== 'function' || !isFunction(node) || node.body.length === 0) continue
    const isInside = node.body[0].start <= offset && offset <= node.end
    if (isInside && (found === undefined || node.start > found.start)) found = node
  }
  return found
}

/** A type as an annotation would say it; undefined for what is not known. */
export function typeTextAt(analysis: Analysis, node: Expression): string | undefined {
  const type = typeAt(analysis, node)
  if (type === undefined || type.kind === 'unknown' || type.kind === 'never') return undefined
  const { program } = typesOf(analysis)
  return typeText(type, item => program.exchangeOf(item))
}

/** What an expression is, at its place. */
export function inferHere(analysis: Analysis, node: Expression): Inferred | undefined {
  const type = typeAt(analysis, node)
  const found = type === undefined ? undefined : inferredOf(analysis, type)
  return found ?? infer(analysis, node)
}

/** Of a union the one that is not None. */
function inferredOf(analysis: Analysis, type: Type): Inferred | undefined {
  switch (type.kind) {
    case 'union': {
      const others = type.members.filter(member => member.kind !== 'none')
      return others.length === 1 ? inferredOf(analysis, others[0]) : undefined
    }
    case 'object':
    case 'class': {
      const { cls } = type
      if (cls.kind === 'user') {
        // Nodes of other texts are not for the features of this one.
        const isHere = cls.module.analysis === analysis
        return isHere ? { kind: type.kind === 'class' ? 'class' : 'instance', node: cls.node } : undefined
      }
      if (type.kind === 'object')
        return { kind: 'type', name: cls.module === 'builtins' ? cls.name : `${cls.module}.${cls.name}` }
      const entry = moduleNames(cls.module)?.get(cls.name)
      return entry && { kind: 'library', module: cls.module, entry }
    }
    case 'coroutine':
    case 'generator':
      return { kind: 'type', name: type.kind }
    case 'async generator':
      return { kind: 'type', name: 'async_generator' }
    case 'function':
      if (type.fn.node.kind === 'Lambda' || type.fn.module.analysis !== analysis) return undefined
      return { kind: 'function', node: type.fn.node, isBound: type.self !== undefined }
    case 'library': {
      const entry = type.owner === undefined ? moduleNames(type.module)?.get(type.name) : undefined
      return entry && { kind: 'library', module: type.module, entry }
    }
    case 'module':
      return { kind: 'module', name: type.name }
    default:
      return undefined
  }
}
