/** State machines: their text form, and that CPython makes no step that is not in them. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  type AsyncFunctionDef,
  dumpMachine,
  type FunctionDef,
  machineToDot,
  machineToMermaid,
  parse,
  type SourceText,
  type StateMachine,
  stateMachine,
} from '../../language/index.ts'

function machineOf(source: string): { machine: StateMachine; text: SourceText } {
  const { tree, text } = parse(source)
  const node = tree.body.find(
    (item): item is FunctionDef | AsyncFunctionDef =>
      (item.kind === 'FunctionDef' || item.kind === 'AsyncFunctionDef') && item.name === 'f',
  )
  assert.ok(node)
  return { machine: stateMachine(node), text }
}

function check(source: string, expected: string): void {
  const { machine, text } = machineOf(source)
  assert.equal(dumpMachine(machine, text), expected.replace(/^\n/, ''))
}

describe('language: state machines', () => {
  it('has a state for each suspension point and a transition for each way on', () => {
    check(
      'def f():\n    x = yield 1\n    if x: yield 2\n',
      `
start created
s1 line 2: yield 1
s2 line 3: yield 2
returned returned
raised raised
closed closed
start -> s1 send
start -> raised throw
start -> closed close
s1 -> s2 send
s1 -> returned send
s1 -> raised throw
s1 -> closed close
s2 -> returned send
s2 -> raised throw
s2 -> closed close
`,
    )
  })

  it('follows exceptions to their handlers and through finally', () => {
    check(
      `def f():
    try:
        yield 1
    except ValueError:
        yield 2
    finally:
        yield 3
`,
      `
start created
s1 line 3: yield 1
s2 line 5: yield 2
s3 line 7: yield 3
returned returned
raised raised
closed closed
start -> s1 send
start -> raised throw
start -> closed close
s1 -> s3 send
s1 -> s2 throw ValueError
s1 -> s3 throw
s1 -> s3 close (ignored)
s2 -> s3 send
s2 -> s3 throw
s2 -> s3 close (ignored)
s3 -> returned send
s3 -> raised send
s3 -> closed send
s3 -> raised throw
s3 -> closed close
`,
    )
  })

  it('writes Mermaid and DOT, without what goes without saying', () => {
    const { machine, text } = machineOf('async def f():\n    await g("a<b")\n')
    assert.equal(
      machineToMermaid(machine, text),
      `flowchart TD
  start(["f created"])
  s1["line 2: await g(&quot;a&lt;b&quot;)"]
  returned(["returned"])
  start -->|"send"| s1
  s1 -->|"send"| s1
  s1 -->|"send"| returned
`,
    )
    assert.equal(
      machineToDot(machine, text),
      `digraph "f" {
  start [shape=oval, label="f created"];
  s1 [shape=box, label="line 2: await g(\\"a<b\\")"];
  returned [shape=oval, label="returned"];
  start -> s1 [style=solid, label="send"];
  s1 -> s1 [style=solid, label="send"];
  s1 -> returned [style=solid, label="send"];
}
`,
    )
  })

  it('ends soon where finally is nested without end', () => {
    let source = 'def f():\n'
    for (let i = 0; i < 15; i++) {
      const indent = ' '.repeat(i + 1)
      source += `${indent}try:\n${indent} if (yield): return\n${indent}finally:\n`
    }
    machineOf(`${source}${' '.repeat(16)}yield\n`)
  })

  it('knows every step that CPython makes', () => {
    const fixtures: { source: string; steps: [string | number, string, string | number][] }[] = JSON.parse(
      readFileSync('test/fixtures/state-machine/machines.json', 'utf8'),
    )
    for (const { source, steps } of fixtures) {
      const { machine, text } = machineOf(source)
      for (const [from, action, to] of steps) {
        assert.ok(isPossible(machine, text, from, action, to), `${from} ${action} ${to}\n${source}`)
      }
    }
  })
})

/** Whether one act can lead from a line to a line, through what it delegates to. */
function isPossible(
  machine: StateMachine,
  text: SourceText,
  from: string | number,
  action: string,
  to: string | number,
): boolean {
  const byId = new Map(machine.states.map(state => [state.id, state]))
  const isAt = (id: string, place: string | number): boolean => {
    const state = byId.get(id)
    if (state === undefined) return false
    if (place === 'created') return state.kind === 'start'
    if (typeof place === 'string') return state.what === place
    return state.span !== undefined && text.lineAt(state.span.start) + 1 === place
  }
  const [word, value] = action.split(' ')
  // An ignored GeneratorExit arrives at any suspension point.
  const arrives = (id: string): boolean => (to === 'ignored' ? byId.get(id)?.kind === 'suspension' : isAt(id, to))
  const seen = new Set<string>()
  const waiting: string[] = []
  for (const item of machine.transitions) {
    if (!isAt(item.from, from) || item.by !== word) continue
    if (item.exception === undefined || item.exception === value) waiting.push(item.to)
  }
  for (const state of machine.states) if (state.delegates && isAt(state.id, from)) waiting.push(state.id)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    if (arrives(id)) return true
    if (!byId.get(id)?.delegates) continue
    for (const item of machine.transitions) if (item.from === id) waiting.push(item.to)
  }
  // Ordinary code may raise anywhere.
  return to === 'raised' && word === 'send'
}
