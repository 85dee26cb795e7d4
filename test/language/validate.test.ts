/** Every error and warning of CPython's symbol table and compiler: the programs of fixtures/invalid-bind against CPython's words. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { type Analysis, analyze, type Diagnostic, firstSyntaxError } from '../../language/index.ts'

interface RecordedError {
  readonly type: string
  readonly message: string
  readonly lineno: number | null
  readonly offset: number | null
  readonly end_lineno: number | null
  readonly end_offset: number | null
}

interface RecordedWarning {
  readonly type: string
  readonly message: string
  readonly lineno: number
}

interface Fixture {
  readonly source: string
  readonly error?: RecordedError
  readonly warnings?: readonly RecordedWarning[]
}

function errorOf({ text }: Analysis, error: Diagnostic | undefined): RecordedError | undefined {
  if (error === undefined) return undefined
  const start = text.positionAt(error.start)
  const end = text.positionAt(error.end)
  return {
    type: error.type,
    message: error.message,
    ...(error.reported ?? {
      lineno: start.line + 1,
      offset: text.codePointColumn(error.start) + 1,
      end_lineno: end.line + 1,
      end_offset: text.codePointColumn(error.end) + 1,
    }),
  }
}

/** The warnings that CPython issues before it meets the error. */
function warningsOf({ text, diagnostics }: Analysis, error: Diagnostic | undefined): RecordedWarning[] {
  const before = error === undefined ? diagnostics : diagnostics.slice(0, diagnostics.indexOf(error))
  const seen = new Map<string, RecordedWarning>()
  for (const { severity, type, message, start } of before) {
    if (severity !== 'warning') continue
    const warning = { type, message, lineno: text.lineAt(start) + 1 }
    seen.set(JSON.stringify(warning), warning)
  }
  return [...seen.values()]
}

const folder = 'test/fixtures/invalid-bind'

describe('language: errors of the symbol table and the compiler', () => {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    it(file.replace('.json', ''), () => {
      const fixtures: Fixture[] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
      for (const { source, error, warnings } of fixtures) {
        const analysis = analyze(source)
        const first = firstSyntaxError(analysis.diagnostics.filter(item => item.type !== 'NotInCoro'))
        assert.deepEqual(errorOf(analysis, first), error, source)
        assert.deepEqual(warningsOf(analysis, first), warnings ?? [], source)
      }
    })
  }
})
