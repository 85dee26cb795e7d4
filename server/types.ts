/**
 * The types of a document: which program it is a module of, and what its rules are set to.
 *
 * Features are given an analysis; what goes with it is found here. An analysis of no document is a program of its own.
 */

import type { Analysis } from '../language/index.ts'
import { type ModuleTypes, Program } from '../language/inference/index.ts'
import type { CheckOptions } from '../language/rules/index.ts'

/** What a document stands in. */
export interface Surroundings {
  readonly program: Program
  /** The address of the document. */
  readonly uri: string
  /** How loud rules are in it. */
  readonly options: () => CheckOptions
}

const known = new WeakMap<Analysis, Surroundings>()

/** Notes where an analysis belongs. */
export function placeIn(analysis: Analysis, surroundings: Surroundings): void {
  known.set(analysis, surroundings)
}

function surroundingsOf(analysis: Analysis): Surroundings {
  let found = known.get(analysis)
  if (found === undefined) {
    found = { program: new Program(), uri: analysis.path, options: () => ({}) }
    known.set(analysis, found)
  }
  return found
}

/** What is known of the values of a document. */
export function typesOf(analysis: Analysis): ModuleTypes {
  const { program, uri } = surroundingsOf(analysis)
  return program.typesOf(analysis, uri)
}

export function ruleOptions(analysis: Analysis): CheckOptions {
  return surroundingsOf(analysis).options()
}
