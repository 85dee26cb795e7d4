// What the timeline's benchmark runs in a browser: a long synthetic run is put into a real board, from the events of a session or
// from the text of a file; then each frame one thing is done that a person does (zoom, pan, scroll), and the time from frame to
// frame is taken.

import { Board } from '../../client/views/board.ts'
import type { CoroutinesAnswer, Debuggee, TraceAnswer } from '../../client/views/debuggee.ts'
import { Run } from '../../client/views/run.ts'
import type { TraceEvent } from '../../debugger/trace/index.ts'
import { roundRobin } from '../../test/views/synthetic.ts'

/** Times in ms from when the events, or the file's text, are there. */
export interface Opened {
  /** Until something is on the screen, and until the whole run is. */
  readonly first: number
  readonly whole: number
}

export interface Result extends Opened {
  readonly events: number
  readonly lanes: number
  /** From frame to frame, and what of it the script took. */
  readonly frames: readonly number[]
  readonly scripts: readonly number[]
  /** What the run takes in memory, without the events themselves and with them, in MB. */
  readonly heapMB: number
}

const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))

/** After the frame has been given to the screen: a message is handled then. */
async function shown(): Promise<number> {
  await nextFrame()
  await new Promise(resolve => setTimeout(resolve, 0))
  return performance.now()
}

function newBoard(): { run: Run; board: Board } {
  const run = new Run()
  const board = new Board(run, { reveal: () => undefined })
  document.body.replaceChildren(board.element)
  return { run, board }
}

/** Waits for the first picture and for the whole. */
async function opened(run: Run, count: number, start: number): Promise<Opened> {
  while (run.lanes.events.length === 0) await nextFrame()
  const first = (await shown()) - start
  while (run.lanes.events.length < count) await nextFrame()
  return { first, whole: (await shown()) - start }
}

/** A session that has come to the end of these events. */
class Session implements Debuggee {
  private readonly events: readonly TraceEvent[]

  constructor(events: readonly TraceEvent[]) {
    this.events = events
  }

  async request<Answer>(command: string): Promise<Answer> {
    const time = this.events.at(-1)!.t
    const main = { threadId: 1, id: 0, name: 'main', kind: 'main', state: 'CORO_RUNNING', isMain: true } as const
    if (command === 'coroscope/coroutines') return { time, coroutines: [main] } satisfies CoroutinesAnswer as Answer
    if (command === 'coroscope/trace') return { time, events: this.events, future: [] } satisfies TraceAnswer as Answer
    throw new Error(command)
  }
}

async function measureFile(count: number, tasks: number): Promise<Opened> {
  const text = roundRobin(tasks, count)
    .map(event => `${JSON.stringify(event)}\n`)
    .join('')
  const { run, board } = newBoard()
  await shown()
  const start = performance.now()
  void board.openTrace('many.jsonl', text, 'open')
  return opened(run, count, start)
}

async function measure(count: number, tasks: number): Promise<Result> {
  const events = roundRobin(tasks, count)
  const { run, board } = newBoard()
  await shown()
  const start = performance.now()
  run.use(new Session(events))
  run.onEvent('stopped', { threadId: 1 })
  const times = await opened(run, count, start)
  const { timeline } = board
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
    ...times,
    events: events.length,
    lanes: run.lanes.byId.size,
    frames,
    scripts,
    heapMB: (memory?.usedJSHeapSize ?? 0) / 1e6,
  }
}

Object.assign(globalThis, { measure, measureFile })
