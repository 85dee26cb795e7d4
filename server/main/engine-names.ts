/** What the engine's library has, as its build recorded it. */

import { LIBRARY_NAMES } from '../../debugger/library/generated.ts'

/** Names by module. */
export const engineNames: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(LIBRARY_NAMES))
