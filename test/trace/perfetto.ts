// What Perfetto's reader asks of Trace Event JSON, as a check: entries are taken in the order of their times (equal times: of the file), each
// thread has a stack of open slices, a flow belongs to the slice on top of the stack of its thread.

import assert from 'node:assert/strict'

export interface Entry {
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly name?: string
  readonly cat?: string
  readonly id?: number
  readonly bp?: string
  readonly s?: string
  readonly args?: Readonly<Record<string, unknown>>
}

/** A slice with where it was nested. */
export interface Slice {
  readonly tid: number
  readonly name: string
  readonly depth: number
  readonly from: number
  to: number
}

export interface ReadPerfetto {
  readonly entries: readonly Entry[]
  readonly slices: readonly Slice[]
  /** Each flow with the slices that it joins. */
  readonly flows: readonly { readonly name: string; readonly from: Slice; readonly to: Slice }[]
  readonly threads: ReadonlyMap<number, string>
  readonly counters: readonly Readonly<Record<string, unknown>>[]
}

const known = new Set(['M', 'B', 'E', 's', 'f', 'i', 'C'])

export function readPerfetto(text: string): ReadPerfetto {
  const { traceEvents } = JSON.parse(text) as { traceEvents: Entry[] }
  assert.ok(Array.isArray(traceEvents))
  const threads = new Map<number, string>()
  const stacks = new Map<number, Slice[]>()
  const slices: Slice[] = []
  const begun = new Map<string, { name: string; from: Slice }>()
  const flows: { name: string; from: Slice; to: Slice }[] = []
  const counters: Readonly<Record<string, unknown>>[] = []
  let time = 0
  for (const entry of traceEvents) {
    const { ph, pid, tid, ts } = entry
    const holds = (condition: unknown, problem = 'wrong'): void => {
      if (!condition) assert.fail(`${problem}: ${JSON.stringify(entry)}`)
    }
    holds(known.has(ph), 'unknown phase')
    for (const number of [pid, tid, ts]) holds(Number.isSafeInteger(number) && number >= 0)
    holds(ts >= time, 'time goes back')
    time = ts
    const stack = stacks.get(tid) ?? []
    stacks.set(tid, stack)
    const top = stack[stack.length - 1]
    switch (ph) {
      case 'M':
        holds(['process_name', 'thread_name', 'thread_sort_index'].includes(entry.name!))
        if (entry.name === 'thread_name') threads.set(tid, entry.args!.name as string)
        break
      case 'B': {
        holds(threads.has(tid), 'a slice on a thread without a name')
        holds(entry.name, 'a slice without a name')
        const slice = { tid, name: entry.name ?? '', depth: stack.length, from: ts, to: ts }
        stack.push(slice)
        slices.push(slice)
        break
      }
      case 'E':
        holds(top, 'an end without a beginning')
        if (top !== undefined) top.to = ts
        stack.pop()
        break
      case 's': {
        const key = `${entry.cat}:${entry.name}:${entry.id}`
        holds(top, 'a flow that leaves no slice')
        holds(!begun.has(key), 'a flow that begins twice')
        if (top !== undefined) begun.set(key, { name: entry.name!, from: top })
        break
      }
      case 'f': {
        const key = `${entry.cat}:${entry.name}:${entry.id}`
        const start = begun.get(key)
        holds(entry.bp === 'e')
        holds(top, 'a flow that arrives at no slice')
        holds(start, 'a flow that never began')
        begun.delete(key)
        if (start !== undefined && top !== undefined) flows.push({ ...start, to: top })
        break
      }
      case 'i':
        holds(entry.name && ['t', 'p', 'g'].includes(entry.s!))
        break
      case 'C': {
        const values = Object.values(entry.args ?? {})
        holds(entry.name && values.length > 0 && values.every(value => typeof value === 'number'))
        counters.push(entry.args!)
      }
    }
  }
  assert.deepEqual([...begun.keys()], [], 'flows that never arrive')
  for (const [tid, stack] of stacks) assert.deepEqual(stack, [], `slices left open on thread ${tid}`)
  return { entries: traceEvents, slices, flows, threads, counters }
}
