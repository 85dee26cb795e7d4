// The innermost part of `await asyncio.sleep(0)`: a generator that yields None once. It is made only when somebody can see it: until then a
// constant on the awaiting frame's stack stands for it, one before it has yielded and one after.
//
// Knows nothing of asyncio but where its generator function is.

import { adopt } from './chain.ts'
import { type Coroutine, State } from './coroutine.ts'
import { Frame } from './frame.ts'
import type { Machine } from './machine.ts'
import { Op } from './op.ts'
import { startCoroutine } from './start-coroutine.ts'
import { T } from './types.ts'
import { Obj, PyFunction, PyModule } from './value.ts'

/** What stands for the generator. */
export class BareYield extends Obj {
  constructor() {
    super()
    this.cls = T.generator
  }
}

/** It has not been resumed yet. */
export const BARE_YIELD = new BareYield()
/** It has yielded; resumed once more it ends. */
export const BARE_YIELDED = new BareYield()

/** Makes the generator that `c`, which is suspended there, awaits. Undefined when the library has none any more. */
export function makeBareYield(m: Machine, c: Coroutine): Coroutine | undefined {
  const tasks = m.modules.getStr('asyncio.tasks')
  const func = tasks instanceof PyModule ? tasks.dict.getStr('__sleep0') : undefined
  if (!(func instanceof PyFunction)) return undefined
  const { code } = func
  const frame = new Frame(m.epoch, code, func.globals, func.builtins, null, func, c.frame)
  const made = startCoroutine(m, frame)
  const { original } = code
  let pc = 0
  while (original[2 * pc] !== Op.YieldValue) pc++
  frame.pc = pc + 1
  made.state = State.Suspended
  const outer = c.frame!
  m.touch(c)
  m.touch(outer)
  outer.slots[outer.sp - 1] = made
  // A frame whose delegate is suspended stands at the Send.
  outer.pc--
  adopt(m, c, made)
  c.delegate = made
  m.behindVersion++
  if (m.trace.isOn) m.trace.await(c, made)
  return made
}
