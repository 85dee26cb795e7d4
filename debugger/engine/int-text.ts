// Int to text and back: int(text, base), str(int), with CPython's digit limit (sys.set_int_max_str_digits).

import { type Fail, overflowError, valueError } from './fail.ts'
import { abs, bitLength, INT_BITS_LIMIT, type Int, normalInt } from './int.ts'
import { decimalDigitValue, isSpaceUnit } from './unicode.ts'

/** Default of sys.get_int_max_str_digits(). */
export const DEFAULT_MAX_STR_DIGITS = 4300

const USE = 'use sys.set_int_max_str_digits() to increase the limit'

/** str(n). `maxDigits` 0: no limit. CPython: long_to_decimal_string_internal. */
export function intToString(n: Int, maxDigits: number = DEFAULT_MAX_STR_DIGITS): string | Fail {
  if (typeof n === 'number') return String(n)
  const tooLong = () => valueError(`Exceeds the limit (${maxDigits} digits) for integer string conversion; ${USE}`)
  if (maxDigits > 0 && bitLength(n) > maxDigits * 3.33 + 8) return tooLong()
  const text = n.toString()
  return maxDigits > 0 && text.length - (n < 0n ? 1 : 0) > maxDigits ? tooLong() : text
}

/** bin/oct/hex text of n with the prefix ('0x1f', '-0b1'); `prefix` empty: digits and sign only. */
export function intInBase(n: Int, base: 2 | 8 | 16, prefix: string): string {
  return (n < 0 ? '-' : '') + prefix + abs(n).toString(base)
}

/** What is wrong with an int literal; the caller, who has the original object, words the error. */
export type BadLiteral = 'invalid'

/**
 * The value of `text` in `base` (0: by prefix; else 2 to 36), as int(str, base) reads it: surrounding white space, sign,
 * prefix, single underscores between digits, any Unicode decimal digits. 'invalid' when it is not a literal.
 * CPython: PyLong_FromUnicodeObject, PyLong_FromString.
 */
export function parseInteger(
  text: string,
  base: number,
  maxDigits: number = DEFAULT_MAX_STR_DIGITS,
): Int | Fail | BadLiteral {
  // The common case first: a few plain decimal digits.
  if (base === 10 && /^[0-9]{1,15}$/.test(text)) return Number(text)
  const s = toAsciiDigits(text)
  if (s === undefined) return 'invalid'
  let i = 0
  let negative = false
  if (s[i] === '+' || s[i] === '-') negative = s[i++] === '-'
  let radix = base
  const prefix = s.slice(i, i + 2).toLowerCase()
  const prefixRadix = prefix === '0x' ? 16 : prefix === '0o' ? 8 : prefix === '0b' ? 2 : 0
  let octalLike = false
  if (radix === 0) {
    if (prefixRadix !== 0) radix = prefixRadix
    else {
      radix = 10
      octalLike = s[i] === '0'
    }
  }
  if (prefixRadix !== 0 && prefixRadix === radix) {
    i += 2
    if (s[i] === '_') i++
  }
  const digits = s.slice(i)
  if (!/^[0-9a-zA-Z_]+$/.test(digits) || !hasSingleUnderscores(digits)) return 'invalid'
  const plain = digits.replaceAll('_', '')
  const powerOfTwo = (radix & (radix - 1)) === 0
  for (let k = 0; k < plain.length; k++) {
    if (Number.parseInt(plain[k]!, 36) >= radix) return 'invalid'
  }
  if (!powerOfTwo && maxDigits > 0 && plain.length > maxDigits) {
    return valueError(
      `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${plain.length} digits; ${USE}`,
    )
  }
  // '010' is not allowed with base 0, only zeros are.
  if (octalLike && !/^0+$/.test(plain)) return 'invalid'
  if (plain.length * Math.log2(radix) > INT_BITS_LIMIT) return overflowError('too many digits in integer')
  const n = parseDigits(plain, radix)
  return normalInt(negative ? -n : n)
}

/** Are underscores only single ones between other characters? */
function hasSingleUnderscores(text: string): boolean {
  return !text.startsWith('_') && !text.endsWith('_') && !text.includes('__')
}

function parseDigits(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits)
  if (radix === 16) return BigInt(`0x${digits}`)
  if (radix === 8) return BigInt(`0o${digits}`)
  if (radix === 2) return BigInt(`0b${digits}`)
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, radix))
  const low = digits.length >> 1
  return (
    parseDigits(digits.slice(0, -low), radix) * BigInt(radix) ** BigInt(low) + parseDigits(digits.slice(-low), radix)
  )
}

/**
 * White space stripped and Unicode decimal digits replaced by ASCII ones, as int(), float() and complex() do first.
 * Undefined when another non-ASCII character is left. CPython: _PyUnicode_TransformDecimalAndSpaceToASCII.
 */
export function toAsciiDigits(text: string): string | undefined {
  let s = text
  if (!/^[\0-\x7f]*$/.test(s)) {
    let out = ''
    for (const c of s) {
      const cp = c.codePointAt(0)!
      if (cp < 128) out += c
      else if (isSpaceUnit(cp)) out += ' '
      else {
        const d = decimalDigitValue(cp)
        if (d < 0) return undefined
        out += d
      }
    }
    s = out
  }
  let start = 0
  let end = s.length
  while (start < end && isSpaceUnit(s.charCodeAt(start))) start++
  while (end > start && isSpaceUnit(s.charCodeAt(end - 1))) end--
  return s.slice(start, end)
}
