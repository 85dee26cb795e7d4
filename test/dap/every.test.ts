// Every request of the protocol in one session, over every transport: what a client can ask for is answered with something, wherever the
// adapter runs. What each answer must be is in the other tests.

import assert from 'node:assert/strict'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Body, DapClient } from './client.ts'
import { everywhere } from './everywhere.ts'
import { marked } from './programs.ts'

const program = marked(
  'every',
  `class Ask:
    def __await__(self):
        return (yield 'question')


async def talk(data):
    total = 0  # @first
    total += len(data)  # @second
    answer = await Ask()  # @await
    return total + answer  # @last


data = bytearray(b'hello')
one = talk(data)
one.send(None)  # @send
two = talk(data)  # @two
try:
    one.send(1)
except StopIteration as e:
    print(e.value)
try:
    raise ValueError('on purpose')  # @raise
except ValueError:
    pass
print('end')  # @end
`,
)

/** All requests of version 1.71 but `attach`, which is refused, and those that an adapter makes. */
const all = `cancel initialize configurationDone launch restart disconnect terminate breakpointLocations setBreakpoints
  setFunctionBreakpoints setExceptionBreakpoints dataBreakpointInfo setDataBreakpoints setInstructionBreakpoints continue next stepIn stepOut
  stepBack reverseContinue restartFrame goto pause stackTrace scopes variables setVariable source threads terminateThreads modules
  loadedSources evaluate setExpression stepInTargets gotoTargets completions exceptionInfo readMemory writeMemory disassemble
  locations`.split(/\s+/)

const source = { path: program.path }

async function sent(client: DapClient, command: string, args: Body = {}): Promise<void> {
  await client.request(command, { threadId: 1, ...args })
  await client.stopped()
}

async function look(client: DapClient): Promise<void> {
  await client.request('threads')
  const frame = await client.topFrame(1)
  const frameId = frame.id
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId })
  const { variablesReference } = scopes[0]
  const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference,
  })
  const coroutine = variables.find(one => one.name === 'one')!
  await client.request('locations', { locationReference: coroutine.declarationLocationReference })
  const { memoryReference } = variables.find(one => one.name === 'data')!
  await client.request('readMemory', { memoryReference, count: 5 })
  await client.request('writeMemory', { memoryReference, data: 'SEVMTE8=' })
  await client.request('setVariable', { variablesReference, name: 'data', value: 'data + b"!"' })
  await client.request('setExpression', { expression: 'data[0]', value: '106', frameId })
  assert.equal((await client.request('evaluate', { expression: 'data', frameId })).result, "bytearray(b'jELLO!')")
  await client.request('completions', { text: 'da', column: 3, frameId })
  await client.request('loadedSources')
  await client.request('modules')
  await client.request('source', { source, sourceReference: 0 })
  await client.request('disassemble', { memoryReference: frame.instructionPointerReference, instructionCount: 3 })
  await client.request('breakpointLocations', { source, line: 1, endLine: 20 })
  const { dataId } = await client.request('dataBreakpointInfo', { name: 'data', frameId })
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] })
  await client.request('setDataBreakpoints', { breakpoints: [] })
  await client.request('setInstructionBreakpoints', {
    breakpoints: [{ instructionReference: frame.instructionPointerReference }],
  })
  await client.request('setInstructionBreakpoints', { breakpoints: [] })
}

everywhere('every request', open => {
  it('is answered', async () => {
    const client = await open()
    await client.start({ program: program.path, source: program.source }, [
      { path: program.path, lines: [program.line('send'), program.line('two')] },
    ])
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'talk' }] })
    await client.stopped('breakpoint')
    await look(client)
    await sent(client, 'continue')
    await client.request('setFunctionBreakpoints', { breakpoints: [] })
    // Thread 2 is the coroutine, and stands at its first line.
    await sent(client, 'next', { threadId: 2 })
    const { targets } = await client.request<{ targets: { id: number; label: string }[] }>('gotoTargets', {
      source,
      line: program.line('first'),
    })
    await sent(client, 'goto', { threadId: 2, targetId: targets[0].id })
    await client.request('stepInTargets', { frameId: (await client.topFrame(2)).id })
    await sent(client, 'stepIn', { threadId: 2 })
    // Between the making of the coroutine and its first line somebody stopped: that is no reason to go further back.
    await sent(client, 'restartFrame', { frameId: (await client.topFrame(2)).id })
    assert.equal((await client.topFrame(2)).line, program.line('first'))
    await sent(client, 'stepOut', { threadId: 2 })
    await sent(client, 'continue')
    await sent(client, 'stepBack')
    await sent(client, 'reverseContinue')
    await client.request('setBreakpoints', { source, breakpoints: [{ line: program.line('end') }] })
    await client.request('setExceptionBreakpoints', { filters: ['raised'] })
    await sent(client, 'continue')
    while ((await client.topFrame(1)).line !== program.line('raise')) await sent(client, 'continue')
    await client.request('exceptionInfo', { threadId: 1 })
    await sent(client, 'continue')
    await client.request('setExceptionBreakpoints', { filters: [] })
    await client.request('restart')
    await client.stopped('breakpoint')
    await client.request('terminate')
    await client.event('terminated')
    await client.request('cancel')
    assert.match(await client.refused('attach'), /nothing to attach to/)
    await client.request('disconnect')

    const other = await open()
    await other.start({ program: program.path, source: program.source, drive: 'talk(b"x")' })
    const { threadId } = await other.stopped('entry')
    await other.request('terminateThreads', { threadIds: [threadId] })
    await other.stopped()
    await other.request('restart', {
      arguments: { program: program.path, source: 'while True:\n    pass\n' },
    })
    await other.request('pause', { threadId: 1 })
    await other.stopped('pause')
    const answered = new Set([...client.succeeded, ...other.succeeded])
    assert.deepEqual(
      all.filter(command => !answered.has(command)),
      [],
    )
    assert.equal(all.length, 42)
    await other.close()
  })
})
