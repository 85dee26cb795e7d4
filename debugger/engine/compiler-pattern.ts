/**
 * `match`: patterns take subjects from the stack, keep captured values on it until the whole pattern has matched, and jump
 * to where what they left is dropped when it has not. CPython: Python/compile.c compiler_pattern_*.
 */

import type { Match, MatchClass, MatchMapping, MatchOr, MatchSequence, Pattern } from '../../language/tree.ts'
import { integer, NONE, string, tuple } from './compiler-constant.ts'
import { compileExpression, compileJumpIf, emitUnpack } from './compiler-expression.ts'
import { Label, type Opcode } from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import { compileStatements } from './compiler-statement.ts'
import type { Unit } from './compiler-unit.ts'
import { Binary, Compare, Op } from './op.ts'

/** Where matching stands. CPython: pattern_context. */
interface Matching {
  /** Captured names; their values are on the stack, the first lowest. */
  stores: string[]
  /** `failPop[i]` drops i values and goes on with the next case. */
  failPop: Label[]
  /** How many values, beside the captured ones, are on the stack and to be dropped on failure. */
  onTop: number
}

export function compileMatch(unit: Unit, s: Match): void {
  compileExpression(unit, s.subject)
  const end = new Label()
  const last = s.cases[s.cases.length - 1]!
  const hasDefault = isWildcard(last.pattern) && s.cases.length > 1
  const cases = hasDefault ? s.cases.slice(0, -1) : s.cases
  cases.forEach((c, i) => {
    const location = unit.at(c.pattern)
    const isLast = i === cases.length - 1
    if (!isLast) unit.emit(location, Op.Copy, 1)
    const matching: Matching = { stores: [], failPop: [], onTop: 0 }
    compilePattern(unit, c.pattern, matching)
    for (const name of matching.stores) nameOperation(unit, location, name, 'Store')
    if (c.guard !== null) {
      ensureFailPop(matching, 0)
      compileJumpIf(unit, location, c.guard, matching.failPop[0]!, false)
    }
    if (!isLast) unit.emit(location, Op.PopTop)
    compileStatements(unit, c.body)
    unit.emitJump(NOWHERE, Op.Jump, end)
    placeFailPop(unit, location, matching)
  })
  if (hasDefault) {
    const location = unit.at(last.pattern)
    unit.emit(location, Op.Nop)
    if (last.guard !== null) compileJumpIf(unit, location, last.guard, end, false)
    compileStatements(unit, last.body)
  }
  unit.place(end)
}

function isWildcard(pattern: Pattern): boolean {
  return pattern.kind === 'MatchAs' && pattern.name === null
}

function ensureFailPop(matching: Matching, count: number): void {
  while (matching.failPop.length <= count) matching.failPop.push(new Label())
}

function jumpToFailPop(unit: Unit, location: Location, matching: Matching, op: Opcode): void {
  const count = matching.onTop + matching.stores.length
  ensureFailPop(matching, count)
  unit.emitJump(location, op, matching.failPop[count]!)
}

function placeFailPop(unit: Unit, location: Location, matching: Matching): void {
  for (let count = matching.failPop.length - 1; count > 0; count--) {
    unit.place(matching.failPop[count]!)
    unit.emit(location, Op.PopTop)
  }
  if (matching.failPop.length > 0) unit.place(matching.failPop[0]!)
  matching.failPop = []
}

/** Moves the top below the `count - 1` values under it. */
function rotate(unit: Unit, location: Location, count: number): void {
  for (let depth = count; depth > 1; depth--) unit.emit(location, Op.Swap, depth)
}

/** Keeps the top as the value of a captured name, under what is still needed. */
function store(unit: Unit, location: Location, name: string | null, matching: Matching): void {
  if (name === null) {
    unit.emit(location, Op.PopTop)
    return
  }
  rotate(unit, location, matching.onTop + matching.stores.length + 1)
  matching.stores.push(name)
}

function compilePattern(unit: Unit, p: Pattern, matching: Matching): void {
  const location = unit.at(p)
  switch (p.kind) {
    case 'MatchValue':
      compileExpression(unit, p.value)
      unit.emit(location, Op.CompareOp, Compare.Eq)
      unit.emit(location, Op.ToBool)
      jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
      break
    case 'MatchSingleton':
      unit.load(location, p.value)
      unit.emit(location, Op.IsOp, 0)
      jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
      break
    case 'MatchSequence':
      sequencePattern(unit, p, location, matching)
      break
    case 'MatchMapping':
      mappingPattern(unit, p, location, matching)
      break
    case 'MatchClass':
      classPattern(unit, p, location, matching)
      break
    case 'MatchStar':
      store(unit, location, p.name, matching)
      break
    case 'MatchAs':
      if (p.pattern !== null) {
        matching.onTop++
        unit.emit(location, Op.Copy, 1)
        compilePattern(unit, p.pattern, matching)
        matching.onTop--
      }
      store(unit, location, p.name, matching)
      break
    case 'MatchOr':
      orPattern(unit, p, location, matching)
      break
    case 'Error':
      throw new Error('a tree with errors cannot be compiled')
  }
}

