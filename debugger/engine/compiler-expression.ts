/**
 * Expressions: each leaves its value on the stack (Load), takes a value from it (Store), or deletes (Del).
 * CPython: Python/compile.c compiler_visit_expr1 and what it calls.
 */

import type {
  Attribute,
  BinaryOperator,
  BoolOp,
  Compare,
  ComparisonOperator,
  Dict,
  Expression,
  IfExp,
  Slice,
  Subscript,
} from '../../language/tree.ts'
import { compileCall } from './compiler-call.ts'
import { compileComprehension } from './compiler-comprehension.ts'
import { type Constant, NONE, tuple } from './compiler-constant.ts'
import { constantOf, constantsOf } from './compiler-fold.ts'
import { compileFormattedValue, compileJoinedString, compilePercentFormat } from './compiler-fstring.ts'
import { compileLambda } from './compiler-function.ts'
import { Label } from './compiler-instruction.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import type { Unit } from './compiler-unit.ts'
import { AwaitableOf, Binary, Compare as Comparison, Intrinsic1, Op, ResumeAt } from './op.ts'

/** Displays and calls with more operands than this are built piece by piece. CPython: STACK_USE_GUIDELINE. */
export const STACK_USE = 30

const BINARY: Record<BinaryOperator, Binary> = {
  Add: Binary.Add,
  Sub: Binary.Subtract,
  Mult: Binary.Multiply,
  MatMult: Binary.MatrixMultiply,
  Div: Binary.TrueDivide,
  Mod: Binary.Remainder,
  Pow: Binary.Power,
  LShift: Binary.Lshift,
  RShift: Binary.Rshift,
  BitOr: Binary.Or,
  BitXor: Binary.Xor,
  BitAnd: Binary.And,
  FloorDiv: Binary.FloorDivide,
}

/** The operand of `BinaryOp` for an operator of the tree. */
export function binaryOperand(op: BinaryOperator, inPlace: boolean): Binary {
  return BINARY[op] + (inPlace ? Binary.InplaceAdd : 0)
}

export function compileExpression(unit: Unit, e: Expression): void {
  const location = unit.at(e)
  const constant = constantOf(e)
  if (constant !== null) {
    unit.load(location, constant)
    return
  }
  switch (e.kind) {
    case 'NamedExpr':
      compileExpression(unit, e.value)
      unit.emit(location, Op.Copy, 1)
      compileExpression(unit, e.target)
      break
    case 'BoolOp':
      booleanOperation(unit, e, location)
      break
    case 'BinOp':
      if (compilePercentFormat(unit, e)) break
      compileExpression(unit, e.left)
      compileExpression(unit, e.right)
      unit.emit(location, Op.BinaryOp, binaryOperand(e.op, false))
      break
    case 'UnaryOp':
      compileUnary(unit, e.op, e.operand, location)
      break
    case 'Lambda':
      compileLambda(unit, e)
      break
    case 'IfExp':
      conditional(unit, e, location)
      break
    case 'Dict':
      dictDisplay(unit, e, location)
      break
    case 'Set':
      compileDisplay(unit, location, e.elts, 0, 'set')
      break
    case 'GeneratorExp':
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
      compileComprehension(unit, e)
      break
    case 'Yield':
      if (e.value !== null) compileExpression(unit, e.value)
      else unit.load(location, NONE)
      emitYield(unit, location)
      break
    case 'YieldFrom':
      compileExpression(unit, e.value)
      unit.emit(location, Op.GetYieldFromIter)
      unit.delegate(location, ResumeAt.AfterYieldFrom)
      break
    case 'Await':
      compileExpression(unit, e.value)
      unit.emit(location, Op.GetAwaitable, AwaitableOf.Await)
      unit.delegate(location, ResumeAt.AfterAwait)
      break
    case 'Compare':
      comparison(unit, e, location)
      break
    case 'Call':
      compileCall(unit, e)
      break
    case 'JoinedStr':
      compileJoinedString(unit, e, location)
      break
    case 'FormattedValue':
      compileFormattedValue(unit, e, location)
      break
    case 'Attribute':
      attribute(unit, e)
      break
    case 'Subscript':
      subscript(unit, e, location)
      break
    case 'Name':
      nameOperation(unit, location, e.id, e.ctx)
      break
    case 'List':
    case 'Tuple':
      if (e.ctx === 'Load') compileDisplay(unit, location, e.elts, 0, e.kind === 'List' ? 'list' : 'tuple')
      else if (e.ctx === 'Store') unpack(unit, location, e.elts)
      else for (const element of e.elts) compileExpression(unit, element)
      break
    case 'Slice':
      unit.emit(location, Op.BuildSlice, sliceParts(unit, e))
      break
    default:
      throw new Error(`a ${e.kind} cannot stand here`)
  }
}

