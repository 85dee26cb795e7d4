/**
 * The analysis of a text that is being edited: after each edit, what it does not reach is kept.
 *
 * Statements are read, bound and checked again by section (`section.ts`); names of the module, tokens and findings are put together
 * anew. What comes out is what `analyze` gives for the text, which a test holds over random edits.
 *
 * Trees are moved in place: an `Analysis` taken before an edit is not to be used after it.
 */

import { type Analysis, type AnalyzeOptions, analysisOf, analysisOfParsed, type Part } from './analyze.ts'
import { Dependents } from './dependents.ts'
import { futureFeatures, validateFuture } from './future.ts'
import { parseReading } from './parse.ts'
import { type Reading, readTolerantly, together } from './reading.ts'
import { type BoundPart, globalsIn, joinScopes, ScopeTables } from './scope-parts.ts'
import { addFacts, type Edit, joinEdits, type Section } from './section.ts'
import { bindPart } from './symbols.ts'
import { SourceText, type Span } from './text.ts'
import type { Module } from './tree.ts'
import { validatePart } from './validate.ts'

/** A document: its text, and what is known of it. */
export class LiveAnalysis {
  private readonly options: AnalyzeOptions
  private present: SourceText
  private known: Analysis | undefined
  /** What has changed since `reading`. */
  private pending: Edit | undefined
  /** The last reading in which strings that never end did so with their line: what the next one starts from. */
  private reading: Reading | undefined
  private sections: readonly Section[] = []
  private parts = new Map<Section, LivePart>()
  private dependents = new Dependents<LivePart>()
  private tables = new ScopeTables()
  private futureAnnotations = false
  private tree: Module | undefined

  constructor(source: string, options: AnalyzeOptions = {}) {
    this.present = new SourceText(source, options.columns)
    this.options = options
  }

  get text(): SourceText {
    return this.present
  }

  /** Puts `inserted` in place of what is in `span`. */
  edit(span: Span, inserted: string): void {
    this.present = this.present.edited(span, inserted)
    const edit = { start: span.start, end: span.end, length: inserted.length }
    this.pending = this.pending === undefined ? edit : joinEdits(this.pending, edit)
    this.known = undefined
  }

  /** Takes another text: what it begins and ends with as before has not changed. */
  replace(source: string): void {
    const before = this.present.source
    const shorter = Math.min(before.length, source.length)
    let start = 0
    while (start < shorter && before.charCodeAt(start) === source.charCodeAt(start)) start++
    let tail = 0
    while (
      tail < shorter - start &&
      before.charCodeAt(before.length - 1 - tail) === source.charCodeAt(source.length - 1 - tail)
    ) {
      tail++
    }
    this.edit({ start, end: before.length - tail }, source.slice(start, source.length - tail))
  }

  /** Forgets the findings that depend on more than the text: other files have changed. */
  refresh(): void {
    if (this.known === undefined) return
    this.pending ??= { start: 0, end: 0, length: 0 }
    this.dependents = new Dependents()
    this.parts = new Map()
    this.known = undefined
  }

  /** What the front end says of the present text. Not to be used once the text has been edited again. */
  get analysis(): Analysis {
    if (this.known === undefined) {
      const { first, best } = readTolerantly(this.present, this.reading, this.pending)
      this.reading = first
      this.pending = undefined
      this.known = this.analysisOf(best)
    }
    return this.known
  }

  private analysisOf(reading: Reading): Analysis {
    const parsed = parseReading(reading, this.options.patience)
    const { tree, text } = parsed
    const futureAnnotations = futureFeatures(tree).has('annotations')
    if (futureAnnotations !== this.futureAnnotations) this.forgetAll()
    this.futureAnnotations = futureAnnotations
    this.forgetOthers(reading.sections)
    const bound = reading.sections.map(
      section => section.facts?.bound ?? bindPart(section.statements, text, futureAnnotations, this.tables),
    )
    if (bound.some(part => part.hasDirective)) {
      this.forgetAll()
      return analysisOfParsed(parsed, this.options)
    }
    this.tree = tree
    const scopes = joinScopes(tree, bound, this.tables, futureAnnotations)
    reading.sections.forEach((section, i) => {
      const { facts } = section
      if (
        facts !== undefined &&
        !facts.bound.imports.some(node => node.kind === 'ImportFrom' && node.module === '__future__')
      )
        return
      const checks = validatePart(section.statements, tree, text, scopes)
      addFacts(section, { bound: bound[i], checks })
    })
    const later = [
      ...scopes.diagnostics,
      ...validateFuture(tree, text),
      ...together(reading.sections, section => section.facts?.checks ?? []),
    ]
    this.sections = reading.sections
    const parts = this.partsOf(reading.sections)
    const { dependents } = this
    const partsUsing = (name: string): Part[] => [...dependents.usersOf(name)].sort((a, b) => a.start - b.start)
    return analysisOf(parsed, scopes, later, this.options, parts, partsUsing)
  }

  private partsOf(sections: readonly Section[]): Part[] {
    const before = this.parts
    this.parts = new Map()
    const come: LivePart[] = []
    let hasStar = false
    for (const section of sections) {
      let part = before.get(section)
      if (part === undefined) {
        part = partOf(section, section.facts!.bound)
        come.push(part)
        hasStar ||= part.hasStar
      } else before.delete(section)
      this.parts.set(section, part)
    }
    const parts = [...this.parts.values()]
    const gone = [...before.values()]
    // A star import may bind any name.
    if (hasStar || gone.some(part => part.hasStar)) {
      this.dependents.restart(parts)
    } else this.dependents.update(gone, come)
    return parts
  }

  private forgetAll(): void {
    for (const section of this.sections) section.facts = undefined
    this.sections = []
    this.parts = new Map()
    this.dependents = new Dependents()
    this.tables = new ScopeTables()
  }

  /** Forgets the scopes of the sections that are gone. */
  private forgetOthers(sections: readonly Section[]): void {
    const kept = new Set(sections)
    for (const section of this.sections) {
      if (kept.has(section)) continue
      for (const scope of section.facts?.bound.scopes ?? []) this.tables.forget(scope.node)
      section.facts = undefined
    }
    if (this.tree !== undefined) this.tables.forget(this.tree)
  }
}

interface LivePart extends Part {
  stamp: number
  readonly hasStar: boolean
}

function partOf(section: Section, { module, scopes, imports }: BoundPart): LivePart {
  return {
    get start() {
      return section.start
    },
    statements: section.statements,
    scopes,
    symbols: module.symbols,
    globals: globalsIn(scopes),
    stamp: 0,
    hasStar: imports.some(node => node.names[0]?.name === '*'),
  }
}
