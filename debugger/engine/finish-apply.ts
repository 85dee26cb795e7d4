// Does what the Finish kinds say: checks and transforms the result of a call, or handles the exception it ended with.
// The messages are those of CPython's slot functions (typeobject.c, abstract.c, genobject.c).
//
// Knows nothing of instructions.

import { getattrHook } from './attribute.ts'
import { checkAnext } from './awaitable.ts'
import { callFound, initializeInstance } from './call.ts'
import { CO } from './code.ts'
import { CONTINUATIONS, TASK_STEP } from './continuations.ts'
import { Coroutine } from './coroutine.ts'
import { dropRaised, suspect } from './destruction.ts'
import { Finish } from './finish.ts'
import { hashOfInt } from './hash.ts'
import type { Machine } from './machine.ts'
import { type BinaryState, type CompareState, continueBinary, continueCompare, truth } from './operator.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import { asInt, CALL, Instance, PyComplex, PyFloat, type PyType, type Result, type Value } from './value.ts'

/** `result` is the value, or undefined when an exception was raised (m.raised). */
export function applyFinish(m: Machine, finish: Finish, data: unknown, result: Value | undefined): Result {
  if (result === undefined) return afterException(m, finish, data)
  if (m.tracked === 0) return afterValue(m, finish, data, result)
  const made = afterValue(m, finish, data, result)
  // It has become another value: this may have been the last reference.
  if (made !== result) suspect(m, result)
  return made
}

function afterException(m: Machine, finish: Finish, data: unknown): Result {
  switch (finish) {
    case Finish.StopDefault:
      if (!m.raisedIs('StopIteration')) return undefined
      dropRaised(m)
      return data as Value
    case Finish.AttributeDefault:
      if (!m.raisedIs('AttributeError')) return undefined
      dropRaised(m)
      return data as Value
    case Finish.HasAttribute:
      if (!m.raisedIs('AttributeError')) return undefined
      dropRaised(m)
      return false
    case Finish.GetattrHook: {
      if (!m.raisedIs('AttributeError')) return undefined
      const { object, name } = data as { object: Value; name: string }
      dropRaised(m)
      return getattrHook(m, object, name)
    }
    case Finish.NameFallback: {
      if (!m.raisedIs('KeyError')) return undefined
      dropRaised(m)
      return CONTINUATIONS.nameFallback!(m, data, undefined)
    }
    case Finish.TaskStep:
      return TASK_STEP.ran(m, data, undefined)
    case Finish.Native: {
      const native = data as { name: string; data: unknown }
      return CONTINUATIONS[native.name]!(m, native.data, undefined)
    }
    default:
      return undefined
  }
}

const typeError = (m: Machine, text: string) => m.raise('TypeError', text)