export function emitYield(unit: Unit, location: Location): void {
  if (unit.scope.isAsyncGenerator) unit.emit(location, Op.AsyncGenWrap)
  unit.emit(location, Op.YieldValue, 0)
  unit.emit(location, Op.Resume, ResumeAt.AfterYield)
}

function compileUnary(unit: Unit, op: string, operand: Expression, location: Location): void {
  const inverted = op === 'Not' ? invert(operand) : null
  if (inverted !== null) {
    compileExpression(unit, inverted)
    return
  }
  compileExpression(unit, operand)
  switch (op) {
    case 'Not':
      unit.emit(location, Op.ToBool)
      unit.emit(location, Op.UnaryNot)
      break
    case 'UAdd':
      unit.emit(location, Op.CallIntrinsic1, Intrinsic1.UnaryPositive)
      break
    default:
      unit.emit(location, op === 'USub' ? Op.UnaryNegative : Op.UnaryInvert)
  }
}

const INVERSE: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  Is: 'IsNot',
  IsNot: 'Is',
  In: 'NotIn',
  NotIn: 'In',
}

function booleanOperation(unit: Unit, e: BoolOp, location: Location): void {
  const end = new Label()
  const jump = e.op === 'And' ? Op.PopJumpIfFalse : Op.PopJumpIfTrue
  for (const value of e.values.slice(0, -1)) {
    compileExpression(unit, value)
    unit.emit(location, Op.Copy, 1)
    unit.emit(location, Op.ToBool)
    unit.emitJump(location, jump, end)
    unit.emit(location, Op.PopTop)
  }
  compileExpression(unit, e.values[e.values.length - 1]!)
  unit.place(end)
}

function conditional(unit: Unit, e: IfExp, location: Location): void {
  const end = new Label()
  const next = new Label()
  compileJumpIf(unit, location, e.test, next, false)
  compileExpression(unit, e.body)
  unit.emitJump(NOWHERE, Op.Jump, end)
  unit.place(next)
  compileExpression(unit, e.orelse)
  unit.place(end)
}

/** Jumps to `target` when the truth of `e` is `condition`, else goes on. CPython: compiler_jump_if. */
export function compileJumpIf(unit: Unit, location: Location, e: Expression, target: Label, condition: boolean): void {
  if (constantOf(e) === null) {
    switch (e.kind) {
      case 'UnaryOp':
        if (e.op !== 'Not') break
        {
          const inverted = invert(e.operand)
          if (inverted !== null) compileJumpIf(unit, location, inverted, target, condition)
          else compileJumpIf(unit, location, e.operand, target, !condition)
        }
        return
      case 'BoolOp': {
        const isOr = e.op === 'Or'
        const inner = isOr === condition ? target : new Label()
        const last = e.values.length - 1
        for (let i = 0; i < last; i++) compileJumpIf(unit, location, e.values[i]!, inner, isOr)
        compileJumpIf(unit, location, e.values[last]!, target, condition)
        if (inner !== target) unit.place(inner)
        return
      }
      case 'IfExp': {
        const end = new Label()
        const next = new Label()
        compileJumpIf(unit, location, e.test, next, false)
        compileJumpIf(unit, location, e.body, target, condition)
        unit.emitJump(NOWHERE, Op.Jump, end)
        unit.place(next)
        compileJumpIf(unit, location, e.orelse, target, condition)
        unit.place(end)
        return
      }
      case 'Compare':
        if (e.ops.length === 1) break
        jumpIfChain(unit, e, target, condition)
        return
    }
  }
  compileExpression(unit, e)
  const own = unit.at(e)
  unit.emit(own, Op.ToBool)
  unit.emitJump(own, condition ? Op.PopJumpIfTrue : Op.PopJumpIfFalse, target)
}

