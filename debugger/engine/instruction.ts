// What instructions do that needs more than a few lines. CPython: Python/ceval.c, bytecodes.c; each function is named for its
// instruction.
//
// Knows nothing of the loop: operands come as arguments, the result is what the instruction delivers.

import { lookup, special } from './attribute.ts'
import { callFound, callStack } from './call.ts'
import { CO, type Code } from './code.ts'
import { isIterable, itemsOf } from './containers.ts'
import { CONTINUATIONS } from './continuations.ts'
import { Coroutine, Kind } from './coroutine.ts'
import { dropRaised } from './destruction.ts'
import { PyDict } from './dict.ts'
import { isPlainDict, mergeDict } from './dict-methods.ts'
import { PyException } from './exception.ts'
import { EXCEPTIONS, exceptionField } from './exception-types.ts'
import { Finish } from './finish.ts'
import type { Frame } from './frame.ts'
import { keyOf } from './hashing.ts'
import { importFrom, importName, importStar } from './import.ts'
import { deleteName, loadFromMappingOrCell, loadName, storeName, undefinedName } from './instruction-name.ts'
import type { Machine, Stop } from './machine.ts'
import { NativeFunction } from './native.ts'
import { Conversion, FunctionAttribute, Intrinsic1, Intrinsic2, Op } from './op.ts'
import { iterOf, reprOf, strOf, unary } from './operator.ts'
import { handledException, setContext } from './raise.ts'
import { bottomRaised } from './session-run.ts'
import { PySet } from './set.ts'
import { update } from './set-methods.ts'
import { toAscii } from './str-repr.ts'
import { typeTitleOf } from './type-title.ts'
import { T } from './types.ts'
import { asStr, CALL, type Cell, END, PyFunction, PyList, PyTuple, PyType, type Result, type Value } from './value.ts'

export { unboundCell, unboundLocal } from './instruction-name.ts'
export { nextOf } from './iterate.ts'
export { bottomReturned } from './session-run.ts'

// ---- stopping ----

/** Why the loop ends: m.stop, or nothing is left to run. */
export function stopped(m: Machine): Stop {
  if (m.isUnstopped && m.raised !== null && m.frame === null) bottomRaised(m)
  const stop = m.stop
  m.stop = null
  m.isEntering = stop !== null && stop.kind === 'halt'
  return stop ?? { kind: 'finished', status: m.status ?? 0 }
}

// ---- names ----

export function deleteGlobal(m: Machine, frame: Frame, name: string): boolean {
  m.touch(frame.globals)
  if (frame.globals.deleteStr(name) !== undefined) return true
  undefinedName(m, frame, name)
  return false
}

// ---- functions and coroutines ----

/** MakeFunction. CPython: PyFunction_New. */
export function makeFunction(m: Machine, frame: Frame, code: Code): PyFunction {
  const module = frame.globals.getStr('__name__') ?? null
  return new PyFunction(T.function, m.epoch, code, frame.globals, frame.builtins, module)
}

/** SetFunctionAttribute. */
export function setFunctionAttribute(m: Machine, func: PyFunction, which: FunctionAttribute, value: Value): void {
  m.touch(func)
  switch (which) {
    case FunctionAttribute.Defaults:
      func.defaults = (value as PyTuple).items
      break
    case FunctionAttribute.KwDefaults:
      func.kwdefaults = value as PyDict
      break
    case FunctionAttribute.Annotations:
      func.annotations = value
      break
    case FunctionAttribute.Closure:
      func.closure = (value as PyTuple).items as Cell[]
      break
  }
}

/** GetYieldFromIter. */
export function yieldFromIterator(m: Machine, frame: Frame, value: Value): Result {
  if (value instanceof Coroutine && value.kind === Kind.Coroutine) {
    if (frame.code.flags & (CO.COROUTINE | CO.ITERABLE_COROUTINE)) return value
    return m.raise('TypeError', "cannot 'yield from' a coroutine object in a non-coroutine generator")
  }
  return iterOf(m, value)
}

// ---- calls ----

/** CallEx. */
export function callExtended(
  m: Machine,
  callee: Value,
  self: Value | undefined,
  args: PyTuple,
  kwargs: PyDict | null,
): Result {
  const list = self === undefined ? args.items : [self, ...args.items]
  if (kwargs === null || kwargs.size === 0) return callStack(m, callee, list, 0, list.length, null)
  return m.callWith(callee, list, kwargs)
}

