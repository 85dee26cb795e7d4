// Throwing into a coroutine: at what it awaits first, the innermost of its chain. CPython: Objects/genobject.c _gen_throw; PEP 380.
//
// Knows nothing of the async generators' awaitables.

import { BareYield, makeBareYield } from './bare-yield.ts'
import { awaited, depthOf, innermostOf, isDelegating, isRunning, throwingFrame } from './chain.ts'
import { closeDelegates } from './close.ts'
import { CONTINUATIONS } from './continuations.ts'
import { type Coroutine, Kind, Mode, State } from './coroutine.ts'
import { takeRaised } from './deliver.ts'
import { settleBetween } from './destruction.ts'
import type { PyException } from './exception.ts'
import { Finish } from './finish.ts'
import { setSeemingBack } from './frame.ts'
import type { Machine } from './machine.ts'
import { FutureIterator } from './modules/asyncio-objects.ts'
import { executing, throwAt } from './resume.ts'
import { CALL, type PyTuple, type Result, type Value } from './value.ts'

/** throw(): `exception` is made already. `args` are what a foreign throw() is to get. CPython: _gen_throw. */
export function throwInto(
  m: Machine,
  c: Coroutine,
  exception: PyException,
  args: readonly Value[],
  via: Value = null,
  closesOnExit = true,
): Result {
  if (c.isActive || isRunning(c)) return executing(m, c)
  if (c.state === State.Closed) {
    if (c.kind === Kind.Coroutine) return m.raise('RuntimeError', 'cannot reuse already awaited coroutine')
    m.raised = exception
    return undefined
  }
  if (c.awaiter !== null) {
    m.behindVersion++
    c.stamp = -1
  }
  const closes = closesOnExit && exception.cls.mro.includes(m.exceptionType('GeneratorExit'))
  if (closes && isDelegating(c)) {
    const closed = closeDelegates(m, c)
    if (closed === CALL) return m.after(CALL, Finish.Native, { name: 'throwAfterClose', data: { c, exception, via } })
    return throwAfterClose(m, { c, exception, via }, closed)
  }
  const inner = innermostAsSeen(m, c)
  if (inner.delegate !== null) return executing(m, inner.delegate)
  const foreign = awaited(inner)
  const held = args[0] === exception ? exception : null
  if (foreign === undefined || closes || foreign instanceof FutureIterator)
    return throwHeld(m, c, inner, exception, via, held)
  m.touch(c)
  c.isActive = true
  const result = m.callPrelude('_throw_into', foreign, m.tuple(args))
  const data = { c, inner, exception, via, held }
  const back = result === CALL ? throwingFrame(inner) : null
  if (back !== null) setSeemingBack(m.frame!, back)
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'foreignThrew', data })
  return foreignThrew(m, data, result)
}

/** The innermost of the chain; tracebacks show it, so it is made if it is not there yet. */
function innermostAsSeen(m: Machine, c: Coroutine): Coroutine {
  const inner = innermostOf(m, c)
  return awaited(inner) instanceof BareYield && makeBareYield(m, inner) !== undefined ? innermostOf(m, c) : inner
}

/** `held`: the exception, if throw() was called with it. */
function throwHeld(
  m: Machine,
  c: Coroutine,
  inner: Coroutine,
  exception: PyException,
  via: Value,
  held: PyException | null,
): Result {
  const result = throwAt(m, c, inner, exception, Mode.Send, via)
  if (result === CALL && c.activation !== null) c.activation.thrown = held
  return result
}

interface ForeignThrow {
  readonly held: PyException | null
  readonly c: Coroutine
  readonly inner: Coroutine
  readonly exception: PyException
  readonly via: Value
}

/** After throw() of what the innermost awaits: what it gives is yielded; what it raises goes into the innermost. */
function foreignThrew(m: Machine, data: ForeignThrow, result: Value | undefined): Result {
  const { c, inner, exception, via, held } = data
  m.touch(c)
  c.isActive = false
  if (result === undefined) return throwHeld(m, c, inner, takeRaised(m), via, held)
  const pair = result as PyTuple
  // (): it has no throw(); (value,): what throw() gave; (None, error): it was not even found.
  if (pair.items.length === 2) return throwAbove(m, c, inner, pair.items[1] as PyException)
  return pair.items.length === 0 ? throwHeld(m, c, inner, exception, via, held) : pair.items[0]!
}

CONTINUATIONS.foreignThrew = (m, data, result) => foreignThrew(m, data as ForeignThrow, result)

/**
 * throw() of something that is no exception. The innermost refuses it, which its awaiter sees as an exception of what it
 * awaits; without an awaiter the caller sees it. A foreign iterator's throw() is given it first.
 */
export function throwInvalid(m: Machine, c: Coroutine, args: readonly Value[], error: PyException): Result {
  if (c.state !== State.Suspended || isRunning(c)) return m.raiseValue(error)
  const inner = innermostAsSeen(m, c)
  if (inner.delegate !== null) return executing(m, inner.delegate)
  const foreign = awaited(inner)
  if (foreign === undefined) return throwAbove(m, c, inner, error)
  m.touch(c)
  c.isActive = true
  const data = { c, inner, exception: error, via: null, held: null }
  const result = m.callPrelude('_throw_into', foreign, m.tuple(args))
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'foreignRefused', data })
  return foreignRefused(m, data, result)
}

function foreignRefused(m: Machine, data: ForeignThrow, result: Value | undefined): Result {
  const { c, inner, exception } = data
  if (result === undefined || (result as PyTuple).items.length > 0) return foreignThrew(m, data, result)
  m.touch(c)
  c.isActive = false
  return throwAbove(m, c, inner, exception)
}

CONTINUATIONS.foreignRefused = (m, data, result) => foreignRefused(m, data as ForeignThrow, result)

/** Raises the error where `inner` is awaited. */
export function throwAbove(m: Machine, c: Coroutine, inner: Coroutine, error: PyException): Result {
  const outer = inner.awaiter
  if (inner === c || outer === null) return m.raiseValue(error)
  m.touch(inner)
  m.touch(outer)
  m.touch(outer.frame!)
  inner.awaiter = null
  outer.delegate = null
  outer.frame!.pc++
  m.behindVersion++
  return throwAt(m, c, innermostOf(m, c), error, Mode.Send, null)
}

function throwAfterClose(
  m: Machine,
  data: { c: Coroutine; exception: PyException; via: Value },
  result: Value | undefined,
): Result {
  const { c, exception, via } = data
  const thrown = result === undefined ? takeRaised(m) : exception
  return throwHere(m, c, thrown, Mode.Send, via)
}

CONTINUATIONS.throwAfterClose = (m, data, result) => {
  const throwing = data as { c: Coroutine; exception: PyException; via: Value }
  if (settleBetween(m, throwing.c, result, 'throwAfterClose', throwing)) return CALL
  return throwAfterClose(m, throwing, result)
}

/** Throws at the suspension point of this very coroutine, whatever it awaits. */
export function throwHere(m: Machine, c: Coroutine, exception: PyException, mode: Mode, via: Value): Result {
  m.touch(c)
  const { delegate } = c
  if (delegate !== null) {
    m.touch(delegate)
    if (delegate.awaiter === c) delegate.awaiter = null
    m.touch(c.frame!)
    c.delegate = null
    c.frame!.pc++
  }
  c.innermost = c
  c.chainDepth = depthOf(c)
  c.stamp = m.behindVersion
  return throwAt(m, c, c, exception, mode, via)
}
