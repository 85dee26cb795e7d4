// What the protocol offers beyond running and stepping: formats, checksums, columns, progress and cancel, one coroutine alone, jumps, and
// the verbs of the Debug Console in run mode.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { requests } from '../../debugger/dap/requests.ts'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { marked, ring, script, talk } from './programs.ts'

const start = (client: DapClient, program: Marked, marks: string[], more: object = {}, initialize: object = {}) =>
  client.start(
    { program: program.path, source: program.source, ...more },
    [{ path: program.path, lines: marks.map(mark => program.line(mark)) }],
    initialize as Record<string, unknown>,
  )

/** All requests of version 1.71 of the protocol that a client sends. */
const protocol =
  'attach breakpointLocations cancel completions configurationDone continue dataBreakpointInfo disassemble disconnect evaluate exceptionInfo goto gotoTargets initialize launch loadedSources locations modules next pause readMemory restart restartFrame reverseContinue scopes setBreakpoints setDataBreakpoints setExceptionBreakpoints setExpression setFunctionBreakpoints setInstructionBreakpoints setVariable source stackTrace stepBack stepIn stepInTargets stepOut terminate terminateThreads threads variables writeMemory'

describe('the request table', () => {
  it('has a row for every request of the protocol', () => {
    assert.deepEqual(
      protocol.split(' ').filter(name => !Object.hasOwn(requests, name)),
      [],
    )
  })
})

const agen = marked(
  'agen',
  `async def numbers(n):
    for i in range(n):
        got = yield i  # @yield
        print('got', got)


def tick():
    got = yield 'tick'
    print('tock', got)
    yield 'tack'


a = numbers(3)
t = tick()
next(t)
print('here')  # @here
print('there')  # @there
if a:
    x = 1  # @inside
print('end')  # @end
`,
)

