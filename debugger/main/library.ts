// The modules written in the language, as they were compiled at build time.

import { libraryFrom } from '../engine/index.ts'
import { LIBRARY, LIBRARY_NAMES } from '../library/generated.ts'

/** Finds a module of the library by name. */
export const library = libraryFrom(LIBRARY)

/** Names of the modules that a program can import. */
export const libraryNames: ReadonlySet<string> = new Set(Object.keys(LIBRARY_NAMES))
