// The class str: construction, operators, methods.

import { cIntArgument, positionArgument, retryWithIndexes, sizeArgument, wantsIndex } from './arguments.ts'
import { bytesOf, bytesOrRaise } from './bytes.ts'
import { newInstance } from './call.ts'
import { decode, encode } from './codec.ts'
import { fits, isIterable, itemsOf } from './containers.ts'
import { PyDict } from './dict.ts'
import { Fail } from './fail.ts'
import { formatStr } from './format-spec.ts'
import { hashOf } from './hash.ts'
import { keyOf } from './hashing.ts'
import type { Int } from './int.ts'
import { iterateStr } from './iterators.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Compare } from './op.ts'
import { PySlice, sliceRange } from './slice.ts'
import { charAt, codePoints, compareStr, isPlain, stepSlice, strLength, substring } from './str.ts'
import { optionalStr, strArgument } from './str-arguments.ts'
import { capitalize, casefold, isLower, isTitle, isUpper, lower, swapcase, title, upper } from './str-case.ts'
import { formatMapMethod, formatMethod } from './str-format.ts'
import { strPercent } from './str-percent.ts'
import { strRepr } from './str-repr.ts'
import * as search from './str-search.ts'
import { NOT_IMPLEMENTED, T } from './types.ts'
import {
  isAlnumChar,
  isAlphaChar,
  isDecimalChar,
  isDigitChar,
  isIdentifierPart,
  isIdentifierStart,
  isNumericChar,
  isPrintableChar,
  isSpaceUnit,
} from './unicode.ts'
import { asInt, asStr, PyTuple, type PyType, type Result, type Value } from './value.ts'

// CPython: unicode_new_impl.
function newStr(
  m: Machine,
  cls: PyType,
  object: Value | undefined,
  encoding: Value | undefined,
  errors: Value | undefined,
): Result {
  const make = (text: string): Value => {
    if (cls === T.str) return text
    const self = newInstance(m, cls)
    self.payload = text
    return self
  }
  if (object === undefined) return make('')
  if (encoding === undefined && errors === undefined) {
    if (typeof object === 'string') return make(object)
    if (cls !== T.str) return m.callPrelude('str_of_class', cls, object)
    return strOf(m, object)
  }
  const name = optionalStr(m, encoding, 'utf-8', "str() argument 'encoding'")
  if (name === undefined) return undefined
  const handler = optionalStr(m, errors, 'strict', "str() argument 'errors'")
  if (handler === undefined) return undefined
  const bytes = bytesOf(object)
  if (bytes === undefined) {
    if (asStr(object) !== undefined) return m.raise('TypeError', 'decoding str is not supported')
    return m.raise('TypeError', `decoding to str: need a bytes-like object, ${m.typeName(object)} found`)
  }
  const text = decode(bytes, name, handler)
  return text instanceof Fail ? m.raiseFail(text) : make(text)
}

/** `str(value)`: may call. */
export function strOf(m: Machine, value: Value): Result {
  if (typeof value === 'string') return value
  const { slots } = m.typeOf(value)
  return slots.str !== null ? slots.str(m, value) : slots.repr!(m, value)
}

function getItem(m: Machine, self: string, key: Value): Result {
  if (key instanceof PySlice) {
    const range = sliceRange(m, key, strLength(self))
    if (range === undefined) return undefined
    if (range === null) return m.callPrelude('getitem_slice', self, key)
    if (range.step === 1) return substring(self, range.start, range.start + range.length)
    return stepSlice(self, range.start, range.step, range.length)
  }
  if (typeof key === 'number' && key >= 0 && key < self.length && isPlain(self)) return self[key]!
  const n = asInt(key)
  if (n === undefined) {
    if (wantsIndex(m, key)) return m.callPrelude('getitem_index', self, key)
    return m.raise('TypeError', `string indices must be integers, not '${m.typeName(key)}'`)
  }
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
    return m.raise('IndexError', "cannot fit 'int' into an index-sized integer")
  const i = Number(n)
  return charAt(self, i < 0 ? i + strLength(self) : i) ?? m.raise('IndexError', 'string index out of range')
}

