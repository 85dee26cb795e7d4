/**
 * Functions, lambdas and what is like them: defaults, annotations, closures, type parameters, type aliases.
 * CPython: Python/compile.c compiler_function, compiler_lambda, compiler_type_params, compiler_typealias.
 */

import type {
  Argument,
  Arguments,
  AsyncFunctionDef,
  Expression,
  FunctionDef,
  Lambda,
  Statement,
  TypeAlias,
  TypeParameter,
} from '../../language/tree.ts'
import type { Code } from './code.ts'
import { type Constant, NONE, string, tuple } from './compiler-constant.ts'
import { cleanDocstring, docstringOf } from './compiler-docstring.ts'
import { compileExpression } from './compiler-expression.ts'
import type { Location } from './compiler-location.ts'
import { nameOperation } from './compiler-name.ts'
import { compileStatements } from './compiler-statement.ts'
import { Unit } from './compiler-unit.ts'
import { unparse } from './compiler-unparse.ts'
import { FunctionAttribute, Intrinsic1, Intrinsic2, Op } from './op.ts'

export function compileFunction(unit: Unit, s: FunctionDef | AsyncFunctionDef): void {
  const { compilation } = unit
  const location = unit.at(s)
  const firstLine = firstLineOf(unit, s.decorator_list, location)
  for (const decorator of s.decorator_list) compileExpression(unit, decorator)
  let attributes = compileDefaults(unit, location, s.args)
  let target = unit
  let given = 0
  if (s.type_params.length > 0) {
    given = (attributes & FunctionAttribute.Defaults ? 1 : 0) + (attributes & FunctionAttribute.KwDefaults ? 1 : 0)
    if (given === 2) unit.emit(location, Op.Swap, 2)
    const scope = compilation.scopes.typeParametersOf(s)!
    target = new Unit(compilation, 'type parameters', scope, `<generic parameters of ${s.name}>`, firstLine, unit)
    compileTypeParameters(target, s.type_params)
    for (let i = 0; i < given; i++) target.emit(location, Op.LoadFast, i)
  }
  attributes |= compileAnnotations(target, location, s.args, s.returns)
  const body = compileBody(target, s, firstLine)
  makeFunction(target, location, body, attributes)
  if (target !== unit) {
    target.emit(location, Op.Swap, 2)
    target.emit(location, Op.CallIntrinsic2, Intrinsic2.SetFunctionTypeParams)
    target.argCount = given
    makeFunction(unit, location, target.finish(false), 0)
    if (given > 0) {
      unit.emit(location, Op.Swap, given + 1)
      unit.emit(location, Op.Call, given - 1)
    } else {
      unit.emit(location, Op.PushNull)
      unit.emit(location, Op.Call, 0)
    }
  }
  applyDecorators(unit, s.decorator_list)
  nameOperation(unit, location, s.name, 'Store')
}

/** The line of the first decorator, else the given one. */
export function firstLineOf(unit: Unit, decorators: readonly Expression[], location: Location): number {
  return decorators.length > 0 ? unit.at(decorators[0]!).line : location.line
}

/** Innermost first; each call stands where its decorator does. */
export function applyDecorators(unit: Unit, decorators: readonly Expression[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) unit.emit(unit.at(decorators[i]!), Op.Call, 0)
}

function compileBody(unit: Unit, s: FunctionDef | AsyncFunctionDef, firstLine: number): Code {
  const scope = unit.compilation.scopes.of(s)
  const inner = new Unit(unit.compilation, 'function', scope, s.name, firstLine, unit)
  setArgumentCounts(inner, s.args)
  const doc = docstringOf(s.body)
  if (doc !== null) inner.doc = cleanDocstring(doc)
  inner.constants.add(inner.doc === null ? NONE : string(inner.doc))
  compileGuarded(inner, doc === null ? s.body : s.body.slice(1))
  return inner.finish(true)
}

