// Frames of a traceback as text: the source line and the carets under the part that failed. CPython: Lib/traceback.py
// StackSummary.format_frame_summary and _extract_caret_anchors_from_line_segment. Chains, groups and messages, which need the
// program's `__str__`, are put together in the prelude (_exception_lines).
//
// Knows nothing of where it is printed.

import { type Expression, parse, type Statement, standardModules } from '../../language/index.ts'
import { suggest } from './call.ts'
import { CO } from './code.ts'
import { PyDict } from './dict.ts'
import { type PyException, PyTraceback } from './exception.ts'
import { exceptionField } from './exception-types.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { shortRepr } from './short-repr.ts'
import { typeTitleOf } from './type-title.ts'
import { asStr, type PyList, type PyTuple, PyType, type Value } from './value.ts'

/** Where a frame is: lines from 1, columns in UTF-16 units from 0; undefined when not known. */
export interface FramePlace {
  readonly filename: string
  readonly name: string
  readonly line: number
  readonly endLine: number | undefined
  readonly column: number | undefined
  readonly endColumn: number | undefined
}

/** Repetitions of one line that are shown. */
const RECURSIVE_CUTOFF = 3

/** The place of a traceback entry. */
export function placeOf(tb: PyTraceback): FramePlace {
  const { code } = tb.frame
  const [, endLine, column, endColumn] = code.positions.subarray(4 * tb.lasti, 4 * tb.lasti + 4)
  const known = (n: number | undefined) => (n === undefined || n < 0 ? undefined : n)
  return {
    filename: code.filename,
    name: code.name,
    line: tb.line,
    endLine: known(endLine),
    column: known(column),
    endColumn: known(endColumn),
  }
}

/** The stack of a traceback, as the lines between "Traceback" and the exception. */
export function stackText(m: Machine, traceback: PyTraceback | null): string {
  const places: FramePlace[] = []
  for (let tb = traceback; tb !== null; tb = tb.next) {
    if (!(tb.frame.code.flags & CO.HIDDEN)) places.push(placeOf(tb))
  }
  return placesText(m, places)
}

/** CPython: StackSummary.format. */
export function placesText(m: Machine, places: readonly FramePlace[]): string {
  const sources = new Map<string, readonly string[] | undefined>()
  const parts: string[] = []
  let last: FramePlace | undefined
  let count = 0
  const flush = () => {
    if (count <= RECURSIVE_CUTOFF) return
    const more = count - RECURSIVE_CUTOFF
    parts.push(`  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n`)
  }
  for (const place of places) {
    if (!last || last.filename !== place.filename || last.line !== place.line || last.name !== place.name) {
      flush()
      last = place
      count = 0
    }
    count++
    if (count > RECURSIVE_CUTOFF) continue
    if (!sources.has(place.filename))
      sources.set(place.filename, m.options.source?.(place.filename)?.split(/\r\n|\r|\n/))
    parts.push(frameText(place, sources.get(place.filename)))
  }
  flush()
  return parts.join('')
}

/** One frame. CPython: format_frame_summary. */
export function frameText(place: FramePlace, source: readonly string[] | undefined): string {
  const head = `  File "${place.filename}", line ${place.line}, in ${place.name}\n`
  if (source === undefined || place.line > source.length) return head
  const lastLine = Math.max(place.endLine ?? place.line, place.line)
  const original = source.slice(place.line - 1, lastLine).map(line => line.trimEnd())
  const lines = dedent(original)
  if (lines.join('').trim() === '') return head
  if (place.column === undefined || place.endColumn === undefined || place.endLine === undefined) {
    return `${head}    ${original[0]!.trim()}\n`
  }
  return head + indent(withCarets(original, lines, place.column, place.endColumn))
}

// textwrap.dedent, for lines already stripped at the right.
function dedent(lines: readonly string[]): string[] {
  let margin: string | undefined
  for (const line of lines) {
    if (line === '') continue
    const blank = /^[ \t]*/.exec(line)![0]
    if (margin === undefined) margin = blank
    else {
      let i = 0
      while (i < margin.length && i < blank.length && margin[i] === blank[i]) i++
      margin = margin.slice(0, i)
    }
  }
  const n = margin?.length ?? 0
  return lines.map(line => (line === '' ? line : line.slice(n)))
}

function indent(lines: readonly string[]): string {
  return dedent(lines.map(line => (line.trim() === '' ? '' : line)))
    .map(line => `    ${line}\n`)
    .join('')
}

/** A position in the segment: line from 0, column in UTF-16 units. */
interface At {
  readonly line: number
  readonly column: number
}

interface Anchors {
  readonly left: At
  readonly right: At
}

