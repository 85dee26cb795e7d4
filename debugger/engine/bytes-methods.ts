// Methods that bytes and bytearray share. CPython: Objects/bytes_methods.c, Objects/stringlib.

import { cIntArgument, positionArgument, retryWithIndexes, sizeArgument, wantsIndex } from './arguments.ts'
import { bytesOf, PyByteArray, PyMemoryView } from './bytes.ts'
import { type Bytes, bytesArgument, like, needle, text, typeOf, untext } from './bytes-content.ts'
import { decode } from './codec.ts'
import { fits, isIterable, itemsOf } from './containers.ts'
import { Fail, valueError } from './fail.ts'
import type { Machine } from './machine.ts'
import type { NativeFn } from './native.ts'
import { optionalStr } from './str-arguments.ts'
import * as search from './str-search.ts'
import { T } from './types.ts'
import { asStr, PyBytes, PyTuple, type PyType, type Result, type Value } from './value.ts'

const isSpace = (c: number) => c === 32 || (c >= 9 && c <= 13)
const isBreak = (c: number) => c === 10 || c === 13

function searching(
  name: string,
  operate: (s: string, part: string, start: number, end: number) => number,
  notFound?: string,
): NativeFn {
  return (m: Machine, self: Bytes, sub: Value, start: Value | undefined, end: Value | undefined): Result => {
    const part = wantsIndex(m, start, end) ? 'python' : needle(m, sub)
    if (part === undefined) return undefined
    if (part === 'python' && bytesOf(sub) === undefined)
      return retryWithIndexes(m, typeOf(self), name, [self, sub, start, end])
    const from = positionArgument(m, start, 0)
    const to = positionArgument(m, end, Number.POSITIVE_INFINITY)
    if (from === undefined || to === undefined) return undefined
    const at = operate(text(self.bytes), part, from, to)
    return at < 0 && notFound !== undefined ? m.raise('ValueError', notFound) : at
  }
}

function affix(name: string, atEnd: boolean): NativeFn {
  return (m: Machine, self: Bytes, what: Value, start: Value | undefined, end: Value | undefined): Result => {
    const from = positionArgument(m, start, 0)
    const to = positionArgument(m, end, Number.POSITIVE_INFINITY)
    if (from === undefined || to === undefined) return undefined
    const mine = text(self.bytes)
    if (what instanceof PyTuple) {
      for (const item of what.items) {
        const bytes = bytesArgument(m, item)
        if (bytes === undefined) return undefined
        if (search.hasAffix(mine, text(bytes), atEnd, from, to)) return true
      }
      return false
    }
    const bytes = bytesOf(what)
    if (bytes === undefined) {
      return m.raise('TypeError', `${name} first arg must be bytes or a tuple of bytes, not ${m.typeName(what)}`)
    }
    return search.hasAffix(mine, text(bytes), atEnd, from, to)
  }
}

function stripping(side: search.Side): NativeFn {
  return (m: Machine, self: Bytes, bytes: Value | undefined): Result => {
    const mine = text(self.bytes)
    if (bytes === undefined || bytes === null) return like(m, self, untext(search.stripSpace(mine, side, isSpace)))
    const chars = bytesArgument(m, bytes)
    return chars === undefined ? undefined : like(m, self, untext(search.stripChars(mine, text(chars), side)))
  }
}

function splitting(name: string, operate: typeof search.split): NativeFn {
  return (m: Machine, self: Bytes, sep: Value | undefined, maxsplit: Value | undefined): Result => {
    if (wantsIndex(m, maxsplit)) return retryWithIndexes(m, typeOf(self), name, [self, sep, maxsplit])
    const limit = sizeArgument(m, maxsplit, -1)
    if (limit === undefined) return undefined
    let separator: string | null = null
    if (sep !== undefined && sep !== null) {
      const bytes = bytesArgument(m, sep)
      if (bytes === undefined) return undefined
      separator = text(bytes)
    }
    const parts = operate(text(self.bytes), separator, limit, isSpace)
    return parts instanceof Fail ? m.raiseFail(parts) : m.list(parts.map(part => like(m, self, untext(part))))
  }
}

