/**
 * `try`, `with`, `raise`, `assert`, and what leaving them by break, continue or return has to do.
 * CPython: Python/compile.c compiler_try_*, compiler_with, compiler_unwind_fblock.
 */

import type { Assert, AsyncWith, ExceptHandler, Raise, Try, TryStar, With, WithItem } from '../../language/tree.ts'
import { NONE } from './compiler-constant.ts'
import { compileExpression, compileJumpIf } from './compiler-expression.ts'
import { Label, Pseudo } from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import { compileStatements } from './compiler-statement.ts'
import type { Enclosure, Unit } from './compiler-unit.ts'
import { AwaitableOf, Intrinsic2, Op, ResumeAt } from './op.ts'

export function compileTry(unit: Unit, s: Try): void {
  if (s.finalbody.length > 0) tryFinally(unit, s, () => tryExcept(unit, s))
  else tryExcept(unit, s)
}

export function compileTryStar(unit: Unit, s: TryStar): void {
  if (s.finalbody.length > 0) tryFinally(unit, s, () => tryExceptStar(unit, s))
  else tryExceptStar(unit, s)
}

function tryFinally(unit: Unit, s: Try | TryStar, compileHandlers: () => void): void {
  const location = unit.at(s)
  const body = new Label()
  const end = new Label()
  const exit = new Label()
  const cleanup = new Label()
  unit.emitJump(location, Pseudo.SetupFinally, end)
  unit.place(body)
  unit.enter({ kind: 'finally try', start: body, exit: end, location, body: s.finalbody })
  if (s.handlers.length > 0) compileHandlers()
  else compileStatements(unit, s.body)
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.leave()
  compileStatements(unit, s.finalbody)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, exit)

  unit.place(end)
  unit.enter({ kind: 'finally end', start: end, exit: null, location })
  unit.emitJump(NOWHERE, Pseudo.SetupCleanup, cleanup)
  unit.emit(NOWHERE, Op.PushExcInfo)
  compileStatements(unit, s.finalbody)
  unit.leave()
  unit.emit(NOWHERE, Op.Reraise, 0)
  unit.place(cleanup)
  restoreAndReraise(unit)
  unit.place(exit)
}

/** CPython: POP_EXCEPT_AND_RERAISE. */
function restoreAndReraise(unit: Unit): void {
  unit.emit(NOWHERE, Op.Copy, 3)
  unit.emit(NOWHERE, Op.PopExcept)
  unit.emit(NOWHERE, Op.Reraise, 1)
}

/** `name = None; del name`. */
function unbind(unit: Unit, location: Location, name: string): void {
  unit.load(location, NONE)
  nameOperation(unit, location, name, 'Store')
  nameOperation(unit, location, name, 'Del')
}

function tryExcept(unit: Unit, s: Try): void {
  const location = unit.at(s)
  const body = new Label()
  const end = new Label()
  const cleanup = new Label()
  let except = new Label()
  unit.emitJump(location, Pseudo.SetupFinally, except)
  unit.place(body)
  unit.enter({ kind: 'try', start: body, exit: null, location })
  compileStatements(unit, s.body)
  unit.leave()
  unit.emit(NOWHERE, Pseudo.PopBlock)
  compileStatements(unit, s.orelse)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, end)

  unit.place(except)
  unit.emitJump(NOWHERE, Pseudo.SetupCleanup, cleanup)
  unit.emit(NOWHERE, Op.PushExcInfo)
  unit.enter({ kind: 'handler', start: null, exit: null, location })
  for (const handler of s.handlers) {
    except = new Label()
    compileHandler(unit, handler, except, end)
    unit.place(except)
  }
  unit.leave()
  unit.emit(NOWHERE, Op.Reraise, 0)
  unit.place(cleanup)
  restoreAndReraise(unit)
  unit.place(end)
}

