// Module unicodedata, as far as the host's tables go: categories, normal forms, values of digits and numbers. What they do not
// tell (combining classes other than zero, bidirectional classes) is refused. CPython: Modules/unicodedata.c.

import { codePointOfName, nameOfCodePoint } from '../../../language/index.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { strLength } from '../str.ts'
import { decimalDigitValue, isDigitChar, isNumericChar, NEWER } from '../unicode.ts'
import { asStr, type Result, type Value } from '../value.ts'

const CATEGORIES = [
  'Ll',
  'Lu',
  'Lt',
  'Lm',
  'Lo',
  'Mn',
  'Mc',
  'Me',
  'Nd',
  'Nl',
  'No',
  'Pc',
  'Pd',
  'Ps',
  'Pe',
  'Pi',
  'Pf',
  'Po',
  'Sm',
  'Sc',
  'Sk',
  'So',
  'Zs',
  'Zl',
  'Zp',
  'Cc',
  'Cf',
  'Co',
  'Cs',
].map(name => [name, new RegExp(`\\p{${name}}`, 'u')] as const)

/** The general category of a character. */
function categoryOf(char: string): string {
  if (NEWER.test(char)) return 'Cn'
  return CATEGORIES.find(([, pattern]) => pattern.test(char))?.[0] ?? 'Cn'
}

/** One character as an argument; undefined: TypeError was raised. */
function charArgument(m: Machine, value: Value, name: string, isOnly = true): string | undefined {
  const text = asStr(value)
  if (text !== undefined && strLength(text) === 1) return text
  const which = isOnly ? 'argument' : 'argument 1'
  return m.raise('TypeError', `${name}() ${which} must be a unicode character, not ${m.typeName(value)}`)
}

/** Values of superscripts, circled digits …: each begins a run of consecutive digits. */
const DIGIT_RUNS: readonly (readonly [first: number, last: number, value: number])[] = [
  [0xb2, 0xb3, 2],
  [0xb9, 0xb9, 1],
  [0x1369, 0x1371, 1],
  [0x19da, 0x19da, 1],
  [0x2070, 0x2070, 0],
  [0x2074, 0x2079, 4],
  [0x2080, 0x2089, 0],
  [0x2460, 0x2468, 1],
  [0x2474, 0x247c, 1],
  [0x2488, 0x2490, 1],
  [0x24ea, 0x24ea, 0],
  [0x24f5, 0x24fd, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277e, 1],
  [0x2780, 0x2788, 1],
  [0x278a, 0x2792, 1],
  [0x10a40, 0x10a43, 1],
  [0x10e60, 0x10e68, 1],
  [0x11052, 0x1105a, 1],
  [0x1f100, 0x1f100, 0],
  [0x1f101, 0x1f10a, 0],
]

function digitValue(char: string): number {
  const code = char.codePointAt(0)!
  const decimal = decimalDigitValue(code)
  if (decimal >= 0 || !isDigitChar(char)) return decimal
  const run = DIGIT_RUNS.find(([first, last]) => code >= first && code <= last)
  return run === undefined ? -1 : run[2] + code - run[0]
}

/** Vulgar fractions of Latin-1 and the block Number Forms. */
const FRACTIONS: Readonly<Record<string, number>> = {
  '¼': 1 / 4,
  '½': 1 / 2,
  '¾': 3 / 4,
  '⅐': 1 / 7,
  '⅑': 1 / 9,
  '⅒': 1 / 10,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '⅕': 1 / 5,
  '⅖': 2 / 5,
  '⅗': 3 / 5,
  '⅘': 4 / 5,
  '⅙': 1 / 6,
  '⅚': 5 / 6,
  '⅛': 1 / 8,
  '⅜': 3 / 8,
  '⅝': 5 / 8,
  '⅞': 7 / 8,
  '⅟': 1,
  '↉': 0,
}

function valueFunction(name: 'decimal' | 'digit', read: (char: string) => number, message: string) {
  return (m: Machine, chr: Value, absent: Value | undefined): Result => {
    const char = charArgument(m, chr, name, false)
    if (char === undefined) return undefined
    const value = read(char)
    if (value >= 0) return value
    return absent === undefined ? m.raise('ValueError', message) : absent
  }
}

const FORMS = new Set(['NFC', 'NFD', 'NFKC', 'NFKD'])

defineModule('unicodedata', {
  doc: 'This module provides access to the Unicode Character Database.',
  values: { unidata_version: '15.1.0' },
  functions: {
    'category(chr, /)': (m: Machine, chr: Value): Result => {
      const char = charArgument(m, chr, 'category')
      return char && categoryOf(char)
    },
    'decimal(chr, default=<unrepresentable>, /)': valueFunction(
      'decimal',
      c => decimalDigitValue(c.codePointAt(0)!),
      'not a decimal',
    ),
    'digit(chr, default=<unrepresentable>, /)': valueFunction('digit', digitValue, 'not a digit'),
    'numeric(chr, default=<unrepresentable>, /)': (m: Machine, chr: Value, absent: Value | undefined): Result => {
      const char = charArgument(m, chr, 'numeric', false)
      if (char === undefined) return undefined
      const value = digitValue(char)
      if (value >= 0) return m.float(value)
      const fraction = FRACTIONS[char]
      if (fraction !== undefined) return m.float(fraction)
      if (isNumericChar(char)) {
        return m.raise(
          'NotImplementedError',
          'unicodedata.numeric() is not in Coro for characters other than digits and fractions',
        )
      }
      return absent === undefined ? m.raise('ValueError', 'not a numeric character') : absent
    },
    'normalize(form, unistr, /)': (m: Machine, form: Value, text: Value): Result => {
      const name = asStr(form)
      const s = asStr(text)
      if (name === undefined || s === undefined) {
        const [n, v] = name === undefined ? [1, form] : [2, text]
        return m.raise('TypeError', `normalize() argument ${n} must be str, not ${m.typeName(v)}`)
      }
      return FORMS.has(name) ? s.normalize(name) : m.raise('ValueError', 'invalid normalization form')
    },
    'is_normalized(form, unistr, /)': (m: Machine, form: Value, text: Value): Result => {
      const name = asStr(form)
      const s = asStr(text)
      if (name === undefined || s === undefined) {
        const [n, v] = name === undefined ? [1, form] : [2, text]
        return m.raise('TypeError', `is_normalized() argument ${n} must be str, not ${m.typeName(v)}`)
      }
      return FORMS.has(name) ? s.normalize(name) === s : m.raise('ValueError', 'invalid normalization form')
    },
    'lookup(name, /)': (m: Machine, name: Value): Result => {
      const text = asStr(name)
      if (text === undefined) return m.raise('TypeError', `lookup() argument must be str, not ${m.typeName(name)}`)
      const code = codePointOfName(text)
      return code === undefined ? m.raise('KeyError', `undefined character name '${text}'`) : String.fromCodePoint(code)
    },
    'name(chr, default=<unrepresentable>, /)': (m: Machine, chr: Value, absent: Value | undefined): Result => {
      const char = charArgument(m, chr, 'name', false)
      if (char === undefined) return undefined
      const name = nameOfCodePoint(char.codePointAt(0)!)
      if (name !== undefined) return name
      return absent === undefined ? m.raise('ValueError', 'no such name') : absent
    },
    'combining(chr, /)': (m: Machine, chr: Value): Result => {
      const char = charArgument(m, chr, 'combining')
      if (char === undefined) return undefined
      if (!/\p{M}/u.test(char)) return 0
      return m.raise('NotImplementedError', 'unicodedata.combining() is not in Coro for combining characters')
    },
  },
})