function repeat(m: Machine, self: string, by: Value): Result {
  const n = asInt(by)
  if (n === undefined) {
    if (wantsIndex(m, by)) return m.callPrelude('repeat_index', self, by)
    return m.raise('TypeError', `can't multiply sequence by non-int of type '${m.typeName(by)}'`)
  }
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
    return m.raise('OverflowError', "cannot fit 'int' into an index-sized integer")
  if (n <= 0 || self === '') return ''
  return fits(m, Number(n) * self.length) ? self.repeat(Number(n)) : undefined
}

/** A searching method with the arguments (part, start, end). */
function searching(
  name: string,
  operate: (s: string, part: string, start: number, end: number) => number,
  notFound?: string,
) {
  return (m: Machine, self: string, sub: Value, start: Value | undefined, end: Value | undefined): Result => {
    const part = strArgument(m, sub, `${name}() argument 1`)
    if (part === undefined) return undefined
    if (wantsIndex(m, start, end)) return retryWithIndexes(m, T.str, name, [self, sub, start, end])
    const from = positionArgument(m, start, 0)
    const to = positionArgument(m, end, Number.POSITIVE_INFINITY)
    if (from === undefined || to === undefined) return undefined
    const at = operate(self, part, from, to)
    return at < 0 && notFound !== undefined ? m.raise('ValueError', notFound) : at
  }
}

/** startswith and endswith. */
function affix(name: string, atEnd: boolean) {
  return (m: Machine, self: string, what: Value, start: Value | undefined, end: Value | undefined): Result => {
    if (wantsIndex(m, start, end)) return retryWithIndexes(m, T.str, name, [self, what, start, end])
    const from = positionArgument(m, start, 0)
    const to = positionArgument(m, end, Number.POSITIVE_INFINITY)
    if (from === undefined || to === undefined) return undefined
    if (what instanceof PyTuple) {
      for (const item of what.items) {
        const text = asStr(item)
        if (text === undefined) {
          return m.raise('TypeError', `tuple for ${name} must only contain str, not ${m.typeName(item)}`)
        }
        if (search.hasAffix(self, text, atEnd, from, to)) return true
      }
      return false
    }
    const text = asStr(what)
    if (text === undefined) {
      return m.raise('TypeError', `${name} first arg must be str or a tuple of str, not ${m.typeName(what)}`)
    }
    return search.hasAffix(self, text, atEnd, from, to)
  }
}

function stripping(name: string, side: search.Side) {
  return (m: Machine, self: string, chars: Value | undefined): Result => {
    if (chars === undefined || chars === null) return search.stripSpace(self, side)
    const text = asStr(chars)
    return text === undefined
      ? m.raise('TypeError', `${name} arg must be None or str`)
      : search.stripChars(self, text, side)
  }
}

function splitting(name: string, operate: (s: string, sep: string | null, limit: number) => string[] | Fail) {
  return (m: Machine, self: string, sep: Value | undefined, maxsplit: Value | undefined): Result => {
    if (wantsIndex(m, maxsplit)) return retryWithIndexes(m, T.str, name, [self, sep, maxsplit])
    const limit = sizeArgument(m, maxsplit, -1)
    if (limit === undefined) return undefined
    const separator = sep === undefined || sep === null ? null : asStr(sep)
    if (separator === undefined) return m.raise('TypeError', `must be str or None, not ${m.typeName(sep!)}`)
    const parts = operate(self, separator, limit)
    return parts instanceof Fail ? m.raiseFail(parts) : m.list(parts)
  }
}

function partitioning(operate: (s: string, sep: string) => readonly string[] | Fail) {
  return (m: Machine, self: string, sep: Value): Result => {
    const text = asStr(sep)
    if (text === undefined) return m.raise('TypeError', `must be str, not ${m.typeName(sep)}`)
    const parts = operate(self, text)
    return parts instanceof Fail ? m.raiseFail(parts) : m.tuple(parts)
  }
}

