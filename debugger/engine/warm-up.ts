// Once a process, when a program turns out to run for longer: a small program that does a little of everything. The host compiles
// the interpreter's loop for what it has met; each path that is first taken afterwards throws the compiled loop away, and the
// program runs many times slower until there is another. A few milliseconds here save seconds of that.
//
// Knows nothing of the program that waits: this one runs in a machine of its own, which nobody sees.

import { Machine, type MachineOptions, type Stop } from './machine.ts'

let isWarm = false

/** Has warmUp() been done in this process? */
export function isWarmedUp(): boolean {
  return isWarm
}

/** Runs the library's `_warm_up`, and gives how it ended. */
export function warmUp({ library }: Pick<MachineOptions, 'library'>): Stop {
  isWarm = true
  const program = library('_warm_up')
  if (program === undefined) throw new Error('the library has no warm-up')
  const machine = new Machine({ library, write: () => undefined })
  machine.startModule(program.code)
  // In slices, as a debugger runs a program.
  for (;;) {
    const stop = machine.run(machine.time + 1000)
    if (stop.kind !== 'limit') return stop
  }
}