everywhere('the protocol', open => {
  it('frames are named as the client wants', async () => {
    const client = await open()
    await start(client, script, ['test'])
    await client.stopped('breakpoint')
    const named = async (format: object): Promise<string> => {
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
        threadId: 1,
        format,
      })
      return stackFrames[0].name
    }
    assert.equal(await named({}), 'fib')
    assert.equal(await named({ parameters: true }), 'fib(n)')
    assert.equal(
      await named({ parameters: true, parameterNames: true, parameterTypes: true, parameterValues: true }),
      'fib(n: int=1)',
    )
    assert.equal(await named({ parameters: true, parameterValues: true, hex: true }), 'fib(0x1)')
    assert.equal(await named({ module: true, line: true }), `__main__!fib, line ${script.line('test')}`)
    await client.close()
  })

  it('sources have checksums, and breakpoints in a changed file are not bound', async () => {
    const client = await open()
    await start(client, script, ['test'])
    await client.stopped('breakpoint')
    const checksum = createHash('sha256').update(script.source).digest('hex')
    const { sources } = await client.request<DebugProtocol.LoadedSourcesResponse['body']>('loadedSources')
    assert.deepEqual(sources.find(one => one.path === script.path)?.checksums, [{ algorithm: 'SHA256', checksum }])
    const bound = async (checksum: string): Promise<DebugProtocol.Breakpoint> => {
      const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
        source: { path: script.path, checksums: [{ algorithm: 'SHA256', checksum }] },
        breakpoints: [{ line: script.line('test') }],
      })
      return breakpoints[0]
    }
    assert.equal((await bound(checksum)).verified, true)
    assert.match((await bound('00')).message!, /has changed since/)
    await client.close()
  })

  it('modules say how many of their functions make coroutines', async () => {
    const client = await open()
    await start(client, ring, ['after'])
    await client.stopped('breakpoint')
    const { modules } = await client.request<{ modules: (DebugProtocol.Module & { coroutineFunctions: number })[] }>(
      'modules',
    )
    assert.equal(modules.find(one => one.name === '__main__')?.coroutineFunctions, 2)
    await client.close()
  })

  it('one coroutine can go on alone', async () => {
    const client = await open()
    await start(client, ring, ['after'])
    const { threadId } = await client.stopped('breakpoint')
    await client.request('setBreakpoints', { source: { path: ring.path }, breakpoints: [] })
    // The one that runs: until it waits.
    const { allThreadsContinued } = await client.request('continue', { threadId, singleThread: true })
    assert.equal(allThreadsContinued, false)
    assert.equal((await client.stopped('step')).threadId, threadId)
    // Another, which is suspended: it alone runs to its end.
    const other = threadId === 2 ? 3 : 2
    await client.request('continue', { threadId: other, singleThread: true })
    assert.equal((await client.stopped('return')).text, `worker#${other - 1} returned 3`)
    await client.close()
  })

  it('the program jumps to a statement of the same block, and that can be undone', async () => {
    const client = await open()
    await start(client, agen, ['here'])
    await client.stopped('breakpoint')
    const targets = async (mark: string): Promise<DebugProtocol.GotoTarget[]> =>
      (
        await client.request<DebugProtocol.GotoTargetsResponse['body']>('gotoTargets', {
          source: { path: agen.path },
          line: agen.line(mark),
        })
      ).targets
    // Into another block there is no way.
    assert.deepEqual(await targets('inside'), [])
    const [jump] = await targets('end')
    assert.equal(jump.label, `jump to line ${agen.line('end')}`)
    await client.request('goto', { threadId: 1, targetId: jump.id })
    await client.stopped('goto')
    assert.equal((await client.topFrame(1)).line, agen.line('end'))
    assert.deepEqual(
      (await targets('there')).map(one => one.label),
      [`jump to line ${agen.line('there')}`],
    )
    // Before the jump at the same time.
    const { time } = await client.request<{ time: number }>('coroscope/coroutines')
    await client.request('coroscope/travel', { time })
    await client.stopped('goto')
    assert.equal((await client.topFrame(1)).line, agen.line('here'))
    const [again] = await targets('end')
    await client.request('goto', { threadId: 1, targetId: again.id })
    await client.stopped('goto')
    await client.request('continue', { threadId: 1 })
    await client.event('exited')
    assert.equal(client.output.stdout, 'end\n')
    await client.close()
  })

  it('a suspended coroutine is driven in run mode: by verbs, by targets, by terminateThreads', async () => {
    const client = await open()
    await start(client, agen, ['here'])
    await client.stopped('breakpoint')
    const frame = async (threadId: number): Promise<number> => (await client.topFrame(threadId)).id
    const said = await client.request('evaluate', {
      expression: 'asend(None)',
      frameId: await frame(2),
      context: 'repl',
    })
    assert.equal(said.result, 'yielded 0')
    await client.stopped('suspended')
    const { targets } = await client.request<DebugProtocol.StepInTargetsResponse['body']>('stepInTargets', {
      frameId: await frame(2),
    })
    const labels = targets.map(one => one.label)
    assert.ok(labels.includes('asend(None)') && labels.includes('aclose()'), labels.join())
    await client.request('stepIn', { threadId: 2, targetId: targets[labels.indexOf('aclose()')].id })
    await client.stopped('return')
    await client.request('terminateThreads', { threadIds: [3] })
    assert.match((await client.stopped('return')).text!, /tick#2 closed/)
    // The program goes on where it stood.
    await client.request('continue', { threadId: 1 })
    await client.event('exited')
    assert.equal(client.output.stdout, 'here\nthere\nend\n')
    await client.close()
  })

  it('what the debugger says is styled for clients that can show it, what the program prints is passed on', async () => {
    const client = await open()
    await start(client, script, [], {}, { supportsANSIStyling: true })
    await client.close()
    const styled = await open()
    const source = "print('\\x1b[31mred\\x1b[0m')\nx = 1\n"
    await styled.start(
      { program: '/p/red.py', source },
      [{ path: '/p/red.py', lines: [{ line: 2, logMessage: 'x is {1 + 1}' }] }],
      { supportsANSIStyling: true },
    )
    await styled.event('exited')
    assert.equal(styled.output.stdout, '\x1b[31mred\x1b[0m\n')
    assert.equal(styled.output.console, '\x1b[2mx is 2\x1b[22m\n')
    await styled.close()
  })

  it('a long search backwards tells how far it is and can be cancelled', async () => {
    const client = await open()
    const source = 'x = 0\nfor i in range(700000):\n    x += i\nprint(x)\n'
    await client.start({ program: '/p/long.py', source }, [{ path: '/p/long.py', lines: [{ line: 4 }] }], {
      supportsProgressReporting: true,
    })
    await client.stopped('breakpoint')
    await client.request('setBreakpoints', {
      source: { path: '/p/long.py' },
      breakpoints: [{ line: 1, condition: 'False' }],
    })
    const before = (await client.request<{ time: number }>('coroscope/coroutines')).time
    await client.request('reverseContinue', { threadId: 1 })
    const { body } = await client.event('progressStart')
    assert.deepEqual([body.cancellable, body.title], [true, 'Looking back through the history'])
    await client.request('cancel', { progressId: body.progressId })
    await client.event('progressEnd')
    const stop = await client.stopped('pause')
    assert.match(stop.text!, /stands where it stood/)
    assert.equal((await client.request<{ time: number }>('coroscope/coroutines')).time, before)
    await client.close()
  })

  it('looking cannot change or end the program', async () => {
    const client = await open()
    const { id } = await (async () => {
      await start(client, talk, [], { drive: 'talk(1)' })
      const { threadId } = await client.stopped('entry')
      await client.request('next', { threadId })
      await client.stopped('suspended')
      return client.topFrame(threadId!)
    })()
    const time = (await client.request<{ time: number }>('coroscope/coroutines')).time
    for (const expression of [
      '__import__("sys").exit(3)',
      'exec("total = 99")',
      '[None for _ in iter(int, 1)]',
      '(lambda f: f(f))(lambda f: f(f))',
      'globals().clear()',
      'print("x")',
      '(yield)',
      'input()',
      '"a" * 10**12',
      '10 ** 10 ** 10',
    ])
      for (const context of ['watch', 'hover', 'variables', 'clipboard'])
        await client.ask('evaluate', { expression, frameId: id, context })
    assert.equal((await client.request<{ time: number }>('coroscope/coroutines')).time, time)
    assert.equal(client.output.stdout, undefined)
    const answer = await client.request('coroscope/drive', { threadId: 2, action: 'send', expression: '5' })
    assert.equal(answer.value, "'y?'")
    await client.close()
  })
})
