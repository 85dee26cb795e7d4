// The same dialogues over every transport: a test that passes in this process must pass over the standard streams, over TCP and in a
// worker.

import type { Transport } from './client.ts'
import { DapClient } from './client.ts'
import { inProcess, inWorker, overStdio, overTcp } from './transports.ts'

const ways: Record<string, () => Transport | Promise<Transport>> = {
  'in this process': inProcess,
  'over stdio': overStdio,
  'over TCP': overTcp,
  'in a worker': inWorker,
}

/** Declares `dialogues` once for each way to reach an adapter. `COROSCOPE_WAY` names one of them to try only that. */
export function everywhere(title: string, dialogues: (open: () => Promise<DapClient>) => void): void {
  for (const [way, connect] of Object.entries(ways)) {
    if (process.env.COROSCOPE_WAY !== undefined && !way.includes(process.env.COROSCOPE_WAY)) continue
    describe(`${title}, ${way}`, () => {
      const clients: DapClient[] = []
      afterEach(async () => {
        // A test that failed has not closed its client.
        for (const client of clients.splice(0)) await client.transport.close().catch(() => {})
      })
      dialogues(async () => {
        const client = new DapClient(await connect())
        clients.push(client)
        return client
      })
    })
  }
}
