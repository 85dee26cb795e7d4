/**
 * Reading a module section by section, the first time and again after an edit.
 *
 * A section of the reading before is kept when the edit did not touch what had been looked at to read it, and when reading arrives
 * where it starts. It is moved in place, so a reading that was read again is not to be used any more.
 */

import { collect, type Findings, hasOpenString, type ParseResult, Parser } from './parser.ts'
import { type Edit, moveSection, type Section } from './section.ts'
import type { SourceText } from './text.ts'
import { TokenList, type Tokens } from './token.ts'
import type { Module } from './tree.ts'

/** How a triple-quoted string that never ends is taken: to end with its line, or with the file. */
export type OpenString = 'line' | 'file'

/** A text, cut into tokens and sections. */
export interface Reading extends Findings {
  readonly text: SourceText
  readonly openString: OpenString
  readonly tokens: Tokens
  readonly sections: readonly Section[]
}

/** So far beyond what it has taken the tokenizer may peek to end a token. */
const peeked = 16

/** Reads `text`; given the reading of the text before `edit`, what is the same is taken from there. */
export function readModule(text: SourceText, openString: OpenString, before?: Reading, edit?: Edit): Reading {
  const reader = new Reader(text, openString)
  if (before === undefined || edit === undefined) reader.readAll()
  else reader.readAgain(before, edit)
  return reader.finish()
}

/** The module that a reading makes, with the parser's own idea of its errors. */
export function moduleOf(reading: Reading): ParseResult<Module> {
  const { text, tokens, sections } = reading
  const body = sections.length === 1 ? sections[0].statements : sections.flatMap(section => section.statements)
  const tree: Module = { kind: 'Module', start: 0, end: text.source.length, body }
  return { tree, tokens, text, diagnostics: collect(reading, text) }
}

/** Reads a text tolerantly, and where a string never ends in the way that leaves fewer errors. */
export function readTolerantly(text: SourceText, before?: Reading, edit?: Edit): { first: Reading; best: Reading } {
  const first = readModule(text, 'line', before, edit)
  if (!hasOpenString(first)) return { first, best: first }
  const second = readModule(text, 'file')
  const excess = collect(first, text).length - collect(second, text).length
  return { first, best: excess > 0 ? second : first }
}

/** A stretch of tokens that is part of the whole. */
interface Piece {
  readonly list: TokenList
  readonly from: number
  to: number
  readonly delta: number
}

class Reader {
  private readonly text: SourceText
  private readonly openString: OpenString
  private readonly sections: Section[] = []
  private readonly significant: Piece[] = []
  private readonly trivia: Piece[] = []

  constructor(text: SourceText, openString: OpenString) {
    this.text = text
    this.openString = openString
  }

  readAll(): void {
    const parser = this.parserAt(0)
    let at = 0
    let significant = 0
    let trivia = 0
    do {
      const section = parser.parseSection(at)
      this.sections.push(section)
      significant += section.significantCount
      trivia += section.triviaCount
      at = parser.place
    } while (!parser.isAtEnd)
    addPiece(this.significant, parser.significant, 0, significant, 0)
    addPiece(this.trivia, parser.tokenizer.trivia, 0, trivia, 0)
  }

  private parserAt(offset: number): Parser {
    return new Parser(this.text, { openString: this.openString }, offset)
  }

