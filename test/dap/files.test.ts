// Programs in real files: modules beside the program, breakpoints in code that is not loaded yet, text from disk.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { everywhere } from './everywhere.ts'

everywhere('files', open => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'coroscope-dap-'))
    writeFileSync(join(folder, 'main.py'), `print('before')\nimport helper\n\n\nprint(helper.double(4))\n`)
    writeFileSync(join(folder, 'helper.coro'), `factor = 2\n\n\ndef double(x):\n    return factor * x\n`)
    writeFileSync(join(folder, 'broken.py'), 'def f(:\n')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('bind breakpoints when their module is imported', async function () {
    // A worker has no files.
    if (this.test!.parent!.title.includes('worker')) this.skip()
    const client = await open()
    const helper = join(folder, 'helper.coro')
    await client.request('initialize', { adapterID: 'coro' })
    await client.request('launch', { program: join(folder, 'main.py') })
    const { breakpoints } = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>('setBreakpoints', {
      source: { path: helper },
      breakpoints: [{ line: 5 }],
    })
    assert.deepEqual(
      [breakpoints[0].verified, breakpoints[0].message],
      [false, 'This file is not loaded by the program (yet).'],
    )
    await client.request('configurationDone')
    const { breakpoint } = (await client.event('breakpoint')).body as DebugProtocol.BreakpointEvent['body']
    assert.deepEqual([breakpoint.id, breakpoint.verified, breakpoint.line], [breakpoints[0].id, true, 5])
    const stop = await client.stopped('breakpoint')
    assert.deepEqual(stop.hitBreakpointIds, [breakpoint.id])
    const frame = await client.topFrame(1)
    assert.equal(frame.source!.path, helper)
    assert.equal(frame.moduleId, 'helper')
    const { modules } = await client.request<{ modules: { name: string; isUserCode: boolean }[] }>('modules', {})
    assert.ok(modules.some(module => module.name === 'helper' && module.isUserCode))
    const { sources } = await client.request<{ sources: DebugProtocol.Source[] }>('loadedSources', {})
    assert.ok(sources.some(source => source.path === helper))
    assert.match(
      (await client.request<{ content: string }>('source', { source: { path: helper }, sourceReference: 0 })).content,
      /^factor = 2/,
    )
    await client.request('setBreakpoints', { source: { path: helper }, breakpoints: [] })
    await client.request('continue', { threadId: 1 })
    assert.deepEqual((await client.event('exited')).body, { exitCode: 0 })
    assert.equal(client.output.stdout, 'before\n8\n')
    await client.close()
  })

  it('that are no files, or cannot be opened, are refused at once', async function () {
    if (this.test!.parent!.title.includes('worker') || process.platform === 'win32') this.skip()
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    execFileSync('mkfifo', [join(folder, 'pipe.py')])
    symlinkSync('loop.py', join(folder, 'loop.py'))
    for (const [program, why] of [
      [join(folder, 'pipe.py'), /can't open file '.*pipe.py': it is not a regular file/],
      ['/dev/zero', /'\/dev\/zero': it is not a regular file/],
      [join(folder, 'loop.py'), /\[Errno \d+\] Too many levels of symbolic links/],
      [`${folder}/a\0b.py`, /: embedded null byte/],
    ] as const)
      assert.match(await client.refused('launch', { program }), why)
    await client.close()
  })

  it('an error whose text has braces reaches the client as it is', async () => {
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    const response = await client.ask('{launch}', {})
    const { error } = response.body as { error: { format: string; variables?: Record<string, string> } }
    assert.match(response.message!, /'\{launch\}' is not a request/)
    assert.equal(
      error.format.replace(/\{(\w+)\}/g, (hole, name: string) => error.variables?.[name] ?? hole),
      response.message,
    )
    const plain = (await client.ask('attach', {})).body as typeof response.body
    assert.match(plain.error.format, /There is nothing to attach to/)
    await client.close()
  })

  it('that cannot be run are refused in words', async function () {
    if (this.test!.parent!.title.includes('worker')) this.skip()
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    const launch = (name: string): Promise<string> => client.refused('launch', { program: join(folder, name) })
    assert.match(await launch('missing.py'), /can't open file '.*missing\.py': \[Errno 2\] No such file or directory/)
    assert.match(await launch('.'), /can't find '__main__' module in/)
    assert.match(await launch('broken.py'), /SyntaxError: invalid syntax/)
    await client.close()
  })

  it('are named by addresses for a client that does so', async function () {
    if (this.test!.parent!.title.includes('worker')) this.skip()
    const client = await open()
    const uri = `file://${join(folder, 'main.py')}`
    await client.start({ program: uri }, [{ path: uri, lines: [5] }], { pathFormat: 'uri' })
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).source!.path, uri)
    await client.close()
  })
})