/** `not a in b` is `a not in b`; null for what is no such comparison. CPython: ast_opt.c fold_unaryop. */
function invert(e: Expression): Compare | null {
  const inverse = e.kind === 'Compare' && e.ops.length === 1 ? INVERSE[e.ops[0]!] : undefined
  return inverse === undefined ? null : { ...(e as Compare), ops: [inverse] }
}

function jumpIfChain(unit: Unit, e: Compare, target: Label, condition: boolean): void {
  const location = unit.at(e)
  const cleanup = new Label()
  const end = new Label()
  const last = e.ops.length - 1
  compileExpression(unit, e.left)
  for (let i = 0; i < last; i++) {
    compileExpression(unit, e.comparators[i]!)
    unit.emit(location, Op.Swap, 2)
    unit.emit(location, Op.Copy, 2)
    emitCompare(unit, location, e.ops[i]!)
    unit.emit(location, Op.ToBool)
    unit.emitJump(location, Op.PopJumpIfFalse, cleanup)
  }
  comparand(unit, e, last)
  emitCompare(unit, location, e.ops[last]!)
  unit.emit(location, Op.ToBool)
  unit.emitJump(location, condition ? Op.PopJumpIfTrue : Op.PopJumpIfFalse, target)
  unit.emitJump(NOWHERE, Op.Jump, end)
  unit.place(cleanup)
  unit.emit(location, Op.PopTop)
  if (!condition) unit.emitJump(NOWHERE, Op.Jump, target)
  unit.place(end)
}

function comparison(unit: Unit, e: Compare, location: Location): void {
  const last = e.ops.length - 1
  compileExpression(unit, e.left)
  if (last === 0) {
    comparand(unit, e, 0)
    emitCompare(unit, location, e.ops[0]!)
    return
  }
  const cleanup = new Label()
  const end = new Label()
  for (let i = 0; i < last; i++) {
    compileExpression(unit, e.comparators[i]!)
    unit.emit(location, Op.Swap, 2)
    unit.emit(location, Op.Copy, 2)
    emitCompare(unit, location, e.ops[i]!)
    unit.emit(location, Op.Copy, 1)
    unit.emit(location, Op.ToBool)
    unit.emitJump(location, Op.PopJumpIfFalse, cleanup)
    unit.emit(location, Op.PopTop)
  }
  comparand(unit, e, last)
  emitCompare(unit, location, e.ops[last]!)
  unit.emitJump(NOWHERE, Op.Jump, end)
  unit.place(cleanup)
  unit.emit(location, Op.Swap, 2)
  unit.emit(location, Op.PopTop)
  unit.place(end)
}

/** The last operand: a display of constants after `in` is one constant. CPython: ast_opt.c fold_compare, fold_iter. */
function comparand(unit: Unit, e: Compare, index: number): void {
  const operand = e.comparators[index]!
  const op = e.ops[index]!
  if (op === 'In' || op === 'NotIn') compileIterable(unit, operand)
  else compileExpression(unit, operand)
}

/** A list display of constants as a tuple, a set display as a frozenset; for what is only iterated or searched. */
export function iterableConstant(e: Expression): Constant | null {
  if ((e.kind !== 'List' && e.kind !== 'Set') || (e.kind === 'List' && e.ctx !== 'Load')) return null
  const items = constantsOf(e.elts)
  return items === null ? null : { type: e.kind === 'List' ? 'tuple' : 'frozenset', items }
}

/** What `for` and comprehensions iterate over. */
export function compileIterable(unit: Unit, e: Expression): void {
  const folded = iterableConstant(e)
  const elements = e.kind === 'List' && !e.elts.some(x => x.kind === 'Starred') ? e.elts : null
  if (folded !== null) unit.load(unit.at(e), folded)
  // Nobody sees the list: a tuple does. CPython: ast_opt.c fold_iter.
  else if (elements !== null) compileDisplay(unit, unit.at(e), elements, 0, 'tuple')
  else compileExpression(unit, e)
}

