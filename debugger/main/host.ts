// What a session needs of Node: files, the clock, and a turn of the event loop between two slices.

import type { SessionHost } from '../session/index.ts'
import { files, readRegularFile } from './files.ts'
import { isHeapFull } from './heap.ts'
import { library } from './library.ts'
import { offerTerminal } from './terminal.ts'

export const nodeHost: SessionHost = {
  schedule: (slice, seconds = 0) => void (seconds > 0 ? setTimeout(slice, seconds * 1000) : setImmediate(slice)),
  ...files,
  read: readRegularFile,
  now: () => Date.now() / 1000,
  isHeapFull,
  library,
  offerTerminal,
}