function compileHandler(unit: Unit, handler: ExceptHandler, next: Label, end: Label): void {
  const location = unit.at(handler)
  const { name } = handler
  if (handler.type !== null) {
    compileExpression(unit, handler.type)
    unit.emit(location, Op.CheckExcMatch)
    unit.emitJump(location, Op.PopJumpIfFalse, next)
  }
  const body = new Label()
  if (name === null) {
    unit.emit(location, Op.PopTop)
    unit.place(body)
    unit.enter({ kind: 'handler cleanup', start: body, exit: null, location, name: null })
    compileStatements(unit, handler.body)
    unit.leave()
    unit.emit(NOWHERE, Pseudo.PopBlock)
    unit.emit(NOWHERE, Op.PopExcept)
    unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, end)
    return
  }
  const cleanup = new Label()
  nameOperation(unit, location, name, 'Store')
  unit.emitJump(location, Pseudo.SetupCleanup, cleanup)
  unit.place(body)
  unit.enter({ kind: 'handler cleanup', start: body, exit: null, location, name })
  compileStatements(unit, handler.body)
  unit.leave()
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emit(NOWHERE, Op.PopExcept)
  unbind(unit, NOWHERE, name)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, end)
  unit.place(cleanup)
  unbind(unit, NOWHERE, name)
  unit.emit(NOWHERE, Op.Reraise, 1)
}

/**
 * On the stack below each clause: the original exception, the list of what clauses raised, and what is still unhandled.
 * CPython: compiler_try_star_except.
 */
function tryExceptStar(unit: Unit, s: TryStar): void {
  const location = unit.at(s)
  const body = new Label()
  const orelse = new Label()
  const end = new Label()
  const cleanup = new Label()
  const reraiseStar = new Label()
  const reraise = new Label()
  let except = new Label()
  unit.emitJump(location, Pseudo.SetupFinally, except)
  unit.place(body)
  unit.enter({ kind: 'try', start: body, exit: null, location })
  compileStatements(unit, s.body)
  unit.leave()
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, orelse)

  unit.place(except)
  unit.emitJump(NOWHERE, Pseudo.SetupCleanup, cleanup)
  unit.emit(NOWHERE, Op.PushExcInfo)
  unit.enter({ kind: 'group handler', start: null, exit: null, location })
  s.handlers.forEach((handler, i) => {
    except = new Label()
    compileStarHandler(unit, handler, except, i === 0, i === s.handlers.length - 1 ? reraiseStar : null)
  })
  unit.leave()

  unit.place(reraiseStar)
  unit.emit(NOWHERE, Op.CallIntrinsic2, Intrinsic2.PrepReraiseStar)
  unit.emit(NOWHERE, Op.Copy, 1)
  unit.emitJump(NOWHERE, Op.PopJumpIfNotNone, reraise)
  unit.emit(NOWHERE, Op.PopTop)
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emit(NOWHERE, Op.PopExcept)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, end)
  unit.place(reraise)
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emit(NOWHERE, Op.Swap, 2)
  unit.emit(NOWHERE, Op.PopExcept)
  unit.emit(NOWHERE, Op.Reraise, 0)
  unit.place(cleanup)
  restoreAndReraise(unit)
  unit.place(orelse)
  compileStatements(unit, s.orelse)
  unit.place(end)
}

