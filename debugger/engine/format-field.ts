// The syntax of str.format: replacement fields and field names. Library reference "Format String Syntax"; CPython:
// Objects/stringlib/unicode_format.h.
//
// Pure: cuts templates up; looks nothing up and formats nothing.

import { type Fail, valueError } from './fail.ts'
import { type Int, normalInt } from './int.ts'
import { codePoints } from './str.ts'

/** Literal text, then (unless `field` is undefined) a replacement field. */
export interface FormatPiece {
  readonly literal: string
  readonly field: FormatField | undefined
}

export interface FormatField {
  readonly name: string
  /** The part after the colon; may contain fields itself. */
  readonly spec: string
  /** After the '!': 's', 'r', 'a' (others are refused when used); undefined: none. */
  readonly conversion: string | undefined
  readonly specHasFields: boolean
}

/** A template cut up. `error` is what is wrong after the pieces: it shows when formatting arrives there. */
export interface FormatTemplate {
  readonly pieces: readonly FormatPiece[]
  readonly error: Fail | undefined
}

// Templates cut up before: programs use few, again and again.
const known = new Map<string, FormatTemplate>()

/** Cuts a template of str.format. */
export function parseTemplate(template: string): FormatTemplate {
  let parsed = known.get(template)
  if (parsed === undefined) {
    parsed = cutTemplate(template)
    if (known.size >= 256) known.clear()
    if (template.length < 1000) known.set(template, parsed)
  }
  return parsed
}

// CPython: MarkupIterator_next.
function cutTemplate(template: string): FormatTemplate {
  const chars = codePoints(template)
  const pieces: FormatPiece[] = []
  let literal = ''
  let i = 0
  const stop = (message: string): FormatTemplate => ({ pieces, error: valueError(message) })
  while (i < chars.length) {
    const c = chars[i++]!
    if (c !== '{' && c !== '}') {
      literal += c
      continue
    }
    if (i >= chars.length) return stop(`Single '${c}' encountered in format string`)
    if (chars[i] === c) {
      literal += c
      i++
      continue
    }
    if (c === '}') return stop("Single '}' encountered in format string")
    // The field name goes up to ':', '!' or the closing brace; '[' hides them up to ']'.
    const start = i
    let inBrackets = false
    let closed = false
    for (; i < chars.length; i++) {
      const d = chars[i]!
      if (d === '{') return stop("unexpected '{' in field name")
      if (d === '[') inBrackets = true
      else if (d === ']') inBrackets = false
      else if (inBrackets) continue
      else if (d === '}' || d === ':' || d === '!') {
        closed = true
        break
      }
    }
    if (!closed) return stop("expected '}' before end of string")
    const name = chars.slice(start, i).join('')
    let conversion: string | undefined
    let ender = chars[i++]!
    if (ender === '!') {
      if (i >= chars.length) return stop('end of string while looking for conversion specifier')
      conversion = chars[i++]!
      if (i < chars.length) {
        ender = chars[i++]!
        if (ender === '}') {
          pieces.push({ literal, field: { name, spec: '', conversion, specHasFields: false } })
          literal = ''
          continue
        }
        if (ender !== ':') return stop("expected ':' after conversion specifier")
      }
    }
    if (ender === '}') {
      pieces.push({ literal, field: { name, spec: '', conversion, specHasFields: false } })
      literal = ''
      continue
    }
    const specStart = i
    let depth = 1
    let specHasFields = false
    for (; i < chars.length; i++) {
      if (chars[i] === '{') {
        specHasFields = true
        depth++
      } else if (chars[i] === '}' && --depth === 0) break
    }
    if (depth > 0) return stop("unmatched '{' in format spec")
    pieces.push({ literal, field: { name, spec: chars.slice(specStart, i).join(''), conversion, specHasFields } })
    literal = ''
    i++
  }
  if (literal !== '') pieces.push({ literal, field: undefined })
  return { pieces, error: undefined }
}

/** One step of a field name: an attribute, or an item with an int or str key. */
export interface FieldStep {
  readonly isAttribute: boolean
  readonly key: string | Int
}

export interface FieldName {
  /** '' for automatic numbering, an int, or a keyword. */
  readonly first: string | Int
  readonly steps: readonly FieldStep[]
  /** What is wrong after the steps. */
  readonly error: Fail | undefined
}

/** Takes a field name apart. CPython: field_name_split, FieldNameIterator_next. */
export function parseFieldName(name: string): FieldName {
  const end = name.search(/[.[]/)
  const firstText = end < 0 ? name : name.slice(0, end)
  const first = integerOf(firstText)
  if (typeof first === 'object') return { first: firstText, steps: [], error: first }
  const steps: FieldStep[] = []
  let i = firstText.length
  const stop = (message: string): FieldName => ({ first, steps, error: valueError(message) })
  while (i < name.length) {
    const c = name[i++]
    let text: string
    if (c === '.') {
      const next = name.slice(i).search(/[.[]/)
      text = next < 0 ? name.slice(i) : name.slice(i, i + next)
      i += text.length
    } else if (c === '[') {
      const close = name.indexOf(']', i)
      if (close < 0) return stop("Missing ']' in format string")
      text = name.slice(i, close)
      i = close + 1
    } else return stop("Only '.' or '[' may follow ']' in format field specifier")
    if (text === '') return stop('Empty attribute in format string')
    const key = c === '.' ? text : integerOf(text)
    if (typeof key === 'object') return { first, steps, error: key }
    steps.push({ isAttribute: c === '.', key })
  }
  return { first, steps, error: undefined }
}

function integerOf(text: string): string | Int | Fail {
  if (!/^\d+$/.test(text)) return text
  const n = BigInt(text)
  return n > 9223372036854775807n ? valueError('Too many decimal digits in format string') : normalInt(n)
}
