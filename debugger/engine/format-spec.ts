// The format mini-language: format(value, spec) of int, float, complex and str. Library reference "Format Specification
// Mini-Language"; CPython: Python/formatter_unicode.c.
//
// Pure: a value and a spec in, text or the error out.

import { type Complex, complexRepr } from './complex.ts'
import { Fail, memoryError, overflowError, valueError } from './fail.ts'
import { isNegative } from './float.ts'
import { floatRepr, formatDouble } from './float-text.ts'
import { abs, type Int, toDouble } from './int.ts'
import { intToString } from './int-text.ts'
import { codePoints, STR_LIMIT, strLength, substring } from './str.ts'

/** A parsed specification. */
export interface FormatSpec {
  readonly fill: string
  readonly fillGiven: boolean
  readonly align: '<' | '>' | '=' | '^'
  readonly alternate: boolean
  readonly noNegativeZero: boolean
  readonly sign: '' | '+' | '-' | ' '
  /** -1: none. */
  readonly width: number
  readonly grouping: '' | ',' | '_'
  /** -1: none. */
  readonly precision: number
  /** '' where none was given and the type has no default. */
  readonly type: string
}

const LARGEST = 9223372036854775807n

// Specifications read before, by default type and text: programs use few, again and again.
const known = new Map<string, FormatSpec>()

/** Reads a specification. `typeName` is for messages. */
export function parseFormatSpec(
  spec: string,
  defaultType: string,
  defaultAlign: '<' | '>',
  typeName: string,
): FormatSpec | Fail {
  const key = `${defaultType}${defaultAlign}${spec}`
  const found = known.get(key)
  if (found !== undefined) return found
  const parsed = readFormatSpec(spec, defaultType, defaultAlign, typeName)
  if (!(parsed instanceof Fail) && spec.length < 32) {
    if (known.size >= 512) known.clear()
    known.set(key, parsed)
  }
  return parsed
}

// CPython: parse_internal_render_format_spec.
function readFormatSpec(
  spec: string,
  defaultType: string,
  defaultAlign: '<' | '>',
  typeName: string,
): FormatSpec | Fail {
  const chars = codePoints(spec)
  let i = 0
  let fill = ' '
  let fillGiven = false
  let align: FormatSpec['align'] = defaultAlign
  let alignGiven = false
  if (chars.length >= 2 && isAlign(chars[1]!)) {
    fill = chars[0]!
    align = chars[1] as FormatSpec['align']
    fillGiven = alignGiven = true
    i = 2
  } else if (chars.length >= 1 && isAlign(chars[0]!)) {
    align = chars[0] as FormatSpec['align']
    alignGiven = true
    i = 1
  }
  let sign: FormatSpec['sign'] = ''
  if (chars[i] === '+' || chars[i] === '-' || chars[i] === ' ') sign = chars[i++] as FormatSpec['sign']
  const noNegativeZero = chars[i] === 'z'
  if (noNegativeZero) i++
  const alternate = chars[i] === '#'
  if (alternate) i++
  if (!fillGiven && chars[i] === '0') {
    fill = '0'
    if (!alignGiven && defaultAlign === '>') align = '='
    i++
  }
  const number = (): number | Fail => {
    const start = i
    while (i < chars.length && chars[i]! >= '0' && chars[i]! <= '9') i++
    if (i === start) return -1
    const digits = chars.slice(start, i).join('')
    if (digits.length > 18 && BigInt(digits) > LARGEST) return valueError('Too many decimal digits in format string')
    return Number(digits)
  }
  const width = number()
  if (width instanceof Fail) return width
  let grouping: FormatSpec['grouping'] = ''
  const both = () => valueError("Cannot specify both ',' and '_'.")
  if (chars[i] === ',') {
    grouping = ','
    i++
  }
  if (chars[i] === '_') {
    if (grouping !== '') return both()
    grouping = '_'
    i++
  }
  if (chars[i] === ',' && grouping === '_') return both()
  let precision: number | Fail = -1
  if (chars[i] === '.') {
    i++
    precision = number()
    if (precision instanceof Fail) return precision
    if (precision < 0) return valueError('Format specifier missing precision')
  }
  if (chars.length - i > 1) return valueError(`Invalid format specifier '${spec}' for object of type '${typeName}'`)
  const type = chars[i] ?? defaultType
  if (grouping !== '' && !'defgEG%F'.includes(type) && !(grouping === '_' && 'boxX'.includes(type))) {
    return valueError(`Cannot specify '${grouping}' with '${codeText(type)}'.`)
  }
  return { fill, fillGiven, align, alternate, noNegativeZero, sign, width, grouping, precision, type }
}

