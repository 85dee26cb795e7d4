// A checkpoint is a way back to exactly that state: what runs on from there is the same, instruction for instruction.

import { deepEqual, equal, throws } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fixtures } from './corpus.ts'
import { expression, type Started, start } from './machine-run.ts'

/** What can be told apart from outside at the end of a run. */
function trace({ machine, written }: Started) {
  return { time: machine.time, output: written.join(''), events: machine.trace.events() }
}

/** Checkpoints all along the run; from each, newest first, back and to the end again. */
function checkBackAndForth(source: string, points: number): void {
  const straight = start(source)
  if (straight.machine.run(2_000_000).kind !== 'finished') return
  const expected = trace(straight)
  const again = start(source)
  const { machine, written } = again
  const step = Math.max(1, Math.floor(expected.time / points))
  const marks: { epoch: number; time: number; length: number }[] = []
  for (let time = 0; time < expected.time; time += step) {
    machine.run(time)
    if (machine.status !== undefined) break
    const mark = { epoch: machine.checkpoint(), time: machine.time, length: written.length }
    marks.push(mark)
    machine.run(time + 2 * step + 7)
    machine.rollback(mark.epoch)
    written.length = mark.length
    equal(machine.time, mark.time)
  }
  machine.run(Number.POSITIVE_INFINITY)
  deepEqual(trace(again), expected)
  for (const mark of marks.reverse()) {
    machine.rollback(mark.epoch)
    written.length = mark.length
    machine.run(Number.POSITIVE_INFINITY)
    deepEqual(trace(again), expected)
  }
}

const PROGRAM = `
class Ping:
    def __init__(self): self.log = []
    def __await__(self):
        got = yield len(self.log)
        self.log.append(got)
        return got

async def talk(p):
    total = 0
    while (v := await p) is not None:
        total += v
    return total

p = Ping()
c = talk(p)
print(c.send(None))
for i in range(3): print(c.send(i), p.log)
`

describe('journal', () => {
  for (const { name, program } of fixtures()) {
    if (/^(coroutine|generator|asynciteration|exception|class|with)\//.test(name)) {
      it(`back and forth: ${name}`, () => checkBackAndForth(readFileSync(program, 'utf8'), 12))
    }
  }

  it('a preview leaves nothing behind', () => {
    const plain = start(PROGRAM)
    plain.machine.run(Number.POSITIVE_INFINITY)
    const { machine, written } = start(PROGRAM)
    machine.run(400)
    const [coroutine] = machine.coroutines
    const time = machine.time
    const length = written.length
    for (const action of ['send', 'close'] as const) {
      const epoch = machine.checkpoint()
      machine.drive(coroutine!, action)
      equal(machine.run(Number.POSITIVE_INFINITY).kind, 'outcome')
      machine.rollback(epoch)
      equal(machine.time, time)
    }
    written.length = length
    machine.run(Number.POSITIVE_INFINITY)
    equal(written.join(''), plain.written.join(''))
  })

  it('an evaluation is undone like anything else', () => {
    const { machine, written } = start('items = [1]\nfor i in range(3):\n    pass\nprint(items)\n')
    machine.run(12)
    const epoch = machine.checkpoint()
    machine.evaluate(expression('items.append(2)'), null)
    const stop = machine.run(Number.POSITIVE_INFINITY)
    deepEqual(stop, { kind: 'outcome', outcome: { kind: 'returned', value: null } })
    machine.rollback(epoch)
    machine.run(Number.POSITIVE_INFINITY)
    equal(written.join(''), '[1]\n')
  })

  it('a checkpoint that was given up leaves the others usable', () => {
    const { machine, written } = start('x = []\nfor i in range(50):\n    x.append(i)\nprint(sum(x))\n')
    const epochs: number[] = []
    for (let time = 20; time < 200; time += 20) {
      machine.run(time)
      epochs.push(machine.checkpoint())
    }
    const times = machine.journal.list().map(entry => entry.time)
    machine.run(Number.POSITIVE_INFINITY)
    machine.journal.forget(machine, epochs[3]!)
    machine.journal.forget(machine, epochs[0]!)
    throws(() => machine.rollback(epochs[3]!), RangeError)
    for (const index of [6, 4, 2, 1]) {
      machine.rollback(epochs[index]!)
      equal(machine.time, times[index])
      machine.run(Number.POSITIVE_INFINITY)
    }
    equal(written.join(''), '1225\n'.repeat(5))
  })
})
