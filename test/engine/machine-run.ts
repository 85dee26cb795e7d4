// Machines for tests of the engine: a program's text in, what it did out.

import { compileExpression, compileModule, Machine, type MachineOptions } from '../../debugger/engine/index.ts'
import { library } from '../../debugger/main/library.ts'
import { analyze, bind, parseExpression } from '../../language/index.ts'

/** A machine about to run a program, and all it will have written. */
export interface Started {
  readonly machine: Machine
  readonly written: string[]
}

/** Starts a program; it must be free of errors. */
export function start(source: string, options: Partial<MachineOptions> = {}): Started {
  const written: string[] = []
  const analysis = analyze(source, { path: 'test.py' })
  const error = analysis.diagnostics.find(diagnostic => diagnostic.severity === 'error')
  if (error) throw new Error(error.message)
  const machine = new Machine({
    library,
    write: (_stream, text) => written.push(text),
    source: name => (name === 'test.py' ? source : undefined),
    ...options,
  })
  // Tests go on with the coroutines that the program leaves.
  machine.finalizesAtExit = false
  machine.startModule(compileModule(analysis, 'test.py'))
  return { machine, written }
}

/** Runs to the end; gives the output. */
export function output(source: string): string {
  const { machine, written } = start(source)
  const stop = machine.run(50_000_000)
  if (stop.kind !== 'finished') throw new Error(`stopped: ${stop.kind}`)
  return written.join('')
}

/** Code of an expression, for evaluate(). */
export function expression(source: string) {
  const { tree, text } = parseExpression(source)
  return compileExpression({ source, tree, scopes: bind(tree, text) }, '<expression>', { hasSeparateLocals: true })
}