/** `module.function()` of a callable for messages. CPython: _PyObject_FunctionStr. */
export function functionText(m: Machine, callee: Value): string {
  const qualname = callee instanceof PyFunction ? callee.qualname : undefined
  if (callee instanceof PyFunction) {
    return callee.module === 'builtins' || callee.module === null
      ? `${qualname}()`
      : `${String(callee.module)}.${qualname}()`
  }
  if (callee instanceof PyType) {
    const module = callee.ns.getStr('__module__')
    return module === undefined || module === 'builtins' || typeof module !== 'string'
      ? `${callee.qualname}()`
      : `${module}.${callee.qualname}()`
  }
  const name = callee !== null && typeof callee === 'object' && 'def' in callee ? callee.def : undefined
  if (name !== undefined) return `${(name as { fullName: string }).fullName}()`
  const bound = callee !== null && typeof callee === 'object' && 'func' in callee ? callee.func : undefined
  return bound !== undefined ? functionText(m, bound as Value) : `${m.typeName(callee)} object`
}

/** ToArgs: `*iterable` of a call with nothing else. */
export function toArguments(m: Machine, iterable: Value, callee: Value): Result {
  if (iterable instanceof PyTuple && iterable.cls === T.tuple) return iterable
  if (!isIterable(m, iterable)) {
    return m.raise(
      'TypeError',
      `${functionText(m, callee)} argument after * must be an iterable, not ${m.typeName(iterable)}`,
    )
  }
  const items = itemsOf(m, iterable)
  if (items === null) return undefined
  return items === undefined ? m.callPrelude('make_tuple', iterable) : m.tuple(items.slice())
}

/** ToMapping: `**mapping`. */
export function toMapping(m: Machine, mapping: Value, callee: Value | undefined): Result {
  if (mapping instanceof PyDict && isPlainDict(mapping)) return mapping
  if (lookup(m.typeOf(mapping), 'keys') === undefined) {
    return callee === undefined
      ? m.raise('TypeError', `'${m.typeName(mapping)}' object is not a mapping`)
      : m.raise(
          'TypeError',
          `${functionText(m, callee)} argument after ** must be a mapping, not ${m.typeName(mapping)}`,
        )
  }
  return m.callPrelude('_to_dict', mapping)
}

/** ToList. */
export function toList(m: Machine, iterable: Value, isForSet: boolean): Result {
  if (iterable instanceof PyList && iterable.cls === T.list) return iterable
  if (iterable instanceof PyTuple && iterable.cls === T.tuple) return iterable
  if (!isIterable(m, iterable)) {
    const name = m.typeName(iterable)
    return m.raise(
      'TypeError',
      isForSet ? `'${name}' object is not iterable` : `Value after * must be an iterable, not ${name}`,
    )
  }
  const items = itemsOf(m, iterable)
  if (items === null) return undefined
  return items === undefined ? m.callPrelude('_to_list', iterable) : m.list(items.slice())
}

// ---- containers ----

export function buildSet(m: Machine, items: Value[]): Result {
  const set = new PySet(T.set, m.epoch)
  return m.after(update(m, set, m.tuple(items)), Finish.Data, set)
}

type Stack = readonly (Value | undefined)[]

export function buildMap(m: Machine, stack: Stack, base: number, count: number): Result {
  const dict = m.dict()
  for (let i = 0; i < count; i++) {
    const key = stack[base + 2 * i]!
    const native = keyOf(key)
    if (native === undefined) {
      return m.after(
        m.callPrelude('_build_map', dict, m.tuple(stack.slice(base + 2 * i, base + 2 * count) as Value[])),
        Finish.Data,
        dict,
      )
    }
    dict.set(native, key, stack[base + 2 * i + 1]!)
  }
  return dict
}

export function buildConstKeyMap(m: Machine, stack: Stack, base: number, keys: PyTuple): Result {
  const dict = m.dict()
  for (let i = 0; i < keys.items.length; i++) dict.set(keyOf(keys.items[i]!)!, keys.items[i]!, stack[base + i]!)
  return dict
}

