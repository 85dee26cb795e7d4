/**
 * Statements. CPython: Python/compile.c compiler_visit_stmt and what it calls.
 */

import type {
  AnnAssign,
  AsyncFor,
  AugAssign,
  Break,
  Continue,
  Expression,
  For,
  If,
  Import,
  ImportFrom,
  Return,
  Statement,
  While,
} from '../../language/tree.ts'
import { compileClass } from './compiler-class.ts'
import { integer, NONE, string, tuple } from './compiler-constant.ts'
import { cleanDocstring, docstringOf } from './compiler-docstring.ts'
import {
  compileAssert,
  compileRaise,
  compileTry,
  compileTryStar,
  compileWith,
  unwind,
  unwindOne,
} from './compiler-exception.ts'
import {
  attributeLocation,
  binaryOperand,
  compileExpression,
  compileIterable,
  compileJumpIf,
  isTwoElementSlice,
  sliceParts,
} from './compiler-expression.ts'
import { constantOf } from './compiler-fold.ts'
import { compileFunction, compileTypeAlias } from './compiler-function.ts'
import { Label, Pseudo } from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import { compileMatch } from './compiler-pattern.ts'
import type { Unit } from './compiler-unit.ts'
import { unparse } from './compiler-unparse.ts'
import { Intrinsic1, Op, ResumeAt } from './op.ts'

export function compileStatements(unit: Unit, statements: readonly Statement[]): void {
  for (const statement of statements) compileStatement(unit, statement)
}

/** The body of a module or class: with its docstring and its annotations. CPython: compiler_body. */
export function compileModuleOrClassBody(unit: Unit, location: Location, body: readonly Statement[]): void {
  const place = unit.kind === 'module' && body.length > 0 ? unit.at(body[0]!) : location
  if (hasAnnotations(body)) unit.emit(place, Op.SetupAnnotations)
  const doc = unit.compilation.isInteractive ? null : docstringOf(body)
  if (doc !== null) {
    unit.doc = cleanDocstring(doc)
    unit.load(unit.at((body[0] as { value: Expression }).value), string(unit.doc))
    nameOperation(unit, NOWHERE, '__doc__', 'Store')
  }
  compileStatements(unit, doc === null ? body : body.slice(1))
}

/** Is there an annotated assignment that is not inside a function or class? CPython: find_ann. */
function hasAnnotations(statements: readonly Statement[]): boolean {
  return statements.some(s => {
    switch (s.kind) {
      case 'AnnAssign':
        return true
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'If':
        return hasAnnotations(s.body) || hasAnnotations(s.orelse)
      case 'With':
      case 'AsyncWith':
        return hasAnnotations(s.body)
      case 'Match':
        return s.cases.some(c => hasAnnotations(c.body))
      case 'Try':
      case 'TryStar':
        return (
          hasAnnotations(s.body) ||
          hasAnnotations(s.finalbody) ||
          hasAnnotations(s.orelse) ||
          s.handlers.some(h => hasAnnotations(h.body))
        )
      default:
        return false
    }
  })
}

export function compileStatement(unit: Unit, s: Statement): void {
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      compileFunction(unit, s)
      break
    case 'ClassDef':
      compileClass(unit, s)
      break
    case 'TypeAlias':
      compileTypeAlias(unit, s)
      break
    case 'Return':
      compileReturn(unit, s)
      break
    case 'Delete':
      for (const target of s.targets) compileExpression(unit, target)
      break
    case 'Assign':
      compileExpression(unit, s.value)
      s.targets.forEach((target, i) => {
        if (i + 1 < s.targets.length) unit.emit(unit.at(s), Op.Copy, 1)
        compileExpression(unit, target)
      })
      break
    case 'AugAssign':
      augmentedAssignment(unit, s)
      break
    case 'AnnAssign':
      annotatedAssignment(unit, s)
      break
    case 'For':
      compileFor(unit, s)
      break
    case 'AsyncFor':
      compileAsyncFor(unit, s)
      break
    case 'While':
      compileWhile(unit, s)
      break
    case 'If':
      compileIf(unit, s)
      break
    case 'Match':
      compileMatch(unit, s)
      break
    case 'Raise':
      compileRaise(unit, s)
      break
    case 'Try':
      compileTry(unit, s)
      break
    case 'TryStar':
      compileTryStar(unit, s)
      break
    case 'Assert':
      compileAssert(unit, s)
      break
    case 'With':
    case 'AsyncWith':
      compileWith(unit, s)
      break
    case 'Import':
      compileImport(unit, s)
      break
    case 'ImportFrom':
      compileImportFrom(unit, s)
      break
    case 'Expr':
      expressionStatement(unit, s.value, unit.at(s))
      break
    case 'Pass':
      unit.emit(unit.at(s), Op.Nop)
      break
    case 'Break':
    case 'Continue':
      leaveLoop(unit, s)
      break
    case 'Global':
    case 'Nonlocal':
      break
    case 'Error':
      throw new Error('a tree with errors cannot be compiled')
  }
}

