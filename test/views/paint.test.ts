// The grammar of a lane on a canvas: which strokes, dashes and words are drawn. The canvas here writes down what is asked of it.

import assert from 'node:assert/strict'
import { Arrangement } from '../../client/views/arrangement.ts'
import { Lanes } from '../../client/views/lanes.ts'
import { paintStrip } from '../../client/views/minimap.ts'
import { type Picture, paint } from '../../client/views/paint.ts'
import type { Theme } from '../../client/views/theme.ts'
import type { Viewport } from '../../client/views/viewport.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { roundRobin, story, talk } from './synthetic.ts'

const theme: Theme = {
  lanes: ['hue1', 'hue2', 'hue3', 'hue4', 'hue5', 'hue6', 'hue7', 'hue8'],
  main: 'hue0',
  background: 'ground',
  text: 'text',
  quiet: 'quiet',
  line: 'line',
  error: 'error',
  warning: 'warning',
  playhead: 'playhead',
  selected: 'selected',
  font: '11px monospace',
  charWidth: 6.6,
  isHighContrast: false,
}
const view: Viewport = {
  width: 900,
  height: 400,
  gutter: 100,
  rowHeight: 50,
  slotWidth: 72,
  left: 0,
  top: 0,
  hasNext: true,
}

/** A canvas that keeps each call as one line of text, with the style it was made in. */
function recorder(): { canvas: CanvasRenderingContext2D; calls: string[] } {
  const calls: string[] = []
  const state: Record<string, unknown> = { globalAlpha: 1 }
  let dash: number[] = []
  const canvas = new Proxy(state, {
    get: (_, name: string) => {
      if (name in state) return state[name]
      return (...args: unknown[]) => {
        if (name === 'setLineDash') dash = args[0] as number[]
        else if (name === 'stroke')
          calls.push(`stroke ${state.strokeStyle} ${state.lineWidth} [${dash}] ${state.globalAlpha}`)
        else if (name === 'fillText') calls.push(`text ${args[0]} ${state.fillStyle} ${state.globalAlpha}`)
        else if (name === 'fillRect')
          calls.push(`rect ${state.fillStyle} ${(args as number[]).map(n => Math.round(n))} ${state.globalAlpha}`)
        else calls.push(name)
      }
    },
    set: (_, name: string, value) => {
      state[name] = value
      return true
    },
  }) as unknown as CanvasRenderingContext2D
  return { canvas, calls }
}

function draw(
  events: readonly TraceEvent[],
  change: Omit<Partial<Picture>, 'arranged'> & { past?: number; arrangement?: Arrangement } = {},
): string[] {
  const lanes = new Lanes()
  for (const event of events) lanes.push(event)
  const past = change.past ?? events.length
  const playhead = (past === 0 ? 0 : lanes.slotOf.at(past - 1)) + 0.3
  const { canvas, calls } = recorder()
  paint(canvas, {
    arranged: (change.arrangement ?? new Arrangement()).arrange(lanes),
    lanes,
    view,
    theme,
    playhead,
    selected: undefined,
    hover: undefined,
    ghost: undefined,
    flight: undefined,
    ...change,
  })
  return calls
}

const texts = (calls: readonly string[]): string[] =>
  calls.filter(call => call.startsWith('text ')).map(call => call.replace(/^text (.*) \S+ \S+$/, '$1'))

