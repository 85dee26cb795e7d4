// Every program of the corpus and every example prints on the engine what CPython 3.13 printed.

import { deepEqual, ok } from 'node:assert/strict'
import { examples, type Fixture, fixtures, runProgram } from './corpus.ts'

/** Addresses differ from run to run. */
const withoutAddresses = (text: string): string => text.replaceAll(/0x[0-9a-f]+/g, '0x…')

/** Without the entries of tracebacks that are in the library: a line that names the file, and the lines of its source. */
function withoutLibrary(text: string): string {
  const kept: string[] = []
  let isLeft = false
  for (const line of text.split('\n')) {
    const bare = line.replace(/^ *\| /, '')
    if (/^ {2}File "/.test(bare)) isLeft = /^ {2}File "<lib(rary)?>/.test(bare)
    else if (!bare.startsWith('    ')) isLeft = false
    if (!isLeft) kept.push(line)
  }
  return kept.join('\n')
}

function check({ program, expected }: Fixture): void {
  const run = runProgram(program)
  const stderr = withoutAddresses(run.stderr)
  const expectedStderr = withoutAddresses(expected.stderr)
  // Frames inside the library are CPython's own: other files, other lines.
  deepEqual(
    { stdout: run.stdout, status: run.status, stderr: withoutLibrary(stderr) },
    { stdout: expected.stdout, status: expected.status, stderr: withoutLibrary(expectedStderr) },
  )
}

describe('corpus', () => {
  it('has 500 programs', () => ok(fixtures().length >= 500, `${fixtures().length}`))
  for (const fixture of fixtures()) it(fixture.name, () => check(fixture))
})

describe('examples', () => {
  it('are eight or more', () => ok(examples().length >= 8))
  for (const fixture of examples()) it(fixture.name, () => check(fixture))
})
