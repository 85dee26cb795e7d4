// What module json leaves to the engine: scanning a text that needs no hooks, writing a value of built-in types only, and the
// strings of both. Whatever it cannot do it answers with None, and the module's own code does it.
//
// Knows no hook, no indentation and no class of a program.

import type { PyDict } from '../dict.ts'
import { floatRepr } from '../float-text.ts'
import { normalInt } from '../int.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { pointIndex, unitOffset } from '../str.ts'
import { T } from '../types.ts'
import { PyFloat, PyList, PyTuple, type Result, type Value } from '../value.ts'

/** Deeper values are left to the module, which runs into the recursion limit as it should. */
const DEPTH = 400
/** Longer numbers may be refused as ints (sys.set_int_max_str_digits). */
const DIGITS = 640

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Where and why scanning ended; `at` in UTF-16 units. */
class Mistake {
  readonly message: string
  readonly at: number
  constructor(message: string, at: number) {
    this.message = message
    this.at = at
  }
}

/** The string that begins behind the quote at `start - 1`: its text and where it ends, behind the other quote. */
function scanString(text: string, start: number, isStrict: boolean): readonly [string, number] | Mistake {
  let out = ''
  let from = start
  for (let i = start; ; ) {
    if (i >= text.length) return new Mistake('Unterminated string starting at', start - 1)
    const c = text.charCodeAt(i)
    if (c === 0x22) return [out + text.slice(from, i), i + 1]
    if (c < 0x20 && isStrict) return new Mistake('Invalid control character at', i)
    if (c !== 0x5c) {
      i++
      continue
    }
    out += text.slice(from, i)
    const kind = text[i + 1]
    if (kind === undefined) return new Mistake('Unterminated string starting at', start - 1)
    if (kind === 'u') {
      const digits = text.slice(i + 2, i + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return new Mistake('Invalid \\uXXXX escape', i + 1)
      out += String.fromCharCode(Number.parseInt(digits, 16))
      i += 6
    } else {
      const meant = ESCAPES[kind]
      if (meant === undefined) return new Mistake('Invalid \\escape', i)
      out += meant
      i += 2
    }
    from = i
  }
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new PyFloat(T.float, Number.NaN)],
  ['Infinity', new PyFloat(T.float, Number.POSITIVE_INFINITY)],
  ['-Infinity', new PyFloat(T.float, Number.NEGATIVE_INFINITY)],
]

/** Reads one value after another; `at` is the place in UTF-16 units. */
class Scanner {
  readonly m: Machine
  readonly text: string
  readonly isStrict: boolean
  at = 0
  /** Something was met that the module has to do itself. */
  gaveUp = false
  constructor(m: Machine, text: string, isStrict: boolean) {
    this.m = m
    this.text = text
    this.isStrict = isStrict
  }

  skipSpace(): void {
    SPACE.lastIndex = this.at
    SPACE.test(this.text)
    this.at = SPACE.lastIndex
  }

  value(depth: number): Value | Mistake {
    const { text } = this
    const char = text[this.at]
    if (char === '"') {
      const found = scanString(text, this.at + 1, this.isStrict)
      if (found instanceof Mistake) return found
      this.at = found[1]
      return found[0]
    }
    if (char === '{' || char === '[') {
      if (depth >= DEPTH) {
        this.gaveUp = true
        return new Mistake('', 0)
      }
      this.at++
      return char === '{' ? this.object(depth + 1) : this.array(depth + 1)
    }
    return this.number() ?? this.word()
  }

  private number(): Value | undefined {
    NUMBER.lastIndex = this.at
    const found = NUMBER.exec(this.text)
    if (found === null) return undefined
    this.at = NUMBER.lastIndex
    const [all, whole, fraction, exponent] = found
    if (fraction !== undefined || exponent !== undefined) return new PyFloat(T.float, Number(all))
    if (whole!.length <= 15) return Number(whole) + 0
    if (whole!.length > DIGITS) this.gaveUp = true
    return this.gaveUp ? null : normalInt(BigInt(whole!))
  }

