// Arithmetic and text of Python's complex, on pairs of doubles. CPython: Objects/complexobject.c.

import { atan2, cos, exp, hypot, log, power, sin } from './elementary.ts'
import { type Fail, overflowError, zeroDivision } from './fail.ts'
import { isNegative } from './float.ts'
import { complexPartRepr, parseDouble } from './float-text.ts'
import { toAsciiDigits } from './int-text.ts'

/** A complex number, as plain data. */
export interface Complex {
  readonly real: number
  readonly imag: number
}

/** The complex number real + imag*j. */
export const complex = (real: number, imag: number): Complex => ({ real, imag })

/** a + b. */
export const complexAdd = (a: Complex, b: Complex): Complex => complex(a.real + b.real, a.imag + b.imag)
/** a - b. */
export const complexSub = (a: Complex, b: Complex): Complex => complex(a.real - b.real, a.imag - b.imag)

/** a * b. */
export function complexMul(a: Complex, b: Complex): Complex {
  return complex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real)
}

/** a / b. CPython: _Py_c_quot. */
export function complexDiv(a: Complex, b: Complex): Complex | Fail {
  const quotient = divide(a, b)
  return quotient ?? zeroDivision('complex division by zero')
}

/** a / b, or undefined when b is zero. */
function divide(a: Complex, b: Complex): Complex | undefined {
  const absReal = Math.abs(b.real)
  const absImag = Math.abs(b.imag)
  if (absReal >= absImag) {
    if (absReal === 0) return undefined
    const ratio = b.imag / b.real
    const denominator = b.real + b.imag * ratio
    return complex((a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator)
  }
  if (absImag >= absReal) {
    const ratio = b.real / b.imag
    const denominator = b.real * ratio + b.imag
    return complex((a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator)
  }
  return complex(Number.NaN, Number.NaN)
}

/** a ** b. CPython: complex_pow. */
export function complexPow(a: Complex, b: Complex): Complex | Fail {
  const whole = b.imag === 0 && Number.isInteger(b.real) && Math.abs(b.real) <= 100
  const r = whole ? integerPower(a, b.real) : generalPower(a, b)
  if (r === undefined) return zeroDivision('0.0 to a negative or complex power')
  const overflow = (x: number) => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY
  return overflow(r.real) || overflow(r.imag) ? overflowError('complex exponentiation') : r
}

function integerPower(a: Complex, n: number): Complex | undefined {
  return n > 0 ? unsignedPower(a, n) : divide(complex(1, 0), unsignedPower(a, -n))
}

function unsignedPower(a: Complex, n: number): Complex {
  let r = complex(1, 0)
  let p = a
  for (let mask = 1; mask > 0 && n >= mask; mask <<= 1) {
    if (n & mask) r = complexMul(r, p)
    p = complexMul(p, p)
  }
  return r
}

function generalPower(a: Complex, b: Complex): Complex | undefined {
  if (b.real === 0 && b.imag === 0) return complex(1, 0)
  if (a.real === 0 && a.imag === 0) {
    return b.imag !== 0 || b.real < 0 ? undefined : complex(0, 0)
  }
  const modulus = length(a)
  let magnitude = power(modulus, b.real)
  const angle = atan2(a.imag, a.real)
  let phase = angle * b.real
  if (b.imag !== 0) {
    magnitude *= exp(-angle * b.imag)
    phase += b.imag * log(modulus)
  }
  return complex(magnitude * cos(phase), magnitude * sin(phase))
}

function length({ real, imag }: Complex): number {
  return Number.isFinite(real) && Number.isFinite(imag) ? hypot(real, imag) : Math.hypot(real, imag)
}

/** abs(a): finite parts may overflow. */
export function complexAbs(a: Complex): number | Fail {
  const r = length(a)
  if (r === Number.POSITIVE_INFINITY && Number.isFinite(a.real) && Number.isFinite(a.imag)) {
    return overflowError('absolute value too large')
  }
  return r
}

/** repr(a). */
export function complexRepr({ real, imag }: Complex): string {
  if (real === 0 && !isNegative(real)) return `${complexPartRepr(imag)}j`
  const sign = isNegative(imag) ? '' : '+'
  return `(${complexPartRepr(real)}${sign}${complexPartRepr(imag)}j)`
}

const FLOAT = '(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?|inf(?:inity)?|nan'
const REAL = new RegExp(`^([+-]?(?:${FLOAT}))$`, 'i')
const IMAGINARY = new RegExp(`^([+-]?(?:${FLOAT})|[+-]?)j$`, 'i')
const BOTH = new RegExp(`^([+-]?(?:${FLOAT}))([+-](?:${FLOAT})?)j$`, 'i')

/** complex(text), or undefined when the string is malformed. CPython: complex_from_string_inner. */
export function parseComplexText(text: string): Complex | undefined {
  let s = toAsciiDigits(text)
  if (s === undefined) return undefined
  if (s.startsWith('(') && s.endsWith(')')) s = toAsciiDigits(s.slice(1, -1)) as string
  if (s.includes('_')) {
    // Underscores stand between digits.
    if (/(^|\D)_|_(\D|$)/.test(s)) return undefined
    s = s.replaceAll('_', '')
  }
  const part = (t: string) => (t === '' || t === '+' ? 1 : t === '-' ? -1 : (parseDouble(t) as number))
  let match = REAL.exec(s)
  if (match !== null) return complex(part(match[1]!), 0)
  match = IMAGINARY.exec(s)
  if (match !== null) return complex(0, part(match[1]!))
  match = BOTH.exec(s)
  return match === null ? undefined : complex(part(match[1]!), part(match[2]!))
}
