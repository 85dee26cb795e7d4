/** How the server behaves as a server: versions, changes, push and pull, texts in any state, a process of its own. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import type * as lsp from 'vscode-languageserver/node'
import { analyze, dumpTokens, SourceText } from '../../language/index.ts'
import { TestClient } from './client.ts'

const uri = 'file:///test/a.coro'
const textDocument = { uri }

/** A small random number generator, the same on every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

const programs = readdirSync('examples')
  .filter(name => name.endsWith('.coro'))
  .map(name => readFileSync(`examples/${name}`, 'utf8'))

/** Every request there is, at one place of a document. */
async function askEverything(client: TestClient, position: lsp.Position, end: lsp.Position): Promise<void> {
  const at = { textDocument, position }
  const range = { start: { line: 0, character: 0 }, end }
  await Promise.all([
    client.request('textDocument/hover', at),
    client.request('textDocument/definition', at),
    client.request('textDocument/references', { ...at, context: { includeDeclaration: true } }),
    client.request('textDocument/documentHighlight', at),
    client.request('textDocument/completion', at),
    client.request('textDocument/signatureHelp', at),
    client.request('textDocument/documentSymbol', at),
    client.request('textDocument/foldingRange', at),
    client.request('textDocument/selectionRange', { textDocument, positions: [position] }),
    client.request('textDocument/codeLens', at),
    client.request('textDocument/inlayHint', { textDocument, range }),
    client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    client.request('textDocument/semanticTokens/full', at),
    client.request('textDocument/semanticTokens/range', { textDocument, range }),
    client.request('textDocument/diagnostic', at),
    client.request('coroscope/tree', at),
    client.request('coroscope/tokens', at),
    client.request('coroscope/stateMachine', at),
    client.request('textDocument/prepareRename', at).catch(() => null),
    client.request('textDocument/rename', { ...at, newName: 'renamed' }).catch(() => null),
  ])
}

