// Which frames stand on which: the frames that run now, and the await chain of a suspended coroutine. Pure reading of the machine's
// registers; knows nothing of how a stack is shown.

import type { Coroutine, Frame, Instance, Machine } from '../engine/index.ts'
import { CO, isRunning } from '../engine/index.ts'
import { awaitedThroughTask } from './tasks.ts'

/** A frame and the coroutine in whose body it was entered (0: the main program). */
export interface Owned {
  readonly frame: Frame
  readonly owner: number
  /** How the owner of the next frame out came to wait for this one; undefined inside one owner. */
  readonly link: 'awaited by' | 'resumed by' | undefined
  /** The task through which the next owner waits. */
  readonly task?: Instance
}

/** All running frames, innermost first. */
export function runningFrames(m: Machine): Owned[] {
  const all: Owned[] = []
  let group: Frame[] = []
  const close = (owner: number, link: Owned['link']): void => {
    for (const [i, frame] of group.entries())
      all.push({ frame, owner, link: i === group.length - 1 ? link : undefined })
    group = []
  }
  for (let frame = m.frame; frame !== null; frame = frame.back) {
    group.push(frame)
    const { coroutine } = frame
    if (coroutine === null) continue
    close(coroutine.id, coroutine.isActive ? 'resumed by' : 'awaited by')
  }
  close(0, undefined)
  return all
}

/** The frames of a coroutine that does not run: what it awaits innermost first, itself last. */
export function suspendedFrames(coroutine: Coroutine): Owned[] {
  const chain: Owned[] = []
  for (let one: Coroutine | null = coroutine; one !== null && one.frame !== null; one = one.delegate)
    chain.push({ frame: one.frame, owner: one.id, link: one === coroutine ? undefined : 'awaited by' })
  return chain.reverse()
}

/** The same, and what it waits for through tasks: one stack from the innermost await to the coroutine itself. */
export function awaitChain(coroutine: Coroutine): Owned[] {
  const seen = new Set([coroutine])
  let chain = suspendedFrames(coroutine)
  for (let one = awaitedThroughTask(coroutine); one !== undefined; one = awaitedThroughTask(one.coroutine)) {
    // What runs, or waits for itself, has no place in a chain.
    if (seen.has(one.coroutine) || isRunning(one.coroutine)) break
    seen.add(one.coroutine)
    const inner = suspendedFrames(one.coroutine)
    const last = inner.pop()
    if (last === undefined) break
    chain = [...inner, { ...last, link: 'awaited by', task: one.task }, ...chain]
  }
  return chain
}

/** The coroutine in whose body a running frame was entered; undefined: the main program. */
export function ownerOf(frame: Frame): Coroutine | undefined {
  for (let one: Frame | null = frame; one !== null; one = one.back) if (one.coroutine !== null) return one.coroutine
  return undefined
}

/** The machine's own helpers, which nobody is shown. */
export const isHidden = (frame: Frame): boolean => (frame.code.flags & CO.HIDDEN) !== 0
