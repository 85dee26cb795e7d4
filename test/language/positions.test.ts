/** Offsets, lines and columns, and where tokens are found. */

import assert from 'node:assert/strict'
import { parse, SourceText, TokenKind, tokenIndexAt } from '../../language/index.ts'

describe('positions', () => {
  const text = new SourceText('é = 1\r\n𝄞b\rc\n\n')

  it('lines end at \\n, \\r\\n and \\r', () => {
    assert.deepEqual(text.lineStarts, [0, 7, 11, 13, 14])
    assert.deepEqual(
      [0, 1, 2, 3, 4].map(line => text.lineText(line)),
      ['é = 1', '𝄞b', 'c', '', ''],
    )
  })

  it('offsets and editor positions', () => {
    for (let offset = 0; offset <= text.source.length; offset++) {
      const position = text.positionAt(offset)
      const isInsideLineEnd = offset === 6
      if (!isInsideLineEnd) assert.equal(text.offsetAt(position), offset)
    }
    assert.deepEqual(text.positionAt(9), { line: 1, character: 2 })
    assert.equal(text.offsetAt({ line: 0, character: 99 }), 5)
    assert.equal(text.offsetAt({ line: 99, character: 0 }), text.source.length)
    assert.equal(text.offsetAt({ line: -1, character: 0 }), 0)
  })

  it('bytes as CPython counts them', () => {
    assert.deepEqual(text.astPositionAt(1), { lineno: 1, col_offset: 2 })
    assert.deepEqual(text.astPositionAt(9), { lineno: 2, col_offset: 4 })
    for (const offset of [0, 1, 2, 5, 7, 9, 10, 11, 12]) {
      assert.equal(text.offsetOfAst(text.astPositionAt(offset)), offset)
    }
  })

  it('code points as SyntaxError counts them', () => {
    assert.equal(text.codePointColumn(9), 1)
    assert.equal(text.codePointColumn(10), 2)
  })

  it('the token at an offset', () => {
    const { tokens } = parse('foo (bar)\n')
    const kindAt = (offset: number): string => TokenKind[tokens.significant.kinds[tokenIndexAt(tokens, offset)]]
    assert.equal(kindAt(0), 'Name')
    assert.equal(kindAt(2), 'Name')
    assert.equal(kindAt(4), 'LeftParenthesis')
    assert.equal(kindAt(5), 'Name')
    assert.equal(kindAt(8), 'RightParenthesis')
    assert.equal(tokenIndexAt(parse('  x').tokens, 0), -1)
  })
})
