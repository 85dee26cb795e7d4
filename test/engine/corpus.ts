// Runs a program of the corpus on the engine, as `coroscope run` does, and gives what it printed.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Machine } from '../../debugger/engine/index.ts'
import { library, libraryNames } from '../../debugger/main/library.ts'
import { type Files, folderOf, loadProgram, moduleFinder } from '../../debugger/session/program.ts'

export interface Run {
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

export interface Fixture {
  /** Below its root, without ending: `coroutine/close_while_running`. */
  readonly name: string
  readonly program: string
  readonly expected: Run
}

/** A program that has not ended after so many instructions never will. */
const mostInstructions = 300_000_000

/** The root of the repository, seen from the compiled tests. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** The files of this computer. */
export const nodeFiles: Files = {
  read(path) {
    try {
      return statSync(path).isDirectory() ? { kind: 'folder' } : { kind: 'file', bytes: readFileSync(path) }
    } catch {
      return { kind: 'missing' }
    }
  },
  resolve: path => resolve(path),
  libraryNames,
}

/** All fixtures with a record, in order of their names. */
export function fixtures(): Fixture[] {
  const root = join(repository, 'test/fixtures/run')
  const programs = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.py') && !path.split('/').some(part => part.startsWith('_')))
    .sort()
  return programs.map(path => {
    const name = path.slice(0, -'.py'.length)
    return { name, program: join(root, path), expected: record(join(root, `${name}.expected.json`)) }
  })
}

/** The examples a newcomer runs first, with their records. */
export function examples(): Fixture[] {
  const root = join(repository, 'examples')
  const programs = readdirSync(root).filter(path => path.endsWith('.coro'))
  return programs.map(path => {
    const name = path.slice(0, -'.coro'.length)
    const expected = record(join(repository, 'test/fixtures/examples', `${name}.expected.json`))
    return { name, program: join(root, path), expected }
  })
}

function record(path: string): Run {
  return JSON.parse(readFileSync(path, 'utf8')) as Run
}

/** Runs the program to its end. Paths in its folder come out as `<dir>`, as in the records. */
export function runProgram(path: string): Run {
  const program = loadProgram(nodeFiles, path, undefined, 'coroscope')
  const portable = (text: string) => text.replaceAll(dirname(path), '<dir>')
  if (program.kind === 'failed') return { stdout: '', stderr: portable(program.text), status: program.status }
  let stdout = ''
  let stderr = program.warnings
  const sources = new Map([[program.path, program.source]])
  const input = linesOf(path.replace(/\.\w+$/, '.stdin'))
  const machine = new Machine({
    argv: [basename(path)],
    write: (stream, text) => {
      if (stream === 'stdout') stdout += text
      else stderr += text
    },
    modules: moduleFinder(nodeFiles, folderOf(program.path), found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    library,
  })
  machine.trace.isOn = false
  machine.startModule(program.code, '__main__')
  for (;;) {
    const stop = machine.run(mostInstructions)
    if (stop.kind === 'finished') return { stdout: portable(stdout), stderr: portable(stderr), status: stop.status }
    if (stop.kind === 'waiting for input') {
      const line = input.shift()
      machine.feedInput(line?.replace(/\n$/, ''), line?.endsWith('\n'))
    } else return { stdout: portable(stdout), stderr: `${portable(stderr)}[stopped: ${stop.kind}]`, status: -1 }
  }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(/(?<=\n)/)
  } catch {
    return []
  }
}
