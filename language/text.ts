/**
 * Positions in a source text: offsets to lines and columns and back.
 *
 * Everything in `language/` speaks of places as 0-based UTF-16 offsets, because that is what a JavaScript string is indexed by.
 * CPython speaks of 1-based lines and UTF-8 byte columns, editors of 0-based lines and UTF-16 columns; both are converted here and
 * nowhere else. This file knows no tokens and no tree.
 */

/** A half-open stretch of the source, `[start, end)`, in 0-based UTF-16 offsets. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A place as editors count it: both 0-based, the column in UTF-16 units unless said otherwise. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** A place as CPython's `ast` counts it: `lineno` 1-based, `col_offset` a 0-based UTF-8 byte column. */
export interface AstPosition {
  readonly lineno: number
  readonly col_offset: number
}

/** How somebody counts the columns of a line: in UTF-16 units, in bytes of UTF-8, or in code points. */
export type Columns = 'utf-16' | 'utf-8' | 'utf-32'

const CR = 13
const LF = 10

/**
 * A source with the offsets of its line starts. A line ends at `\n`, `\r\n` or `\r`, as for CPython's universal newlines (not at
 * a form feed and not at U+2028).
 */
export class SourceText {
  readonly source: string
  /** Offset of the first unit of each line; the first entry is 0. */
  readonly lineStarts: readonly number[]
  /** How the editor it belongs to counts columns. */
  readonly columns: Columns
  private readonly ascii: boolean

  constructor(
    source: string,
    columns: Columns = 'utf-16',
    known?: { readonly lineStarts: readonly number[]; readonly ascii: boolean },
  ) {
    this.source = source
    this.columns = columns
    if (known !== undefined) {
      this.lineStarts = known.lineStarts
      this.ascii = known.ascii
      return
    }
    const starts = [0]
    let ascii = true
    for (let i = 0; i < source.length; i++) {
      const unit = source.charCodeAt(i)
      if (unit === LF || (unit === CR && source.charCodeAt(i + 1) !== LF)) starts.push(i + 1)
      else if (unit > 127) ascii = false
    }
    this.lineStarts = starts
    this.ascii = ascii
  }

  /** The text in which `inserted` stands for what was in `span`. Costs what has changed, and a copy of the line starts. */
  edited({ start, end }: Span, inserted: string): SourceText {
    const source = this.source.slice(0, start) + inserted + this.source.slice(end)
    const delta = inserted.length - (end - start)
    // A line starts at `at` or not by what stands right before and at it: outside of the edit and the place behind it nothing changes.
    const kept = countBelow(this.lineStarts, start)
    const lineStarts = this.lineStarts.slice(0, Math.max(kept, 1))
    for (let at = Math.max(start, 1); at <= end + delta; at++) {
      const before = source.charCodeAt(at - 1)
      if (before === LF || (before === CR && source.charCodeAt(at) !== LF)) lineStarts.push(at)
    }
    for (let i = countBelow(this.lineStarts, end + 1); i < this.lineStarts.length; i++) {
      lineStarts.push(this.lineStarts[i] + delta)
    }
    const ascii = this.ascii && isAscii(inserted)
    // Whether nothing but ASCII is left could only be found out by looking at all of it.
    return new SourceText(source, this.columns, { lineStarts, ascii })
  }

  get lineCount(): number {
    return this.lineStarts.length
  }

  /** The 0-based line that holds `offset` (clamped to the text). */
  lineAt(offset: number): number {
    const starts = this.lineStarts
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle] <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The text of a 0-based line without its line end. */
  lineText(line: number): string {
    const span = this.lineSpan(line)
    return this.source.slice(span.start, span.end)
  }

  /** The span of a 0-based line without its line end. */
  lineSpan(line: number): Span {
    const start = this.lineStarts[line] ?? this.source.length
    let end = this.lineStarts[line + 1] ?? this.source.length
    if (end > start && this.source.charCodeAt(end - 1) === LF) end--
    if (end > start && this.source.charCodeAt(end - 1) === CR) end--
    return { start, end }
  }

  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.source.length))
    const line = this.lineAt(clamped)
    return { line, character: clamped - this.lineStarts[line] }
  }

  /** The offset of an editor's position; a column past the end of its line means the end of that line. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0
    if (position.line >= this.lineStarts.length) return this.source.length
    const span = this.lineSpan(position.line)
    return Math.max(span.start, Math.min(span.start + position.character, span.end))
  }

  /** The place of `offset` as the editor counts it. */
  placeAt(offset: number): Position {
    const { line, character } = this.positionAt(offset)
    const start = this.lineStarts[line]
    return { line, character: this.width(start, start + character) }
  }

  /** The offset of a place as the editor counts it; one within a character is the start of it. */
  offsetAtPlace(place: Position): number {
    if (this.columns === 'utf-16' || this.ascii || place.line < 0 || place.line >= this.lineStarts.length)
      return this.offsetAt(place)
    const { start, end } = this.lineSpan(place.line)
    let offset = start
    for (let column = 0; offset < end; ) {
      const point = this.source.codePointAt(offset)!
      column += this.columns === 'utf-8' ? utf8Size(point) : 1
      if (column > place.character) break
      offset += point > 0xffff ? 2 : 1
    }
    return offset
  }

  /** How many of the editor's columns a stretch of a line takes. */
  width(start: number, end: number): number {
    if (this.columns === 'utf-16' || this.ascii) return end - start
    return this.columns === 'utf-8' ? utf8Length(this.source, start, end) : codePointLength(this.source, start, end)
  }

  /** The place of `offset` as the attributes of an `ast` node give it. */
  astPositionAt(offset: number): AstPosition {
    const line = this.lineAt(offset)
    const start = this.lineStarts[line]
    return { lineno: line + 1, col_offset: this.ascii ? offset - start : utf8Length(this.source, start, offset) }
  }

  /** The offset of a place given as `ast` attributes. */
  offsetOfAst(position: AstPosition): number {
    const start = this.lineStarts[position.lineno - 1] ?? this.source.length
    if (this.ascii) return Math.min(start + position.col_offset, this.source.length)
    let offset = start
    let bytes = 0
    while (bytes < position.col_offset && offset < this.source.length) {
      const point = this.source.codePointAt(offset)!
      bytes += utf8Size(point)
      offset += point > 0xffff ? 2 : 1
    }
    return offset
  }

  /** The number of code points from the start of its line to `offset`; `SyntaxError.offset` is this plus 1. */
  codePointColumn(offset: number): number {
    const start = this.lineStarts[this.lineAt(offset)]
    return this.ascii ? offset - start : codePointLength(this.source, start, offset)
  }
}

/** How many of the sorted `numbers` are below `limit`. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle] < limit) low = middle + 1
    else high = middle
  }
  return low
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

/** The number of UTF-8 bytes of `source[start:end]`; a lone surrogate counts as three. */
export function utf8Length(source: string, start: number, end: number): number {
  let bytes = 0
  for (let i = start; i < end; i++) {
    const point = source.codePointAt(i)!
    bytes += utf8Size(point)
    if (point > 0xffff) i++
  }
  return bytes
}

/** The number of code points of `source[start:end]`. */
export function codePointLength(source: string, start: number, end: number): number {
  let count = 0
  for (let i = start; i < end; i++) {
    if (source.codePointAt(i)! > 0xffff) i++
    count++
  }
  return count
}

function utf8Size(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}
