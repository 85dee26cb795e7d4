// str.format and str.format_map as far as no Python code is needed; otherwise the prelude does the same with the pieces that
// this file's natives cut (module _text). CPython: Objects/stringlib/unicode_format.h.

import { nativeRepr } from './container-repr.ts'
import type { PyDict } from './dict.ts'
import { Fail, valueError } from './fail.ts'
import { floatRepr } from './float-text.ts'
import { parseFieldName, parseTemplate } from './format-field.ts'
import { formatComplex, formatFloat, formatInt, formatStr } from './format-spec.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { toAscii } from './str-repr.ts'
import { T } from './types.ts'
import { asStr, PyComplex, PyFloat, type Result, type Value } from './value.ts'

/** Says that the work needs Python code. */
export const PYTHON: unique symbol = Symbol('python')

/** format(value, spec) without Python code. */
export function nativeFormat(m: Machine, value: Value, spec: string): string | Fail | typeof PYTHON {
  switch (typeof value) {
    case 'string':
      return formatStr(value, spec)
    case 'number':
      return spec === '' ? String(value) : formatInt(value, spec, 'int', m.intMaxStrDigits)
    case 'bigint':
      return formatInt(value, spec, 'int', m.intMaxStrDigits)
    case 'boolean':
      return spec === '' ? (value ? 'True' : 'False') : formatInt(value ? 1 : 0, spec, 'bool')
  }
  if (value instanceof PyFloat && value.cls === T.float) return formatFloat(value.value, spec)
  if (value instanceof PyComplex && value.cls === T.complex) return formatComplex(value, spec)
  return spec === '' ? nativeStr(m, value) : PYTHON
}

/** str(value) without Python code. */
export function nativeStr(m: Machine, value: Value): string | typeof PYTHON {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value instanceof PyFloat && value.cls === T.float) return floatRepr(value.value)
  // A class with a __str__ of its own (an exception, a str subclass, …) is asked by the prelude.
  if (m.typeOf(value).slots.str !== T.object.slots.str) return PYTHON
  return nativeRepr(m, value) ?? PYTHON
}

/** The value with !s, !r or !a applied; other conversions are errors. */
function nativeConversion(m: Machine, value: Value, conversion: string): string | Fail | typeof PYTHON {
  if (conversion === 's') return nativeStr(m, value)
  if (conversion === 'r') return nativeRepr(m, value) ?? PYTHON
  if (conversion === 'a') {
    const text = nativeRepr(m, value)
    return text === undefined ? PYTHON : toAscii(text)
  }
  return unknownConversion(conversion)
}

/** ValueError: Unknown conversion specifier x. */
function unknownConversion(conversion: string): Fail {
  const c = conversion.codePointAt(0)!
  return valueError(`Unknown conversion specifier ${c > 32 && c < 127 ? conversion : `\\x${c.toString(16)}`}`)
}

/** What the fields of a template are filled with. */
interface Source {
  /** Null: format_map, which knows no positions. */
  readonly args: readonly Value[] | null
  readonly named: PyDict
  /** Next automatic number; undefined before the first field decided; -1: fields are numbered by hand. */
  automatic: number | undefined
}

/** The key of a field: checks and advances the numbering. */
function fieldKey(source: Source, first: string | number | bigint): string | number | bigint | Fail {
  const isEmpty = first === ''
  if (typeof first === 'string' && !isEmpty) return first
  source.automatic ??= isEmpty ? 0 : -1
  if (isEmpty !== source.automatic >= 0) {
    return valueError(
      isEmpty
        ? 'cannot switch from manual field specification to automatic field numbering'
        : 'cannot switch from automatic field numbering to manual field specification',
    )
  }
  if (source.args === null) return valueError('Format string contains positional fields')
  return isEmpty ? source.automatic++ : first
}

function fill(m: Machine, template: string, source: Source, depth: number): string | Fail | typeof PYTHON {
  if (depth === 0) return valueError('Max string recursion exceeded')
  const { pieces, error } = parseTemplate(template)
  let out = ''
  for (const { literal, field } of pieces) {
    out += literal
    if (field === undefined) continue
    const name = parseFieldName(field.name)
    if (name.error !== undefined && name.steps.length === 0) return name.error
    const key = fieldKey(source, name.first)
    if (key instanceof Fail) return key
    let value: Value | undefined
    if (typeof key === 'string') {
      value = source.named.getStr(key)
      if (value === undefined) return new Fail('KeyError', key, [key])
    } else {
      value = source.args![Number(key)]
      if (value === undefined) {
        return new Fail('IndexError', `Replacement index ${key} out of range for positional args tuple`)
      }
    }
    if (name.steps.length > 0 || name.error !== undefined) return PYTHON
    if (field.conversion !== undefined) {
      const converted = nativeConversion(m, value, field.conversion)
      if (typeof converted !== 'string') return converted
      value = converted
    }
    let spec: string | Fail | typeof PYTHON = field.spec
    if (field.specHasFields) spec = fill(m, field.spec, source, depth - 1)
    if (typeof spec !== 'string') return spec
    const text = nativeFormat(m, value, spec)
    if (typeof text !== 'string') return text
    out += text
  }
  return error ?? out
}

/** str.format. */
export function formatMethod(m: Machine, self: string, args: Value[], kwargs: PyDict): Result {
  const out = fill(m, self, { args, named: kwargs, automatic: undefined }, 2)
  if (out === PYTHON) return m.callPrelude('str_format', self, m.tuple(args), kwargs)
  return m.orRaise(out)
}

/** str.format_map. */
export function formatMapMethod(m: Machine, self: string, mapping: Value): Result {
  return m.callPrelude('str_format', self, null, mapping)
}

defineModule('_text', {
  functions: {
    // The pieces of a template: (literal, name, spec, conversion, spec has fields); after them the error, if there is one.
    'template_pieces(template, /)': (m: Machine, template: Value): Result => {
      const { pieces, error } = parseTemplate(asStr(template)!)
      const items: Value[] = pieces.map(({ literal, field }) =>
        m.tuple(
          field === undefined
            ? [literal, null, null, null, false]
            : [literal, field.name, field.spec, field.conversion ?? null, field.specHasFields],
        ),
      )
      if (error !== undefined) items.push(m.exception(error.type, [error.message]))
      return m.list(items)
    },
    // A field name as (first, [(is attribute, key), …]); after the steps the error, if there is one.
    'field_name(name, /)': (m: Machine, name: Value): Result => {
      const { first, steps, error } = parseFieldName(asStr(name)!)
      const items: Value[] = steps.map(step => m.tuple([step.isAttribute, step.key]))
      if (error !== undefined) items.push(m.exception(error.type, [error.message]))
      return m.tuple([first, m.list(items)])
    },
    // Escapes what is not ASCII in a repr.
    'to_ascii(text, /)': (_m: Machine, text: Value): Result => toAscii(asStr(text)!),
    'bad_conversion(conversion, /)': (m: Machine, conversion: Value): Result =>
      m.raiseFail(unknownConversion(asStr(conversion)!)),
  },
})