function compileStarHandler(
  unit: Unit,
  handler: ExceptHandler,
  next: Label,
  isFirst: boolean,
  reraiseStar: Label | null,
): void {
  const location = unit.at(handler)
  const { name } = handler
  const noMatch = new Label()
  const withError = new Label()
  const cleanup = new Label()
  const body = new Label()
  if (isFirst) {
    unit.emit(location, Op.BuildList, 0)
    unit.emit(location, Op.Copy, 2)
  }
  compileExpression(unit, handler.type!)
  unit.emit(location, Op.CheckEgMatch)
  unit.emit(location, Op.EgMatched)
  unit.emit(location, Op.Copy, 1)
  unit.emitJump(location, Op.PopJumpIfNone, noMatch)
  if (name !== null) nameOperation(unit, location, name, 'Store')
  else unit.emit(location, Op.PopTop)
  unit.emitJump(location, Pseudo.SetupCleanup, cleanup)
  unit.place(body)
  unit.enter({ kind: 'handler cleanup', start: body, exit: null, location, name })
  compileStatements(unit, handler.body)
  unit.leave()
  unit.emit(NOWHERE, Pseudo.PopBlock)
  if (name !== null) unbind(unit, NOWHERE, name)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, next)
  unit.place(cleanup)
  if (name !== null) unbind(unit, NOWHERE, name)
  unit.emit(NOWHERE, Op.ListAppend, 3)
  unit.emit(NOWHERE, Op.PopTop)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, withError)
  unit.place(next)
  unit.emit(NOWHERE, Op.Nop)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, withError)
  unit.place(noMatch)
  unit.emit(location, Op.PopTop)
  unit.place(withError)
  if (reraiseStar !== null) {
    unit.emit(NOWHERE, Op.ListAppend, 1)
    unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, reraiseStar)
  }
}

export function compileWith(unit: Unit, s: With | AsyncWith, index = 0): void {
  const item = s.items[index]!
  const location = unit.at(item.context_expr)
  const isAsync = s.kind === 'AsyncWith'
  const body = new Label()
  const final = new Label()
  const exit = new Label()
  const cleanup = new Label()
  compileExpression(unit, item.context_expr)
  if (isAsync) {
    unit.emit(location, Op.BeforeAsyncWith)
    unit.emit(location, Op.GetAwaitable, AwaitableOf.Aenter)
    unit.delegate(location, ResumeAt.AfterAwait)
  } else unit.emit(location, Op.BeforeWith)
  unit.emitJump(location, Pseudo.SetupWith, final)
  unit.place(body)
  unit.enter({ kind: isAsync ? 'async with' : 'with', start: body, exit: final, location })
  bindEntered(unit, location, item)
  if (index + 1 === s.items.length) compileStatements(unit, s.body)
  else compileWith(unit, s, index + 1)
  unit.leave()
  unit.emit(isAsync ? location : NOWHERE, Pseudo.PopBlock)
  callExit(unit, location, isAsync)
  unit.emit(location, Op.PopTop)
  unit.emitJump(location, Op.Jump, exit)

  unit.place(final)
  unit.emitJump(location, Pseudo.SetupCleanup, cleanup)
  unit.emit(location, Op.PushExcInfo)
  unit.emit(location, Op.WithExceptStart)
  if (isAsync) awaitExit(unit, location)
  finishWith(unit, cleanup)
  unit.place(exit)
}

function bindEntered(unit: Unit, location: Location, item: WithItem): void {
  if (item.optional_vars !== null) compileExpression(unit, item.optional_vars)
  else unit.emit(location, Op.PopTop)
}

/** `exit(None, None, None)`: the first None stands where the receiver of a method would. */
function callExit(unit: Unit, location: Location, isAsync: boolean): void {
  unit.load(location, NONE)
  unit.load(location, NONE)
  unit.load(location, NONE)
  unit.emit(location, Op.Call, 2)
  if (isAsync) awaitExit(unit, location)
}

function awaitExit(unit: Unit, location: Location): void {
  unit.emit(location, Op.GetAwaitable, AwaitableOf.Aexit)
  unit.delegate(location, ResumeAt.AfterAwait)
}

/** CPython: compiler_with_except_finish. */
function finishWith(unit: Unit, cleanup: Label): void {
  const suppress = new Label()
  const exit = new Label()
  unit.emit(NOWHERE, Op.ToBool)
  unit.emitJump(NOWHERE, Op.PopJumpIfTrue, suppress)
  unit.emit(NOWHERE, Op.Reraise, 2)
  unit.place(suppress)
  unit.emit(NOWHERE, Op.PopTop)
  unit.emit(NOWHERE, Pseudo.PopBlock)
  unit.emit(NOWHERE, Op.PopExcept)
  unit.emit(NOWHERE, Op.PopTop)
  unit.emit(NOWHERE, Op.PopTop)
  unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, exit)
  unit.place(cleanup)
  restoreAndReraise(unit)
  unit.place(exit)
}

