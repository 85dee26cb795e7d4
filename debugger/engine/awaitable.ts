// What `await`, `async for` and `async with` accept. CPython: genobject.c _PyCoro_GetAwaitableIter, ceval.c
// _PyEval_GetAwaitable, _PyEval_GetANext.
//
// Knows nothing of how an awaitable is driven.

import { BareYield } from './bare-yield.ts'
import { isDelegating } from './chain.ts'
import { CO } from './code.ts'
import { CONTINUATIONS } from './continuations.ts'
import { Coroutine, Kind } from './coroutine.ts'
import { Finish } from './finish.ts'
import type { Machine } from './machine.ts'
import { AwaitableOf } from './op.ts'
import { CALL, type Result, type Value } from './value.ts'

/** A coroutine, or a generator made by types.coroutine. */
export function isCoroutineLike(value: Value): value is Coroutine {
  if (!(value instanceof Coroutine)) return false
  return (
    value.kind === Kind.Coroutine || (value.kind === Kind.Generator && (value.code.flags & CO.ITERABLE_COROUTINE) !== 0)
  )
}

/** `GetAwaitable`: the iterator to send to. */
export function awaitIterator(m: Machine, value: Value, of: AwaitableOf): Result {
  if (isCoroutineLike(value)) {
    if (value.kind === Kind.Coroutine && isDelegating(value)) {
      return m.raise('RuntimeError', 'coroutine is being awaited already')
    }
    return value
  }
  if (value instanceof BareYield) return value
  const slot = m.typeOf(value).slots.await
  if (slot === null) {
    const name = m.typeName(value)
    if (of === AwaitableOf.Await) return m.raise('TypeError', `object ${name} can't be used in 'await' expression`)
    const method = of === AwaitableOf.Aenter ? '__aenter__' : '__aexit__'
    return m.raise(
      'TypeError',
      `'async with' received an object from ${method} that does not implement __await__: ${name}`,
    )
  }
  const made = slot(m, value)
  // Most often `__await__` is a generator function.
  if (made instanceof Coroutine && made.kind === Kind.Generator && !isCoroutineLike(made)) return made
  return m.after(made, Finish.CheckAwait)
}

/** What `__anext__` gave, made awaitable for `async for`: any failure is "invalid object from __anext__". */
export function checkAnext(m: Machine, value: Value): Result {
  if (isCoroutineLike(value)) return value
  const slot = m.typeOf(value).slots.await
  const result: Value | undefined | typeof CALL = slot === null ? undefined : slot(m, value)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'anextAwait', data: value })
  return anextAwait(m, value, result)
}
CONTINUATIONS.anextAwait = (m, data, result) => anextAwait(m, data as Value, result)

/** After `__await__` of what `__anext__` gave. */
export function anextAwait(m: Machine, source: Value, result: Value | undefined): Result {
  const isBad = result === undefined || isCoroutineLike(result) || m.typeOf(result).slots.next === null
  if (!isBad) return result
  const cause = m.raised
  const message = `'async for' received an invalid object from __anext__: ${m.typeName(source)}`
  m.raise('TypeError', message)
  if (cause !== null && m.raised !== null) {
    m.raised.cause = cause
    m.raised.context = cause
    m.raised.suppressContext = true
  } else if (m.raised !== null) {
    const inner =
      result === undefined
        ? m.exception('TypeError', [`object ${m.typeName(source)} can't be used in 'await' expression`])
        : m.exception('TypeError', [
            isCoroutineLike(result)
              ? '__await__() returned a coroutine'
              : `__await__() returned non-iterator of type '${m.typeName(result)}'`,
          ])
    m.raised.cause = inner
    m.raised.context = inner
    m.raised.suppressContext = true
  }
  return undefined
}

/** `GetAiter`. */
export function asyncIterator(m: Machine, value: Value): Result {
  const slot = m.typeOf(value).slots.aiter
  if (slot === null) {
    return m.raise('TypeError', `'async for' requires an object with __aiter__ method, got ${m.typeName(value)}`)
  }
  return m.after(slot(m, value), Finish.CheckAiter)
}

/** `GetAnext`: the awaitable of the next item. */
export function nextAwaitable(m: Machine, iterator: Value): Result {
  const slot = m.typeOf(iterator).slots.anext
  if (slot === null) {
    return m.raise('TypeError', `'async for' requires an iterator with __anext__ method, got ${m.typeName(iterator)}`)
  }
  return m.after(slot(m, iterator), Finish.CheckAnext)
}