function partitioning(operate: (s: string, sep: string) => readonly string[] | Fail): NativeFn {
  return (m: Machine, self: Bytes, sep: Value): Result => {
    const bytes = bytesArgument(m, sep)
    if (bytes === undefined) return undefined
    const parts = operate(text(self.bytes), text(bytes))
    return parts instanceof Fail ? m.raiseFail(parts) : m.tuple(parts.map(part => like(m, self, untext(part))))
  }
}

function padding(name: string, align: 'left' | 'right' | 'center'): NativeFn {
  return (m: Machine, self: Bytes, width: Value, fillbyte: Value | undefined): Result => {
    if (wantsIndex(m, width)) return retryWithIndexes(m, typeOf(self), name, [self, width, fillbyte])
    const size = sizeArgument(m, width, 0)
    if (size === undefined || !fits(m, size)) return undefined
    const fill = fillbyte === undefined ? Uint8Array.of(32) : bytesOf(fillbyte)
    if (fill?.length !== 1) {
      return m.raise(
        'TypeError',
        `${name}() argument 2 must be a byte string of length 1, not ${m.typeName(fillbyte!)}`,
      )
    }
    return like(m, self, untext(search.pad(text(self.bytes), size, text(fill), align) as string))
  }
}

/** A method that maps the bytes as text of ASCII. */
function mapping(map: (s: string) => string): NativeFn {
  return (m: Machine, self: Bytes): Result => like(m, self, untext(map(text(self.bytes))))
}

const upper = (s: string) => s.replace(/[a-z]/g, c => c.toUpperCase())
const lower = (s: string) => s.replace(/[A-Z]/g, c => c.toLowerCase())

function testing(pattern: RegExp): NativeFn {
  return (_m: Machine, self: Bytes): Result => pattern.test(text(self.bytes))
}

function isTitle(s: string): boolean {
  return /[A-Za-z]/.test(s) && !/[A-Za-z][A-Z]|(^|[^A-Za-z])[a-z]/.test(s)
}

function join(m: Machine, self: Bytes, iterable: Value): Result {
  const items = itemsOf(m, iterable)
  if (items === null) return undefined
  if (items === undefined) {
    return isIterable(m, iterable)
      ? m.callPrelude('str_join', self, iterable)
      : m.raise('TypeError', 'can only join an iterable')
  }
  const parts: string[] = []
  for (let i = 0; i < items.length; i++) {
    const bytes = bytesOf(items[i]!)
    if (bytes === undefined) {
      return m.raise('TypeError', `sequence item ${i}: expected a bytes-like object, ${m.typeName(items[i]!)} found`)
    }
    parts.push(text(bytes))
  }
  return like(m, self, untext(parts.join(text(self.bytes))))
}

/** bytes.hex(sep, bytes_per_sep). CPython: _Py_strhex_impl. */
export function hexMethod(m: Machine, self: Value, sep: Value | undefined, group: Value | undefined): Result {
  const digits = Array.from(bytesOf(self)!, b => b.toString(16).padStart(2, '0'))
  if (sep === undefined) return digits.join('')
  const separator = asStr(sep) ?? (bytesOf(sep) && text(bytesOf(sep)!))
  if (separator === undefined) return m.raise('TypeError', `object of type '${m.typeName(sep)}' has no len()`)
  if (separator.length !== 1) return m.raise('ValueError', 'sep must be length 1.')
  if (separator > '\x7f') return m.raise('ValueError', 'sep must be ASCII.')
  const size = cIntArgument(m, group, 1)
  if (size === undefined) return undefined
  if (size === 0) return digits.join('')
  // Positive sizes count groups from the right, negative ones from the left.
  const n = Math.abs(size)
  const first = size > 0 ? digits.length % n || n : n
  const groups: string[] = []
  for (let i = 0; i < digits.length; i = i === 0 ? first : i + n)
    groups.push(digits.slice(i, i === 0 ? first : i + n).join(''))
  return groups.join(separator)
}

