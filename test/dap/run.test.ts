// Run mode as a client sees it: breakpoints, steps, looking, history, and requests at the wrong time.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import type { Marked } from './programs.ts'
import { endless, failing, ring, script } from './programs.ts'

async function started(
  client: DapClient,
  program: Marked,
  lines: (number | Record<string, unknown>)[] = [],
  more: object = {},
): Promise<void> {
  await client.start({ program: program.path, source: program.source, ...more }, [{ path: program.path, lines }])
}

async function goes(client: DapClient, command: string, threadId: number, reason: string): Promise<number> {
  await client.request(command, { threadId })
  const stop = await client.stopped(reason)
  return (await client.topFrame(stop.threadId!)).line
}

everywhere('running', open => {
  it('runs to the end and says so', async () => {
    const client = await open()
    await started(client, script)
    assert.deepEqual((await client.event('exited')).body, { exitCode: 0 })
    await client.event('terminated')
    assert.equal(client.output.stdout, 'total 12\nresult 12\n')
    assert.match(await client.refused('continue', { threadId: 1 }), /has ended/)
    await client.request('disconnect')
    await client.close()
  })

  it('stops at entry, at breakpoints, and steps over, into and out', async () => {
    const client = await open()
    await started(client, script, [script.line('body')], { stopOnEntry: true })
    await client.stopped('entry')
    assert.equal((await client.topFrame(1)).line, script.line('import'))
    assert.equal(await goes(client, 'continue', 1, 'breakpoint'), script.line('body'))
    assert.deepEqual(await client.stack(1), [`work:${script.line('body')}`, `<module>:${script.line('call')}`])
    assert.equal(await goes(client, 'stepIn', 1, 'step'), script.line('test'))
    assert.equal(await goes(client, 'stepOut', 1, 'step'), script.line('body'))
    assert.equal(await goes(client, 'next', 1, 'step'), script.line('loop'))
    const locals = await client.scope(1, 'Locals')
    assert.deepEqual([locals.item, locals.total], ['1', '1'])
    assert.equal((await client.scope(1, 'Globals')).numbers, '[1, 2, 3, 4, 5]')
    await client.close()
  })

  it('steps back by line, and forward again the same way', async () => {
    const client = await open()
    await started(client, script, [script.line('print')])
    await client.stopped('breakpoint')
    const lines = [script.line('loop'), script.line('body'), script.line('loop'), script.line('body')]
    for (const line of lines) assert.equal(await goes(client, 'stepBack', 1, 'step'), line)
    assert.equal((await client.scope(1, 'Locals')).total, '4')
    for (const line of lines.slice(0, 3).reverse()) assert.equal(await goes(client, 'next', 1, 'step'), line)
    assert.equal(await goes(client, 'next', 1, 'breakpoint'), script.line('print'))
    assert.equal((await client.scope(1, 'Locals')).total, '12')
    await client.close()
  })

  it('steps back out of a call to the line that made it', async () => {
    const client = await open()
    await started(client, script, [script.line('start')])
    await client.stopped('breakpoint')
    assert.equal(await goes(client, 'stepBack', 1, 'step'), script.line('call'))
    await client.close()
  })

  it('continues backwards to a breakpoint, and then to the start', async () => {
    const client = await open()
    await started(client, script, [script.line('body'), { line: script.line('end') }])
    for (let i = 0; i < 5; i++) {
      if (i > 0) await client.request('continue', { threadId: 1 })
      await client.stopped('breakpoint')
    }
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('end'))
    for (let item = 5; item >= 1; item--) {
      assert.equal(await goes(client, 'reverseContinue', 1, 'breakpoint'), script.line('body'))
      assert.equal((await client.scope(1, 'Locals')).item, String(item))
    }
    assert.equal(await goes(client, 'reverseContinue', 1, 'entry'), script.line('import'))
    assert.equal(await goes(client, 'continue', 1, 'breakpoint'), script.line('body'))
    assert.equal((await client.scope(1, 'Locals')).item, '1')
    assert.equal(client.output.stdout, 'total 12\n')
    await client.close()
  })

  it('travels to any time and gives what lies ahead as the future', async () => {
    const client = await open()
    await started(client, script, [script.line('end')])
    await client.stopped('breakpoint')
    const { time: end } = await client.request<{ time: number }>('coroscope/coroutines', {})
    const whole = await client.request<{ events: object[] }>('coroscope/trace', {})
    for (const time of [0, 10, Math.floor(end / 2), end - 1, end, 7]) {
      assert.deepEqual(await client.request('coroscope/travel', { time }), { time })
      await client.stopped('goto')
      assert.equal((await client.request<{ time: number }>('coroscope/coroutines', {})).time, time)
      const { events, future } = await client.request<{ events: object[]; future: object[] }>('coroscope/trace', {})
      assert.deepEqual([...events, ...future], whole.events)
    }
    assert.equal(await goes(client, 'continue', 1, 'breakpoint'), script.line('end'))
    assert.equal((await client.request<{ time: number }>('coroscope/coroutines', {})).time, end)
    assert.equal(client.output.stdout, 'total 12\n')
    await client.close()
  })

  it('pauses and stops an endless loop', async () => {
    const client = await open()
    await started(client, endless)
    assert.match(await client.refused('stackTrace', { threadId: 1 }), /running: pause it first/)
    await client.event('coroscope/changed')
    await client.request('pause', { threadId: 1 })
    await client.stopped('pause')
    const first = Number((await client.request('evaluate', { expression: 'n' })).result)
    assert.equal(Number.isInteger(first), true)
    await client.request('continue', { threadId: 1 })
    assert.match(await client.refused('continue', { threadId: 1 }), /running/)
    await client.request('terminate')
    await client.event('terminated')
    await client.close()
  })

  it('disconnects from an endless loop', async () => {
    const client = await open()
    await started(client, endless)
    await client.request('disconnect')
    await client.close()
  })

  it('stays in a coroutine when it steps over an await', async () => {
    const client = await open()
    await started(client, ring, [{ line: ring.line('begin'), hitCondition: '1' }])
    const { threadId } = await client.stopped('breakpoint')
    assert.equal((await client.scope(threadId!, 'Locals')).name, "'a'")
    const expected = ['for', 'turn', 'after', 'for', 'turn', 'after', 'for', 'turn', 'after', 'for', 'finish']
    for (const mark of expected) {
      assert.equal(await goes(client, 'next', threadId!, 'step'), ring.line(mark))
      assert.equal((await client.scope(threadId!, 'Locals')).name, "'a'")
    }
    assert.equal(await goes(client, 'next', threadId!, 'step'), ring.line('stop'))
    await client.close()
  })

  it('steps out of a coroutine to where it suspends', async () => {
    const client = await open()
    await started(client, ring, [{ line: ring.line('begin'), hitCondition: '1' }])
    const { threadId } = await client.stopped('breakpoint')
    await client.request('stepOut', { threadId })
    const stop = await client.stopped('step')
    assert.equal(stop.threadId, threadId)
    assert.equal((await client.scope(threadId!, 'Coroutine')).state, 'CORO_SUSPENDED')
    await client.close()
  })

  it('lists coroutines as threads, with the chain of who resumed whom', async () => {
    const client = await open()
    await started(client, ring, [ring.line('after')])
    const { threadId } = await client.stopped('breakpoint')
    const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads')
    assert.deepEqual(
      threads.map(thread => thread.name.replace(/ · line \d+$/, '')),
      ['main', 'worker#1 · CORO_RUNNING', 'worker#2 · CORO_SUSPENDED', 'Turn.__await__#4 · CORO_SUSPENDED'],
    )
    assert.deepEqual(await client.stack(threadId!), [
      `worker:${ring.line('after')}`,
      '— resumed by main —',
      `run:${ring.line('send')}`,
      `<module>:${ring.line('run')}`,
    ])
    assert.deepEqual(await client.stack(1), [`run:${ring.line('send')}`, `<module>:${ring.line('run')}`])
    await client.close()
  })

  it('keeps to conditions, hit counts and log points', async () => {
    const client = await open()
    await started(client, script, [
      { line: script.line('body'), condition: 'item == 4' },
      { line: script.line('loop'), logMessage: 'item {total} {{x}} {total:03d}' },
      { line: script.line('test'), hitCondition: '% 10' },
    ])
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('body'))
    assert.equal((await client.scope(1, 'Locals')).item, '4')
    assert.equal(client.output.console, 'item 0 {x} 000\nitem 1 {x} 001\nitem 2 {x} 002\nitem 4 {x} 004\n')
    await client.request('continue', { threadId: 1 })
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('test'))
    await client.close()
  })

  it('binds breakpoints, and says why when it cannot', async () => {
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    const early = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>('setBreakpoints', {
      source: { path: script.path },
      breakpoints: [{ line: script.line('body') }],
    })
    assert.equal(early.breakpoints[0].verified, false)
    assert.match(early.breakpoints[0].message!, /not loaded/)
    await client.request('launch', { program: script.path, source: script.source })
    const changed = (await client.event('breakpoint')).body as DebugProtocol.BreakpointEvent['body']
    assert.equal(changed.breakpoint.id, early.breakpoints[0].id)
    assert.equal(changed.breakpoint.verified, true)
    const set = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>('setBreakpoints', {
      source: { path: script.path },
      breakpoints: [{ line: 2 }, { line: 999 }, { line: script.line('body'), hitCondition: 'often' }],
    })
    assert.deepEqual(
      set.breakpoints.map(one => [one.verified, one.line ?? one.message]),
      [
        [true, 4],
        [false, 'There is no code on line 999 or after it.'],
        [false, `'often' is no hit count: write 5, >= 3 or % 2.`],
      ],
    )
    const functions = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>('setFunctionBreakpoints', {
      breakpoints: [{ name: 'work' }, { name: 'nothing' }],
    })
    assert.deepEqual(
      functions.breakpoints.map(one => one.verified),
      [true, false],
    )
    await client.request('configurationDone')
    await client.stopped('breakpoint')
    await client.request('continue', { threadId: 1 })
    await client.stopped('function breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('start'))
    const places = await client.request<{ breakpoints: { line: number }[] }>('breakpointLocations', {
      source: { path: script.path },
      line: script.line('start'),
      endLine: script.line('body'),
    })
    assert.deepEqual(
      places.breakpoints.map(place => place.line),
      [script.line('start'), script.line('loop'), script.line('body')],
    )
    await client.close()
  })

  it('stops at raised exceptions, and at those nobody catches', async () => {
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    await client.request('launch', { program: failing.path, source: failing.source })
    await client.request('setExceptionBreakpoints', { filters: ['raised', 'uncaught'] })
    await client.request('configurationDone')
    const first = await client.stopped('exception')
    assert.equal(first.text, "KeyError: 'two'")
    assert.equal((await client.topFrame(1)).line, failing.line('raise'))
    const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId: 1 })
    assert.equal(info.exceptionId, 'KeyError')
    assert.equal(info.breakMode, 'always')
    await client.request('setExceptionBreakpoints', { filters: ['uncaught'] })
    await client.request('continue', { threadId: 1 })
    const last = await client.stopped('exception')
    assert.equal(last.text, 'ValueError: at last')
    assert.equal((await client.topFrame(1)).line, failing.line('last'))
    assert.equal(
      (await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId: 1 })).breakMode,
      'unhandled',
    )
    assert.equal(client.output.stderr, undefined)
    await client.request('continue', { threadId: 1 })
    assert.deepEqual((await client.event('exited')).body, { exitCode: 1 })
    assert.match(client.output.stderr, /ValueError: at last/)
    await client.close()
  })

  it('filters exceptions by class', async () => {
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    await client.request('launch', { program: failing.path, source: failing.source })
    const { breakpoints } = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>(
      'setExceptionBreakpoints',
      {
        filters: [],
        filterOptions: [{ filterId: 'raised', condition: 'ValueError, OSError' }],
      },
    )
    assert.equal(breakpoints[0].verified, true)
    await client.request('configurationDone')
    assert.equal((await client.stopped('exception')).text, 'ValueError: at last')
    await client.close()
  })

  it('evaluates on a fork, and for real in the console', async () => {
    const client = await open()
    await started(client, script, [script.line('print')])
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    const evaluate = async (expression: string, context: string): Promise<unknown> =>
      (await client.request('evaluate', { expression, frameId: frame.id, context })).result
    const before = await client.request('coroscope/coroutines', {})
    assert.equal(await evaluate('total * 2', 'watch'), '24')
    assert.equal(await evaluate('items.append(6) or len(items)', 'hover'), '6')
    assert.equal(await evaluate('len(items)', 'watch'), '5')
    assert.equal(await evaluate("print('seen')", 'watch'), 'None')
    assert.equal(client.output.stdout, undefined)
    assert.deepEqual(await client.request('coroscope/coroutines', {}), before)
    assert.match(
      await client.refused('evaluate', { expression: 'missing', frameId: frame.id, context: 'watch' }),
      /NameError/,
    )
    assert.match(
      await client.refused('evaluate', { expression: '1 +', frameId: frame.id, context: 'watch' }),
      /SyntaxError/,
    )
    assert.match(await client.refused('evaluate', { expression: ' ', frameId: frame.id }), /nothing to evaluate/)
    assert.equal((await client.request('evaluate', { expression: '255', format: { hex: true } })).result, '0xff')
    assert.equal(await evaluate('items.append(6)', 'repl'), 'None')
    assert.equal(await evaluate('len(items)', 'watch'), '6')
    assert.equal(await evaluate('total = 99', 'repl'), 'None')
    assert.equal(await evaluate('total', 'watch'), '99')
    assert.equal(await evaluate("print('heard')", 'repl'), 'None')
    assert.equal(client.output.stdout, 'heard\n')
    await client.request('continue', { threadId: 1 })
    await client.event('terminated')
    assert.equal(client.output.stdout, 'heard\ntotal 99\nresult 99\n')
    await client.close()
  })

  it('changes variables, parts of values and expressions', async () => {
    const client = await open()
    await started(client, script, [script.line('print')])
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame.id })
    const reference = scopes[0].variablesReference
    const changed = await client.request('setVariable', {
      variablesReference: reference,
      name: 'total',
      value: '6 * 7',
    })
    assert.equal(changed.value, '42')
    const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: reference,
    })
    const items = variables.find(one => one.name === 'items')!
    assert.equal(items.indexedVariables, 5)
    await client.request('setVariable', { variablesReference: items.variablesReference, name: '0', value: '"zero"' })
    assert.equal((await client.request('evaluate', { expression: 'items[0]', frameId: frame.id })).result, "'zero'")
    const set = await client.request('setExpression', { expression: 'items[1]', value: 'None', frameId: frame.id })
    assert.equal(set.value, 'None')
    assert.match(
      await client.refused('setVariable', { variablesReference: reference, name: 'total', value: '1 +' }),
      /SyntaxError/,
    )
    assert.match(
      await client.refused('setVariable', { variablesReference: reference, name: 'nothing', value: '1' }),
      /no variable/,
    )
    const page = await client.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: items.variablesReference,
      filter: 'indexed',
      start: 1,
      count: 2,
    })
    assert.deepEqual(
      page.variables.map(one => [one.name, one.value]),
      [
        ['1', 'None'],
        ['2', '3'],
      ],
    )
    await client.close()
  })

  it('completes names', async () => {
    const client = await open()
    await started(client, script, [script.line('print')])
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    const complete = async (text: string): Promise<string[]> => {
      const { targets } = await client.request<DebugProtocol.CompletionsResponse['body']>('completions', {
        text,
        column: text.length + 1,
        frameId: frame.id,
      })
      return targets.map(target => target.label)
    }
    assert.deepEqual(await complete('tot'), ['total'])
    assert.ok((await complete('items.app')).includes('append'))
    assert.ok((await complete('pri')).includes('print'))
    await client.close()
  })

  it('restarts a call and the program', async () => {
    const client = await open()
    await started(client, script, [script.line('print')])
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    assert.equal(frame.canRestart, true)
    await client.request('restartFrame', { frameId: frame.id })
    await client.stopped('restart')
    assert.equal((await client.topFrame(1)).line, script.line('start'))
    await client.request('restart', {})
    await client.stopped('breakpoint')
    assert.equal((await client.topFrame(1)).line, script.line('print'))
    await client.close()
  })

  it('goes to when a line was last reached', async () => {
    const client = await open()
    await started(client, script, [script.line('end')])
    await client.stopped('breakpoint')
    const { targets } = await client.request<DebugProtocol.GotoTargetsResponse['body']>('gotoTargets', {
      source: { path: script.path },
      line: script.line('body'),
    })
    assert.equal(targets.length, 1)
    await client.request('goto', { threadId: 1, targetId: targets[0].id })
    await client.stopped('goto')
    assert.equal((await client.scope(1, 'Locals')).item, '5')
    await client.close()
  })

  it('shows instructions, stops at them and steps by them', async () => {
    const client = await open()
    await started(client, script, [script.line('start')])
    await client.stopped('breakpoint')
    const pointer = (await client.topFrame(1)).instructionPointerReference!
    const disassemble = async (offset: number, count: number): Promise<DebugProtocol.DisassembledInstruction[]> => {
      const args = { memoryReference: pointer, instructionOffset: offset, instructionCount: count }
      return (await client.request<DebugProtocol.DisassembleResponse['body'] & object>('disassemble', args))
        .instructions
    }
    const shown = await disassemble(-1, 6)
    assert.equal(shown.length, 6)
    assert.match(shown[0].instruction, /^Resume/)
    assert.equal(shown[0].symbol, 'work')
    assert.equal(shown[1].address, pointer)
    assert.match(shown[1].instruction, /^LoadConst \d+ \(0\)/)
    assert.equal(shown[1].line, script.line('start'))
    assert.match((await disassemble(100000, 1))[0].presentationHint!, /invalid/)
    const { breakpoints } = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>(
      'setInstructionBreakpoints',
      {
        breakpoints: [{ instructionReference: shown[4].address }, { instructionReference: '0xffffff' }],
      },
    )
    assert.deepEqual(
      breakpoints.map(one => one.verified),
      [true, false],
    )
    await client.request('next', { threadId: 1, granularity: 'instruction' })
    await client.stopped('step')
    assert.equal((await client.topFrame(1)).instructionPointerReference, shown[2].address)
    await client.request('continue', { threadId: 1 })
    await client.stopped('instruction breakpoint')
    assert.equal((await client.topFrame(1)).instructionPointerReference, shown[4].address)
    assert.match(await client.refused('disassemble', { memoryReference: 'here', instructionCount: 1 }), /no address/)
    await client.close()
  })

  it('points from a value to its place', async () => {
    const client = await open()
    await started(client, ring, [ring.line('send')])
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame.id })
    const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: scopes[0].variablesReference,
    })
    const task = variables.find(one => one.name === 'task')!
    const place = await client.request('locations', { locationReference: task.valueLocationReference })
    assert.equal(place.line, ring.line('worker'))
    assert.match(await client.refused('locations', { locationReference: 999 }), /no location 999/)
    await client.close()
  })

  it('counts from 0 for a client that does', async () => {
    const client = await open()
    await client.start(
      { program: script.path, source: script.source },
      [{ path: script.path, lines: [script.line('body') - 1] }],
      { linesStartAt1: false, columnsStartAt1: false },
    )
    await client.stopped('breakpoint')
    const frame = await client.topFrame(1)
    assert.equal(frame.line, script.line('body') - 1)
    assert.equal(frame.column, 8)
    await client.close()
  })

  it('refuses programs with errors, in CPython’s words, and can launch another', async () => {
    const client = await open()
    await client.request('initialize', { adapterID: 'coro' })
    const launch = (more: object): Promise<string> => client.refused('launch', { program: '/programs/x.py', ...more })
    assert.match(
      await launch({ source: 'def f(:\n' }),
      /File "\/programs\/x.py", line 1\n {4}def f\(:\n {10}\^\nSyntaxError: invalid syntax/,
    )
    assert.match(await client.refused('launch', {}), /needs 'program'/)
    assert.match(await client.refused('launch', { program: 3 }), /'program' must be a string/)
    assert.match(await launch({ source: '', args: 'x' }), /'args' must be a list/)
    assert.match(await launch({ source: '', clock: 'sun' }), /'virtual' or 'real'/)
    assert.match(await launch({ source: '', drive: '' }), /'drive' must be an expression/)
    assert.match(await launch({}), /can't open file '\/programs\/x.py': \[Errno 2\] No such file or directory/)
    await client.request('launch', { program: script.path, source: script.source })
    assert.match(await client.refused('launch', { program: script.path, source: script.source }), /already/)
    await client.close()
  })

  it('answers every request at the wrong time', async () => {
    const client = await open()
    assert.match(await client.refused('threads'), /Send 'initialize' first/)
    await client.request('initialize', { adapterID: 'coro' })
    assert.match(await client.refused('initialize', {}), /sent once/)
    for (const command of [
      'threads',
      'stackTrace',
      'continue',
      'next',
      'pause',
      'evaluate',
      'coroscope/trace',
      'restart',
      'modules',
    ])
      assert.match(
        await client.refused(command, { threadId: 1, expression: '1' }),
        /nothing is being debugged yet/i,
        command,
      )
    assert.match(await client.refused('attach', {}), /nothing to attach to/)
    assert.match(await client.refused('fly', {}), /'fly' is not a request/)
    assert.match(await client.refused('constructor', {}), /not a request/)
    await client.request('launch', { program: script.path, source: script.source, stopOnEntry: true })
    assert.match(await client.refused('continue', { threadId: 1 }), /configurationDone/)
    await client.request('configurationDone')
    await client.stopped('entry')
    assert.match(await client.refused('configurationDone'), /already/)
    assert.match(await client.refused('pause', { threadId: 1 }), /already stopped/)
    assert.match(await client.refused('next', { threadId: 77 }), /no thread 77/)
    assert.match(await client.refused('next', {}), /needs 'threadId'/)
    assert.match(await client.refused('scopes', { frameId: 5000 }), /no frame 5000/)
    assert.match(await client.refused('variables', { variablesReference: 5000 }), /no variables 5000/)
    assert.match(await client.refused('goto', { threadId: 1, targetId: 8 }), /no target 8/)
    assert.match(await client.refused('exceptionInfo', { threadId: 1 }), /not stopped at an exception/)
    assert.match(await client.refused('source', { sourceReference: 44 }), /no source/)
    assert.match(await client.refused('stackTrace', 'nonsense'), /must be an object/)
    await client.close()
  })
})
