// What a session needs of a web worker. A message port gives a turn of the event loop without the delay that browsers put on nested
// timers; every so often a timer all the same, since a host may hand out the messages of one port before it looks at another.

import type { SessionHost } from '../session/index.ts'
import { library, libraryNames } from './library.ts'

/** Turns that a message port gives between two that a timer gives. */
const turnsPerTimer = 8

export function workerHost(): SessionHost {
  const channel = new MessageChannel()
  const waiting: (() => void)[] = []
  let turns = 0
  channel.port1.onmessage = () => waiting.shift()?.()
  return {
    schedule: (slice, seconds = 0) => {
      if (seconds > 0 || ++turns % turnsPerTimer === 0) {
        setTimeout(slice, seconds * 1000)
        return
      }
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
