// What the timeline's benchmark runs in a browser: a long synthetic run is put into a real timeline, then each frame one thing is
// done that a person does (zoom, pan, scroll), and the time from frame to frame is taken.

import { Lanes } from '../../client/views/lanes.ts'
import { Timeline } from '../../client/views/timeline.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { roundRobin } from '../../test/views/synthetic.ts'

export interface Result {
  readonly events: number
  readonly lanes: number
  /** From the events to lanes, and from lanes to the first frame, in ms. */
  readonly build: number
  readonly paint: number
  /** From frame to frame, and what of it the script took, in ms. */
  readonly frames: readonly number[]
  readonly scripts: readonly number[]
  readonly heapMB: number
}

const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))

async function measure(count: number, tasks: number): Promise<Result> {
  const events: TraceEvent[] = roundRobin(tasks, count)
  document.body.replaceChildren()
  await nextFrame()
  const start = performance.now()
  const lanes = new Lanes()
  for (const event of events) lanes.push(event)
  const built = performance.now()
  const timeline = new Timeline({ travel: () => undefined, select: () => undefined, reveal: () => undefined })
  const board = document.createElement('div')
  board.className = 'board'
  board.append(timeline.element)
  document.body.append(board)
  timeline.show(lanes, events.length, 1, false)
  await nextFrame()
  await nextFrame()
  // A message is handled after the frame has been given to the screen.
  await new Promise(resolve => setTimeout(resolve, 0))
  const painted = performance.now()
  const canvas = document.querySelector('canvas.lanes') as HTMLCanvasElement
  const key = (name: string) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
  const wheel = (deltaX: number, deltaY: number, ctrlKey = false) =>
    canvas.dispatchEvent(
      new WheelEvent('wheel', { deltaX, deltaY, ctrlKey, bubbles: true, cancelable: true, clientX: 640 }),
    )
  key('f')
  const frames: number[] = []
  const scripts: number[] = []
  const acts = [
    ...Array.from({ length: 60 }, () => () => key('w')),
    ...Array.from({ length: 40 }, () => () => key('d')),
    ...Array.from({ length: 40 }, () => () => key('a')),
    ...Array.from({ length: 60 }, () => () => key('s')),
    ...Array.from({ length: 40 }, (_, at) => () => wheel(0, at < 20 ? 40 : -40)),
  ]
  let last = await nextFrame()
  for (const act of acts) {
    act()
    const before = performance.now()
    timeline.flush()
    scripts.push(performance.now() - before)
    const now = await nextFrame()
    frames.push(now - last)
    last = now
  }
  const memory = (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory
  return {
    events: events.length,
    lanes: lanes.byId.size,
    build: built - start,
    paint: painted - built,
    frames,
    scripts,
    heapMB: (memory?.usedJSHeapSize ?? 0) / 1e6,
  }
}

Object.assign(globalThis, { measure })