function withCarets(original: readonly string[], all: readonly string[], column: number, endColumn: number): string[] {
  const dedented = original[0]!.length - all[0]!.length
  const start = Math.max(0, column - dedented)
  const end = Math.max(0, endColumn - dedented)
  const last = all.length - 1
  const joined = all.join('\n')
  const segment = joined.slice(start, joined.length - (all[last]!.length - end))
  const found = anchorsIn(segment)
  const showsCarets = shouldShowCarets(start, end, all, found !== undefined)
  const fromStart = (at: At): At => (at.line === 0 ? { line: 0, column: at.column + start } : at)
  const anchors = found && { left: fromStart(found.left), right: fromStart(found.right) }
  const significant = new Set([0, last])
  if (anchors) {
    for (const { line } of [anchors.left, anchors.right]) for (const d of [-1, 0, 1]) significant.add(line + d)
  }
  significant.delete(-1)
  significant.delete(all.length)
  const out: string[] = []
  const show = (n: number) => {
    out.push(all[n]!)
    if (showsCarets) out.push(caretLine(all, n, start, end, anchors))
  }
  const sorted = [...significant].filter(n => n >= 0 && n < all.length).sort((a, b) => a - b)
  sorted.forEach((n, i) => {
    const gap = i === 0 ? 0 : n - sorted[i - 1]!
    if (gap === 2) show(n - 1)
    else if (gap > 2) out.push(`...<${gap - 1} lines>...`)
    show(n)
  })
  return out
}

function caretLine(
  all: readonly string[],
  n: number,
  start: number,
  end: number,
  anchors: Anchors | undefined,
): string {
  const text = all[n]!
  const spaces = text.length - text.trimStart().length
  const from = n === 0 ? width(text.slice(0, start)) : 0
  const count = n === all.length - 1 ? width(text.slice(0, end)) : width(text)
  const left = anchors && {
    line: anchors.left.line,
    column: width((all[anchors.left.line] ?? '').slice(0, anchors.left.column)),
  }
  const right = anchors && {
    line: anchors.right.line,
    column: width((all[anchors.right.line] ?? '').slice(0, anchors.right.column)),
  }
  let carets = ''
  for (let column = 0; column < count; column++) {
    if (column < spaces || column < from) carets += ' '
    else if (!left || !right) carets += '^'
    else {
      const isAfterLeft = n > left.line || (n === left.line && column >= left.column)
      const isBeforeRight = n < right.line || (n === right.line && column < right.column)
      carets += isAfterLeft && isBeforeRight ? '^' : '~'
    }
  }
  return carets
}

/** Columns on a terminal: wide characters count twice. */
function width(text: string): number {
  let n = 0
  for (const char of text) n += isWide(char.codePointAt(0)!) ? 2 : 1
  return n
}

function isWide(c: number): boolean {
  if (c < 0x1100) return false
  return (
    c <= 0x115f ||
    (c >= 0x2e80 && c <= 0xa4cf && c !== 0x303f) ||
    (c >= 0xac00 && c <= 0xd7a3) ||
    (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0xfe30 && c <= 0xfe6f) ||
    (c >= 0xff00 && c <= 0xff60) ||
    (c >= 0xffe0 && c <= 0xffe6) ||
    (c >= 0x1f300 && c <= 0x1f64f) ||
    (c >= 0x1f680 && c <= 0x1f6ff) ||
    (c >= 0x1f900 && c <= 0x1f9ff) ||
    (c >= 0x20000 && c <= 0x3fffd)
  )
}

function onlyStatement(source: string): Statement | undefined {
  const { tree, diagnostics } = parse(source)
  if (diagnostics.some(d => d.severity === 'error') || tree.body.length === 0) return undefined
  return tree.body[0]
}

// A whole line that is just a call, a return of one or an assignment of one needs no carets. CPython: _should_show_carets.
function shouldShowCarets(start: number, end: number, all: readonly string[], hasAnchors: boolean): boolean {
  const source = all.join('\n')
  const { tree, diagnostics } = parse(source)
  if (!diagnostics.some(d => d.severity === 'error')) {
    const statement = tree.body[0]
    if (statement === undefined) return false
    let value: Expression | undefined
    if (statement.kind === 'Return' && statement.value?.kind === 'Call' && statement.value.func.kind === 'Name') {
      value = statement.value
    } else if (
      statement.kind === 'Assign' &&
      statement.value.kind === 'Call' &&
      statement.targets.length === 1 &&
      statement.targets[0]!.kind === 'Name'
    ) {
      value = statement.value
    }
    const lastStart = source.length - all[all.length - 1]!.length
    if (value !== undefined && value.start === start && value.end === lastStart + end) {
      if (value.start < all[0]!.length + 1) return false
    }
  }
  if (hasAnchors) return true
  return all[0]!.slice(0, start).trimStart() !== '' || all[all.length - 1]!.slice(end).trimEnd() !== ''
}

