// The decimal digits of a double: shortest that read back the same, or rounded to a number of digits, ties to even.
//
// The host's own conversions are exact but round ties away from zero; a tie shows in one more digit (a 5) and is then
// settled with big integers. Knows nothing of formats. CPython: Python/dtoa.c.

/** Digits without leading zeros ('0' for zero); the value is 0.DIGITS times 10**point. */
export interface Digits {
  readonly digits: string
  readonly point: number
}

const ZERO: Digits = { digits: '0', point: 1 }

/** The shortest digits that read back as x (x finite, >= 0). dtoa mode 0. */
export function shortestDigits(x: number): Digits {
  return x === 0 ? ZERO : fromExponential(x.toExponential())
}

/** Exactly `count` (>= 1) significant digits of x (finite, >= 0). dtoa mode 2, trailing zeros kept. */
export function significantDigits(x: number, count: number): Digits {
  if (x === 0) return { digits: '0'.repeat(count), point: 1 }
  if (count <= 100) {
    const longer = count === 100 ? '5' : fromExponential(x.toExponential(count)).digits
    if (!longer.endsWith('5')) return fromExponential(x.toExponential(count - 1))
  }
  // The shortest digits may have been rounded up to a power of ten: then one more place gives `count` digits already.
  const magnitude = fromExponential(x.toExponential()).point
  const finer = roundedTimesPowerOfTen(x, count - magnitude + 1).toString()
  if (finer.length <= count) return { digits: finer, point: magnitude - 1 }
  const digits = roundedTimesPowerOfTen(x, count - magnitude).toString()
  return digits.length > count ? { digits: digits.slice(0, count), point: magnitude + 1 } : { digits, point: magnitude }
}

/** x (finite, >= 0) in units of 10**-places, rounded: '314' for 3.14159 and 2 places. `places` may be negative. dtoa mode 3. */
export function fixedDigits(x: number, places: number): string {
  if (x === 0) return '0'
  if (places >= 0 && places <= 100 && x < 1e21) {
    // A double is a tie at `places` exactly when x * 2**(places + 1) is an odd integer.
    const scaled = x * 2 ** (places + 1)
    if (!(Number.isInteger(scaled) && scaled % 2 === 1)) {
      return stripLeadingZeros(x.toFixed(places).replace('.', ''))
    }
  }
  return roundedTimesPowerOfTen(x, places).toString()
}

function stripLeadingZeros(digits: string): string {
  let i = 0
  while (i < digits.length - 1 && digits.charCodeAt(i) === 48) i++
  return i === 0 ? digits : digits.slice(i)
}

function fromExponential(text: string): Digits {
  const e = text.indexOf('e')
  const digits = text[1] === '.' ? text[0] + text.slice(2, e) : text.slice(0, e)
  return { digits, point: Number(text.slice(e + 1)) + 1 }
}

/** x * 10**places as the nearest integer, ties to even, exactly. */
function roundedTimesPowerOfTen(x: number, places: number): bigint {
  const { mantissa, exponent } = decompose(x)
  let top = mantissa
  let bottom = 1n
  if (exponent >= 0) top <<= BigInt(exponent)
  else bottom <<= BigInt(-exponent)
  if (places >= 0) top *= 10n ** BigInt(places)
  else bottom *= 10n ** BigInt(-places)
  const q = top / bottom
  const twice = (top - q * bottom) * 2n
  return twice > bottom || (twice === bottom && (q & 1n) === 1n) ? q + 1n : q
}

const view = new DataView(new ArrayBuffer(8))

/** x (finite) as mantissa * 2**exponent, the mantissa an integer with the sign of x. */
export function decompose(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: (biased === 0 ? 1 : biased) - 1075 }
}
