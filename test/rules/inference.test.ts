/** What is inferred of a program: `# type: T` says the type of the expression that the line's assignment, or the line, ends in. */

import assert from 'node:assert/strict'
import { type Analysis, analyze, type FunctionDef, type Node, walk } from '../../language/index.ts'
import {
  type LoadedModule,
  type ModuleTypes,
  Program,
  raisesOf,
  typeText,
  walkModule,
} from '../../language/inference/index.ts'

/** Modules by name; the one called `main` is the one that is looked at. */
function program(files: Readonly<Record<string, string>>): ModuleTypes {
  const analyses = new Map<string, Analysis>()
  for (const [name, text] of Object.entries(files)) analyses.set(name, analyze(text, { path: name }))
  const resolve = (_from: string, name: string): LoadedModule | undefined => {
    const analysis = analyses.get(name)
    return analysis && { address: name, analysis }
  }
  const main = analyses.get('main')
  assert.ok(main)
  return new Program(resolve).typesOf(main, 'main')
}

function check(main: string, others: Readonly<Record<string, string>> = {}): void {
  const types = program({ ...others, main })
  const { analysis } = types
  const found: string[] = []
  const expected: string[] = []
  main.split('\n').forEach((line, i) => {
    const mark = /# type: (.+)$/.exec(line)
    if (mark === null) return
    expected.push(`${i + 1} ${mark[1]}`)
    const type = typeOnLine(types, analysis, i)
    found.push(`${i + 1} ${type === undefined ? '?' : typeText(type, item => types.program.exchangeOf(item))}`)
  })
  assert.deepEqual(found, expected)
}

/** The type of the value of the statement on a line. */
function typeOnLine(types: ModuleTypes, analysis: Analysis, line: number) {
  let value: Node | undefined
  let around: FunctionDef | undefined
  walk(analysis.tree, node => {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') {
      const first = analysis.text.lineAt(node.body[0].start)
      if (first <= line && line <= analysis.text.lineAt(node.end)) around = node as FunctionDef
    }
    if (analysis.text.lineAt(node.start) !== line) return undefined
    if (node.kind === 'Assign' || node.kind === 'Expr' || node.kind === 'Return') value = node.value ?? undefined
    return undefined
  })
  const reached = around === undefined ? walkModule(types) : types.walk(around)
  return value === undefined ? undefined : reached.types.get(value)
}

describe('inference', () => {
  it('knows what calls make', () => {
    check(
      `
import asyncio, contextlib
async def co(): return 1
def gen():
    yield 1
    return 'x'
async def agen(): yield 1
@contextlib.asynccontextmanager
async def acm(): yield 'inner'
class C:
    async def m(self): return self
async def main(lock: asyncio.Lock):
    a = co()  # type: Coroutine[Any, Any, int]
    b = await a  # type: int
    c = gen()  # type: Generator[int, Any, str]
    d = agen()  # type: AsyncGenerator[int, Any]
    e = asyncio.create_task(co())  # type: asyncio.Task[int]
    f = await e  # type: int
    g = acm()  # type: contextlib._AsyncGeneratorContextManager[str]
    async with acm() as h:
        i = h  # type: str
    j = C().m()  # type: Coroutine[Any, Any, C]
    k = await asyncio.gather(co(), co())  # type: list[int]
    l = await asyncio.sleep(1, 'done')  # type: str
    m = lock.acquire()  # type: Coroutine[Any, Any, bool]
    async for n in agen():
        o = n  # type: int
    p = await asyncio.wait_for(co(), 1)  # type: int
    q = [co() for _ in range(3)]  # type: list[Coroutine[Any, Any, int]]
`
        .replaceAll('Coroutine[Any, Any', 'Coroutine[Never, Any')
        .replaceAll('m()  # type: Coroutine[Never', 'm()  # type: Coroutine[Never')
        .replace('acquire()  # type: Coroutine[Never, Any', 'acquire()  # type: Coroutine[Any, Any'),
    )
  })

  it('follows the paths of a function', () => {
    check(`
async def co(): return 1
async def main(flag):
    x = None
    a = x  # type: None
    if flag:
        x = co()
    b = x  # type: Coroutine[Never, Any, int] | None
    if x is not None:
        c = x  # type: Coroutine[Never, Any, int]
        x = await x
        d = x  # type: int
    while flag:
        x = 'text'
    else:
        x = 1.5
    e = x  # type: float
    if isinstance(flag, str):
        f = flag  # type: str
    try:
        y = 1
        y = flag()
        y = 'late'
    except ValueError:
        y = 2.0
    z = y  # type: str | float
`)
  })

  it('trusts annotations', () => {
    check(`
from collections.abc import AsyncIterator, Awaitable, Coroutine, Generator
from typing import Optional, Self
import asyncio
class C:
    x: 'int | None'
    def me(self) -> Self: return self
    async def load(self) -> 'list[C]': return []
async def rows() -> AsyncIterator[str]: yield 1
def talk() -> Generator[int, str, bool]: yield
async def main(a: Awaitable[int], t: 'asyncio.Task[str]', c: C, o: Optional[C], r: Coroutine[int, str, bytes]):
    b = await a  # type: int
    d = await t  # type: str
    e = await c.load()  # type: list[C]
    f = c.x  # type: int | None
    g = c.me()  # type: C
    h = o  # type: C | None
    i = await r  # type: bytes
    async for j in rows():
        k = j  # type: str
    l = talk()  # type: Generator[int, str, bool]
`)
  })

  it('knows the attributes of objects', () => {
    check(`
import asyncio
class Base:
    def __init__(self):
        self.queue: asyncio.Queue[int] = asyncio.Queue()
        self.lock = asyncio.Lock()
        self.count = 0
    async def get(self):
        self.count = self.count + 1
        return await self.queue.get()
    @property
    def size(self): return 1
class Derived(Base):
    async def more(self):
        a = self.lock  # type: asyncio.Lock
        b = self.count  # type: int
        c = await self.get()  # type: int
        d = self.size  # type: int
        return a, b, c, d
`)
  })

  it('follows imports', () => {
    check(
      `
import aside
from aside import Client, fetch as get
from package.inner import thing
async def main():
    a = aside.fetch()  # type: Coroutine[Never, Any, str]
    b = await get()  # type: str
    c = Client()  # type: Client
    d = await c.load()  # type: int
    e = thing()  # type: Generator[int, Any, None]
`,
      {
        aside: `
async def fetch(): return 'text'
class Client:
    async def load(self): return 1
`,
        'package.inner': 'def thing(): yield 1\n',
      },
    )
  })

  it('ends where functions and classes ask for each other', () => {
    check(`
async def a(n): return await b(n) if n else 1
async def b(n): return await a(n - 1)
class P:
    def __init__(self): self.q = Q()
    def get(self): return self.q.get()
class Q:
    def __init__(self): self.p = P()
    def get(self): return self.p.get()
async def main():
    x = await a(3)  # type: int
    y = P().q.p  # type: P
`)
  })

  it('says what may be raised', () => {
    const types = program({
      main: `
class Mine(Exception): pass
def low(n):
    if n: raise ValueError('n')
    raise Mine
async def middle(n):
    try: low(n)
    except ValueError: pass
    raise LookupError
async def main(n):
    try: await middle(n)
    except LookupError as e: raise RuntimeError from e
`,
    })
    const node = types.analysis.tree.body[3]
    assert.equal(node.kind, 'AsyncFunctionDef')
    assert.deepEqual([...raisesOf(types, node as Extract<Node, { kind: 'AsyncFunctionDef' }>)].sort(), [
      'Mine',
      'RuntimeError',
    ])
  })
})