function sequencePattern(unit: Unit, p: MatchSequence, location: Location, matching: Matching): void {
  const { patterns } = p
  const size = patterns.length
  const star = patterns.findIndex(x => x.kind === 'MatchStar')
  const starPattern = star < 0 ? null : patterns[star]!
  const isStarWildcard = starPattern?.kind === 'MatchStar' && starPattern.name === null
  const onlyWildcards = patterns.every((x, i) => (i === star ? isStarWildcard : isWildcard(x)))
  matching.onTop++
  unit.emit(location, Op.MatchSequence)
  jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
  if (star < 0 || size > 1) {
    unit.emit(location, Op.GetLen)
    unit.load(location, integer(star < 0 ? size : size - 1))
    unit.emit(location, Op.CompareOp, star < 0 ? Compare.Eq : Compare.Ge)
    jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
  }
  matching.onTop--
  if (onlyWildcards) unit.emit(location, Op.PopTop)
  else if (isStarWildcard) {
    matching.onTop++
    patterns.forEach((pattern, i) => {
      if (i === star || isWildcard(pattern)) return
      unit.emit(location, Op.Copy, 1)
      if (i < star) unit.load(location, integer(i))
      else {
        unit.emit(location, Op.GetLen)
        unit.load(location, integer(size - i))
        unit.emit(location, Op.BinaryOp, Binary.Subtract)
      }
      unit.emit(location, Op.BinarySubscr)
      compilePattern(unit, pattern, matching)
    })
    matching.onTop--
    unit.emit(location, Op.PopTop)
  } else {
    emitUnpack(unit, location, size, star)
    matching.onTop += size
    for (const pattern of patterns) {
      matching.onTop--
      compilePattern(unit, pattern, matching)
    }
  }
}

function mappingPattern(unit: Unit, p: MatchMapping, location: Location, matching: Matching): void {
  const size = p.keys.length
  matching.onTop++
  unit.emit(location, Op.MatchMapping)
  jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
  if (size === 0 && p.rest === null) {
    matching.onTop--
    unit.emit(location, Op.PopTop)
    return
  }
  if (size > 0) {
    unit.emit(location, Op.GetLen)
    unit.load(location, integer(size))
    unit.emit(location, Op.CompareOp, Compare.Ge)
    jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
  }
  for (const key of p.keys) compileExpression(unit, key)
  unit.emit(location, Op.BuildTuple, size)
  unit.emit(location, Op.MatchKeys)
  matching.onTop += 2
  failUnlessNotNone(unit, location, matching)
  unit.emit(location, Op.UnpackSequence, size)
  matching.onTop += size - 1
  for (const pattern of p.patterns) {
    matching.onTop--
    compilePattern(unit, pattern, matching)
  }
  matching.onTop -= 2
  if (p.rest === null) {
    unit.emit(location, Op.PopTop)
    unit.emit(location, Op.PopTop)
    return
  }
  // A copy of the subject without the keys.
  unit.emit(location, Op.BuildMap, 0)
  unit.emit(location, Op.Swap, 3)
  unit.emit(location, Op.ToMapping, 0)
  unit.emit(location, Op.DictUpdate, 2)
  unit.emit(location, Op.UnpackSequence, size)
  for (let left = size; left > 0; left--) {
    unit.emit(location, Op.Copy, 1 + left)
    unit.emit(location, Op.Swap, 2)
    unit.emit(location, Op.DeleteSubscr)
  }
  store(unit, location, p.rest, matching)
}

function failUnlessNotNone(unit: Unit, location: Location, matching: Matching): void {
  unit.emit(location, Op.Copy, 1)
  unit.load(location, NONE)
  unit.emit(location, Op.IsOp, 1)
  jumpToFailPop(unit, location, matching, Op.PopJumpIfFalse)
}

function classPattern(unit: Unit, p: MatchClass, location: Location, matching: Matching): void {
  const patterns = [...p.patterns, ...p.kwd_patterns]
  compileExpression(unit, p.cls)
  unit.load(location, tuple(p.kwd_attrs.map(string)))
  unit.emit(location, Op.MatchClass, p.patterns.length)
  matching.onTop++
  failUnlessNotNone(unit, location, matching)
  unit.emit(location, Op.UnpackSequence, patterns.length)
  matching.onTop += patterns.length - 1
  for (const pattern of patterns) {
    matching.onTop--
    if (isWildcard(pattern)) unit.emit(location, Op.PopTop)
    else compilePattern(unit, pattern, matching)
  }
}

function orPattern(unit: Unit, p: MatchOr, location: Location, matching: Matching): void {
  const end = new Label()
  let control: string[] = []
  p.patterns.forEach((alternative, i) => {
    const place = unit.at(alternative)
    const inner: Matching = { stores: [], failPop: [], onTop: 0 }
    unit.emit(place, Op.Copy, 1)
    compilePattern(unit, alternative, inner)
    if (i === 0) control = inner.stores
    else reorder(unit, place, inner.stores, control)
    unit.emitJump(place, Op.Jump, end)
    placeFailPop(unit, place, inner)
  })
  unit.emit(location, Op.PopTop)
  jumpToFailPop(unit, location, matching, Op.Jump)
  unit.place(end)
  const depth = control.length + 1 + matching.onTop + matching.stores.length
  for (const name of control) {
    rotate(unit, location, depth)
    matching.stores.push(name)
  }
  unit.emit(location, Op.PopTop)
}

/** Brings captured values into the order of the first alternative. */
function reorder(unit: Unit, location: Location, stores: string[], control: readonly string[]): void {
  for (let wanted = control.length - 1; wanted >= 0; wanted--) {
    const found = stores.indexOf(control[wanted]!)
    if (found === wanted) continue
    const rotated = stores.splice(0, found + 1)
    stores.splice(wanted - found, 0, ...rotated)
    for (let i = 0; i <= found; i++) rotate(unit, location, wanted + 1)
  }
}
