"""Exponential and logarithm of decimal numbers in whole numbers; for decimal, which rounds what is found here."""

# A real number is kept as a whole number of units of 10**-places. What is returned is less than a few units away.

from math import isqrt

_logs = {}


def width(n):
    """How many decimal digits a whole number above 0 has; 1 for 0."""
    if n < 10**18:
        return len(str(n))
    guess = int((n.bit_length() - 1) * 0.30102999566398120) + 1
    return guess + 1 if n >= 10**guess else guess


def _atanh_inverse(n, unit):
    # atanh(1/n), by its series.
    total = term = unit // n
    square, k = n * n, 3
    while term:
        term //= square
        total += term // k
        k += 2
    return total


def log_of_2(places):
    """ln 2."""
    if ("2", places) not in _logs:
        unit = 10 ** (places + 5)
        # Machin's way: 18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749).
        found = 18 * _atanh_inverse(26, unit) - 2 * _atanh_inverse(4801, unit) + 8 * _atanh_inverse(8749, unit)
        _logs["2", places] = found // 10**5
    return _logs["2", places]


def log_of_10(places):
    """ln 10."""
    if ("10", places) not in _logs:
        unit = 10 ** (places + 5)
        found = 46 * _atanh_inverse(31, unit) + 34 * _atanh_inverse(49, unit) + 20 * _atanh_inverse(161, unit)
        _logs["10", places] = found // 10**5
    return _logs["10", places]


def log(num, exp, places):
    """ln(num * 10**exp) for num > 0."""
    digits = width(num)
    power = exp + digits
    work = places + 12 + len(str(abs(power)))
    unit = 10**work
    # m in 0.1 to 1, times a power of ten; doubled until it is near 1.
    m = num * 10 ** (work - digits) if work >= digits else num // 10 ** (digits - work)
    doubled = 0
    while m < unit * 7 // 10:
        m *= 2
        doubled += 1
    # The closer to 1, the shorter the series: three square roots.
    for _ in range(3):
        m = isqrt(m * unit)
    z = (m - unit) * unit // (m + unit)
    square = z * z // unit
    total, term, k = z, z, 3
    while term:
        term = term * square // unit
        if term in (0, -1):
            break
        total += term // k
        k += 2
    found = 16 * total - doubled * log_of_2(work) + power * log_of_10(work)
    return found // 10 ** (work - places)


def exp(num, exponent, digits):
    """e**(num * 10**exponent) as (n, e): n * 10**e with so many digits or a few more."""
    size = max(exponent + width(abs(num)), 0)
    work = digits + size + 8
    shift = work + exponent
    x = num * 10**shift if shift >= 0 else num // 10**-shift
    tens, rest = divmod(x, log_of_10(work))
    unit = 10**work
    # e**(rest / 2**k), squared k times.
    k = 8
    work2 = 10 ** (work + 6)
    r = rest * 10**6 >> k
    total = term = work2
    n = 1
    while term:
        term = term * r // (work2 * n)
        total += term
        n += 1
    for _ in range(k):
        total = total * total // work2
    return total * unit // work2, tens - work