describe('paint', () => {
  it('running is a thick bar in the hue of the lane', () => {
    const bars = draw(talk).filter(call => /^rect hue1 .*,10 1$/.test(call))
    assert.ok(bars.length >= 2, 'talk#1 runs twice')
  })

  it('created is dotted, suspended thin and whole, delegating dashed, control lent is fainter', () => {
    const calls = draw(talk.slice(0, 5))
    assert.ok(calls.includes('stroke hue1 1 [1,3] 1'), 'dotted hairline')
    assert.ok(calls.includes('stroke hue2 1.5 [] 1'), 'suspended')
    assert.ok(calls.includes('stroke hue1 1.5 [6,4] 1'), 'delegating')
    assert.ok(calls.includes('stroke hue0 1 [] 0.45'), 'main has lent control')
  })

  it('values are written beside the arrows, and where lanes end', () => {
    assert.deepEqual(
      texts(draw(talk)).sort(),
      ["'x?'", '4', '8', 'Ask.__awa…', 'line 6', 'main', 'send', 'send 4', 'talk#1'].sort(),
    )
  })

  it('what was undone is dimmed to 35 %', () => {
    const calls = draw(talk, { past: 6 })
    assert.ok(calls.some(call => call.startsWith('rect hue1') && call.endsWith(' 0.35')))
    assert.ok(calls.some(call => call === 'text 8 text 0.35'))
    assert.ok(calls.some(call => call === "text 'x?' text 1"))
  })

  it('a thrown exception and its end are in the error colour', () => {
    const calls = draw(
      story(
        { kind: 'create', id: 1, by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 },
        { kind: 'resume', id: 1, by: 0, how: 'throw', exception: 'ValueError' },
        { kind: 'raise', id: 1, to: 0, exception: 'ValueError', message: '', line: 1 },
      ),
    )
    assert.ok(calls.includes('text throw ValueError error 1'))
    assert.ok(calls.includes('text ValueError error 1'))
    assert.ok(calls.includes('stroke error 2 [] 1'), 'a cross')
  })

  it('each way control passes has an arrow of its own; who wakes or cancels whom is a row of dots', () => {
    const made = { kind: 'create', by: 0, type: 'coroutine', file: 'f', line: 1 } as const
    const task = { kind: 'task', by: 1, name: 'Task-1', text: '', line: 2 } as const
    const dashOf = (...events: Parameters<typeof story>) => {
      const before = draw(story({ ...made, id: 1, name: 'a' }, { ...made, id: 2, name: 'b' }))
      const after = draw(story({ ...made, id: 1, name: 'a' }, { ...made, id: 2, name: 'b' }, ...events))
      for (const call of before) if (after.includes(call)) after.splice(after.indexOf(call), 1)
      return after.filter(call => call.startsWith('stroke ')).join(' | ')
    }
    assert.match(dashOf({ kind: 'resume', id: 1, by: 0, how: 'send', value: '1' }), /hue1 1\.5 \[\] 1/)
    assert.match(dashOf({ kind: 'resume', id: 1, by: 0, how: 'throw', exception: 'E' }), /error 1\.5 \[\] 1/)
    assert.match(dashOf({ kind: 'resume', id: 1, by: 0, how: 'close' }), /hue1 1\.5 \[\] 1/)
    assert.match(dashOf({ kind: 'await', id: 1, target: 2, what: 'b', line: 1 }), /hue2 1\.5 \[\] 1/)
    assert.match(dashOf({ kind: 'yield', id: 1, to: 0, value: '1', line: 1 }), /hue1 1\.5 \[3,3\] 1/)
    assert.match(dashOf({ ...task, id: 2, what: 'woken' }), /hue1 1\.25 \[2,3\] 1/)
    assert.match(dashOf({ ...task, id: 2, what: 'cancelled' }), /error 1\.25 \[2,3\] 1/)
  })

  it('an exception is an instant to be seen from afar too', () => {
    const events = story(
      { kind: 'create', id: 1, by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 },
      { kind: 'resume', id: 1, by: 0, how: 'send', value: 'None' },
      { kind: 'raise', id: 1, to: 0, exception: 'ValueError', message: '', line: 1 },
    )
    assert.ok(draw(events, { view: { ...view, slotWidth: 1 } }).some(call => call.startsWith('rect error')))
  })

  it('a preview is drawn beyond the playhead and hides the future', () => {
    const ghost = { lane: 1, how: 'send', text: '9', outcome: 'returned', result: '18' } as const
    const words = texts(draw(talk, { past: 6, ghost }))
    assert.ok(words.includes('send 9') && words.includes('18'))
    assert.ok(!words.includes('send 4'), 'no future under it')
  })

  it('one never awaited is marked', () => {
    const words = texts(
      draw(
        story(
          { kind: 'create', id: 1, by: 0, name: 'f', type: 'coroutine', file: 'f', line: 1 },
          { kind: 'never awaited', id: 1, line: 1 },
        ),
      ),
    )
    assert.ok(words.includes('never awaited'))
  })

  it('names are text: markup in them is drawn as it is', () => {
    const name = '<b>x</b>'
    const words = texts(draw(story({ kind: 'create', id: 1, by: 0, name, type: 'coroutine', file: 'f', line: 1 })))
    assert.ok(words.includes('<b>x</b>#1'))
  })

  it('the work for a frame does not grow with the trace', () => {
    const events = roundRobin(20, 200_000)
    const lanes = new Lanes()
    for (const event of events) lanes.push(event)
    for (const slotWidth of [72, 1, 0.003]) {
      const { canvas, calls } = recorder()
      const left = lanes.lastSlot / 3
      paint(canvas, {
        arranged: new Arrangement().arrange(lanes),
        lanes,
        view: { ...view, slotWidth, left: slotWidth === 0.003 ? 0 : left },
        theme,
        playhead: lanes.lastSlot + 0.3,
        selected: 3,
        hover: undefined,
        ghost: undefined,
        flight: undefined,
      })
      assert.ok(calls.length < 60_000, `${calls.length} calls at ${slotWidth} pixels a slot`)
    }
  })

  it('ten thousand lanes: only the rows in view are drawn', () => {
    assert.ok(draw(roundRobin(10_000, 20_000)).length < 3000)
  })

  it('a folded lane has a count and shows when what is under it had control; a pinned one stands in a strip of its own', () => {
    const arrangement = new Arrangement()
    arrangement.toggleFold(1)
    const calls = draw(talk, { arrangement })
    assert.ok(calls.some(call => call.startsWith('text +1 ')))
    assert.ok(!calls.some(call => call.startsWith('text Ask.__await__#2')))
    assert.ok(calls.some(call => call.startsWith('rect hue2')))
    arrangement.togglePin(1)
    assert.ok(draw(talk, { arrangement }).some(call => call.startsWith('rect playhead')))
  })

  it('where two runs part, what was found and a selected area are marked', () => {
    const calls = draw(talk, { difference: 2, found: [1, 2], at: 1 })
    assert.ok(calls.some(call => call.startsWith('text first difference')))
    assert.ok(calls.some(call => call.startsWith('rect warning')))
  })

  it('the minimap has a column for who ran', () => {
    const lanes = new Lanes()
    for (const event of talk) lanes.push(event)
    const { canvas, calls } = recorder()
    paintStrip(canvas, {
      lanes,
      rows: lanes.order(),
      view,
      theme,
      playhead: 1,
      slots: lanes.lastSlot + 0.3,
      width: 200,
      height: 24,
    })
    for (const hue of ['hue0', 'hue1', 'hue2'])
      assert.ok(
        calls.some(call => call.startsWith(`rect ${hue}`)),
        hue,
      )
  })
})
