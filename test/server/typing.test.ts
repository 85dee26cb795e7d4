/**
 * Programs on the way to being written: every beginning of a program, as it is typed, and every program less one token. Nothing
 * throws, the text is what was typed, and what is known of it is there.
 *
 * `TYPING=all` takes every program of the fixtures, not only the examples.
 */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { Analysis } from '../../language/index.ts'
import { Documents } from '../../server/documents.ts'
import { completion } from '../../server/features/completion.ts'
import { diagnostics } from '../../server/features/diagnostics.ts'
import { encodedTokens } from '../../server/features/semantic-tokens.ts'
import { signature } from '../../server/features/signature.ts'
import { assertLossless } from '../language/language-checks.ts'

function programsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:coro|py)$/.test(name))
    .map(name => `${folder}/${name}`)
}

const all = process.env.TYPING === 'all'
const names = all ? [...programsOf('examples'), ...programsOf('test/fixtures/run')] : programsOf('examples').slice(0, 3)

function check(analysis: Analysis, source: string, offset: number, isThorough: boolean): void {
  assert.equal(analysis.source, source)
  assertLossless(analysis.tokens)
  if (!isThorough) return
  diagnostics.answer(analysis)
  encodedTokens(analysis)
  completion.answer(analysis, offset)
  signature.answer(analysis, offset)
}

describe('server: programs being written', () => {
  for (const name of names) {
    const program = readFileSync(name, 'utf8')
    const uri = `file:///test/${name}`
    const textDocument = { uri, version: 1 }
    const open = (text: string) => {
      const documents = new Documents(
        () => ({}),
        () => ({}),
        () => undefined,
      )
      return documents.didOpen({ textDocument: { ...textDocument, languageId: 'coro', text } })
    }

    it(`${name}, letter by letter`, function () {
      this.timeout(0)
      const document = open('')
      for (let end = 1; end <= program.length; end++) {
        const place = document.analysis.text.positionAt(end - 1)
        document.change(end, [{ range: { start: place, end: place }, text: program[end - 1] }])
        check(document.analysis, program.slice(0, end), end, end % 5 === 0)
      }
    })

    it(`${name}, less any one token`, function () {
      this.timeout(0)
      const document = open(program)
      const { significant } = document.analysis.tokens
      const places = significant.starts.map((start, i) => [start, significant.ends[i]]).filter(([a, b]) => b > a)
      places.forEach(([start, end], i) => {
        const { text } = document.analysis
        const range = { start: text.positionAt(start), end: text.positionAt(end) }
        document.change(1, [{ range, text: '' }])
        check(document.analysis, program.slice(0, start) + program.slice(end), start, i % 3 === 0)
        const back = { start: range.start, end: range.start }
        document.change(1, [{ range: back, text: program.slice(start, end) }])
        check(document.analysis, program, start, false)
      })
    })
  }
})
