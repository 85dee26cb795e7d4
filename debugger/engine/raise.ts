// How an exception starts on its way: its context, its traceback entries. CPython: errors.c _PyErr_SetObject, traceback.c.
//
// Knows nothing of handlers.

import { CO } from './code.ts'
import { PyException, PyTraceback } from './exception.ts'
import { initException } from './exception-types.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import type { PyType, Value } from './value.ts'

/** `cls(*args)` for a built-in class, with its context. */
export function newInstanceOfException(m: Machine, cls: PyType, args: readonly Value[]): PyException {
  const exception = new PyException(cls, m.epoch, m.tuple(args))
  initException(m, exception, args)
  return exception
}

/**
 * The exception being handled: `sys.exception()`. While an exception that was thrown into a chain of awaits climbs it, the
 * coroutines above the one it has reached do not count: CPython's _gen_throw does not put them on the stack.
 */
export function handledException(m: Machine): PyException | null {
  let outer = m.activation
  let frame = m.frame
  while (frame !== null) {
    if (frame.handled !== null) return frame.handled
    const c = frame.coroutine
    const going = outer === null ? null : outer.activation!
    if (c !== null && going !== null && (c === outer || c === going.throwLevel)) {
      frame = going.caller
      outer = going.below
    } else frame = frame.back
  }
  return null
}

/** Gives the exception its `__context__`: what is being handled, with any loop cut. CPython: _PyErr_SetObject. */
export function setContext(m: Machine, exception: PyException): void {
  const handled = handledException(m)
  if (handled === null || handled === exception) return
  // Floyd's cycle detection, as CPython does: the chain may already be a loop.
  let o = handled
  let slow = handled
  let advance = false
  for (let next = o.context; next !== null; next = o.context) {
    if (next === exception) {
      m.touch(o)
      o.context = null
      break
    }
    o = next
    if (o === slow) break
    if (advance) slow = slow.context!
    advance = !advance
  }
  if (exception.context === handled) return
  m.touch(exception)
  exception.context = handled
}

/** Adds an entry to the traceback: the exception has reached this frame. Hidden frames leave no trace. */
export function addTraceback(m: Machine, exception: PyException, frame: Frame): void {
  if (frame.code.flags & CO.HIDDEN) return
  m.touch(exception)
  exception.traceback = new PyTraceback(m.epoch, frame, frame.pc - 1, frame.line, exception.traceback)
}
