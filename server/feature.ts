/**
 * What every file of `features/` exports: what it lets a client ask, and the answer.
 *
 * An answer is a pure function of what is known of a text and of what is asked; it speaks of offsets, never of protocol positions.
 */

import type { ServerCapabilities } from 'vscode-languageserver-protocol'
import type { Analysis } from '../language/index.ts'

export interface Feature<Question extends unknown[], Answer> {
  readonly capability: Partial<ServerCapabilities>
  answer(analysis: Analysis, ...question: Question): Answer
}