/** SetAdd. The result is null. */
export function setAdd(m: Machine, set: Value, item: Value): Result {
  const native = keyOf(item)
  if (native !== undefined && set instanceof PySet && set.members.foreign === 0) {
    m.touch(set)
    set.add(native, item)
    return null
  }
  return m.callMethod(set, 'add', item)
}

export function setUpdate(m: Machine, set: Value, items: Value): Result {
  return update(m, set as PySet, items)
}

/** DictUpdate of an exact dict. The result is null. */
export function dictUpdate(m: Machine, into: Value, from: Value): Result {
  return mergeDict(m, into as PyDict, from as PyDict) ? null : m.callPrelude('dict_merge', into, from)
}

/** DictMerge of an exact dict into the keywords of a call. */
export function dictMerge(m: Machine, into: PyDict, from: PyDict, callee: Value): Result {
  for (const key of from.keyList()) {
    const name = asStr(key)
    if (name === undefined) return m.raise('TypeError', 'keywords must be strings')
    if (into.getStr(name) !== undefined) {
      return m.raise('TypeError', `${functionText(m, callee)} got multiple values for keyword argument '${name}'`)
    }
  }
  return mergeDict(m, into, from) ? null : m.callPrelude('dict_merge', into, from)
}

/** UnpackPrepare. CPython: _PyEval_UnpackIterableStackRef. */
export function unpackPrepare(m: Machine, value: Value, arg: number): Result {
  const isExact = arg >= 0
  const before = isExact ? arg : ~arg & 255
  const after = isExact ? 0 : ~arg >> 8
  if ((value instanceof PyTuple && value.cls === T.tuple) || (value instanceof PyList && value.cls === T.list)) {
    const count = value.items.length
    if (isExact) {
      if (count === before) return value
      return count > before ? tooMany(m, before) : tooFew(m, before, count, true)
    }
    return count >= before + after ? value : tooFew(m, before + after, count, false)
  }
  if (!isIterable(m, value)) return m.raise('TypeError', `cannot unpack non-iterable ${m.typeName(value)} object`)
  if (!isExact) {
    const items = itemsOf(m, value)
    if (items === null) return undefined
    if (items !== undefined) {
      return items.length >= before + after ? m.list(items.slice()) : tooFew(m, before + after, items.length, false)
    }
    return m.callPrelude('_unpack_star', value, before + after)
  }
  if (typeof value === 'string' || (value instanceof PyDict && isPlainDict(value))) {
    const items = itemsOf(m, value)!
    if (items.length === before) return m.tuple(items.slice())
    if (items.length < before) return tooFew(m, before, items.length, true)
    return tooMany(m, before)
  }
  return m.callPrelude('_unpack', value, before)
}

function tooMany(m: Machine, expected: number): undefined {
  return m.raise('ValueError', `too many values to unpack (expected ${expected})`)
}

function tooFew(m: Machine, expected: number, got: number, isExact: boolean): undefined {
  const least = isExact ? '' : 'at least '
  return m.raise('ValueError', `not enough values to unpack (expected ${least}${expected}, got ${got})`)
}

/** UnpackEx: pushes so that the first is on top; the new stack pointer. */
export function unpackExtended(
  m: Machine,
  items: readonly Value[],
  arg: number,
  stack: (Value | undefined)[],
  base: number,
): number {
  const before = arg & 255
  const after = arg >> 8
  let sp = base
  for (let i = 0; i < after; i++) stack[sp++] = items[items.length - 1 - i]
  stack[sp++] = m.list(items.slice(before, items.length - after))
  for (let i = before - 1; i >= 0; i--) stack[sp++] = items[i]
  return sp
}

// ---- text ----

export function convert(m: Machine, value: Value, conversion: Conversion): Result {
  if (conversion === Conversion.Str) return strOf(m, value)
  const text = reprOf(m, value)
  if (conversion === Conversion.Repr) return text
  if (text === CALL) return m.after(CALL, Finish.Native, { name: 'ascii', data: null })
  return text === undefined ? undefined : toAscii(asStr(text)!)
}
CONTINUATIONS.ascii = (_m, _data, text) => (text === undefined ? undefined : toAscii(asStr(text)!))

