// Random requests, right and wrong, at random times: each gets exactly one answer with a message for people, and the adapter stays alive. The
// numbers are the same at each run, so a failure can be repeated; `COROSCOPE_SEQUENCES` asks for more of them, `COROSCOPE_FIRST_SEQUENCE` says
// with which to begin.

import assert from 'node:assert/strict'
import { DapClient } from './client.ts'
import { endless, failing, ring, script, talk } from './programs.ts'
import { inProcess } from './transports.ts'

const sequences = Number(process.env.COROSCOPE_SEQUENCES ?? 60)
const first = Number(process.env.COROSCOPE_FIRST_SEQUENCE ?? 1)
const length = 25

class Dice {
  private state: number
  constructor(seed: number) {
    this.state = seed * 2654435761 + 12345
  }
  next(below: number): number {
    this.state = (Math.imul(this.state, 1103515245) + 12345) & 0x7fffffff
    return Math.floor((this.state / 0x80000000) * below)
  }
  of<T>(choices: readonly T[]): T {
    return choices[this.next(choices.length)]
  }
}

const programs = [talk, script, ring, failing, endless]
const expressions = [
  '1',
  'n',
  'send(None)',
  'close()',
  'throw(ValueError)',
  'x = 1',
  'print(1)',
  '1 +',
  '',
  'nonsense',
  '__import__("sys").exit(3)',
  '[i for i in range(5)]',
  'while True: pass',
  'lambda: (yield)',
  '"é😀"',
]

function request(dice: Dice): [string, unknown] {
  const threadId = dice.of([1, 2, 3, 99, -1, 'x', undefined])
  const program = dice.of(programs)
  const id = dice.of([0, 1, 2, 3, 10, 1e15, 'x'])
  const expression = dice.of(expressions)
  return dice.of<[string, unknown]>([
    ['threads', undefined],
    ['continue', { threadId }],
    ['next', { threadId }],
    ['stepIn', { threadId, targetId: dice.of([undefined, 0, 1, 50]) }],
    ['stepOut', { threadId }],
    ['stepBack', { threadId }],
    ['reverseContinue', { threadId }],
    ['pause', { threadId: 1 }],
    ['stackTrace', { threadId, startFrame: dice.of([undefined, 0, 2, -5]), levels: dice.of([undefined, 1, 20]) }],
    ['scopes', { frameId: id }],
    ['variables', { variablesReference: id, start: dice.next(3), count: dice.next(3) }],
    ['setVariable', { variablesReference: id, name: dice.of(['n', 'total', 'zzz']), value: expression }],
    [
      'evaluate',
      { expression, frameId: dice.of([undefined, 1, 2, 3]), context: dice.of(['watch', 'repl', 'hover', undefined]) },
    ],
    ['completions', { text: dice.of(['', 'pr', 'n.', '((']), column: dice.of([0, 1, 3, 500]) }],
    ['stepInTargets', { frameId: id }],
    ['gotoTargets', { source: { path: program.path }, line: dice.next(30) }],
    ['goto', { threadId, targetId: id }],
    ['restartFrame', { frameId: id }],
    ['restart', {}],
    ['terminateThreads', { threadIds: [dice.next(5)] }],
    ['exceptionInfo', { threadId }],
    [
      'setBreakpoints',
      {
        source: { path: program.path },
        breakpoints: [
          {
            line: dice.next(30),
            condition: dice.of([undefined, expression]),
            hitCondition: dice.of([undefined, '2', 'x']),
          },
        ],
      },
    ],
    ['setFunctionBreakpoints', { breakpoints: [{ name: dice.of(['work', 'talk', '']) }] }],
    ['setExceptionBreakpoints', { filters: dice.of([[], ['raised'], ['uncaught'], ['all']]) }],
    ['breakpointLocations', { source: { path: program.path }, line: dice.next(40) }],
    ['loadedSources', {}],
    ['modules', {}],
    ['source', { sourceReference: id }],
    ['coroscope/coroutines', {}],
    [
      'coroscope/drive',
      { threadId, action: dice.of(['send', 'throw', 'close', 'fly']), expression: dice.of([undefined, expression]) },
    ],
    ['coroscope/preview', { threadId, actions: [{ action: 'send' }, { action: 'throw', expression: 'KeyError' }] }],
    ['coroscope/trace', { from: dice.next(100) }],
    ['coroscope/stepBackInto', { threadId }],
    ['coroscope/stepBackOut', { threadId }],
    ['coroscope/previousSuspension', { threadId }],
    ['coroscope/futures', { events: dice.of([undefined, true, 3]) }],
    ['coroscope/travel', { future: dice.next(3), time: dice.of([undefined, 0, 50]) }],
    ['coroscope/fork', {}],
    ['coroscope/cancelTask', { threadId, message: dice.of([undefined, 'm', 4]) }],
    ['coroscope/clock', {}],
    ['coroscope/advanceClock', { seconds: dice.of([undefined, 1, -1, 'x']) }],
    ['coroscope/select', { threadId }],
    ['coroscope/breakOnResume', { threadId }],
    ['coroscope/export', { format: dice.of(['session', 'pytest', 'text', 'chrome', 'nothing']) }],
    [
      'dataBreakpointInfo',
      { name: dice.of(['n', 'total', 'numbers', 'zzz', '', 'n + 1']), frameId: dice.of([undefined, 1, 2, 3]) },
    ],
    [
      'setDataBreakpoints',
      {
        breakpoints: [
          {
            dataId: dice.of(['n', 'result', 'total @ 0.1 work', 'total @ 1.0 talk', 'n @ 9.9 x', '', '0x5+3']),
            accessType: dice.of(['read', 'write', 'readWrite', undefined, 'fly']),
            condition: dice.of([undefined, expression]),
          },
        ],
      },
    ],
    ['setDataBreakpoints', { breakpoints: [] }],
    ['readMemory', { memoryReference: dice.of(['0x100010000000', '0x1', 'x']), count: dice.of([0, 5, -1, 1e9]) }],
    ['writeMemory', { memoryReference: dice.of(['0x100010000000', '0x1']), data: dice.of(['QUJD', '!', '']) }],
    ['locations', { locationReference: id }],
    ['setExpression', { expression: dice.of(['n', 'numbers[0]', 'zzz']), value: expression }],
    ['continue', { threadId, singleThread: true }],
    ['next', { threadId, singleThread: true, granularity: dice.of(['statement', 'line', 'instruction']) }],
    [
      'setBreakpoints',
      {
        source: { path: program.path },
        breakpoints: [
          { line: dice.next(40), mode: dice.of(['suspends', 'resumes', 'thrown', 'closed', 'reached', 'x']) },
        ],
      },
    ],
    [
      'setExceptionBreakpoints',
      {
        filters: [],
        filterOptions: [
          {
            filterId: dice.of(['leaving', 'cancelled', 'generatorExit', 'stopIteration', 'neverAwaited', 'raised']),
            condition: dice.of([undefined, 'ValueError', 'exception.args', '1 +', 'nonsense']),
          },
        ],
      },
    ],
    ['setInstructionBreakpoints', { breakpoints: [{ instructionReference: dice.of(['0x100000', '0x100005', 'x']) }] }],
    ['stackTrace', { threadId, format: { parameters: true, parameterValues: true, line: true, module: true } }],
    ['coroscope/travel', { time: dice.next(3000) - 100 }],
    ['launch', { program: program.path, source: program.source }],
    ['configurationDone', undefined],
    ['cancel', { requestId: 3 }],
    ['attach', {}],
    ['nonsense', { a: 1 }],
    ['initialize', {}],
    ['disassemble', { memoryReference: 'x' }],
    [dice.of(['next', 'evaluate', 'launch', 'variables']), dice.of([undefined, null, 3, 'x', [], {}])],
  ])
}

