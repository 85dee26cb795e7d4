// Closing a coroutine: what it awaits first, then GeneratorExit in itself. CPython: Objects/genobject.c gen_close, gen_close_iter.
//
// Knows nothing of who asks for it.

import { closeVia } from './async-generator.ts'
import { BareYield } from './bare-yield.ts'
import { isDelegating, isRunning, suspendedOn, viaOf } from './chain.ts'
import { CONTINUATIONS } from './continuations.ts'
import { type Coroutine, Mode, State } from './coroutine.ts'
import { takeRaised } from './deliver.ts'
import { settleBetween, suspectWholeStack } from './destruction.ts'
import { Finish } from './finish.ts'
import { end, finish } from './leave.ts'
import type { Machine } from './machine.ts'
import { Intrinsic1, Op } from './op.ts'
import { setContext } from './raise.ts'
import { executing } from './resume.ts'
import { throwHere } from './throw.ts'
import { CALL, Obj, type Result, type Value } from './value.ts'

/** Ends without running: nobody calls it then. */
function endUnrun(m: Machine, c: Coroutine): void {
  if (m.trace.isOn) m.trace.close(c)
  const { frame } = c
  if (frame !== null) {
    m.touch(frame)
    frame.back = null
  }
  finish(m, c)
  // What it iterates over lies on its stack.
  if (m.tracked !== 0 && frame !== null) suspectWholeStack(m, frame)
}

/** Has not begun: its arguments stay with it, for gen_close says only that it is over. */
function endUnstarted(m: Machine, c: Coroutine): void {
  const frame = c.frame!
  if (m.trace.isOn) m.trace.close(c)
  m.touch(frame)
  frame.back = null
  end(m, c)
  for (let i = 0; i < frame.code.slotCount; i++) if (frame.slots[i] instanceof Obj) c.finalizer = frame
}

/** close(). CPython: gen_close. */
export function close(m: Machine, c: Coroutine): Result {
  if (c.state === State.Created) {
    endUnstarted(m, c)
    return null
  }
  if (c.state === State.Closed) return null
  if (c.isActive || isRunning(c)) return executing(m, c)
  if (c.awaiter !== null) {
    m.behindVersion++
    c.stamp = -1
  }
  if (!isDelegating(c)) return closeHere(m, c, 0)
  const closed = closeDelegates(m, c)
  if (closed === CALL) return m.after(CALL, Finish.Native, { name: 'closeSelf', data: c })
  return closeHere(m, c, closed)
}

/** After what it awaits was closed (`undefined`: that raised): GeneratorExit, or the exception, comes out here. */
function closeHere(m: Machine, c: Coroutine, closed: Value | undefined): Result {
  if (closed !== undefined && canJustEnd(c)) {
    endUnrun(m, c)
    return null
  }
  const exception = closed === undefined ? takeRaised(m) : m.exception('GeneratorExit', [])
  // It is raised where close() was called, so what is being handled there is its context (CPython: PyErr_SetNone in gen_close).
  if (closed !== undefined) setContext(m, exception)
  return throwHere(m, c, exception, Mode.Close, null)
}

CONTINUATIONS.closeSelf = (m, data, result) => {
  const c = data as Coroutine
  return settleBetween(m, c, result, 'closeSelf', c) ? CALL : closeHere(m, c, result)
}

/**
 * At a plain `yield` outside any try statement GeneratorExit would meet no handler but the one that every generator has:
 * it just ends. CPython 3.13: RESUME_OPARG_DEPTH1_MASK in gen_close.
 */
export function canJustEnd(c: Coroutine): boolean {
  const frame = c.frame!
  const { code, pc } = frame
  if (code.original[2 * (pc - 1)] !== Op.YieldValue || code.original[2 * pc - 1] === 1) return false
  for (const entry of code.exceptionTable) {
    if (pc - 1 < entry.start || pc - 1 >= entry.end) continue
    const { target } = entry
    return (
      code.original[2 * target] === Op.CallIntrinsic1 && code.original[2 * target + 1] === Intrinsic1.StopIterationError
    )
  }
  return true
}

/**
 * Closes all that `c` awaits, innermost first; each that is ours is active meanwhile. The result is null, or undefined when it
 * raised. CPython: gen_close_iter, which recurses.
 */
export function closeDelegates(m: Machine, c: Coroutine): Result {
  let last = c
  let closing: Closing = { coroutine: c, above: null, outermost: c }
  while (last.delegate !== null && last.delegate.state === State.Suspended && !last.delegate.isActive) {
    if (viaOf(last) !== null) break
    last = last.delegate
    closing = { coroutine: last, above: closing, outermost: c }
  }
  for (let each: Closing | null = closing; each !== null; each = each.above) {
    m.touch(each.coroutine)
    each.coroutine.isActive = true
  }
  let result: Result = null
  const inner = last.delegate
  if (inner !== null) {
    const via = viaOf(last)
    m.touch(inner)
    if (inner.awaiter === last) inner.awaiter = null
    if (via !== null) result = closeVia(m, via)
    else result = inner.isActive ? executing(m, inner) : close(m, inner)
  } else {
    const foreign = suspendedOn(last)
    if (foreign !== undefined && !(foreign instanceof BareYield)) result = m.callPrelude('_close_iterator', foreign)
  }
  return closeNext(m, closing, result)
}

/** A coroutine whose delegate is being closed, and the ones above. Those below it are not held: they may die meanwhile. */
interface Closing {
  readonly coroutine: Coroutine
  readonly above: Closing | null
  readonly outermost: Coroutine
}

/** What the first of these awaits is closed with this result: now itself, then the one above, up to the outermost. */
function closeNext(m: Machine, first: Closing, result: Result): Result {
  let r = result
  for (let closing = first; ; closing = closing.above) {
    if (r === CALL) return m.after(CALL, Finish.Native, { name: 'closeNext', data: closing })
    if (settleBetween(m, closing.outermost, r, 'closeNext', closing)) return CALL
    const { coroutine } = closing
    m.touch(coroutine)
    coroutine.isActive = false
    if (closing.above === null) return r === undefined ? undefined : null
    r = closeHere(m, coroutine, r)
  }
}

CONTINUATIONS.closeNext = (m, data, result) => closeNext(m, data as Closing, result)