/** The bytes of bytes.fromhex(string). */
function parseHex(s: string): Uint8Array | Fail {
  const bytes: number[] = []
  for (let i = 0; i < s.length; ) {
    if (isSpace(s.charCodeAt(i))) {
      i++
      continue
    }
    for (const at of [i, i + 1]) {
      if (!/^[0-9a-fA-F]$/.test(s[at] ?? '')) {
        return valueError(`non-hexadecimal number found in fromhex() arg at position ${at}`)
      }
    }
    bytes.push(Number.parseInt(s.slice(i, i + 2), 16))
    i += 2
  }
  return Uint8Array.from(bytes)
}

function translate(m: Machine, self: Bytes, table: Value, remove: Value | undefined): Result {
  const map = table === null ? null : bytesArgument(m, table)
  if (map === undefined) return undefined
  if (map !== null && map.length !== 256) return m.raise('ValueError', 'translation table must be 256 characters long')
  const removed = remove === undefined ? new Uint8Array(0) : bytesArgument(m, remove)
  if (removed === undefined) return undefined
  const kept = self.bytes.filter(b => !removed.includes(b))
  return like(m, self, map === null ? kept : kept.map(b => map[b]!))
}

/** A view of the bytes, as PEP 688 has it. */
function bufferMethod(m: Machine, self: Bytes): Result {
  return new PyMemoryView(m.epoch, self, 0, self.bytes.length, 1)
}

