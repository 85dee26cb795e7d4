// What a session needs of Node: files, the clock, and a turn of the event loop between two slices.

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { FileContents, SessionHost } from '../session/index.ts'
import { library, libraryNames } from './library.ts'
import { offerTerminal } from './terminal.ts'

export const nodeHost: SessionHost = {
  schedule: (slice, seconds = 0) => void (seconds > 0 ? setTimeout(slice, seconds * 1000) : setImmediate(slice)),
  read: readProgram,
  resolve: path => (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path)),
  now: () => Date.now() / 1000,
  isHeapFull,
  library,
  libraryNames,
  offerTerminal,
}

/** What a program may use, in bytes, unless Node itself grants less. */
const mostHeap = 2 ** 30

let collect: (() => void) | undefined

/** Has the program used up its memory, garbage not counted? */
export function isHeapFull(): boolean {
  const granted = getHeapStatistics().heap_size_limit
  const most = Math.min(mostHeap, 0.7 * granted)
  if (usedHeap() < most) return false
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
  return usedHeap() >= most
}

function usedHeap(): number {
  const { used_heap_size, external_memory } = getHeapStatistics()
  return used_heap_size + external_memory
}

/** The bytes at `path`, or why there are none. */
export function readProgram(path: string): FileContents {
  try {
    if (statSync(path).isDirectory()) return { kind: 'folder' }
    return { kind: 'file', bytes: readFileSync(path) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'unreadable', reason: reasons[code ?? ''] ?? String(code) }
  }
}

/** strerror(3), for the errors that opening a file ends in. */
const reasons: Record<string, string> = {
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
}
