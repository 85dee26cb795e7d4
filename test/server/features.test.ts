/** What the server answers, feature by feature, asked over a connection. */

import assert from 'node:assert/strict'
import type * as lsp from 'vscode-languageserver/node'
import { TestClient } from './client.ts'
import { type Fixture, fixture, type Mark, written } from './fixture.ts'

let client: TestClient
let count = 0

before(async () => {
  // Names that nobody binds stand for anything here.
  client = await TestClient.start({ snippets: true, initializationOptions: { rules: { 'undefined-name': 'off' } } })
})

after(async () => {
  assert.deepEqual(client.log, [])
  await client.stop()
})

interface Opened extends Fixture {
  readonly uri: string
  readonly at: { readonly textDocument: { readonly uri: string }; readonly position: lsp.Position }
}

async function open(marked: string): Promise<Opened> {
  const parts = fixture(marked)
  const uri = `file:///test/${++count}.coro`
  await client.open(uri, parts.source)
  return { ...parts, uri, at: { textDocument: { uri }, position: parts.text.positionAt(parts.offset) } }
}

function span({ text }: Fixture, range: lsp.Range, words = ''): Mark {
  return { start: text.offsetAt(range.start), end: text.offsetAt(range.end), words }
}

/** The answer is exactly the marked stretches. */
function same(file: Fixture, found: readonly Mark[]): void {
  assert.deepEqual(written(file.text, found), written(file.text, file.marks))
}

describe('server: diagnostics', () => {
  async function check(marked: string): Promise<void> {
    const file = await open(marked)
    const severities = ['', 'error', 'warning', 'information', 'hint']
    const found = await client.diagnostics(file.uri)
    same(
      file,
      found.map(item =>
        span(file, item.range, `${severities[item.severity ?? 1]}: ${String(item.message).split('\n')[0]}`),
      ),
    )
  }

  it("gives CPython's errors and warnings", async () => {
    await check(`
def f():
    await x
#   ^^^^^^^ error: 'await' outside async function
    return 1 is 2
#          ^^^^^^ warning: "is" with 'int' literal. Did you mean "=="?
`)
  })

  it('says what is not in Coro', async () => {
    await check(`
with open('x') as f: pass
#    ^^^^ error: 'open' is not in Coro; keep text in the program, read it with input(), or use io.StringIO
`)
  })

  it('sees coroutines that are dropped', async () => {
    await check(`
import asyncio
async def f(): pass
def g(): yield
class C:
    async def m(self):
        self.m()
#       ^^^^^^^^ warning: coroutine 'm' was never awaited
        await self.m()
async def main():
    f()
#   ^^^ warning: coroutine 'f' was never awaited
    x = f()
    await x
    asyncio.sleep(1)
#   ^^^^^^^^^^^^^^^^ warning: coroutine 'sleep' was never awaited
    g()
#   ^^^ warning: the generator 'g' is made and dropped: nothing of it runs
    await g()
#         ^^^ error: object generator can't be used in 'await' expression
    return
    print(1)
#   ^^^^^^^^ hint: this code is never reached
def empty():
    return
    yield
`)
  })
})

describe('server: advice', () => {
  /** Each program with the one thing that is said of it. */
  async function check(program: string, ...expected: string[]): Promise<void> {
    const prelude = `import asyncio, time
async def co(): pass
async def ag(): yield
def g(): yield
class AsyncOnly:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
class SyncOnly:
    def __enter__(self): pass
    def __exit__(self, *a): pass
`
    const file = await open(`${prelude}${program}\n`)
    const found = await client.diagnostics(file.uri)
    assert.deepEqual(
      found.map(item => String(item.message).split('\n')[0]),
      expected,
      program,
    )
    assert.ok(found.every(item => item.source === 'Coro'))
  }

  it('says beforehand what CPython would say when the line runs', async () => {
    await check('for x in ag(): pass', "'async_generator' object is not iterable")
    await check('[x for x in co()]', "'coroutine' object is not iterable")
    await check('def f():\n  yield from co()', "cannot 'yield from' a coroutine object in a non-coroutine generator")
    await check(
      'async def f():\n  async for x in g(): pass',
      "'async for' requires an object with __aiter__ method, got generator",
    )
    await check(
      'async def f():\n  [x async for x in [1]]',
      "'async for' requires an object with __aiter__ method, got list",
    )
    await check('with AsyncOnly(): pass', "'AsyncOnly' object does not support the context manager protocol")
    await check(
      'async def f():\n  async with SyncOnly() as s: pass',
      "'SyncOnly' object does not support the asynchronous context manager protocol",
    )
    await check('with asyncio.Lock(): pass', "'Lock' object does not support the context manager protocol")
    await check('async def f():\n  await co', "object function can't be used in 'await' expression")
    await check('async def f():\n  await 1', "object int can't be used in 'await' expression")
    await check('class A:\n  async def __init__(self): pass', "__init__() should return None, not 'coroutine'")
    await check('class A:\n  async def __iter__(self): pass', "iter() returned non-iterator of type 'coroutine'")
    await check('def f():\n  yield\n  if x: raise StopIteration', 'generator raised StopIteration')
    await check('async def f():\n  asyncio.run(co())', 'asyncio.run() cannot be called from a running event loop')
  })

  it('says what CPython never says', async () => {
    await check('def f():\n  x = co()', "coroutine 'co' was never awaited")
    await check('if co(): pass', "the coroutine 'co' is always true")
    await check('async def f():\n  time.sleep(1)', 'time.sleep() stops the event loop and every task in it')
  })

  it('is silent where it cannot be sure', async () => {
    for (const program of [
      'def f():\n  x = co()\n  return x',
      'x = co()',
      'def deco(f): return f\n@deco\nasync def h(): pass\nh()',
      'def f():\n  try: raise StopIteration\n  except StopIteration: yield',
      'import types\n@types.coroutine\ndef f():\n  yield from co()',
      'class A(Unknown, AsyncOnly): pass\nwith A(): pass',
      'class Both(AsyncOnly, SyncOnly): pass\nwith Both(): pass',
      'def f():\n  time.sleep(1)\nasync def h():\n  def inner(): time.sleep(1)\n  await asyncio.sleep(1)',
      'async def f():\n  for x in g(): pass\n  async for x in ag(): pass\n  async with asyncio.Lock(): pass',
      'class A:\n  async def __aenter__(self): pass\n  def __aiter__(self): return self\n  async def __anext__(self): pass',
      'def f():\n  raise ValueError\n  yield',
    ]) {
      await check(program)
    }
  })
})

