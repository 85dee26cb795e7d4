// Drives of the examples, as a person would do them: what tests of exports are made from.

import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Body, DapClient } from '../dap/client.ts'

export interface ExampleDrive {
  readonly name: string
  readonly program: string
  readonly drive: string
  /** `send`, `send 3`, `throw ValueError("x")`, `close`, `back`, `run n = 1` (in the frame), `set n = 1` (in the module); `@2 send`: thread 2. */
  readonly steps: readonly string[]
}

export const exampleDrives: readonly ExampleDrive[] = [
  {
    name: 'retry',
    program: 'examples/retry.coro',
    drive: 'fetch_with_retry("/data")',
    steps: ['send', 'throw TimeoutError("slow")', 'send "ok"'],
  },
  {
    name: 'gave_up',
    program: 'examples/retry.coro',
    drive: 'fetch_with_retry("/data", 1)',
    steps: ['send', 'throw ConnectionError'],
  },
  {
    name: 'actors',
    program: 'examples/actors.coro',
    drive: 'counter(PostOffice(), "c")',
    steps: [
      'send',
      'send ("add", 5, None)',
      'send 17',
      'back',
      'send ("report", "x")',
      'run total = 100',
      'send ("stop",)',
    ],
  },
  {
    name: 'cleanup',
    program: 'examples/cleanup.coro',
    drive: 'session("demo")',
    steps: ['send', 'send', 'send', 'throw KeyError("x")'],
  },
  { name: 'closed', program: 'examples/cleanup.coro', drive: 'session("demo")', steps: ['send', 'close'] },
  {
    name: 'custom_awaitable',
    program: 'examples/custom_awaitable.coro',
    drive: 'talk("Ada")',
    steps: ['send', 'send name', 'throw ValueError(name)'],
  },
  {
    name: 'pipeline',
    program: 'examples/pipeline.coro',
    drive: 'totals(parse(clean(lines())))',
    steps: ['@2 send', 'send', 'send "/index"', 'send', 'send', 'send'],
  },
  {
    name: 'round_robin',
    program: 'examples/round_robin.coro',
    drive: 'worker("solo", 2)',
    steps: ['send', 'send', 'send'],
  },
  {
    name: 'ticker',
    program: 'examples/ticker.coro',
    drive: 'ticker("clock", 3)',
    steps: ['send', 'send 8', 'send', 'send None', 'throw Faster', 'send 4', 'close'],
  },
  { name: 'trampoline', program: 'examples/trampoline.coro', drive: 'climb(3)', steps: ['send', '@4 close', 'send'] },
  {
    name: 'refused_first',
    program: 'examples/custom_awaitable.coro',
    drive: 'talk("Ada")',
    steps: ['send 1', 'send "too early"', 'send None', 'send "tea"', 'send "1"'],
  },
  { name: 'thrown_first', program: 'examples/trampoline.coro', drive: 'climb(3)', steps: ['throw KeyError("k")'] },
]

/** Does the steps of a drive; the client stands at its entry. `@n` names a thread; otherwise it is that of what is driven. */
export async function doSteps(client: DapClient, driven: number, steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const [, thread, word, rest] = /^(?:@(\d+) )?(\S+) ?(.*)$/.exec(step)!
    const threadId = thread === undefined ? driven : Number(thread)
    if (word === 'back') {
      await client.request('stepBack', { threadId })
      await client.stopped()
    } else if (word === 'set') await client.request('evaluate', { expression: rest, context: 'repl' })
    else if (word === 'run') {
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId })
      const frame = stackFrames[stackFrames.length - 1]
      await client.request('evaluate', { expression: rest, context: 'repl', frameId: frame.id })
    } else {
      const body: Body = { threadId, action: word }
      if (rest !== '') body.expression = rest
      await client.request('coroscope/drive', body)
      await client.stopped()
    }
  }
}

/** Starts a drive, does its steps, and gives the thread of what is driven. */
export async function driveExample(client: DapClient, example: ExampleDrive): Promise<number> {
  await client.start({ program: example.program, drive: example.drive })
  const { threadId } = await client.stopped('entry')
  await doSteps(client, threadId!, example.steps)
  return threadId!
}