export function compileRaise(unit: Unit, s: Raise): void {
  const location = unit.at(s)
  let count = 0
  if (s.exc !== null) {
    compileExpression(unit, s.exc)
    count = 1
    if (s.cause !== null) {
      compileExpression(unit, s.cause)
      count = 2
      unit.emit(location, Op.Swap, 2)
      unit.emit(location, Op.ToException, 0)
      unit.emit(location, Op.Swap, 2)
      unit.emit(location, Op.ToException, 1)
    } else unit.emit(location, Op.ToException, 0)
  }
  unit.emit(location, Op.RaiseVarargs, count)
}

export function compileAssert(unit: Unit, s: Assert): void {
  const location = unit.at(s)
  const end = new Label()
  compileJumpIf(unit, location, s.test, end, true)
  unit.emit(location, Op.LoadAssertionError)
  if (s.msg !== null) {
    compileExpression(unit, s.msg)
    unit.emit(location, Op.Call, 0)
  }
  const test = unit.at(s.test)
  unit.emit(test, Op.ToException, 0)
  unit.emit(test, Op.RaiseVarargs, 1)
  unit.place(end)
}

/**
 * Leaves the enclosing statements, innermost first: all of them for `return`, up to the loop for `break` and `continue`.
 * Gives the loop, and the location for what follows. CPython: compiler_unwind_fblock_stack.
 */
export function unwind(
  unit: Unit,
  location: Location,
  keepsValue: boolean,
  toLoop: boolean,
): { loop: Enclosure | null; location: Location } {
  const { enclosures } = unit
  const taken: Enclosure[] = []
  let place = location
  let loop: Enclosure | null = null
  while (enclosures.length > 0) {
    const top = enclosures[enclosures.length - 1]!
    if (toLoop && (top.kind === 'while' || top.kind === 'for')) {
      loop = top
      break
    }
    taken.push(enclosures.pop()!)
    place = unwindOne(unit, place, top, keepsValue)
  }
  while (taken.length > 0) enclosures.push(taken.pop()!)
  return { loop, location: place }
}

/** Leaves one enclosing statement; gives the location for what follows. CPython: compiler_unwind_fblock. */
export function unwindOne(unit: Unit, location: Location, enclosure: Enclosure, keepsValue: boolean): Location {
  const keep = () => {
    if (keepsValue) unit.emit(location, Op.Swap, 2)
  }
  switch (enclosure.kind) {
    case 'for':
      keep()
      unit.emit(location, Op.PopTop)
      return location
    case 'try':
      unit.emit(location, Pseudo.PopBlock)
      return location
    case 'finally try':
      unit.emit(location, Pseudo.PopBlock)
      if (keepsValue) unit.enter({ kind: 'kept value', start: null, exit: null, location })
      compileStatements(unit, enclosure.body!)
      if (keepsValue) unit.leave()
      return NOWHERE
    case 'finally end':
      keep()
      unit.emit(location, Op.PopTop)
      keep()
      unit.emit(location, Pseudo.PopBlock)
      unit.emit(location, Op.PopExcept)
      return location
    case 'with':
    case 'async with':
      unit.emit(enclosure.location, Pseudo.PopBlock)
      if (keepsValue) unit.emit(enclosure.location, Op.Swap, 2)
      callExit(unit, enclosure.location, enclosure.kind === 'async with')
      unit.emit(enclosure.location, Op.PopTop)
      return NOWHERE
    case 'handler cleanup':
      if (enclosure.name != null) unit.emit(location, Pseudo.PopBlock)
      keep()
      unit.emit(location, Pseudo.PopBlock)
      unit.emit(location, Op.PopExcept)
      if (enclosure.name != null) unbind(unit, location, enclosure.name)
      return location
    case 'kept value':
      keep()
      unit.emit(location, Op.PopTop)
      return location
    default:
      return location
  }
}
