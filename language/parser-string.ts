/**
 * String literals and f-strings, and what adjacent ones make together (Reference 2.4.2, 2.4.3; CPython:
 * `_PyPegen_concatenate_strings`, `_PyPegen_joined_str`, `_PyPegen_formatted_value`).
 */

import { isClosing, isOpening } from './parser-core.ts'
import { PrimaryParser } from './parser-primary.ts'
import { decodeBytes, decodeString, type EscapeWarning, literalParts, withPlainNewlines } from './string-literal.ts'
import { TokenKind } from './token.ts'
import type { Constant, Expression, FormattedValue, JoinedStr, Span, StringValue } from './tree.ts'

/** A replacement field; with `=` its own text comes before it. */
interface Field {
  readonly debugText: Constant | undefined
  readonly value: FormattedValue
  /** Its own text, as CPython has it. */
  readonly shown: Span
}

/** The part of the parser that knows string literals. */
export abstract class StringParser extends PrimaryParser {
  protected parseStrings(): Expression {
    const { start } = this
    const parts: Expression[] = []
    let bytes = 0
    let joined = false
    while (this.kind === TokenKind.String || this.kind === TokenKind.FStringStart) {
      if (this.kind === TokenKind.FStringStart) {
        joined = true
        parts.push(
          ...this.nested(
            () => this.parseFString(),
            () => [this.skipNested()],
          ),
        )
      } else {
        const part = this.parseLiteral()
        if (part.value.type === 'bytes') bytes++
        parts.push(part)
      }
    }
    if (bytes > 0) return this.joinBytes(start, parts, bytes, joined)
    if (!joined && parts.length === 1) return parts[0]
    const values = foldConstants(parts, joined)
    return joined ? { kind: 'JoinedStr', start, end: this.previousEnd, values } : values[0]
  }

  private joinBytes(start: number, parts: readonly Expression[], bytes: number, joined: boolean): Expression {
    if (bytes < parts.length || joined) {
      this.errorAt({ start, end: this.previousEnd }, 'cannot mix bytes and nonbytes literals')
      return this.errorNode(start, parts)
    }
    if (parts.length === 1) return parts[0]
    const all: number[] = []
    for (const part of parts) {
      if (part.kind === 'Constant' && part.value.type === 'bytes') for (const byte of part.value.value) all.push(byte)
    }
    return { kind: 'Constant', start, end: this.previousEnd, value: { type: 'bytes', value: new Uint8Array(all) } }
  }

  private parseLiteral(): Constant {
    const { start, end, text } = this
    const parts = literalParts(text)
    const body = text.slice(parts.bodyStart, parts.bodyEnd)
    if (parts.isBytes) {
      const decoded = decodeBytes(body, parts.isRaw)
      this.report(decoded, start, end, parts.bodyStart)
      this.advance()
      return { kind: 'Constant', start, end, value: { type: 'bytes', value: decoded.value } }
    }
    const value = this.decode(body, parts.isRaw, start, end, parts.bodyStart)
    this.advance()
    if (parts.isUnicode) return { kind: 'Constant', start, end, value, kind_u: true }
    return { kind: 'Constant', start, end, value }
  }

  private decode(body: string, isRaw: boolean, start: number, end: number, bodyStart: number): StringValue {
    if (isRaw || !body.includes('\\')) return { type: 'str', value: withPlainNewlines(body) }
    const decoded = decodeString(body, isRaw)
    this.report(decoded, start, end, bodyStart)
    if (decoded.points === undefined) return { type: 'str', value: decoded.value }
    return { type: 'str', value: decoded.value, points: decoded.points }
  }

  private report(
    decoded: { readonly error?: string; readonly warning?: EscapeWarning },
    start: number,
    end: number,
    bodyStart: number,
  ): void {
    if (decoded.error !== undefined) this.errorAt({ start, end }, decoded.error)
    else if (decoded.warning !== undefined) {
      this.warn(start + bodyStart + decoded.warning.index, decoded.warning.message, start)
    }
  }

  /** Warns of the backslash at `at`; CPython tells the line of `token`, where that is not the same. */
  private warn(at: number, message: string, token: number): void {
    const lineno = this.tokenizer.text.lineAt(token) + 1
    const elsewhere = lineno !== this.tokenizer.text.lineAt(at) + 1
    this.diagnostics.add({
      start: at,
      end: Math.min(at + 2, this.source.length),
      severity: 'warning',
      type: 'SyntaxWarning',
      message,
      hint: 'Write the backslash twice, or put an r before the quotes.',
      ...(elsewhere ? { reported: { lineno, offset: null, end_lineno: null, end_offset: null } } : {}),
    })
  }