function afterValue(m: Machine, finish: Finish, data: unknown, value: Value): Result {
  switch (finish) {
    case Finish.TaskStep:
      return TASK_STEP.ran(m, data, value)
    case Finish.None:
    case Finish.Discard:
      return null
    case Finish.Data:
      return data as Value
    case Finish.Truth:
      return truth(m, value)
    case Finish.Not:
      return value !== true
    case Finish.CheckBool:
      if (typeof value === 'boolean') return value
      return typeError(m, `__bool__ should return bool, returned ${m.typeName(value)}`)
    case Finish.CheckLen:
      return checkLength(m, value)
    case Finish.LenToBool: {
      const length = checkLength(m, value)
      return length === undefined || length === CALL ? length : length !== 0
    }
    case Finish.CheckHash: {
      const hash = asInt(value)
      if (hash === undefined) return typeError(m, '__hash__ method should return an integer')
      const folded = typeof hash === 'bigint' && (hash >= 1n << 63n || hash < -(1n << 63n)) ? hashOfInt(hash) : hash
      return folded === -1 ? -2 : folded
    }
    case Finish.CheckRepr:
      return isString(m, value) ? value : typeError(m, `__repr__ returned non-string (type ${m.typeName(value)})`)
    case Finish.CheckStr:
      return isString(m, value) ? value : typeError(m, `__str__ returned non-string (type ${m.typeName(value)})`)
    case Finish.CheckFormat:
      return isString(m, value) ? value : typeError(m, `__format__ must return a str, not ${m.typeName(value)}`)
    case Finish.CheckBytes:
      return m.isInstance(value, T.bytes)
        ? value
        : typeError(m, `__bytes__ returned non-bytes (type ${m.typeName(value)})`)
    case Finish.CheckIndex:
      return checkInteger(m, value, '__index__')
    case Finish.CheckInt:
      return checkInteger(m, value, '__int__')
    case Finish.CheckFloat:
      if (value instanceof PyFloat) return value
      return typeError(m, `${nameOf(data)}.__float__ returned non-float (type ${m.typeName(value)})`)
    case Finish.CheckComplex:
      if (value instanceof PyComplex) return value
      return typeError(m, `__complex__ returned non-complex (type ${m.typeName(value)})`)
    case Finish.CheckIter:
      if (m.typeOf(value).slots.next !== null) return value
      return typeError(m, `iter() returned non-iterator of type '${m.typeName(value)}'`)
    case Finish.CheckAwait:
      return checkAwaitResult(m, value)
    case Finish.CheckAiter:
      if (m.typeOf(value).slots.anext !== null) return value
      return typeError(
        m,
        `'async for' received an object from __aiter__ that does not implement __anext__: ${m.typeName(value)}`,
      )
    case Finish.CheckAnext:
      return checkAnext(m, value)
    case Finish.CheckAnextAwait:
      return checkAwaitResult(m, value)
    case Finish.Init:
      if (value === null) return data as Value
      return typeError(m, `__init__() should return None, not '${m.typeName(value)}'`)
    case Finish.New:
      return initializeInstance(m, value, data as Parameters<typeof initializeInstance>[2])
    case Finish.CallWith:
      return m.call(value, ...(data as readonly Value[]))
    case Finish.HasAttribute:
      return true
    case Finish.OrElse: {
      if (value !== NOT_IMPLEMENTED) return value
      const next = data as { receiver: Value; found: Value; argument: Value }
      return callFound(m, next.found, next.receiver, [next.argument])
    }
    case Finish.Compare:
      return value === NOT_IMPLEMENTED ? continueCompare(m, data as CompareState) : value
    case Finish.Binary:
      return value === NOT_IMPLEMENTED ? continueBinary(m, data as BinaryState) : value
    case Finish.Opposite: {
      if (value === NOT_IMPLEMENTED) return value
      const is = truth(m, value)
      return is === CALL ? m.after(CALL, Finish.Not) : is === undefined ? undefined : is !== true
    }
    case Finish.Native: {
      const native = data as { name: string; data: unknown }
      return CONTINUATIONS[native.name]!(m, native.data, value)
    }
    default:
      return value
  }
}

function isString(m: Machine, value: Value): boolean {
  return typeof value === 'string' || m.isInstance(value, T.str)
}

function nameOf(data: unknown): string {
  return (data as PyType | undefined)?.name ?? 'object'
}

/** CPython: slot_sq_length. */
function checkLength(m: Machine, value: Value): Result {
  const length = asInt(value)
  if (length === undefined) {
    const { index } = m.typeOf(value).slots
    if (index === null) return typeError(m, `'${m.typeName(value)}' object cannot be interpreted as an integer`)
    return m.after(index(m, value), Finish.CheckLen)
  }
  if (length < 0) return m.raise('ValueError', '__len__() should return >= 0')
  if (typeof length === 'bigint' && length >= 1n << 63n) {
    return m.raise('OverflowError', "cannot fit 'int' into an index-sized integer")
  }
  return length
}

/** CPython: _PyNumber_Index, PyNumber_Long: a subclass of int is accepted with a warning. */
function checkInteger(m: Machine, value: Value, method: string): Result {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  const plain = asInt(value)
  if (plain === undefined) return typeError(m, `${method} returned non-int (type ${m.typeName(value)})`)
  const warned = m.warn(
    'DeprecationWarning',
    `${method} returned non-int (type ${m.typeName(value)}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
  )
  return value instanceof Instance || typeof value === 'boolean' ? m.after(warned, Finish.Data, plain) : plain
}

/** CPython: _PyCoro_GetAwaitableIter, what `__await__` may return. */
function checkAwaitResult(m: Machine, value: Value): Result {
  if (value instanceof Coroutine && (value.kind === 1 || (value.code.flags & CO.ITERABLE_COROUTINE) !== 0)) {
    return typeError(m, '__await__() returned a coroutine')
  }
  if (m.typeOf(value).slots.next === null) {
    return typeError(m, `__await__() returned non-iterator of type '${m.typeName(value)}'`)
  }
  return value
}
