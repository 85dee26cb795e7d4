// Which functions of a text can be driven, found from lines and indentation.

import assert from 'node:assert/strict'
import { drivableFunctions, requiredParameters, suggestedCall } from '../../client/drivable.ts'
import { description, failureInWords, outcomeInWords, statusText } from '../../client/words.ts'

function check(text: string, ...expected: string[]): void {
  const found = drivableFunctions(text).map(each => `${each.line} ${each.kind} ${each.name}(${each.parameters})`)
  assert.deepEqual(found, expected)
}

describe('a program that cannot be started', () => {
  it('is told of in one line, with the line to go to', () => {
    const text = '  File "a.py", line 1\n    async def f(:\n                ^\nSyntaxError: invalid syntax'
    assert.deepEqual(failureInWords(text), { words: 'SyntaxError: invalid syntax', line: 1 })
    assert.deepEqual(failureInWords("'a' is no session file."), { words: "'a' is no session file.", line: undefined })
  })
})

describe('drivable functions', () => {
  it('a text may say how it wants to be driven', () => {
    const text = '"""Questions.\n\nDrive it:  talk("Ada", 2)   then send(None), send("tea")\n"""\n'
    assert.equal(suggestedCall(text, 'talk'), 'talk("Ada", 2)')
    assert.equal(suggestedCall(text, 'tal'), undefined)
    assert.equal(suggestedCall('async def talk(): ...', 'talk'), undefined)
  })

  it('async functions, generators and async generators at the top level', () =>
    check(
      'async def a(x, y=(1, 2)):\n    await x\ndef b():\n    yield 1\nasync def c():\n    yield 2\ndef plain():\n    return 3\n',
      '0 coroutine a(x, y=(1, 2))',
      '2 generator b()',
      '4 async generator c()',
    ))

  it('a yield of an inner function is not one of the outer', () =>
    check(
      'def outer():\n    def inner():\n        yield 1\n    return inner\ndef next_one():\n    pass\n    yield\n',
      '4 generator next_one()',
    ))

  it('yield in a string, a comment or a name does not count', () =>
    check('def f():\n    "yield"\n    # yield\n    o.yield_ = my_yield\n    o.yieldx\n'))

  it('methods are left out: they need an object', () => check('class A:\n    async def m(self):\n        pass\n'))

  it('parameters over several lines, type parameters, annotations', () =>
    check(
      'async def f[T](\n    a: dict[str, int],\n    *rest,\n) -> T:\n    pass\n',
      '0 coroutine f(a: dict[str, int], *rest)',
    ))

  it('a body on the same line', () => check('def g(): yield 1\nx = 1\n', '0 generator g()'))

  it('a half-typed header is survived', () => check('async def f(\n', '0 coroutine f()'))

  it('required parameters are those without a default', () => {
    assert.deepEqual(requiredParameters('a, b: int, c=3, *, d, e: str = "x,y", **k'), ['a', 'b', 'd'])
    assert.deepEqual(requiredParameters(''), [])
  })
})

describe('words of the extension', () => {
  const info = {
    threadId: 2,
    id: 1,
    name: 'talk#1',
    kind: 'coroutine',
    state: 'CORO_SUSPENDED',
    line: 14,
    lastYielded: "'x?'",
  } as const
  it('tree and status bar', () => {
    assert.equal(description(info), "suspended at line 14 · 'x?'")
    assert.equal(statusText(info), "$(debug-pause) talk#1 suspended · 'x?'")
    assert.equal(description({ ...info, awaiting: 'inner#2' }), "awaits inner#2 at line 14 · 'x?'")
  })
  it('outcomes', () =>
    assert.equal(
      outcomeInWords({ outcome: 'closed', value: '', type: '', output: 'left\n' }),
      'closes it, prints "left"',
    ))
})