  readAgain(before: Reading, edit: Edit): void {
    const olds = before.sections
    const delta = edit.length - (edit.end - edit.start)
    const keepsLines = this.text.lineCount === before.text.lineCount
    const isBefore = (old: Section): boolean => old.reach + peeked < edit.start
    const isAfter = (old: Section, index: number): boolean =>
      old.start >= edit.end &&
      index > 0 &&
      (keepsLines || (old.errors.length === 0 && old.found.every(item => item.severity !== 'error')))
    /** Where an old section starts now; -1 for one that is gone. */
    const placeOf = (old: Section): number =>
      old.start >= edit.end ? old.start + delta : old.start <= edit.start ? old.start : -1
    const oldSignificant = before.tokens.significant
    const oldTrivia = before.tokens.trivia
    let next = 0
    let significantAt = 0
    let triviaAt = 0
    const pass = (old: Section): void => {
      next++
      significantAt += old.significantCount
      triviaAt += old.triviaCount
    }
    const moved: Section[] = []
    let parser: Parser | undefined
    let significantFrom = 0
    let triviaFrom = 0
    let at = 0
    for (;;) {
      while (next < olds.length && placeOf(olds[next]) < at) pass(olds[next])
      const old = olds[next]
      if (old !== undefined && placeOf(old) === at && (isBefore(old) || isAfter(old, next))) {
        const by = old.start >= edit.end ? delta : 0
        addPiece(this.significant, oldSignificant, significantAt, significantAt + old.significantCount, by)
        addPiece(this.trivia, oldTrivia, triviaAt, triviaAt + old.triviaCount, by)
        this.sections.push(old)
        if (old.start >= edit.end) moved.push(old)
        pass(old)
        parser = undefined
        if (next === olds.length) break
        at = placeOf(olds[next])
        continue
      }
      if (parser === undefined) {
        parser = this.parserAt(at)
        significantFrom = 0
        triviaFrom = 0
      }
      const section = parser.parseSection(at)
      this.sections.push(section)
      const { significant } = parser
      const significantTo = significantFrom + section.significantCount
      const triviaTo = triviaFrom + section.triviaCount
      addPiece(this.significant, significant, significantFrom, significantTo, 0)
      addPiece(this.trivia, parser.tokenizer.trivia, triviaFrom, triviaTo, 0)
      significantFrom = significantTo
      triviaFrom = triviaTo
      if (parser.isAtEnd) break
      at = parser.place
    }
    const lines = this.text.lineCount - before.text.lineCount
    for (const section of moved) moveSection(section, delta, lines)
  }

  finish(): Reading {
    const { text, openString, sections } = this
    const significant = joined(this.significant)
    const trivia = joined(this.trivia)
    return {
      text,
      openString,
      tokens: { source: text.source, significant, trivia },
      sections,
      found: together(sections, section => section.found),
      errors: together(sections, section => section.errors),
      warnings: together(sections, section => section.warnings),
    }
  }
}

/** What the sections have of something, most of which have none. */
export function together<From, T>(sections: readonly From[], of: (section: From) => readonly T[]): T[] {
  const all: T[] = []
  for (const section of sections) for (const item of of(section)) all.push(item)
  return all
}

function addPiece(pieces: Piece[], list: TokenList, from: number, to: number, delta: number): void {
  if (from === to) return
  const last = pieces[pieces.length - 1]
  if (last !== undefined && last.list === list && last.to === from && last.delta === delta) last.to = to
  else pieces.push({ list, from, to, delta })
}

/** The list that the pieces make. One list of which there are several is changed to be it, since most of it stays. */
function joined(pieces: readonly Piece[]): TokenList {
  const [first] = pieces
  if (first === undefined) return new TokenList()
  const kept = pieces.reduce((best, piece) => (piece.to - piece.from > best.to - best.from ? piece : best)).list
  // From the end, so that what is still to be done keeps its place.
  let end = kept.length
  for (let i = pieces.length - 1; i >= -1; i--) {
    const inserted: Piece[] = []
    while (i >= 0 && pieces[i].list !== kept) inserted.unshift(pieces[i--])
    const piece = pieces[i]
    replaceTokens(kept, piece?.to ?? 0, end, inserted)
    if (piece === undefined) break
    if (piece.delta !== 0) {
      shift(kept.starts, piece.from, piece.to, piece.delta)
      shift(kept.ends, piece.from, piece.to, piece.delta)
    }
    end = piece.from
  }
  return kept
}

function shift(numbers: number[], from: number, to: number, delta: number): void {
  for (let at = from; at < to; at++) numbers[at] += delta
}

/** Puts the tokens of `pieces` in place of those from `from` to `to`. */
function replaceTokens(list: TokenList, from: number, to: number, pieces: readonly Piece[]): void {
  if (from === to && pieces.length === 0) return
  for (const name of ['kinds', 'starts', 'ends'] as const) {
    const old: number[] = list[name]
    const inserted = pieces.flatMap(piece => {
      const part: number[] = piece.list[name].slice(piece.from, piece.to)
      return name === 'kinds' || piece.delta === 0 ? part : part.map(offset => offset + piece.delta)
    })
    if (inserted.length < 10_000) old.splice(from, to - from, ...inserted)
    else {
      const after = old.slice(to)
      old.length = from
      for (const item of inserted) old.push(item)
      for (const item of after) old.push(item)
    }
  }
}
