// Numbers, text, bytes and formats: every expression of test/fixtures/types gives what CPython 3.13 printed for it.

import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './types-run.ts'

const folder = join(import.meta.dirname, '../../../test/fixtures/types')

const FRAME = `
def show(function):
    try:
        text = repr(function())
    except Exception as error:
        text = type(error).__name__ + ": " + str(error)
    print(ascii(text)[1:-1])
`

/** The program of a topic: the same as record.py makes. */
function programOf(lines: readonly string[]): string {
  const before = lines.filter(line => line.startsWith('#!')).map(line => line.slice(3))
  const cases = lines.filter(line => line !== '' && !line.startsWith('#')).map(line => `show(lambda: (${line}))`)
  return `${before.join('\n')}${FRAME}${cases.join('\n')}\n`
}

/** A topic's expressions whose result differs, as 'expression → ours, not CPython's'. */
function differences(topic: string): string[] {
  const lines = readFileSync(join(folder, `${topic}.txt`), 'utf8').split('\n')
  const expressions = lines.filter(line => line !== '' && !line.startsWith('#'))
  const wanted = readFileSync(join(folder, `${topic}.out`), 'utf8').split('\n')
  const { stdout, status } = runProgram(programOf(lines))
  assert.equal(status, 0)
  const ours = stdout.split('\n')
  return expressions.flatMap((expression, i) =>
    ours[i] === wanted[i] ? [] : [`${expression} → ${ours[i]}, not ${wanted[i]}`],
  )
}

describe('types: expressions', () => {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.txt'))) {
    const topic = file.slice(0, -4)
    it(topic, () => assert.deepEqual(differences(topic), []))
  }
})
