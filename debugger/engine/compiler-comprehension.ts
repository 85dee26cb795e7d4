/**
 * Comprehensions and generator expressions. All but generator expressions run in the frame around them, with the names
 * they bind put aside (PEP 709). CPython: Python/compile.c compiler_comprehension, push_inlined_comprehension_state.
 */

import { Flag, type Scope, type ScopeSymbol } from '../../language/scope.ts'
import type { Comprehension, DictComp, Expression, GeneratorExp, ListComp, SetComp } from '../../language/tree.ts'
import {
  compileExpression,
  compileIterable,
  compileJumpIf,
  emitYield,
  iterableConstant,
} from './compiler-expression.ts'
import { constantOf } from './compiler-fold.ts'
import { makeFunction } from './compiler-function.ts'
import { Label, Pseudo } from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { Unit } from './compiler-unit.ts'
import { AwaitableOf, Op, ResumeAt } from './op.ts'

type AnyComprehension = GeneratorExp | ListComp | SetComp | DictComp

export function compileComprehension(unit: Unit, e: AnyComprehension): void {
  const scope = unit.compilation.scopes.of(e)
  if (scope.isInlined) compileInlined(unit, e, scope)
  else compileAsFunction(unit, e, scope)
}

function compileAsFunction(unit: Unit, e: AnyComprehension, scope: Scope): void {
  const location = unit.at(e)
  const outermost = e.generators[0]!
  const inner = new Unit(unit.compilation, 'comprehension', scope, scope.name, location.line, unit)
  inner.argCount = 1
  if (e.kind !== 'GeneratorExp') inner.emit(location, buildOf(e))
  compileGenerators(inner, e, location, 0, 0, false)
  const isGenerator = e.kind === 'GeneratorExp'
  if (isGenerator) inner.wrapInStopIterationHandler()
  else inner.emit(location, Op.ReturnValue)
  const code = inner.finish(true)
  makeFunction(unit, location, code, 0)
  compileOutermost(unit, outermost)
  unit.emit(location, Op.Call, 0)
  if (scope.isAsync && !isGenerator) {
    unit.emit(location, Op.GetAwaitable, AwaitableOf.Await)
    unit.delegate(location, ResumeAt.AfterAwait)
  }
}

function compileOutermost(unit: Unit, generator: Comprehension): void {
  compileIterable(unit, generator.iter)
  unit.emit(unit.at(generator.iter), generator.is_async ? Op.GetAiter : Op.GetIter)
}

function buildOf(e: AnyComprehension): Op {
  return e.kind === 'ListComp' ? Op.BuildList : e.kind === 'SetComp' ? Op.BuildSet : Op.BuildMap
}

function compileInlined(unit: Unit, e: AnyComprehension, scope: Scope): void {
  const location = unit.at(e)
  const outermost = e.generators[0]!
  compileOutermost(unit, outermost)
  const leave = isolate(unit, location, scope)
  unit.emit(location, buildOf(e))
  unit.emit(location, Op.Swap, 2)
  compileGenerators(unit, e, location, 0, 0, true)
  leave()
}

/** Puts the names that the comprehension binds aside; the result puts them back. */
function isolate(unit: Unit, location: Location, scope: Scope): () => void {
  const isInClass = unit.kind === 'class' && unit.inlinedDepth === 0
  const isFunctionLike = unit.scope.isFunctionLike
  unit.inlinedDepth++
  const hidden: string[] = []
  const overridden = new Map<string, ScopeSymbol | undefined>()
  const pushed: string[] = []
  for (const symbol of scope.symbols.values()) {
    const { name, flags, resolution } = symbol
    if (flags & Flag.Parameter) continue
    const outer = unit.symbol(name)?.resolution
    const isBoundHere = (flags & Flag.Local) !== 0 && (flags & Flag.Nonlocal) === 0
    if ((resolution !== outer && resolution !== 'free' && !(resolution === 'cell' && outer === 'free')) || isInClass) {
      overridden.set(name, unit.overrides.get(name))
      unit.overrides.set(name, symbol)
    }
    if (!isBoundHere && !isInClass) continue
    if (!isFunctionLike && isBoundHere && !unit.hiddenLocals.has(name)) {
      unit.hiddenLocals.add(name)
      hidden.push(name)
    }
    if (!isBoundHere) continue
    unit.emit(location, Op.LoadFastAndClear, unit.localIndex(name))
    if (resolution === 'cell') unit.emit(location, Op.MakeCell, unit.cellIndex(name))
    pushed.push(name)
  }
  const cleanup = new Label()
  const end = new Label()
  if (pushed.length > 0) {
    unit.emit(location, Op.Swap, pushed.length + 1)
    unit.emitJump(location, Pseudo.SetupFinally, cleanup)
  }
  const restore = () => {
    unit.emit(location, Op.Swap, pushed.length + 1)
    for (const name of pushed.toReversed()) unit.emit(location, Pseudo.StoreFastMaybeNull, unit.localIndex(name))
  }
  return () => {
    unit.inlinedDepth--
    for (const [name, before] of overridden) {
      if (before === undefined) unit.overrides.delete(name)
      else unit.overrides.set(name, before)
    }
    if (pushed.length > 0) {
      unit.emit(NOWHERE, Pseudo.PopBlock)
      unit.emitJump(NOWHERE, Op.Jump, end)
      unit.place(cleanup)
      unit.emit(NOWHERE, Op.Swap, 2)
      unit.emit(NOWHERE, Op.PopTop)
      restore()
      unit.emit(NOWHERE, Op.Reraise, 0)
      unit.place(end)
      restore()
    }
    for (const name of hidden) unit.hiddenLocals.delete(name)
  }
}