/** Methods that bytes and bytearray share. */
export const SHARED_METHODS: Readonly<Record<string, NativeFn>> = {
  '__buffer__(flags, /)': bufferMethod,
  'capitalize()': mapping(s => upper(s.slice(0, 1)) + lower(s.slice(1))),
  "center(width, fillchar=b' ', /)": padding('center', 'center'),
  'count(sub, start=None, end=None, /)': searching('count', search.count),
  "decode(encoding='utf-8', errors='strict')": (
    m: Machine,
    self: Bytes,
    encoding: Value | undefined,
    errors: Value | undefined,
  ): Result => {
    const name = optionalStr(m, encoding, 'utf-8', "decode() argument 'encoding'")
    const handler = name === undefined ? undefined : optionalStr(m, errors, 'strict', "decode() argument 'errors'")
    if (name === undefined || handler === undefined) return undefined
    return m.orRaise(decode(self.bytes, name, handler))
  },
  'endswith(suffix, start=None, end=None, /)': affix('endswith', true),
  'expandtabs(tabsize=8)': (m: Machine, self: Bytes, tabsize: Value | undefined): Result => {
    const size = cIntArgument(m, tabsize, 8)
    if (size === undefined) return undefined
    const s = search.expandTabs(text(self.bytes), size)
    return s instanceof Fail ? m.raiseFail(s) : like(m, self, untext(s))
  },
  'find(sub, start=None, end=None, /)': searching('find', search.find),
  'hex(sep=<unrepresentable>, bytes_per_sep=1)': hexMethod,
  'index(sub, start=None, end=None, /)': searching('index', search.find, 'subsection not found'),
  'isalnum()': testing(/^[0-9A-Za-z]+$/),
  'isalpha()': testing(/^[A-Za-z]+$/),
  'isascii()': testing(/^[\0-\x7f]*$/),
  'isdigit()': testing(/^[0-9]+$/),
  'islower()': (_m: Machine, self: Bytes) => /[a-z]/.test(text(self.bytes)) && !/[A-Z]/.test(text(self.bytes)),
  'isspace()': testing(/^[\t-\r ]+$/),
  'istitle()': (_m: Machine, self: Bytes) => isTitle(text(self.bytes)),
  'isupper()': (_m: Machine, self: Bytes) => /[A-Z]/.test(text(self.bytes)) && !/[a-z]/.test(text(self.bytes)),
  'join(iterable_of_bytes, /)': join,
  "ljust(width, fillchar=b' ', /)": padding('ljust', 'left'),
  'lower()': mapping(lower),
  'lstrip(bytes=None, /)': stripping('left'),
  'partition(sep, /)': partitioning(search.partition),
  'removeprefix(prefix, /)': (m: Machine, self: Bytes, prefix: Value): Result => {
    const part = bytesArgument(m, prefix)
    if (part === undefined) return undefined
    const s = text(self.bytes)
    return like(m, self, untext(s.startsWith(text(part)) ? s.slice(part.length) : s))
  },
  'removesuffix(suffix, /)': (m: Machine, self: Bytes, suffix: Value): Result => {
    const part = bytesArgument(m, suffix)
    if (part === undefined) return undefined
    const s = text(self.bytes)
    return like(m, self, untext(part.length > 0 && s.endsWith(text(part)) ? s.slice(0, -part.length) : s))
  },
  'replace(old, new, count=-1, /)': (
    m: Machine,
    self: Bytes,
    old: Value,
    by: Value,
    count: Value | undefined,
  ): Result => {
    const from = bytesArgument(m, old)
    const to = from === undefined ? undefined : bytesArgument(m, by)
    if (from === undefined || to === undefined) return undefined
    const limit = sizeArgument(m, count, -1)
    if (limit === undefined) return undefined
    const s = search.replace(text(self.bytes), text(from), text(to), limit)
    return s instanceof Fail ? m.raiseFail(s) : like(m, self, untext(s))
  },
  'rfind(sub, start=None, end=None, /)': searching('rfind', search.rfind),
  'rindex(sub, start=None, end=None, /)': searching('rindex', search.rfind, 'subsection not found'),
  "rjust(width, fillchar=b' ', /)": padding('rjust', 'right'),
  'rpartition(sep, /)': partitioning(search.rpartition),
  'rsplit(sep=None, maxsplit=-1)': splitting('rsplit', search.rsplit),
  'rstrip(bytes=None, /)': stripping('right'),
  'split(sep=None, maxsplit=-1)': splitting('split', search.split),
  'splitlines(keepends=False)': (m: Machine, self: Bytes, keepends: Value | undefined) => {
    const keep = keepends !== undefined && keepends !== null && keepends !== false && keepends !== 0
    return m.list(search.splitLines(text(self.bytes), keep, isBreak).map(line => like(m, self, untext(line))))
  },
  'startswith(prefix, start=None, end=None, /)': affix('startswith', false),
  'strip(bytes=None, /)': stripping('both'),
  'swapcase()': mapping(s => s.replace(/[A-Za-z]/g, c => (c < 'a' ? c.toLowerCase() : c.toUpperCase()))),
  'title()': mapping(s => s.replace(/[A-Za-z]+/g, word => upper(word[0]!) + lower(word.slice(1)))),
  "translate(table, /, delete=b'')": translate,
  'upper()': mapping(upper),
  'zfill(width, /)': (m: Machine, self: Bytes, width: Value): Result => {
    const size = sizeArgument(m, width, 0)
    if (size === undefined || !fits(m, size)) return undefined
    return like(m, self, untext(search.zfill(text(self.bytes), size) as string))
  },
}

/** bytes.fromhex and bytearray.fromhex. */
export function fromHex(m: Machine, cls: PyType, string: Value): Result {
  const s = asStr(string)
  if (s === undefined) return m.raise('TypeError', `fromhex() argument must be str, not ${m.typeName(string)}`)
  const bytes = parseHex(s)
  if (bytes instanceof Fail) return m.raiseFail(bytes)
  if (cls === T.bytes) return new PyBytes(T.bytes, bytes)
  if (cls === T.bytearray) return new PyByteArray(T.bytearray, m.epoch, bytes)
  return m.call(cls, new PyBytes(T.bytes, bytes))
}

/** bytes.maketrans and bytearray.maketrans. */
export function makeTable(m: Machine, from: Value, to: Value): Result {
  const a = bytesArgument(m, from)
  const b = a === undefined ? undefined : bytesArgument(m, to)
  if (a === undefined || b === undefined) return undefined
  if (a.length !== b.length) return m.raise('ValueError', 'maketrans arguments must have same length')
  const table = Uint8Array.from({ length: 256 }, (_, i) => i)
  a.forEach((byte, i) => {
    table[byte] = b[i]!
  })
  return new PyBytes(T.bytes, table)
}