describe('server: protocol', () => {
  it('says what it can do', async () => {
    const client = await TestClient.start()
    assert.equal(client.serverName, 'Coroscope')
    assert.deepEqual(client.capabilities.textDocumentSync, { openClose: true, change: 2, save: false })
    for (const name of [
      'hover',
      'definition',
      'references',
      'documentHighlight',
      'documentSymbol',
      'foldingRange',
    ] as const) {
      assert.ok(client.capabilities[`${name}Provider`], name)
    }
    assert.deepEqual(client.capabilities.renameProvider, { prepareProvider: true })
    await client.stop()
  })

  it('follows incremental changes exactly', async () => {
    const client = await TestClient.start({ pulls: true })
    const random = randomFrom(7)
    let { source } = new SourceText(programs[0])
    await client.open(uri, source)
    const pieces = [
      '\n',
      '\r\n',
      '\r',
      'é',
      '😀',
      '(',
      '"""',
      'async def f():\n    await x\n',
      '',
      ' ',
      '#',
      '\t',
      'yield',
    ]
    for (let version = 2; version < 120; version++) {
      const text = new SourceText(source)
      const a = random(source.length + 1)
      const b = Math.min(source.length, a + random(12))
      const piece = pieces[random(pieces.length)]
      const range = { start: text.positionAt(a), end: text.positionAt(b) }
      await client.change(uri, version, [{ range, text: piece }])
      // Between the two characters of a line end there is no position: what the client means is the end of the line.
      source = source.slice(0, text.offsetAt(range.start)) + piece + source.slice(text.offsetAt(range.end))
      if (version % 10 === 0) {
        const fresh = 'file:///test/fresh.coro'
        await client.open(fresh, source)
        const tokens = await client.request('coroscope/tokens', { textDocument })
        assert.equal(tokens, await client.request('coroscope/tokens', { textDocument: { uri: fresh } }))
        const reportOf = async (of: string): Promise<lsp.Diagnostic[]> =>
          (
            await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', {
              textDocument: { uri: of },
            })
          ).items
        assert.deepEqual(await reportOf(uri), await reportOf(fresh))
      }
    }
    assert.deepEqual(client.log, [])
    await client.stop()
  })

  it('sends diagnostics for the version they are about, once for many changes, and takes them back', async () => {
    const client = await TestClient.start({ initializationOptions: { rules: { 'undefined-name': 'off' } } })
    await client.open(uri, 'await x')
    assert.equal((await client.diagnostics(uri)).length, 1)
    for (let version = 2; version <= 9; version++) await client.change(uri, version, [{ text: `x = ${version}` }])
    assert.deepEqual(await client.diagnostics(uri, 9), [])
    await client.change(uri, 10, [{ text: 'await x' }])
    assert.equal((await client.diagnostics(uri, 10)).length, 1)
    await client.close(uri)
    await client.request('workspace/symbol', { query: '' })
    assert.deepEqual(await client.diagnostics(uri), [])
    await client.stop()
  })

  it('sends nothing to a client that asks', async () => {
    const client = await TestClient.start({ pulls: true })
    await client.open(uri, 'await x')
    const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
    assert.equal(report.kind, 'full')
    assert.equal(report.items[0].message, "'await' outside function")
    await client.stop()
  })

  it('sends the difference of semantic tokens', async () => {
    const client = await TestClient.start()
    await client.open(uri, 'x = 1\ny = 2\nz = x\n')
    const full = await client.request<lsp.SemanticTokens>('textDocument/semanticTokens/full', { textDocument })
    await client.change(uri, 2, [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }, text: 'async def f(): pass' },
    ])
    const after = await client.request<lsp.SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: full.resultId,
    })
    const data = [...full.data]
    for (const edit of after.edits) data.splice(edit.start, edit.deleteCount, ...(edit.data ?? []))
    const fresh = await client.request<lsp.SemanticTokens>('textDocument/semanticTokens/full', { textDocument })
    assert.deepEqual(data, fresh.data)
    const unknown = await client.request<lsp.SemanticTokens>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: 'nothing',
    })
    assert.deepEqual(unknown.data, fresh.data)
    await client.stop()
  })

  it('counts columns as the client likes', async () => {
    const text = "x = '😀é'; name = 1\nprint('é', name)\n# 😀\nnowhere\n"
    for (const [columns, first, second] of [
      [['utf-32', 'utf-16'], 10, 11],
      [['utf-8', 'utf-16'], 14, 12],
      [['utf-7'], 11, 11],
    ] as const) {
      const own = await TestClient.start({ columns })
      const counted = columns[0] === 'utf-7' ? 'utf-16' : columns[0]
      assert.equal(own.capabilities.positionEncoding, counted)
      await own.open(uri, text)
      const name = { start: { line: 0, character: first }, end: { line: 0, character: first + 4 } }
      const definitions = await own.request<lsp.Location[]>('textDocument/definition', {
        textDocument,
        position: { line: 1, character: second + 1 },
      })
      assert.deepEqual(definitions, [{ uri, range: name }], counted)
      const { data } = await own.request<lsp.SemanticTokens>('textDocument/semanticTokens/full', { textDocument })
      let [line, column] = [0, 0]
      const starts: string[] = []
      for (let at = 0; at < data.length; at += 5) {
        column = data[at] === 0 ? column + data[at + 1] : data[at + 1]
        line += data[at]
        starts.push(`${line}:${column}+${data[at + 2]}`)
      }
      assert.ok(starts.includes(`0:${first}+4`) && starts.includes(`1:${second}+4`), `${counted}: ${starts}`)
      // A letter in place of the é, then one in the middle of the face, which is the start of it.
      await own.change(uri, 2, [
        { range: { start: { line: 1, character: 7 }, end: { line: 1, character: second - 3 } }, text: 'e' },
        { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 2 } }, text: 'n' },
      ])
      assert.equal(
        await own.request('coroscope/tokens', { textDocument }),
        dumpTokens(analyze("x = '😀é'; name = 1\nprint('e', name)\n# n😀\nnowhere\n").tokens),
      )
      const [undefinedName] = await own.diagnostics(uri, 2)
      assert.deepEqual(undefinedName.range.start, { line: 3, character: 0 })
      await own.stop()
    }
  })

  it('leaves the lenses to a client that has its own', async () => {
    const client = await TestClient.start({ initializationOptions: { codeLens: false } })
    await client.open(uri, 'def f(): yield')
    assert.deepEqual(await client.request('textDocument/codeLens', { textDocument }), [])
    await client.stop()
  })

  it('gives the documentation of completions when it is asked for, or at once', async () => {
    for (const resolves of [true, false]) {
      const client = await TestClient.start({ resolves })
      await client.open(uri, 'def talk():\n    yield 1\n\n')
      const position = { line: 2, character: 0 }
      const { items } = await client.request<lsp.CompletionList>('textDocument/completion', { textDocument, position })
      const item = items.find(({ label }) => label === 'talk')!
      assert.equal(item.documentation === undefined, resolves)
      const resolved = await client.request<lsp.CompletionItem>('completionItem/resolve', item)
      assert.match((resolved.documentation as lsp.MarkupContent).value, /1 suspension point/)
      await client.stop()
    }
  })

  it('makes the edit of a repair when it is asked for', async () => {
    const client = await TestClient.start({ resolvesEdits: true })
    await client.open(uri, 'x = 1 is 1\n')
    const range = { start: { line: 0, character: 4 }, end: { line: 0, character: 10 } }
    const ask = { textDocument, range, context: { diagnostics: [] } }
    const [action] = await client.request<lsp.CodeAction[]>('textDocument/codeAction', ask)
    assert.equal(action.edit, undefined)
    const resolved = await client.request<lsp.CodeAction>('codeAction/resolve', action)
    assert.equal(resolved.edit?.changes?.[uri][0].newText, '==')
    // Of another text it is not known what the edit would do.
    await client.change(uri, 2, [{ text: 'y\n' }])
    const late = await client.request<lsp.CodeAction>('codeAction/resolve', action)
    assert.equal(late.edit, undefined)
    await client.stop()
  })

  it('answers nothing about what is not open', async () => {
    const client = await TestClient.start()
    const position = { line: 3, character: 9 }
    assert.equal(await client.request('textDocument/hover', { textDocument, position }), null)
    await client.open(uri, '')
    await askEverything(client, { line: 50, character: 50 }, { line: 99, character: 0 })
    assert.deepEqual(client.log, [])
    await client.stop()
  })

  it('answers everything about any text', async () => {
    const client = await TestClient.start({ pulls: true })
    await client.open(uri, '')
    const random = randomFrom(3)
    let version = 2
    for (const program of programs) {
      const texts = Array.from({ length: 12 }, () => program.slice(0, random(program.length)))
      for (let i = 0; i < 12; i++) {
        const a = random(program.length)
        texts.push(program.slice(0, a) + program.slice(a + 1 + random(30)))
      }
      for (const source of texts) {
        const text = new SourceText(source)
        await client.change(uri, version++, [{ text: source }])
        await askEverything(client, text.positionAt(random(source.length + 1)), text.positionAt(source.length))
      }
    }
    for (const source of [
      `x${'.a'.repeat(20_000)}`,
      `x${' + x'.repeat(20_000)}`,
      '('.repeat(5000),
      'lambda: '.repeat(3000),
      'if x:\n'.repeat(2000),
      'x = '.repeat(5000),
      `f"${'{'.repeat(500)}`,
      '\u0000\uD800 = 1',
      'async '.repeat(2000),
    ]) {
      await client.change(uri, version++, [{ text: source }])
      const text = new SourceText(source)
      await askEverything(client, text.positionAt(source.length >> 1), text.positionAt(source.length))
    }
    assert.deepEqual(client.log, [])
    await client.stop()
  })
})

