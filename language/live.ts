/**
 * The analysis of a text that is being edited: after each edit, what it does not reach is kept.
 *
 * Statements are read, bound and checked again by section (`section.ts`); names of the module, tokens and findings are put together
 * anew. What comes out is what `analyze` gives for the text, which a test holds over random edits.
 *
 * Trees are moved in place: an `Analysis` taken before an edit is not to be used after it.
 */

import { type Analysis, type AnalyzeOptions, analysisOf, analysisOfParsed, type Part } from './analyze.ts'
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
  private parts = new Map<Section, Part>()
  private tables = new ScopeTables()
  private futureAnnotations = false
  private tree: Module | undefined

  constructor(source: string, options: AnalyzeOptions = {}) {
    this.present = new SourceText(source)
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

  /** Takes another text. */
  replace(source: string): void {
    this.present = new SourceText(source)
    this.reading = undefined
    this.pending = undefined
    this.known = undefined
  }

  /** Forgets the findings that depend on more than the text: other files have changed. */
  refresh(): void {
    if (this.known === undefined) return
    this.pending ??= { start: 0, end: 0, length: 0 }
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
    const parsed = parseReading(reading)
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
    return analysisOf(parsed, scopes, later, this.options, this.partsOf(reading.sections))
  }

  private partsOf(sections: readonly Section[]): Part[] {
    const before = this.parts
    this.parts = new Map()
    return sections.map(section => {
      const part = before.get(section) ?? partOf(section, section.facts!.bound)
      this.parts.set(section, part)
      return part
    })
  }

  private forgetAll(): void {
    for (const section of this.sections) section.facts = undefined
    this.sections = []
    this.parts = new Map()
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

function partOf(section: Section, { module, scopes }: BoundPart): Part {
  return {
    get start() {
      return section.start
    },
    statements: section.statements,
    scopes,
    symbols: module.symbols,
    globals: globalsIn(scopes),
  }
}