/** Where in the failing expression its operator, or its brackets, are. */
function anchorsIn(segment: string): Anchors | undefined {
  const statement = onlyStatement(`(\n${segment}\n)`)
  if (statement?.kind !== 'Expr') return undefined
  const text = segment
  const lines = segment.split('\n')
  const at = (offset: number): At => {
    const before = text.slice(0, offset)
    const line = before.split('\n').length - 1
    return { line, column: offset - (before.lastIndexOf('\n') + 1) }
  }
  const offsetOf = (node: { end: number }) => node.end - 2
  const expression = statement.value
  // The next character that is neither end of line, comment nor continuation and satisfies the test.
  const until = (from: number, test: (c: string) => boolean): number => {
    let i = from
    while (i < text.length) {
      const c = text[i]!
      if (c === '\n') i++
      else if (c === '\\' || c === '#') {
        const next = text.indexOf('\n', i)
        if (next < 0) return text.length
        i = next + 1
      } else if (test(c)) return i
      else i++
    }
    return i
  }
  switch (expression.kind) {
    case 'BinOp': {
      const operator = until(offsetOf(expression.left), c => !/\s/.test(c) && c !== ')')
      const left = at(operator)
      let right = operator + 1
      const rightStart = expression.right.start - 2
      const c = text[right]
      if (right < operator - left.column + lines[left.line]!.length && right < rightStart && c !== undefined) {
        if (!/\s/.test(c) && c !== '\\' && c !== '#') right++
      }
      return { left, right: { line: left.line, column: left.column + (right - operator) } }
    }
    case 'Subscript': {
      const bracket = until(offsetOf(expression.value), c => c === '[')
      return { left: at(bracket), right: at(offsetOf(expression)) }
    }
    case 'Call': {
      const bracket = until(offsetOf(expression.func), c => c === '(')
      return { left: at(bracket), right: at(offsetOf(expression)) }
    }
    default:
      return undefined
  }
}

/** A short one-line text of an exception, made without running the program: for views. */
export function exceptionText(_m: Machine, exception: PyException): string {
  const name = typeTitleOf(exception.cls).replace(/^__main__\./, '')
  const message = exceptionField(exception, 'msg')
  const [first] = exception.args.items
  if (typeof message === 'string') return `${name}: ${message}`
  if (first === undefined) return name
  const text = exception.args.items.length > 1 ? shortRepr(exception.args) : (asStr(first) ?? shortRepr(first))
  const isKey = exception.cls.name === 'KeyError'
  return `${name}: ${isKey ? shortRepr(first) : text}`
}

function placeFrom(item: Value): FramePlace {
  const [filename, line, name, endLine, column, endColumn] = (item as PyTuple).items
  const number = (v: Value | undefined) => (typeof v === 'number' ? v : undefined)
  return {
    filename: String(filename),
    line: Number(line),
    name: String(name),
    endLine: number(endLine),
    column: number(column),
    endColumn: number(endColumn),
  }
}

const orNone = (n: number | undefined): Value => n ?? null

defineModule('_engine', {
  functions: {
    // The stack of a traceback as text.
    'stack_text(tb, /)': (m: Machine, tb: Value) => (tb instanceof PyTraceback ? stackText(m, tb) : ''),
    // [(filename, line, name, end line, column, end column)] of a traceback, hidden frames left out.
    'traceback_places(tb, /)': (m: Machine, tb: Value) => {
      const places: Value[] = []
      for (let t = tb instanceof PyTraceback ? tb : null; t !== null; t = t.next) {
        if (t.frame.code.flags & CO.HIDDEN) continue
        const p = placeOf(t)
        places.push(m.tuple([p.filename, p.line, p.name, orNone(p.endLine), orNone(p.column), orNone(p.endColumn)]))
      }
      return m.list(places)
    },
    // The text of such a list.
    'places_text(places, /)': (m: Machine, places: Value) => placesText(m, (places as PyList).items.map(placeFrom)),
    'source_line(filename, line, /)': (m: Machine, filename: Value, line: Value) =>
      m.options.source?.(String(filename))?.split(/\r\n|\r|\n/)[Number(line) - 1] ?? '',
    // The lines of a file of the program, without their ends; empty where the text is not known.
    'source_lines(filename, /)': (m: Machine, filename: Value) => {
      const lines = m.options.source?.(String(filename))?.split(/\r\n|\r|\n/) ?? []
      return m.list(lines.at(-1) === '' ? lines.slice(0, -1) : lines)
    },
    // The closest name, or None.
    'suggest(names, name, /)': (_m: Machine, names: Value, name: Value) => {
      const items = (names as PyList).items.map(item => asStr(item)).filter(text => text !== undefined)
      return suggest(asStr(name) ?? '', items) ?? null
    },
    'type_title(cls, /)': (_m: Machine, cls: Value) => {
      if (!(cls instanceof PyType)) return '<unknown>'
      const module = cls.ns.getStr('__module__') ?? 'builtins'
      if (module === 'builtins' || module === '__main__') return cls.qualname
      return `${typeof module === 'string' ? module : '<unknown>'}.${cls.qualname}`
    },
    'is_standard_module(name, /)': (_m: Machine, name: Value) => standardModules.has(asStr(name) ?? ''),
    // Notes without the program's attribute hooks.
    'exception_notes(exc, /)': (_m: Machine, exc: Value) => {
      const { dict } = exc as PyException
      return dict instanceof PyDict ? (dict.getStr('__notes__') ?? null) : null
    },
    'exception_fields(exc, /)': (m: Machine, exc: Value) => {
      const { fields } = exc as PyException
      const dict = m.dict()
      for (const [key, value] of Object.entries(fields ?? {})) if (value !== undefined) dict.setStr(key, value)
      return dict
    },
  },
})
