// The `finally` blocks of a program: where they begin, so that a look ahead can tell which ones it runs. Reads text and code; runs
// nothing.

import { analyze, SourceText, walk } from '../../language/index.ts'
import type { Frame } from '../engine/index.ts'
import type { Spot } from './arms.ts'
import type { CodeIndex, LoadedFile } from './code-index.ts'
import { locationsOf } from './code-index.ts'
import type { Place } from './contract.ts'

/** The instructions at which a `finally` block of the person's files is entered, and the line of its `finally`. */
export interface Cleanups {
  readonly spots: readonly Spot[]
  at(frame: Frame): Place | undefined
}

const known = new WeakMap<LoadedFile, ReadonlyMap<number, number>>()

export function cleanupsOf(index: CodeIndex): Cleanups {
  const spots: Spot[] = []
  for (const file of index.allFiles()) {
    if (file.isLibrary) continue
    const lines = finallyLines(file)
    if (lines.size === 0) continue
    for (const code of file.codes)
      for (const place of locationsOf(code)) if (lines.has(place.line)) spots.push({ code, pc: place.pc })
  }
  return {
    spots,
    at: frame => {
      const file = index.fileOf(frame.code)
      const line = file && finallyLines(file).get(frame.code.positions[4 * frame.pc])
      return file === undefined || line === undefined ? undefined : { file: file.path, line }
    },
  }
}

/** The line of each `finally`, by the line of the first statement in its block. */
function finallyLines(file: LoadedFile): ReadonlyMap<number, number> {
  const found = known.get(file)
  if (found !== undefined) return found
  const lines = new Map<number, number>()
  const text = new SourceText(file.source)
  walk(analyze(file.source, { path: file.path }).tree, node => {
    if ((node.kind === 'Try' || node.kind === 'TryStar') && node.finalbody.length > 0) {
      const first = node.finalbody[0].start
      const keyword = file.source.lastIndexOf('finally', first)
      lines.set(text.lineAt(first) + 1, text.lineAt(keyword < 0 ? first : keyword) + 1)
    }
    return true
  })
  known.set(file, lines)
  return lines
}