  private parseFString(): Expression[] {
    const isRaw = /r/i.test(this.text)
    const open = this.start
    this.advance()
    const values: Expression[] = []
    /** Where the findings of each piece of text are that has any. */
    const texts: number[] = []
    for (;;) {
      if (this.kind === TokenKind.FStringMiddle) {
        const before = this.diagnostics.items.length
        values.push(this.parseFStringText(isRaw))
        if (this.diagnostics.items.length > before) texts.push(before)
      } else if (this.kind === TokenKind.LeftBrace) this.pushField(values, isRaw)
      else break
    }
    this.placeWarnings(texts)
    if (!this.accept(TokenKind.FStringEnd)) {
      this.error()
      this.skipToFStringEnd(open)
    }
    return values
  }

  /** CPython decodes the texts of an f-string when it is at its end, and tells the line of that for their escapes. */
  private placeWarnings(texts: readonly number[]): void {
    const { items } = this.diagnostics
    const lineno = this.tokenizer.text.lineAt(this.start) + 1
    for (const index of texts) {
      const item = items[index]
      if (item.severity !== 'warning' || /\\[{}]'$/.test(item.message)) continue
      items[index] = { ...item, reported: { lineno, offset: null, end_lineno: null, end_offset: null } }
    }
  }

  /** After an error inside an f-string: goes behind its end, if that is on this line. */
  private skipToFStringEnd(open: number): void {
    let level = 0
    while (this.kind !== TokenKind.Newline && this.kind !== TokenKind.EndMarker) {
      const { kind } = this
      if (kind === TokenKind.FStringStart) level++
      if (kind === TokenKind.FStringEnd && level-- === 0) {
        this.advance()
        return
      }
      if (this.start > open && this.closeAtLineEnd()) return
      this.advance()
    }
  }

  private parseFStringText(isRaw: boolean): Constant {
    const { start, end } = this
    let body = this.source.slice(start, end)
    // Text ends at a doubled brace, which stands for one.
    if (body.endsWith('{{') || body.endsWith('}}')) body = body.slice(0, -1)
    const value = this.decode(body, isRaw, start, end, 0)
    // A backslash right before a brace escapes nothing.
    if (!isRaw && /(?:^|[^\\])(?:\\\\)*\\$/.test(body) && this.source[end] !== undefined) {
      this.warn(end - 1, `invalid escape sequence '\\${this.source[end]}'`, end)
    }
    this.advance()
    return { kind: 'Constant', start, end, value }
  }

  private pushField(values: Expression[], isRaw: boolean, inSpec = false, stale?: Span): Span {
    const field = this.parseField(isRaw, inSpec, stale)
    if (field.debugText !== undefined) values.push(field.debugText)
    values.push(field.value)
    return field.shown
  }

  /** `{value=!r:spec}`; `stale` is what CPython shows for it instead of its own text. */
  private parseField(isRaw: boolean, inSpec: boolean, stale: Span | undefined): Field {
    const start = this.start
    const first = this.index
    this.advance()
    let value: Expression
    if (this.kind === TokenKind.RightBrace || this.kind === TokenKind.Exclamation || this.kind === TokenKind.Colon) {
      this.error(`f-string: valid expression required before '${this.text}'`)
      value = this.missing()
    } else value = this.parseYieldOrStarExpressions()
    const isDebug = this.accept(TokenKind.Equal)
    const debugEnd = this.start
    const shown = stale ?? { start: start + 1, end: Math.min(debugEnd, this.shownEnd(first, inSpec)) }
    let conversion = -1
    if (this.accept(TokenKind.Exclamation)) conversion = this.parseConversion()
    let format_spec: JoinedStr | null = null
    if (this.kind === TokenKind.Colon) format_spec = this.parseFormatSpec(isRaw)
    if (isDebug && conversion < 0 && format_spec === null) conversion = 114
    if (!this.accept(TokenKind.RightBrace)) {
      this.error("f-string: expecting '}'")
      this.skipTo(TokenKind.RightBrace)
      this.accept(TokenKind.RightBrace)
    }
    const node: FormattedValue = {
      kind: 'FormattedValue',
      start,
      end: this.previousEnd,
      value,
      conversion,
      format_spec,
    }
    if (!isDebug) return { value: node, debugText: undefined, shown }
    const text: StringValue = { type: 'str', value: this.shownText(shown) }
    return { value: node, debugText: { kind: 'Constant', start: start + 1, end: debugEnd, value: text }, shown }
  }

  private parseConversion(): number {
    if (this.kind === TokenKind.Name && /^[sra]$/.test(this.text) && this.start === this.previousEnd) {
      const code = this.text.charCodeAt(0)
      this.advance()
      return code
    }
    if (this.kind === TokenKind.Name) {
      const message = `f-string: invalid conversion character '${this.text}': expected 's', 'r', or 'a'`
      this.error(
        this.start === this.previousEnd
          ? message
          : 'f-string: conversion type must come right after the exclamation mark',
      )
      this.advance()
    } else this.error('f-string: missing conversion character')
    return -1
  }

  private parseFormatSpec(isRaw: boolean): JoinedStr {
    const start = this.start
    this.advance()
    const values: Expression[] = []
    // CPython 3.13 shows for a field of a specification the text of the one right before it.
    let stale: Span | undefined
    for (;;) {
      if (this.kind === TokenKind.FStringMiddle) {
        values.push(this.parseFStringText(isRaw))
        stale = undefined
      } else if (this.kind === TokenKind.LeftBrace) {
        stale = this.nested(
          () => this.pushField(values, isRaw, true, stale),
          () => {
            this.skipTo(TokenKind.RightBrace)
            return undefined
          },
        )
      } else break
    }
    return { kind: 'JoinedStr', start, end: this.previousEnd, values: foldConstants(values, true) }
  }

  /** The text of a field with `=`, without its comments. */
  private shownText({ start, end }: Span): string {
    let text = ''
    let from = start
    const { trivia } = this.tokenizer
    for (let t = firstFrom(trivia.starts, start); t < trivia.length && trivia.ends[t] <= end; t++) {
      if (trivia.kinds[t] !== TokenKind.Comment) continue
      text += this.source.slice(from, trivia.starts[t])
      from = trivia.ends[t]
    }
    return withPlainNewlines(text + this.source.slice(from, end))
  }

  /**
   * Where CPython 3.13 thinks that the text of a field ends which `=` shows: at the first `!`, `:` or `}`, even that of a `!=`, if it
   * is outside of brackets; or inside of one, once there was an `=` in the field (Parser/lexer/lexer.c, `cursor_valid`).
   */
  private shownEnd(brace: number, inSpec: boolean): number {
    let level = 0
    let strings = 0
    let sawEqual = false
    for (let i = brace + 1; i < this.index; i++) {
      const kind = this.list.kinds[i]
      if (kind === TokenKind.FStringStart) strings++
      else if (kind === TokenKind.FStringEnd) strings--
      if (strings > 0) continue
      const isEnd =
        kind === TokenKind.NotEqual ||
        kind === TokenKind.Colon ||
        kind === TokenKind.ColonEqual ||
        kind === TokenKind.RightBrace
      if (isEnd && (level === 0 || (level === 1 && sawEqual && !inSpec))) return this.list.starts[i]
      if (isOpening(kind)) level++
      else if (isClosing(kind)) level--
      else if (kind === TokenKind.Equal) sawEqual = true
    }
    return Number.POSITIVE_INFINITY
  }
}

/** The index of the first of the ascending `offsets` that is not before `offset`. */
function firstFrom(offsets: readonly number[], offset: number): number {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsets[middle] < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Joins neighbouring constants into one, which is of the kind of the first; in f-strings empty ones are left out. */
function foldConstants(parts: readonly Expression[], joined: boolean): Expression[] {
  const out: Expression[] = []
  for (let i = 0; i < parts.length; i++) {
    const first = parts[i]
    if (first.kind !== 'Constant' || first.value.type !== 'str') {
      out.push(first)
      continue
    }
    let last = first
    const texts = [first.value]
    for (let next = parts[i + 1]; next?.kind === 'Constant' && next.value.type === 'str'; next = parts[++i + 1]) {
      texts.push(next.value)
      last = next
    }
    const value = texts.length === 1 ? first.value : joinTexts(texts)
    if (joined && value.value === '') continue
    out.push({
      kind: 'Constant',
      start: first.start,
      end: last.end,
      value,
      ...(first.kind_u === true ? { kind_u: true as const } : {}),
    })
  }
  return out
}

function joinTexts(texts: readonly StringValue[]): StringValue {
  const value = texts.map(text => text.value).join('')
  const points = texts.flatMap(text => text.points ?? Array.from(text.value, char => char.codePointAt(0)!))
  const plain = Array.from(value, char => char.codePointAt(0)!)
  return points.length === plain.length ? { type: 'str', value } : { type: 'str', value, points }
}
