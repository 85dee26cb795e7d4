// How a machine is run from outside: in slices, to breakpoints, by driving a coroutine, by evaluating.

import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { exceptionText, type Machine, type Outcome, shortRepr } from '../../debugger/engine/index.ts'
import { warmUp } from '../../debugger/engine/warm-up.ts'
import { library } from '../../debugger/main/library.ts'
import { fixtures } from './corpus.ts'
import { expression, output, start } from './machine-run.ts'

const TALK = `
async def inner():
    return (await Ping()) + 1

class Ping:
    def __await__(self):
        try:
            return (yield 'ping')
        except KeyError:
            return -1

async def talk():
    first = await inner()
    second = await inner()
    return first, second

c = talk()
done = False
done = True
`

function started() {
  const made = start(TALK)
  made.machine.run(Number.POSITIVE_INFINITY)
  return { ...made, coroutine: made.machine.coroutines[0]! }
}

function text(machine: Machine, outcome: Outcome): string {
  return outcome.kind === 'raised'
    ? `raised ${exceptionText(machine, outcome.exception)}`
    : `${outcome.kind} ${shortRepr(outcome.value)}`
}

describe('machine', () => {
  it('warms up with a program that runs to its end', () => {
    deepEqual(warmUp({ library }), { kind: 'finished', status: 0 })
  })

  for (const { name, program } of fixtures()) {
    if (!/^(coroutine|generator|asynciteration)\//.test(name)) continue
    it(`run(n) is n times run(1): ${name}`, () => {
      const source = readFileSync(program, 'utf8')
      const whole = start(source)
      if (whole.machine.run(500_000).kind !== 'finished') return
      const sliced = start(source)
      let stop = sliced.machine.run(1)
      while (stop.kind === 'limit') stop = sliced.machine.run(sliced.machine.time + 1)
      equal(stop.kind, 'finished')
      equal(sliced.machine.time, whole.machine.time)
      equal(sliced.written.join(''), whole.written.join(''))
      deepEqual(sliced.machine.trace.events(), whole.machine.trace.events())
    })
  }

  it('drives a coroutine: send, throw, end', () => {
    const { machine, coroutine } = started()
    const drive = (action: 'send' | 'throw' | 'close', value: Parameters<typeof machine.drive>[2] = null) => {
      machine.drive(coroutine, action, value)
      const stop = machine.run(Number.POSITIVE_INFINITY)
      return stop.kind === 'outcome' ? text(machine, stop.outcome) : stop.kind
    }
    equal(drive('send'), "yielded 'ping'")
    equal(drive('send', 41), "yielded 'ping'")
    equal(drive('throw', machine.exception('KeyError', ['k'])), 'returned (42, 0)')
    equal(drive('send'), 'raised RuntimeError: cannot reuse already awaited coroutine')
    deepEqual(machine.coroutines, [])
  })

  it('says who resumed whom in the trace', () => {
    const { machine, coroutine } = started()
    machine.drive(coroutine, 'send')
    machine.run(Number.POSITIVE_INFINITY)
    const kinds = machine.trace.events().map(event => event.kind)
    deepEqual(kinds, ['create', 'resume', 'create', 'await', 'create', 'await', 'yield'])
  })

  it('stops at an armed instruction, each time it comes there, and goes on', () => {
    const { machine, written } = start('for i in range(3):\n    print(i)\nprint("end")\n')
    const { code } = machine.frame!
    const pc = code.lineStarts.findIndex((isStart, at) => isStart === 1 && code.positions[4 * at] === 2)
    machine.arm(code, pc)
    const seen: number[] = []
    let stop = machine.run(Number.POSITIVE_INFINITY)
    while (stop.kind === 'break') {
      seen.push(written.length)
      stop = machine.run(Number.POSITIVE_INFINITY)
    }
    deepEqual(seen, [0, 1, 2])
    equal(stop.kind, 'finished')
    machine.disarm(code, pc)
  })

  it('costs the same however deep the chain of awaits is', () => {
    const program = (depth: number) => `
import sys
sys.setrecursionlimit(20000)
class Ping:
    def __await__(self):
        while True: yield 1
async def nest(n):
    if n: await nest(n - 1)
    else: await Ping()
c = nest(${depth})
c.send(None)
`
    const cost = (depth: number) => {
      const { machine } = start(program(depth))
      machine.run(Number.POSITIVE_INFINITY)
      const [outer] = machine.coroutines
      const before = machine.time
      for (let i = 0; i < 100; i++) {
        machine.drive(outer!, 'send')
        machine.run(Number.POSITIVE_INFINITY)
      }
      return machine.time - before
    }
    equal(cost(5000), cost(1))
  })

  it('evaluates in a frame', () => {
    const { machine } = start('def f(a):\n    b = a + 1\n    return b\nf(41)\n')
    while (machine.frame!.code.name !== 'f' || machine.frame!.line !== 3) machine.run(machine.time + 1)
    machine.evaluate(expression('a + b'), machine.frame)
    deepEqual(machine.run(Number.POSITIVE_INFINITY), { kind: 'outcome', outcome: { kind: 'returned', value: 83 } })
    equal(machine.run(Number.POSITIVE_INFINITY).kind, 'finished')
  })

  it('ends an endless recursion with RecursionError, also through natives', () => {
    equal(
      output('def f(): f()\ntry: f()\nexcept RecursionError as e: print(e)\n'),
      'maximum recursion depth exceeded\n',
    )
    ok(
      output(
        'class A:\n    def __repr__(self): return repr(self)\ntry: repr(A())\nexcept RecursionError: print(1)\n',
      ) === '1\n',
    )
  })

  it('takes exit statuses from SystemExit', () => {
    const { machine } = start('raise SystemExit(3)\n')
    deepEqual(machine.run(Number.POSITIVE_INFINITY), { kind: 'finished', status: 3 })
  })

  it('treats names that JavaScript knows like any other', () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf']
    const lines = names.map(name => `${name} = '${name}'\nclass C:\n    ${name} = 1\nC().${name}\nprint(${name})\n`)
    equal(output(lines.join('')), names.map(name => `${name}\n`).join(''))
  })
})