function isAlign(char: string): boolean {
  return char === '<' || char === '>' || char === '=' || char === '^'
}

function codeText(type: string): string {
  const c = type.codePointAt(0)!
  return c > 32 && c < 128 ? type : `\\x${c.toString(16)}`
}

function unknownCode(type: string, typeName: string): Fail {
  return valueError(`Unknown format code '${codeText(type)}' for object of type '${typeName}'`)
}

/** format(text, spec) of a str. */
export function formatStr(text: string, spec: string, typeName = 'str'): string | Fail {
  if (spec === '') return text
  const f = parseFormatSpec(spec, 's', '<', typeName)
  if (f instanceof Fail) return f
  if (f.type !== 's') return unknownCode(f.type, typeName)
  const refuse = (what: string) => valueError(`${what} not allowed in string format specifier`)
  if (f.sign !== '') return refuse(f.sign === ' ' ? 'Space' : 'Sign')
  if (f.noNegativeZero) return refuse('Negative zero coercion (z)')
  if (f.alternate) return refuse('Alternate form (#)')
  if (f.align === '=') return refuse("'=' alignment")
  const cut = f.precision >= 0 && strLength(text) > f.precision ? substring(text, 0, f.precision) : text
  return padded(cut, f)
}

/** format(n, spec) of an int; `typeName` 'bool' for the messages of bools. */
export function formatInt(n: Int, spec: string, typeName = 'int', maxDigits?: number): string | Fail {
  if (spec === '') return intToString(n, maxDigits)
  const f = parseFormatSpec(spec, 'd', '>', typeName)
  if (f instanceof Fail) return f
  if ('bcdoxXn'.includes(f.type)) return formatInteger(n, f, maxDigits)
  if (!'eEfFgG%'.includes(f.type)) return unknownCode(f.type, typeName)
  const x = toDouble(n)
  return x instanceof Fail ? x : formatReal(x, f)
}

function formatInteger(n: Int, f: FormatSpec, maxDigits: number | undefined): string | Fail {
  if (f.precision >= 0) return valueError('Precision not allowed in integer format specifier')
  if (f.noNegativeZero) return valueError('Negative zero coercion (z) not allowed in integer format specifier')
  if (f.type === 'c') {
    if (f.sign !== '') return valueError("Sign not allowed with integer format specifier 'c'")
    if (f.alternate) return valueError("Alternate form (#) not allowed with integer format specifier 'c'")
    if (typeof n === 'bigint' && BigInt.asIntN(64, n) !== n) {
      return overflowError('Python int too large to convert to C long')
    }
    if (n < 0 || n > 0x10ffff) return overflowError('%c arg not in range(0x110000)')
    return number('', '', '', String.fromCodePoint(Number(n)), f)
  }
  const base = f.type === 'b' ? 2 : f.type === 'o' ? 8 : f.type === 'x' || f.type === 'X' ? 16 : 10
  let digits: string | Fail = base === 10 ? intToString(abs(n), maxDigits) : abs(n).toString(base)
  if (digits instanceof Fail) return digits
  if (f.type === 'X') digits = digits.toUpperCase()
  const prefix = f.alternate && base !== 10 ? `0${f.type}` : ''
  return number(signText(n < 0, f), prefix, digits, '', f, base === 10 ? 3 : 4)
}

/** format(x, spec) of a float. */
export function formatFloat(x: number, spec: string, typeName = 'float'): string | Fail {
  if (spec === '') return floatRepr(x)
  const f = parseFormatSpec(spec, '', '>', typeName)
  if (f instanceof Fail) return f
  return f.type === '' || 'eEfFgGn%'.includes(f.type) ? formatReal(x, f) : unknownCode(f.type, typeName)
}

// CPython: format_float_internal.
function formatReal(x: number, f: FormatSpec): string | Fail {
  if (f.precision > 2147483647) return valueError('precision too big')
  if (f.precision > STR_LIMIT) return memoryError()
  const { text, negative } = realText(f.type === '%' ? x * 100 : x, f, true)
  if (text.length > STR_LIMIT) return memoryError()
  if (f.width <= 0 && f.grouping === '') return signText(negative, f) + text + (f.type === '%' ? '%' : '')
  const digits = /^[0-9]*/.exec(text)![0]
  return number(signText(negative, f), '', digits, text.slice(digits.length) + (f.type === '%' ? '%' : ''), f)
}