function expressionStatement(unit: Unit, value: Expression, location: Location): void {
  if (unit.compilation.isInteractive && unit.kind === 'module') {
    compileExpression(unit, value)
    unit.emit(location, Op.CallIntrinsic1, Intrinsic1.Print)
    unit.emit(NOWHERE, Op.PopTop)
  } else if (constantOf(value) !== null) unit.emit(location, Op.Nop)
  else {
    compileExpression(unit, value)
    unit.emit(NOWHERE, Op.PopTop)
  }
}

function compileReturn(unit: Unit, s: Return): void {
  const constant = s.value === null ? null : constantOf(s.value)
  const keepsValue = s.value !== null && constant === null
  let location = unit.at(s)
  if (s.value !== null) {
    const place = unit.at(s.value)
    if (keepsValue) compileExpression(unit, s.value)
    else {
      location = place
      unit.emit(location, Op.Nop)
    }
    if (place.line !== unit.at(s).line) {
      location = unit.at(s)
      unit.emit(location, Op.Nop)
    }
  } else unit.emit(location, Op.Nop)
  const after = unwind(unit, location, keepsValue, false).location
  if (!keepsValue) unit.load(after, constant ?? NONE)
  unit.emit(after, Op.ReturnValue)
}

function leaveLoop(unit: Unit, s: Break | Continue): void {
  const origin = unit.at(s)
  unit.emit(origin, Op.Nop)
  const { loop, location } = unwind(unit, origin, false, true)
  if (loop === null) throw new Error(`'${s.kind}' outside loop`)
  if (s.kind === 'Continue') {
    unit.emitJump(location, Op.Jump, loop.start!)
    return
  }
  const place = unwindOne(unit, location, loop, false)
  unit.emitJump(place, Op.Jump, loop.exit!)
}

/** CPython: compiler_augassign. */
function augmentedAssignment(unit: Unit, s: AugAssign): void {
  const { target } = s
  const place = unit.at(target)
  const operate = () => {
    compileExpression(unit, s.value)
    unit.emit(unit.at(s), Op.BinaryOp, binaryOperand(s.op, true))
  }
  switch (target.kind) {
    case 'Attribute': {
      const location = attributeLocation(unit, place, target)
      const name = unit.scope.mangle(target.attr)
      compileExpression(unit, target.value)
      unit.emit(place, Op.Copy, 1)
      unit.emitName(location, Op.LoadAttr, name)
      operate()
      unit.emit(location, Op.Swap, 2)
      unit.emitName(location, Op.StoreAttr, name)
      break
    }
    case 'Subscript':
      compileExpression(unit, target.value)
      if (isTwoElementSlice(target.slice)) {
        sliceParts(unit, target.slice)
        for (let i = 0; i < 3; i++) unit.emit(place, Op.Copy, 3)
        unit.emit(place, Op.BinarySlice)
        operate()
        for (const depth of [4, 3, 2]) unit.emit(place, Op.Swap, depth)
        unit.emit(place, Op.StoreSlice)
      } else {
        compileExpression(unit, target.slice)
        unit.emit(place, Op.Copy, 2)
        unit.emit(place, Op.Copy, 2)
        unit.emit(place, Op.BinarySubscr)
        operate()
        unit.emit(place, Op.Swap, 3)
        unit.emit(place, Op.Swap, 2)
        unit.emit(place, Op.StoreSubscr)
      }
      break
    case 'Name':
      nameOperation(unit, place, target.id, 'Load')
      operate()
      nameOperation(unit, place, target.id, 'Store')
      break
    default:
      throw new Error(`'${target.kind}' is an illegal target for augmented assignment`)
  }
}

/** CPython: compiler_annassign. */
function annotatedAssignment(unit: Unit, s: AnnAssign): void {
  const location = unit.at(s)
  const { target } = s
  const keepsAnnotations = unit.kind === 'module' || unit.kind === 'class'
  const { futureAnnotations } = unit.compilation
  if (s.value !== null) {
    compileExpression(unit, s.value)
    compileExpression(unit, target)
  }
  switch (target.kind) {
    case 'Name':
      if (!s.simple || !keepsAnnotations) break
      if (futureAnnotations) unit.load(unit.at(s.annotation), string(unparse(s.annotation)))
      else compileExpression(unit, s.annotation)
      unit.emitName(location, annotationsName(unit), '__annotations__')
      unit.load(location, string(unit.scope.mangle(target.id)))
      unit.emit(location, Op.StoreSubscr)
      break
    case 'Attribute':
      if (s.value === null) evaluate(unit, target.value)
      break
    case 'Subscript':
      if (s.value !== null) break
      evaluate(unit, target.value)
      evaluateIndex(unit, target.slice)
      break
  }
  if (!s.simple && keepsAnnotations && !futureAnnotations) evaluate(unit, s.annotation)
}

