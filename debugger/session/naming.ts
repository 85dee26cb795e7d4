// A name for a coroutine: an expression from the program's globals, or from `driven` (the coroutine of the drive expression), whose value it is.
// Looks through what holds values, nearest first; runs nothing.

import { PyDict } from '../engine/dict.ts'
import type { Value } from '../engine/index.ts'
import { Coroutine, Instance, Kind, Obj, PyList, PyTuple } from '../engine/index.ts'
import { Deque } from '../engine/modules/deque.ts'
import type { Run } from './run.ts'
import { entries, frameLocals } from './values.ts'

/** Objects that are looked at before it is given up. */
const most = 50_000

interface Named {
  readonly value: Value
  readonly name: string
}

/** Undefined: it cannot be reached from there. */
export function nameIn(run: Run, wanted: Coroutine): string | undefined {
  const { driven } = run.progress
  if (wanted === driven) return 'driven'
  const queue: Named[] = driven === undefined ? [] : [{ value: driven, name: 'driven' }]
  const { globals } = run
  if (globals !== undefined)
    for (const [key, value] of entries(globals))
      if (typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key) && key !== '__builtins__')
        queue.push({ value, name: key })
  const seen = new Set<Value>()
  for (let i = 0; i < queue.length && i < most; i++) {
    const { value, name } = queue[i]
    if (value === wanted) return name
    if (!(value instanceof Obj) || seen.has(value)) continue
    seen.add(value)
    queue.push(...parts(value, name))
  }
  return undefined
}

/** What can be reached from a value by an attribute or an index. */
function parts(value: Obj, name: string): Named[] {
  if (value instanceof PyList || value instanceof PyTuple)
    return value.items.map((item, i) => ({ value: item, name: `${name}[${i}]` }))
  if (value instanceof Deque)
    return Array.from({ length: value.size }, (_, i) => ({ value: value.at(i), name: `${name}[${i}]` }))
  if (value instanceof PyDict)
    return entries(value).flatMap(([key, item]) => {
      const index = typeof key === 'string' ? JSON.stringify(key) : typeof key === 'number' ? String(key) : undefined
      return index === undefined ? [] : [{ value: item, name: `${name}[${index}]` }]
    })
  if (value instanceof Instance)
    return value.dict === null ? [] : entries(value.dict).flatMap(([key, item]) => attribute(key, item, name))
  if (value instanceof Coroutine) {
    const words = wordsOf[value.kind]
    const awaited = value.delegate === null ? [] : [{ value: value.delegate, name: `${name}.${words.awaits}` }]
    const locals = value.frame === null ? [] : frameLocals(value.frame)
    return [
      ...awaited,
      ...locals.map(([key, item]) => ({
        value: item,
        name: `${name}.${words.frame}.f_locals[${JSON.stringify(key)}]`,
      })),
    ]
  }
  return []
}

const attribute = (key: Value, value: Value, name: string): Named[] =>
  typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key) ? [{ value, name: `${name}.${key}` }] : []

const wordsOf = {
  [Kind.Generator]: { awaits: 'gi_yieldfrom', frame: 'gi_frame' },
  [Kind.Coroutine]: { awaits: 'cr_await', frame: 'cr_frame' },
  [Kind.AsyncGenerator]: { awaits: 'ag_await', frame: 'ag_frame' },
} as const
