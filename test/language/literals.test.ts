/** The values of literals, beyond what a dump of a tree can show. */

import assert from 'node:assert/strict'
import { type ConstantValue, dumpAst, parseExpression } from '../../language/index.ts'

function constantOf(source: string): ConstantValue {
  const { tree, diagnostics } = parseExpression(source)
  assert.deepEqual(diagnostics, [])
  assert.equal(tree.body.kind, 'Constant')
  return tree.body.kind === 'Constant' ? tree.body.value : { type: 'None' }
}

/** What CPython 3.13 prints for `repr` of the literal. */
function checkRepr(source: string, repr: string): void {
  const { tree, text } = parseExpression(source)
  assert.equal(dumpAst(tree, text), `Expression(\n   body=Constant(value=${repr}))`)
}

describe('literals', () => {
  it('integers of any size', () => {
    assert.deepEqual(constantOf('0xFFFF_FFFF_FFFF_FFFF'), { type: 'int', value: 0xffff_ffff_ffff_ffffn })
    assert.deepEqual(constantOf('1_000'), { type: 'int', value: 1000n })
    assert.deepEqual(constantOf('9'.repeat(4300)), { type: 'int', value: BigInt('9'.repeat(4300)) })
    assert.match(parseExpression('9'.repeat(4301)).diagnostics[0].message, /^Exceeds the limit \(4300 digits\)/)
  })

  it('floats as their shortest digits', () => {
    checkRepr('1e16', '1e+16')
    checkRepr('1e15', '1000000000000000.0')
    checkRepr('123456789012345678.0', '1.2345678901234568e+17')
    checkRepr('0.0001', '0.0001')
    checkRepr('0.00001', '1e-05')
    checkRepr('1e400', 'inf')
    checkRepr('5e-324', '5e-324')
    checkRepr('1e22j', '1e+22j')
    checkRepr('2.0j', '2j')
    checkRepr('0.1', '0.1')
  })

  it('surrogates written as two escapes stay two characters', () => {
    assert.deepEqual(constantOf("'\\ud83d\\ude00'"), { type: 'str', value: '😀', points: [0xd83d, 0xde00] })
    assert.deepEqual(constantOf("'😀'"), { type: 'str', value: '😀' })
    assert.deepEqual(constantOf("'\\ud83d' 'x' '\\ude00'"), { type: 'str', value: '\ud83dx\ude00' })
    assert.deepEqual(constantOf("'\\ud83d' '\\ude00'"), { type: 'str', value: '😀', points: [0xd83d, 0xde00] })
    checkRepr("'\\ud83d\\ude00'", "'\\ud83d\\ude00'")
  })

  it('characters by name', () => {
    checkRepr("'\\N{LATIN SMALL LETTER E WITH ACUTE}'", "'é'")
    checkRepr("'\\N{latin small letter e with acute}'", "'é'")
    checkRepr("'\\N{HANGUL SYLLABLE HAN}'", "'한'")
    checkRepr("'\\N{CJK UNIFIED IDEOGRAPH-4E00}'", "'一'")
    checkRepr("'\\N{SNOWMAN}\\N{NBSP}\\N{LINE FEED}\\N{EURO SIGN}'", "'☃\\xa0\\n€'")
    assert.match(
      parseExpression("'\\N{CJK UNIFIED IDEOGRAPH-0041}'").diagnostics[0].message,
      /unknown Unicode character name$/,
    )
  })

  it('what is printable is that of Unicode 15.1', () => {
    checkRepr("'\\u0378 \\u200b \\xad \\u3000 \\ue000'", "'\\u0378 \\u200b \\xad \\u3000 \\ue000'")
    checkRepr("'\\U00014000'", "'\\U00014000'")
    checkRepr("'ñ 変 😀'", "'ñ 変 😀'")
  })

  it('quotes', () => {
    checkRepr(`"it's"`, `"it's"`)
    checkRepr(`'say "it\\'s"'`, `'say "it\\'s"'`)
    checkRepr(`b"it's"`, `b"it's"`)
  })
})