function annotationsName(unit: Unit): Op {
  return unit.kind === 'module' && !unit.compilation.hasSeparateLocals ? Op.LoadGlobal : Op.LoadName
}

/** Evaluates and drops. */
function evaluate(unit: Unit, e: Expression): void {
  compileExpression(unit, e)
  unit.emit(unit.at(e), Op.PopTop)
}

function evaluateIndex(unit: Unit, e: Expression): void {
  if (e.kind === 'Slice') {
    for (const part of [e.lower, e.upper, e.step]) if (part !== null) evaluate(unit, part)
  } else if (e.kind === 'Tuple') for (const element of e.elts) evaluateIndex(unit, element)
  else evaluate(unit, e)
}

function compileFor(unit: Unit, s: For): void {
  const location = unit.at(s)
  const start = new Label()
  const cleanup = new Label()
  const end = new Label()
  unit.enter({ kind: 'for', start, exit: end, location })
  const iterable = unit.at(s.iter)
  compileIterable(unit, s.iter)
  unit.emit(iterable, Op.GetIter)
  unit.place(start)
  unit.emitJump(iterable, Op.ForIter, cleanup)
  compileExpression(unit, s.target)
  compileStatements(unit, s.body)
  unit.emitJump(NOWHERE, Op.Jump, start)
  unit.place(cleanup)
  unit.emit(NOWHERE, Pseudo.EndFor)
  unit.leave()
  compileStatements(unit, s.orelse)
  unit.place(end)
}

function compileAsyncFor(unit: Unit, s: AsyncFor): void {
  const location = unit.at(s)
  const iterable = unit.at(s.iter)
  const start = new Label()
  const except = new Label()
  const end = new Label()
  compileExpression(unit, s.iter)
  unit.emit(iterable, Op.GetAiter)
  unit.place(start)
  unit.enter({ kind: 'for', start, exit: end, location })
  unit.emitJump(location, Pseudo.SetupFinally, except)
  unit.emit(location, Op.GetAnext)
  unit.delegate(location, ResumeAt.AfterAwait)
  unit.emit(location, Pseudo.PopBlock)
  compileExpression(unit, s.target)
  compileStatements(unit, s.body)
  unit.emitJump(NOWHERE, Op.Jump, start)
  unit.leave()
  unit.place(except)
  unit.emit(iterable, Op.EndAsyncFor)
  compileStatements(unit, s.orelse)
  unit.place(end)
}

function compileWhile(unit: Unit, s: While): void {
  const location = unit.at(s)
  const loop = new Label()
  const body = new Label()
  const anchor = new Label()
  const end = new Label()
  unit.place(loop)
  unit.enter({ kind: 'while', start: loop, exit: end, location })
  compileJumpIf(unit, location, s.test, anchor, false)
  unit.place(body)
  compileStatements(unit, s.body)
  compileJumpIf(unit, location, s.test, body, true)
  unit.leave()
  unit.place(anchor)
  compileStatements(unit, s.orelse)
  unit.place(end)
}

function compileIf(unit: Unit, s: If): void {
  const end = new Label()
  const next = s.orelse.length > 0 ? new Label() : end
  compileJumpIf(unit, unit.at(s), s.test, next, false)
  compileStatements(unit, s.body)
  if (next !== end) {
    unit.emitJump(NOWHERE, Pseudo.JumpNoInterrupt, end)
    unit.place(next)
    compileStatements(unit, s.orelse)
  }
  unit.place(end)
}

function compileImport(unit: Unit, s: Import): void {
  const location = unit.at(s)
  for (const { name, asname } of s.names) {
    unit.load(location, integer(0))
    unit.load(location, NONE)
    unit.emitName(location, Op.ImportName, name)
    const [first, ...rest] = name.split('.')
    if (asname === null) {
      nameOperation(unit, location, first!, 'Store')
      continue
    }
    rest.forEach((part, i) => {
      unit.emitName(location, Op.ImportFrom, part)
      if (i === rest.length - 1) return
      unit.emit(location, Op.Swap, 2)
      unit.emit(location, Op.PopTop)
    })
    nameOperation(unit, location, asname, 'Store')
    if (rest.length > 0) unit.emit(location, Op.PopTop)
  }
}

function compileImportFrom(unit: Unit, s: ImportFrom): void {
  const location = unit.at(s)
  unit.load(location, integer(s.level))
  unit.load(location, tuple(s.names.map(alias => string(alias.name))))
  unit.emitName(location, Op.ImportName, s.module ?? '')
  if (s.names[0]?.name === '*') {
    unit.emit(location, Op.CallIntrinsic1, Intrinsic1.ImportStar)
    unit.emit(NOWHERE, Op.PopTop)
    return
  }
  for (const { name, asname } of s.names) {
    unit.emitName(location, Op.ImportFrom, name)
    nameOperation(unit, location, asname ?? name, 'Store')
  }
  unit.emit(location, Op.PopTop)
}
