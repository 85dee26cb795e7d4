// The modules of the library: which names they lack, and what they refuse.

import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { Machine } from '../../debugger/engine/index.ts'
import { LIBRARY_NAMES } from '../../debugger/library/generated.ts'
import { library, libraryNames } from '../../debugger/main/library.ts'
import { compileProgram, type Files, loadModule } from '../../debugger/session/program.ts'
import { absentNames, modulesWithAbsences } from '../../language/index.ts'
import { knownModules, moduleNames } from '../../language/library/names.ts'

const noFiles: Files = { read: () => ({ kind: 'missing' }), resolve: path => path, libraryNames }

function run(source: string): { readonly out: string; readonly err: string; readonly status: number } {
  const program = compileProgram(noFiles, 'program.py', source)
  if (program.kind === 'failed') return { out: '', err: program.text, status: program.status }
  let out = ''
  let err = ''
  const machine = new Machine({
    argv: ['program.py'],
    library,
    write: (stream, text) => {
      if (stream === 'stdout') out += text
      else err += text
    },
  })
  machine.startModule(program.code, '__main__')
  const stop = machine.run(50_000_000)
  return { out, err, status: stop.kind === 'finished' ? stop.status : -1 }
}

describe('library', () => {
  it('says of every name that CPython shows and it lacks why it is not there', () => {
    // Names that a module of CPython only imports for itself.
    const imported = new Set(['uuid.Enum', 'uuid.bytes_', 'uuid.int_', 'uuid.main'])
    const unexplained = knownModules()
      .filter(module => LIBRARY_NAMES[module] !== undefined)
      .flatMap(module => {
        const absent = absentNames(module)
        return [...(moduleNames(module)?.keys() ?? [])]
          .filter(name => !LIBRARY_NAMES[module]!.includes(name) && !absent.has(name))
          .map(name => `${module}.${name}`)
      })
    deepEqual(
      unexplained.filter(name => !imported.has(name)),
      [],
    )
  })

  it('does not excuse a name that it has', () => {
    for (const module of modulesWithAbsences) {
      for (const name of absentNames(module).keys()) ok(!LIBRARY_NAMES[module]?.includes(name), `${module}.${name}`)
    }
  })

  it('raises ImportError with the reason for an absent name', () => {
    const { err, status } = run('from io import FileIO')
    equal(status, 1)
    match(err, /ImportError: 'io\.FileIO' is not in Coro: a program reaches nothing outside itself; /)
  })

  it('refuses to start a thread', () => {
    match(
      run('import threading\nstart = threading.Thread(target=print).start\nstart()').err,
      /NotImplementedError: threading\.Thread\.start\(\) is not in Coro/,
    )
  })

  it('reports a wait for another thread as a deadlock and ends with status 3', () => {
    const { err, status } = run('import queue\ndef take(q):\n    return q.get()\ntake(queue.Queue())\n')
    equal(status, 3)
    match(err, /^threading: deadlock: waiting for an item in a Queue, .*\n {2}File "program\.py", line 3, in take\n$/)
  })

  it('does not draw from the seeded generator of random for uuid and secrets', () => {
    const draw = (between: string): string =>
      run(`import random\nrandom.seed(1)\n${between}\nprint(random.random())`).out
    equal(draw('import uuid, secrets; uuid.uuid4(); secrets.token_hex()'), draw(''))
  })

  it('runs python -m unittest', () => {
    const program = loadModule(noFiles, 'unittest', '.', 'coroscope')
    equal(program.kind, 'ready')
    equal(loadModule(noFiles, 'json', '.', 'coroscope').kind, 'failed')
  })
})
