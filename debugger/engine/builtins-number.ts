// Built-in functions on numbers and characters: abs, bin, chr, divmod, hex, oct, ord, pow, round.

import { lookup } from './attribute.ts'
import { needsIndex } from './containers.ts'
import { type Int, powMod } from './int.ts'
import { intInBase } from './int-text.ts'
import type { Machine } from './machine.ts'
import { defineModule } from './native.ts'
import { codePoints } from './str.ts'
import { NOT_IMPLEMENTED } from './types.ts'
import { asInt, asStr, PyBytes, type Result, type Value } from './value.ts'

function abs(m: Machine, x: Value): Result {
  const slot = m.typeOf(x).slots.abs
  return slot === null ? m.raise('TypeError', `bad operand type for abs(): '${m.typeName(x)}'`) : slot(m, x)
}

function inBase(base: 2 | 8 | 16, prefix: string): (m: Machine, number: Value) => Result {
  return (m, number) => {
    const n = asInt(number)
    if (n !== undefined) return intInBase(n, base, prefix)
    if (needsIndex(m, number))
      return m.callPrelude('call_with_indexes', m.builtins.getStr(NAMES[base])!, m.tuple([number]))
    return m.raise('TypeError', `'${m.typeName(number)}' object cannot be interpreted as an integer`)
  }
}

const NAMES = { 2: 'bin', 8: 'oct', 16: 'hex' } as const

function chr(m: Machine, i: Value): Result {
  const n = asInt(i)
  if (n === undefined) {
    if (needsIndex(m, i)) return m.callPrelude('call_with_indexes', m.builtins.getStr('chr')!, m.tuple([i]))
    return m.raise('TypeError', `'${m.typeName(i)}' object cannot be interpreted as an integer`)
  }
  if (typeof n === 'bigint') return m.raise('OverflowError', 'Python int too large to convert to C int')
  if (n < -2147483648 || n > 2147483647) return m.raise('OverflowError', 'Python int too large to convert to C int')
  return n < 0 || n > 0x10ffff ? m.raise('ValueError', 'chr() arg not in range(0x110000)') : String.fromCodePoint(n)
}

function ord(m: Machine, c: Value): Result {
  const text = asStr(c)
  if (text !== undefined) {
    const points = codePoints(text)
    if (points.length === 1) return text.codePointAt(0)
    return m.raise('TypeError', `ord() expected a character, but string of length ${points.length} found`)
  }
  if (c instanceof PyBytes) {
    if (c.bytes.length === 1) return c.bytes[0]
    return m.raise('TypeError', `ord() expected a character, but string of length ${c.bytes.length} found`)
  }
  return m.raise('TypeError', `ord() expected string of length 1, but ${m.typeName(c)} found`)
}

function divmod(m: Machine, x: Value, y: Value): Result {
  const left = m.typeOf(x)
  const right = m.typeOf(y)
  if (left.isHeap || right.isHeap) return m.callPrelude('divmod_of', x, y)
  for (const type of left === right ? [left] : [left, right]) {
    const result = type.slots.divmod?.(m, x, y)
    if (type.slots.divmod !== null && result !== NOT_IMPLEMENTED) return result
  }
  return m.raise('TypeError', `unsupported operand type(s) for divmod(): '${left.name}' and '${right.name}'`)
}

function pow(m: Machine, base: Value, exp: Value, mod: Value | undefined): Result {
  if (mod === undefined || mod === null) return m.callPrelude('pow_of', base, exp)
  const ints = [base, exp, mod].map(asInt)
  if (ints.every(n => n !== undefined) && !m.typeOf(base).isHeap) {
    const [b, e, n] = ints as [Int, Int, Int]
    return m.orRaise(powMod(b, e, n))
  }
  for (const type of new Set([base, exp, mod].map(v => m.typeOf(v)))) {
    const result = type.slots.pow?.(m, base, exp, mod)
    if (type.slots.pow !== null && result !== NOT_IMPLEMENTED) return result
  }
  const names = [base, exp, mod].map(v => `'${m.typeName(v)}'`)
  return m.raise('TypeError', `unsupported operand type(s) for ** or pow(): ${names[0]}, ${names[1]}, ${names[2]}`)
}

function round(m: Machine, number: Value, ndigits: Value | undefined): Result {
  if (lookup(m.typeOf(number), '__round__') === undefined) {
    return m.raise('TypeError', `type ${m.typeName(number)} doesn't define __round__ method`)
  }
  return ndigits === undefined || ndigits === null
    ? m.callMethod(number, '__round__')
    : m.callMethod(number, '__round__', ndigits)
}

defineModule('builtins', {
  functions: {
    'abs(x, /)': abs,
    'bin(number, /)': inBase(2, '0b'),
    'oct(number, /)': inBase(8, '0o'),
    'hex(number, /)': inBase(16, '0x'),
    'chr(i, /)': chr,
    'ord(c, /)': ord,
    'divmod(x, y, /)': divmod,
    'pow(base, exp, mod=None)': pow,
    'round(number, ndigits=None)': round,
  },
})
