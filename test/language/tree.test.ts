/** Our trees against those that CPython 3.13 printed (fixtures/tree, recorded by scripts/record-trees.mjs). */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { children, dumpAst, type Node, parse, parseExpression, walk } from '../../language/index.ts'
import { casesOf, fixtureFiles } from './language-checks.ts'

/** UTF-8 in which a lone surrogate is three bytes, as Python's `surrogatepass` writes it. */
function bytesOf(text: string): Buffer {
  const parts = Array.from(text, char => {
    const unit = char.charCodeAt(0)
    if (char.length === 2 || unit < 0xd800 || unit > 0xdfff) return Buffer.from(char)
    return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)])
  })
  return Buffer.concat(parts)
}

function checkTree(program: string, expected: string): void {
  const { tree, text, diagnostics } = parse(program)
  assert.deepEqual(
    diagnostics.filter(item => item.severity === 'error'),
    [],
  )
  const [dump, digest] = expected.split('\npositions ')
  assert.equal(dumpAst(tree, text), dump)
  const placed = dumpAst(tree, text, { attributes: true })
  assert.equal(createHash('sha1').update(bytesOf(placed)).digest('hex'), digest, `positions:\n${placed}`)
}

describe('trees', () => {
  for (const { name, text } of fixtureFiles('tree')) {
    describe(name, () => {
      for (const { title, program, expected } of casesOf(text)) it(title, () => checkTree(program, expected))
    })
  }

  it('children come in the order of the text and inside their parent', () => {
    for (const { text } of fixtureFiles('tree')) {
      for (const { program } of casesOf(text)) {
        walk(parse(program).tree, node => {
          checkChildren(node, program)
          return true
        })
      }
    }
  })

  it('walk leaves out what it is told to', () => {
    const seen: string[] = []
    walk(parse('def f():\n  x\ny\n').tree, node => {
      seen.push(node.kind)
      return node.kind !== 'FunctionDef'
    })
    assert.deepEqual(seen, ['Module', 'FunctionDef', 'Expr', 'Name'])
  })

  it('an expression alone', () => {
    const { tree, text, diagnostics } = parseExpression('  f(1), await x\n')
    assert.deepEqual(diagnostics, [])
    assert.match(dumpAst(tree, text), /^Expression\(\n {3}body=Tuple\(/)
    assert.equal(parseExpression('x = 1').diagnostics[0]?.message, 'invalid syntax')
    assert.equal(parseExpression('').diagnostics[0]?.message, 'invalid syntax')
    assert.equal(parseExpression('f(a b)').diagnostics[0]?.message, 'invalid syntax. Perhaps you forgot a comma?')
  })
})

function checkChildren(node: Node, program: string): void {
  const decorators = 'decorator_list' in node ? node.decorator_list.length : 0
  let last = -1
  for (const [index, child] of children(node).entries()) {
    const place = `${child.kind} ${child.start} in ${node.kind} of ${JSON.stringify(program)}`
    // The text of `{a=}` is a node of its own, inside the field that follows it.
    assert.ok(child.start >= last || node.kind === 'JoinedStr', `order of ${place}`)
    // Decorators stand before the definition that they belong to.
    if (index >= decorators) assert.ok(child.start >= node.start && child.end <= node.end, place)
    last = child.start
  }
}
