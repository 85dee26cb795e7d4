// Who awaits whom: the chain of coroutines that a resumption goes through at once, from the outermost to the innermost and back. CPython:
// _PyGen_yf; the frames stay linked (`frame.back`), so results and exceptions travel up the chain like those of calls.
//
// Knows nothing of what is sent or thrown.

import { FRAME_DEPTH, HIDDEN_DEPTH, isTooDeep } from './call.ts'
import { CO } from './code.ts'
import { AnextAwaitable, AsyncGenASend, AsyncGenAThrow, AwaitState, type Coroutine, State } from './coroutine.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { Op } from './op.ts'
import type { Value } from './value.ts'

/** What its frame adds to the depth of the stack. */
export function depthOf(c: Coroutine): number {
  return c.code.flags & CO.HIDDEN ? HIDDEN_DEPTH : FRAME_DEPTH
}

/** What a coroutine's Send waits for; an anext() stands for what it wraps. */
export function through(receiver: Value): Value {
  return receiver instanceof AnextAwaitable ? receiver.wrapped : receiver
}

/** Is its frame executing, or below one that is (gi_running)? */
export function isRunning(c: Coroutine): boolean {
  for (let o: Coroutine | null = c; o !== null; o = o.awaiter) if (o.isActive) return true
  return false
}

/** Is it suspended in a `yield from` or `await` (`_PyGen_yf` gives something)? */
export function isDelegating(c: Coroutine): boolean {
  return awaited(c) !== undefined
}

/** What it awaits: `cr_await`, `gi_yieldfrom`, `ag_await`; undefined for nothing, or while it runs. CPython: _PyGen_yf. */
export function awaited(c: Coroutine): Value | undefined {
  return isRunning(c) ? undefined : suspendedOn(c)
}

/** What its frame is suspended on, whether or not it counts as running. */
export function suspendedOn(c: Coroutine): Value | undefined {
  const { frame } = c
  if (frame === null || c.state !== State.Suspended) return undefined
  if (c.delegate !== null) return frame.slots[frame.sp - 1]
  const at = 2 * (frame.pc - 1)
  return frame.code.original[at] === Op.YieldValue && frame.code.original[at + 1] === 1
    ? frame.slots[frame.sp - 1]
    : undefined
}

/** Finds the innermost of the chain; from memory in O(1), or by walking. */
export function innermostOf(m: Machine, outer: Coroutine): Coroutine {
  if (outer.stamp === m.behindVersion) return outer.innermost
  let inner = outer
  let depth = depthOf(outer)
  for (;;) {
    const next: Coroutine | null = inner.delegate
    if (next === null) break
    if (next.state === State.Closed || viaOf(inner)?.state === AwaitState.Closed) {
      // It ended behind our back, or what leads to it was used up: the Send is done again, and finds that.
      m.touch(inner)
      m.touch(inner.frame!)
      inner.delegate = null
      inner.frame!.pc--
      break
    }
    if (next.awaiter !== inner) adopt(m, inner, next)
    if (next.isActive) return inner
    inner = next
    depth += depthOf(next)
  }
  outer.innermost = inner
  outer.chainDepth = depth
  outer.stamp = m.behindVersion
  return inner
}

/** `inner` is awaited by `outer` from now on. */
export function adopt(m: Machine, outer: Coroutine, inner: Coroutine): void {
  if (inner.awaiter !== null) m.behindVersion++
  m.touch(inner)
  m.touch(inner.frame!)
  inner.awaiter = outer
  inner.frame!.back = outer.frame
  inner.stamp = -1
}

/** Puts `inner` (and what it awaits) below `outer`; the innermost becomes the running one. Undefined: too deep. */
export function link(m: Machine, outer: Coroutine, inner: Coroutine): Coroutine | undefined {
  const frame = outer.frame!
  inner.stamp = inner.delegate === null ? -1 : inner.stamp
  let last = inner
  let chain = depthOf(inner)
  if (inner.delegate !== null) {
    if (inner.awaiter !== null) inner.stamp = -1
    last = innermostOf(m, inner)
    chain = inner.chainDepth
  }
  const depth = frame.depth + chain
  if (isTooDeep(m, depth)) return m.raise('RecursionError', 'maximum recursion depth exceeded')
  adopt(m, outer, inner)
  m.touch(outer)
  outer.delegate = inner
  m.touch(last.frame!)
  last.frame!.depth = depth
  m.frame = last.frame
  return last
}

/**
 * throw() goes down through awaiters, whose frames are those of callers meanwhile, if what they await is a generator or coroutine
 * itself; the throw() of a wrapper or of an asend() is called without. The innermost such frame above `c`, up to the coroutine that was
 * resumed; null: none. CPython: _gen_throw.
 */
export function throwingFrame(c: Coroutine): Frame | null {
  for (let each = c; !each.isActive && each.awaiter !== null; each = each.awaiter) {
    const outer = each.awaiter.frame!
    if (outer.slots[outer.sp - 1] === each) return outer
  }
  return null
}

/** Whose frame seems to have called one that ends because of what was thrown into its chain. */
export function backOfThrown(c: Coroutine): Frame | null {
  const frame = throwingFrame(c)
  if (frame !== null) return frame
  let outer = c
  while (!outer.isActive && outer.awaiter !== null) outer = outer.awaiter
  return outer.isActive ? outer.activation!.caller : null
}

export function unlink(m: Machine, c: Coroutine): void {
  const outer = c.awaiter!
  m.touch(c)
  m.touch(outer)
  m.touch(outer.frame!)
  outer.delegate = null
  c.awaiter = null
  c.stamp = -1
}

export function climb(m: Machine, from: Coroutine, to: Coroutine): void {
  const { activation } = m
  if (activation !== null && activation.activation!.throwLevel === from) activation.activation!.throwLevel = to
}

/** The asend, athrow or aclose object through which it awaits its delegate. */
export function viaOf(c: Coroutine): AsyncGenASend | AsyncGenAThrow | null {
  const receiver = through(c.frame!.slots[c.frame!.sp - 1]!)
  return receiver instanceof AsyncGenASend || receiver instanceof AsyncGenAThrow ? receiver : null
}
