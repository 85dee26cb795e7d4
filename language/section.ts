/**
 * Sections: the runs of top-level statements into which a text falls, each of which can be read without the others.
 *
 * A section starts where a statement starts a line at the left margin, outside of brackets, strings and blocks: there tokenizer and
 * parser are in the state in which they begin, so what they make of a section depends on its text and on how far they looked beyond
 * it, and on nothing before it. After an edit, sections that it does not reach are kept, and only moved.
 *
 * This file knows what a section is and how one is moved; it neither reads nor judges any.
 */

import type { Diagnostic } from './diagnostic.ts'
import type { BoundPart } from './scope-parts.ts'
import type { TokenError, TokenWarning } from './tokenizer-state.ts'
import type { Node, Span, Statement } from './tree.ts'
import { eachChild } from './tree-walk.ts'

/** A run of top-level statements, as it was read. */
export interface Section {
  /** Where its first token starts; 0 for the first section. */
  start: number
  /** How far the text was looked at to read it. */
  reach: number
  readonly statements: readonly Statement[]
  /** How many tokens are its own, and how much trivia: that up to the next section. */
  readonly significantCount: number
  readonly triviaCount: number
  /** What the parser and the tokenizer have to say of it. */
  readonly found: readonly Diagnostic[]
  readonly errors: readonly TokenError[]
  readonly warnings: readonly TokenWarning[]
  /** Everything in it that holds offsets; gathered when it is first moved. */
  spans: MovableSpan[] | undefined
  /** What is known of it beside, once it is. */
  facts: SectionFacts | undefined
}

/** What the binder and the compiler's checks found out about a section. */
export interface SectionFacts {
  readonly bound: BoundPart
  readonly checks: readonly Diagnostic[]
}

/** A span that moves with the text around it. */
export interface MovableSpan {
  start: number
  end: number
}

/** A change of a text: `source[start:end]` gave way to `length` other units. */
export interface Edit extends Span {
  readonly length: number
}

/** One edit that does what two do, one after the other. */
export function joinEdits(first: Edit, second: Edit): Edit {
  const firstEnd = first.start + first.length
  const end = second.end > firstEnd ? first.end + (second.end - firstEnd) : first.end
  const start = Math.min(first.start, second.start)
  const after = Math.max(firstEnd, second.end) + second.length - (second.end - second.start)
  return { start, end, length: after - start }
}

/** Moves a section and all that was read from it. Who held on to its offsets holds wrong ones from now on. */
export function moveSection(section: Section, delta: number, lines: number): void {
  if (lines !== 0) moveReports(section, lines)
  if (delta === 0) return
  section.spans ??= spansOf(section)
  section.start += delta
  section.reach += delta
  for (const span of section.spans) {
    span.start += delta
    span.end += delta
  }
}

function spansOf(section: Section): MovableSpan[] {
  const found = new Set<Span>()
  const add = (span: Span | null): void => {
    if (span !== null) found.add(span)
  }
  const waiting: Node[] = [...section.statements]
  const wait = (node: Node): void => {
    waiting.push(node)
  }
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.add(node)
    addNames(node, add)
    eachChild(node, wait)
  }
  for (const item of [...section.found, ...section.errors, ...section.warnings]) found.add(item)
  if (section.facts !== undefined) for (const item of spansOfFacts(section.facts)) found.add(item)
  return [...found] as MovableSpan[]
}

function spansOfFacts({ bound, checks }: SectionFacts): Span[] {
  return [...bound.visited, ...bound.resolved, ...bound.ownSpans, ...checks]
}

/** Notes what else is known of a section. */
export function addFacts(section: Section, facts: SectionFacts): void {
  section.facts = facts
  section.spans = undefined
}

/** The lines that the findings name themselves. */
function moveReports({ found, facts }: Section, lines: number): void {
  const places = new Set<{ lineno?: number | null; end_lineno?: number | null }>()
  const ofFacts = facts === undefined ? [] : [...facts.bound.visited, ...facts.bound.resolved, ...facts.checks]
  for (const { reported } of [...found, ...ofFacts]) {
    if (reported === undefined) continue
    places.add(reported)
    if (reported.inFile !== undefined) places.add(reported.inFile)
  }
  for (const place of places) {
    // Line -1 is nowhere, and stays so.
    if (typeof place.lineno === 'number' && place.lineno > 0) place.lineno += lines
    if (typeof place.end_lineno === 'number' && place.end_lineno > 0) place.end_lineno += lines
  }
}

/** The spans that a node holds beside its own and its children's. */
function addNames(node: Node, add: (span: Span | null) => void): void {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'ExceptHandler':
    case 'MatchStar':
    case 'MatchAs':
    case 'TypeVar':
    case 'ParamSpec':
    case 'TypeVarTuple':
      add(node.nameSpan)
      break
    case 'ImportFrom':
      add(node.moduleSpan)
      break
    case 'Global':
    case 'Nonlocal':
      node.nameSpans.forEach(add)
      break
    case 'Attribute':
      add(node.attrSpan)
      break
    case 'arg':
    case 'keyword':
      add(node.argSpan)
      break
    case 'alias':
      add(node.nameSpan)
      add(node.asnameSpan)
      break
    case 'MatchMapping':
      add(node.restSpan)
      break
    case 'MatchClass':
      node.kwdSpans.forEach(add)
      break
    default:
  }
}