/** FormatSimple, FormatWithSpec. CPython: PyObject_Format. */
export function format(m: Machine, value: Value, spec: Value): Result {
  if (spec === '' && (typeof value === 'string' || typeof value === 'number')) return String(value)
  if (spec === '' && isNativeFormat(m, value)) return strOf(m, value)
  return m.after(m.callMethod(value, '__format__', spec), Finish.CheckFormat)
}

/** Is `__format__` a built-in one? Each gives str(self) for an empty specification. */
export function isNativeFormat(m: Machine, value: Value): boolean {
  return lookup(m.typeOf(value), '__format__') instanceof NativeFunction
}

export function lengthOf(m: Machine, value: Value): Result {
  const { len } = m.typeOf(value).slots
  return len === null ? m.raise('TypeError', `object of type '${m.typeName(value)}' has no len()`) : len(m, value)
}

// ---- with ----

/** First half of BeforeWith and BeforeAsyncWith: both methods are looked up; the bound exit. */
export function withExit(m: Machine, manager: Value, isAsync: boolean): Result {
  const [enterName, exitName] = isAsync ? ['__aenter__', '__aexit__'] : ['__enter__', '__exit__']
  const type = m.typeOf(manager)
  const protocol = isAsync ? 'asynchronous context manager' : 'context manager'
  if (lookup(type, enterName) === undefined) {
    return m.raise('TypeError', `'${type.name}' object does not support the ${protocol} protocol`)
  }
  if (lookup(type, exitName) === undefined) {
    return m.raise(
      'TypeError',
      `'${type.name}' object does not support the ${protocol} protocol (missed ${exitName} method)`,
    )
  }
  return special(m, manager, exitName)
}

/** Instead of withEnter when `__get__` of the exit method has to run first: pushes the bound exit, then calls the enter method. */
export function withEnterAfterExit(m: Machine, manager: Value, isAsync: boolean): Result {
  return m.after(CALL, Finish.Native, { name: 'withEnter', data: { manager, isAsync } })
}
CONTINUATIONS.withEnter = (m, data, exit) => {
  if (exit === undefined) return undefined
  const { manager, isAsync } = data as { manager: Value; isAsync: boolean }
  const frame = m.frame!
  frame.slots[frame.sp++] = exit
  return withEnter(m, manager, isAsync)
}

/** Second half: calls the enter method. */
export function withEnter(m: Machine, manager: Value, isAsync: boolean): Result {
  const name = isAsync ? '__aenter__' : '__enter__'
  return callFound(m, lookup(m.typeOf(manager), name)!, manager, [])
}

/** WithExceptStart. */
export function withExceptStart(m: Machine, exit: Value, exception: PyException): Result {
  return m.call(exit, exception.cls, exception, exception.traceback)
}

// ---- exceptions ----

/** Is m.raised a StopIteration? If so it is taken: the iteration is over. */
export function isStop(m: Machine): boolean {
  if (!m.raisedIs('StopIteration')) return false
  dropRaised(m)
  return true
}

export function isStopIteration(m: Machine): boolean {
  return m.raisedIs('StopIteration')
}

/** Takes m.raised, a StopIteration, and gives its value. */
export function takeStopValue(m: Machine): Value {
  const value = exceptionField(m.raised!, 'value')
  dropRaised(m)
  return value
}

export function stopValueOf(exception: PyException): Value {
  return exceptionField(exception, 'value')
}

/** Reraise: no traceback entry, no context. */
export function reraise(m: Machine, _frame: Frame, exception: PyException): undefined {
  m.raised = exception
  m.isReraise = true
  return undefined
}

const CANNOT_CATCH = 'catching classes that do not inherit from BaseException is not allowed'

function isExceptionClass(value: Value): value is PyType {
  return value instanceof PyType && value.mro.includes(EXCEPTIONS.BaseException!)
}

/** CheckExcMatch. CPython: _PyEval_CheckExceptTypeValid, PyErr_GivenExceptionMatches. */
export function checkMatch(m: Machine, exception: PyException, type: Value): Result {
  if (type instanceof PyTuple) {
    if (!type.items.every(isExceptionClass)) return m.raise('TypeError', CANNOT_CATCH)
    return type.items.some(item => exception.cls.mro.includes(item as PyType))
  }
  if (!isExceptionClass(type)) return m.raise('TypeError', CANNOT_CATCH)
  return exception.cls.mro.includes(type)
}

