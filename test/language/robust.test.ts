/** No text makes the front end throw, hang or lose a character. */

import assert from 'node:assert/strict'
import { dumpAst, dumpTokens, dumpTree, firstSyntaxError, parse, parseExpression, walk } from '../../language/index.ts'
import { assertLossless, everyProgram } from './language-checks.ts'

function checkAnything(source: string): void {
  try {
    const { tokens, tree, text } = parse(source)
    assertLossless(tokens)
    assert.ok(tree.end === text.source.length)
    walk(tree, node => {
      assert.ok(node.start <= node.end && node.start >= 0 && node.end <= source.length, `${node.kind} is misplaced`)
      return true
    })
  } catch (error) {
    throw new Error(`with ${JSON.stringify(source)}`, { cause: error })
  }
}

describe('any text', () => {
  const programs = everyProgram()

  it('every fixture, and what is made of it can be shown', () => {
    for (const program of programs) {
      checkAnything(program)
      const { tree, tokens, text } = parse(program)
      dumpTree(tree)
      dumpTokens(tokens)
      dumpAst(tree, text, { attributes: true })
      parseExpression(program)
    }
  })

  it('every beginning of every tree and recovery fixture', () => {
    for (const program of programs.slice(0, 90)) {
      for (let end = 0; end < program.length; end++) checkAnything(program.slice(0, end))
    }
  })

  it('every tree and recovery fixture less any one token', () => {
    for (const program of programs.slice(0, 90)) {
      const { significant } = parse(program).tokens
      for (let i = 0; i < significant.length; i++) {
        checkAnything(program.slice(0, significant.starts[i]) + program.slice(significant.ends[i]))
      }
    }
  })

  it('every beginning of the shorter invalid programs', () => {
    for (const program of programs.slice(90)) {
      if (program.length > 40) continue
      for (let end = 0; end < program.length; end++) checkAnything(program.slice(0, end))
    }
  })
})

describe('exhausting texts', () => {
  const many = 100_000
  const check = (title: string, source: string, message?: RegExp): void => {
    it(title, () => {
      checkAnything(source)
      const error = firstSyntaxError(parse(source).diagnostics)
      if (message === undefined) assert.equal(error, undefined)
      else assert.match(error?.message ?? 'no error', message)
    })
  }
  const nested = /^too many nested parentheses$/
  const deep = /^maximum recursion depth exceeded during compilation$/
  check('open parentheses', '('.repeat(many), nested)
  check('closed parentheses', '('.repeat(many) + ')'.repeat(many), nested)
  check('open brackets of all kinds', '([{'.repeat(many), nested)
  check('calls in calls', 'f('.repeat(many), nested)
  check('200 levels', `${'('.repeat(200)}x${')'.repeat(200)}`)
  check('201 levels', `${'('.repeat(201)}x${')'.repeat(201)}`, nested)
  check('minus signs', `${'-'.repeat(many)}x`, deep)
  check('nots', `${'not '.repeat(many)}x`, deep)
  check('lambdas', `${'lambda: '.repeat(many)}x`, deep)
  check('defaults of lambdas', 'lambda x=lambda '.repeat(many), /./)
  check('conditional expressions', `${'a if b else '.repeat(many)}c`, deep)
  check('powers', `${'a ** '.repeat(many)}b`, deep)
  check('sums', `${'a + '.repeat(many)}b`, deep)
  check('attributes', `a${'.b'.repeat(many)}`, deep)
  check('comparisons', `${'a < '.repeat(many)}b`)
  check('conjunctions', `${'a and '.repeat(many)}b`)
  check('tuple elements', 'a, '.repeat(many))
  check('adjacent strings', '"a" '.repeat(many))
  check('f-strings in f-strings', `f'{f"{`.repeat(many), /./)
  check(
    'indents',
    Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
    /^too many levels of indentation$/,
  )
  check('elifs', `if a: pass\n${'elif b: pass\n'.repeat(20_000)}`, deep)
  check('patterns', `match x:\n case ${'['.repeat(many)}`, nested)
  check('awaits', `${'await '.repeat(many)}x`, /^invalid syntax$/)
  check('continuation lines', '\\\n'.repeat(many), /^unexpected EOF while parsing$/)
  check('rubbish', '$?!'.repeat(many), /^invalid syntax$/)
  check(
    'not text at all',
    Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join(''),
    /./,
  )
  check('a line of 5 million characters', `x = "${'a'.repeat(5_000_000)}"\n`)
})
