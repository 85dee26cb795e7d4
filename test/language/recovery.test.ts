/** What is made of half-typed text: trees with their holes, and what comes after them unharmed. */

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { dumpTree, parse, walk } from '../../language/index.ts'
import { assertLossless, casesOf, caseText, fixtureFiles } from './language-checks.ts'

function describeRecovery(program: string): string {
  const { tree, diagnostics, text, tokens } = parse(program)
  assertLossless(tokens)
  const findings = diagnostics.map(item => {
    const from = text.positionAt(item.start)
    const to = text.positionAt(item.end)
    return `${from.line + 1}:${from.character}-${to.line + 1}:${to.character} ${item.type}: ${item.message}`
  })
  return `${dumpTree(tree)}${findings.join('\n')}`.trim()
}

describe('recovery', () => {
  for (const { name, path, text } of fixtureFiles('recovery')) {
    const cases = casesOf(text)
    if (process.env.UPDATE === '1') {
      const updated = cases.map(item => caseText({ ...item, expected: describeRecovery(item.program) }))
      writeFileSync(path, updated.join('\n'))
      continue
    }
    describe(name, () => {
      for (const { title, program, expected } of cases) {
        it(title, () => assert.equal(describeRecovery(program), expected))
      }
    })
  }
})

const rest = `
class K:
    async def m(self):
        return await self.x

async def after():
    return 1
`

/** A broken function first; the class and the functions after it must still be there. */
function checkSurvivors(broken: string, functions: number): void {
  const { tree, tokens, diagnostics } = parse(broken + rest)
  assertLossless(tokens)
  assert.ok(diagnostics.some(item => item.severity === 'error'))
  assert.ok(
    tree.body.some(node => node.kind === 'ClassDef' && node.name === 'K'),
    dumpTree(tree),
  )
  let found = 0
  walk(tree, node => {
    if (node.kind === 'AsyncFunctionDef' || node.kind === 'FunctionDef') found++
    return true
  })
  assert.equal(found, functions, dumpTree(tree))
}

describe('the text after an error', () => {
  const survivors = (title: string, broken: string, functions = 3): void => {
    it(title, () => checkSurvivors(broken, functions))
  }
  survivors('parameters not closed', 'async def f(:\n    await x.\n')
  survivors('an attribute not named', 'async def f():\n    await x.\n')
  survivors('await alone', 'async def f():\n    await\n')
  survivors('no colon', 'async def f()\n    await x\n')
  survivors('a call not closed', 'async def f():\n    g(a,\n')
  survivors('a call not closed, an argument begun', 'async def f():\n    g(a, b.\n')
  survivors('a list not closed, over lines', 'async def f():\n    x = [\n        1,\n        2,\n')
  survivors('async alone', 'async\n', 2)
  survivors('async with not finished', 'async def f():\n    async with a as\n')
  survivors('async for not finished', 'async def f():\n    async for x in\n')
  survivors('a string not closed', 'async def f():\n    x = "abc\n')
  survivors('a triple-quoted string not closed', 'async def f():\n    x = """abc\n')
  survivors('a misspelt async', 'asnyc def f():\n    await x\n')
  survivors('an unindent that fits nowhere', 'async def f():\n        a\n    b\n')
  survivors('no body', 'async def f():\n')
  survivors('a field not closed', 'async def f():\n    x = f"{a."\n')
  survivors('a field not closed, nor the f-string', 'async def f():\n    x = f"{a.\n')
  survivors('a dict not closed', 'async def f():\n    x = {"a": 1, "b":\n')
  survivors('brackets of three kinds not closed', 'async def f():\n    x = {[(\n')
  survivors('a decorator with an open call', '@a(\nasync def f():\n    pass\n')
  survivors('try alone', 'async def f():\n    try:\n        x\n')
  survivors('return with rubbish', 'async def f():\n    return $ ? !\n')
})
