/** What no server should be asked, and how this one takes it: an answer or a clear error, and it goes on. */

import assert from 'node:assert/strict'
import type * as lsp from 'vscode-languageserver/node'
import { TestClient } from './client.ts'

const uri = 'file:///test/a.coro'
const textDocument = { uri }
const position = { line: 0, character: 1 }

describe('server: bad input', function () {
  this.timeout(300_000)
  let client: TestClient

  beforeEach(async () => {
    client = await TestClient.start({ pulls: true })
  })

  afterEach(async () => {
    // Still alive, and nothing of ours has failed.
    await client.open('file:///test/fine.coro', 'return\n')
    const fine = { textDocument: { uri: 'file:///test/fine.coro' } }
    const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', fine)
    assert.equal(report.items[0].message, "'return' outside function")
    assert.deepEqual(client.log, [])
    await client.stop()
  })

  /** Opens a text, asks about it, types into it, asks again. */
  async function check(text: string): Promise<lsp.Diagnostic[]> {
    await client.open(uri, text)
    const found: lsp.Diagnostic[] = []
    for (const version of [2, 3]) {
      const { items } = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument,
      })
      if (version === 2) found.push(...items)
      await client.request('textDocument/semanticTokens/full', { textDocument })
      await client.request('textDocument/hover', { textDocument, position })
      await client.request('textDocument/completion', { textDocument, position })
      await client.request('textDocument/foldingRange', { textDocument })
      await client.request('textDocument/documentSymbol', { textDocument })
      await client.change(uri, version, [{ range: { start: position, end: position }, text: 'x' }])
    }
    return found
  }

  it('five megabytes', async () => {
    const line = `x = [${'1, 2.5, "three", '.repeat(60)}]\n`
    await client.open(uri, line.repeat(5_000_000 / line.length))
    const range = { start: position, end: position }
    for (const version of [2, 3]) {
      const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
      assert.equal(report.items.length, version === 2 ? 0 : 1)
      await client.request('textDocument/semanticTokens/range', { textDocument, range })
      await client.request('textDocument/hover', { textDocument, position })
      await client.change(uri, version, [{ range, text: '$' }])
    }
  })

  it('a line of a megabyte', async () => {
    assert.deepEqual(await check(`x = [${'1, '.repeat(333_000)}]\n`), [])
    assert.deepEqual(await check(`x = '${'y'.repeat(1_000_000)}'\n`), [])
  })

  it('ten thousand brackets', async () => {
    const [error] = await check('('.repeat(10_000) + ')'.repeat(10_000))
    assert.equal(error.message, 'too many nested parentheses')
  })

  it('bytes that are no text, and lone surrogates', async () => {
    const bytes = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('')
    assert.ok((await check(bytes)).length > 0)
    await check(`x = '\ud800'\ny = \udfff\n\ud83d = 1\n`)
    const [nulls] = await check('x = 1\0\n')
    assert.match(String(nulls.message), /null bytes/)
  })

  it('line ends of all sorts in one file', async () => {
    await client.open(uri, 'a = 1\r\nb = 2\rc = 3\nd = e')
    const { items } = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument,
    })
    assert.deepEqual(
      items.map(item => item.range.start),
      [{ line: 3, character: 4 }],
    )
    // Between the two characters of a line end there is no place: this is the end of the line.
    const range = { start: { line: 0, character: 6 }, end: { line: 0, character: 99 } }
    await client.change(uri, 2, [{ range, text: '0' }])
    const tree = await client.request<string>('coroscope/tokens', { textDocument })
    assert.match(tree, /10/)
  })

  it('documents that nobody has opened, or that are closed meanwhile', async () => {
    const nobody = { textDocument: { uri: 'file:///nobody.coro' } }
    for (const method of ['hover', 'completion', 'foldingRange', 'codeLens', 'semanticTokens/full']) {
      assert.equal(await client.request(`textDocument/${method}`, { ...nobody, position }), null)
    }
    assert.deepEqual(await client.request('textDocument/diagnostic', nobody), { kind: 'full', items: [] })
    await client.change('file:///nobody.coro', 2, [{ text: 'x' }])
    await client.close('file:///nobody.coro')
    await client.open(uri, 'async def f(): pass\n')
    const answers = Promise.all([
      client.request('textDocument/references', { textDocument, position, context: { includeDeclaration: true } }),
      client.request('workspace/diagnostic', { previousResultIds: [] }),
      client.close(uri),
      client.request('textDocument/hover', { textDocument, position }),
    ])
    assert.equal((await answers)[3], null)
  })

  it('a document that is opened again, and versions that go back', async () => {
    await client.open(uri, 'return\n')
    await client.open(uri, 'x = 1\n')
    await client.change(uri, 1, [{ text: 'y = 1\n' }])
    const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
    assert.deepEqual(report.items, [])
  })

  it('places outside of the text', async () => {
    await client.open(uri, 'x = 1\n')
    const far = { line: 99_999, character: 99_999 }
    const before = { line: -1, character: -5 }
    for (const place of [far, before]) {
      await client.request('textDocument/hover', { textDocument, position: place })
      await client.request('textDocument/completion', { textDocument, position: place })
    }
    await client.change(uri, 2, [{ range: { start: far, end: before }, text: 'y = 2\n' }])
    await client.request('textDocument/documentSymbol', { textDocument })
  })

  it('requests that are called off', async () => {
    await client.open(uri, 'x = 1\n'.repeat(20_000))
    const cancelled = await client.requestAndCancel('textDocument/semanticTokens/full', { textDocument })
    assert.match(cancelled, /cancel|answered/i)
  })

  it('requests nobody knows, and parameters that are not what they should be', async () => {
    await assert.rejects(client.request('textDocument/nonsense', {}), /Unhandled method/)
    await client.open(uri, 'x = 1\n')
    // A rename to what is no name is refused in words.
    await assert.rejects(
      client.request('textDocument/rename', { textDocument, position: { line: 0, character: 0 }, newName: '1x' }),
      /'1x' is not a name/,
    )
    const position = { line: 0, character: 0 }
    for (const [method, params, message] of [
      ['textDocument/hover', undefined, "'textDocument' is missing"],
      ['textDocument/hover', { textDocument }, "'position' is missing"],
      ['textDocument/hover', { textDocument, position: { line: 'a' } }, "'position' is not what it should be"],
      ['textDocument/rename', { textDocument, position }, "'newName' is missing"],
      ['textDocument/codeAction', { textDocument, range: { start: position } }, "'range' is not what it should be"],
      ['textDocument/selectionRange', { textDocument, positions: 3 }, "'positions' is not what it should be"],
      ['callHierarchy/incomingCalls', { item: {} }, "'item' is not what it should be"],
      ['workspace/willRenameFiles', { files: 'all' }, "'files' is not what it should be"],
      ['workspace/symbol', {}, "'query' is missing"],
    ] as const) {
      await assert.rejects(client.request(method, params), (error: Error & { code?: number }) => {
        assert.equal(error.message, `${method}: ${message}.`)
        assert.equal(error.code, -32602)
        return true
      })
    }
    await client.notify('textDocument/didOpen', { textDocument: { uri: 'file:///b.coro', version: 1, text: 3 } })
    await client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: null })
    assert.match(await client.request('coroscope/tokens', { textDocument }), /'x'|x/)
    assert.deepEqual(client.log.splice(0), [
      "textDocument/didOpen: 'textDocument' is not what it should be.",
      "textDocument/didChange: 'contentChanges' is not what it should be.",
    ])
  })

  it('requests before the server is initialized, and after it was shut down', async () => {
    const own = await TestClient.start()
    await own.request('shutdown', undefined)
    await assert.rejects(
      own.request('textDocument/hover', { textDocument, position: { line: 0, character: 0 } }),
      /shut down/,
    )
    const early = TestClient.early()
    await assert.rejects(early.sendRequest('workspace/symbol', { query: '' }), /not been initialized/)
    early.dispose()
  })
})

describe('server: diagnostics on screen', () => {
  it('are taken back when the document is closed while they are being made', async () => {
    const client = await TestClient.start()
    await client.open(uri, 'return\n')
    await client.change(uri, 2, [{ text: 'return 1\n' }])
    await client.close(uri)
    await client.request('workspace/symbol', { query: '' })
    assert.deepEqual(client.shown(uri), [])
    await client.stop()
  })
})