describe('server: processes', () => {
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'coroscope-'))
  })

  after(() => rmSync(folder, { recursive: true }))

  async function bundle(entry: string, platform: 'node' | 'browser'): Promise<string> {
    const outfile = join(folder, `${platform}.js`)
    await build({
      entryPoints: [entry],
      bundle: true,
      platform,
      outfile,
      logLevel: 'error',
      define: { __VERSION__: '"0"' },
    })
    return outfile
  }

  const program = 'async def f():\n    yield from g()\n'
  const message = "'yield from' inside async function"

  it('serves over stdio and ends when asked to', async () => {
    const file = await bundle('server/main/node.ts', 'node')
    const server = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise(resolve => server.on('exit', resolve))
    const client = await TestClient.connect(server.stdout, server.stdin)
    await client.open(uri, program)
    const [error] = await client.diagnostics(uri)
    assert.equal(error.message, message)
    await client.exit()
    assert.equal(await ended, 0)
  })

  it('serves in a web worker', async () => {
    const file = await bundle('server/main/worker.ts', 'browser')
    // A worker of Node with the names of a web worker that the server uses.
    const shell = `
      const { parentPort } = require('node:worker_threads')
      globalThis.self = {
        postMessage: message => parentPort.postMessage(message),
        addEventListener() {},
        set onmessage(handler) { parentPort.on('message', data => handler({ data })) },
      }
      require(${JSON.stringify(file)})`
    const worker = new Worker(shell, { eval: true })
    const received: { method?: string; id?: number; params?: lsp.PublishDiagnosticsParams }[] = []
    const arrived = new Promise<void>((resolve, reject) => {
      worker.on('error', reject)
      worker.on('message', item => {
        received.push(item)
        if (item.method === 'textDocument/publishDiagnostics') resolve()
      })
    })
    const send = (body: object): void => worker.postMessage({ jsonrpc: '2.0', ...body })
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } })
    send({ method: 'initialized', params: {} })
    const document = { uri, languageId: 'coro', version: 1, text: program }
    send({ method: 'textDocument/didOpen', params: { textDocument: document } })
    await arrived
    await worker.terminate()
    const published = received.find(item => item.method === 'textDocument/publishDiagnostics')
    assert.equal(published?.params?.diagnostics[0].message, message)
  })
})