/** The statements of a function; StopIteration may not leave those of a generator or coroutine. */
function compileGuarded(unit: Unit, body: readonly Statement[]): void {
  compileStatements(unit, body)
  if (unit.scope.isAsync || unit.scope.yields) unit.wrapInStopIterationHandler()
}

function setArgumentCounts(unit: Unit, args: Arguments): void {
  unit.argCount = args.posonlyargs.length + args.args.length
  unit.posOnlyCount = args.posonlyargs.length
  unit.kwOnlyCount = args.kwonlyargs.length
}

export function compileLambda(unit: Unit, e: Lambda): void {
  const location = unit.at(e)
  const attributes = compileDefaults(unit, location, e.args)
  const inner = new Unit(unit.compilation, 'lambda', unit.compilation.scopes.of(e), '<lambda>', location.line, unit)
  setArgumentCounts(inner, e.args)
  inner.constants.add(NONE)
  compileExpression(inner, e.body)
  if (!inner.scope.yields) inner.emit(inner.at(e.body), Op.ReturnValue)
  makeFunction(unit, location, inner.finish(!inner.scope.yields), attributes)
}

/** Pushes the function of a code object, with what was pushed for `attributes` before. CPython: compiler_make_closure. */
export function makeFunction(unit: Unit, location: Location, code: Code, attributes: number): void {
  let given = attributes
  if (code.freeNames.length > 0) {
    for (const name of code.freeNames) unit.emit(location, Op.LoadClosure, closureIndex(unit, name))
    unit.emit(location, Op.BuildTuple, code.freeNames.length)
    given |= FunctionAttribute.Closure
  }
  unit.emit(location, Op.LoadConst, unit.constants.addCode(code))
  unit.emit(location, Op.MakeFunction)
  for (const attribute of [
    FunctionAttribute.Closure,
    FunctionAttribute.Annotations,
    FunctionAttribute.KwDefaults,
    FunctionAttribute.Defaults,
  ])
    if (given & attribute) unit.emit(location, Op.SetFunctionAttribute, attribute)
}

function closureIndex(unit: Unit, name: string): number {
  const isOwnCell = (unit.kind === 'class' && unit.cells.includes(name)) || unit.symbol(name)?.resolution === 'cell'
  return isOwnCell || !unit.frees.includes(name) ? unit.cellIndex(name) : unit.freeIndex(name)
}

/** Pushes defaults; gives which SetFunctionAttribute they need. CPython: compiler_default_arguments. */
function compileDefaults(unit: Unit, location: Location, args: Arguments): number {
  let attributes = 0
  if (args.defaults.length > 0) {
    for (const value of args.defaults) compileExpression(unit, value)
    unit.emit(location, Op.BuildTuple, args.defaults.length)
    attributes |= FunctionAttribute.Defaults
  }
  const keys: Constant[] = []
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i] ?? null
    if (value === null) return
    keys.push(string(unit.scope.mangle(arg.arg)))
    compileExpression(unit, value)
  })
  if (keys.length > 0) {
    unit.load(location, tuple(keys))
    unit.emit(location, Op.BuildConstKeyMap, keys.length)
    attributes |= FunctionAttribute.KwDefaults
  }
  return attributes
}

/** CPython: compiler_visit_annotations. */
function compileAnnotations(unit: Unit, location: Location, args: Arguments, returns: Expression | null): number {
  let count = 0
  const annotate = (name: string, annotation: Expression | null) => {
    if (annotation === null) return
    count += 2
    unit.load(location, string(unit.scope.mangle(name)))
    if (unit.compilation.futureAnnotations) unit.load(unit.at(annotation), string(unparse(annotation)))
    else if (annotation.kind === 'Starred') {
      compileExpression(unit, annotation.value)
      unit.emit(location, Op.UnpackPrepare, 1)
      unit.emit(location, Op.UnpackSequence, 1)
    } else compileExpression(unit, annotation)
  }
  const each = (list: readonly (Argument | null)[]) => {
    for (const arg of list) if (arg !== null) annotate(arg.arg, arg.annotation)
  }
  each(args.args)
  each(args.posonlyargs)
  each([args.vararg])
  each(args.kwonlyargs)
  each([args.kwarg])
  annotate('return', returns)
  if (count === 0) return 0
  unit.emit(location, Op.BuildTuple, count)
  return FunctionAttribute.Annotations
}

