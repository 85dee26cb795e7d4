// What a session needs of a web worker. A message port gives a turn of the event loop without the delay that browsers put on
// nested timers.

import type { SessionHost } from '../session/index.ts'
import { library, libraryNames } from './library.ts'

export function workerHost(): SessionHost {
  const channel = new MessageChannel()
  const waiting: (() => void)[] = []
  channel.port1.onmessage = () => waiting.shift()?.()
  return {
    schedule: slice => {
      waiting.push(slice)
      channel.port2.postMessage(null)
    },
    read: () => ({ kind: 'missing' }),
    resolve: path => path,
    now: () => Date.now() / 1000,
    library,
    libraryNames,
  }
}
