// What a run of a program tells, in short: its output and a digest of its events. The same wherever it runs.

import { createHash } from 'node:crypto'
import { Machine } from '../../debugger/engine/index.ts'
import { library } from '../../debugger/main/library.ts'
import { folderOf, loadProgram, moduleFinder } from '../../debugger/session/program.ts'
import { nodeFiles } from './corpus.ts'

/** Long programs are compared as far as here. */
const mostInstructions = 4_000

export interface Traced {
  readonly path: string
  readonly output: string
  readonly events: number
  readonly digest: string
  readonly time: number
}

export function traceOf(path: string): Traced {
  const program = loadProgram(nodeFiles, path, undefined, 'coroscope')
  if (program.kind === 'failed') return { path, output: program.text, events: 0, digest: '', time: 0 }
  let output = ''
  const machine = new Machine({
    write: (_stream, text) => {
      output += text
    },
    modules: moduleFinder(nodeFiles, folderOf(program.path), () => {}),
    library,
  })
  machine.startModule(program.code, '__main__')
  machine.run(mostInstructions)
  const events = machine.trace.events()
  const digest = createHash('sha1').update(JSON.stringify(events)).digest('hex')
  return { path, output, events: events.length, digest, time: machine.time }
}
