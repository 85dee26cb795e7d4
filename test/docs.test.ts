// docs/language.md is written from the tables that refuse and import: it must say what they say.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { LIBRARY_NAMES } from '../debugger/library/generated.ts'
import { refusals } from '../language/index.ts'

describe('docs', () => {
  const page = readFileSync('docs/language.md', 'utf8')

  it('names every module of the library (npm run docs)', () => {
    const missing = Object.keys(LIBRARY_NAMES).filter(
      name => !name.split('.').some(part => part.startsWith('_')) && !page.includes(`| \`${name}\` |`),
    )
    assert.deepEqual(missing, [])
  })

  it('has a row for every refusal', () => {
    const missing = refusals.filter(row => !page.includes(`| ${row.what} |`) || !page.includes(row.instead))
    assert.deepEqual(missing, [])
  })
})
