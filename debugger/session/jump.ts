// Jumping: the frame that stands at a statement goes on at another statement of the same block, as if what lies between had been executed
// or had not. A choice of the run, so that it can be undone.

import type { Frame } from '../engine/index.ts'
import { firstsOf } from './code-index.ts'
import type { Seat } from './inspect.ts'
import type { Run } from './run.ts'
import type { Choice } from './timeline.ts'

export interface Jump {
  readonly seat: Seat
  readonly pc: number
}

/**
 * The jump to a line of the file from where the program stands; undefined: there is none. What is in the same block has the same values on
 * the operand stack and the same handlers, so nothing is missing or too much there.
 */
export function jumpTo(run: Run, path: string, line: number): Jump | undefined {
  const { machine, index, inspector, standing } = run
  const { frame } = machine
  if (frame === null || standing !== 'before' || machine.raised !== null) return undefined
  if (index.fileOf(frame.code)?.path !== path) return undefined
  const firsts = firstsOf(frame.code, index.statementsOf(path))
  const here = firsts.get(frame.pc)
  if (here === undefined) return undefined
  for (const [pc, there] of firsts)
    if (there.line === line && there.block === here.block && pc !== frame.pc)
      return { seat: inspector.seatOf(frame), pc }
  return undefined
}

export function jumping(run: Run, time: number, { seat, pc }: Jump): Choice {
  return {
    time,
    key: JSON.stringify(['jump', seat, pc]),
    apply: () => {
      const frame: Frame | undefined = run.inspector.frameIn(seat)
      if (frame === undefined || frame !== run.machine.frame) return
      run.machine.touch(frame)
      frame.pc = pc
    },
  }
}
