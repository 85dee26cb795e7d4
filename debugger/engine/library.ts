// The modules written in the language that come with Coroscope, from the table that scripts/build-library.mjs makes.
//
// Knows nothing of how the table is stored.

import { CO, type Code } from './code.ts'
import { decodeCode } from './code-text.ts'

/** How the names of the library's files begin. */
const root = '<library>/'

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

/** Modules that are the machine's own: no program imports them, and nobody is shown them. */
const OWN: ReadonlySet<string> = new Set(['_prelude', '_warm_up'])

/** Is this a module of the machine itself? */
export const isMachinesOwn = (name: string): boolean => OWN.has(name)

/** Whether a coroutine of the library's code was made by the library: an implementation detail that the program never sees. */
export const isInternal = (code: Code, createdFile: string): boolean =>
  (code.flags & CO.HIDDEN) !== 0 || (code.isLibrary && createdFile.startsWith(root))

/** What `__file__` and tracebacks show for a module of the library. */
export function libraryPath(name: string, isPackage: boolean): string {
  return `${root}${name.replaceAll('.', '/')}${isPackage ? '/__init__' : ''}.py`
}
