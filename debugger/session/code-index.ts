// Every piece of code that is loaded, by file and line: where a breakpoint can be, and what is called how. Knows nothing of
// breakpoints or of the machine.

import type { Code } from '../engine/index.ts'
import { CO, Op } from '../engine/index.ts'
import { type StatementSpan, Statements } from './statements.ts'

/** One place where a debugger may stop: the first instruction of a statement or line, or where an `await` or `yield` begins to wait. */
export interface Location {
  readonly code: Code
  readonly pc: number
  /** Of a suspension point: the instructions that it can be suspended at. Undefined for a statement. */
  readonly suspendsAt?: readonly number[]
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
  private readonly locations = new Map<string, readonly Location[]>()
  private readonly texts = new Map<string, Statements>()

  /** Adds a module's code and all that is nested in it. */
  add(path: string, module: string, source: string, isLibrary: boolean, code: Code): LoadedFile {
    const codes = nestedCodes(code)
    const file: LoadedFile = { path, module, source, isLibrary, codes }
    this.files.set(path, file)
    for (const one of codes) this.fileByCode.set(one, file)
    this.locations.delete(path)
    this.texts.delete(path)
    return file
  }

  file(path: string): LoadedFile | undefined {
    return this.files.get(path)
  }

  fileOf(code: Code): LoadedFile | undefined {
    return this.fileByCode.get(code.template)
  }

  allFiles(): LoadedFile[] {
    return [...this.files.values()]
  }

  /** Library code and the machine's own helpers: stepping and stacks leave them out or play them down. */
  isForeign(code: Code): boolean {
    return (code.flags & CO.HIDDEN) !== 0 || (this.fileByCode.get(code.template)?.isLibrary ?? true)
  }

  /** Statements and suspension points of a file from `line` to `lastLine`, by line and column. */
  between(path: string, line: number, lastLine: number): Location[] {
    return this.of(path).filter(place => place.line >= line && place.line <= lastLine)
  }

  /** The statements among them. */
  statements(path: string, line: number, lastLine: number): Location[] {
    return this.between(path, line, lastLine).filter(place => place.suspendsAt === undefined)
  }

  /** Statements and suspension points of the first line with a statement at or after `line`. */
  atOrAfter(path: string, line: number): Location[] {
    const all = this.of(path)
    const first = all.find(place => place.line >= line && place.suspendsAt === undefined)
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

  /** The statements of a file's text; none where there is no text. */
  statementsOf(path: string): Statements {
    const known = this.texts.get(path)
    if (known !== undefined) return known
    const made = new Statements(this.files.get(path)?.source ?? '', path)
    this.texts.set(path, made)
    return made
  }

  private of(path: string): readonly Location[] {
    const known = this.locations.get(path)
    if (known !== undefined) return known
    const spans = this.statementsOf(path)
    const all = (this.files.get(path)?.codes ?? []).flatMap(code => [
      ...statementsOf(code, spans),
      ...suspensionsOf(code),
    ])
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

const knownLocations = new WeakMap<Code, readonly Location[]>()

/** Every place of one code where a line begins. Where an exception comes out of an `await`, no line begins anew. */
export function locationsOf(code: Code): readonly Location[] {
  const known = knownLocations.get(code)
  if (known !== undefined) return known
  const all: Location[] = []
  for (let pc = 0; pc < code.lineStarts.length; pc++)
    if (code.lineStarts[pc] === 1 && code.original[2 * pc] !== Op.CleanupThrow) all.push(locationAt(code, pc))
  knownLocations.set(code, all)
  return all
}

/** The first instruction of each statement of one code. */
export function firstsOf(code: Code, statements: Statements): Map<number, StatementSpan> {
  const begun = new Set<StatementSpan>()
  const firsts = new Map<number, StatementSpan>()
  for (let pc = 0; pc < code.lineStarts.length; pc++) {
    const line = code.positions[4 * pc]
    const column = code.positions[4 * pc + 2]
    if (line <= 0 || column < 0) continue
    const span = statements.at(line, column)
    if (span === undefined || begun.has(span) || code.original[2 * pc] === Op.CleanupThrow) continue
    begun.add(span)
    firsts.set(pc, span)
  }
  return firsts
}

/** Every place of one code where a statement or a line begins; the column of a statement is its own. */
function statementsOf(code: Code, statements: Statements): Location[] {
  const firsts = firstsOf(code, statements)
  const lines = locationsOf(code).map(place => {
    const span = statements.at(place.line, place.column)
    firsts.delete(place.pc)
    return span === undefined || span.line !== place.line ? place : { ...place, column: span.column }
  })
  // What begins in the middle of a line begins no line: but it can be stopped at.
  const columns = new Map<number, number>()
  for (const { line, column } of lines) columns.set(line, Math.min(column, columns.get(line) ?? column))
  const inside = [...firsts]
    .filter(([, span]) => (columns.get(span.line) ?? span.column) < span.column)
    .map(([pc, span]) => ({ ...locationAt(code, pc), line: span.line, column: span.column }))
  return [...lines, ...inside]
}

/** Where a piece of code waits: each `await`, `yield`, `yield from`, and each round of an `async for`. */
export function suspensionsOf(code: Code): Location[] {
  const all: Location[] = []
  const { original } = code
  for (let pc = 0; pc < code.lineStarts.length; pc++) {
    switch (original[2 * pc]) {
      case Op.GetAwaitable:
      case Op.GetYieldFromIter:
      case Op.GetAnext:
        // What follows: LoadConst None, Send, YieldValue.
        all.push({ ...locationAt(code, pc), suspendsAt: [pc + 2, pc + 3] })
        break
      case Op.YieldValue:
        if (original[2 * pc + 1] !== 1) all.push({ ...locationAt(code, pc), suspendsAt: [pc] })
        break
    }
  }
  return all
}

/** The first statement of a function's body. */
export function firstLocation(code: Code): Location | undefined {
  return locationsOf(code)[0]
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
