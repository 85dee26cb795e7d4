// Runs the TestCase methods of one test module on the engine: `node run-tests.cjs FOLDER MODULE`. FOLDER holds driver.py, the
// package `test` and stand-ins for modules that the engine does not have. Each method has a budget of instructions; a method
// that exceeds it, or ends the machine, has failed, and the others go on in a new machine.
//
// Prints one JSON line for each method: {id, outcome, reason}.

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Machine } from '../../debugger/engine/index.ts'
import { library, libraryNames } from '../../debugger/main/library.ts'
import { type Files, loadProgram, moduleFinder } from '../../debugger/session/program.ts'

/** In instructions, and in seconds. */
const budget = 20_000_000
const patience = 30
const [folder = '.', name = '', ...only] = process.argv.slice(2)

const files: Files = {
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

interface Line {
  readonly id: string
  readonly outcome: string
  readonly reason: string
}

/** Where the program is, innermost first. */
function placesOf({ frame }: Machine): string {
  const places: string[] = []
  for (let f = frame; f !== null && places.length < 8; f = f.back)
    places.push(`${f.code.filename}:${f.line} ${f.code.name}`)
  return places.join(' < ')
}

/** Runs all methods but those named; gives how it ended, and the method it ended in. */
function runRest(seen: Set<string>): { readonly end: string; readonly inside: string | null; readonly stderr: string } {
  let inside: string | null = null
  let since = 0
  let startedAt = 0
  let pending = ''
  let stderr = ''
  const program = loadProgram(files, `${folder}/driver.py`, undefined, 'verify')
  if (program.kind === 'failed') return { end: program.text, inside: null, stderr: '' }
  const sources = new Map([[program.path, program.source]])
  const report = (text: string): void => {
    const at = text.indexOf('\u0001')
    if (at < 0) return
    const line = JSON.parse(text.slice(at + 1)) as Line
    if (line.outcome === 'start') {
      inside = line.id
      since = machine.time
      startedAt = Date.now()
      return
    }
    inside = null
    seen.add(line.id)
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  const machine = new Machine({
    argv: [program.path, name, JSON.stringify([...seen]), JSON.stringify(only)],
    write: (stream, text) => {
      if (stream === 'stderr') {
        stderr = (stderr + text).slice(-4000)
        return
      }
      pending += text
      const lines = pending.split('\n')
      pending = lines.pop() ?? ''
      for (const line of lines) report(line)
    },
    modules: moduleFinder(files, folder, found => sources.set(found.path, found.source)),
    source: filename => sources.get(filename),
    library,
  })
  machine.trace.isOn = false
  machine.startModule(program.code, '__main__')
  for (;;) {
    const stop = machine.run(machine.time + 1_000_000)
    if (stop.kind === 'finished') return { end: `the program ended with status ${stop.status}`, inside, stderr }
    if (stop.kind === 'waiting for input') machine.feedInput(undefined)
    else if (machine.time - since > budget || (inside !== null && Date.now() - startedAt > patience * 1000)) {
      return {
        end: `not done after ${Math.round((machine.time - since) / 1e6)} million instructions: ${placesOf(machine)}`,
        inside,
        stderr,
      }
    }
  }
}

const seen = new Set<string>()
for (;;) {
  let last: ReturnType<typeof runRest>
  try {
    last = runRest(seen)
  } catch (error) {
    // A bug of the engine. Which method it was is not known any more; without it the rest cannot go on.
    last = { end: `engine: ${(error as Error).stack}`, inside: null, stderr: '' }
  }
  if (last.inside === null) {
    const isWhole = /status 0$/.test(last.end)
    if (!isWhole)
      process.stdout.write(`${JSON.stringify({ id: '', outcome: 'broken', reason: `${last.end}\n${last.stderr}` })}\n`)
    break
  }
  seen.add(last.inside)
  process.stdout.write(`${JSON.stringify({ id: last.inside, outcome: 'error', reason: last.end })}\n`)
}