function padding(name: string, align: 'left' | 'right' | 'center') {
  return (m: Machine, self: string, width: Value, fillchar: Value | undefined): Result => {
    if (wantsIndex(m, width)) return retryWithIndexes(m, T.str, name, [self, width, fillchar])
    const size = sizeArgument(m, width, 0)
    if (size === undefined) return undefined
    const fill = fillchar === undefined ? ' ' : asStr(fillchar)
    if (fill === undefined) {
      return m.raise('TypeError', `The fill character must be a unicode character, not ${m.typeName(fillchar!)}`)
    }
    if (strLength(fill) !== 1) return m.raise('TypeError', 'The fill character must be exactly one character long')
    return fits(m, size) ? m.orRaise(search.pad(self, size, fill, align)) : undefined
  }
}

function join(m: Machine, self: string, iterable: Value): Result {
  const items = itemsOf(m, iterable)
  if (items === null) return undefined
  if (items === undefined) {
    return isIterable(m, iterable)
      ? m.callPrelude('str_join', self, iterable)
      : m.raise('TypeError', 'can only join an iterable')
  }
  let size = 0
  const texts: string[] = []
  for (let i = 0; i < items.length; i++) {
    const text = asStr(items[i]!)
    if (text === undefined) {
      return m.raise('TypeError', `sequence item ${i}: expected str instance, ${m.typeName(items[i]!)} found`)
    }
    size += text.length + self.length
    texts.push(text)
  }
  return fits(m, size) ? texts.join(self) : undefined
}

/** Is there a character, and does the test hold for all? */
function all(test: (char: string) => boolean) {
  return (_m: Machine, self: string): boolean => {
    if (self === '') return false
    for (const char of self) if (!test(char)) return false
    return true
  }
}

function translate(m: Machine, self: string, table: Value): Result {
  if (!(table instanceof PyDict) || table.cls !== T.dict) return m.callPrelude('str_translate', self, table)
  let out = ''
  for (const char of self) {
    const to = table.get(char.codePointAt(0)!)
    if (to === undefined) out += char
    else if (typeof to === 'string') out += to
    else if (to !== null) {
      const n = asInt(to)
      if (n === undefined) {
        if (asStr(to) === undefined) return m.raise('TypeError', 'character mapping must return integer, None or str')
        out += asStr(to)
      } else if (n < 0 || n > 0x10ffff) return m.raise('ValueError', 'character mapping must be in range(0x110000)')
      else out += String.fromCodePoint(Number(n))
    }
  }
  return out
}

// CPython: unicode_maketrans_impl.
function makeTranslation(m: Machine, x: Value, y: Value | undefined, z: Value | undefined): Result {
  const table = m.dict()
  if (y === undefined) {
    if (!(x instanceof PyDict)) {
      return m.raise('TypeError', 'if you give only one argument to maketrans it must be a dict')
    }
    for (let i = x.next(0); i >= 0; i = x.next(i + 1)) {
      const key = x.keyAt(i)
      const text = asStr(key)
      let code: Int | undefined = asInt(key)
      if (text !== undefined) {
        if (strLength(text) !== 1) return m.raise('ValueError', 'string keys in translate table must be of length 1')
        code = text.codePointAt(0)!
      }
      if (code === undefined) return m.raise('TypeError', 'keys in translate table must be strings or integers')
      table.set(code, code, x.valueAt(i))
    }
    return table
  }
  const from = asStr(x)
  if (from === undefined)
    return m.raise('TypeError', 'first maketrans argument must be a string if there is a second argument')
  const to = strArgument(m, y, 'maketrans() argument 2')
  if (to === undefined) return undefined
  const removed = z === undefined ? '' : strArgument(m, z, 'maketrans() argument 3')
  if (removed === undefined) return undefined
  const keys = codePoints(from).slice()
  const values = codePoints(to)
  if (keys.length !== values.length) {
    return m.raise('ValueError', 'the first two maketrans arguments must have equal length')
  }
  const put = (char: string, value: Value) => {
    const code = char.codePointAt(0)!
    table.set(keyOf(code)!, code, value)
  }
  for (let i = 0; i < keys.length; i++) put(keys[i]!, values[i]!.codePointAt(0)!)
  for (const char of removed) put(char, null)
  return table
}