describe('server: definition', () => {
  async function check(marked: string): Promise<void> {
    const file = await open(marked)
    const found = await client.request<lsp.Location[]>('textDocument/definition', file.at)
    same(
      file,
      found.map(item => span(file, item.range)),
    )
  }

  it('of names in every kind of scope', async () => {
    await check('def f(a):\n#     ^\n    return lambda: a$0')
    await check('if 1:\n  x = 1\n# ^\ndef f():\n    global x\n    return x$0')
    await check('class C:\n    y = 1\ndef f(y):\n#     ^\n    return [y$0 for z in y]')
    await check('import asyncio\n#      ^^^^^^^\nasyncio$0.run')
    await check('from a import b as c\n#                  ^\nprint(c$0)')
    await check('try: pass\nexcept E as error:\n#           ^^^^^\n    error$0')
    await check('def f[T](x: T$0): pass\n#     ^')
    await check('from __future__ import annotations\ndef f():\n  class T: pass\n#       ^\n  x: list[T$0]')
  })

  it('of functions and classes before other bindings', async () => {
    await check('def f(): pass\n#   ^\nf = g(f)\nf$0()')
  })

  it('of attributes where the object is plain', async () => {
    await check(`
class A:
    def __init__(self):
        self.size = 1
    async def go(self): pass
#             ^^
class B(A): pass
b = B()
b.go$0()`)
    await check(`
class A:
    def __init__(self):
        self.size = 1
#            ^^^^
    def get(self): return self.siz$0e
`)
  })

  it('of keyword arguments', async () => {
    await check('def f(size): pass\n#     ^^^^\nf(siz$0e=1)')
  })
})

describe('server: modules beside the program', () => {
  it('are followed by definition and hover, and are not refused', async () => {
    await client.open('file:///beside/helper.coro', '# a module\nasync def talk(name): await name\n')
    await client.open('file:///beside/package/__init__.coro', 'from . import inner\n')
    await client.open('file:///beside/package/inner.py', 'VALUE = 1\n')
    const text =
      'import helper, queue\nfrom package.inner import VALUE\nfrom helper import talk as t\nhelper.talk(VALUE)\nt\n'
    await client.open('file:///beside/main.coro', text)
    const at = async (line: number, character: number): Promise<string> => {
      const params = { textDocument: { uri: 'file:///beside/main.coro' }, position: { line, character } }
      const found = await client.request<lsp.Location[]>('textDocument/definition', params)
      const hover = await client.request<lsp.Hover | null>('textDocument/hover', params)
      const word = (hover?.contents as lsp.MarkupContent | undefined)?.value.split('\n')[1]
      return `${found.map(({ uri, range }) => `${uri.slice(15)}:${range.start.line}:${range.start.character}`)} ${word ?? ''}`
    }
    assert.match(await at(0, 8), /^helper.coro:0:0/)
    assert.equal(await at(1, 27), 'package/inner.py:0:0 VALUE = 1')
    assert.match(await at(1, 14), /^package\/inner.py:0:0/)
    assert.equal(await at(3, 8), 'helper.coro:1:10 async def talk(name)')
    assert.equal(await at(4, 0), 'helper.coro:1:10 async def talk(name)')
    assert.match(await at(0, 16), /^main.coro:0:15/)
    const offered = async (source: string): Promise<string[]> => {
      const uri = 'file:///beside/other.coro'
      await client.open(uri, source)
      const { text: lines } = fixture(source)
      const params = { textDocument: { uri }, position: lines.positionAt(source.length) }
      const list = await client.request<lsp.CompletionList>('textDocument/completion', params)
      return list.items.map(item => item.label)
    }
    assert.deepEqual(await offered('from helper import '), ['talk'])
    assert.deepEqual(await offered('from .package.inner import '), ['VALUE'])
    assert.deepEqual(await offered('import helper\nhelper.'), ['talk'])
  })
})