export function emitCompare(unit: Unit, location: Location, op: ComparisonOperator): void {
  switch (op) {
    case 'Is':
    case 'IsNot':
      unit.emit(location, Op.IsOp, op === 'IsNot' ? 1 : 0)
      break
    case 'In':
    case 'NotIn':
      unit.emit(location, Op.ContainsOp, op === 'NotIn' ? 1 : 0)
      break
    default:
      unit.emit(location, Op.CompareOp, COMPARE[op])
  }
}

const COMPARE = {
  Eq: Comparison.Eq,
  NotEq: Comparison.Ne,
  Lt: Comparison.Lt,
  LtE: Comparison.Le,
  Gt: Comparison.Gt,
  GtE: Comparison.Ge,
}

type Display = 'tuple' | 'list' | 'set'

/** A display, or the positional arguments of a call, `pushed` of which are on the stack. CPython: starunpack_helper. */
export function compileDisplay(
  unit: Unit,
  location: Location,
  elements: readonly Expression[],
  pushed: number,
  display: Display,
): void {
  const isSet = display === 'set'
  const [build, add, extend] = isSet
    ? [Op.BuildSet, Op.SetAdd, Op.SetUpdate]
    : [Op.BuildList, Op.ListAppend, Op.ListExtend]
  const constants = elements.length > 2 ? constantsOf(elements) : null
  if (constants !== null) {
    if (display === 'tuple' && pushed === 0) {
      unit.load(location, tuple(constants))
      return
    }
    unit.emit(location, build, pushed)
    unit.load(location, isSet ? { type: 'frozenset', items: constants } : tuple(constants))
    unit.emit(location, extend, 1)
    if (display === 'tuple') unit.emit(location, Op.CallIntrinsic1, Intrinsic1.ListToTuple)
    return
  }
  const isBig = elements.length + pushed > STACK_USE
  if (!isBig && !elements.some(e => e.kind === 'Starred')) {
    for (const element of elements) compileExpression(unit, element)
    unit.emit(location, display === 'tuple' ? Op.BuildTuple : build, elements.length + pushed)
    return
  }
  let isBuilt = isBig
  if (isBig) unit.emit(location, build, pushed)
  elements.forEach((element, i) => {
    if (element.kind === 'Starred') {
      if (!isBuilt) unit.emit(location, build, i + pushed)
      isBuilt = true
      compileExpression(unit, element.value)
      unit.emit(location, Op.ToList)
      unit.emit(location, extend, 1)
    } else {
      compileExpression(unit, element)
      if (isBuilt) unit.emit(location, add, 1)
    }
  })
  if (display === 'tuple') unit.emit(location, Op.CallIntrinsic1, Intrinsic1.ListToTuple)
}

/** CPython: compiler_dict. */
function dictDisplay(unit: Unit, e: Dict, location: Location): void {
  let hasDict = false
  let elements = 0
  const part = (begin: number, end: number) => {
    dictPart(unit, e, location, begin, end)
    if (hasDict) unit.emit(location, Op.DictUpdate, 1)
    hasDict = true
    elements = 0
  }
  e.values.forEach((value, i) => {
    if (e.keys[i] === null) {
      if (elements > 0) part(i - elements, i)
      if (!hasDict) {
        unit.emit(location, Op.BuildMap, 0)
        hasDict = true
      }
      compileExpression(unit, value)
      unit.emit(location, Op.ToMapping, 0)
      unit.emit(location, Op.DictUpdate, 1)
    } else if (elements * 2 > STACK_USE) part(i - elements, i + 1)
    else elements++
  })
  if (elements > 0) part(e.values.length - elements, e.values.length)
  if (!hasDict) unit.emit(location, Op.BuildMap, 0)
}