const self_ = (_m: Machine, self: string) => self

defineType({
  type: T.str,
  isBase: true,
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'.",
  new: ["str(object='', encoding='utf-8', errors='strict')", newStr],
  slots: {
    repr: (_m, self: string) => strRepr(self),
    str: self_,
    hash: (_m, self: string) => hashOf(self),
    compare: (_m, self: string, other, op) => {
      const a = asStr(self)
      const b = asStr(other)
      if (a === undefined || b === undefined) return NOT_IMPLEMENTED
      if (op === Compare.Eq) return a === b
      if (op === Compare.Ne) return a !== b
      const order = compareStr(a, b)
      if (op === Compare.Lt) return order < 0
      if (op === Compare.Le) return order <= 0
      return op === Compare.Gt ? order > 0 : order >= 0
    },
    iter: (m, self: string) => iterateStr(m, self),
    len: (_m, self: string) => strLength(self),
    getItem: getItem as never,
    contains: ((m: Machine, self: string, part: Value): Result => {
      const text = asStr(part)
      if (text === undefined) {
        return m.raise('TypeError', `'in <string>' requires string as left operand, not ${m.typeName(part)}`)
      }
      return self.includes(text)
    }) as never,
    concat: ((m: Machine, left: Value, right: Value): Result => {
      const a = asStr(left)!
      const b = asStr(right)
      if (b === undefined) return m.raise('TypeError', `can only concatenate str (not "${m.typeName(right)}") to str`)
      return fits(m, a.length + b.length) ? a + b : undefined
    }) as never,
    repeat: ((m: Machine, self: Value, by: Value) => repeat(m, asStr(self)!, by)) as never,
    mod: (m, left, right) => {
      const format = asStr(left)
      return format === undefined ? NOT_IMPLEMENTED : strPercent(m, format, right)
    },
  },
  methods: {
    'capitalize()': (_m: Machine, self: string) => capitalize(self),
    'casefold()': (_m: Machine, self: string) => casefold(self),
    "center(width, fillchar=' ', /)": padding('center', 'center'),
    'count(sub, start=None, end=None, /)': searching('count', search.count),
    "encode(encoding='utf-8', errors='strict')": (
      m: Machine,
      self: string,
      encoding: Value | undefined,
      errors: Value | undefined,
    ): Result => {
      const name = optionalStr(m, encoding, 'utf-8', "encode() argument 'encoding'")
      const handler = name === undefined ? undefined : optionalStr(m, errors, 'strict', "encode() argument 'errors'")
      if (name === undefined || handler === undefined) return undefined
      return bytesOrRaise(m, encode(self, name, handler))
    },
    'endswith(suffix, start=None, end=None, /)': affix('endswith', true),
    'expandtabs(tabsize=8)': (m: Machine, self: string, tabsize: Value | undefined): Result => {
      if (wantsIndex(m, tabsize)) return retryWithIndexes(m, T.str, 'expandtabs', [self, tabsize])
      const size = cIntArgument(m, tabsize, 8)
      return size === undefined ? undefined : m.orRaise(search.expandTabs(self, size))
    },
    'find(sub, start=None, end=None, /)': searching('find', search.find),
    'format(*args, **kwargs)': formatMethod,
    'format_map(mapping, /)': formatMapMethod,
    'index(sub, start=None, end=None, /)': searching('index', search.find, 'substring not found'),
    'isalnum()': all(isAlnumChar),
    'isalpha()': all(isAlphaChar),
    'isascii()': (_m: Machine, self: string) => /^[\0-\x7f]*$/.test(self),
    'isdecimal()': all(isDecimalChar),
    'isdigit()': all(isDigitChar),
    'isidentifier()': (_m: Machine, self: string) => {
      const chars = codePoints(self)
      return chars.length > 0 && isIdentifierStart(chars[0]!) && chars.every(isIdentifierPart)
    },
    'islower()': (_m: Machine, self: string) => isLower(self),
    'isnumeric()': all(isNumericChar),
    'isprintable()': (m: Machine, self: string) => self === '' || all(isPrintableChar)(m, self),
    'isspace()': all(char => isSpaceUnit(char.codePointAt(0)!)),
    'istitle()': (_m: Machine, self: string) => isTitle(self),
    'isupper()': (_m: Machine, self: string) => isUpper(self),
    'join(iterable, /)': join,
    "ljust(width, fillchar=' ', /)": padding('ljust', 'left'),
    'lower()': (_m: Machine, self: string) => lower(self),
    'lstrip(chars=None, /)': stripping('lstrip', 'left'),
    'partition(sep, /)': partitioning(search.partition),
    'removeprefix(prefix, /)': (m: Machine, self: string, prefix: Value): Result => {
      const text = strArgument(m, prefix, 'removeprefix() argument')
      if (text === undefined) return undefined
      return self.startsWith(text) ? self.slice(text.length) : self
    },
    'removesuffix(suffix, /)': (m: Machine, self: string, suffix: Value): Result => {
      const text = strArgument(m, suffix, 'removesuffix() argument')
      if (text === undefined) return undefined
      return text !== '' && self.endsWith(text) ? self.slice(0, -text.length) : self
    },
    'replace(old, new, /, count=-1)': (
      m: Machine,
      self: string,
      old: Value,
      by: Value,
      count: Value | undefined,
    ): Result => {
      const from = strArgument(m, old, 'replace() argument 1')
      const to = from === undefined ? undefined : strArgument(m, by, 'replace() argument 2')
      if (from === undefined || to === undefined) return undefined
      if (wantsIndex(m, count)) return retryWithIndexes(m, T.str, 'replace', [self, old, by, count])
      const limit = sizeArgument(m, count, -1)
      return limit === undefined ? undefined : m.orRaise(search.replace(self, from, to, limit))
    },
    'rfind(sub, start=None, end=None, /)': searching('rfind', search.rfind),
    'rindex(sub, start=None, end=None, /)': searching('rindex', search.rfind, 'substring not found'),
    "rjust(width, fillchar=' ', /)": padding('rjust', 'right'),
    'rpartition(sep, /)': partitioning(search.rpartition),
    'rsplit(sep=None, maxsplit=-1)': splitting('rsplit', search.rsplit),
    'rstrip(chars=None, /)': stripping('rstrip', 'right'),
    'split(sep=None, maxsplit=-1)': splitting('split', search.split),
    'splitlines(keepends=False)': (m: Machine, self: string, keepends: Value | undefined) =>
      m.list(
        search.splitLines(self, keepends !== undefined && keepends !== null && keepends !== false && keepends !== 0),
      ),
    'startswith(prefix, start=None, end=None, /)': affix('startswith', false),
    'strip(chars=None, /)': stripping('strip', 'both'),
    'swapcase()': (_m: Machine, self: string) => swapcase(self),
    'title()': (_m: Machine, self: string) => title(self),
    'translate(table, /)': translate,
    'upper()': (_m: Machine, self: string) => upper(self),
    'zfill(width, /)': (m: Machine, self: string, width: Value): Result => {
      if (wantsIndex(m, width)) return retryWithIndexes(m, T.str, 'zfill', [self, width])
      const size = sizeArgument(m, width, 0)
      if (size === undefined || !fits(m, size)) return undefined
      return m.orRaise(search.zfill(self, size))
    },
    '__format__(format_spec, /)': (m: Machine, self: string, spec: Value): Result => {
      const text = asStr(spec)
      if (text === undefined) return m.raise('TypeError', `__format__() argument must be str, not ${m.typeName(spec)}`)
      return m.orRaise(formatStr(self, text))
    },
    '__getnewargs__()': (m: Machine, self: string) => m.tuple([self]),
    '__sizeof__()': (_m: Machine, self: string) => {
      const n = strLength(self)
      let widest = 0
      for (const char of self) widest = Math.max(widest, char.codePointAt(0)!)
      if (widest < 128) return 41 + n
      return widest < 256 ? 57 + n : widest < 65536 ? 58 + 2 * n : 60 + 4 * n
    },
  },
  staticMethods: {
    'maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)': makeTranslation,
  },
})
