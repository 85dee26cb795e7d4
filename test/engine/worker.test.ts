// The same events when a program runs in a worker: every program of the corpus in a worker thread, and some of them in the bundle that
// the page's worker runs.

import { deepEqual, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { DapClient, type Transport } from '../dap/client.ts'
import { inProcess, inWorker } from '../dap/transports.ts'
import { fixtures } from './corpus.ts'
import { type Traced, traceOf } from './worker-trace.ts'

/** What a worker thread has to say of the programs. */
function inThread(paths: readonly string[]): Promise<Traced[]> {
  return new Promise((resolve, reject) => {
    const seen: Traced[] = []
    const worker = new Worker(new URL('worker-main.js', import.meta.url), { workerData: paths })
    worker.on('message', (traced: Traced) => seen.push(traced))
    worker.on('error', reject)
    worker.on('exit', () => resolve(seen))
  })
}

/** The events of a whole run, told by an adapter. */
async function overAdapter(transport: Transport, source: string): Promise<unknown> {
  const client = new DapClient(transport)
  await client.start({ program: '/program.py', source, stopOnEntry: false })
  await client.event('terminated')
  const { events, time } = await client.request<{ events: unknown[]; time: number }>('coroscope/trace')
  const output = { ...client.output }
  await transport.close()
  return { events, time, output }
}

/** Programs of one file, of every fourth topic. */
function samples(): string[] {
  const topics = new Map<string, string>()
  for (const { name, program, expected } of fixtures()) {
    const topic = name.split('/')[0]!
    if (!topics.has(topic) && expected.status === 0 && topic !== 'import' && topic !== 'badinput')
      topics.set(topic, program)
  }
  return [...topics.values()].filter((_, i) => i % 4 === 0)
}

describe('the same events in a worker', function () {
  // As long as it takes: machines differ.
  this.timeout(0)

  it('thread: the whole corpus', async () => {
    const paths = fixtures().map(({ program }) => program)
    const other = inThread(paths)
    const here = paths.map(traceOf)
    deepEqual(await other, here)
    ok(here.filter(({ events }) => events > 0).length > 200)
  })

  it('of the page: programs of many topics', async () => {
    const paths = samples()
    ok(paths.length >= 10)
    for (const path of paths) {
      const source = readFileSync(path, 'utf8')
      deepEqual(await overAdapter(inWorker(), source), await overAdapter(inProcess(), source), path)
    }
  })
})
