// The object that a call of a generator, coroutine or async generator function gives. CPython: ceval.c RETURN_GENERATOR,
// genobject.c _Py_MakeCoro.
//
// Knows nothing of how it is resumed: resume.ts.

import { CO } from './code.ts'
import { Coroutine, Kind } from './coroutine.ts'
import type { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import type { Value } from './value.ts'

/** Makes the object whose body is this frame, which stands behind ReturnGenerator from now on. */
export function startCoroutine(m: Machine, frame: Frame): Coroutine {
  const { code, func } = frame
  const { flags } = code
  const kind = flags & CO.ASYNC_GENERATOR ? Kind.AsyncGenerator : flags & CO.COROUTINE ? Kind.Coroutine : Kind.Generator
  let creator = frame.back
  while (creator !== null && creator.code.flags & CO.HIDDEN) creator = creator.back
  const by = creator === null ? 0 : creator.owner
  const named = func === null ? code : func
  const made = new Coroutine(kind, m.epoch, m.nextId++, frame, named.name, named.qualname, creator, by)
  frame.coroutine = made
  if (!(flags & CO.HIDDEN)) frame.owner = made.id
  m.registry.created(made)
  m.tracked++
  // Coroutines that it is given are most likely held by it from now on (destruction.ts).
  for (let i = 0; i < code.argCount; i++) {
    const argument = frame.slots[i]
    if (argument instanceof Coroutine) argument.holder = frame
  }
  if (m.originDepth > 0 && kind === Kind.Coroutine) made.origin = origin(m, frame.back)
  if (m.trace.isOn) m.trace.create(made)
  frame.back = null
  return made
}

// CPython: compute_cr_origin.
function origin(m: Machine, from: Frame | null): Value {
  const entries: Value[] = []
  for (let frame = from; frame !== null && entries.length < m.originDepth; frame = frame.back) {
    if (frame.code.flags & CO.HIDDEN) continue
    entries.push(m.tuple([frame.code.filename, frame.line, frame.code.name]))
  }
  return m.tuple(entries)
}
