// State machines: words, layout, the path of a coroutine, and SVG in which names are text.

import assert from 'node:assert/strict'
import { essential, type Machine, machineFrom, machineInWords, walkOf } from '../../client/views/machine.ts'
import { placeMachine } from '../../client/views/machine-layout.ts'
import { machineSvg } from '../../client/views/machine-svg.ts'
import { analyze, stateMachine } from '../../language/index.ts'
import { toStateMachine } from '../../server/convert.ts'
import { story, talk } from './synthetic.ts'

const source = `async def talk(limit):
    total = 0
    try:
        while total < limit:
            try:
                total += await Ask("<b>more & more</b>")
            except ValueError as error:
                print("ignored:", error)
        return total
    finally:
        print("left with", total)
`

function machineOf(text: string): Machine {
  const analysis = analyze(text, { path: 'talk.coro' })
  const [node] = analysis.tree.body
  assert.ok(node?.kind === 'AsyncFunctionDef' || node?.kind === 'FunctionDef')
  return machineFrom(toStateMachine(analysis.text, stateMachine(node)), 'talk.coro', text)
}

const machine = machineOf(source)

describe('state machine', () => {
  it('what goes without saying is left out, unless it has happened', () => {
    const ends = (walk?: Parameters<typeof essential>[1]) =>
      essential(machine, walk)
        .states.filter(state => state.kind === 'end')
        .map(state => state.id)
    assert.deepEqual(ends(), ['returned'])
    assert.deepEqual(ends({ name: 'talk#1', at: 'closed', steps: [{ from: 's1', to: 'closed', by: 'close' }] }), [
      'returned',
      'closed',
    ])
  })

  it('in words', () => {
    assert.ok(machineInWords(machine).includes('created — send → line 6: await Ask("<b>more & more</b>")'))
    assert.ok(machineInWords(machine).some(line => / — throw ValueError → returned$/.test(line)))
  })

  it('no two nodes overlap, and every edge ends at its nodes', () => {
    const { nodes, edges, width, height } = placeMachine(machine, undefined, true)
    for (const a of nodes) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height)
      for (const b of nodes)
        if (a !== b)
          assert.ok(
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
            `${a.state.id} and ${b.state.id}`,
          )
    }
    const touches = (id: string, point: { x: number; y: number }) => {
      const node = nodes.find(each => each.state.id === id)!
      return (
        point.x >= node.x - 1 &&
        point.x <= node.x + node.width + 1 &&
        point.y >= node.y - 1 &&
        point.y <= node.y + node.height + 1
      )
    }
    for (const { edges: group, points } of edges) {
      assert.ok(touches(group[0]!.from, points[0]!), group[0]!.from)
      assert.ok(touches(group[0]!.to, points.at(-1)!), group[0]!.to)
    }
  })

  it('a function with three hundred suspension points is laid out within seconds', () => {
    const many = machineOf(`def f():\n${'    yield 1\n'.repeat(300)}`)
    assert.equal(placeMachine(many, undefined, false).nodes.length, 302)
  })

  it('the path of a coroutine: from its creation through its awaits to its end', () => {
    const lines = source.replace('"<b>more & more</b>"', '')
    const own = machineOf(lines)
    const events = talk.map(event => (event.kind === 'await' ? { ...event, line: 6 } : event))
    const at = (count: number) => walkOf(own, events.slice(0, count), 1, 'talk#1')
    assert.deepEqual(at(1), { name: 'talk#1', at: 'start', steps: [] })
    assert.equal(at(2).at, undefined)
    assert.deepEqual(at(5), { name: 'talk#1', at: 's1', steps: [{ from: 'start', to: 's1', by: 'send' }] })
    assert.deepEqual(at(9).steps.at(-1), { from: 's1', to: 'returned', by: 'send' })
  })

  it('throw and close are steps of the path', () => {
    const made = { kind: 'create', id: 1, by: 0, name: 'talk', type: 'coroutine', file: 'talk.coro', line: 1 } as const
    const begun = [
      made,
      { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
      { kind: 'await', id: 1, target: 0, what: 'Ask', line: 6 },
      { kind: 'yield', id: 1, to: 0, value: '1', line: 6 },
    ] as const
    const thrown = story(
      ...begun,
      { kind: 'resume', id: 1, by: 0, how: 'throw', exception: 'ValueError()' },
      { kind: 'await', id: 1, target: 0, what: 'Ask', line: 6 },
      { kind: 'yield', id: 1, to: 0, value: '1', line: 6 },
      { kind: 'resume', id: 1, by: 0, how: 'close' },
      { kind: 'raise', id: 1, to: 0, exception: 'GeneratorExit', message: '', line: 6 },
    )
    assert.deepEqual(
      walkOf(machine, thrown, 1, 'talk#1').steps.map(step => `${step.from}>${step.to} ${step.by}`),
      ['start>s1 send', 's1>s1 throw', 's1>closed close'],
    )
    const never = story(made, { kind: 'close', id: 1 })
    assert.deepEqual(walkOf(machine, never, 1, 'talk#1').steps, [{ from: 'start', to: 'closed', by: 'close' }])
  })

  it('the live state and the path are drawn; text is never markup', () => {
    const walk = { name: '<i>talk</i>#1', at: 's1', steps: [{ from: 'start', to: 's1', by: 'send' as const }] }
    const svg = machineSvg(placeMachine(machine, walk, false), walk, 'State machine of "talk"')
    assert.match(svg, /class="node suspension taken here" data-state="s1" role="button"/)
    assert.match(svg, /class="edge send taken now"/)
    assert.ok(!svg.includes('<b>') && !svg.includes('<i>'), svg)
    assert.match(svg, /&lt;b&gt;more &amp; more/)
    const alone = machineSvg(placeMachine(machine, walk, false), walk, 'x', {
      background: '#000',
      text: '#fff',
      quiet: '#888',
      line: '#444',
      accent: '#4fc1ff',
      error: '#f00',
      panel: '#111',
    })
    assert.match(alone, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    assert.match(alone, /<style>.*#4fc1ff/)
  })
})