/** The magnitude of x as the type and precision of f say, and whether a minus belongs in front. */
function realText(
  x: number,
  f: FormatSpec,
  addDotZero: boolean,
): { readonly text: string; readonly negative: boolean } {
  const magnitude = Math.abs(x)
  const lower = f.type.toLowerCase()
  let kind: 'e' | 'f' | 'g' | 'r' =
    lower === '%' || lower === 'f' ? 'f' : lower === 'e' ? 'e' : lower === '' ? 'r' : 'g'
  const shortest = kind === 'r'
  if (shortest && f.precision >= 0) kind = 'g'
  const precision = f.precision < 0 ? 6 : f.precision
  let text = formatDouble(magnitude, kind, precision, f.alternate, shortest && addDotZero)
  if (f.type === 'E' || f.type === 'F' || f.type === 'G') text = text.toUpperCase()
  let negative = isNegative(x)
  if (negative && f.noNegativeZero && /^[0.]+(e[+-]\d+)?$/i.test(text)) negative = false
  return { text, negative }
}

function signText(negative: boolean, f: FormatSpec): string {
  return negative ? '-' : f.sign === '-' ? '' : f.sign
}

/** Sign, prefix, digits and what follows them, grouped and padded. CPython: calc_number_widths, fill_number. */
function number(sign: string, prefix: string, digits: string, rest: string, f: FormatSpec, group = 3): string | Fail {
  if (f.width > STR_LIMIT) return memoryError()
  const others = sign.length + prefix.length + strLength(rest)
  const minimum = f.fill === '0' && f.align === '=' ? f.width - others : 0
  const grouped = digits === '' ? '' : grouping(digits, f.grouping, group, minimum)
  const missing = f.width - others - grouped.length
  if (missing <= 0) return sign + prefix + grouped + rest
  if (f.align === '=') return sign + prefix + f.fill.repeat(missing) + grouped + rest
  return padded(sign + prefix + grouped + rest, f)
}

/** Digits with separators, zeros in front up to `minimum` characters. CPython: _PyUnicode_InsertThousandsGrouping. */
function grouping(digits: string, separator: string, group: number, minimum: number): string {
  if (separator === '') return digits.padStart(minimum, '0')
  let out = ''
  let left = digits.length
  let wanted = minimum
  for (;;) {
    const length = Math.min(group, Math.max(left, wanted, 1))
    const taken = Math.max(0, Math.min(left, length))
    out = '0'.repeat(length - taken) + digits.slice(left - taken, left) + out
    left -= taken
    wanted -= length
    if (left <= 0 && wanted <= 0) return out
    out = separator + out
    wanted -= 1
  }
}

function padded(text: string, f: FormatSpec): string | Fail {
  const missing = f.width - strLength(text)
  if (missing <= 0) return text
  if (missing * f.fill.length + text.length > STR_LIMIT) return memoryError()
  const left = f.align === '<' ? 0 : f.align === '^' ? missing >> 1 : missing
  return f.fill.repeat(left) + text + f.fill.repeat(missing - left)
}

/** format(z, spec) of a complex. CPython: format_complex_internal. */
export function formatComplex(z: Complex, spec: string, typeName = 'complex'): string | Fail {
  if (spec === '') return complexRepr(z)
  const f = parseFormatSpec(spec, '', '>', typeName)
  if (f instanceof Fail) return f
  if (f.type !== '' && !'eEfFgGn'.includes(f.type)) return unknownCode(f.type, typeName)
  if (f.precision > 2147483647) return valueError('precision too big')
  if (f.precision > STR_LIMIT) return memoryError()
  if (f.fill === '0') return valueError('Zero padding is not allowed in complex format specifier')
  if (f.align === '=') return valueError("'=' alignment flag is not allowed in complex format specifier")
  const part = (x: number, sign: FormatSpec['sign']) => {
    const { text, negative } = realText(x, f, false)
    const digits = /^[0-9]*/.exec(text)![0]
    return (
      (negative ? '-' : sign === '-' ? '' : sign) +
      (digits && grouping(digits, f.grouping, 3, 0)) +
      text.slice(digits.length)
    )
  }
  const noReal = f.type === '' && z.real === 0 && !isNegative(z.real)
  const imag = part(z.imag, noReal ? f.sign : '+')
  if (noReal) return padded(`${imag}j`, f)
  const both = `${part(z.real, f.sign)}${imag}j`
  return padded(f.type === '' ? `(${both})` : both, f)
}