/** CheckEgMatch: (match, rest). CPython: _PyEval_ExceptionGroupMatch. */
export function checkGroupMatch(m: Machine, exception: PyException, type: Value): Result {
  if ((exception as PyException | null) === null) return m.tuple([null, null])
  const types = type instanceof PyTuple ? type.items : [type]
  for (const each of types) {
    if (!isExceptionClass(each)) return m.raise('TypeError', CANNOT_CATCH)
    if (each.mro.includes(EXCEPTIONS.BaseExceptionGroup!)) {
      return m.raise('TypeError', 'catching ExceptionGroup with except* is not allowed. Use except instead.')
    }
  }
  const isGroup = exception.cls.mro.includes(EXCEPTIONS.BaseExceptionGroup!)
  if (types.some(each => exception.cls.mro.includes(each as PyType))) {
    if (isGroup) return m.tuple([exception, null])
    return m.callPrelude('_wrap_in_group', exception)
  }
  if (!isGroup) return m.tuple([null, exception])
  return m.callPrelude('_group_match', exception, type)
}

/** ToException. CPython: do_raise. */
export function toException(m: Machine, value: Value, isCause: boolean): Result {
  if (value instanceof PyException) return value
  if (isExceptionClass(value)) {
    const made = m.call(value)
    const name = isCause ? 'causeMade' : 'exceptionMade'
    if (made === CALL) return m.after(CALL, Finish.Native, { name, data: value })
    return made === undefined ? undefined : checkMade(m, value, made)
  }
  if (isCause) {
    return value === null ? null : m.raise('TypeError', 'exception causes must derive from BaseException')
  }
  return m.raise('TypeError', 'exceptions must derive from BaseException')
}

function checkMade(m: Machine, type: Value, made: Value): Result {
  if (made instanceof PyException) return made
  const name = `<class '${typeTitleOf(type as PyType)}'>`
  return m.raise(
    'TypeError',
    `calling ${name} should have returned an instance of BaseException, not <class '${typeTitleOf(m.typeOf(made))}'>`,
  )
}
const madeContinuation = (m: Machine, data: unknown, made: Value | undefined) =>
  made === undefined ? undefined : checkMade(m, data as Value, made)
CONTINUATIONS.exceptionMade = madeContinuation
CONTINUATIONS.causeMade = madeContinuation

/** RaiseVarargs. CPython: do_raise. */
export function raise(
  m: Machine,
  frame: Frame,
  count: number,
  exception: Value | undefined,
  cause: Value | undefined,
): undefined {
  if (count === 0) {
    const handled = handledException(m)
    if (handled === null) return m.raise('RuntimeError', 'No active exception to reraise')
    return reraise(m, frame, handled)
  }
  const raised = exception as PyException
  if (count === 2) {
    m.touch(raised)
    raised.cause = cause as PyException | null
    raised.suppressContext = true
  }
  setContext(m, raised)
  return m.raiseValue(raised)
}

// ---- the rest ----

/** What an instruction that delivers nothing gives. */
export function done(m: Machine, result: Result): Result | typeof END {
  return result === CALL ? m.after(CALL, Finish.Discard) : result === undefined ? undefined : END
}

/** The instructions about names in mappings, imports and intrinsics; they take their operands off frame.sp. END: nothing is pushed. */
export function rare(m: Machine, frame: Frame, op: Op, arg: number): Result | typeof END {
  const { code, slots } = frame
  switch (op) {
    case Op.LoadName:
      return loadName(m, frame, frame.locals, code.names[arg]!)
    case Op.StoreName:
      return done(m, storeName(m, frame, code.names[arg]!, slots[--frame.sp]!))
    case Op.DeleteName:
      return done(m, deleteName(m, frame, code.names[arg]!))
    case Op.LoadLocals:
      return frame.locals
    case Op.LoadFromDictOrGlobals:
      return loadName(m, frame, slots[--frame.sp]!, code.names[arg]!)
    case Op.LoadFromDictOrDeref:
      return loadFromMappingOrCell(m, frame, slots[--frame.sp]!, arg)
    case Op.LoadBuildClass:
      return frame.builtins.getStr('__build_class__') ?? m.raise('NameError', '__build_class__ not found')
    case Op.LoadAssertionError:
      return EXCEPTIONS.AssertionError!
    case Op.SetupAnnotations:
      return setupAnnotations(m, frame)
    case Op.ImportName: {
      frame.sp -= 2
      return importName(m, frame, code.names[arg]!, slots[frame.sp + 1]!, slots[frame.sp]!)
    }
    case Op.ImportFrom:
      return importFrom(m, frame, slots[frame.sp - 1]!, code.names[arg]!)
    case Op.CallIntrinsic1:
      return intrinsic1(m, frame, arg, slots[--frame.sp]!)
    case Op.CallIntrinsic2:
      frame.sp -= 2
      return intrinsic2(m, arg, slots[frame.sp]!, slots[frame.sp + 1]!)
    default:
      throw new Error(`no such instruction: ${Op[op] ?? op}`)
  }
}

