// Every program of the corpus and every example prints on the engine what CPython 3.13 printed.

import { deepEqual, ok } from 'node:assert/strict'
import { examples, type Fixture, fixtures, lastLine, runProgram } from './corpus.ts'

function check({ program, expected }: Fixture): void {
  const run = runProgram(program)
  const seen = { stdout: run.stdout, status: run.status, lastLine: lastLine(run.stderr) }
  deepEqual(seen, { stdout: expected.stdout, status: expected.status, lastLine: lastLine(expected.stderr) })
}

describe('corpus', () => {
  for (const fixture of fixtures()) it(fixture.name, () => check(fixture))
  it('is there', () => ok(fixtures().length > 100))
})

describe('examples', () => {
  for (const fixture of examples()) it(fixture.name, () => check(fixture))
})
