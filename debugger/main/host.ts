// What a session needs of Node: files, the clock, and a turn of the event loop between two slices.

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FileContents, SessionHost } from '../session/index.ts'
import { library, libraryNames } from './library.ts'

export const nodeHost: SessionHost = {
  schedule: (slice, seconds = 0) => void (seconds > 0 ? setTimeout(slice, seconds * 1000) : setImmediate(slice)),
  read: readProgram,
  resolve: path => (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path)),
  now: () => Date.now() / 1000,
  library,
  libraryNames,
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