describe('server: references and rename', () => {
  async function check(marked: string): Promise<void> {
    const file = await open(marked)
    const context = { includeDeclaration: true }
    const found = await client.request<lsp.Location[]>('textDocument/references', { ...file.at, context })
    same(
      file,
      found.map(item => span(file, item.range)),
    )
  }

  it('finds what means the same, not what reads the same', async () => {
    await check(`
def f(x):
#     ^
    y = [x for x in range(3)]
    def g():
        nonlocal x
#                ^
        x$0 = 1
#       ^
    return x
#          ^
x = 2
f(x=3)
# ^
`)
  })

  it('finds members through self and instances', async () => {
    await check(`
class Box:
    def __init__(self):
        self.items = []
#            ^^^^^
    def add(self, item):
        self.items.append(item)
#            ^^^^^
class Other:
    items = 1
b = Box()
b.ite$0ms
# ^^^^^
`)
  })

  async function renamed(marked: string, newName: string): Promise<string> {
    const file = await open(marked)
    const edit = await client.request<lsp.WorkspaceEdit>('textDocument/rename', { ...file.at, newName })
    let { source } = file
    const edits = [...(edit.changes?.[file.uri] ?? [])].sort(
      (a, b) => file.text.offsetAt(b.range.start) - file.text.offsetAt(a.range.start),
    )
    for (const { range, newText } of edits) {
      source = source.slice(0, file.text.offsetAt(range.start)) + newText + source.slice(file.text.offsetAt(range.end))
    }
    return source
  }

  it('renames', async () => {
    assert.equal(
      await renamed('async def f(a$0): return a + (lambda a: a)(a)', 'b'),
      'async def f(b): return b + (lambda a: a)(b)',
    )
    assert.equal(await renamed('import asyncio\nasync$0io.run(1)', 'aio'), 'import asyncio as aio\naio.run(1)')
    assert.equal(
      await renamed('class C:\n  def m(self): self.m$0()\nC().m()', 'n'),
      'class C:\n  def n(self): self.n()\nC().n()',
    )
  })

  async function refused(marked: string, newName: string): Promise<string> {
    return renamed(marked, newName).then(
      () => assert.fail('was renamed'),
      (error: Error) => error.message,
    )
  }

  it('says why it does not rename', async () => {
    assert.equal(await refused('print$0(1)', 'x'), "'print' is not defined in this file.")
    assert.equal(await refused('x$0 = 1', 'await'), "'await' is a keyword.")
    assert.equal(await refused('x$0 = 1', '1x'), "'1x' is not a name.")
    assert.equal(await refused('x$0 = y = 1', 'y'), "'y' already means something here.")
    assert.equal(await refused('# $0', 'y'), 'There is no name here.')
    assert.equal(await refused('import os.path\no$0s', 'y'), "'os' is the package of 'os.path'.")
    const file = await open('class C:\n  def __ini$0t__(self): pass')
    await assert.rejects(client.request('textDocument/prepareRename', file.at), /has a meaning of its own in Python/)
  })
})

describe('server: highlight', () => {
  async function check(marked: string): Promise<void> {
    const file = await open(marked)
    const kinds = ['', '', 'read', 'write']
    const found = await client.request<lsp.DocumentHighlight[]>('textDocument/documentHighlight', file.at)
    same(
      file,
      found.map(item => span(file, item.range, kinds[item.kind ?? 1])),
    )
  }

  it('shows reads and writes of a name', async () => {
    await check(`
if 1:
    x = 1
#   ^ write
    print(x$0)
#         ^ read
`)
  })

  it('shows every place where a coroutine can be suspended or left', async () => {
    await check(`
class C:
    async def f():
#   ^^^^^^^^^
        async with a:
#       ^^^^^
            await$0 b
#           ^^^^^
        def inner():
            yield 1
        [c async for c in d]
#          ^^^^^
        return 1
#       ^^^^^^
`)
  })

  it('shows the loop of a break', async () => {
    await check(`
if 1:
    while x:
#   ^^^^^
        for y in z:
            break
        else:
            continue
#           ^^^^^^^^
        bre$0ak
#       ^^^^^
`)
  })
})

