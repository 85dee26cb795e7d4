// A result or an exception reaches who waits for it: a frame, or what is to follow there.
//
// Knows nothing of where it comes from.

import { dropRaised } from './destruction.ts'
import type { PyException } from './exception.ts'
import { exceptionField } from './exception-types.ts'
import { type Continuation, Finish } from './finish.ts'
import { applyFinish } from './finish-apply.ts'
import type { Frame } from './frame.ts'
import { forEnds, sendReturns } from './leave.ts'
import type { Machine } from './machine.ts'
import { CALL, type Value } from './value.ts'

/** Hands a value (or, undefined, m.raised) to m.frame through continuations. Afterwards m.raised tells whether to unwind. */
export function deliver(
  m: Machine,
  kind: Finish,
  data: unknown,
  next: Continuation | null,
  value: Value | undefined,
): void {
  const back = m.frame
  if (kind === Finish.Push && value !== undefined) {
    push(m, back, value)
    return
  }
  if (kind === Finish.Outcome) {
    if (value !== undefined) m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
    else m.stop = { kind: 'outcome', outcome: { kind: 'raised', exception: takeRaised(m) } }
    return
  }
  if (value === undefined && back !== null) {
    if (kind === Finish.ForNext && next === null && m.raisedIs('StopIteration')) {
      dropRaised(m)
      forEnds(m, back)
      return
    }
    if (kind === Finish.SendNext && m.raisedIs('StopIteration')) {
      const result = exceptionField(m.raised!, 'value')
      dropRaised(m)
      sendReturns(m, back, result)
      return
    }
  }
  const result = kind === Finish.Push ? value : applyFinish(m, kind, data, value)
  if (result === CALL) {
    for (let rest = next; rest !== null; rest = rest.next) m.after(CALL, rest.finish, rest.data)
    return
  }
  if (next !== null) {
    deliver(m, next.finish, next.data, next.next, result)
    return
  }
  if (result === undefined || kind === Finish.Discard) return
  push(m, back, result)
  if (kind === Finish.PushNull) back!.slots[back!.sp++] = undefined
}

export function deliverNext(m: Machine, next: Continuation | null, value: Value): void {
  if (next === null) push(m, m.frame, value)
  else deliver(m, next.finish, next.data, next.next, value)
}

function push(m: Machine, frame: Frame | null, value: Value): void {
  if (frame === null) {
    if (m.isUnstopped) m.stop = { kind: 'outcome', outcome: { kind: 'returned', value } }
    return
  }
  if (frame.epoch !== m.epoch) m.touch(frame)
  frame.slots[frame.sp++] = value
}

export function takeRaised(m: Machine): PyException {
  const exception = m.raised!
  m.raised = null
  return exception
}
