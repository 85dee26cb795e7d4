// The files of this machine, as loading a program wants them.

import { readFileSync, statSync } from 'node:fs'
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
