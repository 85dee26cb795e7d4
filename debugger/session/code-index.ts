// Every piece of code that is loaded, by file and line: where a breakpoint can be, and what is called how. Knows nothing of
// breakpoints or of the machine.

import type { Code } from '../engine/index.ts'
import { CO } from '../engine/index.ts'

/** One place where a debugger may stop: the first instruction of a statement or line. */
export interface Location {
  readonly code: Code
  readonly pc: number
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A file whose code is loaded. */
export interface LoadedFile {
  readonly path: string
  readonly module: string
  readonly source: string
  readonly isLibrary: boolean
  /** The module's code first, then what is nested in it, outer before inner. */
  readonly codes: readonly Code[]
}

export class CodeIndex {
  private readonly files = new Map<string, LoadedFile>()
  private readonly fileByCode = new Map<Code, LoadedFile>()
  private readonly locations = new Map<string, Location[]>()

  /** Adds a module's code and all that is nested in it. */
  add(path: string, module: string, source: string, isLibrary: boolean, code: Code): LoadedFile {
    const codes = nestedCodes(code)
    const file: LoadedFile = { path, module, source, isLibrary, codes }
    this.files.set(path, file)
    for (const one of codes) this.fileByCode.set(one, file)
    this.locations.delete(path)
    return file
  }

  file(path: string): LoadedFile | undefined {
    return this.files.get(path)
  }

  fileOf(code: Code): LoadedFile | undefined {
    return this.fileByCode.get(code)
  }

  allFiles(): LoadedFile[] {
    return [...this.files.values()]
  }

  /** Library code and the machine's own helpers: stepping and stacks leave them out or play them down. */
  isForeign(code: Code): boolean {
    return (code.flags & CO.HIDDEN) !== 0 || (this.fileByCode.get(code)?.isLibrary ?? true)
  }

  /** The places of a file from `line` to `lastLine`, by line and column. */
  between(path: string, line: number, lastLine: number): Location[] {
    return this.of(path).filter(place => place.line >= line && place.line <= lastLine)
  }

  /** The places on the first line with code at or after `line`. */
  atOrAfter(path: string, line: number): Location[] {
    const all = this.of(path)
    const first = all.find(place => place.line >= line)
    return first === undefined ? [] : all.filter(place => place.line === first.line)
  }

  /** Where functions begin that go by `name`: a name, a qualified name, or `module:qualified name`. */
  functions(name: string): Location[] {
    const colon = name.indexOf(':')
    const module = colon < 0 ? undefined : name.slice(0, colon)
    const wanted = colon < 0 ? name : name.slice(colon + 1)
    const found: Location[] = []
    for (const file of this.files.values()) {
      if (module !== undefined && module !== file.module) continue
      for (const code of file.codes) {
        if (code === file.codes[0]) continue
        if (code.qualname.replaceAll('.<locals>', '') !== wanted && code.name !== wanted && code.qualname !== wanted)
          continue
        const first = firstLocation(code)
        if (first !== undefined) found.push(first)
      }
    }
    return found
  }

  private of(path: string): Location[] {
    const known = this.locations.get(path)
    if (known !== undefined) return known
    const all = (this.files.get(path)?.codes ?? []).flatMap(locationsOf)
    all.sort((a, b) => a.line - b.line || a.column - b.column)
    this.locations.set(path, all)
    return all
  }
}

function nestedCodes(code: Code): Code[] {
  const all = [code]
  for (let i = 0; i < all.length; i++) for (const value of all[i].consts) if (isCode(value)) all.push(value)
  return all
}

const isCode = (value: unknown): value is Code => typeof value === 'object' && value !== null && 'lineStarts' in value

/** Every place of one code where a debugger may stop. */
export function locationsOf(code: Code): Location[] {
  const all: Location[] = []
  for (let pc = 0; pc < code.lineStarts.length; pc++) if (code.lineStarts[pc] === 1) all.push(locationAt(code, pc))
  return all
}

/** The first statement of a function's body. */
export function firstLocation(code: Code): Location | undefined {
  const pc = code.lineStarts.indexOf(1)
  return pc < 0 ? undefined : locationAt(code, pc)
}

/** Where an instruction stands in the text; one without a place counts with the next that has one. */
export function locationAt(code: Code, pc: number): Location {
  const { positions } = code
  let at = pc
  while (at < code.lineStarts.length - 1 && positions[4 * at] <= 0) at++
  const [line, endLine, column, endColumn] = positions.subarray(4 * at, 4 * at + 4)
  const real = line > 0 ? line : code.firstLine
  return {
    code,
    pc,
    line: real,
    endLine: endLine > 0 ? endLine : real,
    column: Math.max(0, column),
    endColumn: Math.max(0, endColumn),
  }
}
