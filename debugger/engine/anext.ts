// `anext(iterator, default)`: an awaitable that gives the default when the iterator has come to its end. CPython: Objects/iterobject.c anextawaitable_*.
//
// Knows nothing of how it is awaited.

import { CONTINUATIONS } from './continuations.ts'
import { AnextAwaitable, type Coroutine } from './coroutine.ts'
import { Finish } from './finish.ts'
import { raiseStop } from './leave.ts'
import type { Machine } from './machine.ts'
import { takesDefault } from './resume.ts'
import { CALL, type END, PyTuple, type Result, type Value } from './value.ts'

/** A tuple that is sent to it is taken for the arguments of send(). CPython: anextawaitable_proxy. */
export function unpackSent(m: Machine, { wrapped }: AnextAwaitable, value: Value): Value | undefined {
  if (!(value instanceof PyTuple)) return value
  const { items } = value
  if (items.length === 1) return items[0]!
  return m.raise('TypeError', `${m.typeName(wrapped)}.send() takes exactly one argument (${items.length} given)`)
}

/** The coroutine of a chain that did not get what was sent; m.raised tells why. */
export class Refusal {
  constructor(readonly by: Coroutine) {}
}

/** What the innermost of the chain gets. */
export function unpackOnTheWay(m: Machine, outer: Coroutine, inner: Coroutine, value: Value): Value | Refusal {
  let sent = value
  for (let c = outer; c !== inner && c.delegate !== null; c = c.delegate) {
    const receiver = c.frame!.slots[c.frame!.sp - 1]
    if (!(receiver instanceof AnextAwaitable)) continue
    const next = unpackSent(m, receiver, sent)
    if (next === undefined) return new Refusal(c.delegate)
    sent = next
  }
  return sent
}

/** The end of one step of it: StopAsyncIteration is StopIteration(default). */
export function stepAnext(m: Machine, self: AnextAwaitable, result: Result | typeof END): Result | typeof END {
  if (self.default === undefined) return result
  if (result === CALL) return m.after(CALL, Finish.Native, { name: 'anextStepped', data: self })
  if (result !== undefined || !takesDefault(m, self)) return result
  return raiseStop(m, self.default)
}

CONTINUATIONS.anextStepped = (m, data, result) => {
  const self = data as AnextAwaitable
  if (result !== undefined || !takesDefault(m, self)) return result
  return raiseStop(m, self.default!)
}
