// A look ahead that leaves no trace: an epoch is begun, something runs, and the epoch is taken back. Whatever runs in between prints
// nothing outside. Watches, hovers, conditions, log points and previews are made of this.

import type { Frame, Machine, Outcome, Stop } from '../engine/index.ts'

/** Instructions that a look ahead may take: a fraction of a second. */
export const lookLimit = 3_000_000

/** What a look ahead ended with; `unfinished`: it took too long, or it wants what cannot be given. */
export type Look =
  | Outcome
  | { readonly kind: 'unfinished'; readonly why: 'too long' | 'input' }
  | { readonly kind: 'exited'; readonly status: number }

export interface LookAhead {
  readonly look: Look
  readonly output: string
}

/**
 * Runs what `begin` sets going and gives what `read` makes of the result, then takes everything back. Armed instructions are passed
 * over; `passed` is told of each. `read` must not keep values: what was made in the epoch is no longer part of the program afterwards.
 */
export function onFork<T>(
  machine: Machine,
  begin: () => void,
  read: (ahead: LookAhead) => T,
  limit = lookLimit,
  passed?: (frame: Frame) => void,
): T {
  const before = machine.epoch
  const epoch = machine.checkpoint()
  const events = machine.trace.length
  const { stopAtRaise, breakTime, reported } = machine
  const wasSilent = machine.journal.isSilent
  const ahead = machine.trace.protect()
  machine.stopAtRaise = false
  machine.journal.isSilent = true
  // Where an exception is on its way, it waits.
  machine.raised = null
  try {
    begin()
    const look = runToOutcome(machine, machine.time + limit, passed)
    return read({ look, output: printedSince(machine, events) })
  } finally {
    machine.rollback(epoch)
    machine.trace.unprotect(ahead)
    machine.journal.forget(machine, epoch)
    // All that was written since is as before, so the epoch goes on: nothing need be saved again.
    machine.epoch = before
    machine.journal.isSilent = wasSilent
    machine.stopAtRaise = stopAtRaise
    // What was reported as reached here stays so.
    machine.breakTime = breakTime
    machine.reported = reported
  }
}

/** Runs on, over armed instructions, until a drive or an evaluation has its outcome. */
export function runToOutcome(machine: Machine, limit: number, passed?: (frame: Frame) => void): Look {
  for (;;) {
    const stop: Stop = machine.run(limit)
    switch (stop.kind) {
      case 'outcome':
        return stop.outcome
      case 'finished':
        return { kind: 'exited', status: stop.status }
      case 'limit':
        return { kind: 'unfinished', why: 'too long' }
      case 'waiting for input':
        return { kind: 'unfinished', why: 'input' }
      case 'break':
        passed?.(stop.frame)
        break
      case 'trap':
      case 'raise':
      case 'halt':
        break
    }
  }
}

function printedSince(machine: Machine, from: number): string {
  let text = ''
  for (const event of machine.trace.events(from)) if (event.kind === 'output') text += event.text
  return text
}
