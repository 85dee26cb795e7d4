/** What is wrong with a text: the front end's findings, and those of the rules about coroutines. */

import type { Analysis, Diagnostic } from '../../language/index.ts'
import { type CheckOptions, checkWithin } from '../../language/rules/index.ts'
import type { Feature } from '../feature.ts'
import { ruleOptions, typesOf } from '../types.ts'

/** More than this nobody reads, and a broken file should not flood its client. */
const maximum = 500

/** Texts longer than this were written by no person: what CPython says of them is said, the rules are not asked. */
export const maximumLength = 1_000_000

export const diagnostics: Feature<[], Diagnostic[]> = {
  capability: { diagnosticProvider: { identifier: 'coro', interFileDependencies: true, workspaceDiagnostics: true } },
  answer: analysis => diagnosticsWithin(analysis, () => true).items,
}

/** What can be said of a text in a limited time, and whether that is all. */
export function diagnosticsWithin(
  analysis: Analysis,
  goesOn: () => boolean,
): { readonly items: Diagnostic[]; readonly isComplete: boolean } {
  const options = ruleOptions(analysis)
  if (analysis.source.length > maximumLength) {
    return { items: ofFrontEnd(analysis, options).slice(0, maximum), isComplete: true }
  }
  const { found, isComplete } = checkWithin(typesOf(analysis), options, goesOn)
  return { items: [...ofFrontEnd(analysis, options), ...found].slice(0, maximum), isComplete }
}

/** Others say what is wrong with a Python file as such. */
function ofFrontEnd(analysis: Analysis, { coroutinesOnly }: CheckOptions): readonly Diagnostic[] {
  return coroutinesOnly ? [] : analysis.diagnostics
}
