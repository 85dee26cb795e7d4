// The objects of module re: compiled patterns and matches, and matching a pattern against a str or bytes.
//
// Knows nothing of the methods a program calls.

import { bytesOf } from '../bytes.ts'
import { latin1 } from '../codec.ts'
import type { Machine } from '../machine.ts'
import { isPlain, strLength, substring } from '../str.ts'
import { bareType, T } from '../types.ts'
import { asStr, Obj, PyBytes, type Value } from '../value.ts'
import { type Marks, type Mode, runProgram, type Subject } from './re-match.ts'
import type { Program } from './re-program.ts'
import type { Template } from './re-template.ts'

export const patternType = bareType('re.Pattern', T.object, 'native')
export const matchType = bareType('re.Match', T.object, 'native')

/** `re.Pattern`. */
export class Pattern extends Obj {
  /** The str or bytes it was compiled from. */
  readonly source: string | PyBytes
  readonly flags: number
  readonly program: Program
  readonly groupIndex: ReadonlyMap<string, number>
  /** The template sub() was last called with: programs use the same one again and again. */
  lastTemplate: { readonly source: Value; readonly template: Template } | undefined = undefined
  constructor(source: string | PyBytes, flags: number, program: Program, groupIndex: ReadonlyMap<string, number>) {
    super()
    this.cls = patternType
    this.source = source
    this.flags = flags
    this.program = program
    this.groupIndex = groupIndex
  }
  get isText(): boolean {
    return typeof this.source === 'string'
  }
  /** See hashing.ts ContentHashed. */
  contentKey(): string {
    const text = typeof this.source === 'string' ? `s${this.source}` : `b${latin1(this.source.bytes)}`
    return `\0/${this.flags}/${text}`
  }
}

/** `re.Match`. */
export class Match extends Obj {
  readonly pattern: Pattern
  /** The str or bytes-like object that was searched. */
  readonly text: Value
  readonly pos: number
  readonly endpos: number
  readonly marks: Int32Array
  readonly lastIndex: number
  constructor(pattern: Pattern, text: Value, pos: number, endpos: number, found: Marks) {
    super()
    this.cls = matchType
    this.pattern = pattern
    this.text = text
    this.pos = pos
    this.endpos = endpos
    this.marks = found.marks
    this.lastIndex = found.lastIndex
  }
  /** Start and end of a group; -1 when it did not match. */
  span(group: number): readonly [number, number] {
    const start = this.marks[2 * group]!
    const end = this.marks[2 * group + 1]!
    return start < 0 || end < 0 ? [-1, -1] : [start, end]
  }
  /** The text of a group, or `absent`. */
  group(group: number, absent: Value): Value {
    const [start, end] = this.span(group)
    return start < 0 ? absent : pieceOf(this.text, start, end)
  }
}

/** text[start:end] of a str, or of bytes (as bytes). */
export function pieceOf(text: Value, start: number, end: number): Value {
  const s = asStr(text)
  return s !== undefined ? substring(s, start, end) : new PyBytes(T.bytes, bytesOf(text)!.slice(start, end))
}

// The code points of the last str: a tokenizer matches one text many times.
let lastText = ''
let lastSubject: Subject = new Uint16Array(0)

function subjectOfStr(text: string): Subject {
  if (text === lastText) return lastSubject
  let subject: Subject
  if (isPlain(text)) {
    subject = new Uint16Array(text.length)
    for (let i = 0; i < text.length; i++) subject[i] = text.charCodeAt(i)
  } else subject = Uint32Array.from(text, c => c.codePointAt(0)!)
  lastText = text
  lastSubject = subject
  return subject
}

/** A text to be searched, between two positions. */
export interface Target {
  readonly text: Value
  readonly subject: Subject
  readonly pos: number
  readonly endpos: number
}

/** Prepares a text; undefined: TypeError was raised. Positions outside are cut to the text. */
export function targetOf(m: Machine, pattern: Pattern, text: Value, pos: number, endpos: number): Target | undefined {
  const s = asStr(text)
  const bytes = s === undefined ? bytesOf(text) : undefined
  if (s === undefined && bytes === undefined) {
    return m.raise('TypeError', `expected string or bytes-like object, got '${m.typeName(text)}'`)
  }
  if (pattern.isText && s === undefined)
    return m.raise('TypeError', 'cannot use a string pattern on a bytes-like object')
  if (!pattern.isText && s !== undefined)
    return m.raise('TypeError', 'cannot use a bytes pattern on a string-like object')
  const length = s === undefined ? bytes!.length : strLength(s)
  const end = Math.max(0, Math.min(endpos, length))
  return {
    text,
    subject: s === undefined ? bytes!.slice() : subjectOfStr(s),
    pos: Math.max(0, Math.min(pos, length)),
    endpos: end,
  }
}

/** Runs a pattern; null: no match; undefined: raised (too many steps). */
export function execute(
  m: Machine,
  pattern: Pattern,
  target: Target,
  from: number,
  mode: Mode,
  mustAdvance = false,
): Match | null | undefined {
  if (from > target.endpos) return null
  const found = runProgram(pattern.program, target.subject, from, target.endpos, mode, mustAdvance)
  if (found === 'steps') return m.raise('RuntimeError', 'the regular expression takes too many steps on this text')
  return found === undefined ? null : new Match(pattern, target.text, target.pos, target.endpos, found)
}

/** All matches from left to right that do not overlap, as finditer() gives them. */
export class Scan {
  /** Where the next search begins. */
  from: number
  /** The last match was empty: an empty one at the same place does not count. */
  mustAdvance = false
  constructor(from: number) {
    this.from = from
  }
  next(m: Machine, pattern: Pattern, target: Target, mode: Mode = 'search'): Match | null | undefined {
    if (this.from < 0) return null
    const match = execute(m, pattern, target, this.from, mode, this.mustAdvance)
    if (match === null) this.from = -1
    else if (match !== undefined) {
      const [start, end] = match.span(0)
      this.mustAdvance = start === end
      this.from = end
    }
    return match
  }
}
