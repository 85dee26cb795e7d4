// Powers of doubles. Knows no special values: base is positive and finite, exponent finite.

/** base ** exponent for finite base > 0. */
export function power(base: number, exponent: number): number {
  return base ** exponent
}
