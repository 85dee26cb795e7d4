/** The rules as a client meets them: settings, repairs, Python files, other files that change. */

import assert from 'node:assert/strict'
import type * as lsp from 'vscode-languageserver/node'
import { analyze } from '../../language/index.ts'
import { codeActions } from '../../server/features/code-action.ts'
import { TestClient } from './client.ts'

const dropped = 'import asyncio\nasync def f(): await asyncio.sleep(0)\nasync def main():\n    f()\n    await f()\n'

async function codes(client: TestClient, uri: string, version?: number): Promise<(string | number | undefined)[]> {
  return (await client.diagnostics(uri, version)).map(item => item.code)
}

describe('server: rules', () => {
  it('are as loud as the client says, at the start and later', async () => {
    const client = await TestClient.start({
      initializationOptions: { rules: { 'never-awaited': 'error', nonsense: 'error', 'always-true': 7 } },
    })
    const uri = 'file:///rules/a.coro'
    await client.open(uri, dropped)
    const [first] = await client.diagnostics(uri)
    assert.deepEqual([first.code, first.severity, first.source], ['never-awaited', 1, 'Coro'])
    await client.notify('workspace/didChangeConfiguration', { settings: { coroscope: { rules: { '*': 'off' } } } })
    await client.change(uri, 2, [{ text: `${dropped}\n` }])
    assert.deepEqual(await codes(client, uri, 2), [])
    await client.stop()
  })

  it('are repaired by code actions, and silenced by one', async () => {
    const client = await TestClient.start({ pulls: true })
    const uri = 'file:///rules/b.coro'
    await client.open(uri, dropped)
    const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 7 } }
    const actions = await client.request<lsp.CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    })
    assert.deepEqual(
      actions.map(({ title, isPreferred }) => [title, isPreferred === true]),
      [
        ["Add 'await'", true],
        ["Ignore 'never-awaited' on this line", false],
      ],
    )
    await client.stop()
  })

  it('stand beside repairs of what is not in Coro', () => {
    const repaired = (source: string): string[] => {
      const analysis = analyze(source, { modules: new Set(['asyncio']) })
      return codeActions.answer(analysis, { start: 0, end: source.length }).flatMap(({ title, edits }) => {
        if (title.startsWith('Ignore')) return []
        const [{ span, newText }] = edits
        return [`${title}: ${source.slice(0, span.start)}${newText}${source.slice(span.end)}`]
      })
    }
    assert.deepEqual(repaired('from queue import Queue\nx = Queue\n'), [
      'Import it from asyncio: from asyncio import Queue\nx = Queue\n',
      'Do without it where it is missing: try:\n    from queue import Queue\nexcept ImportError:\n    Queue = None\nx = Queue\n',
      'Take the import away: x = Queue\n',
    ])
    assert.deepEqual(repaired('def f():\n    import socket\n'), [
      'Do without it where it is missing: def f():\n    try:\n        import socket\n    except ImportError:\n        socket = None\n',
      'Take the import away: def f():\n    pass\n',
    ])
  })

  it('are all that a Python file gets', async () => {
    const client = await TestClient.start({ pulls: true })
    const uri = 'file:///rules/c.py'
    const textDocument = { uri }
    await client.open(uri, `import threading\nprint(missing)\n${dropped}def g(:\n`, 'python')
    const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
    assert.deepEqual(
      report.items.map(item => item.code),
      ['never-awaited'],
    )
    const position = { line: 3, character: 11 }
    assert.equal(await client.request('textDocument/hover', { textDocument, position }), null)
    assert.equal(await client.request('textDocument/completion', { textDocument, position }), null)
    assert.notEqual(await client.request('coroscope/stateMachine', { textDocument, position }), null)
    assert.notEqual(await client.request('textDocument/codeLens', { textDocument }), null)
    await client.notify('workspace/didChangeConfiguration', { settings: { coroscope: { python: 'off' } } })
    assert.equal(await client.request('coroscope/stateMachine', { textDocument, position }), null)
    await client.stop()
  })

  it('follow what other open files say', async () => {
    const client = await TestClient.start({ pulls: true })
    const main = { uri: 'file:///rules/main.coro' }
    const aside = 'file:///rules/aside.coro'
    await client.open(aside, 'async def load(): pass\n')
    await client.open(main.uri, 'from aside import load\nasync def main():\n    load()\n    await load()\n')
    const ask = async (): Promise<unknown[]> => {
      const report = await client.request<lsp.FullDocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: main,
      })
      return report.items.map(item => item.code).filter(code => code !== 'never-suspends')
    }
    assert.deepEqual(await ask(), ['never-awaited'])
    await client.change(aside, 2, [{ text: 'def load(): pass\n' }])
    assert.deepEqual(await ask(), ['not-awaitable'])
    await client.stop()
  })

  it('hover tells the type at the place, and what a coroutine gives', async () => {
    const client = await TestClient.start()
    const uri = 'file:///rules/d.coro'
    await client.open(
      uri,
      'async def f():\n    raise ValueError\n    return 1\nasync def main(x):\n    y = f()\n    z = await y\n    print(z)\n',
    )
    const hover = async (line: number, character: number): Promise<string> => {
      const found = await client.request<lsp.Hover | null>('textDocument/hover', {
        textDocument: { uri },
        position: { line, character },
      })
      return found === null ? '' : (found.contents as lsp.MarkupContent).value
    }
    assert.match(await hover(0, 10), /Returns `Never`, may raise `ValueError`\./)
    assert.match(await hover(4, 4), /Coroutine\[Never, Any, Never\]|A `coroutine`/)
    await client.stop()
  })
})
