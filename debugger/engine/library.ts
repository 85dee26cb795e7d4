// The modules written in the language that come with Coroscope, from the table that scripts/build-library.mjs makes.
//
// Knows nothing of how the table is stored.

import type { Code } from './code.ts'
import { decodeCode } from './code-text.ts'

/** One compiled module. */
export interface LibraryEntry {
  /** As `encodeCode` wrote it. */
  readonly code: string
  readonly isPackage: boolean
}

/** Modules by dotted name. */
export type LibraryTable = Readonly<Record<string, LibraryEntry>>

export interface LibraryModule {
  readonly path: string
  readonly code: Code
  readonly isPackage: boolean
}

/** A finder over a table, for MachineOptions.library. Code is decoded when first asked for and shared by all machines. */
export function libraryFrom(table: LibraryTable): (name: string) => LibraryModule | undefined {
  const decoded = new Map<string, LibraryModule>()
  return name => {
    const known = decoded.get(name)
    if (known !== undefined) return known
    if (!Object.hasOwn(table, name)) return undefined
    const entry = table[name] as LibraryEntry
    const path = libraryPath(name, entry.isPackage)
    const module = { path, code: decodeCode(entry.code, path), isPackage: entry.isPackage }
    decoded.set(name, module)
    return module
  }
}

/** What `__file__` and tracebacks show for a module of the library. */
export function libraryPath(name: string, isPackage: boolean): string {
  return `<library>/${name.replaceAll('.', '/')}${isPackage ? '/__init__' : ''}.py`
}