/** Long enough for a slice or two. */
const aMoment = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)))

describe('random requests', () => {
  it(`in ${sequences} sequences each get one answer`, async function () {
    this.timeout(Math.max(600_000, 10_000 * sequences))
    for (let seed = first; seed < first + sequences; seed++) {
      const dice = new Dice(seed)
      const client = new DapClient(inProcess())
      const log: string[] = []
      const program = dice.of(programs)
      const drive = program === talk && dice.next(2) === 0 ? { drive: 'talk(1)' } : {}
      if (dice.next(10) > 0)
        await client.start({ program: program.path, source: program.source, stopOnEntry: dice.next(2) === 0, ...drive })
      const answers: Promise<unknown>[] = []
      for (let i = 0; i < length; i++) {
        const [command, args] = request(dice)
        log.push(`${command} ${JSON.stringify(args)}`)
        const answer = client.ask(command, args).then(response => {
          const trail = `seed ${seed}: ${log.join('\n')}`
          if (!response.success) {
            assert.ok(response.message, trail)
            assert.doesNotMatch(response.message, /made a mistake|undefined|\[object|\bat .*\.ts:/, trail)
          }
        })
        answers.push(answer)
        if (dice.next(3) > 0) await aMoment()
      }
      // A drive that is going on is answered when it is over: by its end, a pause, or the end of the session.
      await client.ask('disconnect')
      await Promise.all(answers)
      assert.doesNotMatch(client.output.important ?? '', /made a mistake/, `seed ${seed}: ${log.join('\n')}`)
      await client.close()
    }
  })
})