describe('server: hover', () => {
  async function hover(marked: string): Promise<string> {
    const file = await open(marked)
    const found = await client.request<lsp.Hover | null>('textDocument/hover', file.at)
    return found === null ? '' : (found.contents as lsp.MarkupContent).value
  }

  it('tells what a function makes and where it is suspended', async () => {
    assert.equal(
      await hover(`
async def talk(name, *, times: int = 3) -> str:
    """Says hello.

    Then waits *a bit*.
    """
    async with lock:
        await asyncio.sleep(1)
    yield name
talk$0('a')
`),
      `\`\`\`coro
async def talk(name, *, times: int = 3) -> str
\`\`\`

Calling it makes an async generator · 3 suspension points: \`async with\`, \`await\`, \`yield\`

Yields \`Any\`, receives \`Any\`.

- line 6: \`async with lock\`
- line 7: \`await asyncio.sleep(1)\`
- line 8: \`yield name\`

Says hello.  
  
Then waits \\*a bit\\*.`,
    )
  })

  it('tells of plain functions, classes, parameters, variables, imports', async () => {
    assert.equal(await hover('def f(a, /, b=1, *c, d, **e): pass\nf$0'), '```coro\ndef f(a, /, b=1, *c, d, **e)\n```')
    assert.match(
      await hover('class A(B):\n  "Doc."\n  def __init__(self, x): pass\nA$0'),
      /class A\(B\).*__init__\(self, x\).*Doc\./s,
    )
    assert.equal(await hover('def f(a: int): return a$0'), '```coro\n(parameter) a: int\n```')
    assert.equal(await hover('x = [1, 2]\nx$0'), '```coro\nx = [1, 2]\n```\n\nA `list[int]`.')
    assert.match(
      await hover('import asyncio\nasyncio.sle$0ep'),
      /async def asyncio\.sleep\(delay, result=None\).*makes a coroutine/s,
    )
    assert.match(await hover('from asyncio import gath$0er'), /def asyncio\.gather\(\*coros_or_futures/)
    assert.match(await hover('len$0'), /def len\(obj, \/\)/)
  })

  it('tells which suspension point a keyword is', async () => {
    assert.match(await hover('def g():\n  yield 1\n  x = yie$0ld 2'), /^Suspension point 2 of 2 in `g`\. Hands a value/)
    assert.match(await hover('async def g():\n  awa$0it x'), /^Suspension point 1 of 1 in `g`\. Passes control/)
    assert.equal(await hover('def f():\n  retu$0rn 1'), '')
  })

  it('is silent where there is nothing to say', async () => {
    assert.equal(await hover('# comm$0ent'), '')
    assert.equal(await hover('nowhere$0'), '')
    assert.equal(await hover('$0'), '')
  })
})

describe('server: completion', () => {
  async function items(marked: string): Promise<lsp.CompletionItem[]> {
    const file = await open(marked)
    const list = await client.request<lsp.CompletionList>('textDocument/completion', file.at)
    return list.items
  }

  async function labels(marked: string): Promise<string[]> {
    return (await items(marked))
      .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
      .map(item => item.label)
  }

  async function check(marked: string, offered: readonly string[], not: readonly string[] = []): Promise<void> {
    const found = await labels(marked)
    for (const label of offered)
      assert.ok(found.includes(label), `${label} is not offered in ${JSON.stringify(marked)}`)
    for (const label of not) assert.ok(!found.includes(label), `${label} is offered in ${JSON.stringify(marked)}`)
  }

  it('offers names in scope, nearest first, then keywords and built-ins', async () => {
    await check(
      'x = 1\nclass C:\n  y = 2\n  def m(self, a):\n    b = 1\n    $0',
      ['x', 'C', 'self', 'a', 'b', 'await', 'print'],
      ['y', 'm'],
    )
    await check('def f(a):\n    pass\n    $0', ['a'])
    await check('def f(a):\n    pass\n\n$0', ['f'], ['a'])
    assert.equal((await labels('def f(zz):\n    z$0'))[0], 'zz')
  })

  it('offers keywords where they can be meant', async () => {
    const offered = async (marked: string): Promise<string> => {
      const file = await open(marked)
      const { items } = await client.request<lsp.CompletionList>('textDocument/completion', file.at)
      const words = ['await', 'break', 'for', 'return', 'try', 'while', 'yield']
      return words.filter(word => items.some(({ label, kind }) => label === word && kind === 14)).join(' ')
    }
    assert.equal(await offered('$0'), 'for try while')
    assert.equal(await offered('def f():\n    $0'), 'await for return try while yield')
    assert.equal(await offered('def f():\n    x = $0'), 'await for yield')
    assert.equal(await offered('for x in y:\n    pass\n    $0'), 'break for try while')
    assert.equal(await offered('for x in y:\n    def f():\n        $0'), 'await for return try while yield')
  })

  it("offers what can stand behind 'async'", async () => {
    for (const [marked, expected] of [
      ['async def f():\n    async $0', ['def', 'for', 'with']],
      ['async def f():\n    return [x async $0', ['for']],
    ] as const) {
      const { at } = await open(marked)
      const { items } = await client.request<lsp.CompletionList>('textDocument/completion', at)
      assert.deepEqual(
        items.map(({ label }) => label),
        expected,
      )
    }
  })

  it('offers attributes', async () => {
    await check('class A:\n  def go(self): self.size = 1\na = A()\na.$0', ['go', 'size'], ['print'])
    await check('class A:\n  def go(self):\n    self.$0', ['go'])
    await check('import asyncio\nasyncio.$0', ['sleep', 'gather', 'TaskGroup'], ['print'])
    await check('import asyncio\nasync def f():\n  await asyncio.sl$0', ['sleep'])
    await check('"".$0', ['join', 'encode'])
    await check('async def f(): pass\nc = f()\nc.$0\nx = 1', ['send', 'throw', 'close', 'cr_await'])
    await check('def g(): yield\ng().$0', ['send', 'throw', 'close'])
    await check('import asyncio\nq = asyncio.Queue()\nq.$0', ['put_nowait', 'get'])
  })

  it('offers modules and what is in them', async () => {
    await check('import $0', ['asyncio', 'collections'])
    await check('import collections.$0', ['abc'], ['asyncio'])
    await check('from asyncio import $0', ['sleep'])
    await check('from asyncio import run, s$0', ['sleep'])
    await check('from col$0', ['collections'])
  })

  it('offers snippets at the start of a line, and keyword arguments', async () => {
    await check('$0', ['awaitable', 'gen', 'async def'])
    await check('x = $0', [], ['awaitable'])
    const [snippet] = (await items('$0')).filter(item => item.label === 'gen')
    assert.deepEqual(snippet.textEdit, {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      newText: 'def #{1:name}($2):\n    while True:\n        #{3:received} = yield #{4:value}'.replaceAll('#', '$'),
    })
    await check('def f(size, *, times): pass\nf(1, $0)', ['size=', 'times='])
  })

  it('offers nothing in comments, strings, numbers and where a name is made up', async () => {
    for (const marked of [
      '# a$0',
      '"a$0"',
      '1$0',
      'def $0',
      'class $0',
      'for $0',
      'import a as $0',
      '"""\na$0\n"""',
      '1.$0',
    ]) {
      assert.deepEqual(await labels(marked), [], marked)
    }
    await check('abc = 1\nf"{ab$0}"', ['abc'])
  })
})

describe('server: signature help', () => {
  async function check(marked: string, expected: string | null): Promise<void> {
    const file = await open(marked)
    const help = await client.request<lsp.SignatureHelp | null>('textDocument/signatureHelp', file.at)
    const [signature] = help?.signatures ?? []
    const active = signature?.parameters?.[help?.activeParameter ?? -1]?.label as [number, number] | undefined
    const label = signature && (active ? `${signature.label} <${signature.label.slice(...active)}>` : signature.label)
    assert.equal(label ?? null, expected, marked)
  }

  it('shows the parameters and the one that is written', async () => {
    await check('def f(a, b=1): pass\nf($0)', 'f(a, b=1) <a>')
    await check('def f(a, b=1): pass\nf(1, $0)', 'f(a, b=1) <b=1>')
    await check('def f(a, b=1): pass\nf(g(1, 2), [3, 4], $0', 'f(a, b=1)')
    await check('async def f(a, *rest, key): pass\nf(1, 2, 3$0)', 'f(a, *rest, key) → coroutine <*rest>')
    await check('def f(a, *rest, key): pass\nf(key=$0)', 'f(a, *rest, key) <key>')
    await check('class A:\n  def __init__(self, x): pass\nA($0)', 'A(x) <x>')
    await check('class A:\n  def m(self, /, x): yield\nA().m($0)', 'm(x) → generator <x>')
    await check('import asyncio\nasyncio.sleep(1, $0)', 'sleep(delay, result=None) <result=None>')
    await check('def g(): yield\ng().throw($0)', null)
    await check('print(1, sep=$0)', "print(*args, sep=' ', end='\\n', file=None, flush=False) <sep=' '>")
    await check('f(1)$0', null)
    await check('def f(a): pass\nf(lambda x: $0)', null)
  })
})

describe('server: outline, folding, selection', () => {
  it('lists classes, functions and names', async () => {
    const file = await open(`
LIMIT = 3
class A(B):
    x: int = 1
    def __init__(self): self.y = 1
    async def go(self, a, *, b=1): pass
def gen():
    yield
    def inner(): pass
if True:
    def later(): pass
`)
    const found = await client.request<lsp.DocumentSymbol[]>('textDocument/documentSymbol', file.at)
    const kinds: Record<number, string> = {
      5: 'class',
      6: 'method',
      8: 'field',
      9: 'constructor',
      12: 'function',
      14: 'constant',
    }
    const lines = (symbols: readonly lsp.DocumentSymbol[], indent = ''): string[] =>
      symbols.flatMap(symbol => [
        `${indent}${kinds[symbol.kind]} ${symbol.name} ${symbol.detail}`.trimEnd(),
        ...lines(symbol.children ?? [], `${indent}  `),
      ])
    assert.deepEqual(lines(found), [
      'constant LIMIT',
      'class A',
      '  field x',
      '  constructor __init__ (self)',
      '  method go (self, a, *, b=1) · coroutine',
      'function gen () · generator',
      '  function inner ()',
      'function later ()',
    ])
    const everywhere = await client.request<lsp.SymbolInformation[]>('workspace/symbol', { query: 'ltr' })
    assert.ok(everywhere.some(symbol => symbol.name === 'later'))
  })

  it('folds blocks, brackets, strings, comments, imports and regions', async () => {
    const file = await open(`import a
import b
# one
# two
@d
def f(
    x,
):
    """Doc
    string."""
    if x:
        pass
    elif y:
        pass
    else:
        pass
    try:
        pass
    except E:
        pass
    finally:
        pass
    return [
        1,
    ]
# region r
x = 1
# endregion
match x:
    case 1:
        pass
`)
    const found = await client.request<lsp.FoldingRange[]>('textDocument/foldingRange', file.at)
    assert.deepEqual(
      found.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`),
      [
        '0-1 imports',
        '2-3 comment',
        '5-24',
        '8-9',
        '10-11',
        '12-13',
        '14-15',
        '16-17',
        '18-19',
        '20-21',
        '22-23',
        '25-27 region',
        '28-30',
        '29-30',
      ],
    )
  })

  it('edits together what is written twice', async () => {
    const linked = async (marked: string): Promise<string[]> => {
      const { at, text } = await open(marked)
      const found = await client.request<lsp.LinkedEditingRanges | null>('textDocument/linkedEditingRange', at)
      if (found === null) return []
      assert.ok(new RegExp(`^${found.wordPattern}$`).test('naïve_1'))
      return found.ranges.map(
        ({ start, end }) => `${start.character} ${text.source.slice(text.offsetAt(start), text.offsetAt(end))}`,
      )
    }
    assert.deepEqual(await linked("T$0 = TypeVar('T')"), ['0 T', '13 T'])
    assert.deepEqual(await linked("Key = typing.NewType('K$0ey', str)"), ['0 Key', '22 Key'])
    assert.deepEqual(await linked('from m import name as na$0me'), ['14 name', '22 name'])
    for (const other of [
      "T$0 = TypeVar('U')",
      "T = TypeVar('T', bou$0nd=int)",
      "x$0 = print('x')",
      'import a$0 as b',
      "T$0 = TypeVar(r'T')",
    ])
      assert.deepEqual(await linked(other), [], other)
  })

  it('grows a selection', async () => {
    const file = await open('def f():\n    "doc"\n    return g(a$0b + 1)\n')
    const [chain] = await client.request<lsp.SelectionRange[]>('textDocument/selectionRange', {
      ...file.at,
      positions: [file.at.position],
    })
    const texts: string[] = []
    for (let at: lsp.SelectionRange | undefined = chain; at !== undefined; at = at.parent) {
      texts.push(file.source.slice(file.text.offsetAt(at.range.start), file.text.offsetAt(at.range.end)))
    }
    assert.deepEqual(texts, [
      'ab',
      'ab + 1',
      'g(ab + 1)',
      'return g(ab + 1)',
      '"doc"\n    return g(ab + 1)',
      'def f():\n    "doc"\n    return g(ab + 1)',
      'def f():\n    "doc"\n    return g(ab + 1)\n',
    ])
  })
})

describe('server: lenses, hints, repairs', () => {
  it('offers to run the file and to drive its functions', async () => {
    const file = await open(
      'async def a(x, *, y=1): pass\ndef b(): yield\ndef c(): pass\nclass D:\n  async def m(self): pass\n',
    )
    const found = await client.request<lsp.CodeLens[]>('textDocument/codeLens', file.at)
    assert.deepEqual(
      found.map(({ range, command }) => [
        range.start.line,
        command?.title,
        command?.command,
        ...(command?.arguments ?? []),
      ]),
      [
        [0, '$(play) Run', 'coroscope.run', file.uri],
        [0, '$(debug-alt) Debug', 'coroscope.debug', file.uri],
        [0, '$(rocket) Drive…', 'coroscope.drive', file.uri, 'a', ['x', 'y=1'], 'coroutine'],
        [1, '$(rocket) Drive…', 'coroscope.drive', file.uri, 'b', [], 'generator'],
        [4, '$(rocket) Drive…', 'coroscope.drive', file.uri, 'D().m', [], 'coroutine'],
      ],
    )
  })

  it('offers to drive methods, on what their class must be given', async () => {
    const file = await open(`class C:
    def __init__(self, limit, *, name, size=1): pass
    async def run(self, job): pass
    @staticmethod
    def count(n): yield n
    @property
    def value(self): yield 1
`)
    const found = await client.request<lsp.CodeLens[]>('textDocument/codeLens', file.at)
    assert.deepEqual(
      found.slice(2).map(({ command }) => command?.arguments?.slice(1)),
      [
        ['C(limit, name=name).run', ['job'], 'coroutine'],
        ['C.count', ['n'], 'generator'],
      ],
    )
  })

  it('hints at types, suspension points and parameters, as far as each is wanted', async () => {
    const all = await TestClient.start({
      initializationOptions: { inlayHints: { types: true, suspensionPoints: true, parameterNames: true } },
    })
    const uri = 'file:///test/hints.coro'
    const source = `def numbers(limit):
    got = yield 1
    yield from numbers(2)
async def main(delay, limit):
    await pause(delay, 3)
    return 5
async def pause(delay, times): await asyncio.sleep(delay)
`
    await all.open(uri, source)
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }
    const found = await all.request<lsp.InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range })
    assert.deepEqual(
      found.map(({ label, position: { line, character } }) => `${line}:${character} ${label}`),
      [
        '0:18 → Generator[int, Any, None]',
        '1:10 1',
        '2:4 2',
        '2:23 limit=',
        '3:28 → Coroutine[Any, Any, int]',
        '4:4 1',
        '4:23 times=',
        '6:31 1',
      ],
    )
    await all.stop()
  })

  it('hints that a plain def makes a generator', async () => {
    const file = await open('def g(a) -> B:\n    yield\ndef h(): pass\ndef i():\n    yield from g()\n')
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }
    const found = await client.request<lsp.InlayHint[]>('textDocument/inlayHint', { ...file.at, range })
    assert.deepEqual(
      found.map(({ label, position: { line, character } }) => `${line}:${character} ${label}`),
      ['0:13 → generator', '3:7 → generator'],
    )
  })

  const options = { tabSize: 4, insertSpaces: true }

  function applied(file: Opened, edits: readonly lsp.TextEdit[] | null): string {
    let { source } = file
    const last = [...(edits ?? [])].sort(
      (a, b) => file.text.offsetAt(b.range.start) - file.text.offsetAt(a.range.start),
    )
    for (const { range, newText } of last) {
      source = source.slice(0, file.text.offsetAt(range.start)) + newText + source.slice(file.text.offsetAt(range.end))
    }
    return source
  }

  it('formats the indentation of ranges, and nothing that would change what they mean', async () => {
    const formatted = async (source: string, from: number, to: number): Promise<string> => {
      const file = await open(source)
      const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } }
      return applied(file, await client.request('textDocument/rangeFormatting', { ...file.at, range, options }))
    }
    assert.equal(
      await formatted('if x:\n  y = (1,  \n    2)\n  # why\n  if z:\n     pass\n', 0, 6),
      'if x:\n    y = (1,\n      2)\n    # why\n    if z:\n        pass\n',
    )
    // Part of a block cannot be moved; blanks at the ends of its lines can go.
    assert.equal(await formatted('if x:\n  y = 1  \n  z = 2  \n', 1, 2), 'if x:\n  y = 1\n  z = 2  \n')
    assert.equal(await formatted('x = """a  \n  b"""  \n', 0, 2), 'x = """a  \n  b"""\n')
    assert.equal(await formatted('if x:\n  (\n', 0, 2), 'if x:\n  (\n')
  })

  it('indents what is being typed', async () => {
    const typed = async (marked: string, ch: string): Promise<string> => {
      const file = await open(marked)
      return applied(file, await client.request('textDocument/onTypeFormatting', { ...file.at, ch, options }))
    }
    assert.equal(await typed('if x:\n    pass\n    else:$0\n', ':'), 'if x:\n    pass\nelse:\n')
    assert.equal(
      await typed('try:\n    if x:\n        pass\n    except E:$0\n', ':'),
      'try:\n    if x:\n        pass\nexcept E:\n',
    )
    assert.equal(await typed('x = {1:$0 2}\n', ':'), 'x = {1: 2}\n')
    assert.equal(await typed('def f():\n$0', '\n'), 'def f():\n    ')
    assert.equal(await typed('def f():\n    return 1\n    $0', '\n'), 'def f():\n    return 1\n')
    assert.equal(await typed('def f():\n    x = 1\n$0', '\n'), 'def f():\n    x = 1\n    ')
  })

  it('shows a debugger where values are', async () => {
    const file = await open(`class C:
    async def run(self, job):
        total = self.limit + job
        self.go(total)
        later = 1
def other(job): pass
`)
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }
    const stopped = { start: { line: 3, character: 8 }, end: { line: 3, character: 8 } }
    const found = await client.request<lsp.InlineValue[]>('textDocument/inlineValue', {
      ...file.at,
      range,
      context: { frameId: 1, stoppedLocation: stopped },
    })
    assert.deepEqual(
      found.map(value => {
        const text = 'variableName' in value ? value.variableName : 'expression' in value ? `= ${value.expression}` : ''
        return `${value.range.start.line}:${value.range.start.character} ${text}`
      }),
      ['1:24 job', '2:8 total', '2:16 = self.limit', '2:29 job', '3:16 total'],
    )
  })

  async function repaired(marked: string): Promise<string[]> {
    const file = await open(marked)
    const range = { start: file.at.position, end: file.at.position }
    const found = await client.request<lsp.CodeAction[]>('textDocument/codeAction', {
      ...file.at,
      range,
      context: { diagnostics: [] },
    })
    const repairs = found.filter(({ title }) => !title.startsWith('Ignore '))
    return repairs.map(({ title, edit }) => {
      let { source } = file
      for (const { range: place, newText } of edit?.changes?.[file.uri] ?? []) {
        source =
          source.slice(0, file.text.offsetAt(place.start)) + newText + source.slice(file.text.offsetAt(place.end))
      }
      return `${title}: ${source}`
    })
  }

  it('repairs', async () => {
    assert.deepEqual(await repaired('def f():\n  awa$0it x'), ["Make 'f' an async function: async def f():\n  await x"])
    assert.deepEqual(await repaired('async def g(): pass\nasync def f():\n  g$0()'), [
      "Add 'await': async def g(): pass\nasync def f():\n  await g()",
    ])
    assert.deepEqual(await repaired('x is$0 1'), ["Use '==': x == 1"])
    assert.deepEqual(await repaired('x is not$0 1'), ["Use '!=': x != 1"])
    assert.deepEqual(await repaired('[(1, 2)$0 (3, 4)]'), ['Add a comma: [(1, 2), (3, 4)]'])
    assert.deepEqual(await repaired("'\\d$0'"), ["Double the backslash: '\\\\d'"])
    assert.deepEqual(await repaired('awa$0it x'), [])
  })
})

describe('server: semantic tokens', () => {
  async function check(marked: string): Promise<void> {
    const file = await open(marked)
    const { data } = await client.request<lsp.SemanticTokens>('textDocument/semanticTokens/full', file.at)
    const legend = client.capabilities.semanticTokensProvider?.legend
    assert.ok(legend)
    const found: Mark[] = []
    let line = 0
    let column = 0
    for (let i = 0; i < data.length; i += 5) {
      column = data[i] === 0 ? column + data[i + 1] : data[i + 1]
      line += data[i]
      const start = file.text.lineStarts[line] + column
      const modifiers = legend.tokenModifiers.filter((_, bit) => (data[i + 4] & (1 << bit)) !== 0)
      found.push({ start, end: start + data[i + 2], words: [legend.tokenTypes[data[i + 3]], ...modifiers].join('.') })
    }
    same(file, found)
  }

  it('tells names by what they mean, and the keywords that suspend', async () => {
    await check(`
if 1:
    async def talk(name): await name.send(len)
#   ^^^^^ keyword.async
#             ^^^^ function.declaration.async
#                  ^^^^ parameter.declaration
#                         ^^^^^ keyword.async
#                               ^^^^ parameter
#                                    ^^^^ property
#                                         ^^^ function.defaultLibrary
    class A:
#         ^ class.declaration
        def go(self): yield self.go
#           ^^ method.declaration.generator
#              ^^^^ parameter.declaration
#                     ^^^^^ keyword.generator
#                           ^^^^ parameter
#                                ^^ method.generator
    import asyncio as aio
#                     ^^^ namespace.declaration
    LIMIT = aio.sleep(talk)
#   ^^^^^ variable.declaration.readonly
#           ^^^ namespace
#               ^^^^^ function.async
#                     ^^^^ function.async
`)
  })
})

describe('server: state machine', () => {
  it('of the function around a place', async () => {
    const file = await open('def f():\n    x = yie$0ld 1\n')
    const found = await client.request<{ states: { id: string; range?: lsp.Range }[]; mermaid: string }>(
      'coroscope/stateMachine',
      file.at,
    )
    assert.deepEqual(
      found.states.map(({ id, range }) =>
        range === undefined ? id : `${id} ${range.start.line}:${range.start.character}`,
      ),
      ['start 0:4', 's1 1:8', 'returned', 'raised', 'closed'],
    )
    assert.match(found.mermaid, /^flowchart TD\n {2}start/)
    const plain = await open('def f$0(): pass')
    assert.equal(await client.request('coroscope/stateMachine', plain.at), null)
  })
})

describe('server: call hierarchy', () => {
  it('shows who calls and awaits whom', async () => {
    const file = await open(`
async def inner(): pass
class A:
    async def go(self):
        await inner()
        await inner()
def gen():
    yield from gen()
async def main():
    a = A()
    await a.go()
    inn$0er()
main()
`)
    const [item] = await client.request<lsp.CallHierarchyItem[]>('textDocument/prepareCallHierarchy', file.at)
    assert.equal(`${item.name} ${item.detail} ${item.selectionRange.start.line}`, 'inner coroutine 0')
    const incoming = await client.request<lsp.CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item })
    assert.deepEqual(
      incoming.map(({ from, fromRanges }) => `${from.name} ${fromRanges.map(range => range.start.line)}`),
      ['go 3,4', 'main 10'],
    )
    const main = incoming[1].from
    const outgoing = await client.request<lsp.CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item: main,
    })
    assert.deepEqual(outgoing.map(({ to }) => to.name).sort(), ['go', 'inner'])
    const callers = await client.request<lsp.CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item: main })
    assert.deepEqual(
      callers.map(({ from }) => from.detail),
      ['module'],
    )
  })
})
