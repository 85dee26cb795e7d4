// Properties of history, over every program of the fixtures and examples: going back and forward again is as if one had never moved, and
// looking leaves no trace.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeHost } from '../../debugger/main/host.ts'
import type { Replayer } from '../../debugger/session/back.ts'
import { travelTo } from '../../debugger/session/back.ts'
import { onFork } from '../../debugger/session/fork.ts'
import { loadProgram } from '../../debugger/session/program.ts'
import { Run } from '../../debugger/session/run.ts'

/** Programs that run longer than this are followed so far. */
const longest = 150_000

function programs(): string[] {
  const fixtures = readdirSync('test/fixtures/run', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.py'))
    .map(name => join('test/fixtures/run', name))
  const examples = readdirSync('examples')
    .filter(name => name.endsWith('.coro'))
    .map(name => join('examples', name))
  // Programs with errors, on purpose or outside the subset, do not run.
  return [...fixtures, ...examples]
    .sort()
    .filter(path => loadProgram(nodeHost, path, undefined, 'coroscope').kind === 'ready')
}

const noReplay: Replayer = { settle: () => {}, finished: () => false }

interface Followed {
  readonly run: Run
  readonly printed: { text: string }
}

function begin(path: string): Followed {
  const program = loadProgram(nodeHost, path, undefined, 'coroscope')
  if (program.kind !== 'ready') throw new Error(program.text)
  const printed = { text: '' }
  const options = {
    program: path,
    source: undefined,
    drive: undefined,
    args: [],
    stopOnEntry: false,
    justMyCode: true,
    clock: 'virtual',
    noDebug: false,
    maxHistoryMB: 64,
  } as const
  const run = new Run(nodeHost, options, program, {
    print: (_, text) => {
      printed.text += text
    },
    loaded: () => {},
  })
  run.machine.startModule(program.code, '__main__')
  run.timeline.mark()
  return { run, printed }
}

/** Runs on to the end or to `longest`, with a checkpoint every `every` instructions. */
function toEnd({ run }: Followed, every: number): void {
  const { machine, timeline } = run
  while (machine.time < longest) {
    const stop = machine.run(Math.min(longest, machine.time + every))
    if (stop.kind === 'finished') return
    if (stop.kind === 'waiting for input') machine.feedInput(undefined)
    if (stop.kind === 'limit') timeline.mark()
  }
}

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    yield state / 0x7fffffff
  }
}

describe('history', () => {
  for (const path of programs()) {
    it(`${path} is the same after going back and forward again`, () => {
      const plain = begin(path)
      toEnd(plain, longest)
      const events = plain.run.machine.trace.events()

      const followed = begin(path)
      toEnd(followed, 997)
      const { machine, timeline } = followed.run
      assert.deepEqual(machine.trace.events(), events, 'checkpoints changed the run')
      assert.equal(followed.printed.text, plain.printed.text)
      const end = timeline.now
      const choose = numbers(path.length)
      for (let i = 0; i < 6; i++) {
        const time = Math.floor(choose.next().value! * end.time)
        travelTo(followed.run, noReplay, timeline.momentAt(time))
        assert.equal(machine.time, time)
        const before = machine.trace.events()
        assert.deepEqual([...before, ...timeline.future], events)
        // A look from here leaves nothing behind.
        onFork(
          machine,
          () => {},
          () => {},
          500,
        )
        assert.equal(machine.time, time)
        assert.deepEqual(machine.trace.events(), before)
        if (i % 2 === 1) {
          travelTo(followed.run, noReplay, end)
          assert.deepEqual(machine.trace.events(), events)
        }
      }
      travelTo(followed.run, noReplay, end)
      assert.deepEqual(machine.trace.events(), events)
      assert.equal(machine.time, end.time)
      assert.equal(followed.printed.text, plain.printed.text, 'what was printed before was printed again')
    })
  }

  it('knows the programs', () => {
    assert.ok(programs().length > 50)
    assert.ok(readFileSync(programs()[0], 'utf8').length > 0)
  })
})
