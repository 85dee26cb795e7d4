/**
 * Errors of `match` patterns that CPython's compiler finds (Python/compile.c `compiler_pattern`): captures that make the rest
 * unreachable, names bound twice, alternatives that bind different names, repeated keys and attributes.
 *
 * Goes over a pattern in the compiler's order; expressions inside are handed back through `Host`.
 */

import { equalityKey } from './constant-type.ts'
import { constantRepr } from './python-repr.ts'
import type { Expression, MatchAs, MatchClass, MatchMapping, MatchOr, MatchSequence, Pattern, Span } from './tree.ts'

/** What the checks of patterns need of the checks around them. */
export interface PatternHost {
  fail(span: Span, message: string): void
  expression(node: Expression): void
  /** Refuses `__debug__` as a target. */
  target(name: string, span: Span): void
}

/** How a pattern is used. */
interface Place {
  /** Names bound so far, in order. */
  readonly stores: string[]
  /** It may match everything: it is the last case, has a guard, or is part of another pattern. */
  readonly mayMatchAll: boolean
}

/** Checks the pattern of a `case`. `mayMatchAll` when it is the last one or has a guard. */
export function validatePattern(host: PatternHost, pattern: Pattern, mayMatchAll: boolean): void {
  visit(host, pattern, { stores: [], mayMatchAll })
}

/** `_` alone. */
export function isWildcard(pattern: Pattern): boolean {
  return pattern.kind === 'MatchAs' && pattern.name === null && pattern.pattern === null
}

function visit(host: PatternHost, node: Pattern, place: Place): void {
  switch (node.kind) {
    case 'MatchValue':
      if (node.value.kind === 'JoinedStr')
        host.fail(node.value, 'patterns may only match literals and attribute lookups')
      host.expression(node.value)
      break
    case 'MatchSingleton':
    case 'Error':
      break
    case 'MatchSequence':
      visitSequence(host, node, place)
      break
    case 'MatchMapping':
      visitMapping(host, node, place)
      break
    case 'MatchClass':
      visitClass(host, node, place)
      break
    case 'MatchStar':
      store(host, node, node.name, place)
      break
    case 'MatchAs':
      visitAs(host, node, place)
      break
    case 'MatchOr':
      visitOr(host, node, place)
      break
  }
}

function visitPart(host: PatternHost, node: Pattern, place: Place): void {
  visit(host, node, { stores: place.stores, mayMatchAll: true })
}

function store(host: PatternHost, node: Pattern, name: string | null, place: Place): void {
  if (name === null) return
  host.target(name, node)
  if (place.stores.includes(name)) host.fail(node, `multiple assignments to name '${name}' in pattern`)
  else place.stores.push(name)
}

/** How many patterns may stand before a star, as for star-unpacking in assignments. */
const maximumBeforeStar = 256

function visitSequence(host: PatternHost, node: MatchSequence, place: Place): void {
  let star = -1
  for (let i = 0; i < node.patterns.length; i++) {
    if (node.patterns[i].kind !== 'MatchStar') continue
    if (star >= 0) host.fail(node, 'multiple starred names in sequence pattern')
    else star = i
  }
  const starred = node.patterns[star]
  const onlyWildcards = node.patterns.every(
    part => isWildcard(part) || (part.kind === 'MatchStar' && part.name === null),
  )
  if (onlyWildcards) return
  const byIndex = starred?.kind === 'MatchStar' && starred.name === null
  if (!byIndex && star >= maximumBeforeStar) {
    host.fail(node, 'too many expressions in star-unpacking sequence pattern')
  }
  for (const part of node.patterns) {
    if (byIndex && (isWildcard(part) || part === starred)) continue
    visitPart(host, part, place)
  }
}

function visitMapping(host: PatternHost, node: MatchMapping, place: Place): void {
  const seen = new Set<string>()
  for (const key of node.keys) {
    const identity = equalityKey(key)
    if (identity !== undefined) {
      if (seen.has(identity)) host.fail(node, `mapping pattern checks duplicate key (${reprOfKey(key)})`)
      seen.add(identity)
    }
    if (key.kind === 'JoinedStr') host.fail(node, 'mapping pattern keys may only match literals and attribute lookups')
    host.expression(key)
  }
  for (const part of node.patterns) visitPart(host, part, place)
  store(host, node, node.rest, place)
}

function visitClass(host: PatternHost, node: MatchClass, place: Place): void {
  const { kwd_attrs: names, kwd_patterns: parts } = node
  for (let i = 0; i < names.length; i++) {
    host.target(names[i], parts[i])
    const again = names.indexOf(names[i], i + 1)
    if (again >= 0) host.fail(parts[again], `attribute name repeated in class pattern: ${names[i]}`)
  }
  host.expression(node.cls)
  for (const part of [...node.patterns, ...parts]) if (!isWildcard(part)) visitPart(host, part, place)
}

function visitAs(host: PatternHost, node: MatchAs, place: Place): void {
  if (node.pattern !== null) {
    visit(host, node.pattern, place)
  } else if (!place.mayMatchAll) {
    const what = node.name === null ? 'wildcard' : `name capture '${node.name}'`
    host.fail(node, `${what} makes remaining patterns unreachable`)
  }
  store(host, node, node.name, place)
}

function visitOr(host: PatternHost, node: MatchOr, place: Place): void {
  let first: readonly string[] | undefined
  let differ = false
  node.patterns.forEach((alternative, i) => {
    const stores: string[] = []
    visit(host, alternative, { stores, mayMatchAll: place.mayMatchAll && i === node.patterns.length - 1 })
    if (first === undefined) first = stores
    else if (stores.length !== first.length || !first.every(name => stores.includes(name))) differ = true
  })
  if (differ) {
    host.fail(node, 'alternative patterns bind different names')
    return
  }
  for (const name of first ?? []) {
    if (place.stores.includes(name)) host.fail(node, `multiple assignments to name '${name}' in pattern`)
    else place.stores.push(name)
  }
}

/** `repr` of a key, for the message: a literal, a negative number, or a complex sum of two. */
function reprOfKey(node: Expression): string {
  switch (node.kind) {
    case 'Constant':
      return constantRepr(node.value)
    case 'UnaryOp': {
      const inner = reprOfKey(node.operand)
      return inner === '0' ? inner : `-${inner}`
    }
    case 'BinOp': {
      const real = reprOfKey(node.left).replace(/\.0$/, '')
      return `(${real}${node.op === 'Add' ? '+' : '-'}${reprOfKey(node.right)})`
    }
    default:
      return ''
  }
}
