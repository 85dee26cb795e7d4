// The files of this machine, as loading a program wants them.

import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import type { FileContents } from '../session/index.ts'
import type { Files } from '../session/program.ts'
import { libraryNames } from './library.ts'

export const files: Files = {
  read: readProgram,
  libraryNames,
  resolve: path => (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path)),
}

/** The bytes at `path`, or why there are none. */
function readProgram(path: string): FileContents {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return { kind: 'folder' }
    return stats.isFile() ? { kind: 'file', bytes: readFileSync(path) } : readDevice(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    if (code === 'ERR_INVALID_ARG_VALUE') return { kind: 'unreadable', reason: 'embedded null byte' }
    const number = constants.errno[code as keyof typeof constants.errno]
    const reason = reasons[code ?? ''] ?? String(code)
    return { kind: 'unreadable', reason: number === undefined ? reason : `[Errno ${number}] ${reason}` }
  }
}

/** What comes out of a pipe or a device, which may have no end. */
function readDevice(path: string): FileContents {
  const file = openSync(path, 'r')
  try {
    const parts: Buffer[] = []
    let length = 0
    for (;;) {
      const part = Buffer.alloc(1 << 16)
      const count = readSync(file, part)
      if (count === 0) return { kind: 'file', bytes: Buffer.concat(parts) }
      parts.push(part.subarray(0, count))
      length += count
      if (length > longestDevice)
        return { kind: 'unreadable', reason: `it is no file, and gives more than ${longestDevice >> 20} MB` }
    }
  } finally {
    closeSync(file)
  }
}

/**
 * The same for a debugger, which answers meanwhile and reads the program again for a restart: only files, which do not keep it waiting
 * and have the same text again.
 */
export function readRegularFile(path: string): FileContents {
  try {
    const stats = statSync(path)
    if (!stats.isFile() && !stats.isDirectory()) return { kind: 'unreadable', reason: 'it is not a regular file' }
  } catch {
    // Said below.
  }
  return readProgram(path)
}

/** No program text is longer, in bytes. */
const longestDevice = 64 << 20

/** strerror(3), for the errors that opening a file ends in. */
const reasons: Record<string, string> = {
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
}
