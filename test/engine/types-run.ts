// Runs a program for the tests of types and modules.

import { compileModule, Machine } from '../../debugger/engine/index.ts'
import { library } from '../../debugger/main/library.ts'
import { analyze } from '../../language/index.ts'

/** What a program wrote, and its exit status. */
export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

/** Runs the text of a program to its end. */
export function runProgram(source: string, seed?: number): Ran {
  const out = { stdout: '', stderr: '' }
  const machine = new Machine({
    library,
    write: (stream, text) => {
      out[stream] += text
    },
    ...(seed === undefined ? {} : { seed }),
  })
  machine.startModule(compileModule(analyze(source, { path: 'test.py' }), 'test.py'), '__main__')
  const stop = machine.run(Number.POSITIVE_INFINITY)
  if (stop.kind !== 'finished') throw new Error(`the program stopped: ${stop.kind}`)
  return { ...out, status: stop.status }
}
