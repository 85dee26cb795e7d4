/**
 * Formatted strings, and `'%s' % x` where CPython makes one of it. CPython: Python/compile.c compiler_joined_str,
 * compiler_formatted_value; Python/ast_opt.c optimize_format.
 */

import type { BinOp, Expression, FormattedValue, JoinedStr } from '../../language/tree.ts'
import { string } from './compiler-constant.ts'
import { compileExpression, STACK_USE } from './compiler-expression.ts'
import { constantOf } from './compiler-fold.ts'
import { type Location, NOWHERE } from './compiler-location.ts'
import type { Unit } from './compiler-unit.ts'
import { Conversion, Op } from './op.ts'

export function compileJoinedString(unit: Unit, e: JoinedStr, location: Location): void {
  joinStrings(
    unit,
    location,
    e.values.map(value => () => compileExpression(unit, value)),
  )
}

function joinStrings(unit: Unit, location: Location, parts: readonly (() => void)[]): void {
  if (parts.length > STACK_USE) {
    unit.load(location, string(''))
    unit.emitName(location, Op.LoadMethod, 'join')
    unit.emit(location, Op.BuildList, 0)
    for (const part of parts) {
      part()
      unit.emit(location, Op.ListAppend, 1)
    }
    unit.emit(location, Op.Call, 1)
    return
  }
  for (const part of parts) part()
  if (parts.length > 1) unit.emit(location, Op.BuildString, parts.length)
  else if (parts.length === 0) unit.load(location, string(''))
}

const CONVERSIONS = new Map([
  [115, Conversion.Str],
  [114, Conversion.Repr],
  [97, Conversion.Ascii],
])

export function compileFormattedValue(unit: Unit, e: FormattedValue, location: Location): void {
  compileExpression(unit, e.value)
  const conversion = CONVERSIONS.get(e.conversion)
  if (conversion !== undefined) unit.emit(location, Op.ConvertValue, conversion)
  if (e.format_spec !== null) {
    compileExpression(unit, e.format_spec)
    unit.emit(location, Op.FormatWithSpec)
  } else unit.emit(location, Op.FormatSimple)
}

interface Field {
  readonly literal: string
  readonly value: Expression | null
  readonly conversion: Conversion
  readonly spec: string
}

/** Compiles `'…%s…' % (a, b)` as an f-string; false when it is not of that form. */
export function compilePercentFormat(unit: Unit, e: BinOp): boolean {
  if (e.op !== 'Mod' || e.left.kind !== 'Constant' || e.left.value.type !== 'str' || e.right.kind !== 'Tuple')
    return false
  // A tuple of constants is one constant by then.
  if (constantOf(e.right) !== null) return false
  if (e.left.value.points !== undefined || e.right.elts.some(x => x.kind === 'Starred')) return false
  const fields = parseFormat(e.left.value.value, e.right.elts)
  if (fields === null) return false
  const parts: (() => void)[] = []
  for (const { literal, value, conversion, spec } of fields) {
    if (literal !== '') parts.push(() => unit.load(NOWHERE, string(literal)))
    if (value === null) continue
    parts.push(() => {
      const location = unit.at(value)
      compileExpression(unit, value)
      unit.emit(location, Op.ConvertValue, conversion)
      if (spec !== '') {
        unit.load(location, string(spec))
        unit.emit(location, Op.FormatWithSpec)
      } else unit.emit(location, Op.FormatSimple)
    })
  }
  joinStrings(unit, unit.at(e), parts)
  return true
}

/** The format and its values, or null when it has anything but `%%`, and `%s`, `%r`, `%a` with flag `-`, width, precision. */
function parseFormat(format: string, values: readonly Expression[]): Field[] | null {
  const fields: Field[] = []
  const pattern = /%(?:%|([-]?)(\d{0,2})(?:\.(\d{0,2}))?([sra]))/y
  let literal = ''
  let at = 0
  let used = 0
  while (at < format.length) {
    if (format[at] !== '%') {
      literal += format[at++]
      continue
    }
    pattern.lastIndex = at
    const match = pattern.exec(format)
    if (match === null) return null
    at = pattern.lastIndex
    const [, minus, width, precision, kind] = match
    if (kind === undefined) {
      literal += '%'
      continue
    }
    const value = values[used++]
    if (value === undefined || width!.startsWith('0')) return null
    const align = minus !== '' || width === '' ? '' : '>'
    const spec = align + width + (precision === undefined ? '' : `.${Number(precision || '0')}`)
    const conversion = kind === 's' ? Conversion.Str : kind === 'r' ? Conversion.Repr : Conversion.Ascii
    fields.push({ literal, value, conversion, spec })
    literal = ''
  }
  if (used !== values.length) return null
  if (literal !== '') fields.push({ literal, value: null, conversion: Conversion.None, spec: '' })
  return fields
}
