/** What the server answers across the files of a workspace. */

import assert from 'node:assert/strict'
import type * as lsp from 'vscode-languageserver/node'
import { SourceText } from '../../language/index.ts'
import { TestClient } from './client.ts'

const files = new Map<string, string>()
const root = 'file:///test/'

/** A workspace written as one text: `#- name` begins a file, `$0` is the place that is asked about. */
class Space {
  readonly client: TestClient
  readonly uri: string
  readonly position: lsp.Position
  readonly texts: ReadonlyMap<string, SourceText>

  private constructor(client: TestClient, uri: string, position: lsp.Position, texts: Map<string, SourceText>) {
    this.client = client
    this.uri = uri
    this.position = position
    this.texts = texts
  }

  static async open(written: string): Promise<Space> {
    files.clear()
    const texts = new Map<string, SourceText>()
    let uri = ''
    let offset = 0
    for (const part of written.split(/^#- /m).slice(1)) {
      const end = part.indexOf('\n')
      const name = root + part.slice(0, end).trim()
      const marked = part.slice(end + 1)
      const at = marked.indexOf('$0')
      const text = new SourceText(at < 0 ? marked : marked.slice(0, at) + marked.slice(at + 2))
      if (at >= 0) {
        uri = name
        offset = at
      }
      files.set(name, text.source)
      texts.set(name, text)
    }
    const client = await TestClient.start({ files })
    await client.open(uri, texts.get(uri)!.source)
    return new Space(client, uri, texts.get(uri)!.positionAt(offset), texts)
  }

  async ask<Result>(method: string, more: object = {}): Promise<Result> {
    return this.client.request<Result>(method, { textDocument: { uri: this.uri }, position: this.position, ...more })
  }

  /** Places as `file:line text`. */
  async check(found: readonly (lsp.Location | null)[] | null, ...expected: string[]): Promise<void> {
    const shown = (found ?? []).map(item => this.shown(item!.uri, item!.range)).sort()
    assert.deepEqual(shown, [...expected].sort())
    assert.deepEqual(this.client.log, [])
    await this.client.stop()
  }

  shown(uri: string, { start, end }: lsp.Range): string {
    const text = this.texts.get(uri)!
    return `${uri.slice(root.length)}:${start.line + 1} ${text.source.slice(text.offsetAt(start), text.offsetAt(end))}`
  }

  /** The files after an edit of the workspace. */
  async checkEdit(edit: lsp.WorkspaceEdit | null, expected: Record<string, string>): Promise<void> {
    const after: Record<string, string> = {}
    for (const [uri, edits] of Object.entries(edit?.changes ?? {})) {
      const text = this.texts.get(uri)!
      let { source } = text
      for (const { range, newText } of [...edits].sort(
        (a, b) => text.offsetAt(b.range.start) - text.offsetAt(a.range.start),
      ))
        source = source.slice(0, text.offsetAt(range.start)) + newText + source.slice(text.offsetAt(range.end))
      after[uri.slice(root.length)] = source
    }
    assert.deepEqual(after, expected)
    assert.deepEqual(this.client.log, [])
    await this.client.stop()
  }
}

describe('server: across files', () => {
  it('goes to definitions through packages that hand names on', async () => {
    const space = await Space.open(`#- main.coro
from package import work
wo$0rk()
#- package/__init__.py
from .inner import work
#- package/inner.py
async def work(): pass
`)
    await space.check(await space.ask('textDocument/definition'), 'package/inner.py:1 work')
  })

  it('stays in the file for declarations', async () => {
    const space = await Space.open(`#- main.coro
from other import work
wo$0rk()
#- other.coro
async def work(): pass
`)
    await space.check(await space.ask('textDocument/declaration'), 'main.coro:1 work')
  })

  it('goes to types', async () => {
    const space = await Space.open(`#- main.coro
from other import Worker
def make() -> Worker: ...
worker = Worker()
wor$0ker.run()
#- other.coro
class Worker:
    async def run(self): pass
`)
    await space.check(await space.ask('textDocument/typeDefinition'), 'other.coro:1 Worker')
  })

  it('goes from a coroutine to the function that makes it', async () => {
    const space = await Space.open(`#- main.coro
async def work(): pass
async def main():
    job = work()
    await jo$0b
`)
    await space.check(await space.ask('textDocument/typeDefinition'), 'main.coro:1 work')
  })

  it('finds implementations of classes and methods', async () => {
    const written = (cls: string, method: string): string => `#- base.coro
class Ba${cls}se:
    async def r${method}un(self): pass
class Near(Base):
    async def run(self): pass
#- other.coro
from base import Base
class Far(Base):
    async def run(self): pass
class Further(Far): pass
`
    let space = await Space.open(written('$0', ''))
    await space.check(
      await space.ask('textDocument/implementation'),
      'base.coro:3 Near',
      'other.coro:2 Far',
      'other.coro:4 Further',
    )
    space = await Space.open(written('', '$0'))
    await space.check(await space.ask('textDocument/implementation'), 'base.coro:4 run', 'other.coro:3 run')
  })

  it('shows the types above and below', async () => {
    const space = await Space.open(`#- main.coro
from other import Above
class Mid$0dle(Above): pass
class Below(Middle): pass
#- other.coro
class Above: pass
`)
    const [item] = await space.ask<lsp.TypeHierarchyItem[]>('textDocument/prepareTypeHierarchy')
    assert.equal(item.name, 'Middle')
    const names = async (method: string): Promise<string[]> =>
      (await space.client.request<lsp.TypeHierarchyItem[]>(method, { item })).map(({ name, uri }) => `${uri} ${name}`)
    assert.deepEqual(await names('typeHierarchy/supertypes'), [`${root}other.coro Above`])
    assert.deepEqual(await names('typeHierarchy/subtypes'), [`${root}main.coro Below`])
    await space.check([])
  })

  it('finds references in other files', async () => {
    const space = await Space.open(`#- main.coro
async def wo$0rk(): pass
work()
#- second.coro
from main import work
import main as m
work(), m.work()
def other(work): return work
#- third.coro
from main import work as w
w()
`)
    await space.check(
      await space.ask('textDocument/references', { context: { includeDeclaration: false } }),
      'main.coro:2 work',
      'second.coro:3 work',
      'second.coro:3 work',
    )
  })

  it('renames across files, from wherever the name is used', async () => {
    const space = await Space.open(`#- main.coro
from lib import work
async def main(): await wo$0rk()
#- lib.coro
async def work(): pass
work()
#- third.coro
import lib
from lib import work as w
lib.work(), w()
`)
    await space.checkEdit(await space.ask('textDocument/rename', { newName: 'toil' }), {
      'main.coro': 'from lib import toil\nasync def main(): await toil()\n',
      'lib.coro': 'async def toil(): pass\ntoil()\n',
      'third.coro': 'import lib\nfrom lib import toil as w\nlib.toil(), w()\n',
    })
  })

  it('changes imports when files are renamed', async () => {
    const space = await Space.open(`#- main.coro
import lib$0
import package.part as p
from package import part
from package.part import x
lib, p, part, x
#- lib.coro
x = 1
#- package/__init__.coro
from .part import x
#- package/part.coro
x = 1
`)
    const edit = await space.client.request<lsp.WorkspaceEdit>('workspace/willRenameFiles', {
      files: [
        { oldUri: `${root}lib.coro`, newUri: `${root}library.coro` },
        { oldUri: `${root}package/part.coro`, newUri: `${root}package/piece.coro` },
      ],
    })
    await space.checkEdit(edit, {
      'main.coro':
        'import library\nimport package.piece as p\nfrom package import piece as part\nfrom package.piece import x\nlib, p, part, x\n',
      'package/__init__.coro': 'from .piece import x\n',
    })
  })

  it('shows calls between files, awaited, started as tasks, delegated to or handed on', async () => {
    const space = await Space.open(`#- lib.coro
async def wo$0rk(): pass
#- main.coro
import asyncio
from lib import work
import lib
async def awaits(): await work()
async def starts(): asyncio.create_task(lib.work())
def hands_on(loop): loop.call_soon(work)
`)
    const [item] = await space.ask<lsp.CallHierarchyItem[]>('textDocument/prepareCallHierarchy')
    const incoming = await space.client.request<lsp.CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item,
    })
    assert.deepEqual(
      incoming.map(({ from, fromRanges }) => `${from.name} ${space.shown(from.uri, fromRanges[0])}`).sort(),
      ['awaits main.coro:4 work', 'hands_on main.coro:6 work', 'starts main.coro:5 work'],
    )
    const from = incoming[0].from
    // Nobody has opened the file.
    const outgoing = await space.client.request<lsp.CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item: from,
    })
    assert.deepEqual(
      outgoing.map(({ to, fromRanges }) => `${to.uri} ${to.name} ${space.shown(from.uri, fromRanges[0])}`),
      [`${root}lib.coro work main.coro:4 work`],
    )
    await space.check([])
  })

  it('finds symbols of files that are not open, and follows what becomes of files', async () => {
    const space = await Space.open(`#- main.coro
x = 1$0
#- package/other.py
class Worker:
    async def run_all(self): pass
`)
    const names = async (query: string): Promise<string[]> =>
      (await space.client.request<lsp.SymbolInformation[]>('workspace/symbol', { query })).map(
        ({ name, containerName }) => `${containerName} ${name}`.trim(),
      )
    assert.deepEqual(await names('runall'), ['Worker run_all'])
    assert.deepEqual((await names('')).sort(), ['Worker', 'Worker run_all', 'x'])
    await space.check([])
  })

  it('follows folders that come and go', async () => {
    const space = await Space.open(`#- main.coro
x = 1$0
#- other.coro
def work(): pass
`)
    const names = async (): Promise<string[]> =>
      (await space.client.request<lsp.SymbolInformation[]>('workspace/symbol', { query: 'work' })).map(
        item => item.name,
      )
    const folder = { uri: 'file:///test', name: 'test' }
    assert.deepEqual(await names(), ['work'])
    const change = (added: object[], removed: object[]) =>
      space.client.notify('workspace/didChangeWorkspaceFolders', { event: { added, removed } })
    await change([], [folder])
    assert.deepEqual(await names(), [])
    await change([folder], [])
    assert.deepEqual(await names(), ['work'])
    await space.check([])
  })

  it('links imports to files and to the documentation', async () => {
    const space = await Space.open(`#- main.coro
import asyncio, lib$0
from package import part
import nobody
#- lib.coro
#- package/__init__.coro
#- package/part.coro
`)
    const links = await space.ask<lsp.DocumentLink[]>('textDocument/documentLink')
    assert.deepEqual(
      links.map(({ range, target }) => `${space.shown(space.uri, range).split(' ')[1]} ${target}`),
      [
        'asyncio https://docs.python.org/3.13/library/asyncio.html',
        `lib ${root}lib.coro`,
        `package ${root}package/__init__.coro`,
        `part ${root}package/part.coro`,
      ],
    )
    await space.check([])
  })

  it('tells what is wrong in all programs of the workspace, and that nothing has changed', async () => {
    const space = await Space.open(`#- main.coro
x = 1$0
#- wrong.coro
return
`)
    const report = await space.client.request<lsp.WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
    })
    const found = report.items.map(
      item => `${item.uri.slice(root.length)} ${'items' in item ? item.items.length : item.kind}`,
    )
    assert.deepEqual(found, ['main.coro 0', 'wrong.coro 1'])
    const previousResultIds = report.items.map(item => ({ uri: item.uri, value: item.resultId! }))
    // While nothing changes there is nothing to say.
    const asked = space.client.request<lsp.WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds })
    let isAnswered = false
    void asked.then(() => {
      isAnswered = true
    })
    await space.client.request('workspace/symbol', { query: '' })
    assert.equal(isAnswered, false)
    await space.client.change(space.uri, 2, [{ text: 'await x\n' }])
    assert.deepEqual(
      (await asked).items.map(item => item.kind),
      ['full', 'unchanged'],
    )
    await space.client.change(space.uri, 3, [{ text: 'await x\n' }])
    const again = await space.client.request<lsp.WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds,
    })
    assert.deepEqual(
      again.items.map(item => item.kind),
      ['full', 'unchanged'],
    )
    // Of a file that is gone nothing stays on the screen.
    files.delete(`${root}wrong.coro`)
    await space.client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `${root}wrong.coro`, type: 3 }] })
    const last = await space.client.request<lsp.WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds,
    })
    assert.deepEqual(
      last.items.map(item => `${item.uri.slice(root.length)} ${'items' in item ? item.items.length : item.kind}`),
      ['main.coro 2', 'wrong.coro 0'],
    )
    await space.check([])
  })

  const shop = `#- main.coro
import asyncio
import package.orders
from package.orders import Order
class Shop:
    def __init__(self, size: int):
        self.queue: asyncio.Queue[Order] = asyncio.Queue(size)
    async def serve(self):
        order = await self.queue.get()
        return order.MEMBER
def make():
    return [Order(price=1, name='tea').label(), package.orders.Order(2, 'ale').label(), Shop(size=3)]
#- package/__init__.coro
#- package/orders.coro
from dataclasses import dataclass
@dataclass
class Order:
    price: int
    name: str = 'none'
    def label(self, width: int = 3) -> str:
        """What stands on it."""
        return self.name * self.price
class Special(Order):
    def label(self, width: int = 3) -> str:
        return 'special'
def show(order: Order, special: Special):
    print(order.label(width=1), special.label(width=2))
`

  it('knows the members of classes of other modules', async () => {
    const space = await Space.open(shop.replace('MEMBER', '$0'))
    const { items } = await space.ask<lsp.CompletionList>('textDocument/completion')
    assert.deepEqual(items.map(({ label }) => label).sort(), ['label', 'name', 'price'])
    await space.client.stop()
    const label = await Space.open(shop.replace('MEMBER', 'la$0bel'))
    const hover = await label.ask<lsp.Hover>('textDocument/hover')
    assert.match((hover.contents as lsp.MarkupContent).value, /def label\(self, width: int = 3\) -> str.*What stands/s)
    await label.check(await label.ask('textDocument/definition'), 'package/orders.coro:6 label')
    const price = await Space.open(shop.replace('MEMBER', 'pri$0ce'))
    const { contents } = await price.ask<lsp.Hover>('textDocument/hover')
    assert.match((contents as lsp.MarkupContent).value, /price: int/)
    await price.client.stop()
  })

  it('finds methods and those that override them, and renames them together', async () => {
    const space = await Space.open(shop.replace('MEMBER', 'la$0bel'))
    const everywhere = ['main.coro:9 label', 'main.coro:11 label', 'main.coro:11 label']
    const ofModule = ['6 label', '10 label', '13 label', '13 label'].map(item => `package/orders.coro:${item}`)
    const context = { includeDeclaration: true }
    await space.check(await space.ask('textDocument/references', { context }), ...everywhere, ...ofModule)
    const other = await Space.open(shop.replace('MEMBER', 'la$0bel'))
    const edit = await other.ask<lsp.WorkspaceEdit>('textDocument/rename', { newName: 'text' })
    const renamed = (name: string): string => other.texts.get(root + name)!.source.replaceAll('label', 'text')
    await other.checkEdit(edit, {
      'main.coro': renamed('main.coro'),
      'package/orders.coro': renamed('package/orders.coro'),
    })
  })

  it('renames parameters with the arguments that name them, fields of dataclasses too', async () => {
    const size = await Space.open(shop.replace('MEMBER', 'label').replace('Shop(size', 'Shop(si$0ze'))
    const edit = await size.ask<lsp.WorkspaceEdit>('textDocument/rename', { newName: 'places' })
    const main = size.texts.get(`${root}main.coro`)!.source.replaceAll('size', 'places')
    await size.checkEdit(edit, { 'main.coro': main })
    const field = await Space.open(shop.replace('MEMBER', 'pri$0ce'))
    const renamed = await field.ask<lsp.WorkspaceEdit>('textDocument/rename', { newName: 'cost' })
    const of = (name: string): string => field.texts.get(root + name)!.source.replaceAll('price', 'cost')
    await field.checkEdit(renamed, { 'main.coro': of('main.coro'), 'package/orders.coro': of('package/orders.coro') })
  })

  it('shows what calls of other modules take', async () => {
    const space = await Space.open(shop.replace('MEMBER', 'label($0)'))
    const help = await space.ask<lsp.SignatureHelp>('textDocument/signatureHelp')
    assert.equal(help.signatures[0].label, 'label(width: int = 3)')
    await space.client.stop()
    const made = await Space.open(shop.replace('MEMBER', 'label()').replace('Order(price=1', 'Order($0price=1'))
    const fields = await made.ask<lsp.SignatureHelp>('textDocument/signatureHelp')
    assert.equal(fields.signatures[0].label, "Order(price: int, name: str = 'none')")
    await made.client.stop()
  })

  it('follows calls of methods into other modules and back', async () => {
    const space = await Space.open(shop.replace('MEMBER', 'label()').replace('def label(self', 'def la$0bel(self'))
    const [item] = await space.ask<lsp.CallHierarchyItem[]>('textDocument/prepareCallHierarchy')
    const callers = await space.ask<lsp.CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item })
    assert.deepEqual(callers.map(({ from }) => from.name).sort(), ['make', 'serve', 'show'])
    await space.client.stop()
    const serve = await Space.open(shop.replace('MEMBER', 'label()').replace('def serve', 'def se$0rve'))
    const [from] = await serve.ask<lsp.CallHierarchyItem[]>('textDocument/prepareCallHierarchy')
    const calls = await serve.ask<lsp.CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: from })
    assert.deepEqual(
      calls.map(({ to }) => to.name),
      ['label'],
    )
    await serve.client.stop()
  })

  it('finds uses in files that know a class only by way of others, and looks at no more', async () => {
    const space = await Space.open(`#- orders.coro
class Order:
    def la$0bel(self): return 1
#- maker.coro
from orders import Order
def make() -> Order: ...
#- main.coro
import asyncio, maker
print(maker.make().label())
#- package/__init__.coro
from maker import (
    make,
)
#- package/inner.coro
from . import make
make().label()
#- stranger.coro
def label(order): return order.label()
`)
    const context = { includeDeclaration: false }
    const expected = ['main.coro:2 label', 'package/inner.coro:2 label']
    await space.check(await space.ask('textDocument/references', { context }), ...expected)
  })

  it('offers the modules of packages', async () => {
    const offered = async (line: string): Promise<string[]> => {
      const space = await Space.open(
        `#- main.coro\nimport package.orders\n${line}$0\n#- package/__init__.coro\n#- package/orders.coro\nx = 1\n`,
      )
      // Once all files have been read.
      await space.ask('workspace/symbol', { query: 'x' })
      const { items } = await space.ask<lsp.CompletionList>('textDocument/completion')
      await space.client.stop()
      return items.map(({ label }) => label)
    }
    assert.deepEqual(await offered('from package import '), ['orders'])
    assert.deepEqual(await offered('import package.'), ['orders'])
    assert.deepEqual(await offered('package.orders.'), ['x'])
    assert.ok((await offered('import ')).includes('package'))
  })
})
