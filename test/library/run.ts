// Runs a program on the engine, with files beside it that are given as texts.

import { Machine } from '../../debugger/engine/index.ts'
import { library, libraryNames } from '../../debugger/main/library.ts'
import { compileProgram, type Files, moduleFinder } from '../../debugger/session/program.ts'

/** What became of a program: what it wrote, and its exit status; -1 when it did not end. */
export interface Outcome {
  readonly out: string
  readonly err: string
  readonly status: number
}

/** Runs `source` as /p/program.py; `beside`: texts of files by name, in the same folder. */
export function run(source: string, beside: Readonly<Record<string, string>> = {}): Outcome {
  const texts = new Map(Object.entries(beside).map(([name, text]) => [`/p/${name}`, text]))
  const files: Files = {
    read: path => {
      const text = texts.get(path)
      if (text !== undefined) return { kind: 'file', bytes: new TextEncoder().encode(text) }
      return { kind: [...texts.keys()].some(key => key.startsWith(`${path}/`)) ? 'folder' : 'missing' }
    },
    resolve: path => path,
    libraryNames,
  }
  const program = compileProgram(files, '/p/program.py', source)
  if (program.kind === 'failed') return { out: '', err: program.text, status: program.status }
  const sources = new Map([['/p/program.py', source]])
  let out = ''
  let err = ''
  const machine = new Machine({
    argv: ['/p/program.py'],
    library,
    modules: moduleFinder(files, '/p', found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    write: (stream, text) => {
      if (stream === 'stdout') out += text
      else err += text
    },
  })
  machine.startModule(program.code, '__main__')
  const stop = machine.run(200_000_000)
  return { out, err, status: stop.kind === 'finished' ? stop.status : -1 }
}