/** Makes the type parameters, binds them, and leaves their tuple. CPython: compiler_type_params. */
export function compileTypeParameters(unit: Unit, parameters: readonly TypeParameter[]): void {
  const { scopes } = unit.compilation
  for (const parameter of parameters) {
    const location = unit.at(parameter)
    unit.load(location, string(parameter.name))
    if (parameter.kind === 'TypeVar' && parameter.bound !== null) {
      compileLazily(unit, parameter.bound, parameter.name, scopes.boundOf(parameter)!)
      const hasConstraints = parameter.bound.kind === 'Tuple'
      unit.emit(
        location,
        Op.CallIntrinsic2,
        hasConstraints ? Intrinsic2.TypeVarWithConstraints : Intrinsic2.TypeVarWithBound,
      )
    } else {
      const kind = {
        TypeVar: Intrinsic1.TypeVar,
        ParamSpec: Intrinsic1.ParamSpec,
        TypeVarTuple: Intrinsic1.TypeVarTuple,
      }
      unit.emit(location, Op.CallIntrinsic1, kind[parameter.kind])
    }
    if (parameter.default_value !== null) {
      compileLazily(unit, parameter.default_value, parameter.name, scopes.defaultOf(parameter)!)
      unit.emit(location, Op.CallIntrinsic2, Intrinsic2.SetTypeparamDefault)
    }
    unit.emit(location, Op.Copy, 1)
    nameOperation(unit, location, parameter.name, 'Store')
  }
  unit.emit(unit.at(parameters[0]!), Op.BuildTuple, parameters.length)
}

/** A function that computes a bound, constraints or a default when they are asked for. */
function compileLazily(unit: Unit, e: Expression, name: string, scope: Unit['scope']): void {
  const location = unit.at(e)
  const inner = new Unit(unit.compilation, 'type parameters', scope, name, location.line, unit)
  if (e.kind === 'Starred') {
    compileExpression(inner, e.value)
    inner.emit(location, Op.UnpackPrepare, 1)
    inner.emit(location, Op.UnpackSequence, 1)
  } else compileExpression(inner, e)
  inner.emit(location, Op.ReturnValue)
  makeFunction(unit, location, inner.finish(true), 0)
}

export function compileTypeAlias(unit: Unit, s: TypeAlias): void {
  const { compilation } = unit
  const location = unit.at(s)
  const name = s.name.id
  let target = unit
  if (s.type_params.length > 0) {
    const scope = compilation.scopes.typeParametersOf(s)!
    target = new Unit(compilation, 'type parameters', scope, `<generic parameters of ${name}>`, location.line, unit)
    target.load(location, string(name))
    compileTypeParameters(target, s.type_params)
  } else {
    target.load(location, string(name))
    target.load(location, NONE)
  }
  const value = new Unit(compilation, 'function', compilation.scopes.of(s), name, location.line, target)
  value.constants.add(NONE)
  compileExpression(value, s.value)
  value.emit(location, Op.ReturnValue)
  makeFunction(target, location, value.finish(true), 0)
  target.emit(location, Op.BuildTuple, 3)
  target.emit(location, Op.CallIntrinsic1, Intrinsic1.TypeAlias)
  if (target !== unit) {
    makeFunction(unit, location, target.finish(false), 0)
    unit.emit(location, Op.PushNull)
    unit.emit(location, Op.Call, 0)
  }
  nameOperation(unit, location, name, 'Store')
}
