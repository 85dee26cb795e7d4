/**
 * Calls, also the call that makes a class. CPython: Python/compile.c compiler_call and compiler_call_helper.
 */

import type { Call, Expression, Keyword } from '../../language/tree.ts'
import { string, tuple } from './compiler-constant.ts'
import { attributeLocation, compileDisplay, compileExpression, STACK_USE } from './compiler-expression.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import type { Unit } from './compiler-unit.ts'
import { Op } from './op.ts'

export function compileCall(unit: Unit, e: Call): void {
  const { func, args, keywords } = e
  if (
    func.kind === 'Attribute' &&
    func.ctx === 'Load' &&
    !isImported(unit, func.value) &&
    args.length + keywords.length <= STACK_USE &&
    isPlain(args, keywords)
  ) {
    compileExpression(unit, func.value)
    const method = attributeLocation(unit, unit.at(func), func)
    unit.emitName(method, Op.LoadMethod, unit.scope.mangle(func.attr))
    for (const arg of args) compileExpression(unit, arg)
    for (const keyword of keywords) compileExpression(unit, keyword.value)
    if (keywords.length > 0) loadKeywordNames(unit, method, keywords)
    const location = attributeLocation(unit, unit.at(e), func)
    unit.emit(location, keywords.length > 0 ? Op.CallKw : Op.Call, args.length + keywords.length)
    return
  }
  compileExpression(unit, func)
  unit.emit(unit.at(func), Op.PushNull)
  compileArguments(unit, unit.at(e), 0, args, keywords)
}

/** A name that the module imports: its attributes are called as plain values. */
function isImported(unit: Unit, e: Expression): boolean {
  if (e.kind !== 'Name') return false
  const overridden = unit.kind === 'module' ? unit.overrides.get(e.id) : undefined
  return (overridden ?? unit.compilation.scopes.module.symbols.get(e.id))?.isImported === true
}

function isPlain(args: readonly Expression[], keywords: readonly Keyword[]): boolean {
  return !args.some(a => a.kind === 'Starred') && !keywords.some(k => k.arg === null)
}

function loadKeywordNames(unit: Unit, location: Location, keywords: readonly Keyword[]): void {
  unit.load(location, tuple(keywords.map(k => string(k.arg!))))
}

/** Arguments and the call itself; callable and NULL are on the stack, and `pushed` arguments. CPython: compiler_call_helper. */
export function compileArguments(
  unit: Unit,
  location: Location,
  pushed: number,
  args: readonly Expression[],
  keywords: readonly Keyword[],
): void {
  if (args.length + keywords.length * 2 <= STACK_USE && isPlain(args, keywords)) {
    for (const arg of args) compileExpression(unit, arg)
    for (const keyword of keywords) compileExpression(unit, keyword.value)
    if (keywords.length > 0) {
      loadKeywordNames(unit, location, keywords)
      unit.emit(location, Op.CallKw, pushed + args.length + keywords.length)
    } else unit.emit(location, Op.Call, pushed + args.length)
    return
  }
  const only = pushed === 0 && args.length === 1 ? args[0]! : null
  const lone = only?.kind === 'Starred' ? only.value : null
  if (lone !== null) compileExpression(unit, lone)
  else compileDisplay(unit, location, args, pushed, 'tuple')
  if (keywords.length > 0) compileKeywordDict(unit, location, keywords)
  // The iterable of `f(*x)` is gone through last, when the keywords have been evaluated.
  if (lone !== null) {
    if (keywords.length > 0) {
      unit.emit(location, Op.Swap, 2)
      unit.emit(location, Op.ToArgs, 4)
      unit.emit(location, Op.Swap, 2)
    } else unit.emit(location, Op.ToArgs, 3)
  }
  unit.emit(location, Op.CallEx, keywords.length > 0 ? 1 : 0)
}

function compileKeywordDict(unit: Unit, location: Location, keywords: readonly Keyword[]): void {
  let hasDict = false
  let seen = 0
  const part = (end: number) => {
    keywordPart(unit, location, keywords.slice(end - seen, end))
    if (hasDict) unit.emit(location, Op.DictMerge, 1)
    hasDict = true
    seen = 0
  }
  keywords.forEach((keyword, i) => {
    if (keyword.arg !== null) {
      seen++
      return
    }
    if (seen > 0) part(i)
    if (!hasDict) {
      unit.emit(location, Op.BuildMap, 0)
      hasDict = true
    }
    compileExpression(unit, keyword.value)
    unit.emit(location, Op.ToMapping, 5)
    unit.emit(location, Op.DictMerge, 1)
  })
  if (seen > 0) part(keywords.length)
}

function keywordPart(unit: Unit, location: Location, keywords: readonly Keyword[]): void {
  const isBig = keywords.length * 2 > STACK_USE
  if (keywords.length > 1 && !isBig) {
    for (const keyword of keywords) compileExpression(unit, keyword.value)
    loadKeywordNames(unit, location, keywords)
    unit.emit(location, Op.BuildConstKeyMap, keywords.length)
    return
  }
  if (isBig) unit.emit(NOWHERE, Op.BuildMap, 0)
  for (const keyword of keywords) {
    unit.load(location, string(keyword.arg!))
    compileExpression(unit, keyword.value)
    if (isBig) unit.emit(NOWHERE, Op.MapAdd, 1)
  }
  if (!isBig) unit.emit(location, Op.BuildMap, keywords.length)
}