function setupAnnotations(m: Machine, frame: Frame): Result | typeof END {
  const namespace = frame.locals instanceof PyDict ? frame.locals : frame.locals === null ? frame.globals : undefined
  if (namespace === undefined) return m.after(m.callPrelude('_setup_annotations', frame.locals), Finish.Discard)
  if (namespace.getStr('__annotations__') === undefined) {
    m.touch(namespace)
    namespace.setStr('__annotations__', m.dict())
  }
  return END
}

function intrinsic1(m: Machine, frame: Frame, which: Intrinsic1, value: Value): Result {
  switch (which) {
    case Intrinsic1.Print:
      return m.callPrelude('_display', value)
    case Intrinsic1.ImportStar:
      return importStar(m, frame, value)
    case Intrinsic1.StopIterationError:
      return stopIterationError(m, frame, value as PyException)
    case Intrinsic1.UnaryPositive:
      return unary(m, 'pos', value)
    case Intrinsic1.ListToTuple:
      return m.tuple((value as PyList).items.slice())
    case Intrinsic1.TypeVar:
      return m.callPrelude('_type_var', value)
    case Intrinsic1.ParamSpec:
      return m.callPrelude('_param_spec', value)
    case Intrinsic1.TypeVarTuple:
      return m.callPrelude('_type_var_tuple', value)
    case Intrinsic1.SubscriptGeneric:
      return m.callPrelude('_subscript_generic', value)
    case Intrinsic1.TypeAlias: {
      const [name, params, compute] = (value as PyTuple).items
      return m.callPrelude('_type_alias', name!, params!, compute!)
    }
    default:
      throw new Error(`no such intrinsic: ${which}`)
  }
}

function intrinsic2(m: Machine, which: Intrinsic2, a: Value, b: Value): Result {
  switch (which) {
    case Intrinsic2.PrepReraiseStar:
      return m.callPrelude('_prep_reraise_star', a, b)
    case Intrinsic2.TypeVarWithBound:
      return m.callPrelude('_type_var_bound', a, b)
    case Intrinsic2.TypeVarWithConstraints:
      return m.callPrelude('_type_var_constraints', a, b)
    case Intrinsic2.SetFunctionTypeParams: {
      const func = a as PyFunction
      m.touch(func)
      func.typeParams = b
      return func
    }
    case Intrinsic2.SetTypeparamDefault:
      return m.callPrelude('_set_type_param_default', a, b)
    default:
      throw new Error(`no such intrinsic: ${which}`)
  }
}

/** PEP 479. CPython: stopiteration_error. */
function stopIterationError(m: Machine, frame: Frame, exception: PyException): Value {
  const { flags } = frame.code
  const isStop_ = exception.cls.mro.includes(EXCEPTIONS.StopIteration!)
  const isAsyncStop = exception.cls.mro.includes(EXCEPTIONS.StopAsyncIteration!)
  let message: string | undefined
  if (isStop_) {
    message =
      flags & CO.ASYNC_GENERATOR
        ? 'async generator raised StopIteration'
        : flags & CO.COROUTINE
          ? 'coroutine raised StopIteration'
          : 'generator raised StopIteration'
  } else if (flags & CO.ASYNC_GENERATOR && isAsyncStop) message = 'async generator raised StopAsyncIteration'
  if (message === undefined) return exception
  const error = m.exception('RuntimeError', [message])
  error.cause = exception
  error.context = exception
  error.suppressContext = true
  return error
}
