/**
 * Class statements: the body as a function that fills the namespace, and the call of `__build_class__`.
 * CPython: Python/compile.c compiler_class, compiler_class_body.
 */

import type { ClassDef, Expression } from '../../language/tree.ts'
import type { Code } from './code.ts'
import { compileArguments } from './compiler-call.ts'
import { integer, NONE, string, tuple } from './compiler-constant.ts'
import { compileExpression } from './compiler-expression.ts'
import { applyDecorators, compileTypeParameters, firstLineOf, makeFunction } from './compiler-function.ts'
import { lineLocation, NOWHERE } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import { compileModuleOrClassBody } from './compiler-statement.ts'
import { Unit } from './compiler-unit.ts'
import { Intrinsic1, Op } from './op.ts'

export function compileClass(unit: Unit, s: ClassDef): void {
  const { compilation } = unit
  const location = unit.at(s)
  const firstLine = firstLineOf(unit, s.decorator_list, location)
  for (const decorator of s.decorator_list) compileExpression(unit, decorator)
  let target = unit
  let bases: readonly Expression[] = s.bases
  if (s.type_params.length > 0) {
    const scope = compilation.scopes.typeParametersOf(s)!
    target = new Unit(compilation, 'type parameters', scope, `<generic parameters of ${s.name}>`, firstLine, unit)
    compileTypeParameters(target, s.type_params)
    nameOperation(target, location, '.type_params', 'Store')
  }
  const body = compileClassBody(target, s, firstLine)
  target.emit(location, Op.LoadBuildClass)
  target.emit(location, Op.PushNull)
  makeFunction(target, location, body, 0)
  target.load(location, string(s.name))
  if (target !== unit) {
    nameOperation(target, location, '.type_params', 'Load')
    target.emit(location, Op.CallIntrinsic1, Intrinsic1.SubscriptGeneric)
    nameOperation(target, location, '.generic_base', 'Store')
    bases = [...s.bases, { kind: 'Name', id: '.generic_base', ctx: 'Load', start: s.start, end: s.end }]
  }
  compileArguments(target, location, 2, bases, s.keywords)
  if (target !== unit) {
    makeFunction(unit, location, target.finish(false), 0)
    unit.emit(location, Op.PushNull)
    unit.emit(location, Op.Call, 0)
  }
  applyDecorators(unit, s.decorator_list)
  nameOperation(unit, location, s.name, 'Store')
}

function compileClassBody(unit: Unit, s: ClassDef, firstLine: number): Code {
  const scope = unit.compilation.scopes.of(s)
  const body = new Unit(unit.compilation, 'class', scope, s.name, firstLine, unit)
  const location = lineLocation(firstLine)
  nameOperation(body, location, '__name__', 'Load')
  nameOperation(body, location, '__module__', 'Store')
  body.load(location, string(body.qualname))
  nameOperation(body, location, '__qualname__', 'Store')
  body.load(location, integer(firstLine))
  nameOperation(body, location, '__firstlineno__', 'Store')
  if (s.type_params.length > 0) {
    nameOperation(body, location, '.type_params', 'Load')
    nameOperation(body, location, '__type_params__', 'Store')
  }
  if (scope.needsClassDict) {
    body.emit(location, Op.LoadLocals)
    body.emit(location, Op.StoreDeref, body.cellIndex('__classdict__'))
  }
  compileModuleOrClassBody(body, location, s.body)
  body.load(NOWHERE, tuple([...body.staticAttributes].map(string)))
  nameOperation(body, NOWHERE, '__static_attributes__', 'Store')
  if (scope.needsClassDict) {
    body.emit(NOWHERE, Op.LoadClosure, body.cellIndex('__classdict__'))
    nameOperation(body, NOWHERE, '__classdictcell__', 'Store')
  }
  if (scope.needsClassCell) {
    body.emit(NOWHERE, Op.LoadClosure, body.cellIndex('__class__'))
    body.emit(NOWHERE, Op.Copy, 1)
    nameOperation(body, NOWHERE, '__classcell__', 'Store')
  } else body.load(NOWHERE, NONE)
  body.emit(NOWHERE, Op.ReturnValue)
  return body.finish(true)
}