function dictPart(unit: Unit, e: Dict, location: Location, begin: number, end: number): void {
  const count = end - begin
  const isBig = count * 2 > STACK_USE
  const keys = count > 1 && !isBig ? constantsOf(e.keys.slice(begin, end)) : null
  if (keys !== null) {
    for (const value of e.values.slice(begin, end)) compileExpression(unit, value)
    unit.load(location, tuple(keys))
    unit.emit(location, Op.BuildConstKeyMap, count)
    return
  }
  if (isBig) unit.emit(location, Op.BuildMap, 0)
  for (let i = begin; i < end; i++) {
    compileExpression(unit, e.keys[i]!)
    compileExpression(unit, e.values[i]!)
    if (isBig) unit.emit(location, Op.MapAdd, 1)
  }
  if (!isBig) unit.emit(location, Op.BuildMap, count)
}

/**
 * Where an attribute is said to stand when it is on a later line than what it is taken from: at the name.
 * CPython: update_start_location_to_match_attr.
 */
export function attributeLocation(unit: Unit, location: Location, e: Attribute): Location {
  const { endLine, endColumn } = unit.at(e)
  if (location.line === endLine) return location
  const column = endColumn - e.attr.length
  if (column < 0) return { line: endLine, endLine: Math.max(endLine, location.endLine), column: -1, endColumn: -1 }
  return {
    line: endLine,
    endLine: location.endLine,
    column,
    endColumn: location.endLine === endLine ? Math.max(column, location.endColumn) : location.endColumn,
  }
}

function attribute(unit: Unit, e: Attribute): void {
  compileExpression(unit, e.value)
  if (e.ctx === 'Store' && e.value.kind === 'Name' && e.value.id === 'self') rememberStaticAttribute(unit, e.attr)
  const op = e.ctx === 'Load' ? Op.LoadAttr : e.ctx === 'Store' ? Op.StoreAttr : Op.DeleteAttr
  unit.emitName(attributeLocation(unit, unit.at(e), e), op, unit.scope.mangle(e.attr))
}

/** `self.x = …` in a method is told to the class: `__static_attributes__`. */
export function rememberStaticAttribute(unit: Unit, name: string): void {
  for (let u: Unit | null = unit; u !== null; u = u.parent) {
    if (u.kind !== 'class') continue
    u.staticAttributes.add(name)
    return
  }
}

/** A slice without step has instructions of its own. */
export function isTwoElementSlice(e: Expression): e is Slice {
  return e.kind === 'Slice' && e.step === null
}

/** Pushes start and stop, and step if there is one; gives how many. */
export function sliceParts(unit: Unit, e: Slice): number {
  const location = unit.at(e)
  for (const part of [e.lower, e.upper]) {
    if (part !== null) compileExpression(unit, part)
    else unit.load(location, NONE)
  }
  if (e.step === null) return 2
  compileExpression(unit, e.step)
  return 3
}

function subscript(unit: Unit, e: Subscript, location: Location): void {
  compileExpression(unit, e.value)
  if (isTwoElementSlice(e.slice) && e.ctx !== 'Del') {
    sliceParts(unit, e.slice)
    unit.emit(location, e.ctx === 'Load' ? Op.BinarySlice : Op.StoreSlice)
    return
  }
  compileExpression(unit, e.slice)
  unit.emit(location, e.ctx === 'Load' ? Op.BinarySubscr : e.ctx === 'Store' ? Op.StoreSubscr : Op.DeleteSubscr)
}

/** Takes an iterable apart onto the stack; the patterns or targets then take the items from it. */
export function emitUnpack(unit: Unit, location: Location, count: number, star: number): void {
  if (star < 0) {
    unit.emit(location, Op.UnpackPrepare, count)
    unit.emit(location, Op.UnpackSequence, count)
    return
  }
  const arg = star | ((count - star - 1) << 8)
  unit.emit(location, Op.UnpackPrepare, ~arg)
  unit.emit(location, Op.UnpackEx, arg)
}

function unpack(unit: Unit, location: Location, targets: readonly Expression[]): void {
  emitUnpack(
    unit,
    location,
    targets.length,
    targets.findIndex(t => t.kind === 'Starred'),
  )
  for (const target of targets) compileExpression(unit, target.kind === 'Starred' ? target.value : target)
}
