/** CPython 3.13's own words and places for wrong programs (fixtures/invalid, recorded by scripts/record-invalid.mjs). */

import assert from 'node:assert/strict'
import { firstSyntaxError, parse, SourceText } from '../../language/index.ts'
import { strictError } from '../../language/strict.ts'
import { type Verdict, verdictFiles } from './language-checks.ts'

/** What we say, in the terms of CPython's SyntaxError. */
function ourVerdict(program: string): Omit<Verdict, 'stage'> {
  const error = firstSyntaxError(parse(program).diagnostics)
  if (error === undefined) return { program }
  assert.ok(error.reported !== undefined, `no exact place for ${JSON.stringify(program)}: ${error.message}`)
  const { lineno, offset, end_lineno, end_offset } = error.reported
  return { program, type: error.type, message: error.message, lineno, offset, end_lineno, end_offset }
}

function theirVerdict({ stage, ...verdict }: Verdict): Omit<Verdict, 'stage'> {
  return stage === 'parse' ? verdict : { program: verdict.program }
}

describe('syntax errors', () => {
  for (const { name, verdicts } of verdictFiles()) {
    it(`${name}: the same words at the same place`, () => {
      assert.ok(verdicts.length > 0)
      for (const verdict of verdicts) assert.deepEqual(ourVerdict(verdict.program), theirVerdict(verdict))
    })
  }

  it('are the same at the end of a long file, where not all of it is read again', () => {
    const before = 'class A:\n    def f(self, x):\n        return [x, (1,\n            2)]\n\n\n'.repeat(50)
    for (const { verdicts } of verdictFiles()) {
      for (const verdict of verdicts.slice(0, 12)) {
        if (verdict.stage !== 'parse' || /^\s/.test(verdict.program) || /\bon line|at line/.test(verdict.message ?? ''))
          continue
        const error = firstSyntaxError(parse(before + verdict.program).diagnostics)
        assert.equal(error?.message, verdict.message, JSON.stringify(verdict.program))
        assert.equal(error?.reported?.lineno, (verdict.lineno ?? 0) + 300, JSON.stringify(verdict.program))
        assert.equal(error?.reported?.offset, verdict.offset, JSON.stringify(verdict.program))
      }
    }
  })

  it('are the same in the middle of a long class, where reading starts inside of it', () => {
    const method = '    def f(self, x):\n        return [x, (1,\n            2)]\n\n'.repeat(5)
    const head = `x = 1\ny = 2\nclass A:\n${method}    def g(self):\n        a = 1\n        b = 2\n        if a:\n            pass\n`
    for (const { verdicts } of verdictFiles()) {
      for (const { program } of verdicts.slice(0, 12)) {
        if (/^\s/.test(program)) continue
        const inside = program.replace(/^(?=.)/gm, '        ')
        const source = `${head}${inside}        c = 3\n    def h(self): pass\nz = 3\n`
        const ours = firstSyntaxError(parse(source).diagnostics)
        const whole = strictError(new SourceText(source), 'file')
        assert.equal(ours?.message, whole?.message, JSON.stringify(inside))
        assert.deepEqual(ours?.reported, whole?.reported, JSON.stringify(inside))
      }
    }
  })

  it('see what only Python 2 meant, wherever it stands', () => {
    const error = firstSyntaxError(parse(`print -1\n${'x = 1\n'.repeat(20)}a b\n`).diagnostics)
    assert.equal(error?.message, "Missing parentheses in call to 'print'. Did you mean print(...)?")
    assert.equal(error?.reported?.lineno, 1)
  })

  it('a null character', () => {
    const error = firstSyntaxError(parse('x = 1\ny = "\0"\n').diagnostics)
    assert.equal(error?.message, 'source code string cannot contain null bytes')
    assert.equal(error?.reported?.inFile?.message, 'source code cannot contain null bytes')
    assert.equal(error?.reported?.inFile?.lineno, 2)
  })

  it('a file that ends too early: no column, where compile() has one', () => {
    const error = firstSyntaxError(parse('if x:\n').diagnostics)
    assert.equal(error?.reported?.offset, 6)
    assert.deepEqual(error?.reported?.inFile, { offset: 0, end_offset: -1 })
  })

  it('each line has one error at most, and the first is CPython’s', () => {
    const { diagnostics, text } = parse('x = (1\ndef f(a b): pass\ny = 1 2 3\nclass : pass\n')
    const lines = diagnostics.map(item => text.lineAt(item.start))
    assert.deepEqual(lines, [...new Set(lines)])
    assert.equal(diagnostics[0].message, "'(' was never closed")
    assert.deepEqual(lines, [0, 1, 2, 3])
  })

  it('escapes that mean nothing are warnings', () => {
    const { diagnostics } = parse("'\\d' '\\477' b'\\z' f'\\{x}' '\\é' r'\\d'\n1if x else 0x1for\n")
    const found = diagnostics.filter(item => item.severity === 'warning').map(item => item.message)
    assert.deepEqual(found, [
      "invalid escape sequence '\\d'",
      "invalid octal escape sequence '\\477'",
      "invalid escape sequence '\\z'",
      "invalid escape sequence '\\{'",
      'invalid decimal literal',
      'invalid hexadecimal literal',
    ])
  })
})
