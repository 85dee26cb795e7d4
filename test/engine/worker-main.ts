// In a worker thread: runs the programs whose paths come in workerData, and posts for each what `traceOf` gives.

import { parentPort, workerData } from 'node:worker_threads'
import { traceOf } from './worker-trace.ts'

for (const path of workerData as string[]) parentPort?.postMessage(traceOf(path))