function compileGenerators(
  unit: Unit,
  e: AnyComprehension,
  location: Location,
  index: number,
  depth: number,
  isOnStack: boolean,
): void {
  const generator = e.generators[index]!
  if (generator.is_async) asyncGenerator(unit, e, location, index, depth, isOnStack)
  else syncGenerator(unit, e, location, index, depth, isOnStack)
}

function syncGenerator(
  unit: Unit,
  e: AnyComprehension,
  location: Location,
  index: number,
  depth: number,
  isOnStack: boolean,
): void {
  const generator = e.generators[index]!
  const start = new Label()
  const cleanup = new Label()
  const anchor = new Label()
  let loops = true
  if (index === 0) {
    if (!isOnStack) unit.emit(location, Op.LoadFast, 0)
  } else {
    // `for y in [x]` is an assignment.
    const { iter } = generator
    const isConstant = constantOf(iter) !== null || iterableConstant(iter) !== null
    const isDisplay = iter.kind === 'List' || iter.kind === 'Tuple'
    const only = isDisplay && !isConstant && iter.elts.length === 1 ? iter.elts[0]! : null
    if (only !== null && only.kind !== 'Starred') {
      compileExpression(unit, only)
      loops = false
    } else {
      compileIterable(unit, iter)
      unit.emit(unit.at(iter), Op.GetIter)
    }
  }
  const inner = loops ? depth + 1 : depth
  if (loops) {
    unit.place(start)
    unit.emitJump(unit.at(generator.iter), Op.ForIter, anchor)
  }
  compileExpression(unit, generator.target)
  for (const condition of generator.ifs) compileJumpIf(unit, location, condition, cleanup, false)
  const last = compileRest(unit, e, location, index, inner)
  unit.place(cleanup)
  if (!loops) return
  unit.emitJump(last, Op.Jump, start)
  unit.place(anchor)
  unit.emit(NOWHERE, Pseudo.EndFor)
}

function asyncGenerator(
  unit: Unit,
  e: AnyComprehension,
  location: Location,
  index: number,
  depth: number,
  isOnStack: boolean,
): void {
  const generator = e.generators[index]!
  const start = new Label()
  const except = new Label()
  const cleanup = new Label()
  if (index === 0) {
    if (!isOnStack) unit.emit(location, Op.LoadFast, 0)
  } else {
    compileExpression(unit, generator.iter)
    unit.emit(unit.at(generator.iter), Op.GetAiter)
  }
  unit.place(start)
  unit.emitJump(location, Pseudo.SetupFinally, except)
  unit.emit(location, Op.GetAnext)
  unit.delegate(location, ResumeAt.AfterAwait)
  unit.emit(location, Pseudo.PopBlock)
  compileExpression(unit, generator.target)
  for (const condition of generator.ifs) compileJumpIf(unit, location, condition, cleanup, false)
  const last = compileRest(unit, e, location, index, depth + 1)
  unit.place(cleanup)
  unit.emitJump(last, Op.Jump, start)
  unit.place(except)
  unit.emit(location, Op.EndAsyncFor)
}

/** The next `for`, or the element after the last; gives where the element stands. */
function compileRest(unit: Unit, e: AnyComprehension, location: Location, index: number, depth: number): Location {
  const element: Expression = e.kind === 'DictComp' ? e.key : e.elt
  const place = unit.at(element)
  if (index + 1 < e.generators.length) {
    compileGenerators(unit, e, location, index + 1, depth, false)
    return place
  }
  compileExpression(unit, element)
  switch (e.kind) {
    case 'GeneratorExp':
      emitYield(unit, place)
      unit.emit(place, Op.PopTop)
      return place
    case 'ListComp':
      unit.emit(place, Op.ListAppend, depth + 1)
      return place
    case 'SetComp':
      unit.emit(place, Op.SetAdd, depth + 1)
      return place
    case 'DictComp': {
      compileExpression(unit, e.value)
      const value = unit.at(e.value)
      const pair = { ...place, endLine: value.endLine, endColumn: value.endColumn }
      unit.emit(pair, Op.MapAdd, depth + 1)
      return pair
    }
  }
}
