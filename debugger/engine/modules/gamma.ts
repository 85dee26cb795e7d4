// The gamma function and its logarithm as CPython computes them: Lanczos' approximation with g = 6.0246…, N = 13.
// CPython: Modules/mathmodule.c m_tgamma, m_lgamma.

import { cos, exp, log, power, sin } from '../elementary.ts'

const G = 6.02468004077673
const G_MINUS_HALF = 5.52468004077673
const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.355667, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.8620542, 31426415.5854002, 2876370.6289353725, 186056.2653952235, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
]
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
]

function lanczosSum(x: number): number {
  let num = 0
  let den = 0
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      num = num * x + NUMERATOR[i]!
      den = den * x + DENOMINATOR[i]!
    }
  } else {
    for (let i = 0; i < 13; i++) {
      num = num / x + NUMERATOR[i]!
      den = den / x + DENOMINATOR[i]!
    }
  }
  return num / den
}

/** sin(pi * x), exact at multiples of one half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2
  const n = Math.round(2 * y)
  const sign = x < 0 ? -1 : 1
  switch (n) {
    case 0:
      return sign * sin(Math.PI * y)
    case 1:
      return sign * cos(Math.PI * (y - 0.5))
    case 2:
      return sign * sin(Math.PI * (1 - y))
    case 3:
      return sign * -cos(Math.PI * (y - 1.5))
    default:
      return sign * sin(Math.PI * (y - 2))
  }
}

/** gamma(x); 'domain' or 'range' when there is no such value. */
export function gamma(x: number): number | 'domain' | 'range' {
  if (!Number.isFinite(x)) return Number.isNaN(x) || x > 0 ? x : 'domain'
  if (x === 0 || (x < 0 && Number.isInteger(x))) return 'domain'
  if (Number.isInteger(x) && x <= 23) {
    let f = 1
    for (let i = 2; i < x; i++) f *= i
    return f
  }
  const a = Math.abs(x)
  if (a < 1e-20) return Number.isFinite(1 / x) ? 1 / x : 'range'
  if (a > 200) return x < 0 ? 0 / sinPi(x) : 'range'
  const y = a + G_MINUS_HALF
  // What was lost when y was rounded.
  const lost = a > G_MINUS_HALF ? y - a - G_MINUS_HALF : y - G_MINUS_HALF - a
  const z = (lost * G) / y
  let r: number
  if (x < 0) {
    r = ((-Math.PI / sinPi(a) / a) * exp(y)) / lanczosSum(a)
    r -= z * r
    if (a < 140) r /= power(y, a - 0.5)
    else {
      const root = power(y, a / 2 - 0.25)
      r = r / root / root
    }
  } else {
    r = lanczosSum(a) / exp(y)
    r += z * r
    if (a < 140) r *= power(y, a - 0.5)
    else {
      const root = power(y, a / 2 - 0.25)
      r = r * root * root
    }
  }
  return Number.isFinite(r) ? r : 'range'
}

/** log(|gamma(x)|). */
export function logGamma(x: number): number | 'domain' | 'range' {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? 'domain' : 0
  const a = Math.abs(x)
  if (a < 1e-20) return -log(a)
  let r = log(lanczosSum(a)) - G
  r += (a - 0.5) * (log(a + G - 0.5) - 1)
  if (x < 0) r = Math.log(Math.PI) - log(Math.abs(sinPi(a))) - log(a) - r
  return Number.isFinite(r) ? r : 'range'
}