  private word(): Value | Mistake {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
    }
    return new Mistake('Expecting value', this.at)
  }

  private array(depth: number): Value | Mistake {
    const items: Value[] = []
    this.skipSpace()
    if (this.text[this.at] === ']') {
      this.at++
      return this.m.list(items)
    }
    for (;;) {
      const item = this.value(depth)
      if (item instanceof Mistake) return item
      items.push(item)
      this.skipSpace()
      const end = this.next(']', 'array')
      if (end instanceof Mistake) return end
      if (end) return this.m.list(items)
    }
  }

  private object(depth: number): Value | Mistake {
    const result = this.m.dict()
    this.skipSpace()
    if (this.text[this.at] === '}') {
      this.at++
      return result
    }
    for (;;) {
      if (this.text[this.at] !== '"') {
        return new Mistake('Expecting property name enclosed in double quotes', this.at)
      }
      const key = scanString(this.text, this.at + 1, this.isStrict)
      if (key instanceof Mistake) return key
      this.at = key[1]
      this.skipSpace()
      if (this.text[this.at] !== ':') return new Mistake("Expecting ':' delimiter", this.at)
      this.at++
      this.skipSpace()
      const value = this.value(depth)
      if (value instanceof Mistake) return value
      result.setStr(key[0], value)
      this.skipSpace()
      const end = this.next('}', 'object')
      if (end instanceof Mistake) return end
      if (end) return result
    }
  }

  /** Takes what is behind an item: true at the end, false behind a comma. */
  private next(close: string, kind: string): boolean | Mistake {
    const char = this.text[this.at]
    if (char === close) {
      this.at++
      return true
    }
    if (char !== ',') return new Mistake("Expecting ',' delimiter", this.at)
    const comma = this.at++
    this.skipSpace()
    if (this.text[this.at] === close) return new Mistake(`Illegal trailing comma before end of ${kind}`, comma)
    return false
  }
}

/** (value, end), (message, place) with the place below 0 as ~place, or None. */
function scan(m: Machine, text: Value, start: Value, strict: Value): Result {
  if (typeof text !== 'string' || typeof start !== 'number') return null
  const scanner = new Scanner(m, text, strict !== false)
  scanner.at = unitOffset(text, start)
  const value = scanner.value(0)
  if (scanner.gaveUp) return null
  if (value instanceof Mistake) return m.tuple([value.message, ~pointIndex(text, value.at)])
  return m.tuple([value, pointIndex(text, scanner.at)])
}

function scanStringAt(m: Machine, text: string, start: number, strict: Value): Result {
  const found = scanString(text, unitOffset(text, start), strict !== false)
  if (found instanceof Mistake) return m.tuple([found.message, ~pointIndex(text, found.at)])
  return m.tuple([found[0], pointIndex(text, found[1])])
}

// ---- writing ----

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those that JSON escapes
const TO_ESCAPE = /["\\\0-\x1f]/g
const TO_ESCAPE_ASCII = /["\\]|[^ -~]/g

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

function quoted(text: string, isAscii: boolean): string {
  const body = text.replace(isAscii ? TO_ESCAPE_ASCII : TO_ESCAPE, unit => SHORT[unit] ?? unicodeEscape(unit))
  return `"${body}"`
}

interface Style {
  readonly isAscii: boolean
  readonly itemSeparator: string
  readonly keySeparator: string
}

/** Undefined: not a value of built-in classes only, or too deep, or a float that has no JSON. */
function written(value: Value, style: Style, depth: number): string | undefined {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return quoted(value, style.isAscii)
  if (typeof value === 'number') return String(value)
  if (value instanceof PyFloat && value.cls === T.float) {
    return Number.isFinite(value.value) ? floatRepr(value.value) : undefined
  }
  if (depth >= DEPTH) return undefined
  if ((value instanceof PyList && value.cls === T.list) || (value instanceof PyTuple && value.cls === T.tuple)) {
    const items: string[] = []
    for (const item of value.items) {
      const text = written(item, style, depth + 1)
      if (text === undefined) return undefined
      items.push(text)
    }
    return `[${items.join(style.itemSeparator)}]`
  }
  if (typeof value === 'object' && value.cls === T.dict) {
    const dict = value as PyDict
    const items: string[] = []
    for (const key of dict.keyList()) {
      if (typeof key !== 'string') return undefined
      const text = written(dict.getStr(key)!, style, depth + 1)
      if (text === undefined) return undefined
      items.push(quoted(key, style.isAscii) + style.keySeparator + text)
    }
    return `{${items.join(style.itemSeparator)}}`
  }
  return undefined
}

defineModule('_json', {
  functions: {
    'scan(text, start, strict, /)': scan,
    'scan_string(text, start, strict, /)': scanStringAt,
    'quote(text, ascii, /)': (_m: Machine, text: string, isAscii: Value) => quoted(text, isAscii !== false),
    // The text, or None.
    'write(value, ascii, item_separator, key_separator, /)': (
      _m: Machine,
      value: Value,
      isAscii: Value,
      itemSeparator: string,
      keySeparator: string,
    ) => written(value, { isAscii: isAscii !== false, itemSeparator, keySeparator }, 0) ?? null,
  },
})
