/** What is wrong with a text: the front end's findings and the server's own advice about coroutines. */

import type { Analysis, Diagnostic } from '../../language/index.ts'
import { adviceOn, adviceWithin } from '../advice/index.ts'
import type { Feature } from '../feature.ts'

/** More than this nobody reads, and a broken file should not flood its client. */
const maximum = 500

export const diagnostics: Feature<[], Diagnostic[]> = {
  capability: { diagnosticProvider: { identifier: 'coro', interFileDependencies: false, workspaceDiagnostics: false } },
  answer: analysis => [...analysis.diagnostics, ...adviceOn(analysis)].slice(0, maximum),
}

/** What can be said of a text in a limited time, and whether that is all. */
export function diagnosticsWithin(
  analysis: Analysis,
  goesOn: () => boolean,
): { readonly items: Diagnostic[]; readonly isComplete: boolean } {
  const { found, isComplete } = adviceWithin(analysis, goesOn)
  return { items: [...analysis.diagnostics, ...found].slice(0, maximum), isComplete }
}
